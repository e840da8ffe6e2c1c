"""Calls that become one: transfer and conference, from each side's view (ECMA-269, 17.2)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ...errors import NotSupported, RequestRefused
from ...model import UNKNOWN_PARTY, CallEventType, CallFacts, CallState, Party
from ..wire.events import SILENT_KINDS, Event
from ..wire.identifiers import (
    ConnectionId,
    connection,
    device_party,
    party,
    same_number,
    with_name,
)
from ..wire.xml import Element, child, descendants, text
from .connections import Connection, Connections
from .members import add_members, add_silent, show_members

_LISTS: Final = {
    "TransferedEvent": ("transferredConnections", "transferredToDevice"),
    "ConferencedEvent": ("conferenceConnections", "addedParty"),
}
"""Where an event lists the connections of the new call, and names who was added."""
_OLD_CALLS: Final = ("primaryOldCall", "secondaryOldCall")
_TALKS: Final = ("connected", "hold")


@contextmanager
def transferring(legs: Connections, *own: ConnectionId) -> Iterator[None]:
    """Ask for a transfer of these calls; some phone systems tell of it only that we have left."""
    ours = [leg for each in own if (leg := legs.get(each.call_id))]
    for leg in ours:
        leg.transferring = True
    try:
        yield
    except RequestRefused, NotSupported:
        for leg in ours:
            leg.transferring = False
        raise


def transferred(legs: Connections, event: Event) -> None:
    """Leave the calls that we have transferred, or meet who takes the transferrer's place."""
    ours = _old_legs(legs, event)
    if not ours:
        meet(legs, event)  # transferred to us: else it rings here next
        return
    first = ours[0]
    if legs.is_own(event.device.number):
        legs.line.note(first.id, CallEventType.TRANSFERRED, cause=event.cause)
        for leg in ours:
            legs.end(leg, cause=event.cause)
        return
    before = legs.call(first).party
    gone = event.device.number
    for merged in ours[1:]:
        legs.end(merged, cause=event.cause)
    others = _follow(legs, first, event, legs.parties(), leaving=gone)
    first.conference.clear()
    if len(others) > 1:
        add_members(legs, first, others)
    if not others and (gone is None or same_number(before.number, gone)):
        others = [UNKNOWN_PARTY]  # never who has left
        legs.incomplete = True
    legs.change(first, party=next(iter(others), None))
    linkage = event.call_linkage_id
    legs.line.learn(first.id, CallFacts(held_by_far_end=False, call_linkage_id=linkage))
    show_members(legs, first)
    legs.line.note(first.id, CallEventType.TRANSFERRED, cause=event.cause)


def conferenced(legs: Connections, event: Event) -> None:
    """Be one of several; of two calls of ours the held one, the first, goes on."""
    ours = _old_legs(legs, event)
    if not ours:
        meet(legs, event)
        return
    first = ours[0]
    known = legs.parties()
    for merged in ours[1:]:
        known_there = legs.call(merged).party
        if legs.other(known_there):
            add_members(legs, first, [known_there])
        legs.end(merged, cause=event.cause)
    others = _follow(legs, first, event, known)
    call = legs.call(first)
    if call.state is CallState.HELD and legs.is_own(event.device.number):
        legs.change(first, state=CallState.CONNECTED, cause=event.cause)
    listed = _items(event, _LISTS[event.name][0])
    if listed and len(others) > 1:  # all members, who may be in one conference already
        first.conference.clear()
    if listed:
        add_members(legs, first, others or [call.party])
    else:  # whoever was in it, who made it one of several, and who came in
        there = (call.party, event.device, *others)
        add_members(
            legs, first, [with_name(each, known) for each in there if legs.other(each)]
        )
    members = tuple(first.conference.values())
    if members and all(each.number != call.party.number for each in members):
        legs.change(first, party=members[0])
    if len(members) == 1 and first.silent:
        first.conference.clear()  # one party, and whoever listens
    linkage = event.call_linkage_id
    legs.line.learn(first.id, CallFacts(held_by_far_end=False, call_linkage_id=linkage))
    show_members(legs, first)
    legs.line.note(first.id, CallEventType.CONFERENCED, cause=event.cause)


def meet(legs: Connections, event: Event) -> None:
    """Be in a call that we were in no old part of: a list names us (a supervisor, a target)."""
    box, _ = _LISTS[event.name]
    own = next(
        (
            new
            for new, endpoint, _ in _new_connections(event, box)
            if legs.is_own(device_party(new.device).number or endpoint.number)
        ),
        None,
    )
    if own is None:
        return
    if legs.get(own.call_id) is None:
        if event.name == "TransferedEvent" and event.own_state not in _TALKS:
            legs.incomplete = True  # it rings here next, or the phone system knows
            return
        if legs.ended(own.call_id):
            return
        facts = CallFacts(call_linkage_id=event.call_linkage_id)
        _ = legs.begin(own, None, CallState.CONNECTED, facts=facts)
    leg = legs.get(own.call_id)
    assert leg is not None
    is_conference = event.name == "ConferencedEvent"
    leaving = None if is_conference else event.device.number
    others = _follow(legs, leg, event, legs.parties(), leaving=leaving)
    if len(others) > 1:
        leg.conference.clear()
        add_members(legs, leg, others)
    legs.change(leg, party=next(iter(others), None))
    show_members(legs, leg)
    told = CallEventType.CONFERENCED if is_conference else CallEventType.TRANSFERRED
    legs.line.note(leg.id, told, cause=event.cause)


def _old_legs(legs: Connections, event: Event) -> list[Connection]:
    """Return our legs in the calls that become one, the held call's first."""
    olds = [connection(event.fields.get(tag)) for tag in _OLD_CALLS]
    listed = (
        connection(child(item, "oldConnection"))
        for item in _items(event, _LISTS[event.name][0])
    )
    olds += [
        old for old in listed if old and legs.is_own(device_party(old.device).number)
    ]
    found = []
    for old in olds:
        if old is not None:
            legs.touched.add(old.call_id)
            found.append(legs.get(old.call_id))
    return list(dict.fromkeys(leg for leg in found if leg))


def _follow(
    legs: Connections,
    leg: Connection,
    event: Event,
    known: list[Party],
    *,
    leaving: str | None = None,
) -> list[Party]:
    """Take our leg into the new call; return who else talks in it.

    Lists often name connections only: names are told beside them, or are known from before.
    """
    box, added = _LISTS[event.name]
    others: list[Party] = []
    newcomer = event.party(added)
    if event.is_silent and legs.other(newcomer):
        add_silent(legs, leg, [with_name(newcomer, known)])
    renamed: ConnectionId | None = None
    for new, endpoint, silent in _new_connections(event, box):
        named = (endpoint, newcomer, event.device, *known)
        who = with_name(device_party(new.device), named)
        if who == UNKNOWN_PARTY:
            who = endpoint
        if legs.is_own(who.number):
            renamed = new
            continue
        renamed = renamed or ConnectionId(new.call_id)
        if silent:
            add_silent(legs, leg, [who])
        elif who.number not in leg.silent and not same_number(who.number, leaving):
            others.append(who)
    leg.joined = True
    leg.left_alone = False
    leg.far.clear()  # all may have other names now
    if renamed:
        legs.touched.add(renamed.call_id)
        legs.rename(leg, renamed)
    other = legs.other(newcomer)
    if not others and other and other.number not in leg.silent:
        others.append(with_name(other, known))
    return others


def _items(event: Event, box: str) -> list[Element]:
    if (element := event.fields.get(box)) is None:
        return []
    return list(descendants(element, "connectionListItem"))


def _new_connections(event: Event, box: str) -> list[tuple[ConnectionId, Party, bool]]:
    """Return the connections of the new call, their devices, and whether those only listen."""
    found = (
        (
            connection(child(item, "newConnection")),
            party(child(item, "endpoint")),
            text(item, "participationType") in SILENT_KINDS,
        )
        for item in _items(event, box)
    )
    return [(new, endpoint, silent) for new, endpoint, silent in found if new]
