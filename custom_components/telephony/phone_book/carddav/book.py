"""A phone book whose contacts are those of a CardDAV account, kept up to date."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
import logging
from typing import Any, Final, override

from homeassistant.const import CONF_PASSWORD, CONF_URL, CONF_USERNAME
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
import homeassistant.util.dt as dt_util

from ...const import (
    CONF_ADDRESS_BOOKS,
    CONF_REFRESH_MINUTES,
    CONF_STORE,
    CONF_VERIFY_CERTIFICATE,
    DEFAULT_REFRESH_MINUTES,
)
from ...versions import async_load_phone_book
from ..book import PhoneBook, PhoneBookEntry
from ..index import Contact, ContactIndex
from ..names import NameIndex
from ..report import UnreadableContacts
from ..store import Indexes, contact_store
from .account import Account, Collection
from .errors import CardDavError, LoginRefused, ServerSendsTooMuch, ServerTimeout

_LOGGER = logging.getLogger(__name__)

REFRESH_SECONDS: Final = 900.0
"""How long all that changed may take."""
MAX_NUMBERS: Final = 1_000_000
"""Numbers of all contacts together."""

type Row = tuple[str, list[str], list[str], str | None]
"""What is kept of a contact: name, numbers, groups, and how the name is spoken."""
type Collections = dict[str, Collection[list[Row]]]
"""What is known of address books, by URL."""


class CardDavBook(PhoneBook):
    """Contacts of an account; its last state stays while the server is away."""

    def __init__(self, hass: HomeAssistant, entry: PhoneBookEntry) -> None:
        """Begin without contacts."""
        super().__init__(hass, entry)
        self._collections: Collections = {}
        self._data = entry.data
        self._store = contact_store(hass, entry.data[CONF_STORE])
        self._refreshing = asyncio.Lock()
        self._unschedule: CALLBACK_TYPE | None = None
        self._minutes: int | None = None

    @override
    async def async_load(self) -> None:
        self.entry.async_on_unload(self._async_stop)
        data = await async_load_phone_book(self._hass, self.entry, self._store)
        try:
            if data is not None:
                collections, indexes = await self._hass.async_add_executor_job(
                    _read_and_index, data
                )
                self.updated = dt_util.parse_datetime(data["updated"])
                self._collections = collections
                self._take(indexes)
        except AttributeError, CardDavError, KeyError, TypeError, ValueError:
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
        if self.problem != LoginRefused.key:
            _ = self.entry.async_create_background_task(
                self._hass, self._async_refresh_quietly(), "telephony contacts"
            )

    async def _async_refresh_quietly(self) -> None:
        """Refresh; a failure is told once, until it is over."""
        before = self.problem
        try:
            await self.async_refresh()
        except CardDavError as error:
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
        """Fetch what changed; raises CardDavError, and the contacts from before stay."""
        async with self._refreshing:
            try:
                async with asyncio.timeout(REFRESH_SECONDS):
                    collections = await self._async_fetch()
                changed = collections.keys() != self._collections.keys() or any(
                    self._collections[url] is not each
                    for url, each in collections.items()
                )
                indexes = (
                    await self._hass.async_add_executor_job(_index, collections)
                    if changed
                    else None
                )
            except CardDavError as error:
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
            self._collections = collections
            self._take(indexes)
            await self._store.async_save(_stored(collections, self.updated))

    async def _async_fetch(self) -> Collections:
        country, language = self._hass.config.country, self._hass.config.language

        def read(cards: Mapping[str, str]) -> dict[str, list[Row]]:
            return {
                url: _read_card(text, country, language) for url, text in cards.items()
            }

        data = self.entry.data
        account = Account(
            self._hass,
            data[CONF_URL],
            data[CONF_USERNAME],
            data[CONF_PASSWORD],
            verify_certificate=data[CONF_VERIFY_CERTIFICATE],
        )
        try:
            return {
                url: await account.async_update(
                    url, self._collections.get(url) or Collection(), read
                )
                for url in data[CONF_ADDRESS_BOOKS]
            }
        finally:
            account.close()


def _read_card(text: str, country: str | None, language: str) -> list[Row]:
    """Return what a card has for a phone book: nothing where it has no name or no number."""
    # What reads the formats is loaded when a card comes, not with Home Assistant.
    from ..files import read_content  # noqa: PLC0415

    try:
        contacts = read_content(text.encode(), country, language).contacts
    except UnreadableContacts:
        return []
    return [
        (each.name, list(each.numbers), list(each.groups), each.spoken)
        for each in contacts
    ]


def _index(collections: Collections) -> Indexes:
    """Index all contacts, by number and by name; runs outside the event loop."""
    contacts: list[Contact] = []
    numbers = 0
    for collection in collections.values():
        for _, rows in collection.cards.values():
            for name, of_contact, groups, spoken in rows:
                contact = Contact(
                    name, tuple(of_contact), groups=tuple(groups), spoken=spoken
                )
                contacts.append(contact)
                numbers += len(of_contact)
    if numbers > MAX_NUMBERS:
        raise ServerSendsTooMuch
    return ContactIndex(contacts), NameIndex(contacts)


def _stored(collections: Collections, updated: datetime) -> dict[str, Any]:
    return {
        "contacts": [],  # in the cards
        "collections": {
            url: {"token": each.token, "ctag": each.ctag, "cards": each.cards}
            for url, each in collections.items()
        },
        "updated": updated.isoformat(),
    }


def _read_and_index(data: Mapping[str, Any]) -> tuple[Collections, Indexes]:
    """Read what was stored; raises what broken data raise."""
    collections: Collections = {
        url: Collection(
            each["token"],
            each["ctag"],
            {card: (etag, rows) for card, (etag, rows) in each["cards"].items()},
        )
        for url, each in data["collections"].items()
    }
    return collections, _index(collections)
