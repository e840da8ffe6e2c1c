"""Who is at the far end, and whether two reports are of one call."""

from typing import Final

from ..model import Call, CallState, Direction, Party, Presentation
from .events import CallItem

UNANSWERED: Final = (CallState.RINGING, CallState.DIALING)


def better_party(known: Party, told: Party) -> Party:
    """Return what is known of a party, or what is told where that is more."""
    if told.presentation is Presentation.RESTRICTED:
        return told
    if known.presentation is Presentation.RESTRICTED or told.number is None:
        return known
    if told.number == known.number and not told.name:
        return known
    return told


def may_be_incoming(call: Call, party: Party) -> bool:
    """Whether a call that comes in can be this one, told before or found by a status."""
    if call.answered_at is not None:
        return False
    if call.direction is Direction.INCOMING:
        return call.party.number in (None, party.number)
    return call.party.number is None


def may_be_placed(call: Call, number: str | None) -> bool:
    """Whether a call just placed can be this one, told before or found by a status."""
    return (
        call.answered_at is None
        and call.direction is not Direction.INCOMING
        and (number is None or call.party.number in (None, number))
    )


def may_be_same(call: Call, item: CallItem) -> bool:
    """Whether a call from before an outage can be what has its id now."""
    if item.direction and call.direction and item.direction is not call.direction:
        return False
    if item.state in UNANSWERED and call.answered_at is not None:
        return False
    told = item.party.number
    known = call.party.number
    return told is None or known is None or told == known
