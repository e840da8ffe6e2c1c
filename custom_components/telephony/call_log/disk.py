"""The call log's file as a disk has it: opened and made anew, set aside where it cannot be used.

All of this runs outside the event loop, one thing at a time.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
import logging
from pathlib import Path
import sqlite3
from typing import Final, Protocol

from ..const import DOMAIN
from .database import CallDatabase, Change
from .entries import LogQuery, StoredLog
from .json_files import UnreadableDocument, read_document
from .reading import Found, Limits
from .schema import UnreadableLog, is_damage

_LOGGER = logging.getLogger(__name__)

FILE: Final = f"{DOMAIN}.calls.db"
MAX_WAITING: Final = 20_000
"""Changes that wait for a disk that fails; beyond it the oldest are lost."""


class StoreUser(Protocol):
    """A connection's log, which memory keeps while the file is open."""

    connection: str
    limits: Limits
    changes: int
    """How often memory has changed."""

    def snapshot(self) -> StoredLog:
        """Return all that memory knows, for a new file."""

    def take(self, stored: StoredLog) -> None:
        """Take over what is stored."""


class LogDisk:
    """Works on the file, whatever has become of it; sqlite3.Error and OSError where the disk fails."""

    def __init__(self, folder: Path, users: Mapping[str, StoreUser]) -> None:
        """Prepare for a folder; `users` are those whose logs the file holds now."""
        self.set_aside: list[str] = []
        """Names of files that could not be read, until somebody is told."""
        self._folder = folder
        self._users = users
        self._database: CallDatabase | None = None
        self._has_failed = False
        """Whether the file is to be opened anew: after a fault it is good for reading at most."""

    def work[T](
        self,
        batch: Sequence[Change],
        unloaded: Sequence[StoreUser],
        job: Callable[[CallDatabase], T],
    ) -> tuple[list[StoredLog], T]:
        """Write a batch, load logs and do a job."""
        try:
            try:
                database = self._opened(len(batch))
                return self._work_on(database, batch, unloaded, job)
            except (UnreadableLog, sqlite3.Error) as error:
                if isinstance(error, sqlite3.Error) and not is_damage(error):
                    raise
                self._set_file_aside()
                return self._work_on(self._opened_new(), (), unloaded, job)
        except sqlite3.Error, OSError:
            self._has_failed = True
            raise

    def find(
        self,
        connection: str,
        numbers: Sequence[str],
        query: LogQuery,
        waiting: Sequence[Change],
    ) -> Found:
        """Return the calls that are wanted; those that wait for the disk are among them."""
        found = self.ask(
            connection,
            lambda database: database.find(connection, numbers, query),
            waiting,
        )
        found.sort(key=lambda each: each[1].ended_at, reverse=True)
        return found[: query.limit]

    def ask[T](
        self,
        connection: str,
        question: Callable[[CallDatabase], list[T]],
        waiting: Sequence[Change],
    ) -> list[T]:
        """Return what the file answers, and then what waits for the disk does."""
        user = self._users.get(connection)
        found: list[T] = []
        if self._database:
            try:
                found = question(self._database)
            except sqlite3.Error as error:
                _LOGGER.warning("The call log cannot be read: %s", error)
        elif user:
            log = user.snapshot()  # what waits is in it, but for what was asked for
            put = partial(CallDatabase.put, connection=connection, log=log)
            notes = [
                change
                for change in waiting
                if isinstance(change, partial) and change.func is CallDatabase.note
            ]
            waiting = [put, *notes]
        if waiting and user:
            memory = CallDatabase(None)
            memory.set_limits(connection, user.limits)
            memory.write(waiting)
            found += question(memory)
            memory.abandon()
        return found

    def remove_document(self, connection: str) -> None:
        """Delete what an older release has left of a connection."""
        self._document(connection).unlink(missing_ok=True)

    def close(self) -> None:
        """Write all into the one file and close it."""
        if self._database:
            self._database.close()
            self._database = None

    def _work_on[T](
        self,
        database: CallDatabase,
        batch: Sequence[Change],
        unloaded: Sequence[StoreUser],
        job: Callable[[CallDatabase], T],
    ) -> tuple[list[StoredLog], T]:
        for user in unloaded:
            self._take_document(database, user)
        if batch:
            database.write(batch)
        loaded = [database.load(user.connection, user.limits) for user in unloaded]
        return loaded, job(database)

    def _opened(self, waiting: int) -> CallDatabase:
        """Return the file; what seemed to fail may be in it all the same."""
        if self._has_failed:
            self._abandon()
        if (database := self._database) is None:
            database = self._database = self._open()
            database.recover(2 * waiting)
            for user in tuple(self._users.values()):
                database.set_limits(user.connection, user.limits)
        return database

    def _open(self) -> CallDatabase:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / FILE
        if path.exists() and not path.is_file():
            raise UnreadableLog("not a file")
        database = CallDatabase(path)
        path.chmod(0o600)
        return database

    def _opened_new(self) -> CallDatabase:
        """Begin a new file with what memory knows."""
        database = self._database = self._open()
        for user in tuple(self._users.values()):
            database.set_limits(user.connection, user.limits)
            log = user.snapshot()
            put = partial(CallDatabase.put, connection=user.connection, log=log)
            database.write([put])
        database.recover(MAX_WAITING)
        return database

    def _take_document(self, database: CallDatabase, user: StoreUser) -> None:
        """Take over the JSON document of an older release, once."""
        path = self._document(user.connection)
        try:
            log = read_document(path)
        except FileNotFoundError:
            return
        except UnreadableDocument, IsADirectoryError:
            self.set_aside.append(_rename(path).name)
            return
        database.set_limits(user.connection, user.limits)
        database.write([partial(CallDatabase.put, connection=user.connection, log=log)])
        path.unlink()

    def _document(self, connection: str) -> Path:
        return self._folder / f"{DOMAIN}.{connection}"

    def _abandon(self) -> None:
        self._has_failed = False
        database, self._database = self._database, None
        if database:
            database.abandon()

    def _set_file_aside(self) -> None:
        self._abandon()
        path = self._folder / FILE
        self.set_aside.append(_rename(path).name)
        for suffix in ("-wal", "-shm"):
            side = path.with_name(path.name + suffix)
            if side.exists():
                _rename(side)


def _rename(path: Path) -> Path:
    """Give a file another name, beside it."""
    time = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    return path.rename(path.with_name(f"{path.name}.set_aside_{time}"))
