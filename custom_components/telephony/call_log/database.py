"""Writing into the call log's file; all of it outside the event loop, one thing at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
import logging
from pathlib import Path
import sqlite3
from typing import Any, Final

from ..cti.model import Outcome
from . import line_rows, reading, trail
from .entries import NOBODY, Counters, LoggedCall, LogQuery, StoredLog, with_missed
from .line_rows import BEFORE
from .reading import SUMS, Found, Limits
from .rows import COLUMNS, caller_of, storable, write_call, write_counters, write_id
from .schema import open_file
from .trail import Attempt

_LOGGER = logging.getLogger(__name__)

MAX_CALLS: Final = 100_000
"""Calls of a connection; beyond it the oldest fall out."""
FEWEST_DROPPED: Final = 1000
"""Calls that fall out together at least."""

type Change = Callable[[CallDatabase], None]
type _LineKey = tuple[str, str | None]
"""A connection, and a line of it."""


class CallDatabase:
    """The open file; UnreadableLog where it cannot be used, sqlite3.Error where the disk fails."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, or one in memory."""
        self._sql = open_file(path)
        self._limits: dict[str, Limits] = {}
        self._lines: dict[_LineKey, int] = {}
        self._owners: dict[int, str] = {}
        self._counts: dict[int, int] = {}
        """How many calls a line has."""
        self._sizes: dict[str, int] = {}
        """How many a connection has."""
        self._excess: dict[str, int] = {}
        """How many of them are too many for their lines, and wait to be dropped together."""
        self._grown: set[int] = set()
        self._recovered: set[object] | None = None
        """The newest calls, while what is written may be there already."""
        self._read_books()

    def _read_books(self) -> None:
        """Read which lines there are, and how many calls they have."""
        self._lines.clear()
        self._owners.clear()
        self._counts.clear()
        self._sizes.clear()
        self._excess.clear()
        self._grown.clear()
        for line, connection, number, count in self._sql.execute(
            "SELECT line, connection, line_number, COUNT(id)"
            " FROM lines LEFT JOIN calls USING (line) GROUP BY line"
        ):
            self._lines[connection, number] = line
            self._owners[line] = connection
            self._count(line, count)

    def close(self) -> None:
        """Write all into the one file, if the disk lets us, and close it."""
        with suppress(sqlite3.Error):
            self.checkpoint()
        self.abandon()

    def abandon(self) -> None:
        """Close it as it is."""
        with suppress(sqlite3.Error):
            self._sql.close()

    def checkpoint(self) -> None:
        """Write all into the one file."""
        self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def load(self, connection: str, limits: Limits) -> StoredLog:
        """Return what memory is to know of a connection."""
        self.write([lambda database: database.set_limits(connection, limits)])
        return reading.load(self._sql, connection, limits)

    def find(self, connection: str, numbers: Iterable[str], query: LogQuery) -> Found:
        """Return the calls that are wanted, newest first."""
        limits = self._limits[connection]
        return reading.find(self._sql, connection, limits, numbers, query)

    def attempts(
        self,
        connection: str,
        numbers: Iterable[str],
        since: datetime | None,
        limit: int,
    ) -> list[Attempt]:
        """Return what somebody asked for, newest first."""
        return trail.read(self._sql, connection, numbers, since, limit)

    # Changes

    def recover(self, newest: int) -> None:
        """Remember the newest calls: what seemed to fail may have been written all the same."""
        rows = self._sql.execute(
            "SELECT call_id FROM calls ORDER BY id DESC LIMIT ?", (newest,)
        )
        self._recovered = {call_id for [call_id] in rows}

    def write(self, changes: Iterable[Change]) -> None:
        """Write changes in one transaction."""
        try:
            with self._transaction():
                for change in changes:
                    try:
                        change(self)
                    except (OverflowError, sqlite3.ProgrammingError) as error:
                        # It can never be written, and must not keep the others away.
                        _LOGGER.warning("The call log leaves something out: %s", error)
                self._drop_overflow()
        except sqlite3.Error:
            with suppress(sqlite3.Error):
                self._read_books()
            raise
        self._recovered = None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._sql.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._sql.execute("COMMIT")
        finally:
            if self._sql.in_transaction:
                self._sql.execute("ROLLBACK")

    def add(self, connection: str, call: LoggedCall, *, unread: bool) -> None:
        """Add a finished call."""
        if self._recovered and write_id(call.call_id) in self._recovered:
            return
        line = self._line(connection, call.line)
        self._sql.execute(
            f"INSERT INTO calls (line, unread, {COLUMNS})"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (line, int(unread), *write_call(call)),
        )
        self._count(line, 1)
        self._grown.add(line)

    def note(self, connection: str, attempt: Attempt) -> None:
        """Note what somebody asked for."""
        recovering = self._recovered is not None
        if not (recovering and trail.is_noted(self._sql, connection, attempt)):
            trail.write(self._sql, connection, attempt)

    def set_note(
        self, connection: str, number: str, call_id: str, more: str | None
    ) -> None:
        """Keep a note with a call of a line, or take it away; `more` is all that stands with it."""
        line = self._line(connection, number)
        self._sql.execute(
            "UPDATE calls SET more = ? WHERE line = ? AND call_id = ?",
            (more, line, write_id(call_id)),
        )

    def mark_read(self, connection: str, number: str) -> None:
        """Mark all missed calls of a line as read."""
        line = self._line(connection, number)
        line_rows.set_unread(self._sql, line, {})
        self._sql.execute(
            "UPDATE calls SET unread = 0 WHERE line = ? AND unread", (line,)
        )

    def mark_caller_read(
        self, connection: str, number: str, caller: str, others: frozenset[str]
    ) -> None:
        """Mark the missed calls of a caller as read; "" is everybody who is none of the `others`."""
        line = self._line(connection, number)
        canonical = self._canonical(connection)

        def is_read(each: str) -> bool:
            return each == caller if caller else each not in others

        unread = line_rows.unread(self._sql, line)
        left = {each: count for each, count in unread.items() if not is_read(each)}
        if left != unread:
            line_rows.set_unread(self._sql, line, left)
        marked = self._sql.execute(
            "SELECT id, number FROM calls WHERE line = ? AND unread", (line,)
        )
        read = [
            (row_id,)
            for row_id, other in marked
            if is_read(caller_of(other, canonical))
        ]
        self._sql.executemany("UPDATE calls SET unread = 0 WHERE id = ?", read)

    def forget_line(self, connection: str, number: str) -> None:
        """Drop a line's log; its counters go on counting for the connection."""
        line = self._line(connection, number)
        self._drop("line = ?", (line,))
        counted = self._sql.execute(
            f"SELECT {BEFORE} FROM lines WHERE line = ?", (line,)
        ).fetchone()
        line_rows.add_before(self._sql, self._line(connection, ""), counted)
        line_rows.delete(self._sql, "line = ?", line)
        self._forget((connection, storable(number)))

    def forget_connection(self, connection: str) -> None:
        """Drop all that there is of a connection."""
        self._sql.execute(
            "DELETE FROM calls WHERE line IN"
            " (SELECT line FROM lines WHERE connection = ?)",
            (connection,),
        )
        line_rows.delete(self._sql, "connection = ?", connection)
        trail.forget(self._sql, connection)
        for key in [key for key in self._lines if key[0] == connection]:
            self._forget(key)
        self._sizes.pop(connection, None)
        self._excess.pop(connection, None)

    def put(self, connection: str, log: StoredLog) -> None:
        """Replace all that there is of a connection."""
        self.forget_connection(connection)
        gone = log.totals
        canonical = self._canonical(connection)
        for number, line in log.lines.items():
            gone = gone.plus(line.counters, -1)
            before = line.counters
            unread = dict(line.unread)
            marked = set()
            for call in reversed(line.calls):  # a caller's newest ones are unread
                before = before.plus(Counters().add(call), -1)
                caller = caller_of(call.number, canonical)
                if call.outcome is Outcome.MISSED and unread.get(caller, 0) > 0:
                    unread[caller] -= 1
                    marked.add(call.call_id)
            for call in line.calls:
                self.add(connection, call, unread=call.call_id in marked)
            left = {caller: count for caller, count in unread.items() if count}
            line_id = self._line(connection, number)
            line_rows.add_before(self._sql, line_id, write_counters(before), left)
        line_rows.add_before(
            self._sql, self._line(connection, ""), write_counters(gone)
        )

    def set_limits(self, connection: str, limits: Limits) -> None:
        """Keep so much of a connection from now on."""
        self._limits[connection] = limits
        if limits.days:
            self._drop(
                "ended_at < ? AND line IN (SELECT line FROM lines WHERE connection = ?)",
                (limits.oldest(), connection),
            )
            trail.forget(self._sql, connection, limits.oldest())
        self._shorten(connection, limits.size)
        self._excess[connection] = 0

    # Lines

    def _canonical(self, connection: str) -> Callable[[str], str]:
        limits = self._limits.get(connection)
        return limits.canonical if limits else str

    def _line(self, connection: str, number: str) -> int:
        key = (connection, storable(number))
        if (line := self._lines.get(key)) is None:
            line = self._sql.execute(
                "INSERT INTO lines (connection, line_number) VALUES (?, ?)", key
            ).lastrowid
            assert line is not None
            self._lines[key] = line
            self._owners[line] = connection
        return line

    def _forget(self, key: _LineKey) -> None:
        line = self._lines.pop(key)
        self._owners.pop(line, None)
        self._counts.pop(line, None)
        self._grown.discard(line)

    def _count(self, line: int, more: int) -> None:
        connection = self._owners[line]
        before = self._counts.get(line, 0)
        self._counts[line] = before + more
        self._sizes[connection] = self._sizes.get(connection, 0) + more
        if limits := self._limits.get(connection):
            excess = max(before + more - limits.size, 0) - max(before - limits.size, 0)
            self._excess[connection] = self._excess.get(connection, 0) + excess

    # What falls out

    def _drop_overflow(self) -> None:
        """Drop what is too much, but only once that is as much as what stays.

        Calls that stay lie between those that fall out: the more fall out at once, the less is
        written for each.
        """
        for connection in {self._owners[line] for line in self._grown}:
            size = self._sizes[connection]
            kept = min(size - self._excess.get(connection, 0), MAX_CALLS)
            if size - kept > max(FEWEST_DROPPED, kept):
                self._shorten(connection, self._limits[connection].size)
                self._drop(
                    "id IN (SELECT id FROM calls JOIN lines USING (line)"
                    " WHERE connection = ? ORDER BY ended_at DESC, id DESC"
                    " LIMIT -1 OFFSET ?)",
                    (connection, MAX_CALLS),
                )
        self._grown.clear()

    def _shorten(self, connection: str, size: int) -> None:
        """Shorten all lines at once: their oldest calls lie together, so that little is written."""
        self._drop(
            "id IN (SELECT id FROM (SELECT id, ROW_NUMBER() OVER"
            " (PARTITION BY line ORDER BY ended_at DESC, id DESC) AS place"
            " FROM calls JOIN lines USING (line) WHERE connection = ?) WHERE place > ?)",
            (connection, size),
        )

    def _drop(self, where: str, values: Sequence[Any]) -> None:
        """Drop calls; what was counted of them stays with their lines."""
        missed: dict[int, Mapping[str, int]] = {}
        for line, number in self._sql.execute(
            f"SELECT line, number FROM calls WHERE unread AND {where}", values
        ):
            canonical = self._canonical(self._owners.get(line, ""))
            caller = caller_of(number, canonical)
            missed[line] = with_missed(missed.get(line, NOBODY), caller)
        dropped = self._sql.execute(
            f"SELECT line, COUNT(*), {SUMS} FROM calls WHERE {where} GROUP BY line",
            values,
        ).fetchall()
        for line, count, *counted in dropped:
            if line in self._owners:
                self._count(line, -count)
                line_rows.add_before(self._sql, line, counted, missed.get(line, NOBODY))
        if dropped:
            self._sql.execute(f"DELETE FROM calls WHERE {where}", values)
