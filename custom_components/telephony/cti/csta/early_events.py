"""What a monitor tells before the answer to its start has told its name."""

from collections.abc import Iterator
from typing import Final

from .wire.events import Event

_BYTES_KEPT: Final = 1 << 20
"""Bytes of events kept; a snapshot follows anyway."""
_STOPS_KEPT: Final = 256


class EarlyEvents:
    """Keeps events, and stops, that overtake the answers to MonitorStart; only while one is awaited."""

    def __init__(self) -> None:
        """Wait for no answer yet."""
        self._starting = 0
        self._events: dict[str, list[Event]] = {}
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

    def keep(self, event: Event) -> None:
        """Keep an event of a monitor that is not known yet."""
        if not self._starting:
            return
        if self._size + (length := event.size) <= _BYTES_KEPT:
            self._size += length
            self._events.setdefault(event.reference, []).append(event)

    def keep_stop(self, reference: str | None) -> None:
        """Remember that a monitor was stopped before its start was answered."""
        if self._starting and reference and len(self._stops) < _STOPS_KEPT:
            self._stops.add(reference)

    def replay(self, reference: str) -> Iterator[Event]:
        """Hand out what a monitor has told already."""
        for event in self._events.pop(reference, []):
            self._size -= event.size
            yield event

    def has_stopped(self, reference: str) -> bool:
        """Whether a monitor was stopped before its start was answered."""
        return reference in self._stops
