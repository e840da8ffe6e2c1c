"""A connection is set up, mended and changed in the browser; every error can be mended."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from hashlib import sha256
import re
import ssl
from typing import Any, override

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
import pytest_socket

from custom_components.telephony.const import DOMAIN
from custom_components.telephony.entries import async_connections
from custom_components.telephony.flows.forms import connection_title
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util.dt import utcnow
from simulator.certificate import self_signed_context
from simulator.csta import CstaOptions
from simulator.csta.frame import encode_frame
from simulator.csta.profiles import PROFILES, SESSION_NAMESPACE
from simulator.server import serve

from .home import (
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_features,
    async_wait_for,
    async_wait_state,
    csta_entry,
    open_office,
    phone_book_entry,
    telestra_entry,
)

HOST = "127.0.0.1"
SESSION_IS_OVER = encode_frame(
    9999,
    f"<ApplicationSessionTerminated xmlns='{SESSION_NAMESPACE}'>"
    "<sessionID>1</sessionID><sessionTermReason>"
    "<definedTermReason>resourceLimitation</definedTermReason>"
    "</sessionTermReason></ApplicationSessionTerminated>".encode(),
)


@pytest.fixture(autouse=True)
async def unloaded(hass: HomeAssistant) -> AsyncIterator[None]:
    """Take down whatever a flow has set up."""
    yield
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()


def csta_input(port: int, **changes: Any) -> dict[str, Any]:
    """Return what somebody enters for the office's CSTA switch."""
    return {
        "host": HOST,
        "port": port,
        "tls": False,
        "verify_certificate": True,
        "profile": "eltex_ecss10",
        "username": "demo.local",
        "password": "demo",
        "lines": "700, 701",
    } | changes


def host_input(port: int) -> dict[str, Any]:
    """Return what of it says where the switch is."""
    entered = csta_input(port)
    return {name: entered[name] for name in ("host", "port", "profile")}


def telestra_input(port: int, **changes: Any) -> dict[str, Any]:
    """Return what somebody enters for the office's Telestra server."""
    return {"host": HOST, "port": port, "lines": "705, 706"} | changes


async def async_open_form(hass: HomeAssistant, protocol: str) -> ConfigFlowResult:
    """Choose a protocol in the menu."""
    menu = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert menu["type"] is FlowResultType.MENU
    assert menu["menu_options"] == ["csta", "telestra", "gateway", "phone_book"]
    form = await hass.config_entries.flow.async_configure(
        menu["flow_id"], {"next_step_id": protocol}
    )
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == protocol
    return form


async def async_enter(
    hass: HomeAssistant, form: ConfigFlowResult, entered: dict[str, Any]
) -> ConfigFlowResult:
    """Submit a form."""
    result = await hass.config_entries.flow.async_configure(form["flow_id"], entered)
    await hass.async_block_till_done()
    return result


def asked_in(form: ConfigFlowResult) -> set[str]:
    """Return the fields of a form."""
    schema = form["data_schema"]
    assert schema is not None
    return {str(field) for field in schema.schema}


async def async_go_through(
    hass: HomeAssistant, form: ConfigFlowResult, entered: dict[str, Any]
) -> ConfigFlowResult:
    """Answer one form after the other, until one has an error or the flow is over."""
    while form["type"] is FlowResultType.FORM:
        asked = asked_in(form)
        form = await async_enter(
            hass, form, {name: entered[name] for name in asked & entered.keys()}
        )
        if form.get("errors"):
            break
    return form


async def async_recover(
    hass: HomeAssistant, form: ConfigFlowResult, entered: dict[str, Any]
) -> None:
    """Enter what is right after an error: the entry must be made."""
    result = await async_go_through(hass, form, entered)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].state is ConfigEntryState.LOADED


def suggested(form: ConfigFlowResult) -> dict[str, Any]:
    """Return what the fields of a form hold already."""
    schema = form["data_schema"]
    assert schema is not None
    return {
        str(field): field.description["suggested_value"]
        for field in schema.schema
        if field.description and "suggested_value" in field.description
    }


class Strange(asyncio.Protocol):
    """Something else that listens: it answers with what it is given, or closes."""

    def __init__(self, answer: bytes | None) -> None:
        """Answer so; None closes at once."""
        self._answer = answer

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Answer before anything is asked."""
        assert isinstance(transport, asyncio.Transport)
        if self._answer is None:
            transport.close()
        else:
            transport.write(self._answer)


@asynccontextmanager
async def something_else(answer: bytes | None) -> AsyncIterator[int]:
    """Let something else listen, and return its port."""
    server = await asyncio.get_running_loop().create_server(
        lambda: Strange(answer), HOST, 0
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        server.abort_clients()
        await server.wait_closed()


@pytest.fixture
def broken_handshakes(hass: HomeAssistant) -> Iterator[None]:
    """Let clients break a handshake with a server that runs on our own loop, which complains of it."""
    before = hass.loop.get_exception_handler()

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        is_handshake = str(context["message"]).startswith("Error on transport creation")
        if not is_handshake and before is not None:
            before(loop, context)

    hass.loop.set_exception_handler(handle)
    try:
        yield
    finally:
        hass.loop.set_exception_handler(before)


@pytest.fixture
async def free_port() -> int:
    """Return a port on which nothing listens."""
    server = await asyncio.get_running_loop().create_server(asyncio.Protocol, HOST, 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


# New connections


async def test_a_csta_switch_becomes_a_connection_with_its_lines(
    hass: HomeAssistant, office: Office
) -> None:
    form = await async_open_form(hass, "csta")
    result = await async_go_through(
        hass, form, csta_input(office.csta_server.port, lines="701\n700-701, 705")
    )

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Eltex ECSS-10"
    assert result["data"] == {
        "protocol": "csta",
        "host": HOST,
        "port": office.csta_server.port,
        "tls": False,
        "verify_certificate": True,
        "profile": "eltex_ecss10",
        "username": "demo.local",
        "password": "demo",
    }
    entry = result["result"]
    assert entry.unique_id is None
    assert entry.state is ConfigEntryState.LOADED
    assert [
        (each.subentry_type, each.unique_id, each.title, dict(each.data))
        for each in entry.subentries.values()
    ] == [
        ("line", number, number, {"number": number}) for number in ("701", "700", "705")
    ]
    assert hass.states.get("sensor.line_705_state") is not None


async def test_a_telestra_server_becomes_a_connection_with_its_accounts(
    hass: HomeAssistant, office: Office
) -> None:
    form = await async_open_form(hass, "telestra")
    result = await async_go_through(
        hass, form, telestra_input(office.telestra_server.port, host=f" {HOST} ")
    )

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Telestra"
    assert result["data"] == {
        "protocol": "telestra",
        "host": HOST,
        "port": office.telestra_server.port,
    }
    assert result["result"].state is ConfigEntryState.LOADED
    assert len(result["result"].subentries) == 2


@pytest.mark.parametrize(
    ("protocol", "entered"), [("csta", csta_input), ("telestra", telestra_input)]
)
async def test_a_script_may_answer_all_steps_at_once(
    hass: HomeAssistant,
    office: Office,
    protocol: str,
    entered: Callable[..., dict[str, Any]],
) -> None:
    """Only what is wrong is asked for."""
    answers = entered(getattr(office, f"{protocol}_server").port)
    form = await async_open_form(hass, protocol)
    form = await async_enter(hass, form, answers | {"lines": "700-7"})
    assert form["step_id"] == "lines"
    assert form["errors"] == {"lines": "invalid_lines"}
    form = await async_open_form(hass, protocol)
    result = await async_enter(hass, form, answers)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"].get("password") == answers.get("password")
    assert len(result["result"].subentries) == 2


async def test_each_step_says_what_was_found(
    hass: HomeAssistant, office: Office
) -> None:
    """The password is asked for in one step only, and last of all where nothing is encrypted."""
    port = office.csta_server.port
    form = await async_open_form(hass, "csta")
    steps = []
    while form["type"] is FlowResultType.FORM:
        entered = csta_input(port, lines="700, 999")
        asked = asked_in(form)
        steps.append((form["step_id"], sorted(asked)))
        found = form.get("description_placeholders") or {}
        if form["step_id"] in ("not_encrypted", "login", "lines"):
            assert found["port"] == str(port)
            assert found["transport"] == "TCP"
        if form["step_id"] == "names":
            assert found["found"] == "1"
            assert found["refused"] == "999 (invalidMonitorObject)"
        form = await async_enter(
            hass, form, {name: entered[name] for name in asked & entered.keys()}
        )

    assert steps == [
        ("csta", ["host", "port", "profile"]),
        ("not_encrypted", []),
        ("login", ["password", "username"]),
        ("lines", ["lines"]),
        ("names", ["add_phone_book", "leave_out", "names"]),
    ]


@pytest.mark.usefixtures("broken_handshakes")
@pytest.mark.parametrize(
    ("host", "begins"),
    [
        (HOST, timedelta(hours=-1)),
        ("pbx.example", timedelta(hours=-1)),
        (HOST, timedelta(days=-99)),
    ],
    ids=["its own", "another host's", "expired"],
)
async def test_a_certificate_is_shown_and_then_it_alone_is_trusted(
    hass: HomeAssistant, host: str, begins: timedelta
) -> None:
    context, pem = self_signed_context(host, begins=begins)
    other, _ = self_signed_context(HOST)
    async with open_office() as office:
        async with serve(office.csta, HOST, 0, context) as server:
            port = server.port
            form = await async_open_form(hass, "csta")
            form = await async_enter(hass, form, host_input(port))
            assert form["step_id"] == "certificate"
            shown = form["description_placeholders"]
            assert shown is not None
            digest = sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
            assert re.sub("[: ]", "", shown["fingerprint"]) == digest
            assert shown["subject"] == shown["issuer"] == "CN=Simulated switch"

            form = await async_enter(hass, form, {"verify_certificate": True})
            assert form["step_id"] == "login"
            placeholders = form["description_placeholders"]
            assert placeholders is not None
            assert placeholders["transport"] == "TLSv1.3"
            await async_recover(hass, form, csta_input(port))
            (entry,) = hass.config_entries.async_loaded_entries(DOMAIN)
            assert entry.data["ca_certificate"] == pem.strip()
            assert entry.data["verify_certificate"] is True
            assert entry.data["tls"] is True
            await async_wait_state(hass, "sensor.line_700_state", "idle")
            await hass.config_entries.async_unload(entry.entry_id)
        async with serve(office.csta, HOST, port, other):
            await hass.config_entries.async_setup(entry.entry_id)
            assert entry.state is ConfigEntryState.SETUP_RETRY
            await hass.config_entries.async_unload(entry.entry_id)


@pytest.mark.usefixtures("broken_handshakes")
async def test_a_switch_is_trusted_by_a_certificate_that_is_pasted(
    hass: HomeAssistant,
) -> None:
    context, pem = self_signed_context(HOST)
    _, other = self_signed_context(HOST)
    async with (
        open_office() as office,
        serve(office.csta, HOST, 0, context) as server,
    ):
        form = await async_open_form(hass, "csta")
        form = await async_enter(hass, form, host_input(server.port))
        for wrong, error in (
            ("none", "invalid_certificate"),
            (f"subject=O=Prüfstelle\n{pem}", "invalid_certificate"),
            (other, "certificate_rejected"),
        ):
            pasted = {"verify_certificate": True, "ca_certificate": wrong}
            form = await async_enter(hass, form, pasted)
            assert form["step_id"] == "certificate"
            assert form["errors"] == {"ca_certificate": error}
        right = csta_input(server.port, ca_certificate=pem)
        await async_recover(hass, form, right)
        for entry in hass.config_entries.async_loaded_entries(DOMAIN):
            assert entry.data["ca_certificate"] == pem.strip()
            await hass.config_entries.async_unload(entry.entry_id)


async def test_without_verification_any_certificate_will_do(
    hass: HomeAssistant,
) -> None:
    context, _ = self_signed_context(HOST)
    async with (
        open_office() as office,
        serve(office.csta, HOST, 0, context) as server,
    ):
        form = await async_open_form(hass, "csta")
        await async_recover(
            hass, form, csta_input(server.port, verify_certificate=False)
        )
        for entry in hass.config_entries.async_loaded_entries(DOMAIN):
            assert entry.data["verify_certificate"] is False
            assert "ca_certificate" not in entry.data
            await hass.config_entries.async_unload(entry.entry_id)


async def test_a_line_that_the_switch_does_not_know_stops_nobody(
    hass: HomeAssistant, office: Office
) -> None:
    form = await async_open_form(hass, "csta")
    await async_recover(
        hass, form, csta_input(office.csta_server.port, lines="700, 999")
    )

    state = hass.states.get("sensor.line_700_state")
    assert state is not None
    assert state.state == "idle"
    refused = hass.states.get("sensor.line_999_state")
    assert refused is not None
    assert refused.state == "unavailable"


async def test_refused_lines_are_left_out_on_request(
    hass: HomeAssistant, office: Office
) -> None:
    form = await async_open_form(hass, "csta")
    entered = csta_input(office.csta_server.port, lines="700, 999", leave_out=True)
    await async_recover(hass, form, entered)

    assert hass.states.get("sensor.line_700_state") is not None
    assert hass.states.get("sensor.line_999_state") is None


async def test_lines_have_names_from_the_start(
    hass: HomeAssistant, office: Office
) -> None:
    """What a phone book calls them is offered; whatever stands for no line is named."""
    await async_set_up(hass, phone_book_entry({"number": "701", "name": "Workshop"}))
    entered = csta_input(office.csta_server.port, lines="700-702")
    form = await async_open_form(hass, "csta")
    while form["step_id"] != "names":
        asked = asked_in(form)
        form = await async_enter(
            hass, form, {name: entered[name] for name in asked & entered.keys()}
        )
    assert suggested(form)["names"] == "700 =\n701 = Workshop\n702 ="
    form = await async_enter(hass, form, {"names": "70 = Attic\n700 Kitchen"})
    assert form["errors"] == {"names": "unknown_lines"}
    assert suggested(form)["names"] == "70 = Attic\n700 Kitchen"
    named = suggested(form)["names"].replace("70 =", "701=")
    await async_recover(hass, form, {"names": named})

    (entry,) = async_connections(hass)
    titles = [each.title for each in entry.subentries.values()]
    assert titles == ["Kitchen", "Attic", "702"]
    assert hass.states.get("sensor.kitchen_state") is not None


async def test_ten_lines_are_offered_a_group(
    hass: HomeAssistant, office: Office
) -> None:
    form = await async_open_form(hass, "csta")
    entered = csta_input(office.csta_server.port, lines="700-709", group="Everybody")
    await async_recover(hass, form, entered)

    (entry,) = async_connections(hass)
    group = list(entry.subentries.values())[-1]
    assert (group.subentry_type, group.title) == ("group", "Everybody")
    assert group.data["lines"] == [str(number) for number in range(700, 710)]


async def test_the_phones_that_a_switch_tells_of_are_offered(
    hass: HomeAssistant,
) -> None:
    async with open_office(["700", "701", "703"]) as office:
        entered = csta_input(office.csta_server.port)
        form = await async_open_form(hass, "csta")
        while form["step_id"] != "lines":
            asked = asked_in(form)
            form = await async_enter(
                hass, form, {name: entered[name] for name in asked & entered.keys()}
            )
        assert suggested(form) == {"lines": "700, 701, 703"}
        hass.config_entries.flow.async_abort(form["flow_id"])


# What goes wrong


@pytest.mark.parametrize(
    ("changes", "errors", "pieces"),
    [
        ({"password": "wrong"}, {"password": "invalid_auth"}, None),
        ({"username": "nobody"}, {"password": "invalid_auth"}, None),
        ({"username": ""}, {"username": "credentials_needed"}, None),
        ({"password": ""}, {"password": "credentials_needed"}, None),
        ({"lines": "701, 700-7"}, {"lines": "invalid_lines"}, "“700-7”"),
        ({"lines": "70x0, 700, 7 1"}, {"lines": "invalid_lines"}, "“70x0”, “7 1”"),
        ({"lines": " , "}, {"lines": "invalid_lines"}, "“,”"),
        ({"lines": "0-9999999999"}, {"lines": "invalid_lines"}, "“0-9999999999”"),
        ({"lines": "0000000000-9999999999"}, {"lines": "too_many_lines"}, None),
    ],
)
async def test_what_is_entered_wrongly_can_be_mended(
    hass: HomeAssistant,
    office: Office,
    changes: dict[str, Any],
    errors: dict[str, str],
    pieces: str | None,
) -> None:
    right = csta_input(office.csta_server.port)
    form = await async_open_form(hass, "csta")
    result = await async_go_through(hass, form, right | changes)

    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors
    if pieces is not None:
        named = result["description_placeholders"]
        assert named is not None
        assert named["pieces"] == pieces
    await async_recover(hass, result, right)


@pytest.mark.parametrize(
    ("protocol", "entered"), [("csta", csta_input), ("telestra", telestra_input)]
)
async def test_where_nothing_listens_nothing_can_be_connected(
    hass: HomeAssistant,
    office: Office,
    free_port: int,
    protocol: str,
    entered: Callable[..., dict[str, Any]],
) -> None:
    port = getattr(office, f"{protocol}_server").port
    form = await async_open_form(hass, protocol)
    result = await async_go_through(hass, form, entered(free_port))

    assert result["step_id"] == protocol
    assert (result["errors"] or {})["host"] == "cannot_connect"
    await async_recover(hass, result, entered(port))


@pytest.mark.parametrize(
    ("protocol", "entered", "answer", "errors"),
    [
        (
            "csta",
            csta_input,
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
            {"port": "not_csta"},
        ),
        ("csta", csta_input, b"\x00\x00\x00\x0c0000nope", {"port": "not_csta"}),
        ("csta", csta_input, None, {"port": "connection_lost"}),
        ("csta", csta_input, SESSION_IS_OVER, {"base": "session_ended"}),
        (
            "telestra",
            telestra_input,
            b"SSH-2.0-OpenSSH\r\n\x00",
            {"port": "not_telestra"},
        ),
        (
            "telestra",
            telestra_input,
            b'{"welcome": 1}\x00',
            {"port": "not_telestra"},
        ),
    ],
)
async def test_something_else_that_listens_is_told_apart(
    hass: HomeAssistant,
    office: Office,
    protocol: str,
    entered: Callable[..., dict[str, Any]],
    answer: bytes | None,
    errors: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proof = "custom_components.telephony.cti.telestra.session.PROOF_TIMEOUT"
    monkeypatch.setattr(proof, 2.0)
    port = getattr(office, f"{protocol}_server").port
    form = await async_open_form(hass, protocol)
    async with something_else(answer) as other_port:
        result = await async_go_through(hass, form, entered(other_port))

    assert result["errors"] == errors
    if "port" in errors:
        assert result["step_id"] == protocol
        await async_recover(hass, result, entered(port))


@pytest.mark.parametrize("listens", [3550, 7001])
async def test_another_kind_of_phone_system_at_the_host_is_told_of(
    hass: HomeAssistant, office: Office, listens: int
) -> None:
    """Nothing is at Eltex's ports of this address, but at those of somebody else."""
    host = "127.0.0.53"
    titles = {3550: "Telestra", 7001: "Mitel MiVoice Office 400"}
    pytest_socket.socket_allow_hosts([HOST, host])
    async with serve(office.telestra, host, listens):
        form = await async_open_form(hass, "csta")
        entered = {"host": host, "profile": "eltex_ecss10"}
        result = await async_enter(hass, form, entered)

    assert result["errors"] == {"host": "cannot_connect", "port": "other_ports"}
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["ports"] == f"{listens} ({titles[listens]})"


async def test_a_switch_that_does_not_answer_times_out(
    hass: HomeAssistant, office: Office
) -> None:
    form = await async_open_form(hass, "telestra")
    async with something_else(b"") as port:
        form = await async_enter(hass, form, {"host": HOST, "port": port})
        entering = asyncio.ensure_future(
            hass.config_entries.flow.async_configure(form["flow_id"], {"lines": "705"})
        )
        while not entering.done():
            async_fire_time_changed(hass, utcnow() + timedelta(seconds=11))
            await asyncio.sleep(0)
        result = await entering

    assert result["step_id"] == "telestra"
    assert result["errors"] == {"host": "timeout"}
    await async_recover(hass, result, telestra_input(office.telestra_server.port))


async def test_a_switch_that_has_no_session_left_says_so(hass: HomeAssistant) -> None:
    async with open_office(csta=CstaOptions(maximum_sessions=1)) as office:
        busy = csta_entry(office.csta_server.port)
        await async_set_up(hass, busy)
        right = csta_input(office.csta_server.port, host="localhost")
        form = await async_open_form(hass, "csta")
        result = await async_go_through(hass, form, right)
        assert result["step_id"] == "login"
        assert result["errors"] == {"base": "session_refused"}
        placeholders = result["description_placeholders"]
        assert placeholders is not None
        assert placeholders["code"] == "maxNumberSessions"

        await async_take_down(hass, busy)
        await async_recover(hass, result, right)
        for entry in hass.config_entries.async_loaded_entries(DOMAIN):
            await hass.config_entries.async_unload(entry.entry_id)


async def test_what_was_entered_stays_in_the_form_but_for_the_password(
    hass: HomeAssistant, office: Office, free_port: int
) -> None:
    form = await async_open_form(hass, "csta")
    assert suggested(form) == {}
    result = await async_go_through(hass, form, csta_input(free_port))
    assert suggested(result) == host_input(free_port)

    entered = csta_input(office.csta_server.port, password="wrong")
    result = await async_go_through(hass, result, entered)
    assert suggested(result) == {"username": "demo.local"}


async def test_an_avaya_server_is_told_which_phone_system_is_meant(
    hass: HomeAssistant,
) -> None:
    async with open_office(csta=CstaOptions(profile=PROFILES["avaya_aes"])) as office:
        form = await async_open_form(hass, "csta")
        entered = csta_input(office.csta_server.port, profile="avaya_aes")
        entered["switch_connection"] = " SIMULATED "
        result = await async_go_through(hass, form, entered)
        assert result["result"].data["switch_connection"] == "SIMULATED"
        await async_wait_state(hass, "sensor.line_700_state", "idle")
        await async_wait_state(hass, "sensor.line_701_state", "idle")
        asked = {
            tuple(child.text for child in request)
            for name, request in office.csta.requests
            if name == "GetThirdPartyDeviceId"
        }
        assert asked == {("SIMULATED", "700"), ("SIMULATED", "701")}
        await hass.config_entries.async_remove(result["result"].entry_id)


async def test_a_wrong_name_of_the_phone_system_is_mended(hass: HomeAssistant) -> None:
    async with open_office(csta=CstaOptions(profile=PROFILES["avaya_aes"])) as office:
        port = office.csta_server.port
        entry = csta_entry(port, ["700"])
        names = {"profile": "avaya_aes", "switch_connection": "ELSEWHERE"}
        entry.add_to_hass(hass)
        hass.config_entries.async_update_entry(entry, data={**entry.data, **names})
        await hass.config_entries.async_setup(entry.entry_id)
        await async_wait_state(hass, "sensor.line_700_state", "unavailable")

        form = await entry.start_reconfigure_flow(hass)
        entered = csta_input(port, **names | {"switch_connection": "SIMULATED"})
        del entered["lines"]
        await async_enter(hass, form, entered)
        await async_wait_state(hass, "sensor.line_700_state", "idle")
        await async_take_down(hass, entry)


@pytest.mark.parametrize(("tls", "port"), [(True, 4722), (False, 4721)])
async def test_the_usual_ports_are_tried(
    hass: HomeAssistant, office: Office, tls: bool, port: int
) -> None:
    host = "127.0.0.54"
    pytest_socket.socket_allow_hosts([HOST, host])
    context, _ = self_signed_context(host)
    async with serve(office.csta, host, port, context if tls else None):
        entered = csta_input(0, host=host)
        del entered["port"]
        form = await async_open_form(hass, "csta")
        await async_recover(hass, form, entered)
        (entry,) = hass.config_entries.async_loaded_entries(DOMAIN)
        assert entry.data["port"] == port
        assert entry.data["tls"] is tls
        await hass.config_entries.async_unload(entry.entry_id)


@pytest.mark.parametrize(
    ("protocol", "known", "entered"),
    [
        ("csta", csta_entry, csta_input),
        ("telestra", telestra_entry, telestra_input),
    ],
)
async def test_the_same_connection_is_not_made_twice(
    hass: HomeAssistant,
    office: Office,
    protocol: str,
    known: Callable[..., MockConfigEntry],
    entered: Callable[..., dict[str, Any]],
) -> None:
    port = getattr(office, f"{protocol}_server").port
    known(port).add_to_hass(hass)
    form = await async_open_form(hass, protocol)
    result = await async_go_through(hass, form, entered(port))

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


async def test_another_domain_on_the_same_switch_is_another_connection(
    hass: HomeAssistant,
) -> None:
    options = CstaOptions(accounts={"demo.local": "demo", "other.local": "other"})
    async with open_office(csta=options) as office:
        csta_entry(office.csta_server.port).add_to_hass(hass)
        form = await async_open_form(hass, "csta")
        await async_recover(
            hass,
            form,
            csta_input(
                office.csta_server.port, username="other.local", password="other"
            ),
        )
        for entry in hass.config_entries.async_loaded_entries(DOMAIN):
            await hass.config_entries.async_unload(entry.entry_id)


# Reauthentication


async def test_a_refused_password_is_asked_for_and_the_connection_comes_back(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port)
    office.csta.options.accounts = {"demo.local": "new"}
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.SETUP_ERROR
    (form,) = hass.config_entries.flow.async_progress()
    assert form["step_id"] == "reauth_confirm"

    wrong = {"username": "demo.local", "password": "wrong"}
    result = await async_enter(hass, form, wrong)
    assert result["errors"] == {"password": "invalid_auth"}
    assert suggested(result) == {"username": "demo.local"}
    result = await async_enter(hass, form, wrong | {"password": "new"})

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert entry.data["password"] == "new"
    assert hass.config_entries.async_loaded_entries(DOMAIN) == [entry]


async def test_spaces_around_credentials_are_not_meant(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    form = await entry.start_reauth_flow(hass)
    entered = {"username": " demo.local ", "password": "demo "}
    result = await async_enter(hass, form, entered)

    assert result["reason"] == "reauth_successful"
    assert entry.title == "demo.local at 127.0.0.1"
    assert entry.data["username"] == "demo.local"


async def test_a_password_that_works_again_needs_no_change(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    result = await entry.start_reauth_flow(hass)
    result = await async_enter(
        hass, result, {"username": "demo.local", "password": "demo"}
    )

    assert result["reason"] == "reauth_successful"
    assert entry.state is ConfigEntryState.LOADED


async def test_new_credentials_cannot_make_two_connections_one(
    hass: HomeAssistant,
) -> None:
    csta_entry(4000).add_to_hass(hass)
    other = csta_entry(4000)
    other.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        other, data={**other.data, "username": "other"}
    )
    form = await other.start_reauth_flow(hass)
    result = await async_enter(
        hass, form, {"username": "demo.local", "password": "demo"}
    )

    assert result["reason"] == "already_configured"
    assert other.data["username"] == "other"


# Reconfiguration


async def test_a_switch_that_moved_keeps_every_entity(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry, free_port: int
) -> None:
    await async_wait_features(hass, "700", "701")
    before = sorted(hass.states.async_entity_ids())
    async with serve(office.csta) as moved:
        form = await csta.start_reconfigure_flow(hass)
        assert suggested(form)["port"] == office.csta_server.port
        assert "password" not in suggested(form)

        entered = csta_input(free_port)
        del entered["lines"], entered["password"]
        result = await async_enter(hass, form, entered)
        assert result["errors"] == {"host": "cannot_connect"}
        result = await async_enter(hass, form, entered | {"port": moved.port})

        assert result["type"] is FlowResultType.ABORT
        assert result["reason"] == "reconfigure_successful"
        assert csta.data["port"] == moved.port
        assert csta.data["password"] == "demo"
        await async_wait_for(hass, lambda: csta.runtime_data.connected)
        assert sorted(hass.states.async_entity_ids()) == before
        await async_take_down(hass, csta)


async def test_a_connection_that_was_named_by_a_person_keeps_its_name(
    hass: HomeAssistant, office: Office, telestra: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(telestra, title="Studio")
    form = await telestra.start_reconfigure_flow(hass)
    result = await async_enter(
        hass, form, {"host": "localhost", "port": office.telestra_server.port}
    )

    assert result["reason"] == "reconfigure_successful"
    assert telestra.data["host"] == "localhost"
    assert telestra.title == "Studio"


@pytest.mark.parametrize(
    ("data", "taken", "title"),
    [
        ({"protocol": "telestra"}, (), "Telestra"),
        ({"protocol": "telestra"}, ("Telestra",), "Telestra 2"),
        ({"protocol": "telestra"}, ("Telestra", "Telestra 2"), "Telestra 3"),
        ({"protocol": "csta", "profile": "eltex_ecss10"}, (), "Eltex ECSS-10"),
        (
            {
                "protocol": "csta",
                "profile": "eltex_ecss10",
                "username": "branch.example",
            },
            ("Eltex ECSS-10",),
            "Eltex ECSS-10 (branch.example)",
        ),
        ({"protocol": "csta", "profile": "generic"}, (), "CSTA"),
        ({"protocol": "gateway", "system": "hotel"}, (), "hotel"),
    ],
)
def test_a_connection_has_a_name_that_is_no_address(
    data: dict[str, str], taken: tuple[str, ...], title: str
) -> None:
    assert connection_title({"host": "192.0.2.1", **data}, taken) == title


async def test_our_own_session_may_be_the_last_one_that_the_switch_has(
    hass: HomeAssistant,
) -> None:
    async with open_office(csta=CstaOptions(maximum_sessions=1)) as office:
        entry = csta_entry(office.csta_server.port)
        await async_set_up(hass, entry)
        form = await entry.start_reconfigure_flow(hass)
        entered = csta_input(office.csta_server.port, verify_certificate=False)
        del entered["lines"]
        result = await async_enter(hass, form, entered)

        assert result["reason"] == "reconfigure_successful"
        assert entry.data["verify_certificate"] is False
        await async_wait_state(hass, "sensor.line_700_state", "idle")
        await async_take_down(hass, entry)


@pytest.mark.parametrize("flow", ["start_reconfigure_flow", "start_reauth_flow"])
async def test_a_password_is_proven_also_where_we_have_the_last_session(
    hass: HomeAssistant, flow: str
) -> None:
    """Ours makes room for the trial, and comes back where that failed."""
    full = CstaOptions(maximum_sessions=1, counts_sessions_first=True)
    async with open_office(csta=full) as office:
        entry = csta_entry(office.csta_server.port)
        await async_set_up(hass, entry)
        form = await getattr(entry, flow)(hass)
        entered = csta_input(office.csta_server.port, password="wrong")
        del entered["lines"]
        if flow == "start_reauth_flow":
            entered = {key: entered[key] for key in ("username", "password")}
        result = await async_enter(hass, form, entered)

        assert result["errors"] == {"password": "invalid_auth"}
        assert entry.data["password"] == "demo"
        await async_wait_state(hass, "sensor.line_700_state", "idle")
        await async_until(lambda: len(office.csta.connections) == 1)
        result = await async_enter(hass, form, entered | {"password": "demo"})

        assert result["type"] is FlowResultType.ABORT
        assert str(result["reason"]).endswith("_successful")
        await async_wait_state(hass, "sensor.line_700_state", "idle")
        assert hass.config_entries.async_loaded_entries(DOMAIN) == [entry]
        await async_take_down(hass, entry)


async def test_a_full_switch_elsewhere_is_not_taken_for_our_own_session(
    hass: HomeAssistant,
) -> None:
    async with (
        open_office() as office,
        open_office(csta=CstaOptions(refuse_start="maxNumberSessions")) as full,
    ):
        entry = csta_entry(office.csta_server.port)
        await async_set_up(hass, entry)
        form = await entry.start_reconfigure_flow(hass)
        entered = csta_input(full.csta_server.port)
        del entered["lines"]
        result = await async_enter(hass, form, entered)

        assert result["errors"] == {"base": "session_refused"}
        assert entry.data["port"] == office.csta_server.port
        await async_take_down(hass, entry)


async def test_a_connection_that_never_came_up_is_mended(
    hass: HomeAssistant, office: Office, free_port: int
) -> None:
    entry = telestra_entry(free_port)
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.SETUP_RETRY
    form = await entry.start_reconfigure_flow(hass)
    result = await async_enter(
        hass, form, {"host": HOST, "port": office.telestra_server.port}
    )

    assert result["reason"] == "reconfigure_successful"
    assert hass.config_entries.async_loaded_entries(DOMAIN) == [entry]


async def test_a_login_that_is_no_longer_needed_is_forgotten(
    hass: HomeAssistant, free_port: int
) -> None:
    entry = csta_entry(free_port)
    entry.add_to_hass(hass)
    async with open_office(csta=CstaOptions(profile=PROFILES["generic"])) as office:
        form = await entry.start_reconfigure_flow(hass)
        entered = csta_input(office.csta_server.port, profile="generic", username="")
        del entered["lines"], entered["password"]
        result = await async_enter(hass, form, entered)

        assert result["reason"] == "reconfigure_successful"
        assert "username" not in entry.data
        assert "password" not in entry.data
        await async_take_down(hass, entry)


@pytest.mark.usefixtures("broken_handshakes")
async def test_a_renewed_certificate_is_shown_and_trusted(
    hass: HomeAssistant, office: Office
) -> None:
    before, pem = self_signed_context(HOST)
    after, renewed = self_signed_context(HOST)
    async with serve(office.csta, HOST, 0, before) as server:
        port = server.port
        entry = csta_entry(port)
        secured = {"tls": True, "ca_certificate": pem}
        entry.add_to_hass(hass)
        hass.config_entries.async_update_entry(entry, data={**entry.data, **secured})
        assert await hass.config_entries.async_setup(entry.entry_id)
        await async_take_down(hass, entry)
    async with serve(office.csta, HOST, port, after):
        form = await entry.start_reconfigure_flow(hass)
        entered = csta_input(port, **secured)
        del entered["lines"]
        form = await async_enter(hass, form, entered)
        assert form["step_id"] == "certificate"
        result = await async_enter(hass, form, {"verify_certificate": True})

        assert result["reason"] == "reconfigure_successful"
        assert entry.data["ca_certificate"] == renewed.strip()
        await async_wait_state(hass, "sensor.line_700_state", "idle")
        await async_take_down(hass, entry)
