"""Registers the websocket commands; what answers them is imported with the first one that comes."""

from typing import Any, Final

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.importlib import async_import_module

COMMANDS: Final = (
    "call_log",
    "check_number",
    "lines",
    "save_contact",
    "search",
    "set_favorite",
    "set_note",
    "subscribe",
    "subscribe_favorites",
    "subscribe_incoming",
)


@callback
def async_register_commands(hass: HomeAssistant) -> None:
    """Register the commands, once for all connections."""
    anything = websocket_api.BASE_COMMAND_MESSAGE_SCHEMA.extend(
        {}, extra=vol.ALLOW_EXTRA
    )
    for command in COMMANDS:
        websocket_api.async_register_command(
            hass, f"telephony/{command}", _async_first, anything
        )


@websocket_api.async_response
async def _async_first(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Put the commands in the place of this one, and answer."""
    module = await async_import_module(hass, f"{__package__}.websocket")
    module.async_register_commands(hass)
    handler, schema = connection.handlers[msg["type"]]
    handler(hass, connection, msg if schema is False else schema(msg))
