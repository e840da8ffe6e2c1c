"""Conditions: what lines do now, for the automation editor."""

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Any, Final, Unpack, cast, override

import voluptuous as vol

from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import (
    ATTR_BEHAVIOR,
    BEHAVIOR_ALL,
    BEHAVIOR_ANY,
    Condition,
    ConditionCheckParams,
    ConditionConfig,
)
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.typing import ConfigType

from .cti.line import Line
from .cti.model import CallState
from .lines.following import LineFollower
from .lines.targets import TargetLine, async_followed_lines

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_TARGET): cv.TARGET_FIELDS,
        vol.Required(CONF_OPTIONS, default=dict): {
            vol.Required(ATTR_BEHAVIOR, default=BEHAVIOR_ANY): vol.In(
                [BEHAVIOR_ANY, BEHAVIOR_ALL]
            )
        },
    }
)


class LineCondition(Condition):
    """Tests whether any line, or all, do something; lines that are not available do not count."""

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        return cast("ConfigType", _SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take the target."""
        super().__init__(hass, config)
        self._target: dict[str, Any] = config.target or {}
        self._selection = TargetSelection(self._target)
        self._behavior: str = (config.options or {}).get(ATTR_BEHAVIOR, BEHAVIOR_ANY)

    @staticmethod
    @abstractmethod
    def holds(line: Line) -> bool:
        """Tell whether it is true of a line."""

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        results = [
            self.holds(line)
            for followed in async_followed_lines(self._hass, self._selection)
            if (line := _available_line(followed))
        ]
        if self._behavior == BEHAVIOR_ALL:
            return bool(results) and all(results)
        return any(results)

    @property
    @override
    def needs_polling(self) -> bool:
        return False

    @override
    async def _async_track_changes(self, action: Callable[[], None]) -> CALLBACK_TYPE:
        listen = partial(_listen, action)
        return LineFollower(self._hass, self._target, listen, action).async_start()


def _available_line(followed: TargetLine) -> Line | None:
    coordinator, number = followed.coordinator, followed.number
    return coordinator.line(number) if coordinator.is_available(number) else None


@callback
def _listen(action: Callable[[], None], line: TargetLine) -> CALLBACK_TYPE:
    """Call the action when a line changes, comes or goes."""
    changed = line.coordinator.async_listen_line(line.number, lambda _: action())
    available = line.coordinator.async_listen_availability(line.number, action)

    @callback
    def unlisten() -> None:
        changed()
        available()

    return unlisten


class IsIdleCondition(LineCondition):
    """The line has no call."""

    @override
    @staticmethod
    def holds(line: Line) -> bool:
        return not line.calls


class IsRingingCondition(LineCondition):
    """A call is coming in."""

    @override
    @staticmethod
    def holds(line: Line) -> bool:
        return any(call.state is CallState.RINGING for call in line.calls)


class IsInCallCondition(LineCondition):
    """A call is connected or on hold, whatever else rings."""

    @override
    @staticmethod
    def holds(line: Line) -> bool:
        return line.in_call


CONDITIONS: Final[dict[str, type[Condition]]] = {
    "is_idle": IsIdleCondition,
    "is_in_call": IsInCallCondition,
    "is_ringing": IsRingingCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions."""
    return CONDITIONS
