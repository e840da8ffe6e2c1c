"""The way of a call to its destination: forwarding, groups, outside, failure."""

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
from .switchboard import Switchboard

MAXIMUM_REDIRECTIONS = 8
OUTSIDE_NUMBER = re.compile(r"\+?\d{5,20}")
DIALLABLE = re.compile(r"\+?[\d*#]+")


class Router(Switchboard):
    """Finds the phone that a call is to ring at."""

    def _route(self, call: ExchangeCall, device: str, cause: Cause) -> None:
        """Send a call on to a number."""
        if len(call.redirections) > MAXIMUM_REDIRECTIONS or device in call.legs:
            self._fail(call, device, Cause.DEST_NOT_OBTAINABLE)
        elif group := self.groups.get(device):
            self._enter_group(call, device, group)
        elif line := self.lines.get(device):
            self._reach_line(call, device, line, cause)
        elif device in self.outside or OUTSIDE_NUMBER.fullmatch(device):
            self._reach_outside(call, device, cause)
        elif DIALLABLE.fullmatch(device):
            self._fail(call, device, Cause.NUMBER_UNALLOCATED)
        else:
            self._fail(call, device, Cause.INVALID_NUMBER_FORMAT)

    def _reach_line(
        self, call: ExchangeCall, device: str, line: LineSettings, cause: Cause
    ) -> None:
        """Ring at a line, or do what the line wants instead."""
        if line.out_of_service:
            self._fail(call, device, Cause.DEST_OUT_OF_ORDER)
        elif number := line.forwarding.get(ForwardingType.ALL):
            self._divert(call, device, number, Cause.FORWARD_IMMEDIATE)
        elif line.do_not_disturb:
            self._fail(call, device, Cause.DO_NOT_DISTURB)
        elif not self._is_busy(device, line):
            self._ring(call, device, line, cause)
        elif number := line.forwarding.get(ForwardingType.BUSY):
            self._divert(call, device, number, Cause.FORWARD_BUSY)
        else:
            self._fail(call, device, Cause.BUSY)

    def _is_busy(self, device: str, line: LineSettings) -> bool:
        """Tell whether a line cannot take one more call."""
        limit = line.max_calls if line.call_waiting else 1
        return len(self.calls_of(device)) >= limit

    def _ring(
        self, call: ExchangeCall, device: str, line: LineSettings, cause: Cause
    ) -> None:
        """Let a phone ring."""
        leg = self._add_leg(call, device, LegState.ALERTING)
        if line.offered_first:
            self._emit(EventKind.OFFERED, leg, cause)
        self._emit(EventKind.DELIVERED, leg, cause)
        self._arm_ring(leg, line.ring_seconds, line.answer_after)

    def _arm_ring(
        self, leg: Leg, ring_seconds: float | None, answer_after: float | None
    ) -> None:
        """Decide how long a phone rings and whether somebody answers by himself."""
        limit = self.options.ring_seconds if ring_seconds is None else ring_seconds
        self._after(leg, limit, self._ring_over)
        if answer_after is not None:
            self._after(leg, answer_after, self._connect)

    def _ring_over(self, leg: Leg) -> None:
        """Go on after a phone rang in vain."""
        call = leg.call
        line = self.lines.get(leg.device)
        number = line and line.forwarding.get(ForwardingType.NO_ANSWER)
        group = self.groups.get(call.group) if call.group else None
        if number and not call.awaits_caller:
            self._divert(call, leg.device, number, Cause.FORWARD_NO_ANSWER)
        elif call.group and group and group.mode is GroupMode.QUEUE:
            call.tried.append(leg.device)
            self._divert(call, leg.device, call.group, Cause.REDIRECTED)
        else:
            self._clear_leg(leg, Cause.CALL_NOT_ANSWERED, None)
            self._end_if_over(call, Cause.CALL_NOT_ANSWERED, None)

    def _divert(
        self, call: ExchangeCall, device: str, number: str, cause: Cause
    ) -> None:
        """Take a call away from a device and send it elsewhere."""
        leg = call.legs.get(device)
        if leg is None:
            leg = Leg(device, call, LegState.ALERTING, self._next_leg_id())
        self._drop_leg(leg)
        self._emit(EventKind.DIVERTED, leg, cause, also=(device,), destination=number)
        call.redirections.append(device)
        self._route(call, number, cause)

    def _reach_outside(self, call: ExchangeCall, device: str, cause: Cause) -> None:
        """Seize a trunk and ring at a number of the public network."""
        script = self.outside.get(device, OutsideNumber())
        if self._trunks_in_use >= self.options.trunks:
            self._fail(call, device, Cause.TRUNKS_BUSY)
        elif script.busy:
            self._fail(call, device, Cause.BUSY)
        else:
            leg = self._add_leg(call, device, LegState.ALERTING)
            self._emit(EventKind.NETWORK_REACHED, leg, cause)
            self._emit(EventKind.DELIVERED, leg, cause)
            self._arm_ring(leg, None, script.answer_after)

    def _fail(self, call: ExchangeCall, device: str, cause: Cause) -> None:
        """Give a call's caller a tone because its destination is not to be had."""
        leg = call.legs.get(device)
        if leg is None:
            seen = device in self.lines and self.options.busy_line_sees_failure
            leg = self._add_leg(call, device, LegState.FAILED, hidden=not seen)
        leg.stop_timers()
        leg.state = LegState.FAILED
        self._emit(EventKind.FAILED, leg, cause)
        self._after(leg, self.options.tone_seconds, self._tone_over)

    def _tone_over(self, leg: Leg) -> None:
        """End what is left of a call that failed."""
        self._clear_leg(leg, Cause.NORMAL_CLEARING, None)
        self._end_if_over(leg.call, Cause.NORMAL_CLEARING, None)

    def _connect(self, leg: Leg, cause: Cause = Cause.NORMAL) -> None:
        """Let a device talk."""
        leg.stop_timers()
        self._hold_others(leg)
        leg.state = LegState.CONNECTED
        self._emit(EventKind.ESTABLISHED, leg, cause)
        self._stop_ringing_elsewhere(leg)

    def _hold_others(self, leg: Leg) -> None:
        """Hold what a line talks in, as a phone does before it talks elsewhere."""
        if leg.device not in self.lines:
            return
        for other in self.calls_of(leg.device):
            if other.call is not leg.call and other.state is LegState.CONNECTED:
                other.state = LegState.HELD
                self._emit(EventKind.HELD, other, Cause.NORMAL)

    def _stop_ringing_elsewhere(self, leg: Leg) -> None:
        """End the ring at the other members of a group when one has answered."""
        call = leg.call
        members = self.groups[call.group].members if call.group in self.groups else ()
        for device in members:
            other = call.legs.get(device)
            if other and other.state is LegState.ALERTING:
                self._clear_leg(other, Cause.CALL_PICKUP, leg.device)

    def _enter_group(self, call: ExchangeCall, device: str, group: Group) -> None:
        """Let a call wait for a member of a group, or ring at all of them."""
        call.group = device
        if group.mode is GroupMode.RING_ALL:
            self._ring_all(call, device, group)
            return
        leg = self._add_leg(call, device, LegState.QUEUED)
        self._emit(EventKind.QUEUED, leg, Cause.ENTERING_DISTRIBUTION)
        self._after(leg, group.patience, self._patience_over)
        self._serve_queues_soon()

    def _ring_all(self, call: ExchangeCall, device: str, group: Group) -> None:
        """Ring at every free member of a group."""
        free = [member for member in group.members if self._is_free(member)]
        if not free:
            self._fail(call, device, Cause.BUSY)
            return
        call.redirections.append(device)
        for member in free:
            self._ring(call, member, self.lines[member], Cause.DISTRIBUTED)

    def _is_free(self, device: str) -> bool:
        """Tell whether a member of a group can take a call."""
        line = self.lines.get(device)
        return (
            line is not None
            and not (line.do_not_disturb or line.out_of_service)
            and ForwardingType.ALL not in line.forwarding
            and not self.calls_of(device)
        )

    def _patience_over(self, leg: Leg) -> None:
        """Give up a call that has waited too long."""
        self._clear_everybody(leg.call, Cause.OVERFLOW, None)

    def _serve_queues_soon(self) -> None:
        """Look after the waiting calls once everything has been told."""
        if self.groups:
            self.loop.call_soon(self._serve_queues)

    def _serve_queues(self) -> None:
        """Hand waiting calls to free members, the longest waiting first."""
        for call in tuple(self.calls.values()):
            leg = call.legs.get(call.group) if call.group else None
            if leg and leg.state is LegState.QUEUED:
                self._serve(call, leg)

    def _serve(self, call: ExchangeCall, leg: Leg) -> None:
        """Hand one waiting call to a free member that has not been tried yet."""
        members = self.groups[leg.device].members
        free = [member for member in members if self._is_free(member)]
        untried = [member for member in free if member not in call.tried]
        if free and not untried:
            call.tried.clear()
        if member := next(iter(untried or free), None):
            # A call may go round its group for as long as its patience lasts.
            call.redirections.clear()
            self._divert(call, leg.device, member, Cause.DISTRIBUTED)
