"""Finds contacts by name, as spoken and as typed, however many there are.

Whatever is asked for, a search looks at the contacts with its rarest word, and at no more than
MAX_LOOKS of them: the event loop waits for it.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from .contacts import Contact, Contacts
from .places import Places, grouped, in_order

MAX_LOOKS: Final = 1500
"""Contacts that one search looks at; a look takes a fraction of a microsecond."""
_AFTER_ALL: Final = "\U0010ffff"


def words_of(name: str) -> list[str]:
    """Return a name's words as they are compared."""
    return name.casefold().split()


class NameIndex:
    """Contacts by the words of their names, and of how those are pronounced."""

    def __init__(self, contacts: Iterable[Contact] = ()) -> None:
        """Index contacts; many of them take a while."""
        self.contacts = Contacts.of(contacts)
        self._count = len(self.contacts)
        spoken = [(at, it.spoken) for at, it in enumerate(self.contacts) if it.spoken]
        self._spoken = array("I", (at for at, _ in spoken))
        """Whose pronunciations stand behind all names, in their order."""
        names = chain((each.name for each in self.contacts), (it for _, it in spoken))
        self._plain = [f" {' '.join(words_of(name))} " for name in names]
        self._exact = Places(self._plain)
        numbers: dict[str, int] = {}
        of_word, places = array("I"), array("I")
        for place, plain in enumerate(self._plain):
            for word in set(plain.split()):
                of_word.append(numbers.setdefault(word, len(numbers)))
                places.append(place)
        self._words = in_order(numbers)
        ranks = array("I", bytes(4 * len(numbers)))
        for rank, word in enumerate(self._words):
            ranks[numbers[word]] = rank
        keys = array("I", (ranks[each] for each in of_word))
        self._begins, order = grouped(keys, len(ranks))
        self._places = array("I", (places[at] for at in order))
        """Where each word is, one after another; `_begins` tells where those of a word begin."""

    def __len__(self) -> int:
        """Return how many contacts there are."""
        return self._count

    def named(self, name: str, looks: int = MAX_LOOKS) -> list[Contact]:
        """Return the contacts of exactly this name."""
        plain = f" {' '.join(words_of(name))} "
        alike = self._exact.of(plain)[:looks]
        same = (self._owner(each) for each in alike if self._plain[each] == plain)
        return [self.contacts[each] for each in dict.fromkeys(same)]

    def search(self, name: str, looks: int = MAX_LOOKS) -> list[Contact]:
        """Return the contacts of exactly this name, else those with all its words."""
        if same := self.named(name, looks):
            return same
        ranges = [(word, f"{word}\0") for word in dict.fromkeys(words_of(name))]
        return list(self._found(ranges, " {} ", looks))

    def suggest(self, text: str, looks: int = MAX_LOOKS) -> Iterator[Contact]:
        """Return the contacts with words that begin as all of these do, each once."""
        words = dict.fromkeys(words_of(text))
        ranges = [(word, f"{word}{_AFTER_ALL}") for word in words]
        return self._found(ranges, " {}", looks)

    def _found(
        self, ranges: Sequence[tuple[str, str]], shape: str, looks: int
    ) -> Iterator[Contact]:
        """Return the contacts with a word in each range, beginning with the rarest."""
        if not ranges:
            return
        spans = [
            (
                self._begins[bisect_left(self._words, low)],
                self._begins[bisect_left(self._words, high)],
            )
            for low, high in ranges
        ]
        rarest = min(range(len(spans)), key=lambda at: spans[at][1] - spans[at][0])
        low, high = spans[rarest]
        others = [
            shape.format(word) for at, (word, _) in enumerate(ranges) if at != rarest
        ]
        places: Iterable[int] = self._places[low : min(high, low + looks)]
        seen: set[int] = set()
        for owner in map(self._owner, self._with_all(places, others)):
            if owner not in seen:
                seen.add(owner)
                yield self.contacts[owner]

    def _with_all(self, places: Iterable[int], words: Sequence[str]) -> Iterable[int]:
        """Return those of the places at which all words stand."""
        for word in words:
            places = [each for each in places if word in self._plain[each]]
        return places

    def _owner(self, index: int) -> int:
        """Return whose name, or pronunciation, stands somewhere."""
        behind = index - self._count
        return index if behind < 0 else self._spoken[behind]
