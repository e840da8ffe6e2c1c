"""The fields that several forms share, and what is kept of what people fill in."""

from collections.abc import Container, Mapping
from itertools import chain, count
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import (
    CONF_HOST,
    CONF_PASSWORD,
    CONF_PORT,
    CONF_PROTOCOL,
    CONF_USERNAME,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    DeviceFilterSelectorConfig,
    DeviceSelector,
    DeviceSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
from homeassistant.helpers.translation import async_get_translations
from homeassistant.helpers.typing import VolDictType

from ..connection.protocols import (
    DEFAULT_PREFIX,
    DEFAULT_PROFILE,
    DEFAULT_TELESTRA_PORT,
    PROTOCOL_GATEWAY,
    PROTOCOL_TELESTRA,
    default_port,
    is_of_any_maker,
    profile_names,
    system_title,
)
from ..const import (
    CONF_CA_CERTIFICATE,
    CONF_LINES,
    CONF_PHONES,
    CONF_PREFIX,
    CONF_PROFILE,
    CONF_SWITCH_CONNECTION,
    CONF_SYSTEM,
    CONF_TLS,
    CONF_VERIFY_CERTIFICATE,
    DOMAIN,
)

NEXT: Final = {
    "dashboards": '<a href="/config/lovelace/dashboards" target="_top">',
    "end": "</a>",
}
"""For what comes after the set-up: a page that is loaded anew, since one from before the first set-up has no card."""
PASSWORD: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))
MULTILINE: Final = TextSelector(TextSelectorConfig(multiline=True))
MOBILE_APP: Final = "mobile_app"
PHONES: Final[VolDictType] = {
    vol.Optional(CONF_PHONES): DeviceSelector(
        DeviceSelectorConfig(
            filter=DeviceFilterSelectorConfig(integration=MOBILE_APP), multiple=True
        )
    )
}


def whole_number(low: int, high: int, unit: str | None = None) -> vol.All[Any]:
    """Return a field for a whole number."""
    config = NumberSelectorConfig(min=low, max=high, mode=NumberSelectorMode.BOX)
    if unit:
        config["unit_of_measurement"] = unit
    return vol.All(NumberSelector(config), vol.Coerce(int))


CREDENTIALS: Final[VolDictType] = {
    vol.Optional(CONF_USERNAME): TextSelector(),
    vol.Optional(CONF_PASSWORD): PASSWORD,
}
LOGIN: Final[VolDictType] = {
    vol.Required(CONF_USERNAME): TextSelector(),
    vol.Required(CONF_PASSWORD): PASSWORD,
}
_ENCRYPTION: Final[VolDictType] = {
    vol.Required(CONF_TLS, default=True): BooleanSelector(),
    vol.Required(CONF_VERIFY_CERTIFICATE, default=True): BooleanSelector(),
    vol.Optional(CONF_CA_CERTIFICATE): MULTILINE,
}
_GATEWAY: Final[VolDictType] = {
    vol.Required(CONF_SYSTEM): TextSelector(),
    vol.Required(CONF_PREFIX, default=DEFAULT_PREFIX): TextSelector(),
    vol.Optional(CONF_HOST): TextSelector(),
    vol.Optional(CONF_PORT): whole_number(1, 65535),
    **_ENCRYPTION,
    **CREDENTIALS,
}
"""Without a host, it's Home Assistant's own connection to its broker."""
LINES: Final[VolDictType] = {vol.Required(CONF_LINES): MULTILINE}


def host_form(protocol: str) -> VolDictType:
    """Return the fields that say where a phone system is, and of what kind."""
    if protocol == PROTOCOL_GATEWAY:
        return _GATEWAY
    if protocol == PROTOCOL_TELESTRA:
        port = vol.Required(CONF_PORT, default=DEFAULT_TELESTRA_PORT)
        return {
            vol.Required(CONF_HOST): TextSelector(),
            port: whole_number(1, 65535),
        }
    return {
        vol.Required(CONF_PROFILE, default=DEFAULT_PROFILE): SelectSelector(
            SelectSelectorConfig(
                options=profile_names(),
                mode=SelectSelectorMode.DROPDOWN,
                translation_key=CONF_PROFILE,
            )
        ),
        vol.Required(CONF_HOST): TextSelector(),
        vol.Optional(CONF_PORT): whole_number(1, 65535),
    }


def connection_form(protocol: str) -> VolDictType:
    """Return all fields of a connection; those of CSTA need its client, which names the makers."""
    if protocol in (PROTOCOL_TELESTRA, PROTOCOL_GATEWAY):
        return host_form(protocol)
    return {
        **host_form(protocol),
        **_ENCRYPTION,
        **CREDENTIALS,
        vol.Optional(CONF_SWITCH_CONNECTION): TextSelector(),
    }


def filled(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was filled in, without spaces around it."""
    stripped = {
        key: value.strip() if isinstance(value, str) else value
        for key, value in user_input.items()
    }
    return {key: value for key, value in stripped.items() if value != ""}


def connection_data(protocol: str, user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an entry keeps of a form: what was left empty isn't there."""
    data = {k: v for k, v in filled(user_input).items() if k != CONF_LINES}
    data[CONF_PROTOCOL] = protocol
    if protocol == PROTOCOL_GATEWAY:
        if CONF_HOST not in data:
            kept = (CONF_PROTOCOL, CONF_SYSTEM, CONF_PREFIX)
            return {k: v for k, v in data.items() if k in kept}
        data.setdefault(CONF_PORT, 8883 if data[CONF_TLS] else 1883)
    if CONF_PORT not in data:
        data[CONF_PORT] = default_port(data)
    return data


def without_password(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a form shows again of what was entered."""
    return {k: v for k, v in (values or {}).items() if k != CONF_PASSWORD}


def connection_title(data: Mapping[str, Any], taken: Container[str]) -> str:
    """Return a new connection's name: what its phone system is called, and never where it is.

    Of several of the same kind the next is told apart by its domain (the user), or else by a number.
    """
    name = system_title(data)
    if is_of_any_maker(data):
        name = "CSTA"
    if name in taken and (user := data.get(CONF_USERNAME)):
        name = f"{name} ({user})"
    numbered = (f"{name} {number}" for number in count(2))
    return next(each for each in chain([name], numbered) if each not in taken)


def identity(data: Mapping[str, Any]) -> tuple[str, int, str | None]:
    """Return what makes a connection the same one."""
    if CONF_SYSTEM in data:
        topic = f"{data[CONF_PREFIX]}/{data[CONF_SYSTEM]}"
        return data.get(CONF_HOST, "").lower(), data.get(CONF_PORT, 0), topic
    return data[CONF_HOST].lower(), data[CONF_PORT], data.get(CONF_USERNAME)


async def async_texts(hass: HomeAssistant, selector: str) -> dict[str, str]:
    """Return the texts of a selector's options in Home Assistant's language."""
    words = await async_get_translations(
        hass, hass.config.language, "selector", [DOMAIN]
    )
    prefix = f"component.{DOMAIN}.selector.{selector}.options."
    return {
        key.removeprefix(prefix): text
        for key, text in words.items()
        if key.startswith(prefix)
    }
