"""The messages on the broker, which docs/gateway.schema.json describes: written here, and read back.

Whatever is read may be anybody's: what doesn't fit is None, and never an error.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import orjson

from custom_components.telephony.cti import (
    Call,
    CallEvent,
    CallEventType,
    CallState,
    Direction,
    KnownCall,
    Line,
    Outcome,
    Party,
    Presentation,
)
from custom_components.telephony.cti.model import Charge, Member, Role
from custom_components.telephony.numbers.limits import Dialed

VERSION: Final = 1
LONGEST: Final = 64 * 1024
"""Bytes of a message that are read."""
LONGEST_RETAINED: Final = 4 * 1024 * 1024
"""Of one that a gateway retains for itself: a day's limits have up to 10,000 numbers dialed."""
ENDS: Final = frozenset(
    {
        CallEventType.DIVERTED,
        CallEventType.FAILED,
        CallEventType.MISSED,
        CallEventType.ENDED,
    }
)
type Document = dict[str, Any]


def encode(document: Document) -> bytes:
    """Return a message's bytes."""
    return orjson.dumps(document)


def decode(payload: object, longest: int = LONGEST) -> Document | None:
    """Return a message of this version; None for anything else."""
    if not isinstance(payload, bytes | bytearray) or len(payload) > longest:
        return None
    try:
        document = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(document, dict) or document.get("version") != VERSION:
        return None
    return document


# Calls


def party_data(party: Party) -> Document:
    """Return a party."""
    return {
        "number": party.number,
        "name": party.name,
        "presentation": party.presentation,
    }


def charge_data(charge: Charge | None) -> Document | None:
    """Return what a call costs."""
    return None if charge is None else charge._asdict()


def call_data(call: Call) -> Document:
    """Return a call."""
    return {
        "call_id": call.call_id,
        "state": call.state,
        "direction": call.direction,
        **party_data(call.party),
        "called_number": call.called_number,
        "started_at": call.started_at,
        "answered_at": call.answered_at,
        "switch_call_id": call.switch_call_id,
        "diverted_to": call.diverted_to,
        "redirected_by": call.redirected_by and party_data(call.redirected_by),
        "redirect_reason": call.redirect_reason,
        "external": call.external,
        "members": None
        if call.members is None
        else [{**party_data(each.party), "role": each.role} for each in call.members],
        "held_by_far_end": call.held_by_far_end,
        "call_linkage_id": call.call_linkage_id,
        "account_code": call.account_code,
        "correlator_data": call.correlator_data,
        "charge": charge_data(call.charge),
        "queued": call.queued,
        "queue_position": call.queue_position,
        "queue_length": call.queue_length,
    }


def event_data(event: CallEvent, line: str, event_id: str, sequence: int) -> Document:
    """Return what happened to a call; the call is as it was right after it."""
    data: Document = {
        "version": VERSION,
        "id": event_id,
        "sequence": sequence,
        "type": event.type,
        "line": line,
        "call": call_data(event.call),
        "cause": event.cause,
    }
    if event.type in ENDS:
        data |= {
            "outcome": event.outcome,
            "ring_seconds": event.ring_seconds,
            "talk_seconds": event.talk_seconds,
            "ended_at": event.ended_at,
        }
    if digits := event.digits:
        data["digits"] = digits._asdict()
    return data


def known_data(known: KnownCall) -> Document:
    """Return a call with what it takes to go on with it another time."""
    return {
        **call_data(known.call),
        "reference": known.reference,
        "told": sorted(known.told),
        "failure": known.failure,
    }


def line_data(
    line: Line,
    gateway: str,
    sequence: int,
    told: Mapping[str, KnownCall],
    events: Iterable[Document],
) -> Document:
    """Return how a line is, with its newest events; `told` are the calls that aren't over."""
    calls, there = [], set[str]()
    for call in line.calls:
        there.add(call.call_id)
        reference, known = line.reference(call.call_id), told.get(call.call_id)
        calls.append(
            known_data(
                known._replace(call=call, reference=reference)
                if known
                else KnownCall(call, reference)
            )
        )
    current = line.current if line.available else None
    forwarding = line.forwarding and [
        {"type": each.type, "number": each.number, "enabled": each.enabled}
        for each in line.forwarding.values()
    ]
    return {
        "version": VERSION,
        "line": line.number,
        "gateway": gateway,
        "sequence": sequence,
        "available": line.available,
        "problem": None if line.problem is None else type(line.problem).__name__,
        "state": current.state if current else "idle",
        "calls": calls,
        "ending": [
            known_data(known) for key, known in told.items() if key not in there
        ],
        "in_service": line.in_service,
        "do_not_disturb": line.do_not_disturb,
        "message_waiting": line.message_waiting,
        "forwarding": forwarding,
        "charged": charge_data(line.charged),
        "registration": line.registration,
        "sip_code": line.sip_code,
        "agent_id": line.agent_id,
        "agent_state": line.agent_state,
        "agent_groups": line.agent_groups,
        "events": list(events),
    }


# Read back


class KnownLine(NamedTuple):
    """What a retained document tells of a line."""

    gateway: str
    sequence: int
    calls: tuple[KnownCall, ...]
    events: tuple[Document, ...]


def read_line(document: Document, line: str) -> KnownLine | None:
    """Return what a line's document tells, to go on with it; None where it can't be read."""
    try:
        if document["line"] != line:
            return None
        found = [*document["calls"], *document["ending"]]
        calls = tuple(_read_known(each, line) for each in found)
        sequence, events = document["sequence"], document["events"]
        if type(sequence) is not int or not all(
            type(each["sequence"]) is int
            and each["version"] == VERSION
            and each["line"] == line
            for each in events
        ):
            return None
        return KnownLine(str(document["gateway"]), sequence, calls, tuple(events))
    except KeyError, TypeError, ValueError, AttributeError:
        return None


def _read_known(data: Document, line: str) -> KnownCall:
    return KnownCall(
        read_call(data, line),
        _text(data["reference"]),
        frozenset(map(CallEventType, data["told"])),
        Outcome(data["failure"]) if data["failure"] else None,
    )


def read_call(data: Document, line: str) -> Call:
    """Return a call as a document tells it; ValueError, KeyError or TypeError where it can't be read."""
    if not isinstance(call_id := data["call_id"], str) or not call_id:
        raise ValueError("call_id")
    members = data["members"]
    return Call(
        call_id,
        line,
        CallState(data["state"]),
        Direction(data["direction"]) if data["direction"] else None,
        _read_party(data),
        _text(data["called_number"]),
        _read_time(data["started_at"]),
        _read_time(data["answered_at"]) if data["answered_at"] else None,
        _text(data["switch_call_id"]),
        _text(data["diverted_to"]),
        _read_party(data["redirected_by"]) if data["redirected_by"] else None,
        _text(data["redirect_reason"]),
        _flag(data["external"]),
        None
        if members is None
        else tuple(Member(_read_party(e), Role(e["role"])) for e in members),
        _flag(data["held_by_far_end"]),
        _text(data["call_linkage_id"]),
        _text(data["account_code"]),
        _text(data["correlator_data"]),
        _read_charge(data["charge"]) if data["charge"] else None,
        _flag(data["queued"]),
        _whole(data["queue_position"]),
        _whole(data["queue_length"]),
    )


def _read_charge(data: Document) -> Charge:
    amount = data["amount"]
    return Charge(
        None if amount is None else float(amount),
        _text(data["currency"]),
        _whole(data["units"]),
        is_final=data["is_final"] is True,
    )


def _read_party(data: Document) -> Party:
    return Party(
        _text(data["number"]), _text(data["name"]), Presentation(data["presentation"])
    )


def _read_time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC)


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError("no text")
    return value


def _whole(value: object) -> int | None:
    if value is not None and type(value) is not int:
        raise ValueError("no whole number")
    return value


def _flag(value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


# What was dialed


def limits_data(dialed: Iterable[Dialed]) -> Document:
    """Return what counts for the limits."""
    return {"version": VERSION, "dialed": [list(each) for each in dialed]}


def read_limits(document: Document) -> tuple[Dialed, ...] | None:
    """Return what counts for the limits, oldest first; None where it can't be read."""
    try:
        dialed = [
            Dialed(float(at), str(line), outside=outside is True)
            for at, line, outside in document["dialed"]
        ]
    except KeyError, TypeError, ValueError:
        return None
    return tuple(sorted(dialed))
