"""A small exchange: what its phones, people and computers can do."""

from collections.abc import Iterable, Mapping

from .agents import Agents
from .calls import (
    Cause,
    ErrorCode,
    EventKind,
    ExchangeCall,
    ExchangeError,
    Group,
    Leg,
    LegState,
    LineSettings,
    OutsideNumber,
)
from .checks import (
    check_called,
    check_caller,
    check_parking,
    held_leg,
    leg_in,
    lifted,
    pair,
    ringing_in_group,
    talking_leg,
)
from .clock import Clock
from .completing import Completing
from .features import Features
from .habits import OwnNumber
from .joining import ends_of, far_end, join, others_of
from .options import ExchangeOptions
from .phones import Phones
from .routing import Router
from .stories import Fate
from .supplementary import Supplementary
from .switchboard import TALKS, Switchboard


class Exchange(Switchboard):
    """A switchboard with people at it; what cannot be done raises ExchangeError."""

    def __init__(
        self,
        loop: Clock,
        lines: Iterable[str] | Mapping[str, LineSettings],
        *,
        groups: Mapping[str, Group] | None = None,
        outside: Mapping[str, OutsideNumber] | None = None,
        options: ExchangeOptions | None = None,
    ) -> None:
        """Open an exchange with these lines; any other long number is outside."""
        super().__init__(
            loop, lines, groups or {}, outside or {}, options or ExchangeOptions()
        )
        self.features = Features(self)
        self.agents = Agents(self)
        self.phones = Phones(self)
        self.supplementary = Supplementary(self)
        self._router = Router(self)
        self.route_points = self._router.points
        self.completing = Completing(self, self._router, self._ring_caller)

    # Placing and ending calls

    def lift(self, device: str) -> ExchangeCall:
        """Take a phone off the hook without dialing yet."""
        check_caller(self, device)
        call = self.new_call(device, "")
        leg = self.add_leg(call, device, LegState.INITIATED)
        self._router.hold_others(leg)
        self.emit(EventKind.SERVICE_INITIATED, leg, Cause.NEW_CALL)
        return call

    def press(self, device: str, digits: str) -> None:
        """Press some of a number's keys at a lifted phone; `dial` presses the rest."""
        call = lifted(self, device)
        if call is None:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        call.pressed += digits
        leg = call.legs[device]
        self.emit(EventKind.DIGITS_DIALED, leg, Cause.NEW_CALL, digits=digits)

    def dial(
        self,
        caller: str,
        called: str,
        *,
        name: str | None = None,
        restricted: bool = False,
        by_computer: bool = False,
    ) -> ExchangeCall:
        """Call a number, from a line, one of its phones, or from outside."""
        device = caller.partition("&")[0]
        own = self.options.habits.own_number is OwnNumber.REFUSED
        check_called(device if own else "", called)
        call = lifted(self, caller)
        if call is None:
            check_caller(self, device)
            call = self.new_call(device, called)
        call.called = called
        call.by_computer = by_computer
        call.caller_name = name
        call.caller_restricted = restricted
        if by_computer and self.options.ring_caller_first and not call.legs:
            self._ring_caller(call)
        else:
            self._dial_out(call, Cause.NEW_CALL, caller)
        return call

    def answer(self, device: str, call_id: int) -> None:
        """Lift a ringing phone."""
        leg = self.leg(device, call_id)
        if leg.state is not LegState.ALERTING:
            raise ExchangeError(ErrorCode.NO_CALL_TO_ANSWER)
        if leg.call.awaits_caller:
            self._caller_lifted(leg)
        else:
            self._router.connect(leg)

    def clear_connection(
        self, device: str, call_id: int, *, by_computer: bool = False
    ) -> None:
        """Take one phone out of a call: hang up, reject or give up."""
        leg, cause = self.leg(device, call_id), Cause.NORMAL_CLEARING
        refuses = leg.state is LegState.ALERTING and not leg.call.awaits_caller
        leg.story.proven |= by_computer
        self.clear_leg(
            leg,
            self.options.habits.refused_cause if refuses else cause,
            leg.device,
            Fate.REFUSED if refuses else Fate.GAVE_UP,
        )
        talks = any(each.state in TALKS for each in leg.call.legs.values())
        if leg.device == leg.call.caller and not (refuses or talks):
            cause = self.options.habits.gave_up_cause
        self.end_if_over(leg.call, cause, leg.device)

    def clear_call(self, call_id: int, releasing: str | None = None) -> None:
        """End a call for everybody in it; a computer asks for it on behalf of a device."""
        call = self.call(call_id)
        if releasing and (leg := call.leg_of(releasing)):
            leg.story.proven = True
        self.clear_everybody(call, Cause.NORMAL_CLEARING, releasing)

    # Holding

    def hold(self, device: str, call_id: int) -> None:
        """Put the other side on hold."""
        leg = leg_in(self, device, call_id, LegState.CONNECTED)
        if self.options.habits.renames_when_held:
            self.rename(leg.call, ())
        self._set_held(leg)

    def retrieve(self, device: str, call_id: int) -> None:
        """Talk again in a held call; no other may be active."""
        leg = leg_in(self, device, call_id, LegState.HELD)
        others, talks = self.calls_of(leg.device), LegState.CONNECTED
        if any(each.state is talks and each.phone == leg.phone for each in others):
            raise ExchangeError(ErrorCode.INVALID_STATE)
        self._set_retrieved(leg)

    def alternate(self, device: str, held: int, active: int) -> None:
        """Hold the active call and talk in the held one."""
        waiting, talking = pair(self, device, held, active)
        self._set_held(talking)
        self._set_retrieved(waiting)

    def consult(self, device: str, active: int, number: str) -> ExchangeCall:
        """Hold a call and call somebody to ask."""
        leg = leg_in(self, device, active, LegState.CONNECTED)
        check_called(leg.device, number)
        check_caller(self, leg.device)
        self._set_held(leg)
        call = self.new_call(leg.device, number)
        self._dial_out(call, Cause.CONSULTATION, leg.phone)
        return call

    def reconnect(self, device: str, active: int, held: int) -> None:
        """Leave the active call and go back to the held one."""
        leg = held_leg(self, device, held)
        if self.leg(device, active) is leg:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        self.clear_connection(device, active)
        if self.calls.get(held) is leg.call:
            self._set_retrieved(leg)

    # Moving calls

    def move_talk(self, phone: str, call_id: int, to_phone: str) -> None:
        """Go on talking at another phone of the same number."""
        leg = talking_leg(self, phone, call_id)
        own = to_phone.partition("&")[0] == leg.device
        if to_phone in leg.call.legs or not (own and leg.story.answered):
            raise ExchangeError(ErrorCode.INVALID_STATE)
        taken = self.add_leg(leg.call, leg.device, LegState.ALERTING, phone=to_phone)
        event = self.options.habits.loser_event or EventKind.CONNECTION_CLEARED
        self._router.win(taken, Cause.CALL_PICKUP, [leg], first=False, event=event)

    def transfer(self, device: str, held: int, active: int) -> ExchangeCall:
        """Join the parties of two calls and leave them."""
        own = pair(self, device, held, active, ringing=True)
        caller, called = ends_of(*own)
        return join(self, EventKind.TRANSFERRED, own, others_of(*own), caller, called)

    def conference(self, device: str, held: int, active: int) -> ExchangeCall:
        """Join two calls and stay in."""
        own = pair(self, device, held, active)
        legs, called = others_of(*own), far_end(own[1])
        return join(self, EventKind.CONFERENCED, own, legs, own[0].device, called)

    def single_step_transfer(
        self, device: str, call_id: int, number: str
    ) -> ExchangeCall:
        """Send the other party of a call to a number, without asking there."""
        leg = talking_leg(self, device, call_id)
        others = others_of(leg)
        if len(others) != 1 or others[0].state not in TALKS:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        check_called(leg.device, number)
        call = join(
            self, EventKind.TRANSFERRED, (leg,), others, others[0].device, number
        )
        self._router.route(call, number, Cause.SINGLE_STEP_TRANSFER)
        return call

    def single_step_conference(
        self, device: str, call_id: int, number: str
    ) -> ExchangeCall:
        """Call somebody into a call."""
        leg = leg_in(self, device, call_id, LegState.CONNECTED)
        others = others_of(leg)
        check_called(leg.device, number)
        call = join(self, EventKind.CONFERENCED, (leg,), others, leg.device, number)
        self._router.route(call, number, Cause.SINGLE_STEP_CONFERENCE)
        return call

    def deflect(self, device: str, call_id: int, number: str) -> None:
        """Send a ringing call elsewhere."""
        leg = leg_in(self, device, call_id, LegState.ALERTING)
        if leg.call.awaits_caller:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        check_called(leg.device, number)
        self._router.divert(leg.call, leg.device, number, Cause.REDIRECTED)

    def directed_pickup(self, requesting: str, device: str, call_id: int) -> None:
        """Answer a call that rings, waits or is parked at another device."""
        check_caller(self, requesting)
        leg = self.leg(device, call_id)
        call = leg.call
        waits = leg.state in (LegState.ALERTING, LegState.QUEUED)
        if not waits or call.awaits_caller or call.leg_of(requesting):
            raise ExchangeError(ErrorCode.NO_CALL_TO_ANSWER)
        taken = self.add_leg(call, requesting, LegState.ALERTING)
        losers = self._router.rivals(taken, leg.device)
        taken.hidden = True  # it hears nothing of where the call rang before
        call.redirections.append(leg.device)
        self._router.win(
            taken,
            Cause.CALL_PICKUP,
            losers,
            first=self.options.habits.losers_first is not False,
            event=self.options.habits.loser_event or EventKind.DIVERTED,
        )

    def group_pickup(self, requesting: str) -> ExchangeCall:
        """Answer the call that has rung longest at a colleague's of the same pick-up group."""
        leg = ringing_in_group(self, requesting)
        self.directed_pickup(requesting, leg.phone, leg.call.id)
        return leg.call

    def park(self, device: str, call_id: int, park_at: str) -> None:
        """Leave the other party waiting at a number, from where it is picked up."""
        leg = talking_leg(self, device, call_id)
        check_parking(self, leg, park_at)
        self.divert(leg, Cause.PARK, park_at)
        leg.call.redirections.append(leg.device)
        parked = self.add_leg(leg.call, park_at, LegState.QUEUED)
        self.emit(EventKind.QUEUED, parked, Cause.PARK)
        parker = leg.device

        def ring_back(left: Leg) -> None:  # its call may have been joined to another
            self._router.divert(left.call, park_at, parker, Cause.RECALL)

        self.after(parked, self.options.park_seconds, ring_back)

    # Features

    def send_digits(self, device: str, call_id: int, digits: str) -> None:
        """Press keys during a call, or let a computer do so (DTMF); the leg remembers them."""
        leg = leg_in(self, device, call_id, LegState.CONNECTED)
        leg.digits += digits
        if told_as := self.options.keys_told_as:
            self.emit(told_as, leg, Cause.NORMAL, digits=digits)

    # Steps

    def _ring_caller(self, call: ExchangeCall) -> None:
        """Ring at the caller's own phone first."""
        line = self.lines.get(call.caller)
        if line and line.phone_fails:
            self._router.fail_caller(call)
            return
        call.awaits_caller = True
        leg = self.add_leg(call, call.caller, LegState.ALERTING)
        self.emit(EventKind.DELIVERED, leg, call.ring_cause)
        self.after(leg, self.options.ring_seconds, self._router.ring_over)
        if line and line.answer_after is not None:
            self.after(leg, line.answer_after, self._caller_lifted)

    def _caller_lifted(self, leg: Leg) -> None:
        """Dial now that the caller's own phone is lifted."""
        leg.stop_timers()
        leg.call.awaits_caller = False
        self._router.hold_others(leg)
        leg.state = LegState.CONNECTED
        self.emit(self.options.lift_event, leg, leg.call.ring_cause)
        self._router.route(leg.call, leg.call.called, Cause.NEW_CALL)

    def _dial_out(self, call: ExchangeCall, cause: Cause, phone: str) -> None:
        """Connect the caller and look for the called."""
        leg = call.leg_of(call.caller)
        inside = call.caller in self.lines
        if leg is None:
            leg = self.add_leg(call, call.caller, LegState.INITIATED, phone=phone)
            self._router.hold_others(leg)
            if inside and self.options.service_initiated:
                self.emit(EventKind.SERVICE_INITIATED, leg, cause)
        leg.name = call.caller_name or leg.name
        leg.restricted = call.caller_restricted
        if inside and self.options.digits_dialed:
            rest = call.called.removeprefix(call.pressed)
            self.emit(EventKind.DIGITS_DIALED, leg, cause, digits=rest)
        leg.state = LegState.CONNECTED
        if inside:
            self.emit(EventKind.ORIGINATED, leg, cause)
        self._router.route(call, call.called, cause)

    def _set_held(self, leg: Leg) -> None:
        """Note that a device holds."""
        leg.state = LegState.HELD
        self.emit(EventKind.HELD, leg, Cause.NORMAL)

    def _set_retrieved(self, leg: Leg) -> None:
        """Note that a device talks again."""
        leg.state = LegState.CONNECTED
        self.emit(EventKind.RETRIEVED, leg, Cause.NORMAL)
