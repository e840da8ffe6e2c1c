"""How many lines are taken up at once: as many as the phone system answers without a long queue.

The window follows what TCP does. As BBR (Cardwell and others, 2016) it measures how many answers a
second come at best, and how long one takes at best: their product is what is under way when the other
side is never idle and nothing waits there. A quarter more is asked for, so that a rate that could be
higher shows; at the start, until the rate stops growing, three times as much. When the other side says
that it is overloaded, or doesn't answer, a ceiling of half the window holds, and rises again slowly.
"""

from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

_START_GAIN: Final = 3.0
_GAIN: Final = 1.25
_STILL_GROWING: Final = 1.25
"""A rate this many times the best so far means that the other side can do more than was asked."""
_ROUNDS_KEPT: Final = 8
"""Rounds of answers whose best rate counts, so that a system that has become slower is noticed."""
_LARGEST: Final = 1024


class Asked(NamedTuple):
    """A request under way: when it went out (seconds), and how many answers had come until then."""

    at: float
    answers: int


class Pace:
    """The window of requests of one session."""

    def __init__(self, first: int, time: Callable[[], float]) -> None:
        """Begin with `first` requests at once, which is also what always may be asked for."""
        self._first = float(max(1, first))
        self._time = time
        self._window = self._ceiling = self._first
        self._answers = 0
        self._quickest: dict[str, float] = {}
        """The shortest answer time (seconds) there ever was, by service."""
        self._rates = deque([0.0], maxlen=_ROUNDS_KEPT)
        """The best rate (answers a second) of each round, the newest last."""
        self._best_at_start = 0.0
        self._starting = True
        self._round_ends = self.window
        """How many answers end the round: those to all that was under way when it began."""
        self._overloaded = False

    @property
    def window(self) -> int:
        """How many lines may be taken up at once now."""
        return int(self._window)

    def ask(self) -> Asked:
        """Take note of a request that goes out now."""
        return Asked(self._time(), self._answers)

    def answered(self, service: str, asked: Asked) -> None:
        """Learn that the answer to a request has come."""
        self._answers += 1
        seconds = self._time() - asked.at
        if seconds <= 0:
            return
        self._quickest[service] = min(seconds, self._quickest.get(service, seconds))
        rate = (self._answers - asked.answers) / seconds
        self._rates[-1] = max(self._rates[-1], rate)
        if self._answers >= self._round_ends:
            self._end_round()
            self._round_ends = self._answers + self.window

    def overloaded(self) -> None:
        """Learn that the other side cannot keep up; once in a round the ceiling comes down."""
        if not self._overloaded:
            self._overloaded = True
            self._starting = False
            self._ceiling = self._window = max(1.0, self._window / 2)

    def _end_round(self) -> None:
        best = max(self._rates)
        if self._starting:
            self._starting = best >= self._best_at_start * _STILL_GROWING
            self._best_at_start = best
        if not self._overloaded:
            self._ceiling = min(max(self._ceiling * 1.125, self._ceiling + 1), _LARGEST)
            if self._starting:
                self._ceiling = _LARGEST
        self._overloaded = False
        under_way = best * max(self._quickest.values())
        wanted = under_way * (_START_GAIN if self._starting else _GAIN)
        self._window = min(max(wanted, self._first), self._ceiling)
        self._rates.append(0.0)
