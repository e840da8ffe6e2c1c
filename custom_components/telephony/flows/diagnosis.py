"""What helps to find a fault: the phone system is tried step by step, or the connection recorded."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlow
from homeassistant.core import Context, callback
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.util import dt as dt_util

from ..call_log.trail import Attempt, Way
from ..connection.diagnoses import async_diagnose
from ..connection.protocols import InvalidCertificate
from ..connection.settings import group_settings, line_settings, watched_numbers
from ..const import CONF_NUMBER
from ..cti.capability import Capability
from ..cti.diagnosis import Diagnosis, Step, StepName, StepState
from ..cti.errors import OutcomeUnknown, RequestRefused, TelephonyError
from ..cti.model import DialedNumber
from ..cti.recording import LONGEST, Recording
from ..errors import reason_key, reason_placeholders
from ..numbers.guard import NumberRefused
from .forms import MULTILINE, whole_number

LINES_OFFERED: Final = 100
"""Lines to choose from; others can be typed."""
CONF_LINE: Final = "line"
CONF_MINUTES: Final = "minutes"
CONF_REPORT: Final = "report"
DEFAULT_MINUTES: Final = 10
_SIGNS: Final[Mapping[StepState, str]] = {
    StepState.DONE: "✅",
    StepState.FAILED: "❌",
    StepState.SKIPPED: "➖",
}


class DiagnosisSteps(OptionsFlow):
    """Steps of the connection's menu that change nothing for good."""

    _trying: asyncio.Task[tuple[Diagnosis, str]] | None = None

    async def async_step_try_system(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which line is tried, and whether it shall call somebody."""
        errors: dict[str, str] = {}
        if user_input is not None:
            line = user_input[CONF_LINE].strip()
            number = None
            if not line:
                errors[CONF_LINE] = "line_needed"
            elif text := user_input.get(CONF_NUMBER, "").strip():
                number = self._admit(line, text, errors)
            if not errors:
                work = async_diagnose(
                    self.hass, self.config_entry, line, number, self._on_step
                )
                self._trying = self.hass.async_create_task(work, "telephony trial")
                return await self.async_step_trying()
        entry = self.config_entry
        groups = group_settings(entry)
        lines = list(watched_numbers(line_settings(entry), groups.values()))
        choice = SelectSelectorConfig(
            options=lines[:LINES_OFFERED],
            custom_value=True,
            mode=SelectSelectorMode.DROPDOWN,
        )
        form = vol.Schema(
            {
                vol.Required(CONF_LINE): SelectSelector(choice),
                vol.Optional(CONF_NUMBER): TextSelector(),
            }
        )
        values = user_input or {CONF_LINE: lines[0] if lines else ""}
        return self.async_show_form(
            step_id="try_system",
            data_schema=self.add_suggested_values_to_schema(form, values),
            errors=errors,
        )

    async def async_step_trying(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Wait until all was tried."""
        assert self._trying
        if not self._trying.done():
            return self.async_show_progress(
                step_id="trying", progress_action="trying", progress_task=self._trying
            )
        return self.async_show_progress_done(next_step_id="tried")

    async def async_step_tried(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what works, and the report."""
        assert self._trying
        if user_input is not None:
            return self.async_create_entry(data=dict(self.config_entry.options))
        try:
            found, report = self._trying.result()
        except InvalidCertificate:
            return self.async_abort(reason="invalid_certificate")
        form = vol.Schema({vol.Optional(CONF_REPORT): MULTILINE})
        errors: dict[str, str] = {}
        placeholders = {name.value: "" for name in StepName}
        placeholders |= {each.name.value: _shown(each) for each in found.steps}
        if found.error:
            errors["base"], more = _words(found.error)
            placeholders |= more
        return self.async_show_form(
            step_id="tried",
            data_schema=self.add_suggested_values_to_schema(
                form, {CONF_REPORT: report}
            ),
            errors=errors,
            description_placeholders=placeholders,
        )

    async def async_step_record(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for how long the connection is recorded, or end that."""
        if self.config_entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="connection_not_loaded")
        system = self.config_entry.runtime_data.system
        recording: Recording | None = system.recording
        if recording and recording.is_on:
            return await self.async_step_end_recording()
        if user_input is not None:
            system.start_recording(Recording(user_input[CONF_MINUTES] * 60))
            return self.async_abort(reason="recording_started")
        minutes = vol.Required(CONF_MINUTES, default=DEFAULT_MINUTES)
        form = vol.Schema({minutes: whole_number(1, int(LONGEST // 60), "min")})
        return self.async_show_form(step_id="record", data_schema=form)

    async def async_step_end_recording(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say how far a recording is, and end it."""
        if self.config_entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="connection_not_loaded")
        recording: Recording | None = self.config_entry.runtime_data.system.recording
        if recording is None:
            return self.async_abort(reason="recording_ended")
        if user_input is not None:
            recording.end()
            return self.async_abort(reason="recording_ended")
        return self.async_show_form(
            step_id="end_recording",
            data_schema=vol.Schema({}),
            description_placeholders={
                "messages": str(len(recording.pieces)),
                "minutes": str(round(recording.seconds_left / 60)),
            },
        )

    def _admit(
        self, line: str, text: str, errors: dict[str, str]
    ) -> DialedNumber | None:
        """Return a number that may be dialed, and keep what became of it; else say why not."""
        entry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            errors[CONF_NUMBER] = "connection_not_loaded"
            return None
        coordinator = entry.runtime_data
        admitted: DialedNumber | None = None
        refused: str | None = None
        try:
            admitted = coordinator.guard.admit(text, line)
        except NumberRefused as error:
            refused = error.reason
            is_none = refused == "invalid_number"
            errors[CONF_NUMBER] = "invalid_number" if is_none else "number_refused"
        number = admitted or text
        coordinator.call_log.async_note(
            Attempt(
                at=dt_util.utcnow(),
                line=line,
                action=Capability.MAKE_CALL,
                number=number[:64],
                way=Way.USER,
                user_id=None,
                context_id=Context().id,
                outside=bool(admitted and coordinator.guard.is_outside(admitted)),
                admitted=admitted is not None,
                refused=refused,
                call_id=None,
            )
        )
        return admitted

    @callback
    def _on_step(self, step: Step) -> None:
        done = list(StepName).index(step.name) + 1
        self.async_update_progress(done / len(StepName))


def _shown(step: Step) -> str:
    """Return what became of a step, in signs and figures that need no translation."""
    sign = _SIGNS[step.state]
    return sign if step.seconds is None else f"{sign} {step.seconds:.2f} s"


def _words(error: TelephonyError) -> tuple[str, dict[str, str]]:
    """Return the key of what failed first, and what its text names."""
    match error:
        case RequestRefused():
            return "refused", {"code": error.code}
        case OutcomeUnknown():
            return "timeout", {}
    return reason_key(error), reason_placeholders(error)
