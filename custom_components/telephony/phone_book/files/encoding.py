"""Bytes of a file to text: Unicode where it is, else the code page of the user's language."""

import codecs
from typing import Final

_CODE_PAGES: Final = {
    **dict.fromkeys(("bg", "be", "mk", "ru", "sr", "uk"), "cp1251"),
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl"), "cp1250"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    "ar": "cp1256",
    "el": "cp1253",
    "fa": "cp1256",
    "he": "cp1255",
    "ja": "cp932",
    "ko": "cp949",
    "th": "cp874",
    "tr": "cp1254",
    "vi": "cp1258",
    "zh": "gb18030",
}
WESTERN: Final = "cp1252"
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


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
    return legacy_text(content, language)


def legacy_text(content: bytes, language: str) -> str:
    """Return the text of bytes in the language's old code page; UnknownEncoding where it is none."""
    page = _CODE_PAGES.get(language.partition("-")[0].casefold(), WESTERN)
    try:
        text = content.decode(page)
    except UnicodeDecodeError as error:
        raise UnknownEncoding(page) from error
    letters = sum(map(str.isalpha, text))
    foreign = sum(each.isalpha() and not each.isascii() for each in text)
    odd = sum(not (each.isprintable() or each.isspace()) for each in text)
    # A Western text is mostly ASCII; where it is not, these are letters of another page.
    if odd or (page == WESTERN and foreign * 3 > letters):
        raise UnknownEncoding(page)
    return text
