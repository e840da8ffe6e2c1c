"""Automations that write down what they were given, run by Home Assistant's own engine."""

from collections.abc import Mapping, Sequence
import json
from typing import Any

from pytest_homeassistant_custom_component.common import async_mock_service

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component

from .home import async_wait_for

# Text before the JSON keeps the template engine from making objects, and numbers, of it.
_TRIGGER_AS_TEXT = (
    "{{ 'JSON ' ~ ({} if trigger.event is defined else trigger) | to_json }}"
)


class Runs:
    """The runs of one automation."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin to look."""
        self._hass = hass
        self._calls = async_mock_service(hass, "test", "run")

    @property
    def variables(self) -> list[dict[str, Any]]:
        """Return what each run found below `trigger`."""
        return [
            json.loads(call.data["trigger"].removeprefix("JSON "))
            for call in self._calls
        ]

    async def async_wait(self, count: int = 1) -> list[dict[str, Any]]:
        """Wait until it has run so often, and see that it does not run more."""
        await async_wait_for(
            self._hass, lambda: len(self._calls) >= count, f"run {count}"
        )
        await self._hass.async_block_till_done()
        assert len(self._calls) == count
        return self.variables


async def async_automate(
    hass: HomeAssistant,
    *triggers: Mapping[str, Any],
    conditions: Sequence[Mapping[str, Any]] = (),
) -> Runs:
    """Set an automation up, and return its runs."""
    runs = Runs(hass)
    automation = {
        "alias": "Test",
        "mode": "parallel",
        "triggers": list(triggers),
        "conditions": list(conditions),
        "actions": [
            {"action": "test.run", "data": {"trigger": _TRIGGER_AS_TEXT}},
        ],
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    state = hass.states.get("automation.test")
    assert state
    assert state.state == "on"
    return runs


def device_id(hass: HomeAssistant, entry_id: str, key: str | None = None) -> str:
    """Return the device of a line or a group; without a key the connection's."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        ("telephony", f"{entry_id}_{key}" if key else entry_id), entry_id
    )
    assert device
    return device.id
