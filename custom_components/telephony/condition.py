"""Conditions: what lines do now, for the automation editor."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Final, NamedTuple, Unpack, cast, override

import voluptuous as vol

from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, callback
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

from .connection.changes import MISSED, STATE, Topic
from .connection.line_state import LineTally
from .cti.model import CallState
from .lines.filters import CALL_FILTERS, CallFilter
from .lines.following import LineFollower
from .lines.targets import Watched, async_watched


class Count(NamedTuple):
    """Of how many lines a condition is true, and of how many it could be."""

    true: int
    lines: int


class LineCondition(Condition):
    """Tests whether something is true of any line, or of all."""

    more_options: ClassVar[dict[vol.Marker, Any]] = {}
    topic: ClassVar[Topic[Any, Context | None]] = STATE

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        behavior = vol.Required(ATTR_BEHAVIOR, default=BEHAVIOR_ANY)
        schema = vol.Schema(
            {
                vol.Required(CONF_TARGET): cv.TARGET_FIELDS,
                vol.Required(CONF_OPTIONS, default=dict): {
                    behavior: vol.In([BEHAVIOR_ANY, BEHAVIOR_ALL]),
                    **cls.more_options,
                },
            }
        )
        return cast("ConfigType", schema(config))

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take the target."""
        super().__init__(hass, config)
        self._target: dict[str, Any] = config.target or {}
        self._selection = TargetSelection(self._target)
        self.chosen = config.options or {}
        self._behavior: str = self.chosen.get(ATTR_BEHAVIOR, BEHAVIOR_ANY)

    @abstractmethod
    def count(self, watched: Watched) -> Count:
        """Return of how many lines it is true."""

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        counts = [
            count
            for watched in async_watched(self._hass, self._selection)
            if (count := self.count(watched)).lines
        ]
        if self._behavior == BEHAVIOR_ALL:
            return bool(counts) and all(true == lines for true, lines in counts)
        return any(true for true, _ in counts)

    @property
    @override
    def needs_polling(self) -> bool:
        return False

    @override
    async def _async_track_changes(self, action: Callable[[], None]) -> CALLBACK_TYPE:
        @callback
        def listen(watched: Watched) -> CALLBACK_TYPE:
            return watched.coordinator.changes.listen(
                self.topic, watched.owner, lambda changed, context: action()
            )

        return LineFollower(self._hass, self._target, listen, action).async_start()


class IsIdleCondition(LineCondition):
    """The line is available and has no call."""

    @override
    def count(self, watched: Watched) -> Count:
        tally = watched.tally()
        return Count(tally.idle, tally.available)


class CallCondition(LineCondition):
    """The line is available and has a call of some kind, which may be narrowed down."""

    more_options = CALL_FILTERS
    states: ClassVar[frozenset[CallState]]

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Take the target and the filters."""
        super().__init__(hass, config)
        self._filter = CallFilter(self.chosen)
        self._is_filtered = not self.chosen.keys() <= {ATTR_BEHAVIOR}

    @staticmethod
    @abstractmethod
    def count_all(tally: LineTally) -> int:
        """Return how many lines have a call of the kind, whatever else it is."""

    @override
    def count(self, watched: Watched) -> Count:
        tally = watched.tally()
        if not self._is_filtered:
            return Count(self.count_all(tally), tally.available)
        true = sum(
            any(
                call.state in self.states
                and self._filter.passes(watched.coordinator, call)
                for call in state.calls
            )
            for state in watched.busy()
        )
        return Count(true, tally.available)


class IsRingingCondition(CallCondition):
    """A call is coming in."""

    states = frozenset({CallState.RINGING})

    @override
    @staticmethod
    def count_all(tally: LineTally) -> int:
        return tally.ringing


class IsInCallCondition(CallCondition):
    """A call is connected or on hold, whatever else rings."""

    states = frozenset({CallState.CONNECTED, CallState.HELD})

    @override
    @staticmethod
    def count_all(tally: LineTally) -> int:
        return tally.in_call


class HasMissedCallsCondition(LineCondition):
    """The line has missed calls that nobody has marked as read, whether it is available or not."""

    topic = MISSED

    @override
    def count(self, watched: Watched) -> Count:
        return Count(*watched.missed())


CONDITIONS: Final[dict[str, type[Condition]]] = {
    "has_missed_calls": HasMissedCallsCondition,
    "is_idle": IsIdleCondition,
    "is_in_call": IsInCallCondition,
    "is_ringing": IsRingingCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions."""
    return CONDITIONS
