"""Records our simulated phone systems: python -m tests.recordings.make writes the recordings beside it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
import random

from custom_components.telephony.cti.csta import CstaSettings
from custom_components.telephony.cti.csta.recorded import transcript as csta_transcript
from custom_components.telephony.cti.recording import Recording
from custom_components.telephony.cti.stand_ins import StandIns
from custom_components.telephony.cti.telestra import TelestraSettings, TelestraSystem
from custom_components.telephony.cti.telestra.recorded import (
    transcript as telestra_transcript,
)
from simulator.exchange import Exchange
from simulator.telestra import TelestraFrontEnd, TelestraOptions
from tests.cti.csta.exchange_world import OUTSIDE, ExchangeWorld, exchange_world
from tests.cti.csta.peer import Recorder
from tests.simulation.network import Network
from tests.simulation.virtual_loop import VirtualLoop

HERE = Path(__file__).parent
KEY = bytes(range(16))


def missed_and_answered(world: ExchangeWorld) -> None:
    """Miss a call, then take one."""
    call = world.dial(OUTSIDE, "700", name="Martha Vogel")
    world.settle(8)
    world.drop(OUTSIDE, call)
    world.settle(2)
    world.dial(OUTSIDE, "700", name="Martha Vogel")
    world.settle(3)
    world.lift("700")
    world.settle(20)
    world.drop("700")


def held_and_transferred(world: ExchangeWorld) -> None:
    """Hold a call, ask a colleague, and hand the call over."""
    call = world.talk(OUTSIDE, "700")
    world.settle(5)
    asked = world.exchange.consult("700", call, "701")
    world.settle(2)
    world.lift("701")
    world.settle(4)
    world.exchange.transfer("700", call, asked.id)
    world.settle(10)
    world.drop("701")


def busy_and_withheld(world: ExchangeWorld) -> None:
    """Call somebody who talks, and hear from somebody who hides."""
    world.talk("702", "703")
    world.dial("700", "702")
    world.settle(3)
    world.drop("700")
    world.dial(OUTSIDE, "701", restricted=True)
    world.settle(4)
    world.lift("701")
    world.settle(6)
    world.drop("701")


def group_and_hold(world: ExchangeWorld) -> None:
    """Let a group ring together, and hold what one of it takes."""
    call = world.dial(OUTSIDE, "791")
    world.settle(3)
    world.lift("702")
    world.settle(3)
    world.exchange.hold("702", call)
    world.settle(5)
    world.exchange.retrieve("702", call)
    world.settle(2)
    world.drop("702")


def forwarded(world: ExchangeWorld) -> None:
    """Send a ringing call elsewhere."""
    call = world.dial(OUTSIDE, "700")
    world.settle(2)
    world.exchange.deflect("700", call, "701")
    world.settle(2)
    world.lift("701")
    world.settle(4)
    world.drop("701")


def lost_link(world: ExchangeWorld) -> None:
    """Lose the connection while somebody talks, and find the call again."""
    call = world.talk(OUTSIDE, "700")
    world.settle(5)
    world.front_end.drop_connections()
    world.settle(8)
    world.drop("700", call)


STORIES: dict[str, tuple[str, Callable[[ExchangeWorld], None]]] = {
    "eltex-missed-and-answered": ("eltex_ecss10", missed_and_answered),
    "avaya-held-and-transferred": ("avaya_aes", held_and_transferred),
    "openscape-voice-busy-and-withheld": ("openscape_voice", busy_and_withheld),
    "openscape-business-group-and-hold": ("openscape_business", group_and_hold),
    "mivoice-forwarded": ("mivoice_office_400", forwarded),
    "generic-lost-link": ("generic", lost_link),
}


def record(profile: str, story: Callable[[ExchangeWorld], None]) -> list[str]:
    """Return the recording of a story on a maker's phone system."""
    with exchange_world(profile=profile, exact_connections=False) as world:

        async def begin() -> None:
            world.client.start_recording(Recording())

        world.run(begin())
        world.settle(5)
        story(world)
        world.settle(3)
        recording = world.client.recording
        assert recording is not None
        recording.end()
        settings = CstaSettings(profile, "demo.local", "demo")
        return csta_transcript(
            recording, settings, world.client.lines, StandIns(key=KEY)
        )


@contextmanager
def virtual_loop() -> Iterator[VirtualLoop]:
    """Make a loop whose clock jumps."""
    loop = VirtualLoop()
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        loop.close()
        asyncio.set_event_loop(None)


def record_telestra() -> list[str]:
    """Return the recording of an account that is called, and of one that calls."""
    with virtual_loop() as loop:
        exchange = Exchange(loop, ("41", "42"))
        options = TelestraOptions(accounts={"hall": "41", "attic": "42"})
        server = TelestraFrontEnd(exchange, loop, options)
        network = Network(loop, random.Random(1))

        async def begin() -> TelestraSystem:
            connector = network.connector(server.connection)
            system = TelestraSystem(connector, Recorder(), clock=loop.clock())
            system.start_recording(Recording())
            for account in ("hall", "attic"):
                system.add_line(account)
            await system.start()
            await system.wait_synchronized()
            return system

        system = loop.run(begin())
        missed = exchange.dial(OUTSIDE, "41", name="Martha Vogel")
        loop.pass_time(6)
        exchange.clear_connection(OUTSIDE, missed.id)
        loop.pass_time(3)
        call = exchange.dial("42", "41")
        loop.pass_time(2)
        exchange.answer("41", call.id)
        loop.pass_time(9)
        exchange.clear_connection("41", call.id)
        loop.pass_time(5)
        recording = system.recording
        assert recording is not None
        recording.end()
        lines = tuple(system.lines)
        loop.run(system.stop())
        loop.pass_time(60)
        return telestra_transcript(
            recording, TelestraSettings(), lines, StandIns(key=KEY)
        )


def main() -> None:
    """Write them all."""
    for name, (profile, story) in STORIES.items():
        lines = record(profile, story)
        (HERE / f"{name}.recording").write_text("\n".join(lines) + "\n")
    lines = record_telestra()
    (HERE / "telestra-called-and-calling.recording").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
