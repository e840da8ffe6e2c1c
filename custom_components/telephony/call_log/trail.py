"""The trail of what was dialed: from which line, on whose behalf, by which way, and what was refused."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
import json
import sqlite3
from typing import Final, NamedTuple

from ..numbers.limits import DAY, Dialed
from .rows import microseconds, read_time, storable

MAX_NOTED: Final = 10_000
"""What was dialed, and as much of what was refused, that is kept of a connection."""
SHORTENED_EVERY: Final = 256
"""So many more may be there for a while."""
ATTEMPT_COLUMNS: Final = (
    "at, line_number, action, number, way, user_id, context_id, outside, admitted,"
    " refused, call_id"
)


class Way(StrEnum):
    """By which way somebody asks for something."""

    USER = "user"
    AUTOMATION = "automation"
    BUTTON = "button"
    VOICE = "voice"
    MODEL = "model"


class Attempt(NamedTuple):
    """Something that somebody asked the phone system for; `at` is UTC."""

    at: datetime
    line: str
    action: str
    number: str | None
    way: str
    user_id: str | None
    context_id: str
    outside: bool
    admitted: bool
    """Whether it counts for the limits: the guard let it pass."""
    refused: str | None
    """Why, by us or the phone system; None where it was done."""
    call_id: str | None


def write(sql: sqlite3.Connection, connection: str, attempt: Attempt) -> None:
    """Note an attempt; now and then the oldest fall out, and refusals never push out the others."""
    values = (
        microseconds(attempt.at),
        storable(attempt.line),
        attempt.action,
        storable(attempt.number),
        attempt.way,
        attempt.user_id,
        attempt.context_id,
        int(attempt.outside),
        int(attempt.admitted),
        storable(attempt.refused),
        attempt.call_id,
    )
    row_id = sql.execute(
        f"INSERT INTO attempts (connection, {ATTEMPT_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (connection, *values),
    ).lastrowid
    if row_id is not None and row_id % SHORTENED_EVERY == 0:
        sql.execute(
            "DELETE FROM attempts WHERE id IN (SELECT id FROM (SELECT id, ROW_NUMBER()"
            " OVER (PARTITION BY connection, admitted ORDER BY id DESC) AS place"
            " FROM attempts) WHERE place > ?)",
            (MAX_NOTED,),
        )


def forget(sql: sqlite3.Connection, connection: str, before: int = 1 << 62) -> None:
    """Forget what is older than a time of the file."""
    sql.execute(
        "DELETE FROM attempts WHERE connection = ? AND at < ?", (connection, before)
    )


def is_noted(sql: sqlite3.Connection, connection: str, attempt: Attempt) -> bool:
    """Tell whether an attempt is there already."""
    found = sql.execute(
        "SELECT 1 FROM attempts WHERE connection = ? AND at = ? AND context_id = ?"
        " AND line_number = ? LIMIT 1",
        (
            connection,
            microseconds(attempt.at),
            attempt.context_id,
            storable(attempt.line),
        ),
    )
    return found.fetchone() is not None


def read(
    sql: sqlite3.Connection,
    connection: str,
    numbers: Iterable[str],
    since: datetime | None,
    limit: int,
) -> list[Attempt]:
    """Return the attempts on these lines, newest first."""
    rows = sql.execute(
        f"SELECT {ATTEMPT_COLUMNS} FROM attempts WHERE connection = ? AND at >= ?"
        " AND line_number IN (SELECT value FROM json_each(?))"
        " ORDER BY at DESC, id DESC LIMIT ?",
        (
            connection,
            -(1 << 62) if since is None else microseconds(since),
            json.dumps([storable(number) for number in numbers]),
            limit,
        ),
    )
    found: list[Attempt] = []
    for at, line, action, number, way, user, context, *rest in rows:
        outside, admitted, refused, call_id = rest
        if (time := read_time(at)) is not None:
            found.append(
                Attempt(
                    at=time,
                    line=line,
                    action=action,
                    number=number,
                    way=way,
                    user_id=user,
                    context_id=context,
                    outside=bool(outside),
                    admitted=bool(admitted),
                    refused=refused,
                    call_id=call_id,
                )
            )
    return found


def dialed_lately(sql: sqlite3.Connection, connection: str) -> list[Dialed]:
    """Return what counts for the limits of a day, oldest first."""
    since = microseconds(datetime.now(UTC) - timedelta(seconds=DAY))
    rows = sql.execute(
        "SELECT at, line_number, outside FROM attempts"
        " WHERE connection = ? AND admitted AND at >= ? ORDER BY at",
        (connection, since),
    )
    return [Dialed(at / 1_000_000, line, bool(outside)) for at, line, outside in rows]
