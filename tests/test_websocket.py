"""Who is told what over the websocket, what pops up, and what editors learn."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .card import connected, device_id, refresh, subscribe
from .home import LINES, OUTSIDE, Office, async_wait_state, csta_entry

# Who may see what


async def test_who_may_only_read_sees_calls_and_is_offered_nothing(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
) -> None:
    card = await subscribe(await hass_ws_client(hass, hass_read_only_access_token))
    assert card.numbers == ["700", "701"]
    assert not card.line("700")["can_control"]


@pytest.mark.parametrize("asks_for_all", [False, True])
async def test_a_line_that_a_user_may_not_read_does_not_exist_for_him(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
    asks_for_all: bool,
) -> None:
    hass_read_only_user.mock_policy(
        {"entities": {"entity_ids": {"sensor.line_701_state": {"read": True}}}}
    )
    client = await hass_ws_client(hass, hass_read_only_access_token)
    asked = [device_id(hass, csta, number) for number in ("700", "701")]
    fields: dict[str, Any] = {"device_ids": asked, "lamp_device_ids": asked}
    card = await subscribe(client, **(fields if asks_for_all else {}))
    incoming = await subscribe(client, "subscribe_incoming")
    assert card.numbers == ["701"]
    assert [lamp["line"] for lamp in card.lamps.values()] in ([], ["701"])
    await client.send_json_auto_id({"type": "telephony/lines"})
    devices = (await client.receive_json())["result"]["lines"]
    assert [device["line"] for device in devices] == ["701"]
    await client.send_json_auto_id(
        {"type": "unsubscribe_events", "subscription": card.message_id}
    )
    assert (await client.receive_json())["success"]
    office.ring("700")
    office.ring("701", "+4930777")
    await incoming.async_wait(lambda: incoming.ringing)
    assert OUTSIDE not in str(incoming.messages)


async def test_rights_that_are_taken_away_count_at_once(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
) -> None:
    """First control goes, then one line, silently; a card hears of nothing else."""
    card = await subscribe(await hass_ws_client(hass))
    popup = await subscribe(await hass_ws_client(hass), "subscribe_incoming")
    assert card.line("700")["can_control"]
    await hass.auth.async_update_user(hass_admin_user, group_ids=["system-read-only"])
    await card.async_wait(lambda: not card.line("700")["can_control"])
    assert card.numbers == ["700", "701"]
    only_701 = {"entities": {"entity_ids": {"sensor.line_701_state": True}}}
    hass_admin_user.mock_policy(only_701)
    office.ring("700")
    await card.async_wait(lambda: card.numbers == ["701"])
    assert card.line("701")["can_control"]
    office.ring("701", "+4930777")
    await card.async_wait(lambda: card.calls("701"))
    await popup.async_wait(lambda: popup.ringing)
    assert OUTSIDE not in str(card.messages + popup.messages)


async def test_rights_that_are_given_count_at_once(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
) -> None:
    card = await subscribe(await hass_ws_client(hass, hass_read_only_access_token))
    await hass.auth.async_update_user(hass_read_only_user, group_ids=["system-admin"])
    await card.async_wait(lambda: card.line("700")["can_control"])


@pytest.mark.parametrize("gone", ["removed", "deactivated", "inactive"])
async def test_a_user_who_is_gone_is_told_nothing_more(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
    gone: str,
) -> None:
    """Also where his connection stays, as one does that isn't made with a token of his."""
    client = await hass_ws_client(hass, hass_read_only_access_token)
    await subscribe(client)
    await subscribe(client, "subscribe_incoming")
    hass_read_only_user.refresh_tokens.clear()
    if gone == "removed":
        await hass.auth.async_remove_user(hass_read_only_user)
    elif gone == "deactivated":
        await hass.auth.async_update_user(hass_read_only_user, is_active=False)
    else:
        await hass.auth.async_deactivate_user(hass_read_only_user)
    office.ring("700")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    await client.send_json_auto_id({"type": "ping"})
    assert (await client.receive_json())["type"] == "pong"


# The pop-up


async def test_a_pop_up_hears_of_every_ringing_call_until_it_is_answered_or_over(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    popup = await subscribe(await hass_ws_client(hass), "subscribe_incoming")
    assert popup.ringing == []
    office.ring("700")
    await popup.async_wait(lambda: len(popup.ringing) == 1)
    office.ring("701", "+4930777")
    await popup.async_wait(lambda: len(popup.ringing) == 2)
    assert [each["call"]["number"] for each in popup.ringing] == [OUTSIDE, "+4930777"]
    assert [each["line"]["name"] for each in popup.ringing] == ["Line 700", "Line 701"]
    office.answer("700")
    await popup.async_wait(lambda: len(popup.ringing) == 1)
    office.hang_up("+4930777")
    await popup.async_wait(lambda: not popup.ringing)


async def test_what_rang_when_the_link_was_lost_pops_up_no_longer(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    popup = await subscribe(await hass_ws_client(hass), "subscribe_incoming")
    office.ring("700")
    await popup.async_wait(lambda: popup.ringing)
    office.csta_server.drop_connections()
    await popup.async_wait(lambda: not popup.ringing)


async def test_a_line_that_is_only_in_a_group_pops_up_through_the_group(
    hass: HomeAssistant, office: Office, hass_ws_client: WebSocketGenerator
) -> None:
    port = office.csta_server.port
    entry = csta_entry(port, lines=("700",), groups={"Shop": ("703",)})
    async with connected(hass, entry):
        popup = await subscribe(await hass_ws_client(hass), "subscribe_incoming")
        office.ring("703")
        await popup.async_wait(lambda: popup.ringing)
        assert popup.ringing[0]["line"]["in_group"]
        assert popup.ringing[0]["line"]["line"] == "703"


async def test_a_call_of_our_own_does_not_pop_up(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    client = await hass_ws_client(hass)
    popup = await subscribe(client, "subscribe_incoming")
    await hass.services.async_call(
        "telephony",
        "make_call",
        {"number": "702"},
        target={"device_id": device_id(hass, csta, "700")},
        blocking=True,
    )
    office.ring("701")
    await popup.async_wait(lambda: popup.ringing)
    lines = {each["line"]["line"] for m in popup.messages for each in m["calls"]}
    assert lines == {"701"}


async def test_the_connection_says_whether_its_calls_should_pop_up(
    hass: HomeAssistant, office: Office, hass_ws_client: WebSocketGenerator
) -> None:
    entry = csta_entry(office.csta_server.port, show_incoming_popup=True)
    async with connected(hass, entry):
        popup = await subscribe(await hass_ws_client(hass), "subscribe_incoming")
        office.ring("700")
        await popup.async_wait(lambda: popup.ringing)
        assert popup.ringing[0]["line"]["popup"]
        hass.config_entries.async_update_entry(
            entry, options={"show_incoming_popup": False}
        )
        await hass.async_block_till_done()
        refresh(hass)
        await popup.async_wait(lambda: not popup.ringing[0]["line"]["popup"])


# For editors and dashboards


async def test_editors_and_dashboards_learn_of_devices_and_their_entities(
    hass: HomeAssistant, office: Office, hass_ws_client: WebSocketGenerator
) -> None:
    port = office.csta_server.port
    entry = csta_entry(port, lines=("700",), groups={"Shop": LINES})
    async with connected(hass, entry):
        client = await hass_ws_client(hass)
        await client.send_json_auto_id({"type": "telephony/lines"})
        line, group = (await client.receive_json())["result"]["lines"]
        assert (line["line"], line["name"]) == ("700", "Line 700")
        assert line["connection_name"] == entry.title
        assert line["entities"]["state"] == "sensor.line_700_state"
        assert "redial" not in line["entities"]
        assert (group["line"], group["name"]) == (None, "Shop")
        assert group["entities"]["ringing_calls"] == "sensor.shop_ringing_calls"


async def found(client: MockHAClientWebSocket, device: str, query: str) -> list[str]:
    """Return the names and numbers that somebody is offered who types."""
    request = {"type": "telephony/search", "device_id": device, "query": query}
    await client.send_json_auto_id(request)
    contacts = (await client.receive_json())["result"]["contacts"]
    return [f"{contact['name']} {contact['number']}" for contact in contacts]


async def test_who_types_a_name_is_offered_the_phone_books_numbers(
    hass: HomeAssistant,
    office: Office,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
) -> None:
    contacts = [
        {"name": "Anna Kuznetsova", "number": "+4930111"},
        {"name": "Boris Annenkow", "number": "+4930222"},
        {"name": "Annex", "number": "+4940*"},
    ]
    entry = csta_entry(office.csta_server.port, phone_book=contacts)
    async with connected(hass, entry):
        device = device_id(hass, entry, "700")
        client = await hass_ws_client(hass)
        assert await found(client, device, "ann") == [
            "Anna Kuznetsova +4930111",
            "Boris Annenkow +4930222",
        ]
        assert await found(client, device, "KUZ an") == ["Anna Kuznetsova +4930111"]
        assert await found(client, device, " ") == []
        assert await found(client, "nobody", "anna") == []
        hass_read_only_user.mock_policy({"entities": False})
        stranger = await hass_ws_client(hass, hass_read_only_access_token)
        assert await found(stranger, device, "anna") == []


@pytest.mark.parametrize(
    "fields", [{"log_limit": -1}, {"log_limit": 101}, {"device_ids": "d"}, {"more": 1}]
)
async def test_a_request_that_makes_no_sense_is_refused(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    fields: dict[str, Any],
) -> None:
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "telephony/subscribe", **fields})
    answer = await client.receive_json()
    assert answer["error"]["code"] == "invalid_format"


async def test_devices_of_others_are_passed_over(
    hass: HomeAssistant, csta: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    devices = dr.async_get(hass)
    connection = devices.async_get_device_by_identifier(
        ("telephony", csta.entry_id), csta.entry_id
    )
    assert connection
    asked = ["nobody", connection.id, device_id(hass, csta, "701")]
    card = await subscribe(await hass_ws_client(hass), device_ids=asked)
    assert card.numbers == ["701"]


async def test_a_new_number_abroad_is_told_to_who_may_call(
    hass: HomeAssistant,
    office: Office,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_user: MockUser,
    hass_read_only_access_token: str,
) -> None:
    await hass.config.async_update(country="DE")
    entry = csta_entry(office.csta_server.port)
    async with connected(hass, entry):
        device = device_id(hass, entry, "700")
        client = await hass_ws_client(hass)

        async def abroad(who: MockHAClientWebSocket, number: str) -> str | None:
            request = {"type": "telephony/check_number", "device_id": device}
            await who.send_json_auto_id({**request, "number": number})
            answer = (await who.receive_json())["result"]
            country: str | None = answer["new_abroad"]
            return country

        assert await abroad(client, "+48 22 123 45 67") == "PL"
        assert await abroad(client, "0048 22 123 45 67") == "PL"
        assert await abroad(client, "+878 10 1234567890") == "001"
        for number in ("089 555999", "+49 89 555999", "701", "4822", "nobody", ""):
            assert await abroad(client, number) is None
        hass_read_only_user.mock_policy({"entities": {"all": {"read": True}}})
        reader = await hass_ws_client(hass, hass_read_only_access_token)
        assert await abroad(reader, "+48 22 123 45 67") is None


async def test_the_missed_calls_that_nobody_has_read_are_listed(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Those that were answered, or marked as read before, aren't among them."""
    client = await hass_ws_client(hass)
    device = device_id(hass, csta, "700")

    async def async_unread() -> list[Any]:
        await client.send_json_auto_id(
            {"type": "telephony/call_log", "device_id": device, "unread": True}
        )
        answer = await client.receive_json()
        assert answer["success"], answer
        assert answer["result"]["next"] is None
        return [each["number"] for each in answer["result"]["calls"]]

    office.ring("700", "+4930777")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    office.hang_up("+4930777")
    await async_wait_state(hass, "sensor.line_700_missed_calls", "1")
    assert await async_unread() == ["+4930777"]
    await hass.services.async_call(
        "telephony", "mark_missed_read", target={"device_id": device}, blocking=True
    )
    assert await async_unread() == []
    office.ring("700")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, "sensor.line_700_missed_calls", "1")
    assert await async_unread() == [OUTSIDE]


async def test_several_lines_are_one_page_and_today_is_counted(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """A caller who rings here and then there has called twice; nobody took the second call."""
    client = await hass_ws_client(hass)
    devices = [device_id(hass, csta, line) for line in ("700", "701")]
    office.ring("700", "+4930777")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    office.answer("700")
    await async_wait_state(hass, "sensor.line_700_state", "connected")
    office.hang_up("+4930777")
    await async_wait_state(hass, "sensor.line_700_state", "idle")
    office.ring("701", "+4930777")
    await async_wait_state(hass, "sensor.line_701_state", "ringing")
    office.hang_up("+4930777")
    await async_wait_state(hass, "sensor.line_701_missed_calls", "1")
    await client.send_json_auto_id(
        {
            "type": "telephony/call_log",
            "device_id": [*devices, devices[0]],
            "limit": 1,
            "today": True,
        }
    )
    result = (await client.receive_json())["result"]
    assert [call["line"] for call in result["calls"]] == ["701"]
    assert result["next"] is not None
    today = result["today"]
    assert (today["in"], today["out"], today["missed"]) == (2, 0, 1)
    rings = [result["calls"][0]["ring_seconds"]]
    await client.send_json_auto_id(
        {
            "type": "telephony/call_log",
            "device_id": devices,
            "before": result["next"],
        }
    )
    result = (await client.receive_json())["result"]
    assert [call["line"] for call in result["calls"]] == ["700"]
    assert today["longest_wait"] == max(*rings, result["calls"][0]["ring_seconds"])
    assert result["next"] is None
    assert "today" not in result
