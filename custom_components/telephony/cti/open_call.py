"""One call of a line while it lasts: what is remembered of it besides what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from secrets import token_hex
import time
from typing import Final

from .model import UNKNOWN_PARTY, Call, CallEventType, Direction, Outcome

EVENT_BEFORE_ENDED: Final = {
    Outcome.MISSED: CallEventType.MISSED,
    Outcome.DIVERTED: CallEventType.DIVERTED,
    Outcome.FAILED: CallEventType.FAILED,
    Outcome.BUSY: CallEventType.FAILED,
}


_now: Final = partial(datetime.now, UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The two clocks: `now` stamps what people read, `monotonic` (seconds) measures durations."""

    now: Callable[[], datetime] = _now
    monotonic: Callable[[], float] = time.monotonic


def new_call_id() -> str:
    """Make an id that is never reused and that no template takes for a number."""
    return f"c{token_hex(16)}"


@dataclass(slots=True)
class OpenCall:
    """What a line remembers of a call besides what it shows."""

    call: Call
    started: float
    answered: float | None
    announced: bool
    lifted: bool = False
    rejected: bool = False
    failure: Outcome | None = None
    failure_cause: str | None = None
    talk_ended: float | None = None
    """When nobody but a tone was left, while the receiver is still off the hook."""

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

    def outcome(self, now: float, missed_min_ring_seconds: float) -> Outcome:
        """Return how the call ends at a time of the monotonic clock, where nothing else is known."""
        if self.answered is not None:
            return Outcome.ANSWERED
        if self.failure is not None:
            return self.failure
        if self.call.direction is not Direction.INCOMING:
            return Outcome.UNANSWERED
        if self.rejected:
            return Outcome.REJECTED
        rang_long = now - self.started >= missed_min_ring_seconds
        return Outcome.MISSED if rang_long else Outcome.UNANSWERED
