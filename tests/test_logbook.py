"""How calls read in the logbook."""

import asyncio
from datetime import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    RecorderInstanceContextManager,
    WebSocketGenerator,
)

from custom_components import telephony as integration
from homeassistant.components.recorder import Recorder
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .automation import device_id
from .home import (
    OUTSIDE,
    PATIENCE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    phone_book_entry,
    telestra_entry,
)

STATE = "sensor.line_700_state"
EVENT = "event.line_700_call"
READABLE = "+49 30 123456"


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

    told = [
        each["attributes"]["event_type"] for each in answer["result"] if "state" in each
    ]
    assert told == ["incoming", "answered", "ended"]
    english = Path(integration.__file__).parent / "translations" / "en.json"
    texts = json.loads(english.read_text(encoding="utf-8"))
    event_type = texts["entity"]["event"]["call"]["state_attributes"]["event_type"]
    assert set(told) <= event_type["state"].keys()
    await async_take_down(hass, entry)


async def async_activity(
    hass: HomeAssistant,
    client: MockHAClientWebSocket,
    start: datetime,
    **chosen: list[str],
) -> list[dict[str, Any]]:
    """Return the entries since a time, oldest first, as the Activity page gets them."""
    await async_wait_recording_done(hass)
    await client.send_json_auto_id(
        {"type": "logbook/get_events", "start_time": start.isoformat(), **chosen}
    )
    answer = await client.receive_json()
    entries: list[dict[str, Any]] = answer["result"]
    return entries


def sentences(entries: list[dict[str, Any]]) -> list[str]:
    """Return what is said in words."""
    return [
        f"{each['name']} {each['message']}" for each in entries if "message" in each
    ]


async def async_start(hass: HomeAssistant, entry: MockConfigEntry) -> datetime:
    """Set an entry up where there is the Activity page; return when that was done."""
    for component in ("http", "logbook"):
        assert await async_setup_component(hass, component, {})
    await async_set_up(hass, entry)
    return dt_util.utcnow()


@pytest.mark.parametrize("chosen", ["everything", "the device", "its entities"])
async def test_a_call_is_one_sentence_and_no_state_is_the_cause_of_another(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    office: Office,
    chosen: str,
) -> None:
    contacts = [{"name": "Martha Reyes", "number": OUTSIDE}]
    entry = csta_entry(office.csta_server.port, ["700"], phone_book=contacts)
    start = await async_start(hass, entry)
    await async_answered_call(hass, office)
    entity_ids = [
        each.entity_id
        for each in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
    ]
    by_what: dict[str, dict[str, list[str]]] = {
        "everything": {},
        "the device": {
            "device_ids": [device_id(hass, entry.entry_id, "700")],
            "entity_ids": entity_ids,
        },
        "its entities": {"entity_ids": entity_ids},
    }
    client = await hass_ws_client()
    entries = await async_activity(hass, client, start, **by_what[chosen])

    assert sentences(entries) == ["Line 700 answered Martha Reyes, 0:00"]
    (call,) = (each for each in entries if "message" in each)
    assert (call["domain"], call["name"]) == ("telephony", "Line 700")
    assert "entity_id" not in call  # its name would stand in the place of the line's
    others = [each for each in entries if "state" in each and each is not call]
    assert {STATE, EVENT, "binary_sensor.line_700_in_call"} <= {
        each["entity_id"] for each in others
    }
    causes = {
        each.get("context_message") or each.get("context_entity_id") for each in others
    }
    assert causes == {None, "answered Martha Reyes, 0:00"}
    ended = [each for each in others if each["state"] == "idle"]
    assert [each["context_name"] for each in ended] == ["Line 700"]
    await async_take_down(hass, entry)


async def test_who_looks_on_sees_the_same_as_who_comes_later(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    office: Office,
) -> None:
    entry = csta_entry(office.csta_server.port, ["700"])
    start = await async_start(hass, entry)
    client = await hass_ws_client()
    await client.send_json_auto_id(
        {"type": "logbook/event_stream", "start_time": start.isoformat()}
    )
    assert (await client.receive_json())["success"]
    await async_answered_call(hass, office)
    seen: list[dict[str, Any]] = []
    async with asyncio.timeout(PATIENCE):
        while not sentences(seen):
            seen += (await client.receive_json())["event"]["events"]
    assert sentences(seen) == [f"Line 700 answered {READABLE}, 0:00"]
    assert not [each for each in seen if each.get("context_entity_id") == STATE]
    await async_take_down(hass, entry)


async def test_each_way_for_a_call_to_go_has_its_sentence(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    office: Office,
) -> None:
    entry = csta_entry(office.csta_server.port, ["700"])
    start = await async_start(hass, entry)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.exchange.clear_connection(OUTSIDE, office.leg("700").call.id)
    await async_wait_state(hass, STATE, "idle")
    office.ring("700", restricted=True)
    await async_wait_state(hass, STATE, "ringing")
    await hass.services.async_call(
        "button", "press", {"entity_id": "button.line_700_hang_up"}, blocking=True
    )
    await async_wait_state(hass, STATE, "idle")
    for answered in (False, True):
        office.exchange.dial("700", "705")
        await async_wait_state(hass, STATE, "dialing")
        if answered:
            office.answer("705")
            await async_wait_state(hass, STATE, "connected")
        office.hang_up("700")
        await async_wait_state(hass, STATE, "idle")

    client = await hass_ws_client()
    assert sentences(await async_activity(hass, client, start)) == [
        f"Line 700 missed a call from {READABLE}",
        "Line 700 declined a call from an anonymous caller",
        "Line 700 called 705, no answer",
        "Line 700 called 705, 0:00",
    ]
    await async_take_down(hass, entry)


async def test_names_are_those_of_today_and_what_a_caller_says_stands_in_quotation_marks(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    office: Office,
) -> None:
    entry = telestra_entry(office.telestra_server.port, {"705": {}})
    start = await async_start(hass, entry)
    await async_wait_state(hass, "sensor.705_state", "idle")
    office.ring("705", name='Martha "Reyes')
    await async_wait_state(hass, "sensor.705_state", "ringing")
    office.hang_up("705")
    await async_wait_state(hass, "sensor.705_missed_calls", "1")
    client = await hass_ws_client()
    assert sentences(await async_activity(hass, client, start)) == [
        f"705 missed a call from “Martha ’Reyes” {READABLE}"
    ]

    book = phone_book_entry({"name": "Martha", "number": OUTSIDE})
    await async_set_up(hass, book)
    registry = dr.async_get(hass)
    registry.async_update_device(
        device_id(hass, entry.entry_id, "705"), name_by_user="Kitchen"
    )
    await hass.async_block_till_done()
    assert sentences(await async_activity(hass, client, start)) == [
        "Kitchen missed a call from Martha"
    ]
    await async_take_down(hass, entry)
    assert sentences(await async_activity(hass, client, start)) == [
        f"Kitchen missed a call from “Martha ’Reyes” {READABLE}"
    ]


async def test_a_line_of_a_group_is_named_behind_the_group_in_the_language_of_the_house(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    office: Office,
) -> None:
    await hass.config.async_update(language="de")
    entry = csta_entry(office.csta_server.port, [], {"Empfang": ["703"]})
    start = await async_start(hass, entry)
    ringing = "sensor.empfang_klingelnde_anrufe"
    office.ring("703")
    await async_wait_state(hass, ringing, "1")
    office.exchange.clear_connection(OUTSIDE, office.leg("703").call.id)
    await async_wait_state(hass, ringing, "0")
    client = await hass_ws_client()
    group = device_id(
        hass, entry.entry_id, next(iter(entry.runtime_data.settings.groups))
    )
    assert sentences(await async_activity(hass, client, start, device_ids=[group])) == [
        f"Empfang 703 hat einen Anruf von {READABLE} verpasst"
    ]
    await async_take_down(hass, entry)


async def test_no_events_of_our_own_are_put_on_the_bus(
    recorder_mock: Recorder, hass: HomeAssistant, office: Office
) -> None:
    """Whoever wants them has event entities and triggers; only Activity is told more."""
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
