"""Work that is spread out: long work in slices, and many changes answered once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from typing import Final
from weakref import WeakKeyDictionary

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

TURN_SECONDS: Final = 0.0025
"""How much of a turn of the event loop all long work together takes before others get theirs."""
_ENDS: Final = WeakKeyDictionary[asyncio.AbstractEventLoop, float]()
"""When long work has to rest: in this turn of each loop, if some has been done in it."""


def _is_turn_over() -> bool:
    """Whether long work has to wait for the next turn; one change may give work to many."""
    loop = asyncio.get_running_loop()
    now = loop.time()
    if (end := _ENDS.get(loop)) is not None:
        return now > end
    _ENDS[loop] = now + TURN_SECONDS
    loop.call_soon(_ENDS.pop, loop)
    return False


async def in_slices[T](items: Iterable[T]) -> AsyncIterator[T]:
    """Hand out the items, with a rest after each slice."""
    for item in items:
        while _is_turn_over():  # noqa: ASYNC110  # nothing tells of the next turn
            await asyncio.sleep(0)
        yield item


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
        self._next = None
        while self._waiting:
            if _is_turn_over():
                self._next = asyncio.get_running_loop().call_soon(self._slice)
                return
            item, _ = self._waiting.popitem()
            self._do(item)

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
