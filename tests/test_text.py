"""The number to dial is kept, and must be one."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er

from .home import Office, async_set_up, async_take_down, async_wait_state, csta_entry

DIAL_NUMBER = "text.line_700_dial_number"


@pytest.fixture
def entry(office: Office, entity_registry: er.EntityRegistry) -> MockConfigEntry:
    """Prepare a line whose number to dial is enabled."""
    entry = csta_entry(office.csta_server.port, ["700"])
    entity_registry.async_get_or_create(
        "text",
        "telephony",
        f"{entry.entry_id}_700_dial_number",
        suggested_object_id="line_700_dial_number",
    )
    return entry


async def test_a_number_is_there_again_after_a_reload(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """What was entered is restored, as after a restart."""
    await async_set_up(hass, entry)
    await async_wait_state(hass, DIAL_NUMBER, "")
    await hass.services.async_call(
        "text",
        "set_value",
        {"entity_id": DIAL_NUMBER, "value": "+49 30 123"},
        blocking=True,
    )
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_wait_state(hass, DIAL_NUMBER, "+49 30 123")
    await async_take_down(hass, entry)


async def test_what_is_no_number_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """The old value stays."""
    await async_set_up(hass, entry)
    with pytest.raises(ServiceValidationError) as raised:
        await hass.services.async_call(
            "text",
            "set_value",
            {"entity_id": DIAL_NUMBER, "value": "call me"},
            blocking=True,
        )
    assert raised.value.translation_key == "invalid_number"
    await async_wait_state(hass, DIAL_NUMBER, "")
    await async_take_down(hass, entry)
