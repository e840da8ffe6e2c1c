"""A raw Telestra client of the tests' own, and a server for it to talk to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
import json

from simulator.calls import LineSettings
from simulator.exchange import Exchange
from simulator.server import Server, serve
from simulator.telestra import TelestraFrontEnd, TelestraOptions

from .clock import FakeClock

type Message = dict[str, object]

PATIENCE = 5.0


class TelestraClient:
    """Sends commands and reads events over TCP."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Talk over an open connection."""
        self.reader = reader
        self.writer = writer

    def send(self, command: str, account: str, **fields: object) -> None:
        """Send a command."""
        message = {"cmd": command, "account": account, **fields}
        self.writer.write(json.dumps(message).encode() + b"\0")

    async def raw(self) -> bytes:
        """Return the bytes of the next message, its null byte included."""
        return await asyncio.wait_for(self.reader.readuntil(b"\0"), PATIENCE)

    async def receive(self) -> Message:
        """Return the next message."""
        message = json.loads((await self.raw()).rstrip(b"\0"))
        assert isinstance(message, dict)
        return message

    async def ask(self, command: str, account: str, **fields: object) -> Message:
        """Send a command and return the next message."""
        self.send(command, account, **fields)
        return await self.receive()

    async def status(self, account: str) -> tuple[object, object]:
        """Return an account's registration and calls."""
        answer = await self.ask("get-status", account)
        assert answer["event"] == "status"
        assert answer["account"] == account
        return answer["account_status"], answer["calls"]

    async def is_closed(self) -> bool:
        """Tell whether the server has broken the connection off."""
        try:
            return await asyncio.wait_for(self.reader.read(), PATIENCE) == b""
        except ConnectionError:
            return True


class TelestraWorld:
    """Accounts account-1 to account-4, numbers 3001 to 3004, behind a port."""

    def __init__(self, server_options: TelestraOptions) -> None:
        """Build the exchange and the front-end on a clock that stands."""
        self.clock = FakeClock()
        numbers = [f"300{digit}" for digit in range(1, 5)]
        self.exchange = Exchange(
            self.clock, {number: LineSettings() for number in numbers}
        )
        server_options.accounts = {
            f"account-{number[-1]}": number for number in numbers
        }
        self.front_end = TelestraFrontEnd(self.exchange, self.clock, server_options)
        self.server: Server
        self.stack: AsyncExitStack

    async def client(self) -> TelestraClient:
        """Connect one more client; it is known to the server when this returns."""
        before = self.front_end.clients
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        self.stack.callback(writer.close)
        client = TelestraClient(reader, writer)
        assert (await client.status("account-4"))[0] is not None
        assert self.front_end.clients == before + 1
        return client

    async def turn(self) -> None:
        """Let the sockets have their turn."""
        turned = asyncio.Event()
        asyncio.get_running_loop().call_soon(turned.set)
        await turned.wait()


@asynccontextmanager
async def telestra(**options: object) -> AsyncIterator[TelestraWorld]:
    """Serve a Telestra server set up in this way."""
    settings = TelestraOptions()
    for name, value in options.items():
        assert hasattr(settings, name)
        setattr(settings, name, value)
    world = TelestraWorld(settings)
    async with serve(world.front_end) as server, AsyncExitStack() as stack:
        world.server = server
        world.stack = stack
        yield world
