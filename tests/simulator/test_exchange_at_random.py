"""Whatever people do, the exchange's books are right, and a seed repeats it."""

from collections.abc import Callable
from random import Random

import pytest

from simulator.calls import ExchangeError, ForwardingType, LegState
from simulator.habits import Habits
from simulator.options import ExchangeOptions
from simulator.traffic import Traffic

from .world import MARTHA, PAUL, World

NUMBERS = [f"70{digit}" for digit in range(6)]
TARGETS = [*NUMBERS, "790", "791", MARTHA, PAUL, "+12025550199", "799", "abc"]


def act(world: World, random: Random) -> None:
    """Do one thing that a person could do, sensible or not."""
    exchange = world.exchange
    device, other = random.choice([*NUMBERS, MARTHA, PAUL]), random.choice(TARGETS)
    phone = random.choice([device, f"{device}&2"])
    calls = [*exchange.calls, 0]
    one, two = random.choice(calls), random.choice(calls)
    kind = random.choice(list(ForwardingType))
    deeds: list[Callable[[], object]] = [
        lambda: exchange.dial(device, other, by_computer=random.random() < 0.5),
        lambda: exchange.dial(device, other, restricted=True),
        lambda: exchange.lift(device),
        lambda: exchange.answer(device, one),
        lambda: exchange.answer(phone, one),
        lambda: exchange.clear_connection(phone, one),
        lambda: exchange.move_talk(device, one, phone),
        lambda: exchange.clear_call(one),
        lambda: exchange.hold(device, one),
        lambda: exchange.retrieve(device, one),
        lambda: exchange.alternate(device, one, two),
        lambda: exchange.consult(device, one, other),
        lambda: exchange.reconnect(device, one, two),
        lambda: exchange.transfer(device, one, two),
        lambda: exchange.conference(device, one, two),
        lambda: exchange.single_step_transfer(device, one, other),
        lambda: exchange.single_step_conference(device, one, other),
        lambda: exchange.deflect(device, one, other),
        lambda: exchange.directed_pickup(device, other, one),
        lambda: exchange.park(device, one, other),
        lambda: exchange.group_pickup(device),
        lambda: exchange.completing.camp_on(device, one),
        lambda: exchange.completing.call_back(device, one),
        lambda: exchange.completing.cancel(device, other),
        lambda: exchange.features.set_do_not_disturb(
            device, enabled=random.random() < 0.2
        ),
        lambda: exchange.features.set_forwarding(
            device, kind, other, enabled=one % 2 == 0
        ),
    ]
    random.choice(deeds)()


def live(seed: int, steps: int) -> World:
    """Let people do things at random, and check the books after each."""
    random = Random(seed)
    world = World(
        ExchangeOptions(
            busy_line_sees_failure=random.random() < 0.5,
            digits_dialed=random.random() < 0.5,
            trunks=random.choice([2, 100]),
            habits=Habits.draw(random) if random.random() < 0.7 else Habits(),
            voice_mail="705",
        ),
        phones=random.choice([1, 2, 3]),
    )
    for _ in range(steps):
        try:
            act(world, random)
        except ExchangeError:
            pass
        else:
            world.clock.advance(random.choice([0, 0, 0.5, 4, 31]))
        world.check_books()
        check_stories(world)
    return world


def check_stories(world: World) -> None:
    """Check that a story is open as long as its line is in the call, and no longer.

    Who is left with a tone is no longer in a call that came; one that was placed ends when it's put down.
    """
    exchange = world.exchange
    living = {
        leg.story
        for line in NUMBERS
        for leg in exchange.calls_of(line)
        if leg.story.outgoing or leg.state is not LegState.FAILED
    }
    for story in exchange.stories:
        if story.seen:
            assert (story.fate is None) is (story in living), story
        assert (story.fate is None) is (story.ended is None)


@pytest.mark.parametrize("seed", [*range(60), 763, 1693, 2566])
def test_every_leg_that_began_is_in_its_call_or_has_ended(seed: int) -> None:
    world = live(seed, 300)
    for call_id in tuple(world.exchange.calls):
        if call_id in world.exchange.calls:
            world.exchange.clear_call(call_id)
    world.check_books()
    assert world.exchange.calls == {}
    assert not any(world.exchange.snapshot().values())


def test_the_same_seed_tells_the_same_story() -> None:
    assert live(7, 400).told() == live(7, 400).told()


def test_traffic_makes_calls_at_its_rate_and_leaves_none_behind() -> None:
    world = World()
    traffic = Traffic(world.exchange, world.clock, Random(3), calls_per_minute=6)
    traffic.start()
    world.clock.advance(3600)
    traffic.stop()
    begun = {event.call.id for event in world.events if event.call}
    assert 180 < len(begun) < 500
    world.clock.advance(300)
    assert world.exchange.calls == {}
    told = {line.split()[0] for line in world.told()}
    assert {"established", "held", "retrieved", "transferred"} <= told
    world.check_books()


def test_traffic_without_a_rate_is_silence() -> None:
    world = World()
    Traffic(world.exchange, world.clock, Random(3), calls_per_minute=0).start()
    world.clock.advance(3600)
    assert world.events == []
