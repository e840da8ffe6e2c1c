"""Every way that carries a number to the switch passes the one guard; there are no others."""

import ast
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
import logging
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er, intent, llm
from homeassistant.helpers.trigger import (
    async_initialize_triggers,
    async_validate_trigger_config,
)
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict
from simulator.calls import LegState, OutsideNumber

from .automation import device_id
from .home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_state,
    csta_entry,
)

INTEGRATION = Path(__file__).parent.parent / "custom_components" / "telephony"
STATE = "sensor.line_700_state"
EVIL = "+4989555123"
STRANGER = "+48221234567"
ROUTING: dict[str, Any] = {"route_devices": "600", "route_seconds": 5}
NUMBERED = {
    "MakeCall",
    "ConsultationCall",
    "SingleStepTransferCall",
    "SingleStepConferenceCall",
    "DeflectCall",
    "DirectedPickupCall",
    "ParkCall",
    "RouteSelect",
    "SetForwarding",
}
"""The services that carry a number to the switch."""
SWITCH_METHODS = {
    "add_to_conference",
    "consult",
    "deflect",
    "make_call",
    "park",
    "pick_up",
    "set_forwarding",
    "transfer",
    "unpark",
}


@dataclass(frozen=True, slots=True)
class World:
    """A home with every way to dial."""

    hass: HomeAssistant
    office: Office
    entry: MockConfigEntry
    websocket: WebSocketGenerator

    async def act(self, action: str, **data: Any) -> None:
        """Call one of our actions."""
        await self.hass.services.async_call(
            "telephony", action, {"entity_id": STATE, **data}, blocking=True
        )

    async def press(self, button: str) -> None:
        """Press a button."""
        await self.hass.services.async_call(
            "button", "press", {"entity_id": f"button.line_700_{button}"}, blocking=True
        )

    async def ring(self) -> None:
        """Let somebody call."""
        self.office.ring("700")
        await async_wait_state(self.hass, STATE, "ringing")

    async def talk(self) -> None:
        """Be in a call."""
        await self.ring()
        self.office.answer("700")
        await async_wait_state(self.hass, STATE, "connected")


@pytest.fixture
async def world(
    hass: HomeAssistant,
    office: Office,
    entity_registry: er.EntityRegistry,
    hass_ws_client: WebSocketGenerator,
) -> AsyncIterator[World]:
    """Return a home that lets assistants dial and shows every entity."""
    for component in ("homeassistant", "conversation", "intent", "llm"):
        assert await async_setup_component(hass, component, {})
    office.exchange.options.route_points = {"600": "703"}
    entry = csta_entry(
        office.csta_server.port, ["700"], assist_may_dial=True, **ROUTING
    )
    for domain, key in (
        ("button", "redial"),
        ("button", "dial"),
        ("text", "dial_number"),
    ):
        entity_registry.async_get_or_create(
            domain,
            "telephony",
            f"{entry.entry_id}_700_{key}",
            suggested_object_id=f"line_700_{key}",
        )
    await async_set_up(hass, entry)
    async_expose_entity(hass, conversation.DOMAIN, STATE, should_expose=True)
    yield World(hass, office, entry, hass_ws_client)
    await async_take_down(hass, entry)


# The ways


async def by_make_call(world: World, number: str) -> None:
    await world.act("make_call", number=number)


async def by_transfer(world: World, number: str) -> None:
    await world.talk()
    await world.act("transfer", number=number)


async def by_consult(world: World, number: str) -> None:
    await world.talk()
    await world.act("consult", number=number)


async def by_add_to_conference(world: World, number: str) -> None:
    await world.talk()
    await world.act("add_to_conference", number=number)


async def by_deflect(world: World, number: str) -> None:
    await world.ring()
    await world.act("deflect", number=number)


async def by_pick_up(world: World, number: str) -> None:
    await world.act("pick_up", number=number)


async def by_park(world: World, number: str) -> None:
    await world.talk()
    await world.act("park", number=number)


async def by_unpark(world: World, number: str) -> None:
    await world.act("unpark", number=number)


async def by_set_forwarding(world: World, number: str) -> None:
    await world.act("set_forwarding", type="all", number=number, enabled=True)


async def by_dial_button(world: World, number: str) -> None:
    await world.hass.services.async_call(
        "text",
        "set_value",
        {"entity_id": "text.line_700_dial_number", "value": number},
        blocking=True,
    )
    await world.press("dial")


async def by_redial_button(world: World, number: str) -> None:
    """Somebody has dialled it by hand before."""
    world.office.exchange.outside[number] = OutsideNumber(answer_after=None)
    call = world.office.exchange.dial("700", number)
    await async_wait_state(world.hass, STATE, "dialing")
    world.office.exchange.clear_connection("700", call.id)
    await async_wait_state(world.hass, STATE, "idle")
    await world.press("redial")


async def by_card(world: World, number: str) -> None:
    """The card calls actions over the websocket."""
    client = await world.websocket(world.hass)
    await client.send_json_auto_id(
        {
            "type": "call_service",
            "domain": "telephony",
            "service": "make_call",
            "service_data": {"number": number},
            "target": {"entity_id": STATE},
        }
    )
    await client.receive_json()


async def by_voice(world: World, number: str) -> None:
    await intent.async_handle(
        world.hass,
        "telephony",
        "TelephonyMakeCall",
        {"recipient": {"value": number}},
        assistant=conversation.DOMAIN,
    )


async def by_language_model(world: World, number: str) -> None:
    context = llm.LLMContext(
        platform="test",
        context=Context(),
        language="en",
        assistant=conversation.DOMAIN,
        device_id=None,
    )
    api = await llm.async_get_api(world.hass, llm.LLM_API_ASSIST, context)
    await api.async_call_tool(
        llm.ToolInput("telephony__TelephonyMakeCall", {"recipient": number})
    )


async def by_route_call(world: World, number: str) -> None:
    """Let somebody call who waits to be sent on."""
    asked: list[str] = []

    async def note(variables: dict[str, Any], _: Context | None = None) -> None:
        asked.append(variables["trigger"]["route_id"])

    target = {"device_id": device_id(world.hass, world.entry.entry_id)}
    config = {"platform": "telephony.call_to_route", "target": target}
    triggers = await async_validate_trigger_config(world.hass, [config])
    log = logging.getLogger(__name__).log
    stop = await async_initialize_triggers(
        world.hass, triggers, note, "test", "test", log
    )
    assert stop
    await async_until(lambda: world.office.csta.route_registrations)
    world.office.exchange.dial(OUTSIDE, "600")
    await async_until(lambda: asked)
    stop()
    data = {"route_id": asked[0], "number": number}
    await world.hass.services.async_call("telephony", "route_call", data, blocking=True)
    requests = world.office.csta.requests
    await async_until(lambda: "RouteSelect" in {name for name, _ in requests})


WAYS: dict[str, Callable[[World, str], Awaitable[None]]] = {
    "make_call": by_make_call,
    "transfer": by_transfer,
    "consult": by_consult,
    "add_to_conference": by_add_to_conference,
    "deflect": by_deflect,
    "park": by_park,
    "pick_up": by_pick_up,
    "unpark": by_unpark,
    "set_forwarding": by_set_forwarding,
    "route_call": by_route_call,
    "the dial button": by_dial_button,
    "the redial button": by_redial_button,
    "the card": by_card,
    "voice": by_voice,
    "a language model": by_language_model,
}
INSIDE = {"park", "pick_up", "unpark"}
"""What reaches nobody outside."""
REFUSALS: dict[str, tuple[dict[str, Any], str]] = {
    "number_blocked": ({"blocked_numbers": EVIL}, EVIL),
    "number_not_allowed": ({"allowed_numbers": "7*"}, EVIL),
    "emergency_number": ({}, "112"),
    "too_many_calls": ({"calls_per_minute": 0}, EVIL),
    "too_many_outside_calls": ({"outside_calls_at_once": 0}, EVIL),
    "outside_calls_used_up": ({"outside_calls_per_day": 0}, EVIL),
}


@pytest.mark.parametrize("reason", REFUSALS)
@pytest.mark.parametrize("way", WAYS)
async def test_no_way_leads_past_the_guard(
    world: World, way: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The try is refused before the switch hears of it, and logged once without the number."""
    options, number = REFUSALS[reason]
    world.hass.config_entries.async_update_entry(
        world.entry, options={"assist_may_dial": True, **ROUTING, **options}
    )
    await world.hass.async_block_till_done()
    with suppress(HomeAssistantError):  # a voice and a model answer instead
        await WAYS[way](world, number)

    asked = {name for name, _ in world.office.csta.requests}
    assert not asked & NUMBERED
    told = [
        record.getMessage()
        for record in caplog.records
        if record.name == "custom_components.telephony.lines.commands"
    ]
    assert told == [f"A number was not dialed on {world.entry.title}: {reason}"]


@pytest.mark.parametrize("way", [way for way in WAYS if way not in INSIDE])
async def test_every_way_works_for_a_number_that_may_be_dialled(
    world: World, way: str
) -> None:
    """Else the test before this one would prove nothing."""
    await WAYS[way](world, "+4989555999")
    asked = {name for name, _ in world.office.csta.requests}
    assert asked & NUMBERED


@pytest.mark.parametrize("way", ["voice", "a language model"])
async def test_nobody_unseen_is_the_first_to_call_a_number_abroad(
    world: World, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Who rings once and wants to be called back is no call for a voice; people may call."""
    await world.hass.config.async_update(country="DE")
    with suppress(HomeAssistantError):
        await WAYS[way](world, STRANGER)
    assert not {name for name, _ in world.office.csta.requests} & NUMBERED
    assert f"A number was not dialed on {world.entry.title}: new_abroad" in caplog.text

    world.office.exchange.outside[STRANGER] = OutsideNumber(answer_after=None)
    await by_card(world, STRANGER)
    await async_wait_state(world.hass, STATE, "dialing")
    await world.act("hangup")
    await async_wait_state(world.hass, STATE, "idle")
    made = [name for name, _ in world.office.csta.requests].count("MakeCall")
    await WAYS[way](world, f"0048{STRANGER[3:]}")
    assert [name for name, _ in world.office.csta.requests].count("MakeCall") > made


async def test_a_name_of_the_phone_book_is_called_abroad_by_voice(world: World) -> None:
    await world.hass.config.async_update(country="DE")
    contacts = [{"number": STRANGER, "name": "Ada Lovelace"}]
    world.hass.config_entries.async_update_entry(
        world.entry, options={"assist_may_dial": True, "phone_book": contacts}
    )
    await world.hass.async_block_till_done()
    await by_voice(world, "Ada Lovelace")
    assert "MakeCall" in {name for name, _ in world.office.csta.requests}


@pytest.mark.parametrize("way", ["voice", "a language model"])
async def test_numbers_of_the_own_country_are_new_to_everybody(
    world: World, way: str
) -> None:
    await world.hass.config.async_update(country="DE")
    await WAYS[way](world, "089 555999")
    assert "MakeCall" in {name for name, _ in world.office.csta.requests}


async def test_a_ringing_line_can_be_picked_up(world: World) -> None:
    world.office.ring("701")
    await by_pick_up(world, "701")
    assert world.office.leg("700").state is LegState.CONNECTED


async def test_a_call_is_parked_at_a_line_and_fetched(world: World) -> None:
    await by_park(world, "701")
    await async_wait_state(world.hass, STATE, "idle")
    await by_unpark(world, "701")
    assert world.office.leg("700").state is LegState.CONNECTED


async def test_digits_are_sent_into_calls_and_do_not_dial(world: World) -> None:
    """A phone that is off the hook would take them for a number."""
    world.office.exchange.lift("700")
    await async_wait_state(world.hass, STATE, "dialing")
    with pytest.raises(HomeAssistantError) as error:
        await world.act("send_digits", digits=EVIL[1:])
    assert error.value.translation_key == "call_not_found"
    assert "GenerateDigits" not in {name for name, _ in world.office.csta.requests}


async def test_digits_are_sent_into_answered_calls_only(world: World) -> None:
    """Before the answer, and behind a prefix for outside lines, somebody may hear a dial tone."""
    await world.act("make_call", number="702")
    await async_wait_state(world.hass, STATE, "dialing")
    world.office.answer("700")  # whose own phone rings first
    with pytest.raises(HomeAssistantError) as error:
        await world.act("send_digits", digits=EVIL[1:])
    assert error.value.translation_key == "call_not_found"
    assert "GenerateDigits" not in {name for name, _ in world.office.csta.requests}
    world.office.answer("702")
    await async_wait_state(world.hass, STATE, "connected")
    await world.act("send_digits", digits="12")
    assert "GenerateDigits" in {name for name, _ in world.office.csta.requests}


# There are no other ways


async def test_every_action_with_a_number_is_among_the_ways(world: World) -> None:
    """An action that is new has to be tried here as well."""
    described = load_yaml_dict(INTEGRATION / "services.yaml")
    actions = world.hass.services.async_services_for_domain("telephony")
    assert described.keys() == actions.keys()
    with_number = {
        name for name, action in described.items() if "number" in action["fields"]
    }
    assert with_number == WAYS.keys() & described.keys()


def test_only_the_commands_give_numbers_to_a_switch() -> None:
    """What looks like a call of a switch's method stands in one file."""
    users = {
        file.relative_to(INTEGRATION).as_posix()
        for file in INTEGRATION.rglob("*.py")
        if "cti" not in file.relative_to(INTEGRATION).parts
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in SWITCH_METHODS
        and ast.unparse(node.value).endswith(("switch", "system"))
    }
    assert users == {"lines/commands.py"}


def test_every_command_that_takes_a_number_asks_the_guard_first() -> None:
    """What goes to the phone system is what the guard has returned, never what somebody wrote."""
    module = ast.parse((INTEGRATION / "lines" / "commands.py").read_text())
    guarded = set()
    for node in ast.walk(module):
        if (
            not isinstance(node, ast.Call)
            or not isinstance(node.func, ast.Attribute)
            or node.func.attr not in SWITCH_METHODS
        ):
            continue
        guarded.add(node.func.attr)
        numbers = [
            each.id
            for each in node.args
            if isinstance(each, ast.Name) and each.id in {"number", "dialed"}
        ]
        assert len(numbers) == 1, ast.unparse(node)
        if numbers == ["dialed"]:
            continue
        [row] = [
            each
            for each in ast.walk(module)
            if isinstance(each, ast.Call)
            and any(isinstance(a, ast.Lambda) and a.body is node for a in each.args)
        ]
        assert ast.unparse(row.func) in {"NumberCommand", "CallNumberCommand"}
    assert guarded == SWITCH_METHODS
    dialed = [
        ast.unparse(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "dialed"
    ]
    admitted = "admit(asked, number)"
    assert set(dialed) == {admitted, "None"}
    sent = {
        ast.unparse(node)
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.send"
    }
    assert len(sent) == 4
    assert not [each for each in sent if " number" in each]
