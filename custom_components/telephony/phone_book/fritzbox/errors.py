"""Why a FRITZ!Box's phone books can't be read, beside what all servers have in common."""

from ..errors import SourceError


class NoFritzBox(SourceError):
    """Nothing there that has phone books and tells of them by TR-064."""

    key = "no_fritzbox"


class AccessRefused(SourceError):
    """The user has no right to phone books (TR-064's error 606)."""

    key = "fritzbox_refuses_access"


class PhoneBookGone(SourceError):
    """A phone book that was chosen isn't there anymore."""

    key = "fritzbox_phone_book_gone"
