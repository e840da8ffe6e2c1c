"""Why a CardDAV server can't be read; `key` names the text for people."""

from typing import ClassVar


class CardDavError(Exception):
    """What all have in common."""

    key: ClassVar[str]

    def __init__(self, detail: str = "") -> None:
        """Take what the text names: a status, or a host."""
        super().__init__(detail)
        self.detail = detail


class ServerUnreachable(CardDavError):
    """Nobody answers there."""

    key = "server_unreachable"


class ServerTimeout(CardDavError):
    """The server doesn't answer in time."""

    key = "server_timeout"


class ServerCertificateRejected(CardDavError):
    """The server's certificate isn't trusted, or isn't its own."""

    key = "server_certificate_rejected"


class LoginRefused(CardDavError):
    """The server refuses username and password."""

    key = "server_login_refused"


class RedirectRefused(CardDavError):
    """The server points to a host that must not be given the password."""

    key = "server_redirects"


class ServerSendsTooMuch(CardDavError):
    """More than is taken."""

    key = "server_sends_too_much"


class NoAddressBook(CardDavError):
    """No CardDAV server, or an account without address books."""

    key = "no_address_book"


class SyncTokenRefused(NoAddressBook):
    """The server doesn't know what changed since (RFC 6578, 3.2)."""
