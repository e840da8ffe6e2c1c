"""How calls end: which connection was dropped, and why."""

from ...model import CallState, Outcome, Party
from ..wire.events import Event
from ..wire.identifiers import device_party
from .causes import ring_outcome
from .connections import Connection, Connections


def connection_cleared(legs: Connections, event: Event) -> None:
    """Let the connection that was dropped go, whoever released it; the last own one is the call."""
    if (leg := legs.get(event.call_id)) is None:
        return
    device = event.connection.device
    if device is not None and not legs.is_own(device.number):
        if event.own_state != "null":
            _other_left(legs, leg, device_party(device))
            return
    elif not leg.drop(device):
        return  # another phone of ours, that has lost the call to this one
    elif leg.phones:
        _show_what_is_left(legs, leg)
        return
    _end(legs, leg, event)


def call_cleared(legs: Connections, event: Event) -> None:
    """End our call with everybody's."""
    if leg := legs.get(event.call_id):
        _end(legs, leg, event)


def by_us(leg: Connection) -> Outcome | None:
    """Return what the line itself has asked for with a ringing call."""
    if leg.deflecting:
        return Outcome.DIVERTED
    return Outcome.REJECTED if leg.rejecting else None


def _end(legs: Connections, leg: Connection, event: Event) -> None:
    call = legs.call(leg)
    outcome = None
    if call.state is CallState.RINGING and call.answered_at is None:
        outcome = ring_outcome(
            event.cause,
            diverted=False,
            by_us=by_us(leg),
            answered_elsewhere=leg.answered_elsewhere,
        )
    legs.end(leg, outcome, cause=event.cause)


def _show_what_is_left(legs: Connections, leg: Connection) -> None:
    """Show the most active of the phones that still have the call."""
    if leg.state == "alerting" and legs.call(leg).answered_at is not None:
        legs.line.ring_back(leg.id)


def _other_left(legs: Connections, leg: Connection, gone: Party) -> None:
    """Take note that somebody has left a conference."""
    legs.drop_member(leg, gone)
