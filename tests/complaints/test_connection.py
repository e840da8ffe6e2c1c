"""Complaints about connections."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
import logging

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from tests.home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
)
from tests.simulation.world import World

STATE = "sensor.line_700_state"


@pytest.fixture
def world() -> Iterator[World]:
    """Return both kinds of switches and their clients, on a clock that jumps."""
    made = World(1)
    yield made
    made.close()
    asyncio.set_event_loop(None)


def test_1_a_connection_that_dies_silently_is_noticed(world: World) -> None:
    """The cable is cut and nobody says so; the call that comes meanwhile is shown."""
    for client in world.clients:
        for end in client.network.open_connections():
            end.vanish()
    world.loop.pass_time(1)
    assert all(client.switch.status.connected for client in world.clients)
    for line in ("700", "710"):
        world.exchange.dial("+4989100", line)
    world.check()
    assert [len(client.switch.lines) for client in world.clients] == [4, 4, 2]


@pytest.mark.parametrize("hours", [1, 100])
def test_2_no_outage_is_too_long_to_come_back_from(world: World, hours: int) -> None:
    """Without a reload, without a restart, however often it was tried."""
    for client in world.clients:
        client.network.weather.reachable = False
        for end in client.network.open_connections():
            end.abort()
    world.loop.pass_time(hours * 3600)
    assert not any(client.switch.status.connected for client in world.clients)
    world.check()


async def test_3_a_switch_that_starts_after_home_assistant_is_found(
    hass: HomeAssistant, office: Office
) -> None:
    """The set-up that failed is tried again."""
    await office.csta_server.stop()
    entry = csta_entry(office.csta_server.port)
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    await office.csta_server.start()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=1))
    await async_wait_state(hass, STATE, "idle")
    await async_take_down(hass, entry)


async def test_4_an_outage_is_logged_once_down_and_once_up(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not a line every few seconds."""
    await async_wait_state(hass, STATE, "idle")
    caplog.clear()
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    await office.csta_server.start()
    await async_wait_state(hass, STATE, "idle")
    ours = [
        record
        for record in caplog.records
        if "telephony" in record.name and record.levelno >= logging.INFO
    ]
    assert len([each for each in ours if each.name.endswith(".link")]) == 2
    assert all(record.levelno == logging.INFO for record in ours)


async def test_5_a_call_that_ended_during_an_outage_does_not_stay(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """It ends as unknown, since nobody saw how."""
    office.ring("700")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    office.hang_up("700")
    await office.csta_server.start()
    await async_wait_state(hass, STATE, "idle")
    last = hass.states.get("sensor.line_700_last_call")
    assert last is not None
    assert last.attributes["outcome"] == "unknown"


async def test_6_a_refused_password_is_tried_once_and_then_asked_for(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """No account is locked by us."""
    office.csta.options.accounts = {"demo.local": "another"}
    office.csta_server.drop_connections()
    await async_wait_for(hass, hass.config_entries.flow.async_progress)
    starts = len(_logins(office))
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=1))
    await hass.async_block_till_done()
    assert len(_logins(office)) == starts
    [flow] = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == "reauth"


def _logins(office: Office) -> list[str]:
    return [
        name for name, _ in office.csta.requests if name == "StartApplicationSession"
    ]


async def test_7_a_line_that_may_not_be_watched_is_said_to_be_so(
    hass: HomeAssistant, office: Office, issue_registry: ir.IssueRegistry
) -> None:
    """By a repair issue and an unavailable line; the others work."""
    office.csta.options.forbidden_lines = frozenset({"701"})
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    await async_wait_state(hass, "sensor.line_701_state", "unavailable")
    await async_wait_state(hass, STATE, "idle")
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=2))
    await hass.async_block_till_done()
    assert [domain for domain, _ in issue_registry.issues] == ["telephony"]
    await async_take_down(hass, entry)
