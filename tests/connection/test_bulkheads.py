"""What stands beside the way of a call can fail: states and events stay right all the same."""

from typing import Any, NoReturn, override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.telephony.call_log.entries import LineLog
from custom_components.telephony.call_log.log import CallLog
from custom_components.telephony.card import news, popup_feed
from custom_components.telephony.connection.groups import Group
from custom_components.telephony.connection.issues import ConnectionIssues
from custom_components.telephony.connection.link_history import ConnectionHistory
from custom_components.telephony.diagnostics import async_get_config_entry_diagnostics
from custom_components.telephony.numbers.filter import NumberFilter
from custom_components.telephony.phone_book.lookup import ContactLookup
from homeassistant.core import HomeAssistant

from ..home import OUTSIDE, Office, async_take_down, async_wait_state
from .beside import FAULTS, STATE, async_live_through


class Fault(RuntimeError):
    """What goes wrong beside."""


def fail(*arguments: Any, **more: Any) -> NoReturn:
    raise Fault


class FailingCounter(dict[Any, Any]):
    """A counter that can't count."""

    @override
    def __getitem__(self, key: Any) -> NoReturn:
        """Fail."""
        raise Fault


PARTS: dict[str, tuple[str, Any, str]] = {
    "the log of finished calls": ("call log", CallLog, "async_add"),
    "the counters": ("call log", LineLog, "add"),
    "who called back": ("call log", CallLog, "async_called_back"),
    "the missed calls": ("missed calls", Group, "async_log_changed"),
    "the numbers of groups": ("totals", Group, "async_line_changed"),
    "the phone book": ("phone book", ContactLookup, "find"),
    "the history of calls": ("records", ConnectionHistory, "call_events"),
    "the history of the link": ("history", ConnectionHistory, "link"),
    "the issues of the link": ("issues", ConnectionIssues, "async_link"),
    "the card": ("state", news, "shared_view"),
    "the pop-up": ("state", popup_feed, "shared_view"),
    "a trigger": ("event", NumberFilter, "passes"),
}


@pytest.mark.parametrize("part", PARTS)
async def test_a_fault_beside_leaves_states_and_events_right(
    hass: HomeAssistant,
    office: Office,
    hass_ws_client: WebSocketGenerator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    part: str,
) -> None:
    """Two calls and a lost link: the fault is logged once, counted, and reaches nobody else."""
    name, owner, attribute = PARTS[part]

    def break_it(entry: MockConfigEntry) -> None:
        if attribute == "call_events":
            entry.runtime_data.history.call_events = FailingCounter()
        else:
            monkeypatch.setattr(owner, attribute, fail)

    entry = await async_live_through(hass, office, hass_ws_client, break_it)
    faults = entry.runtime_data.bulkheads.faults
    assert name in faults
    logged = [each.getMessage() for each in caplog.records if each.name == FAULTS]
    assert len(logged) == len(faults) <= 2
    assert all(any(f"({fault})" in each for each in logged) for fault in faults)
    await async_take_down(hass, entry)


async def test_a_log_that_fails_for_a_moment_gets_the_call_later(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as failing:
        failing.setattr(CallLog, "async_add", fail)
        office.ring("700")
        await async_wait_state(hass, STATE, "ringing")
        office.hang_up(OUTSIDE)
        await async_wait_state(hass, STATE, "idle")
    await async_wait_state(hass, "sensor.line_700_missed_calls", "1")


async def test_diagnostics_count_what_failed(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CallLog, "async_add", fail)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, STATE, "idle")
    told = await async_get_config_entry_diagnostics(hass, csta)
    assert told["faults"] == {"call log": 1}
