"""How a connection is set up, mended and changed; nothing is kept that did not connect."""

from collections.abc import Mapping, Sequence
from typing import Any, override

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.const import (
    CONF_HOST,
    CONF_PASSWORD,
    CONF_PORT,
    CONF_PROTOCOL,
    CONF_USERNAME,
)
from homeassistant.core import callback
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.typing import VolDictType

from .connection.line_ranges import LinesError, max_entity_lines, read_lines
from .connection.protocols import (
    PROTOCOL_CSTA,
    PROTOCOL_TELESTRA,
    InvalidCertificate,
    async_load_protocol,
    async_probe,
    needs_login,
)
from .connection.settings import group_settings, line_settings, watched_numbers
from .const import (
    CONF_CA_CERTIFICATE,
    CONF_LINES,
    CONF_PHONE_BOOK,
    DOMAIN,
    SUBENTRY_GROUP,
    SUBENTRY_LINE,
)
from .cti.errors import SessionRefused, TelephonyError
from .entries import async_connections, is_phone_book
from .errors import reason_key, reason_placeholders
from .flows.accounts import AccountSteps
from .flows.forms import (
    CREDENTIALS,
    LINES,
    connection_data,
    connection_form,
    filled,
    without_password,
)
from .flows.options import TelephonyOptionsFlow
from .flows.phone_books import PhoneBookOptionsFlow
from .flows.subentries import GroupSubentryFlow, LineSubentryFlow, line_subentry
from .versions import ENTRY_VERSION


class TelephonyConfigFlow(AccountSteps, ConfigFlow, domain=DOMAIN):
    """Sets up a connection or a phone book."""

    VERSION = ENTRY_VERSION
    MINOR_VERSION = 1

    def __init__(self) -> None:
        """Start without errors."""
        self._errors: dict[str, str] = {}
        self._placeholders: dict[str, str] = {}
        self._refusal: TelephonyError | None = None

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return what changes the options."""
        if is_phone_book(config_entry):
            return PhoneBookOptionsFlow()
        return TelephonyOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Return what a connection is made of."""
        if is_phone_book(config_entry):
            return {}
        return {SUBENTRY_LINE: LineSubentryFlow, SUBENTRY_GROUP: GroupSubentryFlow}

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what kind of phone system it is, or for a phone book."""
        return self.async_show_menu(
            step_id="user",
            menu_options=[PROTOCOL_CSTA, PROTOCOL_TELESTRA, CONF_PHONE_BOOK],
        )

    async def async_step_csta(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Set up a CSTA phone system."""
        return await self._async_step_new(PROTOCOL_CSTA, user_input)

    async def async_step_telestra(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Set up a Telestra server."""
        return await self._async_step_new(PROTOCOL_TELESTRA, user_input)

    async def _async_step_new(
        self, protocol: str, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Try a new connection out, and create its entry."""
        await async_load_protocol(self.hass, protocol)
        if user_input is not None:
            data = connection_data(protocol, user_input)
            lines = self._read_lines(user_input[CONF_LINES])
            if lines:
                self._abort_if_known(data)
            if lines and await self._async_can_connect(data, lines):
                return self.async_create_entry(
                    title=_title(data),
                    data=data,
                    subentries=[line_subentry(line) for line in lines],
                )
        return self._show(protocol, {**connection_form(protocol), **LINES}, user_input)

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
            data = connection_data(protocol, user_input)
            if CONF_USERNAME in data and CONF_PASSWORD in entry.data:
                data.setdefault(CONF_PASSWORD, entry.data[CONF_PASSWORD])
            if (result := await self._async_change(entry, data)) is not None:
                return result
        return self._show(
            "reconfigure", connection_form(protocol), user_input or entry.data
        )

    # What the steps have in common

    def _show(
        self, step_id: str, form: VolDictType, values: Mapping[str, Any] | None
    ) -> ConfigFlowResult:
        """Show a form with what was entered, but never with a password."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(form), without_password(values)
            ),
            errors=self._errors,
            description_placeholders=self._placeholders,
        )

    def _read_lines(self, text: str) -> tuple[str, ...]:
        """Read the first lines of a new connection."""
        limit = max_entity_lines(groups=0)
        try:
            return read_lines(text, limit)
        except LinesError as error:
            self._fail(CONF_LINES, error.key, limit=str(limit))
            return ()

    async def _async_change(
        self, entry: ConfigEntry, data: dict[str, Any]
    ) -> ConfigFlowResult | None:
        """Keep what was proven to work; if nothing was, the errors say why.

        Where the phone system has no session left, our own one makes room for the trial.
        """
        self._abort_if_known(data, entry)
        lines = _watched(entry)
        works = await self._async_can_connect(data, lines)
        if works or not _holds_the_session(self._refusal, data, entry):
            return self._update(entry, data) if works else None
        async with entry.runtime_data.async_make_room():
            works = await self._async_can_connect(data, lines)
            return self._update(entry, data) if works else None

    async def _async_can_connect(
        self, data: Mapping[str, Any], lines: Sequence[str]
    ) -> bool:
        """Tell whether a connection works; if not, the errors say why."""
        self._refusal = None
        if missing := _missing_credentials(data):
            self._fail(missing, "credentials_needed")
            return False
        try:
            await async_probe(self.hass, data, lines)
        except InvalidCertificate:
            self._fail(CONF_CA_CERTIFICATE, "invalid_certificate")
            return False
        except TelephonyError as error:
            self._refusal = error
            self._fail("base", reason_key(error), **reason_placeholders(error))
            return False
        return True

    def _fail(self, field: str, key: str, **placeholders: str) -> None:
        """Set the error that the form shows next."""
        self._errors = {field: key}
        self._placeholders = placeholders

    def _abort_if_known(
        self, data: Mapping[str, Any], entry: ConfigEntry | None = None
    ) -> None:
        """Abort where another entry is the same connection."""
        for other in async_connections(self.hass):
            if other is not entry and _identity(other.data) == _identity(data):
                raise AbortFlow("already_configured")

    def _update(self, entry: ConfigEntry, data: dict[str, Any]) -> ConfigFlowResult:
        """Keep what works; the entry's listener takes it over where it runs."""
        unnoticed = data == entry.data or entry.state is not ConfigEntryState.LOADED
        renamed = entry.title != _title(entry.data)
        result = self.async_update_and_abort(
            entry, data=data, title=entry.title if renamed else _title(data)
        )
        if unnoticed:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return result


def _title(data: Mapping[str, Any]) -> str:
    """Return a connection's name: the host, or the domain (the user) at the host."""
    host: str = data[CONF_HOST]
    return f"{data[CONF_USERNAME]} at {host}" if CONF_USERNAME in data else host


def _identity(data: Mapping[str, Any]) -> tuple[str, int, str | None]:
    """Return what makes a connection the same one."""
    return data[CONF_HOST].lower(), data[CONF_PORT], data.get(CONF_USERNAME)


def _watched(entry: ConfigEntry) -> tuple[str, ...]:
    """Return the lines of an entry."""
    groups = group_settings(entry)
    return tuple(watched_numbers(line_settings(entry), groups.values()))


def _missing_credentials(data: Mapping[str, Any]) -> str | None:
    """Return the credential that the profile needs and nobody gave."""
    if not needs_login(data):
        return None
    fields = (CONF_USERNAME, CONF_PASSWORD)
    return next((field for field in fields if not data.get(field)), None)


def _holds_the_session(
    refusal: TelephonyError | None, data: Mapping[str, Any], entry: ConfigEntry
) -> bool:
    """Tell whether the phone system only refuses a session beside the one that we have with it."""
    return (
        isinstance(refusal, SessionRefused)
        and _identity(data)[:2] == _identity(entry.data)[:2]
        and entry.state is ConfigEntryState.LOADED
        and entry.runtime_data.connected
    )
