"""Numbers are the same if they share a reading, whatever the network writes."""

import random
from typing import Any

from hypothesis import given, strategies as st
import phonenumbers
import pytest

from custom_components.telephony.cti.model import Party
from custom_components.telephony.numbers.dial_plan import DialPlan
from custom_components.telephony.numbers.filter import NumberFilter
from custom_components.telephony.numbers.readings import (
    e164,
    parse,
    stays_as_it_is,
    trunk_prefix,
)
from custom_components.telephony.phone_book.contacts import Contact
from custom_components.telephony.phone_book.index import ContactIndex

from .recognition import cells


def readings(country: str | None = "DE", **options: Any) -> Any:
    """Return how numbers are read somewhere."""
    return DialPlan(options, country).readings


def found(caller: str, *stored: str, country: str | None = "DE", **options: Any) -> str:
    """Return the contact, named by its number, whose number a caller has."""
    book = ContactIndex(Contact(each, (each,)) for each in stored)
    match = book.find(caller, DialPlan(options, country))
    return match.contact.name if match else ""


# Sets, never the first that is valid


def test_all_plausible_readings_are_kept() -> None:
    assert readings().of("4917123456789") >= {"+4917123456789"}
    assert readings().of("4915123456789") >= {"+4915123456789", "+494915123456789"}


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_a_number_with_the_trunk_prefix_is_what_the_library_reads(region: str) -> None:
    """In each country, for examples of each type and for some that are a digit shorter, longer or other."""
    chance = random.Random(region)
    trunk = trunk_prefix(region)
    known = readings(region)
    for kind in phonenumbers.PhoneNumberType.values():
        example = phonenumbers.example_number_for_type(region, kind)
        if example is None:
            continue
        national = phonenumbers.national_significant_number(example)
        other = national.replace(chance.choice(national), chance.choice("0123456789"))
        for each in (national, national[:-1], f"{national}7", other, trunk + national):
            number = parse(trunk + each, region)
            is_short = len(trunk + each) <= 4
            if number and phonenumbers.is_valid_number(number) and not is_short:
                assert e164(number) in known.of(trunk + each)


@pytest.mark.parametrize("contact", ["+49 1512 3456789", "0 0151 23456789"])
@pytest.mark.parametrize("caller", ["4915123456789", "0015123456789", "015123456789"])
def test_a_mobile_caller_without_a_plus_has_a_name(contact: str, caller: str) -> None:
    assert found(caller, contact, outside_prefix="0") == contact


def test_a_number_that_may_be_two_peoples_is_nobodys() -> None:
    mobile, area = "+49 1512 3456789", "+49 4915 123456789"
    assert found("4915123456789", mobile, area) == ""
    assert found("4915123456789", mobile, area, "4915123456789") == "4915123456789"
    assert found("04915123456789", mobile, area) == area
    assert found("+4915123456789", area, mobile) == mobile


def test_of_two_people_with_one_number_the_first_is_shown() -> None:
    assert found("4930123456", "030 123456", "+49 30 123456") == "030 123456"


@pytest.mark.parametrize(
    ("caller", "contact"),
    [
        ("**610", "610"),
        ("610", "**610"),
        ("030123456", "*31#030 123456"),
        ("4930123456", "*121#030123456"),
        ("L0#030123456", "+49 30 123456"),
        ("#31#0049 30 123456", "+49 30 123456"),
        ("+4930123456", "**21*030123456#"),
    ],
)
def test_codes_and_trunk_marks_hide_no_number(caller: str, contact: str) -> None:
    assert found(caller, contact) == contact


def test_a_code_is_no_number() -> None:
    assert found("21", "*21#") == ""
    assert found("*21#", "*21#") == "*21#"


def test_without_an_area_code_it_is_the_phone_systems_own() -> None:
    assert found("666666", "+49 30 666666", area_code="030") == "+49 30 666666"
    assert found("666666", "+49 40 666666", area_code="30") == ""
    assert found("6666666", "+49 40 6666666", area_code="30") == ""


def test_without_a_country_the_last_digits_count() -> None:
    berlin = "+49 30 12345678"
    assert found("03012345678", berlin, country=None) == berlin
    assert found("493012345678", berlin, country=None) == berlin
    assert found("04012345678", berlin, country=None) == ""
    assert found("+494012345678", berlin, country=None) == ""
    assert found("345678", berlin, country=None) == ""
    assert found("345678", berlin, country=None, last_digits=6) == berlin
    assert found("89001234567", "+7 900 123-45-67", country=None) == "+7 900 123-45-67"


@pytest.mark.parametrize(
    ("country", "written", "whole"),
    [
        ("DE", "+49 (0)30 123456", "+4930123456"),
        ("IT", "+39 (0)6 12345678", "+390612345678"),
        ("AT", "0043 (0)664 1234567", "+436641234567"),
        ("US", "011 49 30 123456", "+4930123456"),
        ("US", "0049 30 123456", "+4930123456"),
    ],
)
def test_a_whole_number_is_one_reading(country: str, written: str, whole: str) -> None:
    assert whole in readings(country).of(written)


# Filters of triggers


def passes(caller: str, /, **options: Any) -> bool:
    """Tell whether a caller passes a trigger's filter."""
    return NumberFilter(options).passes(Party(number=caller), DialPlan({}, "DE"))


@pytest.mark.parametrize(
    "caller", ["4915123456789", "004915123456789", "+4915123456789", "015123456789"]
)
def test_filters_read_numbers_in_the_same_way(caller: str) -> None:
    assert passes(caller, number=["0151 23456789"])
    assert passes(caller, number_prefix=["0151"])
    assert passes(caller, number_prefix=["+49 151"])
    assert passes(caller, number_prefix=["0049 151"])
    assert not passes(caller, number=["0152 23456789"])
    assert not passes(caller, number_prefix=["0152"])


# The table


def test_callers_are_recognized_in_all_countries_and_spellings() -> None:
    """A fixed share of the table that `scripts/numbers` prints."""
    table = list(cells(40))
    assert len(table) == 201
    assert not [cell for cell in table if cell.not_found or cell.false]


@given(
    code=st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)),
    rest=st.from_regex(r"[0-9]{4,13}", fullmatch=True),
)
def test_what_is_taken_for_read_is_what_reading_it_gives(code: int, rest: str) -> None:
    """Of all countries, national prefixes and carriers' codes behind the country code too."""
    text = f"+{code}{rest}"
    number = parse(text, None)
    if number is not None and stays_as_it_is(text):
        assert e164(number) == text


@pytest.mark.parametrize(
    "number", ["+4930123456", "+390212345678", "+12125550123", "+80012345678"]
)
def test_an_international_number_stays_as_it_is(number: str) -> None:
    assert stays_as_it_is(number)
    assert readings().of(number) == {number}


@pytest.mark.parametrize(
    "number",
    [
        "+49030123456",
        "+5491123456789",
        "+78001234567890",
        "+99",
        "+0301234567",
        "4930123456",
    ],
)
def test_what_may_be_written_otherwise_is_read(number: str) -> None:
    assert not stays_as_it_is(number)
