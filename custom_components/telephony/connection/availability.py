"""Which lines are available, told to those who listen for one when that changes."""

import asyncio
from collections.abc import Callable, Iterable

from homeassistant.core import CALLBACK_TYPE, callback

from .changes import Listeners
from .slices import SLICE_SECONDS


class Availability:
    """Knows what was told of each line, so that nothing is told twice."""

    def __init__(self, is_available: Callable[[str], bool]) -> None:
        """Begin with no line available; `is_available` tells how a line is now."""
        self._is_available = is_available
        self._loop = asyncio.get_running_loop()
        self._available: set[str] = set()
        self._to_tell: dict[str, None] = {}
        self._telling: asyncio.Handle | None = None
        self._listeners = Listeners[()]()

    @callback
    def async_listen(self, number: str, update: Callable[[], None]) -> CALLBACK_TYPE:
        """Call `update` when a line became available or unavailable."""
        return self._listeners.async_add(number, update)

    @callback
    def async_update(self, number: str) -> None:
        """Take over how a line is now."""
        available = self._is_available(number)
        if available is (number in self._available):
            return
        if available:
            self._available.add(number)
        else:
            self._available.discard(number)
        self._listeners.async_tell(number)

    @callback
    def async_update_all(self, numbers: Iterable[str]) -> None:
        """Take over how lines are now, in slices; one with news meanwhile does not wait."""
        self._to_tell.update(dict.fromkeys(numbers))
        if self._telling is None:
            self._tell()

    @callback
    def async_forget(self, number: str) -> None:
        """Drop a line that is watched no more."""
        self._available.discard(number)

    @callback
    def async_stop(self) -> None:
        """Tell nobody any more."""
        if self._telling:
            self._telling.cancel()

    def _tell(self) -> None:
        self._telling = None
        until = self._loop.time() + SLICE_SECONDS
        while self._to_tell:
            self.async_update(self._to_tell.popitem()[0])
            if self._loop.time() > until:
                self._telling = self._loop.call_soon(self._tell)
                return
