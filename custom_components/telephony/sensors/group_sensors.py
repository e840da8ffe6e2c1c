"""The sensors of a group: numbers over its lines."""

from typing import override

from homeassistant.components.sensor import SensorStateClass
from homeassistant.core import callback

from ..connection.groups import KEYS
from ..connection.settings import GroupSettings
from ..coordinator import TelephonyCoordinator
from ..entity import GroupEntity
from .totals import SumSensor


def group_sensors(
    coordinator: TelephonyCoordinator, group: GroupSettings
) -> list[GroupSensor]:
    """Make the sensors of a group."""
    return [GroupSensor(coordinator, group, key) for key in KEYS]


class GroupSensor(SumSensor, GroupEntity):
    """One number over the lines of a group."""

    _attr_state_class = SensorStateClass.MEASUREMENT

    def __init__(
        self, coordinator: TelephonyCoordinator, group: GroupSettings, key: str
    ) -> None:
        """Show the count of that name."""
        super().__init__(coordinator, group, key)
        self._key = key

    @override
    def _sum(self) -> int:
        count: int = getattr(self.watch.counts, self._key)
        return count

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.watch.async_listen(self._key, self._count_changed))

    @callback
    def _count_changed(self, count: int) -> None:
        self._attr_native_value = count
        self.async_write_change()
