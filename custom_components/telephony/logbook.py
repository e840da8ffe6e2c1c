"""Calls as sentences on the Activity page: "answered Martha Reyes, 0:27", once for each call."""

from collections.abc import Callable
from typing import Any

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
    LazyEventPartialState,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .connection.activity import EVENT_CALL_ENDED
from .connection.devices import device_identifier
from .const import DOMAIN
from .coordinator import TelephonyConfigEntry
from .lines.sentences import sentence
from .lines.views import with_current_name

type Describe = Callable[[LazyEventPartialState], dict[str, Any]]


@callback
def async_describe_events(
    hass: HomeAssistant, async_describe_event: Callable[[str, str, Describe], None]
) -> None:
    """Let Activity say how each call went, with the names that people have now."""

    def describe(event: LazyEventPartialState) -> dict[str, Any]:
        """Return the entry of a call; Home Assistant asks from outside of the event loop too.

        It names no entity: the page would begin the sentence with the entity's name, which is "Call".
        """
        call, name = dict(event.data), event.data["line"]
        device = dr.async_get(hass).async_get(call[ATTR_DEVICE_ID] or "")
        if isinstance(device, dr.DeviceEntry):
            entry: TelephonyConfigEntry | None
            entry = hass.config_entries.async_get_entry(device.config_entry_id)
            name = device.name_by_user or device.name or name
            if entry and device_identifier(entry.entry_id, call["line"]) not in (
                device.identifiers
            ):
                name = f"{name} {call['line']}"  # a line of a group
            if entry and entry.state is ConfigEntryState.LOADED:
                call = with_current_name(call, entry.runtime_data.far_end)
        return {
            LOGBOOK_ENTRY_NAME: name,
            LOGBOOK_ENTRY_MESSAGE: sentence(hass, call),
        }

    async_describe_event(DOMAIN, EVENT_CALL_ENDED, describe)
