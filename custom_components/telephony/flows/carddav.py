"""A CardDAV account in the forms."""

from typing import Final

import voluptuous as vol

from homeassistant.const import CONF_PASSWORD, CONF_URL, CONF_USERNAME
from homeassistant.core import HomeAssistant
from homeassistant.helpers.importlib import async_import_module
from homeassistant.helpers.selector import BooleanSelector, TextSelector
from homeassistant.helpers.typing import VolDictType

from ..const import CONF_ADDRESS_BOOKS, CONF_VERIFY_CERTIFICATE
from ..phone_book import carddav
from ..phone_book.book import SOURCE_CARDDAV
from .forms import PASSWORD
from .server import AddressBooks, Data, Server


def _fields(password: vol.Marker) -> VolDictType:
    return {
        vol.Required(CONF_URL): TextSelector(),
        vol.Required(CONF_USERNAME): TextSelector(),
        password: PASSWORD,
        vol.Required(CONF_VERIFY_CERTIFICATE, default=True): BooleanSelector(),
    }


async def _async_try(hass: HomeAssistant, data: Data) -> AddressBooks:
    """Find an account's address books."""
    # A thread imports it: other forms come without it.
    await async_import_module(hass, f"{carddav.__name__}.account")
    from ..phone_book.carddav.account import Account  # noqa: PLC0415

    account = Account(
        hass,
        data.get(CONF_URL, ""),
        data.get(CONF_USERNAME, ""),
        data.get(CONF_PASSWORD, ""),
        verify_certificate=data[CONF_VERIFY_CERTIFICATE],
    )
    try:
        found = await account.async_find_address_books()
    finally:
        account.close()
    return {each.url: each.name for each in found}


def _is_same(one: Data, other: Data) -> bool:
    return one[CONF_USERNAME] == other[CONF_USERNAME] and not set(
        one[CONF_ADDRESS_BOOKS]
    ).isdisjoint(other[CONF_ADDRESS_BOOKS])


CARDDAV: Final = Server(
    source=SOURCE_CARDDAV, fields=_fields, async_try=_async_try, is_same=_is_same
)
