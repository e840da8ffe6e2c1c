"""Notes that people write about calls: those of calls in progress, and the newest with each number."""

from collections.abc import Callable, Iterable
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
        self._by_caller: dict[str, dict[str, Note]] = {}

    def __bool__(self) -> bool:
        """Whether somebody has written anything."""
        return bool(self.open or self._by_caller)

    def load(self, notes: Iterable[Note]) -> None:
        """Know these about finished calls."""
        self._by_caller = {}
        for note in notes:
            self.add(note)

    def add(self, note: Note) -> None:
        """Know one more, or another one about the same call."""
        self._by_caller.setdefault(note.caller, {})[note.call_id] = note
        if len(self._by_caller) > MAX_NOTES:
            del self._by_caller[next(iter(self._by_caller))]

    def drop(self, is_gone: Callable[[Note], bool]) -> None:
        """Forget notes."""
        kept = {
            caller: {key: note for key, note in notes.items() if not is_gone(note)}
            for caller, notes in self._by_caller.items()
        }
        self._by_caller = {caller: notes for caller, notes in kept.items() if notes}

    def last(self, caller: str) -> Note | None:
        """Return the note about the newest call that has one."""
        notes = self._by_caller.get(caller)
        return max(notes.values(), key=lambda each: each.ended_at) if notes else None
