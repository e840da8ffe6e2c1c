"""A phone book whose contacts a server has: refreshed by itself, and its last state stays while the server is away."""

from abc import abstractmethod
import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
import logging
from typing import Any, Final, NamedTuple, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
import homeassistant.util.dt as dt_util

from ..const import CONF_REFRESH_MINUTES, CONF_STORE, DEFAULT_REFRESH_MINUTES
from ..versions import async_load_phone_book
from .book import PhoneBook, PhoneBookEntry
from .contacts import Contacts
from .errors import LoginRefused, ServerSendsTooMuch, ServerTimeout, SourceError
from .report import ImportReport
from .store import Indexes, Stored, contact_store, index, indexed, to_store

_LOGGER = logging.getLogger(__name__)

REFRESH_SECONDS: Final = 900.0
"""How long a refresh may take."""
MAX_NUMBERS: Final = 1_000_000
"""Numbers of all contacts together."""


class RefreshedBook(PhoneBook):
    """Contacts that are fetched again and again."""

    def __init__(self, hass: HomeAssistant, entry: PhoneBookEntry) -> None:
        """Begin without contacts."""
        super().__init__(hass, entry)
        self._data = entry.data
        self._store = contact_store(hass, entry.data[CONF_STORE])
        self._refreshing = asyncio.Lock()
        self._unschedule: CALLBACK_TYPE | None = None
        self._minutes: int | None = None

    @abstractmethod
    def _restore(self, data: Mapping[str, Any]) -> Indexes:
        """Take up what was stored, and index it; runs outside the event loop.

        Raises what broken data raise.
        """

    @abstractmethod
    async def _async_fetch(self) -> Indexes | None:
        """Return the contacts as they are now, None where nothing changed; raises SourceError."""

    @abstractmethod
    def _to_store(self, updated: datetime) -> dict[str, Any]:
        """Return what was fetched as it is stored; runs outside the event loop."""

    @override
    async def async_load(self) -> None:
        self.entry.async_on_unload(self._async_stop)
        data = await async_load_phone_book(self._hass, self.entry, self._store)
        try:
            if data is not None:
                indexes = await self._hass.async_add_executor_job(self._restore, data)
                self.updated = dt_util.parse_datetime(data["updated"])
                self._take(indexes)
        except AttributeError, KeyError, SourceError, TypeError, ValueError:
            _LOGGER.warning(
                "The contacts of %s can't be read; they are fetched again",
                self.entry.title,
            )
        self.async_entry_changed()
        self._async_refresh_later()

    @override
    @callback
    def async_entry_changed(self) -> None:
        minutes = self.entry.options.get(CONF_REFRESH_MINUTES, DEFAULT_REFRESH_MINUTES)
        if minutes != self._minutes:
            self._async_stop()
            self._minutes = minutes
            self._unschedule = async_track_time_interval(
                self._hass, self._async_refresh_later, timedelta(minutes=minutes)
            )
        if self._data != self.entry.data:
            self._data = self.entry.data
            self.problem = None
            self._async_refresh_later()
        self._changed()

    @callback
    def _async_stop(self) -> None:
        if self._unschedule is not None:
            self._unschedule()
            self._unschedule = self._minutes = None

    @callback
    def _async_refresh_later(self, now: datetime | None = None) -> None:
        """Refresh, unless the server refused the password: more trials could lock the account."""
        is_routine = now is not None
        if self.problem != LoginRefused.key and not (
            is_routine and self._refreshing.locked()
        ):
            _ = self.entry.async_create_background_task(
                self._hass, self._async_refresh_quietly(), "telephony contacts"
            )

    async def _async_refresh_quietly(self) -> None:
        """Refresh; a failure is told once, until it is over."""
        before = self.problem
        try:
            await self.async_refresh()
        except SourceError as error:
            if before != error.key:
                _LOGGER.warning(
                    "The contacts of %s can't be refreshed: %s",
                    self.entry.title,
                    error.key,
                )
        else:
            if before is not None:
                _LOGGER.info("The contacts of %s are fresh again", self.entry.title)

    async def async_refresh(self) -> None:
        """Fetch what there is now; raises SourceError, and the contacts from before stay."""
        async with self._refreshing:
            try:
                async with asyncio.timeout(REFRESH_SECONDS):
                    indexes = await self._async_fetch()
            except SourceError as error:
                self.problem = error.key
                if isinstance(error, LoginRefused):
                    self.entry.async_start_reauth(self._hass)
                raise
            except TimeoutError as error:
                self.problem = ServerTimeout.key
                raise ServerTimeout from error
            self.problem, self.updated = None, dt_util.utcnow()
            if indexes is None:
                self._tell()
                return
            self._take(indexes)
            data = await self._hass.async_add_executor_job(self._to_store, self.updated)
            await self._store.async_save(data)


class Fetched(NamedTuple):
    """All contacts of a source, and what became of those that it has."""

    contacts: Contacts
    report: ImportReport


class WholeBook(RefreshedBook):
    """Contacts of a source that can't tell what changed: all are fetched, and kept where any is another."""

    def __init__(self, hass: HomeAssistant, entry: PhoneBookEntry) -> None:
        """Begin without contacts."""
        super().__init__(hass, entry)
        self._contacts = Contacts()

    @abstractmethod
    async def _async_fetch_all(self) -> Fetched:
        """Return all contacts; raises SourceError."""

    @override
    def _restore(self, data: Mapping[str, Any]) -> Indexes:
        stored = Stored.of(data)
        self.report = stored.report
        indexes = index(stored)
        self._contacts = indexes[0].contacts
        return indexes

    @override
    async def _async_fetch(self) -> Indexes | None:
        fetched = await self._async_fetch_all()
        if fetched.report.numbers > MAX_NUMBERS:
            raise ServerSendsTooMuch
        indexes = await self._hass.async_add_executor_job(self._changed_by, fetched)
        self.report = fetched.report.summary()
        if indexes is not None:
            self._contacts = fetched.contacts
        return indexes

    def _changed_by(self, fetched: Fetched) -> Indexes | None:
        """Index what was fetched, where that is something else."""
        if fetched.contacts.are_those(self._contacts):
            return None
        return indexed(fetched.contacts)

    @override
    def _to_store(self, updated: datetime) -> dict[str, Any]:
        if self.pictures is not None:
            self.pictures.drop_others(self._pictures_wanted())
        return to_store(self._contacts, self.report, updated)

    def _pictures_wanted(self) -> set[str]:
        """Return the keys of the pictures that stay."""
        return {each.picture for each in self._contacts if each.picture}
