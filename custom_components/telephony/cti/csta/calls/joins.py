"""Calls that become one: transfer and conference, from each side's view (ECMA-269, 17.2)."""

from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from ...errors import NotSupported, RequestRefused
from ...model import UNKNOWN_PARTY, CallEventType, CallFacts, CallState, Outcome, Party
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
from .connection import Connection
from .connections import Connections
from .meaning import is_trunk
from .members import LISTED, add_members, add_silent, put_there, show_members
from .states import TALKS

_LISTS: Final = {
    "TransferedEvent": ("transferredConnections", "transferredToDevice"),
    "ConferencedEvent": ("conferenceConnections", "addedParty"),
}
"""Where an event lists the connections of the new call, and names who was added."""
_OLD_CALLS: Final = ("primaryOldCall", "secondaryOldCall")


class _Told(NamedTuple):
    """What a list tells: connections of the new call, who they are, and whether those only listen."""

    items: list[tuple[ConnectionId, Party, bool]]
    newcomer: Party | None
    """Who came in, unless nobody is named."""


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
            call, outcome = legs.call(leg), None
            if call.state is CallState.RINGING and call.answered_at is None:
                to = event.party("transferredToDevice").number
                legs.line.learn(leg.id, CallFacts(diverted_to=to))
                outcome = Outcome.DIVERTED  # as if it had been sent on
            legs.end(leg, outcome, cause=event.cause)
        return
    before = legs.call(first).party
    gone = event.device.number
    told = _read(legs, event)
    for merged in ours[1:]:
        legs.end(merged, cause=event.cause)
    others = _follow(legs, first, event, told, leaving=gone)
    first.conference.clear()
    if len(others) > 1:
        add_members(legs, first, others)
    if not others and (gone is None or same_number(before.number, gone)):
        others = [UNKNOWN_PARTY]  # never who has left
        legs.incomplete = True
    legs.change(first, party=next(iter(others), None))
    legs.line.learn(first.id, _facts(first, event))
    show_members(legs, first)
    if not first.unheard:
        legs.line.note(first.id, CallEventType.TRANSFERRED, cause=event.cause)


def conferenced(legs: Connections, event: Event) -> None:
    """Be one of several; of two calls of ours the held one, the first, goes on."""
    ours = _old_legs(legs, event)
    if not ours:
        meet(legs, event)
        return
    first = ours[0]
    known = legs.parties()
    told = _read(legs, event)
    for merged in ours[1:]:
        known_there = legs.call(merged).party
        if legs.other(known_there):
            add_members(legs, first, [known_there])
        legs.end(merged, cause=event.cause)
    others = _follow(legs, first, event, told)
    call = legs.call(first)
    if call.state is CallState.HELD and legs.is_own(event.device.number):
        first.put(first.connection().device, "connected")
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
        legs.incomplete = legs.incomplete or len(first.conference) < 2
    members = tuple(first.conference.values())
    if members and all(each.number != call.party.number for each in members):
        legs.change(first, party=members[0])
    if len(members) == 1 and first.silent:
        first.conference.clear()  # one party, and whoever listens
    legs.line.learn(first.id, _facts(first, event))
    show_members(legs, first)
    legs.line.note(first.id, CallEventType.CONFERENCED, cause=event.cause)


def meet(legs: Connections, event: Event) -> None:
    """Be in a call that we were in no old part of: a list names us (a supervisor, a target)."""
    told = _read(legs, event)
    own = next((new for new, who, _ in told.items if legs.is_own(who.number)), None)
    if own is None:
        return
    if legs.get(own.call_id) is None:
        if event.name == "TransferedEvent" and event.own_state not in TALKS:
            legs.incomplete = True  # it rings here next, or the phone system knows
            return
        if legs.ended(own.call_id):
            return
        facts = CallFacts(call_linkage_id=event.call_linkage_id)
        _ = legs.begin(*own, None, CallState.CONNECTED, facts=facts)
    leg = legs.get(own.call_id)
    assert leg is not None
    is_conference = event.name == "ConferencedEvent"
    leaving = None if is_conference else event.device.number
    others = _follow(legs, leg, event, told, leaving=leaving)
    if len(others) > 1:
        leg.conference.clear()
        add_members(legs, leg, others)
    legs.change(leg, party=next(iter(others), None))
    show_members(legs, leg)
    joined = CallEventType.CONFERENCED if is_conference else CallEventType.TRANSFERRED
    legs.line.note(leg.id, joined, cause=event.cause)


def _facts(leg: Connection, event: Event) -> CallFacts:
    """Return what a call is from now on besides its parties."""
    return CallFacts(
        held_by_far_end=False,
        external=True if event.is_external or leg.behind else None,
        call_linkage_id=event.call_linkage_id,
    )


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
    told: _Told,
    *,
    leaving: str | None = None,
) -> list[Party]:
    """Take our leg into the new call; return who else talks in it."""
    others: list[Party] = []
    newcomer = told.newcomer
    if event.is_silent and newcomer:
        add_silent(legs, leg, [newcomer])
    leg.joined = True
    leg.left_alone = False
    leg.far.clear()  # all may have other names now
    leg.behind.clear()
    leg.charge = None  # what another call costs is told from its beginning
    renamed: ConnectionId | None = None
    for new, who, is_silent in told.items:
        if legs.is_own(who.number):
            renamed = new
            continue
        renamed = renamed or ConnectionId(new.call_id)
        put_there(leg, new.device, LISTED)
        device = device_party(new.device)
        if new.device and device.number and is_trunk(legs, event, device):
            leg.behind |= {new.device.text: who, device.number: who}
        if is_silent:
            add_silent(legs, leg, [who])
        elif who == UNKNOWN_PARTY:
            legs.incomplete = True
        elif who.number not in leg.silent and not same_number(who.number, leaving):
            others.append(who)
    if renamed:
        legs.touched.add(renamed.call_id)
        legs.rename(leg, renamed)
    if not others and newcomer and newcomer.number not in leg.silent:
        others.append(newcomer)
    return others


def _read(legs: Connections, event: Event) -> _Told:
    """Read who is in the new call and who came in, before calls of ours become one.

    Lists often name connections only: names are told beside them, or are known from before.
    """
    box, added = _LISTS[event.name]
    known = legs.parties()
    newcomer = event.party(added)
    read = [
        (new, device_party(new.device), item)
        for item in _items(event, box)
        if (new := connection(child(item, "newConnection")))
    ]
    numbers = {who.number for _, who, _ in read} | {event.device.number}
    items = []
    for new, device, item in read:
        endpoint = party(child(item, "endpoint"))
        who = with_name(device, (endpoint, newcomer, event.device, *known))
        if who == UNKNOWN_PARTY:
            who = endpoint
        interface = party(child(item, "associatedNID")).number
        if who.number and (interface == who.number or is_trunk(legs, event, who)):
            who = _behind_trunk(legs, event, item, numbers)
        silent = text(item, "participationType") in SILENT_KINDS
        items.append((new, who, silent))
    other = legs.other(newcomer)
    is_somebody = other and not is_trunk(legs, event, other)
    return _Told(items, with_name(newcomer, known) if is_somebody else None)


def _behind_trunk(
    legs: Connections, event: Event, item: Element, listed: Container[str | None]
) -> Party:
    """Return whom a trunk in a list stands for (12.2.10, associatedNID): nobody else who is listed.

    Behind it is who talked with us in the old call.
    """
    old = connection(child(item, "oldConnection"))
    leg = legs.get(old.call_id) if old else None
    told = (
        party(child(item, "endpoint")),
        legs.call(leg).party if leg else UNKNOWN_PARTY,
        event.party(_LISTS[event.name][1]),
        event.called,
        event.calling,
    )
    behind = (
        each
        for each in told
        if legs.other(each)
        and each.number not in listed
        and not is_trunk(legs, event, each)
    )
    return next(behind, UNKNOWN_PARTY)


def _items(event: Event, box: str) -> list[Element]:
    if (element := event.fields.get(box)) is None:
        return []
    return list(descendants(element, "connectionListItem"))
