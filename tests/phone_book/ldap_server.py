"""An LDAP directory of our own that does what real ones seldom do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
import ssl

from sansldap import (
    BindRequest,
    ExtendedRequest,
    LDAPMessage,
    LDAPResultCode,
    LDAPServer,
    PagedResultControl,
    PartialAttribute,
    ProtocolError,
    SearchRequest,
    SearchScope,
)

type Hostile = Callable[["Session", SearchRequest], Awaitable[None]]


class Session:
    """One client."""

    def __init__(self, server: DirectoryServer, writer: asyncio.StreamWriter) -> None:
        """Wait for requests."""
        self.server = server
        self.ldap = LDAPServer()
        self.writer = writer

    async def send(self) -> None:
        """Send what was answered."""
        self.writer.write(self.ldap.data_to_send())
        await self.writer.drain()

    def entry(self, request: SearchRequest, n: int, **values: str) -> None:
        """Answer with an entry."""
        attributes = [PartialAttribute(k, [v.encode()]) for k, v in values.items()]
        self.ldap.search_result_entry(
            request.message_id, f"uid={n},dc=house", attributes
        )

    def done(
        self,
        request: SearchRequest,
        code: LDAPResultCode = LDAPResultCode.SUCCESS,
        cookie: bytes = b"",
    ) -> None:
        """Answer that this is all, or all of this page."""
        control = PagedResultControl(critical=False, size=0, cookie=cookie)
        self.ldap.search_result_done(
            request.message_id, result_code=code, controls=[control]
        )

    def _show(self, request: SearchRequest) -> None:
        """Tell who has a picture, or which."""
        asked = {each.lower() for each in request.attributes}
        for n, name in enumerate(self.server.people):
            photo = self.server.photos.get(name)
            alone = request.scope is SearchScope.BASE
            if photo is None or (alone and request.base_object != f"UID={n}, DC=house"):
                continue
            values = {
                attribute: f"{revision}".encode()
                for attribute, revision in self.server.states.get(name, {}).items()
                if attribute.lower() in asked
            }
            if "jpegphoto" in asked:
                values["jpegPhoto"] = photo
                self.server.shown.append(name)
            attributes = [PartialAttribute(k, [v]) for k, v in values.items()]
            self.ldap.search_result_entry(
                request.message_id, f"UID={n}, DC=house", attributes
            )

    async def answer(self, message: LDAPMessage) -> None:
        """Answer a request."""
        self.server.requests.append(message)
        match message:
            case BindRequest():
                self.server.logins.append(message)
                self.ldap.bind_response(
                    message.message_id, result_code=self.server.bind_code
                )
            case ExtendedRequest() if self.server.tls:
                self.ldap.extended_response(message.message_id)
                self.writer.write(self.ldap.data_to_send() + self.server.before_tls)
                await self.writer.start_tls(self.server.tls)
                self.ldap = LDAPServer()
                return
            case ExtendedRequest():
                self.ldap.extended_response(
                    message.message_id, result_code=LDAPResultCode.PROTOCOL_ERROR
                )
            case SearchRequest() if "cn" in message.attributes:
                if self.server.hostile and "sn" in message.attributes:
                    await self.server.hostile(self, message)
                    return
                if "sn" in message.attributes:
                    for n, (name, number) in enumerate(self.server.people.items()):
                        self.entry(message, n, cn=name, telephoneNumber=number)
                self.done(message, self.server.search_code)
            case SearchRequest():
                self._show(message)
                self.done(message)
        await self.send()


NOTICE_OF_DISCONNECTION = (
    bytes.fromhex("3024 020100 781f 0a0134 0400 0400 8a16") + b"1.3.6.1.4.1.1466.20036"
)
"""What a server says before it leaves, here with `unavailable` (RFC 4511, 4.4.1)."""


BIND_SUCCESS = bytes.fromhex("300c 020101 6107 0a0100 0400 0400")
"""The answer to a client's first request that lets it in."""


class DirectoryServer:
    """A directory, at first without encryption."""

    def __init__(self) -> None:
        """Start empty."""
        self.port = 0
        self.people: dict[str, str] = {}
        self.photos: dict[str, bytes] = {}
        self.states: dict[str, dict[str, int]] = {}
        """What tells that somebody's entry has changed, by attributes."""
        self.shown: list[str] = []
        """Whose pictures were fetched."""
        self.requests: list[LDAPMessage] = []
        self.logins: list[BindRequest] = []
        self.serving: set[asyncio.Task[object]] = set()
        self.hostile: Hostile | None = None
        self.raw: bytes | None = None
        """What is sent to any client instead of answers."""
        self.tls: ssl.SSLContext | None = None
        self.before_tls = b""
        """What somebody on the way adds to the answer to StartTLS."""
        self.bind_code = LDAPResultCode.SUCCESS
        self.search_code = LDAPResultCode.SUCCESS

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve a client until it leaves."""
        task = asyncio.current_task()
        assert task
        self.serving.add(task)
        task.add_done_callback(self.serving.discard)
        session = Session(self, writer)
        with suppress(ConnectionError, ProtocolError):
            while data := await reader.read(65536):
                if self.raw is not None:
                    writer.write(self.raw)
                    continue
                for message in session.ldap.receive(data):
                    await session.answer(message)
        writer.close()


@asynccontextmanager
async def open_directory(
    context: ssl.SSLContext | None = None,
) -> AsyncIterator[DirectoryServer]:
    """Run the directory on 127.0.0.1, by LDAPS with a context."""
    directory = DirectoryServer()
    server = await asyncio.start_server(directory.serve, "127.0.0.1", 0, ssl=context)
    directory.port = server.sockets[0].getsockname()[1]
    try:
        yield directory
    finally:
        server.close()
        for task in directory.serving:
            task.cancel()
        server.close_clients()
        await server.wait_closed()
