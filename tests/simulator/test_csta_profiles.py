"""What differs between the makers' switches that the simulator plays."""

from dataclasses import replace
import re
from xml.etree import ElementTree as ET

import pytest

from simulator.csta import PROFILES, CstaOptions
from simulator.csta.profiles import SIP_DEVICE, TEL_DEVICE, DeviceForm

from .csta_client import (
    APPLICATION_SESSION,
    Client,
    Desk,
    csta,
    desk,
    error_of,
    find,
    name_of,
    names,
    text,
)

ECMA_323 = "http://www.ecma-international.org/standards/ecma-323/csta/"


def options(profile: str) -> CstaOptions:
    """Return the options of a maker's switch."""
    return CstaOptions(profile=PROFILES[profile])


def start_session(version: str, login: str) -> str:
    """Return a StartApplicationSession."""
    return csta(
        "StartApplicationSession",
        "<applicationInfo><applicationID>test</applicationID>"
        f"<applicationSpecificInfo>{login}</applicationSpecificInfo></applicationInfo>"
        f"<requestedProtocolVersions><protocolVersion>{ECMA_323}{version}"
        "</protocolVersion></requestedProtocolVersions>",
        APPLICATION_SESSION,
    )


ELTEX_LOGIN = (
    '<l:SessionLoginInfo xmlns:l="http://www.eltex.org/csta">'
    "<l:userName>demo.local</l:userName><l:password>demo</l:password>"
    "</l:SessionLoginInfo>"
)
AVAYA_LOGIN = (
    '<SessionLoginInfo xmlns="http://www.avaya.com/csta">'
    "<userName>demo.local</userName><password>demo</password>"
    "<sessionCleanupDelay>60</sessionCleanupDelay></SessionLoginInfo>"
)
PLAIN_LOGIN = "<user>demo.local</user><password>demo</password>"
SESSIONS = {
    "eltex_ecss10": ("ed3", ELTEX_LOGIN),
    "avaya_aes": ("ed3/priv3", AVAYA_LOGIN),
    "openscape_business": ("ed4", PLAIN_LOGIN),
}


async def enter(place: Desk, profile: str) -> Client:
    """Return a client that may ask this maker's switch for everything."""
    client = await place.connect()
    if profile in SESSIONS:
        reply = await client.request(start_session(*SESSIONS[profile]))
        assert name_of(reply) == "StartApplicationSessionPosResponse"
    if profile == "openscape_voice":
        invoke_id, status = await client.receive()
        assert name_of(status) == "SystemStatus"
        client.send(csta("SystemStatusResponse", "", ECMA_323 + "ed4"), invoke_id)
        reply = await client.request(
            csta("SystemRegister", "<requestTypes/>", ECMA_323 + "ed4")
        )
        assert text(reply, "sysStatRegisterID")
    return client


async def monitored(
    client: Client, profile: str, device: str, rest: str = ""
) -> ET.Element:
    """Start a monitor in a profile's namespace and return the reply."""
    box = f"<monitorObject><deviceObject>{device}</deviceObject></monitorObject>"
    namespace = PROFILES[profile].namespace
    return await client.request(csta("MonitorStart", box + rest, namespace))


FORMS = {
    "eltex_ecss10": ("722", r"722:::[\w+/=]+#[\w+/=]+#[\w+/=]+"),
    "avaya_aes": ("722:SIMULATED:127.0.0.1:0", r"722:\w+:[\d.]+:0"),
    "openscape_voice": ("722", "N<722>Анна;displayNumber=722;noa=nk"),
    "openscape_business": ("722", "722"),
    "mivoice_office_400": ("N<722!98>", "N<722!98>"),
    "generic": ("tel:722", "722"),
}


@pytest.mark.parametrize("profile", PROFILES)
async def test_every_profile_writes_devices_in_its_own_form(profile: str) -> None:
    asked, form = FORMS[profile]
    async with desk(options(profile)) as place:
        place.exchange.line("722").name = "Анна"
        client = await enter(place, profile)
        escaped = asked.replace("<", "&lt;").replace(">", "&gt;")
        reply = await monitored(client, profile, escaped)
        assert name_of(reply) == "MonitorStartResponse"
        place.exchange.dial("725", "722")
        (delivered,) = await client.expect("Delivered")
        device = text(delivered, "alertingDevice", "deviceIdentifier")
        assert re.fullmatch(form, device)
        plain = profile == "openscape_voice"
        expected = "722" if plain else device
        assert text(delivered, "connection", "deviceID") == expected
        assert delivered.tag == f"{{{PROFILES[profile].namespace}}}DeliveredEvent"


@pytest.mark.parametrize("profile", PROFILES)
async def test_every_profile_controls_calls(profile: str) -> None:
    namespace = PROFILES[profile].namespace
    async with desk(options(profile)) as place:
        client = await enter(place, profile)
        form = "{}:SIMULATED:127.0.0.1:0" if profile == "avaya_aes" else "{}"
        body = (
            f"<callingDevice>{form.format(725)}</callingDevice>"
            f"<calledDirectoryNumber>{form.format(722)}</calledDirectoryNumber>"
        )
        reply = await client.request(csta("MakeCall", body, namespace))
        connection = find(reply, "callingDevice")
        id_first = profile in ("avaya_aes", "openscape_voice")
        expected = ["callID", "deviceID"] if id_first else ["deviceID", "callID"]
        assert names(connection) == expected
        connection.tag = f"{{{namespace}}}connectionToBeCleared"
        body = ET.tostring(connection, encoding="unicode")
        reply = await client.request(csta("ClearConnection", body, namespace))
        assert name_of(reply) == "ClearConnectionResponse"
        assert not place.exchange.calls


@pytest.mark.parametrize("profile", SESSIONS)
async def test_a_wrong_password_is_refused_by_every_maker(profile: str) -> None:
    version, login = SESSIONS[profile]
    async with desk(options(profile)) as place:
        client = await place.connect()
        wrong = login.replace(">demo<", ">wrong<")
        reply = await client.request(start_session(version, wrong))
        code = text(reply, "errorCode", "definedError")
        assert code == "invalidApplicationInfo"


@pytest.mark.parametrize("profile", ["mivoice_office_400", "generic"])
async def test_some_switches_want_no_session_but_grant_one(profile: str) -> None:
    async with desk(options(profile)) as place:
        client = await place.connect()
        assert (
            name_of(await monitored(client, profile, "722")) == "MonitorStartResponse"
        )
        version = PROFILES[profile].edition
        reply = await client.request(start_session(version, ""))
        assert name_of(reply) == "StartApplicationSessionPosResponse"


async def test_a_switch_that_wants_registration_refuses_what_comes_before() -> None:
    async with desk(options("openscape_voice")) as place:
        client = await place.connect()
        await client.receive()
        client.invoke_id = 100
        reply = await monitored(client, "openscape_voice", "722")
        assert error_of(reply) == ("operation", "securityViolation")


def filter_of(inside: str) -> str:
    """Return a monitor filter."""
    return (
        f"<requestedMonitorFilter><callcontrol>{inside}</callcontrol>"
        "</requestedMonitorFilter>"
    )


INVERT = (
    "<extensions><privateData><private>"
    '<AvayaEvents xmlns="http://www.avaya.com/csta"><invertFilter>true</invertFilter>'
    "</AvayaEvents></private></privateData></extensions>"
)
ELSEWHERE = (
    "<extensions><privateData><private>"
    '<invertFilter xmlns="http://www.avaya.com/csta">true</invertFilter>'
    "</private></privateData></extensions>"
)


@pytest.mark.parametrize(
    ("extension", "expected"),
    [
        (INVERT, "Established"),
        ("", "Delivered"),
        (ELSEWHERE, "Delivered"),
    ],
)
async def test_an_inverted_filter_names_what_is_wanted(
    extension: str, expected: str
) -> None:
    async with desk(options("avaya_aes")) as place:
        client = await enter(place, "avaya_aes")
        rest = filter_of("<established>true</established>") + extension
        await monitored(client, "avaya_aes", "722:SIMULATED:127.0.0.1:0", rest)
        call = place.exchange.dial("725", "722")
        place.exchange.answer("722", call.id)
        await client.expect(expected)
        await client.silence()


async def test_prefixed_elements_are_written_and_read() -> None:
    async with desk(options("mivoice_office_400")) as place:
        client = await place.connect()
        namespace = ECMA_323 + "ed5"
        client.send(f'<x:RequestSystemStatus xmlns:x="{namespace}"/>')
        header = await client.reader.readexactly(8)
        xml = await client.reader.readexactly(int.from_bytes(header[2:4]) - 8)
        assert b"<csta:RequestSystemStatusResponse" in xml
        assert b"<csta:systemStatus>normal</csta:systemStatus>" in xml


async def test_only_eltex_points_at_its_schemas() -> None:
    key = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
    for profile in PROFILES:
        async with desk(options(profile)) as place:
            client = await enter(place, profile)
            reply = await monitored(client, profile, FORMS[profile][0])
            location = reply.get(key)
            if profile == "eltex_ecss10":
                assert location == f"{ECMA_323}ed3 monitor-start.xsd"
            else:
                assert location is None


@pytest.mark.parametrize(
    ("form", "written"),
    [(TEL_DEVICE, "tel:722"), (SIP_DEVICE, "sip:722@pbx.example;user=phone")],
)
async def test_devices_may_be_addresses(form: DeviceForm, written: str) -> None:
    profile = replace(PROFILES["generic"], device=form)
    async with desk(CstaOptions(profile=profile)) as place:
        client = await place.connect()
        await client.monitor(written)
        place.exchange.dial("725", "722")
        (delivered,) = await client.expect("Delivered")
        assert text(delivered, "alertingDevice", "deviceIdentifier") == written
