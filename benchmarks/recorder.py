"""What one answered call costs the database, beside core's fritzbox_callmonitor for the same call."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
import sqlite3

from homeassistant.components.recorder.const import DOMAIN as RECORDER
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import async_initialize_recorder, get_instance
from homeassistant.setup import async_setup_component

from .core import async_set_up, async_wait_watched, csta_entry, home_assistant
from .figures import Figure
from .fritzbox import FritzBox
from .peer import PeerServer
from .wire import csta_call, line_numbers

CALLS = 300
TABLES = ("states", "state_attributes")

type PlaceCall = Callable[[int], Awaitable[None]]


def _size(path: Path) -> tuple[int, int]:
    """Return rows and bytes of the database, its log merged in."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rows = sum(
            int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # our own names
            for table in TABLES
        )
        used = database.execute(
            "SELECT (SELECT page_count FROM pragma_page_count) - "
            "(SELECT freelist_count FROM pragma_freelist_count)"
        ).fetchone()[0]
        size = database.execute("PRAGMA page_size").fetchone()[0]
    return rows, int(used) * int(size)


async def _cost(hass: HomeAssistant, place_call: PlaceCall) -> tuple[float, float]:
    """Return rows and bytes of one call."""
    recorder = get_instance(hass)
    path = Path(hass.config.path("home-assistant_v2.db"))

    async def size() -> tuple[int, int]:
        await hass.async_block_till_done()
        await recorder.async_block_till_done()
        return await hass.async_add_executor_job(_size, path)

    for number in range(20):
        await place_call(number)
    rows, used = await size()
    for number in range(20, 20 + CALLS):
        await place_call(number)
    rows_after, used_after = await size()
    return (rows_after - rows) / CALLS, (used_after - used) / CALLS


async def _start_recorder(hass: HomeAssistant) -> None:
    async_initialize_recorder(hass)
    assert await async_setup_component(
        hass, RECORDER, {RECORDER: {"commit_interval": 1}}
    )


async def _ours() -> tuple[float, float]:
    async with home_assistant() as hass, PeerServer() as server:
        await _start_recorder(hass)
        entry = csta_entry(server.port, 1)
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        number = line_numbers(1)[0]
        coordinator = entry.runtime_data

        async def place_call(count: int) -> None:
            ended = coordinator.call_log.totals.calls_answered
            for data in csta_call(number, count):
                server.send(data)
                await asyncio.sleep(0.002)
            while coordinator.call_log.totals.calls_answered == ended:  # noqa: ASYNC110
                await asyncio.sleep(0.001)

        cost = await _cost(hass, place_call)
        await hass.config_entries.async_unload(entry.entry_id)
        return cost


async def _theirs() -> tuple[float, float]:
    async with home_assistant() as hass:
        await _start_recorder(hass)
        box = FritzBox(hass)
        await box.async_add()

        async def place_call(count: int) -> None:
            for kind in ("incoming", "answered", "ended"):
                box.parse(kind, count)
                await hass.async_block_till_done()

        return await _cost(hass, place_call)


async def measure() -> list[Figure]:
    """Measure both."""
    rows, used = await _ours()
    their_rows, their_used = await _theirs()
    note = "one sensor with everything in its attributes"
    return [
        Figure.of("recorder, rows of a call: telephony", "", [rows]),
        Figure.of(
            "recorder, rows of a call: fritzbox_callmonitor",
            "",
            [their_rows],
            note=note,
        ),
        Figure.of("recorder, bytes of a call: telephony", "", [used]),
        Figure.of("recorder, bytes of a call: fritzbox_callmonitor", "", [their_used]),
    ]
