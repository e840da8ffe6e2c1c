"""Finds contacts by number in whatever spelling, among 500,000 of them in microseconds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ..numbers.dial_plan import DialPlan, without_separators

END_LENGTH: Final = 5
"""So many last digits all spellings of a number share."""
MIN_PART_LENGTH: Final = 7
"""A number without its area code must be so long to be recognised."""
LONG: Final = 9
"""Numbers of so many characters are others for certain if their last seven are."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody with numbers; one that ends with * means all numbers that begin so.

    `person` is the person entity that lends its name and picture, `spoken` the name as it
    is pronounced.
    """

    name: str
    numbers: tuple[str, ...]
    person: str | None = None
    groups: tuple[str, ...] = ()
    spoken: str | None = None
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A contact, and how many digits of the number are not its own."""

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
        for contact in contacts:
            self._add(contact)

    def __bool__(self) -> bool:
        """Whether there is any contact with a number."""
        return bool(self._by_end or self._by_beginning)

    def _add(self, contact: Contact) -> None:
        for number in map(without_separators, contact.numbers):
            if number.endswith("*") and number != "*":
                self._by_beginning.setdefault(number[:-1], contact)
            else:
                ends = self._by_end.setdefault(number[-END_LENGTH:], [])
                ends.append((number, contact))

    def find(self, number: str, plan: DialPlan) -> Match | None:
        """Return the contact that matches most of a number; of equals the first."""
        text = without_separators(number)
        return longest(self._matches(text, plan))

    def _matches(self, text: str, plan: DialPlan) -> Iterator[Match]:
        for stored, contact in self._by_end.get(text[-END_LENGTH:], ()):
            if (unmatched := _unmatched(text, stored, plan)) is not None:
                yield Match(unmatched, contact)
        if self._by_beginning:
            yield from self._beginnings(text, plan)

    def _beginnings(self, text: str, plan: DialPlan) -> Iterator[Match]:
        for form in plan.beginnings(text):
            for length in range(len(form), 0, -1):
                if contact := self._by_beginning.get(form[:length]):
                    yield Match(len(form) - length, contact)
                    break


def longest(matches: Iterable[Match]) -> Match | None:
    """Return the match of most digits; of equals the first."""
    return min(matches, key=lambda match: match.unmatched, default=None)


def _unmatched(number: str, stored: str, plan: DialPlan) -> int | None:
    """Return by how many digits two numbers differ in length; None where they are others."""
    if number == stored:
        return 0
    if min(len(number), len(stored)) >= LONG and number[-7:] != stored[-7:]:
        return None
    wanted, known = plan.canonical(number), plan.canonical(stored)
    if wanted == known:
        return 0
    shorter, longer = sorted((wanted, known), key=len)
    # Only one that is no whole number of its own can be the end of another.
    is_part = len(shorter) >= MIN_PART_LENGTH and not shorter.startswith("+")
    return len(longer) - len(shorter) if is_part and longer.endswith(shorter) else None
