"""A Home Assistant whose automations are made of our blueprints, by its own engine."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)
import yaml

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component

from .home import async_set_up, async_take_down, async_wait_for

AUTOMATION = "automation.under_test"
TURNS = 100
"""Of the event loop, in which an automation would have done what it should not do."""


class Made:
    """The calls of an action that is only written down."""

    def __init__(self, hass: HomeAssistant, action: str) -> None:
        """Take the action's place."""
        self._hass = hass
        self.action = action
        domain, _, name = action.partition(".")
        self._calls = async_mock_service(hass, domain, name)
        self._seen = 0

    async def async_next(self) -> dict[str, Any]:
        """Wait for the next call, and return its data."""
        await async_wait_for(
            self._hass, lambda: len(self._calls) > self._seen, self.action
        )
        call: ServiceCall = self._calls[self._seen]
        self._seen += 1
        return dict(call.data)

    async def async_none(self) -> None:
        """See that there was none besides."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
        assert len(self._calls) == self._seen, (self.action, self._calls)


@asynccontextmanager
async def async_blueprints(
    hass: HomeAssistant, folder: Path, entry: MockConfigEntry
) -> AsyncIterator[None]:
    """Start automations, and the connection, which installs the blueprints."""
    hass.config.config_dir = str(folder)
    _configure(folder)
    assert await async_setup_component(hass, "automation", {})
    await async_set_up(hass, entry)
    yield
    await async_take_down(hass, entry)


async def async_use(
    hass: HomeAssistant, blueprint: str, inputs: dict[str, Any]
) -> None:
    """Make an automation of a blueprint."""
    automation = {
        "id": "under_test",
        "alias": "Under test",
        "use_blueprint": {"path": f"telephony/{blueprint}.yaml", "input": inputs},
    }
    _configure(Path(hass.config.config_dir), automation)
    await hass.services.async_call("automation", "reload", blocking=True)
    state = hass.states.get(AUTOMATION)
    assert state is not None
    assert state.state == "on"


async def async_use_all(
    hass: HomeAssistant, blueprints: dict[str, dict[str, Any]]
) -> None:
    """Make an automation of each blueprint, named like it."""
    automations = [
        {
            "id": name,
            "alias": name,
            "use_blueprint": {"path": f"telephony/{name}.yaml", "input": inputs},
        }
        for name, inputs in blueprints.items()
    ]
    _configure(Path(hass.config.config_dir), *automations)
    await hass.services.async_call("automation", "reload", blocking=True)
    for name in blueprints:
        state = hass.states.get(f"automation.{name}")
        assert state is not None
        assert state.state == "on"


async def async_add(hass: HomeAssistant, automations: list[dict[str, Any]]) -> None:
    """Add automations to those there are."""
    configuration = Path(hass.config.config_dir) / "configuration.yaml"
    there = yaml.safe_load(configuration.read_text())["automation"]
    _configure(configuration.parent, *there, *automations)
    await hass.services.async_call("automation", "reload", blocking=True)


def _configure(folder: Path, *automations: dict[str, Any]) -> None:
    configuration = yaml.safe_dump({"automation": list(automations)})
    (folder / "configuration.yaml").write_text(configuration)


def add_phone(hass: HomeAssistant, owner: str = "Ada") -> tuple[str, Made]:
    """Add somebody's phone with the Home Assistant app; return its device, and what it is told."""
    entry = MockConfigEntry(domain="mobile_app")
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={("mobile_app", owner)},
        name=f"{owner}'s phone",
    )
    return device.id, Made(hass, f"notify.mobile_app_{owner.lower()}_s_phone")


def buttons(notification: dict[str, Any]) -> dict[str, str]:
    """Return the buttons of a notification: what each sends, by its title."""
    actions: Sequence[dict[str, str]] = notification["data"]["actions"]
    return {action["title"]: action["action"] for action in actions}


def tap(hass: HomeAssistant, action: object) -> None:
    """Tap a button of a notification."""
    hass.bus.async_fire("mobile_app_notification_action", {"action": action})
