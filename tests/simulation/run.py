"""Random scenarios by seed: `scripts/simulate --steps N`, and one seed again after a failure."""

import argparse
from collections import Counter
from collections.abc import Callable
import random
import sys
import time

from simulator.habits import Habits

from .device_happenings import DEVICE_KINDS, DEVICES
from .gateway import GATEWAY_KINDS, GatewayWorld
from .happenings import CALM_KINDS, KINDS, TIMELESS_KINDS, Step, random_step
from .witness import Violation
from .world import OFFERS_FROM, World

STEPS_PER_WORLD = 60
CHECK_EVERY = 20
TIMELESS_FROM = 2_000_000
"""From this seed on the time goes astray as well; the ones before it stand for what they always did."""


def scenario(
    seed: int, steps: int = STEPS_PER_WORLD, kinds: tuple[str, ...] = ()
) -> list[Step]:
    """Return the steps that a seed stands for."""
    usual = KINDS if seed < TIMELESS_FROM else TIMELESS_KINDS
    kinds = kinds or (DEVICE_KINDS if seed in DEVICES else usual)
    rng = random.Random(seed)
    return [random_step(rng, kinds) for _ in range(steps)]


def play_calmly(seed: int) -> list[tuple[float, str, str]]:
    """Let an exchange with habits of its own go through a scenario without faults."""
    habits = Habits.draw(random.Random(seed), more=seed >= OFFERS_FROM)
    return play(seed, scenario(seed, kinds=CALM_KINDS), habits)


def play_with_faults(seed: int) -> list[tuple[float, str, str]]:
    """Let a world go through a scenario in which anything fails."""
    return play(seed, scenario(seed))


def play_through_gateway(seed: int) -> list[tuple[float, str, str]]:
    """Let a world with a gateway and a broker go through a scenario."""
    return play(seed, scenario(seed, kinds=GATEWAY_KINDS), make_world=GatewayWorld)


def play(
    seed: int,
    steps: list[Step],
    habits: Habits | None = None,
    *,
    compare: bool = True,
    make_world: Callable[[int, Habits | None], World] = World,
) -> list[tuple[float, str, str]]:
    """Let a world go through steps; raises Violation, or whatever went wrong.

    Returns all that the clients told: when, of which line, and what.
    """
    world = make_world(seed, habits)
    try:
        for number, step in enumerate(steps, 1):
            world.take(step)
            if compare and number % CHECK_EVERY == 0:
                world.check()
        if compare:
            world.check()
    except BaseException:
        world.loop.close()
        raise
    world.close()
    return [told for client in world.clients for told in client.witness.told]


def main() -> int:
    """Play seeds until the number of steps is reached or one fails."""
    parser = argparse.ArgumentParser(prog="scripts/simulate", description=__doc__)
    parser.add_argument(
        "--steps", type=int, default=10_000, help="how many in all (10000)"
    )
    parser.add_argument("--seed", type=int, default=1, help="the first seed (1)")
    parser.add_argument(
        "--calm", action="store_true", help="play exchanges with habits, without faults"
    )
    parser.add_argument(
        "--gateway",
        action="store_true",
        help="play worlds with a gateway, and a broker that has faults",
    )
    parser.add_argument(
        "--go-on", action="store_true", help="play on after a failure, and count kinds"
    )
    parser.add_argument("--once", action="store_true", help="play only this seed")
    arguments = parser.parse_args()
    kind = ""
    play_one = play_with_faults
    if arguments.calm:
        kind, play_one = "--calm ", play_calmly
    elif arguments.gateway:
        kind, play_one = "--gateway ", play_through_gateway
    started = time.monotonic()
    failures: Counter[str] = Counter()
    worlds = 1 if arguments.once else -(-arguments.steps // STEPS_PER_WORLD)
    for number in range(worlds):
        seed = arguments.seed + number
        try:
            play_one(seed)
        except (
            Violation,
            Exception,
        ) as error:  # whatever it is, the seed tells how to see it again
            print(f"\nSeed {seed}: {type(error).__name__}: {error}")
            print(f"Again: scripts/simulate {kind}--once --seed {seed}")
            if arguments.once:
                raise
            if not arguments.go_on:
                return 1
            failures.update(set(str(error).splitlines()[1:] or [repr(error)]))
        show_progress(number + 1, worlds, time.monotonic() - started)
    if failures:
        for line, count in failures.most_common():
            print(f"{count:5} {line.strip()}")
        return 1
    print(f"\n{worlds * STEPS_PER_WORLD} steps in {worlds} worlds without a violation")
    return 0


def show_progress(done: int, worlds: int, seconds: float) -> None:
    """Draw a bar with the time that is left."""
    filled = 40 * done // worlds
    left = seconds / done * (worlds - done)
    bar = "#" * filled + "." * (40 - filled)
    sys.stdout.write(f"\r[{bar}] {done * STEPS_PER_WORLD} steps, {left:.0f} s left   ")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
