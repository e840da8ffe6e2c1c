"""What a call to a public number costs at worst: its class, by national numbering plans and the ITU's.

Type and country come from the metadata of `phonenumbers`; satellites, international networks and the
international premium rate from the ITU's list of country codes (E.164, annex; +870, +881 to +883, +979).
"""

from enum import StrEnum
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberType

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
_SHARED: Final = frozenset(
    {PhoneNumberType.SHARED_COST, PhoneNumberType.PERSONAL_NUMBER}
)
"""Personal numbers (+44 70) are charged like those, and not like the mobiles that they look like."""


def cost_class(number: str, country: str | None) -> CostClass | None:
    """Return the class of a number with a plus, dialed from a country; None where it is nobody's.

    Surplus digits behind it, which networks ignore, change nothing. Without a country every number
    may be abroad.
    """
    if number.startswith(_SATELLITE):
        return CostClass.SATELLITE
    if number.startswith(_PREMIUM):
        return CostClass.PREMIUM
    parsed = parse(number, None)
    if parsed is None or not (
        phonenumbers.is_valid_number(parsed)
        or phonenumbers.truncate_too_long_number(parsed)
    ):
        return None
    kind = phonenumbers.number_type(parsed)
    if kind == PhoneNumberType.PREMIUM_RATE:
        return CostClass.PREMIUM
    if kind in _SHARED:
        return CostClass.SHARED_COST
    region = phonenumbers.region_code_for_number(parsed)
    if region not in (None, country) or (
        parsed.country_code != phonenumbers.country_code_for_region(country or "")
    ):
        return CostClass.INTERNATIONAL
    return CostClass.MOBILE if kind == PhoneNumberType.MOBILE else CostClass.NATIONAL
