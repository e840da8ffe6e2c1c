"""How calls end: which connection was dropped, and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from ...errors import NotSupported, RequestRefused
from ...model import (
    Call,
    CallEventType,
    CallFacts,
    CallState,
    Direction,
    Outcome,
    Party,
)
from ..wire.events import Event
from ..wire.identifiers import device_party, leg_of, same_number
from .causes import (
    BUSY,
    FAILS,
    RING_ENDED,
    TRANSFERS,
    Why,
    looks_given_up,
    ring_outcome,
)
from .connection import Connection
from .connections import Connections
from .members import behind, drop_member, leave_there, rings_there
from .renames import renamed_at_end
from .untold import LostRing

_SHOWN: Final = {
    "alerting": CallState.RINGING,
    "connected": CallState.CONNECTED,
    "hold": CallState.HELD,
}


def connection_cleared(legs: Connections, event: Event) -> None:
    """Let the connection that was dropped go, whoever released it; the last own one is the call."""
    device = event.device_id
    leg = legs.get(event.call_id) or renamed_at_end(legs, event)
    if leg is None:
        return
    name = device.number if device else None
    if device is not None and not (legs.is_own(name) or leg.is_called(name)):
        if event.own_state != "null":
            leave(legs, leg, event, device_party(device))
            return
    elif not leg.drop(device):
        return  # another phone of ours, that has lost the call to this one
    elif leg.phones:
        show_own(legs, leg)
        return
    end(legs, leg, event, diverted=False)


def show_own(legs: Connections, leg: Connection) -> None:
    """Let a talk show what its most active own connection is, where one of several has changed."""
    if (shown := _SHOWN.get(leg.state)) and legs.call(leg).answered_at is not None:
        legs.change(leg, state=shown)


def leave(legs: Connections, leg: Connection, event: Event, gone: Party) -> None:
    """Let somebody else leave; where nobody real is left, only a tone is (blocked, fail)."""
    gone = behind(legs, leg, event, gone)
    if drop_member(legs, leg, gone) or leg.conference:
        return
    call = legs.call(leg)
    leave_there(leg, event.device_id)
    if call.answered_at is None:
        if call.direction is Direction.OUTGOING and not rings_there(leg):
            fail(legs, leg, event.cause)
        return
    if event.own_state == "fail":
        legs.line.leave_alone(leg.id)
    elif "connected" not in leg.far.values() and same_number(
        gone.number, call.party.number
    ):  # nor has another phone of theirs lost the call
        leg.left_alone = legs.left_alone = True  # or our own end comes next


def fail(legs: Connections, leg: Connection, cause: str | None) -> None:
    """Tell that a call of ours cannot go through, where the cause of an end says so."""
    why = RING_ENDED.get(cause or "")
    if why in FAILS:
        leg.tells_answers = True
        outcome = Outcome.BUSY if cause in BUSY else Outcome.FAILED
        legs.line.fail(leg.id, outcome, cause=cause)
    elif why is Why.NOBODY:
        leg.tells_answers = True
        leg.failure_cause = cause


def leave_talks(legs: Connections, *, sure: bool) -> bool:
    """Look at calls whose far end has left, unless it has more phones; True where there are any."""
    legs.left_alone = False
    alone = [leg for leg in legs.all() if leg.left_alone]
    for leg in alone:
        leg.left_alone = False
        if sure:
            legs.line.leave_alone(leg.id)
    return bool(alone)


def tells_answers(legs: Connections, leg: Connection) -> bool:
    """Whether a call that has left would have been told as answered (17.2, Network Reached)."""
    if leg.tells_answers is not None:
        return leg.tells_answers
    return legs.outside.has_answered


@contextmanager
def refusing(legs: Connections, leg: Connection) -> Iterator[None]:
    """Ask for our end of a call; what rings no more meanwhile was refused if the answer is yes.

    Of several who ask at once the first one's answer decides.
    """
    if leg.asking is not None:
        yield
        return
    leg.rejecting = not leg.answered_elsewhere
    with _asking(legs, leg):
        try:
            yield
        except NotSupported, RequestRefused:
            leg.rejecting = False
            raise


@contextmanager
def deflecting(legs: Connections, leg: Connection, number: str) -> Iterator[None]:
    """Ask for a ringing call to be sent elsewhere: unless that is refused, its end means that."""
    leg.deflecting = number
    with _asking(legs, leg):
        try:
            yield
        except NotSupported, RequestRefused:
            leg.deflecting = None
            raise


@contextmanager
def _asking(legs: Connections, leg: Connection) -> Iterator[None]:
    """Keep back the end of a ringing call until it's answered whether we have ended it."""
    if leg.asking is not None:
        yield
        return
    lost = leg.asking = list[LostRing]()
    try:
        yield
    finally:
        leg.asking = None
        for each in lost:
            outcome = _asked_for(legs, leg, each.call) or each.outcome
            legs.line.end(each.call.call_id, outcome, cause=each.cause)


def _asked_for(legs: Connections, leg: Connection, call: Call) -> Outcome | None:
    """Return how a ringing call ended if we have asked for it, and learn where it has gone."""
    if leg.deflecting is None:
        return Outcome.REJECTED if leg.rejecting else None
    if call.diverted_to is None:
        legs.line.learn(call.call_id, CallFacts(diverted_to=leg.deflecting))
    return Outcome.DIVERTED


def call_cleared(legs: Connections, event: Event) -> None:
    """End our call with everybody's."""
    if leg := legs.get(event.call_id):
        end(legs, leg, event, diverted=False)


def end(legs: Connections, leg: Connection, event: Event, *, diverted: bool) -> None:
    """End our call, with the outcome of its ring where nobody has answered it here."""
    call = legs.call(leg)
    outcome = None
    if call.state is CallState.RINGING and call.answered_at is None:
        by_us = _asked_for(legs, leg, call) if leg.asking is None else None
        outcome = ring_outcome(
            event.cause,
            rang=not leg.unheard,
            diverted=diverted,
            by_us=by_us,
            answered_elsewhere=leg.answered_elsewhere,
            gone_on=leg.gone_on,
        )
        if leg.asking is not None and (leg.rejecting or leg.deflecting):
            leg.asking.append(legs.lose(leg, outcome, event.cause))
            return
        rang_for_others = (
            leg.contested
            or call.redirected_by is not None
            or not legs.is_own(call.called_number or legs.line.number)
        )
        is_sent_on = diverted and outcome is not None
        is_known = by_us or leg.answered_elsewhere or leg.gone_on
        for_all = event.name == "CallClearedEvent"
        is_told = is_known or is_sent_on or for_all
        if rang_for_others and not is_told and looks_given_up(event.cause):
            legs.questions.append(legs.lose(leg, outcome, event.cause))
            return
        if leg.unheard and leg_of(event.device_id) and not is_known:
            lost = legs.lose(leg, outcome, event.cause)
            legs.questions.append(replace(lost, unheard=True))
            return
    elif call.answered_at is None and leg.reached_network:
        says_nothing = RING_ENDED.get(event.cause or "") in (None, Why.NOTHING)
        if says_nothing and not tells_answers(legs, leg):
            outcome = Outcome.UNKNOWN
    elif call.answered_at is None and call.direction is Direction.OUTGOING:
        fail(legs, leg, event.cause)
    elif call.answered_at is not None and (
        leg.transferring or event.cause in TRANSFERS
    ):
        legs.line.note(leg.id, CallEventType.TRANSFERRED, cause=event.cause)
    legs.end(leg, outcome, cause=event.cause)
