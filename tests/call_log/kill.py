"""Kills a process that logs calls, again and again at random, and looks at what is on disk.

python -m tests.call_log.kill [--kills 1000] [--seed 1]
"""

from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from random import Random
import sqlite3
import subprocess
import sys
from tempfile import TemporaryDirectory
import time

from .files import NAME

LOST_AT_MOST = 5.0
"""Seconds."""
PER_SECOND = 50


def life(folder: Path, first: int, seconds: float) -> list[tuple[float, int]]:
    """Let calls be logged for so long; return when which of them has ended."""
    command = [sys.executable, "-m", "tests.call_log.killed", str(folder), str(first)]
    said: list[tuple[float, int]] = []
    with subprocess.Popen(
        [*command, str(PER_SECOND)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        until = None
        for line in process.stdout:
            now = time.monotonic()
            until = until or now + seconds
            said.append((now, int(line)))
            if now >= until:
                process.kill()
                break
    return said


def stored(folder: Path) -> list[int]:
    """Return the calls on disk, as they were written."""
    with closing(sqlite3.connect(folder / ".storage" / NAME)) as sql:
        rows = sql.execute("SELECT name FROM calls ORDER BY id").fetchall()
    return [int(name.rpartition(" ")[2]) for [name] in rows]


def run(kills: int, seed: int) -> tuple[int, float]:
    """Kill so often; return how many calls there were, and the most seconds that were lost."""
    rng, worst, first = Random(seed), 0.0, 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        known: list[int] = []
        for _ in range(kills):
            said = life(folder, first, rng.uniform(0.1, 6))
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


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    calls, seconds = run(options.kills, options.seed)
    print(f"{options.kills} kills over {calls} calls: at most {seconds:.1f} s lost")
