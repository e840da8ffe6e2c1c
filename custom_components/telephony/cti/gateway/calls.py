"""Calls, parties and charges as members of JSON messages: written, and read back.

What is read may be anybody's: what doesn't fit raises one of UNREADABLE.
"""

from datetime import UTC, datetime
from typing import Any, Final

from ..model import (
    Call,
    CallState,
    Charge,
    Digits,
    Direction,
    Member,
    Party,
    Presentation,
    PressedBy,
    Role,
)
from ..text import clean_text

LONGEST_ID: Final = 128
"""Letters of an id: of a call, a command, a gateway."""
UNREADABLE: Final = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""What reading raises of what doesn't fit."""
type Document = dict[str, Any]


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


# Read back


def read_call(data: Document, line: str) -> Call:
    """Return a call of a line."""
    members = data["members"]
    return Call(
        read_id(data["call_id"]),
        line,
        CallState(data["state"]),
        Direction(data["direction"]) if data["direction"] else None,
        _read_party(data),
        read_text(data["called_number"]),
        read_time(data["started_at"]),
        read_time(data["answered_at"]) if data["answered_at"] else None,
        read_text(data["switch_call_id"]),
        read_text(data["diverted_to"]),
        _read_party(data["redirected_by"]) if data["redirected_by"] else None,
        read_text(data["redirect_reason"]),
        read_flag(data["external"]),
        None
        if members is None
        else tuple(Member(_read_party(e), Role(e["role"])) for e in members),
        read_flag(data["held_by_far_end"]),
        read_text(data["call_linkage_id"]),
        read_text(data["account_code"]),
        read_text(data["correlator_data"]),
        read_charge(data["charge"]) if data["charge"] else None,
        read_flag(data["queued"]),
        read_whole(data["queue_position"]),
        read_whole(data["queue_length"]),
    )


def read_charge(data: Document) -> Charge:
    """Return what a call costs."""
    amount = data["amount"]
    return Charge(
        None if amount is None else float(amount),
        read_text(data["currency"]),
        read_whole(data["units"]),
        is_final=data["is_final"] is True,
    )


def _read_party(data: Document) -> Party:
    return Party(
        read_text(data["number"]),
        read_text(data["name"]),
        Presentation(data["presentation"]),
    )


def read_digits(data: Document) -> Digits:
    """Return keys that were pressed."""
    by = data["pressed_by"]
    keys, so_far = read_text(data["keys"]), read_text(data["so_far"])
    return Digits(keys or "", None if by is None else PressedBy(by), so_far or "")


def read_id(value: object) -> str:
    """Return an id."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID:
        raise ValueError("no id")
    return value


def read_time(text: str) -> datetime:
    """Return a moment in UTC."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC)


def read_text(value: object) -> str | None:
    """Return a text, fit to be shown."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError("no text")
    return clean_text(value)


def read_whole(value: object) -> int | None:
    """Return a whole number."""
    if value is not None and type(value) is not int:
        raise ValueError("no whole number")
    return value


def read_flag(value: object) -> bool | None:
    """Return true, false, or that it isn't known."""
    if value is not None and not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value
