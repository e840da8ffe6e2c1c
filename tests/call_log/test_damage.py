"""What happens to a file, and to the process that writes it, out of seeds."""

from collections.abc import Callable
from functools import partial
from itertools import batched
from pathlib import Path
from random import Random
import subprocess
import sys

import pytest

from custom_components.telephony.call_log.database import CallDatabase
from custom_components.telephony.call_log.entries import LoggedCall
from custom_components.telephony.call_log.reading import Limits
from custom_components.telephony.cti.model import Outcome

from . import mutations
from .made_calls import ended

pytestmark = pytest.mark.long

CALLS = 8000
BYTES_OF_A_CALL = 1024
"""On average, each in a transaction of its own, which is the dearest."""


def even(number: int) -> int:
    """Let twenty lines have calls in turn."""
    return number % 20


def at_random(number: int) -> int:
    """Let one of twenty have it."""
    return Random(number).randrange(20)


def one_busy(number: int) -> int:
    """Let one of twenty have nearly all."""
    return 0 if number % 20 else at_random(number)


def only_one(_number: int) -> int:
    """Let one line have all."""
    return 0


@pytest.mark.parametrize("seed", range(2, 5))
def test_damaged_files_load_and_calls_go_on(seed: int) -> None:
    set_aside = mutations.run(60, seed)
    assert 0 < set_aside < 60


@pytest.mark.long
def test_a_process_that_is_killed_loses_five_seconds_at_most_and_doubles_nothing() -> (
    None
):
    command = ("-m", "tests.call_log.kill", "--kills", "8", "--at-once", "4")
    ended = subprocess.run(
        [sys.executable, *command, "--seed", "2"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.startswith("8 kills over ")


def written_bytes() -> int:
    """Return how many bytes this process has given to the kernel to write."""
    for line in Path("/proc/self/io").read_text().splitlines():
        if line.startswith("wchar:"):
            return int(line.partition(":")[2])
    raise AssertionError


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="needs Linux")
@pytest.mark.parametrize(
    ("line", "held", "size"),
    [
        (even, 0, 10_000),
        (even, 20_000, 10_000),
        (even, 40_000, 200),
        (at_random, 40_000, 200),
        (one_busy, 40_000, 200),
        (only_one, 40_000, 200),
    ],
)
def test_a_finished_call_writes_little_however_long_the_log_is(
    tmp_path: Path, line: Callable[[int], int], held: int, size: int
) -> None:
    """What falls out of a full log counts, and the checkpoints do."""
    database = CallDatabase(tmp_path / "calls.db")
    limits = Limits(size, 0, str)
    database.write([partial(CallDatabase.set_limits, connection="c", limits=limits)])

    def added(number: int) -> partial[None]:
        call = LoggedCall.from_event(ended(str(700 + line(number)), number))
        missed = call.outcome is Outcome.MISSED
        return partial(CallDatabase.add, connection="c", call=call, unread=missed)

    for numbers in batched(range(held), 500, strict=False):
        database.write(map(added, numbers))
    database.checkpoint()
    before = written_bytes()
    for number in range(held, held + CALLS):
        database.write([added(number)])
    database.close()
    bytes_of_a_call = (written_bytes() - before) / CALLS
    print(f"{bytes_of_a_call:.0f} bytes a call")  # noqa: T201  # pytest -s shows it
    assert bytes_of_a_call <= BYTES_OF_A_CALL
