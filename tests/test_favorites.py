"""The numbers that a user calls often: each user's own, with the names that they have now."""

from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.components.frontend.storage import async_user_store
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from .card import device_id
from .home import OUTSIDE, async_set_up, phone_book_entry


async def async_ask(
    client: MockHAClientWebSocket, command: str, **fields: Any
) -> dict[str, Any]:
    """Send a command and return the answer."""
    await client.send_json_auto_id({"type": f"telephony/{command}", **fields})
    answer: dict[str, Any] = await client.receive_json()
    return answer


async def async_favorites(client: MockHAClientWebSocket) -> list[dict[str, Any]]:
    """Return the favorites that are told next."""
    message = await client.receive_json()
    favorites: list[dict[str, Any]] = message["event"]["favorites"]
    return favorites


async def test_favorites_are_told_with_names_and_devices_and_follow_them(
    hass: HomeAssistant, csta: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    """A number that is added twice, written in another way, is there once and last."""
    client, other = await hass_ws_client(hass), await hass_ws_client(hass)
    await hass.config.async_update(country="DE")
    assert (await async_ask(client, "subscribe_favorites"))["success"]
    assert await async_favorites(client) == []
    line, told = device_id(hass, csta, "700"), list[dict[str, Any]]()
    for number in ("+49 (30) 123456", "701", "030/123456"):
        answer = await async_ask(
            other, "set_favorite", device_id=line, number=number, favorite=True
        )
        assert answer["success"]
        told = await async_favorites(client)
        assert told == answer["result"]["favorites"]
    assert told == [
        {
            "connection": csta.entry_id,
            "number": "701",
            "formatted_number": "701",
            "name": "Line 701",
            "name_source": None,
            "last_note": None,
            "picture": None,
            "device_id": device_id(hass, csta, "701"),
        },
        {
            "connection": csta.entry_id,
            "number": "030123456",
            "formatted_number": "030 123456",
            "name": None,
            "name_source": None,
            "last_note": None,
            "picture": None,
            "device_id": None,
        },
    ]
    dr.async_get(hass).async_update_device(
        device_id(hass, csta, "701"), name_by_user="Kitchen"
    )
    named = [each["name"] for each in await async_favorites(client)]
    assert named == ["Kitchen", None]
    book = phone_book_entry({"number": "+4930123456", "name": "Ada"})
    await async_set_up(hass, book)
    named = [each["name"] for each in await async_favorites(client)]
    assert named == ["Kitchen", "Ada"]
    await async_ask(other, "set_favorite", device_id=line, number="701", favorite=False)
    assert [each["name"] for each in await async_favorites(client)] == ["Ada"]
    await hass.config_entries.async_unload(book.entry_id)


async def test_each_user_has_favorites_of_their_own(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    hass_admin_user: MockUser,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """They stay what they are whatever else stands in the user's data."""
    store = await async_user_store(hass, hass_admin_user.id)
    for kept in ("nonsense", {csta.entry_id: 7}, {csta.entry_id: [None, "?", "701"]}):
        await store.async_set_item("telephony_favorites", kept)
        client = await hass_ws_client(hass)
        assert (await async_ask(client, "subscribe_favorites"))["success"]
        numbers = [each["number"] for each in await async_favorites(client)]
        assert numbers == (["701"] if "701" in str(kept) else [])
        await client.close()
    other = await async_user_store(hass, "somebody else")
    assert "telephony_favorites" not in other.data


async def test_favorites_have_an_end_and_are_numbers(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    client = await hass_ws_client(hass)
    line = device_id(hass, csta, "700")

    async def add(number: str, device: str = line) -> dict[str, Any]:
        return await async_ask(
            client, "set_favorite", device_id=device, number=number, favorite=True
        )

    assert (await add("nobody"))["error"]["translation_key"] == "invalid_number"
    assert (await add(OUTSIDE, "gone"))["error"]["code"] == "not_found"
    for number in range(50):
        assert (await add(f"+49301000{number:03}"))["success"]
    refused = await add(OUTSIDE)
    assert refused["error"]["translation_key"] == "too_many_favorites"
    assert (await add("+49301000000"))["success"]
