"""An exchange, its CSTA front-end and our client, on a clock that jumps."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
import random
from typing import Any

from custom_components.telephony.cti.csta import CstaSettings, CstaSystem
from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.model import Call, CallEvent, CallEventType
from simulator.calls import Group, GroupMode, LineSettings, OutsideNumber
from simulator.csta import CstaFrontEnd
from simulator.csta.options import CstaOptions
from simulator.csta.profiles import PROFILES, Profile
from simulator.exchange import Exchange
from simulator.options import ExchangeOptions
from tests.simulation.network import Network
from tests.simulation.virtual_loop import VirtualLoop

from .peer import Recorder

LINES = ("700", "701", "702", "703")
OUTSIDE = "+4989555000"


class ExchangeWorld:
    """What a scenario plays in: the exchange's phones, and our client that watches them."""

    def __init__(
        self,
        watched: tuple[str, ...] = LINES,
        *,
        profile: str = "eltex_ecss10",
        switch: Profile | None = None,
        exchange_options: ExchangeOptions | None = None,
        **options: Any,
    ) -> None:
        """Watch these lines; the options are the simulated switch's, which is our profile's or `switch`."""
        options.setdefault("exact_connections", True)
        self.loop = VirtualLoop()
        asyncio.set_event_loop(self.loop)
        self.exchange = Exchange(
            self.loop,
            {number: LineSettings() for number in LINES},
            groups={
                "790": Group(("702", "703")),
                "791": Group(("702", "703"), GroupMode.RING_ALL),
            },
            options=exchange_options,
            outside={OUTSIDE: OutsideNumber(answer_after=None)},
        )
        self.options = CstaOptions(profile=switch or PROFILES[profile], **options)
        self.front_end = CstaFrontEnd(self.exchange, self.loop, self.options)
        self.network = Network(self.loop, random.Random(1))
        self.heard = Recorder()
        self.client = self.loop.run(self._client(profile))
        for line in watched:
            self.client.add_line(line)
        self.run(self.client.start())
        self.run(self.client.wait_synchronized())
        self.settle()

    async def _client(self, profile: str) -> CstaSystem:
        return CstaSystem(
            self.network.connector(self.front_end.connection),
            self.heard,
            CstaSettings(profile, "demo.local", "demo"),
            clock=self.loop.clock(),
            rng=random.Random(1),
        )

    def run[T](self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a command of the client's, and let its consequences arrive."""
        result = self.loop.run(coroutine)
        self.settle()
        return result

    def settle(self, seconds: float = 0.1) -> None:
        """Let time pass."""
        self.loop.pass_time(seconds)

    def close(self) -> None:
        """End everything; a client that did something wrong fails the test."""
        self.loop.run(self.client.stop())
        self.front_end.close()
        self.settle()
        self.loop.close()
        asyncio.set_event_loop(None)
        assert not self.front_end.faults, list(self.front_end.faults)

    def line(self, number: str) -> Line:
        """Return a line of the client's."""
        return self.client.line(number)

    def call(self, number: str) -> Call:
        """Return the only call of a line."""
        (call,) = self.line(number).calls
        return call

    def events(self, line: str, call: Call | None = None) -> list[CallEvent]:
        """Return what was heard of a line, or of one of its calls."""
        return [
            event
            for event in self.heard.events
            if event.call.line == line
            and (call is None or event.call.call_id == call.call_id)
        ]

    def types(self, line: str, call: Call | None = None) -> list[CallEventType]:
        """Return the kinds of those events."""
        return [event.type for event in self.events(line, call)]

    def dial(self, caller: str, called: str, **details: Any) -> int:
        """Let a phone call a number; return the exchange's call."""
        call = self.exchange.dial(caller, called, **details)
        self.settle()
        return call.id

    def lift(self, device: str) -> None:
        """Answer what rings at a phone."""
        (leg,) = (
            leg for leg in self.exchange.calls_of(device) if leg.state == "alerting"
        )
        self.exchange.answer(device, leg.call.id)
        self.settle()

    def drop(self, device: str, call: int | None = None) -> None:
        """Hang a phone up."""
        leg = next(
            leg for leg in self.exchange.calls_of(device) if call in (None, leg.call.id)
        )
        self.exchange.clear_connection(device, leg.call.id)
        self.settle()

    def talk(self, caller: str, called: str) -> int:
        """Let two phones talk; return the exchange's call."""
        call = self.dial(caller, called)
        self.lift(called)
        return call


@contextmanager
def exchange_world(
    watched: tuple[str, ...] = LINES, **options: Any
) -> Iterator[ExchangeWorld]:
    """Make a world and take it down."""
    world = ExchangeWorld(watched, **options)
    try:
        yield world
    finally:
        world.close()
