"""Why an LDAP directory can't be read, beside what all servers have in common."""

from ..errors import SourceError


class NotLdap(SourceError):
    """What answers there speaks another protocol."""

    key = "not_ldap"


class StartTlsRefused(SourceError):
    """The directory has no StartTLS (RFC 4511, 4.14)."""

    key = "directory_has_no_starttls"
    field = "encryption"


class EncryptionNeeded(SourceError):
    """The directory takes no password that isn't encrypted."""

    key = "directory_wants_encryption"
    field = "encryption"


class InvalidCertificate(SourceError):
    """What was entered is no certificate."""

    key = "invalid_certificate"
    field = "ca_certificate"


class PasswordNeeded(SourceError):
    """A username without a password, with which a directory lets in whoever comes (RFC 4513, 5.1.2)."""

    key = "credentials_needed"
    field = "password"


class UnknownBase(SourceError):
    """Nothing is there to search below, or nothing that this user may see."""

    key = "directory_base_unknown"
    field = "search_base"


class InvalidFilter(SourceError):
    """A filter that can't be read (RFC 4515)."""

    key = "directory_filter_invalid"
    field = "filter"


class NobodyFound(SourceError):
    """Base and filter find nobody with a name and a number."""

    key = "directory_finds_nobody"


class LimitReached(SourceError):
    """The directory gives away only some of what was found."""

    key = "directory_limit"


class DirectoryRefuses(SourceError):
    """Anything else that a directory says, its `code` in LDAP's own words."""

    key = "directory_refuses"
