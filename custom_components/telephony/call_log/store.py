"""The call log's file as Home Assistant's loop sees it: what changes waits, and is written together.

Nobody waits for the disk. What cannot be written stays in memory and is tried again; meanwhile
an issue tells of it. A file that cannot be used is set aside, and a new one takes its place.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
import logging
from pathlib import Path
import sqlite3
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from .database import CallDatabase, Change
from .disk import FILE, MAX_WAITING, LogDisk, StoreUser
from .entries import LogPage, LogQuery
from .reading import Found, cut
from .trail import Attempt

_LOGGER = logging.getLogger(__name__)

WRITE_SECONDS: Final = 2.0
"""How long a change waits, so that several are written together; a crash costs no more."""
RETRY_SECONDS: Final = (5.0, 10.0, 30.0, 60.0)
ISSUE_NOT_WRITTEN: Final = "call_log_not_written"
ISSUE_SET_ASIDE: Final = "call_log_set_aside"
_STORE: Final[HassKey[CallStore]] = HassKey(f"{DOMAIN}_call_store")


@callback
def async_get_store(hass: HomeAssistant) -> CallStore:
    """Return the one store of all connections."""
    if (store := hass.data.get(_STORE)) is None:
        store = hass.data[_STORE] = CallStore(hass)
    return store


class CallStore:
    """The file, and what waits to be written into it."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Prepare; nothing is opened before somebody loads."""
        self._hass = hass
        self._users: dict[str, StoreUser] = {}
        self._unloaded: dict[str, StoreUser] = {}
        """Logs that have not taken over yet what is stored."""
        self._waiting: deque[Change] = deque(maxlen=MAX_WAITING)
        self._disk = LogDisk(Path(hass.config.path(STORAGE_DIR)), self._users)
        self._turn = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._failures = 0
        self._paused = False

    # Life

    async def async_load(self, user: StoreUser) -> None:
        """Let a log take over what is stored of it; without a disk it begins empty."""
        self._users[user.connection] = self._unloaded[user.connection] = user
        await self._async_work()

    async def async_unload(self, user: StoreUser) -> None:
        """Write what waits; whoever goes last closes the file."""
        if self._users.keys() <= {user.connection}:
            self._paused = False
        await self._async_work()
        if self._users.get(user.connection) is user:
            del self._users[user.connection]
            self._unloaded.pop(user.connection, None)
        await self._async_close_unused()

    async def async_remove(self, connection: str) -> None:
        """Forget a connection that was removed."""
        self._waiting.append(
            partial(CallDatabase.forget_connection, connection=connection)
        )
        await self._hass.async_add_executor_job(self._disk.remove_document, connection)
        await self._async_work(CallDatabase.checkpoint)
        await self._async_close_unused()

    async def _async_close_unused(self) -> None:
        async with self._turn:
            if not self._users:
                self._stop_timer()
                await self._hass.async_add_executor_job(self._disk.close)

    # What changes, and what is asked

    @callback
    def change(self, change: Change) -> None:
        """Write a change soon."""
        self._waiting.append(change)
        if self._timer is None and not self._paused:
            self._wait(WRITE_SECONDS)

    async def async_find(
        self, connection: str, numbers: Iterable[str], query: LogQuery
    ) -> LogPage:
        """Return finished calls; those that still wait are among them."""
        limit, wanted = query.limit, tuple(numbers)
        if limit is not None:
            query = query._replace(limit=limit + 1)
        if self._waiting and not self._failures:
            await self._async_work()
        async with self._turn:
            found: Found = await self._hass.async_add_executor_job(
                self._disk.find, connection, wanted, query, tuple(self._waiting)
            )
        return cut(found, limit)

    async def async_attempts(
        self,
        connection: str,
        numbers: Iterable[str],
        since: datetime | None,
        limit: int,
    ) -> list[Attempt]:
        """Return what somebody asked for, newest first; what still waits is among it."""
        wanted = tuple(numbers)
        if self._waiting and not self._failures:
            await self._async_work()
        async with self._turn:
            found = await self._hass.async_add_executor_job(
                self._disk.ask,
                connection,
                lambda file: file.attempts(connection, wanted, since, limit),
                tuple(self._waiting),
            )
        found.sort(key=lambda each: each.at, reverse=True)
        return found[:limit]

    # A backup

    async def async_pause(self) -> None:
        """Write all into the one file, and nothing more until it goes on."""
        await self._async_work(CallDatabase.checkpoint)
        self._paused = True
        self._stop_timer()

    @callback
    def async_go_on(self) -> None:
        """Write again."""
        self._paused = False
        if self._waiting:
            self._wait(0)

    # The disk's turn

    async def _async_work(
        self, job: Callable[[CallDatabase], None] = lambda _: None
    ) -> None:
        """Write what waits, load what is not loaded, and do a job, to the end in any case."""
        if self._users or self._waiting:
            await asyncio.shield(
                self._hass.async_create_task(
                    self._async_turn(job), "telephony call log"
                )
            )

    async def _async_turn(self, job: Callable[[CallDatabase], None]) -> None:
        async with self._turn:
            self._stop_timer()
            batch = () if self._paused else tuple(self._waiting)
            unloaded = tuple(self._unloaded.values())
            changes = [user.changes for user in unloaded]
            try:
                loaded, _ = await self._hass.async_add_executor_job(
                    self._disk.work, batch, unloaded, job
                )
            except (sqlite3.Error, OSError) as error:
                self._failed(error)
            else:
                self._written(batch)
                for user, before, stored in zip(unloaded, changes, loaded, strict=True):
                    if user.changes == before:  # else it is loaded the next time
                        user.take(stored)
                        self._unloaded.pop(user.connection, None)
            self._tell_set_aside()

    def _written(self, batch: tuple[Change, ...]) -> None:
        """Take from what waits what has been written."""
        written = set(map(id, batch))
        while self._waiting and id(self._waiting[0]) in written:
            self._waiting.popleft()
        if self._failures:
            _LOGGER.warning("The call log is written again")
            self._failures = 0
        ir.async_delete_issue(self._hass, DOMAIN, ISSUE_NOT_WRITTEN)
        if self._waiting and not self._paused:
            self._wait(WRITE_SECONDS)

    def _failed(self, error: Exception) -> None:
        """Tell of a disk that fails, and try again after a while."""
        if not self._failures:
            _LOGGER.warning("The call log cannot be written: %s", error)
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            ISSUE_NOT_WRITTEN,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=ISSUE_NOT_WRITTEN,
            translation_placeholders={
                "file": f"{STORAGE_DIR}/{FILE}",
                "reason": str(error),
            },
        )
        self._wait(RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS) - 1)])
        self._failures += 1

    def _tell_set_aside(self) -> None:
        for name in self._disk.set_aside:
            _LOGGER.warning("The call log could not be read; it is kept as %s", name)
            ir.async_create_issue(
                self._hass,
                DOMAIN,
                ISSUE_SET_ASIDE,
                is_fixable=True,
                is_persistent=True,
                severity=ir.IssueSeverity.WARNING,
                translation_key=ISSUE_SET_ASIDE,
                translation_placeholders={"file": f"{STORAGE_DIR}/{name}"},
            )
        self._disk.set_aside.clear()

    def _wait(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self._hass.loop.call_later(seconds, self._due)

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    @callback
    def _due(self) -> None:
        self._timer = None
        if not self._paused:
            _ = self._hass.async_create_task(
                self._async_turn(lambda _: None), "telephony call log"
            )
