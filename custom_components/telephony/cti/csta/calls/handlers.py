"""How calls end: who let go, and whether somebody else has the call now."""

from typing import Final

from ...model import CallState, Outcome, Party
from ..wire.events import Event
from ..wire.identifiers import device_party, same_number
from .connections import Connection, Connections

PICK_UP_CAUSES: Final = frozenset({"callPickup", "groupCallPickup"})
_DIVERSION_CAUSES: Final = frozenset(
    {
        "callForward",
        "callForwardImmediate",
        "callForwardBusy",
        "callForwardNoAnswer",
        "redirected",
        "alertTimeExpired",
    }
)
_SYSTEM_RELEASE: Final = "release_initiator=system"


def connection_cleared(legs: Connections, event: Event) -> None:
    """End our call where it is our own connection that was dropped, whoever released it."""
    if (leg := legs.get(event.call_id)) is None:
        return
    device = event.connection.device
    if device is None or legs.is_own(device.number):
        _end(legs, leg, event)
    else:
        _other_left(legs, leg, device_party(device))


def call_cleared(legs: Connections, event: Event) -> None:
    """End our call with everybody's."""
    if leg := legs.get(event.call_id):
        _end(legs, leg, event)


def _end(legs: Connections, leg: Connection, event: Event) -> None:
    ringing = legs.call(leg).state is CallState.RINGING
    outcome = _ring_outcome(legs, leg, event) if ringing else None
    legs.end(leg, outcome, cause=event.cause)


def _ring_outcome(legs: Connections, leg: Connection, event: Event) -> Outcome | None:
    """Tell why our phone stopped ringing; None is for the line to tell missed or too short."""
    if leg.answered_elsewhere or event.cause in PICK_UP_CAUSES:
        return Outcome.ANSWERED_ELSEWHERE
    if leg.deflecting or event.cause in _DIVERSION_CAUSES:
        return Outcome.DIVERTED
    let_go_here = (
        legs.is_own(event.device.number)
        and not leg.caller_gone
        and _SYSTEM_RELEASE not in event.private_text
    )
    if leg.rejecting or let_go_here:
        legs.line.reject(leg.id)
    return None


def _other_left(legs: Connections, leg: Connection, gone: Party) -> None:
    """Take note that the caller left before we answered, or somebody a conference."""
    if legs.drop_member(leg, gone):
        return
    party = legs.call(leg).party
    leg.caller_gone |= party.number is None or same_number(party.number, gone.number)
