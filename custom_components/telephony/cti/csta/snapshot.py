"""What calls a device has, by the switch's own account, and how that mends our picture."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
from .calls.connections import Connection
from .calls.device_calls import DeviceCalls
from .calls.members import add_members, add_silent, show_members
from .found_calls import TALKING, Found, Member
from .profiles import Profile
from .segments import Segments
from .session import CstaSession
from .wire.events import SILENT_KINDS
from .wire.identifiers import DeviceId, connection, party, same_number, who_began
from .wire.xml import Element, child, descendants, exact_text, text

QUIET_TIMEOUT: Final = 3.0
"""Seconds for an answer that the switch may well never give."""
_OWN_STATES: Final = {"alerting": "alerting", "hold": "hold", "queued": "alerting"}
_SIMPLE_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "callPending": ("initiated",),
    "callOriginated": ("connected",),
    "callDelivered": ("connected", "alerting"),
    "callDeliveredHeld": ("hold", "alerting"),
    "callReceived": ("alerting", "connected"),
    "callReceivedOnHold": ("alerting", "hold"),
    "callEstablished": ("connected", "connected"),
    "callEstablishedHeld": ("hold", "connected"),
    "callEstablishedOnHold": ("connected", "hold"),
    "callQueued": ("connected", "queued"),
    "callQueuedHeld": ("hold", "queued"),
    "callFailed": ("connected", "fail"),
    "callFailedHeld": ("hold", "fail"),
    "callBlocked": ("fail", "connected"),
}
"""ECMA-269's words for two states at once: our own, the far end's (clause 12.2.2)."""


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
        states = _SIMPLE_STATES.get(word, ("null",))
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
    own = found.own
    members = []
    for info in infos:
        state = text(info, "localConnectionInfo") or "null"
        device = getattr(connection(child(info, "callIdentifier")), "device", None)
        who = party(child(info, "deviceOnCall"))
        own_name = found.connection.device and found.connection.device.number
        name = who.number or (device and device.number)
        if same_number(name, number) or (name and name == own_name):
            own = state
        elif state != "null":
            silent = text(info, "participationType") in SILENT_KINDS
            members.append(Member(who, state, silent))
    states = tuple(member.state for member in members if not member.silent)
    return found._replace(
        own=own, others=states, members=tuple(members), alone=not members
    )


def reconcile(calls: DeviceCalls, found: Sequence[Found]) -> bool:
    """Make a line's calls what the snapshot says, but for those that events told of meanwhile.

    Returns whether that settles it: where those events and the snapshot differ, either may be older.
    """
    settled = True
    there: dict[str, list[DeviceId | None]] = {}
    for each in found:
        there.setdefault(each.connection.call_id, []).append(each.connection.device)
    for known in calls.legs.all():
        phones = there.get(known.call_id)
        if known.call_id in calls.legs.touched:
            settled = settled and phones is not None
        elif phones is None:
            calls.legs.end(known, Outcome.UNKNOWN)
        elif None not in phones:
            _keep_only(known, phones)
    for each in found:
        leg = calls.legs.get(each.connection.call_id)
        if each.connection.call_id in calls.legs.touched:
            more = leg is not None and len(leg.phones) > len(there[leg.call_id])
            settled = _agrees(calls, leg, each) and settled and not more
        elif leg is None and calls.placing.is_asking:
            settled = False  # whose call it is, the switch will answer
        elif leg is None:
            _add(calls, each)
        else:
            several = len(there[leg.call_id]) > 1
            _correct(calls, leg, each, another=several or len(leg.phones) > 1)
    return settled


def _keep_only(leg: Connection, told: list[DeviceId | None]) -> None:
    """Forget own connections that aren't told; all, where every one has another name now."""
    found = {leg.find(each) for each in told}
    if found == {None}:
        leg.phones.clear()
    elif None not in found:
        leg.phones = {key: leg.phones[key] for key in leg.phones if key in found}


def _agrees(calls: DeviceCalls, leg: Connection | None, found: Found) -> bool:
    """Tell whether a call that events told of is what the snapshot says; learn the far end."""
    call_id, device = found.connection
    if leg is None:
        has_ended = calls.legs.ended(call_id) is not None
        return has_ended and not calls.legs.has_moved(call_id)
    if device is not None and leg.find(device) is None:
        return False  # its end would come under a name that we do not know
    call = calls.legs.call(leg)
    if call.party == UNKNOWN_PARTY:
        calls.legs.change(leg, party=far_end(calls, found, leg))
        leg.moved_to = calls.legs.call(leg).party.number
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
    shown = tuple(leg.conference.values()) or (calls.legs.call(leg).party,)
    return not told or told == Counter(party.number for party in shown)


def _add(calls: DeviceCalls, found: Found) -> None:
    """Add a call that began before we watched."""
    direction = found.direction
    other = far_end(calls, found)
    outgoing = direction is Direction.OUTGOING
    state = found.state(direction)
    unanswered = state is CallState.HELD and found.is_waiting
    leg = calls.legs.begin(
        found.connection,
        direction,
        CallState.DIALING if unanswered else state,
        other,
        other.number if other and outgoing else None,
    )
    calls.legs.change(leg, state=state)
    _finish(calls, leg, found)


def _correct(
    calls: DeviceCalls, leg: Connection, found: Found, *, another: bool
) -> None:
    """Bring a call that we knew up to date; the line may be in it with `another` phone."""
    call = calls.legs.call(leg)
    if found.is_called and (call.answered_at or call.direction is Direction.OUTGOING):
        calls.legs.end(leg, Outcome.UNKNOWN)  # it left the call, and is called back
        _add(calls, found)
        return
    if found.connection.device is not None:
        leg.put(
            found.connection.device,
            _OWN_STATES.get(found.own, "connected"),
            another=another,
        )
    direction = call.direction or found.direction
    state = found.state(direction)
    if state is CallState.DIALING and call.answered_at is not None:
        state = CallState.CONNECTED  # whom it was transferred to has yet to answer
    if state is CallState.HELD and (
        direction is Direction.INCOMING or TALKING.intersection(found.others)
    ):
        calls.line.answer(leg.id)
    calls.legs.change(
        leg, state=state, direction=direction, party=far_end(calls, found, leg)
    )
    _finish(calls, leg, found)


def _finish(calls: DeviceCalls, leg: Connection, found: Found) -> None:
    """Tell what the states show besides: ring-back, failure, several members."""
    leg.conference.clear()
    add_silent(calls.legs, leg, (each.party for each in found.members if each.silent))
    talking = [
        each
        for each in found.members
        if not each.silent and each.party.number not in leg.silent
    ]
    if len(talking) > 1:
        add_members(calls.legs, leg, (member.party for member in talking))
    elif talking:
        if calls.legs.other(talking[0].party):  # not whom calledDevice names
            leg.moved_to = talking[0].party.number
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
