"""A network in memory: delays, splits, merges, stalls, cuts and half-open links, by a seed."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
import random
import re
from typing import override

from custom_components.telephony.cti.connector import Connector
from custom_components.telephony.cti.errors import CannotConnect

REFUSAL_DELAY = 0.001
FORGOTTEN_IN_A_ROW = 2


@dataclass(slots=True)
class Weather:
    """What the network does to bytes; a calm network only takes a moment."""

    delay: float = 0.0005
    jitter: float = 0.0
    split: float = 0.0
    """The likelihood that a write arrives in pieces."""
    merge: float = 0.0
    """The likelihood that a write waits for the next one."""
    reachable: bool = True
    twice: float = 0.0
    """The likelihood that the other side says an event twice."""
    reorder: float = 0.0
    """The likelihood that it says an event after what it says next elsewhere."""
    lost: float = 0.0
    """The likelihood that it forgets to answer a request, though never thrice in a row."""


class MemoryTransport(asyncio.Transport):
    """One end of a connection; bytes arrive in order at the other."""

    def __init__(self, network: Network, protocol: asyncio.Protocol) -> None:
        """Make an end for a protocol; `peer` is set when the other end exists."""
        super().__init__()
        self._network = network
        self._loop = network.loop
        self.protocol = protocol
        self.peer: MemoryTransport
        self.stalled = False
        self._incoming: deque[bytes] = deque()
        self._arrival = 0.0
        self._held_back = b""
        self._in_flight = 0
        self._reading = True
        self._closing = False
        self._over = False

    # asyncio.Transport

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self._closing or not data:
            return
        data = self._held_back + bytes(data)
        self._held_back = b""
        network = self._network
        if network.random.random() < network.weather.merge:
            self._held_back = data
            self._loop.call_later(0.002, self._release)
            return
        for piece in network.pieces(data):
            self._send(piece)

    @override
    def writelines(self, list_of_data: object) -> None:
        raise NotImplementedError("no protocol here uses it")

    @override
    def get_write_buffer_size(self) -> int:
        return self._in_flight

    @override
    def set_write_buffer_limits(
        self, high: int | None = None, low: int | None = None
    ) -> None:
        """Take any limit: memory is what a test looks at, not a transport's buffer."""

    @override
    def pause_reading(self) -> None:
        self._reading = False

    @override
    def resume_reading(self) -> None:
        self._reading = True
        self._loop.call_soon(self._deliver)

    @override
    def is_reading(self) -> bool:
        return self._reading

    @override
    def is_closing(self) -> bool:
        return self._closing

    @override
    def get_extra_info(self, name: str, default: object = None) -> object:
        return ("127.0.0.1", 1) if name == "peername" else default

    @override
    def close(self) -> None:
        if not self._closing:
            self._release()
            self._closing = True
            self._schedule(self.peer.finish, None)
            self._loop.call_soon(self.finish, None)

    @override
    def abort(self) -> None:
        self._closing = True
        self._loop.call_soon(self.finish, None)
        self._schedule(self.peer.finish, ConnectionResetError("reset"))

    # What the network does

    def finish(self, error: Exception | None) -> None:
        """End this side; its protocol hears of it once."""
        if self._over:
            return
        self._over = self._closing = True
        if self.peer.stalled:
            return
        self.protocol.connection_lost(error)

    def stall(self, seconds: float) -> None:
        """Let nothing arrive for a while; then all of it comes at once."""
        for end in (self, self.peer):
            end._arrival = max(end._arrival, self._loop.time() + seconds)  # noqa: SLF001

    def vanish(self) -> None:
        """Let this end die without a word to the other (a half-open link)."""
        self.stalled = self.peer.stalled = True

    def _release(self) -> None:
        data, self._held_back = self._held_back, b""
        if data:
            self._send(data)

    def _send(self, data: bytes) -> None:
        self._in_flight += len(data)
        self._schedule(self._arrive, data)

    def _schedule[*Ts](self, callback: Callable[[*Ts], None], *args: *Ts) -> None:
        """Call at the other end after the way; never before what was sent earlier."""
        # Never at the same moment: the loop keeps no order among timers of one time.
        self._arrival = max(
            self._arrival + 1e-9, self._loop.time() + self._network.latency()
        )
        self._loop.call_at(self._arrival, callback, *args)

    def _arrive(self, data: bytes) -> None:
        if self.stalled:
            return
        self.peer._incoming.append(data)  # noqa: SLF001 - the other half of this object
        self.peer._deliver()  # noqa: SLF001

    def _deliver(self) -> None:
        while self._incoming and self._reading and not self._over:
            data = self._incoming.popleft()
            self.peer._in_flight -= len(data)  # noqa: SLF001
            self.protocol.data_received(data)


class Mumbling(MemoryTransport):
    """The end of a switch that repeats, reorders and forgets what it has to say.

    `channel` tells of a frame which order it is part of: within one order nothing is reordered.
    None marks an answer, which may be forgotten; nothing, what is always said once and at once.
    """

    channel: Callable[[bytes], bytes | None]
    forgotten: Counter[bytes]
    _late: bytes = b""

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        frame, weather, rng = bytes(data), self._network.weather, self._network.random
        channel = self.channel(frame)
        if not channel and self._late:
            self._say_late()  # a switch answers with what it has told of already
        if channel is None:
            if not self._forgets(frame):
                super().write(frame)
            return
        if not channel:
            super().write(frame)
            return
        if self._late and self.channel(self._late) == channel:
            self._say_late()
        if not self._late and rng.random() < weather.reorder:
            self._late = frame
            self._loop.call_later(0.05, self._say_late)
            return
        super().write(frame)
        if rng.random() < weather.twice:
            super().write(frame)

    def _forgets(self, answer: bytes) -> bool:
        """Who forgets three answers of a kind may as well not have the service."""
        network = self._network
        found = re.search(rb"<([\w:]+)[ >/]", answer)
        kind = found[1] if found else b""
        lost = network.random.random() < network.weather.lost
        self.forgotten[kind] = self.forgotten[kind] + 1 if lost else 0
        if self.forgotten[kind] > FORGOTTEN_IN_A_ROW:
            self.forgotten[kind] = 0
        return self.forgotten[kind] > 0

    def _say_late(self) -> None:
        late, self._late = self._late, b""
        super().write(late)


class Network:
    """All connections of the simulated world, and the weather over them."""

    def __init__(self, loop: asyncio.AbstractEventLoop, rng: random.Random) -> None:
        """Begin calm."""
        self.loop = loop
        self.random = rng
        self.weather = Weather()
        self.connections: list[MemoryTransport] = []

    def connector(
        self,
        server: Callable[[], asyncio.Protocol],
        channel: Callable[[bytes], bytes | None] | None = None,
    ) -> Connector:
        """Return what connects a client to a server's protocol, which mumbles by `channel`."""

        async def connect(
            factory: Callable[[], asyncio.Protocol],
        ) -> tuple[asyncio.Transport, asyncio.Protocol]:
            if not self.weather.reachable:
                await asyncio.sleep(REFUSAL_DELAY)
                raise CannotConnect("unreachable")
            await asyncio.sleep(self.latency())
            client = MemoryTransport(self, factory())
            served = (Mumbling if channel else MemoryTransport)(self, server())
            if channel and isinstance(served, Mumbling):
                served.channel = channel
                served.forgotten = Counter()
            client.peer, served.peer = served, client
            self.connections = [c for c in self.connections if not c.is_closing()]
            self.connections.append(client)
            served.protocol.connection_made(served)
            client.protocol.connection_made(client)
            return client, client.protocol

        return connect

    def latency(self) -> float:
        """Return seconds for the next way."""
        return self.weather.delay + self.random.random() * self.weather.jitter

    def pieces(self, data: bytes) -> list[bytes]:
        """Cut a write as a network may."""
        if len(data) < 2 or self.random.random() >= self.weather.split:
            return [data]
        cut = self.random.randrange(1, len(data))
        return [data[:cut], data[cut:]]

    def open_connections(self) -> list[MemoryTransport]:
        """Return the client ends of the connections that are up."""
        return [end for end in self.connections if not end.is_closing()]
