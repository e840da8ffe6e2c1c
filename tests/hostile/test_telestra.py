"""A hostile Telestra server fills no memory, holds nobody up, and loses no call."""

from collections.abc import AsyncIterator

import pytest

from homeassistant.core import HomeAssistant
from simulator.telestra import TelestraOptions
from tests.home import (
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_state,
    open_office,
    telestra_entry,
)

from .telestra_attacks import SKIPPED, TAKEN
from .watchdog import judge, watching

STATE = "sensor.705_state"

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]


@pytest.fixture
async def victim(hass: HomeAssistant) -> AsyncIterator[Office]:
    """Return an office whose account 705 Home Assistant watches."""
    async with open_office(telestra=TelestraOptions(write_limit=1 << 30)) as office:
        entry = telestra_entry(office.telestra_server.port, {"705": {}})
        await async_set_up(hass, entry)
        await async_wait_state(hass, STATE, "idle")
        yield office
        await async_take_down(hass, entry)


async def attack(hass: HomeAssistant, office: Office, name: str, data: bytes) -> None:
    """Say it all during a call, and see that the truth about calls shows in the end."""
    with watching() as measured:
        office.telestra.send_raw(data)
        # What is told after the attack is read after it.
        asked = len(office.telestra.requests)
        office.telestra.send_raw(b'{"event":"fail","account":"705","error":"odd"}\0')
        await async_until(lambda: len(office.telestra.requests) > asked)
        office.ring("705")
        await async_wait_state(hass, STATE, "ringing")
        office.answer("705")
        await async_wait_state(hass, STATE, "connected")
        office.hang_up("705")
        await async_wait_state(hass, STATE, "idle")
    judge(measured, f"Telestra, {name}")


@pytest.mark.parametrize("name", SKIPPED)
async def test_what_cannot_be_read_is_skipped_and_told_once(
    hass: HomeAssistant, victim: Office, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    await attack(hass, victim, name, SKIPPED[name] * 3)
    told = [
        each for each in caplog.records if "The Telestra server sent" in each.message
    ]
    assert len(told) == 1


@pytest.mark.parametrize("name", TAKEN)
async def test_too_much_of_what_is_well_formed_shows_as_nothing_wrong(
    hass: HomeAssistant, victim: Office, name: str
) -> None:
    await attack(hass, victim, name, TAKEN[name])
