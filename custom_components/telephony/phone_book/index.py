"""Finds contacts by number in whatever spelling, among 500,000 of them in microseconds."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from ..numbers.dial_plan import DialPlan
from ..numbers.readings import last_digits
from ..numbers.spelling import plain

END_LENGTH: Final = 5
"""So many last digits all spellings of a number share."""
EXACT, SAME, END = -3, -2, -1
"""What a match is worth that is a whole number; a pattern leaves digits over."""
LONG: Final = 9
"""Numbers of so many characters are others for certain if their last seven are."""


class Contact(NamedTuple):
    """Somebody with numbers; one that ends with * means all numbers that begin so.

    `person` is the person entity that lends its name and picture, `spoken` the name as it
    is pronounced.
    """

    name: str
    numbers: tuple[str, ...]
    person: str | None = None
    groups: tuple[str, ...] = ()
    spoken: str | None = None
    picture: str | None = None
    """The key of one of the phone book's pictures; of a caller, where browsers find it."""

    @property
    def callable_numbers(self) -> tuple[str, ...]:
        """Those of the numbers that reach somebody: what begins many numbers is none to call."""
        return tuple(each for each in self.numbers if not each.endswith("*"))


class Match(NamedTuple):
    """A contact, and how many digits of the number are not its own; the fewer the better."""

    unmatched: int
    contact: Contact


class ContactIndex:
    """Contacts by the last digits of their numbers.

    Numbers are compared in full only among those with the same last digits, so that nothing
    depends on country and prefixes before it is asked for.
    """

    def __init__(self, contacts: Iterable[Contact] = ()) -> None:
        """Index contacts; many of them take a while."""
        self._by_end: dict[str, list[tuple[str, Contact]]] = {}
        self._by_beginning: dict[str, Contact] = {}
        self.groups: set[str] = set()
        """All groups that any contact is in."""
        self.pictures = 0
        """How many contacts have one."""
        for contact in contacts:
            self._add(contact)

    def __bool__(self) -> bool:
        """Whether there is any contact with a number."""
        return bool(self._by_end or self._by_beginning)

    def _add(self, contact: Contact) -> None:
        self.groups.update(contact.groups)
        self.pictures += contact.picture is not None
        for number in map(plain, contact.numbers):
            if number.endswith("*") and number != "*":
                self._by_beginning.setdefault(number[:-1], contact)
            else:
                end = last_digits(number)[-END_LENGTH:]
                self._by_end.setdefault(end, []).append((number, contact))

    def find(self, number: str, plan: DialPlan) -> Match | None:
        """Return the contact that matches most of a number, or none where it may be several."""
        text = plain(number)
        readings = plan.readings
        alike = self._alike(text)
        for stored, contact in alike:
            if stored == text:
                return Match(EXACT, contact)
        for unmatched, is_same in ((SAME, readings.share), (END, readings.ends)):
            if found := [each for each in alike if is_same(text, each[0])]:
                (stored, contact), *others = found
                sure = all(readings.same(stored, other) for other, _ in others)
                return Match(unmatched, contact) if sure else None
        return self._beginning(text, plan) if self._by_beginning else None

    def _alike(self, text: str) -> list[tuple[str, Contact]]:
        """Return the contacts whose numbers can be this one as far as their last digits go."""
        digits = last_digits(text)
        found = self._by_end.get(digits[-END_LENGTH:], [])
        if len(digits) < LONG:
            return found
        return [
            each
            for each in found
            if len(each[0]) < LONG or last_digits(each[0])[-7:] == digits[-7:]
        ]

    def _beginning(self, text: str, plan: DialPlan) -> Match | None:
        """Return the contact whose pattern fits most of a number."""
        matches = [
            Match(len(form) - length, contact)
            for form in plan.readings.beginnings(text)
            for length in range(len(form), 0, -1)
            if (contact := self._by_beginning.get(form[:length]))
        ]
        return longest(matches)


def longest(matches: Iterable[Match]) -> Match | None:
    """Return the match of most digits; of equals the first."""
    return min(matches, key=lambda match: match.unmatched, default=None)
