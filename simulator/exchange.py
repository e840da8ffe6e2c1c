"""A small telephone exchange: what its phones, people and computers can do."""

from .calls import (
    Cause,
    ErrorCode,
    EventKind,
    ExchangeCall,
    ExchangeError,
    ForwardingType,
    Leg,
    LegState,
)
from .joining import Joiner

__all__ = ["Exchange"]


class Exchange(Joiner):
    """The truth about calls; each method raises ExchangeError when it cannot be."""

    # Placing and ending calls

    def lift(self, device: str) -> ExchangeCall:
        """Take a phone off the hook without dialling yet."""
        self._check_caller(device)
        call = self._new_call(device, "")
        leg = self._add_leg(call, device, LegState.INITIATED)
        self._hold_others(leg)
        self._emit(EventKind.SERVICE_INITIATED, leg, Cause.NEW_CALL)
        return call

    def dial(
        self,
        caller: str,
        called: str,
        *,
        name: str | None = None,
        restricted: bool = False,
        by_computer: bool = False,
    ) -> ExchangeCall:
        """Call a number, from a line or from outside."""
        self._check_called(caller, called)
        call = self._lifted(caller)
        if call is None:
            self._check_caller(caller)
            call = self._new_call(caller, called)
        call.called = called
        call.by_computer = by_computer
        call.caller_name = name
        call.caller_restricted = restricted
        if by_computer and self.options.ring_caller_first and not call.legs:
            self._ring_caller(call)
        else:
            self._dial_out(call, Cause.NEW_CALL)
        return call

    def answer(self, device: str, call_id: int) -> None:
        """Lift a ringing phone."""
        leg = self.leg(device, call_id)
        if leg.state is not LegState.ALERTING:
            raise ExchangeError(ErrorCode.NO_CALL_TO_ANSWER)
        if leg.call.awaits_caller:
            self._caller_lifted(leg)
        else:
            self._connect(leg)

    def clear_connection(self, device: str, call_id: int) -> None:
        """Take one device out of a call: hang up, reject or give up."""
        leg = self.leg(device, call_id)
        cause = Cause.NORMAL_CLEARING
        self._clear_leg(leg, cause, device)
        if device == leg.call.caller and not self._anybody_talks(leg.call):
            cause = Cause.CALL_CANCELLED
        self._end_if_over(leg.call, cause, device)

    def clear_call(self, call_id: int, releasing: str | None = None) -> None:
        """End a call for everybody in it."""
        self._clear_everybody(self.call(call_id), Cause.NORMAL_CLEARING, releasing)

    # Holding

    def hold(self, device: str, call_id: int) -> None:
        """Put the other side on hold."""
        leg = self._leg_in(device, call_id, LegState.CONNECTED)
        self._set_held(leg)

    def retrieve(self, device: str, call_id: int) -> None:
        """Talk again in a held call; no other may be active."""
        leg = self._leg_in(device, call_id, LegState.HELD)
        if any(other.state is LegState.CONNECTED for other in self.calls_of(device)):
            raise ExchangeError(ErrorCode.INVALID_STATE)
        self._set_retrieved(leg)

    def alternate(self, device: str, held: int, active: int) -> None:
        """Hold the active call and talk in the held one."""
        held_leg, active_leg = self._pair(device, held, active)
        self._set_held(active_leg)
        self._set_retrieved(held_leg)

    def consult(self, device: str, active: int, number: str) -> ExchangeCall:
        """Hold a call and call somebody to ask."""
        leg = self._leg_in(device, active, LegState.CONNECTED)
        self._check_called(device, number)
        self._check_caller(device)
        self._set_held(leg)
        call = self._new_call(device, number)
        self._dial_out(call, Cause.CONSULTATION)
        return call

    def reconnect(self, device: str, active: int, held: int) -> None:
        """Leave the active call and go back to the held one."""
        held_leg = self._held_leg(device, held)
        if self.leg(device, active) is held_leg:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        self.clear_connection(device, active)
        if self.calls.get(held) is held_leg.call:
            self._set_retrieved(held_leg)

    # Moving calls

    def transfer(self, device: str, held: int, active: int) -> ExchangeCall:
        """Join the parties of two calls and leave them."""
        held_leg, active_leg = self._pair(device, held, active, ringing=True)
        legs = self._joinable(device, held_leg.call, active_leg.call)
        return self._join(
            EventKind.TRANSFERRED,
            (held_leg, active_leg),
            legs,
            self._far_end(held_leg),
            self._far_end(active_leg),
        )

    def conference(self, device: str, held: int, active: int) -> ExchangeCall:
        """Join two calls and stay in."""
        held_leg, active_leg = self._pair(device, held, active)
        legs = self._joinable(device, held_leg.call, active_leg.call)
        called = self._far_end(active_leg)
        return self._join(
            EventKind.CONFERENCED, (held_leg, active_leg), legs, device, called
        )

    def single_step_transfer(
        self, device: str, call_id: int, number: str
    ) -> ExchangeCall:
        """Send the other party of a call to a number, without asking there."""
        leg = self._talking_leg(device, call_id)
        others = [other for other in leg.call.legs.values() if other is not leg]
        if len(others) != 1 or others[0].state not in (
            LegState.CONNECTED,
            LegState.HELD,
        ):
            raise ExchangeError(ErrorCode.INVALID_STATE)
        self._check_called(device, number)
        call = self._join(
            EventKind.TRANSFERRED, (leg,), others, others[0].device, number
        )
        self._route(call, number, Cause.SINGLE_STEP_TRANSFER)
        return call

    def single_step_conference(
        self, device: str, call_id: int, number: str
    ) -> ExchangeCall:
        """Call somebody into a call."""
        leg = self._leg_in(device, call_id, LegState.CONNECTED)
        others = [other for other in leg.call.legs.values() if other is not leg]
        self._check_called(device, number)
        call = self._join(EventKind.CONFERENCED, (leg,), others, device, number)
        self._route(call, number, Cause.SINGLE_STEP_CONFERENCE)
        return call

    def deflect(self, device: str, call_id: int, number: str) -> None:
        """Send a ringing call elsewhere."""
        leg = self._leg_in(device, call_id, LegState.ALERTING)
        if leg.call.awaits_caller:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        self._check_called(device, number)
        self._divert(leg.call, device, number, Cause.REDIRECTED)

    def directed_pickup(self, requesting: str, device: str, call_id: int) -> None:
        """Answer a call that rings, waits or is parked at another device."""
        self._check_caller(requesting)
        leg = self.leg(device, call_id)
        call = leg.call
        waits = leg.state in (LegState.ALERTING, LegState.QUEUED)
        if not waits or call.awaits_caller or requesting in call.legs:
            raise ExchangeError(ErrorCode.NO_CALL_TO_ANSWER)
        self._leave(leg, Cause.CALL_PICKUP, requesting)
        taken = self._add_leg(call, requesting, LegState.ALERTING)
        self._connect(taken, Cause.CALL_PICKUP)

    def park(self, device: str, call_id: int, park_at: str) -> None:
        """Leave the other party waiting at a number, from where it is picked up."""
        leg = self._talking_leg(device, call_id)
        if park_at in leg.call.legs:
            raise ExchangeError(ErrorCode.INVALID_CALLED)
        self._leave(leg, Cause.PARK, park_at)
        parked = self._add_leg(leg.call, park_at, LegState.QUEUED)
        self._emit(EventKind.QUEUED, parked, Cause.PARK)

    # Features

    def send_digits(self, device: str, call_id: int, digits: str) -> None:
        """Send DTMF into a call; the leg remembers it."""
        self._leg_in(device, call_id, LegState.CONNECTED).digits += digits

    def set_do_not_disturb(self, device: str, *, enabled: bool) -> None:
        """Let a line take calls or not."""
        self.line(device).do_not_disturb = enabled
        self._emit_feature(EventKind.DO_NOT_DISTURB, device, enabled=enabled)

    def set_forwarding(
        self,
        device: str,
        kind: ForwardingType,
        number: str | None = None,
        *,
        enabled: bool = True,
    ) -> None:
        """Forward a line's calls, or not."""
        line = self.line(device)
        if enabled and (not number or number == device):
            raise ExchangeError(ErrorCode.INVALID_CALLED)
        if enabled and number:
            line.forwarding[kind] = number
        else:
            line.forwarding.pop(kind, None)
        self._emit_feature(
            EventKind.FORWARDING,
            device,
            enabled=enabled,
            forwarding_type=kind,
            number=number,
        )

    def set_message_waiting(self, device: str, *, enabled: bool) -> None:
        """Light a line's message lamp, or not."""
        self.line(device).message_waiting = enabled
        self._emit_feature(EventKind.MESSAGE_WAITING, device, enabled=enabled)

    # Steps

    def _check_caller(self, device: str) -> None:
        """Refuse a line that cannot begin one more call."""
        line = self.lines.get(device)
        if line is None:
            if device in self.groups or not device:
                raise ExchangeError(ErrorCode.INVALID_CALLER)
            return
        if line.out_of_service:
            raise ExchangeError(ErrorCode.OUT_OF_SERVICE)
        if len(self.calls_of(device)) >= line.max_calls:
            raise ExchangeError(ErrorCode.RESOURCE_BUSY)

    def _check_called(self, device: str, number: str) -> None:
        """Refuse to call nobody or oneself."""
        if not number or number == device:
            raise ExchangeError(ErrorCode.INVALID_CALLED)

    def _lifted(self, device: str) -> ExchangeCall | None:
        """Return the call of a phone that is off the hook and has not dialled."""
        for leg in self.calls_of(device):
            if leg.state is LegState.INITIATED:
                return leg.call
        return None

    def _ring_caller(self, call: ExchangeCall) -> None:
        """Ring at the caller's own phone first."""
        call.awaits_caller = True
        leg = self._add_leg(call, call.caller, LegState.ALERTING)
        self._emit(EventKind.DELIVERED, leg, Cause.MAKE_CALL)
        line = self.lines.get(call.caller)
        self._after(leg, self.options.ring_seconds, self._ring_over)
        if line and line.answer_after is not None:
            self._after(leg, line.answer_after, self._caller_lifted)

    def _caller_lifted(self, leg: Leg) -> None:
        """Dial now that the caller's own phone is lifted."""
        leg.stop_timers()
        leg.call.awaits_caller = False
        self._hold_others(leg)
        leg.state = LegState.CONNECTED
        self._emit(self.options.lift_event, leg, Cause.MAKE_CALL)
        self._route(leg.call, leg.call.called, Cause.NEW_CALL)

    def _dial_out(self, call: ExchangeCall, cause: Cause) -> None:
        """Connect the caller and look for the called."""
        leg = call.legs.get(call.caller)
        inside = call.caller in self.lines
        if leg is None:
            leg = self._add_leg(call, call.caller, LegState.INITIATED)
            self._hold_others(leg)
            if inside and self.options.service_initiated:
                self._emit(EventKind.SERVICE_INITIATED, leg, cause)
        leg.name = call.caller_name or leg.name
        leg.restricted = call.caller_restricted
        if inside and self.options.digits_dialed:
            self._emit(EventKind.DIGITS_DIALED, leg, cause, digits=call.called)
        leg.state = LegState.CONNECTED
        if inside:
            self._emit(EventKind.ORIGINATED, leg, cause)
        self._route(call, call.called, cause)

    def _anybody_talks(self, call: ExchangeCall) -> bool:
        """Tell whether a call has somebody who was answered or has answered."""
        return any(
            leg.state in (LegState.CONNECTED, LegState.HELD)
            for leg in call.legs.values()
        )

    def _leg_in(self, device: str, call_id: int, state: LegState) -> Leg:
        """Return a device's leg, which must be in this state."""
        leg = self.leg(device, call_id)
        if leg.state is not state:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        return leg

    def _talking_leg(self, device: str, call_id: int) -> Leg:
        """Return a device's leg, which must be connected or held."""
        leg = self.leg(device, call_id)
        if leg.state not in (LegState.CONNECTED, LegState.HELD):
            raise ExchangeError(ErrorCode.NO_ACTIVE_CALL)
        return leg

    def _held_leg(self, device: str, call_id: int) -> Leg:
        """Return a device's leg, which must be held."""
        leg = self.leg(device, call_id)
        if leg.state is not LegState.HELD:
            raise ExchangeError(ErrorCode.NO_HELD_CALL)
        return leg

    def _pair(
        self, device: str, held: int, active: int, *, ringing: bool = False
    ) -> tuple[Leg, Leg]:
        """Return a device's held and active legs; the far end may ring if told."""
        held_leg = self._held_leg(device, held)
        active_leg = self.leg(device, active)
        if active_leg.state is not LegState.CONNECTED:
            raise ExchangeError(ErrorCode.NO_ACTIVE_CALL)
        states = {leg.state for leg in active_leg.call.legs.values()}
        allowed = {LegState.CONNECTED, LegState.HELD}
        if ringing:
            allowed |= {LegState.ALERTING, LegState.QUEUED}
        if active_leg.call.legs.keys() == {device} or not states <= allowed:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        return held_leg, active_leg

    def _set_held(self, leg: Leg) -> None:
        """Note that a device holds."""
        leg.state = LegState.HELD
        self._emit(EventKind.HELD, leg, Cause.NORMAL)

    def _set_retrieved(self, leg: Leg) -> None:
        """Note that a device talks again."""
        leg.state = LegState.CONNECTED
        self._emit(EventKind.RETRIEVED, leg, Cause.NORMAL)
