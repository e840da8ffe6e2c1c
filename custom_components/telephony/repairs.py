"""Ways to mend what the issues tell: try again, change the connection, remove lines."""

from collections.abc import Mapping
from typing import Any, cast

from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.components.repairs.const import FlowType
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigEntryState,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers import issue_registry as ir

from .const import CONF_LINES, CONF_NUMBER, DOMAIN, SUBENTRY_GROUP, SUBENTRY_LINE
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .errors import LINE_ISSUES, words_of


async def async_create_fix_flow(
    hass: HomeAssistant,
    issue_id: str,
    data: Mapping[str, str | int | float | None] | None,
) -> RepairsFlow:
    """Return what mends an issue."""
    if data is None:  # somebody is only told of something
        return ConfirmRepairFlow()
    entry_id, key = str(data["entry_id"]), str(data["key"])
    if key in LINE_ISSUES:
        return LineRepairFlow(entry_id, key)
    return LinkRepairFlow(entry_id)


class TelephonyRepairFlow(RepairsFlow):
    """What all ways to mend something have in common."""

    def __init__(self, entry_id: str) -> None:
        """Mend a connection."""
        self._entry_id = entry_id

    @property
    def _entry(self) -> ConfigEntry:
        entry = self.hass.config_entries.async_get_entry(self._entry_id)
        if entry is None:
            raise AbortFlow("connection_gone")
        if entry.disabled_by:
            raise AbortFlow("connection_disabled")
        return entry

    @property
    def _placeholders(self) -> Mapping[str, str] | None:
        """Return what the issue's texts name, as it is now."""
        issue = ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)
        return issue.translation_placeholders if issue else None


class LinkRepairFlow(TelephonyRepairFlow):
    """Mends a connection that is down."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Tell what is wrong and let the user choose."""
        return self.async_show_menu(
            step_id="init",
            menu_options=["retry", "reconfigure"],
            description_placeholders=self._placeholders,
        )

    async def async_step_retry(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Connect anew."""
        entry, placeholders = self._entry, self._placeholders
        await self.hass.config_entries.async_reload(entry.entry_id)
        if entry.state is ConfigEntryState.LOADED:
            return self.async_create_entry(data={})
        return self.async_show_form(
            step_id="retry",
            errors={"base": entry.error_reason_translation_key or "cannot_connect"},
            description_placeholders={
                **(placeholders or {}),
                **(entry.error_reason_translation_placeholders or {}),
            },
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Go on with the form in which the connection is changed."""
        flow = await self.hass.config_entries.flow.async_init(
            DOMAIN,
            context={"source": SOURCE_RECONFIGURE, "entry_id": self._entry.entry_id},
        )
        return self.async_create_entry(
            data={}, next_flow=(FlowType.CONFIG_FLOW, flow["flow_id"])
        )


class LineRepairFlow(TelephonyRepairFlow):
    """Mends lines that the phone system doesn't let us watch."""

    def __init__(self, entry_id: str, key: str) -> None:
        """Mend the lines of one cause."""
        super().__init__(entry_id)
        self._key = key

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Tell what is wrong and let the user choose."""
        return self.async_show_menu(
            step_id="init",
            menu_options=["retry", "remove"],
            description_placeholders=self._placeholders,
        )

    async def async_step_retry(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask for the lines once more."""
        placeholders = self._placeholders
        await self._coordinator.async_watch_again(self._numbers)
        if not self._numbers:
            return self.async_create_entry(data={})
        return self.async_show_form(
            step_id="retry",
            errors={"base": "still_refused"},
            description_placeholders=placeholders,
        )

    async def async_step_remove(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Remove the lines, once that is confirmed."""
        if user_input is None:
            return self.async_show_form(
                step_id="remove", description_placeholders=self._placeholders
            )
        self._remove(frozenset(self._numbers))
        return self.async_create_entry(data={})

    @property
    def _coordinator(self) -> TelephonyCoordinator:
        entry = self._entry
        if entry.state is not ConfigEntryState.LOADED:
            raise AbortFlow("connection_not_loaded")
        return cast("TelephonyConfigEntry", entry).runtime_data

    @property
    def _numbers(self) -> list[str]:
        """Return the lines that are refused for this cause."""
        return [
            number
            for number, problem in self._coordinator.issues.lines.items()
            if words_of(problem).line == self._key
        ]

    def _remove(self, numbers: frozenset[str]) -> None:
        entry, entries = self._entry, self.hass.config_entries
        for subentry in tuple(entry.subentries.values()):
            data = subentry.data
            if subentry.subentry_type == SUBENTRY_LINE:
                if data[CONF_NUMBER] in numbers:
                    entries.async_remove_subentry(entry, subentry.subentry_id)
            elif subentry.subentry_type == SUBENTRY_GROUP:
                left = [each for each in data[CONF_LINES] if each not in numbers]
                if len(left) < len(data[CONF_LINES]):
                    entries.async_update_subentry(
                        entry, subentry, data={**data, CONF_LINES: left}
                    )
