"""No door beside the one: every way to a command of the phone system is tried with every right."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
import voluptuous as vol

from custom_components.telephony import llm as our_tools
from custom_components.telephony.cti.telestra.system import TelestraSystem
from custom_components.telephony.intent import AnswerIntent
from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.helpers import entity_registry as er, intent

from . import doors
from .doors import (
    COMMANDS,
    DOORS,
    RIGHTS,
    WITHOUT_DOOR,
    async_found_doors,
    found_commands,
)
from .home import csta_entry, open_office_with_phones
from .translations import TranslationCheck
from .world import DOORS_NEED, World, open_world


@pytest.fixture
async def world(
    hass: HomeAssistant,
    hass_admin_user: MockUser,
    hass_ws_client: WebSocketGenerator,
    tmp_path: Path,
) -> AsyncIterator[World]:
    """Open all doors there can be."""
    async with open_office_with_phones("700") as office:
        entry = csta_entry(office.csta_server.port, **DOORS_NEED)
        async with open_world(
            hass, office, entry, hass_admin_user, hass_ws_client, tmp_path
        ) as opened:
            yield opened


@pytest.mark.parametrize("name", DOORS)
async def test_a_door_opens_to_those_who_have_the_right_and_to_nobody_else(
    world: World, name: str
) -> None:
    door = DOORS[name]
    opened = []
    for right in RIGHTS:
        if name.startswith("websocket") and right == "no user":
            continue
        await world.get_ready(door.ready)
        if await world.knock(door, right):
            opened.append(right)
    assert set(opened) == set(door.rights)


# There are no other doors


async def test_every_door_and_every_command_is_among_them(world: World) -> None:
    assert await async_found_doors(world.hass) == DOORS.keys()
    assert found_commands() == COMMANDS.keys()
    commands = {door.command for door in DOORS.values() if door.rights} - {None}
    assert commands == COMMANDS.keys() - WITHOUT_DOOR


def test_a_new_command_would_be_missed() -> None:
    """Else the test before this one would look at nothing."""

    class BusySystem(TelestraSystem):
        async def record(self, line: str) -> None:
            """Record a call."""

    assert found_commands([BusySystem]) - COMMANDS.keys() == {"record"}


async def test_a_new_door_would_be_missed(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    check_translations: TranslationCheck,
    tmp_path: Path,
) -> None:
    """Of each kind: an action, an entity, an intent, a tool, a websocket command, a button."""
    hass = world.hass

    async def act(call: ServiceCall) -> None:
        """Act."""

    hass.services.async_register("telephony", "record", act)
    hass.services.async_register("event", "trigger", act)
    er.async_get(hass).async_get_or_create(
        "button", "telephony", "x", translation_key="record"
    )

    class RecordIntent(AnswerIntent):
        intent_type = "TelephonyRecord"

    intent.async_register(hass, RecordIntent())

    class RecordTool(our_tools.GetCallsTool):
        name = "telephony__record"

    monkeypatch.setattr(our_tools, "GetCallsTool", RecordTool)

    @callback
    @websocket_api.websocket_command({vol.Required("type"): "telephony/record"})
    def record(
        hass: HomeAssistant,
        connection: websocket_api.ActiveConnection,
        msg: dict[str, Any],
    ) -> None:
        """Record."""

    websocket_api.async_register_command(hass, record)
    more = tmp_path / "more"
    more.mkdir()
    (more / "record.yaml").write_text(
        "triggers: [{trigger: event, event_type: tap}]\n"
        "actions: [{if: x, then: [{action: telephony.make_call}]}]\n"
    )
    monkeypatch.setattr(doors, "BLUEPRINTS", more)
    assert await async_found_doors(hass) - DOORS.keys() == {
        "action record",
        "blueprint record: make_call",
        "button.press record",
        "event.trigger call",
        "intent TelephonyRecord",
        "tool telephony__record",
        "websocket telephony/record",
    }
    assert check_translations.problems  # the new action has no texts either
    check_translations.problems.clear()
