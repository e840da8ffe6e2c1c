"""Which lines of the client's code an input reaches, by the interpreter's own monitoring."""

from collections.abc import Callable, Iterable, Iterator
import sys
from types import CodeType

PACKAGE = "/custom_components/telephony/cti/"
LINE = sys.monitoring.events.LINE
TOOL = sys.monitoring.COVERAGE_ID


def telling(target: Callable[[bytes], None], inputs: Iterable[bytes]) -> list[bytes]:
    """Return the inputs that reach a pair of lines, one after the other, that none before did."""
    reached: set[tuple[str, int, int]] = set()
    kept = []
    for data in inputs:
        pairs = set(_pairs(target, data))
        if not pairs <= reached:
            reached |= pairs
            kept.append(data)
    return kept


def _pairs(
    target: Callable[[bytes], None], data: bytes
) -> Iterator[tuple[str, int, int]]:
    lines: list[tuple[str, int]] = []

    def on_line(code: CodeType, line: int) -> object:
        if PACKAGE not in code.co_filename:
            return sys.monitoring.DISABLE
        lines.append((code.co_filename, line))
        return None

    sys.monitoring.use_tool_id(TOOL, "fuzz")
    sys.monitoring.register_callback(TOOL, LINE, on_line)
    sys.monitoring.set_events(TOOL, LINE)
    try:
        target(data)
    finally:
        sys.monitoring.set_events(TOOL, 0)
        sys.monitoring.free_tool_id(TOOL)
    before = 0
    for file, line in lines:
        yield file, before, line
        before = line
