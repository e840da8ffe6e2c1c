"""A client's process is stopped, or its clock is set: what it shows is right soon after."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
import json
import os
from pathlib import Path
import signal
import sys
from typing import Any

import pytest

from simulator.calls import LegState
from simulator.csta import CstaFrontEnd
from simulator.exchange import Exchange
from simulator.server import Server, serve
from simulator.telestra import CallItems, TelestraFrontEnd, TelestraOptions

from .sleeper import STOPPED_FOR

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
LINES = ("700", "701", "702", "703")
OUTSIDE = "+4989555000"
RIGHT_AGAIN = 10.0
"""Seconds after which what is shown must be what is."""
DST = {"spring": "2026-03-29T00:59:00", "autumn": "2026-10-25T00:59:00"}
"""A minute before Central European clocks change."""
WORDS = {
    LegState.ALERTING: "ringing",
    LegState.CONNECTED: "connected",
    LegState.HELD: "held",
}


class Sleeper:
    """The process, and what it has told."""

    def __init__(
        self,
        exchange: Exchange,
        front_end: CstaFrontEnd | TelestraFrontEnd,
        server: Server,
        process: asyncio.subprocess.Process,
    ) -> None:
        """Listen to it."""
        self.exchange = exchange
        self.front_end = front_end
        self.server = server
        self.events: list[dict[str, Any]] = []
        self._process = process
        self._calls: dict[str, list[str] | None] = {}
        self._ready = False

    async def hear(self) -> None:
        """Take over one thing that it tells."""
        assert self._process.stdout is not None
        said = json.loads(await self._process.stdout.readline())
        self._ready |= "ready" in said
        if "line" in said:
            self._calls[said["line"]] = said["calls"] if said["available"] else None
            self.events += said["events"]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Hear it out until something is so."""
        async with asyncio.timeout(RIGHT_AGAIN):
            while not condition():
                await self.hear()

    async def ready(self) -> None:
        """Wait until it watches its lines; a process takes its time to start."""
        async with asyncio.timeout(60):
            while not self._ready:
                await self.hear()

    async def right(self) -> None:
        """Wait until each line shows what is, for as long as that may take."""
        truth = {
            line: sorted(WORDS[leg.state] for leg in self.exchange.calls_of(line))
            for line in LINES
        }
        await self.until(lambda: self.shown == truth)

    @property
    def shown(self) -> dict[str, list[str] | None]:
        """What each line shows; None of one that isn't available."""
        return {
            line: None if calls is None else sorted(calls)
            for line, calls in sorted(self._calls.items())
        }

    def stop(self) -> None:
        """Stop the process; afterwards it does nothing."""
        self._process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WNOWAIT)

    def signal(self, number: signal.Signals) -> None:
        """Let it go on, or set its clock."""
        self._process.send_signal(number)

    def ring(self, line: str) -> int:
        """Let somebody call."""
        return self.exchange.dial(OUTSIDE, line).id

    def ended(self) -> list[dict[str, Any]]:
        """Return the ends that were told, none of which may run backwards."""
        for event in self.events:
            assert event["times"] == sorted(event["times"])
            assert (event["ring_seconds"] or 0) >= 0
            assert (event["talk_seconds"] or 0) >= 0
        return [event for event in self.events if event["type"] == "ended"]


@asynccontextmanager
async def sleeper(protocol: str, start: str) -> AsyncIterator[Sleeper]:
    """Start a phone system, and a process that watches it."""
    loop = asyncio.get_running_loop()
    exchange = Exchange(loop, LINES)
    front_end: CstaFrontEnd | TelestraFrontEnd = CstaFrontEnd(exchange, loop)
    if protocol == "telestra":
        accounts = {line: line for line in LINES}
        options = TelestraOptions(accounts=accounts, call_items=CallItems.OBJECTS)
        front_end = TelestraFrontEnd(exchange, loop, options)
    async with serve(front_end) as server:
        command = ("-m", "tests.cti.sleeper", protocol, str(server.port), start, *LINES)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "TZ": "Europe/Berlin"},
        )
        try:
            made = Sleeper(exchange, front_end, server, process)
            await made.ready()
            yield made
        finally:
            process.kill()
            await process.wait()
            for call in tuple(exchange.calls):
                exchange.clear_call(call)


def stay(_: Sleeper) -> None:
    """Keep the connection up."""


def cut(made: Sleeper) -> None:
    """Cut the connection."""
    made.server.drop_connections()


def expire(made: Sleeper) -> None:
    """End the session, as a phone system does that hears nothing for too long."""
    assert isinstance(made.front_end, CstaFrontEnd)
    made.front_end.expire_sessions()


@pytest.mark.parametrize(
    ("protocol", "meanwhile", "season"),
    [
        ("csta", stay, "autumn"),
        pytest.param("csta", cut, "spring", marks=pytest.mark.long),
        ("csta", expire, "autumn"),
        ("telestra", stay, "spring"),
        pytest.param("telestra", cut, "autumn", marks=pytest.mark.long),
    ],
)
async def test_a_process_that_was_stopped_for_two_minutes_is_right_within_ten_seconds(
    protocol: str, meanwhile: Callable[[Sleeper], None], season: str
) -> None:
    async with sleeper(protocol, DST[season]) as made:
        talk, ring = made.ring("700"), made.ring("701")
        made.exchange.answer("700", talk)
        stays = made.ring("703")
        made.exchange.answer("703", stays)
        await made.right()
        made.stop()
        meanwhile(made)
        made.exchange.clear_connection("700", talk)
        made.exchange.answer("701", ring)
        made.ring("702")
        made.signal(signal.SIGCONT)
        await made.right()
        made.exchange.clear_connection("703", stays)
        await made.right()
        talked = max(event["talk_seconds"] for event in made.ended())
        assert talked >= STOPPED_FOR


@pytest.mark.parametrize("protocol", ["csta", "telestra"])
async def test_a_clock_that_is_set_by_an_hour_makes_no_call_longer(
    protocol: str,
) -> None:
    async with sleeper(protocol, DST["autumn"]) as made:
        for number in (signal.SIGUSR1, signal.SIGUSR2):
            talk, ring = made.ring("700"), made.ring("701")
            made.exchange.answer("700", talk)
            await made.right()
            made.signal(number)
            made.exchange.answer("701", ring)
            await made.right()
            made.signal(number)
            made.exchange.clear_connection("700", talk)
            made.exchange.clear_connection("701", ring)
            await made.right()
        lengths = [
            event["ring_seconds"] + event["talk_seconds"] for event in made.ended()
        ]
        assert len(lengths) == 4
        assert max(lengths) < 2 * RIGHT_AGAIN
