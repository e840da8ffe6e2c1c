"""Negative answers of the switch as errors of ours (ECMA-323, CSTAErrorCode; ECMA-354)."""

from typing import Final

from ...errors import (
    AuthenticationRefused,
    NotSupported,
    OperationRefused,
    PerformanceLimited,
    PrivateDataRefused,
    RequestError,
    RequestRefused,
    SecurityRefused,
    SessionRefused,
    StateIncompatible,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
    TelephonyError,
)
from .xml import Element, local, text

_CATEGORIES: Final[dict[str, type[RequestRefused]]] = {
    "operation": OperationRefused,
    "security": SecurityRefused,
    "stateIncompatibility": StateIncompatible,
    "systemResourceAvailibility": SystemResourceUnavailable,  # the schema's spelling
    "systemResourceAvailability": SystemResourceUnavailable,
    "subscribedResourceAvailability": SubscribedResourceUnavailable,
    "performanceManagement": PerformanceLimited,
    "privateData": PrivateDataRefused,
    "privateErrorCode": PrivateDataRefused,
}
_ABOUT_THE_DEVICE: Final = frozenset(
    {"invalidDeviceID", "invalidMonitorObject", "invalidObjectState", "objectNotKnown"}
)
_ABOUT_RIGHTS_AND_LIMITS: Final = (
    PerformanceLimited,
    SecurityRefused,
    StateIncompatible,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
)
_LOGIN_REFUSED: Final = frozenset({"invalidApplicationInfo"})
_SECURITY_PREFIXES: Final = ("security", "privilege", "password")
_LONGEST_CODE: Final = 100


def is_refusal(name: str, service: str) -> bool:
    """Whether a reply of this name says no to a request for a service."""
    return name in ("CSTAErrorCode", f"{service}NegResponse")


def is_answer(name: str, service: str) -> bool:
    """Whether a reply of this name is the one to a request for a service (ECMA-323; ECMA-354)."""
    return name in (f"{service}Response", f"{service}PosResponse")


def refusal(service: str, root: Element) -> RequestError:
    """Return the error for CSTAErrorCode, or for a NegResponse of a session's service."""
    reason = _reason(root)
    category = local(reason) if reason is not None else "unspecified"
    code = _code(reason)
    if code == "serviceNotSupported":
        return NotSupported(service, code)
    if code.startswith(_SECURITY_PREFIXES):  # the standard has them among operation's
        return SecurityRefused(service, code)
    return _CATEGORIES.get(category, RequestRefused)(service, code)


def may_be_filter(error: RequestRefused) -> bool:
    """Whether a MonitorStart may have been refused for its filter, not for its device."""
    return error.code not in _ABOUT_THE_DEVICE and not isinstance(
        error, _ABOUT_RIGHTS_AND_LIMITS
    )


def session_refusal(error: RequestError, secret: str | None) -> TelephonyError:
    """Return what a refused start means: wrong credentials, or not now.

    A switch may repeat what it was told: `secret` is in no error.
    """
    code = error.code if isinstance(error, RequestRefused) else "serviceNotSupported"
    code = code.replace(secret, "***") if secret else code
    if (
        isinstance(error, SecurityRefused)
        or code in _LOGIN_REFUSED
        or code.startswith(_SECURITY_PREFIXES)
    ):
        return AuthenticationRefused(code)
    return SessionRefused(code)


def _reason(root: Element) -> Element | None:
    """Return the one child that tells: below errorCode where there is such a level."""
    for each in root:
        if local(each) == "errorCode":
            return next(iter(each), each)
        return each
    return None


def _code(reason: Element | None) -> str:
    """Return the code; where a maker nests it deeper, the deepest text."""
    while reason is not None and text(reason) is None and len(reason):
        reason = reason[0]
    return (text(reason) or "unspecified")[:_LONGEST_CODE]
