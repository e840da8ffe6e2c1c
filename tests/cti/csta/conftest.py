"""A client of ours on one side, a scripted switch on the other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest

from custom_components.telephony.cti.connector import tcp_connector
from custom_components.telephony.cti.csta import CstaSettings, CstaSystem

from .dress import ELTEX, REFERENCE, Dress
from .peer import Element, Recorder, ScriptedSwitch, value


@pytest.fixture(autouse=True)
def custom_integrations() -> None:
    """Do without a Home Assistant: nothing here knows of one."""


@dataclass
class Pair:
    """Both ends of a loopback connection."""

    switch: ScriptedSwitch
    client: CstaSystem
    heard: Recorder

    async def watch(self, *lines: str) -> None:
        """Connect and watch these lines."""
        for line in lines:
            self.client.add_line(line)
        await self.client.start()
        await self.client.wait_synchronized()

    async def tell(self, xml: str, heard: Callable[[], bool] | None = None) -> None:
        """Send an event and wait until it has been dealt with, or until something is so."""
        self.switch.send(xml)
        if heard is not None:
            await self.heard.until(heard)
            return
        # The answer to a request of the switch's comes after all that was sent before.
        self.switch.send(self.switch.dress.message("RequestSystemStatus"), 77)
        await self.switch.next("RequestSystemStatusResponse")


type Connect = Callable[..., Awaitable[Pair]]


def monitor_started(dress: Dress) -> Callable[[Element], str]:
    """Return the answer to MonitorStart: a reference with the line's number in it."""

    def answer(request: Element) -> str:
        device = value(request, "monitorObject/deviceObject") or ""
        form = dress.device_form
        before, after = form.split("{}")
        number = device.removeprefix(before).removesuffix(after)
        reference = dress.element("monitorCrossRefID", REFERENCE.format(number))
        return dress.message("MonitorStartResponse", reference)

    return answer


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Return what makes a pair over TCP on 127.0.0.1; everything is closed at the end."""
    async with AsyncExitStack() as stack:

        async def make(dress: Dress = ELTEX, **settings: object) -> Pair:
            switch = ScriptedSwitch(dress)
            switch.answers["MonitorStart"] = monitor_started(dress)
            if dress.profile == "openscape_voice":
                status = dress.element("systemStatus", "normal")
                switch.greet(dress.message("SystemStatus", status))
            server = await asyncio.get_running_loop().create_server(
                switch.connection, "127.0.0.1", 0
            )
            stack.callback(server.close)
            port = server.sockets[0].getsockname()[1]
            heard = Recorder()
            client = CstaSystem(
                tcp_connector("127.0.0.1", port),
                heard,
                CstaSettings(profile=dress.profile, username="city", password="s3cret")
                if not settings
                else CstaSettings(dress.profile, "city", "s3cret", **settings),  # type: ignore[arg-type]
            )
            stack.push_async_callback(client.stop)
            return Pair(switch, client, heard)

        yield make


@pytest.fixture
async def pair(connect: Connect) -> Pair:
    """Return a pair in the dress of the supported switch, with line 725 watched."""
    made = await connect()
    await made.watch("725")
    return made
