"""How numbers are written and dialled: by people, by the switch, and in public networks."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from ..const import (
    CONF_AREA_CODE,
    CONF_INTERNATIONAL_PREFIX,
    CONF_LAST_DIGITS,
    CONF_OUTSIDE_PREFIX,
    CONF_SHORT_NUMBER_LENGTH,
    DEFAULT_LAST_DIGITS,
    DEFAULT_SHORT_NUMBER_LENGTH,
)
from .library import phonenumbers
from .reach import Reach
from .readings import NumberReadings, e164, parse, trunk_prefix
from .spelling import read_area_code, read_prefix


def load_regions() -> None:
    """Read what is known of all countries' numbers; else the event loop reads each when needed.

    A file is imported before the library reads it under a lock of its own: that lock would never be
    released if the thread were stopped there, as Home Assistant stops those that its end finds.
    """
    for folder, regions in (
        ("data", phonenumbers.SUPPORTED_REGIONS),
        ("data", phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS),
        ("shortdata", phonenumbers.SUPPORTED_SHORT_REGIONS),
    ):
        for region in regions:
            _ = import_module(f"phonenumbers.{folder}.region_{region}")
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
        self.short: int = options.get(
            CONF_SHORT_NUMBER_LENGTH, DEFAULT_SHORT_NUMBER_LENGTH
        )
        self.country = country
        self.country_code: int = (
            phonenumbers.country_code_for_region(country) if country else 0
        )
        area_code = read_area_code(options.get(CONF_AREA_CODE, ""))
        self.reach = Reach(
            country,
            outside=self._outside,
            international=self._international,
            short=self.short,
            area_code=area_code,
        )
        self.prefixes = {self._outside, self._outside + self._international}
        """What is no number alone: behind it, digits would still dial."""
        if self._outside:
            begun = {trunk_prefix(country), *self.reach.abroad}
            self.prefixes |= {
                self._outside + each[:length]
                for each in begun
                for length in range(len(each) + 1)
            }
        self.readings = NumberReadings(
            country,
            outside=self._outside,
            international=self._international,
            short=self.short,
            area_code=area_code,
            last=int(options.get(CONF_LAST_DIGITS, DEFAULT_LAST_DIGITS)),
        )

    def dialled(self, number: str, *, bare: bool, again: bool) -> str:
        """Put the prefixes before an outside number.

        `bare` ones may have lost their plus; those that are dialled `again` stand as
        the switch told them, very likely with prefixes.
        """
        if bare and not again and self._lost_its_plus(number):
            number = f"+{number}"
        if number.startswith("+"):
            # What people write behind a country code may still begin with its trunk prefix.
            number = self.e164(number) or number
            if not self._international:
                return number
            return f"{self._outside}{self._international}{number[1:]}"
        if (
            len(number) <= self.short
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
        if whole := self.e164(public):
            forms.add(whole)
        return forms - {""}

    def reached(self, text: str, dialled: str) -> frozenset[str]:
        """Return all that may be reached by what somebody wrote, and is to be dialed."""
        # The public network hears nothing of the outside prefix.
        found = self.reach.of(dialled.removeprefix(self._outside)) | {text, dialled}
        return found if text == dialled else found | self.reach.of(text)

    def public(self, text: str, dialled: str) -> str | None:
        """Return somebody's whole number (ITU-T E.164), where the network hears that and no other.

        Who writes the outside prefix as well means what is behind it: in Paris, 0 01 12 34 56 78.
        """
        heard = text
        if text == dialled and len(text) > self.short:
            heard = text.removeprefix(self._outside)
        for each in (text, heard):
            if self.reach.is_public(each):
                return self.e164(each)
        return None

    def is_abroad(self, text: str, dialled: str) -> bool:
        """Tell whether the network hears the code of another country, known or not."""
        if len(dialled) <= self.short:
            return False
        heard = text if text[0] == "+" else dialled.removeprefix(self._outside)
        for prefix in ("+", self._international, *self.reach.abroad):
            if prefix and heard.startswith(prefix):
                digits = heard.removeprefix(prefix)
                return bool(digits) and not digits.startswith(str(self.country_code))
        return False

    def told_as(self, whole: str) -> set[str]:
        """Return how a phone system may have told of a call to a number with a plus."""
        digits = whole[1:]
        forms = {whole, digits, *(f"{out}{digits}" for out in self.reach.abroad)}
        return forms | {f"{self._outside}{each}" for each in forms}

    def without_trunk(self, number: str) -> str:
        """Return what remains of a number behind a zero that is only for calls out of an area.

        Two zeros are for calls abroad.
        """
        if number.startswith("00"):
            return number
        return number.removeprefix("0") if trunk_prefix(self.country) == "0" else number

    def e164(self, number: str) -> str | None:
        """Return a valid public number in its international form (ITU-T E.164)."""
        parsed = parse(number, self.country)
        if parsed is None or not phonenumbers.is_valid_number(parsed):
            return None
        return e164(parsed)

    def _has_prefix(self, number: str, *, again: bool) -> bool:
        """Tell whether somebody wrote the outside prefix, as one dials it on the telephone."""
        if not (self._outside and number.startswith(self._outside)):
            return False
        behind = number.removeprefix(self._outside)
        if self.reach.is_public(behind) and not self.reach.is_public(number):
            return True
        return not self.e164(number) and (again or self.e164(behind) is not None)

    def _lost_its_plus(self, number: str) -> bool:
        """Tell whether a whole number was an international one before a template took its plus."""
        international = self.e164(f"+{number}")
        return international is not None and self.e164(number) in (None, international)
