"""Whole calls with the first requests of other programs: what real systems take, the simulated ones take."""

from collections.abc import Callable
import re
from xml.etree import ElementTree as ET

import pytest

from simulator.csta import PROFILES, CstaOptions

from .csta_client import Client, Desk, desk, error_of, find, name_of, text

ECMA_323 = "http://www.ecma-international.org/standards/ecma-323/csta/"
OLD_ECMA_323 = "http://www.ecma.ch/standards/ecma-323/csta/ed2"
ECMA_354 = "http://www.ecma-international.org/standards/ecma-354/appl_session"
AVAYA = "http://www.avaya.com/csta"
PRIVATE = f"{ECMA_323}ed3/priv5"


def message(name: str, body: str = "", namespace: str = "") -> str:
    """Return a message as a program writes it that joins strings."""
    declared = f' xmlns="{namespace}"' if namespace else ""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{name}{declared}>{body}</{name}>'


def plain_connection(tag: str, device: str, call_id: str) -> str:
    """Return a connection made of a number and a callID, device first."""
    return f"<{tag}><deviceID>{device}</deviceID><callID>{call_id}</callID></{tag}>"


async def first_request(place: Desk) -> Client:
    """Return a client whose invoke IDs begin with 0000."""
    client = await place.connect()
    client.invoke_id = -1
    return client


def start(login: str, version: str, namespace: str = ECMA_354) -> str:
    """Return a StartApplicationSession."""
    return message(
        "StartApplicationSession",
        "<applicationInfo><applicationID>other</applicationID>"
        f"<applicationSpecificInfo>{login}</applicationSpecificInfo></applicationInfo>"
        f"<requestedProtocolVersions><protocolVersion>{version}</protocolVersion>"
        "</requestedProtocolVersions>"
        "<requestedSessionDuration>180</requestedSessionDuration>",
        namespace,
    )


async def a_whole_call(
    place: Desk,
    client: Client,
    write: Callable[[str, str], str],
    line: str,
    called: str,
) -> None:
    """Let a client place a call, hear of it, hold it, take it back and hang up."""
    monitor = f"<monitorObject><deviceObject>{line}</deviceObject></monitorObject>"
    reply = await client.request(write("MonitorStart", monitor))
    reference = text(reply, "monitorCrossRefID")
    body = (
        f"<callingDevice>{line}</callingDevice>"
        f"<calledDirectoryNumber>{called}</calledDirectoryNumber>"
    )
    reply = await client.request(write("MakeCall", body))
    assert name_of(reply) == "MakeCallResponse", ET.tostring(reply)
    call_id = text(reply, "callingDevice", "callID")
    (call,) = place.exchange.calls
    place.exchange.answer("725", call)
    place.exchange.answer("722", call)
    events = await client.expect("Delivered", "Originated", "Delivered", "Established")
    assert {text(each, "monitorCrossRefID") for each in events} == {reference}
    device = text(events[-1], "establishedConnection", "deviceID")
    assert "722" in device
    for service, tag in (
        ("HoldCall", "callToBeHeld"),
        ("RetrieveCall", "callToBeRetrieved"),
        ("ClearConnection", "connectionToBeCleared"),
    ):
        named = plain_connection(tag, "725", call_id)
        reply = await client.request(write(service, named))
        assert name_of(reply) == f"{service}Response", ET.tostring(reply)
    assert not place.exchange.calls
    reply = await client.request(
        write("MonitorStop", f"<monitorCrossRefID>{reference}</monitorCrossRefID>")
    )
    assert name_of(reply) == "MonitorStopResponse"
    assert not place.front_end.monitors
    assert not place.front_end.faults


AVAYA_LOGIN = (
    f'<c:SessionLoginInfo xmlns:c="{AVAYA}" xmlns:x='
    '"http://www.w3.org/2001/XMLSchema-instance" x:type="c:SessionLoginInfo">'
    "<c:userName>demo.local</c:userName><c:password>demo</c:password>"
    "<c:sessionCleanupDelay>60</c:sessionCleanupDelay></c:SessionLoginInfo>"
)


def third_party(number: str, switch: str = "SIMULATED") -> str:
    """Return Avaya's question for a device."""
    body = f"<switchName>{switch}</switchName><extension>{number}</extension>"
    return message("GetThirdPartyDeviceId", body, AVAYA)


@pytest.mark.parametrize("namespace", [f"{ECMA_323}ed3", PRIVATE])
async def test_avaya_asks_for_devices_first(namespace: str) -> None:
    def write(name: str, body: str) -> str:
        own = AVAYA if name == "MonitorStop" else namespace
        return message(name, body, own)

    options = CstaOptions(profile=PROFILES["avaya_aes"])
    async with desk(options) as place:
        client = await first_request(place)
        reply = await client.request(start(AVAYA_LOGIN, PRIVATE))
        session = text(reply, "sessionID")
        devices = []
        for number in ("725", "722"):
            reply = await client.request(third_party(number))
            assert reply.tag == f"{{{AVAYA}}}GetThirdPartyDeviceIdResponse"
            assert find(reply, "device").get("typeOfNumber") == "other"
            devices.append(text(reply, "device"))
        assert devices[0].startswith("725:SIMULATED:")
        await a_whole_call(place, client, write, *devices)
        end = "<sessionEndReason><appEndReason>over</appEndReason></sessionEndReason>"
        body = f"<sessionID>{session}</sessionID>{end}"
        namespace_of_stop = f"{ECMA_323}ed3"
        reply = await client.request(
            message("StopApplicationSession", body, namespace_of_stop)
        )
        assert name_of(reply) == "StopApplicationSessionPosResponse"
        assert not place.front_end.sessions


async def test_avaya_writes_digits_as_references_and_the_call_before_the_device() -> (
    None
):
    async with desk(CstaOptions(profile=PROFILES["avaya_aes"])) as place:
        client = await place.connect()
        await client.request(start(AVAYA_LOGIN, PRIVATE))
        device = text(await client.request(third_party("722")), "device")
        monitor = (
            f"<monitorObject><deviceObject>{device}</deviceObject></monitorObject>"
        )
        reply = await client.request(message("MonitorStart", monitor, PRIVATE))
        assert text(reply, "monitorCrossRefID").isdecimal()
        place.exchange.dial("725", "722")
        (event,) = await client.expect("Delivered")
        connection = find(event, "connection")
        assert [name_of(each) for each in connection] == ["callID", "deviceID"]
        party = find(event, "callingDevice", "deviceIdentifier")
        assert party.get("typeOfNumber") == "other"
        assert party.get("mediaClass") == "voice"


@pytest.mark.parametrize("device", ["725", "725:::0", "725:OTHER:127.0.0.1:0"])
async def test_avaya_takes_no_device_that_it_has_not_told(device: str) -> None:
    async with desk(CstaOptions(profile=PROFILES["avaya_aes"])) as place:
        client = await place.connect()
        await client.request(start(AVAYA_LOGIN, PRIVATE))
        monitor = (
            f"<monitorObject><deviceObject>{device}</deviceObject></monitorObject>"
        )
        reply = await client.request(message("MonitorStart", monitor, PRIVATE))
        assert error_of(reply) == ("operation", "invalidDeviceID")


async def test_avaya_knows_its_own_switch_connections_only() -> None:
    async with desk(CstaOptions(profile=PROFILES["avaya_aes"])) as place:
        client = await place.connect()
        await client.request(start(AVAYA_LOGIN, PRIVATE))
        reply = await client.request(third_party("725", "ELSEWHERE"))
        assert error_of(reply) == ("operation", "invalidDeviceID")


async def test_device_ids_are_avayas_affair() -> None:
    async with desk() as place:
        client = await place.logged_in()
        reply = await client.request(third_party("725"))
        assert error_of(reply) == ("operation", "serviceNotSupported")


@pytest.mark.parametrize(
    "namespace", ["", f"{ECMA_323}ed4", f"{ECMA_323}ed5", OLD_ECMA_323]
)
async def test_openscape_voice_takes_any_edition_and_plain_numbers(
    namespace: str,
) -> None:
    def write(name: str, body: str) -> str:
        return message(name, body, namespace)

    async with desk(CstaOptions(profile=PROFILES["openscape_voice"])) as place:
        client = await first_request(place)
        invoke_id, status = await client.receive()
        assert name_of(status) == "SystemStatus"
        client.send(write("SystemStatusResponse", ""), invoke_id)
        types = "<requestTypes><systemStatus>true</systemStatus></requestTypes>"
        reply = await client.request(write("SystemRegister", types))
        assert text(reply, "sysStatRegisterID")
        await a_whole_call(place, client, write, "725", "722")


async def test_a_registration_that_asks_for_nothing_is_refused() -> None:
    async with desk(CstaOptions(profile=PROFILES["openscape_voice"])) as place:
        client = await first_request(place)
        await client.receive()
        reply = await client.request(message("SystemRegister", "", f"{ECMA_323}ed4"))
        assert error_of(reply) == ("operation", "generic")


@pytest.mark.parametrize("namespace", ["", f"{ECMA_323}ed4"])
async def test_openscape_business_takes_plain_credentials(namespace: str) -> None:
    def write(name: str, body: str) -> str:
        return message(name, body, namespace)

    async with desk(CstaOptions(profile=PROFILES["openscape_business"])) as place:
        client = await first_request(place)
        login = "<user>demo.local</user><password>demo</password>"
        session = namespace and ECMA_354
        reply = await client.request(start(login, f"{ECMA_323}ed4", session))
        assert name_of(reply) == "StartApplicationSessionPosResponse"
        await a_whole_call(place, client, write, "725", "722")


async def test_mivoice_office_400_is_monitored_as_its_published_log_shows() -> None:
    ed5 = f"{ECMA_323}ed5"

    def write(name: str, body: str) -> str:
        """Put a prefix before every element, and what the log shows into MonitorStart."""
        if name == "MonitorStart":
            body = body.replace(">725<", ">N&lt;725!98&gt;<")
            body += "<monitorType>device</monitorType>"
        body = re.sub(r"<(/?)(\w)", r"<\1c:\2", body)
        return f'<c:{name} xmlns:c="{ed5}">{body}</c:{name}>'

    async with desk(CstaOptions(profile=PROFILES["mivoice_office_400"])) as place:
        client = await first_request(place)
        await a_whole_call(place, client, write, "725", "722")


@pytest.mark.parametrize("namespace", ["", *(f"{ECMA_323}ed{n}" for n in range(2, 7))])
async def test_any_other_system_takes_every_edition(namespace: str) -> None:
    def write(name: str, body: str) -> str:
        return message(name, body, namespace)

    async with desk(CstaOptions(profile=PROFILES["generic"])) as place:
        client = await first_request(place)
        await a_whole_call(place, client, write, "725", "722")


async def test_ecss_10_takes_plain_connections_in_its_own_edition() -> None:
    def write(name: str, body: str) -> str:
        return message(name, body, f"{ECMA_323}ed3")

    login = (
        '<SessionLoginInfo xmlns="http://www.eltex.org/csta">'
        "<userName>demo.local</userName><password>demo</password></SessionLoginInfo>"
    )
    async with desk() as place:
        client = await first_request(place)
        reply = await client.request(start(login, f"{ECMA_323}ed3"))
        assert name_of(reply) == "StartApplicationSessionPosResponse"
        await a_whole_call(place, client, write, "725", "722")


DESKTOP_REQUESTS = {
    "RequestSystemStatus": "",
    "GetCSTAFeatures": "",
    "MonitorStart": (
        "<monitorObject><deviceObject>tel:725;phone-context=pbx.example</deviceObject>"
        "</monitorObject>"
    ),
    "MakeCall": (
        '<callingDevice>tel:725</callingDevice><calledDirectoryNumber typeOfNumber="dialingNumber">'
        "tel:722;phone-context=dialstring</calledDirectoryNumber>"
        "<autoOriginate>doNotPrompt</autoOriginate>"
    ),
    "SnapshotDevice": "<snapshotObject>tel:725</snapshotObject>",
    "GetDoNotDisturb": "<device>tel:725</device>",
}


@pytest.mark.parametrize("asked", DESKTOP_REQUESTS)
async def test_a_desktop_program_names_its_line_in_private_data(asked: str) -> None:
    """As programs do that speak with a gateway of many users: each message says whose it is."""
    whose = "<extensions><privateData><private><line xmlns='urn:desktop'>tel:725</line></private></privateData></extensions>"
    namespace = f"{ECMA_323}ed3"
    options = CstaOptions(profile=PROFILES["generic"], tells_services=True)
    async with desk(options) as place:
        client = await first_request(place)
        body = DESKTOP_REQUESTS[asked] + whose
        reply = await client.request(message(asked, body, namespace))
        assert name_of(reply) == f"{asked}Response", ET.tostring(reply)
        assert not place.front_end.faults


async def test_a_call_is_placed_with_all_that_may_stand_in_a_request() -> None:
    body = (
        "<callingDevice>725</callingDevice><calledDirectoryNumber>722</calledDirectoryNumber>"
        "<accountCode>17</accountCode><autoOriginate>prompt</autoOriginate>"
        "<correlatorData>0A</correlatorData><userData><string>x</string></userData>"
        "<callCharacteristics><priorityCall>false</priorityCall></callCharacteristics>"
        "<extensions/>"
    )
    async with desk(CstaOptions(profile=PROFILES["generic"])) as place:
        client = await first_request(place)
        reply = await client.request(message("MakeCall", body))
        assert name_of(reply) == "MakeCallResponse", ET.tostring(reply)
        assert not place.front_end.faults
