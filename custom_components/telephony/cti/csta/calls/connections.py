"""A line's own connections, by the switch's names of the calls they are in."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from ...line import Line
from ...model import (
    NO_FACTS,
    UNKNOWN_PARTY,
    Call,
    CallFacts,
    CallState,
    Charge,
    Direction,
    Outcome,
    Party,
    Presentation,
)
from ...text import clean_text
from ..wire.identifiers import ConnectionId, DeviceId, leg_of, same_number, with_name
from .causes import MAKES_RING, Why
from .states import ACTIVITY, OWN_STATES, TALKS
from .untold import LostRing, Outside

LEGS_LIMIT: Final = 64
"""Calls of one line at a time; a phone has a handful."""
_ENDED_KEPT: Final = 32


@dataclass(slots=True, eq=False)
class Connection:
    """One call that the line is in, with each of its own connections.

    A connection is one device in one call (ECMA-269, 12.3): several phones of one number that
    ring for one caller are several connections, and the call lasts until the last one is null.
    """

    id: str
    call_id: str
    phones: dict[str, tuple[DeviceId | None, str]] = field(default_factory=dict)
    """The own connections' devices and states, by what tells them apart."""
    lifted: bool = False
    """Whether no more is known of it than that a receiver was lifted, and dialed perhaps."""
    remote_ringing: bool = False
    queued: bool = False
    answered_elsewhere: bool = False
    gone_on: Why | None = None
    """Why it rings elsewhere by now: nobody came here, or it was sent on."""
    rejecting: bool = False
    refusals: list[LostRing] | None = None
    deflecting: str | None = None
    transferring: bool = False
    """Whether we have asked the phone system to transfer it."""
    reached_network: bool = False
    """Whether our call has left for another network, of which only trunks are told."""
    far: dict[str, str] = field(default_factory=dict)
    """The phones at the other end by their whole device IDs: alerting, connected, or only listed."""
    moved_to: list[str] = field(default_factory=list)
    """Whom our call has reached, or was sent to, instead of who was dialed: causes say, or a snapshot."""
    failure_cause: str | None = None
    named_before: str | None = None
    """The callID that it had before the one that it has, as we believe: nothing told of the new one."""
    joined: bool = False
    """Whether it came here from another call, so that who called may be gone."""
    conference: dict[str, Party] = field(default_factory=dict)
    """The other members by number, suppressed ones by a count, while there are several."""
    silent: dict[str, Party] = field(default_factory=dict)
    """Those who listen or record, by number: nobody's party."""
    left_alone: bool = False
    """Whether the last real other has left, and nobody has said that we have."""
    contested: bool = False
    """Whether other phones ring for it as well."""
    behind: dict[str, Party] = field(default_factory=dict)
    """Whom trunks stand for that a list names, by their device IDs and numbers."""
    digits: str = ""
    """What was dialed by hand so far."""
    charge: Charge | None = None
    asked: bool = False
    tells_answers: bool | None = None
    """Whether it is told what happens outside, where the call has left."""

    @property
    def state(self) -> str:
        """The state of the most active own connection."""
        states = {state for _, state in self.phones.values()}
        return next((each for each in ACTIVITY if each in states), "connected")

    def connection(self, *states: str) -> ConnectionId:
        """Return the own connection in the first of these states, the newest, as requests name it."""
        for state in (*states, *ACTIVITY):
            for device, each in reversed(self.phones.values()):
                if each == state and device is not None:
                    return ConnectionId(self.call_id, device)
        return ConnectionId(self.call_id)

    def ringing(self) -> list[ConnectionId]:
        """Return every own connection of a ringing call, else the most active one."""
        ringing = [
            ConnectionId(self.call_id, device)
            for device, state in self.phones.values()
            if state == self.state == "alerting" and device is not None
        ]
        return ringing or [self.connection()]

    def is_called(self, name: str | None) -> bool:
        """Whether this is what one of the own connections' devices is called."""
        return any(each and each.number == name for each, _ in self.phones.values())

    def find(self, device: DeviceId | None) -> str | None:
        """Return which of the own connections a device is; None where it is another one.

        The whole ID counts. A plain number is the only phone there is, and the last part of an
        Eltex ID, the tag of the dialog, may be written differently from event to event.
        """
        leg = leg_of(device)
        if leg in self.phones:
            return leg
        if len(self.phones) == 1 and (not leg or "" in self.phones):
            return next(iter(self.phones))
        head, mark, _ = leg.rpartition("#")
        if mark and "#" in head:
            alike = [each for each in self.phones if each.rpartition("#")[0] == head]
            return alike[0] if len(alike) == 1 else None
        return None

    def put(
        self,
        device: DeviceId | None,
        state: str | None = None,
        *,
        another: bool = False,
    ) -> None:
        """Take over an own connection's state; where it may be `another` phone, beside the others."""
        leg, known, before = leg_of(device), self.find(device), self.state
        if known is None and not another:
            self.phones.clear()
        elif known is not None:
            named, before = self.phones.pop(known)
            leg = leg or known
            device = device if leg_of(device) or named is None else named
        self.phones[leg] = (device, state or before)

    def drop(self, device: DeviceId | None) -> bool:
        """Let an own connection go; False where it is none of those that count here."""
        if (known := self.find(device)) is not None:
            del self.phones[known]
        elif self.phones and leg_of(device):
            return False
        else:
            self.phones.clear()  # the number itself: every phone of it
        return True

    def settle(self, device: DeviceId | None) -> None:
        """Take one phone's answer: what else rang has lost, what talks goes on until it is told."""
        known = self.find(device)
        is_any = known is None and not leg_of(device)  # the bare number, of several
        for leg, (each, state) in tuple(self.phones.items()):
            if is_any:
                self.phones[leg] = (each, "connected")
            elif leg != known and state not in TALKS:
                del self.phones[leg]
        if not (is_any and self.phones):
            self.put(device, "connected", another=known is not None)


class Connections:
    """The legs of one line: they begin, get new names, and end."""

    def __init__(self, line: Line, outside: Outside | None = None) -> None:
        """Begin with none; `outside` is what all lines of a phone system share."""
        self.line = line
        self.outside = outside or Outside()
        self._bare_number = line.number.lstrip("+")
        self._names: set[str] = set()
        """What the line is called besides its number."""
        self.overflowed = False
        """Whether a call was given up for a newer one, so that the switch must be asked."""
        self.touched: set[str] = set()
        """The callIDs that events have told of since a snapshot was asked for."""
        self.incomplete = False
        """Whether events do not tell all: a call's far end, or more calls than are kept."""
        self.crowded = False
        """Whether any call has had several members."""
        self.left_alone = False
        """Whether the far end of any call has left, and nobody has said that we have."""
        self.questions: list[Connection | LostRing] = []
        """Calls of which the phone system is asked: whom they are for, and how they ended."""
        self._by_call: dict[str, Connection] = {}
        self._ended: dict[str, str] = {}
        self.get = self._by_call.get
        """Returns the leg in a call of the switch's, if there is one."""
        self.ended = self._ended.get
        """Returns our id of a call that ended not long ago."""
        self.failed: deque[str] = deque(maxlen=_ENDED_KEPT)
        """The callIDs that came to nothing at one of the line's phones, and were told."""

    def all(self) -> tuple[Connection, ...]:
        """Return every leg, oldest first."""
        return tuple(self._by_call.values())

    def parties(self) -> list[Party]:
        """Return everybody who is in a call with the line."""
        return [
            party
            for leg in self._by_call.values()
            for party in (self.call(leg).party, *leg.conference.values())
        ]

    def of(self, our_id: str) -> Connection:
        """Return the leg of a call of the line's; CallNotFound where that is over."""
        self.line.call(our_id)
        return next(leg for leg in self._by_call.values() if leg.id == our_id)

    def has_moved(self, call_id: str) -> bool:
        """Whether a call goes on under another name, so that nothing new begins under this one."""
        ours = self._ended.get(call_id)
        return (
            ours is not None
            and call_id not in self._by_call
            and any(leg.id == ours for leg in self._by_call.values())
        )

    def call(self, leg: Connection) -> Call:
        """Return what the line shows of a leg."""
        return self.line.call(leg.id)

    def begin(
        self,
        connection: ConnectionId,
        direction: Direction | None,
        state: CallState,
        party: Party | None = None,
        called_number: str | None = None,
        *,
        cause: str | None = None,
        silent: bool = False,
        lifted: bool = False,
        facts: CallFacts = NO_FACTS,
    ) -> Connection:
        """Add a leg, and its call to the line; past the limit the oldest one goes."""
        if len(self._by_call) >= LEGS_LIMIT:
            self.end(next(iter(self._by_call.values())), Outcome.UNKNOWN)
            self.overflowed = True
        our_id = self.line.begin(
            direction,
            state,
            party or UNKNOWN_PARTY,
            called_number,
            cause=cause,
            silent=silent,
            lifted=lifted,
            facts=CallFacts(clean_text(connection.call_id), *facts[1:]),
            reference=connection.call_id,
        )
        call_id, device = connection
        leg = self._by_call[call_id] = Connection(
            our_id,
            call_id,
            {leg_of(device): (device, OWN_STATES[state])},
            lifted=lifted and cause != MAKES_RING,
        )
        return leg

    def resume(self, leg: Connection) -> None:
        """Go on with a call that the line has from before."""
        self._by_call[leg.call_id] = leg

    def change(
        self,
        leg: Connection,
        *,
        state: CallState | None = None,
        direction: Direction | None = None,
        party: Party | None = None,
        called_number: str | None = None,
        cause: str | None = None,
    ) -> None:
        """Take over what is now known; what is less than what is known already is not."""
        if party and not party.name:
            is_known = same_number(self.call(leg).party.number, party.number)
            party = None if is_known else with_name(party, self.parties())
        self.line.change(
            leg.id,
            state=state,
            direction=direction,
            party=party,
            called_number=called_number,
            cause=cause,
        )

    def rename(self, leg: Connection, connection: ConnectionId) -> None:
        """Follow a leg into another call of the switch's; the old one is over."""
        del self._by_call[leg.call_id]
        if leg.call_id != connection.call_id:
            self._keep_ended(leg)
        if (other := self._by_call.get(connection.call_id)) is not None:
            self.end(other)
        leg.call_id = connection.call_id
        if connection.device is not None:
            leg.put(connection.device)
        self._by_call[leg.call_id] = leg
        self.line.learn(leg.id, CallFacts(switch_call_id=clean_text(leg.call_id)))
        self.line.refer(leg.id, leg.call_id)

    def end(
        self,
        leg: Connection,
        outcome: Outcome | None = None,
        *,
        cause: str | None = None,
    ) -> None:
        """Remove a leg, and its call from the line."""
        del self._by_call[leg.call_id]
        self._keep_ended(leg)
        self.line.end(leg.id, outcome, cause=leg.failure_cause or cause)

    def lose(
        self, leg: Connection, outcome: Outcome | None, cause: str | None
    ) -> LostRing:
        """Remove a leg that rings no more, of which somebody will say how it ended."""
        del self._by_call[leg.call_id]
        self._keep_ended(leg)
        return LostRing(self.line.fall_silent(leg.id), leg.call_id, outcome, cause)

    def _keep_ended(self, leg: Connection) -> None:
        """Remember the call that a leg leaves, for what still comes of it."""
        self._ended.pop(leg.call_id, None)
        self._ended[leg.call_id] = leg.id
        if len(self._ended) > _ENDED_KEPT:
            del self._ended[next(iter(self._ended))]

    def is_own(self, number: str | None) -> bool:
        """Whether a number, or another name, is this line's."""
        if number is None or number == self.line.number:
            return number is not None
        return number.lstrip("+") == self._bare_number or number in self._names

    def know_as(self, device: DeviceId | None) -> None:
        """Remember another name of the line, which its own connection has."""
        name = device and device.text != self.line.number and device.number
        if name and not self.is_own(name) and len(self._names) < LEGS_LIMIT:
            self._names.add(name)

    def other(self, party: Party) -> Party | None:
        """Return a party unless nothing is known of it, it is a trunk, or this line itself."""
        number = party.number
        if party.presentation is Presentation.UNAVAILABLE or self.is_own(number):
            return None
        return None if number in self.outside.trunks else party
