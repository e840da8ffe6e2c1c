"""Work that is spread out: long work in slices, and many changes answered once."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import datetime
from typing import Final
from weakref import WeakKeyDictionary

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

TURN_SECONDS: Final = 0.0025
"""How much of a turn of the event loop all long work together takes before others get theirs."""


class _Turns:
    """Whose turn it is on an event loop: who has waited longest, so nothing short waits for long."""

    def __init__(self) -> None:
        self._end: float | None = None
        """When long work has to rest, if some has been done in this turn of the loop."""
        self._queue = deque[asyncio.Future[None]]()

    def begin(self) -> None:
        """Count a turn from now."""
        loop = asyncio.get_running_loop()
        if self._end is None:
            loop.call_soon(self._pass_on)
        self._end = loop.time() + TURN_SECONDS

    def is_over(self) -> bool:
        """Whether long work has to queue up; one change may give work to many."""
        if self._end is not None:
            return asyncio.get_running_loop().time() > self._end
        self.begin()
        return False

    def queue_up(self) -> asyncio.Future[None]:
        """Return what is done when whoever waits for it may begin."""
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        return turn

    def _pass_on(self) -> None:
        self._end = None
        while self._queue:
            if not (turn := self._queue.popleft()).done():
                turn.set_result(None)
                self.begin()
                return


_TURNS: Final = WeakKeyDictionary[asyncio.AbstractEventLoop, _Turns]()


def _turns() -> _Turns:
    return _TURNS.setdefault(asyncio.get_running_loop(), _Turns())


async def in_slices[T](items: Iterable[T]) -> AsyncIterator[T]:
    """Hand out the items, with a rest after each slice."""
    turns = _turns()
    for item in items:
        if turns.is_over():
            await turns.queue_up()
            turns.begin()
        yield item


class Backlog[T]:
    """Does something for each of many items, in slices; what is added twice meanwhile is done once."""

    def __init__(self, do: Callable[[T], None]) -> None:
        """Have nothing to do."""
        self._do = do
        self._waiting: dict[T, None] = {}
        self._next: asyncio.Future[None] | None = None

    def add(self, items: Iterable[T]) -> None:
        """Take items; nothing is done before `work`."""
        self._waiting.update(dict.fromkeys(items))

    @callback
    def work(self) -> None:
        """Begin, or go on where a slice works already."""
        if self._next is None:
            self._slice()

    def _slice(self, turn: asyncio.Future[None] | None = None) -> None:
        turns = _turns()
        if turn is not None:
            if turn.cancelled():
                return
            turns.begin()
        self._next = None
        while self._waiting:
            if turn is None and turns.is_over():
                self._next = turns.queue_up()
                self._next.add_done_callback(self._slice)
                return
            turn = None
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
