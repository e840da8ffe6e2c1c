"""How long a phone system waits for the answer where a call goes, which an automation gives."""

import asyncio
from dataclasses import dataclass
import gc
import os
import time
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component

from .core import async_set_up, async_wait_watched, csta_entry, home_assistant
from .figures import Figure, percentile
from .latency import KEPT, PORTION_SECONDS, Work
from .peer import PeerProcess
from .wire import ROUTE_POINT

RATE: Final = 40.0
"""Calls a second; of more than fifty some would be handed back."""
LINES: Final = 100
LIMIT_MS: Final = 20.0


async def _async_route(hass: HomeAssistant, connection: str) -> None:
    """Set up an automation that sends each call to a line."""
    automation = {
        "alias": "Route",
        "mode": "parallel",
        "max": 100,
        "triggers": {
            "trigger": "telephony.call_to_route",
            "target": {"device_id": connection},
        },
        "actions": {
            "action": "telephony.route_call",
            "data": {"route_id": "{{ trigger.route_id }}", "number": "20001"},
        },
    }
    if not await async_setup_component(
        hass, "automation", {"automation": [automation]}
    ):
        raise RuntimeError("there are no automations")
    await hass.async_block_till_done()


async def measure(count: int) -> list[Figure]:
    """Let so many portions of questions come at an even rate, from another process."""
    async with home_assistant() as hass, PeerProcess() as peer:
        entry = csta_entry(peer.port, LINES, route_devices=ROUTE_POINT, route_seconds=5)
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        connection = dr.async_get(hass).async_get_device_by_identifier(
            ("telephony", entry.entry_id), entry.entry_id
        )
        if connection is None:
            raise RuntimeError("the connection has no device")
        await _async_route(hass, connection.id)
        _ = await peer.ask(RATE, 1.0)
        await asyncio.sleep(1.1)
        gc.collect()
        gc.freeze()  # the set-up's objects, as after hours of running
        portions = [await _async_portion(peer) for _ in range(count)]
        gc.unfreeze()
        await hass.config_entries.async_unload(entry.entry_id)
    costs = [portion.cost for portion in portions]
    portions.sort(key=lambda portion: portion.others)
    quiet = portions[: max(1, count // KEPT)]
    took = [each for portion in quiet for each in portion.took]
    others = sum(portion.others for portion in quiet) / len(quiet)
    note = f"others used {others:.2f} of {os.cpu_count()} processors"
    return [
        Figure.of("question to answer, median", "ms", took, note=note),
        Figure.of(
            "question to answer, 99th percentile",
            "ms",
            [percentile(took, 99)],
            limit=LIMIT_MS,
        ),
        Figure.of("question to answer, longest", "ms", [max(took)]),
        Figure.of("processor time of a question", "ms", costs),
    ]


@dataclass(frozen=True)
class Portion:
    """Milliseconds that each answer took, and of our processor time; processors that others used."""

    took: list[float]
    cost: float
    others: float


async def _async_portion(peer: PeerProcess) -> Portion:
    before, worked = Work.until_now(0.0), time.process_time()
    asked = await peer.ask(RATE, PORTION_SECONDS)
    cost = (time.process_time() - worked) * 1000 / len(asked)
    others = Work.until_now(0.0).of_others_since(before)
    return Portion([(told - sent) * 1000 for sent, told in asked], cost, others)
