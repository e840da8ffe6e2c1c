"""How calls become one: the common steps of transfer and conference."""

from dataclasses import replace

from .calls import (
    Cause,
    ErrorCode,
    EventKind,
    ExchangeCall,
    ExchangeError,
    Leg,
    LegState,
)
from .stories import Fate
from .switchboard import Switchboard


def others_of(*own: Leg) -> list[Leg]:
    """Return the other legs of a device's calls, which have nobody else in common."""
    device = own[0].device
    sides = [
        [leg for leg in one.call.legs.values() if leg.device != device] for one in own
    ]
    first, *second = ({leg.device for leg in side} for side in sides)
    if not first or any(first & each for each in second):
        raise ExchangeError(ErrorCode.INVALID_STATE)
    return [leg for side in sides for leg in side]


def far_end(leg: Leg) -> str:
    """Return the first other device of a leg's call."""
    legs = leg.call.legs.values()
    return next(each.device for each in legs if each.device != leg.device)


def ends_of(held: Leg, active: Leg) -> tuple[str, str]:
    """Return who calls and who is called once a device leaves two calls; who rings is called."""
    first, second = far_end(held), far_end(active)
    leg = held.call.leg_of(first)
    rings = leg is not None and leg.state in (LegState.ALERTING, LegState.QUEUED)
    return (second, first) if rings else (first, second)


def join(
    board: Switchboard,
    kind: EventKind,
    own: tuple[Leg, ...],
    others: list[Leg],
    caller: str,
    called: str,
) -> ExchangeCall:
    """Make one new call out of the legs of others; the last of own acts."""
    acting = own[-1]
    for leg in own:
        leg.story.joined |= len(own) > 1
    old_calls = [leg.call for leg in own]
    stays = kind is EventKind.CONFERENCED
    if len(own) == 1 and not stays and board.options.blind_transfer_keeps_call:
        call = _begin_anew(acting.call, caller, called)
    else:
        call = board.new_call(caller, called)
    _keep_data(call, old_calls)
    for leg in others:
        if leg.device == caller:
            call.caller_name, call.caller_restricted = leg.name, leg.restricted
    moved = [board.move(leg, call) for leg in others]
    for leg in own[:-1] if stays else own:
        board.drop(leg, Fate.GAVE_UP)
    if stays:
        moved.append(board.move(acting, call))
        acting.state = LegState.CONNECTED
    for old in old_calls:
        if old is not call:
            for left in tuple(old.legs.values()):  # of the device itself, a tone
                board.clear_leg(left, Cause.NORMAL_CLEARING, None)
            board.calls.pop(old.id)
    board.emit(
        kind,
        replace(acting, call=call, timers=[]),
        Cause.CONFERENCE if stays else Cause.TRANSFER,
        also=(acting.device,),
        destination=called,
        old_call_ids=tuple(old.id for old in old_calls),
        moved=tuple(moved),
        dropped=tuple(leg for leg in own if leg is not call.legs.get(leg.phone)),
    )
    return call


def _begin_anew(call: ExchangeCall, caller: str, called: str) -> ExchangeCall:
    """Let a call go on under its old id with other parties."""
    call.caller, call.called, call.group = caller, called, None
    call.redirections.clear()
    call.tried.clear()
    return call


def _keep_data(call: ExchangeCall, old_calls: list[ExchangeCall]) -> None:
    """Let what went with the old calls go with the new one."""
    for old in old_calls:
        call.account = call.account or old.account
        call.correlator = call.correlator or old.correlator
