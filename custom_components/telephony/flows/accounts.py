"""How a server becomes a phone book; nothing is kept of one that can't be read."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigFlowResult
from homeassistant.const import CONF_NAME, CONF_PASSWORD, CONF_SOURCE, CONF_USERNAME
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
)
from homeassistant.helpers.typing import VolDictType
from homeassistant.util.ulid import ulid_now

from ..const import CONF_ADDRESS_BOOKS, CONF_STORE, DOMAIN
from ..phone_book.errors import ServerTimeout, SourceError
from .carddav import CARDDAV
from .forms import LOGIN, filled, without_password
from .fritzbox import FRITZBOX
from .ldap import LDAP
from .phone_books import NAME, PhoneBookSteps
from .server import AddressBooks, Server

TRIAL_SECONDS: Final = 60.0
"""How long it may take to try a server out."""

SERVERS: Final = {each.source: each for each in (CARDDAV, FRITZBOX, LDAP)}


class AccountSteps(PhoneBookSteps):
    """The config flow's steps of phone books that a server has."""

    _server: Server
    _account: dict[str, Any]
    _found: AddressBooks
    _placeholders: Mapping[str, str] = {}

    async def async_step_carddav(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a CardDAV account."""
        return await self._async_step_server(CARDDAV, user_input)

    async def async_step_fritzbox(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a FRITZ!Box."""
        return await self._async_step_server(FRITZBOX, user_input)

    async def async_step_ldap(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for an LDAP directory."""
        return await self._async_step_server(LDAP, user_input)

    async def _async_step_server(
        self, server: Server, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Ask for a server, and try it out."""
        kept = self._kept()
        needed = server.needs_password and not kept
        password = (vol.Required if needed else vol.Optional)(CONF_PASSWORD)
        form = {**NAME, **server.fields(password)}
        errors: dict[str, str] = {}
        if user_input is not None and not (errors := self._read_name(user_input)):
            account = filled({k: v for k, v in user_input.items() if k != CONF_NAME})
            if CONF_PASSWORD in kept and CONF_USERNAME in account:
                account.setdefault(CONF_PASSWORD, kept[CONF_PASSWORD])
            if not (errors := await self._async_try(server, account, form)):
                return await self.async_step_address_books()
        values = user_input if user_input is not None else kept
        return self._show_server(server.source, form, values, errors)

    async def async_step_address_books(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which address books to take, where there are several."""
        books = list(self._found)
        errors: dict[str, str] = {}
        if len(books) <= 1:
            return self._save_server(books)
        if user_input is not None:
            if chosen := user_input[CONF_ADDRESS_BOOKS]:
                return self._save_server(chosen)
            errors = {CONF_ADDRESS_BOOKS: "choose_address_book"}
        chosen = [
            each for each in self._kept().get(CONF_ADDRESS_BOOKS, ()) if each in books
        ]
        selector = SelectSelector(
            SelectSelectorConfig(
                options=[
                    SelectOptionDict(value=each, label=name)
                    for each, name in self._found.items()
                ],
                multiple=True,
            )
        )
        form = {vol.Required(CONF_ADDRESS_BOOKS, default=chosen or books): selector}
        return self.async_show_form(
            step_id=CONF_ADDRESS_BOOKS, data_schema=vol.Schema(form), errors=errors
        )

    async def async_step_reauth_phone_book(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for credentials that work."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            data = {**entry.data, **filled(user_input)}
            server = SERVERS[data[CONF_SOURCE]]
            if not (errors := await self._async_try(server, data, LOGIN)):
                if data == entry.data:  # the server has changed its mind
                    self.hass.config_entries.async_schedule_reload(entry.entry_id)
                return self.async_update_and_abort(entry, data=data)
        values = user_input if user_input is not None else entry.data
        return self._show_server("reauth_phone_book", LOGIN, values, errors)

    async def _async_try(
        self, server: Server, account: dict[str, Any], form: VolDictType
    ) -> dict[str, str]:
        """Try a server out, and return what is wrong."""
        try:
            async with asyncio.timeout(TRIAL_SECONDS):
                self._found = await server.async_try(self.hass, account)
        except (SourceError, TimeoutError) as error:
            problem = error if isinstance(error, SourceError) else ServerTimeout()
            self._placeholders = problem.placeholders
            return {problem.field if problem.field in form else "base": problem.key}
        self._server, self._account, self._placeholders = server, account, {}
        return {}

    def _kept(self) -> Mapping[str, Any]:
        """Return what is kept of the server that is changed."""
        if self.source != SOURCE_RECONFIGURE:
            return {}
        entry = self._get_reconfigure_entry()
        return {CONF_NAME: entry.title, **entry.data}

    def _show_server(
        self,
        step_id: str,
        form: VolDictType,
        values: Mapping[str, Any],
        errors: dict[str, str],
    ) -> ConfigFlowResult:
        """Show a form with what was entered or kept, but never with a password."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema(form), without_password(values)
            ),
            errors=errors,
            description_placeholders=self._placeholders,
        )

    def _save_server(self, address_books: list[str]) -> ConfigFlowResult:
        """Keep the server, unless another phone book has the same contacts."""
        data = {**self._account}
        if address_books and not (
            self._server.takes_all and len(address_books) == len(self._found)
        ):
            data[CONF_ADDRESS_BOOKS] = address_books
        mine = self.context.get("entry_id")
        for other in self.hass.config_entries.async_entries(DOMAIN):
            if (
                other.entry_id != mine
                and other.data.get(CONF_SOURCE) == self._server.source
                and self._server.is_same(other.data, data)
            ):
                raise AbortFlow("phone_book_known")
        kept = self._kept()
        data[CONF_STORE] = kept.get(CONF_STORE) or ulid_now()
        if kept and data.items() <= kept.items():  # the server has changed its mind
            self.hass.config_entries.async_schedule_reload(
                self._get_reconfigure_entry().entry_id
            )
        return self._save_book(self._server.source, data)
