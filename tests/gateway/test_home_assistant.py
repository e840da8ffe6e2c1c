"""A phone system over MQTT in Home Assistant: as with a direct connection, whoever dies meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.telephony.const import DOMAIN
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_USER,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from ..home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    group_subentry,
    line_subentry,
    open_office,
)
from ..test_repairs import Fix, async_settle, issue_of, issues
from .brokers import BrokerProcess, free_port, open_broker
from .gateways import GatewayProcess, open_gateway, settings
from .test_client import LINES, until_served
from .test_gateway import AT_ONCE

SLOW = 30.0
"""Seconds: processes start, and the machine may be busy."""


@dataclass(slots=True)
class Site:
    """A phone system, a broker and the gateway between them."""

    office: Office
    broker: BrokerProcess
    gateway: GatewayProcess


@pytest.fixture
def told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait long for gateways; only a connection that is shared gathers subscriptions."""
    monkeypatch.setattr(
        "custom_components.telephony.cti.gateway.system.FIRST_SECONDS", 2.0
    )


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """Open everything but Home Assistant."""
    async with (
        open_office(options=AT_ONCE) as office,
        open_broker("mosquitto", tmp_path) as broker,
        open_gateway(
            tmp_path, settings(broker.port, office.csta_server.port)
        ) as gateway,
    ):
        await until_served(broker, *LINES)
        yield Site(office, broker, gateway)


def data(port: int | None, **changes: Any) -> dict[str, Any]:
    """Return what an entry keeps, of a broker of its own if there's a port."""
    own = {
        "host": "127.0.0.1",
        "port": port,
        "tls": False,
        "verify_certificate": True,
    }
    shared = {"protocol": "gateway", "system": "city", "prefix": "telephony"}
    return shared | (own if port else {}) | changes


def gateway_entry(port: int | None, **options: Any) -> MockConfigEntry:
    """Return an entry with two lines and a group of three."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="city",
        data=data(port),
        options=options,
        subentries_data=[
            line_subentry("700"),
            line_subentry("701"),
            group_subentry("Desk", LINES),
        ],
    )


async def async_add_mqtt(hass: HomeAssistant, port: int) -> MockConfigEntry:
    """Let Home Assistant have an MQTT connection of its own."""
    path = Path(hass.config.path("configuration.yaml"))
    await asyncio.to_thread(path.write_text, "")  # it looks for entities there
    entry = MockConfigEntry(
        domain="mqtt",
        data={"broker": "127.0.0.1", "port": port, "protocol": "3.1.1"},
        options={"birth_message": {}, "will_message": {}},
        version=2,
        minor_version=1,
    )
    await async_set_up(hass, entry)
    return entry


@pytest.fixture(params=["own", "shared"])
async def entry(
    request: pytest.FixtureRequest, hass: HomeAssistant, site: Site
) -> AsyncIterator[MockConfigEntry]:
    """Connect Home Assistant, by the entry's own connection or the MQTT integration's."""
    mqtt = None
    if request.param == "shared":
        mqtt = await async_add_mqtt(hass, site.broker.port)
    entry = gateway_entry(None if mqtt else site.broker.port)
    await async_set_up(hass, entry)
    await async_wait_state(hass, "sensor.line_700_state", "idle")
    yield entry
    await async_take_down(hass, entry)
    if mqtt:
        await async_take_down(hass, mqtt)


class Heard:
    """The events of a line's event entity."""

    def __init__(self, hass: HomeAssistant, entity_id: str) -> None:
        """Begin to listen."""
        self.types: list[str] = []

        @callback
        def changed(event: Event[Any]) -> None:
            state = event.data["new_state"]
            if event.data["entity_id"] == entity_id and state:
                kind = state.attributes.get("event_type")
                if kind and state.state not in ("unavailable", "unknown"):
                    self.types.append(kind)

        hass.bus.async_listen("state_changed", changed)


async def async_act(
    hass: HomeAssistant, action: str, line: str, **fields: Any
) -> dict[str, Any] | None:
    """Call an action on a line."""
    return await hass.services.async_call(
        DOMAIN,
        action,
        {"entity_id": f"sensor.line_{line}_state", **fields},
        blocking=True,
        return_response=action in ("make_call", "get_call_log"),
    )


async def test_a_call_is_shown_and_logged(
    hass: HomeAssistant, site: Site, entry: MockConfigEntry
) -> None:
    heard = Heard(hass, "event.line_700_call")
    site.office.ring("700")
    await async_wait_state(hass, "sensor.line_700_state", "ringing")
    shown = await async_wait_state(hass, "sensor.line_700_remote_party", OUTSIDE)
    assert shown.attributes["direction"] == "incoming"
    await async_wait_state(hass, "sensor.desk_ringing_calls", "1")
    await async_act(hass, "answer", "700")
    await async_wait_state(hass, "sensor.line_700_state", "connected")
    await async_wait_state(hass, "binary_sensor.line_700_in_call", "on")
    await async_act(hass, "hangup", "700")
    await async_wait_state(hass, "sensor.line_700_state", "idle")
    await async_wait_for(hass, lambda: "ended" in heard.types)
    assert heard.types == ["incoming", "answered", "ended"]
    log = await async_act(hass, "get_call_log", "700")
    assert log
    [logged] = log["calls"]
    assert (logged["number"], logged["outcome"]) == (OUTSIDE, "answered")


async def test_calls_are_made_and_transferred(
    hass: HomeAssistant, site: Site, entry: MockConfigEntry
) -> None:
    made = await async_act(hass, "make_call", "700", number="701")
    assert made
    assert made["calls"][0]["call_id"]
    await async_wait_state(hass, "sensor.line_701_state", "ringing")
    await async_act(hass, "answer", "701")
    await async_wait_state(hass, "sensor.line_700_state", "connected")
    await async_act(hass, "hold", "700")
    await async_wait_state(hass, "sensor.line_700_state", "held")
    await async_act(hass, "retrieve", "700")
    await async_wait_state(hass, "sensor.line_700_state", "connected")
    await async_act(hass, "transfer", "700", number="702")
    await async_wait_state(hass, "sensor.line_700_state", "idle")
    await async_wait_state(hass, "sensor.desk_ringing_calls", "1")


async def test_what_the_gateway_refuses_is_said(
    hass: HomeAssistant, site: Site, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(
        entry, options={"emergency_numbers_allowed": True}
    )
    await hass.async_block_till_done()
    with pytest.raises(HomeAssistantError) as refused:
        await async_act(hass, "make_call", "700", number="112")
    assert refused.value.translation_key == "gateway_refused"
    placeholders = refused.value.translation_placeholders
    assert placeholders
    assert placeholders["code"] == "emergency_number"
    with pytest.raises(ServiceValidationError) as none:
        await async_act(hass, "hangup", "700")
    assert none.value.translation_key == "call_not_found"


async def test_home_assistants_own_guard_stands_before_the_gateway(
    hass: HomeAssistant, site: Site, entry: MockConfigEntry
) -> None:
    with pytest.raises(ServiceValidationError) as refused:
        await async_act(hass, "make_call", "700", number="112")
    assert refused.value.translation_key == "emergency_number"


async def test_a_gateway_that_is_killed_in_a_call_ends_none(
    hass: HomeAssistant, site: Site, entry: MockConfigEntry
) -> None:
    heard = Heard(hass, "event.line_700_call")
    site.office.ring("700")
    site.office.answer("700")
    await async_wait_state(hass, "sensor.line_700_state", "connected")
    await site.gateway.kill()
    await async_wait_state(hass, "sensor.line_700_state", "unavailable", SLOW)
    connected = await async_wait_state(hass, "binary_sensor.city_connected", "off")
    assert connected.attributes["reason"] == "no_gateway"
    with pytest.raises(HomeAssistantError) as refused:
        await async_act(hass, "hangup", "700")
    assert refused.value.translation_key == "not_connected"
    await site.gateway.start()
    await async_wait_state(hass, "sensor.line_700_state", "connected", SLOW)
    assert "ended" not in heard.types
    site.office.hang_up("700")
    await async_wait_state(hass, "sensor.line_700_state", "idle")
    await async_wait_for(hass, lambda: heard.types.count("ended") == 1)


async def test_a_broker_that_is_killed_in_a_call_ends_none(
    hass: HomeAssistant, site: Site, entry: MockConfigEntry
) -> None:
    heard = Heard(hass, "event.line_700_call")
    site.office.ring("700")
    site.office.answer("700")
    await async_wait_state(hass, "sensor.line_700_state", "connected")
    await site.broker.kill()
    await async_wait_state(hass, "sensor.line_700_state", "unavailable", SLOW)
    await site.broker.start()
    await async_wait_state(hass, "sensor.line_700_state", "connected", SLOW)
    assert "ended" not in heard.types


async def test_lines_are_added_and_removed_while_it_runs(
    hass: HomeAssistant, site: Site, entry: MockConfigEntry
) -> None:
    form = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "line"), context={"source": SOURCE_USER}
    )
    await hass.config_entries.subentries.async_configure(
        form["flow_id"], {"lines": "705"}
    )
    await async_wait_state(hass, "sensor.line_705_state", "idle")
    [added] = [e for e in entry.subentries.values() if e.unique_id == "705"]
    hass.config_entries.async_remove_subentry(entry, added.subentry_id)
    await async_wait_for(hass, lambda: hass.states.get("sensor.line_705_state") is None)


@pytest.mark.parametrize("way", ["own", "shared"])
async def test_a_refused_line_that_is_tried_again_is_still_told_of(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    tmp_path: Path,
    way: str,
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    async with (
        open_office(options=AT_ONCE) as office,
        open_broker("mosquitto", tmp_path) as broker,
        open_gateway(
            tmp_path,
            settings(broker.port, office.csta_server.port, lines="700, 7999"),
        ),
    ):
        await until_served(broker, "700")
        mqtt = await async_add_mqtt(hass, broker.port) if way == "shared" else None
        subentries = [line_subentry("700"), line_subentry("7999")]
        shown = data(None if mqtt else broker.port)
        entry = MockConfigEntry(
            domain=DOMAIN, title="city", data=shown, subentries_data=subentries
        )
        await async_set_up(hass, entry)
        issue_id = f"line_unknown_{entry.entry_id}"
        registry = ir.async_get(hass)
        await async_wait_for(hass, lambda: registry.async_get_issue(DOMAIN, issue_id))
        fix = Fix(await hass_client())
        await fix.async_begin(issue_of(hass, entry, "line_unknown"))
        result = await fix.async_choose("retry")
        assert result["errors"] == {"base": "still_refused"}
        assert issue_of(hass, entry, "line_unknown").active
        await async_settle(hass)
        assert issues(hass) == {"line_unknown"}
        await async_take_down(hass, entry)
        if mqtt:
            await async_take_down(hass, mqtt)


# Forms


async def async_open_form(hass: HomeAssistant) -> ConfigFlowResult:
    """Choose it in the menu."""
    menu = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    return await hass.config_entries.flow.async_configure(
        menu["flow_id"], {"next_step_id": "gateway"}
    )


async def async_enter(
    hass: HomeAssistant, form: ConfigFlowResult, entered: dict[str, Any]
) -> ConfigFlowResult:
    """Submit a form."""
    return await hass.config_entries.flow.async_configure(form["flow_id"], entered)


def entered(port: int | None, **changes: Any) -> dict[str, Any]:
    """Return what somebody enters."""
    given = {k: v for k, v in data(port).items() if k != "protocol"}
    return {"tls": False, "verify_certificate": True} | given | changes


@pytest.mark.parametrize("way", ["own", "shared"])
async def test_it_is_set_up_with_the_lines_that_the_gateway_serves(
    hass: HomeAssistant, site: Site, way: str
) -> None:
    mqtt = None
    if way == "shared":
        mqtt = await async_add_mqtt(hass, site.broker.port)
    port = None if mqtt else site.broker.port
    form = await async_enter(hass, await async_open_form(hass), entered(port))
    assert form["step_id"] == "lines"
    schema = form["data_schema"]
    assert schema
    [lines] = schema.schema
    assert lines.description == {"suggested_value": "700-709"}
    form = await async_enter(hass, form, {"lines": "700, 701"})
    assert form["step_id"] == "names"
    result = await async_enter(hass, form, {"names": "700 = Kitchen"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "city"
    made = result["result"]
    assert dict(made.data) == data(port)
    await async_wait_state(hass, "sensor.kitchen_state", "idle")
    again = await async_enter(hass, await async_open_form(hass), entered(port))
    assert again["reason"] == "already_configured"
    assert await hass.config_entries.async_unload(made.entry_id)
    if mqtt:
        await async_take_down(hass, mqtt)


@pytest.mark.usefixtures("told_at_once")
@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"system": "town"}, {"system": "no_gateway"}),
        ({"prefix": "other"}, {"system": "no_gateway"}),
        ({"system": "a/b"}, {"system": "invalid_topic"}),
        ({"prefix": "#"}, {"prefix": "invalid_topic"}),
        ({"host": ""}, {"host": "no_broker"}),
        ({"port": 0}, {"host": "broker_unreachable"}),
        pytest.param(
            {"tls": True},
            {"port": "tls_failed"},
            # paho leaves a socket to the garbage collector where TLS fails.
            marks=pytest.mark.filterwarnings(
                "ignore::pytest.PytestUnraisableExceptionWarning"
            ),
        ),
        (
            {"tls": True, "ca_certificate": "nothing"},
            {"ca_certificate": "invalid_certificate"},
        ),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(
    hass: HomeAssistant, site: Site, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    if changes.get("port") == 0:
        changes = {"port": free_port()}
    form = await async_enter(
        hass, await async_open_form(hass), entered(site.broker.port) | changes
    )
    assert form["step_id"] == "gateway"
    assert form["errors"] == errors
    form = await async_enter(hass, form, entered(site.broker.port))
    assert form["step_id"] == "lines"


@pytest.mark.usefixtures("told_at_once")
async def test_a_gateway_without_its_phone_system_is_said(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    async with (
        open_broker("mosquitto", tmp_path) as broker,
        open_gateway(tmp_path, settings(broker.port, free_port())) as gateway,
    ):
        await gateway.until_logged("can't be connected")
        form = await async_enter(
            hass, await async_open_form(hass), entered(broker.port)
        )
        assert form["errors"] == {"base": "gateway_not_connected"}


async def test_lines_that_no_gateway_serves_are_named(
    hass: HomeAssistant, site: Site
) -> None:
    form = await async_enter(
        hass, await async_open_form(hass), entered(site.broker.port)
    )
    form = await async_enter(hass, form, {"lines": "700, 799"})
    assert form["step_id"] == "names"
    placeholders = form["description_placeholders"]
    assert placeholders
    assert (placeholders["found"], placeholders["refused"]) == ("1", "799")


@pytest.mark.usefixtures("told_at_once")
async def test_a_gateway_that_goes_while_lines_are_entered_leads_back_to_its_name(
    hass: HomeAssistant, site: Site
) -> None:
    form = await async_enter(
        hass, await async_open_form(hass), entered(site.broker.port)
    )
    await site.gateway.kill()
    form = await async_enter(hass, form, {"lines": "700"})
    assert (form["step_id"], form["errors"]) == ("gateway", {"system": "no_gateway"})
    await site.gateway.start()
    await until_served(site.broker, "700")
    form = await async_enter(hass, form, entered(site.broker.port))
    assert form["step_id"] == "lines"


async def test_it_moves_to_another_broker_if_that_works(
    hass: HomeAssistant, site: Site, tmp_path: Path
) -> None:
    entry = gateway_entry(site.broker.port)
    await async_set_up(hass, entry)
    form = await entry.start_reconfigure_flow(hass)
    form = await async_enter(hass, form, entered(None))
    assert form["errors"] == {"host": "no_broker"}
    mqtt = await async_add_mqtt(hass, site.broker.port)
    result = await async_enter(hass, form, entered(None, host=""))
    assert result["type"] is FlowResultType.ABORT, result
    assert result["reason"] == "reconfigure_successful"
    assert dict(entry.data) == data(None)
    await hass.async_block_till_done()
    await async_wait_state(hass, "sensor.line_700_state", "idle")
    await async_take_down(hass, entry)
    await async_take_down(hass, mqtt)


async def test_a_password_that_is_refused_is_asked_for_again(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    """A broker says that it's wrong as soon as somebody connects."""
    closed = f"allow_anonymous false\npassword_file {tmp_path}/passwords"
    await asyncio.to_thread((tmp_path / "passwords").write_text, "")
    async with open_broker("mosquitto", tmp_path, closed) as broker:
        entry = gateway_entry(broker.port)
        entry.add_to_hass(hass)
        await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        assert entry.state is ConfigEntryState.SETUP_ERROR
        [flow] = hass.config_entries.flow.async_progress()
        assert flow["context"]["source"] == SOURCE_REAUTH
        form = await hass.config_entries.flow.async_configure(
            flow["flow_id"], {"username": "desk", "password": "wrong"}
        )
        assert form["errors"] == {"password": "broker_refuses_login"}


@pytest.mark.usefixtures("told_at_once")
async def test_without_a_gateway_the_set_up_is_tried_again(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    async with open_broker("mosquitto", tmp_path) as broker:
        entry = gateway_entry(broker.port)
        entry.add_to_hass(hass)
        await hass.config_entries.async_setup(entry.entry_id)
        assert entry.state is ConfigEntryState.SETUP_RETRY
        assert entry.error_reason_translation_key == "no_gateway"
        await hass.config_entries.async_unload(entry.entry_id)


async def test_without_the_mqtt_integration_the_set_up_is_tried_again(
    hass: HomeAssistant,
) -> None:
    entry = gateway_entry(None)
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "no_broker"
    await hass.config_entries.async_unload(entry.entry_id)


async def test_the_options_offer_what_a_gateway_can(
    hass: HomeAssistant, site: Site
) -> None:
    entry = gateway_entry(site.broker.port)
    await async_set_up(hass, entry)
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    assert menu["menu_options"] == ["dialing", "calls", "blocked_callers"]
    await async_take_down(hass, entry)
