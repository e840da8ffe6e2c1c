"""A line and its calls: the one place where states become events, whatever the protocol."""

from collections.abc import Callable, Iterable
from typing import Final

from .errors import CallAmbiguous, CallNotFound, TelephonyError
from .model import (
    NO_FACTS,
    UNKNOWN_PARTY,
    Call,
    CallEvent,
    CallEventType,
    CallFacts,
    CallState,
    Direction,
    Forwarding,
    ForwardingType,
    Outcome,
    Party,
    Registration,
)
from .open_call import EVENT_BEFORE_ENDED, Clock, OpenCall, new_call_id

_RANK: Final = {
    state: rank
    for rank, state in enumerate(
        (CallState.RINGING, CallState.CONNECTED, CallState.DIALING, CallState.HELD)
    )
}
ESTABLISHED: Final = (CallState.CONNECTED, CallState.HELD)
HANGUP_ORDER: Final = (
    CallState.CONNECTED,
    CallState.DIALING,
    CallState.RINGING,
    CallState.HELD,
)


class Line:
    """One line: its calls, its availability and its features.

    Protocols tell what changed (`begin`, `change`, `note`, `fail`, `end`); the line keeps the
    states, emits each event once and in order, and knows how a call ended.
    """

    def __init__(
        self,
        number: str,
        clock: Clock | None = None,
        new_id: Callable[[], str] = new_call_id,
    ) -> None:
        """Make an idle line that is unavailable until it is watched."""
        self.number = number
        self.calls: tuple[Call, ...] = ()
        """The calls now, oldest first."""
        self.available = False
        self.problem: TelephonyError | None = None
        self.registration: Registration | None = None
        self.sip_code: int | None = None
        self.do_not_disturb: bool | None = None
        self.message_waiting: bool | None = None
        self.forwarding: dict[ForwardingType, Forwarding] | None = None
        self.missed_min_ring_seconds = 0.0
        self._clock = clock or Clock()
        self._new_id = new_id
        self._open: dict[str, OpenCall] = {}
        self._events: list[CallEvent] = []
        self._changed = False
        self._touched = False
        self.touched = False
        """Whether more than calls changed (availability, features) with what was taken last."""

    # What the line shows

    @property
    def current(self) -> Call | None:
        """The call that stands for the line: the first of ringing, connected, dialing, held."""
        if len(calls := self.calls) < 2:
            return calls[0] if calls else None
        return min(calls, key=lambda call: _RANK[call.state])

    @property
    def in_call(self) -> bool:
        """Whether any call is connected or held."""
        for call in self.calls:  # noqa: SIM110  # a generator costs twice as much
            if call.state in ESTABLISHED:
                return True
        return False

    def call(self, call_id: str) -> Call:
        """Return a call by its id; CallNotFound when it is over."""
        return self._record(call_id).call

    def choose(
        self, call_id: str | None, states: Iterable[CallState], *, longest: bool = False
    ) -> Call:
        """Return the call that a command means.

        With an id that call, in whatever state; without one the only call in the first of
        `states` that has any, or the oldest of them where `longest`. Raises CallNotFound and
        CallAmbiguous.
        """
        if call_id is not None:
            return self.call(call_id)
        for state in states:
            fits = [call for call in self.calls if call.state is state]
            if len(fits) > 1 and not longest:
                raise CallAmbiguous(self.number, fits)
            if fits:
                return fits[0]
        raise CallNotFound(self.number)

    # What protocols tell

    def begin(
        self,
        direction: Direction | None,
        state: CallState,
        party: Party = UNKNOWN_PARTY,
        called_number: str | None = None,
        *,
        cause: str | None = None,
        silent: bool = False,
        lifted: bool = False,
        facts: CallFacts = NO_FACTS,
    ) -> str:
        """Add a call and return its id; one found in progress is added without an event.

        So is one whose `direction` is not known: neither `incoming` nor `outgoing` would be true.
        A `silent` one has no bell: it never announces itself. One that began as a mere `lifted`
        receiver is no call before somebody is dialed.
        """
        started = self._clock.monotonic()
        now = self._clock.now()
        in_progress = state in ESTABLISHED
        call = Call(
            self._new_id(),
            self.number,
            state,
            direction,
            party,
            called_number,
            now,
            now if in_progress else None,
            *facts,
        )
        record = OpenCall(
            call,
            started,
            started if in_progress else None,
            announced=silent or in_progress or direction is None,
            lifted=lifted,
        )
        self._open[call.call_id] = record
        self._show()
        if direction is Direction.INCOMING or called_number or party.number:
            self._announce(record, cause)
        return call.call_id

    def change(
        self,
        call_id: str,
        *,
        state: CallState | None = None,
        direction: Direction | None = None,
        party: Party | None = None,
        called_number: str | None = None,
        cause: str | None = None,
    ) -> None:
        """Take over what is now known of a call; what is None stays as it was."""
        record = self._record(call_id)
        before = record.call
        call = Call(
            before.call_id,
            before.line,
            state or before.state,
            direction or before.direction,
            party or before.party,
            called_number or before.called_number,
            before.started_at,
            before.answered_at,
            *before[8:],
        )
        if call == before:
            return
        record.call = call
        if call.state is not CallState.DIALING or call.party.number:
            self._announce(record, cause)
        if call.state is not before.state:
            self._enter(record, before.state, cause)
        self._show()

    def answer(self, call_id: str, *, cause: str | None = None) -> None:
        """Tell that the far end has answered; a call on hold stays there."""
        record = self._record(call_id)
        if record.answered is not None:
            return
        if record.call.state is CallState.HELD:
            self._announce(record, cause)
            self._answered(record, cause)
            self._show()
        else:
            self.change(call_id, state=CallState.CONNECTED, cause=cause)

    def learn(self, call_id: str, facts: CallFacts) -> None:
        """Take over what is known of a call besides its parties; what is None stays."""
        record = self._record(call_id)
        known = {
            key: value for key, value in facts._asdict().items() if value is not None
        }
        if known and (call := record.call._replace(**known)) != record.call:
            record.call = call
            self._show()

    def ring_back(self, call_id: str) -> None:
        """Tell that a held call rings its holder again: the same call, and no new one."""
        self.change(call_id, state=CallState.RINGING)

    def leave_alone(self, call_id: str) -> None:
        """Tell that nobody is left in an answered call but a tone: the talk is over."""
        record = self._record(call_id)
        if record.answered is not None and record.talk_ended is None:
            record.talk_ended = self._clock.monotonic()
            record.call = record.call._replace(state=CallState.DIALING)
            self._show()

    def note(
        self, call_id: str, event_type: CallEventType, *, cause: str | None = None
    ) -> None:
        """Tell that something happened to a call which its state does not show."""
        record = self._record(call_id)
        self._announce(record, cause)
        self._emit(event_type, record, cause)

    def fail(self, call_id: str, outcome: Outcome, *, cause: str | None = None) -> None:
        """Tell that a call cannot go through (`outcome` busy or failed); it ends later."""
        record = self._record(call_id)
        if record.failure is not None or record.answered is not None:
            return
        self._announce(record, cause)
        record.failure = outcome
        record.failure_cause = cause
        self._emit_final(CallEventType.FAILED, record, outcome, cause)

    def reject(self, call_id: str) -> None:
        """Remember that a ringing call was refused on our side, for the time it ends."""
        self._record(call_id).rejected = True

    def end(
        self, call_id: str, outcome: Outcome | None = None, *, cause: str | None = None
    ) -> None:
        """Remove a call; without an `outcome` it follows from what happened to the call."""
        record = self._record(call_id)
        if record.was_only_lifted:
            del self._open[call_id]
            self._show()
            return
        self._announce(record, cause)
        del self._open[call_id]
        self._show()
        cause = record.failure_cause or cause
        outcome = outcome or record.outcome(
            self._clock.monotonic(), self.missed_min_ring_seconds
        )
        event_type = EVENT_BEFORE_ENDED.get(outcome)
        if event_type and not record.failure:
            self._emit_final(event_type, record, outcome, cause)
        self._emit_final(CallEventType.ENDED, record, outcome, cause)

    def touch(self) -> None:
        """Mark the line as changed, for availability and features."""
        self._touched = True

    @property
    def untaken(self) -> int:
        """How many events wait to be handed out."""
        return len(self._events)

    def take(self) -> tuple[CallEvent, ...] | None:
        """Hand out the events since the last time; None when nothing changed at all."""
        if not (self._changed or self._touched):
            return None
        events = tuple(self._events)
        self._events.clear()
        self.touched, self._touched, self._changed = self._touched, False, False
        return events

    # Inside

    def _show(self) -> None:
        """Let `calls` be what the records say now."""
        self.calls = tuple([record.call for record in self._open.values()])
        self._changed = True

    def _record(self, call_id: str) -> OpenCall:
        try:
            return self._open[call_id]
        except KeyError:
            raise CallNotFound(self.number, call_id) from None

    def _announce(self, record: OpenCall, cause: str | None) -> None:
        """Emit `incoming` or `outgoing`, once, as soon as it can name the other side."""
        if record.announced:
            return
        record.announced = True
        self._emit(
            CallEventType.INCOMING
            if record.call.direction is Direction.INCOMING
            else CallEventType.OUTGOING,
            record,
            cause,
        )

    def _enter(self, record: OpenCall, before: CallState, cause: str | None) -> None:
        """Emit the event of a change of state; only `connected` means an answer."""
        after = record.call.state
        if after is CallState.CONNECTED and record.answered is None:
            self._answered(record, cause)
        elif after is CallState.HELD:
            self._emit(CallEventType.HELD, record, cause)
        elif after is CallState.RINGING:
            pass  # the hold reminder
        elif before is CallState.HELD or (
            before is CallState.RINGING and after is CallState.CONNECTED
        ):
            self._emit(CallEventType.RETRIEVED, record, cause)

    def _answered(self, record: OpenCall, cause: str | None) -> None:
        record.answered = self._clock.monotonic()
        record.call = record.call._replace(answered_at=self._clock.now())
        self._emit(CallEventType.ANSWERED, record, cause)

    def _emit(
        self, event_type: CallEventType, record: OpenCall, cause: str | None
    ) -> None:
        self._events.append(CallEvent(event_type, record.call, cause))
        self._changed = True

    def _emit_final(
        self,
        event_type: CallEventType,
        record: OpenCall,
        outcome: Outcome,
        cause: str | None,
    ) -> None:
        """Emit an event that tells the outcome and the durations."""
        now = self._clock.monotonic()
        answered = record.answered
        talk_ended = now if record.talk_ended is None else record.talk_ended
        self._events.append(
            CallEvent(
                event_type,
                record.call,
                cause,
                outcome,
                ring_seconds=round(
                    (now if answered is None else answered) - record.started, 1
                ),
                talk_seconds=0.0
                if answered is None
                else round(talk_ended - answered, 1),
                # The clock may have been set back meanwhile.
                ended_at=max(self._clock.now(), record.call.started_at),
            )
        )
        self._changed = True
