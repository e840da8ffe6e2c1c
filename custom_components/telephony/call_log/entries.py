"""What is kept of finished calls: the calls, what is counted of them, and what is asked of the log."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Self

from ..cti.model import CallEvent, Direction, NameSource, Outcome, Presentation
from ..numbers.limits import Dialed
from .notes import Note

MAX_RECENT: Final = 100
"""Calls of a line that are kept in memory: what a card shows at most."""
MAX_MISSED_CALLERS: Final = 200


class Routed(NamedTuple):
    """Where a call was sent that asked where to go, and the name of the automation that said so."""

    to: str | None
    by: str | None


NOT_ROUTED: Final = Routed(None, None)


class LoggedCall(NamedTuple):
    """A finished call; times are UTC, durations seconds."""

    call_id: str
    line: str
    direction: Direction | None
    number: str | None
    name: str | None
    presentation: Presentation
    called_number: str | None
    outcome: Outcome
    cause: str | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    ring_seconds: float
    talk_seconds: float
    switch_call_id: str | None = None
    name_source: NameSource | None = None
    routed_to: str | None = None
    """Where it was sent when it asked where to go."""
    routed_by: str | None = None
    """The name of the automation that sent it there."""
    note: str | None = None
    """What somebody wrote about it."""

    @property
    def caller_key(self) -> Hashable:
        """What is the same for a caller who rang on several lines at once."""
        if self.switch_call_id is None:
            return self.call_id
        return self.switch_call_id, self.number

    @classmethod
    def from_event(cls, event: CallEvent, routed: Routed = NOT_ROUTED) -> Self:
        """Make the entry of a call from its `ended` event."""
        call = event.call
        party = call.party
        return cls(
            call_id=call.call_id,
            line=call.line,
            direction=call.direction,
            number=party.number,
            name=party.name,
            presentation=party.presentation,
            called_number=call.called_number,
            outcome=event.outcome or Outcome.UNKNOWN,
            cause=event.cause,
            started_at=call.started_at,
            answered_at=call.answered_at,
            ended_at=event.ended_at or call.started_at,
            ring_seconds=event.ring_seconds or 0.0,
            talk_seconds=event.talk_seconds or 0.0,
            switch_call_id=call.switch_call_id,
            name_source=party.name_source,
            routed_to=routed.to,
            routed_by=routed.by,
        )

    def as_dict(self) -> dict[str, Any]:
        """Return what Home Assistant can show."""
        return {
            "call_id": self.call_id,
            "line": self.line,
            "direction": self.direction and str(self.direction),
            "number": self.number,
            "name": self.name,
            "name_source": self.name_source and str(self.name_source),
            "presentation": str(self.presentation),
            "called_number": self.called_number,
            "outcome": str(self.outcome),
            "cause": self.cause,
            "started_at": self.started_at.isoformat(),
            "answered_at": self.answered_at and self.answered_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
            "ring_seconds": self.ring_seconds,
            "talk_seconds": self.talk_seconds,
            "routed_to": self.routed_to,
            "routed_by": self.routed_by,
            "note": self.note,
        }


class Counters(NamedTuple):
    """What has been counted since the line was added; talk time in seconds."""

    calls_in: int = 0
    calls_out: int = 0
    calls_answered: int = 0
    calls_missed: int = 0
    talk_time: float = 0.0

    def add(self, call: LoggedCall) -> Counters:
        """Return the counters with one more call."""
        return Counters(
            self.calls_in + (call.direction is Direction.INCOMING),
            self.calls_out + (call.direction is Direction.OUTGOING),
            self.calls_answered + (call.outcome is Outcome.ANSWERED),
            self.calls_missed + (call.outcome is Outcome.MISSED),
            round(self.talk_time + call.talk_seconds, 1),
        )

    def plus(self, other: Counters, sign: int = 1) -> Counters:
        """Return the counters with others added, or taken off with `sign` -1."""
        return Counters(
            self.calls_in + sign * other.calls_in,
            self.calls_out + sign * other.calls_out,
            self.calls_answered + sign * other.calls_answered,
            self.calls_missed + sign * other.calls_missed,
            round(self.talk_time + sign * other.talk_time, 1),
        )


NOBODY: Final[Mapping[str, int]] = MappingProxyType({})


class LineLog(NamedTuple):
    """What memory keeps of a line's log; replaced with each change, and never changed itself.

    The newest calls, oldest first, and the unread missed calls by caller ("" is nobody in
    particular).
    """

    calls: tuple[LoggedCall, ...] = ()
    unread: Mapping[str, int] = NOBODY
    counters: Counters = Counters()
    edits: int = 0
    """How often somebody wrote something about its calls."""

    @property
    def missed(self) -> int:
        """Missed calls since they were last marked as read."""
        return sum(self.unread.values())

    @property
    def last(self) -> LoggedCall | None:
        """The newest finished call."""
        return self.calls[-1] if self.calls else None

    def since(self, before: LineLog) -> int | None:
        """Return how many calls came after those of `before`; None where others went than the oldest."""
        if not before.calls:
            return len(self.calls)
        if self.edits != before.edits:
            return None
        for new, call in enumerate(reversed(self.calls)):
            if call is before.calls[-1]:
                kept = len(self.calls) - new
                return new if new or kept == len(before.calls) else None
        return None

    def add(self, call: LoggedCall, size: int) -> LineLog:
        """Return the log with one more call, of at most `size`."""
        calls = (*self.calls, call)[-size:]
        return LineLog(calls, self.unread, self.counters.add(call), self.edits)

    def with_missed(self, caller: str) -> LineLog:
        """Return the log with one more unread missed call."""
        return self._replace(unread=with_missed(self.unread, caller))

    def called_back(self, caller: str) -> LineLog:
        """Return the log with the missed calls of a caller read."""
        unread = {key: self.unread[key] for key in self.unread if key != caller}
        return self._replace(unread=unread)


EMPTY: Final = LineLog()


def with_missed(
    unread: Mapping[str, int], caller: str, count: int = 1
) -> dict[str, int]:
    """Return unread missed calls with more; past a limit they are nobody's in particular."""
    if caller not in unread and len(unread) >= MAX_MISSED_CALLERS:
        caller = ""
    return {**unread, caller: unread.get(caller, 0) + count}


class StoredLog(NamedTuple):
    """What is stored of a connection."""

    lines: Mapping[str, LineLog]
    totals: Counters
    """The counters over all lines, also those that are gone."""
    dialed: Sequence[str] = ()
    """The numbers that were dialed, as the phone system told them."""
    lately: Sequence[Dialed] = ()
    """What counts for the limits of a day."""
    notes: Sequence[Note] = ()
    """What was written about the newest calls that somebody wrote about, the newest last."""


class LogQuery(NamedTuple):
    """Which finished calls are wanted; what is empty or None does not matter."""

    directions: Sequence[Direction] = ()
    outcomes: Sequence[Outcome] = ()
    since: datetime | None = None
    text: str = ""
    """Part of a name or number."""
    before: str | None = None
    """Where the page before this one has ended: its `next`."""
    call_id: str | None = None
    """The only call that is wanted."""
    limit: int | None = None


class LogPage(NamedTuple):
    """Finished calls, newest first, and where to go on."""

    calls: Sequence[LoggedCall]
    next: str | None


def figures(calls: Iterable[LoggedCall]) -> dict[str, float]:
    """Return how many calls came, went and were missed, and the longest ring of those that came.

    A caller who rang on several lines at once has called once. Seconds.
    """
    came: dict[Hashable, list[LoggedCall]] = {}
    went = 0
    for call in calls:
        if call.direction is Direction.INCOMING:
            came.setdefault(call.caller_key, []).append(call)
        elif call.direction is Direction.OUTGOING:
            went += 1
    lost = (
        all(call.outcome is Outcome.MISSED for call in each) for each in came.values()
    )
    rings = (call.ring_seconds for each in came.values() for call in each)
    return {
        "in": len(came),
        "out": went,
        "missed": sum(lost),
        "longest_wait": max(rings, default=0.0),
    }
