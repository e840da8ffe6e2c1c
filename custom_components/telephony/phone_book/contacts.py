"""Contacts, many of them: kept so that Python's garbage collector has nothing to look at."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple, Self

MAX_NAME: Final = 200
"""Characters of a name."""
MAX_GROUPS: Final = 20

type _Row = tuple[Any, ...]
"""A contact's values."""


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


class Contacts:
    """Contacts as bare tuples of texts, the only objects of this kind that the collector forgets.

    Whenever a quarter as many objects have come as there were, it looks at all that there are, and
    everything waits: half a second in a house of usual size.
    """

    def __init__(self, contacts: Iterable[Contact] = ()) -> None:
        """Take contacts."""
        self._rows: list[_Row] = [tuple(each) for each in contacts]

    @classmethod
    def of(cls, contacts: Iterable[Contact]) -> Self:
        """Return contacts in this form; those that have it already stay as they are."""
        return contacts if isinstance(contacts, cls) else cls(contacts)

    def __getitem__(self, at: int) -> Contact:
        """Return the contact at a place."""
        return tuple.__new__(Contact, self._rows[at])

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._rows)

    def __iter__(self) -> Iterator[Contact]:
        """Return one after another."""
        return map(Contact._make, self._rows)

    def extend(self, contacts: Iterable[Contact]) -> None:
        """Take some more."""
        for each in contacts:
            self._rows.append(tuple(each))

    def set_picture(self, at: int, key: str) -> None:
        """Give a contact another picture."""
        self._rows[at] = tuple(self[at]._replace(picture=key))

    def are_those(self, before: Contacts) -> bool:
        """Tell whether these are the contacts from before, and keep those that are the same only once."""
        known = {row: row for row in before._rows}
        self._rows = [known.get(row, row) for row in self._rows]
        return self._rows == before._rows
