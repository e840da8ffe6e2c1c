"""What seldom happens to a call: the hold reminder rings, more of the caller gets known."""

from .calls import Cause, EventKind, LegState
from .checks import held_leg
from .switchboard import Switchboard


class Supplementary:
    """Lets it happen on cue."""

    def __init__(self, board: Switchboard) -> None:
        """Serve the calls of a switchboard."""
        self._board = board

    def remind(self, device: str, call_id: int) -> None:
        """Ring back at a phone that has held a call for long (17.2 Delivered, cause recall)."""
        leg = held_leg(self._board, device, call_id)
        leg.state = LegState.ALERTING
        self._board.emit(EventKind.DELIVERED, leg, Cause.RECALL)

    def tell_name(self, device: str, call_id: int, name: str) -> None:
        """Learn the caller's name while it rings already (17.2 Call Information)."""
        leg = self._board.leg(device, call_id)
        leg.call.caller_name = name
        if caller := leg.call.leg_of(leg.call.caller):
            caller.name = name
        self._board.emit(EventKind.CALL_INFORMATION, leg, Cause.NORMAL)

    def attach(
        self,
        device: str,
        call_id: int,
        *,
        account: str | None = None,
        correlator: str | None = None,
    ) -> None:
        """Say to whose account a call goes, or attach a program's data to it (18.2.1)."""
        leg = self._board.leg(device, call_id)
        leg.call.account = account or leg.call.account
        leg.call.correlator = correlator or leg.call.correlator
        self._board.emit(EventKind.CALL_INFORMATION, leg, Cause.NORMAL)

    def charge(
        self, device: str, call_id: int, thousandths: int, *, is_final: bool = False
    ) -> None:
        """Charge a line some more for a call, in thousandths of the currency (18.2.2)."""
        leg = self._board.leg(device, call_id)
        costs = leg.call.costs
        costs[device] = costs.get(device, 0) + thousandths
        self._board.emit(EventKind.CHARGING, leg, Cause.NORMAL, is_final=is_final)
