"""A switch of the tests' own: says what a test scripts, and remembers what it was asked."""

import asyncio
from collections import deque
from collections.abc import Callable
import struct
from typing import override

from lxml import etree

from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.link import LinkStatus
from custom_components.telephony.cti.model import CallEvent, CallEventType

from .dress import Dress

type Element = etree._Element
type Answer = str | Callable[[Element], str | None] | None

EVENT = 9999


def frame(invoke_id: int, xml: str | bytes, *, length_of_xml: bool = False) -> bytes:
    """Return eight bytes and a message."""
    data = xml.encode() if isinstance(xml, str) else xml
    length = len(data) if length_of_xml else len(data) + 8
    return struct.pack(">HH4s", 0, length, b"%04d" % invoke_id) + data


def name_of(element: Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def value(element: Element, path: str) -> str | None:
    """Return the text below an element, by local names."""
    steps = "/".join(f"*[local-name()='{step}']" for step in path.split("/"))
    found = element.xpath(steps)
    return found[0].text if found else None


class Connection(asyncio.Protocol):
    """One client of the scripted switch."""

    def __init__(self, switch: ScriptedSwitch) -> None:
        self._switch = switch
        self._buffer = b""
        self.transport: asyncio.WriteTransport

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport
        self._switch.connections.append(self)
        self.transport.write(self._switch.greeting)

    @override
    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while len(self._buffer) >= 8:
            zero, length, digits = struct.unpack_from(">HH4s", self._buffer)
            assert zero == 0
            if len(self._buffer) < length:
                return
            xml, self._buffer = self._buffer[8:length], self._buffer[length:]
            self._switch.take(self, int(digits), etree.fromstring(xml))


class ScriptedSwitch:
    """Answers from a table; what stands for nothing there gets the service's empty response."""

    def __init__(self, dress: Dress) -> None:
        self.dress = dress
        self.greeting = b""
        self.connections: list[Connection] = []
        self.asked: deque[tuple[int, Element]] = deque()
        self.history: list[str] = []
        self.answers: dict[str, Answer] = dict(dress.usual_answers())
        self.answers["GetThirdPartyDeviceId"] = lambda asked: dress.third_party_device(
            value(asked, "extension") or ""
        )
        self._arrived = asyncio.Event()

    def connection(self) -> Connection:
        """Return the protocol for a new client."""
        return Connection(self)

    def greet(self, xml: str) -> None:
        """Say something as soon as a client connects."""
        self.greeting = frame(1, xml)

    def take(self, client: Connection, invoke_id: int, root: Element) -> None:
        """Remember a message and answer it, if it is a request that has an answer."""
        name = name_of(root)
        self.asked.append((invoke_id, root))
        self.history.append(name)
        self._arrived.set()
        if name.endswith("Response") or name == "CSTAErrorCode":
            return
        answer = self.answers.get(name, self.dress.message(f"{name}Response"))
        if callable(answer):
            answer = answer(root)
        if answer is not None:
            client.transport.write(frame(invoke_id, answer))

    async def next(self, name: str) -> tuple[int, Element]:
        """Wait for a message of this name; others before it are passed over."""
        async with asyncio.timeout(30):
            while True:
                while self.asked:
                    invoke_id, root = self.asked.popleft()
                    if name_of(root) == name:
                        return invoke_id, root
                self._arrived.clear()
                await self._arrived.wait()

    def send(self, xml: str | bytes, invoke_id: int = EVENT) -> None:
        """Send a message to the newest client."""
        self.send_bytes(frame(invoke_id, xml))

    def send_bytes(self, data: bytes) -> None:
        """Send any bytes to the newest client."""
        self.connections[-1].transport.write(data)


class Recorder:
    """Hears everything that a switch of ours tells, and lets tests wait for it."""

    def __init__(self) -> None:
        self.links: list[LinkStatus] = []
        self.events: list[CallEvent] = []
        self.changes = 0
        self._changed = asyncio.Event()

    def link_changed(self, status: LinkStatus) -> None:
        """Keep a status."""
        self.links.append(status)
        self._changed.set()

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Keep the events."""
        self.events.extend(events)
        self.changes += 1
        self._changed.set()

    def types(self, line: str | None = None) -> list[CallEventType]:
        """Return the kinds of events in order."""
        return [e.type for e in self.events if line in (None, e.call.line)]

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(30):
            while not true():
                self._changed.clear()
                await self._changed.wait()
