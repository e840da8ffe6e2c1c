"""How a whole exchange behaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .calls import EventKind
from .habits import Habits


@dataclass
class ExchangeOptions:
    """How the whole exchange behaves."""

    ring_caller_first: bool = True
    """A call placed by a computer rings the caller's own phone before it is dialed."""
    ring_seconds: float = 30.0
    tone_seconds: float = 5.0
    """How long a caller hears a tone after a failure before the call is cleared."""
    trunks: int = 1000
    service_initiated: bool = True
    digits_dialed: bool = False
    keys_told_as: EventKind | None = None
    """What tells of keys pressed during a call: DigitsGenerated (18.2.3), of some makers DigitsDialed."""
    silent_network: bool = False
    """Nothing is told of what happens outside once a call has left (17.2, Network Reached)."""
    lift_event: EventKind = EventKind.ORIGINATED
    """What is told when the caller's own phone, rung first, is lifted."""
    busy_line_sees_failure: bool = False
    habits: Habits = field(default_factory=Habits)
    route_points: Mapping[str, str] = field(default_factory=dict)
    """Numbers at which calls ask a computer where to go, and where they go by themselves."""
    route_seconds: float = 5.0
    """How long such a call waits for an answer."""
    park_slots: frozenset[str] = frozenset()
    """Numbers at which calls are parked, besides the lines."""
    park_seconds: float = 120.0
    """How long a parked call waits until it rings again where it was parked."""
    voice_mail: str | None = None
    """The number that a line reaches which dials its own, by that habit."""
    blind_transfer_keeps_call: bool = False
    """A blind transfer goes on under the old call's id, as ECSS-10 shows it."""
