"""Which lines voice assistants may use: those whose `state` sensor is exposed to them."""

from typing import Final

from homeassistant.components.homeassistant import async_should_expose
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..const import DOMAIN
from ..coordinator import TelephonyConfigEntry
from ..entries import async_loaded_connections
from ..errors import user_error
from ..phone_book.names import words_of
from .directory import lines_named
from .owners import async_own_lines
from .target_line import TargetLine

ASSIST: Final = "conversation"
"""The assistant's name where exposed entities are kept."""
_SHOULD_EXPOSE: Final = "should_expose"
"""Under which option of an entity an assistant's name says whether it may have it."""


@callback
def async_assist_lines(
    hass: HomeAssistant, assistant: str | None, *, dialing: bool = False
) -> list[TargetLine]:
    """Return the exposed lines; for `dialing` those whose connection lets assistants dial."""
    entries: list[TelephonyConfigEntry] = async_loaded_connections(hass)
    return [
        line
        for entry in entries
        if not dialing or entry.runtime_data.settings.options.assist_may_dial
        for number in entry.runtime_data.settings.lines
        if (line := TargetLine(entry.runtime_data, number)).device
        and any(
            async_should_expose(hass, assistant or ASSIST, entity_id)
            for entity_id in line.entity_ids
        )
    ]


@callback
def async_withhold(hass: HomeAssistant, domain: str, unique_id: str) -> None:
    """Take an entity from the assistants that were offered it before it had a category.

    It happens once: what you offer them yourself after that stays offered.
    """
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(domain, DOMAIN, unique_id)
    if entity_id is None or registry.entities[entity_id].entity_category is not None:
        return
    for assistant, options in registry.entities[entity_id].options.items():
        if options.get(_SHOULD_EXPOSE):
            async_expose_entity(hass, assistant, entity_id, should_expose=False)


def choose_line(
    hass: HomeAssistant,
    lines: list[TargetLine],
    name: str | None,
    device_id: str | None,
    user_id: str | None = None,
) -> TargetLine:
    """Return the line that is named, else the only one, else the speaker's own, else that nearby."""
    if name is not None:
        lines = [
            line
            for line in lines
            if name == line.number or words_of(name) == words_of(line.name)
        ]
    else:
        lines = async_own_lines(lines, user_id)
    if len(lines) > 1:
        device = dr.async_get(hass).async_get(device_id) if device_id else None
        area_id = dr.async_get_effective_area_id(hass, device) if device else None
        near = [
            line
            for line in lines
            if area_id and line.device and line.device.area_id == area_id
        ]
        lines = near or lines
    if not lines:
        raise user_error("assist_no_line")
    if len(lines) > 1:
        names = ", ".join(line.name for line in lines)
        raise user_error("assist_several_lines", lines=names)
    return lines[0]


def find_number(line: TargetLine, name: str) -> str:
    """Return the number that somebody means by a name: of a line, or of the phone book."""
    coordinator = line.coordinator
    if (line_number := next(lines_named(coordinator, name), None)) is not None:
        return line_number
    contacts = [
        contact
        for contact in coordinator.phone_book.search(name)
        if contact.callable_numbers
    ]
    if not contacts:
        raise user_error("assist_unknown_contact", name=name)
    if len(contacts) > 1:
        names = ", ".join(contact.name for contact in contacts[:5])
        raise user_error("assist_several_contacts", name=name, contacts=names)
    return contacts[0].callable_numbers[0]
