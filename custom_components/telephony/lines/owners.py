"""Whose line it is: what is shown or said to somebody begins with the lines of their own."""

from collections.abc import Iterable, Iterator
from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..entries import async_loaded_connections
from .target_line import TargetLine

PERSON_DOMAIN: Final = "person"


@callback
def async_is_own(line: TargetLine, user_id: str | None) -> bool | None:
    """Tell whether a line is a user's own; None where the user has no lines at all."""
    return _is_own(line, _persons_of(line.coordinator.hass, user_id))


def _is_own(line: TargetLine, persons: frozenset[str]) -> bool | None:
    if not persons:
        return None
    own = line.coordinator.settings.lines.get(line.number)
    if own and not persons.isdisjoint(own.persons):
        return True
    for entry in async_loaded_connections(line.coordinator.hass):
        if not persons.isdisjoint(entry.runtime_data.settings.persons):
            return False
    return None


@callback
def async_lines_of(hass: HomeAssistant, user_id: str | None) -> Iterator[TargetLine]:
    """Return the lines that belong to a user."""
    if not (persons := _persons_of(hass, user_id)):
        return
    for entry in async_loaded_connections(hass):
        settings = entry.runtime_data.settings
        if not persons.isdisjoint(settings.persons):
            for number, line in settings.lines.items():
                if not persons.isdisjoint(line.persons):
                    yield TargetLine(entry.runtime_data, number)


@callback
def async_own_lines(
    lines: Iterable[TargetLine], user_id: str | None
) -> list[TargetLine]:
    """Return those of some lines that are a user's own, or all if none is."""
    lines = list(lines)
    if not lines:
        return lines
    persons = _persons_of(lines[0].coordinator.hass, user_id)
    return [line for line in lines if _is_own(line, persons)] or lines


def _persons_of(hass: HomeAssistant, user_id: str | None) -> frozenset[str]:
    """Return the persons that are a user."""
    if user_id is None:
        return frozenset()
    return frozenset(
        state.entity_id
        for state in hass.states.async_all(PERSON_DOMAIN)
        if state.attributes.get("user_id") == user_id
    )
