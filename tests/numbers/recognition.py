"""How many callers a phone book recognizes, by country, spelling and place."""

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from custom_components.telephony.numbers.dial_plan import DialPlan, load_regions
from custom_components.telephony.phone_book.contacts import Contact
from custom_components.telephony.phone_book.index import ContactIndex

from .random_numbers import random_numbers

COUNTRIES = ("DE", "AT", "CH", "FR", "GB", "IT", "PL", "RU", "US", "NL")
OUTSIDE_PREFIXES = ("", "0", "9")
FORMS = ("+", "digits", "00", "national")
SEED = 15


class Cell(NamedTuple):
    """Callers of one country in one spelling, seen from one place."""

    country: str
    seen_from: str
    form: str
    outside: str
    not_found: float
    false: float
    """Both as shares of 1."""


def spelled(number: PhoneNumber, form: str) -> str:
    """Write a number as a trunk may deliver it."""
    whole = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    match form:
        case "+":
            return whole
        case "digits":
            return whole[1:]
        case "00":
            return f"00{whole[1:]}"
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return "".join(filter(str.isdecimal, national))


def cells(count: int, seed: int = SEED) -> Iterator[Cell]:
    """Try `count` contacts and as many strangers in each cell.

    National forms are tried in their own country only: nobody else's phone system can know whose
    they are.
    """
    load_regions()
    for country in COUNTRIES:
        numbers = random_numbers(country, Random(f"{seed} {country}"))
        known, strangers = list(islice(numbers, count)), list(islice(numbers, count))
        names = [spelled(number, "+") for number in known]
        book = ContactIndex(Contact(name, (name,)) for name in names)
        for seen_from in dict.fromkeys((country, "DE")):
            for outside in OUTSIDE_PREFIXES:
                plan = DialPlan({"outside_prefix": outside}, seen_from)
                for form in FORMS if seen_from == country else FORMS[:-1]:
                    before = "" if form == "+" else outside
                    found = [
                        book.find(before + spelled(number, form), plan)
                        for number in (*known, *strangers)
                    ]
                    right = sum(
                        match is not None and match.contact.name == name
                        for match, name in zip(found[:count], names, strict=True)
                    )
                    missed = found[:count].count(None)
                    wrong = 2 * count - missed - right - found[count:].count(None)
                    yield Cell(
                        country,
                        seen_from,
                        form,
                        outside,
                        missed / count,
                        wrong / (2 * count),
                    )
