"""Who calls: names by hand, uploaded and of persons, found in whatever spelling."""

from collections.abc import Iterator
from contextlib import contextmanager
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
from custom_components.telephony.phone_book.index import Contact, ContactIndex
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from ..home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
PARTY = "sensor.line_700_remote_party"
UPLOAD = "12345678-1234-5678-1234-567812345678"


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
        "custom_components.telephony.phone_book.book.load_regions",
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


@contextmanager
def _uploaded(folder: Path, content: str) -> Iterator[None]:
    """Let a file be uploaded."""
    path = folder / "contacts.vcf"
    path.write_text(content, encoding="utf-8")

    @contextmanager
    def process(hass: HomeAssistant, file_id: str) -> Iterator[Path]:
        if file_id != UPLOAD or not path.exists():
            raise ValueError("File does not exist")
        yield path
        path.unlink()

    with patch(
        "custom_components.telephony.flows.contacts.process_uploaded_file", process
    ):
        yield


async def _async_change(
    hass: HomeAssistant, entry: MockConfigEntry, **user_input: Any
) -> Any:
    """Fill the options' form in."""
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    form = await hass.config_entries.options.async_configure(
        menu["flow_id"], {"next_step_id": "phone_book"}
    )
    assert form["type"] is FlowResultType.FORM
    result = await hass.config_entries.options.async_configure(
        form["flow_id"], {"forget_uploaded": False, **user_input}
    )
    if result.get("step_id") == "phone_book_report":
        result = await hass.config_entries.options.async_configure(
            result["flow_id"], {}
        )
    await hass.async_block_till_done()
    return result


async def _async_named(hass: HomeAssistant, office: Office, name: str) -> None:
    """Let somebody call whose name is shown, and hang up."""
    office.ring("700")
    await async_wait_state(hass, PARTY, name)
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, STATE, "idle")


async def test_contacts_by_hand(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """They come and go without a reload."""
    await hass.config.async_update(country="DE")
    ada = {"number": "030 123 456", "name": "Ada Lovelace"}
    await _async_change(hass, csta, contacts=[ada])
    await _async_named(hass, office, "Ada Lovelace")
    await _async_change(hass, csta)
    await _async_named(hass, office, OUTSIDE)


async def test_a_card_is_uploaded(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, tmp_path: Path
) -> None:
    """It stays over a restart, takes the place of another, and can be forgotten."""
    card = "BEGIN:VCARD\nFN:Ada Lovelace\nTEL:+49 30 123456\nEND:VCARD\n"
    with _uploaded(tmp_path, card):
        await _async_change(hass, csta, upload=UPLOAD)
    await _async_named(hass, office, "Ada Lovelace")
    assert await hass.config_entries.async_reload(csta.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await _async_named(hass, office, "Ada Lovelace")
    with _uploaded(tmp_path, card.replace("Ada Lovelace", "Countess")):
        await _async_change(hass, csta, upload=UPLOAD)
    await _async_named(hass, office, "Countess")
    await _async_change(hass, csta, forget_uploaded=True)
    await _async_named(hass, office, OUTSIDE)


async def test_an_upload_says_what_became_of_it(
    hass: HomeAssistant, csta: MockConfigEntry, tmp_path: Path
) -> None:
    """In the form's last step, with places and reasons."""
    menu = await hass.config_entries.options.async_init(csta.entry_id)
    form = await hass.config_entries.options.async_configure(
        menu["flow_id"], {"next_step_id": "phone_book"}
    )
    with _uploaded(tmp_path, "Name;Phone\nAda;725\nBob;\nEva;who knows\n"):
        report = await hass.config_entries.options.async_configure(
            form["flow_id"], {"forget_uploaded": False, "upload": UPLOAD}
        )
    assert report["step_id"] == "phone_book_report"
    assert report["description_placeholders"] == {
        "contacts": "1",
        "numbers": "1",
        "contacts_left_out": "2",
        "numbers_left_out": "1",
        "left_out": "- 3: Bob (no number)\n- 4: Eva (a number can't be read)\n- 4: Eva (no number)",
    }
    done = await hass.config_entries.options.async_configure(form["flow_id"], {})
    assert done["type"] is FlowResultType.CREATE_ENTRY


async def test_a_file_can_be_uploaded_while_the_switch_is_away(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, tmp_path: Path
) -> None:
    """It is there when the connection comes back."""
    assert await hass.config_entries.async_unload(csta.entry_id)
    with _uploaded(tmp_path, "+49 30 123456;Ada Lovelace\n"):
        await _async_change(hass, csta, upload=UPLOAD)
    assert await hass.config_entries.async_setup(csta.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await _async_named(hass, office, "Ada Lovelace")


async def test_a_phone_book_goes_with_its_connection(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    hass_storage: dict[str, Any],
    tmp_path: Path,
) -> None:
    """Nothing is left behind."""
    with _uploaded(tmp_path, "725;Ada\n"):
        await _async_change(hass, csta, upload=UPLOAD)
    key = f"telephony.{csta.entry_id}.phone_book"
    assert hass_storage[key]["data"]["contacts"] == [["Ada", ["725"]]]
    await hass.config_entries.async_remove(csta.entry_id)
    assert key not in hass_storage


@pytest.mark.parametrize(
    ("user_input", "error"),
    [
        ({"upload": UPLOAD}, {"upload": "invalid_phone_book"}),
        (
            {"contacts": [{"number": "ask Ada", "name": "Bob"}]},
            {"contacts": "invalid_number"},
        ),
        ({"contacts": [{"number": "725"}]}, {"contacts": "nameless_contact"}),
    ],
)
async def test_what_cannot_be_read_is_said_and_can_be_mended(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    user_input: dict[str, Any],
    error: dict[str, str],
) -> None:
    """Nothing is changed before."""
    form = await _async_change(hass, csta, **user_input)
    assert form["errors"] == error
    assert "phone_book" not in csta.options
    done = await hass.config_entries.options.async_configure(
        form["flow_id"], {"contacts": [{"number": "725", "name": "Ada"}]}
    )
    assert done["type"] is FlowResultType.CREATE_ENTRY
    assert csta.options["phone_book"] == [{"number": "725", "name": "Ada"}]


async def test_a_contact_is_a_person_of_the_house(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Whose name and picture are shown."""
    hass.states.async_set(
        "person.ada", "home", {"friendly_name": "Ada", "entity_picture": "/ada.png"}
    )
    contact = {"number": OUTSIDE, "person": "person.ada"}
    await _async_change(hass, csta, contacts=[contact])
    office.ring("700")
    party = await async_wait_state(hass, PARTY, "Ada")
    assert party.attributes["entity_picture"] == "/ada.png"


async def test_the_switchs_name_stands_where_the_book_has_none(
    hass: HomeAssistant, telestra: MockConfigEntry, office: Office
) -> None:
    """The book's own wins."""
    party = "sensor.705_remote_party"
    office.ring("705", name="Exchange's Ada")
    await async_wait_state(hass, party, "Exchange's Ada")
    contact = {"number": OUTSIDE, "name": "Our Ada"}
    hass.config_entries.async_update_entry(telestra, options={"phone_book": [contact]})
    await async_wait_state(hass, party, "Our Ada")


async def test_a_suppressed_caller_stays_suppressed(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Even of somebody whom the book knows."""
    contact = {"number": OUTSIDE, "name": "Ada"}
    hass.config_entries.async_update_entry(csta, options={"phone_book": [contact]})
    await hass.async_block_till_done()
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
