"""A line as Home Assistant addresses it, whoever acts on it, shows it or speaks of it."""

from collections.abc import Iterable
from typing import Final, override

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceEntry

from ..connection.devices import find_device
from ..connection.line_state import LineState
from ..const import CONF_SERVER, DOMAIN, SUBENTRY_LINE
from ..coordinator import TelephonyCoordinator
from ..cti.model import Credentials


class TargetLine:
    """A line of a loaded connection, never changed; the same by whichever device it's addressed."""

    __slots__ = ("coordinator", "group", "number")

    def __init__(
        self, coordinator: TelephonyCoordinator, number: str, group: str | None = None
    ) -> None:
        """Keep the line, and the group through whose device it is addressed."""
        self.coordinator: Final = coordinator
        self.number: Final = number
        self.group: Final = group

    @override
    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, TargetLine)
            and self.number == other.number
            and self.coordinator is other.coordinator
        )

    @override
    def __hash__(self) -> int:
        return hash((self.coordinator, self.number))

    @property
    def state(self) -> LineState:
        """What the line does now."""
        return self.coordinator.states[self.number]

    @property
    def device(self) -> DeviceEntry | None:
        """The device through which it is addressed; a line that is only in groups has no other."""
        return find_device(
            self.coordinator.hass,
            self.coordinator.entry.entry_id,
            self.group or self.number,
        )

    @property
    def device_id(self) -> str | None:
        """The ID of that device."""
        device = self.device
        return device.id if device else None

    @property
    def name(self) -> str:
        """What people call it: its device's name or, inside a group, its number."""
        if self.group or (device := self.device) is None:
            return self.number
        return device.name_by_user or device.name or self.number

    @property
    def stored_credentials(self) -> Credentials | None:
        """What is stored to log its account in with."""
        entry = self.coordinator.entry
        for subentry in entry.get_subentries_of_type(SUBENTRY_LINE):
            data = subentry.data
            if subentry.unique_id == self.number and CONF_PASSWORD in data:
                return Credentials(
                    data[CONF_USERNAME], data[CONF_PASSWORD], data[CONF_SERVER]
                )
        return None

    @property
    def entity_ids(self) -> list[str]:
        """The entities whose permissions count for it: its `state`, else those of its groups."""
        if self.number in self.coordinator.settings.lines:
            return _sensors(self.coordinator, [f"{self.number}_state"])
        groups = self.coordinator.settings.groups_of(self.number)
        keys = [f"{group.subentry_id}_active_calls" for group in groups]
        return _sensors(self.coordinator, keys)


def group_entity_ids(coordinator: TelephonyCoordinator, group_id: str) -> list[str]:
    """Return the entity whose permissions count for the lines of a group that have no entities."""
    return _sensors(coordinator, [f"{group_id}_active_calls"])


def _sensors(coordinator: TelephonyCoordinator, keys: Iterable[str]) -> list[str]:
    entry_id = coordinator.entry.entry_id
    find = er.async_get(coordinator.hass).async_get_entity_id
    found = (find(SENSOR_DOMAIN, DOMAIN, f"{entry_id}_{key}") for key in keys)
    return [entity_id for entity_id in found if entity_id]
