"""What a client makes of messages that are old, come late or in another order."""

import asyncio
from collections.abc import Callable
import gc
import json
from typing import Any, override

import pytest

from custom_components.telephony.cti import (
    Call,
    CallEvent,
    CallState,
    ConnectionLost,
    DialedNumber,
    Direction,
    GatewaySettings,
    GatewaySystem,
    Line,
    LineNotServed,
    LinkState,
    LinkStatus,
    OutcomeUnknown,
    Party,
    Presentation,
)
from custom_components.telephony.cti.gateway.calls import call_data
from custom_components.telephony.cti.gateway.connection import ConnectionListener
from custom_components.telephony.cti.open_call import Clock

BASE = "telephony/city"
NOW = 1_790_000_000_000


class Desk:
    """A broker and a client in one place, and what the client says."""

    def __init__(self) -> None:
        """Watch line 700."""
        self.events: list[CallEvent] = []
        self.sent: list[dict[str, Any]] = []
        self.system = GatewaySystem(self, self, GatewaySettings("telephony", "city"))
        self.line = self.system.add_line("700")
        self.told: ConnectionListener | None = None
        self.is_lost_at_once = False

    # The connection

    async def start(self, listener: ConnectionListener) -> None:
        """Be connected, with a gateway that has told of nothing."""
        self.told = listener
        listener.broker_changed(LinkStatus(LinkState.READY))
        self.on_start()

    def on_start(self) -> None:
        """Tell what is retained."""
        self.status()

    async def stop(self) -> None:
        """Have nothing to leave."""

    def subscribe(self, *topics: str) -> None:
        """Tell everything anyway."""

    def unsubscribe(self, *topics: str) -> None:
        """Tell everything anyway."""

    async def publish(self, topic: str, payload: bytes) -> None:
        """Keep what is asked for."""
        self.sent.append(json.loads(payload))
        if self.is_lost_at_once and self.told:
            lost = ConnectionLost("broker")
            self.told.broker_changed(LinkStatus(LinkState.WAITING, lost))
            raise OutcomeUnknown("publish") from lost

    # What is on the broker

    def tell(
        self, topic: str, document: dict[str, Any], *, retained: bool = True
    ) -> None:
        """Let a message come."""
        assert self.told
        payload = json.dumps({"version": 1, **document}, default=str).encode()
        self.told.received(f"{BASE}/{topic}", payload, retained=retained)

    def status(self, *, online: bool = True, run: str = "one") -> None:
        """Tell of the gateway."""
        status = {"instance": run, "lines": "700", "online": online}
        more = dict.fromkeys(("reason", "maker", "model", "product_version"))
        more |= {
            "link": "ready",
            "commands": True,
            "capabilities": ["answer", "make_call"],
        }
        self.tell("gateways/north/status", status | (more if online else {}))

    def state(
        self, at: int, *calls: Call, events: tuple[dict[str, Any], ...] = ()
    ) -> None:
        """Tell of the line."""
        known = [
            {**_plain(call), "reference": None, "told": ["incoming"], "failure": None}
            for call in calls
        ]
        self.tell(
            "lines/700/state",
            {
                "line": "700",
                "gateway": "north",
                "sequence": NOW + at,
                "available": True,
                "calls": known,
                "ending": [],
                "events": events,
            },
        )

    # The client's listener

    def link_changed(self, status: LinkStatus) -> None:
        """See the link elsewhere."""

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Keep what happens."""
        self.events += events

    def is_available(self) -> bool:
        """Tell whether the line is."""
        return self.line.available

    @property
    def types(self) -> list[str]:
        """What has happened."""
        return [each.type.value for each in self.events]


def ringing(call_id: str = "c1") -> Call:
    """Return a call that rings."""
    party = Party("601", None, Presentation.ALLOWED)
    return Call(
        *(call_id, "700", CallState.RINGING, Direction.INCOMING, party, "700"),
        Clock().now(),
    )


def _plain(call: Call) -> dict[str, Any]:
    data = call_data(call)
    return {**data, "started_at": call.started_at.isoformat()}


def event(at: int, kind: str, call: Call) -> dict[str, Any]:
    """Return something that has happened."""
    ends = {"outcome": "missed", "ring_seconds": 1.0, "talk_seconds": 0.0}
    ends["ended_at"] = Clock().now().isoformat()
    return {
        "version": 1,
        "line": "700",
        "id": f"{at}",
        "sequence": NOW + at,
        "type": kind,
        "call": _plain(call),
        "cause": None,
        **(ends if kind in ("missed", "ended") else {}),
    }


async def test_a_call_that_a_killed_run_has_left_behind_rings_nowhere() -> None:
    desk = Desk()
    await desk.system.start()
    desk.status(online=False)
    desk.state(1, ringing())
    assert not desk.types
    assert not desk.line.calls
    desk.status(run="two")
    desk.state(1)
    assert desk.is_available()
    assert not desk.types
    desk.state(2, ringing("c2"), events=(event(2, "incoming", ringing("c2")),))
    assert desk.types == ["incoming"]
    await desk.system.stop()


@pytest.mark.parametrize("first", ["status", "state"])
async def test_a_call_rings_whichever_of_status_and_state_comes_first(
    first: str,
) -> None:
    class Late(Desk):
        @override
        def on_start(self) -> None:
            steps: list[Callable[[], None]]
            steps = [self.status, lambda: self.state(1, ringing())]
            for step in steps if first == "status" else reversed(steps):
                step()

    desk = Late()
    await desk.system.start()
    assert desk.is_available()
    assert desk.types == ["incoming"]
    await desk.system.stop()


async def test_a_state_that_comes_late_brings_nothing_back() -> None:
    desk = Desk()
    await desk.system.start()
    desk.state(0)
    begun, over = event(1, "incoming", ringing()), event(2, "ended", ringing())
    desk.state(1, ringing(), events=(begun,))
    desk.state(2, events=(begun, over))
    desk.state(1, ringing(), events=(begun,))
    assert not desk.line.calls
    desk.state(2, events=(begun, over))
    assert desk.types == ["incoming", "ended"]
    await desk.system.stop()


async def test_a_line_has_its_time_from_when_its_gateway_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told_seconds = "custom_components.telephony.cti.gateway.system.TOLD_SECONDS"
    monkeypatch.setattr(told_seconds, 0.0)

    class Slow(Desk):
        @override
        def on_start(self) -> None:
            monkeypatch.setattr(told_seconds, 1000.0)
            self.status()

    desk = Slow()
    await desk.system.start()
    for _ in range(3):
        await asyncio.sleep(0)
    assert desk.line.problem is None
    desk.state(1)
    assert desk.is_available()
    monkeypatch.setattr(told_seconds, 0.0)
    other = desk.system.add_line("799")
    await desk.system.wait_synchronized()
    assert isinstance(other.problem, LineNotServed)
    await desk.system.stop()


async def test_nothing_is_told_after_the_end() -> None:
    desk = Desk()
    await desk.system.start()
    desk.state(0)
    await desk.system.stop()
    desk.status()
    desk.state(1, ringing(), events=(event(1, "incoming", ringing()),))
    desk.tell("lines/700/event", event(2, "missed", ringing()), retained=False)
    assert not desk.types
    assert not desk.is_available()


async def test_a_gateway_that_begins_anew_may_count_from_zero() -> None:
    desk = Desk()
    await desk.system.start()
    desk.state(5)
    desk.status(run="two")
    assert not desk.is_available()
    desk.state(-NOW, ringing())
    assert desk.is_available()
    assert desk.types == ["incoming"]
    await desk.system.stop()


async def test_a_broker_that_goes_while_a_command_is_sent_leaves_no_error_behind() -> (
    None
):
    faults: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, fault: faults.append(fault))
    desk = Desk()
    await desk.system.start()
    desk.state(0)
    desk.is_lost_at_once = True
    with pytest.raises(OutcomeUnknown):
        await desk.system.make_call("700", DialedNumber("701"))
    gc.collect()
    assert not faults
    await desk.system.stop()
