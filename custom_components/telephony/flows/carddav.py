"""How a CardDAV account becomes a phone book; nothing is kept of an account that can't be read."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigFlowResult
from homeassistant.const import CONF_NAME, CONF_PASSWORD, CONF_URL, CONF_USERNAME
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
)
from homeassistant.helpers.typing import VolDictType
from homeassistant.util.ulid import ulid_now

from ..const import CONF_ADDRESS_BOOKS, CONF_STORE, CONF_VERIFY_CERTIFICATE, DOMAIN
from ..phone_book.book import SOURCE_CARDDAV
from ..phone_book.carddav.account import Account, AddressBook
from ..phone_book.carddav.errors import CardDavError, ServerTimeout
from .forms import PASSWORD, filled, without_password
from .phone_books import NAME, PhoneBookSteps

TRIAL_SECONDS: Final = 60.0
"""How long it may take to find an account's address books."""

_SERVER: Final[VolDictType] = {
    **NAME,
    vol.Required(CONF_URL): TextSelector(),
    vol.Required(CONF_USERNAME): TextSelector(),
}
_VERIFY: Final[VolDictType] = {
    vol.Required(CONF_VERIFY_CERTIFICATE, default=True): BooleanSelector()
}
_LOGIN: Final[VolDictType] = {
    vol.Required(CONF_USERNAME): TextSelector(),
    vol.Required(CONF_PASSWORD): PASSWORD,
}


class CardDavSteps(PhoneBookSteps):
    """The config flow's steps of CardDAV accounts."""

    _account: dict[str, Any]
    _found: list[AddressBook]
    _problem: CardDavError | None = None

    async def async_step_carddav(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for an account, and look for its address books."""
        is_new = self.source != SOURCE_RECONFIGURE
        password = (
            vol.Required(CONF_PASSWORD) if is_new else vol.Optional(CONF_PASSWORD)
        )
        form = {**_SERVER, password: PASSWORD, **_VERIFY}
        errors: dict[str, str] = {}
        if user_input is not None and not (errors := self._read_name(user_input)):
            account = filled({k: v for k, v in user_input.items() if k != CONF_NAME})
            if not is_new:
                kept = self._get_reconfigure_entry().data[CONF_PASSWORD]
                account.setdefault(CONF_PASSWORD, kept)
            for field in (CONF_URL, CONF_USERNAME, CONF_PASSWORD):
                account.setdefault(field, "")
            if not (errors := await self._async_try(account)):
                return await self.async_step_address_books()
        values = user_input if user_input is not None else self._kept()
        return self._show_account("carddav", form, values, errors)

    async def async_step_address_books(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which address books to take, where there are several."""
        books = [each.url for each in self._found]
        errors: dict[str, str] = {}
        if len(books) == 1:
            user_input = {CONF_ADDRESS_BOOKS: books}
        if user_input is not None:
            if chosen := user_input[CONF_ADDRESS_BOOKS]:
                return self._save_account(chosen)
            errors = {CONF_ADDRESS_BOOKS: "choose_address_book"}
        chosen = [
            each for each in self._kept().get(CONF_ADDRESS_BOOKS, ()) if each in books
        ]
        selector = SelectSelector(
            SelectSelectorConfig(
                options=[
                    SelectOptionDict(value=each.url, label=each.name)
                    for each in self._found
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
            if not (errors := await self._async_try(data)):
                if data == entry.data:  # the server has changed its mind
                    self.hass.config_entries.async_schedule_reload(entry.entry_id)
                return self.async_update_and_abort(entry, data=data)
        values = user_input if user_input is not None else entry.data
        return self._show_account("reauth_phone_book", _LOGIN, values, errors)

    async def _async_try(self, account: dict[str, Any]) -> dict[str, str]:
        """Look for an account's address books, and return what is wrong."""
        try:
            tried = Account(
                self.hass,
                account[CONF_URL],
                account[CONF_USERNAME],
                account[CONF_PASSWORD],
                verify_certificate=account[CONF_VERIFY_CERTIFICATE],
            )
            try:
                async with asyncio.timeout(TRIAL_SECONDS):
                    self._found = await tried.async_find_address_books()
            finally:
                tried.close()
        except TimeoutError:
            self._problem = ServerTimeout()
        except CardDavError as error:
            self._problem = error
        else:
            self._problem, self._account = None, account
            return {}
        return {"base": self._problem.key}

    def _kept(self) -> Mapping[str, Any]:
        """Return what is kept of the account that is changed."""
        if self.source != SOURCE_RECONFIGURE:
            return {}
        entry = self._get_reconfigure_entry()
        return {CONF_NAME: entry.title, **entry.data}

    def _show_account(
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
            description_placeholders={
                "host": self._problem.detail if self._problem else ""
            },
        )

    def _save_account(self, address_books: list[str]) -> ConfigFlowResult:
        """Keep the account, unless another phone book has the same address books."""
        mine = self.context.get("entry_id")
        for other in self.hass.config_entries.async_entries(DOMAIN):
            if (
                other.entry_id != mine
                and other.data.get(CONF_USERNAME) == self._account[CONF_USERNAME]
                and set(other.data.get(CONF_ADDRESS_BOOKS, ())) & set(address_books)
            ):
                raise AbortFlow("phone_book_known")
        data = {
            **self._account,
            CONF_ADDRESS_BOOKS: address_books,
            CONF_STORE: self._kept().get(CONF_STORE) or ulid_now(),
        }
        return self._save_book(SOURCE_CARDDAV, data)
