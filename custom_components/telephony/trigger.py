"""Triggers: what happens to the calls of lines, for the automation editor."""

from functools import partial
from typing import Any, Final, cast, override

import voluptuous as vol

from homeassistant.components.event import DOMAIN as EVENT_DOMAIN
from homeassistant.const import (
    ATTR_DEVICE_ID,
    ATTR_ENTITY_ID,
    CONF_OPTIONS,
    CONF_TARGET,
)
from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.trigger import (
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType

from .connection.changes import EVENT
from .const import DOMAIN
from .cti.model import CallEvent, CallEventType
from .lines.following import LineFollower
from .lines.target_line import TargetLine
from .lines.targets import Watched
from .lines.views import event_view
from .numbers.filter import (
    ATTR_ANONYMOUS,
    ATTR_NUMBER,
    ATTR_NUMBER_PREFIX,
    NumberFilter,
)

_NUMBERS: Final = vol.All(cv.ensure_list, [cv.string])
_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_TARGET): cv.TARGET_FIELDS,
        vol.Required(CONF_OPTIONS, default=dict): {
            vol.Optional(ATTR_NUMBER): _NUMBERS,
            vol.Optional(ATTR_NUMBER_PREFIX): _NUMBERS,
            vol.Optional(ATTR_ANONYMOUS): cv.boolean,
        },
    }
)


class CallTrigger(Trigger):
    """Waits for one type of event on the lines of its target.

    It listens to the connection and not to event entities, so that it works whichever of them
    are enabled, and so that no event is lost or seen twice when a line becomes available.
    """

    event_type: CallEventType

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        return cast("ConfigType", _SCHEMA(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the target and the filters."""
        super().__init__(hass, config)
        self._target = config.target or {}
        self._filter = NumberFilter(config.options or {})

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        @callback
        def listen(watched: Watched) -> CALLBACK_TYPE:
            return watched.coordinator.changes.listen(
                EVENT,
                (watched.owner, str(self.event_type)),
                partial(self._on_event, run_action, watched),
            )

        return LineFollower(self._hass, self._target, listen).async_start()

    @callback
    def _on_event(
        self,
        run_action: TriggerActionRunner,
        watched: Watched,
        event: CallEvent,
        context: Context,
    ) -> None:
        number = event.call.line
        plan = watched.coordinator.settings.plan
        if watched.means(number) and self._filter.passes(event.call.party, plan):
            line = TargetLine(watched.coordinator, number)
            _ = run_action(
                _variables(self._hass, line, event),
                f"{event.type} call on line {number}",
                context,
            )


def _variables(
    hass: HomeAssistant, line: TargetLine, event: CallEvent
) -> dict[str, Any]:
    """Return what an automation finds below `trigger`; a line of groups only has no device."""
    entry_id = line.coordinator.entry.entry_id
    entity_id = er.async_get(hass).async_get_entity_id(
        EVENT_DOMAIN, DOMAIN, f"{entry_id}_{line.number}_call"
    )
    return {
        **event_view(event),
        "event_type": event.type.value,
        "line": line.number,
        ATTR_DEVICE_ID: line.device_id,
        ATTR_ENTITY_ID: entity_id,
    }


class StartedRingingTrigger(CallTrigger):
    """A call has come in."""

    event_type = CallEventType.INCOMING


class StartedDialingTrigger(CallTrigger):
    """A call is placed."""

    event_type = CallEventType.OUTGOING


class CallAnsweredTrigger(CallTrigger):
    """A call was answered, by either side."""

    event_type = CallEventType.ANSWERED


class CallMissedTrigger(CallTrigger):
    """Nobody has answered a call."""

    event_type = CallEventType.MISSED


class CallEndedTrigger(CallTrigger):
    """A call is over."""

    event_type = CallEventType.ENDED


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "call_answered": CallAnsweredTrigger,
    "call_ended": CallEndedTrigger,
    "call_missed": CallMissedTrigger,
    "started_dialing": StartedDialingTrigger,
    "started_ringing": StartedRingingTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers."""
    return TRIGGERS
