"""A phone system of no known maker is set up: how it speaks is found out, or entered by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from custom_components.telephony.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from simulator.csta import CstaOptions
from simulator.csta.profiles import Profile, Start

from ..cti.csta.any_maker import IN_BRACKETS, KINDS, LOGIN, OWN_FIELDS, USER, switch
from ..home import (
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_state,
    csta_entry,
    open_office,
)

pytestmark = pytest.mark.usefixtures("unloaded")


@pytest.fixture
async def unloaded(hass: HomeAssistant) -> AsyncIterator[None]:
    """Take down whatever a flow has set up."""
    yield
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()


@asynccontextmanager
async def office_of(profile: Profile, **options: Any) -> AsyncIterator[Office]:
    """Open an office with a phone system of no known maker."""
    csta = CstaOptions(profile=profile, **options)
    async with open_office(csta=csta) as office:
        yield office


async def async_say(
    hass: HomeAssistant, step: ConfigFlowResult, entered: dict[str, Any]
) -> ConfigFlowResult:
    """Answer a form or a menu; where something is found out meanwhile, wait for it."""
    flow = hass.config_entries.flow
    result = await flow.async_configure(step["flow_id"], entered)
    while result["type"] is FlowResultType.SHOW_PROGRESS:
        assert result["progress_action"] == "finding"
        await hass.async_block_till_done(wait_background_tasks=True)
        result = await flow.async_configure(step["flow_id"])
    await hass.async_block_till_done()
    return result


async def async_begin(hass: HomeAssistant, office: Office) -> ConfigFlowResult:
    """Enter where a phone system is whose maker isn't known; return the menu that follows."""
    menu = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    form = await async_say(hass, menu, {"next_step_id": "csta"})
    where = {"host": "127.0.0.1", "port": office.csta_server.port}
    result = await async_say(hass, form, {**where, "profile": "generic"})
    assert result["type"] is FlowResultType.MENU
    assert result["menu_options"] == ["find_out", "by_hand"]
    return result


def defaults(form: ConfigFlowResult) -> dict[str, Any]:
    """Return what a form is filled with."""
    schema = form["data_schema"]
    assert schema is not None
    return {str(field): field.default() for field in schema.schema}


async def async_finish(
    hass: HomeAssistant, form: ConfigFlowResult, lines: str = "700, 701"
) -> dict[str, Any]:
    """Take what was found, name the lines, and return what the entry keeps."""
    result = await async_say(hass, form, defaults(form))
    assert result["step_id"] == "lines"
    assert not result["errors"]
    result = await async_say(hass, result, {"lines": lines})
    assert result["step_id"] == "names"
    result = await async_say(hass, result, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].state is ConfigEntryState.LOADED
    for line in lines.split(", "):
        await async_wait_state(hass, f"sensor.line_{line}_state", "idle")
    return dict(result["result"].data)


@pytest.mark.parametrize("kind", KINDS)
async def test_how_a_phone_system_speaks_is_found_out_and_filled_in(
    hass: HomeAssistant, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_seconds = "custom_components.telephony.cti.csta.discovery.ANSWER_SECONDS"
    monkeypatch.setattr(answer_seconds, 1.0)
    profile, options, dialect = KINDS[kind]
    async with office_of(profile, **options) as office:
        menu = await async_begin(hass, office)
        form = await async_say(hass, menu, {"next_step_id": "find_out"})
        assert form["step_id"] == "find_out"
        found = await async_say(hass, form, {"line": "700", **LOGIN})
        assert found["step_id"] == "found"
        assert not found["errors"]
        assert defaults(found) == dialect.as_words()
        told = found["description_placeholders"]
        assert told is not None
        form_and_edition = f"({dialect.device_form}, {dialect.edition})"
        assert f"- `MonitorStart {form_and_edition}`: yes" in told["report"]
        assert LOGIN["password"] not in told["report"].replace("password", "")
        kept = await async_finish(hass, found)
        assert dialect.as_words().items() <= kept.items()
        office.ring("700")
        await async_wait_state(hass, "sensor.line_700_state", "ringing")
        for entry in hass.config_entries.async_entries(DOMAIN):
            await hass.config_entries.async_unload(entry.entry_id)


async def test_what_is_known_is_entered_by_hand(hass: HomeAssistant) -> None:
    profile = switch(Start.SESSION, "ed5", OWN_FIELDS, **IN_BRACKETS)
    async with office_of(profile) as office:
        menu = await async_begin(hass, office)
        form = await async_say(hass, menu, {"next_step_id": "by_hand"})
        assert form["step_id"] == "by_hand"
        known = {
            "start": "session",
            "edition": "ed5",
            "login_fields": "loginName/pin",
            "device_form": "N<NUMBER>",
        }
        for wrong in ({"login_fields": "loginName"}, {"device_form": "N<725>"}):
            again = await async_say(hass, form, known | wrong)
            (field,) = wrong
            assert again["errors"] == {field: f"invalid_{field}"}
        result = await async_say(hass, form, known)
        assert result["step_id"] == "not_encrypted"
        result = await async_say(hass, result, {})
        result = await async_say(hass, result, LOGIN)
        result = await async_say(hass, result, {"lines": "700"})
        result = await async_say(hass, result, {})
        assert result["type"] is FlowResultType.CREATE_ENTRY
        assert known.items() <= result["result"].data.items()
        await async_wait_state(hass, "sensor.line_700_state", "idle")
        await hass.config_entries.async_unload(result["result"].entry_id)


@pytest.mark.parametrize(
    ("options", "entered", "errors"),
    [
        ({}, {}, {"username": "credentials_needed"}),
        ({}, LOGIN | {"password": "wrong"}, {"password": "invalid_auth"}),
        ({"maximum_sessions": 0}, LOGIN, {"base": "session_refused"}),
        ({}, LOGIN | {"line": "700, 701"}, {"line": "one_line"}),
        ({}, LOGIN | {"line": " "}, {"line": "one_line"}),
    ],
)
async def test_what_keeps_it_from_being_found_out_is_said_beside_the_field(
    hass: HomeAssistant,
    options: dict[str, Any],
    entered: dict[str, str],
    errors: dict[str, str],
) -> None:
    async with office_of(switch(Start.SESSION, "ed4", USER), **options) as office:
        menu = await async_begin(hass, office)
        form = await async_say(hass, menu, {"next_step_id": "find_out"})
        result = await async_say(hass, form, {"line": "700"} | entered)
        assert result["step_id"] == "find_out"
        assert result["errors"] == errors
        office.csta.options.maximum_sessions = 16
        found = await async_say(hass, form, {"line": "700", **LOGIN})
        await async_finish(hass, found)
        for entry in hass.config_entries.async_entries(DOMAIN):
            await hass.config_entries.async_unload(entry.entry_id)


async def test_a_line_that_may_not_be_watched_is_named_with_all_answers(
    hass: HomeAssistant,
) -> None:
    forbidden = frozenset({"709"})
    async with office_of(switch(edition="ed4"), forbidden_lines=forbidden) as office:
        menu = await async_begin(hass, office)
        form = await async_say(hass, menu, {"next_step_id": "find_out"})
        found = await async_say(hass, form, {"line": "709"})
        assert found["step_id"] == "found"
        assert found["errors"] == {"base": "line_not_watched"}
        told = found["description_placeholders"]
        assert told is not None
        assert told["line"] == "709"
        assert "refused (`privilegeViolationSpecifiedDevice`)" in told["report"]
        assert defaults(found)["edition"] == "ed4"
        await async_finish(hass, found)
        for entry in hass.config_entries.async_entries(DOMAIN):
            await hass.config_entries.async_unload(entry.entry_id)


async def test_whoever_goes_away_leaves_nothing_behind(hass: HomeAssistant) -> None:
    async with office_of(switch(), answer_delay=30.0) as office:
        menu = await async_begin(hass, office)
        form = await async_say(hass, menu, {"next_step_id": "find_out"})
        flow = hass.config_entries.flow
        result = await flow.async_configure(form["flow_id"], {"line": "700"})
        assert result["type"] is FlowResultType.SHOW_PROGRESS
        flow.async_abort(form["flow_id"])
        await hass.async_block_till_done(wait_background_tasks=True)
        await async_until(lambda: not office.csta.connections)


async def test_a_connection_learns_to_speak_otherwise(hass: HomeAssistant) -> None:
    async with office_of(switch(edition="ed5", **IN_BRACKETS)) as office:
        entry = csta_entry(office.csta_server.port, ["700"], profile="generic")
        await async_set_up(hass, entry)
        hass.config_entries.async_update_entry(
            entry, data={**entry.data, "edition": "ed5", "device_form": "N<NUMBER>"}
        )
        await hass.async_block_till_done()
        await async_wait_state(hass, "sensor.line_700_state", "idle")
        form = await entry.start_reconfigure_flow(hass)
        known = {
            "host": "127.0.0.1",
            "port": office.csta_server.port,
            "tls": False,
            "profile": "generic",
            "edition": "ed5",
        }
        wrong = await async_say(hass, form, known | {"device_form": "725"})
        assert wrong["errors"] == {"device_form": "invalid_device_form"}
        refused = await async_say(hass, wrong, known | {"edition": "ed6"})
        assert refused["errors"]
        ask = await async_say(hass, refused, known | {"find_out": True})
        assert ask["step_id"] == "find_out"
        found = await async_say(hass, ask, {"line": "700"})
        assert defaults(found)["edition"] == "ed5"
        done = await async_say(hass, found, defaults(found))
        assert done["reason"] == "reconfigure_successful"
        assert entry.data["device_form"] == "N<NUMBER>"
        assert "find_out" not in entry.data
        await async_wait_state(hass, "sensor.line_700_state", "idle")
        await async_take_down(hass, entry)
