"""A line's own connections, by the switch's names of the calls they are in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ...line import Line
from ...model import (
    UNKNOWN_PARTY,
    Call,
    CallState,
    Direction,
    Outcome,
    Party,
    Presentation,
)
from ..wire.identifiers import ConnectionId, DeviceId, same_number

LEGS_LIMIT: Final = 64
"""DeviceCalls of one line at a time; a telephone has a handful."""
MEMBERS_LIMIT: Final = 64
_ENDED_KEPT: Final = 32
_SUPPRESSED: Final = "suppressed "


@dataclass(slots=True, eq=False)
class Connection:
    """What is known of one own connection besides what the line shows."""

    id: str
    call_id: str
    device: DeviceId | None = None
    remote_ringing: bool = False
    queued: bool = False
    caller_gone: bool = False
    answered_elsewhere: bool = False
    rejecting: bool = False
    deflecting: bool = False
    joined: bool = False
    """Whether it came here from another call, so that who called may be gone."""
    conference: dict[str, Party] = field(default_factory=dict)
    """The other members by number, suppressed ones by a count, while there are several."""

    @property
    def connection(self) -> ConnectionId:
        """The connection as requests name it."""
        return ConnectionId(self.call_id, self.device)


class Connections:
    """The legs of one line: they begin, get new names, and end."""

    def __init__(self, line: Line) -> None:
        """Begin with none."""
        self.line = line
        self._bare_number = line.number.lstrip("+")
        self.overflowed = False
        """Whether a call was given up for a newer one, so that the switch must be asked."""
        self._by_call: dict[str, Connection] = {}
        self._ended: dict[str, str] = {}

    def all(self) -> tuple[Connection, ...]:
        """Return every leg, oldest first."""
        return tuple(self._by_call.values())

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
            switch_call_id=connection.call_id,
        )
        leg = Connection(our_id, connection.call_id, connection.device)
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
        leg.device = connection.device or leg.device
        self._by_call[leg.call_id] = leg
        self.line.change(leg.id, switch_call_id=leg.call_id)

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
        self.line.end(leg.id, outcome, cause=cause)

    def _keep_ended(self, leg: Connection) -> None:
        """Remember the call that a leg leaves, for what still comes of it."""
        self._ended.pop(leg.call_id, None)
        self._ended[leg.call_id] = leg.id
        if len(self._ended) > _ENDED_KEPT:
            del self._ended[next(iter(self._ended))]

    def add_members(self, leg: Connection, members: Iterable[Party]) -> None:
        """Take others into the conference that a leg is in; a number comes in once."""
        for member in members:
            if self.is_own(member.number) or len(leg.conference) >= MEMBERS_LIMIT:
                continue
            if member.number:
                leg.conference.setdefault(member.number, member)
            elif member.presentation is Presentation.RESTRICTED:
                suppressed = sum(key.startswith(_SUPPRESSED) for key in leg.conference)
                leg.conference[f"{_SUPPRESSED}{suppressed}"] = member

    def drop_member(self, leg: Connection, gone: Party) -> bool:
        """Let somebody leave the conference that a leg is in; False where there is no such."""
        key = gone.number
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
