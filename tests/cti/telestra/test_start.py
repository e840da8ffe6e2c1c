"""What a connection needs to be taken for a Telestra server."""

import asyncio
from collections.abc import AsyncIterator
import random
from typing import override

import pytest

from custom_components.telephony.cti.connector import tcp_connector
from custom_components.telephony.cti.errors import (
    CannotConnect,
    ConnectionTimedOut,
    LinkError,
    NotTelestra,
)
from custom_components.telephony.cti.telestra import (
    TelestraSettings,
    TelestraSystem,
    session,
)
from tests.simulation.network import Network
from tests.simulation.virtual_loop import VirtualLoop

from .conftest import MakeWorld
from .scripted import Bench, Recorder, bench


@pytest.fixture
async def idle() -> AsyncIterator[Bench]:
    """Return a server that says nothing by itself, and a client that has not started."""
    async with bench() as made:
        yield made


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x15\x03\x03\x00\x02\x02\x28",
        b"\0\0\0\x2a9999<?xml version='1.0'?>",
        b"{]\0",
        b"[1]\0",
        b'{"hello":"world"}\0',
        b'{"event":7,"account":"hall"}\0',
        b"\xff\xff\xff\xff",
    ],
)
async def test_something_else_that_answers_is_told(
    idle: Bench, answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only time decides, as somebody else's broadcast may be broken."""
    monkeypatch.setattr(session, "PROOF_TIMEOUT", 0.3)
    idle.switch.add_line("hall")
    started = asyncio.create_task(idle.switch.start())
    await idle.server.next_question()
    await idle.server.send_raw(answer)
    with pytest.raises(NotTelestra):
        await started


async def test_a_server_that_closes_at_once_is_a_link_error(idle: Bench) -> None:
    idle.switch.add_line("hall")
    started = asyncio.create_task(idle.switch.start())
    await idle.server.next_question()
    idle.server.cut()
    with pytest.raises(LinkError):
        await started


async def test_a_refused_connection_is_told(unused_tcp_port: int) -> None:
    switch = TelestraSystem(
        tcp_connector("127.0.0.1", unused_tcp_port), Recorder(), TelestraSettings()
    )
    with pytest.raises(CannotConnect):
        await switch.start()


async def test_without_lines_the_tcp_connection_is_enough(idle: Bench) -> None:
    await idle.switch.start()
    assert idle.switch.status.connected
    idle.watch("hall")
    await idle.switch.wait_synchronized()
    assert idle.switch.lines["hall"].available


async def test_an_account_that_fails_proves_a_telestra_server(idle: Bench) -> None:
    idle.switch.add_line("cellar")
    started = asyncio.create_task(idle.switch.start())
    await idle.server.next_question()
    await idle.tell("fail", "cellar", error="Unknown account: cellar")
    await started
    await idle.server.next_question()
    await idle.tell("fail", "cellar", error="Unknown account: cellar")
    await idle.switch.wait_synchronized()
    assert not idle.switch.lines["cellar"].available


async def test_events_before_the_first_status_are_not_lost(idle: Bench) -> None:
    idle.switch.add_line("hall")
    started = asyncio.create_task(idle.switch.start())
    await idle.server.next_question()
    await idle.tell("call-incoming", "hall", call_id=0, caller="205")
    idle.server.statuses["hall"] = {"calls": [0], "account_status": 200}
    await idle.tell("status", "hall", calls=[0], account_status=200)
    await started
    await idle.switch.wait_synchronized()
    (call,) = idle.switch.lines["hall"].calls
    assert call.party.number == "205"
    assert [event.type.value for event in idle.heard.events] == ["incoming"]
    assert idle.heard.lines_before_link == 0


class Mumbler(asyncio.Protocol):
    """Sends one thing and is silent."""

    def __init__(self, words: bytes) -> None:
        self.words = words

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self.words)


@pytest.mark.parametrize(
    ("words", "error"),
    [(b"", ConnectionTimedOut), (b'{"event":"tick","account":"x"}\0', NotTelestra)],
    ids=["silence", "another API"],
)
def test_what_never_answers_is_given_up_after_ten_seconds(
    words: bytes, error: type[Exception]
) -> None:
    loop = VirtualLoop()

    async def start() -> None:
        network = Network(loop, random.Random(1))
        switch = TelestraSystem(network.connector(lambda: Mumbler(words)), Recorder())
        switch.add_line("hall")
        await switch.start()

    with pytest.raises(error):
        loop.run(start())
    assert 10 <= loop.time() < 11
    loop.pass_time(1)
    loop.close()


@pytest.mark.parametrize("lines", [1, 100])
def test_many_accounts_start_within_a_window(make_world: MakeWorld, lines: int) -> None:
    world = make_world(answer_delay=0.5)
    client = world.client("hall", *(f"unknown-{number}" for number in range(lines)))
    assert client.line("hall").available
    assert world.loop.time() < 1.5 + lines / 32
    assert len(client.switch.lines) == lines + 1


async def test_no_more_than_a_window_of_questions_waits_for_answers(
    idle: Bench,
) -> None:
    idle.watch("hall")
    for number in range(100):
        idle.switch.add_line(f"slow-{number}")
    await idle.switch.start()
    await idle.heard.until(lambda: idle.switch.lines["hall"].available)
    await idle.ring("hall")
    proof_and_hall = 2
    assert idle.server.questions.qsize() <= proof_and_hall + 32
