"""What each event of a call does to a line's calls: one row for each (ECMA-269, 17.2 and 18.2)."""

from collections.abc import Callable, Mapping
from typing import Final

from ..wire.events import Event
from .connections import Connections
from .endings import call_cleared, connection_cleared
from .incoming import bridged, delivered, diverted, failed, informed, offered, queued
from .joins import conferenced, transferred
from .outgoing import digits_dialed, initiated, network_reached
from .talking import established, held, keys_pressed, retrieved


def _nothing(legs: Connections, event: Event) -> None:
    """Leave everything as it is: the event changes no state."""


HANDLERS: Final[Mapping[str, Callable[[Connections, Event], None]]] = {
    "BridgedEvent": bridged,
    "CallClearedEvent": call_cleared,
    "CallInformationEvent": informed,
    "ChargingEvent": _nothing,
    "ConferencedEvent": conferenced,
    "ConnectionClearedEvent": connection_cleared,
    "DeliveredEvent": delivered,
    "DigitsDialedEvent": digits_dialed,
    "DigitsGeneratedEvent": keys_pressed,
    "DivertedEvent": diverted,
    "EstablishedEvent": established,
    "FailedEvent": failed,
    "HeldEvent": held,
    "NetworkCapabilitiesChangedEvent": _nothing,
    "NetworkReachedEvent": network_reached,
    "OfferedEvent": offered,
    "OriginatedEvent": initiated,
    "QueuedEvent": queued,
    "RetrievedEvent": retrieved,
    "ServiceInitiatedEvent": initiated,
    "TelephonyTonesGeneratedEvent": _nothing,
    "TransferedEvent": transferred,
}
