"""How people write numbers, and what is left when nothing but the number remains."""

import re
from typing import Final
import unicodedata
from urllib.parse import unquote

from .library import phonenumbers

MAX_NUMBER_LENGTH: Final = 32
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63"
_DOTS_AND_SLASHES: Final = "\u00b7\u2022\u2044\u2215"
_SEPARATORS: Final = re.compile(rf"[\s.\-()\[\]/{_DASHES}{_DOTS_AND_SLASHES}]+")
_FULL_WIDTH: Final = {0xFF01 + at: 0x21 + at for at in range(94)}
_INVISIBLE: Final = frozenset(
    "\u034f\u115f\u1160\u3164" + "".join(map(chr, range(0xFE00, 0xFE10)))
)
"""Nobody sees them, and still they are no format characters (Unicode Cf)."""
_NUMBER: Final = re.compile(r"\+?[0-9*#]+")
_PREFIX: Final = re.compile(r"[0-9*#]{0,10}")
_URI: Final = re.compile(r"\s*(?:tel|callto):(?://)?([^;?]*)(.*)", re.IGNORECASE)
_CONTEXT: Final = re.compile(r";phone-context=(\+[0-9.()-]+)", re.IGNORECASE)
_BRACKETED_TRUNK: Final = re.compile(
    r"(\s*[(\[]?\s*(?:\+|00)?\s*([1-9][0-9]{0,2})\s*[)\]]?[^0-9]*?)"
    r"[(\[]\s*([0-9]{1,2})\s*[)\]]"
)


def _visible(text: str) -> str:
    """Drop what nobody sees, and give full-width characters their usual width."""
    return "".join(
        each
        for each in text.translate(_FULL_WIDTH)
        if each not in _INVISIBLE and unicodedata.category(each) != "Cf"
    )


def _of_uri(text: str) -> str:
    """Return the number of a `tel:` URI (RFC 3966), with the context of a local one."""
    if (uri := _URI.match(text)) is None:
        return text
    number = unquote(uri[1]).strip()
    context = _CONTEXT.search(uri[2])
    return f"{context[1]}{number}" if context and number[:1] != "+" else number


def _without_bracketed_trunk(text: str) -> str:
    """Drop the trunk prefix that people write in brackets behind a country code.

    Italy's zero belongs to the number: only what is dialed within the country goes.
    """
    if (found := _BRACKETED_TRUNK.match(text)) is None:
        return text
    region = phonenumbers.region_code_for_country_code(int(found[2]))
    if found[3] != phonenumbers.ndd_prefix_for_region(region, strip_non_digits=True):
        return text
    return found[1] + text[found.end() :]


def plain(text: str) -> str:
    """Return a text without what only makes numbers easier to read."""
    if not text.isascii():
        text = _visible(text)
    if ":" in text:
        text = _of_uri(text)
    if "(" in text or "[" in text:
        text = _without_bracketed_trunk(text)
    return _SEPARATORS.sub("", text)


def clean_number(number: str | int) -> str | None:
    """Return a number as it is dialed; None if it is none."""
    text = plain(str(number))
    if len(text) > MAX_NUMBER_LENGTH or not _NUMBER.fullmatch(text):
        return None
    return text


def read_prefix(text: str) -> str:
    """Read a prefix, `9` for instance; ValueError where it is none."""
    prefix = plain(text)
    if not _PREFIX.fullmatch(prefix):
        raise ValueError("not a prefix")
    return prefix


def read_area_code(text: str) -> str:
    """Read an area code, with or without the trunk prefix; ValueError where it is none."""
    code = plain(text)
    if not re.fullmatch(r"[0-9]{0,8}", code):
        raise ValueError("not an area code")
    return code
