"""Changes reach those who listen for the line, in the right order, whatever others do wrong."""

from typing import NoReturn

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.telephony.connection.changes import STATE as STATE_TOPIC
from custom_components.telephony.connection.line_state import LineState
from custom_components.telephony.coordinator import TelephonyConfigEntry
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component

from .home import (
    OUTSIDE,
    Office,
    StateWrites,
    async_set_up,
    async_take_down,
    async_wait_features,
    async_wait_for,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
EVENT = "event.line_700_call"


async def test_a_call_writes_to_its_own_line_only(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Other lines' entities are not even looked at."""
    await async_wait_features(hass, "700", "701")
    writes = StateWrites(hass)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, STATE, "idle")
    assert not [each for each in writes.entity_ids if "line_701" in each]


async def test_every_entity_of_a_line_goes_and_comes_with_the_link(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Nothing pretends to know while the link is down."""
    entity_ids = [
        entity_id
        for entity_id in hass.states.async_entity_ids()
        if "line_700" in entity_id
    ]
    assert len(entity_ids) >= 10
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    await hass.async_block_till_done()
    for entity_id in entity_ids:
        assert hass.states.is_state(entity_id, "unavailable"), entity_id
    await office.csta_server.start()
    await async_wait_state(hass, STATE, "idle")
    for entity_id in entity_ids:
        assert not hass.states.is_state(entity_id, "unavailable"), entity_id


async def test_many_lines_go_and_come_in_slices(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Slices of one line each: all of them are told all the same."""
    monkeypatch.setattr(
        "custom_components.telephony.connection.pacing.TURN_SECONDS", -1
    )
    for number in ("700", "701"):
        await async_wait_state(hass, f"sensor.line_{number}_state", "idle")
    await office.csta_server.stop()
    for number in ("700", "701"):
        await async_wait_state(hass, f"sensor.line_{number}_state", "unavailable")
    await office.csta_server.start()
    for number in ("700", "701"):
        await async_wait_state(hass, f"sensor.line_{number}_state", "idle")


async def test_an_automation_sees_what_ended_during_an_outage(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The event entity is available again before it tells, else no trigger would fire."""
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": {
                "triggers": {
                    "trigger": "event.received",
                    "target": {"entity_id": EVENT},
                    "options": {"event_type": ["ended"]},
                },
                "actions": {"event": "seen"},
            }
        },
    )
    seen = async_capture_events(hass, "seen")
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    office.hang_up(OUTSIDE)
    await office.csta_server.start()
    await async_wait_state(hass, STATE, "idle")
    await async_wait_for(hass, lambda: seen)
    assert len(seen) == 1


async def test_one_listeners_fault_reaches_nobody_else(
    hass: HomeAssistant,
    csta: TelephonyConfigEntry,
    office: Office,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is logged, and the line's other listeners and the connection go on."""

    def fail(state: LineState, context: Context | None) -> NoReturn:
        raise RuntimeError("a fault of its own")

    unlisten = csta.runtime_data.changes.listen(STATE_TOPIC, "700", fail)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    unlisten()
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    assert caplog.text.count("Part of a connection failed (state)") == 1
    assert csta.runtime_data.bulkheads.faults == {"state": 1}
    assert len(office.csta.connections) == 1


async def test_a_line_of_a_group_that_has_entities_too_is_watched_once(
    hass: HomeAssistant, office: Office
) -> None:
    """One monitor; both the line and the group tell."""
    entry = csta_entry(office.csta_server.port, ["700"], groups={"Sales": ["700"]})
    await async_set_up(hass, entry)
    monitored = [name for name, _ in office.csta.requests if name == "MonitorStart"]
    assert len(monitored) == 1
    writes = StateWrites(hass)
    office.ring("700")
    await async_wait_state(hass, "sensor.sales_ringing_calls", "1")
    assert {EVENT, "event.sales_call"} <= set(writes.entity_ids)
    await async_take_down(hass, entry)


async def test_a_refused_password_while_running_asks_for_the_right_one(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """After the loss of the link the login is tried once, then a person is asked."""
    office.csta.options.accounts = {"demo.local": "changed"}
    office.csta_server.drop_connections()
    await async_wait_for(hass, hass.config_entries.flow.async_progress)
    [flow] = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == "reauth"
    connected = hass.states.get("binary_sensor.demo_local_at_127_0_0_1_connected")
    assert connected is not None
    assert connected.attributes["reason"] == "invalid_auth"


async def test_a_line_that_the_switch_refuses_is_unavailable_alone(
    hass: HomeAssistant, office: Office
) -> None:
    """The other line works."""
    office.csta.options.forbidden_lines = frozenset({"701"})
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    await async_wait_state(hass, STATE, "idle")
    await async_wait_state(hass, "sensor.line_701_state", "unavailable")
    await async_take_down(hass, entry)


async def test_a_name_is_shown_where_somebody_knows_it(
    hass: HomeAssistant, csta: TelephonyConfigEntry, office: Office
) -> None:
    """State, event and log show the name; a suppressed caller stays anonymous."""
    contact = {"number": "030 123456", "name": "Ada Lovelace"}
    await hass.config.async_update(country="DE")
    hass.config_entries.async_update_entry(csta, options={"phone_book": [contact]})
    await hass.async_block_till_done()
    office.ring("700")
    await async_wait_state(hass, "sensor.line_700_remote_party", "Ada Lovelace")
    event = hass.states.get(EVENT)
    assert event is not None
    assert event.attributes["name"] == "Ada Lovelace"
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, STATE, "idle")
    last = hass.states.get("sensor.line_700_last_call")
    assert last is not None
    assert last.attributes["name"] == "Ada Lovelace"
