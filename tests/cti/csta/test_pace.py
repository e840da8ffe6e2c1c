"""Lines are taken up as fast as the phone system can answer, and no faster than it can stand."""

import asyncio
from contextlib import closing
from typing import override

import pytest

from custom_components.telephony.cti.errors import PerformanceLimited

from .dress import ELTEX, Dress
from .peer import Connection, Element, ScriptedSwitch, frame, name_of, value
from .scripted_world import ScriptedWorld, scripted_world

AT_MOST = 1.5
"""Times what the phone system itself needs for two answers a line."""
PACED = ("MonitorStart", "SnapshotDevice")


class SlowSwitch(ScriptedSwitch):
    """Answers one request after the other at its own rate, each also some way away."""

    def __init__(self, dress: Dress, rate: float, latency: float) -> None:
        """Answer `rate` requests a second, each `latency` seconds after it was done."""
        super().__init__(dress)
        self.rate = rate
        self.latency = latency
        self.longest_queue = 10_000
        self.refused = 0
        self._loop = asyncio.get_running_loop()
        self._free_at = 0.0

    @override
    def take(self, client: Connection, invoke_id: int, root: Element) -> None:
        if name_of(root) not in PACED:
            super().take(client, invoke_id, root)
            return
        self.history.append(name_of(root))
        now = self._loop.time()
        answer = self.answers.get(name_of(root), self.dress.message("Nothing"))
        xml = answer(root) if callable(answer) else answer
        if (self._free_at - now) * self.rate > self.longest_queue:
            self.refused += 1
            xml = self.dress.error("performanceManagement", "requestRateExceeded")
        else:
            self._free_at = max(self._free_at, now) + 1 / self.rate
        assert xml is not None
        due = max(self._free_at, now) + self.latency
        self._loop.call_at(due, client.transport.write, frame(invoke_id, xml))


class SlowWorld(ScriptedWorld):
    """Our client and a phone system that takes its time."""

    def __init__(self, rate: float, latency: float) -> None:
        """Prepare; `start` connects."""
        self._rate, self._latency = rate, latency
        super().__init__(ELTEX)

    @override
    async def _switch(self, dress: Dress) -> SlowSwitch:
        usual = await super()._switch(dress)
        slow = SlowSwitch(dress, self._rate, self._latency)
        slow.answers = usual.answers
        return slow

    @property
    def slow(self) -> SlowSwitch:
        """Return the phone system."""
        assert isinstance(self.switch, SlowSwitch)
        return self.switch

    def seconds_until_all_are_true(self) -> float:
        """Let time pass until each line is known to be right."""
        before = self.loop.time()
        self.loop.run(self.client.wait_synchronized())
        return self.loop.time() - before


def numbers(count: int) -> list[str]:
    """Return so many lines."""
    return [str(10_000 + each) for each in range(count)]


@pytest.mark.parametrize("latency", [0.02, 0.2])
@pytest.mark.parametrize(
    ("lines", "rate"),
    [
        (1000, 100.0),
        (1000, 1000.0),
        pytest.param(10_000, 1000.0, marks=pytest.mark.long),
        pytest.param(10_000, 3000.0, marks=pytest.mark.long),
    ],
)
def test_a_start_takes_hardly_longer_than_the_phone_system_needs(
    lines: int, rate: float, latency: float
) -> None:
    with closing(SlowWorld(rate, latency)) as world:
        world.start(*numbers(lines))
        took = world.seconds_until_all_are_true()
        assert all(line.available for line in world.client.lines.values())
        assert took <= AT_MOST * 2 * lines / rate


@pytest.mark.parametrize("latency", [0.02, 0.2])
def test_lines_with_calls_are_true_first_after_an_outage(latency: float) -> None:
    with closing(SlowWorld(500, latency)) as world:
        lines = numbers(1000)
        busy = lines[-20:]
        world.start(*lines)
        world.seconds_until_all_are_true()
        for line in busy:
            world.tell(ELTEX.delivered(line, line, "+4930123456", line, f"c{line}"))

        def calls(request: Element) -> str:
            number = value(request, "snapshotObject") or ""
            rings = (number, f"c{number}", ("alerting", "connected"))
            return ELTEX.snapshot(*([rings] if number in busy else []))

        world.slow.answers["SnapshotDevice"] = calls
        world.switch.connections[-1].transport.abort()
        world.settle()
        while not world.client.status.connected:
            world.settle(0.01)
        world.settle(2)
        shown = world.client.lines
        assert {shown[line].available for line in busy} == {True}
        assert {len(shown[line].calls) for line in busy} == {1}
        assert not all(line.available for line in shown.values())


def test_an_overloaded_phone_system_is_asked_less_and_gets_every_line_in_the_end() -> (
    None
):
    """One that turns away whatever would wait longer than 20 others loses no line for a minute."""
    with closing(SlowWorld(200, 0.02)) as world:
        world.slow.longest_queue = 20
        world.start(*numbers(500))
        took = world.seconds_until_all_are_true()
        assert all(line.available for line in world.client.lines.values())
        assert took <= AT_MOST * 2 * 500 / 200
        assert 0 < world.slow.refused < 100


def test_one_that_is_always_too_busy_is_said_to_be_so() -> None:
    with scripted_world() as world:
        busy = ELTEX.error("performanceManagement", "requestRateExceeded")
        world.switch.answers["MonitorStart"] = busy
        world.start("700")
        world.settle(70)
        problem = world.client.line("700").problem
        assert isinstance(problem, PerformanceLimited)
        assert world.switch.history.count("MonitorStart") < 10


class SwitchThatAnswersAtOnce(ScriptedSwitch):
    """Is too busy for the first monitor, and tells the first snapshots all at the same time."""

    def __init__(self, dress: Dress) -> None:
        """Have answered nothing."""
        super().__init__(dress)
        self._waiting: list[int] | None = []

    @override
    def take(self, client: Connection, invoke_id: int, root: Element) -> None:
        name, is_first = name_of(root), "MonitorStart" not in self.history
        if name == "MonitorStart" and is_first:
            self.history.append(name)
            busy = self.dress.error("performanceManagement", "requestRateExceeded")
            client.transport.write(frame(invoke_id, busy))
        elif name == "SnapshotDevice" and self._waiting is not None:
            if not self._waiting:
                asyncio.get_running_loop().call_later(0.2, self._answer_all, client)
            self._waiting.append(invoke_id)
        else:
            super().take(client, invoke_id, root)

    def _answer_all(self, client: Connection) -> None:
        waiting, self._waiting = self._waiting or [], None
        answers = (frame(each, self.dress.snapshot()) for each in waiting)
        client.transport.write(b"".join(answers))


class WorldAtOnce(ScriptedWorld):
    """Our client and such a phone system."""

    @override
    async def _switch(self, dress: Dress) -> ScriptedSwitch:
        usual = await super()._switch(dress)
        switch = SwitchThatAnswersAtOnce(dress)
        switch.answers = usual.answers
        return switch


def test_a_start_goes_on_where_the_window_has_closed_when_all_finish() -> None:
    """Somebody stays for the lines that wait: nothing else would take them up."""
    with closing(WorldAtOnce()) as world:
        world.start(*numbers(200))
        world.settle(0.5)
        available = [line.available for line in world.client.lines.values()]
        assert available.count(False) <= 1  # the one that was refused, for a second
