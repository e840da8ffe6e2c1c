"""Gateways beside a direct connection: what an event and a line cost, and how soon all is true after two kills.

Three gateways, each with a phone system of its own, publish to a NATS cluster of three nodes.
Somebody follows all lines at a node that nobody kills.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
import json
import os
from pathlib import Path
import re
import shutil
import socket
import sys
from tempfile import TemporaryDirectory
import time
from typing import Any, Final

from aiomqtt import Client, Message, MqttError

from .figures import Figure
from .peer import PeerProcess
from .processes import used
from .wire import line_numbers

ROOT: Final = Path(__file__).parent.parent
GATEWAYS: Final = 3
ACTIVE: Final = 100
"""Lines of each phone system on which calls come."""
RESTART_SECONDS: Final = 1.0
"""How long a supervisor waits before it starts a gateway again (RestartSec of its unit)."""
IN_TIME: Final = 10.0
START_SECONDS: Final = 300.0
WITHOUT_HOME_ASSISTANT: Final = (
    "import runpy, sys; sys.modules['homeassistant'] = None;"
    " runpy.run_module('gateway', run_name='__main__', alter_sys=True)"
)
_SAMPLE: Final = re.compile(r"^(telephony_\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def nats_server() -> str:
    """Return the broker, as scripts/test finds it."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    own = cache / "telephony/nats-server/run"
    places = (os.environ.get("NATS_SERVER"), shutil.which("nats-server"), str(own))
    for place in places:
        if place and os.access(place, os.X_OK):
            return place
    raise SystemExit("nats-server isn't here: scripts/test brings it, or install it")


@dataclass(slots=True)
class Program:
    """A process that can be killed and started again."""

    command: list[str]
    process: asyncio.subprocess.Process | None = None
    port: int = 0

    async def start(self) -> None:
        """Start it."""
        self.process = await asyncio.create_subprocess_exec(
            *self.command,
            cwd=ROOT,
            env=os.environ | {"GATEWAY_PASSWORD": "demo"},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )

    async def kill(self) -> None:
        """End it without a word."""
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    @property
    def pid(self) -> int:
        """The process's id."""
        assert self.process
        return self.process.pid

    async def metrics(self) -> dict[str, float]:
        """Return what a gateway tells Prometheus, summed up by name; nothing where it doesn't answer."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(b"GET /metrics HTTP/1.0\r\n\r\n")
            text = (await reader.read()).decode()
            writer.close()
            await writer.wait_closed()
        except OSError:
            return {}
        found: dict[str, float] = {}
        for name, labels, value in _SAMPLE.findall(text):
            key = f"{name} available" if 'available="true"' in labels else name
            found[key] = found.get(key, 0.0) + float(value)
        return found

    async def until(
        self, is_so: Callable[[dict[str, float]], bool], seconds: float
    ) -> float:
        """Wait until the metrics say so; return how long that took."""
        began = time.perf_counter()
        async with asyncio.timeout(seconds):
            while not is_so(await self.metrics()):  # noqa: ASYNC110  # nothing tells of it
                await asyncio.sleep(0.1)
        return time.perf_counter() - began


@dataclass(slots=True)
class Follower:
    """Counts events by the rules of docs/gateway.md."""

    port: int
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By call and type."""
    of_system: Counter[str] = field(default_factory=Counter)
    _sequences: dict[str, int] = field(default_factory=dict)

    @property
    def lines(self) -> int:
        """How many lines are known."""
        return len(self._sequences)

    async def run(self) -> None:
        """Follow for ever."""
        while True:
            try:
                async with Client("127.0.0.1", self.port) as client:
                    await client.subscribe("telephony/+/lines/+/+", qos=1)
                    async for message in client.messages:
                        self._take(message)
            except MqttError:
                await asyncio.sleep(0.1)

    def _take(self, message: Message) -> None:
        _, system, _, line, kind = message.topic.value.split("/")
        assert isinstance(message.payload, bytes)
        document = json.loads(message.payload)
        place = f"{system}/{line}"
        if kind == "state" and place not in self._sequences:
            self._sequences[place] = document["sequence"]
        for event in document["events"] if kind == "state" else (document,):
            if event["sequence"] > self._sequences.get(place, 0):
                self._sequences[place] = event["sequence"]
                self.told[event["call"]["call_id"], event["type"]] += 1
                self.of_system[system] += 1


class Site:
    """Phone systems, gateways, nodes, and somebody who follows."""

    def __init__(self, folder: Path, lines: int) -> None:
        """Plan it."""
        self.lines = lines
        self.nodes: list[Program] = []
        self.gateways: list[Program] = []
        self.peers: list[PeerProcess] = []
        self.follower = Follower(0)
        self._folder = folder

    async def open(self, stack: AsyncExitStack) -> None:
        """Start everything, until all lines are watched."""
        cluster = [free_port() for _ in range(GATEWAYS)]
        routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in cluster)
        for number, port in enumerate(cluster, 1):
            mqtt = free_port()
            path = self._folder / f"node{number}.conf"
            path.write_text(
                f'server_name "node{number}"\nlisten: "127.0.0.1:{free_port()}"\n'
                f'jetstream {{ store_dir: "{self._folder}/node{number}" }}\n'
                f'mqtt {{ listen: "127.0.0.1:{mqtt}" }}\n'
                f'cluster {{ name: "phones", listen: "127.0.0.1:{port}", routes: [{routes}] }}\n'
            )
            node = Program([nats_server(), "-c", str(path)], port=mqtt)
            self.nodes.append(node)
            stack.push_async_callback(node.kill)
            await node.start()
        for node in self.nodes:
            await _takes_clients(node.port)
        self.follower.port = self.nodes[2].port
        follow = asyncio.create_task(self.follower.run())
        stack.callback(follow.cancel)
        for number in range(1, GATEWAYS + 1):
            peer = await stack.enter_async_context(PeerProcess())
            self.peers.append(peer)
            gateway = Program(self._command(number, peer.port), port=free_port())
            gateway.command = self._command(number, peer.port, gateway.port)
            self.gateways.append(gateway)
            stack.push_async_callback(gateway.kill)
            await gateway.start()
        for gateway in self.gateways:
            await gateway.until(self.is_true, START_SECONDS)
        async with asyncio.timeout(START_SECONDS):
            while self.follower.lines < self.lines * GATEWAYS:  # noqa: ASYNC110  # nothing tells of it
                await asyncio.sleep(0.1)

    def is_true(self, metrics: dict[str, float]) -> bool:
        """Tell whether all lines of a gateway are true, and told."""
        return (
            metrics.get("telephony_lines available") == self.lines
            and metrics.get("telephony_broker_up") == 1
            and metrics.get("telephony_unsent_events") == 0
        )

    def _command(
        self, number: int, phone_port: int, metrics_port: int = 0
    ) -> list[str]:
        first = number - 1
        hosts = [f"127.0.0.1:{each.port}" for each in self.nodes]
        path = self._folder / f"gateway{number}.toml"
        path.write_text(
            f"""
[gateway]
name = "gateway{number}"
[broker]
host = {[*hosts[first:], *hosts[:first]]}
tls = false
[metrics]
port = {metrics_port}
[[systems]]
name = "city{number}"
host = "127.0.0.1"
port = {phone_port}
tls = false
username = "demo.local"
password_env = "GATEWAY_PASSWORD"
lines = "{", ".join(line_numbers(self.lines))}"
"""
        )
        return [sys.executable, "-c", WITHOUT_HOME_ASSISTANT, str(path)]


async def _takes_clients(port: int) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                async with Client("127.0.0.1", port) as client:
                    await client.publish("ready", b"", qos=1)
                    return
            except MqttError:
                await asyncio.sleep(0.1)


@asynccontextmanager
async def direct(peer: PeerProcess, lines: int) -> AsyncIterator[Callable[[], Any]]:
    """Connect a process to a phone system; what is yielded asks for events, seconds and bytes."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.direct", str(peer.port), str(lines)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    answers, orders = process.stdout, process.stdin
    await answers.readline()

    async def ask() -> Any:
        orders.write(b"\n")
        return json.loads(await answers.readline())

    yield ask
    process.kill()
    await process.wait()


async def measure(lines: int, rate: float, seconds: float) -> list[Figure]:
    """Measure `lines` lines in all, at `rate` events a second in all."""
    share, each = lines // GATEWAYS, rate / GATEWAYS
    with TemporaryDirectory(prefix="telephony-gateways-") as folder:
        async with AsyncExitStack() as stack:
            site = Site(Path(folder), share)
            await site.open(stack)
            ours = await _cost(site, each, seconds)
            kills = await _kills(site, each, seconds)
    async with PeerProcess() as peer, direct(peer, share) as ask:
        events, worked, _ = await ask()
        await peer.traffic(each, seconds, ACTIVE)
        now, now_worked, memory = await ask()
        other = ((now_worked - worked) / (now - events) * 1e6, memory / share / 1024)
    size = f"{lines:,} lines, {rate:,.0f} events a second in all"
    return [
        Figure.of("an event: gateway", "µs", [ours[0]], note=size),
        Figure.of("an event: direct connection", "µs", [other[0]]),
        Figure.of("an event: ratio", "", [ours[0] / other[0]]),
        Figure.of("an event: three nodes", "µs", [ours[2]]),
        Figure.of(
            "a line: gateway's memory", "KiB", [ours[1]], note="all of the process"
        ),
        Figure.of("a line: direct connection's memory", "KiB", [other[1]]),
        Figure.of("a line: ratio", "", [ours[1] / other[1]]),
        *kills,
    ]


async def _cost(site: Site, rate: float, seconds: float) -> tuple[float, float, float]:
    """Return microseconds of an event, KiB of a line, and microseconds of an event in the nodes."""
    programs, nodes = [e.pid for e in site.gateways], [e.pid for e in site.nodes]
    before, nodes_before = (
        sum(used(e)[0] for e in programs),
        sum(used(e)[0] for e in nodes),
    )
    events = await _phone(site, rate, seconds)
    worked = sum(used(each)[0] for each in programs) - before
    nodes_worked = sum(used(each)[0] for each in nodes) - nodes_before
    memory = sum(used(each)[1] for each in programs)
    lines = site.lines * GATEWAYS
    return worked / events * 1e6, memory / lines / 1024, nodes_worked / events * 1e6


async def _phone(site: Site, rate: float, seconds: float) -> int:
    """Let calls come at all phone systems; return how many events there were, once all are told."""
    told = site.follower.told.total()
    sent = sum(
        len(each.sent)
        for each in await asyncio.gather(
            *(peer.traffic(rate, seconds, ACTIVE) for peer in site.peers)
        )
    )
    async with asyncio.timeout(START_SECONDS):
        while site.follower.told.total() < told + sent:  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(0.05)
    return sent


async def _kills(site: Site, rate: float, seconds: float) -> list[Figure]:
    """Kill a gateway and, a moment later, another one's node, while people phone."""
    victim, node = site.gateways[0], site.nodes[1]
    other = site.gateways[1]
    before = site.follower.of_system.copy()
    phoning = [
        asyncio.create_task(peer.traffic(rate, seconds, ACTIVE)) for peer in site.peers
    ]
    await asyncio.sleep(seconds / 3)
    killed = time.perf_counter()
    await victim.kill()
    await asyncio.sleep(RESTART_SECONDS)
    await victim.start()
    await victim.until(site.is_true, START_SECONDS)
    gateway_seconds = time.perf_counter() - killed
    killed = time.perf_counter()
    await node.kill()
    with suppress(TimeoutError):  # it may be back before we look
        await other.until(lambda told: told.get("telephony_broker_up") == 0, 3.0)
    await other.until(lambda told: told.get("telephony_broker_up") == 1, START_SECONDS)
    await other.until(
        lambda told: told.get("telephony_unsent_events", 99) < rate, START_SECONDS
    )
    node_seconds = time.perf_counter() - killed
    sent = [len(each.sent) for each in await asyncio.gather(*phoning)]
    for gateway in site.gateways:
        await gateway.until(site.is_true, START_SECONDS)
    following = site.follower.of_system
    lost = 0
    for number in (2, 3):
        name = f"city{number}"
        with suppress(TimeoutError):
            async with asyncio.timeout(IN_TIME):
                while following[name] - before[name] < sent[number - 1]:  # noqa: ASYNC110  # nothing tells of it
                    await asyncio.sleep(0.05)
        lost += sent[number - 1] - (following[name] - before[name])
    twice = sum(count > 1 for count in site.follower.told.values())
    return [
        Figure.of(
            "a killed gateway: all its lines are true again",
            "s",
            [gateway_seconds],
            limit=IN_TIME,
        ),
        Figure.of(
            "a killed node: its gateway has caught up",
            "s",
            [node_seconds],
            limit=IN_TIME,
        ),
        Figure.of("events lost by the node's end", "", [lost], limit=0),
        Figure.of("events that were counted twice", "", [twice], limit=0),
    ]
