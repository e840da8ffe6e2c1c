"""Whether a line is in a call, a message waits, and whether the connection stands."""

from typing import Final, override

from homeassistant.components.binary_sensor import (
    DOMAIN as BINARY_SENSOR_DOMAIN,
    BinarySensorDeviceClass,
    BinarySensorEntity,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .connection.settings import LineSettings
from .coordinator import Concern, TelephonyConfigEntry, TelephonyCoordinator
from .cti.line import Line
from .cti.link import LinkStatus
from .entity import ConnectionEntity, LineToggleEntity, TelephonyEntity
from .entity_adder import async_add_lines_and_groups
from .errors import reason_key

PARALLEL_UPDATES = 0

RECONNECTING: Final = "reconnecting"


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TelephonyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the connection's and the lines' binary sensors."""
    coordinator = entry.runtime_data
    async_add_entities([ConnectedSensor(coordinator)])
    await async_add_lines_and_groups(
        coordinator, BINARY_SENSOR_DOMAIN, async_add_entities, _line_entities
    )


def _line_entities(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[TelephonyEntity]:
    entities: list[TelephonyEntity] = [InCallSensor(coordinator, line.number)]
    if coordinator.has_feature(line.number, "message_waiting"):
        entities.append(MessageWaitingSensor(coordinator, line.number))
    return entities


class LineBinarySensor(LineToggleEntity, BinarySensorEntity):
    """Something of a line that is on or off."""

    key: str

    def __init__(self, coordinator: TelephonyCoordinator, number: str) -> None:
        """Belong to a line."""
        super().__init__(coordinator, number, self.key)


class InCallSensor(LineBinarySensor):
    """On while any call of the line is connected or held."""

    key = "in_call"

    @override
    def _take(self, line: Line) -> bool:
        return self._set(line.in_call)


class MessageWaitingSensor(LineBinarySensor):
    """On while the voice mail has a message."""

    concern = Concern.FEATURES
    key = "message_waiting"
    _attr_entity_registry_enabled_default = False

    @override
    def _take(self, line: Line) -> bool:
        return self._set(line.message_waiting)


def _reason(status: LinkStatus) -> str:
    """Return why the link is down; without anything that went wrong, it is made anew."""
    return reason_key(status.reason) if status.reason else RECONNECTING


class ConnectedSensor(ConnectionEntity, BinarySensorEntity):
    """Whether the connection stands, and the reason why not."""

    _attr_device_class = BinarySensorDeviceClass.CONNECTIVITY
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, coordinator: TelephonyCoordinator) -> None:
        """Belong to the connection."""
        super().__init__(coordinator, "connected")
        self._refresh()

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(self.coordinator.async_listen_link(self._link_changed))
        self._refresh()

    @callback
    def _link_changed(self) -> None:
        if self._refresh():
            self.async_write_ha_state()

    def _refresh(self) -> bool:
        """Take over how the link is; True where that is different."""
        status = self.coordinator.system.status
        attributes = {} if status.connected else {"reason": _reason(status)}
        before = (self._attr_is_on, getattr(self, "_attr_extra_state_attributes", None))
        self._attr_is_on = status.connected
        self._attr_extra_state_attributes = attributes
        return before != (status.connected, attributes)
