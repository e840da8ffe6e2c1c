"""Calls that go on under another callID, which no event has told of (ECMA-269, 12.3).

A callID may change while the call lives. Transfers and conferences list the new names; some phone
systems give a call a new one at its ring-back, its answer or a hold, and say nothing.
"""

from collections.abc import Mapping, Sequence

from ...model import CallState, Direction
from ..wire.events import Event
from ..wire.identifiers import ConnectionId, DeviceId, leg_of, own_device, same_number
from .causes import PICK_UP
from .connection import Connection
from .connections import Connections
from .members import LISTED


def rings_at(leg: Connection, phone: str) -> bool:
    """Whether one of the line's phones rings for a call."""
    return leg.phones.get(phone, (None, ""))[1] == "alerting"


def renamed(legs: Connections, event: Event) -> Connection | None:
    """Return the ringing call that goes on under a new callID from its answer on, if one does.

    The connection's whole device ID tells, else who calls: but somebody may call twice, and what
    is picked up rang elsewhere (15.1, Directed Pickup Call).
    """
    if legs.ended(event.call_id):
        return None
    leg_name = leg_of(event.device_id)
    caller = None if event.cause in PICK_UP else event.calling
    is_anybody = caller is not None and legs.other(caller) is None  # ECSS-10 says so
    ringing = [
        leg
        for leg in legs.all()
        if legs.call(leg).state is CallState.RINGING
        and legs.call(leg).answered_at is None
    ]
    return _rename_only(
        legs,
        event.connection,
        [leg for leg in legs.all() if leg_name and rings_at(leg, leg_name)],
        [
            leg
            for leg in ringing
            if caller
            and (is_anybody or same_number(legs.call(leg).party.number, caller.number))
        ],
    )


def renamed_there(legs: Connections, event: Event) -> None:
    """Let our call go on under the new callID that it has from its answer on, if it has one.

    The answering connection's whole device ID tells, else who calls and who was dialed.
    """
    if legs.get(event.call_id) or legs.ended(event.call_id):
        return
    device = event.device_id
    called = event.called.number if legs.is_own(event.calling.number) else None
    dialed = [
        leg
        for leg in legs.all()
        if legs.call(leg).direction is Direction.OUTGOING
        and legs.call(leg).state is not CallState.CONNECTED
        and legs.call(leg).answered_at is None
    ]
    _ = _rename_only(
        legs,
        ConnectionId(event.call_id),
        [leg for leg in legs.all() if device and _awaits(legs, leg, device)],
        [
            leg
            for leg in dialed
            if called and same_number(legs.call(leg).called_number, called)
        ],
    )


def _awaits(legs: Connections, leg: Connection, device: DeviceId) -> bool:
    """Whether a phone at the other end may still answer, by its whole ID.

    Where ours rings too, others ring for the same caller under its old name, but both ends of a
    transfer may ring.
    """
    known = leg.far.get(device.text)
    is_theirs = legs.call(leg).state is not CallState.RINGING
    return known == LISTED or (known == "alerting" and is_theirs)


def _rename_only(
    legs: Connections,
    connection: ConnectionId,
    by_device: list[Connection],
    by_number: list[Connection],
) -> Connection | None:
    """Give the only call of those meant a new name; numbers count where a device doesn't tell."""
    alike = by_device
    if len(alike) != 1:
        alike = [leg for leg in by_number if leg in by_device or not by_device]
    if len(alike) != 1:
        return None
    (leg,) = alike
    leg.named_before = leg.call_id
    legs.touched.add(leg.call_id)  # a snapshot that is under way may still call it so
    legs.rename(leg, connection)
    return leg


def renamed_at_ring_back(legs: Connections, event: Event) -> Connection | None:
    """Return our call that goes on under the callID of its ring-back, if one does.

    The phone that calls tells by its whole device ID, else who was dialed.
    """
    if legs.ended(event.call_id) or not legs.is_own(event.calling.number):
        return None
    calling = own_device(event.fields.get("callingDevice"))
    phone, called = leg_of(calling), event.called.number
    waiting = [
        leg
        for leg in legs.all()
        if legs.call(leg).direction is Direction.OUTGOING
        and legs.call(leg).answered_at is None
        and not (leg.remote_ringing or leg.queued)
        and (phone in leg.phones or not phone or "" in leg.phones)
        and same_number(legs.call(leg).called_number, called)
    ]
    return _rename_only(legs, ConnectionId(event.call_id), waiting, [])


def renamed_on_hold(legs: Connections, event: Event, state: str) -> Connection | None:
    """Return our only call in this state, where it is held or taken back under a new callID.

    Somebody must be asked whether it is that one: the phone system.
    """
    if legs.ended(event.call_id):
        return None
    phone = leg_of(event.device_id)
    alike = [
        leg
        for leg in legs.all()
        if leg.state == state and (phone in leg.phones or not phone)
    ]
    return _rename_only(legs, event.connection, alike, [])


def renamed_by_far_end(legs: Connections, event: Event) -> Connection | None:
    """Return the call that the other side has put on hold, or taken back, under a new callID."""
    device = event.device_id
    if device is None or legs.ended(event.call_id):
        return None
    theirs = [
        leg
        for leg in legs.all()
        if same_number(legs.call(leg).party.number, device.number)
    ]
    leg = _rename_only(
        legs,
        ConnectionId(event.call_id),
        [leg for leg in legs.all() if device.text in leg.far],
        theirs,
    )
    is_known = leg is not None or bool(theirs)  # else it's nobody's here
    legs.incomplete = legs.incomplete or is_known
    return leg


def renamed_at_end(legs: Connections, event: Event) -> Connection | None:
    """Return the call that ends under a callID that it has got untold, by its phone's whole ID.

    Of ECSS-10 such an ID names one phone in one call; elsewhere the phone system must be asked.
    """
    phone = leg_of(event.device_id)
    alike = [leg for leg in legs.all() if phone and phone in leg.phones]
    if not alike or legs.ended(event.call_id):
        return None
    if len(alike) > 1 or not _names_one_call(phone):
        legs.incomplete = True
        return None
    return _rename_only(legs, event.connection, alike, [])


def follow_renamed(
    legs: Connections, there: Mapping[str, Sequence[DeviceId | None]]
) -> None:
    """Let calls go on under the callIDs that a snapshot tells: their phones' whole IDs stay (12.3).

    Where the callID that a call had before is still one of its phone's, what we believed was wrong.
    """
    for leg in legs.all():
        before = leg.named_before
        if before is None or leg.call_id not in there or legs.get(before):
            continue
        if any(leg.find(device) is not None for device in there.get(before, ())):
            leg.named_before = None
            legs.rename(leg, ConnectionId(before))
    gone = [leg for leg in legs.all() if leg.call_id not in there]
    for call_id, devices in there.items():
        if legs.get(call_id) or legs.ended(call_id):
            continue
        phones = {leg_of(device) for device in devices}
        alike = [
            leg for leg in gone if any(map(_names_one_call, phones & leg.phones.keys()))
        ]
        if followed := _rename_only(legs, ConnectionId(call_id), alike, []):
            gone.remove(followed)


def _names_one_call(phone: str) -> bool:
    """Whether a phone's whole ID names it in one call only, as ECSS-10's do."""
    return "#" in phone
