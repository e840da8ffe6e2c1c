"""What an entry says, read once and typed: its options, its lines with entities, its groups."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from enum import StrEnum
from typing import Any, Final, NamedTuple, Self

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_PASSWORD
from homeassistant.core import HomeAssistant

from ..const import (
    CONF_ASSIST_MAY_DIAL,
    CONF_BLOCKED_CALLS,
    CONF_BLOCKED_CALLS_TO,
    CONF_BLOCKED_CONTACT_GROUPS,
    CONF_CALL_LOG_DAYS,
    CONF_CALL_LOG_SIZE,
    CONF_LINES,
    CONF_MISSED_MIN_RING_SECONDS,
    CONF_MONITOR_PAUSE_MS,
    CONF_MONITOR_WINDOW,
    CONF_NUMBER,
    CONF_PERSONS,
    CONF_PHONES,
    CONF_ROUTE_DEVICES,
    CONF_ROUTE_SECONDS,
    CONF_SHOW_INCOMING_POPUP,
    DEFAULT_CALL_LOG_DAYS,
    DEFAULT_CALL_LOG_SIZE,
    DEFAULT_MISSED_MIN_RING_SECONDS,
    DEFAULT_MONITOR_PAUSE_MS,
    DEFAULT_MONITOR_WINDOW,
    DEFAULT_ROUTE_SECONDS,
    SUBENTRY_GROUP,
    SUBENTRY_LINE,
)
from ..numbers.dial_plan import DialPlan
from ..numbers.line_lists import LinesError, read_lines

EVERY_LINE: Final = ""
"""The key that stands for all lines of the connection."""


class BlockedCalls(StrEnum):
    """What becomes of calls of blocked groups, as far as the phone system can."""

    NOT_ANNOUNCED = "not_announced"
    REJECTED = "rejected"
    DIVERTED = "diverted"


MAX_ROUTE_POINTS: Final = 100


def read_route_points(text: str) -> tuple[str, ...]:
    """Return the route points that a text names, maybe none; LinesError."""
    return read_lines(text, MAX_ROUTE_POINTS) if text.strip() else ()


def _stored_route_points(text: str) -> tuple[str, ...]:
    """Return the same of what is stored; what somebody made unreadable keeps nothing from loading."""
    with suppress(LinesError):
        return read_route_points(text)
    return ()


class Options(NamedTuple):
    """A connection's options; what is dialed and who is known read their own from `raw`."""

    assist_may_dial: bool
    blocked_calls: BlockedCalls
    """NOT_ANNOUNCED where no group is blocked."""
    blocked_calls_to: str
    call_log_days: int
    call_log_size: int
    missed_min_ring_seconds: float
    monitor_pause_ms: int
    monitor_window: int
    route_devices: tuple[str, ...]
    route_seconds: float
    show_incoming_popup: bool
    raw: Mapping[str, Any]

    @classmethod
    def read(cls, options: Mapping[str, Any]) -> Self:
        """Read an entry's options, with the defaults of those that were never set."""
        get = options.get
        blocked_calls = BlockedCalls.NOT_ANNOUNCED
        if get(CONF_BLOCKED_CONTACT_GROUPS):
            blocked_calls = BlockedCalls(get(CONF_BLOCKED_CALLS, blocked_calls))
        return cls(
            assist_may_dial=get(CONF_ASSIST_MAY_DIAL, False),
            blocked_calls=blocked_calls,
            blocked_calls_to=get(CONF_BLOCKED_CALLS_TO, ""),
            call_log_days=int(get(CONF_CALL_LOG_DAYS, DEFAULT_CALL_LOG_DAYS)),
            call_log_size=int(get(CONF_CALL_LOG_SIZE, DEFAULT_CALL_LOG_SIZE)),
            missed_min_ring_seconds=get(
                CONF_MISSED_MIN_RING_SECONDS, DEFAULT_MISSED_MIN_RING_SECONDS
            ),
            monitor_pause_ms=int(get(CONF_MONITOR_PAUSE_MS, DEFAULT_MONITOR_PAUSE_MS)),
            monitor_window=int(get(CONF_MONITOR_WINDOW, DEFAULT_MONITOR_WINDOW)),
            route_devices=_stored_route_points(get(CONF_ROUTE_DEVICES, "")),
            route_seconds=float(get(CONF_ROUTE_SECONDS, DEFAULT_ROUTE_SECONDS)),
            show_incoming_popup=get(CONF_SHOW_INCOMING_POPUP, False),
            raw=options,
        )


class LineSettings(NamedTuple):
    """A line that has a device; `can_log_in` where credentials are stored for it."""

    number: str
    subentry_id: str
    title: str
    can_log_in: bool
    persons: tuple[str, ...] = ()
    """Whose line it is: entity IDs of persons."""
    phones: tuple[str, ...] = ()
    """Which phones are told of its calls: device IDs."""


class GroupSettings(NamedTuple):
    """Lines that are watched as one device."""

    subentry_id: str
    title: str
    numbers: tuple[str, ...]
    members: frozenset[str]
    """The numbers, to look one up."""


def line_settings(entry: ConfigEntry) -> dict[str, LineSettings]:
    """Return the lines with entities, by number."""
    return {
        subentry.data[CONF_NUMBER]: LineSettings(
            number=subentry.data[CONF_NUMBER],
            subentry_id=subentry.subentry_id,
            title=subentry.title,
            can_log_in=CONF_PASSWORD in subentry.data,
            persons=tuple(subentry.data.get(CONF_PERSONS, ())),
            phones=tuple(subentry.data.get(CONF_PHONES, ())),
        )
        for subentry in entry.get_subentries_of_type(SUBENTRY_LINE)
    }


def group_settings(entry: ConfigEntry) -> dict[str, GroupSettings]:
    """Return the groups, by subentry ID."""
    return {
        subentry.subentry_id: _read_group(subentry)
        for subentry in entry.get_subentries_of_type(SUBENTRY_GROUP)
    }


def _read_group(subentry: ConfigSubentry) -> GroupSettings:
    return GroupSettings(
        subentry_id=subentry.subentry_id,
        title=subentry.title,
        numbers=tuple(dict.fromkeys(subentry.data[CONF_LINES])),
        members=frozenset(subentry.data[CONF_LINES]),
    )


def watched_numbers(
    lines: Iterable[str], groups: Iterable[GroupSettings]
) -> dict[str, None]:
    """Return every number to watch, each once, in order."""
    numbers = dict.fromkeys(lines)
    for group in groups:
        numbers.update(dict.fromkeys(group.numbers))
    return numbers


def _contents(entry: ConfigEntry) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Return what is kept of an entry's lines and groups, by subentry ID, to compare it."""
    return {key: (each.title, each.data) for key, each in entry.subentries.items()}


class ConnectionSettings:
    """What an entry says, and what follows from it for each line."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Read the entry."""
        self.lines: dict[str, LineSettings] = {}
        """The lines with entities, by number."""
        self.groups: dict[str, GroupSettings] = {}
        """The groups, by subentry ID."""
        self.numbers: dict[str, None] = {}
        """Every line to watch."""
        self.persons: frozenset[str] = frozenset()
        """Who has lines here."""
        self._hass = hass
        self._entry = entry
        self._options = Options.read(entry.options)
        self._plan: DialPlan | None = None
        self._plan_made_of: tuple[Mapping[str, Any], str | None] = ({}, None)
        self.owners: dict[str, tuple[str, ...]] = {}
        """By which keys a line's changes are listened to: its own, EVERY_LINE, its groups'."""
        self._made_of_subentries: dict[str, tuple[str, Mapping[str, Any]]] = {}
        self.read_lines()

    def read_lines(self) -> bool:
        """Take over the entry's lines and groups; False where they are the same still."""
        if self.are_current:
            return False
        made_of, self._made_of_subentries = (
            self._made_of_subentries,
            _contents(self._entry),
        )
        groups = self.groups
        self.lines = line_settings(self._entry)
        # Groups may have thousands of lines: those that are the same aren't read again.
        self.groups = {
            each.subentry_id: groups[each.subentry_id]
            if made_of.get(each.subentry_id) == (each.title, each.data)
            else _read_group(each)
            for each in self._entry.get_subentries_of_type(SUBENTRY_GROUP)
        }
        self.numbers = watched_numbers(self.lines, self.groups.values())
        self.persons = frozenset(
            person for line in self.lines.values() for person in line.persons
        )
        owners: dict[str, tuple[str, ...]] = {}
        numbers: Collection[str] = self.numbers
        if groups == self.groups:
            owners = {**self.owners}
            for number in [each for each in owners if each not in numbers]:
                del owners[number]
            numbers = [each for each in numbers if each not in owners]
        owners |= {number: (number, EVERY_LINE) for number in numbers}
        if groups != self.groups:
            for group in self.groups.values():
                for number in group.numbers:
                    owners[number] += (group.subentry_id,)
        self.owners = owners
        return True

    @property
    def are_current(self) -> bool:
        """Whether the entry has the same lines and groups still: what is new is watched in a moment."""
        return self._made_of_subentries == _contents(self._entry)

    def groups_of(self, number: str) -> list[GroupSettings]:
        """Return the groups that a line is in."""
        return [self.groups[owner] for owner in self.owners.get(number, ())[2:]]

    def lines_of(self, owner: str) -> Collection[str]:
        """Return the lines of a group, of the connection (EVERY_LINE), or the line itself."""
        if owner == EVERY_LINE:
            return self.numbers
        group = self.groups.get(owner)
        return group.numbers if group else (owner,)

    @property
    def options(self) -> Options:
        """The options as they are now, read once."""
        if self._options.raw is not self._entry.options:
            self._options = Options.read(self._entry.options)
        return self._options

    @property
    def plan(self) -> DialPlan:
        """How numbers are written and dialed here, made once for these options and this country."""
        made_of = (self._entry.options, self._hass.config.country)
        if self._plan is None or self._plan_made_of != made_of:
            self._plan_made_of = made_of
            self._plan = DialPlan(*made_of)
        return self._plan
