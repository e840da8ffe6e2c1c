"""Why a phone book's source can't be read; `key` names the text for people."""

from typing import ClassVar


class SourceError(Exception):
    """What all have in common."""

    key: ClassVar[str]
    field: ClassVar[str] = "base"
    """Which of a form's fields is wrong, where it is a certain one."""

    def __init__(self, **placeholders: str) -> None:
        """Take what the text names."""
        super().__init__(*placeholders.values())
        self.placeholders = placeholders


class ServerUnreachable(SourceError):
    """Nobody answers there."""

    key = "server_unreachable"


class ServerTimeout(SourceError):
    """The server doesn't answer in time."""

    key = "server_timeout"


class ServerCertificateRejected(SourceError):
    """The server's certificate isn't trusted, or isn't its own."""

    key = "server_certificate_rejected"


class ServerTlsFailed(SourceError):
    """No encrypted connection could be made."""

    key = "server_tls_failed"


class LoginRefused(SourceError):
    """The server refuses username and password."""

    key = "server_login_refused"


class RedirectRefused(SourceError):
    """The server points to a `host` that must not be given the password."""

    key = "server_redirects"


class ServerSendsTooMuch(SourceError):
    """More than is taken."""

    key = "server_sends_too_much"


class NoAddressBook(SourceError):
    """No CardDAV server, or an account without address books."""

    key = "no_address_book"


class SyncTokenRefused(NoAddressBook):
    """The server doesn't know what changed since (RFC 6578, 3.2)."""
