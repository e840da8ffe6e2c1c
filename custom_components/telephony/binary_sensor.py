"""Whether a line is in a call, a message waits, and whether the connection is up."""

from operator import attrgetter
from typing import Final, override

from homeassistant.components.binary_sensor import (
    DOMAIN as BINARY_SENSOR_DOMAIN,
    BinarySensorDeviceClass,
    BinarySensorEntity,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .connection.changes import LINK
from .connection.settings import EVERY_LINE, LineSettings
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .cti.link import LinkStatus
from .entity import (
    EntityAdder,
    FeatureEntity,
    LineToggleEntity,
    TelephonyEntity,
    ValueEntity,
)
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
    async_add_entities([ConnectedSensor(coordinator, "", "connected")])
    await EntityAdder(
        coordinator, BINARY_SENSOR_DOMAIN, async_add_entities, _line_entities
    ).async_start()


def _line_entities(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[TelephonyEntity]:
    entities: list[TelephonyEntity] = [
        InCallSensor(coordinator, line.number, "in_call")
    ]
    if coordinator.states.has_feature(line.number, "message_waiting"):
        entities.append(
            MessageWaitingSensor(coordinator, line.number, "message_waiting")
        )
    if coordinator.states.has_feature(line.number, "in_service"):
        entities.append(InServiceSensor(coordinator, line.number, "in_service"))
    return entities


class InCallSensor(LineToggleEntity, BinarySensorEntity):
    """On while any call of the line is connected or held."""

    _read = attrgetter("in_call")


class MessageWaitingSensor(FeatureEntity, BinarySensorEntity):
    """On while the voice mail has a message."""

    _attr_entity_registry_enabled_default = False


class InServiceSensor(FeatureEntity, BinarySensorEntity):
    """Off while the phone system says that the phone is out of service."""

    _attr_entity_category = EntityCategory.DIAGNOSTIC


def _reason(status: LinkStatus) -> str | None:
    """Return why the link is down; if nothing went wrong, it is being made again."""
    if status.connected:
        return None
    return reason_key(status.reason) if status.reason else RECONNECTING


class ConnectedSensor(ValueEntity, BinarySensorEntity):
    """Whether the connection is up, and the reason why not."""

    _attr_device_class = BinarySensorDeviceClass.CONNECTIVITY
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _read = staticmethod(_reason)

    @override
    def show(self, value: str | None) -> None:
        self._value = value
        self._attr_is_on = value is None
        self._attr_extra_state_attributes = {} if value is None else {"reason": value}

    @override
    async def async_added_to_hass(self) -> None:
        self.refresh(self.coordinator.system.status)
        self.listen(LINK, EVERY_LINE, self._link_changed)

    @callback
    def _link_changed(self) -> None:
        self.async_source_changed(self.coordinator.system.status, None)
