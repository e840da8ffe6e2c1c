"""The sensors of a line, as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR_DOMAIN,
    RestoreSensor,
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import ATTR_ENTITY_PICTURE, EntityCategory, UnitOfTime
from homeassistant.core import callback

from ..call_log.entries import LoggedCall
from ..connection.changes import FEATURES, LOG, NAMES, STATE
from ..connection.line_state import IDLE
from ..connection.settings import LineSettings
from ..coordinator import TelephonyCoordinator
from ..cti.capability import Capability
from ..cti.model import AgentState, CallState, Charge, ForwardingType, Registration
from ..entity import LineEntity, LineTopic, LineValueEntity, ValueEntity, has_entity
from ..lines.views import logged_call_view
from .shown import (
    BUSY_AND_NO_ANSWER,
    NOT_FORWARDED,
    Attributes,
    Value,
    show_forwardings,
    show_lamps,
    show_registration,
    show_remote,
)


@dataclass(frozen=True, kw_only=True)
class LineSensorDescription(SensorEntityDescription):
    """A sensor of a line.

    Where `read_fn` returns something new, `show_fn` makes value and attributes of it.
    """

    read_fn: Callable[[Any], Any]
    """Reads a `LineLog` where `topic` is None, a `LineState` otherwise."""
    show_fn: Callable[[Any], tuple[Value, Attributes]] | None = None
    topic: LineTopic | None = STATE
    exists_fn: Callable[[TelephonyCoordinator, str], bool] | None = None


def _counter(key: str) -> LineSensorDescription:
    """Describe a counter that only ever grows."""
    return LineSensorDescription(
        key=key,
        topic=None,
        state_class=SensorStateClass.TOTAL_INCREASING,
        entity_registry_enabled_default=False,
        read_fn=attrgetter(f"counters.{key}"),
    )


LINE_SENSORS: Final = (
    LineSensorDescription(
        key="state",
        device_class=SensorDeviceClass.ENUM,
        options=[IDLE, *(each.value for each in CallState)],
        read_fn=attrgetter("state"),
    ),
    LineSensorDescription(
        key="remote_party", read_fn=attrgetter("remote"), show_fn=show_remote
    ),
    LineSensorDescription(
        key="last_call",
        topic=None,
        device_class=SensorDeviceClass.TIMESTAMP,
        read_fn=attrgetter("last"),
    ),
    LineSensorDescription(
        key="missed_calls",
        topic=None,
        state_class=SensorStateClass.MEASUREMENT,
        read_fn=attrgetter("missed"),
    ),
    _counter("calls_in"),
    _counter("calls_out"),
    _counter("calls_answered"),
    _counter("calls_missed"),
    LineSensorDescription(
        key="talk_time",
        topic=None,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_display_precision=0,
        state_class=SensorStateClass.TOTAL_INCREASING,
        entity_registry_enabled_default=False,
        read_fn=attrgetter("counters.talk_time"),
    ),
    LineSensorDescription(
        key="registration",
        topic=FEATURES,
        device_class=SensorDeviceClass.ENUM,
        options=[each.value for each in Registration],
        entity_category=EntityCategory.DIAGNOSTIC,
        read_fn=attrgetter("features.registration", "features.sip_code"),
        show_fn=show_registration,
        exists_fn=lambda coordinator, number: (
            Capability.LOGIN in coordinator.system.capabilities
        ),
    ),
    LineSensorDescription(
        key="forwarding",
        topic=FEATURES,
        device_class=SensorDeviceClass.ENUM,
        options=[
            NOT_FORWARDED,
            *(each.value for each in ForwardingType),
            BUSY_AND_NO_ANSWER,
        ],
        entity_registry_enabled_default=False,
        read_fn=attrgetter("features.forwardings"),
        show_fn=show_forwardings,
        exists_fn=lambda coordinator, number: coordinator.states.has_feature(
            number, "forwarding"
        ),
    ),
    LineSensorDescription(
        key="charge",
        topic=FEATURES,
        device_class=SensorDeviceClass.MONETARY,
        state_class=SensorStateClass.TOTAL,
        suggested_display_precision=2,
        entity_registry_enabled_default=False,
        read_fn=attrgetter("features.charged"),
        exists_fn=lambda coordinator, number: (
            coordinator.states.has_feature(number, "charged")
            or has_entity(coordinator, SENSOR_DOMAIN, number, "charge")
        ),
    ),
    LineSensorDescription(
        key="lamps",
        topic=FEATURES,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        read_fn=attrgetter("features.lamps"),
        show_fn=show_lamps,
        exists_fn=lambda coordinator, number: coordinator.states.has_feature(
            number, "lamps"
        ),
    ),
    LineSensorDescription(
        key="agent_state",
        topic=FEATURES,
        device_class=SensorDeviceClass.ENUM,
        options=[each.value for each in AgentState],
        read_fn=attrgetter("features.agent_state"),
        exists_fn=lambda coordinator, number: (
            coordinator.states.has_feature(number, "agent_state")
            and Capability.SET_AGENT_STATE not in coordinator.system.capabilities
        ),
    ),
)


def line_sensors(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[LineSensor]:
    """Make the sensors that a line has."""
    return [
        (
            _CLASSES.get(description.key)
            or (StateSensor if description.topic else LogSensor)
        )(coordinator, line.number, description)
        for description in LINE_SENSORS
        if description.exists_fn is None
        or description.exists_fn(coordinator, line.number)
    ]


class LineSensor(LineEntity, ValueEntity, SensorEntity):
    """A sensor of a line."""

    entity_description: LineSensorDescription
    _unrecorded_attributes = frozenset(
        {
            ATTR_ENTITY_PICTURE,
            "answered_at",
            "blocked",
            "call_id",
            "called_number",
            "cause",
            "contact_groups",
            "direction",
            "ended_at",
            "held_by_far_end",
            "lamps",
            "last_note",
            "line",
            "members",
            "name",
            "name_source",
            "note",
            "number",
            "outcome",
            "presentation",
            "ring_seconds",
            "spoken_name",
            "started_at",
            "talk_seconds",
        }
    )

    def __init__(
        self,
        coordinator: TelephonyCoordinator,
        number: str,
        description: LineSensorDescription,
    ) -> None:
        """Show what the description says of a line."""
        super().__init__(coordinator, number, description.key)
        self.entity_description = description
        self._read = description.read_fn
        self._show = description.show_fn


class StateSensor(LineValueEntity, LineSensor):
    """A sensor of what a line does, or of its features."""

    @override
    async def async_added_to_hass(self) -> None:
        self.topic = self.entity_description.topic or STATE
        await super().async_added_to_hass()


class LogSensor(LineSensor):
    """A sensor of what is kept of a line's finished calls."""

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.refresh(self.coordinator.call_log.line(self.owner))
        self.listen(LOG, self.owner, self.async_source_changed)


class LastCallSensor(LogSensor):
    """When the newest call has ended; its attributes name the other side as it is called now."""

    @override
    def show(self, value: LoggedCall | None) -> None:
        self._value = value
        self._attr_native_value = value and value.ended_at
        far_end = self.coordinator.states.far_end
        self._attr_extra_state_attributes = (
            logged_call_view(value, far_end) if value else {}
        )

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.listen(NAMES, self.owner, self._names_changed)

    @callback
    def _names_changed(self) -> None:
        before, last = self._attr_extra_state_attributes, self._value
        if isinstance(last, LoggedCall):
            self.show(last)
        if self._attr_available and self._attr_extra_state_attributes != before:
            self.async_write_ha_state()


class ChargeSensor(StateSensor, RestoreSensor):
    """What the line's calls have cost, in the currency that was told first.

    The phone system's count begins with each connection, and this one goes on.
    """

    _before = _counted = 0.0
    _currency: str | None = None

    @override
    def show(self, value: Charge | None) -> None:
        self._value = value
        if value is None or value.amount is None:
            return
        currency = value.currency or self.coordinator.hass.config.currency
        if self._currency not in (None, currency):
            return
        if value.amount < self._counted:
            self._before += self._counted
        self._counted = value.amount
        self._attr_native_unit_of_measurement = self._currency = currency
        self._attr_native_value = round(self._before + self._counted, 3)

    @override
    async def async_added_to_hass(self) -> None:
        last = await self.async_get_last_sensor_data()
        if last and isinstance(last.native_value, int | float):
            self._before = float(last.native_value)
            self._attr_native_value = self._before
            self._currency = last.native_unit_of_measurement
            self._attr_native_unit_of_measurement = self._currency
        await super().async_added_to_hass()


_CLASSES: Final[dict[str, type[LineSensor]]] = {
    "charge": ChargeSensor,
    "last_call": LastCallSensor,
}
"""Sensors that have a class of their own, by their keys."""
