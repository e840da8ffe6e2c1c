"""Random scenarios with faults: whenever the world is quiet, what is shown is what is."""

import asyncio
from collections.abc import Iterator
from random import Random

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from simulator.habits import Habits

from .device_happenings import DEVICES
from .happenings import CALM_KINDS, TIMELESS_KINDS, Step
from .run import TIMELESS_FROM, play, play_calmly, play_through_gateway, scenario
from .world import World

FIXED_SHARE = range(1, 241)
SHARES = 6
KEPT = (
    *(200231, 200300, 200546, 200680, 200963, 201251),
    *(300155, 300448, 300861, 300890, 501280, 600654, 800732, 801404, 801433),
    910085,
)
"""The seeds that have found something."""
KEPT_OF_TIME = (
    *(2000153, 2000437, 2000451, 2000841, 2001183, 2001387, 2001450, 2001560),
    *(2200267, 2200415, 2200576, 2200928, 2201251, 2201665, 2800071, 2800456, 3003036),
    *(5202022, 5300603, 5302383, 7003055),
)
"""The same, of worlds in which the time goes astray."""

KEPT_OF_GATEWAYS = (12, 17, 25, 48, 49, 104)
"""The same, of worlds with a gateway."""

PEOPLE = ("call_in", "call_in", "call_inside", "lift", "lift", "phone_hold", "command")
"""What leaves calls where the time goes astray."""
CALM = [
    *range(1, 111),
    *(147, 172, 177, 182, 188, 195, 198, 228, 249, 254),
    *(409, 455, 488, 494, 526, 586, 837, 838, 842, 5113),
    *(7000006, 7000079, 7000088, 7000153, 7000162, 7000342, 7000399, 7000468),
    7001054,
]
"""Exchanges with habits, and those of them that have found something."""

numbers = st.integers(0, 999)
steps = st.builds(Step, st.sampled_from(sorted(set(TIMELESS_KINDS))), numbers, numbers)


@pytest.fixture(autouse=True)
def own_loop() -> Iterator[None]:
    """Leave the loops to the worlds."""
    yield
    asyncio.set_event_loop(None)


@pytest.mark.parametrize("seed", [*range(1, 7), *KEPT])
def test_a_few_worlds_hold(seed: int) -> None:
    play(seed, scenario(seed))


@pytest.mark.parametrize("seed", CALM)
def test_every_call_ends_as_it_truly_did_whatever_the_habits(seed: int) -> None:
    play_calmly(seed)


@pytest.mark.parametrize(
    "seed", [*range(TIMELESS_FROM, TIMELESS_FROM + 6), *KEPT_OF_TIME]
)
def test_a_few_worlds_hold_where_the_time_goes_astray(seed: int) -> None:
    play(seed, scenario(seed))


@pytest.mark.parametrize("seed", DEVICES[:6])
def test_a_few_worlds_hold_with_phones_that_are_set_and_agents(seed: int) -> None:
    play(seed, scenario(seed))


@pytest.mark.parametrize("seed", [*range(1, 7), *KEPT_OF_GATEWAYS])
def test_a_few_worlds_hold_through_a_gateway_and_a_broker_with_faults(
    seed: int,
) -> None:
    play_through_gateway(seed)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("share", range(SHARES))
def test_the_fixed_share_of_worlds_holds_through_a_gateway(share: int) -> None:
    for seed in FIXED_SHARE[share::SHARES]:
        play_through_gateway(seed)


def test_a_seed_replays_to_the_letter_through_a_gateway() -> None:
    first = play_through_gateway(7)
    assert len(first) > 20
    assert play_through_gateway(7) == first


@pytest.mark.parametrize("kind", ["set_clock", "stand_still"])
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("seed", range(1, 5))
def test_ten_seconds_after_the_time_went_astray_what_is_shown_is_what_is(
    kind: str, first: int, seed: int
) -> None:
    """Forward and back by an hour; held up for five seconds, and stopped for two minutes."""
    world = World(seed)
    for step in scenario(seed, 25, PEOPLE):
        world.take(step)
    calls = sum(bool(line.calls) for line in world.clients[0].switch.lines.values())
    getattr(world, f"_do_{kind}")(Step(kind, first, first))
    world.check(10.0)
    world.close()
    assert calls


def test_an_exchange_with_habits_replays_to_the_letter() -> None:
    habits = Habits.draw(Random(3))
    first = play(3, scenario(3, 15, CALM_KINDS), habits, compare=False)
    assert len(first) > 5
    assert play(3, scenario(3, 15, CALM_KINDS), habits, compare=False) == first


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("share", range(SHARES))
def test_the_fixed_share_of_worlds_holds(share: int) -> None:
    for seed in FIXED_SHARE[share::SHARES]:
        play(seed, scenario(seed))


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(seed=st.integers(0, 1000), story=st.lists(steps, min_size=5, max_size=40))
@pytest.mark.long
def test_whatever_happens_what_is_shown_is_what_is(
    seed: int, story: list[Step]
) -> None:
    play(seed, story)


def test_a_seed_replays_to_the_letter() -> None:
    first = play(7, scenario(7))
    assert len(first) > 20
    assert play(7, scenario(7)) == first
