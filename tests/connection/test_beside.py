"""Nothing fails beside calls; where a part is made to fail, one line tells of it, and calls go on."""

import os

import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant

from ..home import Office, async_take_down
from .beside import FAULTS, async_live_through

FAILING = "FAILING_PARTS"
"""Names the parts into which a fault was put, with commas between: `scripts/mutate` does that."""


async def test_calls_go_on_whatever_fails_beside_them(
    hass: HomeAssistant,
    office: Office,
    hass_ws_client: WebSocketGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    parts = list(filter(None, os.environ.get(FAILING, "").split(",")))
    entry = await async_live_through(hass, office, hass_ws_client)
    logged = [each.getMessage() for each in caplog.records if each.name == FAULTS]
    assert sorted(logged) == sorted(
        f"Part of a connection failed ({part}); its calls go on" for part in parts
    )
    assert sorted(entry.runtime_data.bulkheads.faults) == sorted(parts)
    await async_take_down(hass, entry)
