"""What a process leaves behind: memory, file descriptors, tasks, listeners and objects of ours."""

import asyncio
from collections import Counter
from contextlib import suppress
import ctypes
from dataclasses import astuple, dataclass
import gc
import os
from pathlib import Path
from typing import override

from homeassistant.core import HomeAssistant

PACKAGE = "custom_components.telephony"
LIVING = frozenset(
    {
        "CstaSession",
        "CstaSystem",
        "DialGuard",
        "Line",
        "LineSensor",
        "Link",
        "Monitors",
        "TelephonyCoordinator",
        "TelestraSession",
        "TelestraSystem",
    }
)
"""Classes of which nothing may live on without a connection."""


def written_bytes() -> int:
    """Return how many bytes this process has given to the kernel to write into files."""
    accounts = Path("/proc/self/io").read_text().splitlines()
    return next(int(line[6:]) for line in accounts if line.startswith("wchar:"))


def megabytes() -> float:
    """Return the resident memory of this process; garbage and free heap are given back first."""
    gc.collect()
    with suppress(AttributeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


@dataclass(frozen=True, slots=True)
class Traces:
    """What there is at one moment."""

    descriptors: int
    tasks: int
    listeners: int
    objects: int

    @classmethod
    def of(cls, hass: HomeAssistant) -> Traces:
        """Count."""
        gc.collect()
        kinds = Counter(
            type(each).__name__
            for each in gc.get_objects()
            if str(type(each).__module__).startswith(PACKAGE)
        )
        return cls(
            descriptors=len(list(Path("/proc/self/fd").iterdir())),
            tasks=len(asyncio.all_tasks()),
            listeners=sum(hass.bus.async_listeners().values()),
            objects=sum(kinds[name] for name in LIVING),
        )

    def is_more_than(self, before: Traces) -> bool:
        """Tell whether there is more of anything than there was."""
        pairs = zip(astuple(self), astuple(before), strict=True)
        return any(now > then for now, then in pairs)

    @override
    def __str__(self) -> str:
        """Tell it in a line."""
        return (
            f"{self.descriptors} file descriptors, {self.tasks} tasks, "
            f"{self.listeners} listeners, {self.objects} living objects"
        )
