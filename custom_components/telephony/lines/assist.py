"""Which lines voice assistants may use: those whose `state` sensor is exposed to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from homeassistant.components.homeassistant import async_should_expose
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..connection.devices import line_device
from ..const import CONF_ASSIST_MAY_DIAL, DOMAIN
from ..phone_book.names import words_of

if TYPE_CHECKING:
    from ..coordinator import TelephonyConfigEntry, TelephonyCoordinator

ASSIST: Final = "conversation"
"""The assistant's name where exposed entities are kept."""


@dataclass(frozen=True, slots=True)
class AssistLine:
    """A line as somebody speaks of it."""

    coordinator: TelephonyCoordinator
    number: str
    name: str
    area_id: str | None

    @property
    def key(self) -> tuple[TelephonyCoordinator, str]:
        """Return the line itself."""
        return self.coordinator, self.number


@callback
def async_assist_lines(
    hass: HomeAssistant, assistant: str | None, *, dialing: bool = False
) -> list[AssistLine]:
    """Return the exposed lines; for `dialing` those whose connection lets assistants dial."""
    return [
        line
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        if not dialing or entry.options.get(CONF_ASSIST_MAY_DIAL, False)
        for line in _lines(hass, assistant, cast("TelephonyConfigEntry", entry))
    ]


def _lines(
    hass: HomeAssistant, assistant: str | None, entry: TelephonyConfigEntry
) -> Iterable[AssistLine]:
    entities = er.async_get(hass)
    for number in entry.runtime_data.lines:
        entity_id = entities.async_get_entity_id(
            SENSOR_DOMAIN, DOMAIN, f"{entry.entry_id}_{number}_state"
        )
        device = line_device(entry.runtime_data, number)
        if (
            entity_id
            and device
            and async_should_expose(hass, assistant or ASSIST, entity_id)
        ):
            name = device.name_by_user or device.name or number
            yield AssistLine(entry.runtime_data, number, name, device.area_id)


def choose_line(
    hass: HomeAssistant,
    lines: list[AssistLine],
    name: str | None,
    device_id: str | None,
) -> AssistLine:
    """Return the line that is named, else the only one, else the one where somebody speaks."""
    if name is not None:
        lines = [
            line for line in lines if name == line.number or _is_called(line, name)
        ]
    if len(lines) > 1:
        device = dr.async_get(hass).async_get(device_id) if device_id else None
        area_id = dr.async_get_effective_area_id(hass, device) if device else None
        near = [line for line in lines if area_id and line.area_id == area_id]
        lines = near or lines
    if not lines:
        raise assist_error("assist_no_line")
    if len(lines) > 1:
        names = ", ".join(line.name for line in lines)
        raise assist_error("assist_several_lines", lines=names)
    return lines[0]


def find_number(line: AssistLine, name: str) -> str:
    """Return the number that somebody means by a name: of a line, or of the phone book."""
    coordinator = line.coordinator
    for each in coordinator.lines.values():
        if words_of(each.title) == words_of(name):
            return each.number
    contacts = coordinator.phone_book.search(name)
    if not contacts:
        raise assist_error("assist_unknown_contact", name=name)
    if len(contacts) > 1:
        names = ", ".join(contact.name for contact in contacts[:5])
        raise assist_error("assist_several_contacts", name=name, contacts=names)
    return contacts[0].numbers[0]


def assist_error(key: str, **placeholders: str) -> ServiceValidationError:
    """Return an error that an assistant says."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


def _is_called(line: AssistLine, name: str) -> bool:
    return words_of(name) == words_of(line.name)
