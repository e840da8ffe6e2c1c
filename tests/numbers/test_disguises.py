"""No disguise gets a forbidden number past the guard, and no permitted one is taken for it."""

from collections import Counter
from itertools import islice
from random import Random

import phonenumbers
import pytest

from custom_components.telephony.numbers.readings import trunk_prefix

from .disguises import (
    ALL_PLANS,
    ANOTHER,
    PREFIXES,
    Attempt,
    blocked,
    emergency,
    guard_of,
    judged,
    permitted,
    premium,
)
from .random_numbers import random_numbers

REFUSED = {"number_blocked", "emergency_number", "cost_premium", "service_code"}


def assert_refused(found: Counter[str], mostly: str) -> None:
    """Fail where a forbidden number is dialed, or where hardly anything was tried."""
    assert found[mostly] > 40
    assert found[ANOTHER] <= 15
    assert found.keys() <= REFUSED | {ANOTHER, "cost_satellite", "invalid_number"}


@pytest.mark.parametrize("country", ALL_PLANS)
def test_no_disguise_hides_a_blocked_number(country: str) -> None:
    """A fixed share of what `scripts/numbers --disguises` tries."""
    found = judged(blocked(country, 3, 20, Random(f"fixed {country}")), country)
    assert_refused(found, "number_blocked")


@pytest.mark.parametrize("country", ALL_PLANS)
def test_no_disguise_hides_a_premium_number(country: str) -> None:
    found = judged(premium(country, 3, 20, Random(f"premium {country}")), country)
    assert_refused(found, "cost_premium")


@pytest.mark.parametrize("country", ALL_PLANS)
def test_no_disguise_hides_an_emergency_number(country: str) -> None:
    found = judged(emergency(country, 3, 20, Random(f"emergency {country}")), country)
    assert_refused(found, "emergency_number")


@pytest.mark.parametrize("country", ALL_PLANS)
def test_every_emergency_number_is_refused_as_it_is(country: str) -> None:
    plan = ALL_PLANS[country]
    for number in plan.emergency:
        tries = [
            Attempt("", prefixes, form, form)
            for form in plan.emergency_forms(number)
            for prefixes in PREFIXES
        ]
        assert judged(tries, country).keys() == {"emergency_number"}, number


@pytest.mark.parametrize("country", ALL_PLANS)
def test_permitted_numbers_are_dialed(country: str) -> None:
    found = judged(permitted(country, 20, Random(f"fixed {country}")), country)
    assert found == {"admitted": 20}


@pytest.mark.parametrize("country", ALL_PLANS)
def test_a_number_is_dialed_as_it_is_with_the_outside_prefix_written_by_hand(
    country: str,
) -> None:
    plan = ALL_PLANS[country]
    for number in islice(random_numbers(country, Random(f"hand {country}")), 20):
        national = phonenumbers.national_significant_number(number)
        for outside, international in PREFIXES:
            options = {
                "outside_prefix": outside,
                "international_prefix": international,
            }
            guard = guard_of(options, country)
            for behind in (
                f"{trunk_prefix(country)}{national}",
                f"{plan.abroad[0]}{plan.code}{national}",
            ):
                text = outside + behind
                assert guard.admit(text) in (text, outside + text), text
