"""The call log, missed calls and counters: bounded, stored with delay, restored."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
)
from .files import all_bytes, document, log_file, put_document, storage, stored_numbers

STATE = "sensor.line_700_state"
LAST = "sensor.line_700_last_call"
MISSED = "sensor.line_700_missed_calls"


async def _async_miss(hass: HomeAssistant, office: Office, caller: str) -> None:
    """Let somebody call and give up."""
    office.ring("700", caller)
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(caller)
    await async_wait_state(hass, STATE, "idle")


async def _async_reload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert await hass.config_entries.async_setup(entry.entry_id)


async def _async_calls(hass: HomeAssistant, **fields: Any) -> list[dict[str, Any]]:
    """Return the log of line 700 as the action tells it."""
    response = await hass.services.async_call(
        "telephony",
        "get_call_log",
        fields,
        target={"entity_id": STATE},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    calls = response["calls"]
    assert isinstance(calls, list)
    return [call for call in calls if isinstance(call, dict)]


async def test_finished_calls_are_told_newest_first(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Each with its line, direction, party, outcome and durations."""
    await _async_miss(hass, office, OUTSIDE)
    office.exchange.dial("700", "702")
    await async_wait_state(hass, STATE, "dialing")
    office.answer("702")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("702")
    await async_wait_state(hass, STATE, "idle")
    newest, oldest = await _async_calls(hass)
    assert (newest["direction"], newest["outcome"]) == ("outgoing", "answered")
    assert newest["number"] == "702"
    assert (oldest["direction"], oldest["outcome"]) == ("incoming", "missed")
    assert oldest["number"] == OUTSIDE
    assert oldest["line"] == "700"
    assert oldest["ring_seconds"] >= 0
    assert oldest["talk_seconds"] == 0


async def test_a_restart_keeps_log_missed_calls_and_counters(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Unloading writes what waits; loading finds it."""
    await _async_miss(hass, office, OUTSIDE)
    await async_wait_state(hass, MISSED, "1")
    last = hass.states.get(LAST)
    assert last is not None
    before = await _async_calls(hass)
    assert await hass.config_entries.async_unload(csta.entry_id)
    assert await hass.config_entries.async_setup(csta.entry_id)
    await async_wait_state(hass, MISSED, "1")
    await async_wait_state(hass, LAST, last.state)
    assert await _async_calls(hass) == before


async def test_a_crash_costs_at_most_the_last_seconds(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """A finished call is written within seconds, also while calls go on and on."""
    await _async_miss(hass, office, OUTSIDE)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=5))
    await hass.async_block_till_done()
    assert stored_numbers(hass) == [OUTSIDE]


async def test_the_log_is_bounded_by_its_option(
    hass: HomeAssistant, office: Office
) -> None:
    """The oldest calls fall out; a smaller bound drops them at once."""
    entry = csta_entry(office.csta_server.port, ["700"], call_log_size=3)
    await async_set_up(hass, entry)
    callers = [f"+493012345{digit}" for digit in range(5)]
    for caller in callers:
        await _async_miss(hass, office, caller)
    numbers = [call["number"] for call in await _async_calls(hass)]
    assert numbers == callers[:1:-1]
    await async_wait_state(hass, MISSED, "5")
    await _async_reload(hass, entry)
    await async_wait_state(hass, MISSED, "5")
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, "call_log_size": 1}
    )
    await hass.async_block_till_done()
    assert [call["number"] for call in await _async_calls(hass)] == callers[-1:]
    await _async_reload(hass, entry)
    assert stored_numbers(hass) == callers[-1:]
    await async_wait_state(hass, MISSED, "5")
    await async_take_down(hass, entry)


async def test_calls_are_kept_for_so_many_days(
    hass: HomeAssistant, office: Office
) -> None:
    """What is older is neither told nor kept; what was counted stays."""
    entry = csta_entry(office.csta_server.port, ["700"], call_log_days=30)
    data = document("two_lines")
    calls = data["data"]["lines"]["700"]["calls"]
    for call, days in zip(calls, (40, 31, 29, 0), strict=True):
        call["ended_at"] = (dt_util.utcnow() - timedelta(days=days)).isoformat()
    put_document(hass, entry.entry_id, data)
    await async_set_up(hass, entry)
    kept = [call["call_id"] for call in calls[:1:-1]]
    assert [call["call_id"] for call in await _async_calls(hass)] == kept
    await _async_reload(hass, entry)
    assert len(stored_numbers(hass)) == len(kept)
    await async_wait_state(hass, MISSED, "3")
    await async_take_down(hass, entry)


async def test_a_ring_that_is_too_short_is_not_missed(
    hass: HomeAssistant, office: Office
) -> None:
    """The option says how long it must ring; the call is in the log all the same."""
    entry = csta_entry(office.csta_server.port, ["700"], missed_min_ring_seconds=60)
    await async_set_up(hass, entry)
    await _async_miss(hass, office, OUTSIDE)
    await async_wait_state(hass, MISSED, "0")
    [call] = await _async_calls(hass)
    assert call["outcome"] == "unanswered"
    hass.config_entries.async_update_entry(
        entry, options={"missed_min_ring_seconds": 0}
    )
    await hass.async_block_till_done()
    await _async_miss(hass, office, OUTSIDE)
    await async_wait_state(hass, MISSED, "1")
    await async_take_down(hass, entry)


@pytest.mark.parametrize("spelling", ["+4930123456", "004930123456", "030123456"])
async def test_whoever_is_called_back_is_read_whatever_the_spelling(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, spelling: str
) -> None:
    """Switches show callers with other prefixes than people dial."""
    await hass.config.async_update(country="DE")
    await _async_miss(hass, office, OUTSIDE)
    await async_wait_state(hass, MISSED, "1")
    office.exchange.dial("700", spelling)
    await async_wait_state(hass, MISSED, "0")


async def test_a_call_to_somebody_else_leaves_the_missed_ones(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Only the one who was missed is called back."""
    await _async_miss(hass, office, "+493012345678")
    office.exchange.dial("700", "702")
    await async_wait_state(hass, STATE, "dialing")
    await async_wait_state(hass, MISSED, "1")


async def test_a_removed_line_forgets_its_log(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Whoever adds the number again begins anew."""
    await _async_miss(hass, office, OUTSIDE)
    line = next(each for each in csta.subentries.values() if each.unique_id == "700")
    hass.config_entries.async_remove_subentry(csta, line.subentry_id)
    await hass.async_block_till_done()
    hass.config_entries.async_add_subentry(csta, line)
    await async_wait_state(hass, MISSED, "0")
    await async_wait_state(hass, LAST, "unknown")


async def test_a_line_removed_while_nothing_was_loaded_leaves_no_log(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Whose calls they were is nobody's business any more."""
    await _async_miss(hass, office, OUTSIDE)
    await hass.config_entries.async_unload(csta.entry_id)
    assert OUTSIDE.encode() in all_bytes(hass)
    line = next(each for each in csta.subentries.values() if each.unique_id == "700")
    hass.config_entries.async_remove_subentry(csta, line.subentry_id)
    await _async_reload_unloaded(hass, csta)
    assert OUTSIDE.encode() not in all_bytes(hass)


async def _async_reload_unloaded(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert await hass.config_entries.async_unload(entry.entry_id)


async def test_a_removed_connection_leaves_nothing(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Neither in the file nor beside it."""
    await _async_miss(hass, office, OUTSIDE)
    await hass.config_entries.async_remove(csta.entry_id)
    assert OUTSIDE.encode() not in all_bytes(hass)
    assert [path.name for path in storage(hass).iterdir()] == [log_file(hass).name]


def _stored(entry: MockConfigEntry, **changes: Any) -> dict[str, Any]:
    """Return a log as it may be found on disk."""
    counters = {
        "calls_in": 7,
        "calls_out": 0,
        "calls_answered": 0,
        "calls_missed": 7,
        "talk_time": 0.0,
    }
    log = {"calls": [], "unread": {OUTSIDE: 4}, "counters": counters}
    return {
        "version": 1,
        "minor_version": 1,
        "key": f"telephony.{entry.entry_id}",
        "data": {"totals": counters, "lines": {"700": log}},
        **changes,
    }


async def test_a_newer_versions_log_is_read_as_far_as_it_is_known(
    hass: HomeAssistant, office: Office
) -> None:
    """Whoever goes back a version keeps the log."""
    entry = csta_entry(office.csta_server.port, ["700"])
    stored = _stored(entry, minor_version=2)
    stored["data"]["lines"]["700"]["counters"]["calls_of_the_future"] = 1
    put_document(hass, entry.entry_id, stored)
    await async_set_up(hass, entry)
    await async_wait_state(hass, MISSED, "4")
    await async_take_down(hass, entry)


async def test_callers_without_end_are_counted_without_being_remembered(
    hass: HomeAssistant, office: Office
) -> None:
    """The count goes on; only who they were is bounded."""
    entry = csta_entry(office.csta_server.port, ["700"])
    stored = _stored(entry)
    callers = {f"+4930{number}": 1 for number in range(100_000, 100_200)}
    stored["data"]["lines"]["700"]["unread"] = callers
    put_document(hass, entry.entry_id, stored)
    await async_set_up(hass, entry)
    for count in ("201", "202"):
        await _async_miss(hass, office, OUTSIDE)
        await async_wait_state(hass, MISSED, count)
    await _async_reload(hass, entry)
    await async_wait_state(hass, MISSED, "202")
    office.exchange.dial("700", "+4930100000")
    await async_wait_state(hass, MISSED, "201")
    await async_take_down(hass, entry)
