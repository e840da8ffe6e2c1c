"""What a line does now, as everybody in Home Assistant sees it: made once for each change."""

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from ..cti.capability import Capability
from ..cti.line import Line
from ..cti.model import (
    AgentState,
    Call,
    CallState,
    Charge,
    Direction,
    Forwarding,
    ForwardingType,
    LampMode,
    Member,
    Party,
    PhoneSetting,
    Registration,
)

IDLE: Final = "idle"
FEATURES: Final = (
    *("do_not_disturb", "message_waiting", "forwarding", "in_service"),
    *("charged", "agent_state", "is_queue"),
    *PhoneSetting,
)
"""What entities come for only once the phone system has shown it."""
_ORDER: Final = (
    CallState.RINGING,
    CallState.CONNECTED,
    CallState.DIALING,
    CallState.HELD,
)
"""Which of several calls stands for a line."""
NOT_REGISTERED: Final = "not_registered"
OUT_OF_SERVICE: Final = "out_of_service"
_WELL_REGISTERED: Final = (None, Registration.REGISTERED, Registration.REGISTERING)
_NO_TEXTS: Final[Mapping[str, str]] = MappingProxyType({})


class FarEnd(NamedTuple):
    """The other side of a call, with the phone book's name and picture where it has them."""

    party: Party
    picture: str | None = None


class Remote(NamedTuple):
    """The other side of the call that stands for a line."""

    call_id: str
    direction: Direction | None
    party: Party
    picture: str | None
    members: tuple[Member, ...] | None = None
    held_by_far_end: bool | None = None


class Features(NamedTuple):
    """What a line offers besides calls; None is unknown."""

    registration: Registration | None = None
    sip_code: int | None = None
    do_not_disturb: bool | None = None
    message_waiting: bool | None = None
    forwarding: tuple[Forwarding, ...] | None = None
    in_service: bool | None = None
    charged: Charge | None = None
    """What all calls have cost since the connection was made."""
    agent_state: AgentState | None = None
    is_queue: bool | None = None
    """Whether callers have waited in a queue that the line is."""
    microphone_mute: bool | None = None
    speaker_mute: bool | None = None
    speaker_volume: int | None = None
    ringer_volume: int | None = None
    """The volumes as percent of the loudest."""
    ringers: tuple[tuple[str, int], ...] = ()
    """How loud each bell of the phone is, by its ID."""
    lamps: tuple[tuple[str, LampMode], ...] | None = None
    """How each lamp of the phone shines, by its ID."""

    @property
    def shown(self) -> frozenset[str]:
        """Which of FEATURES the phone system has told of."""
        return frozenset(each for each in FEATURES if getattr(self, each) is not None)

    @property
    def registered(self) -> bool | None:
        """Whether the account is registered with its SIP server."""
        if self.registration is None:
            return None
        return self.registration is Registration.REGISTERED

    @property
    def trouble(self) -> str | None:
        """Why nobody can be reached here although the line itself is watched."""
        if self.registration not in _WELL_REGISTERED:
            return NOT_REGISTERED
        return OUT_OF_SERVICE if self.in_service is False else None

    @property
    def forwardings(self) -> tuple[Forwarding, ...]:
        """The forwardings that are turned on."""
        return tuple(each for each in self.forwarding or () if each.enabled)

    @property
    def forwards(self) -> frozenset[ForwardingType]:
        """When calls are forwarded."""
        return frozenset(each.type for each in self.forwardings)


class LineTally(NamedTuple):
    """How many lines are available, and what those do."""

    available: int = 0
    idle: int = 0
    ringing: int = 0
    in_call: int = 0


class LineShare(NamedTuple):
    """What one line adds to the numbers of its groups; the first four are those of a tally."""

    available: int = 0
    idle: int = 0
    ringing: int = 0
    in_call: int = 0
    callers: tuple[Hashable, ...] = ()
    """Who rings; the same for one who rings on several lines at once."""
    other_calls: int = 0
    waits: tuple[datetime, ...] = ()
    """Since when callers wait, where the line is a queue."""


NOTHING: Final = LineShare()
_FREE: Final = LineShare(available=1, idle=1)


class LineState(NamedTuple):
    """A line at one moment. A line that isn't available is idle and has no calls."""

    number: str
    available: bool = False
    state: str = IDLE
    """`idle`, or the state of `current`."""
    in_call: bool = False
    """Whether any call is connected or held."""
    calls: tuple[Call, ...] = ()
    """Oldest first, with the phone book's names."""
    current: Call | None = None
    """The call that stands for the line: the first of ringing, connected, dialing, held."""
    remote: Remote | None = None
    pictures: Mapping[str, str] = _NO_TEXTS
    """Of the people at the far ends, by call ID."""
    notes: Mapping[str, str] = _NO_TEXTS
    """What somebody has written about calls, by call ID."""
    capabilities: frozenset[Capability] = frozenset()
    """What can be asked of it now."""
    features: Features = Features()
    share: LineShare = NOTHING

    def has(self, state: CallState) -> bool:
        """Whether any call is in a state."""
        return any(call.state is state for call in self.calls)


def read_features(line: Line) -> Features:
    """Return what a line offers besides calls."""
    forwarding, phone = line.forwarding, line.phone
    microphone = phone.value(PhoneSetting.MICROPHONE_MUTE)
    speaker = phone.value(PhoneSetting.SPEAKER_MUTE)
    return Features(
        line.registration,
        line.sip_code,
        line.do_not_disturb,
        line.message_waiting,
        None if forwarding is None else tuple(forwarding.values()),
        line.in_service,
        line.charged,
        line.agent_state,
        line.is_queue,
        None if microphone is None else bool(microphone),
        None if speaker is None else bool(speaker),
        phone.value(PhoneSetting.SPEAKER_VOLUME),
        phone.value(PhoneSetting.RINGER_VOLUME),
        tuple(phone.parts(PhoneSetting.RINGER_VOLUME).items()),
        tuple(phone.lamps.items()) or None,
    )


def read_state(
    line: Line,
    capabilities: frozenset[Capability],
    features: Features,
    far_end: Callable[[Party], FarEnd] | None,
) -> LineState:
    """Return how an available line is; `far_end` knows people, if anybody is known at all."""
    calls, pictures = line.calls, _NO_TEXTS
    if not calls:
        return LineState(
            line.number,
            available=True,
            capabilities=capabilities,
            features=features,
            share=_FREE,
        )
    if far_end is not None:
        people = [with_people(call, far_end) for call in calls]
        calls = tuple(call for call, _ in people)
        pictures = {call.call_id: picture for call, picture in people if picture}
    current, in_call = calls[0], False
    callers: tuple[Hashable, ...] = ()
    waits: tuple[datetime, ...] = ()
    for call in calls:
        state = call.state
        if state is CallState.RINGING:
            if call.queued and line.is_queue:
                waits += (call.started_at,)
            known = call.switch_call_id
            callers += (call.call_id if known is None else (known, call.party.number),)
        elif state is not CallState.DIALING:
            in_call = True
        if call is not current and _ORDER.index(state) < _ORDER.index(current.state):
            current = call
    call_id, available = current.call_id, True
    return LineState(
        line.number,
        available,
        str(current.state),
        in_call,
        calls,
        current,
        Remote(
            call_id,
            current.direction,
            current.party,
            pictures.get(call_id),
            current.members,
            current.held_by_far_end,
        ),
        pictures,
        _NO_TEXTS,
        capabilities,
        features,
        LineShare(
            1,
            0,
            1 if callers else 0,
            in_call,
            callers,
            len(calls) - len(callers),
            waits,
        ),
    )


def with_people(
    call: Call, far_end: Callable[[Party], FarEnd]
) -> tuple[Call, str | None]:
    """Return a call with the names of those at the far ends, and the picture of the other side."""
    party, picture = far_end(call.party)
    members = call.members and tuple(
        member._replace(party=far_end(member.party).party) for member in call.members
    )
    sender = call.redirected_by and far_end(call.redirected_by).party
    if party is not call.party or members or sender:
        call = call._replace(party=party, members=members, redirected_by=sender)
    return call, picture
