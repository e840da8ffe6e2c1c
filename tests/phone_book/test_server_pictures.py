"""Pictures of people in an LDAP directory and in a FRITZ!Box: fetched, bounded, and seen by who may see the callers."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path

from aiohttp import web
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.telephony.phone_book.fritzbox import book as box_book
from custom_components.telephony.phone_book.ldap import (
    directory,
    pictures as directory_pictures,
)
from custom_components.telephony.phone_book.pictures import MAX_PICTURE
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from ..home import OUTSIDE, Office
from . import test_fritzbox, test_ldap
from .faces import jpeg, png
from .fritzbox import FritzBox, open_fritzbox
from .ldap_server import DirectoryServer, open_directory
from .slapd import Slapd, open_slapd
from .test_carddav import async_refresh, contacts
from .test_pictures import NOTHING, async_picture_of, async_status, kept

BOB = "+12025550102"
_PATH = "/var/media/ftp/FRITZ/fonpix/{}-0.jpg"
_URL = "/download.lua?path=" + _PATH


@pytest.fixture(autouse=True)
async def http(hass: HomeAssistant, socket_enabled: None) -> None:
    """Have a Home Assistant that browsers can ask."""
    assert await async_setup_component(hass, "http", {})


@pytest.fixture
async def slapd(socket_enabled: None, tmp_path: Path) -> AsyncIterator[Slapd]:
    """Run a real directory."""
    async with open_slapd(tmp_path) as server:
        yield server


@pytest.fixture
async def people(socket_enabled: None) -> AsyncIterator[DirectoryServer]:
    """Run a directory of our own."""
    async with open_directory() as server:
        yield server


@pytest.fixture
async def box(socket_enabled: None) -> AsyncIterator[FritzBox]:
    """Run a box without TLS."""
    async with open_fritzbox() as server:
        yield server


# LDAP


async def test_people_of_a_directory_have_pictures(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    slapd: Slapd,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Over restarts too; what is no picture, or too large, is left out, and its person stays."""
    slapd.add_person("Ada Lovelace", OUTSIDE, jpegPhoto=jpeg(extra=20_000))
    slapd.add_person("Bob", BOB, jpegPhoto=jpeg(extra=20) + bytes(MAX_PICTURE))
    slapd.add_person("Cy", "+4930123457", jpegPhoto=b"<svg/>")
    await slapd.restart()
    entry = await test_ldap.async_add(hass, slapd)
    assert contacts(hass) == "3"
    client = await hass_client_no_auth()
    url = await async_picture_of(hass, office, "Ada Lovelace")
    async with client.get(url) as response:
        assert await response.read() == jpeg(extra=20_000)
    assert await async_picture_of(hass, office, "Bob", BOB) is None
    assert len(kept(hass)) == 1
    await slapd.stop()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    url = await async_picture_of(hass, office, "Ada Lovelace")
    assert await async_status(client, url) == HTTPStatus.OK


async def test_a_picture_of_a_directory_goes_with_its_person(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    slapd: Slapd,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    slapd.add_person("Ada", OUTSIDE, jpegPhoto=jpeg())
    slapd.add_person("Bob", BOB, jpegPhoto=png())
    await slapd.restart()
    entry = await test_ldap.async_add(hass, slapd)
    url = await async_picture_of(hass, office, "Ada")
    slapd.entries = [each for each in slapd.entries if "uid=1," not in each]
    await slapd.restart()
    await async_refresh(hass)
    assert contacts(hass) == "1"
    client = await hass_client_no_auth()
    assert await async_status(client, url) == NOTHING
    assert len(kept(hass)) == 1
    await hass.config_entries.async_remove(entry.entry_id)
    assert not kept(hass)


async def test_people_are_read_whatever_becomes_of_their_pictures(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    slapd: Slapd,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """More bytes than are taken: the first have theirs, the others none."""
    monkeypatch.setattr(directory, "MAX_RECEIVED", 1024 * 1024)
    for n in range(20):
        number = f"+4930{n:06}"
        slapd.add_person(f"P{n}", number, jpegPhoto=jpeg(n + 1, extra=60_000))
    await slapd.restart()
    await test_ldap.async_add(hass, slapd)
    assert contacts(hass) == "20"
    assert 10 < len(kept(hass)) < 20


@pytest.mark.parametrize("state", ["entryCSN", "modifyTimestamp", "whenChanged"])
async def test_only_pictures_of_people_who_changed_are_fetched(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    people: DirectoryServer,
    hass_client_no_auth: ClientSessionGenerator,
    state: str,
) -> None:
    """Over restarts, too; a picture that goes is gone."""
    people.people = {"Ada": OUTSIDE, "Bob": BOB, "Cy": "no number", "Di": "+4930123457"}
    people.photos = {"Ada": jpeg(), "Bob": jpeg(9), "Cy": jpeg(7), "Di": b"<svg/>"}
    people.states = {name: {state: 1} for name in people.people}
    entry = await test_ldap.async_add(hass, people)
    assert sorted(people.shown) == ["Ada", "Bob", "Cy", "Di"]
    people.shown.clear()
    await async_refresh(hass)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not people.shown

    people.photos["Bob"] = jpeg(11)
    people.states["Bob"][state] = 2
    await async_refresh(hass)
    assert people.shown == ["Bob"]
    client = await hass_client_no_auth()
    for name, number, content in (("Ada", OUTSIDE, jpeg()), ("Bob", BOB, jpeg(11))):
        url = await async_picture_of(hass, office, name, number)
        async with client.get(url) as response:
            assert await response.read() == content
    people.shown.clear()
    people.people["Cy"] = "+4930123458"
    people.states["Cy"][state] = 2
    del people.photos["Ada"]
    await async_refresh(hass)
    assert people.shown == ["Cy"]
    assert await async_picture_of(hass, office, "Ada") is None
    assert await async_picture_of(hass, office, "Cy", "+4930123458")
    assert len(kept(hass)) == 2


async def test_a_directory_that_tells_no_changes_is_asked_for_all_pictures(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, people: DirectoryServer
) -> None:
    people.people = {"Ada": OUTSIDE, "Bob": BOB}
    people.photos = {"Ada": jpeg(), "Bob": jpeg(9)}
    await test_ldap.async_add(hass, people)
    before = await async_picture_of(hass, office, "Ada")
    people.photos["Ada"] = jpeg(11)
    people.shown.clear()
    await async_refresh(hass)
    assert people.shown == ["Ada", "Bob"]
    assert before != await async_picture_of(hass, office, "Ada")


async def test_many_pictures_that_changed_come_with_several_refreshes(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    people: DirectoryServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Until then everybody has the picture from before."""
    monkeypatch.setattr(directory_pictures, "CHANGED_AT_ONCE", 2)
    people.people = {f"P{n}": f"+4930{n:06}" for n in range(5)}
    people.photos = {name: jpeg(n + 1) for n, name in enumerate(people.people)}
    people.states = {name: {"entryCSN": 1} for name in people.people}
    await test_ldap.async_add(hass, people)
    people.photos = {name: jpeg(n + 21) for n, name in enumerate(people.people)}
    people.states = {name: {"entryCSN": 2} for name in people.people}
    people.shown.clear()
    for shown in (["P0", "P1"], ["P2", "P3"], ["P4"], []):
        await async_refresh(hass)
        assert people.shown == shown
        people.shown.clear()
        assert len(kept(hass)) == 5


# FRITZ!Box


async def test_contacts_of_a_box_have_pictures(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    box: FritzBox,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Each is fetched once, as long as it stays where it is; over restarts too."""
    box.pictures = {_PATH.format(1): jpeg(), _PATH.format(2): jpeg(9)}
    box.books[0].add("Ada", OUTSIDE, picture=_URL.format(1))
    box.books[0].add("No number", picture=_URL.format(2))
    box.books[0].add("Bob", BOB, picture=_URL.format(2))
    entry = await test_fritzbox.async_add(hass, box)
    client = await hass_client_no_auth()
    for name, number, content in (
        ("Ada", OUTSIDE, jpeg()),
        ("Bob", BOB, jpeg(9)),
    ):
        url = await async_picture_of(hass, office, name, number)
        async with client.get(url) as response:
            assert await response.read() == content
    for _ in range(2):
        box.requests.clear()
        await async_refresh(hass)
        assert "/phonebook.lua" in box.requests
        assert "/download.lua" not in box.requests
        assert await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
    box.books[0].contacts.clear()
    box.books[0].add("Ada", OUTSIDE, picture=_URL.format(3))
    box.pictures = {_PATH.format(3): jpeg(7)}
    await async_refresh(hass)
    url = await async_picture_of(hass, office, "Ada")
    async with client.get(url) as response:
        assert await response.read() == jpeg(7)
    assert len(kept(hass)) == 1


async def _async_hang(request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def _async_elsewhere(request: web.Request) -> web.StreamResponse:
    return web.Response(
        status=302, headers={"Location": "http://169.254.169.254/secret"}
    )


async def _async_large(request: web.Request) -> web.StreamResponse:
    return web.Response(body=jpeg() + bytes(MAX_PICTURE))


async def _async_page(request: web.Request) -> web.StreamResponse:
    return web.Response(text="<script>alert(1)</script>", content_type="image/png")


async def _async_refuse(request: web.Request) -> web.StreamResponse:
    return web.Response(status=401)


@pytest.mark.parametrize(
    "hostile",
    [_async_hang, _async_elsewhere, _async_large, _async_page, _async_refuse],
)
async def test_contacts_are_read_whatever_becomes_of_a_boxs_pictures(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    box: FritzBox,
    monkeypatch: pytest.MonkeyPatch,
    hostile: object,
) -> None:
    monkeypatch.setattr(box_book, "PICTURE_SECONDS", 1.0)
    monkeypatch.setattr(box, "hostile", hostile)
    box.hostile_path = "/download.lua"
    box.books[0].add("Ada", OUTSIDE, picture=_URL.format(1))
    await test_fritzbox.async_add(hass, box)
    assert contacts(hass) == "1"
    assert not kept(hass)


@pytest.mark.parametrize(
    "place",
    [
        "http://169.254.169.254/download.lua?path=/x",
        "//169.254.169.254/download.lua",
        "file:///etc/passwd",
        "/upnp/control/x_contact",
        "http://[",
        "/download.lua?path=/x y\u0007&sid=other",
    ],
)
async def test_only_the_box_itself_is_asked_for_pictures(
    hass: HomeAssistant, csta: MockConfigEntry, box: FritzBox, place: str
) -> None:
    """Whatever a contact names; what isn't there is nobody's picture."""
    box.books[0].add("Ada", OUTSIDE, picture=place.replace("\u0007", ""))
    await test_fritzbox.async_add(hass, box)
    assert contacts(hass) == "1"
    assert not kept(hass)
    assert set(box.requests) <= {
        *("/tr64desc.xml", "/x_contactSCPD.xml", "/upnp/control/x_contact"),
        *("/phonebook.lua", "/download.lua"),
    }


async def test_no_more_of_a_boxs_pictures_are_fetched_at_once_than_it_may_have(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    box: FritzBox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The others come with the next refresh."""
    monkeypatch.setattr(box_book, "PICTURES_AT_ONCE", 2)
    for n in range(5):
        box.pictures[_PATH.format(n)] = jpeg(n + 1)
        box.books[0].add(f"P{n}", f"+4930{n:06}", picture=_URL.format(n))
    await test_fritzbox.async_add(hass, box)
    for expected in (2, 4, 5):
        assert len(kept(hass)) == expected
        await async_refresh(hass)
