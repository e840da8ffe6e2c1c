"""What an entry's subentries say: lines with entities of their own, and groups of lines."""

from collections.abc import Iterable
from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_PASSWORD

from ..const import CONF_LINES, CONF_NUMBER, SUBENTRY_GROUP, SUBENTRY_LINE


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


def configured_lines(entry: ConfigEntry) -> dict[str, LineSettings]:
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


def configured_groups(entry: ConfigEntry) -> dict[str, GroupSettings]:
    """Return the groups, by subentry id."""
    return {
        subentry.subentry_id: GroupSettings(
            subentry_id=subentry.subentry_id,
            title=subentry.title,
            numbers=tuple(dict.fromkeys(subentry.data[CONF_LINES])),
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
