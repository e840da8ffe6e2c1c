"""What is expensive is refused out of the box, in whatever spelling, and the refusal names its class."""

import phonenumbers
from phonenumbers import PhoneNumberType
import pytest

from custom_components.telephony.numbers.cost import CostClass, cost_class
from custom_components.telephony.numbers.dial_plan import DialPlan, load_regions
from custom_components.telephony.numbers.guard import DialGuard, NumberRefused

from .disguises import COUNTRIES


def refusal(number: str, country: str | None = "DE", **options: object) -> str | None:
    """Return why a number is refused; None where it is dialed."""
    plan = DialPlan(options, country)
    guard = DialGuard(lambda: plan, lambda: options, lambda _: False, lambda _: None)
    try:
        guard.admit(number)
    except NumberRefused as refused:
        return refused.reason
    return None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+4930123456", CostClass.NATIONAL),
        ("+498001234567", CostClass.NATIONAL),
        ("+4915123456789", CostClass.MOBILE),
        ("+4366412345678", CostClass.INTERNATIONAL),
        ("+491805123456", CostClass.SHARED_COST),
        ("+447012345678", CostClass.SHARED_COST),
        ("+4990012345678", CostClass.PREMIUM),
        ("+449098790000", CostClass.PREMIUM),
        ("+979112345678", CostClass.PREMIUM),
        ("+870773111632", CostClass.SATELLITE),
        ("+881612345678", CostClass.SATELLITE),
        ("+882131234567", CostClass.SATELLITE),
        ("+883510001234567", CostClass.SATELLITE),
        ("+4990012345678999", CostClass.PREMIUM),
        ("+49111", None),
    ],
)
def test_the_class_of_a_number(number: str, expected: CostClass | None) -> None:
    load_regions()
    assert cost_class(number, "DE") == expected


@pytest.mark.parametrize(
    "number",
    [
        "0900 1 2345678",
        "+49 (0)900 12345678",
        "0049 900 12345678",
        "01013 0900 12345678",
        "0900 12345678 999",
        "*31#0900 12345678",
        "\uff10\uff19\uff10\uff10 12345678",
        "00 979 1 1234 5678",
        "+44 909 879 0000",
    ],
)
def test_a_premium_number_is_refused_in_whatever_spelling(number: str) -> None:
    assert refusal(number) == "cost_premium"
    assert refusal(number, outside_prefix="0") == "cost_premium"


@pytest.mark.parametrize("number", ["+870 773 111 632", "00 881 6 1234 5678"])
def test_a_satellite_phone_is_refused(number: str) -> None:
    assert refusal(number) == "cost_satellite"


def test_each_class_can_be_allowed_and_forbidden() -> None:
    every = [each.value for each in CostClass]
    assert refusal("0900 12345678", cost_classes_allowed=every) is None
    assert refusal("+43 664 12345678") is None
    at_home = ["national"]
    assert refusal("+43 664 12345678", cost_classes_allowed=at_home) == (
        "cost_international"
    )
    assert refusal("0151 23456789", cost_classes_allowed=at_home) == "cost_mobile"
    assert refusal("030 123456", cost_classes_allowed=at_home) is None
    assert refusal("4711", cost_classes_allowed=[]) is None


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_country_pays_for_its_own_premium_numbers_only_if_it_is_asked(
    country: str,
) -> None:
    load_regions()
    example = phonenumbers.example_number_for_type(
        country, PhoneNumberType.PREMIUM_RATE
    )
    if example is None:  # the plan of this country has none
        return
    national = phonenumbers.national_significant_number(example)
    whole = f"+{example.country_code}{national}"
    assert refusal(whole, country) == "cost_premium"
    trunk = phonenumbers.ndd_prefix_for_region(country, strip_non_digits=True) or ""
    assert refusal(trunk + national, country) in ("cost_premium", "emergency_number")


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("DE", "0 11833"),
        ("FR", "0 3615"),
        ("GB", "0 118 500"),
        ("NO", "0 1881"),
        ("CH", "0 1818"),
        ("TR", "0 11880"),
        ("US", "0 411"),
    ],
)
@pytest.mark.parametrize("short", [4, 5])
def test_a_short_number_is_expensive_outside_and_free_inside(
    country: str, number: str, short: int
) -> None:
    options = {"outside_prefix": "0", "short_number_length": short}
    assert refusal(number, country, **options) == "cost_premium"
    inside = number.removeprefix("0 ")
    assert refusal(inside, country, **options) == (
        None if len(inside) <= short else "cost_premium"
    )


@pytest.mark.parametrize(
    "number", ["+351 760 641 385", "+380 900 498 761", "00 380 900 498761 99"]
)
def test_a_number_that_nobody_has_yet_is_as_expensive_as_all_beside_it(
    number: str,
) -> None:
    assert refusal(number) == "cost_premium"


@pytest.mark.parametrize("number", ["+878 1234567890", "00 999 12345678", "0 00 999 1"])
def test_a_country_that_nobody_knows_is_abroad(number: str) -> None:
    options = {"outside_prefix": "0", "international_prefix": "00"}
    assert refusal(number, **options) is None
    at_home = ["national", "mobile"]
    assert refusal(number, **options, cost_classes_allowed=at_home) == (
        "cost_international"
    )
    for inland in ("030 123456", "0 030 123456", "+49 30 123456", "+49 111"):
        assert refusal(inland, **options, cost_classes_allowed=at_home) is None
