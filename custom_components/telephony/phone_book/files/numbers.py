"""Numbers as files have them: spreadsheets, vanity letters, remarks, several in one cell.

A number is read whole or not at all: the beginning of one belongs to somebody else.
"""

from collections.abc import Iterator
from itertools import batched
import re
from typing import Final
import unicodedata
from urllib.parse import unquote

import phonenumbers

from ...numbers.spelling import clean_number

_SIMPLE: Final = re.compile(r"\+?[0-9][0-9 ]*")
"""What most numbers are: there is nothing to read from them, which saves most of the time."""
_FORMULA: Final = re.compile(
    r"=\s*[\"'](.*)[\"']|=\s*([+\d ()/-]+)|=\s*HYPERLINK\s*\(\s*\"([^\"]*)\".*\)",
    re.DOTALL | re.IGNORECASE,
)
_ROUNDED: Final = re.compile(r"[+-]?\d+([.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_FRACTION: Final = re.compile(r"(\+?\d{5,})[.,]0+")
_COMPUTED: Final = re.compile(
    r"-\d+|[+-]?\d{1,3}(?:\.\d{3})+,\d{1,2}|.*[$£¥€].*", re.DOTALL
)
"""What a spreadsheet took for a sum, or for money."""
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{1,3}){2,}")
"""Digits in groups; extensions, of which several may stand so, have the same length."""
_DATE: Final = re.compile(
    r"(?:19|20)\d\d(?P<a>[-/.])(\d{1,2})(?P=a)(\d{1,2})|(\d{1,2})(?P<b>[-/.])(\d{1,2})(?P=b)(?:19|20)\d\d"
)
_SHORT_DATE: Final = re.compile(r"(\d{1,2})([./])(\d{1,2})\2\d\d")
"""With a hyphen it would also be how people write numbers of six digits."""
_ADDRESS: Final = re.compile(
    r"((?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2}))(?:[:/]\d{1,5})?"
)
_PAIRS: Final = re.compile(r"\d\d(?:\.\d\d)+")
_LABEL: Final = re.compile(r"[^\W\d_][\w .]*:\s*(?=[+\d(*#])")
_REMARK: Final = re.compile(r"\s*[(\[][^()\[\]\d]*[)\]]\s*")
_EXTENSION: Final = re.compile(
    r"[\s,]*(?:;ext=|\b(?:ext(?:ension)?|x|app(?:arat)?|dw|durchwahl|nst|доб|poste|int)\b\.?[:\s]*"
    r"|(?<=\d)\s*x\s*|(?<=\d)\s+#\s*)\d+\s*",
    re.IGNORECASE,
)
_KIND: Final = (
    r"(?:tel|telefon|telefono|telephone|téléphone|phone|handy|mobil|mobile|mobiltelefon|cell|cellulare|móvil|portable"
    r"|privat|private|home|zuhause|casa|maison|domicile|work|office|büro|buero|bureau|oficina|trabajo|ufficio"
    r"|geschäftlich|dienstlich|zentrale|тел|моб|дом|раб)\b\.?"
)
_KIND_BEFORE: Final = re.compile(
    rf"\s*(?:{_KIND}|[tmphwdoc]\b\.?)\s*(?=[+0(])", re.IGNORECASE
)
_KIND_BEHIND: Final = re.compile(rf"(?<=[\d)])\s+{_KIND}\s*", re.IGNORECASE)
"""What kind of number it is, in words."""
_PAUSES: Final = re.compile(r"(?<=\d)(?:\s*[pPwW]\s*|[,;]+(?!\s))[\d*#,;pPwW]{1,40}\s*")
"""What is sent as tones once somebody has answered."""
_CONTEXT: Final = re.compile(r";phone-context=(\+[0-9.()-]+)", re.IGNORECASE)
"""Where a local number is one (RFC 3966, 5.1.5)."""
_SCHEME: Final = re.compile(r"(?:tel|callto|sips?):(?://)?", re.IGNORECASE)
_FIELDS: Final = ":::"
"""Between numbers that each had a field of its own."""
_BETWEEN: Final = re.compile(
    r"\s*(?:[;|,\n\r]+|\s(?:or|oder|ou|o|или|and|und|et|y|e|en|i|og|och|и|&)\s(?=\s*[+(\d]))\s*"
)
_SPACED: Final = re.compile(r"\s+/\s+|\s*(?://+|\\)\s*")
_LINK: Final = re.compile(r"=\s*HYPERLINK", re.IGNORECASE)
_PART: Final = re.compile(r"[+0(][\s()]*[\d\s()]{1,5}")
"""A country code and a few digits at most, or an area code."""
_AREA_DIGITS: Final = (("00", 10), ("+", 8), ("", 6))
"""How many digits may stand before a slash by which a number begins: country and area code."""
_WHOLE_BEGINS: Final = ("+", "0", "(")
_VANITY: Final = re.compile(r"[A-Za-z]")
_NORTH_AMERICA: Final = 1
_NAMED_TYPES: Final = frozenset(
    {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.UAN,
        phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
    }
)
"""Outside of North America only service numbers are spelled in letters; a remark is no number."""
_AS_IN_AMERICA: Final = re.compile(r"1[-. ]")
_QUOTES: Final = "'\u2018\u2019`\"<>"
_CENTRAL: Final = re.compile(
    r"(\s*\(?(?:\+|0)[\d\s()/.\-]*?\d{3,})\s*[-\u2010-\u2015]\s*0\s*"
)
MAX_DIGITS: Final = 17
"""Digits of the longest number (ITU-T E.164) behind an international prefix."""
MIN_WHOLE_DIGITS: Final = 6
"""Digits that a number on either side of a slash must have to stand alone."""


def split_numbers(cell: str) -> Iterator[str]:
    """Return the numbers that one cell holds, each as it is written."""
    if _SIMPLE.fullmatch(cell):
        yield cell
        return
    for field in cell.split(_FIELDS) if _FIELDS in cell else [cell]:
        yield from _split(field)


def _split(cell: str) -> Iterator[str]:
    text = cell.strip()
    if any(it.match(text) for it in (_SCHEME, _LINK)) or any(
        it.fullmatch(text) for it in (_ROUNDED, _FRACTION, _COMPUTED)
    ):
        yield cell
        return
    if _GROUPED.fullmatch(text) and len({*map(len, text.split(","))}) > 1:
        yield cell
        return
    parts = [part for part in _BETWEEN.split(_without_tones(cell)) if part.strip()]
    if len(parts) > 1 and any(_PART.fullmatch(part.strip()) for part in parts):
        yield cell  # a number that is written with commas, of which each part is somebody else's
        return
    whole = ""
    for part in parts:
        if part.strip().startswith(_WHOLE_BEGINS) and _looks_whole(part):
            whole = part
        elif whole and len(part.strip()) < len(whole.strip()):
            # Another end only, by itself somebody else's.
            yield f"{whole} + {part}"
            continue
        yield from _split_at_slash(part)


def _without_tones(cell: str) -> str:
    """Drop what is dialed behind a whole number; short numbers with commas between are several."""
    found = _PAUSES.search(cell)
    if found is None or found.end() != len(cell):
        return cell
    number = cell[: found.start()]
    tones = max(map(len, re.findall(r"\d+", found[0])), default=0)
    return number if tones < MIN_WHOLE_DIGITS and _looks_whole(number) else cell


def _split_at_slash(text: str) -> Iterator[str]:
    """Take a slash for a separator of numbers where a whole number stands on both sides.

    Else it stands behind an area code, or between extensions of the same length.
    """
    spaced = _SPACED.split(text)
    parts = text.split("/")
    pairs = [*map("/".join, batched(parts, 2, strict=False))]
    if len(parts) < 2 and len(spaced) < 2:
        yield text
    elif len(parts) > 1 and (all(map(_looks_whole, parts)) or _are_extensions(parts)):
        yield from parts
    elif len(spaced) > 1 and all(map(_looks_whole, spaced)):
        yield from spaced
    elif (
        len(parts) > 3
        and len(parts) % 2 == 0
        and all(
            it.strip().startswith(_WHOLE_BEGINS) and _looks_whole(it) for it in pairs
        )
    ):
        yield from pairs
    else:
        yield text


def _are_extensions(parts: list[str]) -> bool:
    lengths = {len(each.strip()) for each in parts}
    return (
        len(lengths) == 1
        and lengths <= {2, 3, 4}
        and all(it.strip().isdecimal() and it.strip()[0] != "0" for it in parts)
    )


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
    if _SIMPLE.fullmatch(text):
        number = text.replace(" ", "")
        return number if 0 < len(number.lstrip("+")) <= MAX_DIGITS else None
    bare = _bare(text)
    if bare is None:
        return None
    if _VANITY.search(bare):
        return _of_vanity(bare, country)
    # A row of crosses is a narrow column; what is behind a whole number is another's end.
    if not 0 < sum(map(str.isdecimal, bare)) <= MAX_DIGITS or _has_other_end(bare):
        return None
    return clean_number(_without_bracketed_trunk(bare))


def _bare(text: str) -> str | None:
    """Return a number without what spreadsheets and people write around it; None where it is none."""
    text = (text if text.isascii() else _in_plain_letters(text)).strip()
    if formula := _FORMULA.fullmatch(text):
        text = next(filter(None, formula.groups()), "").strip()
    text = text.strip(_QUOTES).strip()
    if _ROUNDED.fullmatch(text) or _COMPUTED.fullmatch(text) or is_date(text):
        return None
    if fraction := _FRACTION.fullmatch(text):
        text = fraction[1]
    if scheme := _SCHEME.match(text):
        context = _CONTEXT.search(text)
        text = unquote(text[scheme.end() :].partition(";")[0].partition("@")[0])
        if context and text[:1] not in "+0":
            text = context[1] + text
    if _is_address(text):
        return None
    text = _EXTENSION.sub("", text) if any(map(str.isdecimal, text)) else text
    text = _REMARK.sub(" ", _LABEL.sub("", text, count=1)).strip()
    without = _KIND_BEHIND.sub("", _KIND_BEFORE.sub("", text, count=1), count=1)
    return without.strip() if _looks_whole(without) else text


def _in_plain_letters(text: str) -> str:
    """Write digits of other scripts and wide letters as they are dialed, without what can't be seen."""
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each
        for each in unicodedata.normalize("NFKC", text)
        if unicodedata.category(each) != "Cf"
    )


def _has_other_end(text: str) -> bool:
    """Tell `030 123456/57`, two numbers of which the second is told by its last digits alone."""
    number, slash, end = text.rpartition("/")
    digits = sum(map(str.isdecimal, number))
    area = next((most for begin, most in _AREA_DIGITS if text.startswith(begin)), 0)
    most = MIN_WHOLE_DIGITS + 2 if len(end.strip()) <= 3 else area
    return bool(slash) and digits > most


def is_date(text: str) -> bool:
    """Tell a day of these two centuries, as spreadsheets write it."""
    if (found := _SHORT_DATE.fullmatch(text.strip())) is not None:
        low, high = sorted((int(found[1]), int(found[3])))
        return 1 <= low <= 12 and high <= 31
    if (found := _DATE.fullmatch(text.strip())) is None:
        return False
    low, high = sorted(
        int(each) for each in found.groups() if each and each.isdecimal()
    )
    return 1 <= low <= 12 and high <= 31


def _is_address(text: str) -> bool:
    """Tell a device's address (IPv4), which phone books of phones have; not a number in pairs."""
    found = _ADDRESS.fullmatch(text)
    return (
        found is not None
        and not _PAIRS.fullmatch(text)
        and all(int(each) <= 255 for each in found[1].split("."))
    )


def _without_bracketed_trunk(text: str) -> str:
    """Drop the trunk prefix that people write in brackets behind a country code."""
    return re.sub(r"^((?:\+|00)[\d\s]+)\(0\)", r"\1", text)


def is_surely_phone(text: str, country: str | None) -> bool:
    """Tell a phone number from whatever else is counted, by how it's written and by its country's plan."""
    for each in split_numbers(text):
        if (number := read_number(each, None)) is None:
            return False
        if not number.startswith("+") and number == each.strip():
            return False
        try:
            parsed = phonenumbers.parse(number, country)
        except phonenumbers.NumberParseException:
            return False
        fits = (
            phonenumbers.is_possible_number
            if number[0] == "+"
            else phonenumbers.is_valid_number
        )
        if not fits(parsed):
            return False
    return True


def has_trunk_zero(country: str | None) -> bool:
    """Tell whether numbers within a country (ISO 3166-1) begin with a zero that isn't part of them."""
    if country is None:
        return False
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
    return metadata is not None and metadata.national_prefix == "0"


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
    if _AS_IN_AMERICA.match(text) and number.country_code != _NORTH_AMERICA:
        return None
    if not is_named or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def central_prefix(text: str) -> str | None:
    """Return the pattern of a company's extensions where a number ends in -0, its switchboard.

    `030 1234-0` is answered at the front desk, and `030 1234-725` is somebody of that company.
    """
    if _SIMPLE.fullmatch(text):
        return None
    found = _CENTRAL.fullmatch(_bare(text) or "")
    if (
        found is None
        or (number := clean_number(_without_bracketed_trunk(found[1]))) is None
    ):
        return None
    return f"{number}*"
