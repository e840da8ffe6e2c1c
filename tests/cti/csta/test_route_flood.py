"""Far more calls that ask where to go than anybody decides about, and a phone system that dies meanwhile."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import override

import pytest

from custom_components.telephony.cti.csta.route_points import MOST_OPEN
from custom_components.telephony.cti.errors import TelephonyError
from custom_components.telephony.cti.model import DialedNumber
from custom_components.telephony.cti.routes import Router, RouteRequest, Routing
from simulator.options import ExchangeOptions

from .exchange_world import OUTSIDE, ExchangeWorld, exchange_world
from .peer import name_of

POINT, OWN_WAY = "600", "703"
SECONDS_TO_ANSWER = 0.8
A_SECOND = 1000
"""Calls."""
ON_THE_WAY = 0.05
"""Seconds that a question and its answer take at most on the simulated network."""
DIALOGUE = "crossRefIdentifier"


class Decider(Router):
    """Sends calls to a line, after a while or never."""

    def __init__(self, after: float | None) -> None:
        """Begin with none."""
        self.after = after
        self.requests: list[RouteRequest] = []

    @override
    def route_requested(self, request: RouteRequest) -> None:
        self.requests.append(request)
        if self.after is not None:
            loop = asyncio.get_running_loop()
            loop.call_later(self.after, self._answer, request)

    def _answer(self, request: RouteRequest) -> None:
        sent = asyncio.ensure_future(request.select(DialedNumber("702")))
        sent.add_done_callback(lambda sent: sent.exception())

    @override
    def route_points_changed(self, refused: Mapping[str, TelephonyError]) -> None:
        assert not refused


@pytest.fixture
def world() -> Iterator[ExchangeWorld]:
    """Return an exchange with a route point that waits longer for an answer than we do."""
    options = ExchangeOptions(route_points={POINT: OWN_WAY}, route_seconds=60)
    with exchange_world(exchange_options=options) as made:
        yield made


class Answers:
    """How each call was answered, and after which time on the exchange's clock."""

    def __init__(self, world: ExchangeWorld) -> None:
        """Begin with none."""
        self._world = world
        self._asked_at: dict[str, float] = {}
        self.kinds: Counter[str] = Counter()
        self.waited: dict[str, float] = {}
        world.front_end.requests.clear()

    def ask(self, caller: str) -> None:
        """Let somebody call."""
        world = self._world
        world.exchange.dial(caller, POINT)
        dialogue = str(next(reversed(world.exchange.route_points.open)))
        self._asked_at[dialogue] = world.loop.time()

    def take(self) -> None:
        """Take what was answered since the last time."""
        for name, request in self._world.front_end.requests:
            if name not in ("RouteSelect", "RouteEnd"):
                continue
            [dialogue] = (e.text or "" for e in request if name_of(e) == DIALOGUE)
            assert dialogue not in self.waited, "a call was answered twice"
            self.waited[dialogue] = self._world.loop.time() - self._asked_at[dialogue]
            self.kinds[name] += 1
        self._world.front_end.requests.clear()


def flood(world: ExchangeWorld, seconds: int) -> Answers:
    """Let calls come at an even rate, and each end that waits no longer."""
    answers = Answers(world)
    for number in range(A_SECOND * seconds):
        answers.ask(f"+49895{number:06}")
        world.settle(1 / A_SECOND)
        answers.take()
        waiting = [each.call for each in world.exchange.route_points.open.values()]
        for call in tuple(world.exchange.calls.values()):
            if call not in waiting:
                world.exchange.clear_call(call.id)
    for _ in range(round((SECONDS_TO_ANSWER + ON_THE_WAY) * A_SECOND)):
        world.settle(1 / A_SECOND)
        answers.take()
    return answers


@pytest.mark.parametrize("after", [0.0, 0.3, None], ids=["at once", "later", "never"])
def test_each_call_of_a_flood_is_answered_in_time_or_handed_back_and_never_queued(
    world: ExchangeWorld, after: float | None
) -> None:
    decider = Decider(after)
    world.client.set_routing(Routing(decider, (POINT,), SECONDS_TO_ANSWER))
    world.settle()
    seconds = 2
    answers = flood(world, seconds)
    assert len(answers.waited) == A_SECOND * seconds
    chosen = answers.kinds["RouteSelect"]
    assert chosen == (0 if after is None else len(decider.requests))
    # As many as may begin to wait within a second, in each that has begun.
    assert MOST_OPEN * seconds <= len(decider.requests) <= MOST_OPEN * (seconds + 1)
    kept = [each for each in answers.waited.values() if each > ON_THE_WAY]
    assert len(kept) <= len(decider.requests), "a call was queued"
    assert max(answers.waited.values()) <= SECONDS_TO_ANSWER + ON_THE_WAY
    assert not world.exchange.route_points.open
    assert not any(each.is_open for each in decider.requests)


def test_lines_are_right_and_calls_are_decided_about_after_a_flood(
    world: ExchangeWorld,
) -> None:
    decider = Decider(None)
    world.client.set_routing(Routing(decider, (POINT,), SECONDS_TO_ANSWER))
    world.settle()
    flood(world, 1)
    for call in tuple(world.exchange.calls):
        world.exchange.clear_call(call)
    world.settle(2)
    assert not any(world.line(each).calls for each in ("700", "702", OWN_WAY))
    decider.after = 0.1
    world.dial(OUTSIDE, POINT)
    world.settle(0.2)
    assert world.call("702").party.number == OUTSIDE


@pytest.mark.parametrize("dies", ["silently", "with its connections"])
@pytest.mark.parametrize("after", [0.1, None], ids=["answered", "not answered"])
def test_a_phone_system_that_asks_and_dies_leaves_nothing_that_waits(
    world: ExchangeWorld, dies: str, after: float | None
) -> None:
    decider = Decider(after)
    world.client.set_routing(Routing(decider, (POINT,), SECONDS_TO_ANSWER))
    world.settle()
    world.dial(OUTSIDE, POINT)
    world.front_end.frozen = True
    if dies != "silently":
        world.front_end.drop_connections()
    world.settle(SECONDS_TO_ANSWER + 0.1)
    [request] = decider.requests
    assert not request.is_open
    world.settle(300)
    world.front_end.frozen = False
    world.front_end.restart()
    world.settle(120)
    assert world.front_end.route_registrations
    for call in tuple(world.exchange.calls):
        world.exchange.clear_call(call)
    world.settle()
    world.dial(OUTSIDE, POINT)
    assert len(decider.requests) == 2
    assert decider.requests[-1].device == POINT
