"""A file of the call log as an older version wrote it is brought up to date, and nothing in it is lost."""

from contextlib import closing
from copy import replace
from pathlib import Path
import sqlite3

import pytest

from custom_components.telephony.call_log.database import CallDatabase
from custom_components.telephony.call_log.entries import Counters, LoggedCall, LogQuery
from custom_components.telephony.call_log.reading import Limits
from custom_components.telephony.call_log.schema import UnreadableLog

from .files import STORED
from .made_calls import ended

CONNECTION = "connection"
LIMITS = Limits(10, 0, str)


def written() -> list[LoggedCall]:
    """Return the calls that were put into the file of version 2."""
    calls = [
        replace(
            LoggedCall.from_event(ended("700" if number < 30 else "701", number)),
            name_source=None,  # nobody kept it then
        )
        for number in range(36)
    ]
    calls[32] = replace(calls[32], called_number=f"9{calls[32].number}")
    calls[33] = replace(
        calls[33],
        cause="a cause of its own",
        switch_call_id="42",
        called_number=None,
    )
    calls[35] = replace(calls[35], called_number="701")
    return calls


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a file as version 2 wrote it; of its first line more had fallen out than it keeps."""
    path = tmp_path / "calls.db"
    with closing(sqlite3.connect(path)) as sql:
        sql.executescript((STORED / "version_2.sql").read_text())
    return path


def test_a_file_of_version_2_keeps_calls_missed_ones_and_counters(old: Path) -> None:
    for _ in range(2):
        database = CallDatabase(old)
        stored = database.load(CONNECTION, LIMITS)
        found = database.find(CONNECTION, ["700", "701"], LogQuery())
        database.close()
        assert [call for _, call in found] == written()[:19:-1]
        assert stored.totals == Counters(24, 12, 12, 12, 240.0)
        assert stored.lines["700"].counters == Counters(20, 10, 10, 10, 200.0)
        assert stored.lines["700"].unread == {
            f"+4930{number:07}": 1 for number in range(0, 30, 3)
        }
        assert stored.lines["701"].unread == {"+49300000030": 1, "+49300000033": 1}


@pytest.mark.parametrize(
    "spoil",
    [
        "DROP TABLE lines",
        "ALTER TABLE calls DROP COLUMN cause",
        "CREATE TABLE unread_callers (line)",
    ],
)
def test_an_old_file_of_another_form_is_unreadable_and_stays_as_it_is(
    old: Path, spoil: str
) -> None:
    with closing(sqlite3.connect(old)) as sql:
        sql.execute(spoil)
        sql.commit()
    with pytest.raises(UnreadableLog):
        CallDatabase(old)
    with closing(sqlite3.connect(old)) as sql:
        assert sql.execute("PRAGMA user_version").fetchone() == (2,)
