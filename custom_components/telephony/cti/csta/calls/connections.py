"""A line's own connections, by the switch's names of the calls they are in."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from ...errors import NotSupported, RequestRefused
from ...line import Line
from ...model import (
    NO_FACTS,
    UNKNOWN_PARTY,
    Call,
    CallEventType,
    CallFacts,
    CallState,
    Direction,
    Member,
    Outcome,
    Party,
    Presentation,
    Role,
)
from ...text import clean_text
from ..wire.identifiers import ConnectionId, same_number, with_name
from .connection import Connection

LEGS_LIMIT: Final = 64
"""Calls of one line at a time; a phone has a handful."""
MEMBERS_LIMIT: Final = 64
_ENDED_KEPT: Final = 32
_OWN_STATES: Final = {
    CallState.DIALING: "connected",
    CallState.RINGING: "alerting",
    CallState.CONNECTED: "connected",
    CallState.HELD: "hold",
}
_SUPPRESSED: Final = "suppressed "


class Connections:
    """The legs of one line: they begin, get new names, and end."""

    def __init__(self, line: Line) -> None:
        """Begin with none."""
        self.line = line
        self._bare_number = line.number.lstrip("+")
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
        self._by_call: dict[str, Connection] = {}
        self._ended: dict[str, str] = {}

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

    def get(self, call_id: str | None) -> Connection | None:
        """Return the leg in a call of the switch's."""
        return self._by_call.get(call_id) if call_id else None

    def of(self, our_id: str) -> Connection:
        """Return the leg of a call of the line's; CallNotFound where that is over."""
        self.line.call(our_id)
        return next(leg for leg in self._by_call.values() if leg.id == our_id)

    def ended(self, call_id: str) -> str | None:
        """Return our id of a call that ended not long ago."""
        return self._ended.get(call_id)

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
            facts=facts._replace(switch_call_id=clean_text(connection.call_id)),
        )
        leg = Connection(our_id, connection.call_id)
        leg.put(connection.device, _OWN_STATES[state])
        self._by_call[connection.call_id] = leg
        return leg

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
            known = self.call(leg).party
            if same_number(known.number, party.number):
                party = None
            else:
                party = with_name(party, self.parties())
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
            leg.put(connection.device, leg.state)
        self._by_call[leg.call_id] = leg
        self.line.learn(leg.id, CallFacts(switch_call_id=clean_text(leg.call_id)))

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

    def _keep_ended(self, leg: Connection) -> None:
        """Remember the call that a leg leaves, for what still comes of it."""
        self._ended.pop(leg.call_id, None)
        self._ended[leg.call_id] = leg.id
        if len(self._ended) > _ENDED_KEPT:
            del self._ended[next(iter(self._ended))]

    def add_members(self, leg: Connection, members: Iterable[Party]) -> None:
        """Take others into the conference that a leg is in; a number comes in once."""
        self.crowded = True
        for member in members:
            if self.is_own(member.number) or len(leg.conference) >= MEMBERS_LIMIT:
                continue
            if member.number in leg.silent:
                continue
            if member.number:
                leg.conference.setdefault(member.number, member)
            elif member.presentation is Presentation.RESTRICTED:
                suppressed = sum(key.startswith(_SUPPRESSED) for key in leg.conference)
                leg.conference[f"{_SUPPRESSED}{suppressed}"] = member

    def add_silent(self, leg: Connection, listeners: Iterable[Party]) -> None:
        """Take in who listens or records: in the call, and never its party."""
        for listener in listeners:
            self.crowded = True
            number = listener.number
            if number and not self.is_own(number) and len(leg.silent) < MEMBERS_LIMIT:
                leg.silent[number] = listener
                if number in leg.conference:
                    _ = self.drop_member(leg, listener)

    @contextmanager
    def transferring(self, *own: ConnectionId) -> Iterator[None]:
        """Ask for a transfer of these calls; some phone systems tell of it only that we have left."""
        legs = [leg for each in own if (leg := self.get(each.call_id))]
        for leg in legs:
            leg.transferring = True
        try:
            yield
        except RequestRefused, NotSupported:
            for leg in legs:
                leg.transferring = False
            raise

    def note_transfer(self, leg: Connection, cause: str | None) -> None:
        """Tell once that we have transferred a call, whichever of its two parts ends first."""
        for each in self._by_call.values():
            each.transferring = False
        self.line.note(leg.id, CallEventType.TRANSFERRED, cause=cause)

    def leave_alone(self) -> bool:
        """Take it that nobody but a tone is left in those calls; True where there are any."""
        self.left_alone = False
        alone = [leg for leg in self._by_call.values() if leg.left_alone]
        for leg in alone:
            leg.left_alone = False
            self.line.leave_alone(leg.id)
        return bool(alone)

    def show_members(self, leg: Connection) -> None:
        """Let the call show who else is in it, where that is more than one party."""
        call = self.call(leg)
        if not (leg.conference or leg.silent or call.members):
            return
        active = tuple(leg.conference.values())
        if not active and leg.silent and call.party != UNKNOWN_PARTY:
            active = (call.party,)
        members = tuple(Member(each) for each in active) + tuple(
            Member(each, Role.SILENT) for each in leg.silent.values()
        )
        if members != (call.members or ()):
            self.line.learn(leg.id, CallFacts(members=members))

    def drop_member(self, leg: Connection, gone: Party) -> bool:
        """Let somebody leave the conference that a leg is in; False where there is no such."""
        key = gone.number
        if key and leg.silent.pop(key, None):
            return True
        if key is None:
            suppressed = [k for k in leg.conference if k.startswith(_SUPPRESSED)]
            key = suppressed[-1] if suppressed else ""
        if leg.conference.pop(key, None) is None:
            return False
        rest = tuple(leg.conference.values())
        if len(rest) == 1:
            leg.conference.clear()
        if all(party.number != self.call(leg).party.number for party in rest):
            self.change(leg, party=next(iter(rest), None))
        return True

    def is_own(self, number: str | None) -> bool:
        """Whether a number is this line's."""
        if number is None or number == self.line.number:
            return number is not None
        return number.lstrip("+") == self._bare_number

    def other(self, party: Party) -> Party | None:
        """Return a party unless nothing is known of it, or it is this line itself."""
        if party.presentation is Presentation.UNAVAILABLE or self.is_own(party.number):
            return None
        return party
