"""Which phone system on a broker is meant, and how a broker of one's own is reached."""

from dataclasses import dataclass, field
import re
import ssl
from typing import Final, Self

NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Of a gateway or a phone system."""
PREFIX: Final = re.compile(rf"{NAME.pattern}(?:/{NAME.pattern}){{0,7}}")
"""What all topics begin with."""


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """Where gateways tell of a phone system: below `{prefix}/{system}/` on the broker."""

    prefix: str
    system: str

    @classmethod
    def read(cls, prefix: str, system: str) -> Self:
        """Return the settings; ValueError, with its field, for what can't be part of a topic."""
        if not PREFIX.fullmatch(prefix):
            raise ValueError("prefix")
        if not NAME.fullmatch(system):
            raise ValueError("system")
        return cls(prefix, system)


@dataclass(frozen=True, slots=True, kw_only=True)
class MqttSettings:
    """How a broker is reached."""

    addresses: tuple[tuple[str, int], ...]
    """Hosts and ports of one broker or of a cluster's nodes, which are tried in turn."""
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    keep_alive: int = 5
    """Seconds after which the broker misses a silent client, one and a half times."""
    window: int = 32
    """How many messages may wait for the broker's word at once."""
