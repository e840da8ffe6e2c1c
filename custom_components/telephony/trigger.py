"""Triggers: what happens to lines and their calls, for the automation editor."""

from abc import abstractmethod
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar, Final, cast, override

import voluptuous as vol

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR_DOMAIN
from homeassistant.const import CONF_FOR, CONF_OPTIONS, CONF_TARGET
from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.trigger import (
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .connection.changes import EVENT, ROUTE, SERVICE
from .connection.settings import EVERY_LINE
from .cti.model import Call, CallEvent, CallEventType, CallState, Direction
from .cti.routes import RouteRequest
from .lines.filters import (
    CALL_FILTERS,
    KEY_FILTERS,
    OUTCOME_FILTER,
    CallFilter,
    KeyFilter,
)
from .lines.following import LineFollower
from .lines.ringing import RingingCalls
from .lines.target_line import TargetLine
from .lines.targets import Watched
from .lines.variables import about_line, call_variables, number_uri
from .lines.views import route_view
from .numbers.readings import readable


class LineTrigger(Trigger):
    """Waits for something on the lines of its target.

    It listens to the connection and not to entities, so that it works whichever of them
    are enabled, and so that nothing is lost or seen twice when a line becomes available.
    """

    options_schema: ClassVar[dict[vol.Marker, Any]] = {}

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        schema = vol.Schema(
            {
                vol.Required(CONF_TARGET): cv.TARGET_FIELDS,
                vol.Required(CONF_OPTIONS, default=dict): cls.options_schema,
            }
        )
        return cast("ConfigType", schema(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the target and the options."""
        super().__init__(hass, config)
        self._target = config.target or {}
        self.options = config.options or {}

    @abstractmethod
    def listen(
        self, run_action: TriggerActionRunner, watched: Watched
    ) -> CALLBACK_TYPE:
        """Wait for something on lines, and return what ends it."""

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        return LineFollower(
            self._hass, self._target, partial(self.listen, run_action)
        ).async_start()


class CallTrigger(LineTrigger):
    """Waits for one type of event."""

    event_type: CallEventType
    what: str | None = None
    """What has happened, in the words of a trace; None is the event's type."""
    options_schema = CALL_FILTERS

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the target and the filters."""
        super().__init__(hass, config)
        self._filter = CallFilter(self.options)

    @override
    @callback
    def listen(
        self, run_action: TriggerActionRunner, watched: Watched
    ) -> CALLBACK_TYPE:
        """Wait for events of lines, and return what ends it."""
        return watched.coordinator.changes.listen(
            EVENT,
            (watched.owner, str(self.event_type)),
            partial(self.on_event, run_action, watched),
        )

    @callback
    def on_event(
        self,
        run_action: TriggerActionRunner,
        watched: Watched,
        event: CallEvent,
        context: Context,
    ) -> None:
        """Run the automation, if the call is one that it waits for."""
        number, coordinator = event.call.line, watched.coordinator
        if watched.means(number) and self._filter.passes(
            coordinator, event.call, event.outcome
        ):
            line = TargetLine(coordinator, number)
            _ = run_action(
                call_variables(self._hass, line, event),
                f"{self.what or f'{event.type} call'} on line {number}",
                context,
            )


class StartedRingingTrigger(CallTrigger):
    """A call has come in, or has rung for a while."""

    event_type = CallEventType.INCOMING
    options_schema: ClassVar = {
        **CALL_FILTERS,
        vol.Optional(CONF_FOR): cv.positive_time_period,
    }

    @override
    @callback
    def listen(
        self, run_action: TriggerActionRunner, watched: Watched
    ) -> CALLBACK_TYPE:
        ring_time: timedelta | None = self.options.get(CONF_FOR)
        if not ring_time:
            return super().listen(run_action, watched)
        on_due = partial(self.on_event, run_action, watched)
        return RingingCalls(self._hass, watched, ring_time, on_due).async_start()


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
    options_schema: ClassVar = {**CALL_FILTERS, **OUTCOME_FILTER}


class CallHeldTrigger(CallTrigger):
    """A call is put on hold by the line."""

    event_type = CallEventType.HELD


class CallTransferredTrigger(CallTrigger):
    """A call goes on with somebody else."""

    event_type = CallEventType.TRANSFERRED


class CallQueuedTrigger(CallTrigger):
    """A call waits in a queue."""

    event_type = CallEventType.QUEUED


class DigitsReceivedTrigger(CallTrigger):
    """Somebody presses keys during a call."""

    event_type = CallEventType.DIGITS
    what = "keys pressed"
    options_schema: ClassVar = {**CALL_FILTERS, **KEY_FILTERS}

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the target, the filters and the keys."""
        super().__init__(hass, config)
        self._keys = KeyFilter(self.options)

    @override
    @callback
    def on_event(
        self,
        run_action: TriggerActionRunner,
        watched: Watched,
        event: CallEvent,
        context: Context,
    ) -> None:
        if event.digits and self._keys.passes(event.digits):
            super().on_event(run_action, watched, event, context)


class ServiceTrigger(LineTrigger):
    """Waits for phones to go out of service, or to come back."""

    in_service: bool

    @override
    @callback
    def listen(
        self, run_action: TriggerActionRunner, watched: Watched
    ) -> CALLBACK_TYPE:
        return watched.coordinator.changes.listen(
            SERVICE,
            (watched.owner, self.in_service),
            partial(self._on_change, run_action, watched),
        )

    @callback
    def _on_change(
        self, run_action: TriggerActionRunner, watched: Watched, number: str
    ) -> None:
        if watched.means(number):
            line = TargetLine(watched.coordinator, number)
            state = "back in" if self.in_service else "out of"
            _ = run_action(
                about_line(self._hass, line, BINARY_SENSOR_DOMAIN, "in_service"),
                f"phone of line {number} {state} service",
            )


class OutOfServiceTrigger(ServiceTrigger):
    """A phone can't be used anymore."""

    in_service = False


class BackInServiceTrigger(ServiceTrigger):
    """A phone can be used again."""

    in_service = True


class CallToRouteTrigger(LineTrigger):
    """A call asks where to go; what is answered in time decides."""

    options_schema = CALL_FILTERS

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Take the target and the filters."""
        super().__init__(hass, config)
        self._filter = CallFilter(self.options)

    @override
    @callback
    def listen(
        self, run_action: TriggerActionRunner, watched: Watched
    ) -> CALLBACK_TYPE:
        return watched.coordinator.changes.listen(
            ROUTE, EVERY_LINE, partial(self._on_request, run_action, watched)
        )

    @callback
    def _on_request(
        self, run_action: TriggerActionRunner, watched: Watched, request: RouteRequest
    ) -> None:
        coordinator, device = watched.coordinator, request.device
        everything = watched.owner == EVERY_LINE
        is_its = everything or device in coordinator.settings.lines_of(watched.owner)
        if not is_its or not watched.means(device):
            return
        party = coordinator.far_end(request.party).party
        call = Call(
            *(request.route_id, device, CallState.RINGING, Direction.INCOMING),
            *(party, request.called_number, dt_util.utcnow()),
        )
        if not self._filter.passes(coordinator, call):
            return
        coordinator.routing.async_want()
        number = party.number
        _ = run_action(
            {
                **route_view(request, party),
                "number_uri": number_uri(number),
                "called_number_uri": number_uri(request.called_number),
                "formatted_number": number
                and readable(number, self._hass.config.country),
            },
            f"call to route at {device}",
        )


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "back_in_service": BackInServiceTrigger,
    "call_answered": CallAnsweredTrigger,
    "call_ended": CallEndedTrigger,
    "call_held": CallHeldTrigger,
    "call_missed": CallMissedTrigger,
    "call_queued": CallQueuedTrigger,
    "call_to_route": CallToRouteTrigger,
    "call_transferred": CallTransferredTrigger,
    "digits_received": DigitsReceivedTrigger,
    "out_of_service": OutOfServiceTrigger,
    "started_dialing": StartedDialingTrigger,
    "started_ringing": StartedRingingTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers."""
    return TRIGGERS
