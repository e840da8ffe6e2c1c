"""How lines and groups are added to a connection and changed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_NAME, CONF_PASSWORD, CONF_PROTOCOL, CONF_USERNAME
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    TextSelector,
)
from homeassistant.helpers.typing import VolDictType

from ..connection.line_ranges import MAX_LINES, max_entity_lines, read_new_lines
from ..connection.protocols import PROTOCOL_CSTA, PROTOCOL_TELESTRA
from ..connection.settings import group_settings, line_settings
from ..const import CONF_LINES, CONF_NUMBER, CONF_PERSONS, CONF_PHONES, CONF_SERVER
from ..numbers.line_lists import LinesError, read_lines, write_lines
from .forms import CREDENTIALS, LINES, PHONES, without_password
from .names import line_subentry

_NAME: Final[VolDictType] = {vol.Required(CONF_NAME): TextSelector()}
_PERSONS: Final[VolDictType] = {
    vol.Optional(CONF_PERSONS): EntitySelector(
        EntitySelectorConfig(domain="person", multiple=True)
    )
}
_ACCOUNT: Final[VolDictType] = {
    **CREDENTIALS,
    vol.Optional(CONF_SERVER): TextSelector(),
}


class _Flow(ConfigSubentryFlow):
    """What the flows have in common."""

    def __init__(self) -> None:
        """Start without errors."""
        self._errors: dict[str, str] = {}
        self._limit = MAX_LINES
        self._pieces = ""

    def _show(
        self, step_id: str, form: VolDictType, values: Mapping[str, Any] | None
    ) -> SubentryFlowResult:
        """Show a form with what was entered, but never with a password."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(form), without_password(values)
            ),
            errors=self._errors,
            description_placeholders={
                "limit": str(self._limit),
                "pieces": self._pieces,
            },
        )

    def _blame(self, error: LinesError) -> None:
        """Say beside the field what in it can't be read."""
        self._errors[CONF_LINES] = error.key
        self._pieces = error.pieces

    def _has_only_numbers(self) -> bool:
        """Tell whether the connection's lines have numbers, and not also names."""
        protocol: str = self._get_entry().data[CONF_PROTOCOL]
        return protocol == PROTOCOL_CSTA

    def _read_name(self, user_input: Mapping[str, Any]) -> str:
        """Return the name; an empty one is an error."""
        name: str = user_input[CONF_NAME].strip()
        if not name:
            self._errors = {CONF_NAME: "name_needed"}
        return name


class LineSubentryFlow(_Flow):
    """Adds lines, and changes one."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Add lines, each as a subentry of its own."""
        entry = self._get_entry()
        self._limit = max_entity_lines(len(group_settings(entry)))
        if user_input is not None:
            try:
                lines = read_new_lines(
                    user_input[CONF_LINES],
                    line_settings(entry),
                    self._limit,
                    only_numbers=self._has_only_numbers(),
                )
            except LinesError as error:
                self._blame(error)
            else:
                return self._add(entry, lines)
        return self._show("user", LINES, user_input)

    def _add(self, entry: ConfigEntry, lines: tuple[str, ...]) -> SubentryFlowResult:
        """Add lines: the last one as the flow's result, the others beside it."""
        if not lines:
            return self.async_abort(reason="already_configured")
        *others, last = map(line_subentry, lines)
        for other in others:
            self.hass.config_entries.async_add_subentry(
                entry,
                ConfigSubentry(
                    data=MappingProxyType(other["data"]),
                    subentry_type=other["subentry_type"],
                    title=other["title"],
                    unique_id=other["unique_id"],
                ),
            )
        return self.async_create_entry(
            title=last["title"], data=last["data"], unique_id=last["unique_id"]
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Rename a line and, where accounts log in, keep its credentials."""
        subentry = self._get_reconfigure_subentry()
        form = _NAME | _PERSONS | PHONES
        if self._get_entry().data[CONF_PROTOCOL] == PROTOCOL_TELESTRA:
            form |= _ACCOUNT
        if user_input is not None:
            self._errors = {}
            name = self._read_name(user_input)
            account = self._read_account(user_input, subentry)
            kept: dict[str, Any] = {
                field: user_input[field]
                for field in (CONF_PERSONS, CONF_PHONES)
                if user_input.get(field)
            }
            if not self._errors:
                return self.async_update_and_abort(
                    self._get_entry(),
                    subentry,
                    title=name,
                    data={CONF_NUMBER: subentry.data[CONF_NUMBER], **account, **kept},
                )
        shown = {CONF_NAME: subentry.title, **subentry.data}
        return self._show("reconfigure", form, user_input or shown)

    def _read_account(
        self, user_input: Mapping[str, Any], subentry: ConfigSubentry
    ) -> dict[str, Any]:
        """Return the credentials, all or none; without a new password the old one stays."""
        given = {CONF_PASSWORD: subentry.data.get(CONF_PASSWORD, ""), **user_input}
        fields = (CONF_USERNAME, CONF_PASSWORD, CONF_SERVER)
        account = {field: given.get(field, "").strip() for field in fields}
        if not (account[CONF_USERNAME] or account[CONF_SERVER]):
            return {}
        for field, value in account.items():
            if not value:
                self._errors = {field: "credentials_needed"}
        return account


class GroupSubentryFlow(_Flow):
    """Adds and changes a group of lines."""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Add a group, where its entities fit beside the others."""
        entry = self._get_entry()
        room = max_entity_lines(len(group_settings(entry)) + 1)
        if len(line_settings(entry)) > room:
            return self.async_abort(
                reason="too_many_entities",
                description_placeholders={"limit": str(room)},
            )
        if user_input is not None and (group := self._read_group(user_input)):
            title, data = group
            return self.async_create_entry(title=title, data=data)
        return self._show("user", _NAME | LINES, user_input)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change a group's name and lines."""
        subentry = self._get_reconfigure_subentry()
        if user_input is not None and (group := self._read_group(user_input)):
            title, data = group
            return self.async_update_and_abort(
                self._get_entry(), subentry, title=title, data=data
            )
        shown = {
            CONF_NAME: subentry.title,
            CONF_LINES: write_lines(subentry.data[CONF_LINES]),
        }
        return self._show("reconfigure", _NAME | LINES, user_input or shown)

    def _read_group(
        self, user_input: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]] | None:
        """Return a group's name and data, or set the errors."""
        self._errors = {}
        name = self._read_name(user_input)
        try:
            lines = read_lines(
                user_input[CONF_LINES],
                self._limit,
                only_numbers=self._has_only_numbers(),
            )
        except LinesError as error:
            self._blame(error)
            return None
        return (name, {CONF_LINES: list(lines)}) if name else None
