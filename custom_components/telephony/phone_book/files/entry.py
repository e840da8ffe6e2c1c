"""A contact as a file has it, whatever the format: texts that nobody has judged yet."""

from dataclasses import dataclass, field


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


def join_name(given: str = "", family: str = "", *others: str) -> str:
    """Return a person's whole name, else the first of the other names."""
    whole = f"{given.strip()} {family.strip()}".strip()
    return whole or next((each.strip() for each in others if each.strip()), "")
