"""Where texts stand in a long list, in arrays: no object for each, and nothing that takes long at once."""

from array import array
from collections.abc import Iterable, Sequence
from heapq import merge
from itertools import batched
from typing import Final

_SORTED_AT_ONCE: Final = 2000
"""While Python sorts, all other threads wait."""


class Places:
    """Where each of many texts stands, by its hash; others may have the same."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Note where each is; many of them take a while."""
        hashes = array("q", (hash(each) for each in texts))
        self._mask = (1 << len(hashes).bit_length()) - 1
        keys = array("I", (each & self._mask for each in hashes))
        self._begins, self._places = grouped(keys, self._mask + 1)

    def of(self, text: str) -> Sequence[int]:
        """Return where a text may be, in order."""
        key = hash(text) & self._mask
        return self._places[self._begins[key] : self._begins[key + 1]]


def grouped(keys: Sequence[int], size: int) -> tuple[array[int], array[int]]:
    """Return where those of each key begin, and the places of the keys in their order.

    Keys are below `size`; behind the last one stands where it ends.
    """
    begins = array("I", bytes(4 * (size + 1)))
    for key in keys:
        begins[key + 1] += 1
    for key in range(size):
        begins[key + 1] += begins[key]
    free = begins[:]
    places = array("I", bytes(4 * len(keys)))
    for at, key in enumerate(keys):
        places[free[key]] = at
        free[key] += 1
    return begins, places


def in_order(texts: Iterable[str]) -> list[str]:
    """Sort texts, a few at a time."""
    return [*merge(*map(sorted, batched(texts, _SORTED_AT_ONCE, strict=False)))]
