"""What became of a file of contacts: how many were taken, and what was left out and why."""

from collections import Counter
from enum import StrEnum
from typing import Any, Final, NamedTuple

MAX_LEFT_OUT: Final = 20
"""Places of a file that a report names; the rest is only counted."""


class Reason(StrEnum):
    """Why a contact, or a number of it, was left out."""

    NO_NAME = "no_name"
    NO_NUMBER = "no_number"
    UNREADABLE_NUMBER = "unreadable_number"
    TOO_MANY_NUMBERS = "too_many_numbers"


class UnreadableContacts(ValueError):
    """A file that has no contacts in any format and encoding that is understood.

    `key` is that of the message, in which `detail` may stand.
    """

    key = "invalid_phone_book"

    def __init__(self, detail: str = "") -> None:
        """Keep where or how it failed."""
        super().__init__(self.key)
        self.detail = detail


class TooLarge(UnreadableContacts):
    """A file of more bytes or contacts than are taken."""

    key = "phone_book_too_large"


class WrongEncoding(UnreadableContacts):
    """A text that is neither Unicode nor in the code page that `detail` names."""

    key = "phone_book_encoding"


class BrokenXml(UnreadableContacts):
    """XML that can be read as far as a line."""

    key = "phone_book_broken"


class LeftOut(NamedTuple):
    """What was left out: the line of the file it begins in (from 1), and why."""

    line: int
    reason: Reason
    name: str = ""
    member: str = ""
    """The file within a ZIP."""


class ImportReport:
    """The counts of one file, and the first places where something was left out."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.contacts = 0
        self.numbers = 0
        self.contacts_left_out = 0
        self.numbers_left_out = 0
        self.left_out: list[LeftOut] = []
        self.reasons = Counter[str]()
        """How often each was one, of all that was left out."""

    def summary(self) -> dict[str, Any]:
        """Return the counts, and the first places with their reasons; it names nobody."""
        return {
            "contacts": self.contacts,
            "numbers": self.numbers,
            "contacts_left_out": self.contacts_left_out,
            "numbers_left_out": self.numbers_left_out,
            **self.reasons,
            "first_left_out": [f"{each.line}: {each.reason}" for each in self.left_out],
        }

    def leave_out(
        self,
        line: int,
        reason: Reason,
        name: str = "",
        member: str = "",
        *,
        is_told: bool = False,
    ) -> None:
        """Count what was left out, and keep its place while there is room, unless that `is_told`."""
        self.reasons[str(reason)] += 1
        if reason in (Reason.UNREADABLE_NUMBER, Reason.TOO_MANY_NUMBERS):
            self.numbers_left_out += 1
        else:
            self.contacts_left_out += 1
        if not is_told and len(self.left_out) < MAX_LEFT_OUT:
            self.left_out.append(LeftOut(line, reason, name, member))
