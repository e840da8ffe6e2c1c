"""Which sources phone books have."""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.const import CONF_SOURCE
from homeassistant.core import HomeAssistant

from .book import (
    SOURCE_CARDDAV,
    SOURCE_FILE,
    SOURCE_MANUAL,
    FileBook,
    ManualBook,
    PhoneBook,
    PhoneBookEntry,
)
from .carddav.book import CardDavBook

SOURCES: Final[Mapping[str, Callable[[HomeAssistant, PhoneBookEntry], PhoneBook]]] = {
    SOURCE_CARDDAV: CardDavBook,
    SOURCE_FILE: FileBook,
    SOURCE_MANUAL: ManualBook,
}


def create_phone_book(hass: HomeAssistant, entry: PhoneBookEntry) -> PhoneBook:
    """Return the book of an entry."""
    return SOURCES[entry.data[CONF_SOURCE]](hass, entry)
