"""What the system information tells of telephony."""

from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .coordinator import TelephonyCoordinator
from .entries import async_connections, async_loaded_connections


@callback
def async_register(
    hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Register what is told."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Count connections and lines."""
    coordinators: list[TelephonyCoordinator] = [
        entry.runtime_data for entry in async_loaded_connections(hass)
    ]
    return {
        "connections": sum(
            entry.disabled_by is None for entry in async_connections(hass)
        ),
        "connections_up": sum(each.connected for each in coordinators),
        "lines": sum(len(each.settings.numbers) for each in coordinators),
        "refused_lines": sum(len(each.issues.lines) for each in coordinators),
    }
