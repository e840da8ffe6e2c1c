"""Damaged files of the call log, out of a seed: each loads, and what comes after is kept.

python -m tests.call_log.mutations [--count 10000] [--seed 1]
"""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from random import Random
import shutil
import sqlite3
from tempfile import TemporaryDirectory

from custom_components.telephony.call_log.database import CallDatabase
from custom_components.telephony.call_log.disk import FILE, LogDisk
from custom_components.telephony.call_log.entries import (
    Counters,
    LoggedCall,
    LogQuery,
    StoredLog,
)
from custom_components.telephony.call_log.reading import Limits

from .files import STORED
from .made_calls import ended

CONNECTION = "connection"
LINES = ("700", "701")
NEWEST = 10_000


class User:
    """A log in memory, for the disk's side alone."""

    connection = CONNECTION
    limits = Limits(200, 0, str)
    changes = 0

    def snapshot(self) -> StoredLog:
        """Know nothing."""
        return StoredLog({}, Counters())

    def take(self, stored: StoredLog) -> None:
        """Take it."""


def make_files(folder: Path) -> dict[str, bytes]:
    """Make the files of a log with a hundred calls, some of which are in the WAL only."""
    disk = LogDisk(folder, {CONNECTION: User()})
    for number in range(100):
        call = LoggedCall.from_event(ended(LINES[number % 2], number))
        add = partial(CallDatabase.add, connection=CONNECTION, call=call, unread=True)
        disk.work([add], [User()], _checkpoint if number == 70 else _nothing)
    files = {path.name: path.read_bytes() for path in folder.glob(f"{FILE}*")}
    disk.close()
    files.pop(f"{FILE}-shm", None)
    files[f"telephony.{CONNECTION}"] = (STORED / "two_lines.json").read_bytes()
    return files


def _checkpoint(database: CallDatabase) -> None:
    database.checkpoint()


def _nothing(_: CallDatabase) -> None:
    """Do nothing more."""


def mutated(data: bytes, rng: Random) -> bytes:
    """Return a file with something wrong in it."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 5, 40))):
        place = rng.randrange(len(changed) + 1)
        length = rng.choice((1, 1, 4, 20, 512, 4096))
        match rng.randrange(7):
            case 0:
                changed[place : place + length] = rng.randbytes(length)
            case 1:
                del changed[place : place + length]
            case 2:
                del changed[place:]
            case 3:
                changed[place:place] = rng.randbytes(length)
            case 4:
                changed[place : place + length] = bytes(length)
            case 5:
                other = rng.randrange(len(changed) + 1)
                changed[place : place + length] = changed[other : other + length]
            case _ if place < len(changed):
                changed[place] ^= 1 << rng.randrange(8)
    return bytes(changed)


def check(files: dict[str, bytes], folder: Path, rng: Random) -> bool:
    """Load files of which one is damaged; return whether it was set aside."""
    damaged = rng.choice(sorted(files))
    for name, data in files.items():
        if name.startswith(FILE) or name == damaged:
            (folder / name).write_bytes(mutated(data, rng) if name == damaged else data)
    user = User()
    disk = LogDisk(folder, {CONNECTION: user})
    disk.work([], [user], _nothing)
    set_aside = bool(disk.set_aside)
    call = LoggedCall.from_event(ended("700", NEWEST))
    add = partial(CallDatabase.add, connection=CONNECTION, call=call, unread=True)
    disk.work([add], [], _nothing)
    for _ in range(2):
        found = disk.find(CONNECTION, LINES, LogQuery(text=str(NEWEST)), ())
        assert call in [each for _, each in found], (damaged, found)
        disk.find(CONNECTION, LINES, LogQuery(), ())
        disk.close()
        disk.work([], [user], _nothing)
    disk.close()
    return set_aside


def run(count: int, seed: int) -> int:
    """Check so many damaged files; return how many were set aside."""
    set_aside = 0
    with TemporaryDirectory() as base:
        (Path(base) / "whole").mkdir()
        files = make_files(Path(base) / "whole")
        for number in range(count):
            folder = Path(base) / "damaged"
            folder.mkdir()
            try:
                set_aside += check(files, folder, Random(f"{seed} {number}"))
            except (AssertionError, OSError, sqlite3.Error) as error:
                error.add_note(
                    f"seed {seed}, file {number}, {getattr(error, 'sqlite_errorname', '')}"
                )
                raise
            shutil.rmtree(folder)
    return set_aside


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    aside = run(options.count, options.seed)
    print(f"{options.count} damaged files loaded, {aside} of them set aside")
