"""The floor: entities that do nothing but keep a value and write it."""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, override

from pytest_homeassistant_custom_component.common import (
    MockModule,
    MockPlatform,
    mock_integration,
    mock_platform,
)

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.button import ButtonEntity
from homeassistant.components.event import EventEntity
from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorStateClass,
)
from homeassistant.components.switch import SwitchEntity
from homeassistant.components.text import TextEntity
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .core import async_set_up, make_entry

DOMAIN = "bare"
LINE_WRITES = {
    "incoming": ("state", "remote_party", "event"),
    "answered": ("state", "in_call", "event"),
    "ended": ("state", "remote_party", "in_call", "last_call", "event"),
}
"""The state writes of a line that each event needs; whatever is written more counts against us."""
GROUP_WRITES = {
    "incoming": ("active_calls", "ringing_calls", "event"),
    "answered": ("ringing_calls", "event"),
    "ended": ("active_calls", "event"),
}
"""The same of a group."""
STATES = ["idle", "dialing", "ringing", "connected", "held"]
EVENT_TYPES = [
    *("incoming", "outgoing", "remote_ringing", "answered", "held", "retrieved"),
    *("transferred", "conferenced", "queued", "diverted", "failed", "missed", "ended"),
]


class BareFlow(ConfigFlow, domain=DOMAIN):
    """What every integration with an entry has."""


class BareEntity(Entity):
    """An entity that is told what to show."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, owner: str, key: str) -> None:
        """Belong to a device."""
        self._attr_name = key
        self._attr_unique_id = f"{owner}_{key}"
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, owner)}, name=owner)

    def enable_at_first(self, *, enabled: bool) -> None:
        """Be enabled, or only known to the registry."""
        self._attr_entity_registry_enabled_default = enabled

    def show(self, value: Any, attributes: Mapping[str, Any]) -> None:
        """Take over value and attributes, and write."""
        raise NotImplementedError


class BareSensor(BareEntity, SensorEntity):
    """A sensor."""

    @override
    def show(self, value: Any, attributes: Mapping[str, Any]) -> None:
        """Take over value and attributes, and write."""
        self._attr_native_value = value
        self._attr_extra_state_attributes = dict(attributes)
        self.async_write_ha_state()


class BareStateSensor(BareSensor):
    """A sensor with an enumeration."""

    _attr_device_class = SensorDeviceClass.ENUM
    _attr_options = STATES


class BareTimestamp(BareSensor):
    """A sensor with a moment."""

    _attr_device_class = SensorDeviceClass.TIMESTAMP


class BareCount(BareSensor):
    """A sensor with a number."""

    _attr_state_class = SensorStateClass.MEASUREMENT


class BareBinarySensor(BareEntity, BinarySensorEntity):
    """A binary sensor."""

    @override
    def show(self, value: Any, attributes: Mapping[str, Any]) -> None:
        """Take over the value and write."""
        self._attr_is_on = value
        self.async_write_ha_state()


class BareEvent(BareEntity, EventEntity):
    """An event entity."""

    _attr_event_types = EVENT_TYPES

    @override
    def show(self, value: Any, attributes: Mapping[str, Any]) -> None:
        """Trigger and write."""
        self._trigger_event(value, dict(attributes))
        self.async_write_ha_state()


class BareButton(BareEntity, ButtonEntity):
    """A button."""


class BareSwitch(BareEntity, SwitchEntity):
    """A switch."""

    _attr_is_on = False


class BareText(BareEntity, TextEntity):
    """A text."""

    _attr_native_value = ""


class BareDevice:
    """A device's entities by key, and what each event lets them write."""

    def __init__(
        self,
        name: str,
        entities: Mapping[str, type[BareEntity]],
        writes: Mapping[str, Sequence[str]],
    ) -> None:
        """Make the entities of a table."""
        self.entities = {key: kind(name, key) for key, kind in entities.items()}
        self._writes = {
            kind: [
                (self.entities[key], *VALUES[kind][key]) for key in writes.get(kind, ())
            ]
            for kind in writes
        }

    def write(self, kind: str) -> None:
        """Write what an event writes, and nothing else."""
        for entity, value, attributes in self._writes[kind]:
            if isinstance(entity, BareTimestamp):
                value += timedelta(seconds=next(_SECONDS))  # noqa: PLW2901  # each call ends later
            entity.show(value, attributes)


LINE_ENTITIES: dict[str, type[BareEntity]] = {
    "state": BareStateSensor,
    "remote_party": BareSensor,
    "last_call": BareTimestamp,
    "in_call": BareBinarySensor,
    "event": BareEvent,
}
GROUP_ENTITIES: dict[str, type[BareEntity]] = {
    "active_calls": BareCount,
    "ringing_calls": BareCount,
    "missed_calls": BareCount,
    "event": BareEvent,
}

_CALL = {
    "call_id": "c0123456789abcdef0123456789abcdef",
    "direction": "incoming",
    "number": "725",
    "name": None,
    "presentation": "allowed",
}
_EVENT = {**_CALL, "called_number": "20000", "cause": "normal"}
_ENDED = {**_EVENT, "outcome": "answered", "ring_seconds": 1.0, "talk_seconds": 9.5}
_SECONDS = count()
_MOMENT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
_LOGGED = {
    **_ENDED,
    "line": "20000",
    "started_at": _MOMENT.isoformat(),
    "answered_at": _MOMENT.isoformat(),
    "ended_at": _MOMENT.isoformat(),
}
VALUES: dict[str, dict[str, tuple[Any, Mapping[str, Any]]]] = {
    "incoming": {
        "state": ("ringing", {}),
        "remote_party": ("725", _CALL),
        "event": ("incoming", _EVENT),
        "active_calls": (1, {}),
        "ringing_calls": (1, {}),
    },
    "answered": {
        "state": ("connected", {}),
        "in_call": (True, {}),
        "event": ("answered", _EVENT),
        "ringing_calls": (0, {}),
    },
    "ended": {
        "state": ("idle", {}),
        "remote_party": (None, {}),
        "in_call": (False, {}),
        "last_call": (_MOMENT, _LOGGED),
        "event": ("ended", _ENDED),
        "active_calls": (0, {}),
    },
}
"""What is shown."""


def _adder(entities: list[BareEntity]) -> Callable[..., Coroutine[Any, Any, None]]:
    """Return a platform's set-up that adds these."""

    async def setup_platform(
        hass: HomeAssistant, entry: ConfigEntry, add: AddConfigEntryEntitiesCallback
    ) -> None:
        add(entities)

    return setup_platform


async def async_add_bare(hass: HomeAssistant, entities: Iterable[BareEntity]) -> None:
    """Add bare entities through a config entry, as any integration does."""
    by_platform: dict[str, list[BareEntity]] = {}
    for entity in entities:
        platform = next(
            kind.__module__.rpartition(".")[2]
            for kind in type(entity).__mro__
            if kind.__module__.startswith("homeassistant.components.")
        )
        by_platform.setdefault(platform, []).append(entity)

    async def setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
        await hass.config_entries.async_forward_entry_setups(entry, list(by_platform))
        return True

    mock_integration(hass, MockModule(DOMAIN, async_setup_entry=setup_entry))
    mock_platform(hass, f"{DOMAIN}.config_flow")
    for platform, group in by_platform.items():
        module = MockPlatform(async_setup_entry=_adder(group))
        mock_platform(hass, f"{DOMAIN}.{platform}", module)
    await async_set_up(hass, make_entry(DOMAIN, "Bare", {}))
