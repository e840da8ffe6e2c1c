"""Supplementary services that dial no number: of two calls, of a pick-up group, of who is busy."""

from typing import Final

from ..cti.capability import Capability
from ..cti.model import CallState
from .commands import CallCommand, LineCommand

_DIALING: Final = (CallState.DIALING,)

COMPLETE_TRANSFER: Final = LineCommand(
    Capability.COMPLETE_TRANSFER, lambda system, line: system.complete_transfer(line)
)
CONFERENCE: Final = LineCommand(
    Capability.CONFERENCE, lambda system, line: system.conference(line)
)
RECONNECT: Final = LineCommand(
    Capability.RECONNECT, lambda system, line: system.reconnect(line)
)
GROUP_PICK_UP: Final = LineCommand(
    Capability.GROUP_PICK_UP, lambda system, line: system.group_pick_up(line)
)
CAMP_ON: Final = CallCommand(
    Capability.CAMP_ON,
    _DIALING,
    lambda system, line, call: system.camp_on(line, call),
)
CALL_BACK: Final = CallCommand(
    Capability.CALL_BACK,
    _DIALING,
    lambda system, line, call: system.call_back(line, call),
)
CANCEL_CALL_BACK: Final = LineCommand(
    Capability.CANCEL_CALL_BACK, lambda system, line: system.cancel_call_back(line)
)
