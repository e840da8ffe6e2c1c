"""A FRITZ!Box as a phone book: asked by TR-064, kept up to date, and bounded whatever answers in its place."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

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

from custom_components.telephony.phone_book import files, http
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
import homeassistant.util.dt as dt_util
from simulator.certificate import self_signed_context

from ..home import OUTSIDE, Office, async_wait_for
from .fritzbox import PASSWORD, USERNAME, Book, FritzBox, open_fritzbox
from .test_carddav import async_refresh, contacts
from .test_flow import async_named, async_open

EVENT = "event.line_700_call"


@pytest.fixture
async def box(socket_enabled: None) -> AsyncIterator[FritzBox]:
    """Run a box without TLS."""
    async with open_fritzbox() as server:
        yield server


async def async_fill_box(
    hass: HomeAssistant, box: FritzBox, entry: ConfigEntry | None = None, **changes: Any
) -> Any:
    """Fill the box's form in; what is changed to None is left empty."""
    form = await async_open(hass, "fritzbox", entry)
    assert form["step_id"] == "fritzbox"
    filled: dict[str, Any] = {
        "name": "People",
        "host": "127.0.0.1",
        "port": box.port,
        "tls": box.scheme == "https",
        "username": USERNAME,
        "password": PASSWORD,
        **changes,
    }
    return await hass.config_entries.flow.async_configure(
        form["flow_id"], {k: v for k, v in filled.items() if v is not None}
    )


async def async_add(hass: HomeAssistant, box: FritzBox, **changes: Any) -> ConfigEntry:
    """Add a box that has one phone book, and wait until it is read."""
    result = await async_fill_box(hass, box, **changes)
    assert result["type"] is FlowResultType.CREATE_ENTRY, result
    await hass.async_block_till_done(wait_background_tasks=True)
    entry: ConfigEntry = result["result"]
    return entry


async def test_a_phone_book_is_read_and_kept_up_to_date(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, box: FritzBox
) -> None:
    box.books[0].add("Ada & Co <Lovelace>", OUTSIDE, important=True)
    box.books[0].add("Grace Hopper", "**610", "+1 202 555 0101", "grace@sip.example")
    box.books[0].add("Nobody")
    await async_add(hass, box)
    assert contacts(hass) == "2"
    await async_named(hass, office, "Ada & Co <Lovelace>")
    event = hass.states.get(EVENT)
    assert event
    assert event.attributes["contact_groups"] == ["VIP"]
    await async_named(hass, office, "Grace Hopper", "+12025550101")

    box.books[0].contacts.pop(0)
    box.books[0].add("Countess", OUTSIDE)
    await async_refresh(hass)
    assert contacts(hass) == "2"
    await async_named(hass, office, "Countess")
    event = hass.states.get(EVENT)
    assert event
    assert event.attributes["contact_groups"] == []


async def test_the_password_is_never_sent(hass: HomeAssistant, box: FritzBox) -> None:
    """Only what is proof of it (RFC 7616)."""
    box.books[0].add("Ada", OUTSIDE)
    await async_add(hass, box)
    assert box.secrets
    assert all(each.startswith("Digest ") for each in box.secrets)


async def test_only_the_service_of_phone_books_is_asked(
    hass: HomeAssistant, box: FritzBox
) -> None:
    box.books[0].add("Ada", OUTSIDE)
    await async_add(hass, box)
    assert set(box.requests) == {
        "/tr64desc.xml",
        "/x_contactSCPD.xml",
        "/upnp/control/x_contact",
        "/phonebook.lua",
    }


async def test_of_several_phone_books_all_or_some_are_taken(
    hass: HomeAssistant, box: FritzBox
) -> None:
    """All means those that are added later, too."""
    box.books[0].add("Ada", OUTSIDE)
    box.books[1] = Book("Club")
    box.books[1].add("Grace", "+12025550101")
    form = await async_fill_box(hass, box)
    assert form["step_id"] == "address_books"
    [(_, selector)] = form["data_schema"].schema.items()
    options = selector.config["options"]
    assert options == [
        {"value": "0", "label": "Telefonbuch"},
        {"value": "1", "label": "Club"},
    ]
    result = await hass.config_entries.flow.async_configure(
        form["flow_id"], {"address_books": ["1"]}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert contacts(hass) == "1"
    entry = result["result"]

    form = await async_fill_box(hass, box, entry)
    await hass.config_entries.flow.async_configure(
        form["flow_id"], {"address_books": ["0", "1"]}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert contacts(hass) == "2"
    box.books[240] = Book("Online")
    box.books[240].add("Bob", "+12025550102")
    await async_refresh(hass)
    assert contacts(hass) == "3"
    form = await async_fill_box(hass, box)
    taken = await hass.config_entries.flow.async_configure(
        form["flow_id"], {"address_books": ["240"]}
    )
    assert taken["reason"] == "phone_book_known"


async def test_a_chosen_phone_book_that_is_gone_is_missed(
    hass: HomeAssistant, box: FritzBox
) -> None:
    """Its contacts stay until somebody chooses again."""
    box.books[0].add("Ada", OUTSIDE)
    box.books[1] = Book("Club")
    box.books[1].add("Grace", "+12025550101")
    form = await async_fill_box(hass, box)
    await hass.config_entries.flow.async_configure(
        form["flow_id"], {"address_books": ["1"]}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    del box.books[1]
    with pytest.raises(HomeAssistantError) as error:
        await async_refresh(hass)
    assert error.value.translation_key == "fritzbox_phone_book_gone"
    assert contacts(hass) == "1"


async def test_a_phone_book_may_be_empty(hass: HomeAssistant, box: FritzBox) -> None:
    """And so may become one that wasn't."""
    await async_add(hass, box)
    assert contacts(hass) == "0"
    box.books[0].add("Ada", OUTSIDE)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=61))
    await async_wait_for(hass, lambda: contacts(hass) == "1", "the refresh")
    box.books[0].contacts.clear()
    await async_refresh(hass)
    assert contacts(hass) == "0"


async def test_its_last_state_stays_over_restarts_and_outages(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, socket_enabled: None
) -> None:
    async with open_fritzbox() as box:
        box.books[0].add("Ada Lovelace", OUTSIDE, important=True)
        entry = await async_add(hass, box)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_named(hass, office, "Ada Lovelace")
    event = hass.states.get(EVENT)
    assert event
    assert event.attributes["contact_groups"] == ["VIP"]
    with pytest.raises(HomeAssistantError) as error:
        await async_refresh(hass)
    assert error.value.translation_key == "server_unreachable"
    assert contacts(hass) == "1"


async def test_a_password_that_is_refused_is_tried_once_and_asked_for(
    hass: HomeAssistant, box: FritzBox
) -> None:
    """The box holds back who tries again and again."""
    box.books[0].add("Ada", OUTSIDE)
    await async_add(hass, box)
    box.password = "mond"
    with pytest.raises(HomeAssistantError) as error:
        await async_refresh(hass)
    assert error.value.translation_key == "server_login_refused"
    tried = len(box.requests)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=2))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(box.requests) == tried
    assert contacts(hass) == "1"
    [flow] = hass.config_entries.flow.async_progress()
    login = {"username": USERNAME, "password": PASSWORD}
    again = await hass.config_entries.flow.async_configure(flow["flow_id"], login)
    assert again["errors"] == {"base": "server_login_refused"}
    done = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {**login, "password": "mond"}
    )
    assert done["reason"] == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_refresh(hass)


async def test_a_box_that_has_changed_its_mind_is_asked_again(
    hass: HomeAssistant, box: FritzBox
) -> None:
    """Once somebody confirmed what was entered before."""
    box.books[0].add("Ada", OUTSIDE)
    entry = await async_add(hass, box)
    box.password = "mond"
    with pytest.raises(HomeAssistantError):
        await async_refresh(hass)
    box.password = PASSWORD
    box.books[0].add("Grace", "+12025550101")
    done = await async_fill_box(hass, box, entry, password=None)
    assert done["reason"] == "reconfigure_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert contacts(hass) == "2"
    assert not hass.config_entries.flow.async_progress()


async def test_a_box_is_changed_without_its_password(
    hass: HomeAssistant, box: FritzBox
) -> None:
    box.books[0].add("Ada", OUTSIDE)
    entry = await async_add(hass, box)
    async with open_fritzbox() as other:
        other.books[0].add("Grace", "+12025550101")
        other.books[0].add("Bob", "+12025550102")
        done = await async_fill_box(hass, other, entry, password=None, name="Other")
        assert done["reason"] == "reconfigure_successful"
        await hass.async_block_till_done(wait_background_tasks=True)
        assert contacts(hass) == "2"
        assert entry.title == "Other"


async def test_what_is_wrong_is_said_and_nothing_is_kept(
    hass: HomeAssistant, box: FritzBox
) -> None:
    tries: tuple[tuple[dict[str, Any], str], ...] = (
        ({"password": "wrong"}, "server_login_refused"),
        ({"username": "who"}, "server_login_refused"),
        ({"username": "a:b"}, "server_login_refused"),
        ({"port": 1}, "server_unreachable"),
        ({"host": "["}, "server_unreachable"),
        ({"host": "127.0.0.1/x?"}, "server_redirects"),
        ({"tls": True}, "server_tls_failed"),
    )
    for changes, error in tries:
        form = await async_fill_box(hass, box, **changes)
        assert form["errors"] == {"base": error}, changes
    box.may_read = False
    form = await async_fill_box(hass, box)
    assert form["errors"] == {"base": "fritzbox_refuses_access"}
    box.may_read = True
    box.books.clear()
    form = await async_fill_box(hass, box)
    assert form["errors"] == {"base": "no_fritzbox"}
    assert not hass.config_entries.async_entries("telephony")
    box.books[0] = Book("Telefonbuch")
    await async_add(hass, box, host="http://127.0.0.1/")


async def test_a_certificate_is_checked_if_somebody_wants_it(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    """A box's own is nobody's; what is read is encrypted all the same."""
    # In debug mode the server's side complains of clients that hang up on its certificate.
    hass.loop.set_debug(False)
    context, _ = self_signed_context()
    async with open_fritzbox(context) as box:
        box.books[0].add("Ada", OUTSIDE)
        form = await async_fill_box(hass, box, verify_certificate=True)
        assert form["errors"] == {"base": "server_certificate_rejected"}
        assert box.requests == []
        await async_add(hass, box)
        assert contacts(hass) == "1"


async def test_nobody_else_is_asked_for_a_phone_book(
    hass: HomeAssistant, box: FritzBox
) -> None:
    """Whichever host a box names, by another name for itself or for real."""
    box.url = "http://fritz.box.elsewhere.example:1"
    box.books[0].add("Ada", OUTSIDE)
    await async_add(hass, box)
    assert contacts(hass) == "1"


async def test_diagnostics_name_nobody_and_nowhere(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, box: FritzBox
) -> None:
    box.books[0].add("Ada", OUTSIDE)
    entry = await async_add(hass, box)
    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert told["source"] == "fritzbox"
    assert told["contacts"] == 1
    assert told["report"]["contacts"] == 1
    assert told["data"]["tls"] is False
    for secret in ("Ada", USERNAME, PASSWORD, OUTSIDE, "127.0.0.1", "Telefonbuch"):
        assert secret not in str(told)


# Whatever answers


async def _async_hang(request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def _async_endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"<phonebooks><phonebook>")
    while True:
        await response.write(b"<contact/>" * 50_000)


async def _async_elsewhere(request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "http://localhost:1/"})


async def _async_in_circles(request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": request.path_qs})


async def _async_laugh(request: web.Request) -> web.StreamResponse:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE phonebooks [<!ENTITY l0 "ha">{entities}]><phonebooks>&l9;</phonebooks>'
    return web.Response(text=text, content_type="text/xml")


async def _async_laugh_in_two_bytes(request: web.Request) -> web.StreamResponse:
    text = '<!DOCTYPE a [<!ENTITY a "a">]><a>&a;</a>'
    return web.Response(body=text.encode("utf-16"), content_type="text/xml")


async def _async_nonsense(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"<phonebooks>\xff" * 1000, content_type="text/xml")


async def _async_deep(request: web.Request) -> web.StreamResponse:
    return web.Response(text="<phonebooks>" * 200_000, content_type="text/xml")


async def _async_another_page(request: web.Request) -> web.StreamResponse:
    """Such as the box's own where a session is over."""
    return web.Response(text="<html>Welcome</html>", content_type="text/html")


async def _async_error(request: web.Request) -> web.StreamResponse:
    return web.Response(status=500, text="<a/>", content_type="text/xml")


@pytest.mark.parametrize("path", ["", "tr64desc", "SCPD", "control", "phonebook.lua"])
@pytest.mark.parametrize(
    ("hostile", "error"),
    [
        (_async_hang, "server_timeout"),
        (_async_endless, "server_sends_too_much"),
        (_async_elsewhere, "server_redirects"),
        (_async_in_circles, "server_redirects"),
        (_async_laugh, "no_fritzbox"),
        (_async_laugh_in_two_bytes, "no_fritzbox"),
        (_async_nonsense, "no_fritzbox"),
        (_async_deep, "no_fritzbox"),
        (_async_another_page, "no_fritzbox"),
        (_async_error, "no_fritzbox"),
    ],
)
async def test_a_hostile_box_is_bounded_and_the_last_good_book_stays(
    hass: HomeAssistant,
    box: FritzBox,
    monkeypatch: pytest.MonkeyPatch,
    hostile: Any,
    error: str,
    path: str,
) -> None:
    monkeypatch.setattr(http, "TIMEOUT", aiohttp.ClientTimeout(total=1))
    monkeypatch.setattr(http, "MAX_BODY", 4 * 1024 * 1024)
    box.books[0].add("Ada", OUTSIDE)
    await async_add(hass, box)
    box.hostile, box.hostile_path = hostile, path
    with pytest.raises(HomeAssistantError) as raised:
        await async_refresh(hass)
    assert raised.value.translation_key == error
    assert contacts(hass) == "1"
    form = await async_fill_box(hass, box)
    assert form["errors"] == {"base": error}
    box.hostile = None
    await async_refresh(hass)
    assert contacts(hass) == "1"


async def test_a_contact_of_ten_thousand_numbers_or_letters_is_cut_short(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, box: FritzBox
) -> None:
    """Others are taken as they are."""
    box.books[0].add("Numbers", *(f"+4930{n:07}" for n in range(10_000)))
    box.books[0].add("Letters" * 1500, "+12025550101")
    box.books[0].add("Ada", OUTSIDE)
    await async_add(hass, box)
    assert contacts(hass) == "3"
    await async_named(hass, office, ("Letters" * 1500)[:200], "+12025550101")
    await async_named(hass, office, "Ada")
    await async_named(hass, office, "Numbers", "+49300000049")
    await async_named(hass, office, "+49300000050", "+49300000050")


async def test_more_contacts_than_a_phone_book_takes_are_refused(
    hass: HomeAssistant, box: FritzBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All phone books of the box together."""
    monkeypatch.setattr(files, "MAX_CONTACTS", 100)
    box.books[0].add("Ada", OUTSIDE)
    box.books[1] = Book("Club")
    form = await async_fill_box(hass, box)
    await hass.config_entries.flow.async_configure(
        form["flow_id"], {"address_books": ["0", "1"]}
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    for n in range(60):
        for book in box.books.values():
            book.add(f"Contact {n}", f"+4930{n:07}")
    with pytest.raises(HomeAssistantError) as error:
        await async_refresh(hass)
    assert error.value.translation_key == "server_sends_too_much"
    assert contacts(hass) == "1"
