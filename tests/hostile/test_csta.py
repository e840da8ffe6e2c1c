"""A hostile switch fills no memory, holds nobody up, and never makes Home Assistant show what is not."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from homeassistant.core import HomeAssistant
from tests.cti.csta.conftest import monitor_started
from tests.cti.csta.dress import ELTEX
from tests.cti.csta.peer import ScriptedSwitch
from tests.home import (
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_state,
    csta_entry,
)

from .csta_attacks import FRAMING, TAKEN, UNREADABLE, requests
from .watchdog import judge, watching

STATE = "sensor.line_700_state"

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]


@pytest.fixture
async def victim(hass: HomeAssistant, office: Office) -> AsyncIterator[Office]:
    """Return an office whose line 700 Home Assistant watches."""
    entry = csta_entry(office.csta_server.port, ["700"])
    await async_set_up(hass, entry)
    await async_wait_state(hass, "switch.line_700_do_not_disturb", "off")
    yield office
    await async_take_down(hass, entry)


def prepared(office: Office, attack: Callable[[str], bytes]) -> bytes:
    """Return what an attack sends to the monitor of the line."""
    (monitor,) = office.csta.monitors
    return attack(monitor.reference)


async def until_taken(office: Office) -> None:
    """Wait until all that was sent has been dealt with: what is asked after it gets its answer."""
    (connection,) = office.csta.connections
    office.csta.ask("RequestSystemStatus")
    await async_until(lambda: not connection.unanswered)


async def show_the_truth(hass: HomeAssistant, office: Office) -> None:
    """See that a call after the attack shows, and that nothing else does."""
    await async_wait_state(hass, STATE, "idle")
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")


def told(caplog: pytest.LogCaptureFixture, words: str) -> int:
    """Return how many log lines of ours above debug have these words."""
    return sum(
        words in record.getMessage()
        for record in caplog.records
        if record.levelname != "DEBUG" and record.name.startswith("custom_components")
    )


@pytest.mark.parametrize("name", UNREADABLE)
async def test_what_cannot_be_read_is_told_once_and_asked_about(
    hass: HomeAssistant, victim: Office, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    asked = snapshots(victim)
    data = prepared(victim, UNREADABLE[name])
    with watching() as measured:
        victim.csta.send_raw(data)
        await until_taken(victim)
        await async_until(lambda: snapshots(victim) > asked)
        await show_the_truth(hass, victim)
    judge(measured, f"CSTA, {name}")
    assert told(caplog, "cannot be read: passed over") == 1


def snapshots(office: Office) -> int:
    """Return how many snapshots were asked for."""
    return sum(name == "SnapshotDevice" for name, _ in office.csta.requests)


@pytest.mark.parametrize("name", FRAMING)
async def test_what_cannot_be_framed_ends_the_connection_and_it_comes_back(
    hass: HomeAssistant, victim: Office, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    data = prepared(victim, FRAMING[name])
    with watching() as measured:
        victim.csta.send_raw(data)
        await async_wait_state(hass, STATE, "unavailable")
        await show_the_truth(hass, victim)
    judge(measured, f"CSTA, {name}")
    assert told(caplog, "lost:") == 1
    assert told(caplog, "is back") == 1


@pytest.mark.parametrize("name", TAKEN)
async def test_too_much_of_what_is_well_formed_shows_as_nothing_wrong(
    hass: HomeAssistant, victim: Office, name: str
) -> None:
    data = prepared(victim, TAKEN[name])
    with watching() as measured:
        victim.csta.send_raw(data)
        await until_taken(victim)
        await show_the_truth(hass, victim)
    judge(measured, f"CSTA, {name}")


async def test_a_switch_that_asks_and_never_reads_is_left(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    switch = ScriptedSwitch(ELTEX)
    switch.answers["MonitorStart"] = monitor_started(ELTEX)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(switch.connection, "127.0.0.1", 0)
    entry = csta_entry(server.sockets[0].getsockname()[1], ["700"])
    await async_set_up(hass, entry)
    await async_wait_state(hass, STATE, "idle")
    flood = requests(60_000)
    with watching() as measured:
        transport = switch.connections[0].transport
        assert isinstance(transport, asyncio.Transport)
        transport.pause_reading()
        switch.send_bytes(flood)
        await async_wait_state(hass, STATE, "unavailable")
        await async_wait_state(hass, STATE, "idle")
    judge(measured, "CSTA, asks and never reads")
    assert told(caplog, "lost: the other side does not read") == 1
    await async_take_down(hass, entry)
    server.close()
    transport.abort()
