"""Phone books are entries of their own: set up, changed, asked in their order, and removed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowContext,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
import homeassistant.util.dt as dt_util

from ..home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    phone_book_entry,
)

STATE = "sensor.line_700_state"
PARTY = "sensor.line_700_remote_party"
UPLOAD = "12345678-1234-5678-1234-567812345678"
CARD = "BEGIN:VCARD\nFN:Ada Lovelace\nTEL:+49 30 123456\nEND:VCARD\n"


@contextmanager
def uploaded(folder: Path, content: str | bytes) -> Iterator[None]:
    """Let a file be uploaded."""
    path = folder / "contacts.vcf"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())

    @contextmanager
    def process(hass: HomeAssistant, file_id: str) -> Iterator[Path]:
        if file_id != UPLOAD or not path.exists():
            raise ValueError("File does not exist")
        yield path
        path.unlink()

    with patch(
        "custom_components.telephony.flows.phone_books.process_uploaded_file", process
    ):
        yield


async def async_open(
    hass: HomeAssistant, source: str, entry: ConfigEntry | None = None
) -> Any:
    """Open the form of a source, of a new phone book or to change an entry."""
    if entry is not None:
        context = ConfigFlowContext(source="reconfigure", entry_id=entry.entry_id)
        return await hass.config_entries.flow.async_init("telephony", context=context)
    form = await hass.config_entries.flow.async_init(
        "telephony", context={"source": "user"}
    )
    for step in ("phone_book", source):
        assert form["type"] is FlowResultType.MENU
        form = await hass.config_entries.flow.async_configure(
            form["flow_id"], {"next_step_id": step}
        )
    return form


async def async_fill(
    hass: HomeAssistant,
    source: str,
    entry: ConfigEntry | None = None,
    **user_input: Any,
) -> Any:
    """Fill a source's form in, and go on to the end if it is taken."""
    form = await async_open(hass, source, entry)
    assert form["step_id"] == source
    result = await hass.config_entries.flow.async_configure(
        form["flow_id"], {"name": "People", **user_input}
    )
    if result.get("step_id") == "report":
        result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


async def async_named(
    hass: HomeAssistant, office: Office, name: str, caller: str = OUTSIDE
) -> None:
    """Let somebody call whose name is shown, and hang up."""
    office.ring("700", caller)
    await async_wait_state(hass, PARTY, name)
    office.hang_up(caller)
    await async_wait_state(hass, STATE, "idle")


async def test_contacts_by_hand(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """They come, change and go without a reload of anything."""
    await hass.config.async_update(country="DE")
    ada = {"number": "030 123 456", "name": "Ada Lovelace"}
    result = await async_fill(hass, "manual", contacts=[ada])
    assert result["type"] is FlowResultType.CREATE_ENTRY
    book = result["result"]
    assert book.title == "People"
    await async_named(hass, office, "Ada Lovelace")

    form = await async_open(hass, "manual", book)
    suggested = {
        str(key): key.description["suggested_value"]
        for key in form["data_schema"].schema
    }
    assert suggested == {"name": "People", "contacts": [ada]}
    hass.config_entries.flow.async_abort(form["flow_id"])
    countess = {**ada, "name": "Countess"}
    result = await async_fill(hass, "manual", book, name="Nobles", contacts=[countess])
    assert result["reason"] == "reconfigure_successful"
    assert book.title == "Nobles"
    await async_named(hass, office, "Countess")
    await async_fill(hass, "manual", book)
    await async_named(hass, office, OUTSIDE)


async def test_a_name_that_is_typed_is_cut_short_as_others_are(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    long = {"number": OUTSIDE, "name": "Letters" * 1500, "spoken": "said" * 1500}
    await async_fill(hass, "manual", contacts=[long])
    await async_named(hass, office, ("Letters" * 1500)[:200])


async def test_a_file_is_uploaded(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, tmp_path: Path
) -> None:
    """It stays over a restart, another takes its place, and it goes with its entry."""
    with uploaded(tmp_path, CARD):
        result = await async_fill(hass, "file", upload=UPLOAD)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    book = result["result"]
    await async_named(hass, office, "Ada Lovelace")
    for entry in (csta, book):
        assert await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        await async_named(hass, office, "Ada Lovelace")
    with uploaded(tmp_path, CARD.replace("Ada Lovelace", "Countess")):
        await async_fill(hass, "file", book, upload=UPLOAD)
    await async_named(hass, office, "Countess")
    await hass.config_entries.async_remove(book.entry_id)
    await async_named(hass, office, OUTSIDE)


async def test_a_file_can_be_replaced_while_its_book_is_not_loaded(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, tmp_path: Path
) -> None:
    with uploaded(tmp_path, CARD):
        book = (await async_fill(hass, "file", upload=UPLOAD))["result"]
    assert await hass.config_entries.async_unload(book.entry_id)
    await async_named(hass, office, OUTSIDE)
    with uploaded(tmp_path, CARD.replace("Ada Lovelace", "Countess")):
        await async_fill(hass, "file", book, upload=UPLOAD)
    assert await hass.config_entries.async_setup(book.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_named(hass, office, "Countess")


async def test_nothing_is_left_of_a_book_that_is_removed(
    hass: HomeAssistant, hass_storage: dict[str, Any], tmp_path: Path
) -> None:
    with uploaded(tmp_path, "725;Ada\n"):
        book = (await async_fill(hass, "file", upload=UPLOAD))["result"]
    kept = [key for key in hass_storage if key.endswith(".phone_book")]
    assert [hass_storage[key]["data"]["contacts"] for key in kept] == [
        [["Ada", ["725"]]]
    ]
    await hass.config_entries.async_remove(book.entry_id)
    assert not [key for key in hass_storage if key.endswith(".phone_book")]


@pytest.mark.parametrize(
    ("content", "error", "detail"),
    [
        ("Имя;Телефон\nАнна;725\n".encode("cp1251"), "phone_book_encoding", "cp1252"),
        (b"<book>\n<contact>\n<name>Ada</b></contact>", "phone_book_broken", "3"),
        (b"Nothing that would be a phone book", "invalid_phone_book", ""),
    ],
)
async def test_a_file_that_is_refused_says_why(
    hass: HomeAssistant, tmp_path: Path, content: bytes, error: str, detail: str
) -> None:
    """In which encoding it was tried, or from which line on it can't be read."""
    form = await async_open(hass, "file")
    with uploaded(tmp_path, content):
        form = await hass.config_entries.flow.async_configure(
            form["flow_id"], {"name": "People", "upload": UPLOAD}
        )
    assert form["errors"] == {"upload": error}
    assert form["description_placeholders"] == {"detail": detail}


async def test_an_upload_says_what_became_of_it(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    """In the form's last step, with places and reasons."""
    form = await async_open(hass, "file")
    with uploaded(tmp_path, "Name;Phone\nAda;725\nBob;\nEva;who knows\n"):
        report = await hass.config_entries.flow.async_configure(
            form["flow_id"], {"name": "People", "upload": UPLOAD}
        )
    assert report["step_id"] == "report"
    assert report["description_placeholders"] == {
        "contacts": "1",
        "numbers": "1",
        "left_out": "Contacts left out: 2, phone numbers left out: 1. The first of them, by line of the file:"
        "\n\n- 3: Bob (no number)\n- 4: Eva (a number can't be read)",
    }
    done = await hass.config_entries.flow.async_configure(form["flow_id"], {})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    with uploaded(tmp_path, "Name;Phone\nAda;725\n"):
        form = await async_open(hass, "file")
        report = await hass.config_entries.flow.async_configure(
            form["flow_id"], {"name": "Others", "upload": UPLOAD}
        )
    assert report["description_placeholders"] == {
        "contacts": "1",
        "numbers": "1",
        "left_out": "Nothing was left out.",
    }


@pytest.mark.parametrize(
    ("source", "wrong", "error", "right"),
    [
        ("file", {"upload": UPLOAD}, {"upload": "invalid_phone_book"}, None),
        (
            "manual",
            {"contacts": [{"number": "ask Ada", "name": "Bob"}]},
            {"contacts": "invalid_number"},
            {"contacts": [{"number": "725", "name": "Ada"}]},
        ),
        (
            "manual",
            {"contacts": [{"number": "725"}]},
            {"contacts": "nameless_contact"},
            {"contacts": [{"number": "725", "name": "Ada"}]},
        ),
        ("manual", {"name": " "}, {"name": "name_needed"}, {}),
        ("file", {"name": " ", "upload": UPLOAD}, {"name": "name_needed"}, None),
    ],
)
async def test_what_cannot_be_read_is_said_and_can_be_mended(
    hass: HomeAssistant,
    tmp_path: Path,
    source: str,
    wrong: dict[str, Any],
    error: dict[str, str],
    right: dict[str, Any] | None,
) -> None:
    """Nothing is kept before."""
    form = await async_fill(hass, source, **wrong)
    assert form["errors"] == error
    assert not hass.config_entries.async_entries("telephony")
    with uploaded(tmp_path, CARD):
        done = await hass.config_entries.flow.async_configure(
            form["flow_id"],
            {"name": "People", **({"upload": UPLOAD} if right is None else right)},
        )
        if source == "file":
            done = await hass.config_entries.flow.async_configure(form["flow_id"], {})
    assert done["type"] is FlowResultType.CREATE_ENTRY


async def test_a_contact_is_a_person_of_the_house(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Whose name and picture are shown."""
    hass.states.async_set(
        "person.ada", "home", {"friendly_name": "Ada", "entity_picture": "/ada.png"}
    )
    await async_fill(
        hass, "manual", contacts=[{"number": OUTSIDE, "person": "person.ada"}]
    )
    office.ring("700")
    party = await async_wait_state(hass, PARTY, "Ada")
    assert party.attributes["entity_picture"] == "/ada.png"


async def test_a_contacts_groups_stand_beside_its_name(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, tmp_path: Path
) -> None:
    """In states, events and answers; whom nobody knows has none."""
    card = CARD.replace("END:", "CATEGORIES:VIP,Family\nEND:")
    with uploaded(tmp_path, card):
        await async_fill(hass, "file", upload=UPLOAD)
    office.ring("700")
    party = await async_wait_state(hass, PARTY, "Ada Lovelace")
    assert party.attributes["contact_groups"] == ["VIP", "Family"]
    event = hass.states.get("event.line_700_call")
    assert event
    assert event.attributes["contact_groups"] == ["VIP", "Family"]
    answer: Any = await hass.services.async_call(
        "telephony",
        "get_calls",
        {"entity_id": STATE},
        blocking=True,
        return_response=True,
    )
    assert [each["contact_groups"] for each in answer["calls"]] == [["VIP", "Family"]]
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, STATE, "idle")
    office.ring("700", "+493055555")
    party = await async_wait_state(hass, PARTY, "+493055555")
    assert party.attributes["contact_groups"] == []


async def test_how_a_name_is_pronounced_stands_beside_it(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    siobhan = {"number": OUTSIDE, "name": "Siobhán", "spoken": "Shivawn"}
    await async_fill(hass, "manual", contacts=[siobhan])
    office.ring("700")
    party = await async_wait_state(hass, PARTY, "Siobhán")
    assert party.attributes["spoken_name"] == "Shivawn"
    event = hass.states.get("event.line_700_call")
    assert event
    assert event.attributes["spoken_name"] == "Shivawn"
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, STATE, "idle")
    office.ring("700", "+493055555")
    party = await async_wait_state(hass, PARTY, "+493055555")
    assert party.attributes["spoken_name"] is None


async def _async_options(
    hass: HomeAssistant, entry: ConfigEntry, **options: Any
) -> None:
    form = await hass.config_entries.options.async_init(entry.entry_id)
    assert form["step_id"] == "phone_book"
    result = await hass.config_entries.options.async_configure(form["flow_id"], options)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()


async def test_several_books_are_asked_in_their_order(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The first that was made, until their options say something else."""
    first = phone_book_entry({"number": OUTSIDE, "name": "Ada"})
    second = phone_book_entry({"number": OUTSIDE, "name": "Countess"})
    for entry in (first, second):
        await async_set_up(hass, entry)
    await async_named(hass, office, "Ada")
    await _async_options(hass, second, order=9)
    await async_named(hass, office, "Countess")
    await _async_options(hass, first, order=1)
    await async_named(hass, office, "Ada")
    assert await hass.config_entries.async_unload(first.entry_id)
    await async_named(hass, office, "Countess")


async def test_the_number_that_fits_best_wins_whichever_book_has_it(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    company = phone_book_entry({"number": "+493012*", "name": "Company"}, order=1)
    person = phone_book_entry({"number": OUTSIDE, "name": "Ada"}, order=2)
    for entry in (company, person):
        await async_set_up(hass, entry)
    await async_named(hass, office, "Ada")
    await async_named(hass, office, "Company", "+493012999")


async def test_a_book_of_one_connection_is_not_asked_by_another(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Two phone systems may each have an extension 725."""
    other = csta_entry(office.csta_server.port, ["702"])
    await async_set_up(hass, other)
    book = phone_book_entry({"number": "725", "name": "Ada"}, connection=other.entry_id)
    await async_set_up(hass, book)
    await async_named(hass, office, "725", "725")
    office.ring("702", "725")
    await async_wait_state(hass, "sensor.line_702_remote_party", "Ada")
    await _async_options(hass, book, order=10)
    assert "connection" not in book.options
    await async_named(hass, office, "Ada", "725")
    await async_take_down(hass, other)


async def test_a_deleted_connection_is_not_offered_in_the_options(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    book = phone_book_entry({"number": OUTSIDE, "name": "Ada"}, connection="gone")
    await async_set_up(hass, book)
    await async_named(hass, office, OUTSIDE)
    form: Any = await hass.config_entries.options.async_init(book.entry_id)
    fields = {str(key): key for key in form["data_schema"].schema}
    assert fields["connection"].description is None
    await _async_options(hass, book, order=10)
    await async_named(hass, office, "Ada")


async def test_a_book_has_sensors_and_diagnostics_without_names(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, tmp_path: Path
) -> None:
    with uploaded(tmp_path, "Name;Phone\nAda;725\nBob;\nEva;726\n"):
        book = (await async_fill(hass, "file", upload=UPLOAD))["result"]
    contacts = hass.states.get("sensor.people_contacts")
    assert contacts
    assert contacts.state == "2"
    updated = hass.states.get("sensor.people_last_update")
    assert updated
    age = dt_util.utcnow() - (dt_util.parse_datetime(updated.state) or dt_util.now())
    assert 0 <= age.total_seconds() < 60
    registry = er.async_get(hass)
    entities = er.async_entries_for_config_entry(registry, book.entry_id)
    assert {each.entity_category for each in entities} == {"diagnostic"}

    [device] = dr.async_entries_for_config_entry(dr.async_get(hass), book.entry_id)
    told = await get_diagnostics_for_config_entry(hass, hass_client, book)
    assert told == await get_diagnostics_for_device(hass, hass_client, book, device)
    assert told["contacts"] == 2
    assert told["source"] == "file"
    assert told["report"] == {
        "contacts": 2,
        "numbers": 2,
        "contacts_left_out": 1,
        "numbers_left_out": 0,
        "no_number": 1,
        "first_left_out": ["3: no_number"],
    }
    assert not any(word in str(told) for word in ("Ada", "Bob", "725"))


async def test_a_book_is_no_line_to_act_on(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    """Its device and entities are passed over in an area, and an error when named."""
    await async_set_up(hass, phone_book_entry({"number": OUTSIDE, "name": "Ada"}))
    with pytest.raises(ServiceValidationError) as error:
        await hass.services.async_call(
            "telephony",
            "get_calls",
            {"entity_id": "sensor.people_contacts"},
            blocking=True,
            return_response=True,
        )
    assert error.value.translation_key == "not_a_line"


async def test_without_any_connection_books_are_loaded_and_a_connection_can_be_added(
    hass: HomeAssistant, office: Office
) -> None:
    book = phone_book_entry({"number": OUTSIDE, "name": "Ada"})
    await async_set_up(hass, book)
    menu = await hass.config_entries.flow.async_init(
        "telephony", context={"source": "user"}
    )
    form = await hass.config_entries.flow.async_configure(
        menu["flow_id"], {"next_step_id": "telestra"}
    )
    result = await hass.config_entries.flow.async_configure(
        form["flow_id"],
        {"host": "127.0.0.1", "port": office.telestra_server.port, "lines": "705"},
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    office.ring("705")
    await async_wait_state(hass, "sensor.705_remote_party", "Ada")
    await hass.config_entries.async_unload(result["result"].entry_id)
    assert book.state is ConfigEntryState.LOADED
