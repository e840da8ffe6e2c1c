"""How a phone book is set up and changed: where its contacts come from, and whom it is for."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import voluptuous as vol

from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
    OptionsFlow,
)
from homeassistant.const import CONF_NAME, CONF_SOURCE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    FileSelector,
    FileSelectorConfig,
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
)
from homeassistant.helpers.typing import VolDictType
from homeassistant.util.ulid import ulid_now

from ..const import (
    CONF_CONNECTION,
    CONF_CONTACTS,
    CONF_GROUPS,
    CONF_NUMBER,
    CONF_ORDER,
    CONF_PERSON,
    CONF_REFRESH_MINUTES,
    CONF_SPOKEN,
    CONF_STORE,
    DEFAULT_ORDER,
    DEFAULT_REFRESH_MINUTES,
)
from ..entries import async_connections
from ..numbers.spelling import clean_number, plain
from ..phone_book.book import SERVER_SOURCES, SOURCE_FILE, SOURCE_MANUAL
from ..phone_book.report import ImportReport, UnreadableContacts
from ..phone_book.store import async_store_contacts
from .forms import async_texts, whole_number

if TYPE_CHECKING:
    from ..phone_book.files import ContactsFile

CONF_UPLOAD: Final = "upload"
MOVED_ORDER: Final = {SOURCE_MANUAL: 1, SOURCE_FILE: 2}
"""The order of books that a connection had: what was typed by hand went first."""

NAME: Final[VolDictType] = {vol.Required(CONF_NAME): TextSelector()}
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
            CONF_SPOKEN: ObjectSelectorField(selector=TextSelector()),
            CONF_GROUPS: ObjectSelectorField(
                selector=TextSelector(TextSelectorConfig(multiple=True))
            ),
        },
    )
)
_MANUAL: Final[VolDictType] = {**NAME, vol.Optional(CONF_CONTACTS): _CONTACTS}
_FILE: Final[VolDictType] = {
    **NAME,
    vol.Required(CONF_UPLOAD): FileSelector(
        FileSelectorConfig(
            accept=".vcf,.vcard,.csv,.txt,.tsv,.ldif,.ldi,.xml,.zip,text/vcard,text/csv"
        )
    ),
}


class PhoneBookSteps(ConfigFlow):
    """The config flow's steps of phone books; the same ones set them up and change them."""

    _book_name = ""
    _file: ContactsFile

    async def async_step_phone_book(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask where the contacts come from."""
        return self.async_show_menu(
            step_id="phone_book",
            menu_options=[*SERVER_SOURCES, SOURCE_FILE, SOURCE_MANUAL],
        )

    async def async_step_reconfigure_phone_book(self) -> ConfigFlowResult:
        """Change where the contacts come from, in the form in which that was set up."""
        source = self._get_reconfigure_entry().data[CONF_SOURCE]
        step: Callable[[], Awaitable[ConfigFlowResult]]
        step = getattr(self, f"async_step_{source}")
        return await step()

    async def async_step_import(self, import_data: dict[str, Any]) -> ConfigFlowResult:
        """Make a phone book of what a connection had, or add that to the one made before."""
        source, connection_id = import_data[CONF_SOURCE], import_data[CONF_CONNECTION]
        data = {k: v for k, v in import_data.items() if k != CONF_CONNECTION}
        book = await self.async_set_unique_id(f"{connection_id}_{source}")
        if book is not None:
            if source == SOURCE_MANUAL:
                new = {plain(each[CONF_NUMBER]) for each in data[CONF_CONTACTS]}
                kept = [
                    each
                    for each in book.data[CONF_CONTACTS]
                    if plain(each[CONF_NUMBER]) not in new
                ]
                data[CONF_CONTACTS] = [*kept, *data[CONF_CONTACTS]]
            self.hass.config_entries.async_update_entry(book, data=data)
            return self.async_abort(reason="already_configured")
        words = await async_texts(self.hass, "phone_book_source")
        connection = self.hass.config_entries.async_get_known_entry(connection_id)
        return self.async_create_entry(
            title=f"{words[source]} ({connection.title})",
            data=data,
            options={CONF_ORDER: MOVED_ORDER[source], CONF_CONNECTION: connection_id},
        )

    async def async_step_manual(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take contacts that are typed by hand."""
        errors: dict[str, str] = {}
        if user_input is not None:
            contacts = user_input.get(CONF_CONTACTS, [])
            errors = self._read_name(user_input) or _errors(contacts)
            if not errors:
                return self._save_book(SOURCE_MANUAL, {CONF_CONTACTS: contacts})
        return self._show_book(SOURCE_MANUAL, _MANUAL, user_input, errors)

    async def async_step_file(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Take the contacts of a file."""
        errors: dict[str, str] = {}
        detail = ""
        if user_input is not None and not (errors := self._read_name(user_input)):
            try:
                self._file = await self.hass.async_add_executor_job(
                    _read_upload, self.hass, user_input[CONF_UPLOAD]
                )
            except UnreadableContacts as error:
                errors, detail = {CONF_UPLOAD: error.key}, error.detail
            else:
                return await self.async_step_report()
        return self._show_book(SOURCE_FILE, _FILE, user_input, errors, detail)

    async def async_step_report(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Say what became of the file, and keep it once that was read."""
        if user_input is None:
            return self.async_show_form(
                step_id="report",
                description_placeholders=await _async_words(
                    self.hass, self._file.report
                ),
            )
        file = self._file.contacts, self._file.report, self._file.pictures
        if self.source != SOURCE_RECONFIGURE:
            store_id = ulid_now()
            await async_store_contacts(self.hass, store_id, *file)
            return self._save_book(SOURCE_FILE, {CONF_STORE: store_id})
        entry = self._get_reconfigure_entry()
        store_id = entry.data[CONF_STORE]
        if entry.state is ConfigEntryState.LOADED:
            await entry.runtime_data.async_replace(*file)
        else:
            await async_store_contacts(self.hass, store_id, *file)
        return self._save_book(SOURCE_FILE, {CONF_STORE: store_id})

    def _read_name(self, user_input: Mapping[str, Any]) -> dict[str, str]:
        """Take the name; an empty one is an error."""
        self._book_name = user_input[CONF_NAME].strip()
        return {} if self._book_name else {CONF_NAME: "name_needed"}

    def _save_book(self, source: str, data: dict[str, Any]) -> ConfigFlowResult:
        """Keep a phone book; the entry's listener takes over what changed."""
        data = {CONF_SOURCE: source, **data}
        if self.source == SOURCE_RECONFIGURE:
            entry = self._get_reconfigure_entry()
            return self.async_update_and_abort(entry, title=self._book_name, data=data)
        return self.async_create_entry(
            title=self._book_name, data=data, description="phone_book"
        )

    def _show_book(
        self,
        source: str,
        form: VolDictType,
        user_input: Mapping[str, Any] | None,
        errors: dict[str, str],
        detail: str = "",
    ) -> ConfigFlowResult:
        """Show a source's form with what was entered, else with what is kept; errors may have a detail."""
        values = user_input
        if values is None and self.source == SOURCE_RECONFIGURE:
            entry = self._get_reconfigure_entry()
            values = {CONF_NAME: entry.title, **entry.data}
        return self.async_show_form(
            step_id=source,
            data_schema=self.add_suggested_values_to_schema(vol.Schema(form), values),
            errors=errors,
            description_placeholders={"detail": detail},
        )


class PhoneBookOptionsFlow(OptionsFlow):
    """Changes whom a phone book is for, and which of several is asked first."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the options; a connection's are behind a menu."""
        return await self.async_step_phone_book()

    async def async_step_phone_book(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change the options."""
        if user_input is not None:
            return self.async_create_entry(data=user_input)
        connections = [
            SelectOptionDict(value=each.entry_id, label=each.title)
            for each in async_connections(self.hass)
        ]
        form: VolDictType = {
            vol.Required(CONF_ORDER, default=DEFAULT_ORDER): whole_number(0, 999),
            vol.Optional(CONF_CONNECTION): SelectSelector(
                SelectSelectorConfig(
                    options=connections, mode=SelectSelectorMode.DROPDOWN
                )
            ),
        }
        if self.config_entry.data[CONF_SOURCE] in SERVER_SOURCES:
            minutes = whole_number(5, 10_080, "min")
            key = vol.Required(CONF_REFRESH_MINUTES, default=DEFAULT_REFRESH_MINUTES)
            form[key] = minutes
        options = dict(self.config_entry.options)
        if options.get(CONF_CONNECTION) not in {each["value"] for each in connections}:
            options.pop(CONF_CONNECTION, None)  # it was deleted
        return self.async_show_form(
            step_id="phone_book",
            data_schema=self.add_suggested_values_to_schema(vol.Schema(form), options),
        )


async def _async_words(hass: HomeAssistant, report: ImportReport) -> dict[str, str]:
    """Return a report in the words of Home Assistant's language."""
    reasons = await async_texts(hass, "left_out")
    sentences = await async_texts(hass, "report")
    places = [
        f"- {': '.join(filter(None, (each.member, str(each.line), each.name)))}"
        f" ({reasons[each.reason]})"
        for each in report.left_out
    ]
    return {
        "contacts": str(report.contacts),
        "numbers": str(report.numbers),
        "left_out": sentences["left_out" if places else "all_taken"].format(
            contacts_left_out=report.contacts_left_out,
            numbers_left_out=report.numbers_left_out,
            places="\n".join(places),
        ),
    }


def _errors(contacts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return what is wrong with contacts by hand."""
    for contact in contacts:
        if clean_number(contact[CONF_NUMBER]) is None:
            return {CONF_CONTACTS: "invalid_number"}
        if not (contact.get(CONF_NAME) or contact.get(CONF_PERSON)):
            return {CONF_CONTACTS: "nameless_contact"}
    return {}


def _read_upload(hass: HomeAssistant, file_id: str) -> ContactsFile:
    """Read an uploaded file, which is deleted then."""
    # What reads the formats is loaded when a file comes, not with Home Assistant.
    from ..phone_book.files import read_contacts  # noqa: PLC0415

    try:
        with process_uploaded_file(hass, file_id) as path:
            return read_contacts(path, hass.config.country, hass.config.language)
    except UnreadableContacts:
        raise
    except ValueError as error:
        raise UnreadableContacts from error
