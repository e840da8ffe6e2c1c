"""What happens to a file, and to the process that writes it, out of seeds."""

from functools import partial
from pathlib import Path

import pytest

from custom_components.telephony.call_log.database import CallDatabase
from custom_components.telephony.call_log.entries import LoggedCall
from custom_components.telephony.call_log.reading import Limits

from . import kill, mutations
from .made_calls import ended

LINES = 20
CALLS = 1200
BYTES_OF_A_CALL = 1024
BYTES_OF_A_CALL_FOR_WHICH_ANOTHER_GOES = 1200


@pytest.mark.parametrize("seed", range(2, 5))
def test_damaged_files_load_and_calls_go_on(seed: int) -> None:
    set_aside = mutations.run(60, seed)
    assert 0 < set_aside < 60


@pytest.mark.long
def test_a_process_that_is_killed_loses_five_seconds_at_most_and_doubles_nothing() -> (
    None
):
    calls, worst = kill.run(4, seed=2)
    assert calls > 50
    assert worst <= kill.LOST_AT_MOST


def written_bytes() -> int:
    """Return how many bytes this process has given to the kernel to write."""
    for line in Path("/proc/self/io").read_text().splitlines():
        if line.startswith("wchar:"):
            return int(line.partition(":")[2])
    raise AssertionError


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="needs Linux")
@pytest.mark.parametrize(
    ("held", "size", "limit"),
    [
        (0, 10_000, BYTES_OF_A_CALL),
        (20_000, 10_000, BYTES_OF_A_CALL),
        (4000, 200, BYTES_OF_A_CALL_FOR_WHICH_ANOTHER_GOES),
    ],
)
def test_a_finished_call_writes_little_however_long_the_log_is(
    tmp_path: Path, held: int, size: int, limit: int
) -> None:
    """Each in a transaction of its own, which is the dearest; checkpoints and what falls out count."""
    database = CallDatabase(tmp_path / "calls.db")
    limits = Limits(size, 0, str)
    database.write([partial(CallDatabase.set_limits, connection="c", limits=limits)])
    database.write(_added(number) for number in range(held))
    database.checkpoint()
    before = written_bytes()
    for number in range(held, held + CALLS):
        database.write([_added(number)])
    database.close()
    assert (written_bytes() - before) / CALLS <= limit


def _added(number: int) -> partial[None]:
    call = LoggedCall.from_event(ended(str(700 + number % LINES), number))
    return partial(CallDatabase.add, connection="c", call=call, unread=number % 3 == 0)
