"""Options are changed one group at a time and taken over at once."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from ..home import csta_entry, telestra_entry

DIALING: dict[str, Any] = {
    "outside_prefix": "9",
    "international_prefix": "810",
    "short_number_length": 3,
    "area_code": "495",
    "allowed_numbers": "+7*\n7*",
    "blocked_numbers": "+7900*",
    "cost_classes_allowed": ["national", "mobile", "satellite"],
    "emergency_numbers_allowed": False,
    "calls_per_minute": 10,
    "outside_calls_at_once": 3,
    "outside_calls_per_day": 100,
    "assist_may_dial": True,
}
CALLS = {
    "call_log_days": 90,
    "call_log_size": 50,
    "missed_min_ring_seconds": 2,
    "show_incoming_popup": True,
    "install_blueprints": False,
    "install_sentences": True,
}
MONITORING = {"monitor_window": 8, "monitor_pause_ms": 20}


@pytest.fixture(autouse=True)
async def country(hass: HomeAssistant) -> None:
    """Say where Home Assistant is."""
    await hass.config.async_update(country="RU")


async def async_open_step(
    hass: HomeAssistant, entry: MockConfigEntry, step: str
) -> ConfigFlowResult:
    """Choose a group of options in the menu."""
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    assert menu["type"] is FlowResultType.MENU
    form = await hass.config_entries.options.async_configure(
        menu["flow_id"], {"next_step_id": step}
    )
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == step
    return form


@pytest.mark.parametrize(
    ("step", "entered"),
    [("dialing", DIALING), ("calls", CALLS), ("monitoring", MONITORING)],
)
async def test_options_are_kept_beside_the_others(
    hass: HomeAssistant, csta: MockConfigEntry, step: str, entered: dict[str, Any]
) -> None:
    hass.config_entries.async_update_entry(csta, options={"something_else": 1})
    form = await async_open_step(hass, csta, step)
    result = await hass.config_entries.options.async_configure(form["flow_id"], entered)
    await hass.async_block_till_done()

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert csta.options == {"something_else": 1, **entered}


async def test_what_is_emptied_is_gone(hass: HomeAssistant) -> None:
    entry = csta_entry(4000, **DIALING)
    entry.add_to_hass(hass)
    form = await async_open_step(hass, entry, "dialing")
    result = await hass.config_entries.options.async_configure(form["flow_id"], {})

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options == {
        "short_number_length": 4,
        "cost_classes_allowed": ["national", "mobile", "international", "shared_cost"],
        "emergency_numbers_allowed": False,
        "calls_per_minute": 30,
        "outside_calls_at_once": 10,
        "outside_calls_per_day": 500,
        "assist_may_dial": False,
    }


async def test_without_a_country_the_last_digits_are_asked_for(
    hass: HomeAssistant,
) -> None:
    """And only then, since a country tells more."""
    hass.config.country = None
    entry = csta_entry(4000)
    entry.add_to_hass(hass)
    form = await async_open_step(hass, entry, "dialing")
    result = await hass.config_entries.options.async_configure(
        form["flow_id"], {"last_digits": 8}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options["last_digits"] == 8


async def test_the_form_shows_what_is_set(hass: HomeAssistant) -> None:
    entry = csta_entry(4000, **DIALING)
    entry.add_to_hass(hass)
    form = await async_open_step(hass, entry, "dialing")

    assert form["data_schema"] is not None
    assert {
        str(field): field.description["suggested_value"]
        for field in form["data_schema"].schema
    } == DIALING


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("outside_prefix", "nine", "invalid_prefix"),
        ("international_prefix", "+7", "invalid_prefix"),
        ("area_code", "Moscow", "invalid_area_code"),
        ("allowed_numbers", "7*\n*7x", "invalid_patterns"),
        ("blocked_numbers", "7?", "invalid_patterns"),
    ],
)
async def test_prefixes_and_patterns_that_cannot_be_read_are_told(
    hass: HomeAssistant, field: str, text: str, error: str
) -> None:
    entry = csta_entry(4000)
    entry.add_to_hass(hass)
    form = await async_open_step(hass, entry, "dialing")
    result = await hass.config_entries.options.async_configure(
        form["flow_id"], DIALING | {field: text}
    )
    assert result["errors"] == {field: error}

    result = await hass.config_entries.options.async_configure(form["flow_id"], DIALING)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_telestra_server_has_nothing_to_set_about_monitors(
    hass: HomeAssistant,
) -> None:
    entry = telestra_entry(4000)
    entry.add_to_hass(hass)
    menu = await hass.config_entries.options.async_init(entry.entry_id)

    assert menu["menu_options"] is not None
    assert "monitoring" not in menu["menu_options"]
