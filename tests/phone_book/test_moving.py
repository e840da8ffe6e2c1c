"""The phone books that 0.1.0 kept with each connection become entries of their own, and nothing is lost."""

import asyncio
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from ..home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    telestra_entry,
)
from .test_flow import UPLOAD, async_fill, async_named, uploaded

ADA = {"number": OUTSIDE, "name": "Ada Lovelace"}
GRACE = ["Grace Hopper", ["+12025550101", "725"]]


def stored(entry: MockConfigEntry, *contacts: list[Any], version: int = 1) -> Any:
    """Return what 0.1.0 wrote of uploaded contacts, under its key."""
    key = f"telephony.{entry.entry_id}.phone_book"
    data: dict[str, Any] = {"contacts": list(contacts), "details": {}, "report": None}
    content = {"version": version, "minor_version": 1, "key": key, "data": data}
    return {key: content}


def books(hass: HomeAssistant) -> dict[str, ConfigEntry]:
    """Return the phone books by their unique IDs."""
    return {
        entry.unique_id or entry.entry_id: entry
        for entry in hass.config_entries.async_entries("telephony")
        if "source" in entry.data
    }


async def test_what_a_connection_had_becomes_two_books_of_its_own(
    hass: HomeAssistant, office: Office, hass_storage: dict[str, Any]
) -> None:
    entry = csta_entry(office.csta_server.port, phone_book=[ADA], outside_prefix="9")
    hass_storage |= stored(entry, GRACE)
    await async_set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)

    assert entry.options == {"outside_prefix": "9"}
    moved = books(hass)
    assert moved.keys() == {f"{entry.entry_id}_manual", f"{entry.entry_id}_file"}
    assert all(each.state is ConfigEntryState.LOADED for each in moved.values())
    assert all(each.options["connection"] == entry.entry_id for each in moved.values())
    assert {each.title for each in moved.values()} == {
        "Contacts typed by hand (demo.local at 127.0.0.1)",
        "Uploaded contacts (demo.local at 127.0.0.1)",
    }
    await async_named(hass, office, "Ada Lovelace")
    await async_named(hass, office, "Grace Hopper", "+12025550101")

    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert books(hass) == moved
    await async_named(hass, office, "Grace Hopper", "+12025550101")
    await async_take_down(hass, entry)


async def test_each_connection_keeps_its_own_extension_725(
    hass: HomeAssistant, office: Office, hass_storage: dict[str, Any]
) -> None:
    ada, bob = ({"number": "725", "name": name} for name in ("Ada", "Bob"))
    csta = csta_entry(office.csta_server.port, phone_book=[ada])
    telestra = telestra_entry(office.telestra_server.port, phone_book=[bob])
    for entry in (csta, telestra):
        await async_set_up(hass, entry)
    await async_named(hass, office, "Ada", "725")
    office.ring("705", "725")
    await async_wait_state(hass, "sensor.705_remote_party", "Bob")
    for entry in (csta, telestra):
        await async_take_down(hass, entry)


async def test_a_connection_that_is_down_has_its_books_moved_all_the_same(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, phone_book=[ADA])
    await office.csta_server.stop()
    entry.add_to_hass(hass)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert books(hass).keys() == {f"{entry.entry_id}_manual"}
    assert "phone_book" not in entry.options


async def test_nothing_is_given_up_before_the_book_is_there(
    hass: HomeAssistant, office: Office
) -> None:
    """What stops in between leaves the contacts where they were, and they move the next time."""
    entry = csta_entry(office.csta_server.port, phone_book=[ADA])
    with patch.object(
        hass.config_entries, "async_add", side_effect=asyncio.CancelledError
    ):
        await async_set_up(hass, entry)
        await hass.async_block_till_done()
    assert not books(hass)
    assert entry.options["phone_book"] == [ADA]
    for flow in hass.config_entries.flow.async_progress(include_uninitialized=True):
        hass.config_entries.flow.async_abort(flow["flow_id"])  # a restart forgets them
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    await async_named(hass, office, "Ada Lovelace")
    assert "phone_book" not in entry.options
    await async_take_down(hass, entry)


async def test_what_an_older_version_wrote_meanwhile_joins_the_book(
    hass: HomeAssistant, office: Office
) -> None:
    """After somebody has gone back to 0.1.0 and come again; the newer name of a number counts."""
    entry = csta_entry(office.csta_server.port, phone_book=[ADA])
    await async_set_up(hass, entry)
    bob = {"number": "726", "name": "Bob"}
    countess = {"number": "+49 30 123456", "name": "Countess"}
    hass.config_entries.async_update_entry(
        entry, options={"phone_book": [bob, countess]}
    )
    await hass.async_block_till_done()
    [book] = books(hass).values()
    assert book.data["contacts"] == [bob, countess]
    assert "phone_book" not in entry.options
    await async_named(hass, office, "Countess")
    await async_take_down(hass, entry)


async def test_uploaded_contacts_outlive_their_connection_until_their_book_goes(
    hass: HomeAssistant, office: Office, hass_storage: dict[str, Any]
) -> None:
    entry = csta_entry(office.csta_server.port)
    hass_storage |= stored(entry, GRACE)
    [key] = stored(entry)
    await async_set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    await hass.config_entries.async_remove(entry.entry_id)
    assert hass_storage[key]["data"]["contacts"] == [GRACE]
    [book] = books(hass).values()
    await hass.config_entries.async_remove(book.entry_id)
    assert key not in hass_storage


@pytest.mark.parametrize("contacts", [[], None])
async def test_where_there_is_nobody_no_book_is_made(
    hass: HomeAssistant,
    office: Office,
    hass_storage: dict[str, Any],
    contacts: list[Any] | None,
) -> None:
    entry = csta_entry(office.csta_server.port, phone_book=[])
    if contacts is not None:
        hass_storage |= stored(entry)
    await async_set_up(hass, entry)
    assert not books(hass)
    await async_take_down(hass, entry)


async def test_a_phone_book_of_a_newer_version_stays_until_another_is_uploaded(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    office: Office,
    issue_registry: ir.IssueRegistry,
    tmp_path: Any,
) -> None:
    entry = csta_entry(office.csta_server.port)
    newer = stored(entry, version=2)
    [key] = newer
    hass_storage |= newer
    await async_set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    [book] = books(hass).values()
    issue_id = f"newer_phone_book_{book.entry_id}"
    assert issue_registry.async_get_issue("telephony", issue_id)
    assert hass_storage[key] == newer[key]

    with uploaded(tmp_path, f"Ada Lovelace;{OUTSIDE}\n"):
        await async_fill(hass, "file", book, upload=UPLOAD)
    assert not issue_registry.async_get_issue("telephony", issue_id)
    await async_named(hass, office, "Ada Lovelace")
    await async_take_down(hass, entry)


async def test_a_damaged_phone_book_is_one_line_and_can_be_uploaded_again(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    office: Office,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Any,
) -> None:
    entry = csta_entry(office.csta_server.port)
    damaged = stored(entry)
    [key] = damaged
    damaged[key]["data"] = {"contacts": [[1]]}
    hass_storage |= damaged
    await async_set_up(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    told = [each for each in caplog.messages if "can't be read" in each]
    assert len(told) == 1
    [book] = books(hass).values()
    with uploaded(tmp_path, f"Ada Lovelace;{OUTSIDE}\n"):
        await async_fill(hass, "file", book, upload=UPLOAD)
    await async_named(hass, office, "Ada Lovelace")
    await async_take_down(hass, entry)
