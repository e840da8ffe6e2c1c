"""Buttons act on the call that fits, or say that none does."""

from collections.abc import Callable

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from simulator.csta import CstaOptions
from simulator.csta.profiles import PROFILES

from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    open_office,
)

STATE = "sensor.line_700_state"


async def _async_press(hass: HomeAssistant, key: str, line: str = "line_700") -> None:
    await hass.services.async_call(
        "button", "press", {"entity_id": f"button.{line}_{key}"}, blocking=True
    )


async def test_answer_hold_retrieve_and_hang_up(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """A whole call by buttons alone."""
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    await _async_press(hass, "answer")
    await async_wait_state(hass, STATE, "connected")
    await _async_press(hass, "hold")
    await async_wait_state(hass, STATE, "held")
    await _async_press(hass, "retrieve")
    await async_wait_state(hass, STATE, "connected")
    await _async_press(hass, "hang_up")
    await async_wait_state(hass, STATE, "idle")
    assert not office.exchange.calls_of("700")


async def test_hang_up_rejects_a_ringing_call(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """A rejected call is not a missed one."""
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    await _async_press(hass, "hang_up")
    await async_wait_state(hass, STATE, "idle")
    last = hass.states.get("sensor.line_700_last_call")
    assert last is not None
    assert last.attributes["outcome"] == "rejected"
    await async_wait_state(hass, "sensor.line_700_missed_calls", "0")


@pytest.mark.parametrize("key", ["answer", "hang_up", "hold", "retrieve"])
async def test_a_button_without_a_call_that_fits_says_so(
    hass: HomeAssistant, csta: MockConfigEntry, key: str
) -> None:
    """Nothing happens silently."""
    await async_wait_state(hass, STATE, "idle")
    with pytest.raises(ServiceValidationError) as raised:
        await _async_press(hass, key)
    assert raised.value.translation_key == "call_not_found"


async def test_an_account_has_no_hold_button(
    hass: HomeAssistant, telestra: MockConfigEntry, office: Office
) -> None:
    """Telestra cannot hold; what it can do works."""
    assert hass.states.get("button.705_hold") is None
    assert hass.states.get("button.705_retrieve") is None
    office.ring("705")
    await async_wait_state(hass, "sensor.705_state", "ringing")
    await _async_press(hass, "answer", "705")
    await async_wait_state(hass, "sensor.705_state", "connected")
    await _async_press(hass, "hang_up", "705")
    await async_wait_state(hass, "sensor.705_state", "idle")


@pytest.fixture
async def enabled(
    hass: HomeAssistant, office: Office, entity_registry: er.EntityRegistry
) -> MockConfigEntry:
    """Connect with the entities enabled that start disabled."""
    entry = csta_entry(office.csta_server.port, ["700"])
    for domain, key in (
        ("button", "redial"),
        ("button", "dial"),
        ("button", "mark_missed_read"),
        ("text", "dial_number"),
    ):
        entity_registry.async_get_or_create(
            domain,
            "telephony",
            f"{entry.entry_id}_700_{key}",
            suggested_object_id=f"line_700_{key}",
        )
    return entry


async def test_marking_missed_calls_as_read_counts_from_zero(
    hass: HomeAssistant, enabled: MockConfigEntry, office: Office
) -> None:
    """The button does it at once."""
    await async_set_up(hass, enabled)
    office.ring("700")
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    await async_wait_state(hass, "sensor.line_700_missed_calls", "1")
    await _async_press(hass, "mark_missed_read")
    await async_wait_state(hass, "sensor.line_700_missed_calls", "0")
    await async_take_down(hass, enabled)


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("123456", "0123456"), ("030 123456", "0030123456"), ("702", "702")],
)
async def test_redial_dials_what_was_dialled(
    hass: HomeAssistant,
    enabled: MockConfigEntry,
    office: Office,
    written: str,
    dialled: str,
) -> None:
    """The prefix that the switch tells along is not put before the number once more."""
    hass.config.country = "DE"
    enabled.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        enabled, options={"outside_prefix": "0", "international_prefix": "00"}
    )
    await async_set_up(hass, enabled)
    target = {"entity_id": STATE, "number": written}
    await hass.services.async_call("telephony", "make_call", target, blocking=True)
    await async_wait_state(hass, "sensor.line_700_remote_party", dialled)
    await _async_press(hass, "hang_up")
    await async_wait_state(hass, STATE, "idle")
    await _async_press(hass, "redial")
    await async_wait_state(hass, "sensor.line_700_remote_party", dialled)
    await async_take_down(hass, enabled)


@pytest.mark.parametrize("kind", [str, int])
async def test_a_number_from_the_log_is_dialled_as_it_was(
    hass: HomeAssistant,
    enabled: MockConfigEntry,
    office: Office,
    kind: Callable[[str], str | int],
) -> None:
    """Whether the card, an automation or a template, which makes it whole, hands it on."""
    enabled.add_to_hass(hass)
    hass.config_entries.async_update_entry(enabled, options={"outside_prefix": "9"})
    await async_set_up(hass, enabled)
    for number in ("2222333", kind("92222333")):
        await hass.services.async_call(
            "telephony",
            "make_call",
            {"entity_id": STATE, "number": number},
            blocking=True,
        )
        await async_wait_state(hass, "sensor.line_700_remote_party", "92222333")
        await _async_press(hass, "hang_up")
        await async_wait_state(hass, STATE, "idle")
    await async_take_down(hass, enabled)


async def test_the_dial_button_calls_what_is_entered_and_redial_calls_it_again(
    hass: HomeAssistant, enabled: MockConfigEntry, office: Office
) -> None:
    """Without anything entered or dialled they say so."""
    await async_set_up(hass, enabled)
    for key, reason in (("dial", "nothing_to_dial"), ("redial", "nothing_to_redial")):
        with pytest.raises(ServiceValidationError) as raised:
            await _async_press(hass, key)
        assert raised.value.translation_key == reason
    await hass.services.async_call(
        "text",
        "set_value",
        {"entity_id": "text.line_700_dial_number", "value": "702"},
        blocking=True,
    )
    await _async_press(hass, "dial")
    await async_wait_state(hass, "sensor.line_700_remote_party", "702")
    await _async_press(hass, "hang_up")
    await async_wait_state(hass, STATE, "idle")
    await _async_press(hass, "redial")
    await async_wait_state(hass, "sensor.line_700_remote_party", "702")
    await async_take_down(hass, enabled)


@pytest.mark.parametrize("told", [True, False])
async def test_a_button_for_what_the_phone_system_lacks_is_unavailable(
    hass: HomeAssistant, told: bool
) -> None:
    """It says so itself, or its first answer shows it for every line."""
    options = CstaOptions(
        profile=PROFILES["generic"],
        tells_services=told,
        unsupported_services=frozenset({"HoldCall"}),
    )
    async with open_office(csta=options) as office:
        entry = csta_entry(office.csta_server.port, ["700", "701"], profile="generic")
        await async_set_up(hass, entry)
        await async_wait_state(hass, STATE, "idle")
        if not told:
            office.ring("700")
            office.answer("700")
            await async_wait_state(hass, STATE, "connected")
            assert not hass.states.is_state("button.line_700_hold", "unavailable")
            with pytest.raises(HomeAssistantError):
                await _async_press(hass, "hold")
        for line in ("700", "701"):
            assert hass.states.is_state(f"button.line_{line}_hold", "unavailable")
            assert not hass.states.is_state(
                f"button.line_{line}_hang_up", "unavailable"
            )
        await async_take_down(hass, entry)
