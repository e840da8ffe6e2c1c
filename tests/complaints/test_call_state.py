"""Complaints about what is shown of calls."""

import asyncio
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from tests.home import (
    OUTSIDE,
    Office,
    StateWrites,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    telestra_entry,
)

STATE = "sensor.line_700_state"
EVENT = "event.line_700_call"
PARTY = "sensor.line_700_remote_party"
MISSED = "sensor.line_700_missed_calls"


def _events(writes: StateWrites) -> list[dict[str, Any]]:
    """Return the events that were told, in order."""
    return [
        dict(state.attributes) for state in writes.states if state.entity_id == EVENT
    ]


async def test_8_a_call_of_no_time_leaves_the_line_idle_and_is_told(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Ringing and over within the same moment: all is told, and nothing is stuck."""
    await async_wait_state(hass, STATE, "idle")
    writes = StateWrites(hass)
    office.ring("700")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, MISSED, "1")
    await async_wait_for(hass, lambda: len(_events(writes)) == 3)
    told = [event["event_type"] for event in _events(writes)]
    assert told == ["incoming", "missed", "ended"]
    await async_wait_state(hass, STATE, "idle")


async def test_9_a_second_call_overwrites_nothing(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """When it is gone, the first is still there."""
    office.ring("700")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.ring("700", "709")
    await async_wait_state(hass, STATE, "ringing")
    await async_wait_state(hass, PARTY, "709")
    office.hang_up("709")
    await async_wait_state(hass, STATE, "connected")
    await async_wait_state(hass, PARTY, OUTSIDE)


async def test_10_a_suppressed_number_stops_nothing(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The call is shown, told, missed and logged like any other."""
    writes = StateWrites(hass)
    office.ring("700", restricted=True)
    await async_wait_state(hass, PARTY, "anonymous")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    await async_wait_for(hass, lambda: len(_events(writes)) >= 2)
    assert {event["presentation"] for event in _events(writes)} == {"restricted"}
    assert {event["number"] for event in _events(writes)} == {None}


async def test_11_ringing_is_told_with_the_callers_name(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """In the very event, so that a notification has it."""
    contact = {"number": OUTSIDE, "name": "Ada Lovelace"}
    hass.config_entries.async_update_entry(csta, options={"phone_book": [contact]})
    await hass.async_block_till_done()
    writes = StateWrites(hass)
    office.ring("700")
    await async_wait_for(hass, lambda: _events(writes))
    first = _events(writes)[0]
    assert (first["event_type"], first["name"]) == ("incoming", "Ada Lovelace")


async def test_12_what_is_answered_elsewhere_is_not_missed(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """A colleague has picked it up."""
    ringing = office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.exchange.directed_pickup("702", "700", ringing.call.id)
    await async_wait_state(hass, STATE, "idle")
    await async_wait_state(hass, MISSED, "0")
    last = hass.states.get("sensor.line_700_last_call")
    assert last is not None
    assert last.attributes["outcome"] == "answered_elsewhere"


async def test_13_a_state_is_the_same_word_wherever_it_comes_from(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """From an event, and from the snapshot after a restart."""
    office.ring("700")
    office.exchange.dial("+4930999999", "701")
    office.answer("701")
    lines = {STATE: "ringing", "sensor.line_701_state": "connected"}
    for entity_id, state in lines.items():
        await async_wait_state(hass, entity_id, state)
    writes = StateWrites(hass)
    assert await hass.config_entries.async_reload(csta.entry_id)
    for entity_id, state in lines.items():
        await async_wait_state(hass, entity_id, state)
        assert set(writes.of(entity_id)) <= {"unavailable", state}


async def test_14_no_ring_is_too_short_to_be_seen(
    hass: HomeAssistant, office: Office
) -> None:
    """A Telestra server pushes as well; nothing waits for the next look at it."""
    entry = telestra_entry(office.telestra_server.port)
    await async_set_up(hass, entry)
    async with asyncio.timeout(5):
        for expected in range(1, 6):
            office.ring("705")
            office.hang_up(OUTSIDE)
            await async_wait_state(hass, "sensor.705_missed_calls", str(expected))
    await async_take_down(hass, entry)
