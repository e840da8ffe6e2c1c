"""Lines of a gateway as a client sees them: as those of a direct connection, whoever dies meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiomqtt import Client
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.reasoncodes import ReasonCode
import pytest

from custom_components.telephony.cti import (
    AuthenticationRefused,
    CallEvent,
    CallEventType,
    CallNotFound,
    CallState,
    CannotConnect,
    Capability,
    DialedNumber,
    ForwardingType,
    GatewayNotConnected,
    GatewayRefused,
    GatewaySettings,
    GatewaySystem,
    Line,
    LineNotServed,
    LinkStatus,
    NoGateway,
    NotConnected,
    Outcome,
    OutcomeUnknown,
    RequestRefused,
    TelephonyError,
)
from custom_components.telephony.cti.gateway import MqttSettings
from custom_components.telephony.cti.gateway.own_broker import OwnBroker
from custom_components.telephony.numbers.line_lists import read_lines

from ..home import OUTSIDE, Office, open_office
from .brokers import BrokerProcess, free_port, open_broker
from .gateways import GatewayProcess, open_gateway, settings
from .test_gateway import AT_ONCE

LINES = ("700", "701", "702")
PATIENCE = 20.0


@dataclass(slots=True)
class Watcher:
    """A client of a gateway, and what it has heard."""

    system: GatewaySystem = field(init=False)
    events: list[CallEvent] = field(default_factory=list)
    links: list[LinkStatus] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def link_changed(self, status: LinkStatus) -> None:
        """Keep what becomes of the link."""
        self.links.append(status)
        self._changed.set()

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Keep what happens."""
        self.events += events
        self._changed.set()

    async def until(
        self, condition: Callable[[], object], patience: float = PATIENCE
    ) -> None:
        """Wait until a condition holds; it's looked at after each change."""
        async with asyncio.timeout(patience):
            while not condition():
                await self._changed.wait()
                self._changed.clear()

    async def until_state(self, line: str, *states: CallState) -> None:
        """Wait until a line is available, with calls in these states."""
        shown = self.system.line(line)
        await self.until(
            lambda: shown.available and tuple(c.state for c in shown.calls) == states
        )

    def types(self, line: str) -> list[CallEventType]:
        """Return what happened on a line."""
        return [each.type for each in self.events if each.call.line == line]


def new_system(port: int, watcher: Watcher, **login: Any) -> GatewaySystem:
    """Return a client that has nothing but the broker's address."""
    return GatewaySystem(
        OwnBroker(MqttSettings(addresses=(("127.0.0.1", port),), **login)),
        watcher,
        GatewaySettings("telephony", "city"),
        lambda text: read_lines(text, 1000),
    )


@asynccontextmanager
async def watching(port: int, *lines: str) -> AsyncIterator[Watcher]:
    """Watch lines through a broker."""
    watcher = Watcher()
    watcher.system = system = new_system(port, watcher)
    for line in lines:
        system.add_line(line)
    await system.start()
    await system.wait_synchronized()
    try:
        yield watcher
    finally:
        await system.stop()


@dataclass(slots=True)
class World:
    """A phone system, a broker, a gateway between them, and a client."""

    office: Office
    broker: BrokerProcess
    gateway: GatewayProcess
    watcher: Watcher

    @property
    def system(self) -> GatewaySystem:
        """The client."""
        return self.watcher.system

    async def publish(
        self, topic: str, payload: bytes, *, retain: bool = False
    ) -> None:
        """Say something on the broker as a stranger."""
        async with Client("127.0.0.1", self.broker.port) as client:
            await client.publish(topic, payload, qos=1, retain=retain)


async def until_served(broker: BrokerProcess, *lines: str) -> None:
    """Wait until a gateway has told of lines."""
    missing = {f"telephony/city/lines/{each}/state" for each in lines}
    async with (
        asyncio.timeout(PATIENCE),
        Client("127.0.0.1", broker.port) as client,
    ):
        await client.subscribe("telephony/city/lines/+/state", qos=1)
        async for message in client.messages:
            assert isinstance(message.payload, bytes)
            if json.loads(message.payload)["available"]:
                missing.discard(message.topic.value)
            if not missing:
                return


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Open everything."""
    async with (
        open_office(options=AT_ONCE) as office,
        open_broker("mosquitto", tmp_path) as broker,
        open_gateway(
            tmp_path, settings(broker.port, office.csta_server.port)
        ) as gateway,
    ):
        await until_served(broker, *LINES)
        async with watching(broker.port, *LINES) as watcher:
            yield World(office, broker, gateway, watcher)


async def test_a_call_is_told_from_its_ring_to_its_end(world: World) -> None:
    office, watcher = world.office, world.watcher
    office.ring("700")
    await watcher.until_state("700", CallState.RINGING)
    [call] = world.system.line("700").calls
    assert (call.party.number, call.direction) == (OUTSIDE, "incoming")
    office.answer("700")
    await watcher.until_state("700", CallState.CONNECTED)
    office.hang_up("700")
    await watcher.until_state("700")
    assert watcher.types("700") == ["incoming", "answered", "ended"]
    assert {each.call.call_id for each in watcher.events} == {call.call_id}
    assert watcher.events[-1].outcome is Outcome.ANSWERED


async def test_commands_are_carried_out_as_by_a_direct_connection(world: World) -> None:
    system, watcher = world.system, world.watcher
    assert Capability.MAKE_CALL in system.capabilities
    assert system.product.maker == "Eltex"
    made = await system.make_call("700", DialedNumber("701"))
    assert system.line("700").call(made).direction == "outgoing"
    await watcher.until_state("701", CallState.RINGING)
    [ringing] = system.line("701").calls
    await system.answer("701", ringing.call_id)
    await watcher.until_state("700", CallState.CONNECTED)
    await system.hold("700", made)
    await watcher.until_state("700", CallState.HELD)
    await system.retrieve("700", made)
    await watcher.until_state("700", CallState.CONNECTED)
    await system.send_digits("700", made, "12#")
    await system.transfer("700", made, DialedNumber("702"))
    await watcher.until_state("700")
    await watcher.until_state("702", CallState.RINGING)
    [ringing] = system.line("702").calls
    await system.hangup("702", ringing.call_id)
    await watcher.until_state("702")
    await system.set_forwarding(
        "702", ForwardingType.ALL, DialedNumber("701"), enabled=True
    )
    await watcher.until(
        lambda: (
            (all_calls := (system.line("702").forwarding or {}).get(ForwardingType.ALL))
            and all_calls.enabled
        )
    )
    await system.set_do_not_disturb("702", enabled=True)
    await watcher.until(lambda: system.line("702").do_not_disturb)


async def test_what_is_refused_raises_what_a_direct_connection_raises(
    world: World,
) -> None:
    system = world.system
    with pytest.raises(CallNotFound):
        await system.answer("700", "c1")
    with pytest.raises(GatewayRefused) as refused:
        await system.make_call("700", DialedNumber("112"))
    assert refused.value.code == "emergency_number"
    world.office.ring("700")
    await world.watcher.until_state("700", CallState.RINGING)
    [call] = system.line("700").calls
    with pytest.raises(RequestRefused) as no:
        await system.hold("700", call.call_id)
    assert no.value.category == "state_incompatibility"
    assert no.value.code


async def test_only_the_lines_that_are_watched_are_subscribed_to(world: World) -> None:
    world.office.ring("705")
    world.office.ring("700")
    await world.watcher.until_state("700", CallState.RINGING)
    assert {each.call.line for each in world.watcher.events} == {"700"}
    line = world.system.add_line("705")
    await world.watcher.until_state("705", CallState.RINGING)
    world.system.remove_line("705")
    world.office.hang_up("705")
    world.office.hang_up("700")
    await world.watcher.until_state("700")
    assert line.calls


async def test_lines_that_gateways_serve_can_be_asked_for(world: World) -> None:
    assert list(await world.system.named_lines()) == [str(n) for n in range(700, 710)]


async def test_a_line_that_no_gateway_serves_is_named(world: World) -> None:
    line = world.system.add_line("799")
    await world.system.wait_synchronized()
    assert isinstance(line.problem, LineNotServed)
    with pytest.raises(NotConnected):
        await world.system.make_call("799", DialedNumber("700"))


async def test_a_gateway_that_is_killed_in_a_call_ends_none(world: World) -> None:
    office, watcher, system = world.office, world.watcher, world.system
    office.ring("700")
    office.answer("700")
    office.ring("701")
    await watcher.until_state("700", CallState.CONNECTED)
    await watcher.until_state("701", CallState.RINGING)
    [talk], [ring] = system.line("700").calls, system.line("701").calls
    await world.gateway.kill()
    await watcher.until(lambda: not system.status.connected)
    assert isinstance(system.status.reason, NoGateway)
    assert not system.line("700").available
    with pytest.raises(NotConnected):
        await system.hangup("700", talk.call_id)
    office.hang_up("701")
    await world.gateway.start()
    await watcher.until_state("700", CallState.CONNECTED)
    await watcher.until_state("701")
    assert system.line("700").calls[0].call_id == talk.call_id
    assert "ended" not in watcher.types("700")
    ended = [each for each in watcher.events if each.type == "ended"]
    assert [each.call.call_id for each in ended] == [ring.call_id]
    office.hang_up("700")
    await watcher.until_state("700")
    assert watcher.types("700") == ["incoming", "answered", "ended"]


async def test_a_broker_that_is_killed_in_a_call_ends_none(world: World) -> None:
    office, watcher, system = world.office, world.watcher, world.system
    office.ring("700")
    office.answer("700")
    office.ring("701")
    await watcher.until_state("700", CallState.CONNECTED)
    await watcher.until_state("701", CallState.RINGING)
    [talk] = system.line("700").calls
    await world.broker.kill()
    await watcher.until(lambda: not system.status.connected)
    office.hang_up("701")
    await world.broker.start()
    loop = asyncio.get_running_loop()
    back = loop.time()
    await watcher.until_state("700", CallState.CONNECTED)
    await watcher.until_state("701")
    assert loop.time() - back < 10
    assert system.line("700").calls[0].call_id == talk.call_id
    assert watcher.types("700") == ["incoming", "answered"]
    assert watcher.types("701") == ["incoming", "missed", "ended"]


async def test_what_ended_while_nobody_was_connected_ends_as_unknown(
    world: World,
) -> None:
    """The line's document holds the newest sixteen events only."""
    office, watcher = world.office, world.watcher
    office.ring("700")
    await watcher.until_state("700", CallState.RINGING)
    [first] = world.system.line("700").calls
    world.broker.freeze()
    office.hang_up("700")
    for _ in range(20):
        office.ring("700")
        office.hang_up("700")
    office.ring("700")
    world.broker.thaw()
    await watcher.until(
        lambda: any(
            each.call.call_id == first.call_id and each.type == "ended"
            for each in watcher.events
        )
    )
    await watcher.until_state("700", CallState.RINGING)
    ended = [each for each in watcher.events if each.type == "ended"]
    begun = [each for each in watcher.events if each.type == "incoming"]
    assert len({each.call.call_id for each in ended}) == len(ended)
    assert len({each.call.call_id for each in begun}) == len(begun)
    assert {each.call.call_id for each in ended} <= {
        each.call.call_id for each in begun
    }


async def test_a_phone_system_that_is_gone_is_the_reason(world: World) -> None:
    world.office.ring("700")
    world.office.answer("700")
    await world.watcher.until_state("700", CallState.CONNECTED)
    await world.office.csta_server.stop()
    await world.watcher.until(lambda: not world.system.status.connected)
    assert isinstance(world.system.status.reason, GatewayNotConnected)
    await world.office.csta_server.start()
    await world.watcher.until_state("700", CallState.CONNECTED)
    assert world.watcher.types("700") == ["incoming", "answered"]


async def test_events_come_once_however_often_they_are_told(world: World) -> None:
    world.office.ring("700")
    await world.watcher.until_state("700", CallState.RINGING)
    copies: list[bytes] = []
    async with Client("127.0.0.1", world.broker.port) as client:
        await client.subscribe("telephony/city/lines/700/state", qos=1)
        async for message in client.messages:
            assert isinstance(message.payload, bytes)
            copies = [
                json.dumps(event).encode()
                for event in json.loads(message.payload)["events"]
            ]
            break
    for copy in copies * 3:
        await world.publish("telephony/city/lines/700/event", copy)
    world.office.hang_up("700")
    await world.watcher.until_state("700")
    assert world.watcher.types("700") == ["incoming", "missed", "ended"]


@pytest.mark.parametrize(
    "payload",
    [
        b"\xff\x00nothing",
        b"[]",
        b'{"version": 2, "line": "700", "available": false}',
        b'{"version": 1, "line": "701", "sequence": 1, "calls": [], "ending": [], "events": []}',
        b'{"version": 1, "line": "700", "sequence": "x", "calls": [{}], "events": 7}',
        b'{"version": 1, "line": "700"' + b" " * 5_000_000 + b"}",
    ],
    ids=["bytes", "list", "version", "line", "types", "long"],
)
async def test_strangers_messages_are_passed_over_with_a_line_in_the_log(
    world: World, payload: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    for kind in ("state", "event"):
        await world.publish(f"telephony/city/lines/700/{kind}", payload)
    for gateway in ("stranger", "north"):
        await world.publish(f"telephony/city/gateways/{gateway}/status", payload)
    world.office.ring("700")
    await world.watcher.until_state("700", CallState.RINGING)
    ignored = [each for each in caplog.messages if "is ignored" in each]
    assert len(set(ignored)) == len(ignored) <= 4
    assert ignored


async def test_an_answer_that_nobody_waits_for_is_passed_over(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    reply: list[str] = []
    async with Client("127.0.0.1", world.broker.port) as client:
        await client.subscribe("telephony/city/lines/700/command", qos=1)
        asking = asyncio.create_task(world.system.make_call("700", DialedNumber("701")))
        async for message in client.messages:
            assert isinstance(message.payload, bytes)
            reply.append(json.loads(message.payload)["reply_to"])
            break
    await asking
    stray = {"version": 1, "id": "old", "line": "700", "ok": True}
    for _ in range(3):
        await world.publish(reply[0], json.dumps(stray).encode())
    world.office.ring("702")
    await world.watcher.until_state("702", CallState.RINGING)
    assert sum("nobody waits" in each for each in caplog.messages) == 1


async def test_a_line_that_is_no_longer_told_of_ends_its_calls_as_unknown(
    world: World,
) -> None:
    world.office.ring("700")
    await world.watcher.until_state("700", CallState.RINGING)
    await world.gateway.kill()
    await world.publish("telephony/city/lines/700/state", b"", retain=True)
    line = world.system.line("700")
    await world.watcher.until(lambda: isinstance(line.problem, LineNotServed))
    assert not line.calls
    assert world.watcher.types("700") == ["incoming", "ended"]


async def test_a_clock_that_differs_is_told_of_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.office.ring("700")
    await world.watcher.until_state("700", CallState.RINGING)
    document: dict[str, Any] = {}
    async with Client("127.0.0.1", world.broker.port) as client:
        await client.subscribe("telephony/city/lines/700/state", qos=1)
        async for message in client.messages:
            assert isinstance(message.payload, bytes)
            document = json.loads(message.payload)
            break
    event = {**document["events"][-1], "type": "remote_ringing"}
    for ahead in (3_600_000, 3_600_001):
        event["sequence"] = document["sequence"] + ahead
        payload = json.dumps(event).encode()
        await world.publish(f"telephony/city/lines/{quote('700')}/event", payload)
    await world.watcher.until(
        lambda: world.watcher.types("700").count(CallEventType.REMOTE_RINGING) == 2
    )
    told = [each for each in caplog.messages if each.startswith("The clock of")]
    assert len(told) == 1


async def test_a_command_that_nobody_answers_has_an_unknown_outcome(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.telephony.cti.gateway.commands.COMMAND_SECONDS", 0.2
    )
    world.gateway.freeze()
    try:
        with pytest.raises(OutcomeUnknown):
            await world.system.make_call("700", DialedNumber("701"))
    finally:
        world.gateway.thaw()


async def test_a_command_in_flight_when_the_broker_dies_has_an_unknown_outcome(
    world: World,
) -> None:
    world.gateway.freeze()
    try:
        asking = asyncio.create_task(world.system.make_call("700", DialedNumber("701")))
        async with Client("127.0.0.1", world.broker.port) as client:
            await client.subscribe("telephony/city/lines/700/command", qos=1)
            await client.publish("telephony/city/lines/701/command", b"", qos=1)
        await world.broker.kill()
        with pytest.raises(TelephonyError):
            await asking
    finally:
        world.gateway.thaw()


async def test_a_broker_without_a_gateway_is_refused_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.telephony.cti.gateway.system.FIRST_SECONDS", 2.0
    )
    async with open_broker("mosquitto", tmp_path) as broker:
        watcher = Watcher()
        system = new_system(broker.port, watcher)
        with pytest.raises(NoGateway):
            await system.start()
        await system.stop()


async def test_a_refused_subscription_names_no_number_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse(client: Client, topics: list[tuple[str, int]]) -> list[ReasonCode]:
        words = [
            "Not authorized" if "/lines/" in e else "Granted QoS 1" for e, _ in topics
        ]
        return [ReasonCode(PacketTypes.SUBACK, each) for each in words]

    monkeypatch.setattr(Client, "subscribe", refuse)
    monkeypatch.setattr(
        "custom_components.telephony.cti.gateway.system.FIRST_SECONDS", 2.0
    )
    caplog.set_level(logging.DEBUG)
    async with open_broker("mosquitto", tmp_path) as broker:
        system = new_system(broker.port, Watcher())
        system.add_line("4930123456789")
        with pytest.raises(NoGateway):
            await system.start()
        await system.stop()
    assert any("let its user subscribe" in each for each in caplog.messages)
    assert "4930123456789" not in caplog.text


async def test_nobody_at_the_address_is_an_error_of_the_link() -> None:
    system = new_system(free_port(), Watcher())
    with pytest.raises(CannotConnect):
        await system.start()
    await system.stop()


async def test_a_wrong_password_is_an_error_of_the_credentials(tmp_path: Path) -> None:
    closed = f"allow_anonymous false\npassword_file {tmp_path}/passwords"
    await asyncio.to_thread((tmp_path / "passwords").write_text, "")
    async with open_broker("mosquitto", tmp_path, closed) as broker:
        system = new_system(
            broker.port, Watcher(), username="somebody", password="wrong"
        )
        with pytest.raises(AuthenticationRefused):
            await system.start()
        await system.stop()
