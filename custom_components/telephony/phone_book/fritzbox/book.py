"""A phone book whose contacts are those of a FRITZ!Box."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, override

from homeassistant.core import HomeAssistant

from ...const import CONF_ADDRESS_BOOKS
from ..book import PhoneBookEntry
from ..contacts import Contacts
from ..errors import ServerSendsTooMuch
from ..files import judge
from ..files.xml_books import NoPhoneBook, read_xml
from ..pictures import PictureFolder, key_of, media_type
from ..refreshing import Fetched, WholeBook
from ..report import ImportReport, TooLarge
from ..store import Indexes
from .box import FritzBox
from .errors import NoFritzBox
from .settings import BoxSettings

PICTURES_AT_ONCE: Final = 300
"""New pictures that are fetched with one refresh; as many as a phone book of a box has contacts."""
PICTURE_SECONDS: Final = 60.0
"""How long a refresh fetches them."""
_PICTURES: Final = "pictures"


class FritzBoxBook(WholeBook):
    """Contacts of all phone books of a box, or of those that were chosen."""

    def __init__(self, hass: HomeAssistant, entry: PhoneBookEntry) -> None:
        """Begin without contacts."""
        super().__init__(hass, entry)
        self._known: dict[str, str] = {}
        """The keys of pictures by where the box has them: another picture is elsewhere."""

    @override
    def _restore(self, data: Mapping[str, Any]) -> Indexes:
        self._known = dict(data.get(_PICTURES, {}))
        return super()._restore(data)

    @override
    def _to_store(self, updated: datetime) -> dict[str, Any]:
        return super()._to_store(updated) | {_PICTURES: self._known}

    @override
    async def _async_fetch_all(self) -> Fetched:
        data = self.entry.data
        box = FritzBox(self._hass, BoxSettings.of(data))
        try:
            names = await box.async_names()
            books = data.get(CONF_ADDRESS_BOOKS, names)
            fetched, pictures = await async_read(self._hass, box, books)
            if self.pictures is not None:
                wanted = dict.fromkeys(pictures.values())
                self._known = {
                    at: self._known[at] for at in wanted if at in self._known
                }
                with suppress(TimeoutError):
                    async with asyncio.timeout(PICTURE_SECONDS):
                        await self._async_fetch_pictures(box, wanted, self.pictures)
                for place, at in pictures.items():
                    if key := self._known.get(at):
                        fetched.contacts.set_picture(place, key)
        finally:
            box.close()
        return fetched

    async def _async_fetch_pictures(
        self, box: FritzBox, wanted: Iterable[str], folder: PictureFolder
    ) -> None:
        """Fetch the pictures that aren't known; what is none, or not to be had, is left out."""
        new = [each for each in wanted if each not in self._known]
        for each in new[:PICTURES_AT_ONCE]:
            content = await box.async_picture(each)
            if content is None or media_type(content) is None:
                continue
            key = key_of(content)
            if await self._hass.async_add_executor_job(folder.keep, {key: content}):
                self._known[each] = key


async def async_try(hass: HomeAssistant, settings: BoxSettings) -> dict[str, str]:
    """Return the names of a box's phone books by their IDs, once one was read; raises SourceError."""
    box = FritzBox(hass, settings)
    try:
        names = await box.async_names()
        await async_read(hass, box, list(names)[:1])
    finally:
        box.close()
    return names


async def async_read(
    hass: HomeAssistant, box: FritzBox, books: Iterable[str]
) -> tuple[Fetched, dict[int, str]]:
    """Read some of a box's phone books, and where it has the contacts' pictures, by their places."""
    contacts = Contacts()
    pictures: dict[int, str] = {}
    report = ImportReport()

    def take(content: bytes) -> None:
        """Judge a phone book; runs outside the event loop."""
        for entry in read_xml(content):
            place = len(contacts)
            contacts.extend(judge([entry], hass.config.country, report, {}))
            if entry.picture_url and len(contacts) > place:
                pictures[place] = entry.picture_url

    try:
        for book in books:
            content = await box.async_contacts(book)
            await hass.async_add_executor_job(take, content)
    except TooLarge as error:
        raise ServerSendsTooMuch from error
    except NoPhoneBook as error:
        raise NoFritzBox from error
    return Fetched(contacts, report), pictures
