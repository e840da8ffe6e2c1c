"""What became of a file of contacts: how many were taken, and what was left out and why."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

MAX_LEFT_OUT: Final = 20
"""Places of a file that a report names; the rest is only counted."""


class Reason(StrEnum):
    """Why a contact, or a number of it, was left out."""

    NO_NAME = "no_name"
    NO_NUMBER = "no_number"
    UNREADABLE_NUMBER = "unreadable_number"
    TOO_MANY_NUMBERS = "too_many_numbers"


class UnreadableContacts(ValueError):
    """A file that has no contacts in any format and encoding that is understood."""


class TooLarge(UnreadableContacts):
    """A file of more bytes or contacts than are taken."""


class LeftOut(NamedTuple):
    """What was left out: the line of the file it begins in (from 1), and why."""

    line: int
    reason: Reason
    name: str = ""


@dataclass(slots=True)
class ImportReport:
    """The counts of one file, and the first places where something was left out."""

    contacts: int = 0
    numbers: int = 0
    contacts_left_out: int = 0
    numbers_left_out: int = 0
    left_out: list[LeftOut] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return the counts alone, which name nobody."""
        reasons = Counter(f"{each.reason}" for each in self.left_out)
        return {
            "contacts": self.contacts,
            "numbers": self.numbers,
            "contacts_left_out": self.contacts_left_out,
            "numbers_left_out": self.numbers_left_out,
            **reasons,
        }

    def leave_out(self, line: int, reason: Reason, name: str = "") -> None:
        """Count what was left out, and keep its place while there is room."""
        if reason in (Reason.UNREADABLE_NUMBER, Reason.TOO_MANY_NUMBERS):
            self.numbers_left_out += 1
        else:
            self.contacts_left_out += 1
        if len(self.left_out) < MAX_LEFT_OUT:
            self.left_out.append(LeftOut(line, reason, name))
