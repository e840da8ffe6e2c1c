"""How loud a line's phone is."""

from operator import attrgetter
from typing import Final, override

from homeassistant.components.number import (
    DOMAIN as NUMBER_DOMAIN,
    NumberEntity,
    NumberMode,
)
from homeassistant.const import PERCENTAGE, EntityCategory
from homeassistant.core import Context

from .call_log.trail import Way
from .connection.changes import FEATURES
from .connection.settings import LineSettings
from .coordinator import TelephonyCoordinator
from .cti.model import PhoneSetting
from .entity import LineValueEntity, can_set_phone, line_platform
from .lines.origin import Origin
from .lines.phone_settings import async_set_phone
from .lines.target_line import TargetLine

PARALLEL_UPDATES = 0

_VOLUMES: Final = (PhoneSetting.RINGER_VOLUME, PhoneSetting.SPEAKER_VOLUME)


def _for_line(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[VolumeNumber]:
    return [
        VolumeNumber(coordinator, line.number, setting)
        for setting in _VOLUMES
        if can_set_phone(coordinator, line.number, setting)
    ]


async_setup_entry = line_platform(NUMBER_DOMAIN, _for_line)


class VolumeNumber(LineValueEntity, NumberEntity):
    """How loud something of a line's phone is; the phone system tells when it changes."""

    topic = FEATURES
    _attr_entity_category = EntityCategory.CONFIG
    _attr_entity_registry_enabled_default = False
    _attr_mode = NumberMode.SLIDER
    _attr_native_max_value = 100
    _attr_native_min_value = 0
    _attr_native_step = 1
    _attr_native_unit_of_measurement = PERCENTAGE

    def __init__(
        self, coordinator: TelephonyCoordinator, number: str, setting: PhoneSetting
    ) -> None:
        """Belong to a line."""
        super().__init__(coordinator, number, setting)
        self._setting = setting
        self._read = attrgetter(f"features.{setting}")

    @override
    async def async_set_native_value(self, value: float) -> None:
        line = TargetLine(self.coordinator, self.number)
        origin = Origin(Way.BUTTON, self._context or Context())
        await async_set_phone(line, origin, self._setting, round(value))
