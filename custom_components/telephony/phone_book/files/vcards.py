"""Reads vCards: RFC 2426, RFC 6350, and 2.1 as phones still write it.

A file may mix versions and encodings: each property says its own, and only where it doesn't
the language's code page is tried. Nothing of one card reaches the next, with END or without.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
import quopri
import re
from typing import Final, NamedTuple

from vobject.base import ParseError, parseLine
from vobject.vcard import splitFields

from ..pictures import MAX_PICTURE, media_type
from .encoding import MAX_LINE, lines_of, said_text
from .entry import Entry, join_name, said_name

MAX_PROPERTIES: Final = 1000
"""Of one card, the first so many; nobody has more."""
MAX_VALUE: Final = 20_000
"""Characters of a value that are looked at."""
MAX_HEAD: Final = 1000
"""Characters of a property's name and parameters; the library's patterns are slow beyond."""
_HEAD: Final = re.compile(r"((?:[^\":]|\"[^\"]*\")*):")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
"""Android's own names of a number's kind: `TEL;X-CUSTOM(CHARSET=UTF-8,...)`."""
_BEGIN: Final = re.compile(r"\s*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_JOINED: Final = re.compile(
    r"^(END:VCARD)[ \t]*(?=BEGIN:VCARD)", re.IGNORECASE | re.MULTILINE
)
"""Where a file without a last line end was put before another."""
_INDENT: Final = re.compile(
    r"^[ \t]+(?=BEGIN\s*:\s*VCARD)", re.IGNORECASE | re.MULTILINE
)
_WANTED: Final = re.compile(
    r"(?:[\w-]+\.)?(BEGIN|END|FN|N|NICKNAME|ORG|TEL|CATEGORIES|PHOTO|AGENT|SOUND"
    r"|X-PHONETIC-(?:FIRST-NAME|LAST-NAME|ORG))\s*[;:]",
    re.IGNORECASE,
)


class _Property(NamedTuple):
    line: int
    name: str
    parameters: Mapping[str, str]
    """By name in capitals; those of 2.1 that have a value alone stand as names."""
    value: str

    def decoded(self, language: str) -> str:
        """Return the text of the value; empty where its encoding is not the one it names."""
        raw = self.value.encode("utf-8", "surrogateescape")
        charset = self.parameters.get("CHARSET", "utf-8")
        if "QUOTED-PRINTABLE" in (self.encoding, *self.parameters):
            raw = quopri.decodestring(raw)
        elif self.encoding in ("B", "BASE64"):
            raw = self.binary()
        return said_text(raw, charset, language)

    @property
    def encoding(self) -> str:
        return self.parameters.get("ENCODING", "").upper()

    def place(self) -> int:
        """Tell which of several names goes first: the lower one (RFC 6350, 5.3); numbers stay in order."""
        preference = self.parameters.get("PREF", "")
        is_number = re.fullmatch(r"[0-9]{1,3}", preference, re.ASCII)
        return 0 if self.name == "TEL" else int(preference) if is_number else 101

    @property
    def is_text(self) -> bool:
        """Whether the value is a text, and no sound or address."""
        is_address = self.parameters.get("VALUE", "").upper() in ("URI", "URL")
        is_address |= self.value.strip().lower().startswith(("data:", "http", "file:"))
        names = {"BASE64", "B"} & {self.encoding, *self.parameters}
        return not (names or is_address)

    def binary(self) -> bytes:
        """Return the bytes of a value in base64, or of a data URI; none where it is neither."""
        text = self.value.partition("base64,")[2] or self.value
        try:
            digits = "".join(text.split()).rstrip("=")
            return base64.b64decode(digits + "=" * (-len(digits) % 4), validate=True)
        except binascii.Error, ValueError:
            return b""


def read_vcards(text: str, language: str) -> Iterator[Entry]:
    """Return the cards of a file, whose bytes that are not Unicode came by surrogateescape."""
    text = _JOINED.sub("\\1\n", text)
    if indent := _INDENT.search(text[:4000]):  # all of it was moved to the right
        text = re.sub(rf"^{indent[0]}", "", text, flags=re.MULTILINE)
    card: list[_Property] = []
    nested = 0
    agent = False
    for each in _properties(text):
        begins = each.name == "BEGIN"
        if each.name == "AGENT" and _BEGIN.fullmatch(each.value):
            nested += 1
            continue
        if nested or (begins and agent):
            nested += begins - (each.name == "END")
        elif begins or each.name == "END":
            if card:
                yield _entry(card, language)
            card = []
        elif len(card) < MAX_PROPERTIES:
            card.append(each)
        agent = each.name == "AGENT" and not each.value.strip()
    if card:
        yield _entry(card, language)


def _entry(card: list[_Property], language: str) -> Entry:
    """Read one card."""
    first: dict[str, str] = {}
    entry = Entry(card[0].line)
    for each in sorted(card, key=_Property.place):
        if each.name == "PHOTO":
            entry.picture = entry.picture or _picture(each)
            continue
        if each.name == "SOUND" and not each.is_text:
            continue
        value = each.decoded(language)[:MAX_VALUE]
        if "PHONETIC" in each.parameters:
            if each.parameters["PHONETIC"].lower() != "ipa" and each.name == "N":
                first.setdefault("SAID-N", value)
            continue
        if each.name == "TEL":
            entry.numbers.append(_unescaped(value))
        elif each.name == "CATEGORIES":
            entry.groups += _fields(value, ",")
        elif value.strip(" ;"):
            first.setdefault(each.name, value)
    family, given = (*_fields(first.get("N", "")), "", "")[:2]
    entry.name = join_name(
        _unescaped(first.get("FN", "")),
        "",
        join_name(given, family),
        _unescaped(first.get("NICKNAME", "")),
        " ".join(_fields(first.get("ORG", ""))),
    )
    said_family, said_given = (*_fields(first.get("SAID-N", "")), "", "")[:2]
    entry.spoken = join_name(
        said_name(
            entry.name,
            given,
            family,
            _unescaped(first.get("X-PHONETIC-FIRST-NAME", said_given)),
            _unescaped(first.get("X-PHONETIC-LAST-NAME", said_family)),
        ),
        "",
        " ".join(filter(None, _fields(first.get("SOUND", "")))),
        _unescaped(first.get("X-PHONETIC-ORG", "")),
    )
    return entry


def _fields(value: str, separator: str = ";") -> list[str]:
    """Return the parts of a structured value, each as one text."""
    if separator != ";":
        value = value.replace(separator, ";")
    parts = splitFields(value)
    return [
        (" ".join(part) if isinstance(part, list) else part).strip() for part in parts
    ]


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda it: " " if it[1] in "nN" else it[1], value)


def _picture(each: _Property) -> bytes | None:
    if len(each.value) > MAX_PICTURE * 4 // 3 + 100:
        return None
    content = each.binary()
    return content if media_type(content) else None


def _properties(text: str) -> Iterator[_Property]:
    """Return the properties that matter."""
    for number, line in _unfolded(text):
        head = _HEAD.match(line, 0, MAX_HEAD) if _WANTED.match(line) else None
        if head is None:
            continue
        plain = re.sub(r"\s*([;:=,])\s*", r"\1", _IN_BRACKETS.sub("", head[0].strip()))
        try:
            name, parameters, _, _ = parseLine(plain)
        except ParseError:  # a parameter of somebody's own: `TEL;X-At home:`
            name, *others = plain.rstrip(":").rpartition(".")[2].split(";")
            parameters = [each.split("=", 1) for each in others]
        values = {each[0].upper(): ",".join(each[1:]) for each in parameters}
        yield _Property(number, name.upper(), values, line[head.end() :])


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Join lines that were folded: with white space, or softly in quoted-printable ones."""
    parts: list[str] = []
    began = 1
    soft = quoted = False
    length = 0
    for number, line in lines_of(text):
        if soft and _WANTED.match(line):
            soft = False  # it was broken where nothing follows
        if parts and (soft or line[:1] in (" ", "\t")):
            length += len(line) + 1
            if length < MAX_LINE:
                parts.append(line if soft else line[1:])
        else:
            if parts:
                yield began, "".join(parts)
            parts, began, length = [line], number, 0
            quoted = "QUOTED-PRINTABLE" in line.upper()
        soft = quoted and line.endswith("=")
        if soft:
            parts[-1] = parts[-1][:-1]
    if parts:
        yield began, "".join(parts)
