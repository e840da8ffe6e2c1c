"""Which numbers a number may be: it is the same as another if they share a reading.

`4915123456789` is a German mobile number that lost its plus, or one of the area 04915; which of
the two, its digits do not tell. So all plausible readings are kept, and sets are compared. The
first reading that happens to be valid is often somebody else's number.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
import re
from typing import Final, NamedTuple

from ..const import DEFAULT_LAST_DIGITS
from .library import phonenumbers
from .spelling import plain

REMEMBERED: Final = 4096
"""Numbers whose readings are kept."""
_PUBLIC: Final = re.compile(r"\+?[0-9]+")
_INTERNATIONAL: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_BEHIND_CODE: Final = re.compile(
    r"(?:[*#]+[0-9]{1,4}[*#]+|[*#]{2,}|L[0-9]*#|\*[0-9]{2}(?=[0-9]{5})|\*(?=[0-9]{3}))"
    r"(\+?[0-9]+)(?:[*#].*)?"
)
"""Star and hash codes and trunk marks in front of a number: `*31#`, `**610`, `*67...`, `L0#`."""
_LAST_DIGITS: Final = re.compile(r"[0-9]+(?=[*#]*$)")
_TRUNK_OF_NO_COUNTRY: Final = re.compile(r"0+|8(?=[0-9]{10}$)|1(?=[0-9]{10}$)")


class _Candidate(NamedTuple):
    """What a number may be; an `explicit` one is written as such, also if nobody can have it."""

    text: str
    region: str | None
    explicit: bool


def parse(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    """Read a public number; None where it is none."""
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def e164(number: phonenumbers.PhoneNumber) -> str:
    """Write a public number in its international form (ITU-T E.164)."""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def stays_as_it_is(text: str) -> bool:
    """Tell whether reading a plain number only gives the number itself.

    An international one does, unless its country's national prefix stands behind the country code
    (`+49 030`). To see that takes a twentieth of the time that reading takes.
    """
    if not _INTERNATIONAL.fullmatch(text):
        return False
    for length in (1, 2, 3):
        code = int(text[1 : 1 + length])
        if regions := phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code):
            prefix = _national_prefix(code, regions[0])
            return prefix is None or prefix.match(text[1 + length :]) is None
    return False


@cache
def _national_prefix(code: int, region: str) -> re.Pattern[str] | None:
    """Return what numbers of a country begin with that are read otherwise than they are written."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(
        code, region
    )
    prefix = metadata and metadata.national_prefix_for_parsing
    return re.compile(prefix) if prefix else None


def _own_number(text: str, country: str | None) -> str | None:
    """Return what a number with its country's trunk prefix is for certain, in a tenth of the library's time."""
    form = _form_of(country) if country else None
    found = form[1].fullmatch(text) if form else None
    return f"+{form[0]}{found[1]}" if form and found else None


@cache
def _form_of(country: str) -> tuple[int, re.Pattern[str]] | None:
    """Return a country's code, and how its numbers look in which nothing but the trunk prefix goes."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
    trunk = trunk_prefix(country)
    if metadata is None or not trunk or metadata.national_prefix_for_parsing != trunk:
        return None
    general = metadata.general_desc and metadata.general_desc.national_number_pattern
    if not general or metadata.country_code is None:
        return None
    abroad = metadata.international_prefix or "(?!)"
    return metadata.country_code, re.compile(f"(?!{abroad}){trunk}({general})")


@lru_cache(REMEMBERED)
def readable(number: str, country: str | None) -> str:
    """Return a public number as people read it, +44 1632 960150; it keeps each of its characters."""
    parsed = parse(number, country)
    if parsed is None:
        return number
    if number.startswith("+"):
        spelling = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    elif phonenumbers.is_possible_number(parsed):
        spelling = phonenumbers.PhoneNumberFormat.NATIONAL
    else:
        return number
    spaced = phonenumbers.format_number(parsed, spelling)
    return spaced if plain(spaced) == number else number


def last_digits(text: str) -> str:
    """Return the digits that a plain number ends in, whatever code stands around them."""
    found = _LAST_DIGITS.search(text)
    return found[0] if found else text


class NumberReadings:
    """Reads numbers where a phone system stands: its country, area and prefixes."""

    def __init__(
        self,
        country: str | None,
        *,
        outside: str = "",
        international: str = "",
        short: int = 4,
        area_code: str = "",
        last: int = DEFAULT_LAST_DIGITS,
    ) -> None:
        """Take a number of up to `short` digits for an internal one; `last` digits may do."""
        self._country = country
        self._outside = outside
        self._short = short
        self._last = last
        self._code = phonenumbers.country_code_for_region(country) if country else 0
        self._trunk = trunk_prefix(country)
        self._area = area_code.removeprefix(self._trunk) if self._code else ""
        abroad = {international, "00"} - {""}
        self._abroad = sorted(abroad, key=len, reverse=True)
        self.of = lru_cache(REMEMBERED)(self._read)
        """All numbers that a number may be: E.164 with a plus, else as it stands."""
        self.beginnings = lru_cache(REMEMBERED)(self._beginnings)
        """The forms whose first digits may tell where a number belongs."""

    def same(self, one: str, other: str) -> bool:
        """Tell whether two numbers may be the same."""
        return self.share(one, other) or self.ends(one, other)

    def share(self, one: str, other: str) -> bool:
        """Tell whether two numbers have a reading in common."""
        readings = self.of(one)
        # Each number is a reading of itself: most need no other.
        return other in readings or not readings.isdisjoint(self.of(other))

    def ends(self, one: str, other: str) -> bool:
        """Tell whether one number, without its area code, is the end of the other."""
        one, other = plain(one), plain(other)
        return self._is_end(one, other) or self._is_end(other, one)

    def canonical(self, number: str) -> str:
        """Return the one public number that a number is, or as it stands where that is not sure."""
        public = [each for each in self.of(number) if each[0] == "+"]
        return public[0] if len(public) == 1 else plain(number)

    def begins(self, number: str, prefix: str) -> bool:
        """Tell whether a number, however it is written, begins with a prefix."""
        prefixes = tuple(self._forms_of_prefix(plain(prefix)))
        return any(each.startswith(prefixes) for each in self.beginnings(number))

    def _read(self, number: str) -> frozenset[str]:
        text = plain(number)
        if stays_as_it_is(text):
            return frozenset({text})
        found = {text}
        if code := _BEHIND_CODE.fullmatch(text):
            found.add(code[1])
        for each in tuple(found):
            if len(each) > self._short and _PUBLIC.fullmatch(each):
                found |= self._public(each)
        return frozenset(found - {""})

    def _public(self, text: str) -> set[str]:
        """Return the public numbers that a number may be; where none is valid, what is written."""
        valid, written = set[str](), set[str]()
        candidates = [*self._candidates(text)]
        is_sure = len(candidates) == 1 and candidates[0].explicit
        if is_sure and (own := _own_number(text, candidates[0].region)):
            return {own}
        for candidate in candidates:
            if (number := parse(candidate.text, candidate.region)) is None:
                continue
            if is_sure or phonenumbers.is_valid_number(number):
                valid.add(e164(number))
            elif candidate.explicit:
                written.add(e164(number))
        return valid or written

    def _candidates(self, text: str) -> Iterator[_Candidate]:
        if text[0] == "+":
            yield _Candidate(text, None, explicit=True)
            return
        yield from self._without_outside_prefix(text)
        base = text.removeprefix(self._outside)
        if base not in ("", text):
            yield from self._without_outside_prefix(base)

    def _without_outside_prefix(self, base: str) -> Iterator[_Candidate]:
        for prefix in self._abroad:
            if base.startswith(prefix) and len(base) > len(prefix):
                yield _Candidate(f"+{base[len(prefix) :]}", None, explicit=True)
        has_trunk = bool(self._trunk) and base.startswith(self._trunk)
        if self._country:
            yield _Candidate(base, self._country, explicit=has_trunk)
        if base[0] != "0":
            yield _Candidate(f"+{base}", None, explicit=False)
        if self._area and not has_trunk:
            local = f"+{self._code}{self._area}{base}"
            yield _Candidate(local, None, explicit=False)

    def _is_end(self, local: str, whole: str) -> bool:
        """Tell whether a number that is not whole is the end of another.

        Where the area is known, its numbers are whole; where the country is not, the trunk prefix
        may stand before what counts.
        """
        if self._area or not local.isdecimal() or len(local) <= self._short:
            return False
        if self._country is None:
            local = _TRUNK_OF_NO_COUNTRY.sub("", local, count=1)
        elif self._trunk and local.startswith(self._trunk):
            return False
        return (
            len(local) >= self._last
            and len(local) < len(whole)
            and whole.endswith(local)
        )

    def _beginnings(self, number: str) -> frozenset[str]:
        forms = set(self.of(number))
        for each in [each for each in forms if each[0] == "+"]:
            if (public := parse(each, None)) is None:
                continue
            national = phonenumbers.national_significant_number(public)
            region = phonenumbers.region_code_for_number(public)
            forms |= {each[1:], trunk_prefix(region) + national}
        return frozenset(forms)

    def _forms_of_prefix(self, prefix: str) -> Iterator[str]:
        yield prefix
        for abroad in self._abroad:
            for written in (abroad, self._outside + abroad):
                if prefix.startswith(written) and len(prefix) > len(written):
                    yield f"+{prefix[len(written) :]}"


def trunk_prefix(region: str | None) -> str:
    """Return what is dialed before an area code within a country, `0` for instance."""
    return phonenumbers.ndd_prefix_for_region(region or "", strip_non_digits=True) or ""
