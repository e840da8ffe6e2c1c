"""Complaints about entities, actions and what surrounds them."""

import json
from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import yaml

from custom_components import telephony
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from tests.blueprint import add_phone, async_blueprints, async_use, buttons, tap
from tests.core_complaints import CoreComplaints
from tests.home import (
    OUTSIDE,
    Office,
    StateWrites,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
    open_office,
)

FOLDER = Path(telephony.__file__).parent
STATE = "sensor.line_700_state"
EVENT = "event.line_700_call"
TARGET = {"entity_id": STATE}


def _entities(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, str]:
    entries = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return {each.unique_id: each.entity_id for each in entries}


async def test_15_the_same_entities_come_at_every_start(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The user has chosen the lines; neither their order nor their calls matter."""
    await async_wait_state(hass, "switch.line_701_do_not_disturb", "off")
    before = _entities(hass, csta)
    office.ring("701")
    assert await hass.config_entries.async_reload(csta.entry_id)
    await async_wait_state(hass, "sensor.line_701_state", "ringing")
    assert _entities(hass, csta) == before


async def test_16_a_thousand_lines_in_a_group_are_one_device(
    hass: HomeAssistant,
) -> None:
    """With few entities, and every call of every line."""
    lines = [str(number) for number in range(1000, 2000)]
    async with open_office(lines) as office:
        entry = csta_entry(office.csta_server.port, [], {"Office": lines})
        await async_set_up(hass, entry)
        assert len(_entities(hass, entry)) <= 20
        office.ring("1999")
        event = await _async_event(hass, "event.office_call")
        assert event["line"] == "1999"
        await async_take_down(hass, entry)


async def _async_event(hass: HomeAssistant, entity_id: str) -> dict[str, object]:
    """Wait for an event, and return what it says."""

    def attributes() -> dict[str, object]:
        state = hass.states.get(entity_id)
        return dict(state.attributes) if state else {}

    await async_wait_for(hass, lambda: attributes().get("event_type"))
    return attributes()


async def test_17_an_unreachable_line_keeps_its_device(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Offline is not gone."""
    devices = dr.async_get(hass)
    before = len(dr.async_entries_for_config_entry(devices, csta.entry_id))
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    assert not await hass.config_entries.async_reload(csta.entry_id)
    assert len(dr.async_entries_for_config_entry(devices, csta.entry_id)) == before


async def test_18_no_state_or_attribute_is_too_long_and_nothing_ticks(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Also after many calls of people with long names; a talk writes nothing while it lasts."""
    contact = {"number": OUTSIDE, "name": "Ada " * 1000}
    hass.config_entries.async_update_entry(csta, options={"phone_book": [contact]})
    await hass.async_block_till_done()
    for _ in range(5):
        office.ring("700")
        await async_wait_state(hass, STATE, "ringing")
        office.hang_up(OUTSIDE)
        await async_wait_state(hass, STATE, "idle")
    for state in hass.states.async_all():
        assert len(state.state) <= 255
        assert len(json.dumps(dict(state.attributes), default=str)) < 16_384
    office.ring("700")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    await hass.async_block_till_done()
    writes = StateWrites(hass)
    assert await hass.services.async_call(
        "telephony", "get_calls", TARGET, blocking=True, return_response=True
    )
    assert writes.entity_ids == []


async def test_19_nothing_blocks_the_event_loop(
    hass: HomeAssistant,
    office: Office,
    core_complaints: CoreComplaints,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Home Assistant, which watches here and in every other test, has nothing to say."""
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    await async_take_down(hass, entry)
    assert not core_complaints.texts
    assert "thread" not in caplog.text.casefold()


async def test_20_actions_say_what_they_take_and_serve_every_connection(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    telestra: MockConfigEntry,
    office: Office,
) -> None:
    """Each field has a name, a description and a unit; a second switch overrides nothing."""
    actions = yaml.safe_load((FOLDER / "services.yaml").read_text())
    texts = json.loads((FOLDER / "translations" / "en.json").read_text())["services"]
    assert set(actions) == set(hass.services.async_services_for_domain("telephony"))
    for name, action in actions.items():
        for field in action["fields"]:
            assert texts[name]["fields"][field]["description"]
    timeout = actions["make_call"]["fields"]["ring_timeout"]["selector"]["number"]
    assert timeout["unit_of_measurement"] == "s"
    for line in (STATE, "sensor.705_state"):
        await hass.services.async_call(
            "telephony",
            "make_call",
            {"entity_id": line, "number": "709"},
            blocking=True,
        )
        await async_wait_state(hass, line, "dialing")
        await hass.services.async_call(
            "telephony", "hangup", {"entity_id": line}, blocking=True
        )
        await async_wait_state(hass, line, "idle")


@pytest.mark.parametrize(
    "path", sorted((FOLDER / "blueprints").rglob("*.yaml")), ids=lambda path: path.stem
)
def test_21_blueprints_ask_for_what_there_is(path: Path) -> None:
    """They name no entity; triggers and actions are those of the integration."""
    text = path.read_text()
    known = {
        f"telephony.{name}"
        for file in ("services.yaml", "triggers.yaml", "conditions.yaml")
        for name in yaml.safe_load((FOLDER / file).read_text())
    }
    used = {
        word.strip()
        for line in text.splitlines()
        for key, _, word in [line.strip().removeprefix("- ").partition(": ")]
        if key in ("action", "trigger", "condition") and word.startswith("telephony.")
    }
    assert used
    assert used <= known


async def test_22_there_is_one_way_to_hear_of_calls(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The event entity, whose types are the documented words; nothing on the event bus."""
    buses: set[str] = set()
    hass.bus.async_listen("*", lambda event: buses.add(str(event.event_type)))
    office.ring("700")
    event = await _async_event(hass, EVENT)
    assert event["event_type"] == "incoming"
    state = hass.states.get(EVENT)
    assert state is not None
    assert {"incoming", "answered", "missed", "ended"} <= set(
        state.attributes["event_types"]
    )
    assert not {name for name in buses if "telephony" in name}


async def test_23_the_telephone_on_the_desk_rings_and_is_answered(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """No sound goes through the browser: neither HTTPS nor a microphone is needed."""
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    await hass.services.async_call("telephony", "answer", TARGET, blocking=True)
    await async_wait_state(hass, STATE, "connected")
    manifest = json.loads((FOLDER / "manifest.json").read_text())
    named = [*manifest.get("dependencies", []), *manifest["after_dependencies"]]
    assert not {"ffmpeg", "stream", "camera", "go2rtc"} & set(named)


async def test_24_a_stale_button_does_not_touch_the_next_call(
    hass: HomeAssistant, office: Office, tmp_path: Path
) -> None:
    """Neither that of a notification, nor an action with the id of a call that is over."""
    entry = csta_entry(office.csta_server.port)
    async with async_blueprints(hass, tmp_path, entry):
        device, phone = add_phone(hass)
        inputs = {"lines": TARGET, "phones": [device]}
        await async_use(hass, "incoming_call_notification", inputs)
        office.ring("700")
        await async_wait_state(hass, STATE, "ringing")
        stale = buttons(await phone.async_next())
        office.hang_up(OUTSIDE)
        await async_wait_state(hass, STATE, "idle")
        await phone.async_next()
        office.ring("700")
        await phone.async_next()
        for button in stale.values():
            tap(hass, button)
        with pytest.raises(HomeAssistantError):
            await hass.services.async_call(
                "telephony",
                "hangup",
                TARGET | {"call_id": stale["Decline"].rpartition("|")[2]},
                blocking=True,
            )
        await phone.async_none()
        await async_wait_state(hass, STATE, "ringing")
