"""Which lines the card shows: by device, or all that a user may read."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Any, Final, NamedTuple

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..connection.devices import find_device
from ..connection.settings import GroupSettings
from ..const import DOMAIN
from ..coordinator import TelephonyConfigEntry, TelephonyCoordinator
from ..entries import async_loaded_connections, is_connection
from ..lines.owners import async_is_own
from ..lines.permissions import async_may, async_permitted
from ..lines.target_line import TargetLine

LARGE_GROUP: Final = 24
"""Lines above which a group's are shown only while they have calls."""


class ShownDevice(NamedTuple):
    """The device of a line or of a group."""

    coordinator: TelephonyCoordinator
    device: dr.DeviceEntry
    number: str
    group: GroupSettings | None = None

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self.device.name_by_user or self.device.name or self.number

    @property
    def is_large(self) -> bool:
        """Whether its lines are too many to be shown all the time."""
        return self.group is not None and len(self.group.numbers) > LARGE_GROUP

    @callback
    def async_permitted(self, user: User, policy: str) -> Collection[str]:
        """Return those of its lines that a user may read or control (the policy)."""
        numbers = self.group.numbers if self.group else (self.number,)
        return async_permitted(user, self.coordinator, numbers, policy)

    @callback
    def async_readable_lines(self, user: User) -> Iterator[TargetLine]:
        """Return its lines that a user may read, addressed through it."""
        group_id = self.group.subentry_id if self.group else None
        for number in self.async_permitted(user, POLICY_READ):
            yield TargetLine(self.coordinator, number, group_id)

    @callback
    def async_is_own(self, user: User) -> bool:
        """Whether it is a user's own line."""
        line = TargetLine(self.coordinator, self.number)
        return self.group is None and async_is_own(line, user.id) is True


def key_of(view: dict[str, Any]) -> str:
    """Return what tells a line from all others in a card, out of its fixed view."""
    return f"{view['device_id']}/{view['line']}"


def fixed_view(line: TargetLine, user: User) -> dict[str, Any]:
    """Return what doesn't change while a line is shown."""
    view = {
        "device_id": line.device_id,
        "line": line.number,
        "in_group": line.group is not None,
        "name": line.name,
        "connection": line.coordinator.entry.entry_id,
        "popup": line.coordinator.settings.options.show_incoming_popup,
        "can_control": async_may(user, line, POLICY_CONTROL),
    }
    if (is_own := async_is_own(line, user.id)) is not None:
        view["mine"] = is_own
    return view


@callback
def async_readable_line(user: User, line: TargetLine) -> TargetLine | None:
    """Return a line through its device or a group's, if a user may read it."""
    if not async_may(user, line, POLICY_READ):
        return None
    if line.device is not None:
        return line
    for group in line.coordinator.settings.groups_of(line.number):
        in_group = TargetLine(line.coordinator, line.number, group.subentry_id)
        if in_group.device is not None:
            return in_group
    return None


@callback
def async_devices(
    hass: HomeAssistant, device_ids: Iterable[str] | None = None
) -> Iterator[ShownDevice]:
    """Return these devices, or all, as far as their connections are loaded."""
    if device_ids is None:
        entries = async_loaded_connections(hass)
        yield from chain.from_iterable(map(_devices_of, entries))
        return
    devices = dr.async_get(hass)
    for device_id in device_ids:
        device = devices.async_get(device_id)
        if isinstance(device, dr.DeviceEntry) and (shown := _shown(hass, device)):
            yield shown


@callback
def async_may_read_any(user: User, coordinator: TelephonyCoordinator) -> bool:
    """Tell whether a user may read any line of a connection."""
    devices = _devices_of(coordinator.entry)
    return any(each.async_permitted(user, POLICY_READ) for each in devices)


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
    for number in coordinator.settings.lines:
        if device := find_device(coordinator.hass, entry.entry_id, number):
            yield ShownDevice(coordinator, device, number)
    for group_id, group in coordinator.settings.groups.items():
        if device := find_device(coordinator.hass, entry.entry_id, group_id):
            yield ShownDevice(coordinator, device, group.title, group)


def _shown(hass: HomeAssistant, device: dr.DeviceEntry) -> ShownDevice | None:
    """Return what a device is, if it is a line or a group of a loaded connection."""
    entry: TelephonyConfigEntry | None
    entry = hass.config_entries.async_get_entry(device.config_entry_id)
    if (
        entry is None
        or not is_connection(entry)
        or entry.state is not ConfigEntryState.LOADED
    ):
        return None
    coordinator = entry.runtime_data
    for _, identifier in device.identifiers:
        key = identifier.removeprefix(f"{entry.entry_id}_")
        if key in coordinator.settings.lines:
            return ShownDevice(coordinator, device, key)
        if group := coordinator.settings.groups.get(key):
            return ShownDevice(coordinator, device, group.title, group)
    return None
