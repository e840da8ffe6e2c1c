"""Commands by name: what each wants to know, which call it means, and what it asks of the phone system.

Numbers pass the same guard as in Home Assistant, and what it counts for its limits is retained
before anything is dialed.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from custom_components.telephony.cti import (
    AgentState,
    CallNotFound,
    CallState,
    Capability,
    DialedNumber,
    ForwardingType,
    LampMode,
    NotConnected,
    NotSupported,
    PhoneSetting,
    PhoneSystem,
    TelephonyError,
)
from custom_components.telephony.cti.errors import PhoneOutOfService
from custom_components.telephony.cti.gateway.calls import Document
from custom_components.telephony.cti.line import ESTABLISHED, HANGUP_ORDER
from custom_components.telephony.cti.phone import LOUDEST
from custom_components.telephony.cti.system import LONGEST_DISPLAY_TEXT

from .asked import Asked, CommandRefused, refusal

_RINGING: Final = (CallState.RINGING,)
_CONNECTED: Final = (CallState.CONNECTED,)
_HELD: Final = (CallState.HELD,)
_DIALING: Final = (CallState.DIALING,)
_DIGITS: Final = frozenset("0123456789*#ABCDabcd")
_LONGEST_DIGITS: Final = 64


type Send = Callable[[Asked], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Command:
    """What the phone system must offer for a command, and what carries it out."""

    capability: Capability | None
    """None where it follows from the fields."""
    send: Send
    fields: frozenset[str]


def _of_line(
    capability: Capability, send: Callable[[PhoneSystem, str], Awaitable[None]]
) -> Command:
    """Make a command about a line itself."""

    async def carry_out_of_line(asked: Asked) -> None:
        await send(asked.system, asked.line)

    return Command(capability, carry_out_of_line, frozenset())


def _of_call(
    capability: Capability,
    states: tuple[CallState, ...],
    send: Callable[[PhoneSystem, str, str], Awaitable[None]],
    *,
    oldest: bool = False,
) -> Command:
    """Make a command about a call: the only one in the first of `states`, or the oldest of them."""

    async def carry_out_of_call(asked: Asked) -> None:
        await send(asked.system, asked.line, asked.call(*states, oldest=oldest))

    return Command(capability, carry_out_of_call, frozenset({"call_id"}))


def _of_number(
    capability: Capability,
    send: Callable[[PhoneSystem, str, DialedNumber], Awaitable[str | None]],
) -> Command:
    """Make a command about a number, which the guard has to let pass."""

    async def carry_out_of_number(asked: Asked) -> str | None:
        number = await asked.admit()
        with asked.placing(number):
            return await send(asked.system, asked.line, number)

    return Command(capability, carry_out_of_number, frozenset({"number"}))


def _of_both(
    capability: Capability,
    states: tuple[CallState, ...],
    send: Callable[[PhoneSystem, str, str, DialedNumber], Awaitable[str | None]],
) -> Command:
    """Make a command about a call and a number, which the guard has to let pass."""

    async def carry_out_of_both(asked: Asked) -> str | None:
        call = asked.call(*states)
        number = await asked.admit()
        with asked.placing(number):
            return await send(asked.system, asked.line, call, number)

    return Command(capability, carry_out_of_both, frozenset({"call_id", "number"}))


def _of_flag(
    capability: Capability, send: Callable[[PhoneSystem, str, bool], Awaitable[None]]
) -> Command:
    """Make a command that turns something on or off."""

    async def carry_out_of_flag(asked: Asked) -> None:
        await send(asked.system, asked.line, asked.flag("enabled"))

    return Command(capability, carry_out_of_flag, frozenset({"enabled"}))


async def _hangup(asked: Asked) -> None:
    """Leave a call or, with `everyone`, end it for all."""
    everyone = asked.flag("everyone", default=False)
    if everyone and Capability.HANGUP_EVERYONE not in asked.system.capabilities:
        raise NotSupported(Capability.HANGUP_EVERYONE)
    call = asked.call(*HANGUP_ORDER)
    await asked.system.hangup(asked.line, call, everyone=everyone)


async def _send_digits(asked: Asked) -> None:
    """Send DTMF digits into an answered call; into a dial tone they would dial, past the guard."""
    digits = asked.text("digits")
    if len(digits) > _LONGEST_DIGITS or not _DIGITS.issuperset(digits):
        raise CommandRefused("invalid_command", "digits may have 0-9, *, # and A-D")
    line = asked.system.line(asked.line)
    call = line.call(asked.call(*_CONNECTED))
    if call.state is not CallState.CONNECTED or asked.guard.hears_dial_tone(call):
        raise CallNotFound(asked.line)
    await asked.system.send_digits(asked.line, call.call_id, digits)


async def _set_forwarding(asked: Asked) -> None:
    """Turn a forwarding on, to a number, or off."""
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


async def _set_agent_state(asked: Asked) -> None:
    """Let the line's agent take calls, or not; nobody can be made busy."""
    states = [each for each in AgentState if each is not AgentState.BUSY]
    if (wanted := asked.text("state")) not in states:
        raise CommandRefused(
            "invalid_command", f"state must be one of: {', '.join(states)}"
        )
    await asked.system.set_agent_state(asked.line, AgentState(wanted))


async def _set_phone(asked: Asked) -> None:
    """Set one part of the line's phone, or all that have the setting."""
    if (named := asked.text("setting")) not in set(PhoneSetting):
        known = ", ".join(PhoneSetting)
        raise CommandRefused("invalid_command", f"setting must be one of: {known}")
    setting = PhoneSetting(named)
    if Capability(setting) not in asked.system.capabilities:
        raise NotSupported(Capability(setting))
    value = asked.whole("value", _MOST.get(setting, LOUDEST))
    part = None if asked.values.get("part") is None else asked.text("part")
    await asked.system.set_phone(asked.line, setting, value, part)


async def _set_display(asked: Asked) -> None:
    """Show a text on the display of the line's phone; an empty one clears it."""
    text = asked.text("text", maybe_empty=True)
    if len(text) > LONGEST_DISPLAY_TEXT or not text.isprintable():
        most = f"text may have {LONGEST_DISPLAY_TEXT} characters in one line"
        raise CommandRefused("invalid_command", most)
    await asked.system.set_display(asked.line, text)


_MOST: Final = {
    PhoneSetting.MICROPHONE_MUTE: 1,
    PhoneSetting.SPEAKER_MUTE: 1,
    PhoneSetting.LAMPS: max(mode for mode in LampMode if mode is not LampMode.UNKNOWN),
}
"""What of a phone has another range than volumes."""
_FORWARDING: Final = frozenset({"type", "enabled", "number"})
_ROWS: Final = (
    _of_number(
        Capability.MAKE_CALL,
        lambda system, line, number: system.make_call(line, number),
    ),
    _of_call(
        Capability.ANSWER,
        _RINGING,
        lambda system, line, call: system.answer(line, call),
        oldest=True,
    ),
    Command(Capability.HANGUP, _hangup, frozenset({"call_id", "everyone"})),
    _of_call(
        Capability.HOLD,
        _CONNECTED,
        lambda system, line, call: system.hold(line, call),
    ),
    _of_call(
        Capability.RETRIEVE,
        _HELD,
        lambda system, line, call: system.retrieve(line, call),
    ),
    _of_call(
        Capability.SWITCH_CALL,
        _HELD,
        lambda system, line, call: system.switch_call(line, call),
    ),
    _of_both(
        Capability.TRANSFER,
        ESTABLISHED,
        lambda system, line, call, number: system.transfer(line, call, number),
    ),
    _of_both(
        Capability.CONSULT,
        _CONNECTED,
        lambda system, line, call, number: system.consult(line, call, number),
    ),
    _of_line(
        Capability.COMPLETE_TRANSFER,
        lambda system, line: system.complete_transfer(line),
    ),
    _of_line(Capability.CONFERENCE, lambda system, line: system.conference(line)),
    _of_line(Capability.RECONNECT, lambda system, line: system.reconnect(line)),
    _of_both(
        Capability.ADD_TO_CONFERENCE,
        _CONNECTED,
        lambda system, line, call, number: system.add_to_conference(line, call, number),
    ),
    _of_both(
        Capability.DEFLECT,
        _RINGING,
        lambda system, line, call, number: system.deflect(line, call, number),
    ),
    _of_number(
        Capability.PICK_UP,
        lambda system, line, number: system.pick_up(line, number),
    ),
    _of_line(Capability.GROUP_PICK_UP, lambda system, line: system.group_pick_up(line)),
    _of_both(
        Capability.PARK,
        ESTABLISHED,
        lambda system, line, call, number: system.park(line, call, number),
    ),
    _of_number(
        Capability.UNPARK,
        lambda system, line, number: system.unpark(line, number),
    ),
    _of_call(
        Capability.CAMP_ON,
        _DIALING,
        lambda system, line, call: system.camp_on(line, call),
    ),
    _of_call(
        Capability.CALL_BACK,
        _DIALING,
        lambda system, line, call: system.call_back(line, call),
    ),
    _of_line(
        Capability.CANCEL_CALL_BACK, lambda system, line: system.cancel_call_back(line)
    ),
    Command(Capability.SEND_DIGITS, _send_digits, frozenset({"call_id", "digits"})),
    Command(Capability.SET_FORWARDING, _set_forwarding, _FORWARDING),
    Command(Capability.SET_AGENT_STATE, _set_agent_state, frozenset({"state"})),
    Command(Capability.SET_DISPLAY, _set_display, frozenset({"text"})),
)
COMMANDS: Final[Mapping[str, Command]] = {
    **{str(each.capability): each for each in _ROWS},
    "set_do_not_disturb": _of_flag(
        Capability.DO_NOT_DISTURB,
        lambda system, line, enabled: system.set_do_not_disturb(line, enabled),
    ),
    "set_message_waiting": _of_flag(
        Capability.MESSAGE_WAITING,
        lambda system, line, enabled: system.set_message_waiting(line, enabled),
    ),
    "set_phone": Command(None, _set_phone, frozenset({"setting", "value", "part"})),
}
"""By name, which is the capability's where there is no other."""
_OF_ALL: Final = frozenset({"version", "id", "command", "reply_to"})
_NEEDING_THE_PHONE: Final = frozenset(COMMANDS) - {
    *("cancel_call_back", "deflect", "hangup", "set_do_not_disturb"),
    *("set_forwarding", "set_message_waiting", "set_agent_state"),
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
        needed = command.capability
        if needed is not None and needed not in asked.system.capabilities:
            raise NotSupported(needed)
        line = asked.system.line(asked.line)
        if not (asked.system.status.connected and line.available):
            raise NotConnected(asked.line)
        if line.in_service is False and name in _NEEDING_THE_PHONE:
            raise PhoneOutOfService(asked.line)
        call_id = await command.send(asked)
    except TelephonyError as error:
        raise refusal(error) from None
    return {} if call_id is None else {"call_id": call_id}
