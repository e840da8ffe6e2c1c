"""Reads contacts from the files that people have: vCard, CSV, LDIF, XML of routers and phones, ZIP.

Everything here runs outside the event loop, in time that grows with the size of the file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
import gzip
from html.entities import html5
from io import BytesIO
from pathlib import Path
import re
from typing import IO, Final
import zipfile
import zlib

from ..contacts import MAX_GROUPS, MAX_NAME, Contact
from ..pictures import MAX_PICTURES, key_of
from ..report import (
    BrokenXml,
    ImportReport,
    Reason,
    TooLarge,
    UnreadableContacts,
    WrongEncoding,
)
from .encoding import UnknownEncoding, legacy_text, text_of, unicode_of
from .entry import Entry
from .jcards import NoJcard, read_jcards
from .ldif import is_ldif, read_ldif
from .numbers import central_prefix, read_number, split_numbers
from .tables import NoTable, read_table
from .vcards import read_vcards
from .xml_books import NoPhoneBook, read_xml

MAX_BYTES: Final = 16 * 1024 * 1024
"""The largest file, and the most that a ZIP may unfold to."""
MAX_CONTACTS: Final = 500_000
MAX_NUMBERS: Final = 50
"""Numbers of one contact."""
MAX_WRITTEN: Final = 200
"""Numbers of one contact that are looked at, the same one every time perhaps."""
MAX_CELL: Final = 5000
"""Characters in which several numbers are looked for."""
_HEAD: Final = 4000
"""Characters in which a format shows itself."""
_VCARD: Final = re.compile(
    r"(?:^|[\r\n])[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*(?:[\r\n]|$)", re.IGNORECASE
)
_DECLARATION: Final = re.compile(r"<\?xml[^>]*\?>")
_BARE_AMPERSAND: Final = re.compile(
    rb"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)([A-Za-z]{2,30};)?"
)
"""One that was not escaped, or begins a name that only HTML knows."""
_SAYS_UTF_8: Final = re.compile(
    rb"\s*<(?!\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8))", re.IGNORECASE
)
"""XML that doesn't say another encoding has this one."""
_ZIP: Final = b"PK\x03\x04"
_GZIP: Final = b"\x1f\x8b"
MAX_ZIPS: Final = 3
"""How deep archives may stand in one another."""


@dataclass(frozen=True, slots=True)
class ContactsFile:
    """What a file had."""

    contacts: list[Contact]
    report: ImportReport
    pictures: dict[str, bytes] = field(default_factory=dict)
    """What the contacts' keys of pictures stand for."""


def read_contacts(
    path: Path, country: str | None = None, language: str = "en"
) -> ContactsFile:
    """Read a file; raises UnreadableContacts, TooLarge among them.

    `country` (ISO 3166-1) tells what letters in numbers mean, `language` (BCP 47) the code
    page of files that are not Unicode.
    """
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise TooLarge
    return read_content(content, country, language)


def read_content(content: bytes, country: str | None, language: str) -> ContactsFile:
    """Read the bytes of a file."""
    report = ImportReport()
    pictures: dict[str, bytes] = {}
    try:
        contacts = list(
            judge(_entries(content, country, language), country, report, pictures)
        )
    except UnknownEncoding as error:
        raise WrongEncoding(str(error)) from error
    except NoPhoneBook as error:
        raise (
            BrokenXml(str(error.line)) if error.line else UnreadableContacts
        ) from error
    except (NoJcard, NoTable, zipfile.BadZipFile) as error:
        raise UnreadableContacts from error
    if not contacts:
        raise UnreadableContacts
    return ContactsFile(contacts, report, pictures)


def _entries(content: bytes, country: str | None, language: str) -> Iterator[Entry]:
    """Return the contacts of a file in whatever format it is."""
    if content.startswith(_ZIP):
        return _of_zip(content, country, language, _Unfolded())
    if content.startswith(_GZIP):
        content = _unzipped(content)
    mixed = unicode_of(content)
    if mixed is None:
        mixed = content.decode("utf-8", "surrogateescape").replace("\ufeff", "")
    if _VCARD.search(mixed[:_HEAD]):
        return read_vcards(mixed, language)
    head = mixed[:_HEAD].lstrip()
    if head.startswith("<"):
        return read_xml(_declared(content, language))
    if head.startswith(("{", "[")):  # JSON is no table, though it may look like one
        return read_jcards(mixed)
    if is_ldif(mixed):
        return read_ldif(text_of(content, language), language)
    return read_table(text_of(content, language), country)


def _declared(content: bytes, language: str) -> bytes:
    """Return XML without what stands before it, in an encoding that it really has."""
    text = unicode_of(content)
    says_utf_8 = _SAYS_UTF_8.match(content)
    if text is None and says_utf_8:
        text = legacy_text(content, language)
    elif text is None or says_utf_8 or "\x1b" in text:  # ISO 2022 looks like ASCII
        return _with_ampersands(content.lstrip() if content[:1].isascii() else content)
    return _with_ampersands(_DECLARATION.sub("", text.lstrip(), count=1).encode())


def _with_ampersands(content: bytes) -> bytes:
    """Escape the ampersands of people who write XML by hand."""
    if b"\0" in content or b"<![CDATA[" in content or b"<!DOCTYPE" in content:
        return content
    return _BARE_AMPERSAND.sub(_escaped, content)


def _escaped(found: re.Match[bytes]) -> bytes:
    name = (found[1] or b"").decode()
    if name in html5:
        return html5[name].encode("ascii", "xmlcharrefreplace")
    return b"&amp;" + name.encode()


@dataclass(slots=True)
class _Unfolded:
    """How much a file has unfolded to, with all archives in it."""

    left: int = MAX_BYTES
    depth: int = 0

    def read(self, file: IO[bytes] | gzip.GzipFile) -> bytes:
        """Read a member; raises TooLarge."""
        content = file.read(self.left + 1)
        self.left -= len(content)
        if self.left < 0:
            raise TooLarge
        return content


def _of_zip(
    content: bytes, country: str | None, language: str, unfolded: _Unfolded
) -> Iterator[Entry]:
    """Return the contacts of all files in a ZIP; what it unfolds to is counted as it is read."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for member in archive.infolist():
            if member.is_dir() or member.flag_bits & 1:
                continue
            try:
                with archive.open(member) as file:
                    found = unfolded.read(file)
            except (zlib.error, NotImplementedError, EOFError) as error:
                raise zipfile.BadZipFile from error
            try:
                for entry in _of_member(found, country, language, unfolded):
                    entry.member = "/".join(
                        filter(None, (member.filename, entry.member))
                    )
                    yield entry
            except NoJcard, NoPhoneBook, NoTable, UnknownEncoding:
                continue  # a picture or a read-me among the cards


def _of_member(
    content: bytes, country: str | None, language: str, unfolded: _Unfolded
) -> Iterator[Entry]:
    """Return the contacts of a file in a ZIP, which may be another ZIP."""
    if not content.startswith(_ZIP):
        yield from _entries(content, country, language)
    elif unfolded.depth < MAX_ZIPS:
        inner = _Unfolded(unfolded.left, unfolded.depth + 1)
        try:
            yield from _of_zip(content, country, language, inner)
        except zipfile.BadZipFile:
            return
        finally:
            unfolded.left = inner.left


def _unzipped(content: bytes) -> bytes:
    """Return what a file in gzip's format unfolds to."""
    try:
        with gzip.open(BytesIO(content)) as file:
            return _Unfolded().read(file)
    except (OSError, EOFError, zlib.error) as error:
        raise NoTable from error


def judge(
    entries: Iterable[Entry],
    country: str | None,
    report: ImportReport,
    pictures: dict[str, bytes],
) -> Iterator[Contact]:
    """Return what is taken of contacts, and count what is and what is left out; raises TooLarge."""
    for entry in entries:
        name = _plain(entry.name)
        if not name and not entry.numbers:
            continue
        numbers = _numbers(entry, name, country, report)
        if not name or not numbers:
            reason = Reason.NO_NUMBER if name else Reason.NO_NAME
            # Where its numbers can't be read, that was said of the contact before.
            is_told = bool(name and entry.numbers)
            report.leave_out(entry.line, reason, name, entry.member, is_told=is_told)
            continue
        report.contacts += 1
        report.numbers += len(numbers)
        if report.contacts > MAX_CONTACTS:
            raise TooLarge
        picture = None
        if entry.picture and len(pictures) < MAX_PICTURES:
            picture = key_of(entry.picture)
            pictures[picture] = entry.picture
        groups = tuple(dict.fromkeys(map(_plain, entry.groups)))[:MAX_GROUPS]
        yield Contact(
            name,
            numbers,
            groups=tuple(filter(None, groups)),
            spoken=_plain(entry.spoken) or None,
            picture=picture,
        )


def _numbers(
    entry: Entry, name: str, country: str | None, report: ImportReport
) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    looked = 0
    for text in entry.numbers:
        parts = split_numbers(text) if len(text) <= MAX_CELL else [text]
        for written in parts:
            looked += 1
            if len(kept) >= MAX_NUMBERS or looked > MAX_WRITTEN:
                report.leave_out(
                    entry.line, Reason.TOO_MANY_NUMBERS, name, entry.member
                )
                return tuple(kept)
            number = read_number(written, country) if len(written) <= 200 else None
            if number is None:
                report.leave_out(
                    entry.line, Reason.UNREADABLE_NUMBER, name, entry.member
                )
                continue
            kept[number] = None
            if (extensions := central_prefix(written)) is not None:
                kept[extensions] = None
    return tuple(kept)


def _plain(text: str) -> str:
    """Return a name on one line, without what cannot be seen."""
    words = "".join(
        each if each.isprintable() else " " for each in text[: MAX_NAME * 4]
    ).split()
    return " ".join(words)[:MAX_NAME]
