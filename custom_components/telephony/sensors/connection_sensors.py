"""The sensors of a connection: calls now, and counters over all lines."""

from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfTime
from homeassistant.core import callback

from ..coordinator import TelephonyCoordinator
from ..entity import ConnectionEntity
from .totals import SumSensor

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


def connection_sensors(coordinator: TelephonyCoordinator) -> list[ConnectionSensor]:
    """Make the sensors of the connection."""
    return [
        ActiveCallsSensor(coordinator, "active_calls"),
        *(CounterSensor(coordinator, each) for each in COUNTERS),
    ]


class ConnectionSensor(SumSensor, ConnectionEntity):
    """A number over all lines, written when changes have settled."""

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.async_listen_totals(self._totals_changed))

    @callback
    def _totals_changed(self) -> None:
        if (value := self._sum()) != self._attr_native_value:
            self._attr_native_value = value
            self.async_write_ha_state()


class ActiveCallsSensor(ConnectionSensor):
    """Calls on the connection's lines; one that joins two of them counts once."""

    _attr_state_class = SensorStateClass.MEASUREMENT

    @override
    def _sum(self) -> float:
        return self.coordinator.active_calls


class CounterSensor(ConnectionSensor):
    """What has been counted over all lines, also those that are gone."""

    def __init__(
        self, coordinator: TelephonyCoordinator, description: SensorEntityDescription
    ) -> None:
        """Count what the description says."""
        super().__init__(coordinator, description.key)
        self.entity_description = description

    @override
    def _sum(self) -> float:
        value: float = getattr(
            self.coordinator.call_log.totals, self.entity_description.key
        )
        return value
