"""How long the start takes: of the client alone beside a bare one, and of Home Assistant."""

import asyncio
import re
import time
from typing import override

from custom_components.telephony.cti.connector import tcp_connector
from custom_components.telephony.cti.csta import CstaSettings, CstaSystem
from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.link import LinkStatus
from custom_components.telephony.cti.model import CallEvent

from .bare import async_add_bare
from .bare_lines import bare_lines, entities_of_a_line
from .core import async_set_up, async_wait_watched, csta_entry, home_assistant
from .figures import Comparison, Figure
from .holds import Holds, watched_loop
from .peer import PeerProcess
from .wire import CSTA, frame, line_numbers

ANSWER_SECONDS = 0.02
WINDOW = 32
LINES = 1000
CLIENT_LIMIT = 1.5
HOLD_LIMIT_MS = 50.0
_SESSION = "http://www.ecma-international.org/standards/ecma-354/appl_session"


class BareClient(asyncio.Protocol):
    """Asks and waits, and looks at no answer any closer than needed."""

    def __init__(self) -> None:
        """Begin with no requests."""
        self._buffer = b""
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._last = 0
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        """Hand each answer to who waits."""
        self._buffer += data
        while len(self._buffer) >= 8:
            length = int.from_bytes(self._buffer[2:4])
            if len(self._buffer) < length:
                return
            invoke_id = self._buffer[4:8].decode()
            self._waiting.pop(invoke_id).set_result(self._buffer[8:length])
            self._buffer = self._buffer[length:]

    def ask(
        self, name: str, content: str, namespace: str = CSTA
    ) -> asyncio.Future[bytes]:
        """Send a request."""
        assert self._transport is not None
        self._last = self._last % 9998 + 1
        invoke_id = f"{self._last:04d}"
        xml = f'<?xml version="1.0"?><{name} xmlns="{namespace}">{content}</{name}>'
        future = asyncio.get_running_loop().create_future()
        self._waiting[invoke_id] = future
        self._transport.write(frame(invoke_id, xml.encode()))
        return future

    def close(self) -> None:
        """End it."""
        assert self._transport is not None
        self._transport.close()


async def bare_start(port: int, lines: int) -> float:
    """Return the seconds that the least of a client needs."""
    begin = time.perf_counter()
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(BareClient, "127.0.0.1", port)
    await client.ask("StartApplicationSession", "", _SESSION)
    numbers = iter(line_numbers(lines))

    async def work() -> None:
        for number in numbers:
            device = f"<deviceObject>{number}</deviceObject>"
            reply = await client.ask(
                "MonitorStart", f"<monitorObject>{device}</monitorObject>"
            )
            assert re.search(rb"<monitorCrossRefID>", reply)
            found = await client.ask(
                "SnapshotDevice", f"<snapshotObject>{number}</snapshotObject>"
            )
            assert b"snapshotData" in found

    await asyncio.gather(*(work() for _ in range(WINDOW)))
    client.close()
    return time.perf_counter() - begin


class _Silence:
    """Hears and says nothing."""

    def link_changed(self, status: LinkStatus) -> None:
        """Take no notice."""

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Take no notice."""


async def our_start(port: int, lines: int) -> float:
    """Return the seconds that our client needs."""
    begin = time.perf_counter()
    settings = CstaSettings(
        profile="eltex_ecss10",
        username="demo.local",
        password="demo",
        monitor_window=WINDOW,
    )
    switch = CstaSystem(tcp_connector("127.0.0.1", port), _Silence(), settings)
    for number in line_numbers(lines):
        switch.add_line(number)
    await switch.start()
    await switch.wait_synchronized()
    took = time.perf_counter() - begin
    assert all(line.available for line in switch.lines.values())
    await switch.stop()
    return took


async def measure_client(rounds: int) -> list[Figure]:
    """Compare the clients in turns."""
    name = f"start of {LINES} lines, answers after {ANSWER_SECONDS * 1000:.0f} ms"
    comparison = Comparison(name, "cti", "bare client", "s", CLIENT_LIMIT)
    async with PeerProcess(ANSWER_SECONDS) as peer:
        for number in range(rounds):
            if number % 2:
                bare = await bare_start(peer.port, LINES)
                ours = await our_start(peer.port, LINES)
            else:
                ours = await our_start(peer.port, LINES)
                bare = await bare_start(peer.port, LINES)
            comparison.add(ours, bare)
    return comparison.figures()


async def measure_home_assistant(lines: int, *, in_groups: bool) -> list[Figure]:
    """Set a connection up, and see who holds the loop."""
    name = f"set-up of {lines} lines{' in groups' if in_groups else ''}"
    async with home_assistant() as hass, PeerProcess() as peer:
        own, grouped = (0, lines) if in_groups else (lines, 0)
        entry = csta_entry(peer.port, own, grouped)
        async with watched_loop() as holds:
            begin = time.perf_counter()
            await hass.config_entries.async_add(entry)
            took = time.perf_counter() - begin
            await hass.async_block_till_done()
            await async_wait_watched(entry)
            whole = time.perf_counter() - begin
        entities = len(hass.states.async_entity_ids())
        await hass.config_entries.async_unload(entry.entry_id)
    ours = holds.longest_ours
    return [
        Figure.of(f"{name}: entry loaded", "s", [took], note=f"{entities} states"),
        Figure.of(f"{name}: all watched", "s", [whole]),
        Figure.of(
            f"{name}: longest hold, ours",
            "ms",
            [ours.ours * 1000],
            limit=HOLD_LIMIT_MS,
            note=ours.where,
        ),
        *_others_holds(name, holds),
    ]


def _others_holds(name: str, holds: Holds) -> list[Figure]:
    core = holds.longest_core
    own = (core.seconds - core.ours) * 1000
    collection = holds.longest_collection * 1000
    note = "Python's own, over all objects of the process"
    return [
        Figure.of(f"{name}: longest hold, core's own", "ms", [own]),
        Figure.of(f"{name}: longest garbage collection", "ms", [collection], note=note),
    ]


async def measure_bare_home_assistant(lines: int) -> list[Figure]:
    """Add as many entities of the same kinds that do nothing, all at once."""
    name = f"set-up of bare entities for {lines} lines"
    async with home_assistant() as hass, PeerProcess() as peer:
        entry = csta_entry(peer.port, 1)
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        await hass.async_block_till_done()
        model = entities_of_a_line(hass, entry)
        await hass.config_entries.async_unload(entry.entry_id)
        entities = bare_lines(model, lines)
        async with watched_loop() as holds:
            begin = time.perf_counter()
            await async_add_bare(hass, entities)
            took = time.perf_counter() - begin
        note = f"{len(hass.states.async_entity_ids())} states"
    return [
        Figure.of(f"{name}: entry loaded", "s", [took], note=note),
        *_others_holds(name, holds),
    ]
