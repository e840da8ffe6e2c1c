"""One call that a line is in, with each of its own connections and what is known of the far end."""

from dataclasses import dataclass, field

from ...model import Charge, Party
from ..wire.identifiers import ConnectionId, DeviceId, leg_of
from .causes import Why
from .states import ACTIVITY, TALKS
from .untold import LostRing


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
    unheard: bool = False
    """Whether it was only offered, and no bell has rung."""
    answered_elsewhere: bool = False
    gone_on: Why | None = None
    """Why it rings elsewhere by now: nobody came here, or it was sent on."""
    rejecting: bool = False
    asking: list[LostRing] | None = None
    """What ends of it while the phone system is asked to end it here."""
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

    @property
    def is_undialed(self) -> bool:
        """Whether a receiver was lifted, and nothing tells that anything was dialed."""
        return self.lifted and not (self.asked or self.digits)

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
        leg, known = leg_of(device), self.find(device)
        if known is None:
            before = self.state
            if not another:
                self.phones.clear()
        else:
            named, before = self.phones.pop(known)
            device = device if leg or named is None else named
            leg = leg or known
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
