"""A port that stops, starts again and drops its clients, plain and with TLS."""

import asyncio
import ssl

import pytest

from simulator.certificate import self_signed_context
from simulator.exchange import Exchange
from simulator.server import serve
from simulator.telestra import TelestraFrontEnd

from .clock import FakeClock
from .telestra_client import TelestraClient


def front_end() -> TelestraFrontEnd:
    """Return a front-end with one account."""
    clock = FakeClock()
    return TelestraFrontEnd(Exchange(clock, ["700"]), clock)


async def connect(port: int, context: ssl.SSLContext | None = None) -> TelestraClient:
    """Connect to a port on this machine."""
    return TelestraClient(
        *await asyncio.open_connection("127.0.0.1", port, ssl=context)
    )


async def test_two_servers_on_any_port_do_not_meet() -> None:
    async with serve(front_end()) as one, serve(front_end()) as two:
        assert one.port != two.port


async def test_a_stopped_server_refuses_and_a_started_one_has_the_same_port() -> None:
    async with serve(front_end()) as server:
        port = server.port
        client = await connect(port)
        await client.status("700")
        await server.stop()
        assert await client.is_closed()
        with pytest.raises(ConnectionError):
            await connect(port)
        await server.start()
        assert server.port == port
        again = await connect(port)
        assert await again.status("700") == (200, [])
        client.writer.close()
        again.writer.close()


async def test_dropped_clients_can_come_back_at_once() -> None:
    async with serve(front_end()) as server:
        client = await connect(server.port)
        await client.status("700")
        server.drop_connections()
        assert await client.is_closed()
        again = await connect(server.port)
        assert await again.status("700") == (200, [])
        client.writer.close()
        again.writer.close()


async def test_a_certificate_of_its_own_is_trusted_by_who_has_it() -> None:
    context, certificate = self_signed_context()
    trusting = ssl.create_default_context(cadata=certificate)
    async with serve(front_end(), context=context) as server:
        client = await connect(server.port, trusting)
        assert await client.status("700") == (200, [])
        client.writer.close()
        with pytest.raises(ssl.SSLCertVerificationError):
            await connect(server.port, ssl.create_default_context())
