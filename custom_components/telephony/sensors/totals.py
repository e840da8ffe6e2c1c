"""A sensor of a number over many lines."""

from abc import abstractmethod
import asyncio
from typing import override

from homeassistant.components.sensor import SensorEntity
from homeassistant.core import callback

from ..entity import TelephonyEntity


class SumSensor(TelephonyEntity, SensorEntity):
    """After an outage it is available when the lines have been compared: before, the sum is old."""

    _comparing: asyncio.Task[None] | None = None

    @abstractmethod
    def _sum(self) -> float:
        """Return the number as it is now."""

    @override
    async def async_added_to_hass(self) -> None:
        self._attr_available = self.coordinator.connected
        self._attr_native_value = self._sum()
        self.async_on_remove(self.coordinator.async_listen_link(self._link_changed))
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
        await self.coordinator.async_synchronise()
        self._attr_available = True
        self._attr_native_value = self._sum()
        self.async_write_ha_state()

    @callback
    def _stop_comparing(self) -> None:
        if self._comparing:
            self._comparing.cancel()
            self._comparing = None
