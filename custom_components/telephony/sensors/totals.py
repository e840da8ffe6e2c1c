"""The sensors of numbers over many lines: those of groups and of the connection."""

from abc import abstractmethod
import asyncio
from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Final, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR_DOMAIN,
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfTime
from homeassistant.core import callback

from ..connection.changes import LINK, TOTALS
from ..connection.groups import COUNTS, GroupCounts
from ..connection.settings import EVERY_LINE, GroupSettings
from ..coordinator import TelephonyCoordinator
from ..entity import ValueEntity, has_entity

COUNTERS: Final = (
    *(
        SensorEntityDescription(
            key=key,
            state_class=SensorStateClass.TOTAL_INCREASING,
            entity_registry_enabled_default=False,
        )
        for key in ("calls_in", "calls_out", "calls_answered", "calls_missed")
    ),
    SensorEntityDescription(
        key="talk_time",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_display_precision=0,
        state_class=SensorStateClass.TOTAL_INCREASING,
        entity_registry_enabled_default=False,
    ),
)
_ACTIVE_CALLS: Final = SensorEntityDescription(
    key="active_calls", state_class=SensorStateClass.MEASUREMENT
)


_OF_GROUPS: Final = tuple(
    SensorEntityDescription(key=key, state_class=SensorStateClass.MEASUREMENT)
    for key in ("active_calls", "ringing_calls", "missed_calls")
)
_OF_QUEUES: Final = (
    SensorEntityDescription(
        key="queued_calls", state_class=SensorStateClass.MEASUREMENT
    ),
    SensorEntityDescription(
        key="longest_wait", device_class=SensorDeviceClass.TIMESTAMP
    ),
)


class SumSensor(ValueEntity, SensorEntity):
    """A number over many lines.

    After an outage it's available once the lines have been compared: before, the sum is old.
    """

    _comparing: asyncio.Task[None] | None = None

    def __init__(
        self,
        coordinator: TelephonyCoordinator,
        owner: str,
        description: SensorEntityDescription,
        read: Callable[[object], float | datetime | None],
    ) -> None:
        """Show what `read` returns of what `_source` returns."""
        super().__init__(coordinator, owner, description.key)
        self.entity_description = description
        self._read = read

    @property
    @abstractmethod
    def _source(self) -> object:
        """What the number is read from."""

    @override
    async def async_added_to_hass(self) -> None:
        self._attr_available = self.coordinator.connected
        self.refresh(self._source)
        self.listen(LINK, EVERY_LINE, self._link_changed)
        self.async_on_remove(self._stop_comparing)

    @callback
    def _link_changed(self) -> None:
        self._stop_comparing()
        if not self.coordinator.connected:
            self._attr_available = False
            self.async_write_ha_state()
        elif not self._attr_available:
            self._comparing = self.coordinator.entry.async_create_background_task(
                self.hass, self._async_compare(), f"{self.entity_id} compares"
            )

    async def _async_compare(self) -> None:
        await self.coordinator.async_synchronize()
        self._attr_available = True
        self.refresh(self._source)
        self.async_write_ha_state()

    @callback
    def _stop_comparing(self) -> None:
        if self._comparing:
            self._comparing.cancel()
            self._comparing = None


class GroupSensor(SumSensor):
    """One number over the lines of a group."""

    @property
    @override
    def _source(self) -> GroupCounts:
        return self.coordinator.states.totals[self.owner].counts

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.listen(COUNTS, self.owner, self.async_source_changed)


class ConnectionSensor(SumSensor):
    """A number over all lines, also those that are gone; written once changes have settled."""

    @property
    @override
    def _source(self) -> TelephonyCoordinator:
        return self.coordinator

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.listen(TOTALS, EVERY_LINE, self._totals_changed)

    @callback
    def _totals_changed(self) -> None:
        self.async_source_changed(self._source, None)


def group_sensors(
    coordinator: TelephonyCoordinator, group: GroupSettings
) -> list[GroupSensor]:
    """Make the sensors of a group; those of queues once a line of it has turned out to be one."""
    owner, has_feature = group.subentry_id, coordinator.states.has_feature
    has_queue = any(
        has_feature(number, "is_queue") for number in group.numbers
    ) or has_entity(coordinator, SENSOR_DOMAIN, owner, "queued_calls")
    return [
        GroupSensor(coordinator, owner, each, attrgetter(each.key))
        for each in (*_OF_GROUPS, *(_OF_QUEUES if has_queue else ()))
    ]


def connection_sensors(coordinator: TelephonyCoordinator) -> list[ConnectionSensor]:
    """Make the sensors of the connection."""
    return [
        ConnectionSensor(
            coordinator, "", _ACTIVE_CALLS, attrgetter("states.active_calls")
        ),
        *(
            ConnectionSensor(
                coordinator, "", each, attrgetter(f"call_log.totals.{each.key}")
            )
            for each in COUNTERS
        ),
    ]
