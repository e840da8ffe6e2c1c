"""What an automation finds below `trigger`."""

from typing import Any
from urllib.parse import quote

from homeassistant.components.event import DOMAIN as EVENT_DOMAIN
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..cti.model import CallEvent
from ..numbers.readings import readable
from .target_line import TargetLine
from .views import event_view


def call_variables(
    hass: HomeAssistant, line: TargetLine, event: CallEvent
) -> dict[str, Any]:
    """Return what happened to a call of a line."""
    call = event.call
    return {
        **event_view(event),
        "number_uri": number_uri(call.party.number),
        "called_number_uri": number_uri(call.called_number),
        "formatted_number": call.party.number
        and readable(call.party.number, hass.config.country),
        "event_type": event.type.value,
        **about_line(hass, line, EVENT_DOMAIN, "call"),
    }


def about_line(
    hass: HomeAssistant, line: TargetLine, platform: str, key: str
) -> dict[str, Any]:
    """Return the line and its entity of this key; a line of groups only has no device."""
    entry_id = line.coordinator.entry.entry_id
    entity_id = er.async_get(hass).async_get_entity_id(
        platform, DOMAIN, f"{entry_id}_{line.number}_{key}"
    )
    return {
        "line": line.number,
        "line_name": line.name,
        ATTR_DEVICE_ID: line.device_id,
        ATTR_ENTITY_ID: entity_id,
    }


def number_uri(number: str | None) -> str | None:
    """Return a number as text (RFC 3966, RFC 3261); alone, a template makes a whole number of it."""
    if number is None:
        return None
    return f"{'sip' if '@' in number else 'tel'}:{quote(number, safe='+*@')}"
