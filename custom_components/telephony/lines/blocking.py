"""Turns calls of blocked groups away: refuses them or sends them elsewhere, if the phone system can.

They are blocked whatever comes of it: what can't be turned away rings unannounced.
"""

from functools import partial
import logging

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Context, callback
from homeassistant.exceptions import HomeAssistantError

from ..call_log.trail import Way
from ..connection.changes import EVENT, OPTIONS
from ..connection.settings import EVERY_LINE, BlockedCalls, Options
from ..coordinator import TelephonyCoordinator
from ..cti.model import CallEvent, CallEventType, CallState
from .commands import DEFLECT, HANGUP
from .origin import Origin
from .target_line import TargetLine

_LOGGER = logging.getLogger(__name__)


class BlockedCallers:
    """Listens to a connection's new calls only while its options say that some are turned away."""

    def __init__(self, entry: ConfigEntry[TelephonyCoordinator]) -> None:
        """Turn nothing away before `async_start`."""
        self._entry = entry
        self._coordinator = entry.runtime_data
        self._unlisten: CALLBACK_TYPE | None = None
        self._works = True
        """Whether the last call could be turned away: what goes wrong is logged once."""

    @callback
    def async_start(self) -> None:
        """Follow the options."""
        self._coordinator.changes.listen(OPTIONS, EVERY_LINE, self._options_changed)
        self._options_changed(self._coordinator.settings.options)

    @callback
    def _options_changed(self, options: Options) -> None:
        if self._unlisten is not None:
            self._unlisten()
            self._unlisten = None
        if options.blocked_calls is not BlockedCalls.NOT_ANNOUNCED:
            self._unlisten = self._coordinator.changes.listen(
                EVENT,
                (EVERY_LINE, str(CallEventType.INCOMING)),
                partial(self._incoming, options),
            )

    @callback
    def _incoming(self, options: Options, event: CallEvent, context: Context) -> None:
        if event.call.party.blocked:
            _ = self._entry.async_create_background_task(
                self._coordinator.hass,
                self._async_turn_away(options, event, context),
                "telephony blocked call",
            )

    async def _async_turn_away(
        self, options: Options, event: CallEvent, context: Context
    ) -> None:
        """Turn a call away while it rings; at the line that such calls are sent to it may ring."""
        call = event.call
        line = TargetLine(self._coordinator, call.line)
        if not any(
            each.call_id == call.call_id and each.state is CallState.RINGING
            for each in line.state.calls
        ):
            return
        origin = Origin(Way.AUTOMATION, context)
        try:
            if options.blocked_calls is BlockedCalls.REJECTED:
                await HANGUP(line, origin, call.call_id)
            elif not self._coordinator.settings.plan.readings.same(
                options.blocked_calls_to, call.line
            ):
                await DEFLECT(line, origin, options.blocked_calls_to, call.call_id)
        except HomeAssistantError as error:
            if self._works:
                _LOGGER.warning(
                    "A blocked call rings on %s, since it can't be %s: %s",
                    self._entry.title,
                    options.blocked_calls,
                    error.translation_key,
                )
            self._works = False
        else:
            self._works = True
