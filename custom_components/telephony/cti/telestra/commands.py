"""The seven commands and six events of the Telestra SIP Service API (DOC-TEL-SIP-API-A-0)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, override

import orjson

from ..model import CallState, Direction
from .stream import TERMINATOR

TEXT_LIMIT: Final = 256
"""Characters kept of any text of the server's."""
CONTAINERS_LIMIT: Final = 10_000
"""Arrays and objects in one message: a megabyte of them would take a tenth of a second to read."""
CALLS_LIMIT: Final = 64
"""Calls of one account that are looked at; a telephone has a handful."""


class BadMessage(Exception):
    """A message that is not one of the API's; its text tells why and quotes nothing."""


class UnknownEvent(BadMessage):
    """A well-formed event that this API does not have."""


# Commands


@dataclass(frozen=True, slots=True)
class Command:
    """What a client asks of one account."""

    service: ClassVar[str]
    account: str

    def fields(self) -> dict[str, object]:
        """Return the fields besides `cmd` and `account`."""
        return {}

    def redact(self, text: str) -> str:
        """Return a text of the server's without what must stay secret."""
        return text

    def encode(self) -> bytes:
        """Return the message with its terminator."""
        message = {"cmd": self.service, "account": self.account} | self.fields()
        return orjson.dumps(message) + TERMINATOR


@dataclass(frozen=True, slots=True)
class CallCommand(Command):
    """A command about one call."""

    call_id: int

    @override
    def fields(self) -> dict[str, object]:
        return {"call_id": self.call_id}


@dataclass(frozen=True, slots=True)
class Login(Command):
    """Register the account; no answer on success."""

    service = "login"
    user: str
    password: str = field(repr=False)
    server: str

    @override
    def fields(self) -> dict[str, object]:
        return {"user": self.user, "pass": self.password, "server": self.server}

    @override
    def redact(self, text: str) -> str:
        return text.replace(self.password, "***") if self.password else text


@dataclass(frozen=True, slots=True)
class Logout(Command):
    """Unregister the account; no answer."""

    service = "logout"


@dataclass(frozen=True, slots=True)
class MakeCall(Command):
    """Call a number; answered by call-return."""

    service = "make-call"
    number: str

    @override
    def fields(self) -> dict[str, object]:
        return {"num": self.number}


@dataclass(frozen=True, slots=True)
class AnswerCall(CallCommand):
    """Answer a ringing call; call-answered is broadcast."""

    service = "answer-call"


@dataclass(frozen=True, slots=True)
class SwitchCall(CallCommand):
    """Make a call the active one; no answer."""

    service = "switch-call"


@dataclass(frozen=True, slots=True)
class HangupCall(CallCommand):
    """End a call; call-ended is broadcast."""

    service = "hangup-call"


@dataclass(frozen=True, slots=True)
class GetStatus(Command):
    """Ask for calls and registration; answered by status."""

    service = "get-status"


# Events


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
    caller: str | None
    caller_name: str | None


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
    caller: str | None = None
    caller_name: str | None = None
    number: str | None = None


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
    except orjson.JSONDecodeError as error:
        raise BadMessage(f"not JSON: {error.msg}") from None
    if not isinstance(message, dict) or not isinstance(message.get("event"), str):
        raise BadMessage("not an object with an event")
    decoder = _DECODERS.get(message["event"])
    if decoder is None:
        raise UnknownEvent("an event that the API does not have")
    if (account := _text(message.get("account"))) is None:
        raise BadMessage("no account")
    return decoder(account, message)


# Reading fields, leniently

type _Fields = dict[str, Any]


def _text(value: object) -> str | None:
    """Return a text, bounded; numbers count as text, all else and blank as None."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip()[:TEXT_LIMIT] or None


def _whole(value: object) -> int | None:
    """Return a whole number, also where it is written as a text or with a point."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isdigit()
        and len(value) < 20
    ):
        return int(value)
    return value if isinstance(value, int) else None


def _number(value: object) -> str | None:
    """Return the extension in a text that may be a SIP or telephone URI."""
    text = _text(value)
    if text is None:
        return None
    scheme, colon, rest = text.partition(":")
    if colon and scheme.lower() in ("sip", "sips", "tel"):
        text = rest.partition(";")[0].partition("@")[0]
    return text or None


def _call_id(fields: _Fields) -> int:
    """Return the id of a call; 0 is one."""
    if (call_id := _whole(fields.get("call_id"))) is None:
        raise BadMessage("no call_id")
    return call_id


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


def _item(value: object) -> CallItem | None:
    """Return a call of a status in any of its forms; None for an unknown form."""
    if not isinstance(value, dict):
        call_id = None if isinstance(value, float | str) else _whole(value)
        return None if call_id is None else CallItem(call_id)
    call_id = _whole(value.get("call_id", value.get("id")))
    if call_id is None:
        return None
    caller = _number(value.get("caller"))
    number = _number(value.get("num"))
    state = _STATES.get(_word(value.get("state")))
    direction = _direction(_word(value.get("direction")), caller, number, state)
    if direction is Direction.OUTGOING and state is CallState.RINGING:
        state = CallState.DIALING
    return CallItem(
        call_id, state, direction, caller, _text(value.get("caller_name")), number
    )


def _word(value: object) -> str:
    """Return a word of the server's in one spelling."""
    return (_text(value) or "").lower().replace("-", "_").replace(" ", "_")


def _direction(
    word: str, caller: str | None, number: str | None, state: CallState | None
) -> Direction | None:
    """Return a call's direction from what is told of it."""
    if word in (Direction.INCOMING, Direction.OUTGOING):
        return Direction(word)
    if state is CallState.DIALING or (number and not caller):
        return Direction.OUTGOING
    if state is CallState.RINGING or (caller and not number):
        return Direction.INCOMING
    return None


def _call_return(account: str, fields: _Fields) -> Event:
    return CallReturn(account, _call_id(fields))


def _call_incoming(account: str, fields: _Fields) -> Event:
    caller = _number(fields.get("caller"))
    return CallIncoming(
        account, _call_id(fields), caller, _text(fields.get("caller_name"))
    )


def _call_answered(account: str, fields: _Fields) -> Event:
    return CallAnswered(account, _call_id(fields))


def _call_ended(account: str, fields: _Fields) -> Event:
    return CallEnded(account, _call_id(fields))


def _status(account: str, fields: _Fields) -> Event:
    calls = fields.get("calls")
    sip_code = _whole(fields.get("account_status"))
    if not isinstance(calls, list):
        return Status(account, None, sip_code)
    items = [_item(value) for value in calls[:CALLS_LIMIT]]
    known = {item.call_id: item for item in items if item is not None}
    return Status(account, tuple(known.values()), sip_code, items.count(None))


def _fail(account: str, fields: _Fields) -> Event:
    return Fail(account, _text(fields.get("error")) or "no reason given")


_DECODERS: Final[dict[str, Callable[[str, _Fields], Event]]] = {
    "call-return": _call_return,
    "call-incoming": _call_incoming,
    "call-answered": _call_answered,
    "call-ended": _call_ended,
    "status": _status,
    "fail": _fail,
}
