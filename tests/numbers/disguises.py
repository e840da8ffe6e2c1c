"""Forbidden numbers in disguise, and permitted ones as people write them."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from random import Random

import phonenumbers
from phonenumbers import PhoneNumber

from custom_components.telephony.numbers.dial_plan import DialPlan, load_regions
from custom_components.telephony.numbers.guard import DialGuard, NumberRefused

from .random_numbers import random_numbers

COUNTRIES = (
    "DE", "AT", "CH", "FR", "GB", "IT", "PL", "RU", "US", "NL",
    "BE", "ES", "SE", "DK", "CZ", "AU", "JP", "BR", "IN", "ZA",
)  # fmt: skip
PLANS = (("", ""), ("0", "00"), ("9", "00"), ("9", "011"), ("0", "810"))
_SEPARATORS = ("", " ", "-", ".", "/", "\u2011", "\u2212", "\u200b", "\u00a0", "\u202a")
_STAR_CODES = ("*67", "*31#", "#31#", "*21*", "**21*", "*72", "*#", "*121#")
_FULL_WIDTH = str.maketrans(
    "0123456789+", "".join(map(chr, range(0xFF10, 0xFF1A))) + "\uff0b"
)
_HIDING = {
    "AU": "1831",
    "GB": "141",
    "FR": "3651",
    "JP": "184",
    "US": "1167",
    "ES": "067",
}
_CARRIER = {
    "DE": ("01013", "010088"),
    "US": ("1010321",),
    "CH": ("10741",),
    "AT": ("1066",),
}
_ABROAD = {"US": "011", "AU": "0011", "RU": "810", "JP": "010"}


def written(number: PhoneNumber, country: str, random: Random) -> Iterator[str]:
    """Return the forms of a number that a network in this country connects."""
    trunk = phonenumbers.ndd_prefix_for_region(country, strip_non_digits=True) or ""
    national = phonenumbers.national_significant_number(number)
    whole = f"{number.country_code}{national}"
    yield f"+{whole}"
    yield f"{_ABROAD.get(country, '00')}{whole}"
    yield trunk + national
    if country in _HIDING:
        yield _HIDING[country] + trunk + national
    if country in _CARRIER:
        yield random.choice(_CARRIER[country]) + trunk + national
    if trunk == "0":
        yield f"+{number.country_code}(0){national}"


def disguised(
    number: PhoneNumber, country: str, plan: tuple[str, str], random: Random
) -> str:
    """Return one spelling of a number, in one of the many disguises."""
    text = random.choice(list(written(number, country, random)))
    if text[0] != "+" and random.random() < 0.5:
        text = plan[0] + text
    if random.random() < 0.3:
        text += "".join(random.choices("0123456789", k=random.randrange(1, 5)))
    elif random.random() < 0.3:
        text = random.choice(_STAR_CODES) + text + random.choice(("", "#"))
    text = random.choice(_SEPARATORS).join(text)
    return text.translate(_FULL_WIDTH) if random.random() < 0.1 else text


def forbidden(
    country: str, count: int, each: int, random: Random
) -> Iterator[tuple[str, tuple[str, str], str]]:
    """Return patterns of forbidden numbers, the plan, and a spelling that reaches one."""
    trunk = phonenumbers.ndd_prefix_for_region(country, strip_non_digits=True) or ""
    for number in islice(random_numbers(country, random), count):
        national = phonenumbers.national_significant_number(number)
        whole = f"+{number.country_code}{national}"
        for _ in range(each):
            pattern = random.choice(
                (whole, f"{whole[:-2]}*", f"{trunk}{national[:-2]}*", trunk + national)
            )
            plan = random.choice(PLANS)
            yield pattern, plan, disguised(number, country, plan, random)


def permitted(
    country: str, count: int, random: Random
) -> Iterator[tuple[str, tuple[str, str], str]]:
    """Return a pattern that forbids others, the plan, and a number as people write it."""
    trunk = phonenumbers.ndd_prefix_for_region(country, strip_non_digits=True) or ""
    numbers = random_numbers(country, random)
    other = next(numbers)
    pattern = f"+{other.country_code}{phonenumbers.national_significant_number(other)}"
    for number in islice(numbers, count):
        national = phonenumbers.national_significant_number(number)
        whole = f"{number.country_code}{national}"
        forms = f"+{whole}", trunk + national, f"{_ABROAD.get(country, '00')}{whole}"
        text = random.choice(_SEPARATORS).join(random.choice(forms))
        yield pattern, random.choice(PLANS), text


def guard_of(options: dict[str, str], country: str) -> DialGuard:
    """Return a guard without lines."""
    plan = DialPlan(options, country)
    return DialGuard(lambda: plan, lambda: options, lambda _: False, lambda _: None)


def judged(
    tries: Iterator[tuple[str, tuple[str, str], str]], country: str
) -> Counter[str]:
    """Return how often each reason was given; `admitted` where there was none."""
    load_regions()
    found = Counter[str]()
    for pattern, (outside, international), text in tries:
        options = {
            "outside_prefix": outside,
            "international_prefix": international,
            "blocked_numbers": pattern,
        }
        try:
            guard_of(options, country).admit(text)
        except NumberRefused as refused:
            found[refused.reason] += 1
        else:
            found["admitted"] += 1
    return found
