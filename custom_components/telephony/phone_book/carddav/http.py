"""Requests to one account's server: bounded in time and size, and the password goes to its own hosts only."""

from collections.abc import Mapping
import ssl
from typing import Final
from urllib.parse import urljoin, urlsplit

import aiohttp

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from .errors import (
    LoginRefused,
    NoAddressBook,
    RedirectRefused,
    ServerCertificateRejected,
    ServerSendsTooMuch,
    ServerTimeout,
    ServerUnreachable,
    SyncTokenRefused,
)
from .multistatus import Multistatus, NoMultistatus, read_multistatus

MAX_BODY: Final = 32 * 1024 * 1024
"""Bytes of one answer."""
MAX_RECEIVED: Final = 256 * 1024 * 1024
"""Bytes of all answers together."""
MAX_TEXT: Final = 9_000_000
"""Bytes from which on the XML library takes some texts for attacks."""
MAX_REDIRECTS: Final = 5
TIMEOUT: Final = aiohttp.ClientTimeout(total=60, sock_connect=10, sock_read=20)
HOSTS_OF_ONE_PROVIDER: Final = ("icloud.com",)
"""Domains whose accounts are spread over hosts of many names."""
_CERTIFICATE_ERRORS: Final = (
    aiohttp.ClientConnectorCertificateError,
    aiohttp.ClientConnectorSSLError,
    ssl.SSLError,
)
_REDIRECTS: Final = (301, 302, 303, 307, 308)


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
    ) -> None:
        """Take what is needed to log in; only who entered http is spoken to without encryption."""
        self._hass = hass
        self._host = host
        self._encrypted = encrypted
        self._received = 0
        try:
            login = aiohttp.encode_basic_auth(username, password, "utf-8")
            self._digest = aiohttp.DigestAuthMiddleware(username, password)
        except ValueError as error:  # a username with a colon (RFC 7617, 2)
            raise LoginRefused from error
        self._login = {"Authorization": login}
        self._session = async_create_clientsession(
            hass,
            verify_certificate,
            auto_cleanup=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    def close(self) -> None:
        """Give the session up."""
        self._session.detach()

    async def async_request(
        self, method: str, url: str, body: bytes, depth: str
    ) -> Multistatus:
        """Return the answer; redirects are followed within the account's hosts."""
        for _ in range(MAX_REDIRECTS + 1):
            self._check(url)
            try:
                status, headers, content = await self._async_send(
                    method, url, body, depth
                )
            except TimeoutError as error:
                raise ServerTimeout from error
            except _CERTIFICATE_ERRORS as error:
                raise ServerCertificateRejected from error
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise ServerUnreachable from error
            challenge = headers.get("WWW-Authenticate", "").lower()
            if status == 401 and self._login and challenge.startswith("digest"):
                self._login = {}
            elif status in _REDIRECTS and "Location" in headers:
                url = urljoin(url, headers["Location"])
            else:
                return await self._async_read(status, content, url)
        raise RedirectRefused(urlsplit(url).hostname or "")

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
            raise RedirectRefused(host)

    async def _async_send(
        self, method: str, url: str, body: bytes, depth: str
    ) -> tuple[int, Mapping[str, str], bytes]:
        headers = {
            "Content-Type": "application/xml; charset=utf-8",
            "Depth": depth,
            **self._login,
        }
        async with self._session.request(
            method,
            url,
            data=body,
            headers=headers,
            middlewares=() if self._login else (self._digest,),
            allow_redirects=False,
            timeout=TIMEOUT,
        ) as response:
            content = bytearray()
            async for chunk in response.content.iter_any():
                content += chunk
                self._received += len(chunk)
                if len(content) > MAX_BODY or self._received > MAX_RECEIVED:
                    raise ServerSendsTooMuch
            return response.status, response.headers, bytes(content)

    async def _async_read(self, status: int, content: bytes, url: str) -> Multistatus:
        if status == 401:
            raise LoginRefused
        if status in (400, 403, 409, 410, 412) and b"sync-token" in content:
            raise SyncTokenRefused
        if status != 207:
            raise NoAddressBook
        try:
            return await self._hass.async_add_executor_job(
                read_multistatus, content, url
            )
        except NoMultistatus as error:
            too_much = len(content) > MAX_TEXT
            raise (ServerSendsTooMuch if too_much else NoAddressBook) from error
