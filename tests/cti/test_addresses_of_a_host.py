"""A host with several addresses is reached at the one that lives; what stands behind it may change."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib import import_module
import socket
import ssl
from typing import Any

import pytest

from custom_components.telephony.cti.connector import Connector, tcp_connector
from custom_components.telephony.cti.errors import CertificateRejected
from custom_components.telephony.cti.link import Link, LinkState, LinkStatus
from simulator.certificate import self_signed_context

from .test_link import Echo, LineSession

LIVING, DEAD = "127.0.0.1", "127.0.0.9"
QUEUED = 4
"""Connections that fill the queue of somebody who never takes any."""


@pytest.fixture(autouse=True)
def reach_all_of_this_machine() -> None:
    """Let tests connect to more than one address."""
    with suppress(ModuleNotFoundError):  # the library's own tests know no such limit
        import_module("pytest_socket").socket_allow_hosts([LIVING, DEAD, "::1"])


class Host:
    """Serves at one address; what TLS it speaks may be replaced while links are up."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.context = context
        self.port = 0
        self.echoes: list[Echo] = []
        self._server: asyncio.Server | None = None

    async def start(self, address: str = LIVING) -> None:
        """Listen, at the same port as before if there was one."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            self._echo, address, self.port, ssl=self.context
        )
        self.port = self._server.sockets[0].getsockname()[1]

    def _echo(self) -> Echo:
        self.echoes.append(Echo())
        return self.echoes[-1]

    async def stop(self) -> None:
        """Hang up on everybody."""
        assert self._server is not None
        self._server.close()
        for each in self.echoes:
            if hasattr(each, "transport"):  # it came through the handshake
                each.transport.abort()
        await self._server.wait_closed()


@asynccontextmanager
async def host(
    context: ssl.SSLContext | None = None, address: str = LIVING
) -> AsyncIterator[Host]:
    """Serve meanwhile."""
    made = Host(context)
    await made.start(address)
    try:
        yield made
    finally:
        await made.stop()


@contextmanager
def dead_end(port: int) -> Iterator[None]:
    """Let connecting to the dead address take for ever."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((DEAD, port))
        listener.listen(0)
        queue = [socket.socket() for _ in range(QUEUED)]
        for each in queue:
            each.setblocking(False)  # noqa: FBT003  # it takes no keywords
            each.connect_ex((DEAD, port))
        yield
        for each in queue:
            each.close()


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let the name `pbx.example` have these addresses, in this order."""

    async def resolve(name: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        assert name in ("pbx.example", "::1")
        return [
            (
                socket.AF_INET6 if ":" in each else socket.AF_INET,
                socket.SOCK_STREAM,
                socket.IPPROTO_TCP,
                "",
                (each, port),
            )
            for each in (addresses if name == "pbx.example" else (name,))
        ]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)


@asynccontextmanager
async def linked(connector: Connector) -> AsyncIterator[Recorder]:
    """Keep a link meanwhile."""
    recorder = Recorder()
    link = Link(connector, LineSession, recorder, name="PBX")
    await link.start()
    try:
        yield recorder
    finally:
        await link.stop()


class Recorder:
    """Hears how a link fares."""

    def __init__(self) -> None:
        self.statuses: list[LinkStatus] = []
        self._changed = asyncio.Event()

    def __call__(self, status: LinkStatus, _session: LineSession | None) -> None:
        """Take note."""
        self.statuses.append(status)
        self._changed.set()

    async def until(self, state: LinkState, reason: type[Exception] | None) -> None:
        """Wait until the link is in a state, because of something."""
        async with asyncio.timeout(20):
            while not any(
                each.state is state and (reason is None or type(each.reason) is reason)
                for each in self.statuses
            ):
                self._changed.clear()
                await self._changed.wait()


@pytest.mark.parametrize("dead_ones", [1, 3])
@pytest.mark.parametrize("tls", [False, True])
async def test_a_dead_address_before_the_living_one_costs_a_moment(
    monkeypatch: pytest.MonkeyPatch, dead_ones: int, tls: bool
) -> None:
    server, trust = None, None
    if tls:
        server, certificate = self_signed_context("pbx.example")
        trust = ssl.create_default_context(cadata=certificate)
    resolve_to(monkeypatch, *[DEAD] * dead_ones, LIVING)
    async with host(server) as there:
        with dead_end(there.port):
            async with asyncio.timeout(3):
                connector = tcp_connector("pbx.example", there.port, trust)
                async with linked(connector) as recorder:
                    assert recorder.statuses[-1].connected


async def test_the_next_generation_of_addresses_is_as_good(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve_to(monkeypatch, "::1", DEAD)
    async with host(address="::1") as there:
        for name in ("pbx.example", "::1"):
            async with linked(tcp_connector(name, there.port)) as recorder:
                assert recorder.statuses[-1].connected


async def test_tls_is_as_new_as_both_sides_speak() -> None:
    server, certificate = self_signed_context()
    trust = ssl.create_default_context(cadata=certificate)
    async with (
        host(server) as there,
        linked(tcp_connector(LIVING, there.port, trust)) as recorder,
    ):
        assert recorder.statuses[-1].connected
        spoken = there.echoes[-1].transport.get_extra_info("ssl_object")
        assert spoken.version() == "TLSv1.3"


async def test_a_certificate_that_is_replaced_is_noticed_at_the_next_connect() -> None:
    first, certificate = self_signed_context()
    trust = ssl.create_default_context(cadata=certificate)
    there = Host(first)
    await there.start()
    async with linked(tcp_connector(LIVING, there.port, trust)) as recorder:
        there.context, _ = self_signed_context()
        assert recorder.statuses[-1].connected
        await there.stop()
        await there.start()
        await recorder.until(LinkState.WAITING, CertificateRejected)
        await there.stop()
        there.context = first
        recorder.statuses.clear()
        await there.start()
        await recorder.until(LinkState.READY, None)
        await there.stop()


async def test_whoever_says_no_more_has_left() -> None:
    """A half-closed connection would never tell anything again."""
    async with host() as there, linked(tcp_connector(LIVING, there.port)) as recorder:
        there.echoes[-1].transport.write_eof()
        await recorder.until(LinkState.WAITING, None)
        assert (
            str(recorder.statuses[-1].reason) == "the other side closed the connection"
        )
