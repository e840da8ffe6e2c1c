"""How a connection is set up, mended and changed; nothing is kept that did not connect."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.const import CONF_PASSWORD, CONF_PROTOCOL, CONF_USERNAME

from ..connection.protocols import (
    PROTOCOL_CSTA,
    PROTOCOL_GATEWAY,
    PROTOCOL_TELESTRA,
    async_load_protocol,
    is_of_any_maker,
    needs_login,
)
from ..connection.settings import group_settings, line_settings, watched_numbers
from ..connection.trial import async_find_door, async_try_lines
from ..const import CONF_PHONE_BOOK
from ..cti.errors import CertificateRejected, SessionRefused, TelephonyError
from ..entries import is_phone_book
from ..versions import ENTRY_VERSION
from .find_out import CONF_FIND_OUT, CONF_LINE, FIND_OUT, dialect_form
from .forms import CREDENTIALS, connection_data, connection_form, filled, identity
from .set_up import SetUpSteps


class ConnectionSteps(SetUpSteps):
    """Sets up a connection or a phone book."""

    VERSION = ENTRY_VERSION
    MINOR_VERSION = 1

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what kind of phone system it is, or for a phone book."""
        return self.async_show_menu(
            step_id="user",
            menu_options=[
                *(PROTOCOL_CSTA, PROTOCOL_TELESTRA, PROTOCOL_GATEWAY),
                CONF_PHONE_BOOK,
            ],
        )

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Start again with credentials, since those that there were are refused."""
        if is_phone_book(self._get_reauth_entry()):
            return await self.async_step_reauth_phone_book()
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for credentials that work."""
        entry = self._get_reauth_entry()
        if user_input is not None:
            data = {**entry.data, **filled(user_input)}
            if (result := await self._async_change(entry, data)) is not None:
                return result
        return self._show("reauth_confirm", CREDENTIALS, user_input or entry.data)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change how a connection is made, or where a phone book comes from; every entity stays."""
        entry = self._get_reconfigure_entry()
        if is_phone_book(entry):
            return await self.async_step_reconfigure_phone_book()
        protocol = entry.data[CONF_PROTOCOL]
        await async_load_protocol(self.hass, protocol)
        if user_input is not None:
            asked = connection_form(protocol)
            data = connection_data(
                protocol, {k: v for k, v in user_input.items() if k in asked}
            )
            if CONF_USERNAME in data and CONF_PASSWORD in entry.data:
                data.setdefault(CONF_PASSWORD, entry.data[CONF_PASSWORD])
            self._data = data
            self._errors = {}
            if is_of_any_maker(data):
                if user_input.get(CONF_FIND_OUT):
                    self._known_lines = _watched(entry)
                    return await self.async_step_find_out()
                if not self._take_dialect(user_input):
                    return self._show_connection({**data, **user_input})
            return await self._async_step_after_dialect()
        return self._show_connection(entry.data)

    def _show_connection(self, values: Mapping[str, Any]) -> ConfigFlowResult:
        """Show all that is known of how a connection is made."""
        form = connection_form(values[CONF_PROTOCOL])
        if is_of_any_maker(values):
            form |= {**dialect_form(values), **FIND_OUT}
        return self._show("reconfigure", form, values)

    @override
    async def _async_step_after_dialect(self) -> ConfigFlowResult:
        """Go on; where a connection is changed, keep it if it works."""
        if self.source != SOURCE_RECONFIGURE:
            return await super()._async_step_after_dialect()
        self._data |= {k: v for k, v in self._trial.items() if k != CONF_LINE}
        entry = self._get_reconfigure_entry()
        if (result := await self._async_change(entry, self._data)) is not None:
            return result
        return self._show_connection(self._data)

    @override
    async def _async_step_after_host(self) -> ConfigFlowResult:
        """Go on; where a connection is changed, try it again now that its certificate is trusted."""
        if self.source != SOURCE_RECONFIGURE:
            return await super()._async_step_after_host()
        return await self._async_step_after_dialect()

    # What the steps have in common

    async def _async_change(
        self, entry: ConfigEntry, data: dict[str, Any]
    ) -> ConfigFlowResult | None:
        """Keep what was proven to work; if nothing was, the errors say why.

        Where the phone system has no session left, our own one makes room for the trial.
        """
        self._abort_if_known(data, entry)
        lines = () if needs_login(data) else _watched(entry)[:1]
        problem = await self._async_problem(data, lines)
        if problem and _holds_the_session(problem, data, entry):
            async with entry.runtime_data.async_make_room():
                problem = await self._async_problem(data, lines)
                if not self._errors:
                    return self._update(entry, data)
        if isinstance(problem, CertificateRejected) and (
            self.source == SOURCE_RECONFIGURE and data[CONF_PROTOCOL] == PROTOCOL_CSTA
        ):
            with suppress(TelephonyError):
                self._door = await async_find_door(self.hass, data)
                if self._door.certificate:
                    self._data = data
                    return await self.async_step_certificate()
        return None if self._errors else self._update(entry, data)

    async def _async_problem(
        self, data: Mapping[str, Any], lines: Sequence[str]
    ) -> TelephonyError | None:
        """Try a connection; the errors, and the one that is returned, say what is wrong."""
        self._errors = {}
        needed = (CONF_USERNAME, CONF_PASSWORD) if needs_login(data) else ()
        if missing := next((field for field in needed if not data.get(field)), None):
            self._errors = {missing: "credentials_needed"}
            return None
        try:
            await async_try_lines(self.hass, data, lines)
        except TelephonyError as error:
            self._blame(error, data[CONF_PROTOCOL])
            return error
        return None

    def _update(self, entry: ConfigEntry, data: dict[str, Any]) -> ConfigFlowResult:
        """Keep what works; the entry's listener takes it over where it runs."""
        unnoticed = data == entry.data or entry.state is not ConfigEntryState.LOADED
        result = self.async_update_and_abort(entry, data=data)
        if unnoticed:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return result


def _watched(entry: ConfigEntry) -> tuple[str, ...]:
    """Return the lines of an entry."""
    groups = group_settings(entry)
    return tuple(watched_numbers(line_settings(entry), groups.values()))


def _holds_the_session(
    refusal: TelephonyError, data: Mapping[str, Any], entry: ConfigEntry
) -> bool:
    """Tell whether the phone system only refuses a session beside the one that we have with it."""
    return (
        isinstance(refusal, SessionRefused)
        and identity(data)[:2] == identity(entry.data)[:2]
        and entry.state is ConfigEntryState.LOADED
        and entry.runtime_data.connected
    )
