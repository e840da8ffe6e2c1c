"""The connection's menu tries the phone system and records the connection; diagnostics have both."""

import asyncio
import json
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.telephony.cti.transcript import Transcript, read
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from ..home import OUTSIDE, Office, async_until, async_wait_state, csta_entry

STATE = "sensor.line_700_state"
ACCOUNT_STATE = "sensor.705_state"


async def async_choose(
    hass: HomeAssistant, entry: MockConfigEntry, step: str
) -> ConfigFlowResult:
    """Choose what the menu has."""
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    assert menu["type"] is FlowResultType.MENU
    assert step in menu["menu_options"]
    return await hass.config_entries.options.async_configure(
        menu["flow_id"], {"next_step_id": step}
    )


async def async_try(
    hass: HomeAssistant, entry: MockConfigEntry, **entered: str
) -> ConfigFlowResult:
    """Try the phone system, and wait for what is shown."""
    form = await async_choose(hass, entry, "try_system")
    assert form["step_id"] == "try_system"
    result = await hass.config_entries.options.async_configure(form["flow_id"], entered)
    if result["type"] is FlowResultType.FORM:
        return result
    assert result.get("progress_action") == "trying"
    flow_id = form["flow_id"]
    async with asyncio.timeout(30):
        await hass.async_block_till_done()
        result = await hass.config_entries.options.async_configure(flow_id)
    assert result["step_id"] == "tried"
    return result


def report_of(result: ConfigFlowResult) -> str:
    """Return the report that a form shows."""
    schema = result["data_schema"]
    assert schema is not None
    [field] = schema.schema
    return str(field.description["suggested_value"])


def steps_of(result: ConfigFlowResult) -> dict[str, str]:
    """Return the sign of each step."""
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    return {name: text[:1] for name, text in placeholders.items()}


async def test_a_phone_system_is_tried_beside_the_connection(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    csta: MockConfigEntry,
    office: Office,
) -> None:
    result = await async_try(hass, csta, line="700")
    assert result["errors"] == {}
    signs = steps_of(result)
    assert {name for name, sign in signs.items() if sign == "✅"} == {
        *("tcp", "session", "status", "monitor", "snapshot"),
    }
    assert signs["tls"] == signs["call"] == "➖"
    report = report_of(result)
    for private in ("127.0.0.1", "demo.local", '"700"', ">700<"):
        assert private not in report
    assert read(report.split("\n")).head["profile"] == "eltex_ecss10"
    assert hass.states.is_state(STATE, "idle")
    assert len(office.csta.sessions) == 1  # the connection's own

    before = dict(csta.options)
    done = await hass.config_entries.options.async_configure(result["flow_id"], {})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    assert csta.options == before
    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, csta)
    assert told["trial"] == report.splitlines()


async def test_a_telestra_server_is_tried(
    hass: HomeAssistant, telestra: MockConfigEntry
) -> None:
    result = await async_try(hass, telestra, line="705")
    assert result["errors"] == {}
    assert read(report_of(result).split("\n")).head["protocol"] == "telestra"


async def test_a_call_is_placed_on_request_through_the_guard(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    for line in ("700", "701"):
        office.exchange.lines[line].answer_after = 0.05
    result = await async_try(hass, csta, line="700", number="701")
    assert steps_of(result)["call"] == "✅"
    coordinator = csta.runtime_data
    [attempt] = await coordinator.call_log.async_attempts(["700"], None, 10)
    assert (attempt.number, attempt.refused, attempt.way) == ("701", None, "user")


@pytest.mark.parametrize(
    ("number", "error"), [("112", "number_refused"), ("hello", "invalid_number")]
)
async def test_what_the_guard_refuses_is_not_called(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, number: str, error: str
) -> None:
    office.csta.requests.clear()
    result = await async_try(hass, csta, line="700", number=number)
    assert result["errors"] == {"number": error}
    assert not any(name == "MakeCall" for name, _ in office.csta.requests)
    [attempt] = await csta.runtime_data.call_log.async_attempts(["700"], None, 10)
    assert attempt.refused is not None


async def test_a_connection_that_fails_can_be_tried_and_says_why(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, office: Office
) -> None:
    office.csta.options.accounts = {}
    entry = csta_entry(office.csta_server.port, ["700"])
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is not ConfigEntryState.LOADED

    result = await async_try(hass, entry, line="700")
    assert result["errors"] == {"base": "invalid_auth"}
    signs = steps_of(result)
    assert (signs["tcp"], signs["session"], signs["monitor"]) == ("✅", "❌", "➖")
    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert any("StartApplicationSession" in line for line in told["trial"])
    assert "demo" not in json.dumps(told)

    refused = await async_try(hass, entry, line="700", number="701")
    assert refused["errors"] == {"number": "connection_not_loaded"}
    for flow in hass.config_entries.flow.async_progress():
        hass.config_entries.flow.async_abort(flow["flow_id"])


async def test_a_step_that_is_refused_shows_the_phone_systems_word(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    result = await async_try(hass, csta, line="799")
    assert result["errors"] == {"base": "refused"}
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["code"] == "invalidMonitorObject"
    assert steps_of(result)["monitor"] == "❌"


async def test_the_connection_makes_room_where_there_is_one_session_only(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    office.csta.options.maximum_sessions = 1
    result = await async_try(hass, csta, line="700")
    assert result["errors"] == {}
    await async_wait_state(hass, STATE, "idle")
    assert len(office.csta.sessions) == 1


async def test_a_window_that_is_closed_ends_the_trial(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    office.csta.options.silent_services = frozenset({"SnapshotDevice"})
    form = await async_choose(hass, csta, "try_system")
    flow_id = form["flow_id"]
    await hass.config_entries.options.async_configure(flow_id, {"line": "700"})
    await async_until(lambda: len(office.csta.sessions) == 2)
    hass.config_entries.options.async_abort(flow_id)
    await async_until(lambda: len(office.csta.sessions) == 1)


async def async_recording(
    hass: HomeAssistant, client: ClientSessionGenerator, entry: MockConfigEntry
) -> Transcript:
    """Return the recording in the diagnostics."""
    told: Any = await get_diagnostics_for_config_entry(hass, client, entry)
    return read(told["recording"])


async def async_begin(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Begin to record, and wait until the connection is back."""
    form = await async_choose(hass, entry, "record")
    assert form["step_id"] == "record"
    done = await hass.config_entries.options.async_configure(
        form["flow_id"], {"minutes": 5}
    )
    assert done["type"] is FlowResultType.ABORT
    assert done["reason"] == "recording_started"
    recording = entry.runtime_data.system.recording
    await async_until(lambda: recording.pieces)


@pytest.mark.parametrize("kind", ["csta", "telestra"])
async def test_a_recording_is_in_the_diagnostics_and_names_nobody(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    csta: MockConfigEntry,
    telestra: MockConfigEntry,
    office: Office,
    kind: str,
) -> None:
    entry = csta if kind == "csta" else telestra
    line, state = ("700", STATE) if kind == "csta" else ("705", ACCOUNT_STATE)
    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert told["recording"] is None
    assert told["trial"] is None
    await async_begin(hass, entry)
    await async_wait_state(hass, state, "idle")
    office.ring(line, OUTSIDE, name="Canaria Vogel")
    await async_wait_state(hass, state, "ringing")
    office.hang_up(line)
    await async_wait_state(hass, state, "idle")

    form = await async_choose(hass, entry, "record")
    assert form["step_id"] == "end_recording"
    placeholders = form["description_placeholders"]
    assert placeholders is not None
    assert int(placeholders["messages"]) > 5
    done = await hass.config_entries.options.async_configure(form["flow_id"], {})
    assert done["reason"] == "recording_ended"

    recording = await async_recording(hass, hass_client, entry)
    text = "\n".join(each.text for each in recording.messages)
    assert recording.messages[0].label == "connected"
    assert ("DeliveredEvent" if kind == "csta" else "call-incoming") in text
    for private in (OUTSIDE, OUTSIDE[1:], "Canaria", "Vogel", "demo.local"):
        assert private not in text
    assert not re.search(rf"(?<!\d){line}(?!\d)", text)


async def test_nothing_is_recorded_before_somebody_asks_for_it(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    assert csta.runtime_data.system.recording is None


async def test_what_is_not_connected_cannot_be_recorded(hass: HomeAssistant) -> None:
    entry = csta_entry(4000)
    entry.add_to_hass(hass)
    done = await async_choose(hass, entry, "record")
    assert done["type"] is FlowResultType.ABORT
    assert done["reason"] == "connection_not_loaded"
