"""The devices: one for the connection, one for each line and each group."""

from typing import TYPE_CHECKING

from homeassistant.const import CONF_PROTOCOL
from homeassistant.helpers import device_registry as dr

from .configured import ConfiguredGroup, ConfiguredLine
from .connection import PROTOCOL_CSTA
from .const import DOMAIN
from .slices import in_slices

if TYPE_CHECKING:
    from .coordinator import TelephonyConfigEntry, TelephonyCoordinator


def line_identifier(entry_id: str, number: str) -> tuple[str, str]:
    """Return what identifies a line's device."""
    return DOMAIN, f"{entry_id}_{number}"


def group_identifier(entry_id: str, subentry_id: str) -> tuple[str, str]:
    """Return what identifies a group's device."""
    return DOMAIN, f"{entry_id}_{subentry_id}"


async def async_register_devices(coordinator: TelephonyCoordinator) -> None:
    """Make the devices, or rename them."""
    entry = coordinator.entry
    devices = dr.async_get(coordinator.hass)
    connection = devices.async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={(DOMAIN, entry.entry_id)},
        entry_type=dr.DeviceEntryType.SERVICE,
        name=entry.title,
    )
    async for line in in_slices(tuple(coordinator.lines.values())):
        if line.subentry_id in entry.subentries:
            _register_line(devices, entry, line, connection.id)
    async for group in in_slices(tuple(coordinator.groups.values())):
        if group.subentry_id in entry.subentries:
            _register_group(devices, entry, group, connection.id)


def _register_line(
    devices: dr.DeviceRegistry,
    entry: TelephonyConfigEntry,
    line: ConfiguredLine,
    connection_id: str,
) -> None:
    """Name a line "Line 725" in the user's language, until it is renamed."""
    is_number = entry.data[CONF_PROTOCOL] == PROTOCOL_CSTA and line.title == line.number
    devices.async_get_or_create(
        config_entry_id=entry.entry_id,
        config_subentry_id=line.subentry_id,
        identifiers={line_identifier(entry.entry_id, line.number)},
        name=line.title,
        translation_key="line" if is_number else None,
        translation_placeholders={"number": line.number},
        via_device_id=connection_id,
    )


def _register_group(
    devices: dr.DeviceRegistry,
    entry: TelephonyConfigEntry,
    group: ConfiguredGroup,
    connection_id: str,
) -> None:
    devices.async_get_or_create(
        config_entry_id=entry.entry_id,
        config_subentry_id=group.subentry_id,
        identifiers={group_identifier(entry.entry_id, group.subentry_id)},
        entry_type=dr.DeviceEntryType.SERVICE,
        name=group.title,
        via_device_id=connection_id,
    )
