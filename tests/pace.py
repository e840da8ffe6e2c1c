"""How fast this machine works just now: limits of processor time are those of the machine they were set on."""

from statistics import median
import time
from typing import Final

_REFERENCE: Final = 0.0055
"""Seconds that the piece of work takes where the limits were set."""
_MOST: Final = 8.0
"""No machine that is slower still is made allowances for."""


def _work() -> float:
    """Return the seconds of processor time that a piece of work takes: objects, text and tables, as with a message."""
    begin = time.thread_time()
    for number in range(400):
        names = {f"name{each}": str(each * number) for each in range(40)}
        text = ";".join(f"{name}={value}" for name, value in names.items())
        assert dict(part.split("=") for part in text.split(";")) == names
    return time.thread_time() - begin


def slowness() -> float:
    """Return how many times as long work takes here and now, at least once as long."""
    return min(max(median(_work() for _ in range(3)) / _REFERENCE, 1.0), _MOST)
