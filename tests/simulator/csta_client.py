"""A raw CSTA client of the tests' own: it knows frames, and nothing of the switch."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from simulator.calls import Group, LineSettings, OutsideNumber
from simulator.csta import CstaFrontEnd, CstaOptions
from simulator.exchange import Exchange
from simulator.options import ExchangeOptions
from simulator.server import serve

from .clock import FakeClock

ED3 = "http://www.ecma-international.org/standards/ecma-323/csta/ed3"
APPLICATION_SESSION = (
    "http://www.ecma-international.org/standards/ecma-354/appl_session"
)
START_SESSION = f"""
<StartApplicationSession xmlns="{APPLICATION_SESSION}">
  <applicationInfo>
    <applicationID>test</applicationID>
    <applicationSpecificInfo>
      <e:SessionLoginInfo xmlns:e="http://www.eltex.org/csta">
        <e:userName>demo.local</e:userName>
        <e:password>demo</e:password>
      </e:SessionLoginInfo>
    </applicationSpecificInfo>
  </applicationInfo>
  <requestedProtocolVersions>
    <protocolVersion>{ED3}</protocolVersion>
  </requestedProtocolVersions>
  <requestedSessionDuration>120</requestedSessionDuration>
</StartApplicationSession>"""


def name_of(element: ET.Element) -> str:
    """Return an element's local name."""
    return element.tag.rpartition("}")[2]


def find(element: ET.Element, *path: str) -> ET.Element:
    """Return the descendant along these local names; KeyError if there is none."""
    for name in path:
        found = next((each for each in element if name_of(each) == name), None)
        if found is None:
            raise KeyError(f"no {name} in {ET.tostring(element).decode()}")
        element = found
    return element


def text(element: ET.Element, *path: str) -> str:
    """Return the text of the descendant along these names."""
    return find(element, *path).text or ""


def names(element: ET.Element) -> list[str]:
    """Return the local names of the children."""
    return [name_of(each) for each in element]


def party(element: ET.Element, name: str) -> str:
    """Return a party's number, or notKnown or restricted."""
    box = find(element, name)[0]
    kind = name_of(box)
    identifiers = ("deviceIdentifier", "numberDialed")
    return (box.text or "").partition(":::")[0] if kind in identifiers else kind


def same_as(connection: ET.Element, name: str) -> str:
    """Return a connection as a request echoes it, under another name."""
    copy = ET.Element(f"{{{ED3}}}{name}")
    copy.extend(connection)
    return ET.tostring(copy, encoding="unicode")


def csta(name: str, body: str = "", namespace: str = ED3) -> str:
    """Return a request in the namespace of edition 3."""
    return f'<{name} xmlns="{namespace}">{body}</{name}>'


def error_of(reply: ET.Element) -> tuple[str, str]:
    """Return a CSTAErrorCode's category and code."""
    assert name_of(reply) == "CSTAErrorCode", ET.tostring(reply)
    return name_of(reply[0]), reply[0].text or ""


@dataclass
class Client:
    """One TCP connection to the switch."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    events: deque[ET.Element] = field(default_factory=deque)
    invoke_id: int = 0

    def send_bytes(self, data: bytes) -> None:
        """Send any bytes."""
        self.writer.write(data)

    def send(self, xml: str, invoke_id: int | None = None) -> int:
        """Send a message as a frame; its invoke ID is the next one if none is given."""
        if invoke_id is None:
            self.invoke_id += 1
            invoke_id = self.invoke_id
        data = xml.encode()
        length = (len(data) + 8).to_bytes(2)
        self.send_bytes(b"\0\0" + length + b"%04d" % invoke_id + data)
        return invoke_id

    async def receive(self) -> tuple[int, ET.Element]:
        """Return the next message with its invoke ID."""
        async with asyncio.timeout(5):
            header = await self.reader.readexactly(8)
            assert header[:2] == b"\0\0"
            xml = await self.reader.readexactly(int.from_bytes(header[2:4]) - 8)
        return int(header[4:]), ET.fromstring(xml)  # noqa: S314 - our own switch's

    async def request(self, xml: str) -> ET.Element:
        """Send a request and return its reply; what comes before it is kept."""
        asked = self.send(xml)
        while True:
            invoke_id, message = await self.receive()
            if invoke_id == asked:
                return message
            self.events.append(message)

    async def event(self) -> ET.Element:
        """Return the next event."""
        if self.events:
            return self.events.popleft()
        invoke_id, message = await self.receive()
        assert invoke_id == 9999, ET.tostring(message)
        return message

    async def expect(self, *expected: str) -> list[ET.Element]:
        """Return the next events, which must be these."""
        found = [await self.event() for _ in expected]
        assert [name_of(each).removesuffix("Event") for each in found] == [*expected]
        return found

    async def silence(self) -> None:
        """Make sure that nothing came before the answer to one more request."""
        await self.request(csta("RequestSystemStatus"))
        assert not self.events, [name_of(each) for each in self.events]

    async def closed(self) -> None:
        """Wait until the switch ends the connection."""
        async with asyncio.timeout(5):
            assert await self.reader.read() == b""

    async def log_in(self) -> str:
        """Begin a session with the standard login and return its id."""
        reply = await self.request(START_SESSION)
        return text(reply, "sessionID")

    async def monitor(self, line: str, rest: str = "") -> str:
        """Monitor a line and return the cross reference."""
        device = f"<deviceObject>{line}</deviceObject>"
        body = f"<monitorObject>{device}</monitorObject>{rest}"
        reply = await self.request(csta("MonitorStart", body))
        return text(reply, "monitorCrossRefID")


@dataclass
class Desk:
    """An exchange, its CSTA side behind a port, and a clock for both."""

    exchange: Exchange
    front_end: CstaFrontEnd
    clock: FakeClock
    port: int
    clients: list[Client] = field(default_factory=list)

    async def connect(self) -> Client:
        """Open one more connection."""
        streams = await asyncio.open_connection("127.0.0.1", self.port)
        self.clients.append(Client(*streams))
        return self.clients[-1]

    async def logged_in(self, *lines: str) -> Client:
        """Open one more connection with a session and monitors of these lines."""
        client = await self.connect()
        await client.log_in()
        for line in lines:
            await client.monitor(line)
        return client


@asynccontextmanager
async def desk(
    options: CstaOptions | None = None,
    *,
    settings: Mapping[str, LineSettings] | None = None,
    groups: Mapping[str, Group] | None = None,
    outside: Mapping[str, OutsideNumber] | None = None,
    exchange_options: ExchangeOptions | None = None,
) -> AsyncIterator[Desk]:
    """Run a switch with the lines 720 to 729 on a loopback port."""
    lines = {str(number): LineSettings() for number in range(720, 730)}
    clock = FakeClock()
    exchange = Exchange(
        clock,
        {**lines, **(settings or {})},
        groups=groups,
        outside=outside,
        options=exchange_options or ExchangeOptions(service_initiated=False),
    )
    front_end = CstaFrontEnd(exchange, clock, options)
    async with serve(front_end) as server:
        place = Desk(exchange, front_end, clock, server.port)
        try:
            yield place
        finally:
            for client in place.clients:
                client.writer.close()
            front_end.close()
