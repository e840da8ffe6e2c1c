"""An LDAP directory as a phone book: searched, kept up to date, and bounded whatever the server does."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from sansldap import BindRequest, LDAPResultCode, SearchRequest

from custom_components.telephony.phone_book.ldap import book, directory as client
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
import homeassistant.util.dt as dt_util
from simulator.certificate import self_signed_context

from ..home import OUTSIDE, Office, async_wait_for
from .ldap_server import (
    BIND_SUCCESS,
    NOTICE_OF_DISCONNECTION,
    DirectoryServer,
    Session,
    open_directory,
)
from .slapd import BASE, PASSWORD, READER, Slapd, open_slapd
from .test_carddav import async_refresh, contacts
from .test_flow import async_named, async_open

EVENT = "event.line_700_call"


@pytest.fixture
async def slapd(socket_enabled: None, tmp_path: Path) -> AsyncIterator[Slapd]:
    """Run a real server."""
    async with open_slapd(tmp_path) as server:
        yield server


@pytest.fixture
async def directory(socket_enabled: None) -> AsyncIterator[DirectoryServer]:
    """Run a server that does what it is told."""
    async with open_directory() as server:
        yield server


async def async_fill_directory(
    hass: HomeAssistant,
    server: Slapd | DirectoryServer,
    entry: ConfigEntry | None = None,
    **changes: Any,
) -> Any:
    """Fill the directory's form in; what is changed to None is left empty."""
    form = await async_open(hass, "ldap", entry)
    assert form["step_id"] == "ldap"
    filled: dict[str, Any] = {
        "name": "People",
        "host": "127.0.0.1",
        "search_base": BASE,
    }
    if isinstance(server, Slapd):
        filled |= {
            "port": server.ports[0],
            "ca_certificate": server.certificate,
            "username": READER,
            "password": PASSWORD,
        }
    else:
        filled |= {"port": server.port, "encryption": "none"}
    filled |= changes
    return await hass.config_entries.flow.async_configure(
        form["flow_id"], {k: v for k, v in filled.items() if v is not None}
    )


async def async_add(
    hass: HomeAssistant, server: Slapd | DirectoryServer, **changes: Any
) -> ConfigEntry:
    """Add a directory, and wait until it is read."""
    result = await async_fill_directory(hass, server, **changes)
    assert result["type"] is FlowResultType.CREATE_ENTRY, result
    await hass.async_block_till_done(wait_background_tasks=True)
    entry: ConfigEntry = result["result"]
    return entry


# With a real server


async def test_people_are_found_and_kept_up_to_date(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, slapd: Slapd
) -> None:
    """Over StartTLS, with all their numbers."""
    slapd.add_person("Ada Lovelace", OUTSIDE, mobile="+49 171 123 45 67")
    slapd.add_person("Grace Hopper", homePhone="+1 202 555 0101")
    slapd.add_person("Nobody", mail="nobody@house.example")
    await slapd.restart()
    await async_add(hass, slapd)
    assert contacts(hass) == "2"
    await async_named(hass, office, "Ada Lovelace")
    await async_named(hass, office, "Ada Lovelace", "+491711234567")
    await async_named(hass, office, "Grace Hopper", "+12025550101")

    slapd.entries.pop(0)
    slapd.add_person("Countess", OUTSIDE)
    await slapd.restart()
    await async_refresh(hass)
    assert contacts(hass) == "2"
    await async_named(hass, office, "Countess")
    await async_named(hass, office, "+491711234567", "+491711234567")


async def test_departments_and_groups_are_the_groups_of_a_contact(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, slapd: Slapd
) -> None:
    """Whichever way a directory has them, and however a name is spelled."""
    slapd.add_person("Ada Lovelace", OUTSIDE, ou=["Research", "Entwicklung"])
    ada = f"uid=1,ou=people,{BASE}"
    slapd.add(
        f"cn=VIP,ou=groups,{BASE}", "groupOfNames", member=f"UID=1, OU=People,{BASE}"
    )
    slapd.add(f"cn=unique,ou=groups,{BASE}", "groupOfUniqueNames", uniqueMember=ada)
    slapd.add(f"cn=posix,ou=groups,{BASE}", "posixGroup", gidNumber="7", memberUid="1")
    slapd.add(f"cn=others,ou=groups,{BASE}", "groupOfNames", member=READER)
    await slapd.restart()
    await async_add(hass, slapd)
    await async_named(hass, office, "Ada Lovelace")
    event = hass.states.get(EVENT)
    assert event
    assert sorted(event.attributes["contact_groups"]) == [
        *("Entwicklung", "Research", "VIP", "posix", "unique")
    ]


async def test_groups_of_too_many_members_are_refused(
    hass: HomeAssistant, slapd: Slapd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "MAX_MEMBERSHIPS", 5)
    slapd.add_person("Ada Lovelace", OUTSIDE)
    for n in range(2):
        members = [f"uid={member},ou=people,{BASE}" for member in range(3)]
        name = f"cn=group {n},ou=groups,{BASE}"
        slapd.add(name, "groupOfNames", member=members)
    await slapd.restart()
    form = await async_fill_directory(hass, slapd)
    assert form["errors"] == {"base": "server_sends_too_much"}


async def test_more_people_than_a_page_holds(hass: HomeAssistant, slapd: Slapd) -> None:
    """By LDAPS."""
    slapd.settings = "sizelimit size.soft=100 size.hard=100 size.prtotal=unlimited"
    for n in range(1234):
        slapd.add_person(f"Contact {n}", f"+4930{n:07}")
    await slapd.restart()
    await async_add(hass, slapd, encryption="ldaps", port=slapd.ports[1])
    assert contacts(hass) == "1234"


async def test_it_refreshes_by_itself(hass: HomeAssistant, slapd: Slapd) -> None:
    slapd.add_person("Ada Lovelace", OUTSIDE)
    await slapd.restart()
    await async_add(hass, slapd)
    slapd.add_person("Grace Hopper", "+12025550101")
    await slapd.restart()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=61))
    await async_wait_for(hass, lambda: contacts(hass) == "2", "the refresh")


async def test_its_last_state_stays_over_restarts_and_outages(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    slapd: Slapd,
    caplog: pytest.LogCaptureFixture,
) -> None:
    slapd.add_person("Ada Lovelace", OUTSIDE, ou="VIP")
    await slapd.restart()
    entry = await async_add(hass, slapd)
    await slapd.stop()
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
    told = [each for each in caplog.messages if "can't be refreshed" in each]
    assert told == ["The contacts of People can't be refreshed: server_unreachable"]


async def test_a_password_that_is_refused_is_asked_for(
    hass: HomeAssistant, slapd: Slapd
) -> None:
    slapd.add_person("Ada Lovelace", OUTSIDE)
    await slapd.restart()
    await async_add(hass, slapd)
    slapd.password = "analytical engine"
    await slapd.restart()
    with pytest.raises(HomeAssistantError) as error:
        await async_refresh(hass)
    assert error.value.translation_key == "server_login_refused"
    assert contacts(hass) == "1"
    [flow] = hass.config_entries.flow.async_progress()
    assert flow["step_id"] == "reauth_phone_book"
    login = {"username": READER, "password": PASSWORD}
    again = await hass.config_entries.flow.async_configure(flow["flow_id"], login)
    assert again["errors"] == {"base": "server_login_refused"}
    login["password"] = slapd.password
    done = await hass.config_entries.flow.async_configure(flow["flow_id"], login)
    assert done["reason"] == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    await async_refresh(hass)


async def test_a_directory_is_changed_without_its_password(
    hass: HomeAssistant, slapd: Slapd
) -> None:
    slapd.add_person("Ada Lovelace", OUTSIDE)
    slapd.add_person("Grace Hopper", "+12025550101")
    await slapd.restart()
    entry = await async_add(hass, slapd)
    changes = {"password": None, "filter": "(cn=Grace*)", "name": "Grace"}
    done = await async_fill_directory(hass, slapd, entry, **changes)
    assert done["reason"] == "reconfigure_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert contacts(hass) == "1"
    assert entry.title == "Grace"
    assert entry.data["password"] == PASSWORD
    same = await async_fill_directory(hass, slapd, filter="(cn=Grace*)")
    assert same["reason"] == "phone_book_known"
    other = await async_fill_directory(hass, slapd)
    assert other["type"] is FlowResultType.CREATE_ENTRY


async def test_a_directory_that_anybody_may_read_needs_no_login(
    hass: HomeAssistant, slapd: Slapd
) -> None:
    slapd.anonymous = "read"
    slapd.add_person("Ada Lovelace", OUTSIDE)
    await slapd.restart()
    await async_add(hass, slapd, username=None, password=None, encryption="none")
    assert contacts(hass) == "1"


async def test_what_is_wrong_is_said_and_nothing_is_kept(
    hass: HomeAssistant, slapd: Slapd
) -> None:
    slapd.settings = "referral ldap://directory.elsewhere.example"
    slapd.add_person("Ada Lovelace", OUTSIDE)
    await slapd.restart()
    ldaps = slapd.ports[1]
    tries: tuple[tuple[dict[str, Any], dict[str, str]], ...] = (
        ({"password": "wrong"}, {"base": "server_login_refused"}),
        ({"username": f"cn=who,{BASE}"}, {"base": "server_login_refused"}),
        ({"username": "not a name"}, {"base": "server_login_refused"}),
        ({"password": None}, {"password": "credentials_needed"}),
        (
            {"username": None, "password": None},
            {"search_base": "directory_base_unknown"},
        ),
        (
            {"search_base": f"ou=nowhere,{BASE}"},
            {"search_base": "directory_base_unknown"},
        ),
        ({"search_base": "not a name"}, {"search_base": "directory_base_unknown"}),
        ({"search_base": "dc=elsewhere"}, {"base": "server_redirects"}),
        ({"filter": "(cn=Ada"}, {"filter": "directory_filter_invalid"}),
        ({"filter": "(!" * 500}, {"filter": "directory_filter_invalid"}),
        ({"filter": "(cn=Bob)"}, {"base": "directory_finds_nobody"}),
        ({"port": 1}, {"base": "server_unreachable"}),
        ({"encryption": "ldaps"}, {"base": "server_tls_failed"}),
        ({"port": ldaps, "encryption": "none"}, {"base": "not_ldap"}),
        ({"ca_certificate": "no"}, {"ca_certificate": "invalid_certificate"}),
        ({"ca_certificate": "für"}, {"ca_certificate": "invalid_certificate"}),
        ({"ca_certificate": None}, {"base": "server_certificate_rejected"}),
        (
            {"ca_certificate": None, "port": ldaps, "encryption": "ldaps"},
            {"base": "server_certificate_rejected"},
        ),
        ({"name": " "}, {"name": "name_needed"}),
    )
    for changes, errors in tries:
        form = await async_fill_directory(hass, slapd, **changes)
        assert form.get("errors") == errors, changes
        if errors == {"base": "server_redirects"}:
            host = form["description_placeholders"]["host"]
            assert host == "directory.elsewhere.example"
    assert not hass.config_entries.async_entries("telephony")
    await async_add(hass, slapd, ca_certificate=None, verify_certificate=False)


async def test_a_directory_may_take_no_password_that_is_not_encrypted(
    hass: HomeAssistant, slapd: Slapd
) -> None:
    slapd.settings = "security simple_bind=64"
    slapd.add_person("Ada Lovelace", OUTSIDE)
    await slapd.restart()
    form = await async_fill_directory(hass, slapd, encryption="none")
    assert form["errors"] == {"encryption": "directory_wants_encryption"}
    await async_add(hass, slapd)


async def test_some_of_the_people_are_not_taken_for_all(
    hass: HomeAssistant, slapd: Slapd
) -> None:
    """A directory that ends a search at its limit is no shorter phone book."""
    slapd.add_person("Ada Lovelace", OUTSIDE)
    await slapd.restart()
    await async_add(hass, slapd)
    slapd.settings = "sizelimit 5"
    for n in range(10):
        slapd.add_person(f"Contact {n}", f"+4930{n:07}")
    await slapd.restart()
    with pytest.raises(HomeAssistantError) as error:
        await async_refresh(hass)
    assert error.value.translation_key == "directory_limit"
    assert contacts(hass) == "1"
    form = await async_fill_directory(hass, slapd, filter="(telephoneNumber=*)")
    assert form["errors"] == {"base": "directory_limit"}


async def test_diagnostics_name_nobody_and_nowhere(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, slapd: Slapd
) -> None:
    slapd.add_person("Ada Lovelace", OUTSIDE, homePhone="ask Bob")
    await slapd.restart()
    entry = await async_add(hass, slapd)
    told: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert told["source"] == "ldap"
    assert told["contacts"] == 1
    assert told["data"]["encryption"] == "starttls"
    assert told["report"] == {
        "contacts": 1,
        "numbers": 1,
        "contacts_left_out": 0,
        "numbers_left_out": 1,
        "unreadable_number": 1,
        "first_left_out": ["1: unreadable_number"],
    }
    for secret in ("Ada", "Bob", READER, PASSWORD, OUTSIDE, "127.0.0.1", "house"):
        assert secret not in str(told)


# Whatever the server does


async def _async_hang(session: Session, request: SearchRequest) -> None:
    await asyncio.Event().wait()


async def _async_endless(session: Session, request: SearchRequest) -> None:
    for n in range(100):
        session.entry(request, n, cn=f"Contact {n}", telephoneNumber=f"+4930{n:07}")
    entries = session.ldap.data_to_send()
    for _ in range(100_000):
        session.writer.write(entries)
        await session.writer.drain()


async def _async_pages(session: Session, request: SearchRequest) -> None:
    """Say with each page that there is another."""
    session.entry(request, 1, cn="Contact" * 1000, telephoneNumber="+4930123456")
    session.done(request, cookie=b"more")
    await session.send()


async def _async_large(session: Session, request: SearchRequest) -> None:
    session.entry(request, 1, cn="A" * 3_000_000, telephoneNumber="+4930123456")
    await session.send()


async def _async_leave(session: Session, request: SearchRequest) -> None:
    session.entry(request, 1, cn="Ada", telephoneNumber="+4930123456")
    await session.send()
    session.writer.close()


async def _async_nonsense(session: Session, request: SearchRequest) -> None:
    session.writer.write(b"\x00\xff" * 1000)


async def _async_refuse(session: Session, request: SearchRequest) -> None:
    session.done(request, LDAPResultCode.INSUFFICIENT_ACCESS_RIGHTS)
    await session.send()


async def _async_invent(session: Session, request: SearchRequest) -> None:
    session.done(request, LDAPResultCode(4711))
    await session.send()


@pytest.mark.parametrize(
    ("hostile", "error"),
    [
        (_async_hang, "server_timeout"),
        (_async_endless, "server_sends_too_much"),
        (_async_pages, "server_sends_too_much"),
        (_async_large, "server_sends_too_much"),
        (_async_leave, "server_unreachable"),
        (_async_nonsense, "not_ldap"),
        (_async_refuse, "directory_refuses"),
        (_async_invent, "directory_refuses"),
    ],
)
async def test_a_hostile_server_is_bounded_and_the_last_good_book_stays(
    hass: HomeAssistant,
    directory: DirectoryServer,
    monkeypatch: pytest.MonkeyPatch,
    hostile: Any,
    error: str,
) -> None:
    monkeypatch.setattr(client, "ANSWER_SECONDS", 1.0)
    monkeypatch.setattr(client, "MAX_RECEIVED", 1024 * 1024)
    monkeypatch.setattr(client, "MAX_MESSAGE", 512 * 1024)
    monkeypatch.setattr(book, "TRIAL_ENTRIES", 1_000_000)
    directory.people = {"Ada": OUTSIDE}
    await async_add(hass, directory)
    directory.hostile = hostile
    with pytest.raises(HomeAssistantError) as raised:
        await async_refresh(hass)
    assert raised.value.translation_key == error
    assert contacts(hass) == "1"
    form = await async_fill_directory(hass, directory, filter="(cn=*)")
    assert form["errors"] == {"base": error}
    directory.hostile = None
    await async_refresh(hass)
    assert contacts(hass) == "1"


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "not_ldap"),
        (b"\x30\x84\x7f\xff\xff\xff" + b"\0" * 1000, "server_timeout"),
        (NOTICE_OF_DISCONNECTION, "server_unreachable"),
    ],
)
async def test_what_is_no_directory_is_said(
    hass: HomeAssistant,
    directory: DirectoryServer,
    monkeypatch: pytest.MonkeyPatch,
    raw: bytes,
    error: str,
) -> None:
    monkeypatch.setattr(client, "ANSWER_SECONDS", 1.0)
    directory.raw = raw
    form = await async_fill_directory(hass, directory)
    assert form["errors"] == {"base": error}


async def test_encryption_that_was_wished_for_is_never_done_without(
    hass: HomeAssistant, directory: DirectoryServer
) -> None:
    """No password goes to a server that has no StartTLS."""
    directory.people = {"Ada": OUTSIDE}
    form = await async_fill_directory(
        hass, directory, username=READER, password=PASSWORD, encryption="starttls"
    )
    assert form["errors"] == {"encryption": "directory_has_no_starttls"}
    assert not any(isinstance(each, BindRequest) for each in directory.requests)


async def test_what_came_before_the_encryption_is_not_believed(
    hass: HomeAssistant, directory: DirectoryServer
) -> None:
    """Else somebody on the way could answer in the server's place."""
    directory.tls, certificate = self_signed_context()
    directory.people = {"Ada": OUTSIDE}
    login = {"username": READER, "password": PASSWORD, "ca_certificate": certificate}
    directory.before_tls = BIND_SUCCESS
    form = await async_fill_directory(
        hass, directory, None, encryption="starttls", **login
    )
    assert form["errors"] == {"base": "not_ldap"}
    assert not any(isinstance(each, BindRequest) for each in directory.requests)
    directory.before_tls = b""
    await async_add(hass, directory, encryption="starttls", **login)


async def test_a_handshake_that_never_ends_is_given_up(
    hass: HomeAssistant, directory: DirectoryServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "CONNECT_SECONDS", 0.5)
    directory.raw = b""
    form = await async_fill_directory(hass, directory, encryption="ldaps")
    assert form["errors"] == {"base": "server_timeout"}


async def test_other_directories_that_are_named_are_not_asked(
    hass: HomeAssistant, directory: DirectoryServer
) -> None:
    """What can't be read is left out."""

    async def refer(session: Session, request: SearchRequest) -> None:
        session.ldap.search_result_reference(
            request.message_id, ["ldap://127.0.0.1:1/dc=elsewhere"]
        )
        session.entry(request, 1, cn="Ada", telephoneNumber=OUTSIDE)
        session.done(request)
        await session.send()

    directory.hostile = refer
    await async_add(hass, directory)
    assert contacts(hass) == "1"


async def test_a_person_of_ten_thousand_numbers_or_letters_is_cut_short(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, slapd: Slapd
) -> None:
    """Others are taken as they are."""
    slapd.add_person("Numbers", *(f"+4930{n:07}" for n in range(10_000)))
    slapd.add_person("Letters" * 1500, "+12025550101")
    slapd.add_person("Ada", OUTSIDE)
    await slapd.restart()
    await async_add(hass, slapd)
    assert contacts(hass) == "3"
    await async_named(hass, office, ("Letters" * 1500)[:200], "+12025550101")
    await async_named(hass, office, "Ada")
    await async_named(hass, office, "Numbers", "+49300000049")
    await async_named(hass, office, "+49300000050", "+49300000050")
