"""A call as a snapshot shows it: the states of its connections, and who is in it (ECMA-269, 16)."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from ..model import UNKNOWN_PARTY, CallState, Direction, Party
from .wire.identifiers import ConnectionId

TALKING: Final = frozenset({"connected", "hold"})
WAITING: Final = frozenset({"alerting", "queued"})
LIVES: Final = TALKING | WAITING
SIMPLE_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "callPending": ("initiated",),
    "callOriginated": ("connected",),
    "callDelivered": ("connected", "alerting"),
    "callDeliveredHeld": ("hold", "alerting"),
    "callReceived": ("alerting", "connected"),
    "callReceivedOnHold": ("alerting", "hold"),
    "callEstablished": ("connected", "connected"),
    "callEstablishedHeld": ("hold", "connected"),
    "callEstablishedOnHold": ("connected", "hold"),
    "callQueued": ("connected", "queued"),
    "callQueuedHeld": ("hold", "queued"),
    "callFailed": ("connected", "fail"),
    "callFailedHeld": ("hold", "fail"),
    "callBlocked": ("fail", "connected"),
}
"""ECMA-269's words for two states at once: our own, the far end's (clause 12.2.2)."""


class Member(NamedTuple):
    """Somebody in a call, and in what state."""

    party: Party
    state: str
    silent: bool = False
    """Whether he only listens or records."""


class Found(NamedTuple):
    """One call of a device: its own state and the others'."""

    connection: ConnectionId
    own: str
    others: tuple[str, ...]
    members: tuple[Member, ...] = ()
    alone: bool = False
    """Whether it is certain that nobody else is in the call yet."""
    silent: bool = False
    """Whether the switch did not say in time who is in the call."""
    told_direction: Direction | None = None
    """Who began it, by the name of the own connection where a maker's tell."""
    called: Party = UNKNOWN_PARTY
    """Who was called, where the switch tells (16.1.1)."""

    @property
    def is_taken(self) -> bool:
        """Whether others talk with each other."""
        states = [each.state for each in self.members if not each.silent]
        return sum(state in TALKING for state in states) > 1

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet, and somebody may."""
        others = self.others
        return TALKING.isdisjoint(others) and not WAITING.isdisjoint(others)

    @property
    def is_answered_on_hold(self) -> bool:
        """Whether the line holds somebody who has answered."""
        return self.own == "hold" and not TALKING.isdisjoint(self.others)

    @property
    def is_called(self) -> bool:
        """Whether the phone rings for somebody who is in the call."""
        return self.own == "alerting" and not TALKING.isdisjoint(self.others)

    @property
    def direction(self) -> Direction | None:
        """Who began the call, as far as the states tell.

        Whoever waits for somebody to answer has called, or was put through to him.
        """
        if self.own == "initiated" or self.alone:
            return Direction.OUTGOING
        if self.own not in WAITING:
            return None
        if TALKING.isdisjoint(self.others) and "alerting" in self.others:
            return self.told_direction
        return Direction.INCOMING

    def state(self, direction: Direction | None) -> CallState:
        """Return the call's state for a line that takes this side in it."""
        if self.own == "hold":
            return CallState.HELD
        if self.own in WAITING and direction is Direction.INCOMING:
            return CallState.RINGING
        if self.own == "connected" and not TALKING.isdisjoint(self.others):
            return CallState.CONNECTED
        return CallState.DIALING
