"""Commands by name: what each wants to know, which call it means, and what it asks of the phone system.

Numbers pass the same guard as in Home Assistant, and what it counts for its limits is retained
before anything is dialed.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final

from custom_components.telephony.cti import (
    AuthenticationRefused,
    CallAmbiguous,
    CallNotFound,
    CallState,
    Capability,
    DialedNumber,
    ForwardingType,
    LinkError,
    NotConnected,
    NotSupported,
    OutcomeUnknown,
    PhoneSystem,
    RequestRefused,
    TelephonyError,
    UnknownLine,
)
from custom_components.telephony.cti.errors import PhoneOutOfService
from custom_components.telephony.cti.line import ESTABLISHED, HANGUP_ORDER
from custom_components.telephony.numbers.guard import DialGuard, NumberRefused

from .documents import Document

_RINGING: Final = (CallState.RINGING,)
_CONNECTED: Final = (CallState.CONNECTED,)
_HELD: Final = (CallState.HELD,)
_DIGITS: Final = frozenset("0123456789*#ABCDabcd")
_LONGEST_DIGITS: Final = 64


class CommandRefused(Exception):
    """A command isn't carried out; `code` is told to whoever asked, with the text."""

    def __init__(self, code: str, text: str) -> None:
        """Keep the code."""
        super().__init__(text)
        self.code = code


_CODES: Final[tuple[tuple[type[TelephonyError], str], ...]] = (
    (UnknownLine, "unknown_line"),
    (CallNotFound, "call_not_found"),
    (CallAmbiguous, "call_ambiguous"),
    (NotSupported, "not_supported"),
    (PhoneOutOfService, "out_of_service"),
    (OutcomeUnknown, "outcome_unknown"),
    (RequestRefused, "refused"),
    (AuthenticationRefused, "authentication_refused"),
    (NotConnected, "not_connected"),
    (LinkError, "not_connected"),
)


def refusal(error: TelephonyError) -> CommandRefused:
    """Return what whoever asked is told of an error of the phone system."""
    code = next((code for kind, code in _CODES if isinstance(error, kind)), "failed")
    if isinstance(error, CallAmbiguous):
        calls = ", ".join(each.call_id for each in error.calls)
        return CommandRefused(code, f"several calls fit, name one: {calls}")
    return CommandRefused(code, str(error) or type(error).__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """One command, and whom it's asked of."""

    system: PhoneSystem
    guard: DialGuard
    line: str
    values: Mapping[str, Any]
    keep_limits: Callable[[], Awaitable[None]]

    def text(self, key: str) -> str:
        """Return a text that the command needs."""
        value = self.values.get(key)
        if not isinstance(value, str) or not value:
            raise CommandRefused("invalid_command", f"{key} is missing, or isn't text")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise CommandRefused("invalid_command", f"{key} must be true or false")
        return value

    def call(self, *states: CallState, oldest: bool = False) -> str:
        """Return the call that is meant: the one that is named, or the only one that fits."""
        named = None if self.values.get("call_id") is None else self.text("call_id")
        line = self.system.line(self.line)
        return line.choose(named, states, longest=oldest).call_id

    async def admit(self) -> DialedNumber:
        """Return the number as it's dialed, once the guard has let it pass and that is retained."""
        try:
            number = self.guard.admit(self.text("number"), self.line)
        except NumberRefused as refused:
            words = ", ".join(f"{k} {v}" for k, v in refused.placeholders.items())
            raise CommandRefused(refused.reason, words or refused.reason) from None
        await self.keep_limits()
        return number

    def placing(self, number: DialedNumber) -> AbstractContextManager[None]:
        """Count a call to the outside that the line doesn't show yet."""
        outside = self.guard.is_outside(number)
        return self.guard.limits.placing(self.line, outside=outside)


type Send = Callable[[Asked], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Command:
    """What the phone system must offer for a command, and what carries it out."""

    capability: Capability
    send: Send
    fields: frozenset[str]


async def _make_call(asked: Asked) -> str:
    number = await asked.admit()
    with asked.placing(number):
        return await asked.system.make_call(asked.line, number)


async def _pick_up(asked: Asked) -> None:
    number = await asked.admit()
    with asked.placing(number):
        await asked.system.pick_up(asked.line, number)


async def _answer(asked: Asked) -> None:
    await asked.system.answer(asked.line, asked.call(*_RINGING, oldest=True))


async def _hangup(asked: Asked) -> None:
    everyone = asked.flag("everyone", default=False)
    if everyone and Capability.HANGUP_EVERYONE not in asked.system.capabilities:
        raise NotSupported(Capability.HANGUP_EVERYONE)
    call = asked.call(*HANGUP_ORDER)
    await asked.system.hangup(asked.line, call, everyone=everyone)


async def _hold(asked: Asked) -> None:
    await asked.system.hold(asked.line, asked.call(*_CONNECTED))


async def _retrieve(asked: Asked) -> None:
    await asked.system.retrieve(asked.line, asked.call(*_HELD))


async def _switch_call(asked: Asked) -> None:
    await asked.system.switch_call(asked.line, asked.call(*_HELD))


async def _transfer(asked: Asked) -> None:
    call = asked.call(*ESTABLISHED)
    number = await asked.admit()
    with asked.placing(number):
        await asked.system.transfer(asked.line, call, number)


async def _consult(asked: Asked) -> str:
    call = asked.call(*_CONNECTED)
    number = await asked.admit()
    with asked.placing(number):
        return await asked.system.consult(asked.line, call, number)


async def _complete_transfer(asked: Asked) -> None:
    await asked.system.complete_transfer(asked.line)


async def _conference(asked: Asked) -> None:
    await asked.system.conference(asked.line)


async def _reconnect(asked: Asked) -> None:
    await asked.system.reconnect(asked.line)


async def _add_to_conference(asked: Asked) -> None:
    call = asked.call(*_CONNECTED)
    number = await asked.admit()
    with asked.placing(number):
        await asked.system.add_to_conference(asked.line, call, number)


async def _deflect(asked: Asked) -> None:
    call = asked.call(*_RINGING)
    number = await asked.admit()
    with asked.placing(number):
        await asked.system.deflect(asked.line, call, number)


async def _send_digits(asked: Asked) -> None:
    digits = asked.text("digits")
    if len(digits) > _LONGEST_DIGITS or not _DIGITS.issuperset(digits):
        raise CommandRefused("invalid_command", "digits may have 0-9, *, # and A-D")
    line = asked.system.line(asked.line)
    call = line.call(asked.call(*_CONNECTED))
    if call.state is not CallState.CONNECTED or asked.guard.hears_dial_tone(call):
        raise CallNotFound(asked.line)
    await asked.system.send_digits(asked.line, call.call_id, digits)


async def _set_forwarding(asked: Asked) -> None:
    try:
        kind = ForwardingType(asked.text("type"))
    except ValueError:
        kinds = ", ".join(ForwardingType)
        raise CommandRefused(
            "invalid_command", f"type must be one of: {kinds}"
        ) from None
    enabled = asked.flag("enabled")
    has_number = enabled and asked.values.get("number") is not None
    number = await asked.admit() if has_number else None
    await asked.system.set_forwarding(asked.line, kind, number, enabled)


async def _set_do_not_disturb(asked: Asked) -> None:
    await asked.system.set_do_not_disturb(asked.line, asked.flag("enabled"))


async def _set_message_waiting(asked: Asked) -> None:
    await asked.system.set_message_waiting(asked.line, asked.flag("enabled"))


def _command(capability: Capability, send: Send, *fields: str) -> Command:
    return Command(capability, send, frozenset(fields))


COMMANDS: Final[Mapping[str, Command]] = {
    "make_call": _command(Capability.MAKE_CALL, _make_call, "number"),
    "answer": _command(Capability.ANSWER, _answer, "call_id"),
    "hangup": _command(Capability.HANGUP, _hangup, "call_id", "everyone"),
    "hold": _command(Capability.HOLD, _hold, "call_id"),
    "retrieve": _command(Capability.RETRIEVE, _retrieve, "call_id"),
    "switch_call": _command(Capability.SWITCH_CALL, _switch_call, "call_id"),
    "transfer": _command(Capability.TRANSFER, _transfer, "call_id", "number"),
    "consult": _command(Capability.CONSULT, _consult, "call_id", "number"),
    "complete_transfer": _command(Capability.COMPLETE_TRANSFER, _complete_transfer),
    "conference": _command(Capability.CONFERENCE, _conference),
    "reconnect": _command(Capability.RECONNECT, _reconnect),
    "add_to_conference": _command(
        Capability.ADD_TO_CONFERENCE, _add_to_conference, "call_id", "number"
    ),
    "deflect": _command(Capability.DEFLECT, _deflect, "call_id", "number"),
    "pick_up": _command(Capability.PICK_UP, _pick_up, "number"),
    "send_digits": _command(Capability.SEND_DIGITS, _send_digits, "call_id", "digits"),
    "set_forwarding": _command(
        Capability.SET_FORWARDING, _set_forwarding, "type", "enabled", "number"
    ),
    "set_do_not_disturb": _command(
        Capability.DO_NOT_DISTURB, _set_do_not_disturb, "enabled"
    ),
    "set_message_waiting": _command(
        Capability.MESSAGE_WAITING, _set_message_waiting, "enabled"
    ),
}
_OF_ALL: Final = frozenset({"version", "id", "command", "reply_to"})
_NEEDING_THE_PHONE: Final = frozenset(COMMANDS) - {
    *("deflect", "hangup", "set_do_not_disturb", "set_forwarding"),
    "set_message_waiting",
}
"""What a phone that is out of service can't do; the rest the phone system does by itself."""


async def carry_out(asked: Asked, name: object) -> Document:
    """Carry a command out and return what the answer says besides; CommandRefused."""
    command = COMMANDS.get(name) if isinstance(name, str) else None
    if command is None or not isinstance(name, str):
        raise CommandRefused("unknown_command", "command is missing, or isn't known")
    if unknown := sorted(set(asked.values) - _OF_ALL - command.fields):
        shown = ", ".join(each[:40] for each in unknown[:5])
        raise CommandRefused("invalid_command", f"{name} doesn't take: {shown}")
    try:
        if command.capability not in asked.system.capabilities:
            raise NotSupported(command.capability)
        line = asked.system.line(asked.line)
        if not (asked.system.status.connected and line.available):
            raise NotConnected(asked.line)
        if line.in_service is False and name in _NEEDING_THE_PHONE:
            raise PhoneOutOfService(asked.line)
        call_id = await command.send(asked)
    except TelephonyError as error:
        raise refusal(error) from None
    return {} if call_id is None else {"call_id": call_id}
