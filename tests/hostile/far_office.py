"""An office in a thread of its own, which can say as much as it likes at any time."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any, Protocol, override

from simulator.telestra import TelestraOptions
from tests.home import Office, open_office

RATE = 50_000
"""Events a second."""
UNSENT_LIMIT = 1 << 20
"""Bytes that wait for a client, besides those of the network, until what comes then is lost."""
PATIENCE = 60.0


class Talker(Protocol):
    """A connection that says what it is given."""

    @property
    def unsent(self) -> int:
        """Bytes that wait for the client to read."""

    def send_raw(self, data: bytes) -> None:
        """Send any bytes at all."""


@dataclass(slots=True)
class Flood:
    """How many events there were in how many seconds, and how many the client let through."""

    events: int = 0
    sent: int = 0
    seconds: float = 0.0

    @override
    def __str__(self) -> str:
        """Tell the rates."""
        return (
            f"{self.events / self.seconds:,.0f} events a second for {self.seconds:.1f} s, "
            f"{self.sent / self.seconds:,.0f} a second sent"
        )


@dataclass(frozen=True, slots=True)
class FarOffice:
    """An office, and how to reach it from another thread."""

    office: Office
    loop: asyncio.AbstractEventLoop

    async def do[T](self, act: Callable[[], T]) -> T:
        """Let something happen there."""

        async def acted() -> T:
            return act()

        return await run_in(self.loop, acted())

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so there."""
        async with asyncio.timeout(PATIENCE):
            while not await self.do(condition):  # noqa: ASYNC110  # nothing tells of it
                await asyncio.sleep(0.01)

    async def flood(
        self, to: Talker, block: bytes, events: int, seconds: float
    ) -> Flood:
        """Say a block of events again and again, at 50,000 events a second."""
        return await run_in(self.loop, pour(to, block, events, seconds))


async def run_in[T](
    loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, T]
) -> T:
    """Run a coroutine in another thread's loop."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(coroutine, loop))


async def pour(to: Talker, block: bytes, events: int, seconds: float) -> Flood:
    """Keep to the rate; what finds no room is lost."""
    loop = asyncio.get_running_loop()
    told = Flood()
    began = loop.time()
    while (passed := loop.time() - began) < seconds:
        while told.events < passed * RATE:
            told.events += events
            if to.unsent < UNSENT_LIMIT:
                told.sent += events
                to.send_raw(block)
        await asyncio.sleep(0.001)
    told.seconds = loop.time() - began
    return told


@asynccontextmanager
async def open_far_office() -> AsyncIterator[FarOffice]:
    """Open an office in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="far office", daemon=True)
    thread.start()
    stack = AsyncExitStack()
    room = TelestraOptions(write_limit=1 << 30)
    try:
        office = await run_in(
            loop, stack.enter_async_context(open_office(telestra=room))
        )
        yield FarOffice(office, loop)
    finally:
        await run_in(loop, stack.aclose())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
