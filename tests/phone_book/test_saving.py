"""A contact is saved beside a call, and names earlier calls at once."""

from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant

from ..card import device_id, subscribe
from ..home import OUTSIDE, Office, async_set_up, phone_book_entry


async def test_a_contact_that_is_saved_names_the_calls_before(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Without a phone book by hand one is made; the same number has one name only."""
    client = await hass_ws_client(hass)
    card = await subscribe(client)
    office.ring("700")
    await card.async_wait(lambda: card.states() == ["ringing"])
    office.hang_up("700")
    await card.async_wait(lambda: card.line("700")["log"])
    other = await hass_ws_client(hass)
    for name in ("Ada", " Ada Lovelace "):
        await other.send_json_auto_id(
            {
                "type": "telephony/save_contact",
                "device_id": device_id(hass, csta, "700"),
                "name": name,
                "number": OUTSIDE,
            }
        )
        assert (await other.receive_json())["success"]
        await hass.async_block_till_done()
        await card.async_wait(
            lambda: card.line("700")["log"][0]["name"] == name.strip()  # noqa: B023
        )
    books = [
        entry
        for entry in hass.config_entries.async_entries("telephony")
        if "source" in entry.data
    ]
    assert [entry.data["contacts"] for entry in books] == [
        [{"number": OUTSIDE, "name": "Ada Lovelace"}]
    ]
    await hass.config_entries.async_unload(books[0].entry_id)


async def test_a_contact_goes_into_the_book_by_hand_that_there_is(
    hass: HomeAssistant, csta: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    book = phone_book_entry({"number": "+4930999", "name": "Grace"})
    await async_set_up(hass, book)
    client = await hass_ws_client(hass)
    request = {
        "type": "telephony/save_contact",
        "device_id": device_id(hass, csta, "700"),
        "name": "Ada",
    }
    await client.send_json_auto_id(request | {"number": "+49 30 123456"})
    assert (await client.receive_json())["success"]
    names = [contact["name"] for contact in book.data["contacts"]]
    assert names == ["Grace", "Ada"]
    for wrong in ({"number": "nobody"}, {"number": "1", "name": "  "}):
        await client.send_json_auto_id(request | wrong)
        assert not (await client.receive_json())["success"]
    assert len(book.data["contacts"]) == 2
    await hass.config_entries.async_unload(book.entry_id)


async def test_only_administrators_save_contacts(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    hass_admin_user: MockUser,
    hass_ws_client: WebSocketGenerator,
) -> None:
    client = await hass_ws_client(hass)
    hass_admin_user.groups = []
    await client.send_json_auto_id(
        {
            "type": "telephony/save_contact",
            "device_id": device_id(hass, csta, "700"),
            "name": "Ada",
            "number": OUTSIDE,
        }
    )
    assert (await client.receive_json())["error"]["code"] == "unauthorized"


async def test_a_caller_who_is_blocked_is_heard_of_no_more(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Without a blocked group there is one from then on, else the first of them is taken."""
    client = await hass_ws_client(hass)
    card = await subscribe(client)
    other = await hass_ws_client(hass)
    request = {
        "type": "telephony/save_contact",
        "device_id": device_id(hass, csta, "700"),
        "name": "Pest",
        "block": True,
    }
    await other.send_json_auto_id(request | {"number": OUTSIDE})
    assert (await other.receive_json())["success"]
    await hass.async_block_till_done()
    office.ring("700")
    await card.async_wait(lambda: card.states() == ["ringing"])
    (call,) = card.line("700")["calls"]
    assert (call["name"], call["blocked"]) == ("Pest", True)
    assert csta.options["blocked_contact_groups"] == ["Spam"]
    office.hang_up("700")
    await card.async_wait(lambda: card.states() == [])
    options = {**csta.options, "blocked_contact_groups": ["Nobody", "Spam"]}
    hass.config_entries.async_update_entry(csta, options=options)
    await other.send_json_auto_id(request | {"number": "+4930999"})
    assert (await other.receive_json())["success"]
    (book,) = (
        entry
        for entry in hass.config_entries.async_entries("telephony")
        if "source" in entry.data
    )
    assert [each["groups"] for each in book.data["contacts"]] == [["Spam"], ["Nobody"]]
    assert csta.options["blocked_contact_groups"] == ["Nobody", "Spam"]
    await hass.config_entries.async_unload(book.entry_id)
