"""A link is kept alive for ever, and tells the truth about being down."""

import asyncio
from collections.abc import Iterator
import itertools
import random
from typing import override

import pytest

from custom_components.telephony.cti.connector import Connector, tcp_connector
from custom_components.telephony.cti.errors import (
    AuthenticationRefused,
    CannotConnect,
    ConnectionLost,
    TelephonyError,
)
from custom_components.telephony.cti.link import (
    BACKOFF_LAST,
    Link,
    LinkState,
    LinkStatus,
    Session,
)
from tests.simulation.network import Network
from tests.simulation.virtual_loop import VirtualLoop


class Echo(asyncio.Protocol):
    """The other side: says what it is told to say."""

    transport: asyncio.Transport

    def __init__(self, greeting: bytes = b"ok\n") -> None:
        self.greeting = greeting

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.greeting)


class Lines:
    """What has come of lines."""

    def __init__(self) -> None:
        self.buffer = b""

    def feed(self, data: bytes) -> None:
        self.buffer += data


class LineSession(Session):
    """A protocol of lines: `ok` lets us in, `no` refuses, `odd` is more than it can take."""

    def __init__(self) -> None:
        self._lines = Lines()
        super().__init__(self._lines)
        self.received: list[bytes] = []
        self.said_goodbye = False
        self._greeted: asyncio.Future[bytes] = self._loop.create_future()

    @override
    async def open(self) -> None:
        greeting = await self._greeted
        if greeting == b"no":
            raise AuthenticationRefused("no")
        if greeting == b"odd":
            raise ArithmeticError("odd")

    @override
    async def goodbye(self) -> None:
        self.said_goodbye = True

    @override
    def step(self) -> bool:
        message, newline, rest = self._lines.buffer.partition(b"\n")
        if not newline:
            return False
        self._lines.buffer = rest
        self.received.append(message)
        if not self._greeted.done():
            self._greeted.set_result(message)
        return True

    @override
    def on_lost(self, error: TelephonyError) -> None:
        if not self._greeted.done():
            self._greeted.set_exception(error)


class World:
    """A link to an echo over a network in memory."""

    def __init__(self, loop: VirtualLoop) -> None:
        self.loop = loop
        self.network = Network(loop, random.Random(1))
        self.greeting = b"ok\n"
        self.servers: list[Echo] = []
        self.statuses: list[tuple[float, LinkStatus]] = []
        self.sessions: list[LineSession] = []

    def serve(self) -> Echo:
        self.servers.append(Echo(self.greeting))
        return self.servers[-1]

    def make_session(self) -> LineSession:
        self.sessions.append(LineSession())
        return self.sessions[-1]

    async def make_link(self) -> Link[LineSession]:
        return Link(
            self.network.connector(self.serve),
            self.make_session,
            lambda status, _: self.statuses.append((self.loop.time(), status)),
            name="test",
            rng=random.Random(2),
        )

    def start(self) -> Link[LineSession]:
        link = self.loop.run(self.make_link())
        self.loop.run(link.start())
        return link

    @property
    def states(self) -> list[LinkState]:
        return [status.state for _, status in self.statuses]


@pytest.fixture
def world() -> Iterator[World]:
    loop = VirtualLoop()
    yield World(loop)
    loop.close()


def test_a_lost_connection_comes_back_by_itself(world: World) -> None:
    link = world.start()
    world.servers[0].transport.close()
    world.loop.pass_time(5)
    assert world.states == [LinkState.READY, LinkState.WAITING, LinkState.READY]
    assert isinstance(world.statuses[1][1].reason, ConnectionLost)
    world.loop.run(link.stop())


def test_the_first_connection_that_fails_says_why(world: World) -> None:
    world.network.weather.reachable = False
    link = world.loop.run(world.make_link())
    with pytest.raises(CannotConnect):
        world.loop.run(link.start())
    assert world.states == []


def test_tries_become_rarer_but_never_end(world: World) -> None:
    link = world.start()
    world.network.weather.reachable = False
    world.servers[0].transport.close()
    world.loop.pass_time(3600)
    times = [moment for moment, _ in world.statuses[2:]]
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert len(times) > 60
    assert max(pauses) <= BACKOFF_LAST + 1
    assert pauses[0] < 2.5 < pauses[-1]
    world.network.weather.reachable = True
    world.loop.pass_time(BACKOFF_LAST + 1)
    assert world.states[-1] is LinkState.READY
    world.loop.run(link.stop())


def test_refused_credentials_are_tried_once(world: World) -> None:
    link = world.start()
    world.greeting = b"no\n"
    world.servers[0].transport.close()
    world.loop.pass_time(3600)
    assert world.states[-1] is LinkState.REFUSED
    assert len(world.servers) == 2
    world.loop.run(link.stop())


def test_a_session_that_never_lasts_is_not_tried_ever_faster(world: World) -> None:
    link = world.start()
    for _ in range(6):
        world.servers[-1].transport.close()
        world.loop.pass_time(130)
        if world.states[-1] is LinkState.READY:
            continue
    ready = [moment for moment, status in world.statuses if status.connected]
    assert len(ready) == 7
    world.loop.run(link.stop())


def test_stopping_says_goodbye_and_leaves_no_task(world: World) -> None:
    link = world.start()
    world.loop.run(link.stop())
    assert world.sessions[0].said_goodbye
    world.loop.pass_time(1)
    assert asyncio.all_tasks(world.loop) == set()
    assert not world.network.open_connections()


def test_a_flood_is_taken_in_slices_and_in_order(world: World) -> None:
    link = world.start()
    lines = [b"%d" % number for number in range(20_000)]
    world.servers[0].transport.write(b"\n".join(lines) + b"\n")
    world.loop.pass_time(1)
    assert world.sessions[0].received[1:] == lines
    world.loop.run(link.stop())


def test_a_name_that_no_host_can_have_is_a_link_error(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look_up(host: str, *_: object, **__: object) -> None:
        host.encode("idna")

    monkeypatch.setattr(world.loop, "getaddrinfo", look_up)
    with pytest.raises(CannotConnect):
        world.loop.run(_connect(tcp_connector("a..b", 1)))


async def _connect(connector: Connector) -> None:
    await connector(asyncio.Protocol)


def test_what_nobody_has_thought_of_does_not_end_the_tries(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    link = world.start()
    world.greeting = b"odd\n"
    world.servers[0].transport.close()
    world.loop.pass_time(120)
    world.greeting = b"ok\n"
    meanwhile = link.status
    assert "Connecting to test failed" in caplog.text
    world.loop.pass_time(120)
    assert (meanwhile.connected, link.status.connected) == (False, True)
    world.loop.run(link.stop())


def test_a_listener_that_fails_does_not_end_the_link(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def start() -> Link[LineSession]:
        link = Link(
            world.network.connector(world.serve),
            world.make_session,
            lambda _status, _session: 1 / 0,  # type: ignore[arg-type]
            name="test",
        )
        await link.start()
        return link

    link = world.loop.run(start())
    world.servers[0].transport.close()
    world.loop.pass_time(5)
    assert link.status.connected
    assert "Telling of the connection to test failed" in caplog.text
    world.loop.run(link.stop())
