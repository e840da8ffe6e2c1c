"""Bytes of a file to text: Unicode where it is, else the code page of the user's language."""

import codecs
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
import re
from typing import Final

_CYRILLIC: Final = ("cp1251", "koi8-r", "cp866", "iso8859-5")
_CENTRAL: Final = ("cp1250", "iso8859-2", "cp852")
WESTERN: Final = ("cp1252", "cp850")
_CODE_PAGES: Final[Mapping[str, Sequence[str]]] = {
    **dict.fromkeys(("be", "bg", "mk", "ru", "sr"), _CYRILLIC),
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl"), _CENTRAL),
    **dict.fromkeys(("et", "lt", "lv"), ("cp1257",)),
    "ar": ("cp1256",),
    "el": ("cp1253",),
    "fa": ("cp1256",),
    "he": ("cp1255",),
    "ja": ("cp932",),
    "ko": ("cp949",),
    "th": ("cp874",),
    "tr": ("cp1254",),
    "uk": ("cp1251", "koi8-u", "cp1125", "iso8859-5"),
    "vi": ("cp1258",),
    "zh": ("gb18030",),
    **dict.fromkeys(("zh-hant", "zh-hk", "zh-mo", "zh-tw"), ("cp950", "gb18030")),
}
"""The code pages that files in a language have, the likeliest first: of Windows, then of others."""
_OF_MACS: Final[Mapping[str, str]] = {
    "cp1250": "mac_latin2",
    "cp1251": "mac_cyrillic",
    "cp1252": "mac_roman",
    "cp1253": "mac_greek",
    "cp1254": "mac_turkish",
}
"""What old programs of Macs write where those of Windows write the other."""
_NO_LETTERS: Final = frozenset("ªºµƒ")
"""Letters by their kind that nobody's name has."""
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FOREIGN_WORD: Final = re.compile(r"[^\s;,|]*[^\x00-\x7f\s;,|][^\s;,|]*")
_JUDGED: Final = 200_000
_JUDGED_WORDS: Final = 2000
"""Characters and words by which a code page is told from others."""


_LINE: Final = re.compile(r"([^\r\n]*)(?:\r\n|[\r\n]|\Z)")
MAX_LINE: Final = 1_000_000
"""Characters of a line that was folded."""


class UnknownEncoding(ValueError):
    """Bytes that are no text in any encoding that was tried."""


def unicode_of(content: bytes) -> str | None:
    """Return the text of Unicode bytes, with or without a byte order mark; None of others."""
    encoding = next(
        (name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), None
    ) or _utf_16_by_zeros(content)
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        return None
    return text.replace("\ufeff", "")


def _utf_16_by_zeros(content: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zeros of its separators and digits."""
    head = content[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 < len(head) // 2 or min(even, odd):
        return None
    return "utf-16-be" if even else "utf-16-le"


def text_of(content: bytes, language: str) -> str:
    """Return the text of a file; UnknownEncoding where no encoding gives words.

    `language` (BCP 47) is the user's and names the code page of files that are not Unicode.
    """
    if b"\0" not in content and (text := unicode_of(content)) is not None:
        return text
    if (text := unicode_of(content)) is not None and "\0" not in text:
        return text
    lines = content.splitlines(keepends=True)
    foreign = [line for line in lines if not line.isascii()]
    strange = [line for line in foreign if unicode_of(line) is None]
    # A file that was put together: by far most of it is Unicode, which nothing else looks like.
    if len(strange) * 2 <= len(foreign):
        return "".join(
            decoded
            if (decoded := unicode_of(line)) is not None
            else said_text(line, "utf-8", language)
            for line in lines
        )
    return legacy_text(content, language)


def said_text(content: bytes, charset: str, language: str) -> str:
    """Return the text of bytes that say their character set; empty where it's no text.

    Where that is wrong, they are Unicode, else of the language's code page. What some program
    has written anew in UTF-8 since still says the old one.
    """
    for each in (charset, "utf-8"):
        try:
            text = content.decode(each)
        except LookupError, UnicodeDecodeError:
            continue
        if len(text) == len(content) and not text.isascii():  # one byte each
            written_anew = unicode_of(content)
            if written_anew is not None and _strangeness(written_anew) < _strangeness(
                text
            ):
                return written_anew
        return text
    try:
        return legacy_text(content, language)
    except UnknownEncoding:
        return ""


def legacy_text(content: bytes, language: str) -> str:
    """Return the text of bytes in an old code page of the language; UnknownEncoding where it is none."""
    key = language.casefold()
    pages = _CODE_PAGES.get(key) or _CODE_PAGES.get(key.partition("-")[0], WESTERN)
    texts: list[str] = []
    for page in _with_macs(content, pages):
        try:
            text = content.decode(page)
        except UnicodeDecodeError:
            continue
        odd = any(not (each.isprintable() or each.isspace()) for each in set(text))
        if not odd:
            texts.append(text)
    if not texts:
        raise UnknownEncoding(pages[0])
    text = min(texts, key=_strangeness)
    letters = sum(map(str.isalpha, text))
    foreign = sum(each.isalpha() and not each.isascii() for each in text)
    # A Western text is mostly ASCII; where it is not, these are letters of another page.
    if pages is WESTERN and foreign * 3 > letters:
        raise UnknownEncoding(pages[0])
    return text


def _with_macs(content: bytes, pages: Sequence[str]) -> Sequence[str]:
    """Return the code pages with that of Macs: first where lines end as only old Macs end them, else last."""
    if (of_macs := _OF_MACS.get(pages[0])) is None:
        return pages
    is_old = b"\r" in content and b"\n" not in content
    return (of_macs, *pages) if is_old else (*pages, of_macs)


def _strangeness(text: str) -> int:
    """Count what words don't have: signs within, and capitals among small letters."""
    words = islice(_FOREIGN_WORD.findall(text[:_JUDGED]), _JUDGED_WORDS)
    return sum(
        not each.isascii()
        and (
            not each.isalpha()
            or each in _NO_LETTERS
            or (each.isupper() and before.isalpha())
        )
        for word in words
        if not word.isupper()
        for before, each in pairwise(f" {word}")
    )


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Return the lines of a text with their numbers, whoever ended them, one at a time."""
    return enumerate((found[1] for found in _LINE.finditer(text)), 1)
