"""What a start needs of the forms: Home Assistant asks each entry's form for its version."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.core import callback
from homeassistant.helpers.importlib import async_import_module

from .const import DOMAIN, SUBENTRY_GROUP, SUBENTRY_LINE
from .entries import is_phone_book
from .versions import ENTRY_VERSION


class TelephonyConfigFlow(ConfigFlow, domain=DOMAIN):
    """Sets up a connection or a phone book, with the steps that come when somebody begins."""

    VERSION = ENTRY_VERSION
    MINOR_VERSION = 1

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return what changes the options."""
        if is_phone_book(config_entry):
            from .flows.phone_books import PhoneBookOptionsFlow  # noqa: PLC0415

            return PhoneBookOptionsFlow()
        from .flows.options import TelephonyOptionsFlow  # noqa: PLC0415

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
        from .flows.subentries import GroupSubentryFlow, LineSubentryFlow  # noqa: PLC0415

        return {SUBENTRY_LINE: LineSubentryFlow, SUBENTRY_GROUP: GroupSubentryFlow}

    async def _async_begin(self) -> None:
        """Become the form that has all steps; a thread imports it."""
        module = await async_import_module(self.hass, f"{__package__}.flows.steps")
        self.__class__ = module.ConnectionSteps
        module.ConnectionSteps.__init__(self)

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin to set something up."""
        await self._async_begin()
        return await self.async_step_user(user_input)

    async def async_step_import(self, import_data: dict[str, Any]) -> ConfigFlowResult:
        """Begin to make a phone book of what a connection had."""
        await self._async_begin()
        return await self.async_step_import(import_data)

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Begin to ask for credentials."""
        await self._async_begin()
        return await self.async_step_reauth(entry_data)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin to change how a connection is made, or where a phone book comes from."""
        await self._async_begin()
        return await self.async_step_reconfigure(user_input)
