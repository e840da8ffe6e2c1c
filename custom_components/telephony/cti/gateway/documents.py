"""The messages on the broker, which docs/gateway.schema.json describes: written, and read back.

Whatever is read may be anybody's: what doesn't fit is None, and never an error.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import orjson

from ..errors import RequestRefused, TelephonyError
from ..line import Line
from ..model import (
    AgentState,
    CallEvent,
    CallEventType,
    Charge,
    Forwarding,
    ForwardingType,
    KnownCall,
    Outcome,
    PhoneSetting,
    Registration,
)
from ..phone import LOUDEST
from .calls import (
    UNREADABLE,
    Document,
    call_data,
    charge_data,
    read_call,
    read_charge,
    read_digits,
    read_flag,
    read_id,
    read_text,
    read_time,
    read_whole,
)
from .errors import read_refusal

VERSION: Final = 1
LONGEST: Final = 64 * 1024
"""Bytes of a message that are read."""
LONGEST_RETAINED: Final = 4 * 1024 * 1024
"""Of one that is retained: a day's limits have up to 10,000 numbers dialed, a line 272 events."""
ENDS: Final = frozenset(
    {
        CallEventType.DIVERTED,
        CallEventType.FAILED,
        CallEventType.MISSED,
        CallEventType.ENDED,
    }
)


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


def refusal_data(problem: TelephonyError | None) -> Document:
    """Return how the phone system has refused a line, where it has."""
    if not isinstance(problem, RequestRefused):
        return {}
    return {"problem_category": problem.category, "problem_code": problem.code}


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
        **refusal_data(line.problem),
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
        "is_queue": line.is_queue,
        "phone": {
            setting.value: dict(parts)
            for setting in PhoneSetting
            if (parts := line.phone.parts(setting))
        },
        "events": list(events),
    }


# Read back


class Features(NamedTuple):
    """What a line's document tells besides calls, by the names that `Line` has for it."""

    in_service: bool | None
    do_not_disturb: bool | None
    message_waiting: bool | None
    forwarding: dict[ForwardingType, Forwarding] | None
    charged: Charge | None
    registration: Registration | None
    sip_code: int | None
    agent_id: str | None
    agent_state: AgentState | None
    agent_groups: dict[str, AgentState]
    is_queue: bool | None


class KnownLine(NamedTuple):
    """What a line's document tells."""

    gateway: str
    sequence: int
    calls: tuple[KnownCall, ...]
    """Also those that are over, and of which the phone system is asked how they ended."""
    events: tuple[Document, ...]
    ending: frozenset[str]
    """Which of the calls are over."""
    available: bool
    problem: TelephonyError | None
    features: Features
    phone: Mapping[PhoneSetting, Mapping[str, int]]


def read_line(document: Document, line: str) -> KnownLine | None:
    """Return what a line's document tells; None where it can't be read."""
    try:
        if document["line"] != line:
            return None
        calls, ending = (
            tuple(_read_known(each, line) for each in document[key])
            for key in ("calls", "ending")
        )
        sequence, events = document["sequence"], document["events"]
        if type(sequence) is not int or not all(
            type(each["sequence"]) is int
            and each["version"] == VERSION
            and each["line"] == line
            for each in events
        ):
            return None
        return KnownLine(
            read_id(document["gateway"]),
            sequence,
            calls + ending,
            tuple(events),
            frozenset(each.call.call_id for each in ending),
            document.get("available") is True,
            _read_problem(document),
            _read_features(document),
            _read_phone(document.get("phone") or {}),
        )
    except UNREADABLE:
        return None


def _read_problem(document: Document) -> TelephonyError | None:
    name = read_text(document.get("problem"))
    if name is None:
        return None
    if (category := document.get("problem_category")) is not None:
        return read_refusal(
            category, name, read_text(document.get("problem_code")) or ""
        )
    return TelephonyError(name)


def _read_features(document: Document) -> Features:
    """Return the rest, of which what isn't told isn't known."""
    groups, agent_state = document.get("agent_groups"), document.get("agent_state")
    forwarding, code = document.get("forwarding"), document.get("registration")
    charged = document.get("charged")
    return Features(
        read_flag(document.get("in_service")),
        read_flag(document.get("do_not_disturb")),
        read_flag(document.get("message_waiting")),
        None
        if forwarding is None
        else {
            kind: Forwarding(kind, read_text(each["number"]), each["enabled"] is True)
            for each in forwarding
            for kind in (ForwardingType(each["type"]),)
        },
        read_charge(charged) if charged else None,
        None if code is None else Registration(code),
        read_whole(document.get("sip_code")),
        read_text(document.get("agent_id")),
        None if agent_state is None else AgentState(agent_state),
        {str(read_text(k)): AgentState(v) for k, v in (groups or {}).items()},
        read_flag(document.get("is_queue")),
    )


def _read_phone(phone: Document) -> Mapping[PhoneSetting, Mapping[str, int]]:
    """Return what the parts of a phone are set to; settings that we don't know are passed over."""
    known = set(PhoneSetting) & phone.keys()
    return {
        PhoneSetting(setting): {
            read_id(part): value
            for part, value in phone[setting].items()
            if type(value) is int and 0 <= value <= LOUDEST
        }
        for setting in known
    }


def _read_known(data: Document, line: str) -> KnownCall:
    reference = data["reference"]
    return KnownCall(
        read_call(data, line),
        reference if isinstance(reference, str) else None,
        frozenset(map(CallEventType, data["told"])),
        Outcome(data["failure"]) if data["failure"] else None,
    )


def read_event(document: Document, line: str) -> tuple[int, CallEvent] | None:
    """Return the place in the line's sequence, and what happened; None where it can't be read."""
    try:
        if document["line"] != line or type(document["sequence"]) is not int:
            return None
        event = CallEvent(
            CallEventType(document["type"]),
            read_call(document["call"], line),
            read_text(document["cause"]),
        )
        if event.type in ENDS:
            event = event._replace(
                outcome=Outcome(document["outcome"]),
                ring_seconds=float(document["ring_seconds"]),
                talk_seconds=float(document["talk_seconds"]),
                ended_at=read_time(document["ended_at"]),
            )
        elif event.type is CallEventType.DIGITS:
            event = event._replace(digits=read_digits(document["digits"]))
    except UNREADABLE:
        return None
    return document["sequence"], event
