"""Why a command wasn't carried out, as an answer on the broker tells it: written, and read back."""

from typing import Final

from ..errors import (
    AuthenticationRefused,
    CallAmbiguous,
    CallNotFound,
    GatewayRefused,
    LinkError,
    NotConnected,
    NotSupported,
    OperationRefused,
    OutcomeUnknown,
    PerformanceLimited,
    PhoneOutOfService,
    PrivateDataRefused,
    RefusalCategory,
    RequestRefused,
    SecurityRefused,
    StateIncompatible,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
    TelephonyError,
    UnknownLine,
)
from ..line import Line
from ..text import clean_text
from .calls import Document

_CODES: Final[tuple[tuple[type[TelephonyError], str], ...]] = (
    (UnknownLine, "unknown_line"),
    (CallNotFound, "call_not_found"),
    (CallAmbiguous, "call_ambiguous"),
    (NotSupported, "not_supported"),
    (PhoneOutOfService, "out_of_service"),
    (OutcomeUnknown, "outcome_unknown"),
    (RequestRefused, "refused"),
    (AuthenticationRefused, "authentication_refused"),
    (NotConnected, "not_connected"),
    (LinkError, "not_connected"),
)
_REFUSALS: Final = {
    kind.category: kind
    for kind in (
        OperationRefused,
        SecurityRefused,
        StateIncompatible,
        SystemResourceUnavailable,
        SubscribedResourceUnavailable,
        PerformanceLimited,
        PrivateDataRefused,
    )
}
_LONGEST: Final = 64


def error_data(error: TelephonyError) -> Document:
    """Return what whoever asked is told of an error of the phone system."""
    code = next((code for kind, code in _CODES if isinstance(error, kind)), "failed")
    message = str(error) or type(error).__name__
    data: Document = {"error": code}
    if isinstance(error, CallAmbiguous):
        calls = ", ".join(each.call_id for each in error.calls)
        message = f"several calls fit, name one: {calls}"
    elif isinstance(error, RequestRefused):
        data |= {"category": error.category, "code": error.code}
    return {**data, "message": message}


def read_error(
    data: Document, line: Line, call_id: str | None, command: str
) -> TelephonyError:
    """Return the error that an answer tells of, of the kind that the phone system's own would be."""
    code = _word(data.get("error"))
    match code:
        case "unknown_line":
            return UnknownLine(line.number)
        case "call_not_found":
            return CallNotFound(line.number, call_id)
        case "call_ambiguous":
            return CallAmbiguous(line.number, line.calls)
        case "not_supported":
            return NotSupported(command)
        case "out_of_service":
            return PhoneOutOfService(line.number)
        case "outcome_unknown":
            return OutcomeUnknown(command)
        case "authentication_refused":
            return AuthenticationRefused(command)
        case "not_connected":
            return NotConnected(line.number)
        case "refused":
            return read_refusal(data.get("category"), command, _word(data.get("code")))
    return GatewayRefused(command, code)


def read_refusal(category: object, service: str, code: str) -> RequestRefused:
    """Return what a phone system refuses a service with."""
    try:
        kind = _REFUSALS.get(RefusalCategory(str(category)), RequestRefused)
    except ValueError:
        kind = RequestRefused
    return kind(service, code)


def _word(value: object) -> str:
    return clean_text(value, _LONGEST) if isinstance(value, str) else "unknown"
