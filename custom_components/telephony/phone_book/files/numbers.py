"""Numbers as files have them: spreadsheets, vanity letters, remarks, several in one cell.

A number is read whole or not at all: the beginning of one belongs to somebody else.
"""

from collections.abc import Iterator
import re
from typing import Final
import unicodedata
from urllib.parse import unquote

import phonenumbers

from ...numbers.spelling import clean_number

_FORMULA: Final = re.compile(r"=\s*\"(.*)\"|=\s*(\+?[\d ()/-]+)", re.DOTALL)
_ROUNDED: Final = re.compile(r"[+-]?\d+([.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_FRACTION: Final = re.compile(r"(\+?\d{5,})[.,]0+")
_DATE: Final = re.compile(
    r"(?:19|20)\d\d(?P<a>[-/.])(\d{1,2})(?P=a)(\d{1,2})|(\d{1,2})(?P<b>[-/.])(\d{1,2})(?P=b)(?:19|20)\d\d"
)
_LABEL: Final = re.compile(r"[^\W\d_][\w .]*:\s*(?=[+\d(*#])")
_REMARK: Final = re.compile(r"\s*[(\[][^()\[\]\d]*[)\]]\s*")
_EXTENSION: Final = re.compile(
    r"[\s,]*(?:;ext=|\b(?:ext(?:ension)?|x|app(?:arat)?|доб|poste|int)\b\.?[:\s]*|(?<=\d)\s*x\s*)\d+\s*",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(r"(?:tel|callto|sips?):(?://)?", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"\s*(?::::|[;|,\n\r]+|\s(?:or|oder|ou|o|или)\s(?=\s*[+(\d]))\s*"
)
_PART: Final = re.compile(r"\+\s*[\d\s]{1,5}")
"""A country code and a few digits at most."""
_VANITY: Final = re.compile(r"[A-Za-z]")
_NORTH_AMERICA: Final = 1
_NAMED_TYPES: Final = frozenset(
    {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.UAN,
    }
)
"""Outside of North America only service numbers are spelled in letters; a remark is no number."""
MIN_WHOLE_DIGITS: Final = 6
"""Digits that a number on either side of a slash must have to stand alone."""


def split_numbers(cell: str) -> Iterator[str]:
    """Return the numbers that one cell holds, each as it is written."""
    if _ROUNDED.fullmatch(cell.strip()) or _FRACTION.fullmatch(cell.strip()):
        yield cell
        return
    if _SCHEME.match(cell.strip()):
        yield cell
        return
    parts = [part for part in _BETWEEN.split(cell) if part.strip()]
    if any(_PART.fullmatch(part.strip()) for part in parts):
        yield cell  # a number that is written with commas, of which each part is somebody else's
        return
    for part in parts:
        yield from _split_at_slash(part)


def _split_at_slash(text: str) -> Iterator[str]:
    """Take a slash for a separator of numbers where a whole number stands on both sides."""
    parts = text.split("/")
    if len(parts) > 1 and all(_looks_whole(part) for part in parts):
        yield from parts
    else:
        yield text


def _looks_whole(text: str) -> bool:
    digits = sum(each.isdecimal() for each in text)
    begins = text.strip()[:1]
    return digits > MIN_WHOLE_DIGITS or (
        digits == MIN_WHOLE_DIGITS and begins in ("+", "0", "(")
    )


def read_number(text: str, country: str | None) -> str | None:
    """Return a number without what is only there to read it; None where it is none, or not all.

    `country` (ISO 3166-1) tells whether letters stand for digits (ITU-T E.161).
    """
    text = unicodedata.normalize("NFKC", text)
    text = "".join(each for each in text if unicodedata.category(each) != "Cf").strip()
    if formula := _FORMULA.fullmatch(text):
        text = (formula[1] or formula[2] or "").strip()
    text = text.removeprefix("'").strip()
    if _ROUNDED.fullmatch(text) or is_date(text):
        return None
    if fraction := _FRACTION.fullmatch(text):
        text = fraction[1]
    if scheme := _SCHEME.match(text):
        text = unquote(text[scheme.end() :].partition(";")[0].partition("@")[0])
    text = _EXTENSION.sub("", text) if any(map(str.isdecimal, text)) else text
    text = _REMARK.sub(" ", _LABEL.sub("", text, count=1)).strip()
    if _VANITY.search(text):
        return _of_vanity(text, country)
    if not any(map(str.isdecimal, text)):  # a row of crosses is a narrow column
        return None
    return clean_number(_without_bracketed_trunk(text))


def is_date(text: str) -> bool:
    """Tell a day of these two centuries, as spreadsheets write it."""
    if (found := _DATE.fullmatch(text.strip())) is None:
        return False
    low, high = sorted(
        int(each) for each in found.groups() if each and each.isdecimal()
    )
    return 1 <= low <= 12 and high <= 31


def _without_bracketed_trunk(text: str) -> str:
    """Drop the trunk prefix that people write in brackets behind a country code."""
    return re.sub(r"^((?:\+|00)[\d\s]+)\(0\)", r"\1", text)


def _of_vanity(text: str, country: str | None) -> str | None:
    """Return the number that letters on the keys stand for, where it is one in the country."""
    if country is None or not phonenumbers.is_alpha_number(text):
        return None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    is_named = (
        number.country_code == _NORTH_AMERICA
        or phonenumbers.number_type(number) in _NAMED_TYPES
    )
    if not is_named or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def central_prefix(text: str) -> str | None:
    """Return the pattern of a company's extensions where a number ends in -0, its switchboard.

    `030 1234-0` is answered at the front desk, and `030 1234-725` is somebody of that company.
    """
    found = re.fullmatch(
        r"(\s*(?:\+|0)[\d\s()/.]*?\d{3,})\s*[-\u2010-\u2015]\s*0\s*", text
    )
    if (
        found is None
        or (number := clean_number(_without_bracketed_trunk(found[1]))) is None
    ):
        return None
    return f"{number}*"
