"""How long an event takes from the switch's socket to the last state, at a thousand events a second.

Other processes and Python's own garbage collector make such a tail as well. So traffic comes in
portions, of which those count in which the rest of the machine did least; and a client that does
only what cannot be left out is measured beside ours, in the same core.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
import gc
import os
from pathlib import Path
import re
import time
from typing import Any, Final, Self, override

from lxml import etree

from homeassistant.core import Event, HomeAssistant, callback

from .bare import LINE_ENTITIES, LINE_WRITES, BareDevice, async_add_bare
from .core import async_set_up, async_wait_watched, csta_entry, home_assistant
from .figures import Figure, percentile
from .peer import PeerProcess
from .wire import line_numbers, reference

RATE: Final = 1000.0
PORTION_SECONDS: Final = 1.0
KEPT: Final = 4
"""Of so many portions the quietest one counts."""
LINES: Final = 100
LIMIT_MS: Final = 5.0
_REFERENCE: Final = re.compile(rb"<monitorCrossRefID>([^<]*)<")
_KINDS: Final = {"D": "incoming", "E": "answered", "C": "ended"}
"""What happens to the call, by the first letter of the event's name."""


class Arrivals:
    """When the event entity of each line, which writes last, has written."""

    def __init__(self, hass: HomeAssistant, form: str) -> None:
        """Begin to look; `form` is the entity id with the line's number left out."""
        self._of_line: defaultdict[str, deque[float]] = defaultdict(deque)
        self._begin, self._end = form.split("{}")
        self.stop = hass.bus.async_listen("state_changed", self._on_change)

    @callback
    def _on_change(self, event: Event[Any]) -> None:
        entity_id: str = event.data["entity_id"]
        if entity_id.startswith(self._begin):
            number = entity_id.removeprefix(self._begin).removesuffix(self._end)
            self._of_line[number].append(time.perf_counter())

    async def after(self, number: str, moment: float) -> float:
        """Return the milliseconds from a moment to the next write of a line, once it is there."""
        while not self._of_line[number]:  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(0.01)
        return (self._of_line[number].popleft() - moment) * 1000


class BareClient(asyncio.Protocol):
    """Parses what comes and writes what has to be written, and nothing else."""

    def __init__(self, devices: Mapping[bytes, BareDevice]) -> None:
        """Write to these devices, by the cross reference of their monitors."""
        self._devices = devices
        self._buffer = b""

    @override
    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while len(self._buffer) >= 8:
            length = int.from_bytes(self._buffer[2:4])
            if len(self._buffer) < length:
                return
            xml, self._buffer = self._buffer[8:length], self._buffer[length:]
            root = etree.fromstring(xml)
            found = _REFERENCE.search(xml)
            assert found is not None
            kind = _KINDS[str(root.tag).rpartition("}")[2][0]]
            self._devices[found[1]].write(kind)


@dataclass(frozen=True)
class Portion:
    """The milliseconds that each event took, and the processors that others used meanwhile."""

    took: list[float]
    others: float


@dataclass(frozen=True)
class Work:
    """Seconds: of the clock, and of the processors by all, by the peer and by us."""

    clock: float
    all: float
    peer: float
    ours: float

    @classmethod
    def until_now(cls, peer: float) -> Self:
        """Return what was done since the machine was started; nothing is known off Linux."""
        clock, ours = time.perf_counter(), time.process_time()
        try:
            text = Path("/proc/stat").read_text(encoding="ascii")
        except OSError:
            return cls(clock, 0.0, 0.0, 0.0)
        user, nice, system, _, _, *rest = map(int, text.split()[1:9])
        ticks = user + nice + system + sum(rest)
        return cls(clock, ticks / os.sysconf("SC_CLK_TCK"), peer, ours)

    def of_others_since(self, before: Self) -> float:
        """Return how many processors others have used."""
        used = self.all - self.peer - self.ours
        used -= before.all - before.peer - before.ours
        return max(0.0, used / (self.clock - before.clock))


async def _portions(
    hass: HomeAssistant, peer: PeerProcess, form: str, count: int
) -> list[Portion]:
    """Let events come, and return the quietest portions."""
    warm_up = await peer.traffic(RATE, PORTION_SECONDS, LINES)
    await asyncio.sleep(0.5)
    gc.collect()
    gc.freeze()  # the set-up's objects, as after hours of running
    arrivals = Arrivals(hass, form)
    portions = []
    before = Work.until_now(warm_up.worked)
    for _ in range(count):
        traffic = await peer.traffic(RATE, PORTION_SECONDS, LINES)
        took = [await arrivals.after(line, moment) for line, _, moment in traffic.sent]
        now = Work.until_now(traffic.worked)
        portions.append(Portion(took, now.of_others_since(before)))
        before = now
    arrivals.stop()
    gc.unfreeze()
    portions.sort(key=lambda portion: portion.others)
    return portions[: max(1, count // KEPT)]


def _figures(name: str, portions: list[Portion], limit: float | None) -> list[Figure]:
    took = [each for portion in portions for each in portion.took]
    others = sum(portion.others for portion in portions) / len(portions)
    note = f"others used {others:.2f} of {os.cpu_count()} processors"
    tail = [percentile(took, 99)]
    return [
        Figure.of(f"{name}, median", "ms", took, note=note),
        Figure.of(f"{name}, 99th percentile", "ms", tail, limit=limit),
        Figure.of(f"{name}, longest", "ms", [max(took)]),
    ]


async def measure(count: int) -> list[Figure]:
    """Let so many portions of events come at an even rate from another process."""
    async with home_assistant() as hass, PeerProcess() as peer:
        entry = csta_entry(peer.port, LINES)
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        portions = await _portions(hass, peer, "event.line_{}_call", count)
        await hass.config_entries.async_unload(entry.entry_id)
    return _figures("ours", portions, LIMIT_MS)


async def measure_floor(count: int) -> list[Figure]:
    """Do the same with a client that does nothing but what must be done.

    It has a process of its own: its garbage would be collected while ours is measured.
    """
    devices = {
        number: BareDevice(f"Bare {number}", LINE_ENTITIES, LINE_WRITES)
        for number in line_numbers(LINES)
    }
    entities = [each for one in devices.values() for each in one.entities.values()]
    by_reference = {
        reference(number).encode(): device for number, device in devices.items()
    }
    async with home_assistant() as hass, PeerProcess() as peer:
        await async_add_bare(hass, entities)
        transport, _ = await asyncio.get_running_loop().create_connection(
            lambda: BareClient(by_reference), "127.0.0.1", peer.port
        )
        portions = await _portions(hass, peer, "event.bare_{}_event", count)
        transport.close()
    return _figures("floor", portions, None)
