"""Which lines an action means: by device, entity, area, floor or label, each line once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from .const import DOMAIN
from .devices import line_identifier

if TYPE_CHECKING:
    from .coordinator import TelephonyConfigEntry, TelephonyCoordinator

ATTR_LINE: Final = "line"


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A line that an action means; one that is only in groups has no device."""

    coordinator: TelephonyCoordinator
    number: str
    device_id: str | None


@callback
def async_target_lines(
    hass: HomeAssistant, data: Mapping[str, Any], *, many: bool = False
) -> list[TargetLine]:
    """Return the lines that an action's data means.

    A group stands for its lines where the field `line` picks one of them or, if it is named,
    `many` are wanted; so does the connection, if it is named. Inside an area they are passed
    over, named they are an error otherwise.
    """
    only: str | None = data.get(ATTR_LINE)
    found: dict[tuple[str, str], TargetLine] = {}
    for device, named in _devices(hass, data):
        for line in _lines_of(hass, device, named=named, many=many, only=only):
            found.setdefault((line.coordinator.entry.entry_id, line.number), line)
    if not found and only is not None:
        raise _error("line_not_targeted", line=only)
    if not found:
        raise _error("no_line_targeted")
    return list(found.values())


def _devices(
    hass: HomeAssistant, data: Mapping[str, Any]
) -> Iterator[tuple[dr.DeviceEntry, bool]]:
    """Return each device that is meant, and whether it, or an entity of it, was named."""
    selection = TargetSelection(dict(data))
    selected = async_extract_referenced_entity_ids(
        hass, selection, primary_entities_only=False
    )
    named = dict.fromkeys(sorted(selection.device_ids))
    named |= dict.fromkeys(
        _device_of(hass, each) for each in sorted(selected.referenced)
    )
    entities = er.async_get(hass).entities
    others = selected.referenced_devices | {
        entry.device_id
        for entity_id in selected.indirectly_referenced
        if (entry := entities.get(entity_id)) and entry.device_id
    }
    devices = dr.async_get(hass)
    for device_id in (*named, *sorted(others - named.keys())):
        device = devices.async_get(device_id)
        if isinstance(device, dr.DeviceEntry):
            yield device, device_id in named
        elif device_id in named:
            raise _error("not_a_line", target=device_id)


def _device_of(hass: HomeAssistant, entity_id: str) -> str:
    """Return the device of an entity that was named."""
    entry = er.async_get(hass).async_get(entity_id)
    if entry is None or entry.platform != DOMAIN or entry.device_id is None:
        raise _error("not_a_line", target=entity_id)
    return entry.device_id


def _lines_of(
    hass: HomeAssistant,
    device: dr.DeviceEntry,
    *,
    named: bool,
    many: bool,
    only: str | None,
) -> Iterator[TargetLine]:
    """Return the lines that a device stands for."""
    coordinator, key = _resolve(hass, device)
    if coordinator is None:
        if named:
            raise _error(key, target=_name(device))
        return
    if key in coordinator.lines:
        numbers: Iterable[str] = (key,)
    elif only is None and not (named and many):
        if named:
            raise _error("line_needed", target=_name(device))
        return
    elif group := coordinator.groups.get(key):
        numbers = group.numbers
    else:
        numbers = coordinator.numbers if named else ()
    for number in numbers:
        if only in (None, number):
            yield TargetLine(coordinator, number, _line_device(coordinator, number))


def _resolve(
    hass: HomeAssistant, device: dr.DeviceEntry
) -> tuple[TelephonyCoordinator, str] | tuple[None, str]:
    """Return the coordinator and what the device is in it; else the key of an error."""
    identifier = next(
        (key for domain, key in device.identifiers if domain == DOMAIN), None
    )
    entry: TelephonyConfigEntry | None = hass.config_entries.async_get_entry(
        device.config_entry_id
    )
    if identifier is None or entry is None:
        return None, "not_a_line"
    if entry.state is not ConfigEntryState.LOADED:
        return None, "not_loaded"
    return entry.runtime_data, identifier.removeprefix(f"{entry.entry_id}_")


def _line_device(coordinator: TelephonyCoordinator, number: str) -> str | None:
    """Return the device of a line, if it has one."""
    entry_id = coordinator.entry.entry_id
    device = dr.async_get(coordinator.hass).async_get_device_by_identifier(
        line_identifier(entry_id, number), entry_id
    )
    return device.id if device else None


def _name(device: dr.DeviceEntry) -> str:
    return device.name_by_user or device.name or device.id


def _error(key: str, **placeholders: str) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )
