"""The words of the exchange: legs, calls, events, causes, errors and settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .clock import Timer
from .stories import Fate, Story


class LegState(StrEnum):
    """State of one device in one call (ECMA-269 clause 6.1.5); null is absence."""

    INITIATED = "initiated"
    ALERTING = "alerting"
    CONNECTED = "connected"
    HELD = "hold"
    QUEUED = "queued"
    FAILED = "fail"


MOST_ACTIVE = (
    LegState.CONNECTED,
    LegState.HELD,
    LegState.INITIATED,
    LegState.ALERTING,
    LegState.QUEUED,
    LegState.FAILED,
)


class EventKind(StrEnum):
    """What happened, in the words of ECMA-269's events."""

    SERVICE_INITIATED = "serviceInitiated"
    DIGITS_DIALED = "digitsDialed"
    ORIGINATED = "originated"
    NETWORK_REACHED = "networkReached"
    OFFERED = "offered"
    DELIVERED = "delivered"
    ESTABLISHED = "established"
    HELD = "held"
    RETRIEVED = "retrieved"
    QUEUED = "queued"
    DIVERTED = "diverted"
    FAILED = "failed"
    CONNECTION_CLEARED = "connectionCleared"
    CALL_CLEARED = "callCleared"
    TRANSFERRED = "transferred"
    CONFERENCED = "conferenced"
    BRIDGED = "bridged"
    CALL_INFORMATION = "callInformation"
    DIGITS_GENERATED = "digitsGenerated"
    CHARGING = "charging"
    AGENT_BUSY = "agentBusy"
    AGENT_LOGGED_OFF = "agentLoggedOff"
    AGENT_LOGGED_ON = "agentLoggedOn"
    AGENT_NOT_READY = "agentNotReady"
    AGENT_READY = "agentReady"
    AGENT_WORKING_AFTER_CALL = "agentWorkingAfterCall"
    DO_NOT_DISTURB = "doNotDisturb"
    FORWARDING = "forwarding"
    MESSAGE_WAITING = "messageWaiting"
    OUT_OF_SERVICE = "outOfService"
    BACK_IN_SERVICE = "backInService"
    CALL_BACK = "callBack"


class Cause(StrEnum):
    """Why it happened: ECMA-323's eventCause words that this exchange uses."""

    NEW_CALL = "newCall"
    NORMAL = "normal"
    NORMAL_CLEARING = "normalClearing"
    MAKE_CALL = "makeCall"
    BUSY = "busy"
    CALL_NOT_ANSWERED = "callNotAnswered"
    CALL_CANCELLED = "callCancelled"
    ALERT_TIME_EXPIRED = "alertTimeExpired"
    TIMEOUT = "timeout"
    NO_ANSWER = "noAnswer"
    MULTIPLE_ALERTING = "multipleAlerting"
    ACD_BUSY = "aCDBusy"
    ACD_FORWARD = "aCDForward"
    CALL_FORWARD = "callForward"
    FORWARD_IMMEDIATE = "callForwardImmediate"
    FORWARD_BUSY = "callForwardBusy"
    FORWARD_NO_ANSWER = "callForwardNoAnswer"
    DO_NOT_DISTURB = "doNotDisturb"
    REDIRECTED = "redirected"
    CALL_PICKUP = "callPickup"
    PARK = "park"
    RECALL = "recall"
    CALL_BACK = "callBack"
    CAMP_ON = "campOn"
    CONSULTATION = "consultation"
    TRANSFER = "transfer"
    SINGLE_STEP_TRANSFER = "singleStepTransfer"
    CONFERENCE = "conference"
    SINGLE_STEP_CONFERENCE = "singleStepConference"
    ENTERING_DISTRIBUTION = "enteringDistribution"
    DISTRIBUTED = "distributed"
    OVERFLOW = "overflow"
    TRUNKS_BUSY = "trunksBusy"
    DEST_NOT_OBTAINABLE = "destNotObtainable"
    DEST_OUT_OF_ORDER = "destOutOfOrder"
    NUMBER_UNALLOCATED = "numberUnallocated"
    INVALID_NUMBER_FORMAT = "invalidNumberFormat"


class ErrorCode(StrEnum):
    """Why the exchange refuses, in no protocol's words."""

    UNKNOWN_DEVICE = "unknown device"
    INVALID_CALLER = "invalid caller"
    INVALID_CALLED = "invalid called number"
    UNKNOWN_CALL = "unknown call"
    NOT_IN_CALL = "device is not in the call"
    INVALID_STATE = "connection is in the wrong state"
    NO_CALL_TO_ANSWER = "no call to answer"
    NO_ACTIVE_CALL = "no active call"
    NO_HELD_CALL = "no held call"
    RESOURCE_BUSY = "device has too many calls"
    OUT_OF_SERVICE = "device is out of service"
    NO_AGENT = "nobody is an agent there"


class ExchangeError(Exception):
    """The exchange cannot do what was asked."""

    def __init__(self, code: ErrorCode) -> None:
        """Remember the code."""
        super().__init__(code.value)
        self.code = code


class ForwardingType(StrEnum):
    """When a line forwards its calls."""

    ALL = "all"
    BUSY = "busy"
    NO_ANSWER = "no_answer"


class AgentState(StrEnum):
    """Whether an agent takes the calls of queues (ECMA-323's words)."""

    NULL = "agentNull"
    NOT_READY = "agentNotReady"
    READY = "agentReady"
    BUSY = "agentBusy"
    WORKING_AFTER_CALL = "agentWorkingAfterCall"


@dataclass
class LineSettings:
    """How one extension behaves."""

    name: str | None = None
    alias: str | None = None
    """What its connections are called instead of by its number, a SIP name say."""
    call_waiting: bool = True
    max_calls: int = 4
    phones: int = 1
    """Phones that are registered under the number and ring together (SIP forking)."""
    phone_fails: bool = False
    """Whether its own phone cannot be rung when a computer places a call for it."""
    do_not_disturb: bool = False
    message_waiting: bool = False
    out_of_service: bool = False
    agent: AgentState | None = None
    """That of the agent who works here, if one does."""
    agent_id: str | None = None
    works_after_calls: bool = False
    """Whether the agent has something to do after each call."""
    agent_next: AgentState | None = None
    """What the busy agent becomes once the call is over."""
    forwarding: dict[ForwardingType, str] = field(default_factory=dict)
    answer_after: float | None = None
    """Seconds after which the phone answers by itself; None waits for a person."""
    ring_seconds: float | None = None
    """Seconds until a ring counts as not answered; None is the exchange's own."""
    offered_seconds: float | None = None
    """How long a call is offered to the phone before it rings (17.2); None: it isn't offered."""
    pickup_group: str = ""
    """Those of one name pick each other's calls up."""


class GroupMode(StrEnum):
    """How a group number hands out its calls."""

    QUEUE = "queue"
    RING_ALL = "ring_all"


@dataclass(frozen=True)
class Group:
    """A number whose calls wait for, or ring at, its members."""

    members: tuple[str, ...]
    mode: GroupMode = GroupMode.QUEUE
    patience: float = 120.0
    """Seconds after which a call that still waits is given up."""


@dataclass(frozen=True)
class OutsideNumber:
    """What happens when somebody calls this number of the public network."""

    answer_after: float | None = 3.0
    """Seconds until it answers; None never answers."""
    busy: bool = False
    name: str | None = None


@dataclass(eq=False)
class Leg:
    """One device in one call: ECMA-269's connection."""

    device: str
    call: ExchangeCall
    state: LegState
    leg_id: int
    story: Story
    name: str | None = None
    restricted: bool = False
    phone: str = ""
    """Which phone of the device: `722&2` is the second (clause 10: `&` names an appearance)."""
    hidden: bool = False
    """A failed leg that the device itself never learns of (it was busy, say)."""
    offered: bool = False
    """Whether a call is only offered to it, and no bell rings."""
    digits: str = ""
    timers: list[Timer] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        """Take the first phone unless another is named."""
        self.phone = self.phone or self.device

    def stop_timers(self) -> None:
        """Forget whatever was to happen to this leg by itself."""
        for timer in self.timers:
            timer.cancel()
        self.timers.clear()


@dataclass(eq=False)
class ExchangeCall:
    """One call: its legs by phone, in the order in which they came."""

    id: int
    caller: str
    called: str
    by_computer: bool = False
    awaits_caller: bool = False
    """The caller's own phone still rings; the number is dialed when it is lifted."""
    ring_cause: Cause = Cause.MAKE_CALL
    """Why it rings."""
    legs: dict[str, Leg] = field(default_factory=dict, repr=False)
    over: list[Story] = field(default_factory=list, repr=False)
    """The stories of those whose part in it is over."""
    redirections: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    group: str | None = None
    caller_name: str | None = None
    caller_restricted: bool = False
    pressed: str = ""
    """The digits that were told one by one."""
    account: str | None = None
    correlator: str | None = None
    """What a program has attached to the call."""
    costs: dict[str, int] = field(default_factory=dict)
    """What each line pays for it so far, in thousandths of the exchange's currency."""
    failure: Cause | None = None
    """Why its destination was not to be had."""

    @property
    def own_fate(self) -> Fate:
        """What became of it for the line that placed it, if nobody answered."""
        if not self.called:
            return Fate.PUT_DOWN
        if self.failure in (Cause.BUSY, Cause.ACD_BUSY):
            return Fate.FAR_BUSY
        return Fate.FAILED if self.failure else Fate.UNANSWERED

    def leg_of(self, device: str) -> Leg | None:
        """Return a device's leg, of several the most active."""
        legs = (leg for leg in self.legs.values() if leg.device == device)
        return min(legs, key=lambda leg: MOST_ACTIVE.index(leg.state), default=None)

    @property
    def last_redirection(self) -> str | None:
        """Return the device that sent the call on last."""
        return self.redirections[-1] if self.redirections else None


@dataclass(frozen=True)
class Party:
    """A device as another one sees it."""

    device: str
    name: str | None = None
    restricted: bool = False


@dataclass(frozen=True)
class Moved:
    """A leg that went from one call into another (transfer and conference)."""

    leg: Leg
    old_call_id: int
    old_leg_id: int


@dataclass(frozen=True)
class ExchangeEvent:
    """One event, told to every listener in the moment in which it happens."""

    kind: EventKind
    cause: Cause
    devices: tuple[str, ...]
    """The devices whose monitors see it: those in the call before or after."""
    call: ExchangeCall | None = None
    leg: Leg | None = None
    """The leg it is about: alerting, answering, holding, dropped, failed, acting."""
    states: Mapping[str, LegState] = field(default_factory=dict)
    """The state of each device of the call after the event; absent is null."""
    calling: Party | None = None
    called: Party | None = None
    last_redirection: Party | None = None
    releasing: str | None = None
    """Who let go; None is the exchange itself."""
    destination: str | None = None
    """Diverted: where the call goes. Transferred, conferenced: who was added."""
    old_call_ids: tuple[int, ...] = ()
    """Transferred, conferenced: the calls that became this one (held, active)."""
    moved: tuple[Moved, ...] = ()
    dropped: tuple[Leg, ...] = ()
    """Transferred, conferenced: legs that ended by it, with their old calls."""
    digits: str = ""
    waiting: tuple[int, ...] = ()
    """Queued: the calls that wait there then, the longest waiting first."""
    is_final: bool = False
    """Charging: whether no more will come."""
    enabled: bool = False
    forwarding_type: ForwardingType | None = None
    number: str | None = None
