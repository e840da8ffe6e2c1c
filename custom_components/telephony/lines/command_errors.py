"""What goes wrong with a command, in words that can be translated."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..const import DOMAIN
from ..cti.errors import (
    AuthenticationRefused,
    CallAmbiguous,
    CallNotFound,
    LinkError,
    NotConnected,
    NotSupported,
    OutcomeUnknown,
    RequestRefused,
    TelephonyError,
    UnknownLine,
)

_FAULTS: Final[
    tuple[tuple[type[TelephonyError], type[HomeAssistantError], str], ...]
] = (
    (UnknownLine, ServiceValidationError, "unknown_line"),
    (CallNotFound, ServiceValidationError, "call_not_found"),
    (CallAmbiguous, ServiceValidationError, "call_ambiguous"),
    (NotSupported, ServiceValidationError, "not_supported"),
    (NotConnected, HomeAssistantError, "not_connected"),
    (LinkError, HomeAssistantError, "not_connected"),
    (AuthenticationRefused, HomeAssistantError, "authentication_refused"),
    (OutcomeUnknown, HomeAssistantError, "outcome_unknown"),
    (RequestRefused, HomeAssistantError, "refused"),
    (TelephonyError, HomeAssistantError, "failed"),
)


@contextmanager
def translated(line: str) -> Iterator[None]:
    """Raise a switch's errors as Home Assistant's, naming the line and the reason."""
    try:
        yield
    except TelephonyError as error:
        raise _translate(line, error) from error


def _translate(line: str, error: TelephonyError) -> HomeAssistantError:
    """Find the words for an error."""
    raised, key = next(
        (raised, key) for fault, raised, key in _FAULTS if isinstance(error, fault)
    )
    placeholders = {"line": line}
    match error:
        case CallAmbiguous():
            placeholders["calls"] = ", ".join(
                f"{call.call_id} ({call.state})" for call in error.calls
            )
        case CallNotFound(call_id=str(call_id)):
            key, placeholders["call_id"] = "call_over", call_id
        case RequestRefused():
            key = f"refused_{error.category}"
            placeholders["code"] = error.code
        case NotSupported():
            placeholders["command"] = error.service
    return raised(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )
