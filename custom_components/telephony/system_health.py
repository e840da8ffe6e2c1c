"""What the system information tells of telephony."""

from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .coordinator import TelephonyConfigEntry


@callback
def async_register(
    hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Register what is told."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Count connections and lines."""
    entries: list[TelephonyConfigEntry] = hass.config_entries.async_loaded_entries(
        DOMAIN
    )
    coordinators = [entry.runtime_data for entry in entries]
    return {
        "connections": len(
            hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        ),
        "connections_up": sum(each.connected for each in coordinators),
        "lines": sum(len(each.settings.numbers) for each in coordinators),
        "refused_lines": sum(len(each.issues.lines) for each in coordinators),
    }
