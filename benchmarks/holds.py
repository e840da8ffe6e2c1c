"""How long the event loop is held, and by whom; in processor time, as the machine may do other things."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import gc
import sys
import threading
import time
from types import FrameType
from typing import Any, override

SAMPLE_SECONDS = 0.0005
OURS = "custom_components/telephony"
LONG = 0.005


@dataclass(slots=True)
class Hold:
    """One stretch of the loop without the garbage collector, and the part with our code on the stack."""

    seconds: float
    ours: float
    where: str


@dataclass(slots=True)
class Holds:
    """The long stretches that were seen."""

    all: list[Hold] = field(default_factory=list)
    longest_collection: float = 0.0

    @property
    def longest_ours(self) -> Hold:
        """Where our code held the loop longest."""
        return max(self.all, key=lambda hold: hold.ours, default=Hold(0.0, 0.0, ""))

    @property
    def longest_core(self) -> Hold:
        """Where the rest held it longest."""
        return max(
            self.all,
            key=lambda hold: hold.seconds - hold.ours,
            default=Hold(0.0, 0.0, ""),
        )


class _Sampler(threading.Thread):
    """Looks at the loop's stack all the time, whether it stands in our code."""

    def __init__(self, thread_id: int) -> None:
        super().__init__(daemon=True)
        self._thread_id = thread_id
        self.stopped = False
        self.begun = 0.0
        self.samples = 0
        self.ours = 0
        self.places: Counter[str] = Counter()

    def reset(self) -> None:
        """Begin with the next stretch."""
        self.samples = self.ours = 0
        self.places.clear()

    @override
    def run(self) -> None:
        """Sample until stopped."""
        while not self.stopped:
            time.sleep(SAMPLE_SECONDS)
            frame = sys._current_frames().get(self._thread_id)  # noqa: SLF001  # there is no other way
            self.samples += 1
            if place := _our_place(frame):
                self.ours += 1
                self.places[place] += 1


def _our_place(frame: FrameType | None) -> str | None:
    """Return the innermost function of ours on a stack."""
    while frame is not None:
        if OURS in frame.f_code.co_filename:
            return frame.f_code.co_qualname
        frame = frame.f_back
    return None


class _Collections:
    """How long Python's garbage collector, which stops everything, has run."""

    def __init__(self) -> None:
        self.stretch = 0.0
        self.longest = 0.0
        self._begun = 0.0
        self._thread = threading.get_ident()

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        """Hear that a collection begins or ends."""
        now = time.thread_time()
        if phase == "start":
            self._begun = now
        else:
            took = now - self._begun
            self.longest = max(self.longest, took)
            if threading.get_ident() == self._thread:
                self.stretch += took


@asynccontextmanager
async def watched_loop() -> AsyncIterator[Holds]:
    """Note each stretch of the running loop that is long."""
    holds = Holds()
    collections = _Collections()
    sampler = _Sampler(threading.get_ident())
    interval = sys.getswitchinterval()
    sys.setswitchinterval(SAMPLE_SECONDS)
    run: Any = asyncio.Handle._run  # noqa: SLF001  # there is no other way

    def timed(handle: asyncio.Handle) -> None:
        sampler.reset()
        collections.stretch = 0.0
        begin = time.thread_time()
        run(handle)
        took = time.thread_time() - begin - collections.stretch
        if took > LONG and not sampler.stopped:
            part = sampler.ours / sampler.samples if sampler.samples else 0.0
            where = max(sampler.places, key=sampler.places.__getitem__, default="")
            holds.all.append(Hold(took, took * part, where))

    setattr(asyncio.Handle, "_run", timed)  # noqa: B010
    sampler.start()
    gc.callbacks.append(collections)
    await asyncio.sleep(0)  # what runs now began before it could be watched
    try:
        yield holds
    finally:
        await asyncio.sleep(0)  # the stretch up to here counts as well
        gc.callbacks.remove(collections)
        holds.longest_collection = collections.longest
        setattr(asyncio.Handle, "_run", run)  # noqa: B010
        sampler.stopped = True
        sys.setswitchinterval(interval)
