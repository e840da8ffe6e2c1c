"""What a client says: the seven commands of the Telestra SIP Service API (DOC-TEL-SIP-API-A-0)."""

from dataclasses import dataclass, field
from typing import ClassVar, override

import orjson

from .stream import TERMINATOR


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
