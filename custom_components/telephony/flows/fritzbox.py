"""A FRITZ!Box in the forms."""

from typing import Final

import voluptuous as vol

from homeassistant.const import CONF_HOST, CONF_PORT, CONF_USERNAME
from homeassistant.core import HomeAssistant
from homeassistant.helpers.importlib import async_import_module
from homeassistant.helpers.selector import BooleanSelector, TextSelector
from homeassistant.helpers.typing import VolDictType

from ..const import CONF_ADDRESS_BOOKS, CONF_TLS, CONF_VERIFY_CERTIFICATE
from ..phone_book import fritzbox
from ..phone_book.book import SOURCE_FRITZBOX
from ..phone_book.fritzbox.settings import DEFAULT_HOST, BoxSettings
from .forms import PASSWORD, whole_number
from .server import AddressBooks, Data, Server


def _fields(password: vol.Marker) -> VolDictType:
    return {
        vol.Required(CONF_HOST, default=DEFAULT_HOST): TextSelector(),
        vol.Optional(CONF_PORT): whole_number(1, 65535),
        vol.Required(CONF_TLS, default=True): BooleanSelector(),
        vol.Required(CONF_VERIFY_CERTIFICATE, default=False): BooleanSelector(),
        vol.Required(CONF_USERNAME): TextSelector(),
        password: PASSWORD,
    }


async def _async_try(hass: HomeAssistant, data: Data) -> AddressBooks:
    """Find a box's phone books."""
    # A thread imports it: other forms come without it.
    await async_import_module(hass, f"{fritzbox.__name__}.book")
    from ..phone_book.fritzbox.book import async_try  # noqa: PLC0415

    return await async_try(hass, BoxSettings.of(data))


def _is_same(one: Data, other: Data) -> bool:
    """Tell whether they have a phone book of the same box in common; without a choice it has all."""
    if BoxSettings.of(one).host.lower() != BoxSettings.of(other).host.lower():
        return False
    books, others = one.get(CONF_ADDRESS_BOOKS), other.get(CONF_ADDRESS_BOOKS)
    return books is None or others is None or not set(books).isdisjoint(others)


FRITZBOX: Final = Server(
    source=SOURCE_FRITZBOX,
    fields=_fields,
    async_try=_async_try,
    takes_all=True,
    is_same=_is_same,
)
