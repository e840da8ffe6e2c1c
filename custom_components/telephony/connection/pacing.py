"""Work that is spread out: long work in slices, and many changes answered once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

SLICE_SECONDS: Final = 0.005
"""How long a slice works before others on the event loop get their turn."""
TURN_SECONDS: Final = 0.0025
"""The same of a backlog: one change may give work to several of them."""


async def in_slices[T](items: Iterable[T]) -> AsyncIterator[T]:
    """Hand out the items, with a rest after each slice."""
    loop = asyncio.get_running_loop()
    until = loop.time() + SLICE_SECONDS
    for item in items:
        yield item
        if loop.time() > until:
            await asyncio.sleep(0)
            until = loop.time() + SLICE_SECONDS


class Backlog[T]:
    """Does something for each of many items, in slices; what is added twice meanwhile is done once."""

    def __init__(self, do: Callable[[T], None]) -> None:
        """Have nothing to do."""
        self._do = do
        self._waiting: dict[T, None] = {}
        self._next: asyncio.Handle | None = None

    def add(self, items: Iterable[T]) -> None:
        """Take items; nothing is done before `work`."""
        self._waiting.update(dict.fromkeys(items))

    @callback
    def work(self) -> None:
        """Begin, or go on where a slice works already."""
        if self._next is None:
            self._slice()

    def _slice(self) -> None:
        loop = asyncio.get_running_loop()
        self._next = None
        until = loop.time() + TURN_SECONDS
        while self._waiting:
            item, _ = self._waiting.popitem()
            self._do(item)
            if loop.time() > until:
                self._next = loop.call_soon(self._slice)
                return

    def stop(self) -> None:
        """Do nothing any longer."""
        if self._next is not None:
            self._next.cancel()


class Throttle:
    """Calls `action` so many seconds after the first change, however many follow meanwhile.

    It doesn't wait for the last change, which may never come.
    """

    def __init__(
        self, hass: HomeAssistant, seconds: float, action: Callable[[], None]
    ) -> None:
        """Wait for the first change."""
        self._hass = hass
        self._seconds = seconds
        self._action = action
        self._job = HassJob(self._settled, cancel_on_shutdown=True)
        self._cancel: CALLBACK_TYPE | None = None

    @callback
    def async_changed(self) -> None:
        """Take note of a change."""
        if self._cancel is None:
            self._cancel = async_call_later(self._hass, self._seconds, self._job)

    @callback
    def async_stop(self) -> None:
        """Forget the changes that weren't answered yet."""
        if self._cancel:
            self._cancel()
            self._cancel = None

    @callback
    def _settled(self, now: datetime) -> None:
        self._cancel = None
        self._action()
