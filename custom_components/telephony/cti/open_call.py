"""One call of a line while it lasts: where its states become events, each once and in order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from functools import partial
from secrets import token_hex
import time
from typing import Final, NamedTuple

from .model import (
    NO_FACTS,
    UNKNOWN_PARTY,
    Call,
    CallEvent,
    CallEventType,
    CallFacts,
    CallState,
    Digits,
    Direction,
    KnownCall,
    Outcome,
    Party,
    PressedBy,
)

EVENT_BEFORE_ENDED: Final = {
    Outcome.MISSED: CallEventType.MISSED,
    Outcome.DIVERTED: CallEventType.DIVERTED,
    Outcome.FAILED: CallEventType.FAILED,
    Outcome.BUSY: CallEventType.FAILED,
}


DIGITS_KEPT: Final = 64
"""Keys of either side of a call that are remembered."""
_now: Final = partial(datetime.now, UTC)


class Clock(NamedTuple):
    """The two clocks: `now` stamps what people read, `monotonic` (seconds) measures durations."""

    now: Callable[[], datetime] = _now
    monotonic: Callable[[], float] = time.monotonic


def new_call_id(line: str = "", reference: str | None = None) -> str:
    """Make an id that is never reused and that no template takes for a number."""
    return f"c{token_hex(16)}"


class Bell(Enum):
    """Whether a phone rings for a call that begins."""

    RINGS = auto()
    NOT_YET = auto()
    """It is only offered, and isn't shown before it rings."""
    NEVER = auto()


@dataclass(slots=True, eq=False)
class OpenCall:
    """What a line remembers of a call besides what it shows; what happens to it goes to `events`."""

    call: Call
    clock: Clock
    events: list[CallEvent]
    started: float
    answered: float | None
    announced: bool
    hidden: bool = False
    """Whether it is only offered: no bell has rung, and nobody has answered (ECMA-269, 17.2)."""
    lifted: bool = False
    rejected: bool = False
    failure: Outcome | None = None
    failure_cause: str | None = None
    talk_ended: float | None = None
    """When nobody but a tone was left, while the receiver is still off the hook."""
    left_at: float | None = None
    """When it left for a network of which the phone system tells no answers."""
    pressed: dict[PressedBy | None, str] | None = None
    """The keys that were pressed so far, by whom."""
    over: tuple[float, datetime] | None = None
    """When it fell silent, where how it ended is still to be asked for."""
    reference: str | None = None
    """What the protocol calls it now, letter by letter."""

    @classmethod
    def known(cls, known: KnownCall, clock: Clock, events: list[CallEvent]) -> OpenCall:
        """Go on with a call that was shown before this program began; nothing of it is told again."""
        call, now, monotonic = known.call, clock.now(), clock.monotonic()

        def since(moment: datetime) -> float:
            """Put a moment on this run's clock; one that lies ahead is now."""
            return monotonic - max((now - moment).total_seconds(), 0.0)

        return cls(
            call,
            clock,
            events,
            since(call.started_at),
            None if call.answered_at is None else since(call.answered_at),
            announced=call.state is not CallState.DIALING
            or call.direction is None
            or bool(known.told),
            failure=known.failure,
            reference=known.reference,
        )

    # What protocols tell, through the line

    def announce(self, cause: str | None) -> None:
        """Tell `incoming` or `outgoing`, once, as soon as it can name the other side."""
        if self.hidden:
            self._show_up()
        if self.announced:
            return
        self.announced = True
        call = self.call
        incoming = call.direction is Direction.INCOMING
        event_type = CallEventType.INCOMING if incoming else CallEventType.OUTGOING
        self.events.append(CallEvent(event_type, call, cause))

    def change(
        self,
        state: CallState | None,
        direction: Direction | None,
        party: Party | None,
        called_number: str | None,
        cause: str | None,
    ) -> bool:
        """Take over what is now known, None stays as it was; True where anything is different."""
        before = self.call
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
        if call == before and (state is None or not self.hidden):
            return False
        self.call = call
        if self.hidden and state is None:
            return True
        if call.state is not CallState.DIALING or call.party.number:
            self.announce(cause)
        if call.state is before.state:
            return True
        if call.state is CallState.CONNECTED and self.answered is None:
            self._tell_answered(cause)
        elif call.state is CallState.CONNECTED and self.talk_ended is not None:
            self.talk_ended = None
        elif call.state is CallState.HELD:
            self.events.append(CallEvent(CallEventType.HELD, call, cause))
        elif call.state is CallState.RINGING:
            pass  # the hold reminder
        elif before.state is CallState.HELD or (
            before.state is CallState.RINGING and call.state is CallState.CONNECTED
        ):
            self.events.append(CallEvent(CallEventType.RETRIEVED, call, cause))
        return True

    def answer(self, cause: str | None) -> bool:
        """Tell that the far end has answered, once; a call on hold stays there."""
        if self.answered is not None:
            return False
        if self.call.state is not CallState.HELD:
            return self.change(CallState.CONNECTED, None, None, None, cause)
        self.announce(cause)
        self._tell_answered(cause)
        return True

    def learn(self, facts: CallFacts) -> bool:
        """Take over what is known besides its parties; True where that is new."""
        if facts is NO_FACTS:
            return False
        before = self.call
        pairs = zip(before[8:], facts, strict=True)
        known = [old if new is None else new for old, new in pairs]
        self.call = Call._make((*before[:8], *known))
        return self.call != before

    def leave_alone(self) -> bool:
        """End the talk of an answered call in which nobody is left but a tone."""
        if self.answered is None or self.talk_ended is not None:
            return False
        self.talk_ended = self.clock.monotonic()
        self.call = self.call._replace(state=CallState.DIALING)
        return True

    def note(self, event_type: CallEventType, cause: str | None) -> None:
        """Tell that something happened which the state does not show."""
        self.announce(cause)
        self.events.append(CallEvent(event_type, self.call, cause))

    def press(self, keys: str, pressed_by: PressedBy | None) -> None:
        """Tell that somebody pressed keys."""
        self.announce(None)
        self.pressed = self.pressed or {}
        so_far = (self.pressed.get(pressed_by, "") + keys)[-DIGITS_KEPT:]
        self.pressed[pressed_by] = so_far
        digits = Digits(keys[-DIGITS_KEPT:], pressed_by, so_far)
        event = CallEvent(CallEventType.DIGITS, self.call, digits=digits)
        self.events.append(event)

    def fail(self, outcome: Outcome, cause: str | None) -> None:
        """Tell, once, that a call that nobody has answered cannot go through."""
        if self.failure is not None or self.answered is not None:
            return
        self.announce(cause)
        self.failure = outcome
        self.failure_cause = cause
        self._tell_final(CallEventType.FAILED, outcome, cause)

    def end(
        self, outcome: Outcome | None, cause: str | None, missed_min_ring_seconds: float
    ) -> None:
        """Tell how the call ended; without an `outcome` it follows from what happened."""
        if self.hidden:
            self.never_rang()
        self.announce(cause)
        if self.answered is None:  # what failed at first may have been tried again
            cause = self.failure_cause or cause
        outcome = outcome or self._outcome(missed_min_ring_seconds)
        event_type = EVENT_BEFORE_ENDED.get(outcome)
        if event_type and not self.failure:
            self._tell_final(event_type, outcome, cause)
        self._tell_final(CallEventType.ENDED, outcome, cause)

    def fall_silent(self) -> None:
        """Keep the moment at which it was over; `end` comes once the phone system has told why."""
        if self.hidden:
            self.never_rang()
        self.over = self._times()

    def never_rang(self) -> None:
        """Let a call that was only offered end without a bell."""
        self.hidden = False
        self.started = self.clock.monotonic()
        self.announced = True

    @property
    def was_only_lifted(self) -> bool:
        """Whether a receiver was lifted and put down: nobody was called, so nothing is told."""
        call = self.call
        return (
            self.lifted
            and not self.announced
            and self.failure is None
            and call.direction is Direction.OUTGOING
            and call.called_number is None
            and call.party == UNKNOWN_PARTY
        )

    def _outcome(self, missed_min_ring_seconds: float) -> Outcome:
        """Return how the call ends now, where nothing else is known."""
        if self.answered is not None:
            return Outcome.ANSWERED
        if self.failure is not None:
            return self.failure
        if self.call.direction is not Direction.INCOMING:
            return Outcome.UNANSWERED
        if self.rejected:
            return Outcome.REJECTED
        rang_long = self._times()[0] - self.started >= missed_min_ring_seconds
        return Outcome.MISSED if rang_long else Outcome.UNANSWERED

    def _show_up(self) -> None:
        """Begin now, with the bell."""
        self.hidden = False
        self.started = self.clock.monotonic()
        self.call = self.call._replace(started_at=self.clock.now())

    # Events

    def _times(self) -> tuple[float, datetime]:
        """Return the moment that counts as now, by both clocks."""
        return self.over or (self.clock.monotonic(), self.clock.now())

    def _tell_answered(self, cause: str | None) -> None:
        self.answered = self.clock.monotonic()
        # The clock may have been set back meanwhile, here and at the end.
        call = self.call
        answered_at = max(self.clock.now(), call.started_at)
        self.call = Call._make((*call[:7], answered_at, *call[8:]))
        self.events.append(CallEvent(CallEventType.ANSWERED, self.call, cause))

    def _tell_final(
        self, event_type: CallEventType, outcome: Outcome, cause: str | None
    ) -> None:
        """Tell the outcome and the durations with an event."""
        now, now_read = self._times()
        answered = self.answered
        if answered is None and outcome is Outcome.UNKNOWN:
            answered = self.left_at
        talk_ended = now if self.talk_ended is None else self.talk_ended
        self.events.append(
            CallEvent(
                event_type,
                self.call,
                cause,
                outcome,
                ring_seconds=round(
                    (now if answered is None else answered) - self.started, 1
                ),
                talk_seconds=0.0
                if answered is None
                else round(talk_ended - answered, 1),
                ended_at=max(now_read, self.call.answered_at or self.call.started_at),
            )
        )
