"""A listener that hears what Home Assistant would hear, and objects to what cannot be."""

from collections.abc import Callable
from typing import Final

from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.link import LinkStatus
from custom_components.telephony.cti.model import (
    CallEvent,
    CallEventType as Type,
    CallState,
    Outcome,
)

from .outcomes import Told
from .truth import Sight

ONCE = frozenset(
    {
        Type.INCOMING,
        Type.OUTGOING,
        Type.ANSWERED,
        Type.DIVERTED,
        Type.FAILED,
        Type.MISSED,
        Type.ENDED,
    }
)
OWED: Final = 20.0
"""Seconds in which a call must be told as ended that is shown no more: the switch may be asked first."""
BEFORE_ENDED = {
    Outcome.MISSED: Type.MISSED,
    Outcome.DIVERTED: Type.DIVERTED,
    Outcome.BUSY: Type.FAILED,
    Outcome.FAILED: Type.FAILED,
}


class Violation(AssertionError):
    """The client told something that cannot be true."""


class Witness:
    """Keeps each call's story."""

    def __init__(self, time: Callable[[], float]) -> None:
        """Begin with no story; `time` tells when something is told."""
        self._time = time
        self.told: list[tuple[float, str, str]] = []
        self.violations: list[Violation] = []
        self.status: LinkStatus | None = None
        self.stories: dict[str, list[CallEvent]] = {}
        self.ended: dict[str, list[Told]] = {}
        """The calls of each line that are over, in the order in which they ended."""
        self.doubtful_until = 0.0
        """Until when a call that is first shown may have begun while events were lost."""
        self._sights: dict[str, Sight] = {}
        self._shown: dict[str, dict[str, CallState]] = {}
        self._owed: dict[str, float] = {}
        """Until when calls that are shown no more must be told as ended."""
        self._availability: dict[str, bool] = {}

    # SystemListener

    def link_changed(self, status: LinkStatus) -> None:
        """Take the link's word; a link that is down makes every line unavailable."""
        self.status = status
        if not status.connected:
            self._availability.clear()

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Object to what cannot be, and remember that: the client goes on whatever a listener does."""
        try:
            self._hear(line, events)
        except Violation as violation:
            self.violations.append(violation)
            raise

    def _hear(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Check that the line's calls and its events tell one story."""
        was_available = self._availability.get(line.number, False)
        self._availability[line.number] = line.available
        for event in events:
            self._check(line, event)
            self.stories.setdefault(event.call.call_id, []).append(event)
            self.told.append((self._time(), line.number, event.type))
            if event.type is Type.ENDED:
                over = Told(self.stories[event.call.call_id], self._time())
                self.ended.setdefault(line.number, []).append(over)
        shown = {call.call_id: call.state for call in line.calls}
        before = self._shown.get(line.number, {})
        for call_id in shown.keys() - before.keys():
            now = self._time()
            story = self.stories.get(call_id, [])
            # A hold, say, may be the first that is heard of a call.
            begun = story and story[0].type in (Type.INCOMING, Type.OUTGOING)
            told = bool(begun) and was_available
            self._sights[call_id] = Sight(now, told and now >= self.doubtful_until)
        for call_id in before.keys() - shown.keys():
            story = self.stories.get(call_id, [])
            if not story and before[call_id] is CallState.DIALING:
                continue  # a receiver that was lifted and put down
            if not story:
                raise Violation(f"{line.number}: {call_id} went without a word")
            if story[-1].type is not Type.ENDED:
                self._owed[call_id] = self._time() + OWED
        self._shown[line.number] = shown
        self.check_debts()

    def wait_longer(self, seconds: float) -> None:
        """Let nothing be owed for a time in which the process stood still."""
        self._owed = {call_id: at + seconds for call_id, at in self._owed.items()}

    def check_debts(self) -> None:
        """See that no end has been kept back for too long."""
        for call_id, until in tuple(self._owed.items()):
            if self.stories[call_id][-1].type is Type.ENDED:
                del self._owed[call_id]
            elif self._time() > until:
                raise Violation(f"{call_id} went without `ended`")

    def sight(self, call_id: str) -> Sight:
        """Return what could be seen of a call that is shown."""
        return self._sights[call_id]

    def _check(self, line: Line, event: CallEvent) -> None:
        story = self.stories.get(event.call.call_id, [])
        types = {told.type for told in story}
        where = f"{line.number}: {[told.type.value for told in story]} then {event.type.value}"
        if Type.ENDED in types:
            raise Violation(f"{where}: the call is over")
        if event.type in ONCE and event.type in types:
            raise Violation(f"{where}: twice")
        if event.type in (Type.INCOMING, Type.OUTGOING) and story:
            raise Violation(f"{where}: not the first")
        if event.type is Type.MISSED and Type.OUTGOING in types:
            raise Violation(f"{where}: a call that we placed is never missed")
        if event.type is Type.ENDED:
            self._check_end(where, types, event)

    def _check_end(self, where: str, types: set[Type], event: CallEvent) -> None:
        if event.outcome is None or event.ring_seconds is None:
            raise Violation(f"{where}: no outcome")
        if event.ring_seconds < 0 or (event.talk_seconds or 0) < 0:
            raise Violation(f"{where}: {event}")
        times = (event.call.started_at, event.call.answered_at, event.ended_at)
        known = [each for each in times if each]
        if known != sorted(known):
            raise Violation(f"{where}: {known}")
        needed = BEFORE_ENDED.get(event.outcome)
        if needed and needed not in types:
            raise Violation(f"{where}: {event.outcome} without {needed}")
        if event.outcome is Outcome.MISSED and Type.ANSWERED in types:
            raise Violation(f"{where}: missed although answered")
