"""Calls that have rung for a while: each is waited for by itself, and no longer than it rings."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from homeassistant.core import CALLBACK_TYPE, Context, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ..connection.changes import EVENT, STATE
from ..connection.line_state import LineState
from ..cti.model import CallEvent, CallEventType, CallState
from .targets import Watched


class RingingCalls:
    """Tells of each call that comes in on lines and rings for a time without a break."""

    def __init__(
        self,
        hass: HomeAssistant,
        watched: Watched,
        ring_time: timedelta,
        on_due: Callable[[CallEvent, Context], None],
    ) -> None:
        """Call `on_due` with a call's `incoming` event, and the call as it is by then."""
        self._hass = hass
        self._watched = watched
        self._ring_time = ring_time
        self._on_due = on_due
        self._waiting: dict[str, CALLBACK_TYPE] = {}
        """By call ID, what ends the waiting."""

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Begin, and return what ends it."""
        owner, changes = self._watched.owner, self._watched.coordinator.changes
        unlisten = [
            changes.listen(EVENT, (owner, str(event_type)), listener)
            for event_type, listener in (
                (CallEventType.INCOMING, self._on_incoming),
                (CallEventType.ANSWERED, self._on_over),
                (CallEventType.ENDED, self._on_over),
            )
        ]

        @callback
        def stop() -> None:
            for each in (*unlisten, *self._waiting.values()):
                each()
            self._waiting.clear()

        return stop

    @callback
    def _on_incoming(self, event: CallEvent, context: Context) -> None:
        self._waiting[event.call.call_id] = async_call_later(
            self._hass,
            self._ring_time,
            HassJob(partial(self._due, event, context), cancel_on_shutdown=True),
        )

    @callback
    def _on_over(self, event: CallEvent, context: Context) -> None:
        if stop := self._waiting.pop(event.call.call_id, None):
            stop()

    @callback
    def _due(self, event: CallEvent, context: Context, now: datetime) -> None:
        """Tell of a call that has rung long enough; without a link nobody knows that yet."""
        number, coordinator = event.call.line, self._watched.coordinator
        del self._waiting[event.call.call_id]
        if coordinator.states[number].available:
            self._tell(event, context)
        elif number in coordinator.settings.numbers:

            @callback
            def look_again(state: LineState, _: Context | None) -> None:
                if state.available:
                    self._waiting.pop(event.call.call_id)()
                    self._tell(event, context)

            self._waiting[event.call.call_id] = coordinator.changes.listen(
                STATE, number, look_again
            )

    def _tell(self, event: CallEvent, context: Context) -> None:
        for call in self._watched.coordinator.states[event.call.line].calls:
            if (
                call.call_id == event.call.call_id
                and call.state is CallState.RINGING
                and call.answered_at is None
            ):
                self._on_due(event._replace(call=call), context)
