"""What is measured: the name of each benchmark, what it tells, and how often it is run."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from . import (
    browser,
    cards,
    contacts,
    event_cost,
    gateways,
    imports,
    latency,
    memory,
    peers,
    recorder,
    refreshes,
    routes,
    start,
    watchers,
)
from .figures import Figure

type Measure = Callable[[bool], Coroutine[Any, Any, list[Figure]]]
"""Measures; True asks for few rounds."""

REPEATED: Final = 3
EVENT: Final = (
    "Processor time of an event, from its bytes to the last state written. The floor parses the same "
    "bytes and lets bare entities write the same states."
)
AS_LINES: Final = (
    "The same, where the floor writes what an event of a line with entities writes, and not the little "
    "that a group shows of it."
)
HEARD: Final = (
    "The same where somebody listens to states, as the recorder does: for each write core then makes "
    "an event, and garbage that is collected."
)
SET_UP: Final = (
    "Home Assistant sets a connection up. A hold is the longest stretch of processor time without a "
    "turn for others, garbage collections apart."
)


@dataclass(frozen=True)
class Benchmark:
    """What a benchmark tells, how it measures, and in how many processes, in turns with others."""

    about: str
    measure: Measure
    processes: int = 1
    only_named: bool = False
    """Whether it's run only where it's asked for: it wants more than others do."""


def _event(lines: int, about: str = EVENT, **options: Any) -> Benchmark:
    def measure(quick: bool) -> Coroutine[Any, Any, list[Figure]]:
        return event_cost.measure(lines, turns=15 if quick else 100, **options)

    return Benchmark(about, measure, REPEATED)


async def _imports(quick: bool) -> list[Figure]:
    return await asyncio.to_thread(imports.measure, 1 if quick else 5)


async def _codec(quick: bool) -> list[Figure]:
    return peers.measure_codec(5 if quick else 25)


WATCHERS: Final = (
    "Automations and cards on one large group; an event beside automations that wait for another "
    "one is compared with the same event without them."
)

CONTACTS: Final = (
    "A phone book from a file, in Home Assistant: processor time of reading it in a thread, the longest "
    "hold of the loop meanwhile, the slowest of several searches by name, finding a caller by a number "
    "that is spelled differently, and what Python allocates."
)


def _contacts(count: int) -> Measure:
    return lambda quick: contacts.measure(count)


GATEWAY: Final = (
    "Three gateways, each with a phone system of its own, on a NATS cluster of three nodes, all on this "
    "machine: processor time of an event and memory of a line beside a direct connection, and how soon "
    "all is true after a gateway and a node are killed. 30,000 lines want more than two processors."
)
REFRESHES: Final = (
    "A phone book is fetched from a server, a process of its own: the longest time without a turn of "
    "the event loop, in processor time of all threads, garbage collections included."
)


def _refreshes(source: str, count: int) -> Measure:
    return lambda quick: refreshes.measure(source, count)


def _gateway(lines: int, rate: float) -> Measure:
    return lambda quick: gateways.measure(lines, rate, 15 if quick else 30)


BENCHMARKS: Final[dict[str, Benchmark]] = {
    "event, 10": _event(10),
    "event, 900": _event(900),
    "event, 10 in a group": _event(10, in_groups=True),
    "event, 10,000 in groups": _event(10_000, in_groups=True),
    "event, 10,000 as lines": _event(10_000, AS_LINES, in_groups=True, as_lines=True),
    "event, heard": _event(10, HEARD, heard=True),
    "event, Telestra": _event(10, protocol="telestra"),
    "latency": Benchmark(
        "From the moment at which a switch, a process of its own, sends an event to its last state; 1,000 "
        "a second on 100 lines.",
        lambda quick: latency.measure(4 if quick else 20),
        REPEATED,
    ),
    "latency, floor": Benchmark(
        "The same with a client that parses and writes, and does nothing else.",
        lambda quick: latency.measure_floor(4 if quick else 20),
        REPEATED,
    ),
    "routes": Benchmark(
        "From the moment at which a phone system, a process of its own, asks where a call goes to the "
        "answer of an automation there; 40 calls a second.",
        lambda quick: routes.measure(4 if quick else 20),
        REPEATED,
    ),
    "start": Benchmark(
        "The client alone watches lines: a monitor and a snapshot for each, 32 requests at a time. "
        "The bare client asks the same and looks at no answer closely.",
        lambda quick: start.measure_client(2 if quick else 7),
    ),
    "set-up, 900": Benchmark(
        SET_UP,
        lambda quick: start.measure_home_assistant(900, in_groups=False),
        REPEATED,
    ),
    "set-up, bare": Benchmark(
        "As many entities of the same kinds that do nothing, handed to Home Assistant at once.",
        lambda quick: start.measure_bare_home_assistant(900),
        REPEATED,
    ),
    "set-up, 10,000 in groups": Benchmark(
        SET_UP,
        lambda quick: start.measure_home_assistant(10_000, in_groups=True),
        REPEATED,
    ),
    "memory": Benchmark(
        "What Python allocates for a line, its entities and their registry entries included.",
        lambda quick: memory.measure_entities(20 if quick else 200),
    ),
    "memory in groups": Benchmark(
        "What Python allocates for a line that has no entities of its own.",
        lambda quick: memory.measure_group(1000 if quick else 10_000),
    ),
    "recorder": Benchmark(
        "What an answered call from a new number adds to the database.",
        lambda quick: recorder.measure(),
    ),
    "codec": Benchmark(
        "Processor time for reading who calls whom out of a DeliveredEvent.", _codec
    ),
    "socket to state": Benchmark(
        "From an event on the socket to the last state that it changes, one event at a time.",
        lambda quick: peers.measure_socket_to_state(20 if quick else 200),
    ),
    "intake": Benchmark(
        "Processor time of an event in the client alone. Ours parses XML and keeps every call's state; "
        "panoramisk splits the lines of an Asterisk's message into a dictionary and keeps nothing.",
        lambda quick: peers.measure_intake(5 if quick else 25),
    ),
    "imports": Benchmark(
        "Processor time for importing all modules of an integration, and for its set-up in Home Assistant "
        "with what it imports.",
        _imports,
    ),
    **{
        f"gateway, {lines:,}": Benchmark(
            GATEWAY, _gateway(lines, rate), only_named=True
        )
        for lines, rate in ((300, 60), (3_000, 300), (30_000, 1_000))
    },
    **{
        f"contacts, {count:,}": Benchmark(CONTACTS, _contacts(count))
        for count in (1_000, 50_000, 500_000)
    },
    "contacts, pictures": Benchmark(
        "Contacts with a picture each: the pictures are on the disk, memory holds their keys.",
        lambda quick: contacts.measure_pictures(),
    ),
    **{
        f"refresh, {source}": Benchmark(REFRESHES, _refreshes(source, count))
        for source, count in (
            ("carddav", 20_000),
            ("fritzbox", 20_000),
            ("ldap", 50_000),
        )
    },
    "watchers": Benchmark(WATCHERS, watchers.measure),
    "cards": Benchmark(
        "Processor time and bytes that one more open card costs, for each event of a line that it shows.",
        cards.measure,
        REPEATED,
    ),
    "browser": Benchmark(
        "The card in Chromium on a page of its own, told of calls as the integration tells of them. The "
        "page is watched as long without events before, since a busy machine drops frames, too.",
        browser.measure,
    ),
}
