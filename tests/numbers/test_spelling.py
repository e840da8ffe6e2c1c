"""Numbers that people paste are meant as they are: what nobody sees is no part of them."""

import pytest

from custom_components.telephony.numbers.dial_plan import DialPlan
from custom_components.telephony.numbers.spelling import clean_number

GERMANY = DialPlan({"outside_prefix": "0", "international_prefix": "00"}, "DE")


def dialed(text: str) -> str:
    """Return how a number goes out in Germany, behind a 0."""
    number = clean_number(text)
    assert number is not None
    return GERMANY.dialled(number, bare=False, again=False)


@pytest.mark.parametrize(
    "pasted",
    [
        "+49 (0)30 123456",
        "+49(0)30/123456",
        "+49 [0] 30 123456",
        "(+49) (0)30 123456",
        "+49 0 30 123456",
        "\u202a+49 30 123456\u202c",
        "\ufeff+49\u200b30\u2060123\u00ad456",
        "\uff0b\uff14\uff19 \uff13\uff10 \uff11\uff12\uff13\uff14\uff15\uff16",
        "+49\u201330\u2212123\ufe63456",
        "+49\u00b730\u00b7123456",
        "tel:+49-30-123456",
        "TEL:+49%2030%20123456",
        "tel:30-123456;phone-context=+49",
        "callto://+4930123456",
        "\u2066tel:+49 (0)30 123456\u2069",
    ],
)
def test_a_pasted_number_is_dialed_as_it_is_meant(pasted: str) -> None:
    assert dialed(pasted) == "0004930123456"


def test_italys_zero_is_dialed() -> None:
    assert clean_number("+39 (0)6 12345678") == "+390612345678"
    assert clean_number("+7 (8) 495 1234567") == "+74951234567"
    assert clean_number("(030) 123456") == "030123456"
    assert clean_number("+1 (202) 555-0101") == "+12025550101"


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "0800 FLOWERS",
        "tel:ada",
        "\u0667\u0660\u0660",
        "70\u00b2",
        "+49 30 \u0406",
    ],
)
def test_letters_and_other_digits_are_refused(text: str) -> None:
    assert clean_number(text) is None
