"""How calls read in the logbook."""

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import (
    RecorderInstanceContextManager,
    WebSocketGenerator,
)

from custom_components import telephony as integration
from homeassistant.components.recorder import Recorder
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .home import Office, async_set_up, async_take_down, async_wait_state, csta_entry

STATE = "sensor.line_700_state"
EVENT = "event.line_700_call"


@pytest.fixture
def mock_recorder_before_hass(
    async_test_recorder: RecorderInstanceContextManager,
) -> None:
    """Let the database be there before Home Assistant."""


async def async_answered_call(hass: HomeAssistant, office: Office) -> None:
    """Let line 700 ring, be answered and hang up."""
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")


async def test_the_logbook_tells_each_event_by_its_type_which_has_a_text(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    office: Office,
) -> None:
    for component in ("http", "logbook"):
        assert await async_setup_component(hass, component, {})
    entry = csta_entry(office.csta_server.port, ["700"])
    await async_set_up(hass, entry)
    start = dt_util.utcnow()
    await async_answered_call(hass, office)
    await async_wait_recording_done(hass)

    client = await hass_ws_client()
    await client.send_json_auto_id(
        {
            "type": "logbook/get_events",
            "start_time": start.isoformat(),
            "entity_ids": [EVENT],
        }
    )
    answer = await client.receive_json()

    told = [each["attributes"]["event_type"] for each in answer["result"]]
    assert told == ["incoming", "answered", "ended"]
    english = Path(integration.__file__).parent / "translations" / "en.json"
    texts = json.loads(english.read_text(encoding="utf-8"))
    event_type = texts["entity"]["event"]["call"]["state_attributes"]["event_type"]
    assert set(told) <= event_type["state"].keys()
    await async_take_down(hass, entry)


async def test_no_events_of_our_own_are_put_on_the_bus(
    recorder_mock: Recorder, hass: HomeAssistant, office: Office
) -> None:
    """Whoever wants them has event entities and triggers."""
    entry = csta_entry(office.csta_server.port, ["700"])
    await async_set_up(hass, entry)
    await async_wait_state(hass, "switch.line_700_do_not_disturb", "off")
    await hass.async_block_till_done()
    fired: set[str] = set()

    @callback
    def remember(event: Event[Any]) -> None:
        fired.add(str(event.event_type))

    hass.bus.async_listen("*", remember)
    await async_answered_call(hass, office)

    assert "state_changed" in fired
    assert fired <= {"state_changed", "state_reported"}
    await async_take_down(hass, entry)
