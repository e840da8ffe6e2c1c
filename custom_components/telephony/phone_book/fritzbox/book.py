"""A phone book whose contacts are those of a FRITZ!Box."""

from collections.abc import Iterable
from typing import override

from homeassistant.core import HomeAssistant

from ...const import CONF_ADDRESS_BOOKS
from ..contacts import Contacts
from ..errors import ServerSendsTooMuch
from ..files import judge
from ..files.xml_books import NoPhoneBook, read_xml
from ..refreshing import Fetched, WholeBook
from ..report import ImportReport, TooLarge
from .box import FritzBox
from .errors import NoFritzBox
from .settings import BoxSettings


class FritzBoxBook(WholeBook):
    """Contacts of all phone books of a box, or of those that were chosen."""

    @override
    async def _async_fetch_all(self) -> Fetched:
        data = self.entry.data
        box = FritzBox(self._hass, BoxSettings.of(data))
        try:
            names = await box.async_names()
            return await async_read(
                self._hass, box, data.get(CONF_ADDRESS_BOOKS, names)
            )
        finally:
            box.close()


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
) -> Fetched:
    """Read some of a box's phone books."""
    contacts = Contacts()
    report = ImportReport()

    def take(content: bytes) -> None:
        """Judge a phone book; runs outside the event loop."""
        contacts.extend(judge(read_xml(content), hass.config.country, report, {}))

    try:
        for book in books:
            content = await box.async_contacts(book)
            await hass.async_add_executor_job(take, content)
    except TooLarge as error:
        raise ServerSendsTooMuch from error
    except NoPhoneBook as error:
        raise NoFritzBox from error
    return Fetched(contacts, report)
