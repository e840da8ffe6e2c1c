"""Whose line it is: what is shown or said to somebody begins with the lines of their own."""

from collections.abc import Iterable

from homeassistant.core import HomeAssistant, callback

from ..entries import async_loaded_connections
from .target_line import TargetLine


@callback
def async_is_own(line: TargetLine, user_id: str | None) -> bool | None:
    """Tell whether a line is a user's own; None where the user has no lines at all."""
    hass, settings = line.coordinator.hass, line.coordinator.settings
    own = settings.lines.get(line.number)
    if own and _is_among(hass, own.persons, user_id):
        return True
    for entry in async_loaded_connections(hass):
        if _is_among(hass, entry.runtime_data.settings.persons, user_id):
            return False
    return None


@callback
def async_own_lines(
    lines: Iterable[TargetLine], user_id: str | None
) -> list[TargetLine]:
    """Return those of some lines that are a user's own, or all if none is."""
    lines = list(lines)
    return [line for line in lines if async_is_own(line, user_id)] or lines


def _is_among(hass: HomeAssistant, persons: Iterable[str], user_id: str | None) -> bool:
    """Tell whether a user is one of these persons."""
    if user_id is None:
        return False
    states = map(hass.states.get, persons)
    return any(state and state.attributes.get("user_id") == user_id for state in states)
