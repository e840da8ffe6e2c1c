"""The sensors of a line, as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import ATTR_ENTITY_PICTURE, EntityCategory, UnitOfTime
from homeassistant.helpers.typing import StateType

from ..call_log.log import LoggedCall
from ..connection.settings import LineSettings
from ..coordinator import Concern, TelephonyCoordinator
from ..cti.line import Line
from ..cti.model import (
    CallState,
    Direction,
    Forwarding,
    ForwardingType,
    Party,
    Presentation,
    Registration,
)
from ..cti.system import Capability
from ..entity import LineValueEntity
from ..lines.call_data import call_attributes

IDLE: Final = "idle"
ANONYMOUS: Final = "anonymous"
NOT_FORWARDED: Final = "off"
BUSY_AND_NO_ANSWER: Final = "busy_and_no_answer"
MAX_STATE_LENGTH: Final = 255
_NOTHING_YET: Final = object()

type Value = StateType | datetime
type Attributes = dict[str, Any]


def _itself[T](source: T) -> T:
    return source


def _everywhere(coordinator: TelephonyCoordinator, number: str) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class LineSensorDescription(SensorEntityDescription):
    """A sensor of a line.

    `source_fn` is asked at every change that is of its concern; only where its answer differs,
    value and attributes are made from it and written.
    """

    concern: Concern = Concern.CALLS
    source_fn: Callable[[TelephonyCoordinator, Line], Any]
    value_fn: Callable[[Any], Value] = _itself
    attributes_fn: Callable[[Any], Attributes] | None = None
    exists_fn: Callable[[TelephonyCoordinator, str], bool] = _everywhere


class Remote(NamedTuple):
    """The other side of a call, as far as it is shown."""

    call_id: str
    direction: Direction | None
    party: Party
    picture: str | None


def _state(coordinator: TelephonyCoordinator, line: Line) -> CallState | None:
    call = line.current
    return call.state if call else None


def _remote(coordinator: TelephonyCoordinator, line: Line) -> Remote | None:
    if (call := line.current) is None:
        return None
    return Remote(call.call_id, call.direction, *coordinator.party_and_picture(call))


def _remote_name(remote: Remote | None) -> str | None:
    if remote is None:
        return None
    party = remote.party
    if party.presentation is Presentation.RESTRICTED:
        return ANONYMOUS
    shown = party.name or party.number
    return shown[:MAX_STATE_LENGTH] if shown else None


def _remote_attributes(remote: Remote | None) -> Attributes:
    if remote is None:
        return {}
    attributes = call_attributes(remote.call_id, remote.direction, remote.party)
    if remote.picture:
        attributes[ATTR_ENTITY_PICTURE] = remote.picture
    return attributes


def _last_call(coordinator: TelephonyCoordinator, line: Line) -> LoggedCall | None:
    return coordinator.call_log.line(line.number).last


def _forwardings(
    coordinator: TelephonyCoordinator, line: Line
) -> tuple[Forwarding, ...]:
    return tuple(each for each in (line.forwarding or {}).values() if each.enabled)


def _forwarding_state(forwardings: tuple[Forwarding, ...]) -> str:
    active = {each.type.value for each in forwardings}
    if ForwardingType.ALL in active:
        return ForwardingType.ALL.value
    return BUSY_AND_NO_ANSWER if len(active) > 1 else next(iter(active), NOT_FORWARDED)


def _logs_in(coordinator: TelephonyCoordinator, number: str) -> bool:
    return Capability.LOGIN in coordinator.system.capabilities


def _counter(key: str) -> LineSensorDescription:
    """Describe a counter that only ever grows."""
    return LineSensorDescription(
        key=key,
        concern=Concern.LOG,
        state_class=SensorStateClass.TOTAL_INCREASING,
        entity_registry_enabled_default=False,
        source_fn=lambda coordinator, line: getattr(
            coordinator.call_log.line(line.number).counters, key
        ),
    )


LINE_SENSORS: Final = (
    LineSensorDescription(
        key="state",
        device_class=SensorDeviceClass.ENUM,
        options=[IDLE, *(each.value for each in CallState)],
        source_fn=_state,
        value_fn=lambda state: str(state or IDLE),
    ),
    LineSensorDescription(
        key="remote_party",
        source_fn=_remote,
        value_fn=_remote_name,
        attributes_fn=_remote_attributes,
    ),
    LineSensorDescription(
        key="last_call",
        concern=Concern.LOG,
        device_class=SensorDeviceClass.TIMESTAMP,
        source_fn=_last_call,
        value_fn=lambda last: last and last.ended_at,
        attributes_fn=lambda last: last.as_dict() if last else {},
    ),
    LineSensorDescription(
        key="missed_calls",
        concern=Concern.LOG,
        state_class=SensorStateClass.MEASUREMENT,
        source_fn=lambda coordinator, line: (
            coordinator.call_log.line(line.number).missed
        ),
    ),
    _counter("calls_in"),
    _counter("calls_out"),
    _counter("calls_answered"),
    _counter("calls_missed"),
    LineSensorDescription(
        key="talk_time",
        concern=Concern.LOG,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        suggested_display_precision=0,
        state_class=SensorStateClass.TOTAL_INCREASING,
        entity_registry_enabled_default=False,
        source_fn=lambda coordinator, line: (
            coordinator.call_log.line(line.number).counters.talk_time
        ),
    ),
    LineSensorDescription(
        key="registration",
        concern=Concern.FEATURES,
        device_class=SensorDeviceClass.ENUM,
        options=[each.value for each in Registration],
        entity_category=EntityCategory.DIAGNOSTIC,
        source_fn=lambda coordinator, line: (line.registration, line.sip_code),
        value_fn=lambda source: source[0] and source[0].value,
        attributes_fn=lambda source: {"sip_code": source[1]},
        exists_fn=_logs_in,
    ),
    LineSensorDescription(
        key="forwarding",
        concern=Concern.FEATURES,
        device_class=SensorDeviceClass.ENUM,
        options=[
            NOT_FORWARDED,
            *(each.value for each in ForwardingType),
            BUSY_AND_NO_ANSWER,
        ],
        entity_registry_enabled_default=False,
        source_fn=_forwardings,
        value_fn=_forwarding_state,
        attributes_fn=lambda active: {each.type.value: each.number for each in active},
        exists_fn=lambda coordinator, number: coordinator.has_feature(
            number, "forwarding"
        ),
    ),
)


def line_sensors(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[LineSensor]:
    """Make the sensors that a line has."""
    return [
        LineSensor(coordinator, line.number, description)
        for description in LINE_SENSORS
        if description.exists_fn(coordinator, line.number)
    ]


class LineSensor(LineValueEntity, SensorEntity):
    """A sensor of a line."""

    entity_description: LineSensorDescription
    _unrecorded_attributes = frozenset(
        {
            "answered_at",
            "call_id",
            "called_number",
            "cause",
            "direction",
            "ended_at",
            "line",
            "name",
            "number",
            "outcome",
            "presentation",
            "ring_seconds",
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
        """Show of a line what the description says."""
        super().__init__(coordinator, number, description.key)
        self.entity_description = description
        self.concern = description.concern
        self._source: Any = _NOTHING_YET

    @override
    def _take(self, line: Line) -> bool:
        description = self.entity_description
        source = description.source_fn(self.coordinator, line)
        if source == self._source:
            return False
        self._source = source
        self._attr_native_value = description.value_fn(source)
        if description.attributes_fn:
            self._attr_extra_state_attributes = description.attributes_fn(source)
        return True
