"""What goes with a call besides its parties: account and correlator, and what it costs (ECMA-269, 12.2)."""

import re
from typing import Final

from ...model import Charge
from ...text import clean_text
from .xml import Element, child, descendants, text

LONGEST: Final = 64
"""Characters of an account code or correlator that are shown; the standard's longest has 32 bytes."""
_COUNT: Final = re.compile(r"[0-9]{1,12}")
_CURRENCY: Final = re.compile(r"[A-Za-z]{3}")
_POWERS: Final = {
    "oneThousandth": -3,
    "oneHundredth": -2,
    "oneTenth": -1,
    "one": 0,
    "ten": 1,
    "hundred": 2,
    "thousand": 3,
}
"""By what a currencyAmount is multiplied."""


def octets(told: str | None) -> str | None:
    """Return what the standard writes in hexadecimal as text; what no text is stays as it is written.

    Some makers write the text itself.
    """
    if not told:
        return None
    try:
        plain = bytes.fromhex(told).decode()
    except ValueError:
        return told[:LONGEST]
    is_text = plain.strip("\0").isprintable()
    return (clean_text(plain) if is_text else told)[:LONGEST] or None


def read_charge(info: Element | None) -> Charge | None:
    """Return what chargingInfo tells; None where it tells nothing."""
    if info is None:
        return None
    is_final = text(info, "typeOfChargingInfo") == "total"
    if (money := child(info, "numberUnits", "numberOfCurrencyUnits")) is not None:
        power = _POWERS.get(text(money, "currencyMultiplier") or "one")
        if (amount := _count(text(money, "currencyAmount"))) is None or power is None:
            return None
        currency = text(money, "currencyType") or ""
        is_code = _CURRENCY.fullmatch(currency)
        return Charge(
            round(amount * 10.0**power, 3),
            currency.upper() if is_code else None,
            is_final=is_final,
        )
    units = [_count(text(each)) for each in descendants(info, "chargingUnits")]
    known = [each for each in units if each is not None]
    return Charge(units=sum(known), is_final=is_final) if known else None


def _count(told: str | None) -> int | None:
    return int(told) if told and _COUNT.fullmatch(told) else None
