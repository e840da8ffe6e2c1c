"""Calls that found somebody busy or away, and go through later: camp on and call back (17.1.4, 17.1.6)."""

from collections.abc import Callable

from .calls import (
    Cause,
    ErrorCode,
    EventKind,
    ExchangeCall,
    ExchangeError,
    ExchangeEvent,
    Leg,
    LegState,
)
from .checks import leg_in
from .routing import Router
from .stories import Fate, Story
from .switchboard import Switchboard


class Completing:
    """Waits until a line is free, for those who called it."""

    def __init__(
        self,
        board: Switchboard,
        router: Router,
        ring_caller: Callable[[ExchangeCall], None],
    ) -> None:
        """Look after the calls of a switchboard; those that call back ring the caller's phone first."""
        self._board = board
        self._router = router
        self._ring_caller = ring_caller
        self._camped: dict[Leg, None] = {}
        """What waits at busy lines."""
        self.call_backs: dict[tuple[str, str], bool] = {}
        """Who is called back when whom is free; and whether they have been in a call since."""
        board.subscribe(self._on_event)

    def camp_on(self, device: str, call_id: int) -> None:
        """Let a call that found a line busy wait for it."""
        _, there = self._vain(device, call_id)
        if there.call.failure is not Cause.BUSY:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        there.call.failure = None
        there.stop_timers()
        there.state, there.hidden = LegState.QUEUED, True
        self._camped[there] = None
        self._board.emit(EventKind.QUEUED, there, Cause.CAMP_ON)

    def call_back(self, device: str, call_id: int) -> str:
        """Be called when a line is free that was busy or didn't answer; the call itself ends."""
        own, there = self._vain(device, call_id)
        self.call_backs[own.device, there.device] = there.state is LegState.FAILED
        self._tell(own.device, there.device, enabled=True)
        call = own.call
        self._board.clear_leg(own, Cause.NORMAL_CLEARING, own.device)
        self._board.end_if_over(call, Cause.NORMAL_CLEARING, own.device)
        return there.device

    def cancel(self, originator: str, target: str) -> None:
        """Want to be called back no more (22.1)."""
        if (originator, target) not in self.call_backs:
            raise ExchangeError(ErrorCode.INVALID_CALLED)
        del self.call_backs[originator, target]
        self._tell(originator, target, enabled=False)

    def _vain(self, device: str, call_id: int) -> tuple[Leg, Leg]:
        """Return a caller's leg, and that of the line that is busy or doesn't answer."""
        own = leg_in(self._board, device, call_id, LegState.CONNECTED)
        others = [each for each in own.call.legs.values() if each is not own]
        if len(others) != 1 or own.device != own.call.caller:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        [there] = others
        is_vain = there.state in (LegState.FAILED, LegState.ALERTING)
        if not is_vain or there.device not in self._board.lines:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        return own, there

    def _tell(self, originator: str, target: str, *, enabled: bool) -> None:
        """Tell that a call-back was set, or is no more."""
        self._board.tell(
            ExchangeEvent(
                EventKind.CALL_BACK,
                Cause.NORMAL,
                (originator,),
                enabled=enabled,
                number=target,
            )
        )

    def _on_event(self, event: ExchangeEvent) -> None:
        """See who is free, once everything has been told."""
        if (self._camped or self.call_backs) and event.kind is not EventKind.CALL_BACK:
            self._board.loop.call_soon(self._serve)

    def _serve(self) -> None:
        for leg in tuple(self._camped):
            if leg.call.legs.get(leg.phone) is not leg:
                del self._camped[leg]
            elif self._board.load_of(leg.device) == 0:
                del self._camped[leg]
                self._ring(leg)
        for (originator, target), was_busy in tuple(self.call_backs.items()):
            if self._board.load_of(target):
                self.call_backs[originator, target] = True
            elif was_busy and self._board.load_of(originator) == 0:
                del self.call_backs[originator, target]
                self._tell(originator, target, enabled=False)
                call = self._board.new_call(originator, target)
                call.ring_cause = Cause.CALL_BACK
                self._ring_caller(call)

    def _ring(self, leg: Leg) -> None:
        """Let a line ring for who has waited: the same connection, and a story of its own."""
        board, line = self._board, self._board.line(leg.device)
        board.drop(leg, Fate.BUSY)
        leg.story = Story(leg.device, outgoing=False, began=board.loop.time())
        board.write_down(leg.story)
        leg.phone, leg.hidden, leg.state = leg.device, False, LegState.ALERTING
        board.move(leg, leg.call, keeps_id=True)
        board.emit(EventKind.DELIVERED, leg, Cause.CAMP_ON)
        self._router.arm_ring(leg, line.ring_seconds, line.answer_after)
