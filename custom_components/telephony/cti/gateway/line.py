"""A line as a gateway tells of it: its calls come whole, together with what has happened to them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from ..errors import LineNotServed
from ..line import Line
from ..model import (
    CallEvent,
    CallEventType,
    CallState,
    Direction,
    KnownCall,
    Outcome,
    PhoneSetting,
)
from ..open_call import Clock, OpenCall, new_call_id
from .calls import Document
from .documents import KnownLine, read_event

_BEGINS: Final[Mapping[Direction | None, tuple[CallEventType, CallState]]] = {
    Direction.INCOMING: (CallEventType.INCOMING, CallState.RINGING),
    Direction.OUTGOING: (CallEventType.OUTGOING, CallState.DIALING),
}
"""As what a call is announced, and the state in which it begins."""


class FollowedLine(Line):
    """A line that shows what a gateway tells of it.

    The gateway's events are handed on, each once: `sequence` is the newest one's place. Where some
    are missing since nobody was connected, the line's document says what came of the calls.
    """

    def __init__(
        self,
        number: str,
        clock: Clock | None = None,
        new_id: Callable[[str, str | None], str] = new_call_id,
    ) -> None:
        """Know nothing yet."""
        super().__init__(number, clock, new_id)
        self.sequence: int | None = None
        self.gateway: str | None = None
        """Who has told of the line last."""
        self.told: KnownLine | None = None
        """What still counts of that: nothing once its gateway, or the broker, has gone."""
        self._is_taken = False

    def keep_document(self, told: KnownLine) -> None:
        """Keep what is told, for when its gateway answers for it; what is older came late."""
        last = self.told
        if last and last.gateway == told.gateway and told.sequence < last.sequence:
            return
        self.told, self.gateway, self._is_taken = told, told.gateway, False

    def take_document(self) -> None:
        """Take over how the line is; what has happened before the first document is history."""
        if self._is_taken or (told := self.told) is None:
            return
        self.told, self._is_taken = told._replace(events=()), True
        last, self.sequence = self.sequence, told.sequence
        events: list[CallEvent] = []
        if last is not None:
            events = [event for at, event in self._read(told.events) if at > last]
        self._compare(told, events)
        for name, value in told.features._asdict().items():
            if getattr(self, name) != value:
                setattr(self, name, value)
                self.mark_changed()
        for setting in PhoneSetting:
            if self.phone.set_all(setting, told.phone.get(setting, {})):
                self.mark_changed()

    def take_event(self, document: Document) -> int | None:
        """Take over one event, unless the document has told of it; returns its time (ms) if it's new."""
        if self.sequence is None or (read := read_event(document, self.number)) is None:
            return None
        at, event = read
        if at <= self.sequence:
            return None
        self.sequence = at
        call = event.call
        self._tell(event, {*self._open, *self._silent})
        if event.type is CallEventType.ENDED:
            self._open.pop(call.call_id, None)
            self._silent.pop(call.call_id, None)
        elif call.call_id not in self._silent:
            known = KnownCall(call, None, frozenset({event.type}))
            self._keep(known, self._open.get(call.call_id))
        self._show()
        return at

    def take_removal(self) -> None:
        """Take it that the gateway no longer tells of the line."""
        self.told = None
        self.forget_calls()
        self.set_watched(LineNotServed(self.number))

    # Inside

    def _read(self, events: Iterable[Document]) -> Iterable[tuple[int, CallEvent]]:
        return filter(None, (read_event(each, self.number) for each in events))

    def _compare(self, told: KnownLine, events: list[CallEvent]) -> None:
        """Show the calls that there are now, and tell what has happened to them."""
        before, shown = {**self._silent, **self._open}, self.calls
        was_changed = self._calls_changed
        heard = {(event.call.call_id, event.type) for event in events}
        self._open, self._silent = {}, {}
        announced = set(before)
        for known in told.calls:
            call_id, call = known.call.call_id, known.call
            record = before.get(call_id)
            begin, state = _BEGINS.get(call.direction, (None, None))
            missing: CallEventType | None = None
            if record is None:
                is_over = call_id in told.ending
                missing = begin if call.state is state and not is_over else None
            elif record.answered is None and call.answered_at is not None:
                missing = CallEventType.ANSWERED
            if begin not in known.told:
                announced.add(call_id)
            elif missing and (call_id, missing) not in heard:
                self._events.append(CallEvent(missing, call))
                announced.add(call_id)
            self._keep(known, record)
            if call_id in told.ending:
                self._silent[call_id] = self._open.pop(call_id)
        for event in events:
            self._tell(event, announced)
        for call_id, record in before.items():
            is_there = call_id in self._open or call_id in self._silent
            if not is_there and (call_id, CallEventType.ENDED) not in heard:
                record.end(Outcome.UNKNOWN, None, 0.0)  # nobody was connected then
        self._show()
        self._calls_changed = was_changed or bool(self._events) or self.calls != shown

    def _keep(self, known: KnownCall, record: OpenCall | None) -> None:
        """Show a call as it is now."""
        call = known.call
        record = record or OpenCall.known(known, self._clock, self._events)
        record.call = call
        record.announced = record.announced or bool(known.told)
        if record.answered is None and call.answered_at is not None:
            record.answered = self._clock.monotonic()
        self._open[call.call_id] = record

    def _tell(self, event: CallEvent, announced: set[str]) -> None:
        """Hand an event on, after its call's beginning where that was missed.

        Who wants rings to be longer to count as missed has set so here.
        """
        call = event.call
        begin, _ = _BEGINS.get(call.direction, (None, None))
        if begin and call.call_id not in announced:
            announced.add(call.call_id)
            if event.type is not begin:
                self._events.append(CallEvent(begin, call))
        if (
            event.outcome is Outcome.MISSED
            and (event.ring_seconds or 0.0) < self.missed_min_ring_seconds
        ):
            if event.type is CallEventType.MISSED:
                return
            event = event._replace(outcome=Outcome.UNANSWERED)
        self._events.append(event)
