"""The devices: one for the connection, one for each line and each group."""

from collections.abc import Callable, Iterable

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_PROTOCOL
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
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
    """Makes the devices of an entry, renames them when the entry does, and knows what people call them."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, on_renamed: Callable[[], None]
    ) -> None:
        """Start without devices; `on_renamed` hears when somebody calls a line something else."""
        self.line_names: dict[str, str] = {}
        """The lines, by number, that somebody has given a name."""
        self._hass = hass
        self._entry = entry
        self._on_renamed = on_renamed
        self._registered: dict[str, LineSettings | GroupSettings] = {}
        self._lines: dict[str, LineSettings] = {}
        self._title: str | None = None
        self._connection_id = ""

    @callback
    def async_follow_names(self) -> CALLBACK_TYPE:
        """Follow what people call the lines, until what is returned is called."""
        return self._hass.bus.async_listen(
            dr.EVENT_DEVICE_REGISTRY_UPDATED, self._device_changed
        )

    @callback
    def _device_changed(self, event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        data = event.data
        if data["action"] != "update" or "name_by_user" not in data["changes"]:
            return
        device = dr.async_get(self._hass).async_get(data["device_id"])
        if device is None:
            return
        for _, identifier in device.identifiers:
            number = identifier.removeprefix(f"{self._entry.entry_id}_")
            if number != identifier and (line := self._lines.get(number)):
                self._name(line, device.name_by_user)
                self._on_renamed()

    def _name(self, line: LineSettings, given: str | None) -> None:
        self._lines[line.number] = line
        title = line.title if line.title != line.number else None
        if name := given or title:
            self.line_names[line.number] = name
        else:
            self.line_names.pop(line.number, None)

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
        before = dict(self.line_names)
        for subentry_id in self._registered.keys() - self._entry.subentries.keys():
            gone = self._registered.pop(subentry_id)
            if isinstance(gone, LineSettings):
                self._lines.pop(gone.number, None)
                self.line_names.pop(gone.number, None)
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
        if self.line_names != before:
            self._on_renamed()

    def _register_line(self, registry: dr.DeviceRegistry, line: LineSettings) -> None:
        """Name a line "Line 725" in the user's language, until it is renamed."""
        is_csta = self._entry.data[CONF_PROTOCOL] == PROTOCOL_CSTA
        device = registry.async_get_or_create(
            config_entry_id=self._entry.entry_id,
            config_subentry_id=line.subentry_id,
            identifiers={device_identifier(self._entry.entry_id, line.number)},
            name=line.title,
            translation_key="line" if is_csta and line.title == line.number else None,
            translation_placeholders={"number": line.number},
            via_device_id=self._connection_id,
        )
        self._name(line, device.name_by_user)

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
