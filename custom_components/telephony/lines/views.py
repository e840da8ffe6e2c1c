"""What the card is told of a line: its state, its calls, and what can be done with them now."""

from collections.abc import Iterator
from typing import Any, Final

from ..call_log.log import LineLog
from ..coordinator import TelephonyCoordinator
from ..cti.line import Line
from ..cti.model import Call, CallState
from ..cti.system import Capability
from ..sensors.line import IDLE

_CALL_ACTIONS: Final = {
    CallState.DIALING: (Capability.HANGUP, Capability.SEND_DIGITS),
    CallState.RINGING: (Capability.ANSWER, Capability.HANGUP, Capability.DEFLECT),
    CallState.CONNECTED: (
        Capability.HANGUP,
        Capability.HOLD,
        Capability.TRANSFER,
        Capability.CONSULT,
        Capability.SEND_DIGITS,
    ),
    CallState.HELD: (Capability.HANGUP, Capability.TRANSFER),
}
_LINE_ACTIONS: Final = (Capability.MAKE_CALL, Capability.PICK_UP)
_JOINING: Final = (Capability.COMPLETE_TRANSFER, Capability.CONFERENCE)


def state_view(coordinator: TelephonyCoordinator, number: str) -> dict[str, Any]:
    """Return what a lamp shows: what the line does, not with whom."""
    line = coordinator.line(number)
    current = line.current if line else None
    return {
        "available": coordinator.is_available(number),
        "state": current.state if current else IDLE,
    }


def line_view(coordinator: TelephonyCoordinator, number: str) -> dict[str, Any]:
    """Return what the card shows of a line now, but for its log."""
    line = coordinator.line(number)
    return {
        **state_view(coordinator, number),
        "actions": list(_line_actions(coordinator, line)) if line else [],
        "calls": [call_view(coordinator, line, call) for call in line.calls]
        if line
        else [],
    }


def log_view(log: LineLog, limit: int) -> dict[str, Any]:
    """Return the unread missed calls and the newest finished calls of a line."""
    newest = log.calls[-limit:][::-1] if limit else ()
    return {"missed": log.missed, "log": [call.as_dict() for call in newest]}


def call_view(
    coordinator: TelephonyCoordinator, line: Line, call: Call
) -> dict[str, Any]:
    """Return a call with what can be done with it now."""
    party, picture = coordinator.party_and_picture(call)
    return {
        "call_id": call.call_id,
        "state": call.state,
        "direction": call.direction,
        "number": party.number,
        "name": party.name,
        "picture": picture,
        "presentation": party.presentation,
        "called_number": call.called_number,
        "started_at": call.started_at.isoformat(),
        "answered_at": call.answered_at and call.answered_at.isoformat(),
        "actions": list(_call_actions(coordinator, line, call)),
    }


def _call_actions(
    coordinator: TelephonyCoordinator, line: Line, call: Call
) -> Iterator[Capability]:
    """Return what the protocol offers for a call in its state."""
    if not coordinator.is_available(line.number):
        return
    offered = coordinator.system.capabilities
    yield from (each for each in _CALL_ACTIONS[call.state] if each in offered)
    if call.state is CallState.HELD:
        swap = _has(line, CallState.CONNECTED) and Capability.SWITCH_CALL in offered
        wanted = Capability.SWITCH_CALL if swap else Capability.RETRIEVE
        if wanted in offered:
            yield wanted


def _line_actions(
    coordinator: TelephonyCoordinator, line: Line
) -> Iterator[Capability]:
    """Return what can be asked of the line itself."""
    if not coordinator.is_available(line.number):
        return
    offered = coordinator.system.capabilities
    yield from (each for each in _LINE_ACTIONS if each in offered)
    if _has(line, CallState.HELD) and _has(line, CallState.CONNECTED):
        yield from (each for each in _JOINING if each in offered)


def _has(line: Line, state: CallState) -> bool:
    return any(call.state is state for call in line.calls)
