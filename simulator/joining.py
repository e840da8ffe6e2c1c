"""How calls become one: the common steps of transfer, conference and pick-up."""

from typing import override

from .calls import (
    Cause,
    ErrorCode,
    EventKind,
    ExchangeCall,
    ExchangeError,
    Leg,
    LegState,
    Moved,
)
from .routing import Router


class Joiner(Router):
    """Moves legs from call to call."""

    def _joinable(
        self, device: str, held: ExchangeCall, active: ExchangeCall
    ) -> list[Leg]:
        """Return the other legs of two calls, which must have nobody else in common."""
        common = held.legs.keys() & active.legs.keys()
        if common != {device} or held.legs.keys() == {device}:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        both = (*held.legs.values(), *active.legs.values())
        return [leg for leg in both if leg.device != device]

    def _far_end(self, leg: Leg) -> str:
        """Return the first other device of a leg's call."""
        return next(device for device in leg.call.legs if device != leg.device)

    def _leave(self, leg: Leg, cause: Cause, destination: str) -> None:
        """Take a call away from a device that hands it on."""
        self._drop_leg(leg)
        self._emit(
            EventKind.DIVERTED,
            leg,
            cause,
            also=(leg.device,),
            destination=destination,
        )
        leg.call.redirections.append(leg.device)

    def _join(
        self,
        kind: EventKind,
        own: tuple[Leg, ...],
        others: list[Leg],
        caller: str,
        called: str,
    ) -> ExchangeCall:
        """Make one new call out of the legs of others; the last of own acts."""
        acting = own[-1]
        old_calls = [leg.call for leg in own]
        call = self._joint_call(kind, own, caller, called)
        self._inherit_caller(call, others)
        stays = kind is EventKind.CONFERENCED
        moved = [self._move(leg, call) for leg in others]
        for leg in own:
            self._drop_leg(leg)
        if stays:
            moved.append(self._move(acting, call))
            acting.state = LegState.CONNECTED
        for old in old_calls:
            if old is not call:
                self.calls.pop(old.id)
        joint = Leg(acting.device, call, acting.state, acting.leg_id, acting.name)
        self._emit(
            kind,
            joint,
            Cause.CONFERENCE if stays else Cause.TRANSFER,
            also=(acting.device,),
            destination=called,
            old_call_ids=tuple(old.id for old in old_calls),
            moved=tuple(moved),
            dropped=tuple(leg for leg in own if leg is not call.legs.get(leg.device)),
        )
        self._serve_queues_soon()
        return call

    def _joint_call(
        self, kind: EventKind, own: tuple[Leg, ...], caller: str, called: str
    ) -> ExchangeCall:
        """Return the call that others become: a new one, or the one that is kept."""
        blind = kind is EventKind.TRANSFERRED and len(own) == 1
        if not (blind and self.options.blind_transfer_keeps_call):
            return self._new_call(caller, called)
        call = own[0].call
        call.caller, call.called, call.group = caller, called, None
        call.redirections.clear()
        call.tried.clear()
        return call

    def _inherit_caller(self, call: ExchangeCall, legs: list[Leg]) -> None:
        """Take the caller's name and wish for secrecy along into a new call."""
        for leg in legs:
            if leg.device == call.caller:
                call.caller_name = leg.name
                call.caller_restricted = leg.restricted

    def _move(self, leg: Leg, call: ExchangeCall) -> Moved:
        """Move a leg with its timers into another call, under a new id."""
        moved = Moved(leg, leg.call.id, leg.leg_id)
        self._remove(leg)
        leg.call = call
        leg.leg_id = self._next_leg_id()
        self._enter(leg)
        return moved

    @override
    def _close_call(self, call: ExchangeCall, last: Leg | None, cause: Cause) -> None:
        """Forget a call and let a waiting one have the line."""
        super()._close_call(call, last, cause)
        self._serve_queues_soon()
