"""A switch that knows its answers by heart: it costs next to nothing, so that clients can be measured.

By itself (`python -m benchmarks.peer DELAY`) it prints its port, and then sends calls as asked on
its standard input: `RATE SECONDS LINES`. It answers with the moments at which it sent each event,
and with the processor time that it has used. Without lines, it asks where calls go instead, and
answers with the moments of each question and its answer.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
import itertools
import json
import re
import sys
import time
from typing import Self, override

from .wire import CSTA, KINDS, csta_frame, frame, line_numbers, reference, route_request

_ROOT = re.compile(rb"<(?!\?)(?:\w+:)?(\w+)")
_DEVICE = re.compile(
    rb"<(?:\w+:)?(?:deviceObject|snapshotObject|device)\b[^>]*>(?:\s*<[^>]*>)*([^<:]+)"
)
_ROUTE_SELECT = re.compile(rb"<RouteSelect\b.*<crossRefIdentifier>(\d+)<", re.DOTALL)
_SESSION = b"http://www.ecma-international.org/standards/ecma-354/appl_session"


def _element(name: str, content: str) -> bytes:
    return f'<?xml version="1.0"?><{name} xmlns="{CSTA}">{content}</{name}>'.encode()


_ANSWERS = {
    b"StartApplicationSession": (
        b'<StartApplicationSessionPosResponse xmlns="' + _SESSION + b'">'
        b"<sessionID>f76e5fe9</sessionID><actualProtocolVersion>"
        + CSTA.encode()
        + b"</actualProtocolVersion><actualSessionDuration>300</actualSessionDuration>"
        b"</StartApplicationSessionPosResponse>"
    ),
    b"SnapshotDevice": _element(
        "SnapshotDeviceResponse",
        "<crossRefIDorSnapshotData><snapshotData/></crossRefIDorSnapshotData>",
    ),
    b"GetDoNotDisturb": _element(
        "GetDoNotDisturbResponse", "<doNotDisturbOn>false</doNotDisturbOn>"
    ),
    b"RouteRegister": _element(
        "RouteRegisterResponse", "<routeRegisterReqID>1</routeRegisterReqID>"
    ),
    b"MonitorStop": _element("MonitorStopResponse", ""),
    b"ResetApplicationSessionTimer": (
        b'<ResetApplicationSessionTimerPosResponse xmlns="' + _SESSION + b'">'
        b"<actualSessionDuration>300</actualSessionDuration>"
        b"</ResetApplicationSessionTimerPosResponse>"
    ),
    b"StopApplicationSession": (
        b'<StopApplicationSessionPosResponse xmlns="' + _SESSION + b'"/>'
    ),
}
_REFUSAL = _element("CSTAErrorCode", "<operation>serviceNotSupported</operation>")


def answer(request: bytes) -> bytes:
    """Return the XML that answers a request's."""
    root = _ROOT.search(request)
    name = root[1] if root else b""
    if name == b"MonitorStart":
        device = _DEVICE.search(request)
        number = device[1].decode() if device else ""
        return _element(
            "MonitorStartResponse",
            f"<monitorCrossRefID>{reference(number)}</monitorCrossRefID>",
        )
    return _ANSWERS.get(name, _REFUSAL)


class Peer(asyncio.Protocol):
    """One client's connection; answers come after `delay` seconds."""

    def __init__(self, delay: float = 0.0) -> None:
        """Wait for requests."""
        self._delay = delay
        self._buffer = b""
        self.transport: asyncio.Transport | None = None
        self.calls = itertools.count(1)
        self.selected: dict[int, float] = {}
        """When each question where a call goes was answered."""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        """Answer every request."""
        loop = asyncio.get_running_loop()
        for invoke_id, xml in self._frames(data):
            if found := _ROUTE_SELECT.search(xml):  # which has no response
                self.selected[int(found[1])] = time.perf_counter()
                continue
            reply = frame(invoke_id, answer(xml))
            if self._delay:
                loop.call_later(self._delay, self.send, reply)
            else:
                self.send(reply)

    def send(self, data: bytes) -> None:
        """Send bytes, if there is still somebody."""
        if self.transport and not self.transport.is_closing():
            self.transport.write(data)

    def _frames(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        self._buffer += data
        while len(self._buffer) >= 8:
            length = int.from_bytes(self._buffer[2:4])
            if len(self._buffer) < length:
                return
            yield self._buffer[4:8].decode(), self._buffer[8:length]
            self._buffer = self._buffer[length:]


class TelestraPeer(asyncio.Protocol):
    """A Telestra server whose accounts are registered and without calls when it is asked."""

    def __init__(self) -> None:
        """Wait for commands."""
        self._transport: asyncio.Transport | None = None
        self._buffer = b""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        *messages, self._buffer = (self._buffer + data).split(b"\0")
        for message in messages:
            status = {
                "event": "status",
                "account": json.loads(message)["account"],
                "calls": [],
                "account_status": 200,
            }
            self._transport.write(json.dumps(status).encode() + b"\0")


class PeerServer:
    """A port of 127.0.0.1 with a peer for each client."""

    def __init__(self, delay: float = 0.0, *, telestra: bool = False) -> None:
        """Prepare; a CSTA peer answers after `delay` seconds."""
        self._delay = delay
        self._factory = TelestraPeer if telestra else self._peer
        self._server: asyncio.Server | None = None
        self.peers: list[Peer] = []
        self.port = 0

    async def __aenter__(self) -> Self:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._factory, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        assert self._server is not None
        self._server.close()
        self._server.abort_clients()

    def _peer(self) -> Peer:
        self.peers.append(Peer(self._delay))
        return self.peers[-1]

    def send(self, data: bytes) -> None:
        """Send the last client bytes."""
        self.peers[-1].send(data)


@dataclass(frozen=True)
class Traffic:
    """Line, kind and moment (time.perf_counter) of each event sent; the peer's processor time so far."""

    sent: list[tuple[str, str, float]]
    worked: float


class PeerProcess:
    """The peer in a process of its own, so that it has a core for itself."""

    def __init__(self, delay: float = 0.0) -> None:
        """Prepare; answers come after `delay` seconds."""
        self._delay = delay
        self._process: asyncio.subprocess.Process | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        """Start it and read its port."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "benchmarks.peer",
            str(self._delay),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 26,
        )
        self.port = int(await self._line())
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def _line(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        return (await self._process.stdout.readline()).decode()

    async def traffic(self, rate: float, seconds: float, lines: int) -> Traffic:
        """Let calls come, and return once all are sent."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(f"{rate} {seconds} {lines}\n".encode())
        return Traffic(**json.loads(await self._line()))

    async def ask(self, rate: float, seconds: float) -> list[tuple[float, float]]:
        """Ask where calls go; return when each question was sent, and answered."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(f"{rate} {seconds} 0\n".encode())
        return [(sent, told) for sent, told in json.loads(await self._line())]


async def _traffic(
    peer: Peer, rate: float, seconds: float, lines: int
) -> list[tuple[str, str, float]]:
    """Send events at an even rate, whole calls only; each line has one at a time."""
    numbers = line_numbers(lines)
    calls = itertools.islice(peer.calls, round(rate * seconds / 3 / lines))
    events = [
        (kind, number, count) for count in calls for kind in KINDS for number in numbers
    ]
    frames = [csta_frame(kind, number, count) for kind, number, count in events]
    sent = []
    begin = time.perf_counter()
    for index, (data, (kind, number, _)) in enumerate(zip(frames, events, strict=True)):
        due = begin + index / rate
        while (now := time.perf_counter()) < due:  # noqa: ASYNC110  # time itself is waited for
            await asyncio.sleep(max(0.0, due - now - 0.0005))
        sent.append((number, kind, time.perf_counter()))
        peer.send(data)
    return sent


async def _ask(peer: Peer, rate: float, seconds: float) -> list[tuple[float, float]]:
    """Ask where calls go at an even rate; return when each question was sent and answered."""
    sent: dict[int, float] = {}
    begin = time.perf_counter()
    for index, count in enumerate(itertools.islice(peer.calls, round(rate * seconds))):
        await asyncio.sleep(max(0.0, begin + index / rate - time.perf_counter()))
        sent[count] = time.perf_counter()
        peer.send(route_request(count))
    while not peer.selected.keys() >= sent.keys():  # noqa: ASYNC110  # nothing tells of it
        await asyncio.sleep(0.01)
    return [(moment, peer.selected[count]) for count, moment in sent.items()]


async def _main(delay: float) -> None:
    loop = asyncio.get_running_loop()
    async with PeerServer(delay) as server:
        print(server.port, flush=True)
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            rate, seconds, lines = map(float, line.split())
            while not server.peers:  # noqa: ASYNC110  # a client that is just connecting
                await asyncio.sleep(0.01)
            if lines:
                sent = await _traffic(server.peers[-1], rate, seconds, int(lines))
            else:
                answered = await _ask(server.peers[-1], rate, seconds)
                print(json.dumps(answered), flush=True)
                continue
            worked = time.process_time()
            print(json.dumps({"sent": sent, "worked": worked}), flush=True)


if __name__ == "__main__":
    asyncio.run(_main(float(sys.argv[1])))
