"""What people can do with calls: buttons, actions, intents, tools and the card all come here.

Each command is a row: what the phone system must offer, which calls it fits, and the one call of
the phone system that carries it out. Numbers pass the guard before that, which alone makes a
`DialedNumber`. Errors are translated: ServiceValidationError for what the user can mend,
HomeAssistantError for what the phone system says.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
import logging
from typing import Final

from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import callback

from ..connection.changes import AVAILABILITY
from ..connection.line_state import LineState
from ..const import CONF_SERVER, SUBENTRY_LINE
from ..cti.errors import (
    CallNotFound,
    NotConnected,
    NotSupported,
    TelephonyError,
    UnknownLine,
)
from ..cti.line import ESTABLISHED, HANGUP_ORDER, Line
from ..cti.model import Call, CallState, Credentials, ForwardingType
from ..cti.system import Capability, PhoneSystem
from ..errors import translated_errors, user_error
from ..numbers.guard import NumberRefused
from .target_line import TargetLine

_LOGGER = logging.getLogger(__name__)

_RINGING: Final = (CallState.RINGING,)
_CONNECTED: Final = (CallState.CONNECTED,)
_HELD: Final = (CallState.HELD,)
_HEARING_DIGITS: Final = (CallState.CONNECTED, CallState.DIALING)

type DialedNumber = str


@contextmanager
def _commanding(
    target: TargetLine, capability: Capability, *, watched: bool = True
) -> Iterator[tuple[PhoneSystem, Line]]:
    """Give the phone system and the line, if that can be commanded; translate what goes wrong."""
    with translated_errors(target.number):
        system = target.coordinator.system
        line = system.line(target.number)
        if capability not in system.capabilities:
            raise NotSupported(capability)
        if watched and not target.state.available:
            raise NotConnected(target.number)
        yield system, line


def _admit(target: TargetLine, number: str | int) -> DialedNumber:
    """Return a number as it is to be dialed, if the guard lets it pass."""
    try:
        return target.coordinator.guard.admit(number)
    except NumberRefused as refused:
        _LOGGER.warning(
            "A number was not dialed on %s: %s",
            target.coordinator.entry.title,
            refused.reason,
        )
        raise user_error(
            refused.reason, line=target.number, **refused.placeholders
        ) from None


@dataclass(frozen=True, slots=True)
class LineCommand:
    """Something asked of a line itself; where `watched`, only while the line is available."""

    capability: Capability
    send: Callable[[PhoneSystem, str], Awaitable[None]]
    watched: bool = True

    async def __call__(self, target: TargetLine) -> None:
        """Carry it out."""
        with _commanding(target, self.capability, watched=self.watched) as (system, _):
            await self.send(system, target.number)


@dataclass(frozen=True, slots=True)
class CallCommand:
    """Something done with a call: the only one in the first of `states`, or the oldest of them."""

    capability: Capability
    states: tuple[CallState, ...]
    send: Callable[[PhoneSystem, str, str], Awaitable[None]]
    oldest: bool = False

    async def __call__(self, target: TargetLine, call_id: str | None = None) -> None:
        """Carry it out, with the given call if there is one."""
        with _commanding(target, self.capability) as (system, line):
            call = line.choose(call_id, self.states, longest=self.oldest)
            await self.send(system, target.number, call.call_id)


@dataclass(frozen=True, slots=True)
class NumberCommand:
    """Something done with a number; returns the ID of the call that it makes, if any."""

    capability: Capability
    send: Callable[[PhoneSystem, str, DialedNumber], Awaitable[str | None]]

    async def __call__(self, target: TargetLine, number: str | int) -> str | None:
        """Carry it out, if the guard lets the number pass."""
        with _commanding(target, self.capability) as (system, _):
            dialed = _admit(target, number)
            return await self.send(system, target.number, dialed)


@dataclass(frozen=True, slots=True)
class CallNumberCommand:
    """Something done with a call and a number; returns the ID of the call that it makes, if any."""

    capability: Capability
    states: tuple[CallState, ...]
    send: Callable[[PhoneSystem, str, str, DialedNumber], Awaitable[str | None]]

    async def __call__(
        self, target: TargetLine, number: str | int, call_id: str | None = None
    ) -> str | None:
        """Carry it out, if the guard lets the number pass."""
        with _commanding(target, self.capability) as (system, line):
            call = line.choose(call_id, self.states)
            dialed = _admit(target, number)
            return await self.send(system, target.number, call.call_id, dialed)


MAKE_CALL: Final = NumberCommand(
    Capability.MAKE_CALL, lambda system, line, number: system.make_call(line, number)
)
PICK_UP: Final = NumberCommand(
    Capability.PICK_UP, lambda system, line, number: system.pick_up(line, number)
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
COMPLETE_TRANSFER: Final = LineCommand(
    Capability.COMPLETE_TRANSFER, lambda system, line: system.complete_transfer(line)
)
CONFERENCE: Final = LineCommand(
    Capability.CONFERENCE, lambda system, line: system.conference(line)
)
LOGOUT: Final = LineCommand(
    Capability.LOGIN, lambda system, line: system.logout(line), watched=False
)


async def async_make_call(
    target: TargetLine, number: str | int, ring_timeout: float | None = None
) -> str | None:
    """Call a number and return the call's ID; nobody is rung longer than `ring_timeout` seconds."""
    call_id = await MAKE_CALL(target, number)
    if ring_timeout is not None and call_id is not None:
        _ = target.coordinator.entry.async_create_background_task(
            target.coordinator.hass,
            _async_give_up(target, call_id, ring_timeout),
            f"telephony ring timeout {call_id}",
        )
    return call_id


async def async_hangup(
    target: TargetLine, call_id: str | None = None, *, everyone: bool = False
) -> None:
    """Leave a call or, with `everyone`, end it for all."""
    await (HANGUP_EVERYONE if everyone else HANGUP)(target, call_id)


async def async_send_digits(
    target: TargetLine, digits: str, call_id: str | None = None
) -> None:
    """Send DTMF digits into the connected call."""
    with _commanding(target, Capability.SEND_DIGITS) as (system, line):
        call = line.choose(call_id, _HEARING_DIGITS)
        if call.state is CallState.DIALING and not call.called_number:
            raise CallNotFound(target.number)  # these digits would dial, past the guard
        await system.send_digits(target.number, call.call_id, digits)


async def async_set_forwarding(
    target: TargetLine,
    forwarding_type: ForwardingType,
    number: str | int | None,
    enabled: bool,
) -> None:
    """Turn a forwarding on, to a number, or off."""
    with _commanding(target, Capability.SET_FORWARDING) as (system, _):
        dialed = None
        if enabled and number is not None:
            dialed = _admit(target, number)
        await system.set_forwarding(target.number, forwarding_type, dialed, enabled)


async def async_set_do_not_disturb(target: TargetLine, enabled: bool) -> None:
    """Turn do-not-disturb on or off."""
    with _commanding(target, Capability.DO_NOT_DISTURB) as (system, _):
        await system.set_do_not_disturb(target.number, enabled)


async def async_login(
    target: TargetLine, credentials: Credentials | None = None
) -> None:
    """Register an account, by default with what is stored for it."""
    with _commanding(target, Capability.LOGIN, watched=False) as (system, _):
        await system.login(target.number, credentials or _stored_credentials(target))


def _stored_credentials(target: TargetLine) -> Credentials:
    """Return what is stored to log an account in with."""
    for subentry in target.coordinator.entry.get_subentries_of_type(SUBENTRY_LINE):
        data = subentry.data
        if subentry.unique_id == target.number and CONF_PASSWORD in data:
            return Credentials(
                data[CONF_USERNAME], data[CONF_PASSWORD], data[CONF_SERVER]
            )
    raise user_error("no_credentials", line=target.number)


async def _async_give_up(target: TargetLine, call_id: str, seconds: float) -> None:
    """Hang up a call that nobody has answered in time, if need be once the link is back."""
    await asyncio.sleep(seconds)
    for _ in range(2):
        await _async_wait_available(target)
        system = target.coordinator.system
        try:
            call = system.line(target.number).call(call_id)
            if call.state is CallState.DIALING:
                await system.hangup(target.number, call_id)
        except CallNotFound, UnknownLine:
            return
        except TelephonyError as error:
            _LOGGER.debug("Call %s cannot be given up: %r", call_id, error)
        if target.state.available:
            return


async def _async_wait_available(target: TargetLine) -> None:
    """Wait until a line can be commanded."""
    available = asyncio.Event()

    @callback
    def check(state: LineState) -> None:
        if state.available:
            available.set()

    changes = target.coordinator.changes
    unlisten = changes.listen(AVAILABILITY, target.number, check)
    try:
        check(target.state)
        await available.wait()
    finally:
        unlisten()


# What the card offers follows from the commands

_WITH_CALLS: Final = (
    *(
        (command.capability, command.states)
        for command in (ANSWER, HANGUP, DEFLECT, HOLD, TRANSFER, CONSULT)
    ),
    (Capability.SEND_DIGITS, _HEARING_DIGITS),
)


def call_actions(state: LineState, call: Call) -> list[Capability]:
    """Return what can be done with a call of a line."""
    wanted = [each for each, states in _WITH_CALLS if call.state in states]
    if call.state is CallState.HELD:
        swap = Capability.SWITCH_CALL in state.capabilities
        swap = swap and state.has(CallState.CONNECTED)
        wanted.append(Capability.SWITCH_CALL if swap else Capability.RETRIEVE)
    return [each for each in wanted if each in state.capabilities]


def line_actions(state: LineState) -> list[Capability]:
    """Return what can be asked of a line itself."""
    wanted = [Capability.MAKE_CALL, Capability.PICK_UP]
    if state.has(CallState.HELD) and state.has(CallState.CONNECTED):
        wanted += (Capability.COMPLETE_TRANSFER, Capability.CONFERENCE)
    return [each for each in wanted if each in state.capabilities]
