"""The same work done by others: reading XML, from socket to state, and taking events in."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
import time
from typing import Any
from xml.etree import ElementTree as ET

from panoramisk.manager import Manager  # type: ignore[import-untyped]  # ships without types
import xmltodict  # type: ignore[import-untyped]  # ships without types
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig

from custom_components.telephony.cti.csta import CstaSettings, CstaSystem
from custom_components.telephony.cti.csta.wire.events import read_event
from custom_components.telephony.cti.csta.wire.xml import new_names, parse
from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.link import LinkStatus
from custom_components.telephony.cti.model import CallEvent
from homeassistant.core import Event, HomeAssistant, callback

from .core import async_set_up, async_wait_watched, csta_entry, home_assistant
from .event_cost import Wire
from .figures import Comparison, Figure
from .fritzbox import BoxServer, FritzBox, without_rest
from .peer import PeerServer
from .wire import CSTA, KINDS, csta_call, csta_event, csta_frame, line_numbers

CALLS = 100
_NAMES = new_names()
_ELEMENT = {"type": "Element", "namespace": CSTA}


# Reading XML


@dataclass
class Identifier:
    """A deviceIdentifier, for xsdata."""

    value: str = field(default="", metadata={"type": "Text"})


@dataclass
class Device:
    """A device, for xsdata."""

    identifier: Identifier | None = field(
        default=None,
        metadata={"name": "deviceIdentifier", "type": "Element", "namespace": CSTA},
    )


@dataclass
class Connection:
    """A connection, for xsdata."""

    device: str = field(
        default="", metadata={"name": "deviceID", "type": "Element", "namespace": CSTA}
    )
    call: str = field(
        default="", metadata={"name": "callID", "type": "Element", "namespace": CSTA}
    )


@dataclass
class Delivered:
    """A DeliveredEvent, for xsdata."""

    class Meta:
        """Where it belongs."""

        name = "DeliveredEvent"
        namespace = CSTA

    reference: str | None = field(
        default=None, metadata={"name": "monitorCrossRefID", **_ELEMENT}
    )
    connection: Connection | None = field(
        default=None, metadata={"name": "connection", **_ELEMENT}
    )
    alerting: Device | None = field(
        default=None, metadata={"name": "alertingDevice", **_ELEMENT}
    )
    calling: Device | None = field(
        default=None, metadata={"name": "callingDevice", **_ELEMENT}
    )
    called: Device | None = field(
        default=None, metadata={"name": "calledDevice", **_ELEMENT}
    )
    cause: str | None = field(default=None, metadata={"name": "cause", **_ELEMENT})


def _ours(xml: bytes) -> tuple[object, ...]:
    root = parse(xml, _NAMES)
    event = read_event(root)
    return event.call_id, event.calling, event.called, event.cause


def _element_tree(xml: bytes) -> tuple[object, ...]:
    root = ET.fromstring(xml)  # noqa: S314  # our own bytes
    name = f"{{{CSTA}}}"
    return (
        root.findtext(f"{name}connection/{name}callID"),
        root.findtext(f"{name}callingDevice/{name}deviceIdentifier"),
        root.findtext(f"{name}calledDevice/{name}deviceIdentifier"),
        root.findtext(f"{name}cause"),
    )


def _xmltodict(xml: bytes) -> tuple[object, ...]:
    event = xmltodict.parse(xml)["DeliveredEvent"]
    return (
        event["connection"]["callID"],
        event["callingDevice"]["deviceIdentifier"]["#text"],
        event["calledDevice"]["deviceIdentifier"]["#text"],
        event["cause"],
    )


def _clock(read: Callable[[bytes], object], messages: list[bytes]) -> float:
    begin = time.thread_time()
    for message in messages:
        read(message)
    return (time.thread_time() - begin) / len(messages) * 1e6


def measure_codec(rounds: int) -> list[Figure]:
    """Read who calls whom out of the same events."""
    xsdata = XmlParser(config=ParserConfig(fail_on_unknown_properties=False))

    def read_xsdata(xml: bytes) -> object:
        return xsdata.from_bytes(xml, Delivered)

    others: dict[str, Callable[[bytes], object]] = {
        "xml.etree": _element_tree,
        "xmltodict": _xmltodict,
        "xsdata": read_xsdata,
    }
    messages = [csta_event("incoming", "20000", count) for count in range(CALLS)]
    comparisons = {
        name: Comparison(f"reading an event, beside {name}", "ours", name, "us")
        for name in others
    }
    for _ in range(rounds):
        for name, read in others.items():
            comparisons[name].add(_clock(_ours, messages), _clock(read, messages))
    return [figure for each in comparisons.values() for figure in each.figures()]


# From socket to state


class _Written:
    """Waits until an entity has a state."""

    def __init__(self, hass: HomeAssistant, entity_id: str) -> None:
        self._entity_id = entity_id
        self._written = asyncio.Event()
        self.at = 0.0
        self.stop = hass.bus.async_listen("state_changed", self._on_change)

    @callback
    def _on_change(self, event: Event[Any]) -> None:
        if event.data["entity_id"] == self._entity_id:
            self.at = time.perf_counter()
            self._written.set()

    async def after(self, send: Callable[[], None]) -> float:
        """Return the milliseconds from sending to the write."""
        self._written.clear()
        begin = time.perf_counter()
        send()
        async with asyncio.timeout(10):
            await self._written.wait()
        return (self.at - begin) * 1000


async def measure_socket_to_state(calls: int) -> list[Figure]:
    """Send calls, one event after the other, to core's integration and to ours, in turns."""
    async with (
        home_assistant() as hass,
        PeerServer() as switch,
        BoxServer() as server,
        without_rest(),
    ):
        entry = csta_entry(switch.port, 1)
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        box = FritzBox(hass, server.port)
        await box.async_add()
        await asyncio.sleep(0.2)
        number = line_numbers(1)[0]
        ours = _Written(hass, f"event.line_{number}_call")
        theirs = _Written(hass, box.sensor.entity_id)
        comparison = Comparison(
            "from socket to state", "telephony", "fritzbox_callmonitor", "ms"
        )
        for count in range(1, calls + 1):
            for kind in KINDS:
                send = partial(switch.send, csta_frame(kind, number, count))
                say = partial(server.say, kind, count)
                if len(comparison.pairs) % 2:
                    other = await theirs.after(say)
                    comparison.add(await ours.after(send), other)
                else:
                    own = await ours.after(send)
                    comparison.add(own, await theirs.after(say))
                await asyncio.sleep(0.01)
        ours.stop()
        theirs.stop()
        await hass.config_entries.async_unload(entry.entry_id)
        await box.sensor.async_will_remove_from_hass()
    ours_figure, *others = comparison.figures()
    note = "3 to 5 states an event, to the last of them; theirs writes one"
    return [replace(ours_figure, note=note), *others]


# Taking events in


class _Counter:
    """Hears of lines and counts."""

    def __init__(self) -> None:
        self.events = 0

    def link_changed(self, status: LinkStatus) -> None:
        """Take no notice."""

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Count."""
        self.events += len(events)


def _asterisk_call(number: str, count: int) -> list[bytes]:
    """Return what an Asterisk says of one answered call in as many messages."""
    common = (
        f"Privilege: call,all\r\nChannel: PJSIP/{number}-{count:08x}\r\nChannelState: 5\r\n"
        f"CallerIDNum: 725\r\nCallerIDName: Front door\r\nConnectedLineNum: {number}\r\n"
        f"AccountCode: \r\nContext: internal\r\nExten: {number}\r\nPriority: 1\r\n"
        f"Uniqueid: 1510797822.{count}\r\nLinkedid: 1510797822.{count}\r\n\r\n"
    )
    return [
        f"Event: {name}\r\n{common}".encode()
        for name in ("Newstate", "BridgeEnter", "Hangup")
    ]


def _panoramisk() -> tuple[Callable[[bytes], None], list[int]]:
    heard = [0]
    manager = Manager(loop=asyncio.get_running_loop())
    protocol = manager.protocol = manager.config["protocol_factory"]()
    protocol.connection_made(None)
    protocol.factory = manager

    def on_event(manager: Manager, message: object) -> None:
        heard[0] += 1

    for name in ("Newstate", "BridgeEnter", "Hangup"):
        manager.register_event(name, on_event)
    return protocol.data_received, heard


async def measure_intake(rounds: int) -> list[Figure]:
    """Feed whole calls to our client, with a line's calls kept, and to panoramisk, which keeps none."""
    counter = _Counter()
    wire = Wire()
    number = line_numbers(1)[0]
    comparison = Comparison("taking an event in", "cti", "panoramisk", "us")
    async with PeerServer() as server:
        settings = CstaSettings(
            profile="eltex_ecss10", username="demo.local", password="demo"
        )
        connector = wire.connector("127.0.0.1", server.port)
        switch = CstaSystem(connector, counter, settings)
        switch.add_line(number)
        await switch.start()
        await switch.wait_synchronized()
        feed, heard = _panoramisk()
        for index in range(rounds):
            calls = range(index * CALLS, (index + 1) * CALLS)
            ours = [data for count in calls for data in csta_call(number, count)]
            theirs = [data for each in calls for data in _asterisk_call(number, each)]
            comparison.add(_clock(wire.feed, ours), _clock(feed, theirs))
            await asyncio.sleep(0)
        assert counter.events == heard[0] == rounds * CALLS * 3
        await switch.stop()
    return comparison.figures()
