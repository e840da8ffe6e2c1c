"""The devices: one for the connection, one for each line and each group."""

from collections.abc import Callable, Iterable
import re

from yarl import URL

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST, CONF_PROTOCOL
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import area_registry as ar, device_registry as dr

from ..const import DOMAIN
from ..cti.model import Product
from ..cti.system import PhoneSystem
from .pacing import in_slices
from .protocols import PROTOCOL_TELESTRA
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


def _words(name: str) -> str:
    """Return a name's words as they are compared, each between spaces."""
    return f" {' '.join(re.findall(r'[^\W_]+', name.casefold()))} "


class _Areas:
    """The areas of the home, to find the one that a line's name tells of."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Read them once for many lines."""
        self._areas = [
            (words, area)
            for area in ar.async_get(hass).async_list_areas()
            for words in map(_words, (area.name, *area.aliases))
            if words.strip()
        ]

    def named_in(self, title: str) -> ar.AreaEntry | None:
        """Return the area whose name or alias stands in a title; of several the longest."""
        title = _words(title)
        found = [each for each in self._areas if each[0] in title]
        return max(found, key=lambda each: len(each[0]))[1] if found else None


class Devices:
    """Makes the devices of an entry, renames them when the entry does, and knows what people call them."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        system: Callable[[], PhoneSystem],
        on_renamed: Callable[[], None],
    ) -> None:
        """Start without devices; `on_renamed` hears when somebody calls a line something else.

        `system` is the phone system as it is connected to now.
        """
        self.line_names: dict[str, str] = {}
        """The lines, by number, that somebody has given a name."""
        self._hass = hass
        self._entry = entry
        self._system = system
        self._on_renamed = on_renamed
        self._registered: dict[str, LineSettings | GroupSettings] = {}
        self._lines: dict[str, LineSettings] = {}
        self._shown: tuple[str, str, Product] | None = None
        self._made_by: tuple[str | None, str] | None = None
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
        self.async_show_connection()
        maker, model, *_ = self._system().product
        is_other = self._made_by != (maker, model)
        areas = _Areas(self._hass)
        names = dict(self.line_names)
        for subentry_id in self._registered.keys() - self._entry.subentries.keys():
            gone = self._registered.pop(subentry_id)
            if isinstance(gone, LineSettings):
                self._lines.pop(gone.number, None)
                self.line_names.pop(gone.number, None)
        wanted: list[LineSettings | GroupSettings] = [*lines, *groups]
        async for each in in_slices(wanted):
            before = self._registered.get(each.subentry_id)
            if (is_other or before != each) and (
                each.subentry_id in self._entry.subentries
            ):
                self._registered[each.subentry_id] = each
                if isinstance(each, LineSettings):
                    self._register_line(each, before, areas)
                else:
                    self._register_group(each)
        self._made_by = (maker, model)
        if self.line_names != names:
            self._on_renamed()

    @callback
    def async_show_connection(self) -> None:
        """Show on the connection's device what is known of the phone system now."""
        entry, product = self._entry, self._system().product
        host: str = entry.data.get(CONF_HOST, "")
        if self._shown == (entry.title, host, product):
            return
        self._shown = (entry.title, host, product)
        page = URL.build(scheme="https", host=host) if product.has_web_page else None
        self._connection_id = (
            dr.async_get(self._hass)
            .async_get_or_create(
                config_entry_id=entry.entry_id,
                configuration_url=page,
                entry_type=dr.DeviceEntryType.SERVICE,
                identifiers={(DOMAIN, entry.entry_id)},
                manufacturer=product.maker,
                model=product.model,
                name=entry.title,
                sw_version=product.version,
            )
            .id
        )

    def _register_line(
        self,
        line: LineSettings,
        before: LineSettings | GroupSettings | None,
        areas: _Areas,
    ) -> None:
        """Name a line "Line 725" in the user's language, until it is renamed."""
        registry = dr.async_get(self._hass)
        entry, product = self._entry, self._system().product
        has_numbers = entry.data[CONF_PROTOCOL] != PROTOCOL_TELESTRA
        area = areas.named_in(line.title)
        device = registry.async_get_or_create(
            config_entry_id=entry.entry_id,
            config_subentry_id=line.subentry_id,
            identifiers={device_identifier(entry.entry_id, line.number)},
            manufacturer=product.maker,
            model=product.model,
            name=line.title,
            suggested_area=area.name if area else None,
            translation_key="line"
            if has_numbers and line.title == line.number
            else None,
            translation_placeholders={"number": line.number},
            via_device_id=self._connection_id,
        )
        was_nameless = isinstance(before, LineSettings) and before.title == line.number
        if area and was_nameless and device.area_id is None:
            registry.async_update_device(device.id, area_id=area.id)
        self._name(line, device.name_by_user)

    def _register_group(self, group: GroupSettings) -> None:
        entry, product = self._entry, self._system().product
        dr.async_get(self._hass).async_get_or_create(
            config_entry_id=entry.entry_id,
            config_subentry_id=group.subentry_id,
            entry_type=dr.DeviceEntryType.SERVICE,
            identifiers={device_identifier(entry.entry_id, group.subentry_id)},
            manufacturer=product.maker,
            model=product.model,
            name=group.title,
            via_device_id=self._connection_id,
        )
