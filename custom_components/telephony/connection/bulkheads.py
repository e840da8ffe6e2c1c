"""Walls around what must not touch the truth: a fault stays where it is, is logged once and counted."""

from collections import Counter
from collections.abc import Callable
import logging
from typing import Final

_LOGGER = logging.getLogger(__name__)

FAULTS_TOLD_APART: Final = 100
"""Faults that are logged one by one; whatever is new beyond them is only counted."""


class Bulkheads:
    """What went wrong beside a connection's states and events."""

    def __init__(self) -> None:
        """Start without faults."""
        self.faults: Counter[str] = Counter()
        """How often each part failed, for diagnostics."""
        self._logged: set[tuple[str, str]] = set()

    def run(self, part: str, action: Callable[[], object]) -> bool:
        """Run an action of a part; False if it failed."""
        try:
            action()
        except Exception as error:  # noqa: BLE001  # a wall is there for every fault
            self.failed(part, action, error)
            return False
        return True

    def failed(self, part: str, where: object, error: Exception) -> None:
        """Count an error; only the first of a part and place is logged."""
        self.faults[part] += 1
        where = getattr(where, "func", where)  # of a partial
        place = getattr(where, "__qualname__", type(where).__qualname__)
        if len(self._logged) < FAULTS_TOLD_APART and (part, place) not in self._logged:
            self._logged.add((part, place))
            _LOGGER.error(
                "Part of a connection failed (%s); its calls go on",
                part,
                exc_info=error,
            )
