"""What an entry says, read once and typed: its options, its lines with entities, its groups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_PASSWORD

from ..const import (
    CONF_ASSIST_MAY_DIAL,
    CONF_CALL_LOG_DAYS,
    CONF_CALL_LOG_SIZE,
    CONF_INSTALL_BLUEPRINTS,
    CONF_LINES,
    CONF_MISSED_MIN_RING_SECONDS,
    CONF_MONITOR_PAUSE_MS,
    CONF_MONITOR_WINDOW,
    CONF_NUMBER,
    CONF_SHOW_INCOMING_POPUP,
    DEFAULT_CALL_LOG_DAYS,
    DEFAULT_CALL_LOG_SIZE,
    DEFAULT_MISSED_MIN_RING_SECONDS,
    DEFAULT_MONITOR_PAUSE_MS,
    DEFAULT_MONITOR_WINDOW,
    SUBENTRY_GROUP,
    SUBENTRY_LINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """A connection's options; what is dialed and who is known read their own from `raw`."""

    assist_may_dial: bool
    call_log_days: int
    call_log_size: int
    install_blueprints: bool
    missed_min_ring_seconds: float
    monitor_pause_ms: int
    monitor_window: int
    show_incoming_popup: bool
    raw: Mapping[str, Any]

    @classmethod
    def read(cls, options: Mapping[str, Any]) -> Self:
        """Read an entry's options, with the defaults of those that were never set."""
        get = options.get
        return cls(
            assist_may_dial=get(CONF_ASSIST_MAY_DIAL, False),
            call_log_days=int(get(CONF_CALL_LOG_DAYS, DEFAULT_CALL_LOG_DAYS)),
            call_log_size=int(get(CONF_CALL_LOG_SIZE, DEFAULT_CALL_LOG_SIZE)),
            install_blueprints=get(CONF_INSTALL_BLUEPRINTS, True),
            missed_min_ring_seconds=get(
                CONF_MISSED_MIN_RING_SECONDS, DEFAULT_MISSED_MIN_RING_SECONDS
            ),
            monitor_pause_ms=int(get(CONF_MONITOR_PAUSE_MS, DEFAULT_MONITOR_PAUSE_MS)),
            monitor_window=int(get(CONF_MONITOR_WINDOW, DEFAULT_MONITOR_WINDOW)),
            show_incoming_popup=get(CONF_SHOW_INCOMING_POPUP, False),
            raw=options,
        )


@dataclass(frozen=True, slots=True)
class LineSettings:
    """A line that has a device; `can_log_in` where credentials are stored for it."""

    number: str
    subentry_id: str
    title: str
    can_log_in: bool


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """Lines that are watched as one device."""

    subentry_id: str
    title: str
    numbers: tuple[str, ...]
    members: frozenset[str] = field(compare=False, repr=False)
    """The numbers, to look one up."""


def line_settings(entry: ConfigEntry) -> dict[str, LineSettings]:
    """Return the lines with entities, by number."""
    return {
        subentry.data[CONF_NUMBER]: LineSettings(
            number=subentry.data[CONF_NUMBER],
            subentry_id=subentry.subentry_id,
            title=subentry.title,
            can_log_in=CONF_PASSWORD in subentry.data,
        )
        for subentry in entry.get_subentries_of_type(SUBENTRY_LINE)
    }


def group_settings(entry: ConfigEntry) -> dict[str, GroupSettings]:
    """Return the groups, by subentry ID."""
    return {
        subentry.subentry_id: GroupSettings(
            subentry_id=subentry.subentry_id,
            title=subentry.title,
            numbers=tuple(dict.fromkeys(subentry.data[CONF_LINES])),
            members=frozenset(subentry.data[CONF_LINES]),
        )
        for subentry in entry.get_subentries_of_type(SUBENTRY_GROUP)
    }


def watched_numbers(
    lines: Iterable[str], groups: Iterable[GroupSettings]
) -> dict[str, None]:
    """Return every number to watch, each once, in order."""
    numbers = dict.fromkeys(lines)
    for group in groups:
        numbers.update(dict.fromkeys(group.numbers))
    return numbers
