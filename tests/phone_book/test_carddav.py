"""A CardDAV account as a phone book: found, read, kept up to date, and bounded whatever the server does."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
import logging
from pathlib import Path
from typing import Any
from unittest.mock import patch

import aiohttp
from aiohttp import web
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.telephony.phone_book import http
from custom_components.telephony.phone_book.carddav import account
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
import homeassistant.util.dt as dt_util
from simulator.certificate import self_signed_context

from ..home import OUTSIDE, Office, async_wait_for
from .dav_server import BOOK, DavServer, open_dav
from .radicale import PASSWORD, USERNAME, Radicale, open_radicale
from .test_flow import async_named, async_open

CONTACTS = "sensor.people_contacts"
REFRESH = "button.people_refresh"


@pytest.fixture
async def radicale(socket_enabled: None, tmp_path: Path) -> AsyncIterator[Radicale]:
    """Run a real server."""
    async with open_radicale(tmp_path) as server:
        yield server


@pytest.fixture
async def dav(socket_enabled: None) -> AsyncIterator[DavServer]:
    """Run a server that does what it is told."""
    async with open_dav() as server:
        yield server


async def async_fill_account(
    hass: HomeAssistant, url: str, entry: ConfigEntry | None = None, **changes: Any
) -> Any:
    """Fill the account's form in."""
    form = await async_open(hass, "carddav", entry)
    assert form["step_id"] == "carddav"
    return await hass.config_entries.flow.async_configure(
        form["flow_id"],
        {
            "name": "People",
            "url": url,
            "username": USERNAME,
            "password": PASSWORD,
            "verify_certificate": True,
            **changes,
        },
    )


async def async_add(hass: HomeAssistant, url: str) -> ConfigEntry:
    """Add an account that has one address book, and wait until it is read."""
    result = await async_fill_account(hass, url)
    assert result["type"] is FlowResultType.CREATE_ENTRY, result
    await hass.async_block_till_done(wait_background_tasks=True)
    entry: ConfigEntry = result["result"]
    return entry


async def async_refresh(hass: HomeAssistant) -> None:
    """Press the button."""
    await hass.services.async_call(
        "button", "press", {"entity_id": REFRESH}, blocking=True
    )


def contacts(hass: HomeAssistant) -> str:
    """Return how many contacts there are."""
    state = hass.states.get(CONTACTS)
    assert state
    return state.state


# With a real server


async def test_an_account_is_found_read_and_kept_up_to_date(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, radicale: Radicale
) -> None:
    await radicale.put("people", "1", "Ada Lovelace", OUTSIDE, groups="VIP,Family")
    await radicale.put("people", "2", "Grace Hopper", "+1 202 555 0101", "+12025550102")
    await radicale.put("people", "3", "Nobody")
    await async_add(hass, radicale.url)
    assert contacts(hass) == "2"
    await async_named(hass, office, "Ada Lovelace")
    event = hass.states.get("event.line_700_call")
    assert event
    assert event.attributes["contact_groups"] == ["VIP", "Family"]
    await async_named(hass, office, "Grace Hopper", "+12025550102")

    await radicale.put("people", "1", "Countess", OUTSIDE)
    await radicale.put("people", "4", "Bob", "+12025550103")
    await radicale.delete("people", "2")
    await async_refresh(hass)
    assert contacts(hass) == "2"
    await async_named(hass, office, "Countess")
    await async_named(hass, office, "Bob", "+12025550103")
    await async_named(hass, office, "+12025550102", "+12025550102")


async def test_it_refreshes_by_itself(hass: HomeAssistant, radicale: Radicale) -> None:
    """Every hour, or as often as the options say."""
    entry = await async_add(hass, radicale.url)
    assert contacts(hass) == "0"
    await radicale.put("people", "1", "Ada Lovelace", OUTSIDE)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=61))
    await async_wait_for(hass, lambda: contacts(hass) == "1", "the refresh")
    form: Any = await hass.config_entries.options.async_init(entry.entry_id)
    await hass.config_entries.options.async_configure(
        form["flow_id"], {"order": 10, "refresh_minutes": 5}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    await radicale.put("people", "2", "Grace Hopper", "+12025550101")
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=67))
    await async_wait_for(hass, lambda: contacts(hass) == "2", "the refresh")


async def test_of_several_address_books_some_are_chosen(
    hass: HomeAssistant, radicale: Radicale
) -> None:
    await radicale.make("club", "The club")
    await radicale.put("people", "1", "Ada Lovelace", OUTSIDE)
    await radicale.put("club", "1", "Grace Hopper", "+12025550101")
    form = await async_fill_account(hass, radicale.url)
    assert form["step_id"] == "address_books"
    [(_, selector)] = form["data_schema"].schema.items()
    offered = {each["label"]: each["value"] for each in selector.config["options"]}
    assert offered.keys() == {"People", "The club"}
    again = await hass.config_entries.flow.async_configure(
        form["flow_id"], {"address_books": []}
    )
    assert again["errors"] == {"address_books": "choose_address_book"}
    result = await hass.config_entries.flow.async_configure(
        form["flow_id"], {"address_books": [offered["The club"]]}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    assert contacts(hass) == "1"

    form = await async_fill_account(hass, radicale.url)
    taken = await hass.config_entries.flow.async_configure(
        form["flow_id"], {"address_books": [offered["The club"]]}
    )
    assert taken["reason"] == "phone_book_known"


async def test_its_last_state_stays_over_restarts_and_outages(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    radicale: Radicale,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await radicale.put("people", "1", "Ada Lovelace", OUTSIDE)
    entry = await async_add(hass, radicale.url)
    await radicale.stop()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert contacts(hass) == "1"
    await async_named(hass, office, "Ada Lovelace")
    for _ in range(2):
        with pytest.raises(HomeAssistantError) as error:
            await async_refresh(hass)
        assert error.value.translation_key == "server_unreachable"
    for hours in (2, 4):
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=hours))
        await hass.async_block_till_done(wait_background_tasks=True)
    told = [each for each in caplog.messages if "can't be refreshed" in each]
    assert told == ["The contacts of People can't be refreshed: server_unreachable"]
    await radicale.start()
    await radicale.put("people", "1", "Countess", OUTSIDE)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=6))
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_named(hass, office, "Countess")
    assert any("are fresh again" in each for each in caplog.messages)


async def test_a_password_that_is_refused_is_tried_once_and_asked_for(
    hass: HomeAssistant, radicale: Radicale
) -> None:
    await radicale.put("people", "1", "Ada Lovelace", OUTSIDE)
    entry = await async_add(hass, radicale.url)
    radicale.set_password("difference engine")
    await radicale.stop()
    await radicale.start()
    for hours in (2, 4):
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=hours))
        await hass.async_block_till_done(wait_background_tasks=True)
    assert contacts(hass) == "1"
    [flow] = hass.config_entries.flow.async_progress()
    assert flow["step_id"] == "reauth_phone_book"
    again = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"username": USERNAME, "password": "wrong"}
    )
    assert again["errors"] == {"base": "server_login_refused"}
    done = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"username": USERNAME, "password": "difference engine"}
    )
    assert done["reason"] == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    await radicale.stop()
    with pytest.raises(HomeAssistantError):  # it is asked again, and away
        await async_refresh(hass)
    assert entry.state is ConfigEntryState.LOADED


async def test_an_account_is_changed_without_its_password(
    hass: HomeAssistant, radicale: Radicale
) -> None:
    await radicale.make("club", "The club")
    await radicale.put("club", "1", "Grace Hopper", "+12025550101")
    result = await async_fill_account(hass, f"{radicale.url}/{USERNAME}/people/")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    entry = result["result"]
    assert contacts(hass) == "0"
    form = await async_open(hass, "carddav", entry)
    suggested = {
        str(key): (key.description or {}).get("suggested_value")
        for key in form["data_schema"].schema
    }
    assert suggested["username"] == USERNAME
    assert suggested["password"] is None
    done = await hass.config_entries.flow.async_configure(
        form["flow_id"],
        {
            "name": "Club",
            "url": f"{radicale.url}/{USERNAME}/club/",
            "username": USERNAME,
            "verify_certificate": True,
        },
    )
    assert done["reason"] == "reconfigure_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert contacts(hass) == "1"
    assert entry.title == "Club"


async def test_what_is_not_an_account_is_said_and_nothing_is_kept(
    hass: HomeAssistant, radicale: Radicale
) -> None:
    tries: tuple[tuple[str, dict[str, Any], str], ...] = (
        (radicale.url, {"password": "wrong"}, "server_login_refused"),
        ("http://127.0.0.1:1", {}, "server_unreachable"),
        (radicale.url, {"username": "a:b"}, "server_login_refused"),
        ("", {}, "no_address_book"),
        ("https://", {}, "no_address_book"),
        ("https://[", {}, "no_address_book"),
    )
    for url, changes, error in tries:
        form = await async_fill_account(hass, url, **changes)
        assert form["errors"] == {"base": error}, url
    assert not hass.config_entries.async_entries("telephony")


async def test_diagnostics_name_nobody_and_nowhere(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, radicale: Radicale
) -> None:
    await radicale.put("people", "1", "Ada Lovelace", OUTSIDE)
    entry = await async_add(hass, radicale.url)
    told = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert told["source"] == "carddav"
    assert told["contacts"] == 1
    assert told["problem"] is None
    for secret in ("Ada", USERNAME, PASSWORD, OUTSIDE, "127.0.0.1"):
        assert secret not in str(told)


# Only what changed


@pytest.mark.parametrize("has_tokens", [True, False])
async def test_only_what_changed_is_fetched(
    hass: HomeAssistant, dav: DavServer, has_tokens: bool
) -> None:
    dav.has_tokens = has_tokens
    dav.digest = not has_tokens
    for n in range(120):
        dav.put(f"{n}", f"Contact {n}", f"+4930{n:07}")
    entry = await async_add(hass, dav.url)
    assert contacts(hass) == "120"
    assert len(dav.take_fetched()) == 120
    await async_refresh(hass)
    assert dav.take_fetched() == []
    dav.put("5", "Ada", "+493012345")
    dav.put("new", "Bob", "+493012346")
    dav.delete("7")
    await async_refresh(hass)
    assert dav.take_fetched() == ["5", "new"]
    assert contacts(hass) == "120"
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert dav.take_fetched() == []
    assert contacts(hass) == "120"


async def test_a_server_may_tell_in_parts_and_forget_what_it_told(
    hass: HomeAssistant, dav: DavServer
) -> None:
    await async_add(hass, dav.url)
    dav.part = 3
    for n in range(10):
        dav.put(f"{n}", f"Contact {n}", f"+4930{n:07}")
    await async_refresh(hass)
    assert contacts(hass) == "10"
    assert len(dav.take_fetched()) == 10
    dav.put("5", "Ada", "+493012345")
    dav.delete("7")
    dav.oldest_token = len(dav.changes)
    await async_refresh(hass)
    assert contacts(hass) == "9"
    assert dav.take_fetched() == ["5"]


async def test_a_domain_names_its_server(hass: HomeAssistant, dav: DavServer) -> None:
    """By DNS; a server of another domain is never given the password."""
    looked: list[str] = []

    async def look_up(domain: str) -> str:
        looked.append(domain)
        return "https://dav.elsewhere.example/"

    with patch(
        "custom_components.telephony.phone_book.carddav.account.async_look_up", look_up
    ):
        form = await async_fill_account(hass, "ada@house.invalid")
    assert looked == ["house.invalid"]
    assert form["errors"] == {"base": "server_redirects"}
    assert form["description_placeholders"] == {"host": "dav.elsewhere.example"}


# Whatever the server does


async def _async_hang(request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def _async_endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(status=207)
    await response.prepare(request)
    await response.write(b"<D:multistatus xmlns:D='DAV:'>")
    while True:
        await response.write(b"<D:response/>" * 50_000)


async def _async_elsewhere(request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "http://localhost:1/dav/"})


async def _async_in_circles(request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": request.path})


async def _async_laugh(request: web.Request) -> web.StreamResponse:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = (
        f'<!DOCTYPE m [<!ENTITY l0 "ha">{entities}]>'
        '<D:multistatus xmlns:D="DAV:"><D:response><D:href>&l9;</D:href></D:response>'
        "</D:multistatus>"
    )
    return web.Response(status=207, text=text, content_type="application/xml")


async def _async_nonsense(request: web.Request) -> web.StreamResponse:
    return web.Response(status=207, body=b"\x00\xff" * 1000)


async def _async_no_link(request: web.Request) -> web.StreamResponse:
    text = (
        '<D:multistatus xmlns:D="DAV:"><D:response><D:href>//[x</D:href>'
        "</D:response></D:multistatus>"
    )
    return web.Response(status=207, text=text, content_type="application/xml")


async def _async_nowhere(request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "http://[x/"})


@pytest.mark.parametrize(
    ("hostile", "error"),
    [
        (_async_hang, "server_timeout"),
        (_async_endless, "server_sends_too_much"),
        (_async_elsewhere, "server_redirects"),
        (_async_in_circles, "server_redirects"),
        (_async_laugh, "no_address_book"),
        (_async_nonsense, "no_address_book"),
        (_async_no_link, "no_address_book"),
        (_async_nowhere, "server_unreachable"),
    ],
)
async def test_a_hostile_server_is_bounded_and_the_last_good_book_stays(
    hass: HomeAssistant,
    dav: DavServer,
    monkeypatch: pytest.MonkeyPatch,
    hostile: Any,
    error: str,
) -> None:
    monkeypatch.setattr(http, "TIMEOUT", aiohttp.ClientTimeout(total=1))
    monkeypatch.setattr(http, "MAX_BODY", 4 * 1024 * 1024)
    dav.put("1", "Ada", OUTSIDE)
    await async_add(hass, dav.url)
    dav.hostile = hostile
    with pytest.raises(HomeAssistantError) as raised:
        await async_refresh(hass)
    assert raised.value.translation_key == error
    assert contacts(hass) == "1"
    form = await async_fill_account(hass, f"{dav.url}/other/")
    assert form["errors"] == {"base": error}
    dav.hostile = None
    await async_refresh(hass)
    assert contacts(hass) == "1"


async def test_a_card_that_is_too_large_is_left_out_alone(
    hass: HomeAssistant, dav: DavServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "MAX_BODY", 100_000)
    for n in range(5):
        dav.put(f"{n}", f"Contact {n}", f"+4930{n:07}")
    dav.put("large", "Large" * 30_000, "+493012345")
    dav.put("numbers", "Numbers", *(f"+4930{n:07}" for n in range(2000)))
    await async_add(hass, dav.url)
    assert contacts(hass) == "6"


async def test_a_card_of_ten_thousand_numbers_or_letters_is_cut_short(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, dav: DavServer
) -> None:
    """Others are taken as they are."""
    dav.put("numbers", "Numbers", *(f"+4930{n:07}" for n in range(10_000)))
    dav.put("letters", "Letters" * 1500, "+12025550101")
    dav.put("ada", "Ada", OUTSIDE)
    await async_add(hass, dav.url)
    assert contacts(hass) == "3"
    await async_named(hass, office, ("Letters" * 1500)[:200], "+12025550101")
    await async_named(hass, office, "Ada")
    await async_named(hass, office, "Numbers", "+49300000049")
    await async_named(hass, office, "+49300000050", "+49300000050")


async def test_more_cards_than_a_phone_book_takes_are_refused(
    hass: HomeAssistant, dav: DavServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a server tells all that it has or what changed."""
    monkeypatch.setattr(account, "MAX_CARDS", 100)
    dav.put("1", "Ada", OUTSIDE)
    await async_add(hass, dav.url)
    for n in range(150):
        dav.put(f"many {n}", f"Contact {n}", f"+4930{n:07}")
    for has_tokens in (True, False):
        dav.has_tokens = has_tokens
        with pytest.raises(HomeAssistantError) as error:
            await async_refresh(hass)
        assert error.value.translation_key == "server_sends_too_much"
        assert contacts(hass) == "1"
    assert dav.take_fetched() == ["1"]


async def test_a_certificate_that_is_not_trusted_is_refused(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    """Unless somebody says that any will do."""
    # In debug mode the server's side complains of clients that hang up on its certificate.
    hass.loop.set_debug(False)
    context, _ = self_signed_context()
    async with open_dav(context) as server:
        server.put("1", "Ada", OUTSIDE)
        form = await async_fill_account(hass, server.url)
        assert form["errors"] == {"base": "server_certificate_rejected"}
        assert server.requests == []
        result = await async_fill_account(hass, server.url, verify_certificate=False)
        assert result["type"] is FlowResultType.CREATE_ENTRY
        await hass.async_block_till_done(wait_background_tasks=True)
        assert contacts(hass) == "1"


async def test_a_damaged_store_is_fetched_again(
    hass: HomeAssistant,
    dav: DavServer,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    dav.put("1", "Ada", OUTSIDE)
    entry = await async_add(hass, dav.url)
    key = f"telephony.{entry.data['store']}.phone_book"
    assert await hass.config_entries.async_unload(entry.entry_id)
    hass_storage[key]["data"]["collections"] = {dav.url + BOOK: {"token": 1}}
    caplog.clear()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert contacts(hass) == "1"
    warned = [each for each in caplog.records if each.levelno == logging.WARNING]
    assert [each.getMessage() for each in warned if "telephony" in each.name] == [
        "The contacts of People can't be read; they are fetched again"
    ]
