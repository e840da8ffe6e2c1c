"""Counters have long-term statistics, as Home Assistant's own recorder makes them."""

from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)
from pytest_homeassistant_custom_component.typing import RecorderInstanceContextManager

from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
COUNTERS = ("calls_in", "calls_out", "calls_answered", "calls_missed", "talk_time")


@pytest.fixture
def mock_recorder_before_hass(
    async_test_recorder: RecorderInstanceContextManager,
) -> None:
    """Let the database be there before Home Assistant."""


async def _async_calls(hass: HomeAssistant, office: Office) -> None:
    """Let somebody be missed, and then answered."""
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, STATE, "idle")
    office.ring("700")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")


async def test_calls_of_lines_and_connection_become_long_term_statistics(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    office: Office,
    entity_registry: er.EntityRegistry,
) -> None:
    """A restart in between neither loses nor doubles any."""
    entry = csta_entry(office.csta_server.port, ["700"])
    for owner in ("700_", ""):
        for key in COUNTERS:
            entity_registry.async_get_or_create(
                "sensor",
                "telephony",
                f"{entry.entry_id}_{owner}{key}",
                suggested_object_id=f"{owner}{key}",
            )
    await async_set_up(hass, entry)
    await async_wait_state(hass, "sensor.700_calls_in", "0")
    await _async_calls(hass, office)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_wait_state(hass, "sensor.700_calls_in", "2")
    await _async_calls(hass, office)
    await async_wait_state(hass, "sensor.700_calls_in", "4")
    await async_wait_state(hass, "sensor.calls_in", "4")
    await async_wait_recording_done(hass)
    now = dt_util.utcnow()
    start = now - timedelta(minutes=now.minute % 5, seconds=now.second)
    do_adhoc_statistics(hass, start=start.replace(microsecond=0))
    await async_wait_recording_done(hass)
    wanted = {f"sensor.{owner}{key}" for owner in ("700_", "") for key in COUNTERS}
    found = await get_instance(hass).async_add_executor_job(
        statistics_during_period,
        hass,
        now - timedelta(hours=1),
        None,
        wanted,
        "5minute",
        None,
        {"state", "sum"},
    )
    sums = {entity_id: rows[-1]["sum"] for entity_id, rows in found.items()}
    assert set(sums) == wanted
    for owner in ("700_", ""):
        assert sums[f"sensor.{owner}calls_in"] == 4
        assert sums[f"sensor.{owner}calls_answered"] == 2
        assert sums[f"sensor.{owner}calls_missed"] == 2
        assert sums[f"sensor.{owner}calls_out"] == 0
    await async_take_down(hass, entry)
