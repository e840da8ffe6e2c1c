"""Fifty thousand events a second: what cannot be taken is lost, and asked about afterwards."""

from collections.abc import AsyncIterator

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from tests.home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
    telestra_entry,
)

from .csta_attacks import event
from .far_office import PATIENCE, RATE, FarOffice, Talker, open_far_office
from .telestra_attacks import message
from .watchdog import judge, watching

SECONDS = 2.0
CALLS = 100
UNTIL_RIGHT = 45.0
"""Seconds until what was lost is made good for; a Telestra account is asked every 30."""

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]


@pytest.fixture
async def far() -> AsyncIterator[FarOffice]:
    """Return an office in another thread."""
    async with open_far_office() as made:
        yield made


def csta_block(reference: str) -> bytes:
    """Begin with the end of a call that the block before began."""
    kinds = ("Established", "ConnectionCleared", "Delivered")
    return b"".join(
        event(reference, kind, f"flood-{(n + (kind == 'Delivered')) % CALLS}")
        for n in range(CALLS)
        for kind in kinds
    )


def telestra_block() -> bytes:
    """Do the same to an account."""
    return b"".join(
        message("call-answered", call_id=n)
        + message("call-ended", call_id=n)
        + message("call-incoming", call_id=(n + 1) % CALLS, caller="205")
        for n in range(CALLS)
    )


async def show_the_truth(hass: HomeAssistant, far: FarOffice, line: str) -> None:
    """See that nothing is left, and that a call shows."""
    state = f"sensor.{line}_state"
    number = line.removeprefix("line_")
    await async_wait_state(hass, state, "idle", UNTIL_RIGHT)
    await far.do(lambda: far.office.ring(number))
    await async_wait_state(hass, state, "ringing")
    await far.do(lambda: far.office.answer(number))
    await async_wait_state(hass, state, "connected")
    await far.do(lambda: far.office.hang_up(number))
    await async_wait_state(hass, state, "idle")


@pytest.mark.parametrize("protocol", ["CSTA", "Telestra"])
async def test_a_flood_fills_no_memory_holds_nobody_up_and_leaves_nothing_wrong(
    hass: HomeAssistant, far: FarOffice, protocol: str
) -> None:
    office, entry, line = far.office, entry_of(far, protocol), line_of(protocol)
    await async_set_up(hass, entry)
    await async_wait_state(hass, f"sensor.{line}_state", "idle")
    talker, block = attack(office, protocol)
    with watching() as measured:
        flood = await far.flood(talker, block, 3 * CALLS, SECONDS)
        await until_taken(hass, far, protocol)
        await show_the_truth(hass, far, line)
    taken = flood.sent / measured.seconds
    judge(measured, f"{protocol}, {flood}, {taken:,.0f} a second taken")
    assert flood.events / flood.seconds > RATE / 2
    await async_take_down(hass, entry)


def attack(office: Office, protocol: str) -> tuple[Talker, bytes]:
    """Return who floods, and with what."""
    if protocol == "Telestra":
        return office.telestra.connections[0], telestra_block()
    (monitor,) = office.csta.monitors
    return office.csta.connections[0], csta_block(monitor.reference)


async def until_taken(hass: HomeAssistant, far: FarOffice, protocol: str) -> None:
    """Wait until all is read: what is said last is answered, or shown."""
    csta, telestra = far.office.csta, far.office.telestra
    if protocol == "CSTA":
        (connection,) = csta.connections
        await far.do(csta.messages_lost)
        await far.until(lambda: not connection.unanswered)
        return
    last = message("call-incoming", call_id=CALLS, caller="999")
    await far.do(lambda: telestra.send_raw(last))

    def is_taken() -> bool:
        event = hass.states.get("event.705_call")
        return event is not None and event.attributes.get("number") == "999"

    await async_wait_for(hass, is_taken, "the last call", PATIENCE)
    await far.do(lambda: telestra.send_raw(message("call-ended", call_id=CALLS)))


def entry_of(far: FarOffice, protocol: str) -> MockConfigEntry:
    """Return the connection to watch."""
    if protocol == "CSTA":
        return csta_entry(far.office.csta_server.port, ["700"])
    return telestra_entry(far.office.telestra_server.port, {"705": {}})


def line_of(protocol: str) -> str:
    """Return what its only line is called."""
    return "line_700" if protocol == "CSTA" else "705"
