"""A phone book whose contacts are those of a CardDAV account, kept up to date."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, override

from homeassistant.const import CONF_PASSWORD, CONF_URL, CONF_USERNAME
from homeassistant.core import HomeAssistant

from ...const import CONF_ADDRESS_BOOKS, CONF_VERIFY_CERTIFICATE
from ..book import PhoneBookEntry
from ..contacts import Contact, Contacts
from ..errors import ServerSendsTooMuch
from ..pictures import PictureFolder
from ..refreshing import MAX_NUMBERS, RefreshedBook
from ..report import UnreadableContacts
from ..store import Indexes, indexed
from .account import Account, Collection

type Row = tuple[str, tuple[str, ...], tuple[str, ...], str | None, str | None]
"""What is kept of a contact: name, numbers, groups, how the name is spoken, the picture's key."""
type Collections = dict[str, Collection[tuple[Row, ...]]]
"""What is known of address books, by URL."""


class CardDavBook(RefreshedBook):
    """Contacts of an account, of which only what changed is fetched."""

    def __init__(self, hass: HomeAssistant, entry: PhoneBookEntry) -> None:
        """Begin without contacts."""
        super().__init__(hass, entry)
        self._collections: Collections = {}

    @override
    def _restore(self, data: Mapping[str, Any]) -> Indexes:
        collections = _read(data)
        indexes = _index(collections)
        self._collections = collections
        return indexes

    @override
    def _to_store(self, updated: datetime) -> dict[str, Any]:
        if self.pictures is not None:
            self.pictures.drop_others(
                {
                    picture
                    for collection in self._collections.values()
                    for _, rows in collection.cards.values()
                    for *_, picture in rows
                    if picture
                }
            )
        return _stored(self._collections, updated)

    @override
    async def _async_fetch(self) -> Indexes | None:
        collections = await self._async_update()
        if collections.keys() == self._collections.keys() and all(
            self._collections[url] is each for url, each in collections.items()
        ):
            return None
        indexes = await self._hass.async_add_executor_job(_index, collections)
        self._collections = collections
        return indexes

    async def _async_update(self) -> Collections:
        country, language = self._hass.config.country, self._hass.config.language
        folder = self.pictures

        def read(cards: Mapping[str, str]) -> dict[str, tuple[Row, ...]]:
            return {
                url: _read_card(text, country, language, folder)
                for url, text in cards.items()
            }

        data = self.entry.data
        account = Account(
            self._hass,
            data[CONF_URL],
            data[CONF_USERNAME],
            data.get(CONF_PASSWORD, ""),
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


def _read_card(
    text: str, country: str | None, language: str, folder: PictureFolder | None
) -> tuple[Row, ...]:
    """Return what a card has for a phone book: nothing where it has no name or no number."""
    # What reads the formats is loaded when a card comes, not with Home Assistant.
    from ..files import read_content  # noqa: PLC0415

    try:
        file = read_content(text.encode(), country, language)
    except UnreadableContacts:
        return ()
    kept = folder.keep(file.pictures) if folder else ()
    return tuple(
        (
            each.name,
            each.numbers,
            each.groups,
            each.spoken,
            each.picture if each.picture in kept else None,
        )
        for each in file.contacts
    )


def _index(collections: Collections) -> Indexes:
    """Index all contacts, by number and by name; runs outside the event loop."""
    contacts = Contacts(
        Contact(name, numbers, groups=groups, spoken=spoken, picture=picture)
        for collection in collections.values()
        for _, rows in collection.cards.values()
        for name, numbers, groups, spoken, picture in rows
    )
    if sum(len(each.numbers) for each in contacts) > MAX_NUMBERS:
        raise ServerSendsTooMuch
    return indexed(contacts)


def _stored(collections: Collections, updated: datetime) -> dict[str, Any]:
    return {
        "contacts": [],  # in the cards
        "collections": {
            url: {"token": each.token, "ctag": each.ctag, "cards": each.cards}
            for url, each in collections.items()
        },
        "updated": updated.isoformat(),
    }


def _read(data: Mapping[str, Any]) -> Collections:
    """Read what was stored; raises what broken data raise."""
    return {
        url: Collection(
            each["token"],
            each["ctag"],
            {
                card: (etag, tuple(map(_row, rows)))
                for card, (etag, rows) in each["cards"].items()
            },
        )
        for url, each in data["collections"].items()
    }


def _row(stored: Sequence[Any]) -> Row:
    """Read a contact as it was written."""
    name, numbers, groups, spoken, picture = stored
    return name, tuple(numbers), tuple(groups), spoken, picture
