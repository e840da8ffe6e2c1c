"""Everything that can go wrong between a phone system and us, by whose fault it is."""

from collections.abc import Sequence
from enum import StrEnum

from .model import Call


class TelephonyError(Exception):
    """The base of all errors of this package."""


class LinkError(TelephonyError):
    """The connection cannot be made or is gone; it is tried again."""


class CannotConnect(LinkError):
    """Nothing answers at the address: refused, unreachable, or an unknown host."""


class ConnectionTimedOut(LinkError):
    """The other side did not answer in time."""


class TlsFailed(LinkError):
    """The TLS handshake failed: very likely one side does not speak TLS."""


class CertificateRejected(LinkError):
    """The other side's certificate is not trusted."""


class NotCsta(LinkError):
    """What answers does not speak CSTA XML in frames (ECMA-323, Annex J.2)."""


class NotTelestra(LinkError):
    """What answers does not speak the Telestra SIP Service API."""


class ConnectionLost(LinkError):
    """An open connection ended or went silent."""


class SessionEnded(LinkError):
    """The other side ended the application session; `reason` is its word for why (ECMA-354)."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


class SessionRefused(LinkError):
    """The switch refuses a session for now: limit, resources, version; `code` is its word (ECMA-354)."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


class NoBroker(LinkError):
    """The connection to a broker that is to be shared isn't there."""


class NoGateway(LinkError):
    """No gateway on the broker says that it serves this phone system now."""


class GatewayNotConnected(LinkError):
    """The gateway has no connection to its phone system; `reason` names the kind of error."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


class AuthenticationRefused(TelephonyError):
    """The credentials are wrong; trying again could lock the account, so only a person does."""


class NotConnected(TelephonyError):
    """The link, or this line's monitor, is down: nothing was sent."""


class PhoneOutOfService(TelephonyError):
    """The phone system has said that the line's phone cannot be used (ECMA-269, 17.7)."""


class LineNotServed(TelephonyError):
    """No gateway on the broker tells of the line."""


class UnknownLine(TelephonyError):
    """The line is not one of this connection's."""

    def __init__(self, line: str) -> None:
        """Keep the line."""
        super().__init__(line)
        self.line = line


class CallNotFound(TelephonyError):
    """No call fits: it is over, or none is in a state that the command needs."""

    def __init__(self, line: str, call_id: str | None = None) -> None:
        """Keep the line and the id that was asked for."""
        super().__init__(f"{line}: {call_id or 'no call that fits'}")
        self.line = line
        self.call_id = call_id


class CallAmbiguous(TelephonyError):
    """Several calls fit equally well; `calls` lists them."""

    def __init__(self, line: str, calls: Sequence[Call]) -> None:
        """Keep the calls to choose from."""
        super().__init__(f"{line}: {len(calls)} calls fit")
        self.line = line
        self.calls = tuple(calls)


class RequestError(TelephonyError):
    """A request to the switch did not succeed; `service` names it in ECMA-269's or the API's word."""

    def __init__(self, service: str, detail: str = "") -> None:
        """Keep the service."""
        super().__init__(f"{service}: {detail}" if detail else service)
        self.service = service


class NotSupported(RequestError):
    """The switch or the protocol cannot do this."""


class OutcomeUnknown(RequestError):
    """No answer came in time: whether the switch acted is unknown, so nothing is tried again."""


class GatewayRefused(RequestError):
    """The gateway itself refused a command, as its guard does a number; `code` is its word for why."""

    def __init__(self, service: str, code: str) -> None:
        """Keep the gateway's own code."""
        super().__init__(service, code)
        self.code = code


class RefusalCategory(StrEnum):
    """The kinds of negative acknowledgement (ECMA-269, clause 9.2.1; ECMA-323, error-value)."""

    OPERATION = "operation"
    SECURITY = "security"
    STATE_INCOMPATIBILITY = "state_incompatibility"
    SYSTEM_RESOURCE_AVAILABILITY = "system_resource_availability"
    SUBSCRIBED_RESOURCE_AVAILABILITY = "subscribed_resource_availability"
    PERFORMANCE_MANAGEMENT = "performance_management"
    PRIVATE_DATA = "private_data"
    UNSPECIFIED = "unspecified"


class RequestRefused(RequestError):
    """The switch answered no; `code` is its word for why."""

    category = RefusalCategory.UNSPECIFIED

    def __init__(self, service: str, code: str) -> None:
        """Keep the switch's own code."""
        super().__init__(service, code)
        self.code = code


class OperationRefused(RequestRefused):
    """The request is wrong for this switch: an unknown device, call or service."""

    category = RefusalCategory.OPERATION


class SecurityRefused(RequestRefused):
    """The login, or the subscriber, lacks the permission."""

    category = RefusalCategory.SECURITY


class StateIncompatible(RequestRefused):
    """The call is not in a state in which this can be done."""

    category = RefusalCategory.STATE_INCOMPATIBILITY


class SystemResourceUnavailable(RequestRefused):
    """The switch as a whole is short of something, or a device is out of service."""

    category = RefusalCategory.SYSTEM_RESOURCE_AVAILABILITY


class SubscribedResourceUnavailable(RequestRefused):
    """A limit of this subscription, of monitors for instance, is reached."""

    category = RefusalCategory.SUBSCRIBED_RESOURCE_AVAILABILITY


class PerformanceLimited(RequestRefused):
    """The switch protects itself from too many requests."""

    category = RefusalCategory.PERFORMANCE_MANAGEMENT


class PrivateDataRefused(RequestRefused):
    """A maker's own error."""

    category = RefusalCategory.PRIVATE_DATA


class RouteOver(TelephonyError):
    """A call no longer waits for a route: it has one, went the phone system's own way, or is gone."""

    def __init__(self, route_id: str) -> None:
        """Keep which call it was."""
        super().__init__(route_id)
        self.route_id = route_id
