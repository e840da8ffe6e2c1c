"""What buttons and switches do is what the actions do, with the same words for what goes wrong."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from simulator.calls import LegState

from ..home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    telestra_entry,
)

STATE = "sensor.line_700_state"


async def async_press(hass: HomeAssistant, entity_id: str) -> None:
    """Press a button."""
    await hass.services.async_call(
        "button", "press", {"entity_id": entity_id}, blocking=True
    )


async def async_turn(hass: HomeAssistant, entity_id: str, state: str) -> None:
    """Turn a switch on or off."""
    await hass.services.async_call(
        "switch", f"turn_{state}", {"entity_id": entity_id}, blocking=True
    )


async def test_a_call_is_handled_by_buttons(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    for button, state in (
        ("answer", "connected"),
        ("hold", "held"),
        ("retrieve", "connected"),
        ("hang_up", "idle"),
    ):
        await async_press(hass, f"button.line_700_{button}")
        await async_wait_state(hass, STATE, state)


async def test_a_button_without_a_call_that_fits_says_so(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    with pytest.raises(ServiceValidationError) as error:
        await async_press(hass, "button.line_700_hold")

    assert error.value.translation_key == "call_not_found"
    assert office.leg("700").state is LegState.ALERTING


async def test_do_not_disturb_is_turned_on_and_off(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    switch = "switch.line_700_do_not_disturb"
    await async_wait_state(hass, switch, "off")
    for state in ("on", "off"):
        await async_turn(hass, switch, state)
        await async_wait_state(hass, switch, state)
        assert office.exchange.lines["700"].do_not_disturb is (state == "on")


async def test_a_refused_do_not_disturb_is_told(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    switch = "switch.line_700_do_not_disturb"
    await async_wait_state(hass, switch, "off")
    office.csta.options.refusals = {"SetDoNotDisturb": ("security", "generic")}
    with pytest.raises(HomeAssistantError) as error:
        await async_turn(hass, switch, "on")

    assert error.value.translation_key == "refused_security"


async def test_an_account_logs_in_with_what_is_stored_for_it(
    hass: HomeAssistant, office: Office
) -> None:
    account = {"username": "705", "password": "sip705", "server": "127.0.0.1"}
    entry = telestra_entry(office.telestra_server.port, {"705": account})
    await async_set_up(hass, entry)
    target = {"entity_id": "sensor.705_state"}
    await hass.services.async_call("telephony", "logout", target, blocking=True)
    await async_wait_state(hass, "sensor.705_registration", "logged_out")
    await hass.services.async_call("telephony", "login", target, blocking=True)
    await async_wait_state(hass, "sensor.705_registration", "registered")
    await async_take_down(hass, entry)
