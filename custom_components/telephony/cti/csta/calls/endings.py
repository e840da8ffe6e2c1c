"""How calls end: which connection was dropped, and why."""

from ...model import CallEventType, CallState, Outcome, Party
from ..wire.events import Event
from ..wire.identifiers import device_party, same_number
from .causes import TRANSFERS, ring_outcome
from .connections import Connection, Connections
from .members import drop_member


def connection_cleared(legs: Connections, event: Event) -> None:
    """Let the connection that was dropped go, whoever released it; the last own one is the call."""
    if (leg := legs.get(event.call_id)) is None:
        return
    device = event.connection.device
    if device is not None and not legs.is_own(device.number):
        if event.own_state != "null":
            leave(legs, leg, event, device_party(device))
            return
    elif not leg.drop(device):
        return  # another phone of ours, that has lost the call to this one
    elif leg.phones:
        if leg.state == "alerting" and legs.call(leg).answered_at is not None:
            legs.line.ring_back(leg.id)
        return
    end(legs, leg, event, diverted=False)


def leave(legs: Connections, leg: Connection, event: Event, gone: Party) -> None:
    """Let somebody else leave; where nobody real is left, only a tone is (blocked, fail)."""
    if drop_member(legs, leg, gone) or leg.conference:
        return
    call = legs.call(leg)
    if call.answered_at is None or not same_number(gone.number, call.party.number):
        return
    if event.own_state == "fail":
        legs.line.leave_alone(leg.id)
    else:
        leg.left_alone = legs.left_alone = True  # or our own end comes next


def call_cleared(legs: Connections, event: Event) -> None:
    """End our call with everybody's."""
    if leg := legs.get(event.call_id):
        end(legs, leg, event, diverted=False)


def end(legs: Connections, leg: Connection, event: Event, *, diverted: bool) -> None:
    """End our call, with the outcome of its ring where nobody has answered it here."""
    call = legs.call(leg)
    outcome = None
    if call.state is CallState.RINGING and call.answered_at is None:
        asked_for = Outcome.REJECTED if leg.rejecting else None
        outcome = ring_outcome(
            event.cause,
            diverted=diverted,
            by_us=Outcome.DIVERTED if leg.deflecting else asked_for,
            answered_elsewhere=leg.answered_elsewhere,
        )
    elif call.answered_at is not None and (
        leg.transferring or event.cause in TRANSFERS
    ):
        legs.line.note(leg.id, CallEventType.TRANSFERRED, cause=event.cause)
    legs.end(leg, outcome, cause=event.cause)
