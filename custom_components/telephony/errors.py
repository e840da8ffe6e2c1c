"""Every error of a phone system in words: one table, one way to raise them, one to say them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.translation import async_get_translations

from .const import DOMAIN
from .cti.errors import (
    AuthenticationRefused,
    CallAmbiguous,
    CallNotFound,
    CannotConnect,
    CertificateRejected,
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
    PhoneOutOfService,
    RequestRefused,
    RouteOver,
    SecurityRefused,
    SessionEnded,
    SessionRefused,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
    TelephonyError,
    TlsFailed,
    UnknownLine,
)


class Words(NamedTuple):
    """The keys of an error's texts, by where it happened."""

    command: str = "not_connected"
    """When it was asked for something."""
    reason: str = "connection_lost"
    """Why the connection is down."""
    line: str = "line_refused"
    """Why a line can't be watched."""
    mendable: bool = False
    """Whether whoever asked can ask better."""


_WORDS: Final[dict[type[TelephonyError], Words]] = {
    UnknownLine: Words("unknown_line", mendable=True),
    CallNotFound: Words("call_not_found", mendable=True),
    CallAmbiguous: Words("call_ambiguous", mendable=True),
    NotSupported: Words("not_supported", mendable=True),
    NotConnected: Words(),
    CannotConnect: Words(reason="cannot_connect"),
    ConnectionTimedOut: Words(reason="timeout"),
    TlsFailed: Words(reason="tls_failed"),
    CertificateRejected: Words(reason="certificate_rejected"),
    NotCsta: Words(reason="not_csta"),
    NotTelestra: Words(reason="not_telestra"),
    SessionRefused: Words(reason="session_refused"),
    SessionEnded: Words(reason="session_ended"),
    NoBroker: Words(reason="no_broker"),
    NoGateway: Words(reason="no_gateway"),
    GatewayNotConnected: Words(reason="gateway_not_connected"),
    LineNotServed: Words(line="line_not_served"),
    GatewayRefused: Words("gateway_refused"),
    LinkError: Words(),
    AuthenticationRefused: Words("authentication_refused", "invalid_auth"),
    OutcomeUnknown: Words("outcome_unknown"),
    RouteOver: Words("route_over", mendable=True),
    PhoneOutOfService: Words("out_of_service"),
    SecurityRefused: Words("refused", line="line_not_permitted"),
    OperationRefused: Words("refused", line="line_unknown"),
    SubscribedResourceUnavailable: Words("refused", line="monitor_limit"),
    SystemResourceUnavailable: Words("refused", line="monitor_limit"),
    PerformanceLimited: Words("refused", line="monitor_limit"),
    RequestRefused: Words("refused"),
    TelephonyError: Words("failed"),
}
LINE_ISSUES: Final = tuple(
    dict.fromkeys(words.line for words in (*_WORDS.values(), Words()))
)
"""The issues under which refused lines come."""


def words_of(error: TelephonyError) -> Words:
    """Return the words for an error, or else for what it is a kind of."""
    return next(_WORDS[kind] for kind in type(error).__mro__ if kind in _WORDS)


def reason_key(error: TelephonyError) -> str:
    """Return the key of why a connection is down."""
    return words_of(error).reason


def reason_placeholders(error: TelephonyError) -> dict[str, str]:
    """Return what the text of `reason_key` names."""
    match error:
        case SessionRefused():
            return {"code": error.code}
        case SessionEnded():
            return {"code": error.reason}
    return {}


def user_error(key: str, **placeholders: str) -> ServiceValidationError:
    """Return an error that whoever asked can mend."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


@contextmanager
def translated_errors(line: str) -> Iterator[None]:
    """Raise a phone system's errors as Home Assistant's, naming the line and the reason."""
    try:
        yield
    except TelephonyError as error:
        words = words_of(error)
        key, placeholders = words.command, {"line": line}
        match error:
            case CallAmbiguous():
                placeholders["calls"] = ", ".join(
                    f"{call.call_id} ({call.state})" for call in error.calls
                )
            case CallNotFound(call_id=str(call_id)):
                key, placeholders["call_id"] = "call_over", call_id
            case RequestRefused(code="deviceOutOfService"):
                key = "out_of_service"
            case RequestRefused():
                key = f"refused_{error.category}"
                placeholders["code"] = error.code
            case GatewayRefused():
                placeholders["code"] = error.code
            case NotSupported():
                placeholders["command"] = error.service
        raise (ServiceValidationError if words.mendable else HomeAssistantError)(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders=placeholders,
        ) from error


async def async_render(hass: HomeAssistant, error: BaseException, language: str) -> str:
    """Say an error in a language, where nobody else will translate it."""
    if isinstance(error, HomeAssistantError) and (domain := error.translation_domain):
        texts = await async_get_translations(hass, language, "exceptions", {domain})
        key = f"component.{domain}.exceptions.{error.translation_key}.message"
        if (text := texts.get(key)) is not None:
            return text.format(**error.translation_placeholders or {})
    return str(error) or type(error).__name__
