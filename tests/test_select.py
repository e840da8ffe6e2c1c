"""Agents of lines, as somebody sets them."""

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from simulator.calls import AgentState, Group
from simulator.csta import CstaOptions
from simulator.csta.profiles import PROFILES

from .home import (
    OUTSIDE,
    Office,
    StateWrites,
    async_set_up,
    async_take_down,
    async_wait_features,
    async_wait_for,
    async_wait_state,
    csta_entry,
    open_office,
)

AGENT = "select.line_700_agent"
QUEUED, WAIT = "sensor.help_desk_queued_calls", "sensor.help_desk_longest_wait_since"


async def async_choose(hass: HomeAssistant, option: str) -> None:
    """Choose a state of the agent."""
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": AGENT, "option": option},
        blocking=True,
    )


async def test_an_agent_follows_the_phone_system_and_is_set(
    hass: HomeAssistant, office: Office
) -> None:
    office.exchange.line("700").agent = AgentState.NOT_READY
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    await async_wait_state(hass, AGENT, "not_ready")
    await async_choose(hass, "ready")
    await async_wait_state(hass, AGENT, "ready")
    assert office.exchange.line("700").agent is AgentState.READY
    office.ring("700")
    office.answer("700")
    state = await async_wait_state(hass, AGENT, "busy")
    assert "busy" in state.attributes["options"]
    with pytest.raises(ServiceValidationError) as refused:
        await async_choose(hass, "busy")
    assert refused.value.translation_key == "agent_busy"
    await async_choose(hass, "after_call")
    office.hang_up("700")
    state = await async_wait_state(hass, AGENT, "after_call")
    assert "busy" not in state.attributes["options"]
    await async_choose(hass, "logged_off")
    await async_choose(hass, "ready")
    assert office.exchange.line("700").agent is AgentState.READY
    assert hass.states.get("select.line_701_agent") is None
    await async_take_down(hass, entry)


async def test_a_phone_system_that_refuses_says_so(
    hass: HomeAssistant, office: Office
) -> None:
    office.exchange.line("700").agent = AgentState.READY
    office.csta.options.refusals = {
        "SetAgentState": ("stateIncompatibility", "invalidAgentState")
    }
    entry = csta_entry(office.csta_server.port)
    await async_set_up(hass, entry)
    await async_wait_state(hass, AGENT, "ready")
    with pytest.raises(HomeAssistantError):
        await async_choose(hass, "not_ready")
    await async_wait_state(hass, AGENT, "ready")
    await async_take_down(hass, entry)


async def test_a_phone_system_without_agents_shows_none(hass: HomeAssistant) -> None:
    services = frozenset({"GetAgentState", "SetAgentState"})
    async with open_office(csta=CstaOptions(unsupported_services=services)) as office:
        entry = csta_entry(office.csta_server.port)
        await async_set_up(hass, entry)
        await async_wait_features(hass, "700", "701")
        await hass.async_block_till_done()
        assert not hass.states.async_entity_ids("select")
        await async_take_down(hass, entry)


async def test_an_agent_that_only_the_phone_system_sets_is_a_sensor(
    hass: HomeAssistant,
) -> None:
    options = CstaOptions(
        profile=PROFILES["generic"],
        unsupported_services=frozenset({"SetAgentState"}),
        tells_services=True,
    )
    async with open_office(csta=options) as office:
        office.exchange.line("700").agent = AgentState.READY
        entry = csta_entry(office.csta_server.port, profile="generic")
        await async_set_up(hass, entry)
        await async_wait_state(hass, "sensor.line_700_agent", "ready")
        assert hass.states.get(AGENT) is None
        await async_take_down(hass, entry)


async def test_a_group_shows_who_waits_in_its_queues_and_since_when(
    hass: HomeAssistant, office: Office
) -> None:
    """It comes with the first caller who waits, and stays over restarts."""
    office.add_group("790", Group(("702",)))
    office.exchange.line("702").agent = AgentState.NOT_READY
    entry = csta_entry(office.csta_server.port, ["700"], {"Help desk": ["790"]})
    await async_set_up(hass, entry)
    assert hass.states.get(QUEUED) is None
    first = office.exchange.dial(OUTSIDE, "790")
    await async_wait_state(hass, QUEUED, "1")
    since = hass.states.get(WAIT)
    assert since
    office.exchange.dial("+4930777", "790")
    await async_wait_state(hass, QUEUED, "2")
    writes = StateWrites(hass)
    office.exchange.clear_call(first.id)
    await async_wait_state(hass, QUEUED, "1")
    later = hass.states.get(WAIT)
    assert later
    assert later.state >= since.state
    office.exchange.agents.set_state("702", AgentState.READY)
    await async_wait_state(hass, QUEUED, "0")
    await async_wait_state(hass, WAIT, "unknown")
    assert writes.of(QUEUED) == ["1", "0"]
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_wait_state(hass, QUEUED, "0")
    await async_take_down(hass, entry)


def is_queued(hass: HomeAssistant) -> bool:
    """Whether line 700's call was told last to wait in a queue."""
    event = hass.states.get("event.line_700_call")
    return event is not None and event.attributes.get("event_type") == "queued"


async def test_a_call_that_waits_shows_its_place(
    hass: HomeAssistant,
) -> None:
    async with open_office(
        csta=CstaOptions(tells_queues=True), groups={"790": Group(())}
    ) as office:
        entry = csta_entry(office.csta_server.port)
        await async_set_up(hass, entry)
        office.exchange.dial(OUTSIDE, "790")
        office.exchange.dial("700", "790")
        await async_wait_for(hass, lambda: is_queued(hass))
        answer = await hass.services.async_call(
            "telephony",
            "get_calls",
            {"entity_id": "sensor.line_700_state"},
            blocking=True,
            return_response=True,
        )
        assert answer is not None
        calls = answer["calls"]
        assert isinstance(calls, list)
        assert isinstance(calls[0], dict)
        assert (calls[0]["queue_position"], calls[0]["queue_length"]) == (2, 2)
        await async_take_down(hass, entry)
