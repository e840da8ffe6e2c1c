"""Which of our entries are connections, and which are phone books that connections share."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_PROTOCOL, CONF_SOURCE
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN


def is_connection(entry: ConfigEntry[Any]) -> bool:
    """Tell whether an entry is a connection to a phone system."""
    return entry.domain == DOMAIN and CONF_PROTOCOL in entry.data


def is_phone_book(entry: ConfigEntry[Any]) -> bool:
    """Tell whether an entry is a phone book."""
    return entry.domain == DOMAIN and CONF_SOURCE in entry.data


@callback
def async_connections(hass: HomeAssistant) -> list[ConfigEntry[Any]]:
    """Return all connections, loaded or not."""
    return list(filter(is_connection, hass.config_entries.async_entries(DOMAIN)))


@callback
def async_loaded_connections(hass: HomeAssistant) -> list[ConfigEntry[Any]]:
    """Return the connections whose `runtime_data` is there."""
    return list(filter(is_connection, hass.config_entries.async_loaded_entries(DOMAIN)))
