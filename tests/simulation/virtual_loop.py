"""An event loop whose clock jumps to the next timer instead of waiting."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
import selectors
from typing import Any, override

from custom_components.telephony.cti.open_call import Clock

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class Deadlock(Exception):
    """Nothing is due and nobody will ever wake the loop."""


class _JumpingSelector(selectors.SelectSelector):
    """Never waits: passing time is the loop's own doing."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    @override
    def select(
        self, timeout: float | None = None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Deadlock
        self.now += max(timeout, 0.0)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs callbacks in order of their time; hours pass in milliseconds."""

    def __init__(self) -> None:
        """Start at zero seconds."""
        self._jumping = _JumpingSelector()
        self._set_by = timedelta()
        super().__init__(self._jumping)

    @override
    def time(self) -> float:
        return self._jumping.now

    def now(self) -> datetime:
        """Return the wall clock's time."""
        return EPOCH + timedelta(seconds=self.time()) + self._set_by

    def set_clock(self, by: timedelta) -> None:
        """Set the wall clock forward or back; nobody's timers notice."""
        self._set_by += by

    def stand_still(self, seconds: float) -> None:
        """Let `seconds` go by in which nothing of this process runs; all that was due comes at once."""
        self._jumping.now += seconds

    def clock(self) -> Clock:
        """Return this world's clock in the client's form."""
        return Clock(now=self.now, monotonic=self.time)

    def pass_time(self, seconds: float) -> None:
        """Let `seconds` go by, with everything that is due in them."""
        self.run_until_complete(asyncio.sleep(seconds))

    def run[T](self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end."""
        return self.run_until_complete(coroutine)
