"""Groups of lines come, change and go while everybody else's calls go on."""

from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telephony.call_log.log import unread_missed
from custom_components.telephony.const import DOMAIN
from custom_components.telephony.cti.model import CallFacts, CallState, Direction, Party
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..home import (
    OUTSIDE,
    Office,
    StateWrites,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
ACTIVE = "sensor.desk_active_calls"


def desk(*lines: str) -> ConfigSubentry:
    """Return a group to add."""
    return ConfigSubentry(
        data=MappingProxyType({"lines": list(lines)}),
        subentry_type="group",
        title="Desk",
        unique_id=None,
    )


def monitored(office: Office) -> list[str]:
    """Return the lines that the switch has monitors for."""
    return sorted(monitor.line for monitor in office.csta.monitors)


async def change(
    hass: HomeAssistant, entry: MockConfigEntry, group: ConfigSubentry, *lines: str
) -> None:
    """Give a group other lines."""
    hass.config_entries.async_update_subentry(entry, group, data={"lines": list(lines)})
    await hass.async_block_till_done()


@pytest.fixture
async def talking(hass: HomeAssistant, csta: MockConfigEntry, office: Office) -> str:
    """Let line 700 be in a call; return its id."""
    await async_wait_state(hass, "switch.line_700_do_not_disturb", "off")
    await async_wait_state(hass, "switch.line_701_do_not_disturb", "off")
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    (call,) = csta.runtime_data.system.lines["700"].calls
    call_id: str = call.call_id
    return call_id


async def test_a_group_that_is_added_disturbs_no_other_line(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, talking: str
) -> None:
    """Neither its entities nor its call, its monitor or the connection."""
    office.csta.requests.clear()
    writes = StateWrites(hass)
    hass.config_entries.async_add_subentry(csta, desk("702", "703"))
    await async_wait_state(hass, ACTIVE, "0")
    await async_until(lambda: monitored(office) == ["700", "701", "702", "703"])
    assert not [each for each in writes.entity_ids if "line_70" in each]
    assert [call.call_id for call in csta.runtime_data.states["700"].calls] == [talking]
    started = [name for name, _ in office.csta.requests if name == "MonitorStart"]
    assert len(started) == 2
    assert len(office.csta.connections) == 1


async def test_a_group_that_changes_keeps_the_calls_of_the_lines_that_stay(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, talking: str
) -> None:
    group = desk("702", "703")
    hass.config_entries.async_add_subentry(csta, group)
    await async_wait_state(hass, ACTIVE, "0")
    await async_until(lambda: "702" in monitored(office))
    await csta.runtime_data.system.wait_synchronized()
    office.ring("702")
    await async_wait_state(hass, ACTIVE, "1")
    (call,) = csta.runtime_data.states["702"].calls
    writes = StateWrites(hass)
    await change(hass, csta, group, "702", "704")
    await async_until(lambda: monitored(office) == ["700", "701", "702", "704"])
    assert not [
        each for each in writes.entity_ids if "line_70" in each or "desk" in each
    ]
    assert csta.runtime_data.states["702"].calls == (call,)
    assert "703" not in csta.runtime_data.settings.numbers
    office.hang_up("702")
    await async_wait_state(hass, ACTIVE, "0")


async def test_a_line_that_leaves_a_group_in_a_call_no_longer_counts(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    group = desk("700", "702")
    hass.config_entries.async_add_subentry(csta, group)
    await async_wait_state(hass, ACTIVE, "0")
    office.ring("700")
    await async_wait_state(hass, ACTIVE, "1")
    await change(hass, csta, group, "702")
    await async_wait_state(hass, ACTIVE, "0")
    await async_wait_state(hass, STATE, "ringing")


async def test_a_group_that_goes_leaves_the_lines_that_others_watch(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office, talking: str
) -> None:
    """A line with entities of its own goes on; one of the group alone is watched no more."""
    group = desk("700", "702")
    hass.config_entries.async_add_subentry(csta, group)
    await async_wait_state(hass, ACTIVE, "1")
    writes = StateWrites(hass)
    hass.config_entries.async_remove_subentry(csta, group.subentry_id)
    await async_until(lambda: monitored(office) == ["700", "701"])
    await hass.async_block_till_done()
    assert hass.states.get(ACTIVE) is None
    assert not [each for each in writes.entity_ids if "line_70" in each]
    assert [call.call_id for call in csta.runtime_data.states["700"].calls] == [talking]


async def test_what_a_line_of_a_group_does_is_done_and_logged_by_its_name(
    hass: HomeAssistant, office: Office
) -> None:
    """Without entities of its own it is answered, and its calls are found, by `line`."""
    entry = csta_entry(office.csta_server.port, [], {"Desk": ["702", "703"]})
    await async_set_up(hass, entry)
    await async_wait_state(hass, ACTIVE, "0")
    (device,) = [
        each
        for each in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
        if each.name == "Desk"
    ]

    async def call(action: str, **data: Any) -> Any:
        return await hass.services.async_call(
            DOMAIN,
            action,
            {"line": "702", **data},
            target={"device_id": device.id},
            blocking=True,
            return_response=action.startswith("get_"),
        )

    office.ring("702")
    await async_wait_state(hass, "sensor.desk_ringing_calls", "1")
    await call("answer")
    await async_wait_state(hass, "sensor.desk_ringing_calls", "0")
    answer = await call("get_calls")
    assert [(each["line"], each["state"]) for each in answer["calls"]] == [
        ("702", "connected")
    ]
    await call("hangup")
    await async_wait_state(hass, ACTIVE, "0")
    answer = await call("get_call_log")
    assert [(each["line"], each["outcome"]) for each in answer["calls"]] == [
        ("702", "answered")
    ]
    await async_take_down(hass, entry)


def call_lines(
    entry: MockConfigEntry, numbers: Iterable[str], switch_call_id: str
) -> Callable[[], None]:
    """Let one caller ring on several lines at once; return what ends it everywhere."""
    coordinator = entry.runtime_data
    party = Party(OUTSIDE)
    calls = {}
    for number in numbers:
        line = coordinator.system.lines[number]
        calls[number] = line.begin(
            Direction.INCOMING,
            CallState.RINGING,
            party,
            facts=CallFacts(switch_call_id=switch_call_id),
        )
        coordinator.line_changed(line, line.drain_events())

    def end() -> None:
        for number, call_id in calls.items():
            line = coordinator.system.lines[number]
            line.end(call_id)
            coordinator.line_changed(line, line.drain_events())

    return end


async def test_one_caller_on_five_lines_of_a_group_counts_once(
    hass: HomeAssistant, office: Office
) -> None:
    """One rings and one is missed: for the group and the connection; each line has its own."""
    lines = ["700", "701", "702", "703", "704"]
    entry = csta_entry(office.csta_server.port, lines[:2], {"Desk": lines})
    await async_set_up(hass, entry)
    await async_wait_state(hass, ACTIVE, "0")
    await entry.runtime_data.system.wait_synchronized()
    end = call_lines(entry, lines, "77")
    await async_wait_state(hass, "sensor.desk_ringing_calls", "1")
    assert entry.runtime_data.states.active_calls == 1
    another = call_lines(entry, ["700"], "78")
    await async_wait_state(hass, "sensor.desk_ringing_calls", "2")
    end()
    await async_wait_state(hass, "sensor.desk_ringing_calls", "1")
    await async_wait_state(hass, "sensor.desk_missed_calls", "1")
    another()
    await async_wait_state(hass, "sensor.desk_missed_calls", "2")
    assert hass.states.is_state("sensor.line_700_missed_calls", "2")
    assert hass.states.is_state("sensor.line_701_missed_calls", "1")
    missed = unread_missed((entry.runtime_data.call_log, line) for line in lines)
    assert len(missed) == 2
    await async_take_down(hass, entry)
