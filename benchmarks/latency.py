"""How long an event takes from the switch's socket to the last state, at a thousand events a second."""

import asyncio
from collections import defaultdict, deque
import gc
import time
from typing import Any

from homeassistant.core import Event, HomeAssistant, callback

from .core import async_set_up, async_wait_watched, csta_entry, home_assistant
from .figures import Figure, percentile
from .peer import PeerProcess

RATE = 1000.0
SECONDS = 10.0
LINES = 100
LIMIT_MS = 5.0


class Arrivals:
    """When the event entity of each line, which writes last, has written."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin to look."""
        self.of_line: defaultdict[str, deque[float]] = defaultdict(deque)
        self.stop = hass.bus.async_listen("state_changed", self._on_change)

    @callback
    def _on_change(self, event: Event[Any]) -> None:
        entity_id: str = event.data["entity_id"]
        if entity_id.startswith("event."):
            number = entity_id.removeprefix("event.line_").removesuffix("_call")
            self.of_line[number].append(time.perf_counter())


async def measure(rate: float = RATE, seconds: float = SECONDS) -> list[Figure]:
    """Let events come at an even rate from another process."""
    async with home_assistant() as hass, PeerProcess() as peer:
        entry = csta_entry(peer.port, LINES)
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        await peer.traffic(rate, 1.0, LINES)
        await asyncio.sleep(0.5)
        gc.collect()
        gc.freeze()  # the set-up's objects, as after hours of running
        arrivals = Arrivals(hass)
        sent = await peer.traffic(rate, seconds, LINES)
        await asyncio.sleep(1.0)
        arrivals.stop()
        await hass.config_entries.async_unload(entry.entry_id)
    took = [
        (arrivals.of_line[number].popleft() - moment) * 1000
        for number, _, moment in sent
    ]
    assert not any(arrivals.of_line.values())
    real_rate = len(sent) / (sent[-1][2] - sent[0][2])
    note = f"{len(sent)} events at {real_rate:.0f} a second"
    return [
        Figure.of("latency, median", "ms", took, note=note),
        Figure.of(
            "latency, 99th percentile", "ms", [percentile(took, 99)], limit=LIMIT_MS
        ),
        Figure.of("latency, longest", "ms", [max(took)]),
    ]
