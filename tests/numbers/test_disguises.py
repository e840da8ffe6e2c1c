"""No disguise gets a forbidden number past the guard, and no permitted one is taken for it."""

from random import Random

import pytest

from .disguises import COUNTRIES, forbidden, judged, permitted


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_disguise_hides_a_forbidden_number(country: str) -> None:
    """A fixed share of what `scripts/numbers --disguises` tries."""
    found = judged(forbidden(country, 3, 20, Random(f"fixed {country}")), country)
    assert found["number_blocked"] > 40
    assert found.keys() <= {"number_blocked", "invalid_number"}


@pytest.mark.parametrize("country", COUNTRIES)
def test_permitted_numbers_are_dialed(country: str) -> None:
    found = judged(permitted(country, 20, Random(f"fixed {country}")), country)
    assert found == {"admitted": 20}
