"""Switches of a line: do not disturb, and an account's registration."""

from typing import Any, override

from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN, SwitchEntity
from homeassistant.const import EntityCategory
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .call_log.trail import Way
from .connection.settings import LineSettings
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .cti.system import Capability
from .entity import EntityAdder, FeatureEntity
from .lines import commands
from .lines.assist import async_withhold
from .lines.origin import Origin
from .lines.target_line import TargetLine

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TelephonyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the switches of the lines."""
    await EntityAdder(
        entry.runtime_data, SWITCH_DOMAIN, async_add_entities, _for_line
    ).async_start()


def _for_line(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[LineSwitch]:
    switches: list[LineSwitch] = []
    for key in ("registered", "do_not_disturb"):
        async_withhold(
            coordinator.hass,
            SWITCH_DOMAIN,
            f"{coordinator.entry.entry_id}_{line.number}_{key}",
        )
    if line.can_log_in and Capability.LOGIN in coordinator.system.capabilities:
        switches.append(RegisteredSwitch(coordinator, line.number, "registered"))
    if coordinator.states.has_feature(line.number, "do_not_disturb"):
        switches.append(DoNotDisturbSwitch(coordinator, line.number, "do_not_disturb"))
    return switches


class LineSwitch(FeatureEntity, SwitchEntity):
    """Something of a line that can be turned on and off; the phone system tells when it is.

    It takes a line's calls away, so it's no matter for voice assistants, which aren't offered
    what is of this category.
    """

    _attr_entity_category = EntityCategory.CONFIG

    def __init__(
        self, coordinator: TelephonyCoordinator, number: str, key: str
    ) -> None:
        """Belong to a line."""
        super().__init__(coordinator, number, key)
        self._line = TargetLine(coordinator, number)

    @property
    def _origin(self) -> Origin:
        return Origin(Way.BUTTON, self._context or Context())


class DoNotDisturbSwitch(LineSwitch):
    """Whether the line refuses calls."""

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await commands.async_set_do_not_disturb(self._line, self._origin, enabled=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await commands.async_set_do_not_disturb(self._line, self._origin, enabled=False)


class RegisteredSwitch(LineSwitch):
    """Whether the account is registered with its SIP server; only administrators turn it."""

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await commands.async_login(self._line, self._origin)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await commands.LOGOUT(self._line, self._origin)
