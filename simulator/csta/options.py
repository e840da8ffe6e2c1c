"""How a simulated switch behaves; a test or the command line sets it, also while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .profiles import PROFILES, Profile


@dataclass(slots=True)
class CstaOptions:
    """The switch's settings and its misbehaviour on request; times in seconds."""

    profile: Profile = field(default_factory=lambda: PROFILES["eltex_ecss10"])
    accounts: Mapping[str, str] = field(default_factory=lambda: {"demo.local": "demo"})
    odd_forms: bool | None = None
    """Whether events take the oddities of real captures; None: as the profile does."""
    exact_connections: bool = False
    """Whether a connection must be named as it was told; most systems also take its number alone."""
    encoding: str | None = None
    """The encoding of what is sent; None: UTF-8 without saying so."""

    session_duration: int = 300
    maximum_sessions: int = 16
    counts_sessions_first: bool = False
    """Whether it looks at the number of sessions before the credentials; ECMA-354 leaves it open."""
    sessions_outlive_connections: bool = False
    refuse_start: str | None = None
    refuse_renewal: bool = False

    maximum_monitors: int = 20_000
    maximum_monitors_per_line: int = 8
    forbidden_lines: frozenset[str] = frozenset()
    filter_refusal: tuple[str, str] | None = None
    """Category and code with which every filter but that of ECSS-10's document is refused."""
    monitor_pause: float = 0.0
    """How long after one MonitorStart the next may come at the earliest."""
    maximum_outstanding: int = 9998
    """Requests of one client that may wait for their answers at a time."""
    refusals: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Category and code with which a service is always refused."""
    call_cleared: bool = False
    """Whether monitors of lines are told CallCleared as well."""
    unsupported_services: frozenset[str] = frozenset()
    silent_services: frozenset[str] = frozenset()
    tells_services: bool = False
    """Whether GetCSTAFeatures tells which services there are (13.1.1)."""
    segmented_snapshots: bool = False
    endpoints_in_snapshots: bool = False
    simple_call_states: bool = False
    snapshots_name_called: bool = False
    """Whether SnapshotCall tells who called and who was called (16.1.1)."""
    trunks_answer: bool = False
    """Whether a trunk rings and answers for whoever is outside (17.2, networkInterfaceUsed), and stands
    for him in the lists of a transfer and a conference (12.2.10, associatedNID)."""
    network_events: Mapping[str, bool] | None = None
    """What NetworkReached says of the events that will still come: by name, as in a filter."""
    tells_queues: bool = False
    """Whether QueuedEvent tells how many calls wait, and how many of them before this one (17.2.15)."""
    currency: str | None = "EUR"
    """In what calls are charged; None tells charging units."""
    call_linkage: str | None = None
    """The name of the choice that events tell as a call's linkage ID (12.2.8); None tells none."""
    segment_size: int = 2

    answer_delay: float = 0.0
    answer_delays: Mapping[str, float] = field(default_factory=dict)
    event_before_response: bool = False
    heartbeat: float | None = None
    told_heartbeat: int = 0
    """What a session's start tells as actualHBT (OpenScape Business): it says SystemStatus as often,
    and gives up a client that leaves two unanswered or says nothing of its own for twice the time."""
    length_without_header: bool = False
    write_limit: int = 4 * 1024 * 1024
    """Bytes that may wait for a client before its events are dropped and messagesLost is told."""

    @property
    def oddities(self) -> bool:
        """Whether events are written in the odd forms."""
        return self.profile.oddities if self.odd_forms is None else self.odd_forms

    def delay_of(self, service: str) -> float:
        """How long the answer to this service takes."""
        return self.answer_delays.get(service, self.answer_delay)
