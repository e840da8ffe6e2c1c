"""Calls that ring at the line, or would have: Delivered, Diverted, Failed (ECMA-269, 17.2)."""

from dataclasses import replace

from ...model import (
    NO_FACTS,
    UNKNOWN_PARTY,
    CallEventType,
    CallFacts,
    CallState,
    Direction,
    Outcome,
)
from ...open_call import Bell
from ..wire.events import Event
from ..wire.identifiers import device_party, leg_of, same_number
from .causes import MOVED, RECALLS, WAITS_FOR_ONE, failure, ring_outcome
from .connection import Connection
from .connections import Connections
from .endings import end
from .meaning import caller_of, facts_of, is_outgoing, is_own
from .members import (
    MEMBERS_LIMIT,
    behind,
    drop_member,
    goes_on,
    is_there,
    leave_there,
    rings_there,
)
from .outgoing import (
    begin_outgoing,
    far_alerting,
    learn_called,
    outgoing_call,
    ring_own_call,
)


def begin_incoming(
    legs: Connections, event: Event, bell: Bell = Bell.RINGS
) -> Connection:
    """Begin a caller's call."""
    return legs.begin(
        event.call_id,
        event.device_id,
        Direction.INCOMING,
        CallState.RINGING,
        caller_of(legs, event),
        event.called.number,
        cause=event.cause,
        bell=bell,
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
        return
    leg = legs.get(event.call_id)
    if leg and leg.unheard:
        leg.put(event.device_id, "alerting", another=True)
    elif leg or is_outgoing(legs, event):
        alerting(legs, event)
    else:
        begin_incoming(legs, event, Bell.NOT_YET).unheard = True


def alerting(legs: Connections, event: Event) -> None:
    """Our own phone rings: for a caller, or for a call that we placed."""
    if (leg := legs.get(event.call_id)) is None:
        if is_outgoing(legs, event):
            begin_outgoing(legs, event.connection, event)
        else:
            begin_incoming(legs, event)
        return
    call = legs.call(leg)
    if call.queued:
        legs.line.learn(leg.id, CallFacts(queued=False))
    known = leg.find(event.device_id)
    was_held = call.answered_at is not None and call.state is CallState.HELD
    if was_held and (event.cause in RECALLS or known is not None):
        leg.put(event.device_id, "alerting", another=True)
        legs.line.ring_back(leg.id)
        return
    if call.direction is Direction.OUTGOING:
        ring_own_call(legs, leg, event)
        return
    if call.answered_at is not None:
        leg.put(event.device_id, "alerting", another=True)
        return
    leg.put(event.device_id, "alerting", another=True)
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
    """Wait in a queue: a call of ours at a group, or a caller at this line.

    What is parked at a phone, or waits until it is free, has got no bell there (6.1.5).
    """
    leg = outgoing_call(legs, event)
    is_queue = is_own(legs, event)
    if is_queue and event.cause in WAITS_FOR_ONE and (leg is None or leg.unheard):
        offered(legs, event)  # it has no bell before it's this one's turn
        return
    if leg is None and is_queue:
        leg = begin_incoming(legs, event)
    if leg is None:
        return
    if is_queue and not legs.line.is_queue:
        legs.line.is_queue = True
        legs.line.mark_changed()
    if is_queue or legs.call(leg).direction is Direction.OUTGOING:
        legs.line.learn(leg.id, waiting(event))
    if legs.call(leg).direction is Direction.OUTGOING:
        # Who rang in vain for the group has left the call again.
        reached = legs.other(event.device) if leg.moved_to else None
        learn_called(legs, leg, reached, event)
    if not leg.queued:
        leg.queued = True
        legs.line.note(leg.id, CallEventType.QUEUED, cause=event.cause)


def waiting(event: Event) -> CallFacts:
    """Return where in a queue a call waits: behind callsInFront, of numberQueued (17.2.15)."""
    in_front, length = event.count("callsInFront"), event.count("numberQueued")
    return CallFacts(
        queued=True,
        queue_position=None if in_front is None else in_front + 1,
        queue_length=length,
    )


def bridged(legs: Connections, event: Event) -> None:
    """Our appearance of a shared line falls silent while another one has the call (17.2.1)."""
    leg = legs.get(event.call_id)
    if leg is None or not is_own(legs, event):
        return
    if leg.drop(event.device_id) and not leg.phones:
        call = legs.call(leg)
        rang = call.answered_at is None and call.direction is Direction.INCOMING
        outcome = Outcome.ANSWERED_ELSEWHERE if rang else None
        legs.end(leg, outcome, cause=event.cause)


def diverted(legs: Connections, event: Event) -> None:
    """A call leaves a device: ours stops ringing; others' show by where it rings next."""
    leg = legs.get(event.call_id)
    destination = event.party("newDestination").number
    if not is_own(legs, event):
        if leg is None:
            return
        call, device = legs.call(leg), event.device_id
        rang = device is not None and leg.far.get(device.text) == "alerting"
        leave_there(leg, device)
        is_sent_on = call.direction is Direction.OUTGOING and event.cause in MOVED
        if is_sent_on and destination and len(leg.moved_to) < MEMBERS_LIMIT:
            leg.moved_to.append(destination)  # who answers there was not dialed
        caller_rings = call.state is CallState.RINGING and same_number(
            call.party.number, event.device.number
        )  # both ends of a transfer ring, and somebody picks the other one up
        if drop_member(legs, leg, event.device) or caller_rings:
            legs.incomplete = True  # somebody else is there instead
        elif rang and call.answered_at and not is_there(leg, event.device.number):
            goes_on(legs, leg, event.device, event.party("newDestination"))
    elif leg is not None:
        if leg.drop(event.device_id) and not leg.phones:
            legs.line.learn(leg.id, CallFacts(diverted_to=destination))
            end(legs, leg, event, diverted=True)
    elif not (legs.ended(event.call_id) or is_outgoing(legs, event)):
        outcome = ring_outcome(event.cause, rang=False, diverted=True)
        end_unheard(legs, event, outcome, CallFacts(diverted_to=destination))


def end_unheard(
    legs: Connections,
    event: Event,
    outcome: Outcome | None,
    facts: CallFacts = NO_FACTS,
) -> None:
    """Tell of a call that did not ring here; of one phone of several only if no other one rings."""
    legs.failed.append(event.call_id)
    leg = begin_incoming(legs, event, Bell.NEVER)
    legs.line.learn(leg.id, facts)
    if leg_of(event.device_id):
        lost = legs.lose(leg, outcome, event.cause)
        legs.questions.append(replace(lost, unheard=True))
    else:
        legs.end(leg, outcome, cause=event.cause)


def failed(legs: Connections, event: Event) -> None:
    """A call cannot go through: ours, whose tone may sound on, or a caller's who found us busy."""
    own = is_own(legs, event)
    nobody = event.device_id is None and event.device == UNKNOWN_PARTY
    if (leg := outgoing_call(legs, event)) is None:
        own = own or (nobody and legs.is_own(event.called.number))
        is_ours = legs.is_own(event.calling.number) and legs.ended(event.call_id)
        if own and not (is_ours or event.call_id in legs.failed):
            end_unheard(legs, event, Outcome.MISSED)
        return
    call = legs.call(leg)
    if own and leaves_phones(legs, leg, event):
        _ = leg.drop(event.device_id)
    elif call.answered_at is not None:
        gone = behind(legs, leg, event, device_party(event.device_id))
        if own or (
            not leg.conference
            and (gone == UNKNOWN_PARTY or same_number(gone.number, call.party.number))
        ):
            legs.line.leave_alone(leg.id)
    elif leg.is_undialed and event.called == call.party == UNKNOWN_PARTY:
        return  # a lifted receiver, and nobody has dialed
    elif call.direction is not Direction.INCOMING:
        leave_there(leg, event.device_id)
        if own or not rings_there(leg):
            fail(legs, leg, event, here=own and leg.state != "connected")
    elif own:
        legs.failed.append(event.call_id)
        end(legs, leg, event, diverted=False)


def leaves_phones(legs: Connections, leg: Connection, event: Event) -> bool:
    """Whether a failed phone of the line is one of several, of which others ring or talk on."""
    known = leg.find(event.device_id)
    rest = {key: state for key, (_, state) in leg.phones.items() if key != known}
    call = legs.call(leg)
    if call.direction is not Direction.OUTGOING or call.answered_at is not None:
        return bool(rest)
    if known is not None and leg.phones[known][1] != "alerting":
        return False  # the one that dials hears a tone
    called = call.called_number or event.called.number
    return "alerting" in rest.values() or (bool(rest) and not legs.is_own(called))


def fail(legs: Connections, leg: Connection, event: Event, *, here: bool) -> None:
    """Let a call that we place be one that cannot go through."""
    learn_called(legs, leg, None, event)
    leg.tells_answers = True
    leg.lifted = False
    if (outcome := failure(event.cause, here=here)) is None:
        leg.failure_cause = event.cause
    else:
        legs.line.fail(leg.id, outcome, cause=event.cause)
