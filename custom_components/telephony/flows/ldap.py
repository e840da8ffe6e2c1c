"""An LDAP directory in the forms."""

from typing import Final

import voluptuous as vol

from homeassistant.const import CONF_HOST, CONF_PORT, CONF_USERNAME
from homeassistant.core import HomeAssistant
from homeassistant.helpers.importlib import async_import_module
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.helpers.typing import VolDictType

from ..const import (
    CONF_BASE,
    CONF_CA_CERTIFICATE,
    CONF_ENCRYPTION,
    CONF_FILTER,
    CONF_VERIFY_CERTIFICATE,
)
from ..phone_book import ldap
from ..phone_book.book import SOURCE_LDAP
from ..phone_book.ldap.settings import DEFAULT_FILTER, DirectorySettings, Encryption
from .forms import MULTILINE, PASSWORD, whole_number
from .server import AddressBooks, Data, Server


def _fields(password: vol.Marker) -> VolDictType:
    encryption = SelectSelector(
        SelectSelectorConfig(
            options=list(Encryption),
            mode=SelectSelectorMode.DROPDOWN,
            translation_key=CONF_ENCRYPTION,
        )
    )
    return {
        vol.Required(CONF_HOST): TextSelector(),
        vol.Optional(CONF_PORT): whole_number(1, 65535),
        vol.Required(CONF_ENCRYPTION, default=Encryption.STARTTLS.value): encryption,
        vol.Required(CONF_VERIFY_CERTIFICATE, default=True): BooleanSelector(),
        vol.Optional(CONF_CA_CERTIFICATE): MULTILINE,
        vol.Optional(CONF_USERNAME): TextSelector(),
        password: PASSWORD,
        vol.Optional(CONF_BASE): TextSelector(),
        vol.Required(CONF_FILTER, default=DEFAULT_FILTER): TextSelector(),
    }


async def _async_try(hass: HomeAssistant, data: Data) -> AddressBooks:
    # A thread imports it: other forms come without it.
    await async_import_module(hass, f"{ldap.__name__}.book")
    from ..phone_book.ldap.book import async_try  # noqa: PLC0415

    await async_try(hass, DirectorySettings.of(data))
    return {}


def _is_same(one: Data, other: Data) -> bool:
    return _people(one) == _people(other)


def _people(data: Data) -> tuple[str, int, str, str]:
    """Return whom a phone book has."""
    settings = DirectorySettings.of(data)
    return (
        settings.host.lower(),
        settings.port,
        settings.base.lower(),
        settings.filter,
    )


LDAP: Final = Server(
    source=SOURCE_LDAP,
    fields=_fields,
    needs_password=False,
    async_try=_async_try,
    is_same=_is_same,
)
