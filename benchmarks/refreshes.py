"""How long everything waits while a phone book is fetched from a server, read, indexed and stored."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
import gc
import time
from typing import Any

from homeassistant.components.network import DOMAIN as NETWORK
from homeassistant.setup import async_setup_component

from .core import async_set_up, home_assistant, make_entry
from .figures import Figure
from .sources import BOOK, open_source

HOLD_LIMIT_MS = 50.0
REFRESHES = 3
_SECONDS = 0.001


@dataclass(slots=True)
class Wait:
    """The longest time without a turn of the event loop, in processor time of all threads.

    Whoever works in a thread lets others go on after five milliseconds, but not while a garbage
    collection or a single step of Python's own takes longer.
    """

    longest: float = 0.0
    collections: int = 0
    """How often all objects of the process were looked at meanwhile."""


@asynccontextmanager
async def waiting_loop() -> AsyncIterator[Wait]:
    """Note the longest wait of the running loop."""
    wait = Wait()

    def collected(phase: str, info: dict[str, int]) -> None:
        wait.collections += phase == "stop" and info["generation"] == 2

    async def beat() -> None:
        while True:
            begin = time.process_time()
            await asyncio.sleep(_SECONDS)
            wait.longest = max(wait.longest, time.process_time() - begin)

    gc.collect()
    gc.callbacks.append(collected)
    beating = asyncio.create_task(beat())
    await asyncio.sleep(_SECONDS)
    try:
        yield wait
    finally:
        await asyncio.sleep(_SECONDS * 2)
        beating.cancel()
        gc.callbacks.remove(collected)


def _data(source: str, port: int) -> dict[str, Any]:
    data = {"source": source, "store": source, "verify_certificate": True}
    login = {"username": "reader", "password": "demo"}
    here = {"host": "127.0.0.1", "port": port}
    if source == "ldap":
        return data | here | {"encryption": "none", "search_base": "dc=house"}
    if source == "fritzbox":
        return data | here | login | {"tls": False}
    url = f"http://127.0.0.1:{port}"
    return data | login | {"url": url, "address_books": [f"{url}{BOOK}"]}


async def measure(source: str, contacts: int) -> list[Figure]:
    """Fetch all contacts, then those of a server at which a fiftieth has changed."""
    name = f"{source}, {contacts:,} contacts"
    async with (
        open_source(source, contacts) as (port, change),
        home_assistant() as hass,
    ):
        await async_setup_component(hass, NETWORK, {})
        entry = make_entry("telephony", "People", _data(source, port))
        begin = time.perf_counter()
        await async_set_up(hass, entry)
        await hass.async_block_till_done(wait_background_tasks=True)
        first = time.perf_counter() - begin
        book = entry.runtime_data
        if book.count != contacts:
            raise RuntimeError(f"{book.count} contacts: {book.problem}")
        waits, took = [], []
        collections = 0
        for _ in range(REFRESHES):
            await change()
            begin = time.perf_counter()
            async with waiting_loop() as wait:
                await book.async_refresh()
            took.append(time.perf_counter() - begin)
            waits.append(wait.longest * 1000)
            collections += wait.collections
    note = f"{collections} full garbage collections"
    return [
        Figure.of(f"{name}: the first time", "s", [first]),
        Figure.of(f"{name}: a refresh, some changed", "s", took),
        Figure.of(
            f"{name}: longest wait", "ms", [max(waits)], limit=HOLD_LIMIT_MS, note=note
        ),
    ]
