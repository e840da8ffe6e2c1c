"""A group's numbers, kept by adding what changed on one line at a time."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from homeassistant.core import CALLBACK_TYPE, callback

from ..cti.line import Line
from ..cti.model import CallEvent, CallState
from .changes import Listeners
from .slices import in_slices

if TYPE_CHECKING:
    from ..coordinator import TelephonyCoordinator

_EVENTS: Final = "events"


class GroupCounts(NamedTuple):
    """What a group, or one of its lines, has of each."""

    active_calls: int = 0
    ringing_calls: int = 0
    missed_calls: int = 0


KEYS: Final = GroupCounts._fields
NOTHING: Final = GroupCounts()


class GroupWatch:
    """Follows the lines of one group and tells its entities."""

    def __init__(self, coordinator: TelephonyCoordinator) -> None:
        """Begin without lines."""
        self.counts = NOTHING
        self._coordinator = coordinator
        self._of_lines: dict[str, GroupCounts] = {}
        self._unlisten: dict[str, tuple[CALLBACK_TYPE, CALLBACK_TYPE]] = {}
        self._count_listeners = Listeners[int]()
        self._event_listeners = Listeners[CallEvent]()
        self._tell_event = partial(self._event_listeners.async_tell, _EVENTS)

    async def async_apply(self, numbers: tuple[str, ...]) -> None:
        """Follow these lines from now on."""
        for number in self._unlisten.keys() - set(numbers):
            for unlisten in self._unlisten.pop(number):
                unlisten()
            self._put(number, NOTHING)
        async for number in in_slices(numbers):
            if number not in self._unlisten:
                self._follow(number)

    @callback
    def async_listen(self, key: str, update: Callable[[int], None]) -> CALLBACK_TYPE:
        """Call `update` with the count of that name when it changed."""
        return self._count_listeners.async_add(key, update)

    @callback
    def async_listen_events(
        self, on_event: Callable[[CallEvent], None]
    ) -> CALLBACK_TYPE:
        """Call `on_event` with each event of each line."""
        return self._event_listeners.async_add(_EVENTS, on_event)

    def _follow(self, number: str) -> None:
        coordinator = self._coordinator
        self._unlisten[number] = (
            coordinator.async_listen_line(number, self._line_changed),
            coordinator.async_listen_events(number, self._tell_event),
        )
        if (line := coordinator.line(number)) is not None:
            self._line_changed(line)

    @callback
    def _line_changed(self, line: Line) -> None:
        calls = line.calls
        ringing = [call.state for call in calls].count(CallState.RINGING)
        missed = self._coordinator.call_log.line(line.number).missed
        self._put(line.number, GroupCounts(len(calls), ringing, missed))

    def _put(self, number: str, counts: GroupCounts) -> None:
        """Replace what a line adds to the group."""
        before = self._of_lines.get(number, NOTHING)
        if counts == before:
            return
        if counts == NOTHING:
            del self._of_lines[number]
        else:
            self._of_lines[number] = counts
        totals = self.counts
        self.counts = GroupCounts(
            totals.active_calls - before.active_calls + counts.active_calls,
            totals.ringing_calls - before.ringing_calls + counts.ringing_calls,
            totals.missed_calls - before.missed_calls + counts.missed_calls,
        )
        for key, total, new in zip(KEYS, totals, self.counts, strict=True):
            if new != total:
                self._count_listeners.async_tell(key, new)
