"""A connection's phone book: who a number belongs to, and which numbers somebody has."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_PICTURE, CONF_NAME
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import Store

from ..const import CONF_NUMBER, CONF_PERSON, CONF_PHONE_BOOK, DOMAIN
from ..cti.model import NameSource, Party, Presentation
from ..numbers.dial_plan import DialPlan, load_regions
from ..versions import async_delete_issues, async_load_phone_book
from .index import Contact, ContactIndex, longest
from .names import NameIndex
from .report import ImportReport

_LOGGER = logging.getLogger(__name__)

VERSION: Final = 1
MAX_REMEMBERED: Final = 1000
"""Answers that are kept, for calls that are shown again and again."""

type _ContactStore = Store[dict[str, Any]]


class PhoneBook:
    """Contacts that were typed by hand, which the options hold, and uploaded ones."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        plan: Callable[[], DialPlan],
        on_change: Callable[[], None],
    ) -> None:
        """Prepare; `on_change` is called when numbers may belong to others than before."""
        self._get_plan = plan
        self._hass = hass
        self._entry = entry
        self._on_change = on_change
        self._store = _contact_store(hass, entry.entry_id)
        self._uploaded = ContactIndex()
        self._uploaded_names = NameIndex()
        self._by_hand = ContactIndex(contacts_by_hand(entry.options))
        self._options = entry.options
        self.knows_somebody = bool(self._by_hand)
        """Whether it is worth asking."""
        self.report: Mapping[str, int] | None = None
        """What became of the contacts of the uploaded file, by kind."""
        self._plan: DialPlan | None = None
        self._remembered: dict[str, Contact | None] = {}

    async def async_load(self) -> None:
        """Take up what was uploaded before; calls come and go meanwhile."""
        await self._hass.async_add_executor_job(load_regions)
        data = await async_load_phone_book(self._hass, self._entry, self._store)
        if data is None:
            return
        try:
            indexes = await self._hass.async_add_executor_job(_index, data)
        except AttributeError, KeyError, TypeError, ValueError:
            _LOGGER.warning("The uploaded phone book can't be read; upload it again")
            return
        self._take(indexes)
        self.report = data.get("report")
        self._changed()

    @callback
    def async_apply_options(self) -> None:
        """Take over what was typed by hand."""
        if self._options != self._entry.options:
            self._options = self._entry.options
            self._by_hand = ContactIndex(contacts_by_hand(self._options))
            self._changed()

    async def async_replace(
        self, contacts: Iterable[Contact], report: ImportReport | None = None
    ) -> None:
        """Take these contacts for those that were uploaded before."""
        self._take(
            await async_store_contacts(
                self._hass, self._entry.entry_id, contacts, report
            )
        )
        self.report = report.counts() if report else None
        async_delete_issues(self._hass, self._entry)
        self._changed()

    def _take(self, indexes: tuple[ContactIndex, NameIndex]) -> None:
        self._uploaded, self._uploaded_names = indexes

    def find(self, party: Party) -> Contact | None:
        """Return who the other side of a call is; one that wants to be unknown stays so."""
        if party.number is None or party.presentation is Presentation.RESTRICTED:
            return None
        if self._plan is not (plan := self._get_plan()):
            self._plan = plan
            self._remembered.clear()
        try:
            contact = self._remembered[party.number]
        except KeyError:
            contact = self._remember(party.number)
        return self._with_persons_name(contact) if contact else None

    def search(self, name: str) -> list[Contact]:
        """Return the contacts that somebody may mean by a name."""
        by_hand = map(self._with_persons_name, contacts_by_hand(self._options))
        return NameIndex(by_hand).search(name) or self._uploaded_names.search(name)

    def suggest(self, text: str) -> Iterator[Contact]:
        """Return the contacts that somebody who types a name may mean, best first."""
        by_hand = map(self._with_persons_name, contacts_by_hand(self._options))
        yield from NameIndex(by_hand).suggest(text)
        yield from self._uploaded_names.suggest(text)

    def recognize(self, party: Party) -> tuple[Party, str | None] | None:
        """Return a party by the name it has here, with the person's picture; None without a contact."""
        if (contact := self.find(party)) is None:
            return None
        state = self._hass.states.get(contact.person) if contact.person else None
        picture = state.attributes.get(ATTR_ENTITY_PICTURE) if state else None
        known_by = NameSource.PHONE_BOOK
        return party._replace(name=contact.name, known_by=known_by), picture

    def _remember(self, number: str) -> Contact | None:
        if len(self._remembered) >= MAX_REMEMBERED:
            self._remembered.clear()
        contact = self._remembered[number] = self._find(number)
        return contact

    def _find(self, number: str) -> Contact | None:
        plan = self._get_plan()
        matches = (each.find(number, plan) for each in (self._by_hand, self._uploaded))
        best = longest(filter(None, matches))
        return best.contact if best else None

    def _with_persons_name(self, contact: Contact) -> Contact:
        if contact.name or contact.person is None:
            return contact
        state = self._hass.states.get(contact.person)
        return replace(contact, name=state.name if state else contact.person)

    def _changed(self) -> None:
        self.knows_somebody = bool(self._by_hand or self._uploaded)
        self._remembered.clear()
        self._on_change()


def contacts_by_hand(options: Mapping[str, Any]) -> list[Contact]:
    """Read the contacts that the options hold."""
    return [
        Contact(
            name=contact.get(CONF_NAME, ""),
            numbers=(contact[CONF_NUMBER],),
            person=contact.get(CONF_PERSON),
        )
        for contact in options.get(CONF_PHONE_BOOK, ())
    ]


async def async_store_contacts(
    hass: HomeAssistant,
    entry_id: str,
    contacts: Iterable[Contact],
    report: ImportReport | None = None,
) -> tuple[ContactIndex, NameIndex]:
    """Keep uploaded contacts instead of earlier ones, and return them to look things up."""
    contacts = list(contacts)
    data = {
        "contacts": [(each.name, list(each.numbers)) for each in contacts],
        # Beside the contacts, so that 0.1.0 can still read what it knows.
        "details": {
            str(index): {"groups": list(each.groups), "spoken": each.spoken}
            for index, each in enumerate(contacts)
            if each.groups or each.spoken
        },
        "report": report.counts() if report else None,
    }
    await _contact_store(hass, entry_id).async_save(data)
    return await hass.async_add_executor_job(_index, data)


async def async_count_uploaded(hass: HomeAssistant, entry: ConfigEntry) -> int:
    """Return how many contacts were uploaded."""
    store = _contact_store(hass, entry.entry_id)
    data = await async_load_phone_book(hass, entry, store)
    try:
        return len(data["contacts"]) if data else 0
    except KeyError, TypeError:  # somebody has edited it
        return 0


async def async_remove_phone_book(hass: HomeAssistant, entry_id: str) -> None:
    """Delete the uploaded contacts of a connection that is removed."""
    await _contact_store(hass, entry_id).async_remove()


def _contact_store(hass: HomeAssistant, entry_id: str) -> _ContactStore:
    return Store(
        hass,
        VERSION,
        f"{DOMAIN}.{entry_id}.phone_book",
        private=True,
        serialize_in_event_loop=False,
    )


def _index(data: Mapping[str, Any]) -> tuple[ContactIndex, NameIndex]:
    """Index what was stored, by number and by name; runs outside the event loop."""
    details: Mapping[str, Any] = data.get("details", {})
    contacts = [
        Contact(
            name,
            tuple(numbers),
            groups=tuple(more.get("groups", ())),
            spoken=more.get("spoken"),
        )
        for index, (name, numbers) in enumerate(data["contacts"])
        for more in (details.get(str(index), {}),)
    ]
    return ContactIndex(contacts), NameIndex(contacts)
