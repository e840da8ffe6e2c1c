"""Reads LDIF (RFC 2849), as mail programs and directories export people."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from .encoding import MAX_LINE, UnknownEncoding, legacy_text, lines_of, unicode_of
from .entry import Entry, join_name, said_name
from .titles import Column, columns_of

_NUMBERS: Final = (
    "telephonenumber",
    "mobile",
    "homephone",
    "cellphone",
    "pager",
    "ipphone",
)
"""Attributes that hold numbers, the best first (RFC 4519, RFC 4524)."""


_OTHER_NAMES: Final = {
    "2.5.4.3": "cn",
    "2.5.4.4": "sn",
    "2.5.4.20": "telephonenumber",
    "2.5.4.42": "givenname",
    "0.9.2342.19200300.100.1.20": "homephone",
    "0.9.2342.19200300.100.1.41": "mobile",
    "0.9.2342.19200300.100.1.42": "pager",
    "othertelephone": "telephonenumber",
    "othermobile": "mobile",
    "otherhomephone": "homephone",
}
"""Numbers of attributes (RFC 4519, RFC 4524), and those of Active Directory for more than one value."""


def is_ldif(text: str) -> bool:
    """Tell LDIF by its first line that is no comment."""
    first = next(
        (line for line in text[:10_000].splitlines() if line and line[0] != "#"), ""
    )
    return first.lower().startswith(("dn:", "version: 1", "version:1"))


def read_ldif(text: str, language: str) -> Iterator[Entry]:
    """Return the people of a file; one without a name of its own has its company's."""
    record: dict[str, list[str]] = {}
    began = 1
    for number, line in _unfolded(text):
        name, value = _attribute(line, language)
        if name == "dn" or not line:
            if "dn" in record:
                yield person(began, record)
            record, began = {}, number
        if name:
            record.setdefault(name, []).append(value)
    if "dn" in record:
        yield person(began, record)


def person(line: int, record: Mapping[str, list[str]]) -> Entry:
    """Read the attributes of somebody, by their names in small letters (RFC 4519, RFC 4524)."""

    def first(*names: str) -> str:
        return next((record[each][0] for each in names if record.get(each)), "")

    name = join_name(
        first("cn", "displayname", "commonname"),
        "",
        join_name(first("givenname", "gn"), first("sn", "surname")),
        first("mozillanickname", "nickname"),
        first("o", "company", "organizationname"),
    )
    entry = Entry(line, name, groups=[*record.get("ou", [])])
    entry.spoken = join_name(
        first("cn;phonetic", "displayname;phonetic"),
        "",
        said_name(
            name,
            first("givenname", "gn"),
            first("sn", "surname"),
            first("givenname;phonetic", "gn;phonetic"),
            first("sn;phonetic", "surname;phonetic"),
        ),
    )
    for each in dict.fromkeys((*_NUMBERS, *filter(_has_numbers, record))):
        entry.numbers += record.get(each, [])
    return entry


@lru_cache(1000)
def _has_numbers(name: str) -> bool:
    """Tell an attribute of some program's own by its name, of which `mobileTelephoneNumber` is one."""
    return columns_of([name]) == [Column.NUMBER] and ";" not in name


def _attribute(line: str, language: str) -> tuple[str, str]:
    """Return an attribute and its value; empty where that is elsewhere or no text.

    Of its options (RFC 4512, 2.5.2) only that which tells how it's pronounced makes it another.
    """
    name, _, value = line.partition(":")
    if value.startswith("<") or name.startswith("#"):
        return "", ""
    if value.startswith(":"):
        try:
            content = base64.b64decode(value[1:])
            value = unicode_of(content) or legacy_text(content, language)
        except binascii.Error, UnknownEncoding:
            return "", ""
    name, *options = name.lower().split(";")
    name = name.strip()
    if "phonetic" in options:
        return f"{name};phonetic", value.strip()
    return _OTHER_NAMES.get(name, name), value.strip()


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    parts: list[str] = []
    began = 1
    length = 0
    for number, line in lines_of(text):
        if parts and line[:1] == " ":
            length += len(line)
            if length < MAX_LINE:
                parts.append(line[1:])
        else:
            if parts:
                yield began, "".join(parts)
            parts, began, length = [line], number, 0
    if parts:
        yield began, "".join(parts)
