"""The limits that money obeys: what may be dialed in a minute and, outside, at once and in a day.

They know no phone system and no Home Assistant: they are told what was dialed before they began,
and ask for the calls that a line has now.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
import time
from typing import Any, Final, NamedTuple

from ..const import (
    CONF_CALLS_PER_MINUTE,
    CONF_OUTSIDE_CALLS_AT_ONCE,
    CONF_OUTSIDE_CALLS_PER_DAY,
    DEFAULT_CALLS_PER_MINUTE,
    DEFAULT_OUTSIDE_CALLS_AT_ONCE,
    DEFAULT_OUTSIDE_CALLS_PER_DAY,
)

MINUTE: Final = 60.0
DAY: Final = 24 * 60 * MINUTE
GRAIN: Final = 0.001
"""Seconds that a clock's time, as a float, may be wrong by."""


def _wall_clock() -> float:
    """Return the time that goes on counting over restarts."""
    return time.time()


class Limit(StrEnum):
    """A limit, named as its option."""

    CALLS_PER_MINUTE = CONF_CALLS_PER_MINUTE
    OUTSIDE_CALLS_AT_ONCE = CONF_OUTSIDE_CALLS_AT_ONCE
    OUTSIDE_CALLS_PER_DAY = CONF_OUTSIDE_CALLS_PER_DAY


DEFAULTS: Final[Mapping[Limit, int]] = {
    Limit.CALLS_PER_MINUTE: DEFAULT_CALLS_PER_MINUTE,
    Limit.OUTSIDE_CALLS_AT_ONCE: DEFAULT_OUTSIDE_CALLS_AT_ONCE,
    Limit.OUTSIDE_CALLS_PER_DAY: DEFAULT_OUTSIDE_CALLS_PER_DAY,
}


class LimitReached(Exception):
    """No more may be dialed now; `most` is what the limit allows, `is_news` if nobody knows yet."""

    def __init__(self, limit: Limit, most: int, *, is_news: bool) -> None:
        """Keep them."""
        super().__init__(limit)
        self.limit = limit
        self.most = most
        self.is_news = is_news


class Dialed(NamedTuple):
    """A number that was let through; `at` is the time of the clock, in seconds."""

    at: float
    line: str
    outside: bool


class DialLimits:
    """Counts what is dialed over one phone system, and says when that is enough.

    A day is the last 24 hours. At once counts, on each line that dialed outside in that time, its
    calls to the outside that it placed and that still last, and those just being placed. A call
    that was sent on from the line lasts without it: then only the day's limit holds.
    """

    def __init__(
        self,
        options: Callable[[], Mapping[str, Any]],
        outside_calls: Callable[[str], int] = lambda line: 0,
        on_reached: Callable[[Limit, int], bool] = lambda limit, most: True,
        clock: Callable[[], float] | None = None,
    ) -> None:
        """Ask `outside_calls` what a line has now; tell `on_reached` of each refusal.

        It returns whether that is news.
        """
        self._options = options
        self._outside_calls = outside_calls
        self._on_reached = on_reached
        self._clock = clock or _wall_clock
        self._minute: deque[Dialed] = deque()
        self._day: deque[Dialed] = deque()
        self._placing: dict[str, list[int]] = {}
        """How many calls a line will have, once what is being placed is there."""

    @property
    def outside_calls_today(self) -> int:
        """Calls to the outside in the last 24 hours."""
        self._forget(self._clock())
        return len(self._day)

    @property
    def counted(self) -> tuple[Dialed, ...]:
        """What counts now, oldest first, for `resume` another time."""
        self._forget(self._clock())
        inside = (each for each in self._minute if not each.outside)
        return tuple(sorted([*self._day, *inside]))

    def resume(self, dialed: Iterable[Dialed]) -> None:
        """Count what was dialed before, oldest first."""
        for each in dialed:
            self._note(each)

    def admit(self, line: str, *, outside: bool) -> None:
        """Count a number that is about to be dialed on a line; LimitReached if that is too much."""
        now = self._clock()
        self._forget(now)
        self._check(Limit.CALLS_PER_MINUTE, len(self._minute))
        if outside:
            lines = {each.line for each in self._day} | self._placing.keys()
            self._check(Limit.OUTSIDE_CALLS_AT_ONCE, sum(map(self._calls_of, lines)))
            self._check(Limit.OUTSIDE_CALLS_PER_DAY, len(self._day))
        self._note(Dialed(now, line, outside))

    @contextmanager
    def placing(self, line: str, *, outside: bool) -> Iterator[None]:
        """Count a call to the outside that its line doesn't show yet, until it was placed."""
        if not outside:
            yield
            return
        placing = self._placing.setdefault(line, [])
        will_have = self._calls_of(line) + 1
        placing.append(will_have)
        try:
            yield
        finally:
            placing.remove(will_have)
            if not placing:
                del self._placing[line]

    def _calls_of(self, line: str) -> int:
        return max(self._outside_calls(line), *self._placing.get(line, ()), 0)

    def _check(self, limit: Limit, count: int) -> None:
        most = int(self._options().get(limit, DEFAULTS[limit]))
        if count >= most:
            is_news = self._on_reached(limit, most)
            raise LimitReached(limit, most, is_news=is_news)

    def _note(self, dialed: Dialed) -> None:
        self._minute.append(dialed)
        if dialed.outside:
            self._day.append(dialed)

    def _forget(self, now: float) -> None:
        """Forget what is long past; what lies ahead, since the clock was set back, is of now."""
        for kept, seconds in ((self._minute, MINUTE), (self._day, DAY)):
            if kept and kept[-1].at > now:
                ahead = [each._replace(at=min(each.at, now)) for each in kept]
                kept.clear()
                kept.extend(ahead)
            while kept and now - kept[0].at >= seconds - GRAIN:
                kept.popleft()
