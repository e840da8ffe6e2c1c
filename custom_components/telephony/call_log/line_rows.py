"""What the file holds of a line besides its calls: what was counted of those that have fallen out."""

from collections.abc import Mapping, Sequence
import json
import sqlite3
from typing import Final

from .entries import NOBODY, with_missed
from .rows import read_unread

BEFORE: Final = "in_before, out_before, answered_before, missed_before, talk_before"


def unread(sql: sqlite3.Connection, line: int) -> dict[str, int]:
    """Return the unread missed calls that have fallen out."""
    row = sql.execute(
        "SELECT nobody_before, callers FROM lines"
        " LEFT JOIN unread_callers USING (line) WHERE line = ?",
        (line,),
    ).fetchone()
    return read_unread(*row)


def set_unread(sql: sqlite3.Connection, line: int, missed: Mapping[str, int]) -> None:
    """Replace them; callers are written only where they change."""
    before = unread(sql, line)
    nobody, nobody_before = missed.get("", 0), before.pop("", 0)
    callers = {caller: missed[caller] for caller in missed if caller}
    if nobody != nobody_before:
        sql.execute("UPDATE lines SET nobody_before = ? WHERE line = ?", (nobody, line))
    if callers != before:
        sql.execute(
            "INSERT OR REPLACE INTO unread_callers VALUES (?, ?)",
            (line, json.dumps(callers)),
        )


def add_before(
    sql: sqlite3.Connection,
    line: int,
    counted: Sequence[int],
    missed: Mapping[str, int] = NOBODY,
) -> None:
    """Add to what is counted of a line besides its calls."""
    sets = ", ".join(f"{name} = {name} + ?" for name in BEFORE.split(", "))
    sql.execute(f"UPDATE lines SET {sets} WHERE line = ?", (*map(int, counted), line))
    if missed:
        before = unread(sql, line)
        for caller, count in missed.items():
            before = with_missed(before, caller, count)
        set_unread(sql, line, before)


def delete(sql: sqlite3.Connection, where: str, value: int | str) -> None:
    """Forget lines."""
    sql.execute(
        f"DELETE FROM unread_callers WHERE line IN (SELECT line FROM lines WHERE {where})",
        (value,),
    )
    sql.execute(f"DELETE FROM lines WHERE {where}", (value,))
