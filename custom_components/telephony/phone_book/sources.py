"""Which sources phone books have."""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.const import CONF_SOURCE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.importlib import async_import_module

from .book import (
    SOURCE_CARDDAV,
    SOURCE_FILE,
    SOURCE_FRITZBOX,
    SOURCE_LDAP,
    SOURCE_MANUAL,
    FileBook,
    ManualBook,
    PhoneBook,
    PhoneBookEntry,
)

SOURCES: Final[Mapping[str, Callable[[HomeAssistant, PhoneBookEntry], PhoneBook]]] = {
    SOURCE_FILE: FileBook,
    SOURCE_MANUAL: ManualBook,
}
FETCHED: Final[Mapping[str, tuple[str, str]]] = {
    SOURCE_CARDDAV: ("carddav.book", "CardDavBook"),
    SOURCE_FRITZBOX: ("fritzbox.book", "FritzBoxBook"),
    SOURCE_LDAP: ("ldap.book", "LdapBook"),
}
"""Module and class of the sources that are imported only where there is such a book."""


async def async_create_phone_book(
    hass: HomeAssistant, entry: PhoneBookEntry
) -> PhoneBook:
    """Return the book of an entry."""
    source: str = entry.data[CONF_SOURCE]
    if source in SOURCES:
        return SOURCES[source](hass, entry)
    module, name = FETCHED[source]
    loaded = await async_import_module(hass, f"{__package__}.{module}")
    book: PhoneBook = getattr(loaded, name)(hass, entry)
    return book
