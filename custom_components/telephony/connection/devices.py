"""The devices: one for the connection, one for each line and each group."""

from collections.abc import Iterable

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_PROTOCOL
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..const import DOMAIN
from .pacing import in_slices
from .protocols import PROTOCOL_CSTA
from .settings import GroupSettings, LineSettings


def device_identifier(entry_id: str, owner: str) -> tuple[str, str]:
    """Return what identifies the device of a line (its number) or a group (its subentry ID)."""
    return DOMAIN, f"{entry_id}_{owner}"


def find_device(
    hass: HomeAssistant, entry_id: str, owner: str
) -> dr.DeviceEntry | None:
    """Return a line's or a group's device; a line that is only in groups has none."""
    return dr.async_get(hass).async_get_device_by_identifier(
        device_identifier(entry_id, owner), entry_id
    )


class Devices:
    """Makes the devices of an entry, and renames them when the entry does."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Start without devices."""
        self._hass = hass
        self._entry = entry
        self._registered: dict[str, LineSettings | GroupSettings] = {}
        self._title: str | None = None
        self._connection_id = ""

    async def async_apply(
        self, lines: Iterable[LineSettings], groups: Iterable[GroupSettings]
    ) -> None:
        """Make or rename those devices whose line or group is new or different."""
        registry = dr.async_get(self._hass)
        if self._title != self._entry.title:
            self._title = self._entry.title
            self._connection_id = registry.async_get_or_create(
                config_entry_id=self._entry.entry_id,
                identifiers={(DOMAIN, self._entry.entry_id)},
                entry_type=dr.DeviceEntryType.SERVICE,
                name=self._entry.title,
            ).id
        for subentry_id in self._registered.keys() - self._entry.subentries.keys():
            del self._registered[subentry_id]
        wanted: list[LineSettings | GroupSettings] = [*lines, *groups]
        async for each in in_slices(wanted):
            if (
                self._registered.get(each.subentry_id) != each
                and each.subentry_id in self._entry.subentries
            ):
                self._registered[each.subentry_id] = each
                if isinstance(each, LineSettings):
                    self._register_line(registry, each)
                else:
                    self._register_group(registry, each)

    def _register_line(self, registry: dr.DeviceRegistry, line: LineSettings) -> None:
        """Name a line "Line 725" in the user's language, until it is renamed."""
        is_csta = self._entry.data[CONF_PROTOCOL] == PROTOCOL_CSTA
        registry.async_get_or_create(
            config_entry_id=self._entry.entry_id,
            config_subentry_id=line.subentry_id,
            identifiers={device_identifier(self._entry.entry_id, line.number)},
            name=line.title,
            translation_key="line" if is_csta and line.title == line.number else None,
            translation_placeholders={"number": line.number},
            via_device_id=self._connection_id,
        )

    def _register_group(
        self, registry: dr.DeviceRegistry, group: GroupSettings
    ) -> None:
        registry.async_get_or_create(
            config_entry_id=self._entry.entry_id,
            config_subentry_id=group.subentry_id,
            identifiers={device_identifier(self._entry.entry_id, group.subentry_id)},
            entry_type=dr.DeviceEntryType.SERVICE,
            name=group.title,
            via_device_id=self._connection_id,
        )
