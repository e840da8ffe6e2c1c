"""Phones on cue: orders as JSON lines."""

import asyncio
import json
from pathlib import Path
import re
from typing import Any

import pytest

import simulator
from simulator.control import Control
from simulator.exchange import Exchange
from simulator.server import serve

from .clock import FakeClock

MARTHA = "+12025550101"


class Stage:
    """An exchange under control, and how often its connections were dropped."""

    def __init__(self) -> None:
        """Open lines 700 to 702."""
        self.clock = FakeClock()
        self.exchange = Exchange(self.clock, ["700", "701", "702"])
        self.drops = 0
        self.control = Control(self.exchange, self._drop)

    def _drop(self) -> None:
        self.drops += 1

    def order(self, do: str, **fields: object) -> Any:
        """Carry one order out."""
        return self.control.carry_out(json.dumps({"do": do, **fields}).encode())

    def states(self) -> dict[str, str]:
        """Return the states of the legs of the only call."""
        (call,) = self.order("calls")["calls"]
        return {leg["device"]: leg["state"] for leg in call["legs"]}


def test_a_phone_rings_is_answered_held_retrieved_and_hung_up_on_cue() -> None:
    stage = Stage()
    fields = {"from": MARTHA, "to": "701", "name": "Martha"}
    (call,) = stage.order("dial", **fields)["calls"]
    assert (call["from"], call["to"]) == (MARTHA, "701")
    assert call["legs"][0]["name"] == "Martha"
    seen = []
    for do in ("answer", "hold", "retrieve"):
        assert stage.order(do, device="701")["ok"]
        seen.append(stage.states()["701"])
    assert seen == ["connected", "hold", "connected"]
    assert stage.order("hangup", device="701") == {"ok": True, "calls": []}


def test_a_call_is_transferred_on_cue() -> None:
    stage = Stage()
    stage.order("dial", **{"from": MARTHA, "to": "701"})
    stage.order("answer", device="701")
    stage.order("transfer", device="701", to="702")
    assert stage.states() == {MARTHA: "connected", "702": "alerting"}


def test_lines_are_set_and_connections_dropped_on_cue() -> None:
    stage = Stage()
    stage.order("do_not_disturb", device="701")
    stage.order("forward", device="702", type="busy", to="700")
    stage.order("drop")
    assert stage.exchange.lines["701"].do_not_disturb
    assert list(stage.exchange.lines["702"].forwarding.values()) == ["700"]
    assert stage.drops == 1


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{", "no such order"),
        (b"7", "no such order"),
        (b'{"do": "sing"}', "no such order: 'sing'"),
        (b'{"do": "dial"}', "no such order: 'from'"),
        (b'{"do": "answer", "device": "701"}', "unknown call"),
        (b'{"do": "dial", "from": "701", "to": "701"}', "invalid called number"),
    ],
)
def test_an_order_that_makes_no_sense_is_answered_with_the_reason(
    line: bytes, error: str
) -> None:
    answer = Stage().control.carry_out(line)
    assert answer["ok"] is False
    assert str(answer["error"]).startswith(error)


def test_every_order_stands_in_the_readme() -> None:
    readme = Path(simulator.__file__).with_name("README.md").read_text("utf-8")
    table = readme.partition("## Phones on cue")[2].partition("```")[0]
    named = {
        name
        for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert named == Stage().control.orders


async def test_orders_come_as_lines_over_tcp() -> None:
    stage = Stage()
    async with serve(stage.control) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b'{"do": "lift"}\n{"do": "calls"}\n{"do": "dial", "from": "700", ')
        first, second = await reader.readline(), await reader.readline()
        writer.write(b'"to": "701"}\n')
        third = await reader.readline()
        writer.close()
    assert [json.loads(each)["ok"] for each in (first, second, third)] == [
        False,
        True,
        True,
    ]
