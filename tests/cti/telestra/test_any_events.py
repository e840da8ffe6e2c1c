"""Whatever a server says in whatever order, each call has one story and one call is active."""

import asyncio
import json
import random
from typing import override

from hypothesis import example, given, settings, strategies as st

from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.model import CallEvent, CallState
from custom_components.telephony.cti.telestra import TelestraSystem
from tests.simulation.network import Network
from tests.simulation.virtual_loop import VirtualLoop
from tests.simulation.witness import Witness

ACCOUNTS = ("hall", "kitchen")
ids = st.integers(0, 2)
numbers = st.sampled_from(["205", "206", "anonymous", None])
states = st.sampled_from(["dialing", "ringing", "active", "held", "odd", None])
items = ids | st.fixed_dictionaries(
    {"call_id": ids},
    optional={
        "state": states,
        "direction": st.sampled_from(["incoming", "outgoing", None]),
        "caller": numbers,
        "num": numbers,
    },
)
events = st.one_of(
    st.fixed_dictionaries(
        {
            "event": st.sampled_from(["call-return", "call-answered", "call-ended"]),
            "account": st.sampled_from((*ACCOUNTS, "neighbour")),
            "call_id": ids,
        }
    ),
    st.fixed_dictionaries(
        {
            "event": st.just("call-incoming"),
            "account": st.sampled_from(ACCOUNTS),
            "call_id": ids,
            "caller": numbers,
        }
    ),
    st.fixed_dictionaries(
        {
            "event": st.just("status"),
            "account": st.sampled_from(ACCOUNTS),
            "calls": st.lists(items, max_size=3) | st.none(),
            "account_status": st.sampled_from([0, 100, 200, 401, None]),
        }
    ),
    st.fixed_dictionaries(
        {
            "event": st.just("fail"),
            "account": st.sampled_from((*ACCOUNTS, "neighbour", "")),
            "error": st.just("no"),
        }
    ),
    st.just({"cut": True}),
)


class Puppet(asyncio.Protocol):
    """Answers the first question of a connection and then says what it is told."""

    last: Puppet | None = None
    transport: asyncio.Transport

    def __init__(self) -> None:
        self._proven = False
        Puppet.last = self

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        if not self._proven:
            self._proven = True
            self.say({"event": "status", "account": "hall", "calls": []})

    def say(self, message: dict[str, object]) -> None:
        self.transport.write(json.dumps(message).encode() + b"\0")


class Strict(Witness):
    """Objects also to two active calls on one line."""

    @override
    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        super().line_changed(line, events)
        talking = [call for call in line.calls if call.state is CallState.CONNECTED]
        assert len(talking) <= 1, line.calls


async def start(loop: VirtualLoop, witness: Witness) -> TelestraSystem:
    network = Network(loop, random.Random(1))
    switch = TelestraSystem(network.connector(Puppet), witness, clock=loop.clock())
    for account in ACCOUNTS:
        switch.add_line(account)
    await switch.start()
    return switch


@settings(max_examples=200, deadline=None)
@given(st.lists(events, max_size=25), st.sampled_from([0.0, 0.01, 3.0]))
@example(
    [
        {"event": "status", "account": "hall", "calls": [0, 1]},
        {"event": "call-incoming", "account": "hall", "call_id": 0, "caller": None},
        {"cut": True},
        {"event": "call-ended", "account": "hall", "call_id": 1},
        {"event": "status", "account": "hall", "calls": [{"call_id": 0}]},
    ],
    0.01,
)
def test_any_events_make_one_story_for_each_call(
    said: list[dict[str, object]], pause: float
) -> None:
    loop = VirtualLoop()
    failures: list[object] = []
    loop.set_exception_handler(lambda _, context: failures.append(context))
    switch = loop.run(start(loop, Strict(loop.time)))
    for message in said:
        assert Puppet.last
        if "cut" in message:
            Puppet.last.transport.abort()
            loop.pass_time(2)
        else:
            Puppet.last.say(message)
        loop.pass_time(pause)
    loop.pass_time(1)
    loop.run(switch.stop())
    loop.pass_time(1)
    assert not asyncio.all_tasks(loop)
    loop.close()
    assert not failures
