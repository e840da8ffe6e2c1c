"""Where a FRITZ!Box is, and who asks it."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, Self

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_USERNAME

from ...const import CONF_TLS, CONF_VERIFY_CERTIFICATE

DEFAULT_HOST: Final = "fritz.box"
TCP_PORT: Final = 49000
TLS_PORT: Final = 49443


class BoxSettings(NamedTuple):
    """What a person entered."""

    host: str
    port: int
    tls: bool
    verify_certificate: bool
    username: str
    password: str

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read an entry's data."""
        tls: bool = data[CONF_TLS]
        # Some paste what their browser shows.
        host = data.get(CONF_HOST, "").lower().rpartition("//")[2].strip("/[]")
        return cls(
            host=host,
            port=data.get(CONF_PORT, TLS_PORT if tls else TCP_PORT),
            tls=tls,
            verify_certificate=data[CONF_VERIFY_CERTIFICATE],
            username=data.get(CONF_USERNAME, ""),
            password=data.get(CONF_PASSWORD, ""),
        )

    @property
    def address(self) -> str:
        """Return the beginning of a URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}"
