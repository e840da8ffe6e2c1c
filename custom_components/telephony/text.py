"""The number that a line's dial button calls."""

from typing import override

from homeassistant.components.text import DOMAIN as TEXT_DOMAIN, RestoreText

from .connection.settings import LineSettings
from .coordinator import TelephonyCoordinator
from .cti.capability import Capability
from .entity import LineEntity, line_platform
from .errors import user_error
from .numbers.spelling import MAX_NUMBER_LENGTH, clean_number

PARALLEL_UPDATES = 0


def _for_line(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[DialNumber]:
    """Return the number to dial, if the phone system places calls for us."""
    if Capability.MAKE_CALL in coordinator.system.capabilities:
        return [DialNumber(coordinator, line.number, "dial_number")]
    return []


async_setup_entry = line_platform(TEXT_DOMAIN, _for_line)


class DialNumber(LineEntity, RestoreText):
    """A number to dial, kept over restarts."""

    _attr_entity_registry_enabled_default = False
    _attr_native_max = 2 * MAX_NUMBER_LENGTH
    _attr_native_value = ""

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        if (last := await self.async_get_last_text_data()) and last.native_value:
            self._keep(last.native_value)

    @override
    async def async_set_value(self, value: str) -> None:
        if (
            value
            and value not in self.coordinator.settings.numbers
            and not clean_number(value)
        ):
            raise user_error(
                "invalid_number", line=self.number, limit=str(MAX_NUMBER_LENGTH)
            )
        self._keep(value)
        self.async_write_ha_state()

    def _keep(self, value: str) -> None:
        self._attr_native_value = value
        self.coordinator.dial_numbers[self.number] = value
