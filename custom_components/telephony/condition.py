"""Conditions: what lines do now, for the automation editor."""

from abc import abstractmethod
from collections.abc import Callable
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

from .connection.changes import STATE
from .connection.line_state import LineTally
from .lines.following import LineFollower
from .lines.targets import Watched, async_watched

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
    """Tests whether any line, or all, do something; lines that aren't available don't count."""

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
    def count(tally: LineTally) -> int:
        """Return of how many lines it is true."""

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        tallies = [
            tally
            for watched in async_watched(self._hass, self._selection)
            if (tally := watched.tally()).available
        ]
        if self._behavior == BEHAVIOR_ALL:
            return bool(tallies) and all(
                self.count(tally) == tally.available for tally in tallies
            )
        return any(self.count(tally) for tally in tallies)

    @property
    @override
    def needs_polling(self) -> bool:
        return False

    @override
    async def _async_track_changes(self, action: Callable[[], None]) -> CALLBACK_TYPE:
        @callback
        def listen(watched: Watched) -> CALLBACK_TYPE:
            return watched.coordinator.changes.listen(
                STATE, watched.owner, lambda state, context: action()
            )

        return LineFollower(self._hass, self._target, listen, action).async_start()


class IsIdleCondition(LineCondition):
    """The line has no call."""

    @override
    @staticmethod
    def count(tally: LineTally) -> int:
        return tally.idle


class IsRingingCondition(LineCondition):
    """A call is coming in."""

    @override
    @staticmethod
    def count(tally: LineTally) -> int:
        return tally.ringing


class IsInCallCondition(LineCondition):
    """A call is connected or on hold, whatever else rings."""

    @override
    @staticmethod
    def count(tally: LineTally) -> int:
        return tally.in_call


CONDITIONS: Final[dict[str, type[Condition]]] = {
    "is_idle": IsIdleCondition,
    "is_in_call": IsInCallCondition,
    "is_ringing": IsRingingCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions."""
    return CONDITIONS
