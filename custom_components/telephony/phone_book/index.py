"""Finds contacts by number in whatever spelling, among 500,000 of them in microseconds."""

from array import array
from collections.abc import Iterable
from typing import Final, NamedTuple

from ..numbers.dial_plan import DialPlan
from ..numbers.readings import last_digits
from ..numbers.spelling import plain
from .contacts import Contact, Contacts
from .places import Places

END_LENGTH: Final = 5
"""So many last digits all spellings of a number share."""
EXACT, SAME, END = -3, -2, -1
"""What a match is worth that is a whole number; a pattern leaves digits over."""
LONG: Final = 9
"""Numbers of so many characters are others for certain if their last seven are."""


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
        self.contacts = Contacts.of(contacts)
        self.groups: set[str] = set()
        """All groups that any contact is in."""
        self.pictures = 0
        """How many contacts have one."""
        self._numbers: list[str] = []
        self._owners = array("I")
        """The contacts of these numbers, by their places."""
        self._by_beginning: dict[str, int] = {}
        for at, contact in enumerate(self.contacts):
            self.groups.update(contact.groups)
            self.pictures += contact.picture is not None
            for number in contact.numbers:
                self._add(number, at)
        self._by_end = Places(map(_end, self._numbers))

    def __bool__(self) -> bool:
        """Whether there is any contact with a number."""
        return bool(self._numbers or self._by_beginning)

    def _add(self, written: str, owner: int) -> None:
        number = plain(written)
        if number.endswith("*") and number != "*":
            self._by_beginning.setdefault(number[:-1], owner)
        else:
            self._numbers.append(written if written == number else number)
            self._owners.append(owner)

    def find(self, number: str, plan: DialPlan) -> Match | None:
        """Return the contact that matches most of a number, or none where it may be several."""
        text = plain(number)
        readings = plan.readings
        alike = self._alike(text)
        for stored, owner in alike:
            if stored == text:
                return Match(EXACT, self.contacts[owner])
        for unmatched, is_same in ((SAME, readings.share), (END, readings.ends)):
            if found := [each for each in alike if is_same(text, each[0])]:
                (stored, owner), *others = found
                sure = all(readings.same(stored, other) for other, _ in others)
                return Match(unmatched, self.contacts[owner]) if sure else None
        return self._beginning(text, plan) if self._by_beginning else None

    def _alike(self, text: str) -> list[tuple[str, int]]:
        """Return the numbers that can be this one as far as their last digits go, and whose they are."""
        digits = last_digits(text)
        end = digits[-END_LENGTH:]
        return [
            (number, self._owners[at])
            for at in self._by_end.of(end)
            for number in (self._numbers[at],)
            if _may_end_so(number, digits, end)
        ]

    def _beginning(self, text: str, plan: DialPlan) -> Match | None:
        """Return the contact whose pattern fits most of a number."""
        matches = [
            Match(len(form) - length, self.contacts[owner])
            for form in plan.readings.beginnings(text)
            for length in range(len(form), 0, -1)
            if (owner := self._by_beginning.get(form[:length])) is not None
        ]
        return longest(matches)


def _end(number: str) -> str:
    """Return the last digits that all spellings of a number share."""
    return last_digits(number)[-END_LENGTH:]


def _may_end_so(number: str, digits: str, end: str) -> bool:
    """Tell whether a number can be one of these last digits; of two long ones more have to be the same."""
    if len(digits) < LONG or len(number) < LONG:
        return _end(number) == end
    if number[-1] in "*#":
        number = last_digits(number)
    return number[-7:] == digits[-7:]


def longest(matches: Iterable[Match]) -> Match | None:
    """Return the match of most digits; of equals the first."""
    return min(matches, key=lambda match: match.unmatched, default=None)
