"""A world in which one of the clients looks through a gateway, over a broker in memory that has faults."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
import random
from typing import Any, Final, Self, override

from aiomqtt import Message, MqttError, Topic, Will

from custom_components.telephony.cti.csta import CstaSettings
from custom_components.telephony.cti.gateway.calls import Document, read_call
from custom_components.telephony.cti.gateway.documents import decode, read_line
from custom_components.telephony.cti.link import LinkStatus
from custom_components.telephony.cti.model import (
    CallEvent,
    CallEventType,
    Forwarding,
    ForwardingType,
    Outcome,
)
from custom_components.telephony.cti.system import PhoneSystem
from custom_components.telephony.numbers.dial_plan import DialPlan
from custom_components.telephony.numbers.library import load_library
from gateway.metrics import Metrics
from gateway.served import ServedSystem, Surroundings
from gateway.settings import BrokerSettings, SystemSettings

from .happenings import CSTA_LINES, KINDS, LOSS_KNOWN, Client, Step, pick
from .network import Network
from .virtual_loop import VirtualLoop
from .witness import Violation, Witness
from .world import PASSWORD, QUIET, USERNAME, World, monitor_of

GATEWAY_KINDS: Final = (
    *KINDS,
    *("broker_cut",) * 2,
    *("broker_away",) * 2,
    *("broker_weather",) * 2,
    *("gateway_kill",) * 2,
)
REPLAYED: Final = 3
APART: Final = 1e-6
"""Seconds between two messages."""
START: Final = 5.0
"""Seconds after which a gateway has told of its lines for the first time."""


SETTINGS: Final = BrokerSettings(
    addresses=(("memory", 1883),),
    prefix="telephony",
    username=None,
    password=None,
    tls=None,
    keep_alive=5,
    max_unsent_events=10_000,
    window=32,
)


@dataclass(slots=True)
class BrokerWeather:
    """What the broker does with messages."""

    delay: float = 0.001
    repeat: float = 0.0
    """The likelihood that somebody is told the newest messages twice."""


class MemoryBroker:
    """Keeps what is retained, and hands everything on."""

    def __init__(self, loop: VirtualLoop, rng: random.Random) -> None:
        """Begin with nothing."""
        self.loop = loop
        self.random = rng
        self.weather = BrokerWeather()
        self.reachable = True
        self.retained: dict[str, bytes] = {}
        self.clients: list[MemoryClient] = []

    def latency(self) -> float:
        """Return seconds for the next way."""
        return self.weather.delay * self.random.uniform(0.5, 1.5)

    def route(self, topic: str, payload: bytes, *, retain: bool) -> None:
        """Take a message."""
        if retain:
            if payload:
                self.retained[topic] = payload
            else:
                self.retained.pop(topic, None)
        for client in tuple(self.clients):
            client.tell(topic, payload, retain=False)

    def cut(self, client: MemoryClient) -> None:
        """Lose a connection; its will is told."""
        if client in self.clients:
            self.clients.remove(client)
            client.lost()
            if will := client.will:
                assert isinstance(will.payload, bytes)
                self.route(will.topic, will.payload, retain=will.retain)


class MemoryClient:
    """A connection to the broker, as aiomqtt's client is one."""

    pending_calls_threshold = 0

    def __init__(
        self,
        broker: MemoryBroker,
        *,
        will: Will | None = None,
        queue_type: Any = None,
    ) -> None:
        """Prepare."""
        self.broker = broker
        self.will = will
        self._waiting: asyncio.Queue[Message] = queue_type(0)
        self._patterns: set[str] = set()
        self._recent: list[tuple[str, bytes]] = []
        self._arrival = 0.0
        self._gone: asyncio.Future[None] = broker.loop.create_future()

    async def __aenter__(self) -> Self:
        """Connect."""
        await asyncio.sleep(self.broker.latency())
        if not self.broker.reachable:
            raise MqttError("refused")
        self.broker.clients.append(self)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Take leave: then no will is told."""
        if self in self.broker.clients:
            self.broker.clients.remove(self)
        self.lost()

    def lost(self) -> None:
        """Be cut off."""
        if not self._gone.done():
            self._gone.set_result(None)

    async def publish(
        self, topic: str, payload: bytes, *, retain: bool = False, **_: object
    ) -> None:
        """Publish; what is lost on the way back may have come."""
        for way in range(2):
            done, _waiting = await asyncio.wait(
                [self._gone], timeout=self.broker.latency()
            )
            if done:
                raise MqttError("lost")
            if way == 0:
                self.broker.route(topic, payload, retain=retain)

    async def subscribe(self, topics: list[tuple[str, int]]) -> list[int]:
        """Subscribe, and be told what is retained."""
        await self._answer()
        for topic, _ in topics:
            self._patterns.add(topic)
            for name, payload in tuple(self.broker.retained.items()):
                if Topic(name).matches(topic):
                    self._deliver(name, payload, retain=True)
        return [1 for _ in topics]

    async def unsubscribe(self, topics: list[str]) -> None:
        """Hear no more of topics."""
        await self._answer()
        self._patterns.difference_update(topics)

    async def _answer(self) -> None:
        done, _ = await asyncio.wait([self._gone], timeout=self.broker.latency())
        if done:
            raise MqttError("lost")

    def tell(self, topic: str, payload: bytes, *, retain: bool) -> None:
        """Hand a message on, if it is subscribed to, and sometimes the newest ones again."""
        if not any(Topic(topic).matches(each) for each in self._patterns):
            return
        self._deliver(topic, payload, retain=retain)
        self._recent = [*self._recent[1 - REPLAYED :], (topic, payload)]
        if self.broker.random.random() < self.broker.weather.repeat:
            for again in tuple(self._recent):
                self._deliver(*again, retain=False)

    def _deliver(self, topic: str, payload: bytes, *, retain: bool) -> None:
        """Let a message arrive, after those before it."""
        loop = self.broker.loop
        self._arrival = max(self._arrival + APART, loop.time() + self.broker.latency())
        message = Message(Topic(topic), payload, 1, retain, 0, None)
        loop.call_at(self._arrival, self._arrive, message)

    def _arrive(self, message: Message) -> None:
        if not self._gone.done():
            self._waiting.put_nowait(message)

    @property
    async def messages(self) -> AsyncIterator[Message]:
        """What comes, until the connection is lost."""
        while True:
            next_one = asyncio.create_task(self._waiting.get())
            either: list[asyncio.Future[Any]] = [next_one, self._gone]
            try:
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            finally:
                if not next_one.done():
                    next_one.cancel()
            if next_one.cancelled() or not next_one.done():
                raise MqttError("lost")
            yield next_one.result()


@dataclass(slots=True)
class ShownLine:
    """A line as its document shows it."""

    number: str
    available: bool = False
    problem: str | None = None
    calls: tuple[Any, ...] = ()
    forwarding: dict[ForwardingType, Forwarding] | None = None
    do_not_disturb: bool | None = None
    sequence: int = 0


@dataclass(slots=True)
class Follower:
    """Follows lines by the rules of docs/gateway.md, and tells a witness."""

    broker: MemoryBroker
    witness: Witness
    lines: dict[str, Any] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)

    async def run(self) -> None:
        """Follow for ever."""
        while True:
            client = MemoryClient(self.broker, queue_type=asyncio.Queue)
            try:
                async with client:
                    await client.subscribe([("telephony/#", 1)])
                    async for message in client.messages:
                        self._take(message)
            except MqttError:
                await asyncio.sleep(0.5)

    def _take(self, message: Message) -> None:
        kind = message.topic.value.rpartition("/")[2]
        document = decode(message.payload)
        if kind == "state" and document:
            self._take_line(document)
        elif kind == "event" and document:
            line = self.lines.get(document["line"])
            if line is None or document["sequence"] > line.sequence:
                raise Violation(f"an event before the state that holds it: {document}")

    def _take_line(self, document: Document) -> None:
        number, sequence = document["line"], document["sequence"]
        before = self.lines.get(number)
        if before and sequence < before.sequence:
            return
        known = read_line(document, number)
        if known is None:
            raise Violation(f"{number}: a state that can't be read")
        news = [
            event_of(each, number)
            for each in document["events"]
            if before and each["sequence"] > before.sequence
        ]
        calls = tuple(each.call for each in known.calls[: len(document["calls"])])
        if before and not document["available"] and not news:
            calls = before.calls  # what it has isn't known yet
        forwarding = document["forwarding"]
        line = self.lines[number] = ShownLine(
            number,
            document["available"],
            document["problem"],
            calls,
            None
            if forwarding is None
            else {
                ForwardingType(each["type"]): Forwarding(
                    ForwardingType(each["type"]), each["number"], each["enabled"]
                )
                for each in forwarding
            },
            document["do_not_disturb"],
            sequence,
        )
        self.witness.line_changed(line, tuple(news))  # type: ignore[arg-type]  # all that it looks at


def event_of(data: Document, line: str) -> CallEvent:
    """Return an event as a message tells it."""
    outcome = data.get("outcome")
    return CallEvent(
        CallEventType(data["type"]),
        read_call(data["call"], line),
        data["cause"],
        Outcome(outcome) if outcome else None,
        data.get("ring_seconds"),
        data.get("talk_seconds"),
    )


class Gatewayed:
    """What a gateway serves, as whoever follows sees it; commands go to the phone system at once."""

    def __init__(self, world: GatewayWorld, network: Network, witness: Witness) -> None:
        """Prepare a gateway, its broker and who follows."""
        self.world = world
        self.broker = MemoryBroker(world.loop, random.Random(world.random.random()))
        self.follower = Follower(self.broker, witness)
        self._random = random.Random(world.random.random())
        self._network = network
        self._runs = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._served: ServedSystem
        load_library()

    @property
    def lines(self) -> Mapping[str, Any]:
        """The lines as they are followed."""
        return self.follower.lines

    @property
    def status(self) -> LinkStatus:
        """How the gateway's link is."""
        return self.phone_system.status

    @property
    def phone_system(self) -> PhoneSystem:
        """The gateway's own client."""
        return self._served.phone_system

    def __getattr__(self, name: str) -> Any:
        """Let commands through."""
        return getattr(self.phone_system, name)

    async def start(self) -> None:
        """Run the gateway, and follow it until it has told of all lines."""
        self._tasks.append(asyncio.create_task(self._followed()))
        self._run()
        await asyncio.sleep(START)

    async def _followed(self) -> None:
        try:
            await self.follower.run()
        except Violation as violation:
            self.world.failures.append(violation)

    def _run(self) -> None:
        self._runs += 1
        profile = self.world.csta.options.profile.name
        settings = SystemSettings(
            "city",
            self._network.connector(self.world.csta.connection, monitor_of),
            CstaSettings(profile=profile, username=USERNAME, password=PASSWORD),
            CSTA_LINES,
            commands=True,
            plan=DialPlan({}, None),
            options={},
            missed_min_ring_seconds=0.0,
        )

        def open_client(*_: object, **given: Any) -> Any:
            return MemoryClient(
                self.broker, will=given["will"], queue_type=given["queue_type"]
            )

        rng = random.Random(self._random.random())
        self._served = ServedSystem(
            *("north", settings, SETTINGS, Metrics()),
            instance=f"north-{self._runs}",
            since=self.world.loop.now().isoformat(),
            surroundings=Surroundings(open_client, self.world.loop.clock(), rng),
        )
        task = asyncio.create_task(self._served.run())
        task.add_done_callback(self._ended)
        self._tasks.append(task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            error = task.exception() or Violation("the gateway has ended")
            self.world.failures.append(error)

    async def kill(self) -> None:
        """End the gateway without a word, and start it again."""
        for end in self._network.open_connections():
            end.abort()
        self.cut()
        task = self._tasks.pop()
        task.cancel()
        await asyncio.wait([task])
        self._run()

    def cut(self) -> None:
        """Lose the gateway's connection to the broker."""
        for client in tuple(self.broker.clients):
            if client.will:
                self.broker.cut(client)

    def cut_follower(self) -> None:
        """Lose the follower's."""
        for client in tuple(self.broker.clients):
            if not client.will:
                self.broker.cut(client)

    async def stop(self) -> None:
        """End everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)


class GatewayWorld(World):
    """A world with one more client, which looks through a gateway."""

    gatewayed: Gatewayed

    @override
    async def _add_clients(self) -> None:
        await super()._add_clients()
        network = Network(self.loop, random.Random(self.random.random()))
        witness = Witness(self.loop.time)
        self.gatewayed = Gatewayed(self, network, witness)
        await self.gatewayed.start()
        switch: Any = self.gatewayed
        self.clients.append(Client(switch, witness, network, self.csta, CSTA_LINES))

    @override
    def check(self, quiet: float = QUIET) -> None:
        self.gatewayed.broker.weather = BrokerWeather()
        super().check(quiet)
        system = self.gatewayed.phone_system
        for line, shown in self.gatewayed.lines.items():
            if shown.calls != system.lines[line].calls:
                raise Violation(
                    f"{line}: {shown.calls}, not {system.lines[line].calls}"
                )

    def _do_broker_cut(self, step: Step) -> None:
        self.gatewayed.cut()
        if step.first % 2:
            self.gatewayed.cut_follower()

    def _do_broker_away(self, step: Step) -> None:
        broker = self.gatewayed.broker
        broker.reachable = False
        self.gatewayed.cut()
        self.gatewayed.cut_follower()
        seconds = pick((1.0, 7.0, 40.0), step.second)
        self._do_call_in(step)
        self._do_lift(step)
        self.clients[-1].witness.wait_longer(seconds)
        self.loop.pass_time(seconds)
        self._do_drop(step)
        broker.reachable = True

    def _do_broker_weather(self, step: Step) -> None:
        self.gatewayed.broker.weather = BrokerWeather(
            delay=pick((0.001, 0.05, 0.8), step.first),
            repeat=pick((0.0, 0.1, 0.5), step.second),
        )

    def _do_gateway_kill(self, step: Step) -> None:
        self._doubt(self.loop.time() + LOSS_KNOWN)
        self.clients[-1].witness.wait_longer(LOSS_KNOWN)
        self.loop.run(self.gatewayed.kill())
