"""The events of calls (ECMA-269, 17.2 and 18.2): one row for each; what it does stands in `calls/handlers.py`."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class CallEventKind(NamedTuple):
    """What is the same in all events of a name."""

    connection: str
    """The connection that it is about."""
    device: str
    """That connection's device; empty where it names none."""
    filter: str | None
    """Its name in the filter of a monitor, if it has one."""
    state: str | None = None
    """The state of the connection after it, where that is always the same."""
    is_in_example: bool = False
    """Whether the filter in ECSS-10's document lets it be sent."""
    is_used: bool = True
    """Whether it changes anything here, so that it must be sent."""


_Kind = CallEventKind
CALL_EVENTS: Final[Mapping[str, CallEventKind]] = {
    "BridgedEvent": _Kind("bridgedConnection", "bridgedAppearance", "bridged"),
    "CallClearedEvent": _Kind("clearedCall", "", "callCleared", is_in_example=True),
    "CallInformationEvent": _Kind("connection", "device", None),
    "ChargingEvent": _Kind("connection", "chargedDevice", None),
    "ConferencedEvent": _Kind("primaryOldCall", "conferencingDevice", "conferenced", is_in_example=True),
    "ConnectionClearedEvent": _Kind("droppedConnection", "releasingDevice", "connectionCleared", is_in_example=True),
    "DeliveredEvent": _Kind("connection", "alertingDevice", "delivered", state="alerting", is_in_example=True),
    "DigitsDialedEvent": _Kind("dialingConnection", "dialingDevice", "digitsDialed"),
    "DigitsGeneratedEvent": _Kind("connection", "", None),
    "DivertedEvent": _Kind("connection", "divertingDevice", "diverted", state="null"),
    "EstablishedEvent": _Kind("establishedConnection", "answeringDevice", "established", state="connected", is_in_example=True),
    "FailedEvent": _Kind("failedConnection", "failingDevice", "failed"),
    "HeldEvent": _Kind("heldConnection", "holdingDevice", "held", state="hold"),
    "NetworkCapabilitiesChangedEvent": _Kind("outboundConnection", "networkInterfaceUsed", "networkCapabilitiesChanged", is_used=False),
    "NetworkReachedEvent": _Kind("outboundConnection", "networkInterfaceUsed", "networkReached"),
    "OfferedEvent": _Kind("offeredConnection", "offeredDevice", "offered", state="alerting"),
    "OriginatedEvent": _Kind("originatedConnection", "callingDevice", "originated", state="connected", is_in_example=True),
    "QueuedEvent": _Kind("queuedConnection", "queue", "queued"),
    "RetrievedEvent": _Kind("retrievedConnection", "retrievingDevice", "retrieved", state="connected"),
    "ServiceInitiatedEvent": _Kind("initiatedConnection", "initiatingDevice", "serviceInitiated", state="initiated", is_in_example=True),
    "TransferedEvent": _Kind("primaryOldCall", "transferringDevice", "transferred", is_in_example=True),
    "TelephonyTonesGeneratedEvent": _Kind("connection", "", None),
}  # fmt: skip
