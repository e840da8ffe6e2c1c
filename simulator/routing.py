"""The way of a call to its destination: forwarding, groups, outside, failure."""

from functools import partial
import re

from .calls import (
    Cause,
    EventKind,
    ExchangeCall,
    ForwardingType,
    Group,
    GroupMode,
    Leg,
    LegState,
    LineSettings,
    OutsideNumber,
)
from .habits import Habits, OwnNumber
from .queues import Queues
from .routes import RoutePoints
from .stories import Fate
from .switchboard import TALKS, Switchboard

MAXIMUM_REDIRECTIONS = 8
OUTSIDE_NUMBER = re.compile(r"\+?\d{5,20}")
DIALLABLE = re.compile(r"\+?[\d*#]+")
WAITS = (LegState.ALERTING, LegState.QUEUED)


def phones_of(device: str, line: LineSettings) -> list[str]:
    """Return a line's phones; the first bears the number itself."""
    return [device, *(f"{device}&{each}" for each in range(2, line.phones + 1))]


def waiting_at(call: ExchangeCall, device: str) -> list[Leg]:
    """Return the legs in which a call rings or waits at a device."""
    legs = call.legs.values()
    return [leg for leg in legs if leg.device == device and leg.state in WAITS]


class Router:
    """Finds the phone that a call is to ring at, and follows the call until it talks."""

    def __init__(self, board: Switchboard) -> None:
        """Look after the calls of a switchboard."""
        self._board = board
        self.points = RoutePoints(board, self.route)
        self.queues = Queues(board, self.divert)

    def route(self, call: ExchangeCall, device: str, cause: Cause) -> None:
        """Send a call on to a number."""
        board = self._board
        if device == call.caller == call.called and not call.redirections:
            self._reach_own_number(call, device, cause)
        elif waiting_at(call, device):
            return  # a forward to where it rings anyway, in a group for instance
        elif len(call.redirections) > MAXIMUM_REDIRECTIONS or call.leg_of(device):
            self._fail(call, device, Cause.DEST_NOT_OBTAINABLE)
        elif device in board.options.route_points:
            self.points.enter(call, device, cause)
        elif group := board.groups.get(device):
            self._enter_group(call, device, group)
        elif line := board.lines.get(device):
            self._reach_line(call, device, line, cause)
        elif device in board.outside or OUTSIDE_NUMBER.fullmatch(device):
            self._reach_outside(call, device, cause)
        elif DIALLABLE.fullmatch(device):
            self._fail(call, device, Cause.NUMBER_UNALLOCATED)
        else:
            self._fail(call, device, Cause.INVALID_NUMBER_FORMAT)

    def divert(
        self,
        call: ExchangeCall,
        device: str,
        number: str,
        cause: Cause,
        fate: Fate = Fate.SENT_ON,
    ) -> None:
        """Take a call away from a device, which it may not have rung at, and send it on."""
        board, rang_out = self._board, fate is Fate.RANG_OUT
        legs = waiting_at(call, device)
        if not legs:
            legs = [board.new_leg(call, device, LegState.ALERTING)]
            board.write_down(legs[0].story)
        for leg in legs:
            leg.story.diverted_to = number
            if rang_out and self._habits.no_answer_event is not EventKind.DIVERTED:
                board.clear_leg(leg, cause, None, fate)
            else:
                board.divert(leg, cause, number, fate)
        call.redirections.append(device)
        self.route(call, number, cause)

    def connect(self, leg: Leg, cause: Cause = Cause.NORMAL) -> None:
        """Let a device talk, which ends the ring at its other phones and its group's members."""
        losers = self.rivals(leg, leg.device)
        first = bool(self._habits.losers_first)
        event = self._habits.loser_event or EventKind.CONNECTION_CLEARED
        self.win(leg, cause, losers, first=first, event=event, is_race=True)

    def rivals(self, leg: Leg, device: str) -> list[Leg]:
        """Return where else a call rings or waits: at a device, and at its group's members."""
        group = self._board.groups.get(leg.call.group or "")
        devices = {device, *(group.members if group else ())}
        return [
            other
            for other in leg.call.legs.values()
            if other is not leg and other.device in devices and other.state in WAITS
        ]

    def win(
        self,
        leg: Leg,
        cause: Cause,
        losers: list[Leg],
        *,
        first: bool,
        event: EventKind,
        is_race: bool = False,
    ) -> None:
        """Let a device talk that others have lost a call to; they are told first, or after.

        Those of a `is_race` all rang for the call, and nobody took it from them on purpose.
        """
        old_call = leg.call
        leg.stop_timers()
        self.hold_others(leg)
        race_cause = self._habits.race_cause if is_race else None
        if first:
            self._lose(losers, leg, event, race_cause)
        leg.hidden = False
        if self._habits.renames_at_answer and cause is Cause.NORMAL:
            self._board.rename(old_call, losers if not first else ())
        leg.state = LegState.CONNECTED
        self._board.emit(EventKind.ESTABLISHED, leg, cause)
        if not first:
            self._lose(losers, leg, event, race_cause)
            self._board.forget_if_empty(old_call)

    def _lose(
        self,
        losers: list[Leg],
        winner: Leg,
        event: EventKind,
        race_cause: Cause | None,
    ) -> None:
        """End the ring where somebody else came."""
        for leg in losers:
            other_line = leg.device != winner.device
            cause = (other_line and race_cause) or self._habits.loser_cause
            if event is EventKind.DIVERTED:
                self._board.divert(leg, cause, winner.device, Fate.TAKEN)
            elif event is EventKind.BRIDGED:
                self._board.drop(leg, Fate.TAKEN)
                self._board.emit(event, leg, cause, also=(leg.device,))
            else:
                self._board.clear_leg(leg, cause, winner.device, Fate.TAKEN)

    def hold_others(self, leg: Leg) -> None:
        """Hold what a phone talks in, as it does before it talks elsewhere."""
        if (line := self._board.lines.get(leg.device)) is None:
            return
        for other in self._board.calls_of(leg.device):
            same_phone = line.phones == 1 or other.phone == leg.phone
            elsewhere = other.call is not leg.call and same_phone
            if elsewhere and other.state is LegState.CONNECTED:
                other.state = LegState.HELD
                self._board.emit(EventKind.HELD, other, Cause.NORMAL)

    def ring_over(self, leg: Leg) -> None:
        """Go on after a phone, or all of a number's, rang in vain."""
        call, board, device = leg.call, self._board, leg.device
        line = board.lines.get(device)
        number = line and line.forwarding.get(ForwardingType.NO_ANSWER)
        group = board.groups.get(call.group or "")
        told = self._habits.no_answer_cause
        if number and not call.awaits_caller:
            cause = told or Cause.FORWARD_NO_ANSWER
            self.divert(call, device, number, cause, Fate.RANG_OUT)
        elif call.group and group and group.mode is GroupMode.QUEUE:
            call.tried.append(device)
            cause = told or Cause.CALL_NOT_ANSWERED
            self.divert(call, device, call.group, cause, Fate.RANG_OUT)
        else:
            cause = told or Cause.CALL_NOT_ANSWERED
            for each in waiting_at(call, device):
                board.clear_leg(each, cause, None, Fate.RANG_OUT)
            board.end_if_over(call, cause, None)

    @property
    def _habits(self) -> Habits:
        """The exchange's ways."""
        return self._board.options.habits

    def _reach_own_number(self, call: ExchangeCall, device: str, cause: Cause) -> None:
        """Answer a line that dials itself: busy, or with its voice mail."""
        mail = self._board.options.voice_mail
        if mail and mail != device and self._habits.own_number is OwnNumber.VOICE_MAIL:
            self.route(call, mail, cause)
        else:
            self._fail(call, device, Cause.BUSY)

    def _reach_line(
        self, call: ExchangeCall, device: str, line: LineSettings, cause: Cause
    ) -> None:
        """Ring at a line, or do what the line wants instead."""
        limit = line.max_calls if line.call_waiting else 1
        if line.out_of_service:
            self._fail(call, device, Cause.DEST_OUT_OF_ORDER)
        elif number := line.forwarding.get(ForwardingType.ALL):
            cause = Cause.FORWARD_IMMEDIATE
            self.divert(call, device, number, cause, Fate.FORWARDED)
        elif line.do_not_disturb:
            self._fail(call, device, Cause.DO_NOT_DISTURB)
        elif self._board.load_of(device) < limit:
            self._ring(call, device, line, cause)
        elif number := line.forwarding.get(ForwardingType.BUSY):
            self.divert(call, device, number, Cause.FORWARD_BUSY, Fate.FORWARDED)
        else:
            self._fail(call, device, Cause.BUSY)

    def _ring(
        self, call: ExchangeCall, device: str, line: LineSettings, cause: Cause
    ) -> None:
        """Let all phones of a number ring."""
        for phone in phones_of(device, line):
            if phone in call.legs:
                continue  # the caller's own, where a line calls its own group
            leg = self._board.add_leg(call, device, LegState.ALERTING, phone=phone)
            if line.offered_seconds is not None:
                self._board.emit(EventKind.OFFERED, leg, cause)
            if line.offered_seconds:
                leg.offered = True
                deliver = partial(self._deliver, line=line, cause=cause)
                self._board.after(leg, line.offered_seconds, deliver)
            else:
                self._deliver(leg, line, cause)

    def _deliver(self, leg: Leg, line: LineSettings, cause: Cause) -> None:
        """Let the bell ring."""
        leg.offered = False
        self._board.emit(EventKind.DELIVERED, leg, cause)
        self.arm_ring(leg, line.ring_seconds, line.answer_after)

    def arm_ring(
        self, leg: Leg, ring_seconds: float | None, answer_after: float | None
    ) -> None:
        """Decide how long a phone rings and whether somebody answers by himself."""
        board = self._board
        limit = board.options.ring_seconds if ring_seconds is None else ring_seconds
        board.after(leg, limit, self.ring_over)
        if answer_after is not None:
            board.after(leg, answer_after, self.connect)

    def _reach_outside(self, call: ExchangeCall, device: str, cause: Cause) -> None:
        """Seize a trunk and ring at a number of the public network."""
        board = self._board
        script = board.outside.get(device, OutsideNumber())
        if board.trunks_in_use >= board.options.trunks:
            self._fail(call, device, Cause.TRUNKS_BUSY)
        elif script.busy:
            self._fail(call, device, Cause.BUSY)
        else:
            leg = board.add_leg(call, device, LegState.ALERTING)
            board.emit(EventKind.NETWORK_REACHED, leg, cause)
            if not board.options.silent_network:
                board.emit(EventKind.DELIVERED, leg, cause)
            self.arm_ring(leg, None, script.answer_after)

    def fail_caller(self, call: ExchangeCall) -> None:
        """Fail at the caller's own phone, which a computer wanted to ring first."""
        call.failure = Cause.DEST_OUT_OF_ORDER
        leg = self._board.add_leg(call, call.caller, LegState.FAILED)
        self._board.emit(EventKind.FAILED, leg, call.failure)
        self._board.after(leg, self._board.options.tone_seconds, self._tone_over)

    def _fail(self, call: ExchangeCall, device: str, cause: Cause) -> None:
        """Give a call's caller a tone because its destination is not to be had."""
        board = self._board
        rings_on = any(each.state in WAITS for each in call.legs.values())
        if device == call.caller or not rings_on:
            call.failure = cause
        leg = call.leg_of(device)
        others = (each for each in call.legs.values() if each.device != device)
        talks = (
            leg and leg.state in TALKS and any(each.state in TALKS for each in others)
        )
        if leg is None or device == call.called or talks:
            seen = device in board.lines and board.options.busy_line_sees_failure
            phone = device if leg is None else f"{device}&0"
            leg = board.add_leg(
                call, device, LegState.FAILED, phone=phone, hidden=not seen
            )
        leg.stop_timers()
        leg.state = LegState.FAILED
        others = (each for each in call.legs.values() if each is not leg)
        goes_on = any(each.story is leg.story for each in others)
        if not (leg.story.outgoing or goes_on):
            disturbed = cause is Cause.DO_NOT_DISTURB
            leg.story.end(Fate.DISTURBED if disturbed else Fate.BUSY, board.loop.time())
        board.emit(EventKind.FAILED, leg, cause)
        board.after(leg, board.options.tone_seconds, self._tone_over)

    def _tone_over(self, leg: Leg) -> None:
        """End what is left of a call that failed."""
        self._board.clear(leg, Cause.NORMAL_CLEARING, Fate.GAVE_UP)

    def _enter_group(self, call: ExchangeCall, device: str, group: Group) -> None:
        """Let a call wait for a member of a group, or ring at all that are free."""
        call.group = device
        if group.mode is GroupMode.QUEUE:
            leg = self._board.add_leg(call, device, LegState.QUEUED)
            self._board.emit(EventKind.QUEUED, leg, Cause.ENTERING_DISTRIBUTION)
            give_up = self._board.clear_everybody
            self._board.after(
                leg, group.patience, lambda each: give_up(each.call, Cause.OVERFLOW)
            )
            self.queues.look()
        elif free := self.queues.free_of(group, call):
            call.redirections.append(device)
            for member in free:
                line = self._board.lines[member]
                self._ring(call, member, line, Cause.DISTRIBUTED)
        else:
            self._fail(call, device, self._habits.group_busy_cause)
