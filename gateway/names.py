"""Calls' ids out of the phone system's own facts, so that a gateway that was restarted says the same."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2s
from typing import Final

_REMEMBERED: Final = 65_536


def _now() -> datetime:
    return datetime.now(UTC)


class CallNames:
    """Names calls by phone system, line, the phone system's name of the call, and the day.

    Phone systems use their names again: the day tells those calls apart, within one a count and,
    after a restart, how far the line's events had come.
    Where they do that at once (`short_lived`), it's the second instead of the day; the document
    that is retained of the line then keeps the id over a restart.
    """

    def __init__(
        self,
        system: str,
        *,
        short_lived: bool = False,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """Name the calls of one phone system."""
        self._system = system
        self._timespec = "seconds" if short_lived else "day"
        self._now = now
        self._used: OrderedDict[str, int] = OrderedDict()
        self._resumed: dict[str, int] = {}

    def resume(self, line: str, sequence: int) -> None:
        """Keep the ids of earlier runs from coming again; `sequence` is the line's newest of them."""
        self._resumed[line] = sequence

    def new_id(self, line: str, reference: str | None) -> str:
        """Return a call's id."""
        now = self._now()
        day = now.date().isoformat()
        when = day if self._timespec == "day" else now.isoformat(timespec="seconds")
        facts = "\0".join((self._system, line, reference or "", when))
        times = self._used.pop(facts, 0)
        self._used[facts] = times + 1
        if len(self._used) > _REMEMBERED:
            self._used.popitem(last=False)
        if times or line in self._resumed:
            facts += f"\0{self._resumed.get(line, 0)}\0{times}"
        return f"c{blake2s(facts.encode(), digest_size=16).hexdigest()}"
