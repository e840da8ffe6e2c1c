"""Reads vCards in JSON (jCard, RFC 7095)."""

from collections.abc import Iterator
from itertools import pairwise
import json
import re
from typing import Any, Final

from .entry import Entry, join_name
from .xcards import embedded_picture

_CARD: Final = re.compile(r'\[\s*"vcard"\s*,', re.IGNORECASE)
"""Where one begins: within a text of JSON there would be a backslash."""
MAX_PARTS: Final = 100_000
"""Values of a card: each is an object in memory."""
_DECODER: Final = json.JSONDecoder()

type _Texts = dict[str, list[str]]


class NoJcard(ValueError):
    """JSON that is broken, or of something else."""


def read_jcards(text: str) -> Iterator[Entry]:
    """Return the cards of a file, whether it's one or a list; raises NoJcard."""
    begins = [*(found.start() for found in _CARD.finditer(text)), len(text)]
    if len(begins) == 1:
        raise NoJcard
    line = 1
    read = 0
    for begin, end in pairwise(begins):
        line += text.count("\n", read, begin)
        read = begin
        yield _entry(line, _properties(text[begin:end]))


def _properties(text: str) -> list[Any]:
    """Return a card's properties (RFC 7095, 3.3)."""
    if sum(map(text.count, "[{,")) > MAX_PARTS:
        raise NoJcard
    try:
        card, _ = _DECODER.raw_decode(text)
    except (RecursionError, ValueError) as error:
        raise NoJcard from error
    match card:
        case [_, [*properties]]:
            return properties
    raise NoJcard


def _entry(line: int, properties: list[Any]) -> Entry:
    texts: _Texts = {}
    given = family = ""
    for each in properties:
        match each:
            case [_, {"phonetic": _}, *_]:  # another's spelling (RFC 9554, 4.6)
                continue
            case ["n", dict(), str(), [surname, name, *_]]:
                family, given = family or _text(surname), given or _text(name)
            case [str(name), dict(), str(), *values]:
                found = map(_text, values)
                texts.setdefault(name.lower(), []).extend(filter(None, found))

    def first(name: str) -> str:
        return next(iter(texts.get(name, ())), "")

    names = first("fn"), "", join_name(given, family), first("nickname"), first("org")
    entry = Entry(line, join_name(*names), texts.get("tel", []))
    entry.groups = texts.get("categories", [])
    entry.picture = embedded_picture(first("photo"))
    return entry


def _text(value: Any) -> str:
    """Return a value; of one with parts, all of them (RFC 7095, 3.3.1.3)."""
    if isinstance(value, list):
        return " ".join(filter(None, map(_text, value)))
    return value.strip() if isinstance(value, str) else ""
