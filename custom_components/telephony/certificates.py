"""TLS as people set it up: which certificates are trusted, and whether any is checked."""

import ssl


class UnreadableCertificate(ValueError):
    """What was entered is no certificate."""


def tls_context(certificate: str | None, *, verify: bool) -> ssl.SSLContext:
    """Make the settings of a TLS client; raises UnreadableCertificate.

    `certificate` (PEM) is trusted beside those that the system trusts. Reads files, so it
    doesn't belong in the event loop.
    """
    try:
        context = ssl.create_default_context(cadata=certificate)
    except (ssl.SSLError, TypeError, ValueError) as error:  # letters beside it, too
        raise UnreadableCertificate from error
    if certificate:
        # What a house makes for itself seldom keeps to every rule of RFC 5280.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
