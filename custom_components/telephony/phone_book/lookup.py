"""Who calls a connection, and whom somebody there means by a name: its phone books are asked in their order."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_PICTURE
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..const import CONF_BLOCKED_CONTACT_GROUPS
from ..cti.model import NameSource, Party, Presentation
from ..numbers.dial_plan import DialPlan, load_regions
from .book import PhoneBook, async_phone_books, with_persons_name
from .contacts import Contact
from .index import Match
from .names import MAX_LOOKS

MAX_REMEMBERED: Final = 1000
"""Answers that are kept, for calls that are shown again and again."""


class ContactLookup:
    """The phone books as one connection sees them."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        plan: Callable[[], DialPlan],
        on_change: Callable[[], None],
    ) -> None:
        """Prepare; `on_change` is called when numbers may belong to others than before."""
        self._hass = hass
        self._entry = entry
        self._get_plan = plan
        self._on_change = on_change
        self.books: tuple[PhoneBook, ...] = ()
        self._plan: DialPlan | None = None
        self._remembered: dict[str, Contact | None] = {}
        self._options: Mapping[str, Any] = {}
        self._blocked: frozenset[str] = frozenset()

    @callback
    def async_follow(self) -> CALLBACK_TYPE:
        """Follow the books, until what is returned is called."""
        books = async_phone_books(self._hass)

        @callback
        def changed() -> None:
            self.books = tuple(books.of(self._entry.entry_id))
            self._remembered.clear()
            self._on_change()

        changed()
        return books.async_listen(changed)

    async def async_load_regions(self) -> None:
        """Read the numbering plans, which the first look-up would do in the event loop."""
        await self._hass.async_add_executor_job(load_regions)

    @property
    def knows_somebody(self) -> bool:
        """Whether it is worth asking."""
        return any(each.has_numbers for each in self.books)

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
            if len(self._remembered) >= MAX_REMEMBERED:
                self._remembered.clear()
            contact = self._remembered[party.number] = self._look(party.number, plan)
        return with_persons_name(self._hass, contact) if contact else None

    def _look(self, number: str, plan: DialPlan) -> Contact | None:
        """Return the contact that matches most of a number, whichever book has it."""
        best: Match | None = None
        picture = None
        for book in self.books:
            match = book.find(number, plan)
            if match and (best is None or match.unmatched < best.unmatched):
                best, key = match, match.contact.picture
                picture = book.picture_url(key) if key else None
        return best.contact._replace(picture=picture) if best else None

    def recognize(self, party: Party) -> tuple[Party, str | None] | None:
        """Return a party by the name it has here, with a picture of it; None without a contact."""
        if (contact := self.find(party)) is None:
            return None
        state = self._hass.states.get(contact.person) if contact.person else None
        own = state.attributes.get(ATTR_ENTITY_PICTURE) if state else None
        if self._options is not (options := self._entry.options):
            self._options = options
            self._blocked = frozenset(
                map(str.casefold, options.get(CONF_BLOCKED_CONTACT_GROUPS, ()))
            )
        known = party._replace(
            name=contact.name,
            known_by=NameSource.PHONE_BOOK,
            contact_groups=contact.groups,
            spoken_name=contact.spoken,
            blocked=not self._blocked.isdisjoint(map(str.casefold, contact.groups)),
        )
        return known, own or contact.picture

    def search(self, name: str) -> list[Contact]:
        """Return the contacts that somebody may mean by a name: those of exactly this name, whichever book has them.

        One that stands in several books is one.
        """
        looks = self._looks
        names = [each.names for each in self.books]
        exact = [contact for each in names for contact in each.named(name, looks)]
        others = (each.search(name, looks) for each in names)
        contacts = exact or next(filter(None, others), [])
        return list({(each.name, each.numbers): each for each in contacts}.values())

    def suggest(self, text: str) -> Iterator[Contact]:
        """Return the contacts that somebody who types a name may mean, best first."""
        looks = self._looks
        return chain.from_iterable(
            each.names.suggest(text, looks) for each in self.books
        )

    @property
    def _looks(self) -> int:
        """How many contacts of each book a search may look at: the event loop waits for it."""
        return MAX_LOOKS // max(1, len(self.books))
