"""The way of a call to its destination: forwarding, groups, outside, failure."""

import re

from .calls import (
    Cause,
    EventKind,
    ExchangeCall,
    ExchangeEvent,
    ForwardingType,
    Group,
    GroupMode,
    Leg,
    LegState,
    LineSettings,
    OutsideNumber,
)
from .switchboard import Switchboard

MAXIMUM_REDIRECTIONS = 8
OUTSIDE_NUMBER = re.compile(r"\+?\d{5,20}")
DIALLABLE = re.compile(r"\+?[\d*#]+")
FREES_A_LINE = {EventKind.CALL_CLEARED, EventKind.TRANSFERRED, EventKind.CONFERENCED}


class Router:
    """Finds the phone that a call is to ring at, and follows the call until it talks."""

    def __init__(self, board: Switchboard) -> None:
        """Look after the calls of a switchboard."""
        self._board = board
        board.subscribe(self._on_event)

    def route(self, call: ExchangeCall, device: str, cause: Cause) -> None:
        """Send a call on to a number."""
        board = self._board
        if len(call.redirections) > MAXIMUM_REDIRECTIONS or device in call.legs:
            self._fail(call, device, Cause.DEST_NOT_OBTAINABLE)
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
        self, call: ExchangeCall, device: str, number: str, cause: Cause
    ) -> None:
        """Take a call away from a device, which it may not have rung at, and send it on."""
        leg = call.legs.get(device)
        if leg is None:
            leg = self._board.new_leg(call, device, LegState.ALERTING)
        self._board.divert(leg, cause, number)
        self.route(call, number, cause)

    def connect(self, leg: Leg, cause: Cause = Cause.NORMAL) -> None:
        """Let a device talk, which ends the ring at the other members of its group."""
        leg.stop_timers()
        self.hold_others(leg)
        leg.state = LegState.CONNECTED
        self._board.emit(EventKind.ESTABLISHED, leg, cause)
        group = self._board.groups.get(leg.call.group or "")
        for device in group.members if group else ():
            other = leg.call.legs.get(device)
            if other and other.state is LegState.ALERTING:
                self._board.clear_leg(other, Cause.CALL_PICKUP, leg.device)

    def hold_others(self, leg: Leg) -> None:
        """Hold what a line talks in, as a phone does before it talks elsewhere."""
        if leg.device not in self._board.lines:
            return
        for other in self._board.calls_of(leg.device):
            if other.call is not leg.call and other.state is LegState.CONNECTED:
                other.state = LegState.HELD
                self._board.emit(EventKind.HELD, other, Cause.NORMAL)

    def ring_over(self, leg: Leg) -> None:
        """Go on after a phone rang in vain."""
        call, board = leg.call, self._board
        line = board.lines.get(leg.device)
        number = line and line.forwarding.get(ForwardingType.NO_ANSWER)
        group = board.groups.get(call.group or "")
        if number and not call.awaits_caller:
            self.divert(call, leg.device, number, Cause.FORWARD_NO_ANSWER)
        elif call.group and group and group.mode is GroupMode.QUEUE:
            call.tried.append(leg.device)
            self.divert(call, leg.device, call.group, Cause.REDIRECTED)
        else:
            board.clear(leg, Cause.CALL_NOT_ANSWERED)

    def _reach_line(
        self, call: ExchangeCall, device: str, line: LineSettings, cause: Cause
    ) -> None:
        """Ring at a line, or do what the line wants instead."""
        limit = line.max_calls if line.call_waiting else 1
        if line.out_of_service:
            self._fail(call, device, Cause.DEST_OUT_OF_ORDER)
        elif number := line.forwarding.get(ForwardingType.ALL):
            self.divert(call, device, number, Cause.FORWARD_IMMEDIATE)
        elif line.do_not_disturb:
            self._fail(call, device, Cause.DO_NOT_DISTURB)
        elif len(self._board.calls_of(device)) < limit:
            self._ring(call, device, line, cause)
        elif number := line.forwarding.get(ForwardingType.BUSY):
            self.divert(call, device, number, Cause.FORWARD_BUSY)
        else:
            self._fail(call, device, Cause.BUSY)

    def _ring(
        self, call: ExchangeCall, device: str, line: LineSettings, cause: Cause
    ) -> None:
        """Let a phone ring."""
        leg = self._board.add_leg(call, device, LegState.ALERTING)
        if line.offered_first:
            self._board.emit(EventKind.OFFERED, leg, cause)
        self._board.emit(EventKind.DELIVERED, leg, cause)
        self._arm_ring(leg, line.ring_seconds, line.answer_after)

    def _arm_ring(
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
            board.emit(EventKind.DELIVERED, leg, cause)
            self._arm_ring(leg, None, script.answer_after)

    def _fail(self, call: ExchangeCall, device: str, cause: Cause) -> None:
        """Give a call's caller a tone because its destination is not to be had."""
        board = self._board
        leg = call.legs.get(device)
        if leg is None:
            seen = device in board.lines and board.options.busy_line_sees_failure
            leg = board.add_leg(call, device, LegState.FAILED, hidden=not seen)
        leg.stop_timers()
        leg.state = LegState.FAILED
        board.emit(EventKind.FAILED, leg, cause)
        board.after(leg, board.options.tone_seconds, self._tone_over)

    def _tone_over(self, leg: Leg) -> None:
        """End what is left of a call that failed."""
        self._board.clear(leg, Cause.NORMAL_CLEARING)

    def _enter_group(self, call: ExchangeCall, device: str, group: Group) -> None:
        """Let a call wait for a member of a group, or ring at all that are free."""
        call.group = device
        if group.mode is GroupMode.QUEUE:
            leg = self._board.add_leg(call, device, LegState.QUEUED)
            self._board.emit(EventKind.QUEUED, leg, Cause.ENTERING_DISTRIBUTION)
            self._board.after(leg, group.patience, self._patience_over)
            self._board.loop.call_soon(self._serve_queues)
        elif free := [member for member in group.members if self._is_free(member)]:
            call.redirections.append(device)
            for member in free:
                line = self._board.lines[member]
                self._ring(call, member, line, Cause.DISTRIBUTED)
        else:
            self._fail(call, device, Cause.BUSY)

    def _is_free(self, device: str) -> bool:
        """Tell whether a member of a group can take a call."""
        line = self._board.lines.get(device)
        return (
            line is not None
            and not (line.do_not_disturb or line.out_of_service)
            and ForwardingType.ALL not in line.forwarding
            and not self._board.calls_of(device)
        )

    def _patience_over(self, leg: Leg) -> None:
        """Give up a call that has waited too long."""
        self._board.clear_everybody(leg.call, Cause.OVERFLOW)

    def _on_event(self, event: ExchangeEvent) -> None:
        """Look after the waiting calls once everything has been told."""
        if event.kind in FREES_A_LINE and self._board.groups:
            self._board.loop.call_soon(self._serve_queues)

    def _serve_queues(self) -> None:
        """Hand waiting calls to free members, the longest waiting first."""
        for call in tuple(self._board.calls.values()):
            leg = call.legs.get(call.group or "")
            if leg and leg.state is LegState.QUEUED:
                self._serve(call, leg)

    def _serve(self, call: ExchangeCall, leg: Leg) -> None:
        """Hand one waiting call to a free member that has not been tried yet."""
        members = self._board.groups[leg.device].members
        free = [member for member in members if self._is_free(member)]
        untried = [member for member in free if member not in call.tried]
        if free and not untried:
            call.tried.clear()
        if member := next(iter(untried or free), None):
            # A call may go round its group for as long as its patience lasts.
            call.redirections.clear()
            self.divert(call, leg.device, member, Cause.DISTRIBUTED)
