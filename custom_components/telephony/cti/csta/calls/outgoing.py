"""Calls that the line places: dialing, ring-back, the way out (ECMA-269, 17.2)."""

from typing import Final

from ...model import (
    UNKNOWN_PARTY,
    Call,
    CallEventType,
    CallFacts,
    CallState,
    Direction,
    Party,
    Presentation,
    PressedBy,
)
from ..wire.events import Event
from ..wire.identifiers import ConnectionId, own_device, same_number, with_name
from .causes import MAKES_RING, MOVED, Why, why_gone
from .connection import Connection
from .connections import Connections
from .meaning import LIFTED, RINGING, facts_of, is_own
from .members import MEMBERS_LIMIT, goes_on, put_there, rings_there
from .renames import renamed_at_ring_back
from .states import TALKS

LONGEST_NUMBER: Final = 64
_DIALING: Final = frozenset(
    {
        "ServiceInitiatedEvent",
        "OriginatedEvent",
        "DigitsDialedEvent",
        "NetworkReachedEvent",
    }
)


def known_direction(legs: Connections, call: Call, event: Event) -> Direction | None:
    """Return who began a call, for one that a snapshot showed first by the switch's word."""
    outgoing = call.direction is None and (
        event.cause == MAKES_RING or legs.is_own(event.calling.number)
    )
    return Direction.OUTGOING if outgoing else call.direction


def outgoing_call(legs: Connections, event: Event) -> Connection | None:
    """Return the leg of an event, begun now where it is an unknown call of this line's."""
    if leg := legs.get(event.call_id):
        return leg
    if legs.ended(event.call_id) or not legs.is_own(event.calling.number):
        return None
    if event.name == "DeliveredEvent" and (leg := renamed_at_ring_back(legs, event)):
        return leg
    device = own_device(event.fields.get("callingDevice"))
    own = ConnectionId(event.call_id, device)
    return begin_outgoing(legs, own, event)


def dialed_party(legs: Connections, event: Event) -> Party:
    """Return whom a call of ours is for; our own number only while it is dialed.

    Where the phone system rings the caller first, that phone is the calledDevice of its ring.
    """
    called = event.called
    if legs.is_own(called.number) and event.name not in _DIALING:
        return UNKNOWN_PARTY
    return called


def begin_outgoing(legs: Connections, own: ConnectionId, event: Event) -> Connection:
    """Begin a call of the line's, with whom it is for where that is told."""
    called = dialed_party(legs, event)
    leg = legs.begin(
        *own,
        Direction.OUTGOING,
        CallState.DIALING,
        called if called != UNKNOWN_PARTY else None,
        called.number,
        cause=event.cause,
        lifted=event.name in LIFTED,
        facts=facts_of(event),
    )
    if event.name in RINGING and is_own(legs, event):
        leg.put(own.device, "alerting")
    return leg


def initiated(legs: Connections, event: Event) -> None:
    """Our phone was lifted, or has dialed."""
    if not is_own(legs, event):
        return
    legs.know_as(event.device_id)
    if (leg := legs.get(event.call_id)) is None:
        leg = begin_outgoing(legs, event.connection, event)
        ask_for_number(legs, leg, event)
        return
    leg.put(event.device_id, "connected")
    if legs.call(leg).direction is Direction.OUTGOING:
        learn_called(legs, leg, None, event)
        ask_for_number(legs, leg, event)


def ask_for_number(legs: Connections, leg: Connection, event: Event) -> None:
    """Have the phone system asked, once, whom a call is for that was dialed and names nobody."""
    call = legs.call(leg)
    if (
        event.name == "OriginatedEvent"
        and event.cause != MAKES_RING
        and not leg.asked
        and call.called_number is None
        and call.party == UNKNOWN_PARTY
    ):
        leg.asked = True
        legs.questions.append(leg)


def digits_dialed(legs: Connections, event: Event) -> None:
    """A number is dialed by hand, at once or key by key: it is known once it seems whole (17.2).

    Once it rings or somebody has answered, keys are for whoever listens.
    """
    leg = legs.get(event.call_id) if is_own(legs, event) else None
    if leg is None:
        return
    if legs.call(leg).answered_at is not None or leg.remote_ringing or leg.queued:
        if event.pressed:
            legs.line.press(leg.id, event.pressed, PressedBy.LINE)
        return
    if legs.call(leg).direction is not Direction.OUTGOING:
        return
    known, dialed = legs.call(leg).called_number, event.dialed
    # Some tell all that was dialed so far, and not what is new.
    grows = len(dialed) > len(leg.digits) and dialed.startswith(leg.digits)
    leg.digits = (dialed if grows else leg.digits + dialed)[:LONGEST_NUMBER]
    if event.called != UNKNOWN_PARTY:
        learn_called(legs, leg, None, event)
    elif len(dialed) > 1 and (known is None or leg.digits.startswith(known)):
        party = Party(leg.digits, None, Presentation.ALLOWED)
        legs.change(leg, party=party, called_number=leg.digits, cause=event.cause)


def learn_called(
    legs: Connections, leg: Connection, reached: Party | None, event: Event
) -> None:
    """Take over whom our call has reached; what was dialed first stays the called number.

    Whoever rings or answers takes the place of who was dialed only where the cause says why;
    a trunk never does (17.2, networkInterfaceUsed), nor anybody once the call is outside.
    """
    called = dialed_party(legs, event)
    if called == UNKNOWN_PARTY and leg.digits and legs.call(leg).party == called:
        called = Party(leg.digits, None, Presentation.ALLOWED)
    if event.is_external:
        legs.line.learn(leg.id, CallFacts(external=True))
    if leg.moved_to and event.is_trunk(Party(leg.moved_to[-1])):
        leg.moved_to.clear()  # a snapshot can't tell a trunk from a phone
    party: Party | None = None if leg.moved_to else called
    if reached and not event.is_trunk(reached):
        is_known = any(same_number(reached.number, each) for each in leg.moved_to)
        has_moved = event.cause in MOVED or (
            reached.number != called.number and is_known
        )
        may_be_told = has_moved or not leg.reached_network
        if has_moved or (
            may_be_told and (leg.joined or called == UNKNOWN_PARTY or is_known)
        ):
            if reached.number and not is_known and len(leg.moved_to) < MEMBERS_LIMIT:
                leg.moved_to.append(reached.number)
            party = reached
        elif (
            may_be_told and reached.name and same_number(reached.number, called.number)
        ):
            party = reached
    known = legs.call(leg).called_number
    legs.change(
        leg,
        party=None if party == UNKNOWN_PARTY else party,
        called_number=None if known else called.number,
        cause=event.cause,
    )


def far_alerting(legs: Connections, event: Event) -> None:
    """Somebody else's phone rings: for a call of ours that is the ring-back."""
    if (leg := outgoing_call(legs, event)) is None:
        return
    put_there(leg, event.device_id, "alerting")
    call = legs.call(leg)
    if call.queued:
        legs.line.learn(leg.id, CallFacts(queued=False))
    direction = known_direction(legs, call, event)
    found_out = direction is not call.direction
    if call.state is CallState.RINGING and call.answered_at is None:
        note_gone_on(legs, leg, event)
    leg.contested = True
    if call.answered_at and event.cause in MOVED and not leg.conference:
        goes_on(legs, leg, event.party("lastRedirectionDevice"), event.device)
    if call.direction is Direction.INCOMING or (call.answered_at and not found_out):
        return
    if leg.reached_network:  # who tells of ringing outside would tell of an answer
        leg.tells_answers = leg.tells_answers is not False
    legs.change(leg, direction=direction)
    learn_called(legs, leg, legs.other(event.device), event)
    if not leg.remote_ringing and event.name != "OfferedEvent":
        leg.remote_ringing = True
        legs.line.note(leg.id, CallEventType.REMOTE_RINGING, cause=event.cause)


def note_gone_on(legs: Connections, leg: Connection, event: Event) -> None:
    """Note that a call that rings here is at somebody else's: from here, not from a colleague's phone."""
    why = why_gone(event.cause, rang=not leg.unheard)
    by = event.party("lastRedirectionDevice").number
    from_here = not leg.contested if by is None else legs.is_own(by)
    from_all = why is Why.NOBODY and same_number(by, legs.call(leg).called_number)
    if leg.gone_on or not (from_here or from_all):
        return
    is_ours = why is Why.SENT_ON and legs.is_own(by or event.called.number)
    if why is Why.NOBODY or is_ours:
        leg.gone_on = why
        legs.line.learn(leg.id, CallFacts(diverted_to=event.device.number))


def ring_own_call(legs: Connections, leg: Connection, event: Event) -> None:
    """Ring for a call that we placed: the placing phone itself, or another one that was dialed."""
    another = leg.find(event.device_id) is None
    dials_itself = another and leg.state in TALKS and event.cause != MAKES_RING
    leg.put(event.device_id, "alerting" if another else None, another=another)
    learn_called(legs, leg, None, event)
    if dials_itself and not (leg.remote_ringing or legs.call(leg).answered_at):
        leg.remote_ringing = True
        legs.line.note(leg.id, CallEventType.REMOTE_RINGING, cause=event.cause)


def network_reached(legs: Connections, event: Event) -> None:
    """Our call has left the switch: nobody tells of ring-back for certain from here on."""
    leg = outgoing_call(legs, event)
    if leg and legs.call(leg).direction is Direction.OUTGOING:
        leg.reached_network = True
        leg.tells_answers = event.tells_answers
        if leg.tells_answers is None and rings_there(leg):
            leg.tells_answers = True
        legs.line.leave_network(leg.id)
        legs.line.learn(leg.id, CallFacts(external=True))
        sent_on = event.called.number
        if same_number(sent_on, legs.call(leg).called_number) and leg.moved_to:
            sent_on = leg.moved_to[-1]
        learn_called(legs, leg, None, event)
        if sent_on and leg.moved_to:
            there = with_name(
                Party(sent_on, None, Presentation.ALLOWED), (event.called,)
            )
            legs.change(leg, party=there)
