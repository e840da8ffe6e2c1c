"""Which lines the card shows: by device, or all that a user may read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..connection.devices import group_identifier, line_device
from ..const import CONF_SHOW_INCOMING_POPUP, DOMAIN
from ..lines.permissions import async_may

if TYPE_CHECKING:
    from ..connection.settings import GroupSettings
    from ..coordinator import TelephonyConfigEntry, TelephonyCoordinator

LARGE_GROUP: Final = 24
"""Lines from which on a group's are shown only while they have calls."""


@dataclass(frozen=True, slots=True)
class ShownDevice:
    """The device of a line or, with several numbers, of a group."""

    coordinator: TelephonyCoordinator
    device: dr.DeviceEntry
    numbers: tuple[str, ...]
    in_group: bool

    @property
    def name(self) -> str:
        """Return what the user calls it."""
        return self.device.name_by_user or self.device.name or ", ".join(self.numbers)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line, and the device through which it is addressed."""

    coordinator: TelephonyCoordinator
    number: str
    device_id: str
    name: str
    in_group: bool
    in_large_group: bool = False

    @property
    def key(self) -> str:
        """Return what tells it from all other lines."""
        return f"{self.device_id}/{self.number}"

    def as_dict(self, user: User) -> dict[str, Any]:
        """Return what does not change while it is shown."""
        entry = self.coordinator.entry
        return {
            "device_id": self.device_id,
            "line": self.number,
            "in_group": self.in_group,
            "name": self.name,
            "connection": entry.entry_id,
            "popup": entry.options.get(CONF_SHOW_INCOMING_POPUP, False),
            "can_control": async_may(
                user, self.coordinator, self.number, POLICY_CONTROL
            ),
        }


@callback
def async_lines(
    hass: HomeAssistant, user: User, device_ids: Iterable[str] | None
) -> Iterator[ShownLine]:
    """Return the lines of these devices, or all, that a user may read, each once."""
    seen: set[tuple[str, str]] = set()
    for shown in async_devices(hass, device_ids):
        for number in shown.numbers:
            identity = (shown.coordinator.entry.entry_id, number)
            if identity not in seen and async_may(
                user, shown.coordinator, number, POLICY_READ
            ):
                seen.add(identity)
                name = number if shown.in_group else shown.name
                yield ShownLine(
                    shown.coordinator,
                    number,
                    shown.device.id,
                    name,
                    shown.in_group,
                    in_large_group=len(shown.numbers) > LARGE_GROUP,
                )


@callback
def async_readable_line(
    user: User, coordinator: TelephonyCoordinator, number: str
) -> ShownLine | None:
    """Return a line through its device or a group's, if a user may read it."""
    if not async_may(user, coordinator, number, POLICY_READ):
        return None
    entry_id = coordinator.entry.entry_id
    if device := line_device(coordinator, number):
        name = device.name_by_user or device.name or number
        return ShownLine(coordinator, number, device.id, name, in_group=False)
    for group in coordinator.groups.values():
        identifier = group_identifier(entry_id, group.subentry_id)
        if number in group.numbers and (device := _device(coordinator, identifier)):
            return ShownLine(coordinator, number, device.id, number, in_group=True)
    return None


@callback
def async_devices(
    hass: HomeAssistant, device_ids: Iterable[str] | None = None
) -> Iterator[ShownDevice]:
    """Return these devices, or all, as far as their connections are loaded."""
    if device_ids is None:
        entries = hass.config_entries.async_loaded_entries(DOMAIN)
        yield from chain.from_iterable(map(_devices_of, entries))
        return
    devices = dr.async_get(hass)
    for device_id in device_ids:
        device = devices.async_get(device_id)
        if isinstance(device, dr.DeviceEntry) and (shown := _shown(hass, device)):
            yield shown


@callback
def async_entities(hass: HomeAssistant, device_id: str) -> dict[str, str]:
    """Return the enabled entities of a device by their keys."""
    entries = er.async_entries_for_device(er.async_get(hass), device_id)
    return {
        entry.translation_key: entry.entity_id
        for entry in entries
        if entry.platform == DOMAIN and entry.translation_key
    }


def _devices_of(entry: TelephonyConfigEntry) -> Iterator[ShownDevice]:
    """Return a connection's lines, then its groups."""
    coordinator = entry.runtime_data
    for number in coordinator.lines:
        if device := line_device(coordinator, number):
            yield ShownDevice(coordinator, device, (number,), in_group=False)
    for group in coordinator.groups.values():
        identifier = group_identifier(entry.entry_id, group.subentry_id)
        if device := _device(coordinator, identifier):
            yield _shown_group(coordinator, device, group)


def _device(
    coordinator: TelephonyCoordinator, identifier: tuple[str, str]
) -> dr.DeviceEntry | None:
    return dr.async_get(coordinator.hass).async_get_device_by_identifier(
        identifier, coordinator.entry.entry_id
    )


def _shown(hass: HomeAssistant, device: dr.DeviceEntry) -> ShownDevice | None:
    """Return what a device is, if it is a line or a group of a loaded connection."""
    entry: TelephonyConfigEntry | None
    entry = hass.config_entries.async_get_entry(device.config_entry_id)
    if entry is None or entry.domain != DOMAIN or not _is_loaded(entry):
        return None
    coordinator = entry.runtime_data
    for _, identifier in device.identifiers:
        key = identifier.removeprefix(f"{entry.entry_id}_")
        if key in coordinator.lines:
            return ShownDevice(coordinator, device, (key,), in_group=False)
        if group := coordinator.groups.get(key):
            return _shown_group(coordinator, device, group)
    return None


def _is_loaded(entry: TelephonyConfigEntry) -> bool:
    return entry.state is ConfigEntryState.LOADED


def _shown_group(
    coordinator: TelephonyCoordinator, device: dr.DeviceEntry, group: GroupSettings
) -> ShownDevice:
    return ShownDevice(coordinator, device, group.numbers, in_group=True)
