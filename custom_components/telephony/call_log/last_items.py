"""The last so many of something, as a value: one more costs the same however many there are."""

from collections.abc import Iterator, Sequence
from typing import Final, overload, override

_NEWEST: Final = 16
"""How many of the newest are kept apart, so that the others need not be copied for each one."""


class LastItems[T](Sequence[T]):
    """A sequence that is never changed; `added` returns another."""

    __slots__ = ("_begin", "_newer", "_older")

    def __init__(
        self, older: Sequence[T] = (), newer: tuple[T, ...] = (), begin: int = 0
    ) -> None:
        """Hold what is older from `begin` on, and then what is newer."""
        self._older = older
        self._newer = newer
        self._begin = begin

    def added(self, item: T, size: int) -> LastItems[T]:
        """Return the last `size` of these and one more."""
        newer = (*self._newer, item)
        older = len(self._older)
        begin = max(self._begin, older + len(newer) - size)
        if len(newer) < _NEWEST and begin < older:
            return LastItems(self._older, newer, begin)
        return LastItems((*self._older[self._begin :], *newer)[-size:])

    @override
    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._older) - self._begin + len(self._newer)

    @override
    def __iter__(self) -> Iterator[T]:
        """Go through them, the oldest first."""
        yield from self._older[self._begin :]
        yield from self._newer

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    @override
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        """Return one, or a copy of some."""
        if index == -1 and self._newer:
            return self._newer[-1]
        return tuple(self)[index]
