"""What people say of calls, in five languages, through Home Assistant's own conversation."""

from collections.abc import AsyncIterator
from pathlib import Path
import shutil

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components import telephony
from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr, intent
from homeassistant.setup import async_setup_component

from .automation import device_id
from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    phone_book_entry,
)

SENTENCES = Path(telephony.__file__).parent / "sentences"
STATE = "sensor.line_700_state"
OTHER_STATE = "sensor.line_701_state"
CONTACTS = [
    {"number": "702", "name": "Ada Lovelace"},
    {"number": OUTSIDE, "name": "Charles Babbage"},
    {"number": "703", "name": "Charles Darwin"},
]


@pytest.fixture(autouse=True)
async def entry(
    hass: HomeAssistant, office: Office, tmp_path: Path
) -> AsyncIterator[MockConfigEntry]:
    """Connect a Home Assistant that listens, with line 700 exposed."""
    hass.config.config_dir = str(tmp_path)
    shutil.copytree(SENTENCES, tmp_path / "custom_sentences")
    for component in ("homeassistant", "conversation", "intent"):
        assert await async_setup_component(hass, component, {})
    connection = csta_entry(
        office.csta_server.port, assist_may_dial=True, phone_book=CONTACTS
    )
    await async_set_up(hass, connection)
    async_expose_entity(hass, conversation.DOMAIN, STATE, should_expose=True)
    yield connection
    await async_take_down(hass, connection)


async def _async_say(
    hass: HomeAssistant,
    text: str,
    *,
    language: str = "en",
    device: str | None = None,
    context: Context | None = None,
) -> intent.IntentResponse:
    """Say something to Assist."""
    result = await conversation.async_converse(
        hass, text, None, context or Context(), language=language, device_id=device
    )
    return result.response


def _speech(response: intent.IntentResponse) -> str:
    speech: str = response.speech["plain"]["speech"]
    return speech


@pytest.mark.parametrize(
    ("language", "call", "answer", "hang_up", "who_called"),
    [
        ("en", "Call Ada Lovelace", "Answer the phone", "Hang up", "Who called"),
        (
            "de",
            "Ruf Ada Lovelace an",
            "Nimm den Anruf an",
            "Leg auf",
            "Wer hat angerufen",
        ),
        (
            "fr",
            "Appelle Ada Lovelace",
            "Réponds au téléphone",
            "Raccroche",
            "Qui a appelé",
        ),
        (
            "es",
            "Llama a Ada Lovelace",
            "Contesta el teléfono",
            "Cuelga",
            "Quién ha llamado",
        ),
        (
            "ru",
            "Позвони Ada Lovelace",
            "Ответь на звонок",
            "Положи трубку",
            "Кто звонил",
        ),
    ],
)
async def test_calls_are_made_answered_and_ended_by_voice(
    hass: HomeAssistant,
    office: Office,
    language: str,
    call: str,
    answer: str,
    hang_up: str,
    who_called: str,
) -> None:
    """In every language there is a file for; each answer is a sentence."""
    said = await _async_say(hass, call, language=language)
    assert "Ada Lovelace" in _speech(said)
    await async_wait_state(hass, STATE, "dialing")
    assert office.leg("700").call.called == "702"
    assert _speech(await _async_say(hass, hang_up, language=language))
    await async_wait_state(hass, STATE, "idle")
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    assert _speech(await _async_say(hass, answer, language=language))
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    before = _speech(await _async_say(hass, who_called, language=language))
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, "sensor.line_700_missed_calls", "1")
    after = _speech(await _async_say(hass, who_called, language=language))
    assert "Charles Babbage" not in before
    assert "Charles Babbage" in after


async def test_who_called_is_said_as_the_name_is_pronounced(
    hass: HomeAssistant, office: Office
) -> None:
    stranger = "+4930777777"
    contact = {"number": stranger, "name": "Siobhán", "spoken": "Shivawn"}
    book = phone_book_entry(contact)
    await async_set_up(hass, book)
    office.ring("700", stranger)
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(stranger)
    await async_wait_state(hass, "sensor.line_700_missed_calls", "1")
    said = _speech(await _async_say(hass, "Who called"))
    assert "Shivawn" in said
    assert "Siobhán" not in said
    await async_take_down(hass, book)


async def test_a_number_is_called(hass: HomeAssistant, office: Office) -> None:
    """As people write it."""
    await _async_say(hass, "Call 7 0 3")
    await async_wait_state(hass, STATE, "dialing")
    assert office.leg("700").call.called == "703"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Call Charles", "Which Charles? I know Charles Babbage, Charles Darwin."),
        ("Call Nobody", "I can't find Nobody in the phone book."),
        ("Answer the phone", "There's no call for that."),
        ("Call 112", "Emergency"),
    ],
)
async def test_what_cannot_be_done_is_said(
    hass: HomeAssistant, office: Office, text: str, answer: str
) -> None:
    """And nothing is dialled; the guard stands before voice as before all else."""
    response = await _async_say(hass, text)
    assert response.error_code is intent.IntentResponseErrorCode.FAILED_TO_HANDLE
    assert answer.casefold() in _speech(response).casefold()
    assert not office.exchange.calls_of("700")


@pytest.mark.parametrize(("exposed", "may_dial"), [(False, True), (True, False)])
async def test_nobody_dials_by_voice_unless_it_was_allowed_twice(
    hass: HomeAssistant,
    office: Office,
    entry: MockConfigEntry,
    exposed: bool,
    may_dial: bool,
) -> None:
    """By exposing the line, and by an option that is off at first."""
    async_expose_entity(hass, conversation.DOMAIN, STATE, should_expose=exposed)
    options = {"phone_book": CONTACTS} | ({"assist_may_dial": True} if may_dial else {})
    hass.config_entries.async_update_entry(entry, options=options)
    response = await _async_say(hass, "Call Ada Lovelace")
    assert response.error_code is intent.IntentResponseErrorCode.FAILED_TO_HANDLE
    assert not office.exchange.calls_of("700")


async def test_the_line_is_the_named_one_or_the_one_in_the_room(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry
) -> None:
    """With several lines and neither, Assist asks."""
    async_expose_entity(hass, conversation.DOMAIN, OTHER_STATE, should_expose=True)
    response = await _async_say(hass, "Call Ada Lovelace")
    assert "Line 700, Line 701" in _speech(response)
    kitchen = ar.async_get(hass).async_create("Kitchen")
    devices = dr.async_get(hass)
    devices.async_update_device(
        device_id(hass, entry.entry_id, "701"), area_id=kitchen.id
    )
    satellite = devices.async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("test", "satellite")}
    )
    devices.async_update_device(satellite.id, area_id=kitchen.id)
    await _async_say(hass, "Call Ada Lovelace", device=satellite.id)
    await async_wait_state(hass, OTHER_STATE, "dialing")
    slots = {"recipient": {"value": "703"}, "line": {"value": "line 700"}}
    await intent.async_handle(hass, "test", "TelephonyMakeCall", slots)
    await async_wait_state(hass, STATE, "dialing")


async def test_a_pattern_of_the_phone_book_is_no_number_to_call(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry
) -> None:
    """It names a firm's callers; of two with one name the one with a number is meant."""
    contacts = [
        {"number": "704*", "name": "The bakery"},
        {"number": "705*", "name": "The dairy"},
        {"number": "705", "name": "The dairy"},
    ]
    options = {"phone_book": contacts, "assist_may_dial": True}
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.async_block_till_done()
    for said in ("The bakery", "704*"):
        response = await _async_say(hass, f"Call {said}")
        assert response.error_code is intent.IntentResponseErrorCode.FAILED_TO_HANDLE
        assert said in _speech(response)
    assert not office.exchange.calls_of("700")
    await _async_say(hass, "Call The dairy")
    await async_wait_state(hass, STATE, "dialing")
    assert office.leg("700").call.called == "705"


async def test_a_user_without_the_right_to_a_line_cannot_use_it_by_voice(
    hass: HomeAssistant, office: Office
) -> None:
    """The permission is the one of all other ways."""
    user = MockUser().add_to_hass(hass)
    response = await _async_say(
        hass, "Call Ada Lovelace", context=Context(user_id=user.id)
    )
    assert response.error_code is intent.IntentResponseErrorCode.FAILED_TO_HANDLE
    assert not office.exchange.calls_of("700")
