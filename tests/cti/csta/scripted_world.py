"""The scripted switch and our client on a clock that jumps, for whatever takes time."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
import random
from typing import Any

from custom_components.telephony.cti.csta import CstaSettings, CstaSystem
from tests.simulation.network import Network
from tests.simulation.virtual_loop import VirtualLoop

from .conftest import monitor_started
from .dress import ELTEX, Dress
from .peer import Recorder, ScriptedSwitch


class ScriptedWorld:
    """Both ends of a connection in memory."""

    def __init__(self, dress: Dress = ELTEX, **settings: Any) -> None:
        """Prepare; `start` connects."""
        self.loop = VirtualLoop()
        asyncio.set_event_loop(self.loop)
        self.switch = self.loop.run(self._switch(dress))
        self.heard = Recorder()
        self.network = Network(self.loop, random.Random(1))
        given = {"profile": dress.profile, "username": "city", "password": "s3cret"}
        self.client = self.loop.run(self._client(CstaSettings(**(given | settings))))

    async def _switch(self, dress: Dress) -> ScriptedSwitch:
        switch = ScriptedSwitch(dress)
        switch.answers["MonitorStart"] = monitor_started(dress)
        return switch

    async def _client(self, settings: CstaSettings) -> CstaSystem:
        return CstaSystem(
            self.network.connector(self.switch.connection),
            self.heard,
            settings,
            clock=self.loop.clock(),
            rng=random.Random(1),
        )

    def start(self, *lines: str) -> None:
        """Connect and watch."""
        for line in lines:
            self.client.add_line(line)
        self.run(self.client.start())

    def run[T](self, coroutine: Coroutine[Any, Any, T], settle: float = 0.1) -> T:
        """Run a coroutine, and let its consequences arrive."""
        result = self.loop.run(coroutine)
        self.settle(settle)
        return result

    def settle(self, seconds: float = 0.1) -> None:
        """Let time pass."""
        self.loop.pass_time(seconds)

    def tell(self, xml: str, invoke_id: int = 9999) -> None:
        """Let the switch say something, and let it arrive."""
        self.switch.send(xml, invoke_id)
        self.settle()

    def close(self) -> None:
        """End everything; nothing may be left."""
        self.loop.run(self.client.stop())
        self.settle()
        left = asyncio.all_tasks(self.loop)
        self.loop.close()
        asyncio.set_event_loop(None)
        assert not left


@contextmanager
def scripted_world(dress: Dress = ELTEX, **settings: Any) -> Iterator[ScriptedWorld]:
    """Make a world and take it down."""
    world = ScriptedWorld(dress, **settings)
    try:
        yield world
    finally:
        world.close()
