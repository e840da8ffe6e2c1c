"""What an event costs, from its bytes to the last state written, beside the least it could cost."""

import argparse
import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
import gc
import random
import time
from typing import Any, Final

from lxml import etree
import orjson

from custom_components.telephony.connection import protocols as connection
from custom_components.telephony.coordinator import TelephonyCoordinator
from custom_components.telephony.cti.connector import tcp_connector
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, HomeAssistant, callback

from .bare import (
    GROUP_ENTITIES,
    GROUP_WRITES,
    LINE_ENTITIES,
    LINE_WRITES,
    BareDevice,
    async_add_bare,
)
from .core import (
    LINES_OF_A_GROUP,
    async_set_up,
    async_wait_watched,
    csta_entry,
    home_assistant,
    telestra_entry,
)
from .figures import Comparison, Figure, table
from .peer import PeerServer
from .profiles import Samples
from .wire import KINDS, csta_event, frame, line_numbers, telestra_event

LIMIT = 2.0
LINES_AT_A_TIME = 10
CALLS_IN_A_TURN = 5
"""Calls of each of these lines before it is the other's turn: who comes first in a turn finds the
processor's caches full of what the other needs."""
WARM_UP = 10
PROFILED_ROUNDS = 2000
WHOLE_CALL = "a call's three events"

type Events = Mapping[str, Sequence[bytes]]
type Costs = dict[str, float]


class Wire:
    """Takes the place of the connector, to put bytes where the socket would put them."""

    def __init__(self) -> None:
        """Begin unconnected."""
        self.protocol: asyncio.Protocol | None = None

    def connector(self, host: str, port: int, ssl: Any = None, pinned: Any = ()) -> Any:
        """Connect as usual, and remember who receives."""
        connect = tcp_connector(host, port, ssl, pinned)

        async def remember(factory: Any) -> Any:
            transport, self.protocol = await connect(factory)
            return transport, self.protocol

        return remember

    def feed(self, data: bytes) -> None:
        """Receive bytes."""
        assert self.protocol is not None
        self.protocol.data_received(data)


def _clock(messages: Sequence[Any], handle: Callable[[Any], None]) -> float:
    """Return the microseconds of processor time that each message took."""
    begin = time.thread_time()
    for message in messages:
        handle(message)
    return (time.thread_time() - begin) / len(messages) * 1e6


@dataclass(frozen=True)
class Language:
    """How a protocol writes an event, puts it on the wire, and is parsed at the least."""

    write: Callable[[str, str, int], bytes]
    wrap: Callable[[bytes], bytes]
    parse: Callable[[bytes], object]


LANGUAGES: Final = {
    "csta": Language(csta_event, lambda xml: frame("9999", xml), etree.fromstring),
    "telestra": Language(telestra_event, lambda json: json + b"\0", orjson.loads),
}


class Bench:
    """Our connection: what is fed to it, and what has become of it."""

    def __init__(
        self, wire: Wire, coordinator: TelephonyCoordinator, language: Language
    ) -> None:
        """Begin with the first call."""
        self.wire = wire
        self.language = language
        self._coordinator = coordinator
        self._count = 0

    @property
    def _ended(self) -> int:
        return self._coordinator.call_log.totals.calls_answered

    def events(self, numbers: Sequence[str]) -> Events:
        """Return what happens to the next call of each line."""
        self._count += 1
        return {
            kind: [self.language.write(kind, number, self._count) for number in numbers]
            for kind in KINDS
        }

    async def ours(self, events: Events) -> Costs | None:
        """Let the integration receive the events.

        None where this machine did something else for so long that the link took a rest.
        """
        ended = self._ended + len(events[KINDS[-1]])
        costs = {
            kind: _clock(list(map(self.language.wrap, messages)), self.wire.feed)
            for kind, messages in events.items()
        }
        if self._ended == ended:
            return costs
        while self._ended < ended:  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(0)
        return None


@callback
def _hear(event: Event[Any]) -> None:
    """Do nothing about a state."""


def floor(
    devices: Sequence[BareDevice], events: Events, parse: Callable[[bytes], object]
) -> Costs:
    """Parse the same bytes and write what has to be written."""

    def handle(message: tuple[str, bytes, BareDevice]) -> None:
        kind, xml, device = message
        parse(xml)
        device.write(kind)

    return {
        kind: _clock(
            [
                (kind, xml, device)
                for xml, device in zip(messages, devices, strict=True)
            ],
            handle,
        )
        for kind, messages in events.items()
    }


def _some(numbers: Sequence[str], chance: random.Random) -> list[str]:
    """Return the lines that have a call at a time."""
    return chance.sample(numbers, min(LINES_AT_A_TIME, len(numbers)))


@dataclass(frozen=True)
class Turn:
    """What happens in a turn: a few calls on a few lines, and the bare devices of these."""

    events: Sequence[Events]
    devices: Sequence[Sequence[BareDevice]]

    async def ours(self, bench: Bench) -> Costs | None:
        """Let the integration go through it."""
        costs = [await bench.ours(each) for each in self.events]
        return _mean([each for each in costs if each is not None])

    def floor(self, bench: Bench) -> Costs | None:
        """Do the least of it."""
        parse = bench.language.parse
        pairs = zip(self.devices, self.events, strict=True)
        return _mean([floor(devices, events, parse) for devices, events in pairs])


def _mean(costs: Sequence[Costs]) -> Costs | None:
    """Return the mean by kind; None without anything measured."""
    if not costs:
        return None
    return {kind: sum(each[kind] for each in costs) / len(costs) for kind in KINDS}


async def compare(
    name: str, bench: Bench, floor_of: Mapping[str, BareDevice], turns: int
) -> list[Comparison]:
    """Let calls come on a few lines at a time, in turns with the least of it."""
    chance = random.Random(9)
    numbers = list(floor_of)
    comparisons = {
        kind: Comparison(f"{name}, {kind}", "ours", "floor", "us", LIMIT)
        for kind in (*KINDS, WHOLE_CALL)
    }
    for number in range(turns):
        chosen = [_some(numbers, chance) for _ in range(CALLS_IN_A_TURN)]
        turn = Turn(
            [bench.events(lines) for lines in chosen],
            [[floor_of[line] for line in lines] for lines in chosen],
        )
        gc.collect(0)
        if number % 2:
            b = turn.floor(bench)
            a = await turn.ours(bench)
        else:
            a = await turn.ours(bench)
            b = turn.floor(bench)
        if a is None or b is None:
            continue
        for kind in KINDS:
            comparisons[kind].add(a[kind], b[kind])
        comparisons[WHOLE_CALL].add(sum(a.values()), sum(b.values()))
    return list(comparisons.values())


def floor_devices(
    lines: int, *, in_groups: bool, as_lines: bool = False
) -> dict[str, BareDevice]:
    """Return for each line the bare device that stands for it or its group.

    A group's has a group's entities, or `as_lines` those of a line.
    """
    numbers = line_numbers(lines)
    if not in_groups:
        return {
            number: BareDevice(f"Bare {number}", LINE_ENTITIES, LINE_WRITES)
            for number in numbers
        }
    entities = LINE_ENTITIES if as_lines else GROUP_ENTITIES
    writes = LINE_WRITES if as_lines else GROUP_WRITES
    groups = [
        BareDevice(f"Bare group {index}", entities, writes)
        for index in range(0, lines, LINES_OF_A_GROUP)
    ]
    return {
        number: groups[index // LINES_OF_A_GROUP]
        for index, number in enumerate(numbers)
    }


class Writes:
    """Counts the states written of the integration's entities."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin to count."""
        self.entity_ids: list[str] = []
        self.stop = hass.bus.async_listen("state_changed", self._on_change)

    @callback
    def _on_change(self, event: Event[Any]) -> None:
        self.entity_ids.append(event.data["entity_id"])


async def count_writes(hass: HomeAssistant, bench: Bench, number: str) -> int:
    """Return how many states one call writes."""
    writes = Writes(hass)
    await bench.ours(bench.events([number]))
    writes.stop()
    return len(writes.entity_ids)


async def count_garbage(
    name: str, bench: Bench, floor_of: Mapping[str, BareDevice]
) -> list[Figure]:
    """Return how many objects one call leaves to the garbage collector."""
    numbers = list(floor_of)[:LINES_AT_A_TIME]
    devices = [floor_of[number] for number in numbers]
    gc.collect()
    gc.disable()
    await bench.ours(bench.events(numbers))
    ours = gc.collect() / len(numbers)
    floor(devices, bench.events(numbers), bench.language.parse)
    least = gc.collect() / len(numbers)
    gc.enable()
    return [
        Figure.of(f"{name}: objects a call leaves as garbage: ours", "", [ours]),
        Figure.of(f"{name}: objects a call leaves as garbage: floor", "", [least]),
    ]


async def profile(bench: Bench, numbers: Sequence[str]) -> str:
    """Return where the time of many calls goes."""
    chance = random.Random(9)
    samples = Samples()
    for _ in range(PROFILED_ROUNDS):
        events = bench.events(_some(numbers, chance))
        with samples.taken():
            await bench.ours(events)
    return samples.tables()


async def measure(
    lines: int,
    *,
    turns: int,
    in_groups: bool = False,
    as_lines: bool = False,
    protocol: str = "csta",
    heard: bool = False,
    profiled: bool = False,
) -> list[Figure]:
    """Measure one size; `heard` lets somebody listen to states, as the recorder does."""
    wire = Wire()
    setattr(connection, "tcp_connector", wire.connector)  # noqa: B010  # the same, with an ear
    telestra = protocol == "telestra"
    async with home_assistant() as hass, PeerServer(telestra=telestra) as server:
        own, grouped = (0, lines) if in_groups else (lines, 0)
        entry = (
            telestra_entry(server.port, lines)
            if telestra
            else csta_entry(server.port, own, grouped)
        )
        await async_set_up(hass, entry)
        await async_wait_watched(entry)
        devices = floor_devices(lines, in_groups=in_groups, as_lines=as_lines)
        unique = {id(device): device for device in devices.values()}
        await async_add_bare(
            hass,
            [
                entity
                for device in unique.values()
                for entity in device.entities.values()
            ],
        )
        await hass.async_block_till_done(wait_background_tasks=True)
        bench = Bench(wire, entry.runtime_data, LANGUAGES[protocol])
        written = await count_writes(hass, bench, line_numbers(lines)[0])
        if heard:
            hass.bus.async_listen(EVENT_STATE_CHANGED, _hear)
        gc.collect()
        gc.freeze()
        name = f"{lines} {'accounts' if telestra else 'lines'}"
        name += " in groups" if in_groups else ""
        name += " beside a line's writes" if as_lines else ""
        await compare(name, bench, devices, WARM_UP)
        comparisons = await compare(name, bench, devices, turns)
        garbage = await count_garbage(name, bench, devices) if heard else []
        if profiled:
            print(await profile(bench, line_numbers(lines)))
        await hass.config_entries.async_unload(entry.entry_id)
    writes = Figure.of(f"{name}: states written by a call", "", [written])
    return [
        writes,
        *garbage,
        *(figure for each in comparisons for figure in each.figures()),
    ]


def main() -> None:
    """Print where the time of an event goes, by part and by function."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=10)
    parser.add_argument("--groups", action="store_true")
    parser.add_argument("--protocol", choices=LANGUAGES, default="csta")
    parser.add_argument("--heard", action="store_true")
    options = parser.parse_args()
    figures = asyncio.run(
        measure(
            options.lines,
            in_groups=options.groups,
            protocol=options.protocol,
            heard=options.heard,
            turns=50,
            profiled=True,
        )
    )
    print(table(figures))


if __name__ == "__main__":
    main()
