"""A Telestra server that says what a test tells it to, and a listener that remembers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
import json
import socket
from typing import Any

from custom_components.telephony.cti.connector import tcp_connector
from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.link import LinkStatus
from custom_components.telephony.cti.model import CallEvent, CallEventType
from custom_components.telephony.cti.telestra import TelestraSystem

type Fields = dict[str, Any]

PATIENCE = 5.0


def compact(message: Fields) -> list[bytes]:
    """Spell a message in the shortest way."""
    return [json.dumps(message, separators=(",", ":")).encode() + b"\0"]


def pretty(message: Fields) -> list[bytes]:
    """Spell a message over several lines, in another order, with white space after it."""
    backwards = dict(reversed(message.items()))
    text = json.dumps(backwards, indent=4, ensure_ascii=False)
    return [b"\r\n " + text.encode() + b"\n\0 \n"]


def bytewise(message: Fields) -> list[bytes]:
    """Spell a message so that each byte comes alone."""
    whole = b"".join(pretty(message))
    return [whole[at : at + 1] for at in range(len(whole))]


SPELLINGS = (compact, pretty, bytewise)


class ScriptedServer:
    """Keeps the commands it gets; answers get-status by itself from `statuses`."""

    def __init__(self) -> None:
        """Begin without clients."""
        self.spell: Callable[[Fields], list[bytes]] = compact
        self.statuses: dict[str, Fields] = {}
        self.raw: list[bytes] = []
        self.commands: asyncio.Queue[Fields] = asyncio.Queue()
        self.questions: asyncio.Queue[str] = asyncio.Queue()
        self.writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one client to its end."""
        writer.get_extra_info("socket").setsockopt(
            socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
        )
        self.writers.add(writer)
        try:
            while True:
                data = await reader.readuntil(b"\0")
                self.raw.append(data)
                await self._take(json.loads(data[:-1]))
        except asyncio.IncompleteReadError, ConnectionError:
            return
        finally:
            self.writers.discard(writer)
            writer.close()

    async def _take(self, command: Fields) -> None:
        if command["cmd"] != "get-status":
            self.commands.put_nowait(command)
            return
        account = command["account"]
        self.questions.put_nowait(account)
        if account in self.statuses:
            await self.send(
                {"event": "status", "account": account} | self.statuses[account]
            )

    async def send(self, message: Fields) -> None:
        """Tell every client, in the set spelling."""
        await self.send_raw(*self.spell(message))

    async def send_raw(self, *pieces: bytes) -> None:
        """Write pieces one after the other."""
        for writer in tuple(self.writers):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)

    async def next_command(self) -> Fields:
        """Return the next command that is no get-status."""
        async with asyncio.timeout(PATIENCE):
            return await self.commands.get()

    async def next_question(self) -> str:
        """Return the account of the next get-status, well before a regular one is due."""
        async with asyncio.timeout(PATIENCE):
            return await self.questions.get()

    def cut(self) -> None:
        """Break off every connection."""
        for writer in self.writers:
            writer.transport.abort()


class Recorder:
    """Hears what changes, and lets a test wait for it."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.links: list[LinkStatus] = []
        self.events: list[CallEvent] = []
        self.lines_before_link = 0
        self._changed = asyncio.Event()

    def link_changed(self, status: LinkStatus) -> None:
        """Remember it."""
        self.links.append(status)
        self._changed.set()

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Remember the events, and whether the link was told of first."""
        self.lines_before_link += not self.links
        self.events.extend(events)
        self._changed.set()

    def types(self) -> list[CallEventType]:
        """Return the kinds of all events so far."""
        return [event.type for event in self.events]

    async def until(self, reached: Callable[[], object]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(PATIENCE):
            while not reached():
                self._changed.clear()
                await self._changed.wait()


class Bench:
    """A server, a client with lines, and who listens to it."""

    def __init__(self, server: ScriptedServer) -> None:
        """Prepare a client of a server."""
        self.server = server
        self.heard = Recorder()
        self.switch = TelestraSystem(
            tcp_connector("127.0.0.1", server.port), self.heard
        )

    def watch(self, *accounts: str) -> None:
        """Let the server know accounts and the client watch them."""
        for account in accounts:
            self.server.statuses[account] = {"calls": [], "account_status": 200}
            self.switch.add_line(account)

    async def start(self) -> None:
        """Connect, and wait until every line is known."""
        async with asyncio.timeout(PATIENCE):
            await self.switch.start()
            await self.switch.wait_synchronized()

    async def tell(self, event: str, account: str, **fields: object) -> None:
        """Let the server send an event."""
        await self.server.send({"event": event, "account": account} | fields)

    def forget_questions(self) -> None:
        """Let only the questions to come count."""
        while not self.server.questions.empty():
            self.server.questions.get_nowait()

    async def ring(self, account: str, call_id: int = 0, caller: str = "205") -> str:
        """Let a call come in and return its id."""
        known = len(self.switch.lines[account].calls)
        await self.tell("call-incoming", account, call_id=call_id, caller=caller)
        await self.heard.until(lambda: len(self.switch.lines[account].calls) > known)
        return self.switch.lines[account].calls[-1].call_id


@asynccontextmanager
async def bench(*accounts: str) -> AsyncIterator[Bench]:
    """Make a server and a client that watches accounts, and start both."""
    server = ScriptedServer()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    made = Bench(server)
    made.watch(*accounts)
    try:
        if accounts:
            await made.start()
        yield made
    finally:
        await made.switch.stop()
        server.cut()
        listening.close()
        await listening.wait_closed()
