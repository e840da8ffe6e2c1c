"""Finished calls out of nothing, for logs that need many."""

from datetime import UTC, datetime, timedelta

from custom_components.telephony.cti.model import (
    Call,
    CallEvent,
    CallEventType,
    CallState,
    Direction,
    Outcome,
    Party,
    Presentation,
)

BEGIN = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
OUTCOMES = (Outcome.MISSED, Outcome.ANSWERED, Outcome.UNANSWERED)


def ended(line: str, number: int) -> CallEvent:
    """Return how the call of a number ended: missed, answered and unanswered in turn."""
    outcome = OUTCOMES[number % 3]
    incoming = outcome is not Outcome.UNANSWERED
    started = BEGIN + timedelta(minutes=number)
    talked = outcome is Outcome.ANSWERED
    party = Party(f"+4930{number:07}", f"Caller {number}", Presentation.ALLOWED)
    call = Call(
        f"c{number:032x}",
        line,
        CallState.CONNECTED if talked else CallState.RINGING,
        Direction.INCOMING if incoming else Direction.OUTGOING,
        party,
        line if incoming else party.number,
        started,
        started + timedelta(seconds=5) if talked else None,
    )
    return CallEvent(
        CallEventType.ENDED,
        call,
        "normalClearing",
        outcome,
        ring_seconds=5.0,
        talk_seconds=20.0 if talked else 0.0,
        ended_at=started + timedelta(seconds=25 if talked else 5),
    )
