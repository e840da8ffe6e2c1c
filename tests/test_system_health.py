"""What the system information tells of telephony."""

import json
from pathlib import Path

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    get_system_health_info,
)

from custom_components import telephony as integration
from custom_components.telephony.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .home import (
    Office,
    async_set_up,
    async_take_down,
    async_wait_state,
    csta_entry,
    telestra_entry,
)


async def test_connections_and_lines_are_counted(
    hass: HomeAssistant, csta: MockConfigEntry, office: Office
) -> None:
    """Of three connections one is down and one is not loaded; one line is refused."""
    assert await async_setup_component(hass, "system_health", {})
    lines = ["702", "7999"]
    more = csta_entry(office.csta_server.port, lines, {"All": ["702", "703"]})
    await async_set_up(hass, more)
    telestra_entry(office.telestra_server.port).add_to_hass(hass)
    assert await get_system_health_info(hass, DOMAIN) == {
        "connections": 3,
        "connections_up": 2,
        "lines": 5,
        "refused_lines": 1,
    }

    await office.csta_server.stop()
    for line in ("700", "702"):
        await async_wait_state(hass, f"sensor.line_{line}_state", "unavailable")

    info = await get_system_health_info(hass, DOMAIN)
    assert info["connections_up"] == 0
    await async_take_down(hass, more)


async def test_everything_that_is_told_has_a_name(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    assert await async_setup_component(hass, "system_health", {})
    english = Path(integration.__file__).parent / "translations" / "en.json"
    texts = json.loads(english.read_text(encoding="utf-8"))

    info = await get_system_health_info(hass, DOMAIN)

    assert info.keys() == texts["system_health"]["info"].keys()
