"""What a seed gives once, it gives again; and every call that begins is told to end."""

import asyncio
from random import Random
from typing import override
from xml.etree import ElementTree as ET

from simulator.csta import CstaFrontEnd
from simulator.exchange import Exchange
from simulator.traffic import Traffic

from .clock import FakeClock
from .csta_client import START_SESSION, csta, find, name_of, text

LINES = [str(number) for number in range(720, 730)]


class Memory(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.frames: list[bytes] = []

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.frames.append(bytes(data))

    @override
    def set_write_buffer_limits(
        self, high: int | None = None, low: int | None = None
    ) -> None:
        """Have none."""


def busy_hour(seed: int) -> tuple[list[bytes], Exchange]:
    """Return what one client is told in an hour of random calls."""
    clock = FakeClock()
    exchange = Exchange(clock, LINES)
    front_end = CstaFrontEnd(exchange, clock)
    connection, transport = front_end.connection(), Memory()
    connection.connection_made(transport)
    front_end.options.session_duration = 10_000
    requests = [START_SESSION.replace("120", "10000")]
    for line in LINES:
        device = f"<monitorObject><deviceObject>{line}</deviceObject></monitorObject>"
        requests.append(csta("MonitorStart", device))
    for number, request in enumerate(requests, start=1):
        length = (len(request) + 8).to_bytes(2)
        frame = b"\0\0" + length + b"%04d" % number + request.encode()
        connection.data_received(frame)
    traffic = Traffic(exchange, clock, Random(seed), 30)
    traffic.start()
    clock.advance(3600)
    traffic.stop()
    clock.advance(3600)
    assert not front_end.faults
    return transport.frames, exchange


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert busy_hour(5)[0] == busy_hour(5)[0]


def test_another_seed_gives_other_bytes() -> None:
    assert busy_hour(5)[0] != busy_hour(6)[0]


def ended(event: ET.Element) -> list[str]:
    """Return the names of the connections that an event ends."""
    match name_of(event):
        case "ConnectionClearedEvent":
            return [text(event, "droppedConnection", "deviceID")]
        case "DivertedEvent":
            return [text(event, "connection", "deviceID")]
        case "TransferedEvent":
            old = [each for each in event if name_of(each).endswith("OldCall")]
            items = find(event, "transferredConnections")
            old += [find(item, "oldConnection") for item in items]
            return [text(each, "deviceID") for each in old]
    return []


def test_every_line_that_rings_is_told_how_that_ends() -> None:
    frames, exchange = busy_hour(7)
    assert not exchange.calls
    rang, over = set[str](), set[str]()
    for frame in frames:
        event = ET.fromstring(frame[8:])  # noqa: S314 - our own switch's
        if name_of(event) == "DeliveredEvent":
            rang.add(text(event, "connection", "deviceID"))
        over.update(ended(event))
    lines = {each for each in rang if each.partition(":")[0] in LINES}
    assert len(lines) > 300
    assert lines <= over
