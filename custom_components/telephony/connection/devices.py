"""The devices: one for the connection, one for each line and each group."""

from typing import TYPE_CHECKING

from homeassistant.const import CONF_PROTOCOL
from homeassistant.helpers import device_registry as dr

from ..const import DOMAIN
from .protocols import PROTOCOL_CSTA
from .settings import GroupSettings, LineSettings
from .slices import in_slices

if TYPE_CHECKING:
    from ..coordinator import TelephonyCoordinator


def line_identifier(entry_id: str, number: str) -> tuple[str, str]:
    """Return what identifies a line's device."""
    return DOMAIN, f"{entry_id}_{number}"


def group_identifier(entry_id: str, subentry_id: str) -> tuple[str, str]:
    """Return what identifies a group's device."""
    return DOMAIN, f"{entry_id}_{subentry_id}"


def line_device(
    coordinator: TelephonyCoordinator, number: str
) -> dr.DeviceEntry | None:
    """Return a line's device; one that is only in groups has none."""
    entry_id = coordinator.entry.entry_id
    return dr.async_get(coordinator.hass).async_get_device_by_identifier(
        line_identifier(entry_id, number), entry_id
    )


class Devices:
    """Makes the devices of an entry, and renames them when the entry does."""

    def __init__(self, coordinator: TelephonyCoordinator) -> None:
        """Begin without any."""
        self._coordinator = coordinator
        self._entry = coordinator.entry
        self._registered: dict[str, LineSettings | GroupSettings] = {}
        self._title: str | None = None
        self._connection_id = ""

    async def async_apply(self) -> None:
        """Make or rename those devices whose line or group is new or different."""
        devices = dr.async_get(self._coordinator.hass)
        if self._title != self._entry.title:
            self._title = self._entry.title
            self._register_connection(devices)
        for subentry_id in self._registered.keys() - self._entry.subentries.keys():
            del self._registered[subentry_id]
        lines, groups = self._coordinator.lines, self._coordinator.groups
        configured: list[LineSettings | GroupSettings] = [*lines.values()]
        configured += groups.values()
        async for each in in_slices(configured):
            if (
                self._registered.get(each.subentry_id) != each
                and each.subentry_id in self._entry.subentries
            ):
                self._registered[each.subentry_id] = each
                self._register(devices, each)

    def _register(
        self, devices: dr.DeviceRegistry, each: LineSettings | GroupSettings
    ) -> None:
        if isinstance(each, LineSettings):
            self._register_line(devices, each)
        else:
            self._register_group(devices, each)

    def _register_connection(self, devices: dr.DeviceRegistry) -> None:
        self._connection_id = devices.async_get_or_create(
            config_entry_id=self._entry.entry_id,
            identifiers={(DOMAIN, self._entry.entry_id)},
            entry_type=dr.DeviceEntryType.SERVICE,
            name=self._entry.title,
        ).id

    def _register_line(self, devices: dr.DeviceRegistry, line: LineSettings) -> None:
        """Name a line "Line 725" in the user's language, until it is renamed."""
        is_csta = self._entry.data[CONF_PROTOCOL] == PROTOCOL_CSTA
        devices.async_get_or_create(
            config_entry_id=self._entry.entry_id,
            config_subentry_id=line.subentry_id,
            identifiers={line_identifier(self._entry.entry_id, line.number)},
            name=line.title,
            translation_key="line" if is_csta and line.title == line.number else None,
            translation_placeholders={"number": line.number},
            via_device_id=self._connection_id,
        )

    def _register_group(self, devices: dr.DeviceRegistry, group: GroupSettings) -> None:
        devices.async_get_or_create(
            config_entry_id=self._entry.entry_id,
            config_subentry_id=group.subentry_id,
            identifiers={group_identifier(self._entry.entry_id, group.subentry_id)},
            entry_type=dr.DeviceEntryType.SERVICE,
            name=group.title,
            via_device_id=self._connection_id,
        )
