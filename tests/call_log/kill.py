"""Kills processes that log calls, again and again at random, and looks at what is on disk.

python -m tests.call_log.kill [--kills 1000] [--seed 1] [--at-once 8]
"""

from argparse import ArgumentParser
import asyncio
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
import os
from pathlib import Path
from random import Random
import signal
import sqlite3
from tempfile import TemporaryDirectory
import time

from . import killed
from .files import NAME

LOST_AT_MOST = 5.0
"""Seconds."""
PER_SECOND = 50
LONGEST_LIFE = 5.0


def life(folder: Path, first: int, seconds: float) -> list[tuple[float, int]]:
    """Let calls be logged for so long; return when which of them has ended."""
    reading, writing = os.pipe()
    if not (process := os.fork()):
        os.dup2(writing, 1)
        try:
            asyncio.run(killed.main(str(folder), first, 1 / PER_SECOND))
        finally:
            os._exit(1)
    os.close(writing)
    said: list[tuple[float, int]] = []
    with os.fdopen(reading) as lines:
        until = None
        for line in lines:
            now = time.monotonic()
            until = until or now + seconds
            said.append((now, int(line)))
            if now >= until:
                break
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        now = time.monotonic()
        said += [(now, int(line)) for line in lines if line.endswith("\n")]
    return said


def stored(folder: Path) -> list[int]:
    """Return the calls on disk, as they were written."""
    with closing(sqlite3.connect(folder / ".storage" / NAME)) as sql:
        rows = sql.execute("SELECT name FROM calls ORDER BY id").fetchall()
    return [int(name.rpartition(" ")[2]) for [name] in rows]


def share(kills: int, seed: str) -> tuple[int, float]:
    """Kill so often; return how many calls there were, and the most seconds that were lost."""
    rng, worst, first = Random(seed), 0.0, 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        known: list[int] = []
        for _ in range(kills):
            said = life(folder, first, rng.uniform(0.1, LONGEST_LIFE))
            first = said[-1][1] + 1
            now = stored(folder)
            assert now[: len(known)] == known, "what was on disk is not there anymore"
            assert len(now) == len(set(now)), "a call is there twice"
            kept = now[-1] if now else -1
            lost = [at for at, number in said if number > kept]
            if lost:
                worst = max(worst, said[-1][0] - lost[0])
            assert worst <= LOST_AT_MOST, worst
            known = now
    return first, worst


def run(kills: int, seed: int, at_once: int) -> tuple[int, float]:
    """Kill so often, several processes at once; each has a folder of its own."""
    shares = [kills * (n + 1) // at_once - kills * n // at_once for n in range(at_once)]
    seeds = [f"{seed} {number}" for number in range(at_once)]
    with ProcessPoolExecutor(at_once, get_context("fork")) as pool:
        ended = list(pool.map(share, shares, seeds))
    return sum(calls for calls, _ in ended), max(worst for _, worst in ended)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=8)
    options = parser.parse_args()
    calls, seconds = run(options.kills, options.seed, options.at_once)
    print(f"{options.kills} kills over {calls} calls: at most {seconds:.1f} s lost")
