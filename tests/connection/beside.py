"""Calls that go on, and are seen right, whatever fails beside them."""

from collections.abc import Callable
from itertools import groupby

from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant

from ..automation import async_automate, device_id
from ..card import subscribe
from ..home import (
    OUTSIDE,
    Office,
    StateWrites,
    async_set_up,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
EVENT = "event.line_700_call"
FAULTS = "custom_components.telephony.connection.bulkheads"
"""The logger that tells of what failed."""


async def async_live_through(
    hass: HomeAssistant,
    office: Office,
    hass_ws_client: WebSocketGenerator,
    fail: Callable[[MockConfigEntry], None] = lambda entry: None,
) -> MockConfigEntry:
    """Live through two calls each way and a lost link, with everything beside them in use.

    States and events must be right, whatever `fail` does once the connection is up.
    """
    contact = {"number": OUTSIDE, "name": "Ada Lovelace"}
    entry = csta_entry(
        office.csta_server.port, ["700"], {"Desk": ["700"]}, phone_book=[contact]
    )
    await async_set_up(hass, entry)
    await async_automate(
        hass,
        {
            "trigger": "telephony.started_ringing",
            "target": {"entity_id": STATE},
            "options": {"number": "1"},
        },
    )
    line = device_id(hass, entry.entry_id, "700")
    await subscribe(await hass_ws_client(hass), device_ids=[line])
    await subscribe(await hass_ws_client(hass), "subscribe_incoming")
    fail(entry)
    writes = StateWrites(hass)
    for _ in range(2):
        office.ring("700")
        await async_wait_state(hass, STATE, "ringing")
        office.hang_up(OUTSIDE)
        await async_wait_state(hass, STATE, "idle")
        office.exchange.dial("700", "702")
        await async_wait_state(hass, STATE, "dialing")
        office.answer("702")
        await async_wait_state(hass, STATE, "connected")
        office.hang_up("700")
        await async_wait_state(hass, STATE, "idle")
    events = [
        state.attributes["event_type"]
        for state in writes.states
        if state.entity_id == EVENT
    ]
    office.csta.drop_connections()
    await async_wait_state(hass, STATE, "unavailable")
    await async_wait_state(hass, STATE, "idle")

    call = ["ringing", "idle", "dialing", "connected", "idle"]
    states = [state for state, _ in groupby(writes.of(STATE))]
    assert states == [*call, *call, "unavailable", "idle"]
    call = ["incoming", "missed", "ended", "outgoing", "answered", "ended"]
    assert [each for each in events if each != "remote_ringing"] == [*call, *call]
    return entry
