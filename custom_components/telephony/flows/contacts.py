"""The options' step for the phone book: contacts by hand, and files of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlow
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    FileSelector,
    FileSelectorConfig,
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    TextSelector,
)

from ..const import CONF_NUMBER, CONF_PERSON, CONF_PHONE_BOOK
from ..numbers.dial_plan import clean_number
from ..phone_book.book import async_count_uploaded, async_store_contacts
from ..phone_book.files import UnreadableContacts, read_contacts
from ..phone_book.index import Contact

CONF_CONTACTS: Final = "contacts"
CONF_FORGET: Final = "forget_uploaded"
CONF_UPLOAD: Final = "upload"

_CONTACTS: Final = ObjectSelector(
    ObjectSelectorConfig(
        multiple=True,
        label_field=CONF_NUMBER,
        description_field=CONF_NAME,
        translation_key="contact",
        fields={
            CONF_NUMBER: ObjectSelectorField(selector=TextSelector(), required=True),
            CONF_NAME: ObjectSelectorField(selector=TextSelector()),
            CONF_PERSON: ObjectSelectorField(
                selector=EntitySelector(EntitySelectorConfig(domain="person"))
            ),
        },
    )
)
_FORM: Final = vol.Schema(
    {
        vol.Optional(CONF_CONTACTS): _CONTACTS,
        vol.Optional(CONF_UPLOAD): FileSelector(
            FileSelectorConfig(accept=".vcf,.csv,text/vcard,text/csv")
        ),
        vol.Required(CONF_FORGET, default=False): BooleanSelector(),
    }
)


class PhoneBookStep(OptionsFlow):
    """Keeps contacts by hand in the options, and uploaded ones, which may be many, in a file."""

    async def async_step_phone_book(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change the phone book."""
        errors: dict[str, str] = {}
        options = self.config_entry.options
        contacts: Sequence[Mapping[str, str]] = options.get(CONF_PHONE_BOOK, ())
        if user_input is not None:
            contacts = user_input.get(CONF_CONTACTS, [])
            errors = _errors(contacts) or await self._async_take_file(user_input)
            if not errors:
                return self.async_create_entry(
                    data={**options, CONF_PHONE_BOOK: contacts}
                )
        count = await async_count_uploaded(self.hass, self.config_entry.entry_id)
        return self.async_show_form(
            step_id="phone_book",
            data_schema=self.add_suggested_values_to_schema(
                _FORM, {CONF_CONTACTS: list(contacts)}
            ),
            errors=errors,
            description_placeholders={"count": str(count)},
        )

    async def _async_take_file(self, user_input: Mapping[str, Any]) -> dict[str, str]:
        """Take an uploaded file for what was uploaded before, or forget that."""
        if CONF_UPLOAD in user_input:
            try:
                contacts = await self.hass.async_add_executor_job(
                    _read_upload, self.hass, user_input[CONF_UPLOAD]
                )
            except UnreadableContacts:
                return {CONF_UPLOAD: "invalid_phone_book"}
            await self._async_replace(contacts)
        elif user_input[CONF_FORGET]:
            await self._async_replace(())
        return {}

    async def _async_replace(self, contacts: Iterable[Contact]) -> None:
        entry = self.config_entry
        if entry.state is ConfigEntryState.LOADED:
            await entry.runtime_data.phone_book.async_replace(contacts)
        else:
            await async_store_contacts(self.hass, entry.entry_id, contacts)


def _errors(contacts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return what is wrong with contacts by hand."""
    for contact in contacts:
        if clean_number(contact[CONF_NUMBER]) is None:
            return {CONF_CONTACTS: "invalid_number"}
        if not (contact.get(CONF_NAME) or contact.get(CONF_PERSON)):
            return {CONF_CONTACTS: "nameless_contact"}
    return {}


def _read_upload(hass: HomeAssistant, file_id: str) -> list[Contact]:
    """Read an uploaded file, which is deleted then."""
    try:
        with process_uploaded_file(hass, file_id) as path:
            return read_contacts(path)
    except ValueError as error:
        raise UnreadableContacts from error
