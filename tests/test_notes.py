"""What somebody writes about a call stays with it, and is there when the same number calls again."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.telephony.call_log.notes import MAX_NOTES, Note, Notes
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .call_log.made_calls import BEGIN
from .card import Card, device_id, subscribe
from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
PARTY = "sensor.line_700_remote_party"
EVENT = "event.line_700_call"


async def async_ring(
    hass: HomeAssistant, office: Office, line: str = "700", number: str = OUTSIDE
) -> None:
    """Let somebody call."""
    office.ring(line, caller=number)
    await async_wait_state(hass, f"sensor.line_{line}_state", "ringing")


async def async_end(hass: HomeAssistant, office: Office, line: str = "700") -> None:
    """Let the call end unanswered."""
    office.hang_up(line)
    await async_wait_state(hass, f"sensor.line_{line}_state", "idle")


async def async_note(hass: HomeAssistant, note: str, **data: Any) -> None:
    """Write a note."""
    await hass.services.async_call(
        "telephony",
        "set_note",
        {"entity_id": STATE, "note": note, **data},
        blocking=True,
    )


async def async_log(hass: HomeAssistant) -> list[Any]:
    """Return the notes of the finished calls, newest first."""
    answer = await hass.services.async_call(
        "telephony",
        "get_call_log",
        {"entity_id": STATE},
        blocking=True,
        return_response=True,
    )
    assert answer
    calls = answer["calls"]
    assert isinstance(calls, list)
    return [call["note"] for call in calls if isinstance(call, dict)]


def shown(hass: HomeAssistant, entity_id: str, attribute: str) -> Any:
    """Return an attribute."""
    state = hass.states.get(entity_id)
    return state and state.attributes.get(attribute)


async def test_a_note_of_a_call_in_progress_comes_up_at_the_next_ring(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """At whichever line; the call itself shows it at once, and keeps it."""
    card = await subscribe(await hass_ws_client(hass))
    await async_ring(hass, office)
    await async_note(hass, " wants the invoice ")
    await card.async_wait(lambda: told(card, "note") == "wants the invoice")
    assert told(card, "last_note") is None
    answer = await hass.services.async_call(
        "telephony",
        "get_calls",
        {"entity_id": STATE},
        blocking=True,
        return_response=True,
    )
    assert "wants the invoice" in str(answer)
    await async_end(hass, office)
    assert shown(hass, "sensor.line_700_last_call", "note") == "wants the invoice"
    assert await async_log(hass) == ["wants the invoice"]

    await async_ring(hass, office, "701")
    party, event = "sensor.line_701_remote_party", "event.line_701_call"
    assert shown(hass, party, "last_note") == "wants the invoice"
    await async_wait_for(hass, lambda: shown(hass, event, "last_note"))
    await card.async_wait(lambda: told(card, "last_note", "701") == "wants the invoice")
    assert told(card, "note", "701") is None
    await async_end(hass, office, "701")
    await async_ring(hass, office, number="+4930777")
    assert shown(hass, PARTY, "number") == "+4930777"
    assert shown(hass, PARTY, "last_note") is None


def told(card: Card, key: str, line: str = "700") -> Any:
    """Return what the card knows of the call of a line."""
    calls = card.calls(line)
    return calls[0][key] if calls else None


async def test_the_note_of_the_newest_call_counts_and_an_empty_one_takes_it_away(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Also for a call that rings now, and in the log of a card that is open."""
    client = await hass_ws_client(hass)
    card = await subscribe(client)
    for _ in range(2):
        await async_ring(hass, office)
        await async_end(hass, office)
    await card.async_wait(lambda: len(card.line("700")["log"]) == 2)
    newest, oldest = (call["call_id"] for call in card.line("700")["log"])
    await async_ring(hass, office)
    other = await hass_ws_client(hass)
    for call_id, note, last in (
        (oldest, "first", "first"),
        (newest, "second", "second"),
        (oldest, "first again", "second"),
        (newest, "", "first again"),
        (oldest, "", None),
    ):
        await other.send_json_auto_id(
            {
                "type": "telephony/set_note",
                "device_id": device_id(hass, csta, "700"),
                "call_id": call_id,
                "note": note,
            }
        )
        assert (await other.receive_json())["success"]
        assert shown(hass, PARTY, "last_note") == last
        await card.async_wait(lambda: noted(card, call_id) == (note or None))  # noqa: B023
        await card.async_wait(lambda: told(card, "last_note") == last)  # noqa: B023
    assert await async_log(hass) == [None, None]


def noted(card: Card, call_id: str) -> Any:
    """Return the note of a call in the card's log."""
    return next(
        call["note"] for call in card.line("700")["log"] if call["call_id"] == call_id
    )


async def test_a_note_survives_a_restart_and_goes_with_its_line(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, ["700", "701"])
    await async_set_up(hass, entry)
    await async_ring(hass, office)
    await async_end(hass, office)
    await async_note(hass, "moved to Berlin")
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_wait_state(hass, STATE, "idle")
    assert await async_log(hass) == ["moved to Berlin"]
    await async_ring(hass, office, "701")
    party = "sensor.line_701_remote_party"
    assert shown(hass, party, "last_note") == "moved to Berlin"
    [line] = (
        each.subentry_id
        for each in entry.subentries.values()
        if each.unique_id == "700"
    )
    hass.config_entries.async_remove_subentry(entry, line)
    await hass.async_block_till_done()
    await async_end(hass, office, "701")
    await async_ring(hass, office, "701")
    assert shown(hass, party, "last_note") is None
    await async_take_down(hass, entry)


async def test_whoever_hides_the_number_has_no_note(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    await async_ring(hass, office)
    await async_end(hass, office)
    await async_note(hass, "a note")
    office.ring("700", caller=OUTSIDE, restricted=True)
    await async_wait_state(hass, STATE, "ringing")
    assert shown(hass, PARTY, "last_note") is None


async def test_a_note_that_belongs_to_no_call_or_is_too_long_is_refused(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    with pytest.raises(ServiceValidationError) as refused:
        await async_note(hass, "nobody has called yet")
    assert refused.value.translation_key == "no_call_to_note"
    await async_ring(hass, office)
    with pytest.raises(ServiceValidationError) as refused:
        await async_note(hass, "another line's", call_id="c" + "0" * 32)
    assert refused.value.translation_key == "no_call_to_note"
    with pytest.raises(ServiceValidationError) as refused:
        await async_note(hass, "x" * 501)
    assert refused.value.translation_key == "field_invalid"
    await async_note(hass, "x" * 500)
    assert await async_log(hass) == []


def test_of_notes_without_end_the_newest_are_known_whoever_calls() -> None:
    """An automation may write one about each call of the same number."""
    notes = Notes()
    for number in range(MAX_NOTES + 1):
        ended_at = BEGIN + timedelta(minutes=number)
        notes.add(Note("+4930123456", str(number), "700", ended_at, f"note {number}"))
    for number in range(MAX_NOTES, 1, -1):
        notes.drop(str(number))
    last = notes.last("+4930123456")
    assert last
    assert last.text == "note 1"
    notes.drop("1")
    assert notes.last("+4930123456") is None
    assert not notes
