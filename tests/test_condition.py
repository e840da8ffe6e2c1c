"""The conditions, each run by Home Assistant's own automation engine."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    condition as conditions,
    device_registry as dr,
    entity_registry as er,
)

from .automation import Runs, async_automate, device_id
from .home import (
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_for,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
OTHER = "sensor.line_701_state"


def condition(name: str, target: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Return a condition as the editor writes it."""
    return {"condition": f"telephony.{name}", "target": target, "options": options}


async def async_question(hass: HomeAssistant, *asked: dict[str, Any]) -> Runs:
    """Set up an automation that runs on the event `ask` where the conditions hold."""
    event = {"trigger": "event", "event_type": "ask"}
    return await async_automate(hass, event, conditions=asked)


async def async_holds(hass: HomeAssistant, runs: Runs) -> bool:
    """Ask whether the conditions hold now."""
    before = len(runs.variables)
    hass.bus.async_fire("ask")
    await hass.async_block_till_done()
    return len(runs.variables) > before


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("is_idle", [True, False, False, False, True]),
        ("is_ringing", [False, True, False, False, False]),
        ("is_in_call", [False, False, True, True, False]),
    ],
)
async def test_a_condition_holds_while_the_line_is_so(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    name: str,
    expected: list[bool],
) -> None:
    runs = await async_question(hass, condition(name, {"entity_id": STATE}))
    found = [await async_holds(hass, runs)]

    call = office.ring("700").call
    await async_wait_state(hass, STATE, "ringing")
    found.append(await async_holds(hass, runs))
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    found.append(await async_holds(hass, runs))
    office.exchange.hold("700", call.id)
    await async_wait_state(hass, STATE, "held")
    found.append(await async_holds(hass, runs))
    office.hang_up("700")
    await async_wait_state(hass, STATE, "idle")
    found.append(await async_holds(hass, runs))

    assert found == expected


async def test_a_line_is_in_a_call_also_while_another_call_rings(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """The state sensor shows one of them only."""
    runs = await async_question(
        hass,
        condition("is_in_call", {"entity_id": STATE}),
        condition("is_ringing", {"entity_id": STATE}),
    )
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.answer("700")
    await async_wait_state(hass, STATE, "connected")
    assert not await async_holds(hass, runs)

    office.ring("700", "+4930999999")
    await async_wait_state(hass, STATE, "ringing")

    assert await async_holds(hass, runs)


@pytest.mark.parametrize(
    ("behavior", "expected"),
    [("any", [True, True, False]), ("all", [True, False, False])],
)
async def test_of_several_lines_any_or_all_may_be_meant(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    behavior: str,
    expected: list[bool],
) -> None:
    target = {"device_id": [device_id(hass, csta.entry_id, n) for n in ("700", "701")]}
    runs = await async_question(hass, condition("is_idle", target, behavior=behavior))
    found = [await async_holds(hass, runs)]
    for line, state in (("700", STATE), ("701", OTHER)):
        office.ring(line)
        await async_wait_state(hass, state, "ringing")
        found.append(await async_holds(hass, runs))

    assert found == expected


async def test_in_an_area_full_of_other_things_only_our_lines_count(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Somebody else's sensor may well be idle or ringing, too."""
    area = ar.async_get(hass).async_create("Office")
    dr.async_get(hass).async_update_device(
        device_id(hass, csta.entry_id, "700"), area_id=area.id
    )
    entities = er.async_get(hass)
    for state in ("idle", "ringing", "on"):
        other = entities.async_get_or_create("sensor", "vacuum", state).entity_id
        entities.async_update_entity(other, area_id=area.id)
        hass.states.async_set(other, state)
    target = {"area_id": area.id}
    every = condition("is_idle", target, behavior="all")
    runs = await async_question(
        hass,
        {"condition": "not", "conditions": [condition("is_ringing", target)]},
        every,
    )
    assert await async_holds(hass, runs)

    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")

    assert not await async_holds(hass, runs)


@pytest.mark.parametrize("name", ["is_idle", "is_ringing", "is_in_call"])
@pytest.mark.parametrize("behavior", ["any", "all"])
async def test_nothing_holds_of_a_line_that_is_not_available(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    office: Office,
    name: str,
    behavior: str,
) -> None:
    runs = await async_question(
        hass, condition(name, {"entity_id": STATE}, behavior=behavior)
    )
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")

    assert not await async_holds(hass, runs)


async def test_a_condition_holds_though_the_sensor_is_disabled(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    er.async_get(hass).async_update_entity(
        STATE, disabled_by=er.RegistryEntryDisabler.USER
    )
    await hass.async_block_till_done()
    target = {"device_id": device_id(hass, csta.entry_id, "700")}
    runs = await async_question(hass, condition("is_idle", target))

    assert await async_holds(hass, runs)


async def test_a_group_stands_for_its_lines(
    hass: HomeAssistant, office: Office
) -> None:
    entry = csta_entry(office.csta_server.port, [], {"Sales": ["702", "703"]})
    await async_set_up(hass, entry)
    [group] = entry.subentries.values()
    target = {"device_id": device_id(hass, entry.entry_id, group.subentry_id)}
    runs = await async_question(hass, condition("is_ringing", target))
    assert not await async_holds(hass, runs)

    office.ring("703")
    await async_wait_state(hass, "sensor.sales_ringing_calls", "1")

    assert await async_holds(hass, runs)
    await async_take_down(hass, entry)


async def test_changes_of_a_condition_are_told_and_no_more_once_nobody_listens(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    config = await conditions.async_validate_condition_config(
        hass, condition("is_ringing", {"entity_id": STATE})
    )
    checker = await conditions.async_from_config(hass, config)
    told: list[bool | None] = []
    stop = await checker.async_track_changes(lambda: told.append(checker.async_check()))
    assert not checker.needs_polling

    office.ring("700")
    await async_wait_for(hass, lambda: told, "a change")
    assert told[-1] is True
    office.csta.drop_connections()
    await async_until(lambda: told[-1] is False)

    stop()
    told.clear()
    await async_wait_state(hass, STATE, "ringing")
    await hass.async_block_till_done()
    assert told == []
    checker.async_unload()
