"""Counts what the integration does, so that a test can tell what grows with the number of lines.

A step is a call or a turn of a loop in its code; time would tell of the machine instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
import sys
import threading
from types import CodeType
from typing import Final

OURS: Final = "custom_components/telephony/"
_BESIDE: Final = ("cti/", "connection/", "entity.py", "sensors/")
"""What goes on by itself while somebody asks: messages of the phone system and their states."""
_TOOL: Final = sys.monitoring.PROFILER_ID


class Steps:
    """The steps that were counted."""

    def __init__(self) -> None:
        """Begin with none."""
        self.count = 0
        self._thread = threading.get_ident()

    def on_step(self, code: CodeType, *where: object) -> object:
        """Count a step of ours on this thread, and hear no more of others' code."""
        _, ours, file = code.co_filename.partition(OURS)
        if not ours or file.startswith(_BESIDE):
            return sys.monitoring.DISABLE
        if threading.get_ident() == self._thread:
            self.count += 1
        return None


@contextmanager
def counted_steps() -> Iterator[Steps]:
    """Count what this thread does meanwhile."""
    steps, monitoring = Steps(), sys.monitoring
    events = monitoring.events
    wanted = (events.PY_START, events.PY_RESUME, events.JUMP, events.CALL)
    monitoring.use_tool_id(_TOOL, "steps")
    monitoring.restart_events()
    try:
        for event in wanted:
            monitoring.register_callback(_TOOL, event, steps.on_step)
        monitoring.set_events(_TOOL, sum(wanted))
        yield steps
    finally:
        monitoring.set_events(_TOOL, 0)
        for event in wanted:
            monitoring.register_callback(_TOOL, event, None)
        monitoring.free_tool_id(_TOOL)
