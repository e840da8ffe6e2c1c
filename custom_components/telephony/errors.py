"""Why a connection is down, as keys for translations."""

from typing import Final

from .cti.errors import (
    AuthenticationRefused,
    CannotConnect,
    CertificateRejected,
    ConnectionLost,
    ConnectionTimedOut,
    NotCsta,
    NotTelestra,
    SessionEnded,
    SessionRefused,
    TelephonyError,
    TlsFailed,
)

_KEYS: Final[tuple[tuple[type[TelephonyError], str], ...]] = (
    (AuthenticationRefused, "invalid_auth"),
    (CannotConnect, "cannot_connect"),
    (ConnectionTimedOut, "timeout"),
    (TlsFailed, "tls_failed"),
    (CertificateRejected, "certificate_rejected"),
    (NotCsta, "not_csta"),
    (NotTelestra, "not_telestra"),
    (SessionRefused, "session_refused"),
    (SessionEnded, "session_ended"),
    (ConnectionLost, "connection_lost"),
)


def reason_key(error: TelephonyError) -> str:
    """Return the key of what an error means for the connection."""
    return next(
        (key for kind, key in _KEYS if isinstance(error, kind)), "connection_lost"
    )


def reason_placeholders(error: TelephonyError) -> dict[str, str]:
    """Return what the text of `reason_key` names besides."""
    match error:
        case SessionRefused():
            return {"code": error.code}
        case SessionEnded():
            return {"code": error.reason}
    return {}
