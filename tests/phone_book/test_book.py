"""Who calls: names found in whatever spelling."""

from pathlib import Path
import subprocess
import sys
import threading
from typing import Any
from unittest.mock import patch

from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telephony.numbers.dial_plan import DialPlan
from custom_components.telephony.phone_book.contacts import Contact
from custom_components.telephony.phone_book.index import ContactIndex
from homeassistant.core import HomeAssistant

from ..home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    phone_book_entry,
)

PARTY = "sensor.line_700_remote_party"


def _found(number: str, *contacts: Contact, country: str = "DE", **options: Any) -> str:
    """Return the name that a number has in a phone book; nothing where it has none."""
    match = ContactIndex(contacts).find(number, DialPlan(options, country))
    return match.contact.name if match else ""


def _contact(number: str, name: str = "Ada") -> Contact:
    return Contact(name, (number,))


@pytest.mark.parametrize("stored", ["+4930123456", "030/123456", "0049 30 12 34 56"])
@pytest.mark.parametrize(
    "number", ["+4930123456", "030123456", "4930123456", "004930123456", "90030123456"]
)
def test_a_number_is_known_in_whatever_spelling(stored: str, number: str) -> None:
    """Also with the prefix that the switch puts before numbers from outside."""
    options = {"outside_prefix": "9", "international_prefix": "00"}
    if number.startswith("9"):
        options = {"outside_prefix": "90"}
    assert _found(number, _contact(stored), **options) == "Ada"


def test_a_russian_number_with_an_eight() -> None:
    """The trunk prefix is the country's, not the contact's."""
    assert _found("89001234567", _contact("+7 900 123-45-67"), country="RU") == "Ada"
    assert _found("+79001234567", _contact("8 (900) 1234567"), country="RU") == "Ada"


def test_once_the_regions_are_loaded_no_number_reads_a_file() -> None:
    """An interpreter of its own, since this one may have read them long before."""
    script = """
import sys
import phonenumbers
from custom_components.telephony.numbers.dial_plan import DialPlan, load_regions
load_regions()
before = set(sys.modules)
for region in phonenumbers.SUPPORTED_REGIONS:
    number = phonenumbers.example_number(region)
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert DialPlan({}, region).readings.canonical(text) == text
    phonenumbers.connects_to_emergency_number("112", region)
read = {name for name in set(sys.modules) - before if "phonenumbers" in name}
assert not read, read
"""
    subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        cwd=Path(__file__).parent.parent.parent,
    )


async def test_the_regions_are_loaded_outside_the_event_loop(
    hass: HomeAssistant, office: Office
) -> None:
    threads: list[threading.Thread] = []
    with patch(
        "custom_components.telephony.phone_book.lookup.load_regions",
        lambda: threads.append(threading.current_thread()),
    ):
        entry = csta_entry(office.csta_server.port)
        await async_set_up(hass, entry)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()
    await async_take_down(hass, entry)


def test_extensions_are_compared_as_they_are() -> None:
    """A short number is not the end of a long one, nor the other way round."""
    assert _found("725", _contact("725")) == "Ada"
    assert _found("725", _contact("0725")) == ""
    assert _found("34567", _contact("+493034567")) == ""
    assert _found("+49301234725", _contact("725")) == ""


def test_a_number_without_its_area_code_is_known() -> None:
    """As long as it is long enough to be nobody else's."""
    assert _found("+12125552368", _contact("555-2368"), country="US") == "Ada"
    assert _found("5552368", _contact("+1 212 555 2368"), country="US") == "Ada"


def test_the_longest_match_wins() -> None:
    """The person before the company, whichever stands first."""
    company = _contact("+49 30 1234*", "Company")
    department = _contact("030 12345*", "Department")
    person = _contact("+49 30 123456", "Ada")
    contacts = (company, department, person)
    assert _found("030123456", *contacts) == "Ada"
    assert _found("030123457", *contacts) == "Department"
    assert _found("+4930123499", *contacts) == "Company"
    assert _found("+4930999999", *contacts) == ""


def test_two_people_with_the_same_last_digits_are_two() -> None:
    """What differs is what counts."""
    berlin, hamburg = _contact("+4930123456", "Ada"), _contact("+4940123456", "Bob")
    assert _found("040 123456", berlin, hamburg) == "Bob"
    assert _found("030 123456", hamburg, berlin) == "Ada"
    assert _found("089 123456", berlin, hamburg) == ""


@given(number=st.text(max_size=40), stored=st.text(max_size=40))
def test_whatever_a_switch_calls_a_number_is_looked_up(
    number: str, stored: str
) -> None:
    """It has a name or none, and nothing breaks."""
    index = ContactIndex([Contact("Ada", (stored,))])
    match = index.find(number, DialPlan({}, "DE"))
    assert match is None or match.contact.name == "Ada"


async def test_the_switchs_name_stands_where_the_book_has_none(
    hass: HomeAssistant, telestra: MockConfigEntry, office: Office
) -> None:
    """The book's own wins."""
    party = "sensor.705_remote_party"
    office.ring("705", name="Exchange's Ada")
    await async_wait_state(hass, party, "Exchange's Ada")
    book = phone_book_entry({"number": OUTSIDE, "name": "Our Ada"})
    await async_set_up(hass, book)
    await async_wait_state(hass, party, "Our Ada")
    assert await hass.config_entries.async_unload(book.entry_id)
    await async_wait_state(hass, party, "Exchange's Ada")


async def test_a_suppressed_caller_stays_suppressed(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Even of somebody whom the book knows."""
    await async_set_up(hass, phone_book_entry({"number": OUTSIDE, "name": "Ada"}))
    office.ring("700", restricted=True)
    await async_wait_state(hass, PARTY, "anonymous")


async def test_50000_contacts_are_loaded_beside_the_calls(
    hass: HomeAssistant, office: Office, hass_storage: dict[str, Any]
) -> None:
    """The connection does not wait for them; whoever is among them is known."""
    entry = csta_entry(office.csta_server.port, ["700"])
    contacts = [[f"Contact {n}", [f"+4930{n:07}"]] for n in range(49_999)]
    contacts.append(["Ada Lovelace", [OUTSIDE]])
    hass_storage[f"telephony.{entry.entry_id}.phone_book"] = {
        "version": 1,
        "minor_version": 1,
        "key": f"telephony.{entry.entry_id}.phone_book",
        "data": {"contacts": contacts},
    }
    office.ring("700")
    await async_set_up(hass, entry)
    await async_wait_state(hass, PARTY, "Ada Lovelace")
    await async_take_down(hass, entry)
