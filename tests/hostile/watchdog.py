"""How long the event loop was held up, and how much memory was taken meanwhile."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
import gc
import os
from pathlib import Path
import threading
import time
from typing import Final, override

from ..pace import slowness

BLOCKED_LIMIT: Final = 100.0
"""Milliseconds, more on a slow machine: coverage, asyncio's debug mode and a test beside take half of them."""
MEMORY_LIMIT: Final = 64.0
"""Megabytes."""


@dataclass(slots=True)
class Measured:
    """What a stretch of time has cost; `blocked` is in milliseconds of the loop's own work at a stretch."""

    blocked: float = 0.0
    worked: float = 0.0
    """The same without Python's garbage collections, whose length is that of everything there is."""
    megabytes: float = 0.0
    seconds: float = 0.0

    @override
    def __str__(self) -> str:
        """Tell it in a line."""
        return f"loop held {self.blocked:5.1f} ms, memory {self.megabytes:+5.1f} MB, {self.seconds:5.2f} s"


def resident() -> float:
    """Return the memory that this process has, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def judge(measured: Measured, name: str) -> None:
    """Print what it has cost, and hold it to the limits."""
    print(f"\n{name}: {measured}")
    assert measured.blocked < BLOCKED_LIMIT * slowness()
    assert measured.megabytes < MEMORY_LIMIT


@contextmanager
def turns() -> Iterator[Measured]:
    """Look at every turn of the loop; what other programs take from the processor does not count."""
    loop, thread = asyncio.get_running_loop(), threading.get_ident()
    measured = Measured()
    last, began, collecting = time.thread_time(), 0.0, 0.0
    is_over = False

    def turn() -> None:
        nonlocal last, collecting
        now = time.thread_time()
        took, last = now - last, now
        measured.blocked = max(measured.blocked, took * 1000)
        measured.worked = max(measured.worked, (took - collecting) * 1000)
        collecting = 0.0
        if not is_over:
            loop.call_soon(turn)
        else:
            gc.callbacks.remove(collect)

    def collect(phase: str, _: object) -> None:
        nonlocal began, collecting
        if threading.get_ident() != thread:
            return  # a turn of the loop doesn't count it either
        if phase == "start":
            began = time.thread_time()
        else:
            collecting += time.thread_time() - began

    gc.callbacks.append(collect)
    loop.call_soon(turn)
    try:
        yield measured
    finally:
        is_over = True


@contextmanager
def watching() -> Iterator[Measured]:
    """Look at every turn of the loop, and at the memory."""
    gc.collect()
    gc.freeze()  # as Home Assistant does after its start
    began, before = time.monotonic(), resident()
    try:
        with turns() as measured:
            yield measured
    finally:
        measured.seconds = time.monotonic() - began
        gc.collect()
        measured.megabytes = resident() - before
        gc.unfreeze()
