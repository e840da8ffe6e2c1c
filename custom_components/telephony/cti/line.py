"""A line, its calls and its features, whatever the protocol."""

from collections.abc import Callable, Iterable
from typing import Final

from .errors import CallAmbiguous, CallNotFound, TelephonyError
from .model import (
    NO_FACTS,
    UNKNOWN_PARTY,
    AgentState,
    Call,
    CallEvent,
    CallEventType,
    CallFacts,
    CallState,
    Charge,
    Direction,
    Forwarding,
    ForwardingType,
    KnownCall,
    Outcome,
    Party,
    PressedBy,
    Registration,
)
from .open_call import Bell, Clock, OpenCall, new_call_id
from .phone import Phone

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

    Protocols tell what changed (`begin`, `change`, `note`, `fail`, `end`); each open call makes the
    events of it, and the line hands them out with the calls as they are then.
    """

    def __init__(
        self,
        number: str,
        clock: Clock | None = None,
        new_id: Callable[[str, str | None], str] = new_call_id,
    ) -> None:
        """Make an idle line, unavailable until watched; `new_id` names a call by line and reference."""
        self.number = number
        self.calls: tuple[Call, ...] = ()
        """The calls now, oldest first."""
        self.available = False
        self.problem: TelephonyError | None = None
        self.registration: Registration | None = None
        self.sip_code: int | None = None
        self.do_not_disturb: bool | None = None
        self.message_waiting: bool | None = None
        self.in_service: bool | None = None
        """Whether the phone can be used, where the phone system has told (ECMA-269, 17.7)."""
        self.phone = Phone()
        self.agent_state: AgentState | None = None
        """Whether the line's agent takes calls, where it has one."""
        self.agent_groups: dict[str, AgentState] = {}
        """The same by the groups that the agent belongs to, the one told last at the end."""
        self.agent_id: str | None = None
        self.is_queue: bool | None = None
        """True once callers have waited in a queue that the line is."""
        self.charged: Charge | None = None
        """What all calls have cost since the line is watched, in the currency that was told first."""
        self.forwarding: dict[ForwardingType, Forwarding] | None = None
        self.call_backs: tuple[str, ...] = ()
        """Whom it waits for to be free, as far as that was told since it is watched."""
        self.missed_min_ring_seconds = 0.0
        self._clock = clock or Clock()
        self._new_id = new_id
        self.known: tuple[KnownCall, ...] = ()
        """The calls of an earlier run with which it began, also those that are over by now."""
        self._open: dict[str, OpenCall] = {}
        self._silent: dict[str, OpenCall] = {}
        """Calls that are over, and of which the phone system is asked how they ended."""
        self._events: list[CallEvent] = []
        self._calls_changed = False
        self._more_changed = False
        self.features_changed = False
        """Whether more than calls changed (availability, features) with what was drained last."""

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
        if (record := self._open.get(call_id)) is None:
            raise CallNotFound(self.number, call_id)
        return record.call

    def reference(self, call_id: str) -> str | None:
        """Return what the protocol calls a call, to go on with it another time; CallNotFound."""
        return self._record(call_id).reference

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

    def resume(self, known: Iterable[KnownCall]) -> None:
        """Before it's watched, go on with calls that an earlier run has shown, as after a lost link."""
        self.known = tuple(known)
        for each in self.known:
            call_id = each.call.call_id
            self._open[call_id] = OpenCall.known(each, self._clock, self._events)
        self._show()

    # What protocols tell

    def begin(
        self,
        direction: Direction | None,
        state: CallState,
        party: Party = UNKNOWN_PARTY,
        called_number: str | None = None,
        *,
        cause: str | None = None,
        bell: Bell = Bell.RINGS,
        lifted: bool = False,
        facts: CallFacts = NO_FACTS,
        reference: str | None = None,
    ) -> str:
        """Add a call and return its id; one found in progress is added without an event.

        So is one whose `direction` is not known: neither `incoming` nor `outgoing` would be true.
        One that never has a `bell` never announces itself, and one that has none yet is not shown.
        One that began as a mere `lifted` receiver is no call before somebody is dialed.
        """
        started = self._clock.monotonic()
        now = self._clock.now()
        in_progress = state in ESTABLISHED
        call = Call(
            self._new_id(self.number, reference),
            self.number,
            state,
            direction,
            party,
            called_number,
            now,
            now if in_progress else None,
            *facts,
        )
        record = self._open[call.call_id] = OpenCall(
            call,
            self._clock,
            self._events,
            started,
            started if in_progress else None,
            announced=bell is Bell.NEVER or in_progress or direction is None,
            hidden=bell is Bell.NOT_YET,
            lifted=lifted,
            reference=reference,
        )
        is_known = direction is Direction.INCOMING or called_number or party.number
        if is_known and not record.hidden:
            record.announce(cause)
        self._show()
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
        if self._record(call_id).change(state, direction, party, called_number, cause):
            self._show()

    def answer(self, call_id: str, *, cause: str | None = None) -> None:
        """Tell that the far end has answered; a call on hold stays there."""
        if self._record(call_id).answer(cause):
            self._show()

    def learn(self, call_id: str, facts: CallFacts) -> None:
        """Take over what is known of a call besides its parties; what is None stays."""
        if self._record(call_id).learn(facts):
            self._show()

    def pay(self, charge: Charge, before: Charge | None) -> None:
        """Tell what a call costs by now, and what it was told to cost before."""
        known = self.charged or Charge(0.0, charge.currency)
        if charge.amount is None or charge.currency != known.currency:
            return
        more = charge.amount - ((before and before.amount) or 0)
        if more > 0:
            self.charged = Charge(round((known.amount or 0) + more, 3), known.currency)
            self.mark_changed()

    def refer(self, call_id: str, reference: str) -> None:
        """Take over what the protocol calls a call from now on."""
        self._record(call_id).reference = reference

    def ring_back(self, call_id: str) -> None:
        """Tell that a held call rings its holder again: the same call, and no new one."""
        self.change(call_id, state=CallState.RINGING)

    def leave_alone(self, call_id: str) -> None:
        """Tell that nobody is left in an answered call but a tone: the talk is over."""
        if self._record(call_id).leave_alone():
            self._show()

    def note(
        self, call_id: str, event_type: CallEventType, *, cause: str | None = None
    ) -> None:
        """Tell that something happened to a call which its state does not show."""
        self._record(call_id).note(event_type, cause)
        self._calls_changed = True

    def press(self, call_id: str, keys: str, pressed_by: PressedBy | None) -> None:
        """Tell that somebody pressed keys during a call."""
        self._record(call_id).press(keys, pressed_by)
        self._calls_changed = True

    def fail(self, call_id: str, outcome: Outcome, *, cause: str | None = None) -> None:
        """Tell that a call cannot go through (`outcome` busy or failed); it ends later."""
        self._record(call_id).fail(outcome, cause)
        self._calls_changed = True

    def reject(self, call_id: str) -> None:
        """Remember that a ringing call was refused on our side, for the time it ends."""
        self._record(call_id).rejected = True

    def end(
        self, call_id: str, outcome: Outcome | None = None, *, cause: str | None = None
    ) -> None:
        """Remove a call; without an `outcome` it follows from what happened to the call."""
        if (record := self._silent.pop(call_id, None)) is None:
            record = self._record(call_id)
            del self._open[call_id]
        if not record.was_only_lifted:
            record.end(outcome, cause, self.missed_min_ring_seconds)
        self._show()

    def fall_silent(self, call_id: str) -> Call:
        """Take a call off the line, whose `end` comes once the phone system has told why."""
        record = self._silent[call_id] = self._open.pop(call_id)
        record.fall_silent()
        self._show()
        return record.call

    def forget(self, call_id: str) -> None:
        """Take back a call that fell silent before anything was told of it: it goes on elsewhere."""
        _ = self._silent.pop(call_id, None)

    def leave_network(self, call_id: str) -> None:
        """Count the time of a call from now on that may be answered without a word of it."""
        record = self._record(call_id)
        record.left_at = record.left_at or self._clock.monotonic()

    def mark_changed(self) -> None:
        """Let listeners hear of a change besides calls: availability or features."""
        self._more_changed = True

    def set_watched(self, problem: TelephonyError | None) -> None:
        """Take over that the line is watched, or with a `problem` why it is not."""
        available = problem is None
        if self.available is not available or repr(self.problem) != repr(problem):
            self._more_changed = True
        self.available = available
        self.problem = problem

    def lose(self) -> None:
        """Take it that nothing is known for as long as the link is down, which is told elsewhere."""
        self.available = False
        self.problem = None
        if self.in_service is False:
            self.in_service = None  # it may come back meanwhile
            self._more_changed = True

    def forget_calls(self) -> None:
        """Take it that nothing will be known of the line or its calls: they end as unknown."""
        self.available = False
        self._more_changed = True
        for call_id in tuple(self._open):
            self.end(call_id, Outcome.UNKNOWN)

    @property
    def pending_events(self) -> int:
        """How many events wait to be handed out."""
        return len(self._events)

    def drain_events(self) -> tuple[CallEvent, ...] | None:
        """Hand out the events since the last time; None when nothing changed at all."""
        if not (self._calls_changed or self._more_changed):
            return None
        events = tuple(self._events)
        self._events.clear()
        self.features_changed = self._more_changed
        self._more_changed = self._calls_changed = False
        return events

    # Inside

    def _show(self) -> None:
        """Let `calls` be what the records say now."""
        self.calls = tuple([r.call for r in self._open.values() if not r.hidden])
        self._calls_changed = True

    def _record(self, call_id: str) -> OpenCall:
        record = self._open.get(call_id) or self._silent.get(call_id)
        if record is None:
            raise CallNotFound(self.number, call_id)
        return record
