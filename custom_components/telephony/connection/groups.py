"""The numbers of a group, or of all lines, kept by adding what changed on one line at a time."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Final, NamedTuple

from homeassistant.core import Context, callback

from ..call_log.log import CallLog
from ..cti.model import CallState, Outcome
from .bulkheads import Bulkheads
from .changes import Changes, Topic
from .line_state import NOTHING, LineShare, LineState, LineTally
from .pacing import in_slices


class GroupCounts(NamedTuple):
    """What the lines of a group have; one caller who rings on several of them counts once."""

    active_calls: int = 0
    ringing_calls: int = 0
    missed_calls: int = 0
    queued_calls: int = 0
    """Callers who wait in queues that lines of the group are."""
    longest_wait: datetime | None = None
    """Since when the first of them waits."""


COUNTS: Final = Topic[GroupCounts, Context | None]("counts")
"""A group's numbers changed. By group."""


def count_calls(states: Iterable[LineState]) -> int:
    """Count the calls of lines; one that joins two of them, or rings on several, counts once."""
    legs = Counter[tuple[str, str]]()
    callers: set[Hashable] = set()
    for state in states:
        again = callers.intersection(state.share.callers)
        callers.update(state.share.callers)
        for call in state.calls:
            if call.state is CallState.RINGING and again:
                again.pop()
            else:
                legs[state.number, call.party.number or ""] += 1
    told_twice = sum(
        min(count, legs[end, number])
        for (number, end), count in legs.items()
        if number < end
    )
    return legs.total() - told_twice


class Group:
    """Adds up what its lines tell."""

    def __init__(
        self,
        owner: str,
        changes: Changes,
        bulkheads: Bulkheads,
        call_log: CallLog,
        find_state: Callable[[str], LineState],
    ) -> None:
        """Start without lines; `owner` is the key by which others listen to the group."""
        self.counts = GroupCounts()
        self.busy: dict[str, None] = {}
        """Its lines with calls."""
        self._available = self._idle = self._ringing = self._in_call = 0
        self._owner = owner
        self._changes = changes
        self._bulkheads = bulkheads
        self._call_log = call_log
        self._find_state = find_state
        self._numbers: dict[str, None] = {}
        self._applied: Iterable[str] = ()
        self._shares: dict[str, LineShare] = {}
        self._callers = dict[Hashable, int]()
        self._waits: dict[str, tuple[datetime, ...]] = {}
        self._other_calls = 0
        self._missed: dict[str, tuple[Hashable, ...]] = {}
        self._missed_callers = dict[Hashable, int]()

    @property
    def tally(self) -> LineTally:
        """How many of its lines are available, and what those do."""
        return LineTally(self._available, self._idle, self._ringing, self._in_call)

    @property
    def missed_lines(self) -> Collection[str]:
        """Which of its lines have unread missed calls."""
        return self._missed.keys()

    async def async_apply(self, numbers: Iterable[str]) -> None:
        """Add these lines up from now on, and no others."""
        if numbers is self._applied:
            return
        wanted = dict.fromkeys(numbers)
        for number in self._numbers.keys() - wanted.keys():
            del self._numbers[number]
            self.async_line_changed(number, NOTHING, None)
            self._put_missed(number, (), None)
        new = [number for number in wanted if number not in self._numbers]
        async for number in in_slices(new):
            self._numbers[number] = None
            share, run = self._find_state(number).share, self._bulkheads.run
            run("totals", partial(self.async_line_changed, number, share, None))
            run("missed calls", partial(self.async_log_changed, number, None))
        self._applied = numbers

    @callback
    def async_line_changed(
        self, number: str, share: LineShare, context: Context | None
    ) -> None:
        """Replace what a line adds."""
        before = self._shares.get(number, NOTHING)
        if share is before or share == before:
            return
        available, idle, ringing, in_call, callers, other_calls, waits = share
        if share is NOTHING:
            del self._shares[number]
        else:
            self._shares[number] = share
        if callers or other_calls:
            self.busy[number] = None
        else:
            self.busy.pop(number, None)
        self._available += available - before.available
        self._idle += idle - before.idle
        self._ringing += ringing - before.ringing
        self._in_call += in_call - before.in_call
        self._other_calls += other_calls - before.other_calls
        if callers != before.callers:
            _replace(self._callers, before.callers, callers)
        if waits:
            self._waits[number] = waits
        elif before.waits:
            del self._waits[number]
        ringing_calls = len(self._callers)
        counts = self.counts
        if (
            ringing_calls != counts.ringing_calls
            or self._other_calls + ringing_calls != counts.active_calls
            or waits != before.waits
        ):
            self._publish(context)

    @callback
    def async_log_changed(self, number: str, context: Context | None) -> None:
        """Replace whose calls a line has missed."""
        log = self._call_log.line(number)
        before, missed = self._missed.get(number, ()), log.missed
        if missed == len(before):
            return
        if (
            missed == len(before) + 1
            and log.last
            and log.last.outcome is Outcome.MISSED
        ):
            self._put_missed(number, (*before, log.last.caller_key), context)
            return
        callers = [call.caller_key for call in self._call_log.unread(number)]
        # Those whose entries have left the log since are counted one by one.
        callers += ((number, index) for index in range(missed - len(callers)))
        self._put_missed(number, tuple(callers), context)

    def _put_missed(
        self, number: str, callers: tuple[Hashable, ...], context: Context | None
    ) -> None:
        _replace(self._missed_callers, self._missed.pop(number, ()), callers)
        if callers:
            self._missed[number] = callers
        self._publish(context)

    def _publish(self, context: Context | None) -> None:
        counts = GroupCounts(
            self._other_calls + len(self._callers),
            len(self._callers),
            len(self._missed_callers),
            sum(map(len, self._waits.values())),
            min(chain.from_iterable(self._waits.values()), default=None),
        )
        if counts != self.counts:
            self.counts = counts
            self._changes.notify(COUNTS, self._owner, counts, context)


def _replace(
    counter: dict[Hashable, int],
    before: tuple[Hashable, ...],
    after: tuple[Hashable, ...],
) -> None:
    """Count `after` instead of `before`; what is counted no longer is gone."""
    for each in after:
        counter[each] = counter.get(each, 0) + 1
    for each in before:
        if left := counter[each] - 1:
            counter[each] = left
        else:
            del counter[each]
