"""What a monitor tells before the answer to its start has told its name."""

from collections.abc import Iterator
from typing import Final

from .wire.xml import Element, size

_BYTES_KEPT: Final = 1 << 20
"""Bytes of events kept; a snapshot follows anyway."""
_STOPS_KEPT: Final = 256


class EarlyEvents:
    """Keeps events, and stops, that overtake the answers to MonitorStart; only while one is awaited."""

    def __init__(self) -> None:
        """Wait for no answer yet."""
        self._starting = 0
        self._events: dict[str, list[tuple[str, Element]]] = {}
        self._size = 0
        self._stops: set[str] = set()

    def __enter__(self) -> None:
        """Await the answer to one MonitorStart."""
        self._starting += 1

    def __exit__(self, *_: object) -> None:
        """Have it; what is kept when none is awaited any more is nobody's."""
        self._starting -= 1
        if not self._starting:
            self._events.clear()
            self._size = 0
            self._stops.clear()

    def keep(self, reference: str, name: str, root: Element) -> None:
        """Keep an event of a monitor that is not known yet."""
        if not self._starting:
            return
        if self._size + (length := size(root)) <= _BYTES_KEPT:
            self._size += length
            self._events.setdefault(reference, []).append((name, root))

    def keep_stop(self, reference: str | None) -> None:
        """Remember that a monitor was stopped before its start was answered."""
        if self._starting and reference and len(self._stops) < _STOPS_KEPT:
            self._stops.add(reference)

    def replay(self, reference: str) -> Iterator[tuple[str, Element]]:
        """Hand out what a monitor has told already."""
        for name, root in self._events.pop(reference, []):
            self._size -= size(root)
            yield name, root

    def has_stopped(self, reference: str) -> bool:
        """Whether a monitor was stopped before its start was answered."""
        return reference in self._stops
