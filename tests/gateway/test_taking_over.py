"""Killed, restarted, doubled, cut off: every line is true again in time, and each event counts once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
import json
from pathlib import Path

from aiomqtt import Client
import pytest

from custom_components.telephony.cti import (
    CallEvent,
    CstaSettings,
    CstaSystem,
    Line,
    LinkStatus,
    tcp_connector,
)

from ..home import OUTSIDE, Office, open_office
from .brokers import open_broker
from .follower import Follower, following
from .gateways import open_gateway, settings
from .test_gateway import AT_ONCE, World

LINES = tuple(str(number) for number in range(700, 710))
IN_TIME = 20.0
"""Seconds in which every line is true again: twice what is promised, as other tests take the processor meanwhile."""


class Direct:
    """Somebody who is connected to the phone system itself, and is told everything."""

    def __init__(self, port: int, lines: Iterable[str]) -> None:
        """Watch the lines."""
        login = CstaSettings(username="demo.local", password="demo")
        self.system = CstaSystem(tcp_connector("127.0.0.1", port), self, login)
        self.told: list[tuple[str, str, str | None]] = []
        for line in lines:
            self.system.add_line(line)

    def link_changed(self, status: LinkStatus) -> None:
        """Take no notice."""

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Note what happened, as it can be compared."""
        self.told += [
            (line.number, event.type, event.call.switch_call_id) for event in events
        ]


@asynccontextmanager
async def direct(office: Office, lines: Iterable[str] = LINES) -> AsyncIterator[Direct]:
    """Connect beside the gateway."""
    witness = Direct(office.csta_server.port, lines)
    try:
        await witness.system.start()
        await witness.system.wait_synchronized()
        yield witness
    finally:
        await witness.system.stop()


@pytest.fixture(params=["mosquitto", "nats-server"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Open everything."""
    async with (
        open_office(options=AT_ONCE) as office,
        open_broker(request.param, tmp_path) as broker,
        following(broker.port) as follower,
        open_gateway(
            tmp_path, settings(broker.port, office.csta_server.port)
        ) as gateway,
    ):
        for line in LINES:
            await follower.until_line(line, available=True)
        yield World(office, broker, gateway, follower)


def shown(follower: Follower, lines: Iterable[str] = LINES) -> dict[str, object]:
    """Return what is shown of each line: its state and its calls."""
    return {
        line: [
            follower.lines[line]["available"],
            *((c["call_id"], c["state"]) for c in follower.lines[line]["calls"]),
        ]
        for line in lines
    }


def counted(follower: Follower) -> Counter[tuple[str, str, str | None]]:
    """Return what the follower was told, as it can be compared."""
    return Counter(
        (each["line"], each["type"], each["call"]["switch_call_id"])
        for each in follower.events
    )


async def phone(office: Office) -> None:
    """Let there be a call that rings, one that talks, one on hold and one to the outside."""
    office.ring("700")
    office.ring("701")
    office.answer("701")
    office.exchange.dial("702", "703")
    office.answer("703")
    office.exchange.hold("702", office.leg("702").call.id)
    office.exchange.dial("704", OUTSIDE)


PHONED = {
    "700": "ringing",
    "701": "connected",
    "702": "held",
    "703": "connected",
    "704": "dialing",
}
"""What the lines show then."""


async def test_a_gateway_that_was_killed_goes_on_with_every_call(world: World) -> None:
    office, _, gateway, follower = world
    async with direct(office) as witness:
        await phone(office)
        for line, state in PHONED.items():
            await follower.until_line(line, state=state)
        await follower.until(lambda: counted(follower) == Counter(witness.told))
        before, told = shown(follower), follower.states.copy()
        instance = follower.statuses["north"]["instance"]
        await gateway.kill()
        await follower.until_offline("north")
        async with asyncio.timeout(IN_TIME):
            await gateway.start()
            await follower.until(
                lambda: (
                    follower.statuses["north"]["online"]
                    and follower.statuses["north"]["instance"] != instance
                )
            )
            # What was retained is the same: it has to be told again.
            await follower.until(
                lambda: all(follower.states[line] > told[line] for line in LINES)
            )
            await follower.until(lambda: shown(follower) == before)
        for line in ("700", "701", "702", "704"):
            office.hang_up(line)
        for line in LINES:
            await follower.until_line(line, state="idle")
        await follower.until(lambda: counted(follower) == Counter(witness.told))
        assert follower.types("701").count("ended") == 1


async def test_what_happens_while_no_gateway_runs_is_made_up_for(world: World) -> None:
    office, _, gateway, follower = world
    await phone(office)
    for line, state in PHONED.items():
        await follower.until_line(line, state=state)
    await gateway.kill()
    await follower.until_offline("north")
    office.answer("700")
    office.hang_up("701")
    office.exchange.retrieve("702", office.leg("702").call.id)
    office.ring("705")
    await gateway.start()
    async with asyncio.timeout(IN_TIME):
        await follower.until_line("700", state="connected")
        await follower.until_line("701", state="idle")
        await follower.until_line("702", state="connected")
        await follower.until_line("705", state="ringing")
    ended = await follower.until_event("701", "ended")
    assert ended["outcome"] == "unknown"
    assert follower.types("700") == ["incoming", "answered"]
    assert follower.types("701") == ["incoming", "answered", "ended"]
    assert follower.types("702") == [
        "outgoing",
        "remote_ringing",
        "answered",
        "held",
        "retrieved",
    ]
    assert follower.types("705") == ["incoming"]


async def test_a_broker_that_was_killed_has_everything_again(world: World) -> None:
    office, broker, _, follower = world
    async with direct(office) as witness:
        await phone(office)
        for line, state in PHONED.items():
            await follower.until_line(line, state=state)
        await broker.kill()
        office.answer("700")
        office.hang_up("701")
        office.ring("706")
        office.hang_up("706")
        async with asyncio.timeout(IN_TIME):
            await broker.start()
            await follower.until_line("700", state="connected")
            await follower.until_line("701", state="idle")
            await follower.until(lambda: counted(follower) == Counter(witness.told))
        assert not [each for each in follower.copies.values() if each > 2]
        assert follower.statuses["north"]["online"]


async def test_a_broker_that_stands_still_is_waited_for(world: World) -> None:
    office, broker, _, follower = world
    async with direct(office) as witness:
        broker.freeze()
        for _ in range(20):
            office.ring("700")
            office.hang_up("700")
        office.ring("701")
        broker.thaw()
        await follower.until_line("701", state="ringing")
        await follower.until(lambda: counted(follower) == Counter(witness.told))


async def test_a_second_gateway_for_the_same_lines_stands_down(
    world: World, tmp_path: Path
) -> None:
    office, broker, gateway, follower = world
    others = (("north", "700-709"), ("south", "709-712"), ("north", "720-729"))
    for number, (name, lines) in enumerate(others):
        text = settings(*(broker.port, office.csta_server.port), name=name, lines=lines)
        async with open_gateway(tmp_path, text, f"second-{number}") as second:
            assert await second.wait() == 3
            assert "This gateway stands down for city" in second.log
            assert "the gateway north" in second.log
    assert follower.statuses["north"]["online"]
    assert gateway.process
    assert gateway.process.returncode is None
    office.ring("700")
    await follower.until_line("700", state="ringing")


async def test_a_will_that_comes_late_is_corrected(world: World) -> None:
    follower = world.follower
    status = follower.statuses["north"]
    for who in (status["instance"], "an-earlier-one"):
        will = {key: status[key] for key in ("version", "gateway", "since", "lines")}
        await follower.publish(
            "telephony/city/gateways/north/status",
            json.dumps({**will, "instance": who, "online": False}).encode(),
            retain=True,
        )
        await follower.until_offline("north")
        await follower.until_ready("north")


async def test_what_is_retained_is_read_whole_while_others_publish(
    tmp_path: Path,
) -> None:
    """Thousands of documents come at once, and those of other gateways never end."""
    old = {"version": 1, "gateway": "north", "sequence": 5}
    old |= {"calls": [], "ending": [], "events": []}
    live = json.dumps(old | {"line": "9", "gateway": "south"}).encode()

    async def publish_on(client: Client) -> None:
        while True:
            await client.publish("telephony/city/lines/9/state", live, qos=1)
            await asyncio.sleep(0.02)

    async with (
        open_office(options=AT_ONCE) as office,
        open_broker("mosquitto", tmp_path) as broker,
        Client("127.0.0.1", broker.port) as client,
    ):
        client.pending_calls_threshold = 10_000
        for line in range(10_000, 16_000):
            topic = f"telephony/city/lines/{line}/state"
            payload = json.dumps(old | {"line": str(line)}).encode()
            await client.publish(topic, payload, retain=True)
        busy = asyncio.create_task(publish_on(client))
        text = settings(broker.port, office.csta_server.port)
        async with open_gateway(tmp_path, text) as gateway:
            await gateway.until_logged("6000 lines are no longer served here")
            await gateway.until_logged("city is ready")
        busy.cancel()
        await asyncio.wait([busy])


async def test_another_gateway_serves_other_lines(world: World, tmp_path: Path) -> None:
    office, broker, gateway, follower = world
    assert await gateway.stop() == 0
    await follower.until_offline("north")
    port = office.csta_server.port
    north = settings(broker.port, port, lines="700-704")
    south = settings(broker.port, port, name="south", lines="705-709")
    async with (
        open_gateway(tmp_path, north, "north"),
        open_gateway(tmp_path, south, "south"),
    ):
        await follower.until_ready("north")
        await follower.until_ready("south")
        office.exchange.dial("700", "705")
        await follower.until_line("705", state="ringing", gateway="south")
        await follower.until_line("700", state="dialing", gateway="north")
        assert (await follower.command("705", "answer"))["ok"]
        assert (await follower.command("700", "hangup"))["ok"]


async def test_what_is_retained_of_a_removed_line_is_cleared(
    world: World, tmp_path: Path
) -> None:
    office, broker, gateway, follower = world
    other = follower.lines["700"] | {"line": "999", "gateway": "other"}
    await follower.publish(
        "telephony/city/lines/999/state", json.dumps(other).encode(), retain=True
    )
    await gateway.stop()
    text = settings(broker.port, office.csta_server.port, lines="700-707")
    async with open_gateway(tmp_path, text):
        await follower.until(lambda: len(follower.cleared) == 2)
        assert sorted(follower.cleared) == [
            "telephony/city/lines/708/state",
            "telephony/city/lines/709/state",
        ]


async def test_a_link_that_is_lost_makes_lines_unavailable_until_it_is_back(
    world: World,
) -> None:
    office, _, _, follower = world
    office.csta.drop_connections()
    await follower.until_line("700", available=False)
    await follower.until_ready("north")
    await follower.until_line("700", available=True)
