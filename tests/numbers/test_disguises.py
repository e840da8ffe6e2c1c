"""No disguise gets a forbidden number past the guard, and no permitted one is taken for it."""

from collections import Counter
from random import Random

import pytest

from .disguises import (
    ANOTHER,
    COUNTRIES,
    PREFIXES,
    Attempt,
    blocked,
    emergency,
    judged,
    permitted,
    premium,
)
from .plans import PLANS

REFUSED = {"number_blocked", "emergency_number", "cost_premium", "service_code"}


def assert_refused(found: Counter[str], mostly: str) -> None:
    """Fail where a forbidden number is dialed, or where hardly anything was tried."""
    assert found[mostly] > 40
    assert found[ANOTHER] <= 15
    assert found.keys() <= REFUSED | {ANOTHER, "cost_satellite", "invalid_number"}


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_disguise_hides_a_blocked_number(country: str) -> None:
    """A fixed share of what `scripts/numbers --disguises` tries."""
    found = judged(blocked(country, 3, 20, Random(f"fixed {country}")), country)
    assert_refused(found, "number_blocked")


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_disguise_hides_a_premium_number(country: str) -> None:
    found = judged(premium(country, 3, 20, Random(f"premium {country}")), country)
    assert_refused(found, "cost_premium")


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_disguise_hides_an_emergency_number(country: str) -> None:
    found = judged(emergency(country, 3, 20, Random(f"emergency {country}")), country)
    assert_refused(found, "emergency_number")


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_emergency_number_is_refused_as_it_is(country: str) -> None:
    plan = PLANS[country]
    for number in plan.emergency:
        tries = [
            Attempt("", prefixes, form, form)
            for form in plan.emergency_forms(number)
            for prefixes in PREFIXES
        ]
        assert judged(tries, country).keys() == {"emergency_number"}, number


@pytest.mark.parametrize("country", COUNTRIES)
def test_permitted_numbers_are_dialed(country: str) -> None:
    found = judged(permitted(country, 20, Random(f"fixed {country}")), country)
    assert found == {"admitted": 20}
