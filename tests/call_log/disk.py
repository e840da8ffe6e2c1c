"""A disk that fails when it is told to, as SQLite tells of it."""

import sqlite3
from typing import Any, override

FAULTS = [
    (sqlite3.OperationalError, sqlite3.SQLITE_FULL),  # ENOSPC
    (sqlite3.OperationalError, sqlite3.SQLITE_READONLY),  # EROFS
    (sqlite3.OperationalError, sqlite3.SQLITE_IOERR),  # EIO
]
READING = ("PRAGMA", "SELECT", "ROLLBACK")


class Disk:
    """Counts the steps of writes; each begins, changes something, or commits."""

    def __init__(self) -> None:
        """Work."""
        self.failed = 0
        self._connect = sqlite3.connect
        self._error: tuple[type[sqlite3.Error], int] | None = None
        self._left = 0
        self._step = 0

    def fail(
        self,
        kind: type[sqlite3.Error],
        code: int,
        *,
        times: int = 1 << 30,
        step: int = 0,
    ) -> None:
        """Fail so many times from a step on; odd steps are done all the same."""
        self._error, self._left, self._step = (kind, code), times, step

    def mend(self) -> None:
        """Work again."""
        self._left = 0

    def connect(self, path: Any, **settings: Any) -> sqlite3.Connection:
        """Stand in for sqlite3.connect."""
        if path != ":memory:" and self._opens_not():
            raise self._next()
        kind = sqlite3.Connection if path == ":memory:" else self._connection()
        return self._connect(path, factory=kind, **settings)

    def _opens_not(self) -> bool:
        return self._left > 0 and self._error is not None and self._error[1] == 14

    def _next(self) -> sqlite3.Error:
        self._left -= 1
        self.failed += 1
        assert self._error is not None
        kind, code = self._error
        error = kind("the disk fails")
        error.sqlite_errorcode = code
        return error

    def _connection(self) -> type[sqlite3.Connection]:
        disk = self

        class Connection(sqlite3.Connection):
            @override
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                if disk._left <= 0 or sql.startswith(READING):
                    return super().execute(sql, *values)
                if disk._step > 1:
                    disk._step -= 2
                    return super().execute(sql, *values)
                if disk._step == 1:
                    disk._step = 0
                    super().execute(sql, *values)
                raise disk._next()

        return Connection
