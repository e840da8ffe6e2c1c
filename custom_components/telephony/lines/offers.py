"""What the card offers to do with a line and its calls: it follows from the commands."""

from typing import Final

from ..connection.line_state import LineState
from ..cti.capability import Capability
from ..cti.model import Call, CallState
from .commands import ANSWER, CONSULT, DEFLECT, HANGUP, HEARING_DIGITS, HOLD, TRANSFER

_WITH_CALLS: Final = (
    *(
        (command.capability, command.states)
        for command in (ANSWER, HANGUP, DEFLECT, HOLD, TRANSFER, CONSULT)
    ),
    (Capability.SEND_DIGITS, HEARING_DIGITS),
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
