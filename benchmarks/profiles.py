"""Where the time goes, by part of the code and by function."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
import signal
from types import FrameType
from typing import Final

PARTS: Final = (
    (
        "reading the bytes",
        ("cti/csta/wire/xml.py", "cti/csta/wire/frame.py", "cti/link.py"),
    ),
    (
        "reading the bytes",
        ("cti/csta/wire/forms.py", "cti/csta/session.py", "cti/telestra/stream.py"),
    ),
    (
        "the message's meaning",
        ("cti/csta/wire/events.py", "cti/csta/wire/identifiers.py"),
    ),
    ("the message's meaning", ("cti/telestra/events.py",)),
    ("the calls of the line", ("telephony/cti/",)),
    ("our entities", ("entity.py", "/sensors/", "sensor.py", "event.py")),
    ("coordinator, call log, group", ("custom_components/telephony/",)),
)
"""Parts by what stands in a file's path; the first that fits counts."""
CORE: Final = "Home Assistant's core: writing states"
FUNCTIONS_SHOWN: Final = 12

INTERVAL: Final = 0.001
"""Seconds between two looks."""

type Function = tuple[str, str]
"""File and name."""


def _part(path: str) -> str | None:
    """Return to which part a file belongs; None for what only measures."""
    if "benchmarks/" in path:
        return None
    if "custom_components/telephony/" not in path:
        return CORE
    inside = path.partition("custom_components/")[2]
    return next(
        part
        for part, names in PARTS
        if any(name in f"custom_components/{inside}" for name in names)
    )


class Samples:
    """Looks every millisecond at which function runs; what a built-in takes counts for its caller."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._seen: Counter[Function] = Counter()

    def _look(self, number: int, frame: FrameType | None) -> None:
        while frame and frame.f_code.co_filename.startswith("<"):
            frame = frame.f_back  # generated code, as that of a named tuple
        if frame and _part(frame.f_code.co_filename):
            self._seen[frame.f_code.co_filename, frame.f_code.co_qualname] += 1

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Look while this is open."""
        before = signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, INTERVAL, INTERVAL)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def tables(self) -> str:
        """Return the parts, and the functions that take most, as Markdown."""
        total = self._seen.total()
        parts: Counter[str] = Counter()
        for (path, _), times in self._seen.items():
            parts[_part(path) or ""] += times
        lines = [f"{total} samples", "", "| part | share |", "| --- | --- |"]
        lines += [
            f"| {part} | {each / total:.0%} |" for part, each in parts.most_common()
        ]
        lines += ["", "| function | share |", "| --- | --- |"]
        lines += [
            f"| `{name}` in `{_short(path)}` | {times / total:.1%} |"
            for (path, name), times in self._seen.most_common(FUNCTIONS_SHOWN)
        ]
        return "\n".join(lines)


def _short(path: str) -> str:
    """Return a path as it is called within its project."""
    for root in ("custom_components/telephony/", "homeassistant/", "site-packages/"):
        if root in path:
            return path.rpartition(root)[2]
    return path
