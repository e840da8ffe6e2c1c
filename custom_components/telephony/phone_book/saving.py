"""Saves a contact that somebody has typed beside a call, in the phone book that is kept by hand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from homeassistant.config_entries import SOURCE_IMPORT, ConfigEntry
from homeassistant.const import CONF_NAME, CONF_SOURCE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError

from ..const import (
    CONF_BLOCKED_CONTACT_GROUPS,
    CONF_CONNECTION,
    CONF_CONTACTS,
    CONF_GROUPS,
    CONF_NUMBER,
    DOMAIN,
)
from ..numbers.spelling import plain
from .book import SOURCE_MANUAL, async_phone_books

BLOCKED_GROUP: Final = "Spam"
"""Whom somebody blocks who has chosen no group for it."""


async def async_block_caller(
    hass: HomeAssistant, connection: ConfigEntry[Any], name: str, number: str
) -> None:
    """Save a contact in a group that the connection blocks; where it blocks none, it does from now on."""
    groups = connection.options.get(CONF_BLOCKED_CONTACT_GROUPS) or [BLOCKED_GROUP]
    await async_save_contact(hass, connection.entry_id, name, number, groups[:1])
    hass.config_entries.async_update_entry(
        connection,
        options={**connection.options, CONF_BLOCKED_CONTACT_GROUPS: groups},
    )


async def async_save_contact(
    hass: HomeAssistant,
    connection_id: str,
    name: str,
    number: str,
    groups: Sequence[str] = (),
) -> None:
    """Save a contact in the first book by hand that a connection asks; where none is, in a new one."""
    contact: dict[str, Any] = {CONF_NUMBER: number, CONF_NAME: name}
    if groups:
        contact[CONF_GROUPS] = [*groups]
    for book in async_phone_books(hass).of(connection_id):
        data = book.entry.data
        if data[CONF_SOURCE] == SOURCE_MANUAL:
            contacts = with_contact(data.get(CONF_CONTACTS, ()), contact)
            hass.config_entries.async_update_entry(
                book.entry, data={**data, CONF_CONTACTS: contacts}
            )
            return
    result = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_IMPORT},
        data={
            CONF_CONNECTION: connection_id,
            CONF_SOURCE: SOURCE_MANUAL,
            CONF_CONTACTS: [contact],
        },
    )
    if result["type"] is FlowResultType.CREATE_ENTRY:
        return
    saved = (
        each[CONF_NUMBER]
        for book in async_phone_books(hass).of(connection_id)
        for each in book.entry.data.get(CONF_CONTACTS, ())
    )
    if plain(number) not in map(plain, saved):
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="contact_not_saved"
        )


def with_contact(
    contacts: Iterable[Mapping[str, Any]], contact: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """Return contacts with one more, which takes the place of the one with its number."""
    number = plain(contact[CONF_NUMBER])
    return [
        *(each for each in contacts if plain(each[CONF_NUMBER]) != number),
        contact,
    ]
