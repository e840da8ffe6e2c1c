"""A connection's options: dialing, calls, blocked callers, and how lines are watched."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlow
from homeassistant.const import CONF_PROTOCOL
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.helpers.typing import VolDictType

from ..call_log.trail import MAX_NOTED
from ..connection.protocols import PROTOCOL_CSTA, PROTOCOL_GATEWAY
from ..connection.settings import BlockedCalls, read_route_points
from ..const import (
    CONF_ALLOWED_NUMBERS,
    CONF_AREA_CODE,
    CONF_ASSIST_MAY_DIAL,
    CONF_BLOCKED_CALLS,
    CONF_BLOCKED_CALLS_TO,
    CONF_BLOCKED_CONTACT_GROUPS,
    CONF_BLOCKED_NUMBERS,
    CONF_CALL_LOG_DAYS,
    CONF_CALL_LOG_SIZE,
    CONF_CALLS_PER_MINUTE,
    CONF_COST_CLASSES_ALLOWED,
    CONF_EMERGENCY_NUMBERS_ALLOWED,
    CONF_INSTALL_BLUEPRINTS,
    CONF_INSTALL_SENTENCES,
    CONF_INTERNATIONAL_PREFIX,
    CONF_LAST_DIGITS,
    CONF_MISSED_MIN_RING_SECONDS,
    CONF_MONITOR_PAUSE_MS,
    CONF_MONITOR_WINDOW,
    CONF_OUTSIDE_CALLS_AT_ONCE,
    CONF_OUTSIDE_CALLS_PER_DAY,
    CONF_OUTSIDE_PREFIX,
    CONF_ROUTE_DEVICES,
    CONF_ROUTE_SECONDS,
    CONF_SHORT_NUMBER_LENGTH,
    CONF_SHOW_INCOMING_POPUP,
    DEFAULT_CALL_LOG_DAYS,
    DEFAULT_CALL_LOG_SIZE,
    DEFAULT_CALLS_PER_MINUTE,
    DEFAULT_LAST_DIGITS,
    DEFAULT_MISSED_MIN_RING_SECONDS,
    DEFAULT_MONITOR_PAUSE_MS,
    DEFAULT_MONITOR_WINDOW,
    DEFAULT_OUTSIDE_CALLS_AT_ONCE,
    DEFAULT_OUTSIDE_CALLS_PER_DAY,
    DEFAULT_ROUTE_SECONDS,
    DEFAULT_SHORT_NUMBER_LENGTH,
)
from ..numbers.cost import DEFAULT_ALLOWED, CostClass
from ..numbers.guard import NumberRefused, read_patterns
from ..numbers.spelling import clean_number, read_area_code, read_prefix
from ..phone_book.book import async_phone_books
from .diagnosis import DiagnosisSteps
from .forms import MULTILINE, whole_number

_DIALING: Final[VolDictType] = {
    vol.Optional(CONF_OUTSIDE_PREFIX): TextSelector(),
    vol.Optional(CONF_INTERNATIONAL_PREFIX): TextSelector(),
    vol.Required(
        CONF_SHORT_NUMBER_LENGTH, default=DEFAULT_SHORT_NUMBER_LENGTH
    ): whole_number(1, 10),
    vol.Optional(CONF_AREA_CODE): TextSelector(),
    vol.Optional(CONF_ALLOWED_NUMBERS): MULTILINE,
    vol.Optional(CONF_BLOCKED_NUMBERS): MULTILINE,
    vol.Required(
        CONF_COST_CLASSES_ALLOWED, default=list(DEFAULT_ALLOWED)
    ): SelectSelector(
        SelectSelectorConfig(
            options=[each.value for each in CostClass],
            multiple=True,
            translation_key=CONF_COST_CLASSES_ALLOWED,
        )
    ),
    vol.Required(CONF_EMERGENCY_NUMBERS_ALLOWED, default=False): BooleanSelector(),
    vol.Required(CONF_CALLS_PER_MINUTE, default=DEFAULT_CALLS_PER_MINUTE): whole_number(
        1, 1000
    ),
    vol.Required(
        CONF_OUTSIDE_CALLS_AT_ONCE, default=DEFAULT_OUTSIDE_CALLS_AT_ONCE
    ): whole_number(0, 1000),
    vol.Required(
        CONF_OUTSIDE_CALLS_PER_DAY, default=DEFAULT_OUTSIDE_CALLS_PER_DAY
    ): whole_number(0, MAX_NOTED),
    vol.Required(CONF_ASSIST_MAY_DIAL, default=False): BooleanSelector(),
}
_OF_NO_COUNTRY: Final[VolDictType] = {
    vol.Required(CONF_LAST_DIGITS, default=DEFAULT_LAST_DIGITS): whole_number(5, 15),
}
"""Asked where Home Assistant does not know in which country it is."""
_CALLS: Final[VolDictType] = {
    vol.Required(CONF_CALL_LOG_DAYS, default=DEFAULT_CALL_LOG_DAYS): whole_number(
        0, 3650, "d"
    ),
    vol.Required(CONF_CALL_LOG_SIZE, default=DEFAULT_CALL_LOG_SIZE): whole_number(
        1, 10_000
    ),
    vol.Required(
        CONF_MISSED_MIN_RING_SECONDS, default=DEFAULT_MISSED_MIN_RING_SECONDS
    ): whole_number(0, 300, "s"),
    vol.Required(CONF_SHOW_INCOMING_POPUP, default=False): BooleanSelector(),
    vol.Required(CONF_INSTALL_BLUEPRINTS, default=True): BooleanSelector(),
    vol.Required(CONF_INSTALL_SENTENCES, default=False): BooleanSelector(),
}
_MONITORING: Final[VolDictType] = {
    vol.Required(CONF_MONITOR_WINDOW, default=DEFAULT_MONITOR_WINDOW): whole_number(
        1, 1000
    ),
    vol.Required(CONF_MONITOR_PAUSE_MS, default=DEFAULT_MONITOR_PAUSE_MS): whole_number(
        0, 10_000, "ms"
    ),
}
_ROUTING: Final[VolDictType] = {
    vol.Optional(CONF_ROUTE_DEVICES): TextSelector(),
    vol.Required(CONF_ROUTE_SECONDS, default=DEFAULT_ROUTE_SECONDS): NumberSelector(
        NumberSelectorConfig(
            min=0.1,
            max=10,
            step=0.1,
            unit_of_measurement="s",
            mode=NumberSelectorMode.BOX,
        )
    ),
}
_BLOCKED_CALLS: Final = SelectSelector(
    SelectSelectorConfig(
        options=[each.value for each in BlockedCalls],
        mode=SelectSelectorMode.LIST,
        translation_key=CONF_BLOCKED_CALLS,
    )
)
MAX_GROUPS_OFFERED: Final = 200
"""Groups of contacts to choose from; others can be typed."""
_READERS: Final[tuple[tuple[str, Callable[[str], object], str], ...]] = (
    (CONF_OUTSIDE_PREFIX, read_prefix, "invalid_prefix"),
    (CONF_INTERNATIONAL_PREFIX, read_prefix, "invalid_prefix"),
    (CONF_AREA_CODE, read_area_code, "invalid_area_code"),
    (CONF_ALLOWED_NUMBERS, read_patterns, "invalid_patterns"),
    (CONF_ROUTE_DEVICES, read_route_points, "invalid_route_points"),
    (CONF_BLOCKED_NUMBERS, read_patterns, "invalid_patterns"),
)


class TelephonyOptionsFlow(DiagnosisSteps, OptionsFlow):
    """Changes the options; the entry's listener takes them over, nothing is reloaded."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer what there is to change."""
        steps = ["dialing", "calls", "blocked_callers"]
        if self.config_entry.data[CONF_PROTOCOL] == PROTOCOL_CSTA:
            steps += ["routing", "monitoring"]
        if self.config_entry.data[CONF_PROTOCOL] != PROTOCOL_GATEWAY:
            steps += ["try_system", "record"]  # a gateway's side is its own to look at
        return self.async_show_menu(step_id="init", menu_options=steps)

    async def async_step_dialing(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change what may be dialed, and how."""
        form = _DIALING if self.hass.config.country else _DIALING | _OF_NO_COUNTRY
        return self._step("dialing", form, user_input)

    async def async_step_calls(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change what is kept of calls and shown."""
        return self._step("calls", _CALLS, user_input)

    async def async_step_routing(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change which calls ask Home Assistant where to go."""
        return self._step("routing", _ROUTING, user_input)

    async def async_step_monitoring(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change how fast the lines are asked for after a connect."""
        return self._step("monitoring", _MONITORING, user_input)

    async def async_step_blocked_callers(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change who isn't announced, and what becomes of those calls."""
        known = {
            group
            for book in async_phone_books(self.hass).of(self.config_entry.entry_id)
            for group in book.groups
        }
        groups = SelectSelectorConfig(
            options=sorted(known, key=str.casefold)[:MAX_GROUPS_OFFERED],
            multiple=True,
            custom_value=True,
        )
        form: VolDictType = {
            vol.Optional(CONF_BLOCKED_CONTACT_GROUPS): SelectSelector(groups),
            vol.Required(
                CONF_BLOCKED_CALLS, default=BlockedCalls.NOT_ANNOUNCED
            ): _BLOCKED_CALLS,
            vol.Optional(CONF_BLOCKED_CALLS_TO): TextSelector(),
        }
        errors = self._divert_errors(user_input) if user_input else {}
        return self._step("blocked_callers", form, user_input, errors)

    def _divert_errors(self, user_input: Mapping[str, Any]) -> dict[str, str]:
        """Return what is wrong with the number that calls are diverted to."""
        number = user_input.get(CONF_BLOCKED_CALLS_TO, "").strip()
        if not number and user_input[CONF_BLOCKED_CALLS] != BlockedCalls.DIVERTED:
            return {}
        if clean_number(number) is None:
            return {CONF_BLOCKED_CALLS_TO: "invalid_number"}
        if self.config_entry.state is ConfigEntryState.LOADED:
            try:
                self.config_entry.runtime_data.guard.check(number)
            except NumberRefused:
                return {CONF_BLOCKED_CALLS_TO: "number_refused"}
        return {}

    def _step(
        self,
        step_id: str,
        form: VolDictType,
        user_input: dict[str, Any] | None,
        errors: dict[str, str] | None = None,
    ) -> ConfigFlowResult:
        """Show a form, and keep what it says besides the other options, unless there are errors."""
        if user_input is not None:
            errors = errors or _errors(user_input)
            if not errors:
                kept = {
                    key: value
                    for key, value in self.config_entry.options.items()
                    if key not in form
                }
                return self.async_create_entry(data=kept | user_input)
        values = self.config_entry.options if user_input is None else user_input
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(vol.Schema(form), values),
            errors=errors,
        )


def _errors(user_input: Mapping[str, Any]) -> dict[str, str]:
    """Return what cannot be read."""
    errors = {}
    for field, read, key in _READERS:
        try:
            read(user_input.get(field, ""))
        except ValueError:
            errors[field] = key
    return errors
