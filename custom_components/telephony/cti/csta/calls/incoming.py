"""Calls that ring at the line, or would have: Delivered, Diverted, Failed (ECMA-269, 17.2)."""

from ...model import (
    UNKNOWN_PARTY,
    CallEventType,
    CallFacts,
    CallState,
    Direction,
    Outcome,
    Party,
)
from ..wire.events import Event
from ..wire.identifiers import device_party, same_number
from .causes import RECALLS, failure
from .connections import Connection, Connections
from .endings import end
from .members import drop_member
from .outgoing import (
    begin_outgoing,
    facts_of,
    far_alerting,
    learn_called,
    outgoing_call,
    ring_own_call,
)
from .placing import RINGING, is_outgoing, is_own


def caller_of(legs: Connections, event: Event) -> Party | None:
    """Return who calls us; one that shows our own number is a caller like any other.

    Only while it rings: Eltex names the answering device as callingDevice once it answers.
    """
    calling = event.calling
    if event.name not in RINGING and legs.is_own(calling.number):
        return None
    return calling if calling != UNKNOWN_PARTY else None


def begin_incoming(
    legs: Connections, event: Event, *, silent: bool = False
) -> Connection:
    """Begin a caller's call; a `silent` one has no bell here."""
    return legs.begin(
        event.connection,
        Direction.INCOMING,
        CallState.RINGING,
        caller_of(legs, event),
        event.called.number,
        cause=event.cause,
        silent=silent,
        facts=facts_of(event),
    )


def delivered(legs: Connections, event: Event) -> None:
    """A phone rings: ours, or somebody else's for a call of ours."""
    if event.cause == "enteringDistribution":
        queued(legs, event)
    elif is_own(legs, event):
        alerting(legs, event)
    else:
        far_alerting(legs, event)


def offered(legs: Connections, event: Event) -> None:
    """A call is offered before any bell (17.2): nothing rings here yet."""
    if not is_own(legs, event):
        far_alerting(legs, event)
    elif legs.get(event.call_id) or is_outgoing(legs, event):
        alerting(legs, event)


def alerting(legs: Connections, event: Event) -> None:
    """Our own phone rings: for a caller, or for a call that we placed."""
    if (leg := legs.get(event.call_id)) is None:
        if is_outgoing(legs, event):
            begin_outgoing(legs, event.connection, event)
        else:
            begin_incoming(legs, event)
        return
    call = legs.call(leg)
    if call.direction is Direction.OUTGOING:
        ring_own_call(legs, leg, event)
        return
    if call.answered_at is not None:
        if call.state is CallState.HELD and event.cause in RECALLS:
            legs.line.ring_back(leg.id)
        else:
            leg.put(event.connection.device, "alerting", another=True)
        return
    leg.put(event.connection.device, "alerting", another=True)
    leg.contested = leg.contested or len(leg.phones) > 1
    legs.line.learn(leg.id, facts_of(event))
    legs.change(
        leg,
        state=CallState.RINGING,
        direction=Direction.INCOMING,
        party=caller_of(legs, event),
        called_number=event.called.number,
        cause=event.cause,
    )


def informed(legs: Connections, event: Event) -> None:
    """More is known of the caller than when the phone began to ring (CallInformation)."""
    leg = legs.get(event.call_id)
    if leg and legs.call(leg).direction is Direction.INCOMING:
        legs.change(leg, party=caller_of(legs, event))


def queued(legs: Connections, event: Event) -> None:
    """Wait in a queue: a call of ours at a group, or a caller at this line."""
    leg = outgoing_call(legs, event)
    if leg is None and is_own(legs, event):
        leg = begin_incoming(legs, event)
    if leg is None:
        return
    if legs.call(leg).direction is Direction.OUTGOING:
        # Who rang in vain for the group has left the call again.
        reached = legs.other(event.device) if leg.moved_to else None
        learn_called(legs, leg, reached, event)
    if not leg.queued:
        leg.queued = True
        legs.line.note(leg.id, CallEventType.QUEUED, cause=event.cause)


def bridged(legs: Connections, event: Event) -> None:
    """Our appearance of a shared line falls silent while another one has the call (17.2.1)."""
    leg = legs.get(event.call_id)
    if leg is None or not is_own(legs, event) or legs.call(leg).answered_at:
        return
    if leg.drop(event.connection.device) and not leg.phones:
        legs.end(leg, Outcome.ANSWERED_ELSEWHERE, cause=event.cause)


def diverted(legs: Connections, event: Event) -> None:
    """A call leaves a device: ours stops ringing; others' show by where it rings next."""
    leg = legs.get(event.call_id)
    if not is_own(legs, event):
        if leg is None:
            return
        call = legs.call(leg)
        caller_rings = call.state is CallState.RINGING and same_number(
            call.party.number, event.device.number
        )  # both ends of a transfer ring, and somebody picks the other one up
        if drop_member(legs, leg, event.device) or caller_rings:
            legs.incomplete = True  # somebody else is there instead
        return
    if leg is None:
        if legs.ended(event.call_id) or is_outgoing(legs, event):
            return
        leg = begin_incoming(legs, event, silent=True)  # sent on before any bell
    elif not leg.drop(event.connection.device) or leg.phones:
        return
    destination = event.party("newDestination")
    legs.line.learn(leg.id, CallFacts(diverted_to=destination.number))
    end(legs, leg, event, diverted=True)


def failed(legs: Connections, event: Event) -> None:
    """A call cannot go through: ours, whose tone may sound on, or a caller's who found us busy."""
    own = is_own(legs, event)
    if (leg := outgoing_call(legs, event)) is None:
        if own and not legs.ended(event.call_id):
            leg = begin_incoming(legs, event, silent=True)
            legs.end(leg, Outcome.MISSED, cause=event.cause)
        return
    call = legs.call(leg)
    if call.answered_at is not None:
        gone = device_party(event.connection.device)
        if own or (
            not leg.conference
            and (gone == UNKNOWN_PARTY or same_number(gone.number, call.party.number))
        ):
            legs.line.leave_alone(leg.id)
        return
    if call.direction is Direction.INCOMING:
        return
    learn_called(legs, leg, None, event)
    leg.tells_answers = True
    leg.lifted = False
    here = own and leg.state != "connected"
    if (outcome := failure(event.cause, here=here)) is None:
        leg.failure_cause = event.cause
    else:
        legs.line.fail(leg.id, outcome, cause=event.cause)
