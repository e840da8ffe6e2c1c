"""What people can do with calls: buttons, actions, intents, tools and the card all come here.

Errors are translated: ServiceValidationError for what the user can mend, HomeAssistantError for
what the switch says.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
import logging
from typing import TYPE_CHECKING, Final

from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import callback
from homeassistant.exceptions import ServiceValidationError

from ..const import CONF_SERVER, DOMAIN, SUBENTRY_LINE
from ..cti.errors import (
    CallNotFound,
    NotConnected,
    NotSupported,
    TelephonyError,
    UnknownLine,
)
from ..cti.line import ESTABLISHED, HANGUP_ORDER, Line
from ..cti.model import CallState, Credentials, ForwardingType
from ..cti.system import Capability, PhoneSystem
from .command_errors import translated

if TYPE_CHECKING:
    from ..coordinator import TelephonyCoordinator

_LOGGER = logging.getLogger(__name__)

_RINGING: Final = (CallState.RINGING,)
_CONNECTED: Final = (CallState.CONNECTED,)
_HELD: Final = (CallState.HELD,)
_HEARING_DIGITS: Final = (CallState.CONNECTED, CallState.DIALING)


async def async_make_call(
    coordinator: TelephonyCoordinator,
    line: str,
    number: str | int,
    ring_timeout: float | None = None,
) -> str:
    """Call a number and return the call's id; nobody is rung longer than `ring_timeout` seconds."""
    with _commanding(coordinator, line, Capability.MAKE_CALL) as (switch, _):
        dialled = coordinator.guard.admit(number, line)
        call_id = await switch.make_call(line, dialled)
    if ring_timeout is not None:
        _ = coordinator.entry.async_create_background_task(
            coordinator.hass,
            _async_give_up(coordinator, line, call_id, ring_timeout),
            f"telephony ring timeout {call_id}",
        )
    return call_id


async def async_answer(
    coordinator: TelephonyCoordinator, line: str, call_id: str | None = None
) -> None:
    """Answer the call that has rung longest, or the given one."""
    with _commanding(coordinator, line, Capability.ANSWER) as (switch, state):
        call = state.choose(call_id, _RINGING, longest=True)
        await switch.answer(line, call.call_id)


async def async_hangup(
    coordinator: TelephonyCoordinator,
    line: str,
    call_id: str | None = None,
    *,
    everyone: bool = False,
) -> None:
    """Leave a call or, with `everyone`, end it for all."""
    capability = Capability.HANGUP_EVERYONE if everyone else Capability.HANGUP
    with _commanding(coordinator, line, capability) as (switch, state):
        call = state.choose(call_id, HANGUP_ORDER)
        await switch.hangup(line, call.call_id, everyone=everyone)


async def async_hold(
    coordinator: TelephonyCoordinator, line: str, call_id: str | None = None
) -> None:
    """Put the connected call on hold."""
    with _commanding(coordinator, line, Capability.HOLD) as (switch, state):
        await switch.hold(line, state.choose(call_id, _CONNECTED).call_id)


async def async_retrieve(
    coordinator: TelephonyCoordinator, line: str, call_id: str | None = None
) -> None:
    """Take the held call back."""
    with _commanding(coordinator, line, Capability.RETRIEVE) as (switch, state):
        await switch.retrieve(line, state.choose(call_id, _HELD).call_id)


async def async_switch_call(
    coordinator: TelephonyCoordinator, line: str, call_id: str | None = None
) -> None:
    """Make the held call the active one."""
    with _commanding(coordinator, line, Capability.SWITCH_CALL) as (switch, state):
        await switch.switch_call(line, state.choose(call_id, _HELD).call_id)


async def async_transfer(
    coordinator: TelephonyCoordinator,
    line: str,
    number: str | int,
    call_id: str | None = None,
) -> None:
    """Transfer a call without asking the third party."""
    with _commanding(coordinator, line, Capability.TRANSFER) as (switch, state):
        call = state.choose(call_id, ESTABLISHED)
        await switch.transfer(line, call.call_id, coordinator.guard.admit(number, line))


async def async_consult(
    coordinator: TelephonyCoordinator,
    line: str,
    number: str | int,
    call_id: str | None = None,
) -> str:
    """Hold the connected call, call a third party, and return the new call's id."""
    with _commanding(coordinator, line, Capability.CONSULT) as (switch, state):
        call = state.choose(call_id, _CONNECTED)
        return await switch.consult(
            line, call.call_id, coordinator.guard.admit(number, line)
        )


async def async_complete_transfer(coordinator: TelephonyCoordinator, line: str) -> None:
    """Connect the held party with the consulted one and leave."""
    with _commanding(coordinator, line, Capability.COMPLETE_TRANSFER) as (switch, _):
        await switch.complete_transfer(line)


async def async_conference(coordinator: TelephonyCoordinator, line: str) -> None:
    """Join the held and the active call."""
    with _commanding(coordinator, line, Capability.CONFERENCE) as (switch, _):
        await switch.conference(line)


async def async_deflect(
    coordinator: TelephonyCoordinator,
    line: str,
    number: str | int,
    call_id: str | None = None,
) -> None:
    """Send the ringing call elsewhere."""
    with _commanding(coordinator, line, Capability.DEFLECT) as (switch, state):
        call = state.choose(call_id, _RINGING)
        await switch.deflect(line, call.call_id, coordinator.guard.admit(number, line))


async def async_pick_up(
    coordinator: TelephonyCoordinator, line: str, number: str | int
) -> None:
    """Answer on this line what rings at a colleague's."""
    with _commanding(coordinator, line, Capability.PICK_UP) as (switch, _):
        await switch.pick_up(line, coordinator.guard.admit(number, line))


async def async_send_digits(
    coordinator: TelephonyCoordinator,
    line: str,
    digits: str,
    call_id: str | None = None,
) -> None:
    """Send DTMF digits into the connected call."""
    with _commanding(coordinator, line, Capability.SEND_DIGITS) as (switch, state):
        call = state.choose(call_id, _HEARING_DIGITS)
        if call.state is CallState.DIALING and not call.called_number:
            raise CallNotFound(line)  # these digits would dial, past the guard
        await switch.send_digits(line, call.call_id, digits)


async def async_set_forwarding(
    coordinator: TelephonyCoordinator,
    line: str,
    forwarding_type: ForwardingType,
    number: str | int | None,
    enabled: bool,
) -> None:
    """Turn a forwarding on, to a number, or off."""
    with _commanding(coordinator, line, Capability.SET_FORWARDING) as (switch, _):
        target = None
        if enabled and number is not None:
            target = coordinator.guard.admit(number, line)
        await switch.set_forwarding(line, forwarding_type, target, enabled)


async def async_set_do_not_disturb(
    coordinator: TelephonyCoordinator, line: str, enabled: bool
) -> None:
    """Turn do-not-disturb on or off."""
    with _commanding(coordinator, line, Capability.DO_NOT_DISTURB) as (switch, _):
        await switch.set_do_not_disturb(line, enabled)


async def async_login(
    coordinator: TelephonyCoordinator, line: str, credentials: Credentials | None = None
) -> None:
    """Register an account, by default with what is stored for it."""
    with translated(line):
        switch = _able_switch(coordinator, line, Capability.LOGIN)
        await switch.login(line, credentials or _stored_credentials(coordinator, line))


async def async_logout(coordinator: TelephonyCoordinator, line: str) -> None:
    """Unregister an account."""
    with translated(line):
        switch = _able_switch(coordinator, line, Capability.LOGIN)
        await switch.logout(line)


def _able_switch(
    coordinator: TelephonyCoordinator, line: str, capability: Capability
) -> PhoneSystem:
    """Return the switch, if it has the line and can do what is asked."""
    switch = coordinator.system
    switch.line(line)
    if capability not in switch.capabilities:
        raise NotSupported(capability)
    return switch


@contextmanager
def _commanding(
    coordinator: TelephonyCoordinator, number: str, capability: Capability
) -> Iterator[tuple[PhoneSystem, Line]]:
    """Give the switch and a line that can be commanded, and translate what goes wrong."""
    with translated(number):
        switch = _able_switch(coordinator, number, capability)
        if not coordinator.is_available(number):
            raise NotConnected(number)
        yield switch, switch.line(number)


def _stored_credentials(coordinator: TelephonyCoordinator, line: str) -> Credentials:
    """Return what is stored to log an account in with."""
    for subentry in coordinator.entry.get_subentries_of_type(SUBENTRY_LINE):
        data = subentry.data
        if subentry.unique_id == line and CONF_PASSWORD in data:
            return Credentials(
                data[CONF_USERNAME], data[CONF_PASSWORD], data[CONF_SERVER]
            )
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="no_credentials",
        translation_placeholders={"line": line},
    )


async def _async_give_up(
    coordinator: TelephonyCoordinator, line: str, call_id: str, seconds: float
) -> None:
    """Hang up a call that nobody has answered in time, if need be once the link is back."""
    await asyncio.sleep(seconds)
    for _ in range(2):
        await _async_wait_available(coordinator, line)
        try:
            if coordinator.system.line(line).call(call_id).state is CallState.DIALING:
                await coordinator.system.hangup(line, call_id)
        except CallNotFound, UnknownLine:
            return
        except TelephonyError as error:
            _LOGGER.debug("Call %s cannot be given up: %r", call_id, error)
        if coordinator.is_available(line):
            return


async def _async_wait_available(coordinator: TelephonyCoordinator, line: str) -> None:
    """Wait until a line can be commanded."""
    available = asyncio.Event()

    @callback
    def check() -> None:
        if coordinator.is_available(line):
            available.set()

    unlisten = coordinator.async_listen_availability(line, check)
    try:
        check()
        await available.wait()
    finally:
        unlisten()
