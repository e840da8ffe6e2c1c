"""Where a name is from stands beside it: nobody who only sends a contact's name looks like that contact."""

from collections.abc import Mapping
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, intent
from homeassistant.setup import async_setup_component
from simulator.calls import ForwardingType

from .home import (
    OUTSIDE,
    Office,
    StateWrites,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
    phone_book_entry,
    telestra_entry,
)

PARTY = "sensor.line_700_remote_party"
ADA = {"name": "Ada Lovelace", "number": OUTSIDE}


async def async_who(hass: HomeAssistant, entity_id: str) -> tuple[Any, Any]:
    """Return the name that is shown and who says it, once somebody rings."""
    await async_wait_for(hass, lambda: "name" in attributes(hass, entity_id))
    shown = attributes(hass, entity_id)
    return shown["name"], shown["name_source"]


def attributes(hass: HomeAssistant, entity_id: str) -> Mapping[str, Any]:
    """Return an entity's attributes."""
    state = hass.states.get(entity_id)
    return state.attributes if state else {}


async def async_last(hass: HomeAssistant, entity_id: str) -> dict[str, Any]:
    """Return the newest finished call of the line with this entity."""
    answer = await hass.services.async_call(
        "telephony",
        "get_call_log",
        {"limit": 1},
        target={"entity_id": entity_id},
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    calls = answer["calls"]
    assert isinstance(calls, list)
    assert isinstance(calls[0], dict)
    return calls[0]


@pytest.mark.parametrize(
    ("contacts", "known"),
    [([], ("Ada Lovelace", "network")), ([ADA], ("Ada Lovelace", "phone_book"))],
    ids=["sent by the caller", "in the phone book"],
)
async def test_whoever_says_a_name_stands_beside_it(
    hass: HomeAssistant,
    office: Office,
    contacts: list[dict[str, str]],
    known: tuple[str, str],
) -> None:
    entry = telestra_entry(office.telestra_server.port, phone_book=contacts)
    await async_set_up(hass, entry)
    party, event = "sensor.705_remote_party", "event.705_call"
    await async_wait_state(hass, "sensor.705_state", "idle")
    office.ring("705", name="Ada Lovelace")
    assert await async_who(hass, party) == known
    await async_wait_for(hass, lambda: attributes(hass, event).get("name"))
    assert attributes(hass, event)["name_source"] == known[1]
    office.hang_up("705")
    await async_wait_state(hass, "sensor.705_state", "idle")
    call = await async_last(hass, event)
    assert (call["name"], call["name_source"]) == known
    await async_take_down(hass, entry)


async def test_without_a_name_nobody_says_one(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    office.ring("700")
    assert await async_who(hass, PARTY) == (None, None)


async def test_a_line_of_ours_calls_by_its_own_name(
    hass: HomeAssistant, office: Office
) -> None:
    """The name that the entry gives it, or that somebody gives its device, also while it rings."""
    entry = csta_entry(office.csta_server.port, ["700", "701"])
    await async_set_up(hass, entry)
    office.ring("700", caller="701")
    assert await async_who(hass, PARTY) == (None, None)

    (kitchen,) = (
        each for each in entry.subentries.values() if each.data["number"] == "701"
    )
    assert isinstance(kitchen, ConfigSubentry)
    hass.config_entries.async_update_subentry(entry, kitchen, title="Kitchen")
    await async_wait_state(hass, PARTY, "Kitchen")
    assert await async_who(hass, PARTY) == ("Kitchen", "line")

    registry = dr.async_get(hass)
    (device,) = (
        each
        for each in dr.async_entries_for_config_entry(registry, entry.entry_id)
        if (each.name or "").endswith("Kitchen")
    )
    registry.async_update_device(device.id, name_by_user="Pantry")
    await async_wait_state(hass, PARTY, "Pantry")

    office.hang_up("700")
    await async_wait_state(hass, "sensor.line_700_state", "idle")
    call = await async_last(hass, PARTY)
    assert (call["number"], call["name"], call["name_source"]) == (
        "701",
        "Pantry",
        "line",
    )
    registry.async_update_device(device.id, name_by_user=None)
    hass.config_entries.async_update_subentry(entry, kitchen, title="701")
    await hass.async_block_till_done()
    office.ring("700", caller="701")
    assert await async_who(hass, PARTY) == (None, None)
    await async_take_down(hass, entry)


async def test_the_phone_book_goes_before_the_lines_own_names(
    hass: HomeAssistant, office: Office
) -> None:
    contacts = [{"name": "Front desk", "number": "701"}]
    entry = csta_entry(office.csta_server.port, ["700", "701"], phone_book=contacts)
    await async_set_up(hass, entry)
    office.ring("700", caller="701")
    assert await async_who(hass, PARTY) == ("Front desk", "phone_book")
    await async_take_down(hass, entry)


@pytest.mark.parametrize(
    ("caller", "spoken"),
    [(OUTSIDE, f"Ada Lovelace {OUTSIDE}"), ("%20@trunk.example", "?")],
    ids=["with a number", "without one"],
)
async def test_a_name_that_only_the_caller_sent_is_not_spoken_like_a_contacts(
    hass: HomeAssistant, office: Office, caller: str, spoken: str
) -> None:
    for component in ("homeassistant", "conversation", "intent"):
        assert await async_setup_component(hass, component, {})
    entry = telestra_entry(office.telestra_server.port)
    await async_set_up(hass, entry)
    async_expose_entity(
        hass, conversation.DOMAIN, "sensor.705_state", should_expose=True
    )
    await async_wait_state(hass, "sensor.705_state", "idle")
    office.ring("705", caller=caller, name="Ada Lovelace")
    await async_wait_state(hass, "sensor.705_state", "ringing")
    office.hang_up("705")
    await async_wait_state(hass, "sensor.705_missed_calls", "1")
    response = await intent.async_handle(
        hass, "telephony", "TelephonyWhoCalled", assistant=conversation.DOMAIN
    )
    assert response.speech_slots == {"count": 1, "callers": spoken}
    await async_take_down(hass, entry)


async def test_who_says_the_name_of_each_member_of_a_conference(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, ["700"], phone_book=[ADA])
    await async_set_up(hass, entry)
    office.ring("700")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    office.answer("700")
    target = {"entity_id": PARTY}
    await async_wait_state(hass, "sensor.line_700_state", "connected")
    await hass.services.async_call(
        "telephony", "consult", {"number": "702"}, target=target, blocking=True
    )
    office.answer("702")
    await hass.services.async_call(
        "telephony", "conference", target=target, blocking=True
    )
    await async_wait_for(hass, lambda: attributes(hass, PARTY).get("members"))
    members = {each["number"]: each for each in attributes(hass, PARTY)["members"]}
    assert members[OUTSIDE]["name_source"] == "phone_book"
    assert members["702"]["name_source"] is None
    await async_take_down(hass, entry)


async def test_a_contact_of_today_goes_before_the_name_that_the_caller_sent_then(
    hass: HomeAssistant, office: Office
) -> None:
    entry = telestra_entry(office.telestra_server.port)
    await async_set_up(hass, entry)
    await async_wait_state(hass, "sensor.705_state", "idle")
    office.ring("705", name="J SMITH")
    await async_wait_state(hass, "sensor.705_state", "ringing")
    office.hang_up("705")
    await async_wait_state(hass, "sensor.705_missed_calls", "1")
    call = await async_last(hass, "event.705_call")
    assert (call["name"], call["name_source"]) == ("J SMITH", "network")
    await async_set_up(hass, phone_book_entry(ADA))
    call = await async_last(hass, "event.705_call")
    assert (call["name"], call["name_source"]) == ("Ada Lovelace", "phone_book")
    await async_take_down(hass, entry)


async def test_events_name_the_members_of_a_conference_too(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, ["700"], phone_book=[ADA])
    await async_set_up(hass, entry)
    runs = StateWrites(hass)
    office.ring("700")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    office.answer("700")
    target = {"entity_id": PARTY}
    await async_wait_state(hass, "sensor.line_700_state", "connected")
    await hass.services.async_call(
        "telephony", "consult", {"number": "702"}, target=target, blocking=True
    )
    office.answer("702")
    await hass.services.async_call(
        "telephony", "conference", target=target, blocking=True
    )

    def joined() -> list[Mapping[str, Any]]:
        return [
            each.attributes
            for each in runs.states
            if each.attributes.get("event_type") == "conferenced"
        ]

    await async_wait_for(hass, joined)
    members = {each["number"]: each for each in joined()[-1]["members"]}
    assert members[OUTSIDE]["name"] == "Ada Lovelace"
    assert members[OUTSIDE]["name_source"] == "phone_book"
    await async_take_down(hass, entry)


async def test_whoever_sent_a_call_here_has_the_name_of_the_phone_book(
    hass: HomeAssistant, office: Office
) -> None:
    """A colleague forwards his calls; the phone system tells his number alone."""
    colleague = {"name": "Grace Hopper", "number": "704"}
    entry = csta_entry(
        office.csta_server.port, ["700"], {}, phone_book=[ADA, colleague]
    )
    await async_set_up(hass, entry)
    await async_wait_state(hass, "sensor.line_700_state", "idle")
    writes = StateWrites(hass)
    office.exchange.features.set_forwarding(
        "704", ForwardingType.ALL, "700", enabled=True
    )
    office.exchange.dial(OUTSIDE, "704")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    answer = await hass.services.async_call(
        "telephony",
        "get_calls",
        {"entity_id": "sensor.line_700_state"},
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    calls = answer["calls"]
    assert isinstance(calls, list)
    told = [state for state in writes.states if state.domain == "event"]
    for each in (calls[0], told[-1].attributes):
        assert isinstance(each, Mapping)
        assert each["redirected_by"] == "704"
        assert each["redirected_by_name"] == "Grace Hopper"
        assert each["redirect_reason"] == "callForwardImmediate"
        assert each["name"] == "Ada Lovelace"
    await async_take_down(hass, entry)
