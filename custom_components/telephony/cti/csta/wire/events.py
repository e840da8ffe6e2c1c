"""Call control events as they come (ECMA-269, clause 17.2), read no further than needed."""

from dataclasses import dataclass
from typing import Final

from ...model import UNKNOWN_PARTY, Party, Presentation
from .identifiers import ConnectionId, connection, party, with_name
from .xml import Element, flag, text

CONNECTION_AND_DEVICE: Final = {
    "BridgedEvent": ("bridgedConnection", "bridgedAppearance"),
    "CallClearedEvent": ("clearedCall", ""),
    "CallInformationEvent": ("connection", "device"),
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


SILENT_KINDS: Final = ("silent", "none")
"""participationType of a recorder or a supervisor (ECMA-269, 17.1)."""
SILENT_CAUSES: Final = ("silentParticipation", "lawfulInterception")
_KEYS: Final = frozenset("0123456789*#+")
_TRUNK: Final = "networkInterfaceUsed"
_TRUNKS: Final = (_TRUNK, "associatedCalledDevice", "associatedCallingDevice")
_OUTSIDE: Final = frozenset({*_TRUNKS, "networkCallingDevice", "networkCalledDevice"})


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
        """Who called, from outside where only the network knows (ECMA-269, 17.2).

        There the callingDevice is not known, or is the trunk that the call came in by.
        """
        if self._calling is None:
            calling = self.party("callingDevice")
            if "networkCallingDevice" in self.fields or (
                "associatedCallingDevice" in self.fields
                and (
                    calling.number is None or self.party("associatedCallingDevice").name
                )
            ):
                calling = self._beyond_trunk(
                    calling, "networkCallingDevice", "associatedCallingDevice"
                )
            self._calling = calling
        return self._calling

    @property
    def called(self) -> Party:
        """Who was called at first."""
        called = self.party("calledDevice")
        if "networkCalledDevice" in self.fields:
            called = self._beyond_trunk(
                called, "networkCalledDevice", "associatedCalledDevice"
            )
        return called

    def _beyond_trunk(self, known: Party, network: str, associated: str) -> Party:
        """Return a party, or whom the network names where it is unknown or the trunk itself.

        Of several places that name one number, one with a name wins.
        """
        if known.presentation is Presentation.RESTRICTED:
            return known
        told = [self.party(network), self.party(associated)]
        if known.number is None:
            known = next((each for each in told if each != UNKNOWN_PARTY), known)
        elif told[0] != UNKNOWN_PARTY and known.number in (
            told[1].number,
            self.party(_TRUNK).number,
        ):
            known = told[0]
        return with_name(known, told)

    @property
    def is_external(self) -> bool:
        """Whether the event says that the call came from outside, or has left the system."""
        return not _OUTSIDE.isdisjoint(self.fields)

    def is_trunk(self, device: Party) -> bool:
        """Whether a device is nobody but the way out."""
        return device.number is not None and any(
            self.party(tag).number == device.number for tag in _TRUNKS
        )

    @property
    def dialed(self) -> str:
        """What DigitsDialed says was dialed, without pauses and the like (17.2)."""
        return "".join(
            filter(_KEYS.__contains__, text(self.fields.get("dialingSequence")) or "")
        )

    @property
    def tells_answers(self) -> bool | None:
        """Whether Established comes from where the call has gone; None where that isn't told.

        NetworkReached says what the other network provides (17.2, networkCapability).
        """
        capability = self.fields.get("networkCapability")
        return flag(capability, "eventsProvided", "established")

    @property
    def redirected_by(self) -> Party:
        """Who sent the call here last (RedirectionDeviceID)."""
        return self.party("lastRedirectionDevice")

    @property
    def is_silent(self) -> bool:
        """Whether who comes in only listens or records (participationType, causes)."""
        kind = text(self.fields.get("participationType"))
        return self.cause in SILENT_CAUSES or kind in SILENT_KINDS

    @property
    def own_state(self) -> str | None:
        """The state of the monitored device's own connection, where the switch tells it."""
        return text(self.fields.get("localConnectionInfo"))


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
