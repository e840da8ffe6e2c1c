"""What is news of a line to a card: made once for all cards that were told the same before."""

from typing import Any, Final, NamedTuple

from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..call_log.entries import LineLog
from ..connection.line_state import LineState
from ..const import DOMAIN
from ..lines.target_line import TargetLine
from ..lines.views import log_view
from .devices import key_of
from .feed import message_json, shared_view

type View = dict[str, Any]


class Told:
    """A line or a lamp that is shown, and what was sent of it last."""

    __slots__ = ("fixed", "key", "line", "log", "rights", "view")

    def __init__(
        self, line: TargetLine, rights: tuple[bool, bool], fixed: View
    ) -> None:
        """Begin with a line of which nothing was sent yet."""
        self.line: Final = line
        self.key: Final = key_of(fixed)
        self.rights: Final = rights
        self.fixed: Final = fixed
        self.view: View = {}
        self.log: LineLog | None = None


class _StateNews(NamedTuple):
    """What cards are told of a line now that were told `before`."""

    key: str
    before: View
    now: LineState | None
    view: View
    message: bytes


class _LogNews(NamedTuple):
    """What cards are told of a log now that were told `before`, and show so many calls."""

    key: str
    before: LineLog | None
    now: LineLog | None
    limit: int
    message: bytes


class SharedNews:
    """The news that were made last: most cards are told the same in the same turn."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin without news."""
        self._hass = hass
        self._last_state = _StateNews("", {}, None, {}, b"")
        self._last_log = _LogNews("", None, None, 0, b"")

    def take_state(self, told: Told, state: LineState) -> bytes:
        """Return the message with what differs from what was told, empty if nothing does; it is told then.

        A change is told to all cards in one turn, so what is made for one card is fresh for all.
        """
        last = self._last_state
        if (
            state is not last.now
            or told.view is not last.before
            or told.key != last.key
        ):
            before, view = told.view, shared_view(self._hass, state)
            changed = differing(before, view)
            message = message_json(lines={told.key: changed}) if changed else b""
            last = _StateNews(told.key, before, state, view, message)
            self._last_state = last
        told.view = last.view
        return last.message

    def take_log(self, told: Told, log: LineLog, limit: int) -> bytes:
        """Return the same for a log of which so many calls are shown."""
        last = self._last_log
        if (
            log is not last.now
            or told.log is not last.before
            or told.key != last.key
            or limit != last.limit
        ):
            changed = self.log_changes(told.line, told.log, log, limit)
            message = message_json(lines={told.key: changed}) if changed else b""
            last = _LogNews(told.key, told.log, log, limit, message)
            self._last_log = last
        told.log = log
        return last.message

    def log_changes(
        self, line: TargetLine, before: LineLog | None, log: LineLog, limit: int
    ) -> View:
        """Return what is new in a log: entries to put before the others, and how many there are then."""
        far_end, country = line.coordinator.far_end, self._hass.config.country
        new = None if before is None else log.since(before)
        if before is None or new is None:
            return log_view(log, limit, far_end, country)
        view = log_view(log, min(new, limit), far_end, country)
        changed: View = {}
        if log.missed != before.missed:
            changed["missed"] = view["missed"]
        if view["log"]:
            changed["log_added"] = view["log"]
            changed["log_length"] = min(len(log.calls), limit)
        return changed


def shared_news(hass: HomeAssistant) -> SharedNews:
    """Return the news that all cards share."""
    if (news := hass.data.get(_NEWS)) is None:
        news = hass.data[_NEWS] = SharedNews(hass)
    return news


_NEWS: Final[HassKey[SharedNews]] = HassKey(f"{DOMAIN}_news")


def differing(before: View, after: View) -> View:
    """Return what is new or different; of calls that are the same ones, only what changed of each."""
    changed = {
        key: value
        for key, value in after.items()
        if key not in before or before[key] != value
    }
    if before and "calls" in changed and after["calls"]:
        calls = {call["call_id"]: call for call in before["calls"]}
        if [*calls] == [call["call_id"] for call in after["calls"]]:
            changed["calls_changed"] = {
                call["call_id"]: {
                    **dict.fromkeys(known.keys() - call.keys()),
                    **{k: v for k, v in call.items() if known.get(k) != v},
                }
                for call in changed.pop("calls")
                if (known := calls[call["call_id"]]) != call
            }
    return changed
