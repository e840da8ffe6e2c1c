"""What every message must look like: the table in members.txt, and how a message is held against it."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Final, NamedTuple

from .peer import Element, name_of


class Member(NamedTuple):
    """One row of the table."""

    name: str
    presence: str
    """M mandatory, O optional, R any number, C one of several, A at least one, in any order."""
    type: str
    clause: str


def _read_members(file: Path) -> dict[str, list[Member]]:
    table: dict[str, list[Member]] = {}
    for line in file.read_text().splitlines():
        if line and not line.startswith("#"):
            message, name, presence, kind, clause = line.split(maxsplit=4)
            table.setdefault(message, []).append(Member(name, presence, kind, clause))
    return table


def _read_words(file: Path) -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    kind = ""
    for line in file.read_text().splitlines():
        if line.startswith(" "):
            words[kind].update(line.split())
        elif line and not line.startswith("#"):
            kind = line.split()[0]
            words[kind] = set()
    return {kind: frozenset(each) for kind, each in words.items()}


_HERE: Final = Path(__file__).parent
MEMBERS: Final = _read_members(_HERE / "members.txt")
WORDS: Final = _read_words(_HERE / "words.txt")
_PLAIN: Final = {
    "boolean": re.compile(r"true|false|0|1"),
    "number": re.compile(r"\d+"),
    "text": re.compile(r".+", re.DOTALL),
    "device": re.compile(r".+", re.DOTALL),
    "hexadecimal": re.compile(r"([0-9A-Fa-f]{2})+"),
    "empty": re.compile(""),
}


def violations(message: Element, namespace: str) -> list[str]:
    """Return what is wrong with a message, each with its clause; empty where nothing is."""
    name = name_of(message)
    if name not in MEMBERS:
        return [f"{name} isn't in the table"]
    found = list(_of_type(message, name, name))
    strangers = {
        name_of(each)
        for each in _own_elements(message)
        if each.tag != f"{{{namespace}}}{name_of(each)}"
    }
    return found + [f"{each} isn't in {namespace}" for each in sorted(strangers)]


def _own_elements(element: Element) -> Iterator[Element]:
    """Yield an element and all below it but what makers put into boxes of their own."""
    yield element
    if name_of(element) not in ("applicationSpecificInfo", "extensions"):
        for each in element:
            yield from _own_elements(each)


def _of_type(element: Element, kind: str, path: str) -> Iterator[str]:
    """Yield what an element has against its type."""
    text = (element.text or "").strip()
    if kind in MEMBERS:
        yield from _of_members(element, MEMBERS[kind], path)
    elif kind in WORDS and text not in WORDS[kind]:
        yield f"{path} is {text!r}"
    elif kind in _PLAIN and (len(element) or not _PLAIN[kind].fullmatch(text)):
        yield f"{path} is no {kind}"
    if kind == "device":
        number_type = element.get("typeOfNumber", "dialingNumber")
        if number_type not in WORDS["typeOfNumber"]:
            yield f"{path} has the typeOfNumber {number_type!r}"


def _of_members(element: Element, members: list[Member], path: str) -> Iterator[str]:
    """Yield what the children of an element have against its rows."""
    left = list(element)
    choices = [each for each in members if each.presence in "CA"]
    if choices:
        names = [name_of(each) for each in left]
        unique = len(set(names)) == len(names)
        one = choices[0].presence == "A" or len(names) == 1
        if not (names and unique and one):
            yield f"{path} has {names or 'nothing'} ({choices[0].clause})"
    for member in members:
        chosen = member.presence in "CA"
        found = [each for each in left if name_of(each) == member.name]
        if not chosen:  # the next in order
            found = left[:1] if left and name_of(left[0]) == member.name else []
        if member.presence == "R":
            found = [each for each in left if name_of(each) == member.name]
        if not found and member.presence == "M":
            yield f"{path} lacks {member.name}, or has it elsewhere ({member.clause})"
        for each in found:
            left.remove(each)
            yield from _of_type(each, member.type, f"{path}/{member.name}")
    yield from (f"{path} has {name_of(each)} where it has no place" for each in left)
