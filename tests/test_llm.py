"""What language models are given: honest tools, and none that dials unless people want it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component

from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
)

STATE = "sensor.line_700_state"
MAKE_CALL = "telephony__TelephonyMakeCall"
READING = {"telephony__get_calls"}
ACTING = {"telephony__TelephonyAnswer", "telephony__TelephonyHangUp"}


@pytest.fixture(autouse=True)
async def entry(hass: HomeAssistant, office: Office) -> AsyncIterator[MockConfigEntry]:
    """Connect a Home Assistant with tools; nothing is exposed."""
    for component in ("homeassistant", "conversation", "intent", "llm"):
        assert await async_setup_component(hass, component, {})
    connection = csta_entry(office.csta_server.port)
    await async_set_up(hass, connection)
    yield connection
    await async_take_down(hass, connection)


async def _async_tools(hass: HomeAssistant) -> dict[str, llm.Tool]:
    """Return our tools by name."""
    api = await _async_api(hass)
    return {
        tool.name: tool for tool in api.tools if tool.name.startswith("telephony__")
    }


async def _async_api(
    hass: HomeAssistant, user_id: str | None = None
) -> llm.APIInstance:
    context = llm.LLMContext(
        platform="test",
        context=Context(user_id=user_id),
        language="en",
        assistant=conversation.DOMAIN,
        device_id=None,
    )
    return await llm.async_get_api(hass, llm.LLM_API_ASSIST, context)


def _expose(hass: HomeAssistant) -> None:
    async_expose_entity(hass, conversation.DOMAIN, STATE, should_expose=True)


async def test_without_exposed_lines_there_are_no_tools(hass: HomeAssistant) -> None:
    """Which is how it is at first."""
    assert not await _async_tools(hass)


async def test_dialling_needs_an_option_besides(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Nobody's model calls abroad because a state was shown to it."""
    _expose(hass)
    assert set(await _async_tools(hass)) == READING | ACTING
    hass.config_entries.async_update_entry(entry, options={"assist_may_dial": True})
    assert set(await _async_tools(hass)) == READING | ACTING | {MAKE_CALL}


async def test_the_tools_say_truly_what_they_do(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """One reads; the others act in the world, and twice is not once."""
    _expose(hass)
    hass.config_entries.async_update_entry(entry, options={"assist_may_dial": True})
    for name, tool in (await _async_tools(hass)).items():
        assert tool.integration == "telephony"
        assert tool.title
        assert tool.description
        assert tool.annotations.read_only is (name in READING)
        assert tool.annotations.open_world is (name not in READING)
        assert tool.annotations.idempotent is (name in READING)
    tools = await _async_tools(hass)
    assert tools[MAKE_CALL].annotations.destructive


async def test_a_model_reads_calls(hass: HomeAssistant, office: Office) -> None:
    """Those in progress, and those that were missed."""
    _expose(hass)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, "sensor.line_700_missed_calls", "1")
    office.ring("700", "709")
    await async_wait_state(hass, STATE, "ringing")
    api = await _async_api(hass)
    result = await api.async_call_tool(llm.ToolInput("telephony__get_calls", {}))
    told: dict[str, Any] = dict(result.data)
    [call] = told["calls"]
    assert (call["number"], call["state"], call["line"]) == (
        "709",
        "ringing",
        "Line 700",
    )
    [missed] = told["missed_calls"]
    assert missed["number"] == OUTSIDE


async def test_of_a_connection_that_is_down_a_model_is_told_no_calls(
    hass: HomeAssistant, office: Office
) -> None:
    """What was true before the outage may be so no more."""
    _expose(hass)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    await office.csta_server.stop()
    await async_wait_state(hass, STATE, "unavailable")
    api = await _async_api(hass)
    result = await api.async_call_tool(llm.ToolInput("telephony__get_calls", {}))
    assert result.data["calls"] == []


async def test_a_model_reads_nothing_for_who_may_not(
    hass: HomeAssistant, hass_read_only_user: MockUser
) -> None:
    """What is exposed to it is not thereby shown to everybody who talks to it."""
    _expose(hass)
    hass_read_only_user.mock_policy({})
    api = await _async_api(hass, hass_read_only_user.id)
    with pytest.raises(Unauthorized):
        await api.async_call_tool(llm.ToolInput("telephony__get_calls", {}))


async def test_a_model_calls_somebody(
    hass: HomeAssistant, office: Office, entry: MockConfigEntry
) -> None:
    """Through the same guard as everybody."""
    _expose(hass)
    options = {"assist_may_dial": True, "blocked_numbers": "703"}
    hass.config_entries.async_update_entry(entry, options=options)
    api = await _async_api(hass)
    refused = await api.async_call_tool(llm.ToolInput(MAKE_CALL, {"recipient": "703"}))
    assert refused.data["response_type"] == "error"
    assert not office.exchange.calls_of("700")
    await api.async_call_tool(llm.ToolInput(MAKE_CALL, {"recipient": "702"}))
    await async_wait_state(hass, STATE, "dialing")
