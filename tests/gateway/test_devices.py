"""Phones as devices and agents behind a gateway: shown and set in Home Assistant."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from simulator.calls import AgentState
from simulator.phones import Ringer

from ..home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_for,
    async_wait_state,
    open_office_with_phones,
)
from .brokers import open_broker
from .gateways import open_gateway, settings
from .test_client import LINES, until_served
from .test_home_assistant import gateway_entry

STATE = "sensor.line_700_state"
MICROPHONE = "switch.line_700_microphone_mute"
RINGER = "switch.line_700_ringer"
LAMPS = "sensor.line_700_lamps"
ENTITIES = (MICROPHONE, RINGER, LAMPS)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[tuple[Office, int]]:
    """Open an office whose gateway has a broker, and return the broker's port."""
    async with open_office_with_phones("700") as office:
        office.exchange.phones["700"].ringers = {"a": Ringer(80), "b": Ringer(20)}
        office.exchange.line("700").agent = AgentState.NULL
        async with (
            open_broker("mosquitto", tmp_path) as broker,
            open_gateway(tmp_path, settings(broker.port, office.csta_server.port)),
        ):
            await until_served(broker, *LINES)
            yield office, broker.port


@pytest.fixture
async def entry(
    hass: HomeAssistant, office: tuple[Office, int]
) -> AsyncIterator[MockConfigEntry]:
    """Return the connection to the broker, with all that a phone has enabled."""
    entry = gateway_entry(office[1])
    await async_set_up(hass, entry)
    registry = er.async_get(hass)
    await async_wait_for(hass, lambda: all(map(registry.async_get, ENTITIES)))
    for each in ENTITIES:
        registry.async_update_entity(each, disabled_by=None)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_wait_state(hass, RINGER, "on")
    yield entry
    await async_take_down(hass, entry)


@pytest.mark.usefixtures("entry")
async def test_a_phone_behind_a_gateway_is_set(
    hass: HomeAssistant, office: tuple[Office, int]
) -> None:
    phone = office[0].exchange.phones["700"]

    async def act(action: str, entity_id: str, **data: Any) -> None:
        domain, _, name = action.partition(".")
        data = {"entity_id": entity_id, **data}
        await hass.services.async_call(domain, name, data, blocking=True)

    await act("telephony.set_mute", STATE)
    await async_wait_state(hass, MICROPHONE, "on")
    assert all(each.microphone_muted for each in phone.apparatuses.values())
    await act("switch.turn_off", RINGER)
    await async_wait_state(hass, RINGER, "off")
    await act("switch.turn_on", RINGER)
    await async_wait_state(hass, RINGER, "on")
    assert [each.volume for each in phone.ringers.values()] == [80, 20]
    await act("telephony.set_lamp", STATE, lamp="2", mode="wink")
    await async_wait_state(hass, LAMPS, "1")
    await act("telephony.set_display", STATE, text="Back at 2 p.m.")
    assert phone.display == "Back at 2 p.m."
    with pytest.raises(HomeAssistantError):
        await act("telephony.set_lamp", STATE, lamp="9", mode="wink")
    with pytest.raises(ServiceValidationError) as refused:
        await act("telephony.set_mute", "sensor.line_701_state")
    assert refused.value.translation_key == "not_supported"


@pytest.mark.usefixtures("entry")
async def test_an_agent_behind_a_gateway_logs_on_and_off(
    hass: HomeAssistant, office: tuple[Office, int]
) -> None:
    agent = "select.line_700_agent"
    await async_wait_state(hass, agent, "logged_off")
    for option, truth in (
        ("ready", AgentState.READY),
        ("not_ready", AgentState.NOT_READY),
        ("logged_off", AgentState.NULL),
    ):
        data = {"entity_id": agent, "option": option}
        await hass.services.async_call("select", "select_option", data, blocking=True)
        await async_wait_state(hass, agent, option)
        assert office[0].exchange.line("700").agent is truth
