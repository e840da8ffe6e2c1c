"""Which lines a target means: by device, entity, area, floor or label, each line once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from ..connection.devices import line_device
from ..connection.settings import configured_groups, configured_lines, watched_numbers
from ..const import CONF_LINES, CONF_NUMBER, DOMAIN, SUBENTRY_LINE

if TYPE_CHECKING:
    from ..coordinator import TelephonyConfigEntry, TelephonyCoordinator

ATTR_LINE: Final = "line"


type _What = Literal["line", "group", "connection", "not_loaded", "not_a_line"]


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A line of a loaded connection."""

    coordinator: TelephonyCoordinator
    number: str

    @property
    def device_id(self) -> str | None:
        """Return the line's device; one that is only in groups has none."""
        device = line_device(self.coordinator, self.number)
        return device.id if device else None


@dataclass(frozen=True, slots=True)
class _Meant:
    """Something that a target means, and what it is; `named` if it was chosen itself."""

    name: str
    named: bool
    what: _What
    lines: Iterable[TargetLine] = ()

    def stands_for_lines(self, *, many: bool) -> bool:
        """Tell whether its lines are meant; those of groups and connections where `many` are."""
        match self.what:
            case "line":
                return True
            case "group":
                return many
            case "connection":
                return many and self.named
        return False


@callback
def async_followed_lines(
    hass: HomeAssistant, selection: TargetSelection
) -> dict[TargetLine, None]:
    """Return the lines that a trigger or condition means; what is not ours is passed over.

    A group stands for its lines. So does a connection, but only where it is named itself.
    """
    return dict.fromkeys(
        line
        for meant in _all_meant(hass, selection, expand_group=False)
        if meant.stands_for_lines(many=True)
        for line in meant.lines
    )


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
    found: dict[TargetLine, None] = {}
    for meant in _all_meant(hass, TargetSelection(dict(data)), expand_group=True):
        if meant.stands_for_lines(many=only is not None or (many and meant.named)):
            found.update(dict.fromkeys(meant.lines))
        elif meant.named:
            key = meant.what if meant.what.startswith("not_") else "line_needed"
            raise _error(key, target=meant.name)
    lines = [line for line in found if only in (None, line.number)]
    if not lines and only is not None:
        raise _error("line_not_targeted", line=only)
    if not lines:
        raise _error("no_line_targeted")
    return lines


def _all_meant(
    hass: HomeAssistant, selection: TargetSelection, *, expand_group: bool
) -> Iterator[_Meant]:
    """Return each device that is meant, and what is named but has none of ours."""
    selected = async_extract_referenced_entity_ids(
        hass, selection, expand_group, primary_entities_only=False
    )
    entities = er.async_get(hass).entities
    named = dict.fromkeys(sorted(selection.device_ids))
    others = set(selected.referenced_devices)
    for entity_id in sorted(selected.referenced | selected.indirectly_referenced):
        entity = entities.get(entity_id)
        is_ours = entity is not None and entity.platform == DOMAIN
        device_id = entity.device_id if entity and is_ours else None
        if device_id is None:
            if entity_id in selected.referenced:
                yield _Meant(entity_id, named=True, what="not_a_line")
        elif entity_id in selected.referenced:
            named[device_id] = None
        else:
            others.add(device_id)
    for device_id in (*named, *sorted(others - named.keys())):
        yield _find(hass, device_id, named=device_id in named)


def _find(hass: HomeAssistant, device_id: str, *, named: bool) -> _Meant:
    """Return what a device is, with the lines that it stands for."""
    device = dr.async_get(hass).async_get(device_id)
    if not isinstance(device, dr.DeviceEntry):
        return _Meant(device_id, named, "not_a_line")
    name = device.name_by_user or device.name or device_id
    entry: TelephonyConfigEntry | None
    entry = hass.config_entries.async_get_entry(device.config_entry_id)
    if entry is None or entry.domain != DOMAIN:
        return _Meant(name, named, "not_a_line")
    if entry.state is not ConfigEntryState.LOADED:
        return _Meant(name, named, "not_loaded")
    if (subentry_id := device.config_subentry_id) is None:
        return _Meant(name, named, "connection", _all_lines(entry))
    if (subentry := entry.subentries.get(subentry_id)) is None:
        return _Meant(name, named, "not_a_line")
    if subentry.subentry_type == SUBENTRY_LINE:
        return _Meant(name, named, "line", _lines(entry, (subentry.data[CONF_NUMBER],)))
    return _Meant(name, named, "group", _lines(entry, subentry.data[CONF_LINES]))


def _all_lines(entry: TelephonyConfigEntry) -> Iterator[TargetLine]:
    """Return the lines that an entry watches, or will in a moment."""
    groups = configured_groups(entry).values()
    yield from _lines(entry, watched_numbers(configured_lines(entry), groups))


def _lines(entry: TelephonyConfigEntry, numbers: Iterable[str]) -> Iterator[TargetLine]:
    return (TargetLine(entry.runtime_data, number) for number in numbers)


def _error(key: str, **placeholders: str) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )
