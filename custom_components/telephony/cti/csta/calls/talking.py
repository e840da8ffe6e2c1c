"""Calls that are answered, held and taken back (ECMA-269, 17.2)."""

from ...model import UNKNOWN_PARTY, CallFacts, CallState, Direction, Party, PressedBy
from ..wire.events import Event
from ..wire.identifiers import device_party, leg_of, same_number
from .causes import JOINS_IN, MAKES_RING, PICK_UP, RECALLS
from .connection import Connection
from .connections import Connections
from .incoming import begin_incoming
from .meaning import caller_of, facts_of, is_own
from .members import add_members, add_silent, put_there
from .outgoing import (
    begin_outgoing,
    known_direction,
    learn_called,
    note_gone_on,
    outgoing_call,
)
from .renames import (
    renamed,
    renamed_by_far_end,
    renamed_on_hold,
    renamed_there,
    rings_at,
)
from .states import TALKS


def established(legs: Connections, event: Event) -> None:
    """Somebody has answered: here, or at another device of the call."""
    if is_own(legs, event):
        answered_here(legs, event)
    else:
        answered_there(legs, event)


def answered_here(legs: Connections, event: Event) -> None:
    """One of the line's own phones was answered, or lifted for a call that it places."""
    legs.know_as(event.device_id)
    leg = legs.get(event.call_id) or renamed(legs, event) or lifted(legs, event)
    if leg is None and is_late(legs, event):
        return
    if leg is None:
        leg = (  # the callingDevice may be who answered
            begin_outgoing(legs, event.connection, event)
            if event.cause == MAKES_RING
            else begin_incoming(legs, event)
        )
    call = legs.call(leg)
    if event.cause in PICK_UP and call.answered_at is None:
        legs.change(leg, direction=Direction.INCOMING, party=caller_of(legs, event))
    elif call.direction is Direction.OUTGOING:
        rings = rings_at(leg, leg_of(event.device_id))
        dialed_itself = leg.state in TALKS and rings
        if dialed_itself:
            leg.settle(event.device_id)
        else:
            talks = call.answered_at is not None  # and may go on at a third phone
            leg.put(event.device_id, "connected", another=talks)
        if dialed_itself or call.answered_at is not None:
            legs.change(leg, state=CallState.CONNECTED, cause=event.cause)
        return  # else our own phone was lifted; the far end is still to answer
    leg.settle(event.device_id)
    # Only while it rings may it be told who calls from outside; then there is but the trunk.
    knows = leg.joined or (
        call.external and not event.is_external and call.party != UNKNOWN_PARTY
    )
    legs.line.learn(leg.id, facts_of(event))
    legs.change(
        leg,
        state=CallState.CONNECTED,
        direction=Direction.INCOMING,
        party=None if knows else caller_of(legs, event),
        cause=event.cause,
    )
    picked_up = event.cause in PICK_UP
    if picked_up or legs.call(leg).party == UNKNOWN_PARTY:
        legs.incomplete = True


def is_late(legs: Connections, event: Event) -> bool:
    """Whether an event is of a call that is over here, which only a pick-up or a recall brings back.

    Where it goes on nevertheless, the phone system is asked.
    """
    comes_back = event.cause in PICK_UP or event.cause in RECALLS
    late = legs.ended(event.call_id) is not None and not comes_back
    legs.incomplete = legs.incomplete or late
    return late


def lifted(legs: Connections, event: Event) -> Connection | None:
    """Return the receiver that was lifted for a pick-up, which becomes the call picked up."""
    if event.cause not in PICK_UP:
        return None
    waiting = [
        leg
        for leg in legs.all()
        if legs.call(leg).state is CallState.DIALING
        and legs.call(leg).answered_at is None
        and leg.lifted
        and not (leg.remote_ringing or leg.reached_network or leg.queued)
    ]
    if len(waiting) != 1:
        return None
    legs.rename(waiting[0], event.connection)
    return waiting[0]


def answered_there(legs: Connections, event: Event) -> None:
    """Somebody else has answered: the far end of our call, or a caller's at another device."""
    renamed_there(legs, event)
    if (leg := outgoing_call(legs, event)) is None:
        return
    call = legs.call(leg)
    answering = legs.other(event.device)
    if answering and (event.is_silent or answering.number in leg.silent):
        add_silent(legs, leg, [answering])
        return
    if call.queued and not same_number(event.device.number, call.called_number):
        legs.line.learn(leg.id, CallFacts(queued=False))
    put_there(leg, event.device_id, "connected")
    if call.state is CallState.RINGING and call.answered_at is None:
        if answering and same_number(answering.number, call.party.number):
            return  # both ends of a transfer ring, and the other one was lifted first
        note_gone_on(legs, leg, event)
        leg.answered_elsewhere = True
    elif call.answered_at is None:
        legs.change(leg, direction=known_direction(legs, call, event))
        learn_called(legs, leg, answering, event)
        legs.outside.has_answered = legs.outside.has_answered or leg.reached_network
        leg.failure_cause = None
        talking = {k: each for k, each in leg.phones.items() if each[1] in TALKS}
        leg.phones = talking or leg.phones  # what rings here has lost the call
        legs.line.answer(leg.id, cause=event.cause)
    else:
        come_in(legs, leg, answering, event)


def come_in(
    legs: Connections, leg: Connection, answering: Party | None, event: Event
) -> None:
    """Somebody comes into a talk: beside whoever is there, or in their place."""
    call = legs.call(leg)
    leg.left_alone = False
    if call.state is CallState.DIALING:  # there was but a tone
        legs.change(leg, state=CallState.CONNECTED, cause=event.cause)
    if leg.conference or event.cause in JOINS_IN:
        known = () if leg.conference else (call.party,)
        add_members(legs, leg, (*known, *([answering] if answering else [])))
    elif answering is not None and not event.is_trunk(answering):
        legs.change(leg, party=answering, cause=event.cause)


def held(legs: Connections, event: Event) -> None:
    """Somebody has put the call on hold: the line, or the far end."""
    if not is_own(legs, event):
        hold_there(legs, event, held=True)
        return
    leg = legs.get(event.call_id)
    if leg and legs.call(leg).direction is Direction.INCOMING:
        legs.line.answer(leg.id, cause=event.cause)  # in case that was not told
    set_own(legs, event, CallState.HELD)


def hold_there(legs: Connections, event: Event, *, held: bool) -> None:
    """Note that the far end has put us on hold, or taken us back; in a conference others go on."""
    leg = legs.get(event.call_id) or renamed_by_far_end(legs, event)
    if leg is None or leg.conference:
        return
    number = (legs.other(event.device) or device_party(event.device_id)).number
    if number not in leg.silent and not event.is_trunk(Party(number)):
        legs.line.learn(leg.id, CallFacts(held_by_far_end=held))


def retrieved(legs: Connections, event: Event) -> None:
    """Somebody has taken the call back from hold."""
    if not is_own(legs, event):
        hold_there(legs, event, held=False)
        return
    leg = legs.get(event.call_id)
    answered = leg is None or legs.call(leg).answered_at is not None
    set_own(legs, event, CallState.CONNECTED if answered else CallState.DIALING)


def keys_pressed(legs: Connections, event: Event) -> None:
    """Somebody presses keys during the call: on the connection that is told (18.2.3)."""
    leg = legs.get(event.call_id)
    if leg is None or not event.pressed:
        return
    pressed_by = PressedBy.LINE if is_own(legs, event) else PressedBy.FAR_END
    known = event.device_id is not None
    legs.line.press(leg.id, event.pressed, pressed_by if known else None)


def set_own(legs: Connections, event: Event, state: CallState) -> None:
    """Hold or retrieve our connection."""
    held = state is CallState.HELD
    if (leg := legs.get(event.call_id)) is None:
        if is_late(legs, event):
            return
        # Whose call it is, and whether anybody has answered it, the switch must be asked.
        legs.incomplete = True
        leg = renamed_on_hold(legs, event, "connected" if held else "hold")
        if leg is None:
            first = CallState.DIALING if held else state
            leg = legs.begin(event.call_id, event.device_id, None, first)
    leg.put(event.device_id, "hold" if held else "connected")
    if held and leg.state == "connected":
        return  # another phone of the line talks on
    legs.change(leg, state=state, cause=event.cause)
