"""What is asked of the call log's file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
import json
import re
import sqlite3
from typing import Any, Final, NamedTuple

from .entries import (
    MAX_RECENT,
    Counters,
    LineLog,
    LoggedCall,
    LogPage,
    LogQuery,
    StoredLog,
    with_missed,
)
from .line_rows import BEFORE
from .notes import MAX_NOTES, Note
from .rows import (
    COLUMNS,
    DIRECTIONS,
    OUTCOMES,
    caller_of,
    microseconds,
    read_call,
    read_counters,
    read_unread,
    storable,
    write_id,
)
from .trail import dialed_lately

MAX_LOADED: Final = 20_000
"""Calls of a connection that memory keeps at most."""
SUMS: Final = (
    "COALESCE(SUM(direction = 0), 0), COALESCE(SUM(direction = 1), 0),"
    " SUM(outcome = 0), SUM(outcome = 1), CAST(TOTAL(talk) AS INTEGER)"
)
_PLACED: Final = (
    "SELECT calls.*, line_number, ROW_NUMBER() OVER"
    " (PARTITION BY line ORDER BY ended_at DESC, id DESC) AS place"
    " FROM calls JOIN lines USING (line) WHERE connection = ?"
)
"""The calls of a connection, each with its place in its line's log: the newest is the first."""

type Found = list[tuple[str, LoggedCall]]
"""Calls, each with the word for going on behind it."""


class Limits(NamedTuple):
    """How much of a connection is kept, and how its callers are compared."""

    size: int
    """Calls of a line."""
    days: int
    """0 is without end."""
    canonical: Callable[[str], str]

    def oldest(self) -> int:
        """Return when the oldest call that is kept has ended."""
        if not self.days:
            return -(1 << 62)
        return microseconds(datetime.now(UTC) - timedelta(days=self.days))


def load(sql: sqlite3.Connection, connection: str, limits: Limits) -> StoredLog:
    """Return what memory is to know of a connection."""
    recent = _recent(sql, connection, limits)
    callers = _unread_callers(sql, connection, limits)
    sums = {
        line: read_counters(values)
        for line, *values in sql.execute(
            f"SELECT line, {SUMS} FROM calls GROUP BY line"
        )
    }
    lines: dict[str, LineLog] = {}
    totals = Counters()
    for line, number, nobody, unread, *before in sql.execute(
        f"SELECT line, line_number, nobody_before, callers, {BEFORE}"
        " FROM lines LEFT JOIN unread_callers USING (line) WHERE connection = ?",
        (connection,),
    ):
        counters = read_counters(before).plus(sums.get(line, Counters()))
        totals = totals.plus(counters)
        missed: Mapping[str, int] = read_unread(nobody, unread)
        for caller in callers.get(line, ()):
            missed = with_missed(missed, caller)
        if number:
            calls = tuple(reversed(recent.get(number, [])))
            lines[number] = LineLog(calls, missed, counters)
    dialed, lately = _dialed(sql, connection), dialed_lately(sql, connection)
    return StoredLog(lines, totals, dialed, lately, _notes(sql, connection, limits))


def _recent(
    sql: sqlite3.Connection, connection: str, limits: Limits
) -> dict[str, list[LoggedCall]]:
    """Return the newest calls of each line, newest first."""
    recent: dict[str, list[LoggedCall]] = {}
    for number, *row in sql.execute(
        f"SELECT line_number, {COLUMNS} FROM ({_PLACED})"
        " WHERE place <= ? ORDER BY place LIMIT ?",
        (connection, min(limits.size, MAX_RECENT), MAX_LOADED),
    ):
        if (call := read_call(number, row)) is not None:
            recent.setdefault(number, []).append(call)
    return recent


def _unread_callers(
    sql: sqlite3.Connection, connection: str, limits: Limits
) -> dict[int, list[str]]:
    callers: dict[int, list[str]] = {}
    for line, number in sql.execute(
        "SELECT line, number FROM calls JOIN lines USING (line)"
        " WHERE connection = ? AND unread",
        (connection,),
    ):
        callers.setdefault(line, []).append(caller_of(number, limits.canonical))
    return callers


def _dialed(sql: sqlite3.Connection, connection: str) -> Sequence[str]:
    """Return the numbers that were dialed, the newest last."""
    found = sql.execute(
        "SELECT number FROM calls JOIN lines USING (line)"
        " WHERE connection = ? AND direction = 1 AND number IS NOT NULL"
        " GROUP BY number ORDER BY MAX(id) DESC LIMIT ?",
        (connection, MAX_LOADED),
    )
    return [number for [number] in found][::-1]


def _notes(sql: sqlite3.Connection, connection: str, limits: Limits) -> Sequence[Note]:
    """Return the newest notes, the newest last."""
    found = sql.execute(
        f"SELECT line_number, {COLUMNS} FROM calls JOIN lines USING (line)"
        " WHERE connection = ? AND more LIKE '%note%'"
        " ORDER BY ended_at DESC, id DESC LIMIT ?",
        (connection, MAX_NOTES),
    )
    calls = [read_call(number, row) for number, *row in found]
    return [
        Note(
            limits.canonical(call.number),
            call.call_id,
            call.line,
            call.ended_at,
            call.note,
        )
        for call in reversed(calls)
        if call and call.number and call.note
    ]


def find(
    sql: sqlite3.Connection,
    connection: str,
    limits: Limits,
    numbers: Iterable[str],
    query: LogQuery,
) -> Found:
    """Return the calls that are wanted, newest first."""
    sql.create_function("folded", 1, _folded, deterministic=True)
    where, values = _conditions(query)
    rows = sql.execute(
        f"SELECT id, line_number, {COLUMNS} FROM"
        f" ({_PLACED} AND line_number IN (SELECT value FROM json_each(?)))"
        f" WHERE place <= ? AND ended_at >= ?{where}"
        " ORDER BY ended_at DESC, id DESC LIMIT ?",
        (
            connection,
            json.dumps([storable(number) for number in numbers]),
            limits.size,
            limits.oldest(),
            *values,
            -1 if query.limit is None else query.limit,
        ),
    )
    return [
        (f"{microseconds(call.ended_at)}-{row_id}", call)
        for row_id, number, *row in rows
        if (call := read_call(number, row)) is not None
    ]


def _conditions(query: LogQuery) -> tuple[str, list[Any]]:
    """Return the SQL of a query, and its values."""
    parts: list[str] = []
    values: list[Any] = []
    directions = [DIRECTIONS.index(each) for each in query.directions]
    outcomes = [OUTCOMES.index(each) for each in query.outcomes]
    for column, wanted in (("direction", directions), ("outcome", outcomes)):
        if wanted:
            parts.append(f"{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(wanted))
    if query.since is not None:
        parts.append("ended_at >= ?")
        values.append(microseconds(query.since))
    if query.call_id is not None:
        parts.append("call_id = ?")
        values.append(write_id(query.call_id))
    if query.before is not None:
        ended_at, _, row_id = query.before.rpartition("-")
        parts.append("(ended_at, id) < (?, ?)")
        values += (int(ended_at), int(row_id))
    if text := " ".join(query.text.split()):
        parts.append("(INSTR(folded(CAST(name AS BLOB)), ?) OR INSTR(number, ?))")
        values += (text.casefold(), re.sub(r"[\s()./-]", "", text) or text)
    return "".join(f" AND {part}" for part in parts), values


def _folded(text: object) -> str | None:
    """Return a name for comparing; what is no UTF-8 comes only as bytes."""
    if not isinstance(text, bytes):
        return None
    return text.decode(errors="replace").casefold()


def cut(found: Found, limit: int | None) -> LogPage:
    """Make a page of what was found; one more than wanted tells that there are more."""
    calls = [call for _, call in found[:limit]]
    if limit is None or len(found) <= limit or not calls:
        return LogPage(calls, None)
    return LogPage(calls, found[limit - 1][0])
