"""Computer telephony: the lines and calls of CSTA phone systems and Telestra servers.

A phone system keeps its connection up, watches its lines and tells a listener what happens on
them. This places a call and prints what becomes of it:

    import asyncio
    from aiocti import CstaSettings, CstaSystem, DialedNumber, tcp_connector

    class Listener:
        def link_changed(self, status):
            print("link", status.state)

        def line_changed(self, line, events):
            for event in events:
                print(line.number, event.type, event.call.party.number)

    async def main():
        settings = CstaSettings(username="demo.local", password="demo")
        system = CstaSystem(tcp_connector("127.0.0.1", 4721), Listener(), settings)
        system.add_line("700")
        await system.start()
        await system.wait_synchronized()
        call_id = await system.make_call("700", DialedNumber("701"))
        await asyncio.sleep(1)  # it rings
        await system.hangup("700", call_id)
        await asyncio.sleep(1)  # its end is told
        await system.stop()

    asyncio.run(main())

A `TelestraSystem` works alike; its lines are accounts. A `GatewaySystem` has its lines from a
gateway on an MQTT broker. `capabilities` says what a system can do. Everything that goes wrong raises a kind of TelephonyError.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from .capability import Capability
from .connector import Connector, tcp_connector
from .errors import (
    AuthenticationRefused,
    CallAmbiguous,
    CallNotFound,
    CannotConnect,
    CertificateRejected,
    ConnectionLost,
    ConnectionTimedOut,
    GatewayNotConnected,
    GatewayRefused,
    LineNotServed,
    LinkError,
    NoBroker,
    NoGateway,
    NotConnected,
    NotCsta,
    NotSupported,
    NotTelestra,
    OperationRefused,
    OutcomeUnknown,
    PerformanceLimited,
    PrivateDataRefused,
    RefusalCategory,
    RequestError,
    RequestRefused,
    SecurityRefused,
    SessionEnded,
    SessionRefused,
    StateIncompatible,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
    TelephonyError,
    TlsFailed,
    UnknownLine,
)
from .line import Line
from .link import LinkState, LinkStatus
from .model import (
    AgentState,
    Call,
    CallEvent,
    CallEventType,
    CallState,
    Charge,
    Credentials,
    DialedNumber,
    Digits,
    Direction,
    Forwarding,
    ForwardingType,
    KnownCall,
    LampMode,
    Outcome,
    Party,
    PhoneSetting,
    Presentation,
    PressedBy,
    Product,
    Registration,
)
from .recording import Recording
from .system import PhoneSystem, SystemListener

if TYPE_CHECKING:
    from .csta import (
        PROFILES,
        CstaSettings,
        CstaSystem,
        Dialect,
        Discovery,
        find_dialect,
    )
    from .gateway import GatewaySettings, GatewaySystem
    from .telestra import TelestraSettings, TelestraSystem

__all__ = [
    "PROFILES",
    "AgentState",
    "AuthenticationRefused",
    "Call",
    "CallAmbiguous",
    "CallEvent",
    "CallEventType",
    "CallNotFound",
    "CallState",
    "CannotConnect",
    "Capability",
    "CertificateRejected",
    "Charge",
    "ConnectionLost",
    "ConnectionTimedOut",
    "Connector",
    "Credentials",
    "CstaSettings",
    "CstaSystem",
    "Dialect",
    "DialedNumber",
    "Digits",
    "Direction",
    "Discovery",
    "Forwarding",
    "ForwardingType",
    "GatewayNotConnected",
    "GatewayRefused",
    "GatewaySettings",
    "GatewaySystem",
    "KnownCall",
    "LampMode",
    "Line",
    "LineNotServed",
    "LinkError",
    "LinkState",
    "LinkStatus",
    "NoBroker",
    "NoGateway",
    "NotConnected",
    "NotCsta",
    "NotSupported",
    "NotTelestra",
    "OperationRefused",
    "Outcome",
    "OutcomeUnknown",
    "Party",
    "PerformanceLimited",
    "PhoneSetting",
    "PhoneSystem",
    "Presentation",
    "PressedBy",
    "PrivateDataRefused",
    "Product",
    "Recording",
    "RefusalCategory",
    "Registration",
    "RequestError",
    "RequestRefused",
    "SecurityRefused",
    "SessionEnded",
    "SessionRefused",
    "StateIncompatible",
    "SubscribedResourceUnavailable",
    "SystemListener",
    "SystemResourceUnavailable",
    "TelephonyError",
    "TelestraSettings",
    "TelestraSystem",
    "TlsFailed",
    "UnknownLine",
    "find_dialect",
    "tcp_connector",
]

_PROTOCOLS: Final = {
    "PROFILES": ".csta",
    "CstaSettings": ".csta",
    "CstaSystem": ".csta",
    "Dialect": ".csta",
    "Discovery": ".csta",
    "find_dialect": ".csta",
    "GatewaySettings": ".gateway",
    "GatewaySystem": ".gateway",
    "TelestraSettings": ".telestra",
    "TelestraSystem": ".telestra",
}


def __getattr__(name: str) -> object:
    """Import a protocol when somebody first asks for it."""
    if (module := _PROTOCOLS.get(name)) is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}{module}"), name)
