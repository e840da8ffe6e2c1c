"""Calls that become one: transfer and conference, from each side's view (ECMA-269, 17.2)."""

from typing import Final

from ...model import UNKNOWN_PARTY, CallEventType, CallState, Party
from ..wire.events import Event
from ..wire.identifiers import (
    ConnectionId,
    connection,
    device_party,
    party,
    same_number,
    with_name,
)
from ..wire.xml import child, descendants
from .connections import Connection, Connections

_LISTS: Final = {
    "TransferedEvent": ("transferredConnections", "transferredToDevice"),
    "ConferencedEvent": ("conferenceConnections", "addedParty"),
}
"""Where an event lists the connections of the new call, and names who was added."""


def transferred(legs: Connections, event: Event) -> None:
    """Leave the calls that we have transferred, or meet who takes the transferrer's place."""
    ours = _old_legs(legs, event)
    if not ours:
        return  # transferred to us: it rings here next
    first = ours[0]
    if legs.is_own(event.device.number):
        legs.line.note(first.id, CallEventType.TRANSFERRED, cause=event.cause)
        for leg in ours:
            legs.end(leg, cause=event.cause)
        return
    others = _follow(legs, first, event, legs.parties(), leaving=event.device.number)
    first.conference.clear()
    if len(others) > 1:
        legs.add_members(first, others)
    legs.change(first, party=next(iter(others), None))
    legs.line.note(first.id, CallEventType.TRANSFERRED, cause=event.cause)


def conferenced(legs: Connections, event: Event) -> None:
    """Be one of several; of two calls of ours the held one, the first, goes on."""
    ours = _old_legs(legs, event)
    if not ours:
        return
    first = ours[0]
    known = legs.parties()
    for merged in ours[1:]:
        legs.end(merged, cause=event.cause)
    others = _follow(legs, first, event, known)
    call = legs.call(first)
    if call.state is CallState.HELD and legs.is_own(event.device.number):
        legs.change(first, state=CallState.CONNECTED, cause=event.cause)
    if len(others) > 1:  # all members, who may be in one conference already
        first.conference.clear()
    legs.add_members(first, others or [call.party])
    if others and (
        call.party == UNKNOWN_PARTY
        or all(other.number != call.party.number for other in others)
    ):
        legs.change(first, party=others[0])
    legs.line.note(first.id, CallEventType.CONFERENCED, cause=event.cause)


def _old_legs(legs: Connections, event: Event) -> list[Connection]:
    """Return our legs in the calls that become one, the held call's first."""
    found = []
    for tag in ("primaryOldCall", "secondaryOldCall"):
        if old := connection(event.fields.get(tag)):
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
    """Take our leg into the new call; return who else is in it.

    Lists often name connections only: names are told beside them, or are known from before.
    """
    box, added = _LISTS[event.name]
    others: list[Party] = []
    renamed: ConnectionId | None = None
    for new, endpoint in _new_connections(event, box):
        named = (endpoint, event.party(added), event.device, *known)
        who = with_name(device_party(new.device), named)
        if who == UNKNOWN_PARTY:
            who = endpoint
        if legs.is_own(who.number):
            renamed = new
            continue
        renamed = renamed or ConnectionId(new.call_id)
        if not same_number(who.number, leaving):
            others.append(who)
    leg.joined = True
    if renamed:
        legs.touched.add(renamed.call_id)
        legs.rename(leg, renamed)
    if not others and (other := legs.other(event.party(added))):
        others.append(with_name(other, known))
    return others


def _new_connections(event: Event, box: str) -> list[tuple[ConnectionId, Party]]:
    if (element := event.fields.get(box)) is None:
        return []
    items = descendants(element, "connectionListItem")
    found = (
        (connection(child(item, "newConnection")), party(child(item, "endpoint")))
        for item in items
    )
    return [(new, endpoint) for new, endpoint in found if new]
