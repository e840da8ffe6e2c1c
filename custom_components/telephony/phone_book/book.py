"""A phone book: an entry of its own with contacts from one source, which connections share."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
import logging
from secrets import token_hex
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_NAME, CONF_SOURCE
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..const import (
    CONF_CONNECTION,
    CONF_CONTACTS,
    CONF_GROUPS,
    CONF_NUMBER,
    CONF_ORDER,
    CONF_PERSON,
    CONF_SPOKEN,
    CONF_STORE,
    DEFAULT_ORDER,
    DOMAIN,
)
from ..numbers.dial_plan import DialPlan
from ..versions import async_delete_issues, async_load_phone_book
from .contacts import MAX_GROUPS, MAX_NAME, Contact
from .index import ContactIndex, Match
from .names import NameIndex
from .pictures import PictureFolder
from .report import ImportReport
from .store import Indexes, Stored, async_store_contacts, contact_store, index

_LOGGER = logging.getLogger(__name__)

SOURCE_CARDDAV: Final = "carddav"
SOURCE_FILE: Final = "file"
SOURCE_FRITZBOX: Final = "fritzbox"
SOURCE_LDAP: Final = "ldap"
SOURCE_MANUAL: Final = "manual"
SERVER_SOURCES: Final = (SOURCE_CARDDAV, SOURCE_FRITZBOX, SOURCE_LDAP)
"""Sources that are asked again and again."""

PICTURES_URL: Final = f"/api/{DOMAIN}/picture"

type PhoneBookEntry = ConfigEntry[PhoneBook]


class PhoneBook:
    """What all phone books have in common."""

    def __init__(self, hass: HomeAssistant, entry: PhoneBookEntry) -> None:
        """Begin without contacts."""
        self.entry = entry
        self.updated: datetime | None = None
        """When the contacts were taken from the source."""
        self.problem: str | None = None
        """Why the source can't be read; the contacts from before stay."""
        self.report: Mapping[str, Any] | None = None
        """What became of the source's contacts, by kind."""
        self.pictures = (
            PictureFolder(hass, entry.data[CONF_STORE])
            if CONF_STORE in entry.data
            else None
        )
        """Where those of its contacts are."""
        self.picture_token = token_hex(16)
        """What stands in their addresses: who was told one was allowed to see it. New at each start."""
        self._hass = hass
        self._by_number = ContactIndex()
        self._by_name = NameIndex()
        self._listeners: list[CALLBACK_TYPE] = []

    @abstractmethod
    async def async_load(self) -> None:
        """Take up the contacts."""

    @callback
    def async_entry_changed(self) -> None:
        """Take over what was changed in the entry."""
        self._changed()

    @property
    def order(self) -> int:
        """Which of several books is asked first: the lower one."""
        order: int = self.entry.options.get(CONF_ORDER, DEFAULT_ORDER)
        return order

    @property
    def count(self) -> int:
        """How many contacts there are."""
        return len(self._by_name)

    @property
    def has_numbers(self) -> bool:
        """Whether there is anybody to find."""
        return bool(self._by_number)

    @property
    def groups(self) -> Collection[str]:
        """All groups that any contact is in."""
        return self._by_number.groups

    def is_for(self, connection_id: str) -> bool:
        """Tell whether a connection's callers are looked for here."""
        return self.entry.options.get(CONF_CONNECTION) in (None, connection_id)

    def find(self, number: str, plan: DialPlan) -> Match | None:
        """Return who a number belongs to."""
        return self._by_number.find(number, plan)

    def picture_url(self, key: str) -> str:
        """Return where browsers find a picture."""
        store_id = self.entry.data[CONF_STORE]
        return f"{PICTURES_URL}/{store_id}/{key}?token={self.picture_token}"

    @property
    def names(self) -> NameIndex:
        """The contacts by their names."""
        return self._by_name

    def summary(self) -> dict[str, Any]:
        """Return how the book is, without names and numbers."""
        return {
            "source": self.entry.data[CONF_SOURCE],
            "order": self.order,
            "for_all_connections": CONF_CONNECTION not in self.entry.options,
            "contacts": self.count,
            "pictures": self._by_number.pictures,
            "problem": self.problem,
            "last_update": self.updated and self.updated.isoformat(),
            "report": self.report,
        }

    @callback
    def async_listen(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call a listener after each change, until what is returned is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _take(self, indexes: Indexes) -> None:
        self._by_number, self._by_name = indexes
        self._changed()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    def _changed(self) -> None:
        self._tell()
        async_phone_books(self._hass).async_changed()


class ManualBook(PhoneBook):
    """Contacts that were typed by hand; those who are persons of the house bear their names."""

    @override
    async def async_load(self) -> None:
        self.async_entry_changed()

    @override
    @callback
    def async_entry_changed(self) -> None:
        contacts = read_by_hand(self.entry.data[CONF_CONTACTS])
        self._has_persons = any(each.person for each in contacts)
        self.updated = self.entry.modified_at
        self._take((ContactIndex(contacts), NameIndex(contacts)))

    @property
    @override
    def names(self) -> NameIndex:
        if not self._has_persons:
            return self._by_name
        contacts = read_by_hand(self.entry.data[CONF_CONTACTS])
        return NameIndex(with_persons_name(self._hass, each) for each in contacts)


class FileBook(PhoneBook):
    """Contacts of a file that was uploaded."""

    @override
    async def async_load(self) -> None:
        store = contact_store(self._hass, self.entry.data[CONF_STORE])
        data = await async_load_phone_book(self._hass, self.entry, store)
        if data is None:
            return
        try:
            stored = Stored.of(data)
            indexes = await self._hass.async_add_executor_job(index, stored)
        except AttributeError, KeyError, TypeError, ValueError:
            _LOGGER.warning(
                "The phone book %s can't be read; upload it again", self.entry.title
            )
            return
        self.updated, self.report = stored.updated, stored.report
        self._take(indexes)

    async def async_replace(
        self,
        contacts: Iterable[Contact],
        report: ImportReport,
        pictures: Mapping[str, bytes],
    ) -> None:
        """Take these contacts for those of the file before."""
        stored = await async_store_contacts(
            self._hass, self.entry.data[CONF_STORE], contacts, report, pictures
        )
        indexes = await self._hass.async_add_executor_job(index, stored)
        async_delete_issues(self._hass, self.entry)
        self.updated, self.report = stored.updated, stored.report
        self._take(indexes)


class PhoneBooks:
    """All phone books that are loaded, and who wants to know when one changes."""

    def __init__(self) -> None:
        """Begin without books."""
        self._books: list[PhoneBook] = []
        self._listeners: list[CALLBACK_TYPE] = []

    @callback
    def async_add(self, book: PhoneBook) -> CALLBACK_TYPE:
        """Add a book, until what is returned is called."""
        self._books.append(book)

        @callback
        def remove() -> None:
            self._books.remove(book)
            self.async_changed()

        return remove

    def with_store(self, store_id: str) -> PhoneBook | None:
        """Return the book whose contacts are kept by this ID."""
        books = (it for it in self._books if it.entry.data.get(CONF_STORE) == store_id)
        return next(books, None)

    def of(self, connection_id: str) -> Iterator[PhoneBook]:
        """Return a connection's books in the order in which they are asked."""
        books = (each for each in self._books if each.is_for(connection_id))
        yield from sorted(books, key=lambda it: (it.order, it.entry.created_at))

    @callback
    def async_listen(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call a listener after each change, until what is returned is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_changed(self) -> None:
        """Tell that numbers may belong to others than before."""
        for listener in tuple(self._listeners):
            listener()


_BOOKS: Final[HassKey[PhoneBooks]] = HassKey(f"{DOMAIN}_phone_books")


@callback
def async_phone_books(hass: HomeAssistant) -> PhoneBooks:
    """Return the phone books of the house."""
    return hass.data.setdefault(_BOOKS, PhoneBooks())


def read_by_hand(contacts: Iterable[Mapping[str, Any]]) -> list[Contact]:
    """Read contacts as forms have them."""
    return [
        Contact(
            name=contact.get(CONF_NAME, "")[:MAX_NAME],
            numbers=(contact[CONF_NUMBER],),
            person=contact.get(CONF_PERSON),
            groups=tuple(contact.get(CONF_GROUPS, ()))[:MAX_GROUPS],
            spoken=contact.get(CONF_SPOKEN, "")[:MAX_NAME] or None,
        )
        for contact in contacts
    ]


def with_persons_name(hass: HomeAssistant, contact: Contact) -> Contact:
    """Return a contact with the name of its person where it has no other."""
    if contact.name or contact.person is None:
        return contact
    state = hass.states.get(contact.person)
    return contact._replace(name=state.name if state else contact.person)
