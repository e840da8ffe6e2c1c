"""What the exchange refuses: whom to call, from where, and which connections fit a command."""

from .calls import ErrorCode, ExchangeCall, ExchangeError, Leg, LegState
from .switchboard import TALKS, Switchboard


def check_caller(board: Switchboard, device: str) -> None:
    """Refuse a line that cannot begin one more call."""
    line = board.lines.get(device)
    if line is None:
        if device in board.groups or not device:
            raise ExchangeError(ErrorCode.INVALID_CALLER)
        return
    if line.out_of_service:
        raise ExchangeError(ErrorCode.OUT_OF_SERVICE)
    if board.load_of(device) >= line.max_calls:
        raise ExchangeError(ErrorCode.RESOURCE_BUSY)


def check_called(device: str, number: str) -> None:
    """Refuse to call nobody or oneself."""
    if not number or number == device:
        raise ExchangeError(ErrorCode.INVALID_CALLED)


def lifted(board: Switchboard, phone: str) -> ExchangeCall | None:
    """Return the call of a phone that is off the hook and has not dialed."""
    for leg in board.calls_of(phone.partition("&")[0]):
        if leg.state is LegState.INITIATED and leg.phone == phone:
            return leg.call
    return None


def leg_in(
    board: Switchboard,
    device: str,
    call_id: int,
    *states: LegState,
    refusal: ErrorCode = ErrorCode.INVALID_STATE,
) -> Leg:
    """Return a device's leg, which must be in one of these states."""
    leg = board.leg(device, call_id)
    if leg.state not in states:
        raise ExchangeError(refusal)
    return leg


def talking_leg(board: Switchboard, device: str, call_id: int) -> Leg:
    """Return a device's leg, which must be connected or held."""
    return leg_in(board, device, call_id, *TALKS, refusal=ErrorCode.NO_ACTIVE_CALL)


def held_leg(board: Switchboard, device: str, call_id: int) -> Leg:
    """Return a device's leg, which must be held."""
    refusal = ErrorCode.NO_HELD_CALL
    return leg_in(board, device, call_id, LegState.HELD, refusal=refusal)


def pair(
    board: Switchboard, device: str, held: int, active: int, *, ringing: bool = False
) -> tuple[Leg, Leg]:
    """Return a device's held and active legs; the far end may ring if told."""
    first = held_leg(board, device, held)
    refusal = ErrorCode.NO_ACTIVE_CALL
    second = leg_in(board, device, active, LegState.CONNECTED, refusal=refusal)
    legs = second.call.legs.values()
    allowed = {*TALKS, *((LegState.ALERTING, LegState.QUEUED) if ringing else ())}
    alone = any(
        {leg.device for leg in own.call.legs.values()} == {own.device}
        for own in (first, second)
    )
    if alone or not {leg.state for leg in legs} <= allowed:
        raise ExchangeError(ErrorCode.INVALID_STATE)
    return first, second


def ringing_in_group(board: Switchboard, requesting: str) -> Leg:
    """Return what has rung longest at a colleague's of the same pick-up group."""
    group = board.line(requesting).pickup_group
    ringing = [
        leg
        for device, line in board.lines.items()
        if line.pickup_group == group and device != requesting
        for leg in board.calls_of(device)
        if leg.state is LegState.ALERTING and not leg.call.awaits_caller
    ]
    if not ringing:
        raise ExchangeError(ErrorCode.NO_CALL_TO_ANSWER)
    return min(ringing, key=lambda leg: leg.leg_id)


def check_parking(board: Switchboard, leg: Leg, park_at: str) -> None:
    """Refuse to park nobody, or at a number where nothing waits."""
    if not any(each.device != leg.device for each in leg.call.legs.values()):
        raise ExchangeError(ErrorCode.INVALID_STATE)
    if leg.call.leg_of(park_at) or not board.is_inside(park_at):
        raise ExchangeError(ErrorCode.INVALID_CALLED)
