"""One call that a line is in: its own connections, and who else is in it."""

from dataclasses import dataclass, field
from typing import Final

from ...model import Party
from ..wire.identifiers import ConnectionId, DeviceId

_OPAQUE: Final = ":::"
"""What stands behind this in an Eltex deviceID tells the phones of one number apart."""
_ACTIVITY: Final = ("connected", "hold", "alerting", "queued", "initiated")
"""States of connections, the most active first."""


def leg_of(device: DeviceId | None) -> str:
    """Return what tells a device's connection from others of the same number; empty where nothing does."""
    return device.text.partition(_OPAQUE)[2] if device else ""


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
    remote_ringing: bool = False
    queued: bool = False
    answered_elsewhere: bool = False
    rejecting: bool = False
    deflecting: bool = False
    transferring: bool = False
    """Whether we have asked the phone system to transfer it."""
    reached_network: bool = False
    """Whether our call has left for another network, of which only trunks are told."""
    far_device: str | None = None
    """The whole device ID that rings at the other end."""
    moved_to: str | None = None
    """Whom our call has reached instead of who was dialed, by the word of a cause."""
    failure_cause: str | None = None
    joined: bool = False
    """Whether it came here from another call, so that who called may be gone."""
    conference: dict[str, Party] = field(default_factory=dict)
    """The other members by number, suppressed ones by a count, while there are several."""
    silent: dict[str, Party] = field(default_factory=dict)
    """Those who listen or record, by number: nobody's party."""
    left_alone: bool = False
    """Whether the last real other has left, and nobody has said that we have."""

    @property
    def state(self) -> str:
        """The state of the most active own connection."""
        states = {state for _, state in self.phones.values()}
        return next((each for each in _ACTIVITY if each in states), "connected")

    def connection(self, *states: str) -> ConnectionId:
        """Return the own connection in the first of these states, as requests name it."""
        for state in (*states, *_ACTIVITY):
            for device, each in self.phones.values():
                if each == state and device is not None:
                    return ConnectionId(self.call_id, device)
        return ConnectionId(self.call_id)

    def ringing(self) -> list[ConnectionId]:
        """Return every own connection of a ringing call, else the most active one."""
        if self.state != "alerting":
            return [self.connection()]
        ringing = [
            ConnectionId(self.call_id, device)
            for device, state in self.phones.values()
            if state == "alerting" and device is not None
        ]
        return ringing or [self.connection()]

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
        self, device: DeviceId | None, state: str, *, another: bool = False
    ) -> None:
        """Take over an own connection's state; where it may be `another` phone, beside the others."""
        leg = leg_of(device)
        known = self.find(device)
        if known is None and not another:
            self.phones.clear()
        elif known is not None:
            before, _ = self.phones.pop(known)
            leg = leg or known
            device = device if leg_of(device) or before is None else before
        self.phones[leg] = (device, state)

    def drop(self, device: DeviceId | None) -> bool:
        """Let an own connection go; False where it is none of those that count here."""
        if not self.phones:
            return True
        if (known := self.find(device)) is not None:
            del self.phones[known]
        elif leg_of(device):
            return False
        else:
            self.phones.clear()  # the number itself: every phone of it
        return True

    def settle(self, device: DeviceId | None) -> None:
        """Take one phone's answer: what else rang has lost, and what talked has handed over."""
        known = self.find(device)
        self.phones = (
            {known: (device or self.phones[known][0], "connected")}
            if known is not None
            else {leg_of(device): (device, "connected")}
        )
