"""Calls that another run has shown go on in this one: the same ids and times, nothing told twice."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from custom_components.telephony.cti import (
    Call,
    CallEvent,
    CallEventType,
    CallState,
    CstaSettings,
    CstaSystem,
    Direction,
    KnownCall,
    Line,
    LinkStatus,
    Outcome,
    Party,
    PhoneSystem,
    TelestraSystem,
    tcp_connector,
)
from simulator.csta import CstaFrontEnd
from simulator.exchange import Exchange
from simulator.options import ExchangeOptions
from simulator.server import FrontEnd, serve
from simulator.telestra import CallItems, TelestraFrontEnd, TelestraOptions

OUTSIDE = "+4930123456"
LINES = ("700", "701", "702", "703")


class Listener:
    """Keeps what is told."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.events: list[CallEvent] = []
        self._changed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def link_changed(self, status: LinkStatus) -> None:
        """Take no notice."""

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Keep the events."""
        self.events += events
        task = asyncio.create_task(self._tell())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until_states(
        self, system: PhoneSystem, *states: tuple[CallState, ...]
    ) -> None:
        """Wait until the lines' calls are in these states."""
        await self.until(
            lambda: (
                tuple(
                    tuple(call.state for call in system.line(line).calls)
                    for line in LINES
                )
                == states
            )
        )

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(is_so)


def new_system(protocol: str, port: int, listener: Listener) -> PhoneSystem:
    """Return a client, before it's started."""
    connector = tcp_connector("127.0.0.1", port)
    if protocol == "telestra":
        return TelestraSystem(connector, listener)
    login = CstaSettings(username="demo.local", password="demo")
    return CstaSystem(connector, listener, login)


@asynccontextmanager
async def watching(
    protocol: str, port: int, known: Iterable[KnownCall] = ()
) -> AsyncIterator[tuple[PhoneSystem, Listener]]:
    """Watch the lines, with calls from before."""
    listener = Listener()
    system = new_system(protocol, port, listener)
    for number in LINES:
        line = system.add_line(number)
        line.resume(each for each in known if each.call.line == number)
    await system.start()
    try:
        await system.wait_synchronized()
        yield system, listener
    finally:
        await system.stop()


def known_calls(system: PhoneSystem, listener: Listener) -> list[KnownCall]:
    """Return what has to be kept of all calls."""
    return [
        KnownCall(
            call,
            line.reference(call.call_id),
            frozenset(
                event.type
                for event in listener.events
                if event.call.call_id == call.call_id
            ),
        )
        for line in system.lines.values()
        for call in line.calls
    ]


@pytest.mark.parametrize("protocol", ["csta", "telestra"])
async def test_calls_go_on_in_another_run(protocol: str) -> None:
    loop = asyncio.get_running_loop()
    exchange = Exchange(loop, LINES, options=ExchangeOptions(ring_caller_first=False))
    tells_states = TelestraOptions(call_items=CallItems.OBJECTS)
    front_ends: dict[str, FrontEnd] = {
        "csta": CstaFrontEnd(exchange, loop),
        "telestra": TelestraFrontEnd(exchange, loop, tells_states),
    }
    front_end = front_ends[protocol]
    async with serve(front_end) as server:
        async with watching(protocol, server.port) as (system, listener):
            exchange.dial(OUTSIDE, "700")
            for line in ("701", "702", "703"):
                exchange.dial(OUTSIDE, line)
                exchange.answer(line, exchange.calls_of(line)[0].call.id)
            ringing, talking = (CallState.RINGING,), (CallState.CONNECTED,)
            await listener.until_states(system, ringing, talking, talking, talking)
            known = known_calls(system, listener)
        # Nobody watches while one is answered and another one ends.
        exchange.answer("700", exchange.calls_of("700")[0].call.id)
        exchange.clear_connection("702", exchange.calls_of("702")[0].call.id)
        async with watching(protocol, server.port, known) as (system, listener):
            await listener.until_states(system, talking, talking, (), talking)
            shown = {
                call.call_id: call
                for line in system.lines.values()
                for call in line.calls
            }
            assert set(shown) == {
                each.call.call_id for each in known if each.call.line != "702"
            }
            assert {
                event.call.line: (event.type, event.outcome)
                for event in listener.events
            } == {
                "700": (CallEventType.ANSWERED, None),
                "702": (CallEventType.ENDED, Outcome.UNKNOWN),
            }
            assert len(listener.events) == 2
            for each in known:
                if each.call.line in ("701", "703"):
                    assert shown[each.call.call_id] == each.call
            listener.events.clear()
            exchange.clear_connection("701", exchange.calls_of("701")[0].call.id)
            await listener.until_states(system, talking, (), (), talking)
            [ended] = listener.events
            assert (ended.type, ended.outcome) == (
                CallEventType.ENDED,
                Outcome.ANSWERED,
            )
            assert ended.talk_seconds is not None
    for call_id in list(exchange.calls):
        exchange.clear_call(call_id)


async def test_a_call_is_named_by_whoever_wants_to() -> None:
    loop = asyncio.get_running_loop()
    exchange = Exchange(loop, LINES)
    async with serve(CstaFrontEnd(exchange, loop)) as server:
        listener = Listener()
        system = new_system("csta", server.port, listener)
        system.name_calls(lambda line, reference: f"{line} {reference}")
        system.add_line("700")
        await system.start()
        await system.wait_synchronized()
        exchange.dial(OUTSIDE, "700")
        await listener.until(lambda: bool(listener.events))
        call = listener.events[0].call
        assert call.call_id == f"700 {call.switch_call_id}"
        await system.stop()
        exchange.clear_call(exchange.calls_of("700")[0].call.id)


@pytest.mark.parametrize(
    ("direction", "told"),
    [(None, ()), (Direction.OUTGOING, (CallEventType.REMOTE_RINGING,))],
)
def test_a_call_that_was_found_in_progress_does_not_begin_in_another_run(
    direction: Direction | None, told: tuple[CallEventType, ...]
) -> None:
    call = Call(
        *("c1", "700", CallState.DIALING, direction, Party(OUTSIDE), None),
        datetime(2026, 11, 27, 12, tzinfo=UTC),
    )
    line = Line("700")
    line.resume([KnownCall(call, "17", frozenset(told))])
    line.change("c1", state=CallState.CONNECTED, direction=Direction.OUTGOING)
    events = line.drain_events()
    assert events is not None
    assert [event.type for event in events] == [CallEventType.ANSWERED]
