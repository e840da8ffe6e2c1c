"""A contact as a file has it, whatever the format: texts that nobody has judged yet."""

from dataclasses import dataclass, field
import re
from typing import Final

_EASTERN: Final = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\s]+")
_FOREIGN_THERE: Final = re.compile(r"[\u30a0-\u30ff\s]+")
"""Katakana, in which Japanese writes the names of others."""


@dataclass(slots=True)
class Entry:
    """One contact of a file."""

    line: int
    """Where it begins in the file, from 1; for XML the contact's number."""
    name: str = ""
    numbers: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    spoken: str = ""
    """How the name is pronounced, in letters."""
    picture: bytes | None = None
    picture_url: str = ""
    """Where its server has the picture."""
    member: str = ""
    """The file within a ZIP that has it."""


def join_name(given: str = "", family: str = "", *others: str) -> str:
    """Return a person's whole name, else the first of the other names.

    In Chinese, Japanese and Korean the family name comes first.
    """
    is_eastern = _EASTERN.fullmatch(given) and _EASTERN.fullmatch(family)
    if is_eastern and not _FOREIGN_THERE.fullmatch(family):
        given, family = family, given
    whole = f"{given.strip()} {family.strip()}".strip()
    return whole or next((each.strip() for each in others if each.strip()), "")


def said_name(
    whole: str, given: str, family: str, said_given: str, said_family: str
) -> str:
    """Return how a name is pronounced where that is known of any part, in the order of the whole name."""
    if not (said_given or said_family):
        return ""
    parts = said_given.strip() or given.strip(), said_family.strip() or family.strip()
    family_first = bool(family) and whole.startswith(family)
    return " ".join(filter(None, reversed(parts) if family_first else parts))
