"""Requests to one account's server: bounded in time and size, and the password goes to its own hosts only."""

from collections.abc import Mapping
from dataclasses import dataclass
import ssl
from typing import Final
from urllib.parse import urljoin, urlsplit

import aiohttp

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from .errors import (
    LoginRefused,
    RedirectRefused,
    ServerCertificateRejected,
    ServerSendsTooMuch,
    ServerTimeout,
    ServerTlsFailed,
    ServerUnreachable,
)

MAX_BODY: Final = 32 * 1024 * 1024
"""Bytes of one answer."""
MAX_RECEIVED: Final = 256 * 1024 * 1024
"""Bytes of all answers together."""
MAX_REDIRECTS: Final = 5
TIMEOUT: Final = aiohttp.ClientTimeout(total=60, sock_connect=10, sock_read=20)
HOSTS_OF_ONE_PROVIDER: Final = ("icloud.com",)
"""Domains whose accounts are spread over hosts of many names."""
_CERTIFICATE_ERRORS: Final = (
    aiohttp.ClientConnectorCertificateError,
    ssl.SSLCertVerificationError,
)
_TLS_ERRORS: Final = (aiohttp.ClientConnectorSSLError, ssl.SSLError)
_REDIRECTS: Final = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str
    """Where it was found in the end."""


class AccountServer:
    """The server of an account, by the host or domain that a person entered."""

    def __init__(
        self,
        hass: HomeAssistant,
        host: str,
        username: str,
        password: str,
        *,
        encrypted: bool,
        verify_certificate: bool,
        digest_only: bool = False,
    ) -> None:
        """Take what is needed to log in; only who entered http is spoken to without encryption.

        With `digest_only` the password itself is never sent (RFC 7616).
        """
        self._hass = hass
        self._host = host
        self._encrypted = encrypted
        self._received = 0
        try:
            login = aiohttp.encode_basic_auth(username, password, "utf-8")
            self._digest = aiohttp.DigestAuthMiddleware(username, password)
        except ValueError as error:  # a username with a colon (RFC 7617, 2)
            raise LoginRefused from error
        self._login = {} if digest_only else {"Authorization": login}
        self._session = async_create_clientsession(
            hass,
            verify_certificate,
            auto_cleanup=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    def close(self) -> None:
        """Give the session up."""
        self._session.detach()

    async def async_send(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        most: int | None = None,
    ) -> Answer:
        """Return the answer, whatever its status; redirects are followed within the account's hosts.

        One of more than `most` bytes, at first MAX_BODY, is too much.
        """
        most = MAX_BODY if most is None else most
        for _ in range(MAX_REDIRECTS + 1):
            try:
                self._check(url)
                answer = await self._async_send_once(method, url, body, headers, most)
            except TimeoutError as error:
                raise ServerTimeout from error
            except _CERTIFICATE_ERRORS as error:
                raise ServerCertificateRejected from error
            except _TLS_ERRORS as error:
                raise ServerTlsFailed from error
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise ServerUnreachable from error
            challenge = answer.headers.get("WWW-Authenticate", "").lower()
            if answer.status == 401 and self._login and challenge.startswith("digest"):
                self._login = {}
            elif answer.status in _REDIRECTS and "Location" in answer.headers:
                url = _joined(url, answer.headers["Location"])
            else:
                return answer
        raise RedirectRefused(host=urlsplit(url).hostname or "")

    def _check(self, url: str) -> None:
        """See that a URL, which the server may have named, belongs to the account."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        ours = host == self._host or host.endswith(f".{self._host}")
        of_provider = any(
            f".{self._host}".endswith(f".{each}") and f".{host}".endswith(f".{each}")
            for each in HOSTS_OF_ONE_PROVIDER
        )
        schemes = ("https",) if self._encrypted else ("https", "http")
        if parts.scheme not in schemes or not (ours or of_provider):
            raise RedirectRefused(host=host)

    async def _async_send_once(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        most: int,
    ) -> Answer:
        async with self._session.request(
            method,
            url,
            data=body,
            headers={**headers, **self._login},
            middlewares=() if self._login else (self._digest,),
            allow_redirects=False,
            timeout=TIMEOUT,
        ) as response:
            content = bytearray()
            async for chunk in response.content.iter_any():
                content += chunk
                self._received += len(chunk)
                if len(content) > most or self._received > MAX_RECEIVED:
                    raise ServerSendsTooMuch
            return Answer(response.status, response.headers, bytes(content), url)


def _joined(url: str, link: str) -> str:
    """Return where a link leads; ServerUnreachable where that is no place."""
    try:
        return urljoin(url, link)
    except ValueError as error:
        raise ServerUnreachable from error
