"""What people can do with calls: buttons, actions, intents, tools and the card all come here.

Each command is a row: what the phone system must offer, which calls it fits, and the one call of
the phone system that carries it out. It wants to know who asks and by which way: the user's right
is looked at here, whatever the door, and who dialed what is kept. Numbers pass the guard before
that, which alone makes a `DialedNumber`. Errors are translated: ServiceValidationError for what the user can mend,
HomeAssistantError for what the phone system says.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
import logging
from typing import Final

from ..call_log.trail import Way
from ..cti.capability import Capability
from ..cti.errors import CallNotFound, NotConnected, NotSupported, PhoneOutOfService
from ..cti.line import ESTABLISHED, HANGUP_ORDER, Line
from ..cti.model import CallState, Credentials, DialedNumber, ForwardingType
from ..cti.system import PhoneSystem
from ..errors import translated_errors, user_error
from ..numbers.guard import NumberRefused
from .origin import Asked, Origin, async_authorize
from .ring_timeout import async_give_up
from .target_line import TargetLine

_LOGGER = logging.getLogger(__name__)

_RINGING: Final = (CallState.RINGING,)
_CONNECTED: Final = (CallState.CONNECTED,)
_HELD: Final = (CallState.HELD,)
HEARING_DIGITS: Final = _CONNECTED
_NEEDING_THE_PHONE: Final = frozenset(Capability) - {
    Capability.CANCEL_CALL_BACK,
    Capability.DEFLECT,
    Capability.DO_NOT_DISTURB,
    Capability.HANGUP,
    Capability.HANGUP_EVERYONE,
    Capability.LOGIN,
    Capability.MESSAGE_WAITING,
    Capability.SET_AGENT_STATE,
    Capability.SET_FORWARDING,
}
"""What a phone that is out of service can't do; the rest the phone system does by itself."""


@asynccontextmanager
async def _commanding(
    asked: Asked,
    capability: Capability,
    *,
    watched: bool = True,
    admin: bool = False,
    noted: bool = False,
) -> AsyncIterator[tuple[PhoneSystem, Line]]:
    """Give the phone system and the line, if whoever asks may command it and it can be commanded.

    Home Assistant has looked whether somebody may press a button; only administrators' commands
    are looked at again. Where `noted`, what becomes of it is kept; what goes wrong is translated.
    """
    if admin or asked.origin.way is not Way.BUTTON:
        await async_authorize([asked], admin=admin)
    target = asked.target
    with asked.noted() if noted else nullcontext(), translated_errors(target.number):
        system = target.coordinator.system
        line = system.line(target.number)
        if capability not in system.capabilities:
            raise NotSupported(capability)
        if watched and not target.state.available:
            raise NotConnected(target.number)
        if line.in_service is False and capability in _NEEDING_THE_PHONE:
            raise PhoneOutOfService(target.number)
        yield system, line


def admit(
    asked: Asked, number: str | int, *, free_inside: bool = False
) -> DialedNumber:
    """Return a number as it is to be dialed, if the guard lets it pass."""
    target, unseen = asked.target, asked.origin.is_unseen
    guard, line = target.coordinator.guard, target.number
    try:
        admitted = guard.admit(number, line, unseen=unseen, free_inside=free_inside)
    except NumberRefused as refused:
        if refused.is_news:
            _LOGGER.warning(
                "A number was not dialed on %s: %s",
                target.coordinator.entry.title,
                refused.reason,
            )
        raise user_error(
            refused.reason, line=target.number, **refused.placeholders
        ) from None
    asked.number, asked.outside = admitted, guard.is_outside(admitted)
    asked.admitted = asked.outside or not free_inside
    return admitted


@dataclass(eq=False, repr=False)
class LineCommand:
    """Something asked of a line itself; where `watched`, only while the line is available."""

    capability: Capability
    send: Callable[[PhoneSystem, str], Awaitable[None]]
    action: str | None = None
    """What it is called, if not by the capability."""
    watched: bool = True
    admin: bool = False

    async def __call__(self, target: TargetLine, origin: Origin) -> None:
        """Carry it out."""
        asked = Asked(target, origin, self.action or self.capability)
        async with _commanding(
            asked,
            self.capability,
            watched=self.watched,
            admin=self.admin,
            noted=self.admin,
        ) as (system, _):
            await self.send(system, target.number)


@dataclass(eq=False, repr=False)
class CallCommand:
    """Something done with a call: the only one in the first of `states`, or the oldest of them."""

    capability: Capability
    states: tuple[CallState, ...]
    send: Callable[[PhoneSystem, str, str], Awaitable[None]]
    oldest: bool = False

    async def __call__(
        self, target: TargetLine, origin: Origin, call_id: str | None = None
    ) -> None:
        """Carry it out, with the given call if there is one."""
        asked = Asked(target, origin, self.capability)
        async with _commanding(asked, self.capability) as (system, line):
            call = line.choose(call_id, self.states, longest=self.oldest)
            await self.send(system, target.number, call.call_id)


@dataclass(eq=False, repr=False)
class NumberCommand:
    """Something done with a number; returns the ID of the call that it makes, if any."""

    capability: Capability
    send: Callable[[PhoneSystem, str, DialedNumber], Awaitable[str | None]]

    async def __call__(
        self, target: TargetLine, origin: Origin, number: str | int
    ) -> str | None:
        """Carry it out, if the guard lets the number pass."""
        asked = Asked(target, origin, self.capability, number)
        async with _commanding(asked, self.capability, noted=True) as (system, _):
            dialed = admit(asked, number)
            with asked.placing():
                asked.call_id = await self.send(system, target.number, dialed)
            return asked.call_id


@dataclass(eq=False, repr=False)
class CallNumberCommand:
    """Something done with a call and a number; returns the ID of the call that it makes, if any."""

    capability: Capability
    states: tuple[CallState, ...]
    send: Callable[[PhoneSystem, str, str, DialedNumber], Awaitable[str | None]]

    async def __call__(
        self,
        target: TargetLine,
        origin: Origin,
        number: str | int,
        call_id: str | None = None,
    ) -> str | None:
        """Carry it out, if the guard lets the number pass."""
        asked = Asked(target, origin, self.capability, number)
        async with _commanding(asked, self.capability, noted=True) as (system, line):
            call = line.choose(call_id, self.states)
            dialed = admit(asked, number)
            with asked.placing():
                asked.call_id = await self.send(
                    system, target.number, call.call_id, dialed
                )
            return asked.call_id


MAKE_CALL: Final = NumberCommand(
    Capability.MAKE_CALL, lambda system, line, number: system.make_call(line, number)
)
PICK_UP: Final = NumberCommand(
    Capability.PICK_UP, lambda system, line, number: system.pick_up(line, number)
)
PARK: Final = CallNumberCommand(
    Capability.PARK,
    ESTABLISHED,
    lambda system, line, call, number: system.park(line, call, number),
)
UNPARK: Final = NumberCommand(
    Capability.UNPARK, lambda system, line, number: system.unpark(line, number)
)
ANSWER: Final = CallCommand(
    Capability.ANSWER,
    _RINGING,
    lambda system, line, call: system.answer(line, call),
    oldest=True,
)
HANGUP: Final = CallCommand(
    Capability.HANGUP,
    HANGUP_ORDER,
    lambda system, line, call: system.hangup(line, call),
)
HANGUP_EVERYONE: Final = CallCommand(
    Capability.HANGUP_EVERYONE,
    HANGUP_ORDER,
    lambda system, line, call: system.hangup(line, call, everyone=True),
)
HOLD: Final = CallCommand(
    Capability.HOLD, _CONNECTED, lambda system, line, call: system.hold(line, call)
)
RETRIEVE: Final = CallCommand(
    Capability.RETRIEVE, _HELD, lambda system, line, call: system.retrieve(line, call)
)
SWITCH_CALL: Final = CallCommand(
    Capability.SWITCH_CALL,
    _HELD,
    lambda system, line, call: system.switch_call(line, call),
)
DEFLECT: Final = CallNumberCommand(
    Capability.DEFLECT,
    _RINGING,
    lambda system, line, call, number: system.deflect(line, call, number),
)
TRANSFER: Final = CallNumberCommand(
    Capability.TRANSFER,
    ESTABLISHED,
    lambda system, line, call, number: system.transfer(line, call, number),
)
CONSULT: Final = CallNumberCommand(
    Capability.CONSULT,
    _CONNECTED,
    lambda system, line, call, number: system.consult(line, call, number),
)
ADD_TO_CONFERENCE: Final = CallNumberCommand(
    Capability.ADD_TO_CONFERENCE,
    _CONNECTED,
    lambda system, line, call, number: system.add_to_conference(line, call, number),
)
LOGOUT: Final = LineCommand(
    Capability.LOGIN,
    lambda system, line: system.logout(line),
    action="logout",
    watched=False,
    admin=True,
)


async def async_make_call(
    target: TargetLine,
    origin: Origin,
    number: str | int,
    ring_timeout: float | None = None,
) -> str | None:
    """Call a number and return the call's ID; nobody is rung longer than `ring_timeout` seconds."""
    call_id = await MAKE_CALL(target, origin, number)
    if ring_timeout is not None and call_id is not None:
        _ = target.coordinator.entry.async_create_background_task(
            target.coordinator.hass,
            async_give_up(target, call_id, ring_timeout),
            f"telephony ring timeout {call_id}",
        )
    return call_id


async def async_hangup(
    target: TargetLine,
    origin: Origin,
    call_id: str | None = None,
    *,
    everyone: bool = False,
) -> None:
    """Leave a call or, with `everyone`, end it for all."""
    await (HANGUP_EVERYONE if everyone else HANGUP)(target, origin, call_id)


async def async_send_digits(
    target: TargetLine, origin: Origin, digits: str, call_id: str | None = None
) -> None:
    """Send DTMF digits into an answered call; into a dial tone they would dial, past the guard."""
    asked = Asked(target, origin, Capability.SEND_DIGITS)
    async with _commanding(asked, Capability.SEND_DIGITS, noted=True) as (system, line):
        call = line.choose(call_id, HEARING_DIGITS)
        hears_tone = target.coordinator.guard.hears_dial_tone(call)
        if call.state not in HEARING_DIGITS or hears_tone:
            raise CallNotFound(target.number)
        await system.send_digits(target.number, call.call_id, digits)


async def async_set_forwarding(
    target: TargetLine,
    origin: Origin,
    forwarding_type: ForwardingType,
    number: str | int | None,
    enabled: bool,
) -> None:
    """Turn a forwarding on, to a number, or off."""
    asked = Asked(target, origin, Capability.SET_FORWARDING, number)
    async with _commanding(
        asked, Capability.SET_FORWARDING, admin=True, noted=True
    ) as (system, _):
        dialed = None
        if enabled and number is not None:
            dialed = admit(asked, number)
        await system.set_forwarding(target.number, forwarding_type, dialed, enabled)


async def async_set_do_not_disturb(
    target: TargetLine, origin: Origin, enabled: bool
) -> None:
    """Turn do-not-disturb on or off."""
    asked = Asked(target, origin, Capability.DO_NOT_DISTURB)
    async with _commanding(asked, Capability.DO_NOT_DISTURB, noted=True) as (system, _):
        await system.set_do_not_disturb(target.number, enabled)


async def async_set_message_waiting(
    target: TargetLine, origin: Origin, enabled: bool
) -> None:
    """Turn the message waiting lamp on or off."""
    asked = Asked(target, origin, Capability.MESSAGE_WAITING)
    async with _commanding(asked, Capability.MESSAGE_WAITING) as (system, _):
        await system.set_message_waiting(target.number, enabled)


async def async_login(
    target: TargetLine, origin: Origin, credentials: Credentials | None = None
) -> None:
    """Register an account, by default with what is stored for it."""
    asked = Asked(target, origin, Capability.LOGIN)
    async with _commanding(
        asked, Capability.LOGIN, watched=False, admin=True, noted=True
    ) as (system, _):
        if (login := credentials or target.stored_credentials) is None:
            raise user_error("no_credentials", line=target.number)
        await system.login(target.number, login)
