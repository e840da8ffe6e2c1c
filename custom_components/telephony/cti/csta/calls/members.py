"""Who else is in a call: those who talk, and those who only listen (ECMA-269, 17.2)."""

from collections.abc import Iterable
from typing import Final

from ...model import UNKNOWN_PARTY, CallFacts, Member, Party, Presentation, Role
from ..wire.events import Event
from ..wire.identifiers import DeviceId, leg_of, same_number
from .connection import Connection
from .connections import Connections
from .meaning import is_trunk

MEMBERS_LIMIT: Final = 64
LISTED: Final = "listed"
"""In the call by a list, which does not tell who of them still rings."""
_SUPPRESSED: Final = "suppressed "


def add_members(legs: Connections, leg: Connection, members: Iterable[Party]) -> None:
    """Take others into the conference that a leg is in; a number comes in once."""
    legs.crowded = True
    for member in members:
        if legs.is_own(member.number) or len(leg.conference) >= MEMBERS_LIMIT:
            continue
        if member.number in leg.silent:
            continue
        if member.number:
            leg.conference.setdefault(member.number, member)
        elif member.presentation is Presentation.RESTRICTED:
            suppressed = sum(key.startswith(_SUPPRESSED) for key in leg.conference)
            leg.conference[f"{_SUPPRESSED}{suppressed}"] = member


def add_silent(legs: Connections, leg: Connection, listeners: Iterable[Party]) -> None:
    """Take in who listens or records: in the call, and never its party."""
    for listener in listeners:
        legs.crowded = True
        number = listener.number
        if number and not legs.is_own(number) and len(leg.silent) < MEMBERS_LIMIT:
            leg.silent[number] = listener
            if number in leg.conference:
                _ = drop_member(legs, leg, listener)


def put_there(leg: Connection, device: DeviceId | None, state: str) -> None:
    """Remember what a phone at the other end does, by its whole ID."""
    if device is not None and len(leg.far) < MEMBERS_LIMIT:
        leave_there(leg, device)
        leg.far[device.text] = state


def behind(legs: Connections, leg: Connection, event: Event, who: Party) -> Party:
    """Return who leaves: behind a trunk the only other party, or whom a list named for it."""
    device = event.device_id
    if device is not None and device.text in leg.behind:
        return leg.behind[device.text]
    if who.number in leg.behind:
        return leg.behind[who.number]
    if leg.conference or not is_trunk(legs, event, who):
        return who
    return legs.call(leg).party


def rings_there(leg: Connection) -> bool:
    """Whether a phone at the other end rings, so that one that fails or leaves ends nothing."""
    return "alerting" in leg.far.values()


def is_there(leg: Connection, number: str | None) -> bool:
    """Whether any phone with a number is at the other end."""
    return any(same_number(DeviceId(text).number, number) for text in leg.far)


def goes_on(legs: Connections, leg: Connection, gone: Party, there: Party) -> None:
    """Show where a talk that was transferred to somebody who doesn't answer rings next."""
    if same_number(legs.call(leg).party.number, gone.number):
        reached = legs.other(there)
        legs.change(leg, party=reached or UNKNOWN_PARTY)
        legs.incomplete |= reached is None


def leave_there(leg: Connection, device: DeviceId | None) -> None:
    """Let a phone at the other end go; a bare number is all of its phones, and nobody is all.

    The last part of an ID of ECSS-10, the dialog's tag, may be written differently each time.
    """
    if device is None:
        leg.far.clear()
        return
    head, mark, _ = device.text.rpartition("#")
    has_tag = mark and "#" in head
    for text in tuple(leg.far):
        if (
            text == device.text
            or (has_tag and text.rpartition("#")[0] == head)
            or (not leg_of(device) and DeviceId(text).number == device.number)
        ):
            del leg.far[text]


def show_members(legs: Connections, leg: Connection) -> None:
    """Let the call show who else is in it, where that is more than one party."""
    call = legs.call(leg)
    if not (leg.conference or leg.silent or call.members):
        return
    active = tuple(leg.conference.values())
    if not active and leg.silent and call.party != UNKNOWN_PARTY:
        active = (call.party,)
    members = tuple(Member(each) for each in active) + tuple(
        Member(each, Role.SILENT) for each in leg.silent.values()
    )
    if members != (call.members or ()):
        legs.line.learn(leg.id, CallFacts(members=members))


def drop_member(legs: Connections, leg: Connection, gone: Party) -> bool:
    """Let somebody leave the conference that a leg is in; False where there is no such."""
    key = gone.number
    if key and leg.silent.pop(key, None):
        return True
    if key is None:
        suppressed = [k for k in leg.conference if k.startswith(_SUPPRESSED)]
        key = suppressed[-1] if suppressed else ""
    if leg.conference.pop(key, None) is None:
        return False
    rest = tuple(leg.conference.values())
    if len(rest) == 1:
        leg.conference.clear()
    if not rest and not leg.silent:
        legs.change(leg, party=UNKNOWN_PARTY)  # whoever else came in was not named
        legs.incomplete = True
    elif all(party.number != legs.call(leg).party.number for party in rest):
        legs.change(leg, party=next(iter(rest), None))
    return True
