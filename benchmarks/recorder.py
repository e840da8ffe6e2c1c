"""What one answered call costs the database, beside core's fritzbox_callmonitor for the same call."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Cost:
    """Rows of each table, and bytes of the whole database."""

    rows: tuple[float, ...]
    used: float

    def of_each(self, before: Cost) -> Cost:
        """Return what each of the calls since then has cost."""
        pairs = zip(self.rows, before.rows, strict=True)
        rows = tuple((now - then) / CALLS for now, then in pairs)
        return Cost(rows, (self.used - before.used) / CALLS)


def _cost_so_far(path: Path) -> Cost:
    """Return what is in the database, its log merged in."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rows = tuple(
            int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # our own names
            for table in TABLES
        )
        used = database.execute(
            "SELECT (SELECT page_count FROM pragma_page_count) - "
            "(SELECT freelist_count FROM pragma_freelist_count)"
        ).fetchone()[0]
        size = database.execute("PRAGMA page_size").fetchone()[0]
    return Cost(rows, int(used) * int(size))


def _caller(count: int) -> str:
    """Return who calls: each time somebody else, so that no attributes are there already."""
    return str(300_000 + count)


async def _cost(hass: HomeAssistant, place_call: PlaceCall) -> Cost:
    """Return what one call costs."""
    recorder = get_instance(hass)
    path = Path(hass.config.path("home-assistant_v2.db"))

    async def so_far() -> Cost:
        await hass.async_block_till_done()
        await recorder.async_block_till_done()
        return await hass.async_add_executor_job(_cost_so_far, path)

    for number in range(20):
        await place_call(number)
    before = await so_far()
    for number in range(20, 20 + CALLS):
        await place_call(number)
    return (await so_far()).of_each(before)


async def _start_recorder(hass: HomeAssistant) -> None:
    async_initialize_recorder(hass)
    assert await async_setup_component(
        hass, RECORDER, {RECORDER: {"commit_interval": 1}}
    )


async def _ours() -> Cost:
    async with home_assistant() as hass, PeerServer() as server:
        await _start_recorder(hass)
        entry = csta_entry(server.port, 1)
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        number = line_numbers(1)[0]
        coordinator = entry.runtime_data

        async def place_call(count: int) -> None:
            ended = coordinator.call_log.totals.calls_answered
            for data in csta_call(number, count, _caller(count)):
                server.send(data)
                await asyncio.sleep(0.002)
            while coordinator.call_log.totals.calls_answered == ended:  # noqa: ASYNC110
                await asyncio.sleep(0.001)

        cost = await _cost(hass, place_call)
        await hass.config_entries.async_unload(entry.entry_id)
        return cost


async def _theirs() -> Cost:
    async with home_assistant() as hass:
        await _start_recorder(hass)
        box = FritzBox(hass)
        await box.async_add()

        async def place_call(count: int) -> None:
            for kind in ("incoming", "answered", "ended"):
                box.parse(kind, count, _caller(count))
                await hass.async_block_till_done()

        return await _cost(hass, place_call)


def _figures(name: str, cost: Cost, limit: float | None = None) -> list[Figure]:
    states, attributes = cost.rows
    note = f"{states:.1f} states, {attributes:.1f} sets of attributes"
    return [
        Figure.of(
            f"recorder, rows of a call: {name}",
            "",
            [sum(cost.rows)],
            limit=limit,
            note=note,
        ),
        Figure.of(f"recorder, bytes of a call: {name}", "", [cost.used]),
    ]


async def measure() -> list[Figure]:
    """Measure both."""
    ours, theirs = await _ours(), await _theirs()
    return [
        *_figures("telephony", ours, limit=11),
        *_figures("fritzbox_callmonitor, one sensor", theirs),
    ]
