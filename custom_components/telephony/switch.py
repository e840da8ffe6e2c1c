"""Switches of a line: do not disturb, and an account's registration."""

from typing import Any, override

from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN, SwitchEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .connection.settings import LineSettings
from .coordinator import Concern, TelephonyConfigEntry, TelephonyCoordinator
from .cti.line import Line
from .cti.model import Registration
from .cti.system import Capability
from .entity import LineToggleEntity
from .entity_adder import async_add_lines_and_groups
from .lines import commands

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TelephonyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the switches of the lines."""
    await async_add_lines_and_groups(
        entry.runtime_data, SWITCH_DOMAIN, async_add_entities, _for_line
    )


def _for_line(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[LineSwitch]:
    switches: list[LineSwitch] = []
    if line.can_log_in and Capability.LOGIN in coordinator.system.capabilities:
        switches.append(RegisteredSwitch(coordinator, line.number, "registered"))
    if coordinator.has_feature(line.number, "do_not_disturb"):
        switches.append(DoNotDisturbSwitch(coordinator, line.number, "do_not_disturb"))
    return switches


class LineSwitch(LineToggleEntity, SwitchEntity):
    """Something of a line that can be turned on and off; the switch tells when it is."""

    concern = Concern.FEATURES


class DoNotDisturbSwitch(LineSwitch):
    """Whether the line refuses calls."""

    @override
    def _take(self, line: Line) -> bool:
        return self._set(line.do_not_disturb)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await commands.async_set_do_not_disturb(
            self.coordinator, self.number, enabled=True
        )

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await commands.async_set_do_not_disturb(
            self.coordinator, self.number, enabled=False
        )


class RegisteredSwitch(LineSwitch):
    """Whether the account is registered with its SIP server."""

    @override
    def _take(self, line: Line) -> bool:
        registration = line.registration
        return self._set(
            None if registration is None else registration is Registration.REGISTERED
        )

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await commands.async_login(self.coordinator, self.number)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await commands.async_logout(self.coordinator, self.number)
