"""What shows under repairs, how it is mended there, and that it goes when it is over."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.telephony.connection.issues import GRACE_SECONDS, SETTLE_SECONDS
from custom_components.telephony.const import DOMAIN
from homeassistant.components.repairs import DOMAIN as REPAIRS
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    ConfigEntryDisabler,
    ConfigEntryState,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from simulator.certificate import self_signed_context
from simulator.csta import CstaOptions
from simulator.server import serve

from .home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
    open_office,
    telestra_entry,
)

STATE = "sensor.line_700_state"


@pytest.fixture(autouse=True)
async def repairs(hass: HomeAssistant) -> None:
    """Have the repairs in the settings."""
    assert await async_setup_component(hass, REPAIRS, {})


@pytest.fixture
async def strict_office() -> AsyncIterator[Office]:
    """Open an exchange that does not let two of its lines be watched."""
    options = CstaOptions(forbidden_lines=frozenset({"701", "702"}))
    async with open_office(csta=options) as opened:
        yield opened


def issue_of(hass: HomeAssistant, entry: MockConfigEntry, key: str) -> ir.IssueEntry:
    """Return an issue that there is."""
    issue = ir.async_get(hass).async_get_issue(DOMAIN, f"{key}_{entry.entry_id}")
    assert issue, [each for _, each in ir.async_get(hass).issues]
    return issue


def issues(hass: HomeAssistant) -> set[str]:
    """Return the causes of all issues."""
    return {
        issue.translation_key or ""
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and issue.active
    }


def named_lines(issue: ir.IssueEntry) -> str:
    """Return the lines that an issue names."""
    assert issue.translation_placeholders
    return issue.translation_placeholders["lines"]


async def async_settle(hass: HomeAssistant) -> None:
    """Let refused lines be gathered."""
    settled = dt_util.utcnow() + timedelta(seconds=SETTLE_SECONDS)
    async_fire_time_changed(hass, settled)
    await hass.async_block_till_done()


class Fix:
    """A fix flow, as the browser goes through it."""

    def __init__(self, client: Any) -> None:
        """Use a client of the HTTP API."""
        self._client = client
        self._flow_id = ""

    async def async_begin(self, issue: ir.IssueEntry) -> dict[str, Any]:
        """Open the flow."""
        result = await self._async_post(
            "/api/repairs/issues/fix",
            {"handler": issue.domain, "issue_id": issue.issue_id},
        )
        self._flow_id = result["flow_id"]
        return result

    async def async_choose(self, step: str) -> dict[str, Any]:
        """Choose from its menu."""
        return await self.async_submit({"next_step_id": step})

    async def async_submit(self, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """Submit a form."""
        return await self._async_post(
            f"/api/repairs/issues/fix/{self._flow_id}", data or {}
        )

    async def _async_post(self, url: str, data: dict[str, Any]) -> dict[str, Any]:
        response = await self._client.post(url, json=data)
        assert response.status == 200, await response.text()
        result: dict[str, Any] = await response.json()
        return result


@pytest.fixture
async def fix(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Fix:
    """Return a fix flow to go through."""
    return Fix(await hass_client())


# Lines


async def test_lines_that_may_not_be_watched_are_one_issue_and_go_when_they_may(
    hass: HomeAssistant, strict_office: Office, fix: Fix
) -> None:
    entry = csta_entry(strict_office.csta_server.port, ["700", "701", "702"])
    await async_set_up(hass, entry)
    await async_settle(hass)

    issue = issue_of(hass, entry, "line_not_permitted")
    assert named_lines(issue) == "701, 702"
    assert issues(hass) == {"line_not_permitted"}
    for line, state in (("700", "idle"), ("701", "unavailable")):
        await async_wait_state(hass, f"sensor.line_{line}_state", state)

    menu = await fix.async_begin(issue)
    assert menu["menu_options"] == ["retry", "remove"]
    assert menu["description_placeholders"]["lines"] == "701, 702"
    form = await fix.async_choose("retry")
    assert form["errors"] == {"base": "still_refused"}

    strict_office.csta.options.forbidden_lines = frozenset({"702"})
    form = await fix.async_submit()
    assert form["errors"] == {"base": "still_refused"}
    await async_settle(hass)
    assert named_lines(issue_of(hass, entry, "line_not_permitted")) == "702"
    await async_wait_state(hass, "sensor.line_701_state", "idle")

    strict_office.csta.options.forbidden_lines = frozenset()
    done = await fix.async_submit()
    assert done["type"] == "create_entry"
    await async_settle(hass)
    assert issues(hass) == set()
    await async_wait_state(hass, "sensor.line_702_state", "idle")
    await async_take_down(hass, entry)


async def test_refused_lines_can_be_removed_from_the_repairs(
    hass: HomeAssistant, strict_office: Office, fix: Fix
) -> None:
    """Also out of a group, whose other lines stay."""
    entry = csta_entry(
        strict_office.csta_server.port, ["700", "701"], {"Sales": ["702", "703"]}
    )
    await async_set_up(hass, entry)
    await async_settle(hass)

    await fix.async_begin(issue_of(hass, entry, "line_not_permitted"))
    form = await fix.async_choose("remove")
    assert form["description_placeholders"]["lines"] == "701, 702"
    done = await fix.async_submit()
    assert done["type"] == "create_entry"
    await hass.async_block_till_done()
    await async_settle(hass)

    assert issues(hass) == set()
    assert [dict(each.data) for each in entry.subentries.values()] == [
        {"number": "700"},
        {"lines": ["703"]},
    ]
    assert hass.states.get("sensor.line_701_state") is None
    assert hass.states.get(STATE)
    await async_take_down(hass, entry)


async def test_lines_that_the_switch_does_not_know_are_an_issue_of_their_own(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, ["700", "7999"])
    await async_set_up(hass, entry)
    await async_settle(hass)

    assert named_lines(issue_of(hass, entry, "line_unknown")) == "7999"
    await async_take_down(hass, entry)


async def test_an_account_that_telestra_does_not_know_is_an_issue(
    hass: HomeAssistant, office: Office
) -> None:
    entry = telestra_entry(office.telestra_server.port, {"705": {}, "nobody": {}})
    await async_set_up(hass, entry)
    await async_settle(hass)

    [key] = issues(hass)
    assert named_lines(issue_of(hass, entry, key)) == "nobody"
    await async_take_down(hass, entry)


async def test_the_limit_of_monitors_is_an_issue_that_names_the_lines_left_out(
    hass: HomeAssistant,
) -> None:
    async with open_office(csta=CstaOptions(maximum_monitors=2)) as office:
        entry = csta_entry(office.csta_server.port, ["700", "701", "702", "703"])
        await async_set_up(hass, entry)
        await async_settle(hass)

        issue = issue_of(hass, entry, "monitor_limit")
        assert named_lines(issue) == "702, 703"
        assert issue.translation_placeholders
        assert issue.translation_placeholders["count"] == "2"
        assert issue.translation_placeholders["code"] == "overallMonitorLimitExceeded"
        await async_take_down(hass, entry)


async def test_of_very_many_refused_lines_only_some_are_named(
    hass: HomeAssistant, office: Office
) -> None:
    lines = [str(number) for number in range(7100, 7200, 2)]
    entry = csta_entry(office.csta_server.port, [], {"Nobody": lines})
    await async_set_up(hass, entry)
    await async_settle(hass)

    named = named_lines(issue_of(hass, entry, "line_unknown"))
    assert named.startswith("7100, 7102, ")
    assert named.endswith("7138 (+30)")
    await async_take_down(hass, entry)


async def test_a_line_that_is_removed_takes_its_issue_along(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, ["700", "7999"])
    await async_set_up(hass, entry)
    await async_settle(hass)
    assert issues(hass) == {"line_unknown"}

    unknown = next(s for s in entry.subentries.values() if s.title == "7999")
    hass.config_entries.async_remove_subentry(entry, unknown.subentry_id)
    await hass.async_block_till_done()
    await async_settle(hass)

    assert issues(hass) == set()
    await async_take_down(hass, entry)


async def test_a_connection_that_is_unloaded_leaves_no_issue(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, ["7999"])
    await async_set_up(hass, entry)
    await async_settle(hass)
    assert issues(hass) == {"line_unknown"}

    await async_take_down(hass, entry)

    assert issues(hass) == set()


# Connections


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a connection that is down be an issue at once."""
    monkeypatch.setattr(
        "custom_components.telephony.connection.issues.GRACE_SECONDS", 0.0
    )


@pytest.mark.usefixtures("impatient")
async def test_csta_that_is_switched_off_is_an_issue_until_it_answers(
    hass: HomeAssistant, office: Office, fix: Fix
) -> None:
    await office.csta_server.stop()
    entry = csta_entry(office.csta_server.port)
    entry.add_to_hass(hass)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    issue = issue_of(hass, entry, "csta_unreachable")
    menu = await fix.async_begin(issue)
    assert menu["menu_options"] == ["retry", "reconfigure"]
    form = await fix.async_choose("retry")
    assert form["errors"] == {"base": "cannot_connect"}

    await office.csta_server.start()
    done = await fix.async_submit()

    assert done["type"] == "create_entry"
    assert entry.state is ConfigEntryState.LOADED
    assert issues(hass) == set()
    await async_take_down(hass, entry)


async def test_a_set_up_that_fails_is_an_issue_only_once_that_has_lasted(
    hass: HomeAssistant, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where both restart after a power cut, Home Assistant may well be the first."""
    await office.csta_server.stop()
    entry = csta_entry(office.csta_server.port)
    entry.add_to_hass(hass)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert issues(hass) == set()

    later = hass.loop.time() + GRACE_SECONDS
    monkeypatch.setattr(hass.loop, "time", lambda: later)
    assert not await hass.config_entries.async_reload(entry.entry_id)
    assert issues(hass) == {"csta_unreachable"}
    monkeypatch.undo()

    await office.csta_server.start()
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert issues(hass) == set()
    await async_take_down(hass, entry)


@pytest.mark.usefixtures("impatient")
async def test_a_server_that_does_not_answer_is_an_issue(
    hass: HomeAssistant, office: Office
) -> None:
    await office.telestra_server.stop()
    entry = telestra_entry(office.telestra_server.port)
    entry.add_to_hass(hass)
    assert not await hass.config_entries.async_setup(entry.entry_id)

    assert issues(hass) == {"telestra_unreachable"}

    await hass.config_entries.async_remove(entry.entry_id)
    assert issues(hass) == set()


async def test_a_certificate_that_is_not_trusted_leads_to_the_form_that_changes_it(
    hass: HomeAssistant, office: Office, fix: Fix
) -> None:
    # In debug mode asyncio reports the server's side of a handshake that is broken off.
    hass.loop.set_debug(False)
    context, certificate = self_signed_context()
    async with serve(office.csta, context=context) as server:
        entry = csta_entry(server.port)
        entry.add_to_hass(hass)
        hass.config_entries.async_update_entry(entry, data={**entry.data, "tls": True})
        assert not await hass.config_entries.async_setup(entry.entry_id)

        await fix.async_begin(issue_of(hass, entry, "certificate_rejected"))
        done = await fix.async_choose("reconfigure")
        kind, flow_id = done["next_flow"]
        assert kind == "config_flow"
        flow = hass.config_entries.flow.async_get(flow_id)
        assert flow["context"]["entry_id"] == entry.entry_id
        hass.config_entries.flow.async_abort(flow_id)

        hass.config_entries.async_update_entry(
            entry, data={**entry.data, "ca_certificate": certificate}
        )
        assert await hass.config_entries.async_reload(entry.entry_id)
        assert issues(hass) == set()
        await async_take_down(hass, entry)


async def test_refused_credentials_are_asked_for_anew_and_need_no_issue_of_ours(
    hass: HomeAssistant, office: Office
) -> None:
    office.csta.options.accounts = {"demo.local": "changed"}
    entry = csta_entry(office.csta_server.port)
    entry.add_to_hass(hass)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()

    [flow] = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert flow["context"]["source"] == SOURCE_REAUTH
    assert issues(hass) == set()
    shown = ir.async_get(hass).async_get_issue(
        "homeassistant", f"config_entry_reauth_{DOMAIN}_{entry.entry_id}"
    )
    assert shown
    hass.config_entries.flow.async_abort(flow["flow_id"])


@pytest.mark.parametrize(("grace", "expected"), [(300.0, False), (0.0, True)])
async def test_a_lost_connection_is_an_issue_only_when_it_stays_away(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    grace: float,
    *,
    expected: bool,
) -> None:
    """A switch that restarts is no reason to bother anybody."""
    monkeypatch.setattr(
        "custom_components.telephony.connection.issues.GRACE_SECONDS", grace
    )
    await office.csta_server.stop()
    connected = "binary_sensor.demo_local_at_127_0_0_1_connected"
    await async_wait_state(hass, connected, "off")

    def has_failed() -> bool:
        state = hass.states.get(connected)
        return bool(state and state.attributes.get("reason") == "cannot_connect")

    await async_wait_for(hass, has_failed, "a failed try")
    assert issues(hass) == ({"csta_unreachable"} if expected else set())

    await office.csta_server.start()
    await async_wait_state(hass, STATE, "idle")
    assert issues(hass) == set()


@pytest.mark.parametrize("is_disabled", [True, False])
async def test_a_fix_flow_of_a_connection_that_is_gone_or_disabled_says_so(
    hass: HomeAssistant, office: Office, fix: Fix, *, is_disabled: bool
) -> None:
    entry = csta_entry(office.csta_server.port, ["7999"])
    await async_set_up(hass, entry)
    await async_settle(hass)
    await fix.async_begin(issue_of(hass, entry, "line_unknown"))
    if is_disabled:
        await hass.config_entries.async_set_disabled_by(
            entry.entry_id, ConfigEntryDisabler.USER
        )
    else:
        await hass.config_entries.async_remove(entry.entry_id)

    result = await fix.async_choose("retry")

    reason = "connection_disabled" if is_disabled else "connection_gone"
    assert (result["type"], result["reason"]) == ("abort", reason)


async def test_lines_of_a_connection_that_is_down_cannot_be_tried_again(
    hass: HomeAssistant, office: Office, fix: Fix
) -> None:
    entry = csta_entry(office.csta_server.port, ["7999"])
    await async_set_up(hass, entry)
    await async_settle(hass)
    await fix.async_begin(issue_of(hass, entry, "line_unknown"))
    assert await hass.config_entries.async_unload(entry.entry_id)

    result = await fix.async_choose("retry")

    assert (result["type"], result["reason"]) == ("abort", "connection_not_loaded")
