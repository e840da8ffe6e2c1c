"""What a card is told of its lines, and when."""

import asyncio
from functools import partial
import json
from types import MappingProxyType

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .card import Card, connected, device_id, refresh, subscribe
from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    open_office,
    phone_book_entry,
    telestra_entry,
)


async def test_a_card_is_first_told_how_things_stand(
    hass: HomeAssistant, csta: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    card = await subscribe(await hass_ws_client(hass))
    assert card.numbers == ["700", "701"]
    assert card.line("700") == {
        "device_id": device_id(hass, csta, "700"),
        "line": "700",
        "in_group": False,
        "name": "Line 700",
        "connection": csta.entry_id,
        "popup": False,
        "can_control": True,
        "available": True,
        "state": "idle",
        "trouble": None,
        "actions": ["make_call", "pick_up"],
        "calls": [],
        "missed": 0,
        "log": [],
    }
    assert dt_util.parse_datetime(card.messages[0]["now"])


async def test_a_call_is_told_with_its_party_and_what_can_be_done_with_it(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    card = await subscribe(await hass_ws_client(hass))
    office.ring("700")
    await card.async_wait(lambda: card.states() == ["ringing"])
    [call] = card.calls()
    assert (call["number"], call["direction"]) == (OUTSIDE, "incoming")
    assert call["answered_at"] is None
    assert call["actions"] == ["answer", "hangup", "deflect"]
    office.answer("700")
    await card.async_wait(lambda: card.states() == ["connected"])
    [call] = card.calls()
    assert call["answered_at"] >= call["started_at"]
    assert call["actions"] == ["hangup", "hold", "transfer", "consult", "send_digits"]


async def test_only_what_changed_is_told_and_only_of_the_line_that_changed(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    card = await subscribe(await hass_ws_client(hass))
    office.ring("700")
    await card.async_wait(lambda: card.states() == ["ringing"])
    key = f"{device_id(hass, csta, '700')}/700"
    for message in card.messages[1:]:
        assert set(message) == {"now", "lines"}
        assert set(message["lines"]) == {key}
        assert set(message["lines"][key]) <= {"state", "calls"}


async def test_a_missed_call_is_counted_and_logged_and_can_be_marked_as_read(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    card = await subscribe(await hass_ws_client(hass))
    office.ring("700")
    await card.async_wait(lambda: card.states() == ["ringing"])
    [call] = card.calls()
    office.hang_up(OUTSIDE)
    await card.async_wait(lambda: card.line("700")["log"])
    line = card.line("700")
    assert (line["state"], line["calls"], line["missed"]) == ("idle", [], 1)
    [logged] = line["log"]
    assert (logged["call_id"], logged["outcome"]) == (call["call_id"], "missed")
    await hass.services.async_call(
        "telephony", "mark_missed_read", target={"device_id": line["device_id"]}
    )
    await card.async_wait(lambda: card.line("700")["missed"] == 0)


async def test_a_held_and_an_active_call_can_be_swapped_and_joined(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    card = await subscribe(await hass_ws_client(hass))
    office.ring("700")
    await card.async_wait(lambda: card.states() == ["ringing"])
    office.answer("700")
    await card.async_wait(lambda: card.states() == ["connected"])
    office.exchange.hold("700", office.leg("700").call.id)
    await card.async_wait(lambda: card.states() == ["held"])
    assert "retrieve" in card.calls()[0]["actions"]
    office.ring("700", "+4930999999")
    await card.async_wait(lambda: "ringing" in card.states())
    office.answer("700")
    await card.async_wait(lambda: card.states() == ["held", "connected"])
    assert "switch_call" in card.calls()[0]["actions"]
    assert "retrieve" not in card.calls()[0]["actions"]
    assert card.line("700")["actions"][-2:] == ["complete_transfer", "conference"]


async def test_a_telestra_line_offers_only_what_its_protocol_has(
    hass: HomeAssistant,
    telestra: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    card = await subscribe(await hass_ws_client(hass))
    assert card.line("705")["actions"] == ["make_call"]
    office.ring("705")
    await card.async_wait(lambda: card.states("705") == ["ringing"])
    assert card.calls("705")[0]["actions"] == ["answer", "hangup"]


async def test_a_card_of_one_line_sees_its_neighbours_as_lamps_that_name_nobody(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    devices = [device_id(hass, csta, "700")]
    card = await subscribe(await hass_ws_client(hass), device_ids=devices)
    assert card.numbers == ["700"]
    [lamp] = card.lamps.values()
    assert lamp["line"] == "701"
    office.ring("701")
    await card.async_wait(lambda: lamp["state"] == "ringing")
    assert OUTSIDE not in str(card.messages)


async def test_lamps_are_those_asked_for(
    hass: HomeAssistant, csta: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(hass)
    lamps = [device_id(hass, csta, "700")]
    card = await subscribe(client, lamp_device_ids=lamps)
    assert [lamp["line"] for lamp in card.lamps.values()] == ["700"]
    assert not (await subscribe(client, lamp_device_ids=[])).lamps


async def test_the_log_is_as_long_as_the_card_wants(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    client = await hass_ws_client(hass)
    card = await subscribe(client, log_limit=2)
    for caller in ("+491", "+492", "+493"):
        office.ring("700", caller)
        await card.async_wait(lambda: card.states() == ["ringing"])
        office.hang_up(caller)
        await card.async_wait(lambda: not card.calls())
    await card.async_wait(lambda: card.line("700")["missed"] == 3)
    assert [call["number"] for call in card.line("700")["log"]] == ["+493", "+492"]


async def test_of_a_log_only_the_new_call_is_told(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Nothing of it where only the missed calls are marked as read."""
    card = await subscribe(await hass_ws_client(hass))
    callers = ["+493", "+492", "+491"]
    for caller in reversed(callers):
        office.ring("700", caller)
        await card.async_wait(lambda: card.states() == ["ringing"])
        before = len(card.messages)
        office.hang_up(caller)
        await card.async_wait(lambda: not card.calls())
        await card.async_wait(lambda: "outcome" in str(card.messages[-1]))
        assert str(card.messages[before:]).count("'outcome'") == 1
    assert [call["number"] for call in card.line("700")["log"]] == callers
    before = len(card.messages)
    await hass.services.async_call(
        "telephony", "mark_missed_read", {"entity_id": "sensor.line_700_state"}
    )
    await card.async_wait(lambda: card.line("700")["missed"] == 0)
    assert "outcome" not in str(card.messages[before:])
    assert len(card.line("700")["log"]) == 3


async def test_a_pop_up_is_told_only_what_changes(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    popup = await subscribe(await hass_ws_client(hass), "subscribe_incoming")
    assert popup.messages[0]["calls"] == []
    office.ring("700", "+491")
    await popup.async_wait(lambda: len(popup.ringing) == 1)
    office.ring("701", "+492")
    await popup.async_wait(lambda: len(popup.ringing) == 2)
    assert "+491" not in str(popup.messages[-1])
    first = popup.ringing[0]["call"]["call_id"]
    office.hang_up("+491")
    await popup.async_wait(lambda: len(popup.ringing) == 1)
    assert popup.messages[-1]["removed"] == [first]
    assert "+492" not in str(popup.messages[-1])
    assert popup.ringing[0]["line"]["name"] == "Line 701"


async def test_two_hundred_phones_that_ring_cost_a_pop_up_little(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    """Rung and stopped: at most 350 KiB; what is there already isn't sent again."""
    numbers = tuple(str(number) for number in range(1000, 1200))
    async with open_office(numbers) as office:
        port = office.csta_server.port
        entry = csta_entry(port, lines=(), groups={"All": numbers})
        async with connected(hass, entry):
            popup = await subscribe(await hass_ws_client(hass), "subscribe_incoming")
            for number in numbers:
                office.ring(number, f"+4930{number}00")
            await popup.async_wait(lambda: len(popup.ringing) == 200)
            for number in numbers:
                office.hang_up(number)
            await popup.async_wait(lambda: not popup.ringing)
    sent = sum(len(json.dumps(each)) for each in popup.messages)
    assert sent <= 350 * 1024


async def test_after_unsubscribing_nothing_more_is_told(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    client = await hass_ws_client(hass)
    ended, still = await subscribe(client), await subscribe(client)
    await client.send_json_auto_id(
        {"type": "unsubscribe_events", "subscription": ended.message_id}
    )
    assert (await client.receive_json())["success"]
    office.ring("700")
    # `still` accepts messages of its own subscription only.
    await still.async_wait(lambda: still.states() == ["ringing"])


async def test_a_card_goes_on_after_its_connection_was_loaded_anew(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    card = await subscribe(await hass_ws_client(hass))
    assert await hass.config_entries.async_unload(csta.entry_id)
    refresh(hass)
    await card.async_wait(lambda: not card.lines)
    assert await hass.config_entries.async_setup(csta.entry_id)
    await hass.async_block_till_done()
    refresh(hass)
    await card.async_wait(lambda: card.lines)
    office.ring("700")
    await card.async_wait(lambda: card.states() == ["ringing"])


async def test_a_lost_link_shows_and_offers_nothing(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    card = await subscribe(await hass_ws_client(hass))
    office.csta_server.drop_connections()
    await card.async_wait(lambda: not card.line("700")["available"])
    assert card.line("700")["actions"] == []


async def test_a_new_line_and_a_new_name_are_shown_without_a_reload(
    hass: HomeAssistant, csta: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    card = await subscribe(await hass_ws_client(hass))
    added = ConfigSubentry(
        data=MappingProxyType({"number": "702"}),
        subentry_type="line",
        title="702",
        unique_id="702",
    )
    hass.config_entries.async_add_subentry(csta, added)
    await hass.async_block_till_done()
    refresh(hass)
    await card.async_wait(lambda: card.numbers == ["700", "701", "702"])
    dr.async_get(hass).async_update_device(
        device_id(hass, csta, "700"), name_by_user="Kitchen"
    )
    await hass.async_block_till_done()
    refresh(hass)
    await card.async_wait(lambda: card.line("700")["name"] == "Kitchen")


# Groups


async def test_after_a_change_of_a_registry_only_what_differs_is_told(
    hass: HomeAssistant, office: Office, hass_ws_client: WebSocketGenerator
) -> None:
    """Nothing of what is shown as it was, no log, and no word of what isn't shown."""
    entry = csta_entry(office.csta_server.port, ["700", "701", "702"])
    async with connected(hass, entry):
        first, second = (device_id(hass, entry, number) for number in ("700", "701"))
        card = await subscribe(await hass_ws_client(hass), device_ids=[first])
        assert [lamp["line"] for lamp in card.lamps.values()] == ["701", "702"]
        registry = dr.async_get(hass)
        registry.async_update_device(first, configuration_url="http://10.0.0.7")
        refresh(hass)
        await hass.async_block_till_done()
        registry.async_update_device(first, name_by_user="Reception")
        refresh(hass)
        message = await card.async_hear()
        assert message.keys() == {"now", "lines"}
        assert message["lines"] == {f"{first}/700": {"name": "Reception"}}
        registry.async_update_device(second, name_by_user="Kitchen")
        refresh(hass)
        await card.async_wait(lambda: card.lamps[f"{second}/701"]["name"] == "Kitchen")
        assert card.messages[-1]["lamps"] == {f"{second}/701": {"name": "Kitchen"}}
        assert not [each for each in card.messages[1:] if "snapshot" in each]


def _rings(card: Card) -> bool:
    return card.states() == ["ringing"]


async def test_what_several_cards_are_told_is_made_once(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """The same message to the microsecond, whoever's card it is and however many there are."""
    cards = [await subscribe(await hass_ws_client(hass)) for _ in range(3)]
    popups = [
        await subscribe(await hass_ws_client(hass), "subscribe_incoming")
        for _ in range(3)
    ]
    office.ring("700")
    await asyncio.gather(
        *(card.async_wait(partial(_rings, card)) for card in cards),
        *(popup.async_wait(partial(getattr, popup, "ringing")) for popup in popups),
    )
    assert all(card.messages[-1] == cards[0].messages[-1] for card in cards)
    assert all(popup.messages[-1] == popups[0].messages[-1] for popup in popups)


async def test_a_small_groups_lines_are_shown_through_the_groups_device(
    hass: HomeAssistant, office: Office, hass_ws_client: WebSocketGenerator
) -> None:
    port = office.csta_server.port
    entry = csta_entry(port, lines=("700",), groups={"Shop": ("700", "703")})
    async with connected(hass, entry):
        card = await subscribe(await hass_ws_client(hass))
        assert card.numbers == ["700", "703"]
        assert card.line("703")["in_group"]
        office.ring("703")
        await card.async_wait(lambda: card.states("703") == ["ringing"])
        await hass.services.async_call(
            "telephony",
            "answer",
            {"call_id": card.calls("703")[0]["call_id"], "line": "703"},
            target={"device_id": card.line("703")["device_id"]},
        )
        await card.async_wait(lambda: card.states("703") == ["connected"])


async def test_a_large_groups_lines_are_shown_while_they_have_calls(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    numbers = tuple(str(number) for number in range(700, 730))
    async with open_office(numbers) as office:
        port = office.csta_server.port
        entry = csta_entry(port, lines=(), groups={"All": numbers})
        async with connected(hass, entry):
            client = await hass_ws_client(hass)
            await client.send_json_auto_id({"type": "telephony/lines"})
            [group] = (await client.receive_json())["result"]["lines"]
            card = await subscribe(client, device_ids=[group["device_id"]])
            assert card.numbers == []
            office.ring("712")
            await card.async_wait(lambda: card.numbers == ["712"])
            assert card.line("712")["in_group"]
            office.hang_up(OUTSIDE)
            await card.async_wait(lambda: not card.lines)


async def test_a_contact_saved_today_names_yesterdays_calls(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """In the card without anything happening, in the log, and in the last call."""
    office.ring("700")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    office.hang_up("700")
    await async_wait_state(hass, "sensor.line_700_missed_calls", "1")
    card = await subscribe(await hass_ws_client(hass))
    (logged,) = card.line("700")["log"]
    assert (logged["name"], logged["formatted_number"]) == (None, "+49 30 123456")

    book = phone_book_entry({"name": "Martha Reyes", "number": OUTSIDE})
    await async_set_up(hass, book)
    await card.async_wait(lambda: card.line("700")["log"][0]["name"])
    (logged,) = card.line("700")["log"]
    assert (logged["name"], logged["name_source"]) == ("Martha Reyes", "phone_book")
    last = hass.states.get("sensor.line_700_last_call")
    assert last
    assert (last.attributes["name"], last.attributes["name_source"]) == (
        "Martha Reyes",
        "phone_book",
    )
    await async_take_down(hass, book)
    await card.async_wait(lambda: not card.line("700")["log"][0]["name"])


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+441632960150", "+44 1632 960150"),
        ("01632960150", "01632 960150"),
        ("+12025550123", "+1 202-555-0123"),
        ("+999123", "+999123"),
        ("705", "705"),
        ("*97", "*97"),
    ],
)
async def test_a_number_is_written_as_people_of_the_country_read_it(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
    number: str,
    written: str,
) -> None:
    """In the card, its log and the pop-up; what is dialed stays as it is."""
    await hass.config.async_update(country="GB")
    card = await subscribe(await hass_ws_client(hass))
    popup = await subscribe(await hass_ws_client(hass), "subscribe_incoming")
    office.ring("700", caller=number)
    await card.async_wait(lambda: card.states() == ["ringing"])
    (call,) = card.calls()
    assert (call["number"], call["formatted_number"]) == (number, written)
    await popup.async_wait(lambda: popup.ringing)
    assert popup.ringing[0]["call"]["formatted_number"] == written
    office.hang_up("700")
    await card.async_wait(lambda: card.line("700")["log"])
    assert card.line("700")["log"][0]["formatted_number"] == written


async def test_an_account_that_is_not_registered_says_so(
    hass: HomeAssistant, office: Office, hass_ws_client: WebSocketGenerator
) -> None:
    entry = telestra_entry(office.telestra_server.port)
    async with connected(hass, entry):
        await async_wait_state(hass, "sensor.705_registration", "registered")
        card = await subscribe(await hass_ws_client(hass))
        await card.async_wait(lambda: card.line("705")["trouble"] is None)
        await hass.services.async_call(
            "telephony", "logout", target={"entity_id": "sensor.705_state"}
        )
        await card.async_wait(lambda: card.line("705")["trouble"])
        assert card.line("705")["trouble"] == "not_registered"


async def test_a_phone_out_of_service_says_so(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    card = await subscribe(await hass_ws_client(hass))
    office.exchange.features.set_in_service("700", enabled=False)
    await card.async_wait(lambda: card.line("700")["trouble"] == "out_of_service")
    office.exchange.features.set_in_service("700", enabled=True)
    await card.async_wait(lambda: card.line("700")["trouble"] is None)


async def test_of_a_call_that_goes_on_only_what_changed_is_told(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Two calls on a line: the one that is answered is told of with its new state, and no more."""
    card = await subscribe(await hass_ws_client(hass))
    office.ring("700")
    await card.async_wait(lambda: card.states() == ["ringing"])
    [call] = card.calls()
    number, started_at = call["number"], call["started_at"]
    heard = len(card.messages)
    office.answer("700")
    await card.async_wait(lambda: card.states() == ["connected"])
    key = f"{device_id(hass, csta, '700')}/700"
    for message in card.messages[heard:]:
        assert "calls" not in message["lines"][key]
        for change in message["lines"][key].get("calls_changed", {}).values():
            assert set(change) <= {"state", "answered_at", "actions"}
    [call] = card.calls()
    assert (call["number"], call["started_at"]) == (number, started_at)
