"""A clock that stands until a test moves it."""

from collections.abc import Callable
import heapq
from itertools import count


class FakeTimer:
    """A callback that waits, and can be forgotten."""

    def __init__(self, callback: Callable[[], object]) -> None:
        """Keep the callback."""
        self.callback: Callable[[], object] | None = callback

    def cancel(self) -> None:
        """Forget the callback."""
        self.callback = None


class FakeClock:
    """The part of an event loop that the simulator needs, moved by hand."""

    def __init__(self) -> None:
        """Begin at second 0."""
        self._now = 0.0
        self._order = count()
        self._waiting: list[tuple[float, int, FakeTimer]] = []

    def time(self) -> float:
        """Return the seconds that have passed."""
        return self._now

    def call_later[*Ts](
        self, delay: float, callback: Callable[[*Ts], object], /, *args: *Ts
    ) -> FakeTimer:
        """Call back when the clock has been moved so far."""
        timer = FakeTimer(lambda: callback(*args))
        heapq.heappush(self._waiting, (self._now + delay, next(self._order), timer))
        return timer

    def call_soon[*Ts](
        self, callback: Callable[[*Ts], object], /, *args: *Ts
    ) -> FakeTimer:
        """Call back as soon as the clock is touched."""
        return self.call_later(0, callback, *args)

    def advance(self, seconds: float = 0.0) -> None:
        """Move on, and let everything happen that is due."""
        end = self._now + seconds
        while self._waiting and self._waiting[0][0] <= end:
            self._now, _, timer = heapq.heappop(self._waiting)
            if timer.callback is not None:
                timer.callback()
        self._now = end
