"""What the Activity page is told of calls: always first in the context of all that an event changes.

So the page names the call as the cause of what the other entities show. Without Activity nothing is told.
"""

from typing import Any, Final

from homeassistant.const import (
    ATTR_DEVICE_ID,
    ATTR_ENTITY_ID,
    EVENT_LOGBOOK_ENTRY,
    Platform,
)
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..cti.model import CallEvent, CallEventType
from .devices import find_device
from .settings import ConnectionSettings

LOGBOOK: Final = "logbook"
EVENT_CALL_ENDED: Final = f"{DOMAIN}_call_ended"


class Activity:
    """Tells of a connection's calls, of each once, when it is over."""

    def __init__(
        self, hass: HomeAssistant, entry_id: str, settings: ConnectionSettings
    ) -> None:
        """Tell nothing yet."""
        self._hass = hass
        self._entry_id = entry_id
        self._settings = settings

    @callback
    def async_tell(self, events: tuple[CallEvent, ...], context: Context) -> None:
        """Begin a context that others share."""
        ended = [event for event in events if event.type is CallEventType.ENDED]
        for event in ended:
            self._hass.bus.async_fire(
                EVENT_CALL_ENDED, self._finished_call(event), context=context
            )
        if not ended:
            # Home Assistant shows no entry that says nothing, but it takes the place of the cause:
            # else the first state would stand there as the cause of all others.
            self._hass.bus.async_fire(EVENT_LOGBOOK_ENTRY, context=context)

    def _finished_call(self, event: CallEvent) -> dict[str, Any]:
        """Return what a sentence needs; what a call is beyond that isn't recorded."""
        call, party = event.call, event.call.party
        owner = call.line
        if owner not in self._settings.lines:
            groups = self._settings.groups_of(owner)
            owner = next((group.subentry_id for group in groups), owner)
        device = find_device(self._hass, self._entry_id, owner)
        entity_id = er.async_get(self._hass).async_get_entity_id(
            Platform.EVENT, DOMAIN, f"{self._entry_id}_{owner}_call"
        )
        return {
            ATTR_DEVICE_ID: device.id if device else None,
            ATTR_ENTITY_ID: entity_id,
            "line": call.line,
            "direction": call.direction and str(call.direction),
            "number": party.number,
            "name": party.name,
            "name_source": party.name_source and str(party.name_source),
            "presentation": str(party.presentation),
            "outcome": event.outcome and str(event.outcome),
            "talk_seconds": event.talk_seconds,
        }
