"""A line's own connections, by the switch's names of the calls they are in."""

from collections import deque
from typing import Final

from ...line import Line
from ...model import (
    NO_FACTS,
    UNKNOWN_PARTY,
    Call,
    CallFacts,
    CallState,
    Direction,
    Outcome,
    Party,
    Presentation,
)
from ...open_call import Bell
from ...text import clean_text
from ..wire.identifiers import ConnectionId, DeviceId, leg_of, same_number, with_name
from .causes import MAKES_RING
from .connection import Connection
from .states import OWN_STATES
from .untold import LostRing, Outside

LEGS_LIMIT: Final = 64
"""Calls of one line at a time; a phone has a handful."""
_ENDED_KEPT: Final = 32


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
        call_id: str,
        device: DeviceId | None,
        direction: Direction | None,
        state: CallState,
        party: Party | None = None,
        called_number: str | None = None,
        *,
        cause: str | None = None,
        bell: Bell = Bell.RINGS,
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
            bell=bell,
            lifted=lifted,
            facts=CallFacts(clean_text(call_id), *facts[1:]),
            reference=call_id,
        )
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
        if state is not None:
            leg.unheard = False
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
