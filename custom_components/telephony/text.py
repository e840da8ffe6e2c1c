"""The number that a line's dial button calls."""

from typing import override

from homeassistant.components.text import DOMAIN as TEXT_DOMAIN, RestoreText
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .connection.settings import LineSettings
from .const import DOMAIN
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .cti.system import Capability
from .entity import LineEntity
from .entity_adder import async_add_lines_and_groups
from .numbers.dial_plan import MAX_NUMBER_LENGTH, clean_number

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TelephonyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the numbers to dial."""
    await async_add_lines_and_groups(
        entry.runtime_data, TEXT_DOMAIN, async_add_entities, _for_line
    )


def _for_line(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[DialNumber]:
    if Capability.MAKE_CALL not in coordinator.system.capabilities:
        return []
    return [DialNumber(coordinator, line.number, "dial_number")]


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
        if value and value not in self.coordinator.numbers and not clean_number(value):
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="invalid_number",
                translation_placeholders={
                    "line": self.number,
                    "limit": str(MAX_NUMBER_LENGTH),
                },
            )
        self._keep(value)
        self.async_write_ha_state()

    def _keep(self, value: str) -> None:
        self._attr_native_value = value
        self.coordinator.dial_numbers[self.number] = value
