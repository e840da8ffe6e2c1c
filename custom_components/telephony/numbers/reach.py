"""What a dialed number may reach: whatever prefixes, codes and surplus digits stand around it.

A network takes off what is its own (the outside prefix, a code that hides the caller, a carrier's
code) and connects what remains. So everything that can remain is judged, not what was written.
"""

from collections.abc import Iterator
from functools import lru_cache
import re
from typing import Final

from .emergency import connects_to_emergency
from .library import phonenumbers
from .readings import parse, trunk_prefix

_MOST_FORMS: Final = 256
"""More than 32 characters can have: so none is left out."""
_LONGEST_WHOLE: Final = 18
"""Characters of which the longest public number has fewer (ITU-T E.164: a plus and 15 digits)."""
_LEAST_NATIONAL: Final = 5
_RUNS: Final = re.compile(r"\+?[0-9]+")
_STAR_CODE: Final = re.compile(r"[*#]+([0-9])(?=[0-9]{3})")
_CARRIERS: Final[dict[str, str]] = {
    "AT": r"10[0-9]{2}",
    "BE": r"1[56][0-9]{2}",
    "BR": r"0(?:1[245]|2[1-9]|3[1-9]|4[1-9]|5[1-9]|6[1-9]|7[1-9]|8[1-9]|9[1-9])",
    "CA": r"101[0-9]{4}",
    "CH": r"10[78][0-9]{2}",
    "CN": r"17[0-9]{3}|12593",
    "DE": r"010(?:0[0-9]{2}|[1-9][0-9])",
    "DK": r"10[0-9]{2}",
    "ES": r"10[0-9]{2}",
    "FR": r"16[0-9]{2}",
    "GB": r"1[68][0-9]{3}",
    "IE": r"13[0-9]{3}",
    "IT": r"10[0-9]{2,3}",
    "JP": r"00(?:1|[3-9][0-9]|2[0-9]|91[0-9]{2})",
    "NL": r"16[0-9]{2}",
    "NO": r"15[0-9]{2}",
    "PL": r"10[0-9]{2}",
    "PT": r"10[0-9]{2}",
    "RU": r"8(?:2[1-9]|5[1-9])",
    "SE": r"95[0-9]{2}",
    "US": r"101[0-9]{4}",
}
"""Codes that choose a carrier for one call."""
_CODE_LENGTHS: Final = range(3, 8)
_CALLER_ID: Final[dict[str, str]] = {
    "AU": r"183[12]",
    "CA": r"11(?:67|82)",
    "DE": r"183[01]",
    "ES": r"067",
    "FR": r"3651",
    "GB": r"141|1470",
    "HK": r"133|1357",
    "IE": r"14[12]",
    "JP": r"18[46]",
    "NZ": r"019[67]",
    "US": r"11(?:67|82)",
}
"""Codes of digits that hide or show the caller's number for one call."""
_ABROAD: Final[dict[str | None, tuple[str, ...]]] = {
    None: ("011", "0011", "810", "010"),
    "AU": ("0011",),
    "CA": ("011",),
    "ID": ("001", "007", "01016", "01017"),
    "JP": ("010",),
    "RU": ("810", "10"),
    "US": ("011",),
}
"""What is dialed for a plus beside 00; RU's 10 is what remains behind a carrier's code."""


class Reach:
    """Peels numbers as a country's networks and a phone system do."""

    def __init__(
        self,
        country: str | None,
        *,
        outside: str,
        international: str,
        short: int,
        area_code: str = "",
    ) -> None:
        """Without a country every country's codes count."""
        self._country = country
        self._outside = outside
        self._short = short
        self._code = phonenumbers.country_code_for_region(country) if country else 0
        self._trunk = trunk_prefix(country)
        self._area = area_code.removeprefix(self._trunk) if self._code else ""
        codes = [
            pattern
            for table in (_CARRIERS, _CALLER_ID)
            for region, pattern in table.items()
            if country in (None, region)
        ]
        self._codes = re.compile("|".join(codes)) if codes else None
        metadata = country and phonenumbers.PhoneMetadata.metadata_for_region(country)
        prefixes = metadata and metadata.international_prefix
        self._carrier_abroad = re.compile(prefixes) if prefixes else None
        """What is dialed for a plus with a carrier of choice, 0015 in Brazil for instance."""
        abroad = {international, "00", *_ABROAD.get(country, ())}
        self.abroad = sorted(abroad - {""}, key=len, reverse=True)
        """What is dialed for a plus, the longest first."""
        self.of = lru_cache(1024)(self._of)
        """All that a number may reach: digits, and with a plus what they are in the world."""

    def _of(self, number: str) -> frozenset[str]:
        found = {number: None}
        for form in self._grow(found):
            if len(found) >= _MOST_FORMS:
                break
            if form not in ("", "+"):
                found.setdefault(form)
        return frozenset(found)

    def _grow(self, found: dict[str, None]) -> Iterator[str]:
        """Peel what is found, and what comes of it."""
        done = set[str]()
        while left := [form for form in found if form not in done]:
            for form in left:
                done.add(form)
                yield from self._peeled(form)

    def _peeled(self, form: str) -> Iterator[str]:
        """Return what may remain of a number, one step further."""
        if "*" in form or "#" in form:
            yield from _RUNS.findall(form)
            for code in _STAR_CODE.finditer(form):
                for length in (1, 2, 3, 4):
                    rest = _RUNS.match(form, code.start(1) + length)
                    if rest is not None:
                        yield rest[0]
            return
        if form.startswith("+"):
            yield from self._without_trunk(form)
            return
        yield from self._without_prefixes(form)
        yield from self._in_the_world(form)

    def _without_prefixes(self, form: str) -> Iterator[str]:
        """Take off what gets an outside line, a carrier, a hidden number, or goes abroad."""
        yield form.removeprefix(self._outside)
        for length in _CODE_LENGTHS:
            if self._codes and self._codes.fullmatch(form, 0, length):
                yield form[length:]
        for prefix in self.abroad:
            if form.startswith(prefix):
                yield f"+{form[len(prefix) :]}"
        if self._carrier_abroad and (found := self._carrier_abroad.match(form)):
            yield f"+{form[found.end() :]}"

    def _in_the_world(self, form: str) -> Iterator[str]:
        """Return what digits without a plus are, if they are a public number."""
        if len(form) <= self._short:
            return
        if self._code:
            if self._trunk and form.startswith(self._trunk):
                yield f"+{self._code}{form.removeprefix(self._trunk)}"
            elif not self._trunk or whole_part(f"+{self._code}{form}"):
                yield f"+{self._code}{form}"
            parsed = parse(form, self._country)
            if parsed is not None and whole_part(text := _digits(parsed)):
                yield text
            yield from self._in_the_area(form)
        if form[0] != "0" and whole_part(f"+{form}"):
            yield f"+{form}"

    def _in_the_area(self, form: str) -> Iterator[str]:
        """Return what digits without an area code are, where the area is known."""
        is_local = not (self._trunk and form.startswith(self._trunk))
        if self._area and is_local and len(form) > self._short and form.isdecimal():
            yield f"+{self._code}{self._area}{form}"

    def _without_trunk(self, form: str) -> Iterator[str]:
        """Drop a trunk prefix that stands behind a country code."""
        for length in (1, 2, 3):  # no country code is the beginning of another one
            code, national = form[1 : 1 + length], form[1 + length :]
            region = phonenumbers.region_code_for_country_code(int(code or "0"))
            trunk = trunk_prefix(region)
            if trunk and national.startswith(trunk):
                number = parse(form, None)
                # The trunk prefix may be the beginning of the number itself: +7 812 is a city.
                if (
                    number is None
                    or _digits(number) != form
                    or not phonenumbers.is_valid_number(number)
                ):
                    yield f"+{code}{national.removeprefix(trunk)}"

    def is_public(self, text: str) -> bool:
        """Tell whether this is somebody's whole number, written as one dials it from here.

        `01 12 34 56 78` is in Paris, while a network that hears `112345678` connects 112.
        """
        if not text.startswith(("+", *self.abroad)) and self._country:
            if not text.startswith(self._trunk):
                return False
            # No trunk prefix tells it from a service, and networks needn't wait for its end.
            is_told_apart = self._trunk not in ("", "1")
            if not is_told_apart and connects_to_emergency(text, self._country):
                return False
        number = parse(text, self._country)
        return number is not None and phonenumbers.is_valid_number(number)

    def of_pattern(self, pattern: str) -> frozenset[str]:
        """Return what the beginning of a number means, whichever way it is written."""
        forms = {pattern}
        for prefix in self.abroad:
            if pattern.startswith(prefix) and len(pattern) > len(prefix):
                forms.add(f"+{pattern[len(prefix) :]}")
        if self._code and pattern.isdecimal() and len(pattern) > 2:
            if self._trunk and pattern.startswith(self._trunk):
                forms.add(f"+{self._code}{pattern.removeprefix(self._trunk)}")
            elif self._trunk in ("", "1"):
                forms.add(f"+{self._code}{pattern}")
        return frozenset(forms)

    def near(self, pattern: str) -> frozenset[str]:
        """Return what else a blocked pattern may mean, if no trunk prefix or area code is in it."""
        forms = set(self._in_the_area(pattern))
        if pattern.isdecimal() and len(pattern) > self._short:
            number = parse(pattern, self._country)
            if number is not None and phonenumbers.is_valid_number(number):
                forms.add(_digits(number))
        return frozenset(forms)


@lru_cache(4096)
def whole_part(text: str) -> phonenumbers.PhoneNumber | None:
    """Return the public number that a number with a plus is, without digits that networks ignore."""
    for written in as_written(text[:_LONGEST_WHOLE]):
        national = phonenumbers.national_significant_number(written)
        for length in range(len(national), _LEAST_NATIONAL - 1, -1):
            number = public_number(written.country_code or 0, national[:length])
            if phonenumbers.is_valid_number(number):
                return number
    return None


def is_full(text: str) -> bool:
    """Tell whether a number with a plus has all its digits, so that networks ignore more of them."""
    for number in as_written(text):
        if phonenumbers.is_valid_number(number):
            return True
        region = phonenumbers.region_code_for_country_code(number.country_code or 0)
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
        if metadata is None or metadata.fixed_line is None:
            continue
        national = phonenumbers.national_significant_number(number)
        if len(national) >= max(metadata.fixed_line.possible_length, default=99):
            return True
    return False


def as_written(text: str) -> Iterator[phonenumbers.PhoneNumber]:
    """Read a number with a plus, at first without taking anything for a trunk prefix: +7 8..."""
    if (number := parse(text, None)) is None:
        return
    national = text[1:].removeprefix(str(number.country_code))
    if national.isdecimal() and national != str(number.national_number):
        yield public_number(number.country_code or 0, national)
    yield number


def public_number(code: int, national: str) -> phonenumbers.PhoneNumber:
    """Return the number of a country code and what is dialed behind it."""
    digits = national.lstrip("0")
    zeros = len(national) - len(digits)
    return phonenumbers.PhoneNumber(
        country_code=code,
        national_number=int(digits or "0"),
        italian_leading_zero=bool(zeros) or None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )


def _digits(number: phonenumbers.PhoneNumber) -> str:
    national = phonenumbers.national_significant_number(number)
    return f"+{number.country_code}{national}"
