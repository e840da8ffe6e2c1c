"""An LDAP directory that is read once: connected, logged in, searched page by page (RFC 4511, RFC 2696).

The library does no input and output, so that every byte is counted here, and nothing but Home
Assistant's event loop waits for a server.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
import re
import ssl
from typing import Final, Self
from urllib.parse import urlsplit

from sansldap import (
    BindResponse,
    ExtendedOperations,
    ExtendedResponse,
    LDAPClient,
    LDAPError,
    LDAPFilter,
    LDAPMessage,
    LDAPResult,
    LDAPResultCode,
    PagedResultControl,
    ProtocolError,
    SearchResultDone,
    SearchResultEntry,
    SearchScope,
)

from homeassistant.core import HomeAssistant

from ...certificates import UnreadableCertificate, tls_context
from ...cti.happy_eyeballs import connect_socket
from ..errors import (
    LoginRefused,
    RedirectRefused,
    ServerCertificateRejected,
    ServerSendsTooMuch,
    ServerTimeout,
    ServerTlsFailed,
    ServerUnreachable,
    SourceError,
)
from .errors import (
    DirectoryRefuses,
    EncryptionNeeded,
    InvalidCertificate,
    InvalidFilter,
    LimitReached,
    NotLdap,
    StartTlsRefused,
    UnknownBase,
)
from .settings import DirectorySettings, Encryption

PAGE: Final = 500
"""Entries that are asked for at once."""
CHUNK: Final = 16 * 1024
"""Bytes that are read at once, so that the objects made of them are soon forgotten."""
MAX_CHUNK: Final = 256 * 1024
"""The same of a long message."""
MAX_MESSAGE: Final = 16 * 1024 * 1024
"""Bytes of one entry; a group names all its members in one."""
MAX_RECEIVED: Final = 256 * 1024 * 1024
CONNECT_SECONDS: Final = 10.0
ANSWER_SECONDS: Final = 30.0
"""How long a directory may say nothing."""
MAX_FILTER_DEPTH: Final = 50
_SPACES: Final = re.compile(r"\s*([,=+])\s*")
_LOGIN_CODES: Final = frozenset(
    {
        LDAPResultCode.INAPPROPRIATE_AUTHENTICATION,
        LDAPResultCode.INSUFFICIENT_ACCESS_RIGHTS,
        LDAPResultCode.INVALID_CREDENTIALS,
        LDAPResultCode.INVALID_DN_SYNTAX,
        LDAPResultCode.NO_SUCH_OBJECT,
        LDAPResultCode.UNWILLING_TO_PERFORM,
    }
)
"""How directories say that they don't let somebody in; an unknown name is often no other code."""
_ERRORS: Final[Mapping[LDAPResultCode, type[SourceError]]] = {
    LDAPResultCode.ADMIN_LIMIT_EXCEEDED: LimitReached,
    LDAPResultCode.BUSY: ServerUnreachable,
    LDAPResultCode.CONFIDENTIALITY_REQUIRED: EncryptionNeeded,
    LDAPResultCode.INVALID_DN_SYNTAX: UnknownBase,
    LDAPResultCode.NO_SUCH_OBJECT: UnknownBase,
    LDAPResultCode.SIZE_LIMIT_EXCEEDED: LimitReached,
    LDAPResultCode.STRONG_AUTH_REQUIRED: EncryptionNeeded,
    LDAPResultCode.TIME_LIMIT_EXCEEDED: ServerTimeout,
    LDAPResultCode.UNAVAILABLE: ServerUnreachable,
}

type Record = dict[str, list[str]]
"""An entry: the values of its attributes, whose names are in small letters and without options."""


def read_filter(text: str) -> LDAPFilter:
    """Read a filter as people write it (RFC 4515); raises InvalidFilter."""
    if text.count("(") > MAX_FILTER_DEPTH:
        raise InvalidFilter
    try:
        return LDAPFilter.from_string(text)
    except ValueError as error:
        raise InvalidFilter from error


class Directory:
    """A connection to a directory; used once, and closed then."""

    def __init__(
        self,
        hass: HomeAssistant,
        reader: asyncio.StreamReader,
        transport: asyncio.WriteTransport,
    ) -> None:
        """Take over a connection."""
        self._hass = hass
        self._reader = reader
        self._transport = transport
        self._session = LDAPClient()
        self._received = 0
        self._unread = 0
        """Bytes since the last whole message."""

    @classmethod
    async def async_open(cls, hass: HomeAssistant, settings: DirectorySettings) -> Self:
        """Connect, encrypt and log in; raises SourceError."""
        context = None
        if settings.encryption is not Encryption.NONE:
            try:
                context = await hass.async_add_executor_job(
                    partial(
                        tls_context,
                        settings.ca_certificate,
                        verify=settings.verify_certificate,
                    )
                )
            except UnreadableCertificate as error:
                raise InvalidCertificate from error
        ldaps = settings.encryption is Encryption.LDAPS
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=MAX_CHUNK)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                sock = await connect_socket(settings.host, settings.port)
        except TimeoutError as error:
            raise ServerTimeout from error
        except (OSError, ValueError) as error:  # a host whose name can't be one, too
            raise ServerUnreachable from error
        with _tls_errors():
            async with asyncio.timeout(CONNECT_SECONDS):
                transport, _ = await loop.create_connection(
                    lambda: asyncio.StreamReaderProtocol(reader),
                    sock=sock,
                    ssl=context if ldaps else None,
                    server_hostname=settings.host if ldaps else None,
                )
        directory = cls(hass, reader, transport)
        try:
            if context is not None and not ldaps:
                await directory._async_start_tls(context, settings.host)
            if settings.username:
                await directory._async_bind(settings.username, settings.password)
        except BaseException:
            directory.close()
            raise
        return directory

    def close(self) -> None:
        """Leave, without waiting for anybody."""
        with suppress(LDAPError):  # it has left already
            self._session.unbind()
            self._send()
        self._transport.close()

    async def async_search[T](
        self,
        base: str,
        query: LDAPFilter,
        attributes: list[str],
        read: Callable[[list[SearchResultEntry]], list[T]],
        scope: SearchScope = SearchScope.SUBTREE,
    ) -> AsyncGenerator[list[T]]:
        """Return all entries below `base`, or by `scope` itself, some at a time; raises SourceError.

        `read` makes of entries what is wanted of them; it runs outside the event loop. Other directories that this one points to aren't asked: the password isn't theirs.
        """
        cookie = b""
        while True:
            request = self._session.search_request(
                base,
                scope,
                filter=query,
                attributes=attributes,
                controls=[PagedResultControl(critical=False, size=PAGE, cookie=cookie)],
            )
            self._send()
            done: SearchResultDone | None = None
            while done is None:
                messages = await self._async_messages(request)
                if messages and isinstance(messages[-1], SearchResultDone):
                    done = messages[-1]
                entries = [x for x in messages if isinstance(x, SearchResultEntry)]
                yield await self._hass.async_add_executor_job(read, entries)
            _check(done.result)
            cookie = next(
                (x.cookie for x in done.controls if isinstance(x, PagedResultControl)),
                b"",
            )
            if not cookie:
                return

    async def _async_start_tls(self, context: ssl.SSLContext, host: str) -> None:
        request = self._session.extended_request(
            ExtendedOperations.LDAP_START_TLS.value
        )
        self._send()
        answer = await self._async_answer(request)
        if (
            not isinstance(answer, ExtendedResponse)
            or answer.result.result_code is not LDAPResultCode.SUCCESS
        ):
            raise StartTlsRefused
        # What came before the encryption is nobody's word: reader and session begin anew.
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=MAX_CHUNK)
        protocol = asyncio.StreamReaderProtocol(reader)
        with _tls_errors():
            async with asyncio.timeout(CONNECT_SECONDS):
                transport = await loop.start_tls(
                    self._transport, protocol, context, server_hostname=host
                )
        if transport is None:
            raise ServerTlsFailed
        protocol.connection_made(transport)
        self._reader, self._transport, self._session = reader, transport, LDAPClient()

    async def _async_bind(self, username: str, password: str) -> None:
        request = self._session.bind_simple(username, password)
        self._send()
        answer = await self._async_answer(request)
        if not isinstance(answer, BindResponse):
            raise NotLdap
        if answer.result.result_code in _LOGIN_CODES:
            raise LoginRefused
        _check(answer.result)

    async def _async_answer(self, request: int) -> LDAPMessage:
        while not (messages := await self._async_messages(request)):
            pass
        return messages[-1]

    def _send(self) -> None:
        self._transport.write(self._session.data_to_send())

    async def _async_messages(self, request: int) -> list[LDAPMessage]:
        """Return the messages about a request that come next; there may be none yet."""
        size = min(max(CHUNK, self._unread), MAX_CHUNK)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                data = await self._reader.read(size)
        except TimeoutError as error:
            raise ServerTimeout from error
        except OSError as error:
            raise ServerUnreachable from error
        if not data:
            raise ServerUnreachable if self._received else NotLdap
        self._received += len(data)
        try:
            messages = await self._hass.async_add_executor_job(
                self._session.receive, data
            )
        except ProtocolError as error:
            # A notice of disconnection is a good answer (RFC 4511, 4.4.1).
            raise (ServerUnreachable if error.request else NotLdap) from error
        self._unread = 0 if messages else self._unread + len(data)
        if self._received > MAX_RECEIVED or self._unread > MAX_MESSAGE:
            raise ServerSendsTooMuch
        return [each for each in messages if each.message_id == request]


@contextmanager
def _tls_errors() -> Iterator[None]:
    """Raise what a handshake says as a source's errors."""
    try:
        yield
    except TimeoutError as error:
        raise ServerTimeout from error
    except ssl.SSLCertVerificationError as error:
        raise ServerCertificateRejected from error
    except OSError as error:
        raise ServerTlsFailed from error


def _check(result: LDAPResult) -> None:
    """Raise what a result means."""
    code = result.result_code
    if code is LDAPResultCode.REFERRAL:
        target = next(iter(result.referrals or ()), "")
        try:
            host = urlsplit(target).hostname or ""
        except ValueError:
            host = ""
        raise RedirectRefused(host=host)
    if code in _ERRORS:
        raise _ERRORS[code]
    if code is not LDAPResultCode.SUCCESS:
        raise DirectoryRefuses(code=code.name.replace("_", " ").lower())


def records(entries: list[SearchResultEntry]) -> list[Record]:
    """Read entries; a value that is no text is left out."""
    records: list[Record] = []
    for entry in entries:
        record: Record = {"dn": [entry.object_name]}
        for attribute in entry.attributes:
            values = record.setdefault(attribute.name.partition(";")[0].lower(), [])
            for value in attribute.values:
                with suppress(UnicodeDecodeError):
                    values.append(value.decode())
        records.append(record)
    return records


def plain_dn(name: str) -> str:
    """Return a name (DN) as it is compared."""
    return _SPACES.sub(r"\1", name).casefold()
