"""Reads contacts from files: vCard (RFC 2426, RFC 6350, and 2.1 as telephones write it) and CSV."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
import csv
from io import StringIO
from pathlib import Path
import quopri
import re
from typing import Final

from ..numbers.dial_plan import clean_number, without_separators
from .index import Contact

MAX_NUMBERS: Final = 100_000
_NUMBER: Final = re.compile(r"\+?[0-9*#]{2,}")
_ESCAPED: Final = re.compile(r"\\(.)")
_PROPERTY: Final = re.compile(
    r"(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<parameters>(?:;(?:\"[^\"]*\"|[^\":;])*)*):(?P<value>.*)",
    re.DOTALL,
)
_WANTED: Final = frozenset({"BEGIN", "END", "FN", "N", "ORG", "TEL"})

# What columns are called in files of our languages.
_NUMBER_COLUMN: Final = re.compile(
    r"phone|tel|mobil|móvil|number|numéro|número|nummer|rufnr|portable|номер|тел|моб"
)
_NO_NUMBER_COLUMN: Final = re.compile(r"type|label|typ\b|тип|метка")
_FULL_NAME: Final = """name,full name,display name,contact,caller,anzeigename,nom complet,
nombre completo,фио,полное имя,контакт"""
_GIVEN_NAME: Final = "first name,given name,vorname,prénom,nombre,имя"
_FAMILY_NAME: Final = """last name,family name,surname,nachname,nom,apellidos,apellido,
фамилия"""
_COMPANY: Final = """organization name,organization,company,firma,organisation,société,
entreprise,empresa,организация,компания"""
_NAME_COLUMNS: Final = tuple(
    titles.replace("\n", "").split(",")
    for titles in (_FULL_NAME, _GIVEN_NAME, _FAMILY_NAME, _COMPANY)
)


class UnreadableContacts(Exception):
    """A file that is neither vCard nor CSV, in no encoding that is understood."""


def read_contacts(path: Path) -> list[Contact]:
    """Read a file; contacts without a name or a number fall. Runs outside the event loop."""
    text = _decode(path.read_bytes())
    is_vcard = text.lstrip()[:11].upper() == "BEGIN:VCARD"
    try:
        contacts = list(_of_vcards(text) if is_vcard else _of_rows(text))
    except csv.Error as error:
        raise UnreadableContacts from error
    if not contacts or sum(len(each.numbers) for each in contacts) > MAX_NUMBERS:
        raise UnreadableContacts
    return contacts


def _decode(content: bytes) -> str:
    encoding = (
        "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    )
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableContacts from error


def _contact(name: str, numbers: Iterable[str]) -> Contact | None:
    name = " ".join(name.split())
    kept = tuple(dict.fromkeys(each for each in map(_number, numbers) if each))
    return Contact(name, kept) if name and kept else None


def _number(text: str) -> str | None:
    """Return the number that a text begins with, without extensions and remarks."""
    found = _NUMBER.match(without_separators(text.removeprefix("tel:")))
    return clean_number(found.group()) if found else None


# vCard


def _of_vcards(text: str) -> Iterator[Contact]:
    names: dict[str, str] = {}
    numbers: list[str] = []
    for key, value in _properties(text):
        if key == "BEGIN":
            names, numbers = {}, []
        elif key == "TEL":
            numbers.append(value)
        elif key != "END":
            names.setdefault(key, value)
        elif contact := _contact(_card_name(names), numbers):
            yield contact


def _card_name(names: Mapping[str, str]) -> str:
    """Return the formatted name, else given and family name, else the company."""
    given_last = names.get("N", "").split(";")[:2][::-1]
    return (
        names.get("FN", "").strip()
        or " ".join(given_last).strip()
        or names.get("ORG", "").replace(";", " ")
    )


def _properties(text: str) -> Iterator[tuple[str, str]]:
    """Return the properties that matter; pictures and the like are passed over."""
    for line in _unfolded(text):
        found = _PROPERTY.fullmatch(line)
        if found is None or (key := found["name"].upper()) not in _WANTED:
            continue
        value = found["value"]
        if "QUOTED-PRINTABLE" in found["parameters"].upper():
            value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
        yield key, _ESCAPED.sub(_unescaped, value)


def _unescaped(escaped: re.Match[str]) -> str:
    return " " if escaped[1] in "nN" else escaped[1]


def _unfolded(text: str) -> Iterator[str]:
    """Join lines that were folded: with white space, or softly in quoted-printable ones."""
    parts: list[str] = []
    soft = False
    for line in text.splitlines():
        if parts and (soft or line[:1] in (" ", "\t")):
            parts.append(line if soft else line[1:])
        else:
            yield "".join(parts)
            parts = [line]
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in parts[0].upper()
        if soft:
            parts[-1] = parts[-1][:-1]
    yield "".join(parts)


# CSV


def _of_rows(text: str) -> Iterator[Contact]:
    lines = StringIO(text, newline="")
    rows = [row for row in csv.reader(lines, _dialect(text)) if any(row)]
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    columns = _number_columns(header)
    if columns:
        for row in rows[1:]:
            if contact := _of_named_columns(row, header, columns):
                yield contact
    else:
        yield from filter(None, map(_of_plain_row, rows))


def _dialect(text: str) -> type[csv.Dialect] | str:
    try:
        return csv.Sniffer().sniff(text[:10_000], ",;\t|=")
    except csv.Error:
        return "excel"


def _number_columns(header: Sequence[str]) -> list[int]:
    """Return the columns that a header says to hold numbers; none where it is no header."""
    if any(_number(cell) for cell in header):
        return []
    return [
        index
        for index, title in enumerate(header)
        if _NUMBER_COLUMN.search(title) and not _NO_NUMBER_COLUMN.search(title)
    ]


def _of_named_columns(
    row: Sequence[str], header: Sequence[str], columns: Iterable[int]
) -> Contact | None:
    cells = dict(zip(header, row, strict=False))
    full, given, family, company = (
        next((cells[each].strip() for each in titles if cells.get(each)), "")
        for titles in _NAME_COLUMNS
    )
    name = full if full and not given else f"{given} {family}".strip() or full
    numbers = [
        number
        for index in columns
        if index < len(row)
        for number in row[index].split(" ::: ")
    ]
    return _contact(name or family or company, numbers)


def _of_plain_row(row: Sequence[str]) -> Contact | None:
    """Read a row without a header: what looks like numbers, and the first other text."""
    numbers = [cell for cell in row if clean_number(cell)]
    names = [cell for cell in row if cell.strip() and not clean_number(cell)]
    return _contact(names[0], numbers) if names else None
