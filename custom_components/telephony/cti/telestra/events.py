"""What a server says: the six events of the Telestra SIP Service API (DOC-TEL-SIP-API-A-0).

They are read leniently, as the document leaves much open and anybody who calls writes a part of
them: a letter may be lost, a call never.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
import json
import re
from typing import Any, Final

import orjson

from ..addresses import read_party
from ..model import UNKNOWN_PARTY, CallState, Direction, Party, Presentation
from ..text import LONGEST_READ, TEXT_LIMIT, clean_text, decode_text

CONTAINERS_LIMIT: Final = 10_000
"""Arrays and objects in one message: a megabyte of them would take a tenth of a second to read."""
CALLS_LIMIT: Final = 64
"""Calls of one account that are looked at; a phone has a handful."""


class BadMessage(Exception):
    """A message that is not one of the API's; its text tells why and quotes nothing."""


class UnknownEvent(BadMessage):
    """A well-formed event that this API does not have."""


@dataclass(frozen=True, slots=True)
class Event:
    """What the server tells about one account."""

    account: str


@dataclass(frozen=True, slots=True)
class CallReturn(Event):
    """A make-call was accepted."""

    call_id: int


@dataclass(frozen=True, slots=True)
class CallIncoming(Event):
    """The account is being called."""

    call_id: int
    party: Party


@dataclass(frozen=True, slots=True)
class CallAnswered(Event):
    """A call was answered."""

    call_id: int


@dataclass(frozen=True, slots=True)
class CallEnded(Event):
    """A call ended, whoever ended it."""

    call_id: int


@dataclass(frozen=True, slots=True)
class CallItem:
    """A call in a status; what the server does not tell is None."""

    call_id: int
    state: CallState | None = None
    direction: Direction | None = None
    party: Party = UNKNOWN_PARTY


@dataclass(frozen=True, slots=True)
class Status(Event):
    """The account's calls (None where the server told none at all) and SIP status code."""

    calls: tuple[CallItem, ...] | None
    sip_code: int | None
    unknown_items: int = 0


@dataclass(frozen=True, slots=True)
class Fail(Event):
    """A command, or the account itself, failed."""

    error: str


def decode(data: bytes) -> Event:
    """Return the event in a message; raises BadMessage, or UnknownEvent of its kind."""
    if data.count(b"[") + data.count(b"{") > CONTAINERS_LIMIT:
        raise BadMessage("too many arrays and objects")
    try:
        message = orjson.loads(data)
    except orjson.JSONDecodeError:
        message = _mended(data)
    if not isinstance(message, dict) or not isinstance(message.get("event"), str):
        raise BadMessage("not an object with an event")
    decoder = _DECODERS.get(message["event"])
    if decoder is None:
        raise UnknownEvent("an event that the API does not have")
    if (account := _text(message.get("account"))) is None:
        raise BadMessage("no account")
    return decoder(account, message)


def _mended(data: bytes) -> object:
    """Read JSON in which single letters are wrong.

    What is no UTF-8 is taken for Latin-1; controls inside of texts, and halves of letters
    outside of the basic plane, are read and fall later.
    """
    try:
        return json.loads(decode_text(data), strict=False)
    except ValueError as error:
        kind = error.msg if isinstance(error, json.JSONDecodeError) else "a number"
        raise BadMessage(f"not JSON: {kind}") from None
    except RecursionError:
        raise BadMessage("not JSON: too deep") from None


# Reading fields, leniently

type _Fields = dict[str, Any]


def _text(value: object, limit: int = TEXT_LIMIT) -> str | None:
    """Return a text, cleaned and bounded; numbers count as text, all else and blank as None."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return clean_text(str(value), limit) or None


def _whole(value: object) -> int | None:
    """Return a whole number, also where it is written as a text or with a point."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,19}\s*", value):
        return int(value)
    return value if isinstance(value, int) else None


def _call_id(fields: _Fields) -> int:
    """Return the id of a call; 0 is one."""
    if (call_id := _whole(fields.get("call_id"))) is None:
        raise BadMessage("no call_id")
    return call_id


def _party(number: object, name: object = None) -> Party:
    return read_party(_text(number, LONGEST_READ), _text(name))


_STATES: Final = {
    "dialing": CallState.DIALING,
    "dialling": CallState.DIALING,
    "calling": CallState.DIALING,
    "trying": CallState.DIALING,
    "progress": CallState.DIALING,
    "early": CallState.DIALING,
    "connecting": CallState.DIALING,
    "ringback": CallState.DIALING,
    "outgoing": CallState.DIALING,
    "ringing": CallState.RINGING,
    "alerting": CallState.RINGING,
    "incoming": CallState.RINGING,
    "active": CallState.CONNECTED,
    "answered": CallState.CONNECTED,
    "confirmed": CallState.CONNECTED,
    "connected": CallState.CONNECTED,
    "established": CallState.CONNECTED,
    "talking": CallState.CONNECTED,
    "held": CallState.HELD,
    "hold": CallState.HELD,
    "on_hold": CallState.HELD,
    "onhold": CallState.HELD,
    "inactive": CallState.HELD,
}


_WITH_WORDS: Final = re.compile(r"\s*([0-9]{1,19})\b\W*(.*)", re.DOTALL)


def _items(calls: object) -> Iterable[object] | None:
    """Return the calls of a status, whatever holds them; None where it tells none."""
    if isinstance(calls, list):
        return calls[:CALLS_LIMIT]
    if not isinstance(calls, dict):
        return None
    if "call_id" in calls or "id" in calls:
        return [calls]
    return [
        value | {"call_id": key} if isinstance(value, dict) else [key, value]
        for key, value in list(calls.items())[:CALLS_LIMIT]
    ]


def _item(value: object) -> CallItem | None:
    """Return a call of a status in any of its forms; None for an unknown form."""
    match value:
        case dict():
            return _item_of(value)
        case str() if found := _WITH_WORDS.fullmatch(value):
            return _item_of({"call_id": found[1], **_meant(found[2])})
        case [call_id, _, *_] if not isinstance(call_id, float):
            fields: dict[str, object] = {}
            for each in value[1:5]:
                fields |= each if isinstance(each, dict) else _meant(each)
            return _item_of(fields | {"call_id": call_id})
        case bool() | float():
            return None
        case _:
            return _item_of({"call_id": value})


def _meant(value: object) -> Mapping[str, object]:
    """Return what stands beside a call's id without a key: a state, or who it is."""
    if _word(value) in _STATES:
        return {"state": value}
    return {"num": value} if isinstance(value, str) and value.strip() else {}


def _item_of(fields: Mapping[str, Any]) -> CallItem | None:
    call_id = _whole(fields.get("call_id", fields.get("id")))
    if call_id is None:
        return None
    caller = _party(fields.get("caller"), fields.get("caller_name"))
    called = _party(fields.get("num"))
    state = _STATES.get(_word(fields.get("state")))
    direction = _direction(_word(fields.get("direction")), caller, called, state)
    if direction is Direction.OUTGOING and state is CallState.RINGING:
        state = CallState.DIALING
    party = caller if direction is Direction.INCOMING else called
    if direction is Direction.INCOMING and caller == UNKNOWN_PARTY:
        party = called
    return CallItem(call_id, state, direction, party if direction else UNKNOWN_PARTY)


def _word(value: object) -> str:
    """Return a word of the server's in one spelling."""
    return (_text(value) or "").lower().replace("-", "_").replace(" ", "_")


def _direction(
    word: str, caller: Party, called: Party, state: CallState | None
) -> Direction | None:
    """Return a call's direction from what is told of it."""
    if word in (Direction.INCOMING, Direction.OUTGOING):
        return Direction(word)
    has_caller, has_called = _is_somebody(caller), _is_somebody(called)
    if state is CallState.DIALING or (has_called and not has_caller):
        return Direction.OUTGOING
    if state is CallState.RINGING or (has_caller and not has_called):
        return Direction.INCOMING
    return None


def _is_somebody(party: Party) -> bool:
    return party.number is not None or party.presentation is Presentation.RESTRICTED


def _status(account: str, fields: _Fields) -> Event:
    calls = _items(fields.get("calls"))
    sip_code = _whole(fields.get("account_status"))
    if calls is None:
        return Status(account, None, sip_code)
    items = [_item(value) for value in calls]
    known = {item.call_id: item for item in items if item is not None}
    return Status(account, tuple(known.values()), sip_code, items.count(None))


def _fail(account: str, fields: _Fields) -> Event:
    return Fail(account, _text(fields.get("error")) or "no reason given")


_DECODERS: Final[dict[str, Callable[[str, _Fields], Event]]] = {
    "call-return": lambda account, fields: CallReturn(account, _call_id(fields)),
    "call-incoming": lambda account, fields: CallIncoming(
        account,
        _call_id(fields),
        _party(fields.get("caller"), fields.get("caller_name")),
    ),
    "call-answered": lambda account, fields: CallAnswered(account, _call_id(fields)),
    "call-ended": lambda account, fields: CallEnded(account, _call_id(fields)),
    "status": _status,
    "fail": _fail,
}
