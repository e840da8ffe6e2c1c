"""Gives a call up that nobody answers in time."""

import asyncio
import logging

from homeassistant.core import callback

from ..connection.changes import AVAILABILITY
from ..connection.line_state import LineState
from ..cti.errors import CallNotFound, TelephonyError, UnknownLine
from ..cti.model import CallState
from .target_line import TargetLine

_LOGGER = logging.getLogger(__name__)


async def async_give_up(target: TargetLine, call_id: str, seconds: float) -> None:
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
