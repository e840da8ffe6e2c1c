"""A front-end behind a TCP port: listening, dropped, stopped and started again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
import ssl
from typing import Protocol


class FrontEnd(Protocol):
    """What can be put behind a port."""

    @property
    def connection(self) -> Callable[[], asyncio.Protocol]:
        """Return the protocol for one more client."""


class Server:
    """A port with a front-end behind it."""

    def __init__(
        self, front_end: FrontEnd, host: str, port: int, context: ssl.SSLContext | None
    ) -> None:
        """Prepare a port; 0 is any that is free."""
        self.host = host
        self.port = port
        self._front_end = front_end
        self._context = context
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen, on the same port as before if there was one."""
        self._server = await asyncio.get_running_loop().create_server(
            self._front_end.connection,
            self.host,
            self.port,
            ssl=self._context,
            reuse_address=True,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening and break off every connection."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            server.abort_clients()
            await server.wait_closed()

    def drop_connections(self) -> None:
        """Break off every connection and go on listening."""
        if self._server is not None:
            self._server.abort_clients()


@asynccontextmanager
async def serve(
    front_end: FrontEnd,
    host: str = "127.0.0.1",
    port: int = 0,
    context: ssl.SSLContext | None = None,
) -> AsyncIterator[Server]:
    """Put a front-end behind a port, with TLS if a context is given."""
    server = Server(front_end, host, port, context)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
