"""Notes that people write about calls: those of calls in progress, and the newest with each number."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

MAX_NOTES: Final = 5000
"""Notes that memory knows; older ones are in the file only."""
MAX_NOTE_LENGTH: Final = 500


class Note(NamedTuple):
    """What somebody wrote about a finished call."""

    caller: str
    """The other side's number, as callers are compared."""
    call_id: str
    line: str
    ended_at: datetime
    text: str


class Notes:
    """A connection's notes."""

    def __init__(self) -> None:
        """Know none."""
        self.open: dict[str, str] = {}
        """Of calls in progress, by call ID."""
        self._kept: dict[str, Note] = {}
        """Of finished calls, by call ID; what was written last is last."""
        self._by_caller: dict[str, dict[str, Note]] = {}

    def __bool__(self) -> bool:
        """Whether somebody has written anything."""
        return bool(self.open or self._kept)

    def load(self, notes: Iterable[Note]) -> None:
        """Know these about finished calls."""
        self._kept, self._by_caller = {}, {}
        for note in notes:
            self.add(note)

    def add(self, note: Note) -> None:
        """Know one more, or another one about the same call."""
        self.drop(note.call_id)
        self._kept[note.call_id] = note
        self._by_caller.setdefault(note.caller, {})[note.call_id] = note
        if len(self._kept) > MAX_NOTES:
            self.drop(next(iter(self._kept)))

    def drop(self, call_id: str) -> None:
        """Forget the note about a call, if there is one."""
        if note := self._kept.pop(call_id, None):
            of_caller = self._by_caller[note.caller]
            del of_caller[call_id]
            if not of_caller:
                del self._by_caller[note.caller]

    def drop_line(self, line: str) -> None:
        """Forget the notes about a line's calls."""
        for note in [each for each in self._kept.values() if each.line == line]:
            self.drop(note.call_id)

    def last(self, caller: str) -> Note | None:
        """Return the note about the newest call that has one."""
        notes = self._by_caller.get(caller)
        return max(notes.values(), key=lambda each: each.ended_at) if notes else None
