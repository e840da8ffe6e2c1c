"""What a SIP status code tells about an account's registration (RFC 3261, clauses 10 and 21)."""

from typing import Final

from ..model import Registration

_BY_CODE: Final = {
    401: Registration.UNAUTHORISED,
    403: Registration.FORBIDDEN,
    404: Registration.NOT_FOUND,
    407: Registration.UNAUTHORISED,
    408: Registration.TIMED_OUT,
    604: Registration.NOT_FOUND,
}

REFUSALS: Final = frozenset(
    {
        Registration.UNAUTHORISED,
        Registration.FORBIDDEN,
        Registration.NOT_FOUND,
        Registration.TIMED_OUT,
        Registration.UNAVAILABLE,
    }
)
"""What a registration that did not succeed ends in."""


def registration_of(sip_code: int | None) -> Registration:
    """Return the registration that a code stands for; none and below 100 is logged out."""
    if sip_code is None or sip_code < 100:
        return Registration.LOGGED_OUT
    if sip_code < 200:
        return Registration.REGISTERING
    if sip_code < 300:
        return Registration.REGISTERED
    return _BY_CODE.get(sip_code, Registration.UNAVAILABLE)
