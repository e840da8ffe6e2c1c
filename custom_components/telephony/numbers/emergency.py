"""Which numbers reach the emergency services.

`phonenumbers` knows most of them; what the countries' own rules name beside those stands here.
"""

from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers.shortnumberinfo import (
    connects_to_emergency_number,
    is_emergency_number,
)

_MORE: Final[dict[str, tuple[str, ...]]] = {
    "AT": ("128", "140", "141", "142", "147"),
    "AR": ("103", "105", "106"),
    "BR": ("191", "194", "197", "198", "199"),
    "CH": ("143", "145", "147", "1414", "1415"),
    "CN": ("122",),
    "ES": ("061", "062", "080", "091", "092"),
    "FR": ("114", "115", "119", "191", "196", "197", "116000"),
    "GB": ("18000",),
    "IN": ("1091",),
    "IT": ("117", "1515", "1530"),
    "JP": ("118",),
    "PL": ("984", "985", "986", "987", "991", "992", "993", "994"),
    "RU": ("04", "104"),
    "TR": ("156", "158", "177"),
    "UA": ("104",),
    "ZA": ("107",),
}
"""Emergency numbers by the rules of AT (KEM-V), CH (AEFV), FR (ARCEP) and the like."""
_EXACT: Final = frozenset({"BR", "CL", "NI"})
"""Whose networks wait for all digits, as `phonenumbers` has it."""
_LONGEST: Final = 6
"""Digits of the longest emergency number."""
_LIKELY: Final = ("AU", "GB", "US")
"""Whose emergency numbers count with digits behind them where the country is not known."""
_NOWHERE_ELSE: Final = ("10", "11")
"""What no public number begins with, wherever it is dialed: only services have such numbers."""


def connects_to_emergency(number: str, country: str) -> bool:
    """Tell whether digits reach an emergency service of a country, surplus ones ignored."""
    more = _MORE.get(country, ())
    if country in _EXACT:
        return connects_to_emergency_number(number, country) or number in more
    return connects_to_emergency_number(number, country) or number.startswith(more)


def is_emergency(number: str, country: str | None, short: int = 0) -> bool:
    """Tell whether digits reach an emergency service; without a country, one of any country.

    Public networks need not wait for more digits than theirs, but a number of up to `short`
    digits is the phone system's own, which may well begin like one.
    """
    is_short = len(number) <= short
    if country:
        return _is_one(number, country) or (
            not is_short and connects_to_emergency(number, country)
        )
    if _is_one_anywhere(number):
        return True
    if is_short:
        return False
    if number.startswith(_NOWHERE_ELSE):
        return _is_one_anywhere(number[:3])
    return any(connects_to_emergency(number, each) for each in _LIKELY)


def is_emergency_abroad(number: str) -> bool:
    """Tell whether digits are a country code with an emergency number of that country behind it."""
    for length in (1, 2, 3):  # no country code is the beginning of another one
        regions = phonenumbers.region_codes_for_country_code(int(number[:length] or 0))
        rest = number[length:]
        if any(is_emergency(rest, each) for each in regions if each.isalpha()):
            return True
    return False


def _is_one(number: str, country: str) -> bool:
    return is_emergency_number(number, country) or number in _MORE.get(country, ())


@lru_cache(1024)
def _is_one_anywhere(number: str) -> bool:
    return len(number) <= _LONGEST and any(
        _is_one(number, each) for each in phonenumbers.SUPPORTED_SHORT_REGIONS
    )
