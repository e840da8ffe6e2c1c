"""Groups whose calls wait: handed to the members that are free, the longest waiting first."""

from collections.abc import Callable

from .calls import (
    AgentState,
    Cause,
    EventKind,
    ExchangeCall,
    ExchangeEvent,
    ForwardingType,
    Group,
    Leg,
    LegState,
)
from .switchboard import Switchboard

FREES_A_LINE = {
    *(EventKind.CALL_CLEARED, EventKind.TRANSFERRED, EventKind.CONFERENCED),
    EventKind.AGENT_READY,
}


class Queues:
    """Watches who becomes free."""

    def __init__(
        self,
        board: Switchboard,
        divert: Callable[[ExchangeCall, str, str, Cause], None],
    ) -> None:
        """Hand calls to members by `divert`."""
        self._board = board
        self._divert = divert
        board.subscribe(self._on_event)

    def free_of(self, group: Group, call: ExchangeCall) -> list[str]:
        """Return the members of a group that can take a call."""
        return [each for each in group.members if self._is_free(each, call)]

    def look(self) -> None:
        """See once everything has been told who can take a waiting call."""
        self._board.loop.call_soon(self._serve_all)

    def _is_free(self, device: str, call: ExchangeCall) -> bool:
        """Tell whether a member of a group can take a call."""
        line = self._board.lines.get(device)
        if line is None or line.do_not_disturb or line.out_of_service:
            return False
        if ForwardingType.ALL in line.forwarding:
            return False
        if line.agent not in (None, AgentState.READY):
            return False
        calls = self._board.calls_of(device)
        return all(leg.call is call and line.phones > 1 for leg in calls)

    def _on_event(self, event: ExchangeEvent) -> None:
        """Look after the waiting calls once everything has been told."""
        if event.kind in FREES_A_LINE and self._board.groups:
            self.look()

    def _serve_all(self) -> None:
        """Hand waiting calls to free members, the longest waiting first."""
        for call in tuple(self._board.calls.values()):
            leg = call.legs.get(call.group or "")
            if leg and leg.state is LegState.QUEUED:
                self._serve(call, leg)

    def _serve(self, call: ExchangeCall, leg: Leg) -> None:
        """Hand one waiting call to a free member that has not been tried yet."""
        group = self._board.groups[leg.device]
        free = [each for each in self.free_of(group, call) if not call.leg_of(each)]
        untried = [member for member in free if member not in call.tried]
        if free and not untried:
            call.tried.clear()
        if member := next(iter(untried or free), None):
            # A call may go round its group for as long as its patience lasts.
            call.redirections.clear()
            self._divert(call, leg.device, member, Cause.DISTRIBUTED)
