"""What the phone system is asked before people are told: who got a call, and who was called."""

from typing import Any

import pytest

from homeassistant.core import HomeAssistant
from simulator.calls import Cause, EventKind, Group, GroupMode
from simulator.csta import CstaOptions
from simulator.habits import Habits
from simulator.options import ExchangeOptions

from .home import (
    OUTSIDE,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    csta_entry,
    open_office,
)
from .test_event import Events

GROUPS = {"790": Group(("700", "702"), GroupMode.RING_ALL)}
QUIET = Habits(EventKind.CONNECTION_CLEARED, race_cause=Cause.CALL_CANCELLED)


async def _last_call(hass: HomeAssistant) -> dict[str, Any]:
    """Return the newest entry of the log of line 700."""
    answer = await hass.services.async_call(
        "telephony",
        "get_call_log",
        {"entity_id": "sensor.line_700_state"},
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    calls: Any = answer["calls"]
    entry: dict[str, Any] = calls[0]
    return entry


@pytest.mark.parametrize("lost", [True, False])
async def test_a_group_says_whether_the_caller_gave_up_or_a_colleague_came(
    hass: HomeAssistant, lost: bool
) -> None:
    options = ExchangeOptions(habits=QUIET)
    async with open_office(groups=GROUPS, options=options) as office:
        entry = csta_entry(office.csta_server.port, ["700"])
        await async_set_up(hass, entry)
        events = Events(hass)
        office.exchange.dial(OUTSIDE, "790")
        await events.async_wait("incoming")
        if lost:
            office.answer("702")
        else:
            office.hang_up(OUTSIDE)
        ended = await events.async_wait("ended")
        missed = [] if lost else ["missed"]
        assert events.types == ["incoming", *missed, "ended"]
        outcome = "answered_elsewhere" if lost else "missed"
        assert ended["outcome"] == outcome
        await async_wait_state(
            hass, "sensor.line_700_missed_calls", "0" if lost else "1"
        )
        assert (await _last_call(hass))["outcome"] == outcome
        await async_take_down(hass, entry)


async def test_a_call_that_is_dialed_by_hand_has_its_number(
    hass: HomeAssistant,
) -> None:
    csta = CstaOptions(snapshots_name_called=True)
    async with open_office(csta=csta, groups=GROUPS) as office:
        entry = csta_entry(office.csta_server.port, ["703"])
        await async_set_up(hass, entry)
        events = Events(hass, "event.line_703_call")
        office.exchange.lift("703")
        await async_wait_state(hass, "sensor.line_703_state", "dialing")
        assert events.types == []
        office.exchange.dial("703", "704")
        outgoing = await events.async_wait("outgoing")
        assert (outgoing["number"], outgoing["called_number"]) == ("704", "704")
        await async_take_down(hass, entry)


async def test_what_happens_outside_may_stay_unknown(hass: HomeAssistant) -> None:
    options = ExchangeOptions(silent_network=True)
    async with open_office(options=options) as office:
        entry = csta_entry(office.csta_server.port, ["700"])
        await async_set_up(hass, entry)
        events = Events(hass)
        office.exchange.dial("700", OUTSIDE)
        outgoing = await events.async_wait("outgoing")
        assert outgoing["number"] == OUTSIDE
        await async_wait_for(hass, lambda: office.exchange.calls_of(OUTSIDE))
        office.hang_up("700")
        ended = await events.async_wait("ended")
        assert ended["outcome"] == "unknown"
        assert (await _last_call(hass))["outcome"] == "unknown"
        await async_take_down(hass, entry)
