"""Finds contacts by name, as spoken and as typed, however many there are.

Whatever is asked for, a search looks at the contacts with its rarest word, and at no more than
MAX_LOOKS of them: the event loop waits for it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import Final

from .index import Contact

MAX_LOOKS: Final = 2000
"""Contacts that one search looks at; a look takes a fraction of a microsecond."""
_AFTER_ALL: Final = "\U0010ffff"


def words_of(name: str) -> list[str]:
    """Return a name's words as they are compared."""
    return name.casefold().split()


class NameIndex:
    """Contacts by the words of their names."""

    def __init__(self, contacts: Iterable[Contact] = ()) -> None:
        """Index contacts; many of them take a while."""
        self.contacts = tuple(contacts)
        self._plain = [
            f" {' '.join(words_of(contact.name))} " for contact in self.contacts
        ]
        by_word: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int] | int] = {}
        for index, plain in enumerate(self._plain):
            for word in set(plain.split()):
                by_word.setdefault(word, []).append(index)
            match self._by_name.get(plain):
                case None:
                    self._by_name[plain] = index
                case int(first):
                    self._by_name[plain] = [first, index]
                case same:
                    same.append(index)
        self._words = sorted(by_word)
        self._places = [by_word[word] for word in self._words]
        self._counts = [0, *accumulate(map(len, self._places))]

    def __len__(self) -> int:
        """Return how many contacts there are."""
        return len(self.contacts)

    def named(self, name: str, looks: int = MAX_LOOKS) -> list[Contact]:
        """Return the contacts of exactly this name."""
        same = self._by_name.get(f" {' '.join(words_of(name))} ", ())
        if isinstance(same, int):
            return [self.contacts[same]]
        return [self.contacts[index] for index in islice(same, looks)]

    def search(self, name: str, looks: int = MAX_LOOKS) -> list[Contact]:
        """Return the contacts of exactly this name, else those with all its words."""
        if same := self.named(name, looks):
            return same
        ranges = [(word, f"{word}\0") for word in words_of(name)]
        return list(self._found(ranges, " {} ", looks))

    def suggest(self, text: str, looks: int = MAX_LOOKS) -> Iterator[Contact]:
        """Return the contacts with words that begin as all of these do, each once."""
        ranges = [(word, f"{word}{_AFTER_ALL}") for word in words_of(text)]
        return self._found(ranges, " {}", looks)

    def _found(
        self, ranges: Sequence[tuple[str, str]], shape: str, looks: int
    ) -> Iterator[Contact]:
        """Return the contacts with a word in each range, beginning with the rarest."""
        if not ranges:
            return
        spans = [
            (bisect_left(self._words, low), bisect_left(self._words, high))
            for low, high in ranges
        ]
        low, high = min(spans, key=lambda it: self._counts[it[1]] - self._counts[it[0]])
        wanted = [shape.format(low) for low, _ in ranges]
        seen: set[int] = set()
        places = (each for word in range(low, high) for each in self._places[word])
        for index in islice(places, looks):
            plain = self._plain[index]
            if index not in seen and all(each in plain for each in wanted):
                seen.add(index)
                yield self.contacts[index]
