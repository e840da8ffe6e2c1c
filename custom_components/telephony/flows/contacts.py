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
from homeassistant.helpers.translation import async_get_translations

from ..const import CONF_NUMBER, CONF_PERSON, CONF_PHONE_BOOK, DOMAIN
from ..numbers.spelling import clean_number
from ..phone_book.book import async_count_uploaded, async_store_contacts
from ..phone_book.index import Contact
from ..phone_book.report import ImportReport, TooLarge, UnreadableContacts

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
            FileSelectorConfig(
                accept=".vcf,.vcard,.csv,.txt,.tsv,.ldif,.ldi,.xml,.zip,text/vcard,text/csv"
            )
        ),
        vol.Required(CONF_FORGET, default=False): BooleanSelector(),
    }
)


class PhoneBookStep(OptionsFlow):
    """Keeps contacts by hand in the options, and uploaded ones, which may be many, in a file."""

    _by_hand: Sequence[Mapping[str, str]] = ()
    _report: ImportReport | None = None

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
                self._by_hand = contacts
                return await self.async_step_phone_book_report()
        count = await async_count_uploaded(self.hass, self.config_entry)
        return self.async_show_form(
            step_id="phone_book",
            data_schema=self.add_suggested_values_to_schema(
                _FORM, {CONF_CONTACTS: list(contacts)}
            ),
            errors=errors,
            description_placeholders={"count": str(count)},
        )

    async def async_step_phone_book_report(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what became of an uploaded file, and finish."""
        if user_input is None and self._report is not None:
            return self.async_show_form(
                step_id="phone_book_report",
                description_placeholders=await _async_words(self.hass, self._report),
            )
        return self.async_create_entry(
            data={**self.config_entry.options, CONF_PHONE_BOOK: self._by_hand}
        )

    async def _async_take_file(self, user_input: Mapping[str, Any]) -> dict[str, str]:
        """Take an uploaded file for what was uploaded before, or forget that."""
        if CONF_UPLOAD in user_input:
            try:
                contacts, self._report = await self.hass.async_add_executor_job(
                    _read_upload, self.hass, user_input[CONF_UPLOAD]
                )
            except TooLarge:
                return {CONF_UPLOAD: "phone_book_too_large"}
            except UnreadableContacts:
                return {CONF_UPLOAD: "invalid_phone_book"}
            await self._async_replace(contacts, self._report)
        elif user_input[CONF_FORGET]:
            await self._async_replace(())
        return {}

    async def _async_replace(
        self, contacts: Iterable[Contact], report: ImportReport | None = None
    ) -> None:
        entry = self.config_entry
        if entry.state is ConfigEntryState.LOADED:
            await entry.runtime_data.phone_book.async_replace(contacts, report)
        else:
            await async_store_contacts(self.hass, entry.entry_id, contacts, report)


async def _async_words(hass: HomeAssistant, report: ImportReport) -> dict[str, str]:
    """Return a report in the words of Home Assistant's language."""
    words = await async_get_translations(
        hass, hass.config.language, "selector", [DOMAIN]
    )
    left_out = [
        f"- {each.line}: {each.name} ({reason})"
        if each.name
        else f"- {each.line}: {reason}"
        for each in report.left_out
        for reason in (
            words[f"component.{DOMAIN}.selector.left_out.options.{each.reason}"],
        )
    ]
    return {
        "contacts": str(report.contacts),
        "numbers": str(report.numbers),
        "contacts_left_out": str(report.contacts_left_out),
        "numbers_left_out": str(report.numbers_left_out),
        "left_out": "\n".join(left_out) or "-",
    }


def _errors(contacts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return what is wrong with contacts by hand."""
    for contact in contacts:
        if clean_number(contact[CONF_NUMBER]) is None:
            return {CONF_CONTACTS: "invalid_number"}
        if not (contact.get(CONF_NAME) or contact.get(CONF_PERSON)):
            return {CONF_CONTACTS: "nameless_contact"}
    return {}


def _read_upload(
    hass: HomeAssistant, file_id: str
) -> tuple[list[Contact], ImportReport]:
    """Read an uploaded file, which is deleted then."""
    # What reads the formats is loaded when a file comes, not with Home Assistant.
    from ..phone_book.files import read_contacts  # noqa: PLC0415

    try:
        with process_uploaded_file(hass, file_id) as path:
            file = read_contacts(path, hass.config.country, hass.config.language)
            return file.contacts, file.report
    except UnreadableContacts:
        raise
    except ValueError as error:
        raise UnreadableContacts from error
