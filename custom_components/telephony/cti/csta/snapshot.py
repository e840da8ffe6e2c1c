"""What calls a device has, by the switch's own account, and how that mends our picture."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from ..errors import OutcomeUnknown, RequestError
from ..model import (
    UNKNOWN_PARTY,
    CallEventType,
    CallFacts,
    CallState,
    Direction,
    Outcome,
    Party,
)
from .calls.connection import Connection
from .calls.device_calls import DeviceCalls
from .calls.members import add_members, add_silent, show_members
from .calls.renames import follow_renamed
from .calls.states import ACTIVITY
from .found_calls import SIMPLE_STATES, TALKING, WAITING, Found, Member
from .profiles import Profile
from .segments import Segments
from .session import CstaSession
from .wire.events import SILENT_KINDS
from .wire.identifiers import connection, leg_of, party, same_number, who_began
from .wire.xml import Element, child, descendants, exact_text, text

QUIET_TIMEOUT: Final = 3.0
"""Seconds for an answer that the switch may well never give."""
_OWN_STATES: Final = {"alerting": "alerting", "hold": "hold", "queued": "alerting"}


async def take(session: CstaSession, segments: Segments, number: str) -> list[Found]:
    """Ask for the calls of a device, and for who is in them where the switch can tell."""
    found = await find(session, segments, number)
    return [await _with_members(session, segments, each, number) for each in found]


async def ask_call(
    session: CstaSession, segments: Segments, found: Found, number: str
) -> Found:
    """Ask who is in a call (16.1.1); raises RequestError."""
    reply = await session.request(
        "SnapshotCall", QUIET_TIMEOUT, snapshotObject=found.connection
    )
    replies = await _all(session, segments, "SnapshotCall", reply)
    infos = [
        info
        for root in replies
        for info in descendants(root, "snapshotCallResponseInfo")
    ]
    if infos:
        found = _merge(found, infos, number)
    return found._replace(called=party(child(reply, "calledDevice")))


async def find(session: CstaSession, segments: Segments, number: str) -> list[Found]:
    """Ask for the calls of a device."""
    reply = await session.request("SnapshotDevice", snapshotObject=number)
    replies = await _all(session, segments, "SnapshotDevice", reply)
    return [
        each
        for root in replies
        for info in descendants(root, "snapshotDeviceResponseInfo")
        if (each := _read(info, session.profile)) and each.own != "null"
    ]


async def _all(
    session: CstaSession, segments: Segments, service: str, reply: Element
) -> list[Element]:
    """Return the reply itself, or the segments that it announces."""
    reference = exact_text(reply, "crossRefIDorSnapshotData", "serviceCrossRefID")
    return await segments.collect(service, reference) if reference else [reply]


def _read(info: Element, profile: Profile) -> Found | None:
    own = connection(child(info, "connectionIdentifier"))
    if own is None:
        return None
    box = child(info, "localCallState", "compoundCallState")
    if box is None:
        word = text(info, "localCallState", "simpleCallState") or ""
        states = SIMPLE_STATES.get(word, ("null",))
    else:
        states = tuple(text(state) or "null" for state in box) or ("null",)
    endpoint = party(child(info, "endpointDevice"))
    members = (Member(endpoint, states[1]),) if len(states) == 2 else ()
    told = who_began(own.device) if profile.device_ids_tell_direction else None
    return Found(own, states[0], states[1:], members, told_direction=told)


async def _with_members(
    session: CstaSession, segments: Segments, found: Found, number: str
) -> Found:
    """Add what SnapshotCall tells, which knows each party and its state."""
    try:
        return await ask_call(session, segments, found, number)
    except OutcomeUnknown:
        return found._replace(silent=True)
    except RequestError:
        return found


def _merge(found: Found, infos: Iterable[Element], number: str) -> Found:
    """Put the parties of a call, told one by one, in place of the states alone."""
    own: dict[str, str] = {}
    members = []
    for info in infos:
        state = text(info, "localConnectionInfo") or "null"
        device = getattr(connection(child(info, "callIdentifier")), "device", None)
        who = party(child(info, "deviceOnCall"))
        own_name = found.connection.device and found.connection.device.number
        name = who.number or (device and device.number)
        if same_number(name, number) or (name and name == own_name):
            own[leg_of(device)] = state
        elif state != "null":
            silent = text(info, "participationType") in SILENT_KINDS
            members.append(Member(who, state, silent))
    states = tuple(member.state for member in members if not member.silent)
    # Several phones of the line may be in it.
    own_state = own.get(leg_of(found.connection.device)) or min(
        own.values(), key=_activity, default=found.own
    )
    return found._replace(
        own=own_state,
        others=states,
        members=tuple(members),
        alone=not members,
    )


def reconcile(calls: DeviceCalls, found: Sequence[Found]) -> bool:
    """Make a line's calls what the snapshot says, but for those that events told of meanwhile.

    Returns whether that settles it: where those events and the snapshot differ, either may be older.
    """
    settled = True
    there: dict[str, list[Found]] = {}
    for each in found:
        there.setdefault(each.connection.call_id, []).append(each)
    for phones in there.values():
        phones.sort(key=lambda each: _activity(each.own))
    devices = {
        call_id: [each.connection.device for each in phones]
        for call_id, phones in there.items()
    }
    follow_renamed(calls.legs, devices)
    for known in calls.legs.all():
        if known.call_id in calls.legs.touched:
            settled = settled and known.call_id in there
        elif known.call_id not in there:
            calls.legs.end(known, Outcome.UNKNOWN)
    for call_id, phones in there.items():
        leg = calls.legs.get(call_id)
        if call_id in calls.legs.touched:
            more = leg is not None and len(leg.phones) > len(phones)
            settled = _agrees(calls, leg, phones) and settled and not more
        elif leg is None and calls.placing.is_asking:
            settled = False  # whose call it is, the switch will answer
        elif (
            leg is None
            and phones[0].own == "fail"
            and (calls.legs.ended(call_id) or not TALKING.isdisjoint(phones[0].others))
        ):
            continue  # who found us busy hears a tone
        else:
            talk = _with_each_other(phones)
            leg = _correct(calls, leg, talk) if leg else _add(calls, talk)
            _put_phones(leg, phones)
    return settled


def _activity(state: str) -> int:
    """Rank the states of own connections, the most active first."""
    return ACTIVITY.index(state) if state in ACTIVITY else len(ACTIVITY)


def _with_each_other(phones: Sequence[Found]) -> Found:
    """Return a call of the line's by its most active phone; others of its own may talk with it."""
    found, *others = phones
    talking = tuple(each.own for each in others if each.own in TALKING)
    if not talking:
        return found
    return found._replace(others=(*found.others, *talking), alone=False)


def _put_phones(leg: Connection, phones: Sequence[Found]) -> None:
    """Let a call be at those phones of the line that the snapshot names."""
    devices = [each.connection.device for each in phones]
    if None not in devices:
        there = {leg.find(device) for device in devices}
        for gone in leg.phones.keys() - there:
            del leg.phones[gone]
    for each in reversed(phones):
        if each.connection.device is not None:
            state = _OWN_STATES.get(each.own, "connected")
            leg.put(each.connection.device, state, another=True)


def _agrees(
    calls: DeviceCalls, leg: Connection | None, phones: Sequence[Found]
) -> bool:
    """Tell whether a call that events told of is what the snapshot says; learn the far end."""
    found = phones[0]
    if leg is None:
        call_id = found.connection.call_id
        has_ended = calls.legs.ended(call_id) is not None
        return has_ended and not calls.legs.has_moved(call_id)
    for each in phones:
        device = each.connection.device
        if device is not None and leg.find(device) is None:
            return False  # its end would come under a name that we do not know
    call = calls.legs.call(leg)
    if call.party == UNKNOWN_PARTY:
        calls.legs.change(leg, party=far_end(calls, found, leg))
        leg.moved_to = _known_numbers(calls.legs.call(leg).party)
    if found.is_answered_on_hold and call.answered_at is None:
        return False
    return call.state is found.state(call.direction) and _same_parties(
        calls, leg, found
    )


def _same_parties(calls: DeviceCalls, leg: Connection, found: Found) -> bool:
    """Tell whether a call shows those who are in it, where the snapshot tells."""
    told = Counter(
        member.party.number
        for member in found.members
        if calls.legs.other(member.party) is not None
        and not member.silent
        and member.party.number not in leg.silent
    )
    if found.own in WAITING:
        return not told or calls.legs.call(leg).party.number in told
    shown = tuple(leg.conference.values()) or (calls.legs.call(leg).party,)
    return not told or told == Counter(party.number for party in shown)


def _add(calls: DeviceCalls, found: Found) -> Connection:
    """Add a call that began before we watched."""
    direction = found.direction
    other = far_end(calls, found)
    outgoing = direction is Direction.OUTGOING
    state = found.state(direction)
    unanswered = state is CallState.HELD and found.is_waiting
    leg = calls.legs.begin(
        *found.connection,
        direction,
        CallState.DIALING if unanswered else state,
        other,
        other.number if other and outgoing else None,
        lifted=outgoing and other is None,
    )
    calls.legs.change(leg, state=state)
    _finish(calls, leg, found)
    return leg


def _correct(calls: DeviceCalls, leg: Connection, found: Found) -> Connection:
    """Bring a call that we knew up to date, by the most active of the line's phones in it."""
    call = calls.legs.call(leg)
    if found.is_called and (call.answered_at or call.direction is Direction.OUTGOING):
        calls.legs.end(leg, Outcome.UNKNOWN)  # it left the call, and is called back
        return _add(calls, found)
    direction = call.direction or found.direction
    if leg.unheard and found.own == "queued":
        return leg  # it still waits, and has no bell yet
    state = found.state(direction)
    if state is CallState.DIALING and call.answered_at is not None:
        state = CallState.CONNECTED  # whom it was transferred to has yet to answer
    if state is CallState.HELD and (
        direction is Direction.INCOMING or TALKING.intersection(found.others)
    ):
        calls.line.answer(leg.id)
    # A snapshot doesn't tell offered from ringing; the bell would have been told.
    is_offered = leg.unheard and not calls.began_anew and state is CallState.RINGING
    calls.legs.change(
        leg,
        state=None if is_offered else state,
        direction=direction,
        party=far_end(calls, found, leg),
    )
    _finish(calls, leg, found)
    return leg


def _finish(calls: DeviceCalls, leg: Connection, found: Found) -> None:
    """Tell what the states show besides: ring-back, failure, several members."""
    leg.conference.clear()
    add_silent(calls.legs, leg, (each.party for each in found.members if each.silent))
    talking = [
        each
        for each in found.members
        if not each.silent and each.party.number not in leg.silent
    ]
    # Several may ring for one call: the called's phones, or a group's.
    is_ringing = found.own in WAITING or found.is_waiting
    several = len({each.party.number or each for each in talking}) > 1
    if several and not is_ringing:
        add_members(calls.legs, leg, (member.party for member in talking))
    elif talking:
        may_answer = talking if found.is_waiting else talking[:1]
        if calls.legs.other(talking[0].party):  # not whom calledDevice names
            leg.moved_to = [
                n for each in may_answer for n in _known_numbers(each.party)
            ]
        on_hold = talking[0].state == "hold"
        if on_hold or calls.legs.call(leg).held_by_far_end:
            calls.line.learn(leg.id, CallFacts(held_by_far_end=on_hold))
    show_members(calls.legs, leg)
    call = calls.legs.call(leg)
    is_alone = found.alone or (found.members and not talking)
    if is_alone and found.own in ("connected", "fail"):
        calls.line.leave_alone(leg.id)
        return
    if call.state is not CallState.DIALING:
        return
    if "fail" in (found.own, *found.others):
        calls.line.fail(leg.id, Outcome.FAILED)
    elif "alerting" in found.others and not leg.remote_ringing:
        leg.remote_ringing = True
        calls.line.note(leg.id, CallEventType.REMOTE_RINGING)


def _known_numbers(who: Party) -> list[str]:
    return [who.number] if who.number else []


def far_end(
    calls: DeviceCalls, found: Found, leg: Connection | None = None
) -> Party | None:
    """Return the far end: who talks before who rings."""
    known = [
        member
        for member in found.members
        if calls.legs.other(member.party) is not None
        and not member.silent
        and not (leg and member.party.number in leg.silent)
    ]
    known.sort(key=lambda member: member.state not in TALKING)
    return known[0].party if known else None
