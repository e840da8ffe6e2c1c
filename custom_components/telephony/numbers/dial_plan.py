"""How numbers are written and dialled: by people, by the switch, and in public networks."""

from collections.abc import Iterator, Mapping
import re
from typing import Any, Final

import phonenumbers

from ..const import (
    CONF_INTERNATIONAL_PREFIX,
    CONF_OUTSIDE_PREFIX,
    CONF_SHORT_NUMBER_LENGTH,
    DEFAULT_SHORT_NUMBER_LENGTH,
)

MAX_NUMBER_LENGTH: Final = 32
_SEPARATORS: Final = re.compile(r"[\s.\-\u2010-\u2015()\[\]/]+")
_NUMBER: Final = re.compile(r"\+?[0-9*#]+")
_PREFIX: Final = re.compile(r"[0-9*#]{0,10}")


def without_separators(text: str) -> str:
    """Return a text without what only makes numbers easier to read."""
    return _SEPARATORS.sub("", text)


def clean_number(number: str | int) -> str | None:
    """Return a number as people write it without what is only there to read it; None if it is none."""
    text = without_separators(str(number))
    if len(text) > MAX_NUMBER_LENGTH or not _NUMBER.fullmatch(text):
        return None
    return text


def read_prefix(text: str) -> str:
    """Read a prefix, `9` for instance; ValueError where it is none."""
    prefix = without_separators(text)
    if not _PREFIX.fullmatch(prefix):
        raise ValueError("not a prefix")
    return prefix


def load_regions() -> None:
    """Read what is known of all countries' numbers; else the event loop reads each when needed."""
    for region in phonenumbers.SUPPORTED_REGIONS:
        phonenumbers.PhoneMetadata.metadata_for_region(region)
    for code in phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS:
        phonenumbers.PhoneMetadata.metadata_for_nongeo_region(code)
    for region in phonenumbers.SUPPORTED_SHORT_REGIONS:
        phonenumbers.PhoneMetadata.short_metadata_for_region(region)


class DialPlan:
    """How the switch dials out: its prefixes, and what a number is without them."""

    def __init__(self, options: Mapping[str, Any], country: str | None) -> None:
        """Read the options."""
        self._outside: str = read_prefix(options.get(CONF_OUTSIDE_PREFIX, ""))
        self._international: str = read_prefix(
            options.get(CONF_INTERNATIONAL_PREFIX, "")
        )
        self._short: int = options.get(
            CONF_SHORT_NUMBER_LENGTH, DEFAULT_SHORT_NUMBER_LENGTH
        )
        self.country = country
        self.settings = (self._outside, self._international, self._short, country)

    def dialled(self, number: str, *, bare: bool, again: bool) -> str:
        """Put the prefixes before an outside number.

        `bare` ones may have lost their plus; those that are dialled `again` stand as
        the switch told them, very likely with prefixes.
        """
        if bare and not again and self._lost_its_plus(number):
            number = f"+{number}"
        if number.startswith("+"):
            if not self._international:
                return number
            return f"{self._outside}{self._international}{number[1:]}"
        if (
            len(number) <= self._short
            or not number.isdecimal()
            or self._has_prefix(number, again=again)
        ):
            return number
        return f"{self._outside}{number}"

    def spellings(self, number: str, dialled: str) -> set[str]:
        """Return all forms by which a pattern can mean this number."""
        public = dialled.removeprefix(self._outside)
        forms = {number, dialled, public}
        if self._international and public.startswith(self._international):
            forms.add(f"+{public.removeprefix(self._international)}")
        if e164 := self.e164(public):
            forms.add(e164)
        return forms - {""}

    def canonical(self, number: str) -> str:
        """Return the one form that all spellings of a number share: E.164, or as it is."""
        text = without_separators(number)
        if len(text) <= self._short:
            return text
        return next(filter(None, map(self.e164, self._public_forms(text))), text)

    def beginnings(self, number: str) -> set[str]:
        """Return the forms whose first digits may tell where a number belongs."""
        canonical = self.canonical(number)
        forms = {without_separators(number), canonical}
        if canonical.startswith("+"):
            national = phonenumbers.format_number(
                phonenumbers.parse(canonical), phonenumbers.PhoneNumberFormat.NATIONAL
            )
            forms.add(without_separators(national))
        return forms

    def e164(self, number: str) -> str | None:
        """Return a valid public number in its international form (ITU-T E.164)."""
        try:
            parsed = phonenumbers.parse(number, self.country)
        except phonenumbers.NumberParseException:
            return None
        if not phonenumbers.is_valid_number(parsed):
            return None
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)

    def _public_forms(self, number: str) -> Iterator[str]:
        """Return what a number may be in public networks, the likeliest first."""
        yield number
        for prefix in (self._outside + self._international, self._international):
            if prefix and number.startswith(prefix):
                yield f"+{number.removeprefix(prefix)}"
        if self._outside and number.startswith(self._outside):
            yield number.removeprefix(self._outside)
        if number.isdecimal():
            yield f"+{number}"

    def _has_prefix(self, number: str, *, again: bool) -> bool:
        """Tell whether somebody wrote the outside prefix, as one dials it on the telephone."""
        if not (self._outside and number.startswith(self._outside)):
            return False
        return not self.e164(number) and (
            again or self.e164(number.removeprefix(self._outside)) is not None
        )

    def _lost_its_plus(self, number: str) -> bool:
        """Tell whether a whole number was an international one before a template took its plus."""
        international = self.e164(f"+{number}")
        return international is not None and self.e164(number) in (None, international)
