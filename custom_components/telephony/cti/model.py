"""Calls, parties and what happens to them: frozen values in the words of ECMA-269."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple, NewType, override


class CallState(StrEnum):
    """The state of a line's own connection in a call, as people see it."""

    DIALING = "dialing"
    RINGING = "ringing"
    CONNECTED = "connected"
    HELD = "held"


class Direction(StrEnum):
    """Who began a call, seen from the line."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class Presentation(StrEnum):
    """Whether the far end lets its number be shown (ECMA-269, device identifier status)."""

    ALLOWED = "allowed"
    RESTRICTED = "restricted"
    UNAVAILABLE = "unavailable"


class Outcome(StrEnum):
    """How a call ended."""

    ANSWERED = "answered"
    MISSED = "missed"
    REJECTED = "rejected"
    UNANSWERED = "unanswered"
    BUSY = "busy"
    FAILED = "failed"
    DIVERTED = "diverted"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    UNKNOWN = "unknown"


class CallEventType(StrEnum):
    """What can happen to a call of a line."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    REMOTE_RINGING = "remote_ringing"
    ANSWERED = "answered"
    HELD = "held"
    RETRIEVED = "retrieved"
    TRANSFERRED = "transferred"
    CONFERENCED = "conferenced"
    DIGITS = "digits"
    QUEUED = "queued"
    DIVERTED = "diverted"
    FAILED = "failed"
    MISSED = "missed"
    ENDED = "ended"


class Registration(StrEnum):
    """Whether an account is registered with its SIP server (RFC 3261, section 10)."""

    REGISTERED = "registered"
    REGISTERING = "registering"
    UNAUTHORISED = "unauthorised"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    TIMED_OUT = "timed_out"
    UNAVAILABLE = "unavailable"
    LOGGED_OUT = "logged_out"


class ForwardingType(StrEnum):
    """When calls to a line are forwarded (ECMA-269, forwarding type)."""

    ALL = "all"
    BUSY = "busy"
    NO_ANSWER = "no_answer"


class AgentState(StrEnum):
    """Whether somebody takes the calls of groups and queues (ECMA-269, 6.1.6)."""

    LOGGED_OFF = "logged_off"
    NOT_READY = "not_ready"
    READY = "ready"
    BUSY = "busy"
    AFTER_CALL = "after_call"


class PhoneSetting(StrEnum):
    """What can be set at a phone itself (ECMA-269, clause 21): mutes are 0 or 1, volumes 0 to 100."""

    MICROPHONE_MUTE = "microphone_mute"
    SPEAKER_MUTE = "speaker_mute"
    SPEAKER_VOLUME = "speaker_volume"
    RINGER_VOLUME = "ringer_volume"
    LAMPS = "lamps"
    """Of each lamp a LampMode."""


class LampMode(IntEnum):
    """How a lamp of a phone shines (ECMA-269, 21.1.17); whatever else a maker has is UNKNOWN."""

    BROKEN_FLUTTER = 0
    FLUTTER = 1
    OFF = 2
    STEADY = 3
    WINK = 4
    UNKNOWN = 5

    @classmethod
    @override
    def _missing_(cls, value: object) -> LampMode:
        return cls.UNKNOWN


class NameSource(StrEnum):
    """Who says what somebody is called; what the network says, any caller may have written."""

    PHONE_BOOK = "phone_book"
    LINE = "line"
    NETWORK = "network"


DialedNumber = NewType("DialedNumber", str)
"""A number as the phone system is to dial it: whoever makes one answers for it that it may be dialed."""


class Party(NamedTuple):
    """The far end of a call."""

    number: str | None = None
    name: str | None = None
    presentation: Presentation = Presentation.UNAVAILABLE
    known_by: NameSource | None = None
    """Who has named the party instead of the network."""
    contact_groups: tuple[str, ...] = ()
    """In which groups who has named the party keeps it."""
    blocked: bool = False
    """Whether nobody wants to hear of its calls."""
    spoken_name: str | None = None
    """How who has named the party wants the name to be said."""
    last_note: str | None = None
    """What was written about the last call with the party."""

    @property
    def name_source(self) -> NameSource | None:
        """Who says the name; None without one."""
        return (self.known_by or NameSource.NETWORK) if self.name else None


UNKNOWN_PARTY = Party()
RESTRICTED_PARTY = Party(presentation=Presentation.RESTRICTED)


class Role(StrEnum):
    """What somebody does in a call (ECMA-269, participationType)."""

    ACTIVE = "active"
    SILENT = "silent"
    """Listens or records, and is nobody's party."""


class Member(NamedTuple):
    """Somebody else in a call of several."""

    party: Party
    role: Role = Role.ACTIVE


class Charge(NamedTuple):
    """What a line pays for a call, from its beginning up to now (ECMA-269, 12.2.7)."""

    amount: float | None = None
    """None where it is told in units only."""
    currency: str | None = None
    """As the phone system writes it, "EUR" for instance."""
    units: int | None = None
    """Charging units, where it is told in those."""
    is_final: bool = False


class CallFacts(NamedTuple):
    """What is known of a call besides its parties and its state; None is not known."""

    switch_call_id: str | None = None
    """What the phone system calls it, the same on all lines that it rings on."""
    diverted_to: str | None = None
    """Where the call went when it left this line unanswered."""
    redirected_by: Party | None = None
    """Who sent the call here (ECMA-269, lastRedirectionDevice)."""
    redirect_reason: str | None = None
    """Why, in the standard's words."""
    external: bool | None = None
    """Whether the call came from outside of the phone system, or left it."""
    members: tuple[Member, ...] | None = None
    """Everybody else in it, while there are several or somebody listens."""
    held_by_far_end: bool | None = None
    """Whether the far end has put us on hold."""
    call_linkage_id: str | None = None
    """What tells the same call in other phone systems and programs (ECMA-269, 12.2.8)."""
    account_code: str | None = None
    """To whose account the call goes (18.2.1)."""
    correlator_data: str | None = None
    """What a program has attached to the call (12.2)."""
    charge: Charge | None = None
    """What the line pays for it."""
    queued: bool | None = None
    """Whether it waits in a queue now: our call in somebody's, or a caller in the line's."""
    queue_position: int | None = None
    """Its place in the queue when that was told last, the next one to be taken being 1."""
    queue_length: int | None = None
    """How many calls were waiting there then."""


NO_FACTS = CallFacts()


class Call(NamedTuple):
    """One call of one line at one moment; times are UTC."""

    call_id: str
    line: str
    state: CallState
    direction: Direction | None
    party: Party
    called_number: str | None
    started_at: datetime
    answered_at: datetime | None = None
    switch_call_id: str | None = None
    diverted_to: str | None = None
    redirected_by: Party | None = None
    redirect_reason: str | None = None
    external: bool | None = None
    members: tuple[Member, ...] | None = None
    held_by_far_end: bool | None = None
    call_linkage_id: str | None = None
    account_code: str | None = None
    correlator_data: str | None = None
    charge: Charge | None = None
    queued: bool | None = None
    queue_position: int | None = None
    queue_length: int | None = None
    """All from `switch_call_id` on as in CallFacts."""


class PressedBy(StrEnum):
    """Who pressed keys during a call."""

    LINE = "line"
    FAR_END = "far_end"


class Digits(NamedTuple):
    """Keys that were pressed during a call: 0 to 9, `*`, `#`, A to D."""

    keys: str
    """Those that are new."""
    pressed_by: PressedBy | None
    """None where the phone system does not tell."""
    so_far: str
    """All that they have pressed in this call, the new ones last; of many the last ones."""

    @override
    def __repr__(self) -> str:
        """Keep what may be somebody's PIN out of logs and tracebacks."""
        return f"Digits(pressed_by={self.pressed_by!r})"


class KnownCall(NamedTuple):
    """A call that was shown before this program began, for a line to go on with."""

    call: Call
    reference: str | None
    """What the protocol called it: `Line.reference`."""
    told: frozenset[CallEventType] = frozenset()
    """What has been told of it."""
    failure: Outcome | None = None
    """With what `failed` was told, if it was."""


class CallEvent(NamedTuple):
    """Something that happened to a call; `call` is the call right after it.

    `outcome`, the durations (seconds) and `ended_at` belong to diverted, failed, missed and ended.
    """

    type: CallEventType
    call: Call
    cause: str | None = None
    outcome: Outcome | None = None
    ring_seconds: float | None = None
    talk_seconds: float | None = None
    ended_at: datetime | None = None
    digits: Digits | None = None
    """Of digits only."""


class Product(NamedTuple):
    """What answers at the other end of a link, as far as it is known."""

    maker: str | None
    model: str
    version: str | None = None
    """What is spoken, in the protocol's words: "CSTA ed3"."""
    has_web_page: bool = False
    """Whether its maker's guides send people to https://HOST/ to manage it."""


class Forwarding(NamedTuple):
    """Where calls of one forwarding type go, while `enabled`."""

    type: ForwardingType
    number: str | None
    enabled: bool


class Credentials(NamedTuple):
    """What logs an account in with its SIP server."""

    username: str
    password: str
    server: str

    @override
    def __repr__(self) -> str:
        """Keep the password out of logs and tracebacks."""
        return f"Credentials(username={self.username!r}, server={self.server!r})"
