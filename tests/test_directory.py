"""Lines and their owners have names wherever numbers stand, beside the contacts of phone books."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.telephony.connection.pacing import TURN_SECONDS
from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, intent
from homeassistant.setup import async_setup_component

from .card import device_id
from .home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
    line_subentry,
    phone_book_entry,
)

PARTY = "sensor.line_700_remote_party"
STATE = "sensor.line_700_state"


@pytest.fixture
async def entry(hass: HomeAssistant, office: Office) -> AsyncIterator[MockConfigEntry]:
    """Return a connection whose line 701 is Ada's."""
    for component in ("homeassistant", "conversation", "intent"):
        assert await async_setup_component(hass, component, {})
    person = {"friendly_name": "Ada Lovelace", "entity_picture": "/ada.png"}
    hass.states.async_set("person.ada", "home", person)
    entry = csta_entry(office.csta_server.port, ["700"], assist_may_dial=True)
    entry.subentries = MockConfigEntry(
        subentries_data=[
            line_subentry("700"),
            line_subentry("701", persons=["person.ada"]),
            line_subentry("702"),
        ]
    ).subentries
    await async_set_up(hass, entry)
    yield entry
    await async_take_down(hass, entry)


def attributes(hass: HomeAssistant, entity_id: str) -> Mapping[str, Any]:
    """Return an entity's attributes."""
    state = hass.states.get(entity_id)
    return state.attributes if state else {}


async def test_a_line_without_a_name_calls_by_its_owners(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry
) -> None:
    """With the owner's picture; a name of the line's own goes before it, in the log too."""
    office.ring("700", caller="701")
    await async_wait_state(hass, PARTY, "Ada Lovelace")
    assert attributes(hass, PARTY)["name_source"] == "line"
    assert attributes(hass, PARTY)["entity_picture"] == "/ada.png"
    event = "event.line_700_call"
    await async_wait_for(hass, lambda: attributes(hass, event).get("name"))
    assert attributes(hass, event)["name"] == "Ada Lovelace"
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    last = "sensor.line_700_last_call"
    assert attributes(hass, last)["name"] == "Ada Lovelace"
    dr.async_get(hass).async_update_device(
        device_id(hass, entry, "701"), name_by_user="Kitchen"
    )
    await async_wait_for(hass, lambda: attributes(hass, last)["name"] == "Kitchen")
    office.ring("700", caller="701")
    await async_wait_state(hass, PARTY, "Kitchen")
    assert attributes(hass, PARTY)["entity_picture"] == "/ada.png"


async def test_whoever_types_a_name_finds_lines_and_owners_before_contacts(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    dr.async_get(hass).async_update_device(
        device_id(hass, entry, "702"), name_by_user="Adas pantry"
    )
    book = phone_book_entry({"number": "+4930123456", "name": "Adam"})
    await async_set_up(hass, book)
    client = await hass_ws_client(hass)

    async def find(query: str) -> list[tuple[str, str]]:
        await client.send_json_auto_id(
            {
                "type": "telephony/search",
                "device_id": device_id(hass, entry, "700"),
                "query": query,
            }
        )
        found = (await client.receive_json())["result"]["contacts"]
        return [(each["name"], each["number"]) for each in found]

    assert await find("ada") == [
        ("Adas pantry", "702"),
        ("Ada Lovelace", "701"),
        ("Adam", "+4930123456"),
    ]
    assert await find("lovel a") == [("Ada Lovelace", "701")]
    assert await find(" ") == []
    await hass.config_entries.async_unload(book.entry_id)


@pytest.mark.parametrize("said", ["Ada Lovelace", "kitchen"])
async def test_a_voice_calls_a_line_by_its_name_or_its_owners(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry, said: str
) -> None:
    if said == "kitchen":
        dr.async_get(hass).async_update_device(
            device_id(hass, entry, "701"), name_by_user="Kitchen"
        )
    async_expose_entity(hass, conversation.DOMAIN, STATE, should_expose=True)
    await intent.async_handle(
        hass,
        "test",
        "TelephonyMakeCall",
        {"recipient": {"value": said}},
        assistant=conversation.DOMAIN,
    )
    await async_wait_for(hass, lambda: attributes(hass, PARTY).get("number") == "701")


async def test_a_new_name_is_shown_on_one_busy_line_after_another(
    hass: HomeAssistant, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever follows all lines, as pop-ups do, makes each of them long: others get their turns between."""
    lines = [str(number) for number in range(700, 710)]
    entry = csta_entry(office.csta_server.port, [*lines, "719"])
    await async_set_up(hass, entry)
    for line in lines:
        office.ring(line, caller="719")
    for line in lines:
        await async_wait_state(hass, f"sensor.line_{line}_remote_party", "719")
    loop, time, now = hass.loop, hass.loop.time, 0.0
    turn, turns, is_over = 0, set[int](), False

    def later() -> float:
        """Let each look at the clock find that a slice's time is over."""
        nonlocal now
        now += 2 * TURN_SECONDS
        return time() + now

    def next_turn() -> None:
        nonlocal turn
        turn += 1
        if not is_over:
            loop.call_soon(next_turn)

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        if (state := event.data["new_state"]) and state.state == "Attic":
            turns.add(turn)

    hass.bus.async_listen("state_changed", note)
    monkeypatch.setattr(loop, "time", later)
    loop.call_soon(next_turn)
    device = device_id(hass, entry, "719")
    dr.async_get(hass).async_update_device(device, name_by_user="Attic")
    for line in lines:
        await async_wait_state(hass, f"sensor.line_{line}_remote_party", "Attic")
    is_over = True
    monkeypatch.undo()
    assert len(turns) > len(lines) // 2
    await async_take_down(hass, entry)
