"""A home with every door there is (tests/doors.py), whose line 700 can do whatever a door needs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import logging
from pathlib import Path
from typing import Any, Final

from pytest_homeassistant_custom_component.common import (
    CLIENT_ID,
    MockConfigEntry,
    MockUser,
)
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.trigger import (
    async_initialize_triggers,
    async_validate_trigger_config,
)
from homeassistant.setup import async_setup_component
from simulator.calls import AgentState
from simulator.telestra.options import sip_password

from .automation import device_id as entry_device_id
from .blueprint import Made, async_blueprints, async_use_all
from .card import device_id
from .doors import COMMANDS, Door, Try
from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_state,
    telestra_entry,
)

STATE = "sensor.line_700_state"
POLICIES: dict[str, Any] = {
    "none": {"entities": False},
    "read": {"entities": {"all": {"read": True}}},
    "control": {"entities": {"all": {"read": True, "control": True}}},
}
DISABLED_AT_FIRST = (
    ("button", "dial"),
    ("button", "mark_missed_read"),
    ("button", "redial"),
    ("number", "ringer_volume"),
    ("number", "speaker_volume"),
    ("switch", "microphone_mute"),
    ("switch", "ringer"),
    ("switch", "speaker_mute"),
    ("text", "dial_number"),
    ("todo", "missed_calls"),
)


@dataclass(slots=True)
class World:
    """A home with every door there is, and users with every right."""

    hass: HomeAssistant
    office: Office
    device: str
    users: dict[str, MockUser]
    websocket: WebSocketGenerator
    routes: list[str]
    """What names the calls that have asked where to go."""
    clients: dict[str, MockHAClientWebSocket] = field(default_factory=dict)
    """The browsers of those users who have asked something."""
    others: frozenset[int] = frozenset()
    """Calls of others, which go on whatever line 700 gets ready for."""

    @property
    def asked(self) -> list[str]:
        """What the phone systems were asked for since the last time, in order."""
        asked = [name for name, _ in self.office.csta.requests]
        asked += [str(each["cmd"]) for each in self.office.telestra.requests]
        self.office.csta.requests.clear()
        self.office.telestra.requests.clear()
        return asked

    async def get_ready(self, what: str) -> None:
        """Let line 700 do this, and nothing else."""
        self._forget_everything()
        exchange = self.office.exchange
        exchange.agents.log_on("700")
        exchange.agents.set_state("700", AgentState.READY)
        await async_wait_state(self.hass, "select.line_700_agent", "ready")
        await async_wait_state(self.hass, STATE, "idle")
        await async_wait_state(self.hass, "sensor.line_701_state", "idle")
        await async_wait_state(self.hass, "switch.line_700_do_not_disturb", "off")
        if await self._get_into_other_states(what):
            return
        if what == "ringing at 701":
            self.office.ring("701")
            await async_wait_state(self.hass, "sensor.line_701_state", "ringing")
            return
        if what in ("dialing", "called back", "parked at 701"):
            await self._get_into_a_call(what)
            return
        if what == "missed":
            self.office.ring("700", OUTSIDE)
            await async_wait_state(self.hass, STATE, "ringing")
            self.office.hang_up(OUTSIDE)
            await async_wait_state(self.hass, STATE, "idle")
            return
        for caller, state in {
            "idle": (),
            "ringing": ((OUTSIDE, "ringing"),),
            "connected": ((OUTSIDE, "connected"),),
            "held": ((OUTSIDE, "held"),),
            "held and connected": ((OUTSIDE, "held"), ("+4930777", "connected")),
        }[what]:
            self.office.ring("700", caller)
            await async_wait_state(self.hass, STATE, "ringing")
            if state == "ringing":
                continue
            self.office.answer("700")
            await async_wait_state(self.hass, STATE, "connected")
            if state == "held":
                exchange.hold("700", self.office.leg("700").call.id)
                await async_wait_state(self.hass, STATE, "held")

    def _forget_everything(self) -> None:
        """Undo what a door may have left."""
        exchange = self.office.exchange
        for called_back in list(exchange.completing.call_backs):
            exchange.completing.cancel(*called_back)
        for call_id in exchange.calls.keys() - self.others:
            exchange.clear_call(call_id)
        for kind in list(exchange.line("700").forwarding):
            exchange.features.set_forwarding("700", kind, enabled=False)
        exchange.features.set_message_waiting("700", enabled=False)
        exchange.features.set_do_not_disturb("700", enabled=False)

    async def _get_into_other_states(self, what: str) -> bool:
        """Let something be so that's no call of line 700; False where it's something else."""
        exchange = self.office.exchange
        if what == "registered":
            await self.hass.services.async_call(
                "switch",
                "turn_on",
                {"entity_id": "switch.705_registered"},
                blocking=True,
            )
            await async_wait_state(self.hass, "switch.705_registered", "on")
        elif what == "silent":
            exchange.phones.set_ringer("700", "1", volume=70)
            await async_wait_state(self.hass, "switch.line_700_ringer", "on")
            exchange.phones.set_ringer("700", "1", volume=0)
            await async_wait_state(self.hass, "switch.line_700_ringer", "off")
        elif what == "asking":
            before = len(self.routes)
            exchange.dial(OUTSIDE, "600")
            await async_until(lambda: len(self.routes) > before)
        else:
            return False
        return True

    async def _get_into_a_call(self, what: str) -> None:
        exchange = self.office.exchange
        if what == "parked at 701":
            self.office.ring("700")
            self.office.answer("700")
            exchange.park("700", self.office.leg("700").call.id, "701")
            await async_wait_state(self.hass, STATE, "idle")
            return
        call = exchange.dial("700", "702")
        await async_wait_state(self.hass, STATE, "dialing")
        if what == "called back":
            exchange.completing.call_back("700", call.id)
            await async_wait_state(self.hass, STATE, "idle")

    async def ask(self, right: str, message: dict[str, Any]) -> str:
        """Send a websocket command for a user, and return all that is answered."""
        client = self.clients.get(right)
        if client is None:
            user = self.users[right]
            token = await self.hass.auth.async_create_refresh_token(user, CLIENT_ID)
            access = self.hass.auth.async_create_access_token(token)
            client = await self.websocket(self.hass, access)
            self.clients[right] = client
        if "device_id" in message:
            message = message | {"device_id": self.device}
        await client.send_json_auto_id(message)
        answer = await client.receive_json()
        told = [answer.get("result")]
        if message["type"].startswith("telephony/subscribe") and answer["success"]:
            told.append(await client.receive_json())
            await client.send_json_auto_id(
                {"type": "unsubscribe_events", "subscription": answer["id"]}
            )
            while (await client.receive_json())["type"] != "result":
                pass  # news that were on their way
        return str(told)

    async def knock(self, door: Door, right: str) -> bool:
        """Try a door with a right; tell whether it led anywhere."""
        user = self.users.get(right)
        _ = self.asked

        async def ask(message: dict[str, Any]) -> str:
            return await self.ask(right, message)

        context = Context(user_id=user.id if user else None)
        by = Try(self.hass, context, ask, self.routes[-1] if self.routes else "")
        learned, is_refused = "", False
        try:
            learned = await door.knock(by)
        except HomeAssistantError:
            is_refused = True
        await self.hass.async_block_till_done()
        asked = set(self.asked)
        own = COMMANDS[door.command] if door.command else set()
        others = {name for name, sent in COMMANDS.items() if asked & (sent - own)}
        assert not others, "it led to something else"
        if door.command is not None:
            return bool(asked & own)
        return not is_refused if door.tells is None else door.tells in learned


DOORS_NEED: Final[dict[str, Any]] = {
    "route_devices": "600",
    "route_seconds": 10,
    "assist_may_dial": True,
    "phone_book": [{"name": "Ada Lovelace", "number": "702"}],
}
"""The options of the connection with lines 700 and 701."""


@asynccontextmanager
async def open_world(
    hass: HomeAssistant,
    office: Office,
    entry: MockConfigEntry,
    admin: MockUser,
    websocket: WebSocketGenerator,
    folder: Path,
) -> AsyncIterator[World]:
    """Open all doors there can be, to a connection with an office with a phone at 700."""
    for component in ("homeassistant", "conversation", "intent", "llm"):
        assert await async_setup_component(hass, component, {})
    await hass.config.async_update(country="DE")
    office.exchange.options.route_points = {"600": "703"}
    office.exchange.line("700").agent = AgentState.READY
    for domain, key in DISABLED_AT_FIRST:
        er.async_get(hass).async_get_or_create(
            domain,
            "telephony",
            f"{entry.entry_id}_700_{key}",
            suggested_object_id=f"line_700_{key}",
        )
    stored = {"username": "705", "password": sip_password("705"), "server": "127.0.0.1"}
    accounts = telestra_entry(office.telestra_server.port, {"705": stored})
    Made(hass, "persistent_notification.create")
    async with async_blueprints(hass, folder, entry):
        await async_set_up(hass, accounts)
        line = next(each for each in entry.subentries.values() if each.title == "700")
        hass.config_entries.async_update_subentry(
            entry, line, data={**line.data, "phones": ["a phone"]}
        )
        await async_wait_state(hass, "switch.705_registered", "on")
        async_expose_entity(hass, conversation.DOMAIN, STATE, should_expose=True)
        lines = {"lines": {"entity_id": [STATE]}, "phones": []}
        await async_use_all(
            hass,
            {
                "door_phone": {**lines, "doors": [OUTSIDE], "camera": "camera.door"},
                "incoming_call_notification": lines,
                "missed_call_notice": lines,
            },
        )
        users = {"admin": admin}
        for right, policy in POLICIES.items():
            users[right] = MockUser(id=right.ljust(32, "0")).add_to_hass(hass)
            users[right].mock_policy(policy)
        device = device_id(hass, entry, "700")
        routes = await async_hear_of_routes(hass, entry_device_id(hass, entry.entry_id))
        home = World(hass, office, device, users, websocket, routes)
        await async_dial_once(home)
        yield home
        await async_take_down(hass, accounts)


async def async_hear_of_routes(hass: HomeAssistant, connection: str) -> list[str]:
    """Return what fills with the IDs of calls that ask where to go."""
    routes: list[str] = []

    async def note(variables: dict[str, Any], _: Context | None = None) -> None:
        routes.append(variables["trigger"]["route_id"])

    config = {
        "platform": "telephony.call_to_route",
        "target": {"device_id": connection},
    }
    triggers = await async_validate_trigger_config(hass, [config])
    assert await async_initialize_triggers(
        hass, triggers, note, "test", "test", logging.getLogger(__name__).log
    )
    return routes


async def async_dial_once(world: World) -> None:
    """Let there be somebody to redial, something to dial and a call in the log."""
    hass, exchange = world.hass, world.office.exchange
    call = exchange.dial("700", "702")
    await async_wait_state(hass, STATE, "dialing")
    exchange.clear_connection("700", call.id)
    await async_wait_state(hass, STATE, "idle")
    await hass.services.async_call(
        "text",
        "set_value",
        {"entity_id": "text.line_700_dial_number", "value": "702"},
        blocking=True,
    )
    for switch in ("do_not_disturb", "microphone_mute", "speaker_mute"):
        await async_wait_state(hass, f"switch.line_700_{switch}", "off")
    await async_wait_state(hass, "switch.line_700_ringer", "on")
