"""Which numbers reach the emergency services.

`phonenumbers` knows most of them; what the countries' own rules name beside those stands here.
"""

from functools import lru_cache
from typing import Final

from .library import phonenumbers

_MORE: Final[dict[str, tuple[str, ...]]] = {
    "AF": ("102",),
    "AL": ("125", "126"),
    "AM": ("104", "911"),
    "AT": ("128", "140", "141", "142", "147"),
    "AR": ("103", "105", "106"),
    "AZ": ("104",),
    "BN": ("998",),
    "BR": ("191", "194", "197", "198", "199"),
    "BY": ("104",),
    "CH": ("140", "143", "145", "147", "1414", "1415"),
    "CI": ("185",),
    "CL": ("134", "137", "138"),
    "CN": ("122", "12395"),
    "CO": ("127", "132", "144", "146", "165", "167"),
    "DZ": ("1055", "1548"),
    "ES": ("061", "062", "080", "091", "092"),
    "FR": ("114", "115", "119", "191", "196", "197", "116000"),
    "GB": ("18000",),
    "GH": ("191", "192", "193"),
    "GR": ("108", "171"),
    "ID": ("115", "129"),
    "IL": ("103",),
    "IN": ("1078", "1091", "1098"),
    "IT": ("117", "1515", "1530"),
    "JP": ("118",),
    "KG": ("104",),
    "KZ": ("104",),
    "LK": ("111", "1990"),
    "LV": ("04", "114"),
    "LY": ("1515",),
    "MA": ("150",),
    "MD": ("904",),
    "MG": ("124",),
    "MM": ("191", "192"),
    "MX": ("078", "089"),
    "MY": ("994",),
    "NO": ("1412",),
    "PA": ("103", "104"),
    "PE": ("106", "110", "115"),
    "PH": ("116", "143"),
    "PL": ("984", "985", "986", "987", "991", "992", "993", "994"),
    "PT": ("117",),
    "PY": ("132",),
    "RS": ("192", "193", "194"),
    "RU": ("04", "104"),
    "SA": ("998",),
    "SD": ("997", "998"),
    "SK": ("159",),
    "SN": ("15",),
    "SV": ("132",),
    "TH": ("1155", "1646"),
    "TJ": ("104",),
    "TM": ("04",),
    "TN": ("193",),
    "TR": ("156", "158", "177"),
    "TT": ("811", "911"),
    "TW": ("118",),
    "UA": ("104",),
    "UY": ("104", "106"),
    "UZ": ("101", "102", "103", "104"),
    "ZA": ("107",),
}
"""Emergency numbers by the rules of AT (KEM-V), CH (AEFV), FR (ARCEP) and the like."""
_EVERYWHERE: Final = "112"
"""What every country's mobile networks connect (3GPP TS 22.101, clause 10.1)."""
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
    more = (_EVERYWHERE, *_MORE.get(country, ()))
    if country in _EXACT:
        return (
            phonenumbers.connects_to_emergency_number(number, country) or number in more
        )
    return phonenumbers.connects_to_emergency_number(
        number, country
    ) or number.startswith(more)


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
    return (
        number == _EVERYWHERE
        or phonenumbers.is_emergency_number(number, country)
        or number in _MORE.get(country, ())
    )


@lru_cache(1024)
def _is_one_anywhere(number: str) -> bool:
    return len(number) <= _LONGEST and any(
        _is_one(number, each) for each in phonenumbers.SUPPORTED_SHORT_REGIONS
    )
