"""Where a directory is, and whom to look for there."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple, Self

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_USERNAME

from ...const import (
    CONF_BASE,
    CONF_CA_CERTIFICATE,
    CONF_ENCRYPTION,
    CONF_FILTER,
    CONF_VERIFY_CERTIFICATE,
)


class Encryption(StrEnum):
    """How a connection is encrypted."""

    STARTTLS = "starttls"
    LDAPS = "ldaps"
    NONE = "none"


DEFAULT_FILTER: Final = "(|(telephoneNumber=*)(mobile=*)(homePhone=*))"
_PORTS: Final = {Encryption.STARTTLS: 389, Encryption.LDAPS: 636, Encryption.NONE: 389}


class DirectorySettings(NamedTuple):
    """What a person entered."""

    host: str
    port: int
    encryption: Encryption
    verify_certificate: bool
    ca_certificate: str | None
    """In PEM format."""
    username: str
    """Empty where the directory knows no login."""
    password: str
    base: str
    """Below which entry people are looked for; empty for everything."""
    filter: str

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read an entry's data."""
        encryption = Encryption(data[CONF_ENCRYPTION])
        return cls(
            host=data.get(CONF_HOST, ""),
            port=data.get(CONF_PORT, _PORTS[encryption]),
            encryption=encryption,
            verify_certificate=data[CONF_VERIFY_CERTIFICATE],
            ca_certificate=data.get(CONF_CA_CERTIFICATE),
            username=data.get(CONF_USERNAME, ""),
            password=data.get(CONF_PASSWORD, ""),
            base=data.get(CONF_BASE, ""),
            filter=data.get(CONF_FILTER, DEFAULT_FILTER),
        )
