"""Buttons that act on a line's calls, log and number to dial."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.button import (
    DOMAIN as BUTTON_DOMAIN,
    ButtonEntity,
    ButtonEntityDescription,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .connection.settings import LineSettings
from .const import DOMAIN
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .cti.model import Direction
from .cti.system import Capability
from .entity import LineEntity
from .entity_adder import async_add_lines_and_groups
from .lines import commands

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class LineButtonDescription(ButtonEntityDescription):
    """A button of a line, for switches that have the capability."""

    press_fn: Callable[[TelephonyCoordinator, str], Coroutine[Any, Any, object]]
    capability: Capability | None = None


async def _async_mark_missed_read(
    coordinator: TelephonyCoordinator, number: str
) -> None:
    coordinator.async_mark_missed_read(number)


async def _async_redial(coordinator: TelephonyCoordinator, number: str) -> None:
    """Call whom the line called last."""
    for call in coordinator.call_log.calls(number):
        if call.direction is Direction.OUTGOING and call.number:
            await commands.async_make_call(coordinator, number, call.number)
            return
    raise _nothing("nothing_to_redial", number)


async def _async_dial(coordinator: TelephonyCoordinator, number: str) -> None:
    """Call what stands in the text entity."""
    if not (to_dial := coordinator.dial_numbers.get(number)):
        raise _nothing("nothing_to_dial", number)
    await commands.async_make_call(coordinator, number, to_dial)


def _nothing(key: str, number: str) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"line": number},
    )


BUTTONS: Final = (
    LineButtonDescription(
        key="answer", press_fn=commands.async_answer, capability=Capability.ANSWER
    ),
    LineButtonDescription(
        key="hangup", press_fn=commands.async_hangup, capability=Capability.HANGUP
    ),
    LineButtonDescription(
        key="hold", press_fn=commands.async_hold, capability=Capability.HOLD
    ),
    LineButtonDescription(
        key="retrieve", press_fn=commands.async_retrieve, capability=Capability.HOLD
    ),
    LineButtonDescription(
        key="mark_missed_read",
        press_fn=_async_mark_missed_read,
        entity_registry_enabled_default=False,
    ),
    LineButtonDescription(
        key="redial",
        press_fn=_async_redial,
        capability=Capability.MAKE_CALL,
        entity_registry_enabled_default=False,
    ),
    LineButtonDescription(
        key="dial",
        press_fn=_async_dial,
        capability=Capability.MAKE_CALL,
        entity_registry_enabled_default=False,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TelephonyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the buttons of the lines."""
    await async_add_lines_and_groups(
        entry.runtime_data, BUTTON_DOMAIN, async_add_entities, _for_line
    )


def _for_line(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[LineButton]:
    capabilities = coordinator.system.capabilities
    return [
        LineButton(coordinator, line.number, description)
        for description in BUTTONS
        if description.capability is None or description.capability in capabilities
    ]


class LineButton(LineEntity, ButtonEntity):
    """A button of a line; pressed when nothing fits, it says so."""

    entity_description: LineButtonDescription

    def __init__(
        self,
        coordinator: TelephonyCoordinator,
        number: str,
        description: LineButtonDescription,
    ) -> None:
        """Do for a line what the description says."""
        super().__init__(coordinator, number, description.key)
        self.entity_description = description

    @override
    async def async_press(self) -> None:
        await self.entity_description.press_fn(self.coordinator, self.number)
