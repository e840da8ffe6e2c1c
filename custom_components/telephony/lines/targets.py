"""Which lines a target means: by device, entity, area, floor or label, each line once."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from operator import sub
from typing import Any, Final, Literal, NamedTuple, cast, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from ..connection.line_state import LineState, LineTally
from ..connection.settings import (
    EVERY_LINE,
    group_settings,
    line_settings,
    watched_numbers,
)
from ..const import CONF_LINES, CONF_NUMBER, DOMAIN, SUBENTRY_LINE
from ..coordinator import TelephonyConfigEntry, TelephonyCoordinator
from ..entries import is_connection
from ..errors import user_error
from .target_line import TargetLine

ATTR_LINE: Final = "line"

type _Kind = Literal["line", "group", "connection", "not_loaded", "not_a_line"]


class Watched:
    """A line, a group or a connection whose lines a target means, to be listened to as one."""

    __slots__ = ("beside", "coordinator", "owner", "without")

    def __init__(
        self,
        coordinator: TelephonyCoordinator,
        owner: str,
        beside: tuple[str, ...] = (),
        without: frozenset[str] = frozenset(),
    ) -> None:
        """Keep what is watched."""
        self.coordinator: Final = coordinator
        self.owner: Final = owner
        """The key of its changes."""
        self.beside: Final = beside
        """Groups that are watched already, so that their lines don't count twice."""
        self.without: Final = without
        """Lines that the target excludes."""

    @override
    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Watched)
            and self.owner == other.owner
            and self.coordinator is other.coordinator
            and self.without == other.without
        )

    @override
    def __hash__(self) -> int:
        return hash((self.coordinator, self.owner, self.without))

    def means(self, number: str) -> bool:
        """Whether one of its lines is meant here, and not excluded or meant by a group beside it."""
        if not self.beside:
            return number not in self.without
        owners = self.coordinator.settings.owners.get(number, ())
        return number not in self.without and not any(
            group in owners for group in self.beside
        )

    def tally(self) -> LineTally:
        """Return what its lines do, but for those that are excluded."""
        states = self.coordinator.states
        tally = states.tally(self.owner)
        for number in self.without:
            if self.owner in self.coordinator.settings.owners.get(number, ()):
                tally = LineTally._make(
                    map(sub, tally, states.tally(number), strict=True)
                )
        return tally

    def busy(self) -> Iterator[LineState]:
        """Return those of its lines that have calls."""
        states = self.coordinator.states
        for number in states.busy_lines(self.owner):
            if number not in self.without:
                yield states[number]

    def missed(self) -> tuple[int, int]:
        """Return how many of its lines have unread missed calls, and how many lines it has."""
        settings, states = self.coordinator.settings, self.coordinator.states
        excluded = [
            number
            for number in self.without
            if self.owner in settings.owners.get(number, ())
        ]
        missed = states.missed_lines(self.owner)
        return (
            len(missed) - sum(number in missed for number in excluded),
            len(settings.lines_of(self.owner)) - len(excluded),
        )


class _Resolved(NamedTuple):
    """Something that a target means; `named` if it was chosen itself."""

    name: str
    named: bool
    kind: _Kind
    entry: TelephonyConfigEntry | None = None
    owner: str = ""

    @property
    def thing(self) -> Hashable:
        """What is the same however it was chosen."""
        return self._replace(named=False)

    @property
    def coordinator(self) -> TelephonyCoordinator:
        """The connection of a line, a group or a connection."""
        assert self.entry is not None
        return self.entry.runtime_data

    @property
    def numbers(self) -> Collection[str]:
        """The lines that it stands for, also those that are watched in a moment only."""
        assert self.entry is not None
        if self.kind == "line":
            return (self.owner,)
        settings = self.coordinator.settings
        if settings.are_current:
            return settings.lines_of(self.owner)
        if self.kind == "group":
            lines: list[str] = self.entry.subentries[self.owner].data[CONF_LINES]
            return lines
        groups = group_settings(self.entry).values()
        return watched_numbers(line_settings(self.entry), groups)

    def has(self, number: str) -> bool:
        """Whether a line is one of its lines."""
        settings = self.coordinator.settings
        if self.owner in settings.owners.get(number, ()):
            return True
        return not settings.are_current and number in self.numbers


@callback
def async_watched(
    hass: HomeAssistant, selection: TargetSelection
) -> tuple[Watched, ...]:
    """Return what a trigger or condition listens to; what isn't ours is passed over.

    A connection counts only where it is named itself.
    """
    resolved = _resolve(hass, selection, expand_groups=False)
    without = _excluded_lines(hass, selection)
    wholes = {
        each.coordinator
        for each in resolved
        if each.kind == "connection" and each.named
    }
    watched = [Watched(each, EVERY_LINE, without=without[each]) for each in wholes]
    groups: dict[TelephonyCoordinator, tuple[str, ...]] = {}
    for each in resolved:
        if each.kind == "group" and (coordinator := each.coordinator) not in wholes:
            beside = groups.get(coordinator, ())
            excluded = without[coordinator]
            watched.append(Watched(coordinator, each.owner, beside, excluded))
            groups[coordinator] = (*beside, each.owner)
    for each in resolved:
        if each.kind == "line" and (coordinator := each.coordinator) not in wholes:
            beside, excluded = groups.get(coordinator, ()), without[coordinator]
            line = Watched(coordinator, each.owner, beside, excluded)
            if line.means(each.owner):
                watched.append(Watched(coordinator, each.owner))
    return tuple(watched)


@callback
def async_target_lines(
    hass: HomeAssistant, data: Mapping[str, Any]
) -> list[TargetLine]:
    """Return the lines that an action's data means.

    A group stands for its line that the field `line` picks. Inside an area it is passed over; named
    it is an error otherwise.
    """
    return list(
        dict.fromkeys(
            TargetLine(coordinator, number)
            for coordinator, numbers in _meant(hass, data, expand_groups=False)
            for number in numbers
        )
    )


@callback
def async_target_numbers(
    hass: HomeAssistant, data: Mapping[str, Any]
) -> dict[TelephonyCoordinator, Collection[str]]:
    """Return the same by connection, where a group or connection that is named stands for its lines.

    They may be thousands: what is meant as a whole is returned as it is kept.
    """
    found: dict[TelephonyCoordinator, Collection[str]] = {}
    for coordinator, numbers in _meant(hass, data, expand_groups=True):
        before = found.get(coordinator)
        found[coordinator] = (
            numbers
            if before is None
            else dict.fromkeys(before) | dict.fromkeys(numbers)
        )
    return found


def _meant(
    hass: HomeAssistant, data: Mapping[str, Any], *, expand_groups: bool
) -> Iterator[tuple[TelephonyCoordinator, Collection[str]]]:
    """Return the lines of each thing that is meant; an error where that are none."""
    only: str | None = data.get(ATTR_LINE)
    is_empty = True
    selection = TargetSelection(dict(data))
    without = _excluded_lines(hass, selection)
    for each in _resolve(hass, selection, expand_groups=True):
        wanted = only is not None or (expand_groups and each.named)
        if each.kind == "connection":
            wanted = wanted and each.named
        if each.kind == "line" or (wanted and not each.kind.startswith("not_")):
            numbers: Collection[str]
            if only is None:
                numbers = each.numbers
            else:
                numbers = (only,) if each.has(only) else ()
            if excluded := without[each.coordinator]:
                numbers = [number for number in numbers if number not in excluded]
            if numbers:
                is_empty = False
                yield each.coordinator, numbers
        elif each.named:
            key = each.kind if each.kind.startswith("not_") else "line_needed"
            raise user_error(key, target=each.name)
    if is_empty and only is not None:
        raise user_error("line_not_targeted", line=only)
    if is_empty:
        raise user_error("no_line_targeted")


def _resolve(
    hass: HomeAssistant, selection: TargetSelection, *, expand_groups: bool
) -> list[_Resolved]:
    """Return each device that is meant, and what is named but has none of ours."""
    found = _find(hass, selection, expand_groups=expand_groups)
    if not (excluded := _excluded(hass, selection)):
        return list(found)
    gone = {each.thing for each in excluded}
    return [each for each in found if each.thing not in gone]


def _excluded(hass: HomeAssistant, selection: TargetSelection) -> set[_Resolved]:
    """Return what a target excludes, which Home Assistant knows from 2026.11 on."""
    exclude: TargetSelection | None = getattr(selection, "exclude", None)
    return set(_find(hass, exclude, expand_groups=False)) if exclude else set()


def _excluded_lines(
    hass: HomeAssistant, selection: TargetSelection
) -> defaultdict[TelephonyCoordinator, frozenset[str]]:
    """Return the lines that a target excludes: themselves, by their group or their connection."""
    lines = defaultdict[TelephonyCoordinator, frozenset[str]](frozenset)
    for each in _excluded(hass, selection):
        if not each.kind.startswith("not_") and (
            each.kind != "connection" or each.named
        ):
            lines[each.coordinator] |= frozenset(each.numbers)
    return lines


def _find(
    hass: HomeAssistant, selection: TargetSelection, *, expand_groups: bool
) -> Iterator[_Resolved]:
    selected = async_extract_referenced_entity_ids(
        hass, selection, expand_groups, primary_entities_only=False
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
                yield _Resolved(entity_id, named=True, kind="not_a_line")
        elif entity_id in selected.referenced:
            named[device_id] = None
        else:
            others.add(device_id)
    for device_id in (*named, *sorted(others - named.keys())):
        yield _resolve_device(hass, device_id, named=device_id in named)


def _resolve_device(hass: HomeAssistant, device_id: str, *, named: bool) -> _Resolved:
    """Return what a device is, with the lines that it stands for."""
    device = dr.async_get(hass).async_get(device_id)
    if not isinstance(device, dr.DeviceEntry):
        return _Resolved(device_id, named, "not_a_line")
    name = device.name_by_user or device.name or device_id
    entry = hass.config_entries.async_get_entry(device.config_entry_id)
    if entry is None or not is_connection(entry):
        return _Resolved(name, named, "not_a_line")
    if entry.state is not ConfigEntryState.LOADED:
        return _Resolved(name, named, "not_loaded")
    ours = cast("TelephonyConfigEntry", entry)
    if (subentry_id := device.config_subentry_id) is None:
        return _Resolved(name, named, "connection", ours, EVERY_LINE)
    if (subentry := entry.subentries.get(subentry_id)) is None:
        return _Resolved(name, named, "not_a_line")
    if subentry.subentry_type == SUBENTRY_LINE:
        return _Resolved(name, named, "line", ours, subentry.data[CONF_NUMBER])
    return _Resolved(name, named, "group", ours, subentry_id)
