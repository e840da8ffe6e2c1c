"""Call control events as they come (ECMA-269, clause 17.2), read no further than needed."""

from dataclasses import dataclass
from typing import Final

from ...model import Party
from .identifiers import ConnectionId, connection, party
from .xml import Element, text

CONNECTION_AND_DEVICE: Final = {
    "BridgedEvent": ("bridgedConnection", "bridgedAppearance"),
    "CallClearedEvent": ("clearedCall", ""),
    "ConferencedEvent": ("primaryOldCall", "conferencingDevice"),
    "ConnectionClearedEvent": ("droppedConnection", "releasingDevice"),
    "DeliveredEvent": ("connection", "alertingDevice"),
    "DigitsDialedEvent": ("dialingConnection", "dialingDevice"),
    "DivertedEvent": ("connection", "divertingDevice"),
    "EstablishedEvent": ("establishedConnection", "answeringDevice"),
    "FailedEvent": ("failedConnection", "failingDevice"),
    "HeldEvent": ("heldConnection", "holdingDevice"),
    "NetworkCapabilitiesChangedEvent": ("outboundConnection", "networkInterfaceUsed"),
    "NetworkReachedEvent": ("outboundConnection", "networkInterfaceUsed"),
    "OfferedEvent": ("offeredConnection", "offeredDevice"),
    "OriginatedEvent": ("originatedConnection", "callingDevice"),
    "QueuedEvent": ("queuedConnection", "queue"),
    "RetrievedEvent": ("retrievedConnection", "retrievingDevice"),
    "ServiceInitiatedEvent": ("initiatedConnection", "initiatingDevice"),
    "TransferedEvent": ("primaryOldCall", "transferringDevice"),
}
"""For each event the connection it is about, and that connection's device."""


@dataclass(slots=True, eq=False)
class Event:
    """One event, its children by local name."""

    name: str
    fields: dict[str, Element]
    connection: ConnectionId
    device_tag: str
    call_id: str
    """The switch's name of the call."""
    cause: str | None
    """Why, in the standard's words or the maker's own."""
    _calling: Party | None = None

    @property
    def device(self) -> Party:
        """The device that the event is about."""
        return self.party(self.device_tag)

    def party(self, tag: str) -> Party:
        """Return the device of this name."""
        return party(self.fields.get(tag))

    @property
    def calling(self) -> Party:
        """Who called."""
        if self._calling is None:
            self._calling = party(self.fields.get("callingDevice"))
        return self._calling

    @property
    def called(self) -> Party:
        """Who was called at first."""
        return self.party("calledDevice")

    @property
    def private_text(self) -> str:
        """The plain text of private data."""
        return text(self.fields.get("extensions"), "privateData", "string") or ""


def read_event(name: str, fields: dict[str, Element]) -> Event | None:
    """Return a call control event; None where it is none, or names no call."""
    if (tags := CONNECTION_AND_DEVICE.get(name)) is None:
        return None
    found = connection(fields.get(tags[0]))
    if found is None and tags[0] == "primaryOldCall":
        found = connection(fields.get("secondaryOldCall"))
    if found is None:
        return None
    return Event(name, fields, found, tags[1], found.call_id, text(fields.get("cause")))
