"""Makes entries of their own of the phone books that 0.1.0 kept with each connection.

A book goes on to be for its connection alone: two connections may each have an extension 725.
What the connection has is given up once the entry is there, so that nothing is lost whatever
stops in between. The uploaded contacts stay in their file, which the book's entry names.
"""

from typing import Any

from homeassistant.config_entries import SOURCE_IMPORT, ConfigEntry
from homeassistant.const import CONF_SOURCE
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import UnsupportedStorageVersionError

from ..const import CONF_CONNECTION, CONF_CONTACTS, CONF_PHONE_BOOK, CONF_STORE, DOMAIN
from ..entries import is_phone_book
from .book import SOURCE_FILE, SOURCE_MANUAL
from .store import contact_store


@callback
def async_move_phone_books(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Move what a connection has; its own setup, which the new entries wait for, goes on meanwhile."""
    name = f"{DOMAIN} phone books of {entry.entry_id}"
    _ = hass.async_create_task(_async_move(hass, entry), name, eager_start=False)


async def _async_move(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    connection_id = entry.entry_id
    while contacts := entry.options.get(CONF_PHONE_BOOK):
        data = {CONF_CONTACTS: contacts}
        if not await _async_import(hass, connection_id, SOURCE_MANUAL, data):
            return  # somebody else moves it
        if entry.options.get(CONF_PHONE_BOOK) == contacts:
            options = {k: v for k, v in entry.options.items() if k != CONF_PHONE_BOOK}
            hass.config_entries.async_update_entry(entry, options=options)
    if not is_stored_for(hass, connection_id) and await _async_has_uploaded(
        hass, connection_id
    ):
        data = {CONF_STORE: connection_id}
        _ = await _async_import(hass, connection_id, SOURCE_FILE, data)


async def _async_import(
    hass: HomeAssistant, connection_id: str, source: str, data: dict[str, Any]
) -> bool:
    """Make a phone book of what a connection has, or add it to the one that there is."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_IMPORT},
        data={CONF_CONNECTION: connection_id, CONF_SOURCE: source, **data},
    )
    return (
        result["type"] is FlowResultType.CREATE_ENTRY
        or result["reason"] == "already_configured"
    )


@callback
def is_stored_for(hass: HomeAssistant, store_id: str) -> bool:
    """Tell whether a phone book's contacts are in the file of this ID."""
    return any(
        is_phone_book(entry) and entry.data.get(CONF_STORE) == store_id
        for entry in hass.config_entries.async_entries(DOMAIN)
    )


async def _async_has_uploaded(hass: HomeAssistant, connection_id: str) -> bool:
    """Tell whether contacts were uploaded; a file that is newer or edited moves as it is."""
    try:
        data = await contact_store(hass, connection_id).async_load()
        return bool(data and data["contacts"])
    except (
        UnsupportedStorageVersionError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ):
        return True
