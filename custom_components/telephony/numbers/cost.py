"""What a call to a public number costs at worst: its class, by national numbering plans and the ITU's.

Type and country come from the metadata of `phonenumbers`; satellites, international networks and the
international premium rate from the ITU's list of country codes (E.164, annex; +870, +881 to +883, +979).
"""

from enum import StrEnum
from functools import lru_cache
import re
from typing import Final

from .library import phonenumbers
from .reach import as_written, public_number, whole_part
from .readings import parse


class CostClass(StrEnum):
    """How expensive a call to the outside may be."""

    NATIONAL = "national"
    MOBILE = "mobile"
    INTERNATIONAL = "international"
    SHARED_COST = "shared_cost"
    PREMIUM = "premium"
    SATELLITE = "satellite"


DEFAULT_ALLOWED: Final = tuple(
    each.value
    for each in CostClass
    if each not in (CostClass.PREMIUM, CostClass.SATELLITE)
)
_SATELLITE: Final = ("+870", "+881", "+882", "+883")
_PREMIUM: Final = "+979"
_DIRECTORY: Final = (
    (r"118[0-9]*", "AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IS LT LU LV MT"),
    (r"118[0-9]*", "NO PL PT RO RS SE SI SK TR"),
    (r"18[0-9]{2}", "CH IS NL NO PT"),
    (r"1[234]07", "BE"),
    (r"12[0-9]{2}", "IT"),
    (r"16100", "FI"),
    (r"411", "CA US"),
    (r"104", "JP TW"),
)
"""Where these are directory inquiries, which charge what they like."""


def cost_class(number: str, country: str | None) -> CostClass | None:
    """Return the class of a number with a plus, dialed from a country; None where it is nobody's.

    Surplus digits behind it, which networks ignore, change nothing. Without a country every number
    may be abroad.
    """
    if number.startswith(_SATELLITE):
        return CostClass.SATELLITE
    if number.startswith(_PREMIUM):
        return CostClass.PREMIUM
    if (parsed := whole_part(number)) is None:
        return CostClass.PREMIUM if _is_among_premium(number) else None
    kind = phonenumbers.number_type(parsed)
    if kind == phonenumbers.PhoneNumberType.PREMIUM_RATE:
        return CostClass.PREMIUM
    # Personal numbers (+44 70) are charged like those, and not like the mobiles that they look like.
    if kind in (
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
    ):
        return CostClass.SHARED_COST
    if region_abroad(number, country) is not None:
        return CostClass.INTERNATIONAL
    return (
        CostClass.MOBILE
        if kind == phonenumbers.PhoneNumberType.MOBILE
        else CostClass.NATIONAL
    )


@lru_cache(1024)
def _is_among_premium(number: str) -> bool:
    """Tell whether a number with a plus that nobody has stands between expensive ones only.

    Countries give out numbers that the metadata doesn't know yet: so one of another fourth digit
    tells what it costs.
    """
    for written in as_written(number):
        code = written.country_code or 0
        region = phonenumbers.region_code_for_country_code(code)
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
        premium = metadata and metadata.premium_rate
        national = phonenumbers.national_significant_number(written)
        for length in premium.possible_length if premium else ():
            if 4 <= length <= len(national):
                kinds = {
                    phonenumbers.number_type(
                        public_number(
                            code, f"{national[:3]}{digit}{national[4:length]}"
                        )
                    )
                    for digit in range(10)
                }
                if kinds - {phonenumbers.PhoneNumberType.UNKNOWN} == {
                    phonenumbers.PhoneNumberType.PREMIUM_RATE
                }:
                    return True
    return False


def region_abroad(number: str, country: str | None) -> str | None:
    """Return the country of a number with a plus that is not in this one; `001` for no country's.

    None where it is in this country, or nobody's.
    """
    if (parsed := whole_part(number)) is None:
        return None
    region = phonenumbers.region_code_for_number(parsed)
    if region == country:
        return None
    code = phonenumbers.country_code_for_region(country or "")
    if region is None and parsed.country_code == code:
        return None
    return region or phonenumbers.region_code_for_country_code(parsed.country_code or 0)


def short_cost_class(number: str, country: str | None) -> CostClass | None:
    """Return the class of a short number of a country's public network, if it is an expensive one."""
    if country is None:
        return None
    for pattern, countries in _DIRECTORY:
        if country in countries.split() and re.fullmatch(pattern, number):
            return CostClass.PREMIUM
    parsed = parse(number, country)
    if parsed is not None and (
        phonenumbers.expected_cost_for_region(parsed, country)
        == phonenumbers.ShortNumberCost.PREMIUM_RATE
    ):
        return CostClass.PREMIUM
    return None
