"""Every way from the outside to a command of the phone system, found in Home Assistant and in the code.

`DOORS` says of each what it leads to, who may pass, and how it is tried. What is found and has no
entry there, or the other way around, is a fault: tests/test_doors.py looks.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
import inspect
from pathlib import Path
from typing import Any, Final

from custom_components import telephony
from custom_components.telephony.cti.csta.system import CstaSystem
from custom_components.telephony.cti.system import PhoneSystem
from custom_components.telephony.cti.telestra.system import TelestraSystem
from custom_components.telephony.lines.notifications import BUTTONS
from homeassistant.components import conversation
from homeassistant.components.frontend.storage import async_user_store
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity_registry as er, intent, llm
from homeassistant.util.yaml import load_yaml_dict

from .home import OUTSIDE

BLUEPRINTS: Final = (
    Path(telephony.__file__).parent / "blueprints" / "automation" / "telephony"
)
LIFE: Final = {"start", "stop", "wait_synchronized", "named_lines"}
"""What a phone system does that is no command."""
COMMANDS: Final = {
    "add_to_conference": {"SingleStepConferenceCall"},
    "answer": {"AnswerCall"},
    "call_back": {"CallBack"},
    "camp_on": {"CamponCall"},
    "cancel_call_back": {"CancelCallBack"},
    "complete_transfer": {"TransferCall"},
    "conference": {"ConferenceCall"},
    "consult": {"ConsultationCall"},
    "deflect": {"DeflectCall"},
    "group_pick_up": {"GroupPickupCall"},
    "hangup": {"ClearCall", "ClearConnection"},
    "hold": {"HoldCall"},
    "login": {"login"},
    "logout": {"logout"},
    "make_call": {"MakeCall"},
    "park": {"ParkCall"},
    "pick_up": {"DirectedPickupCall"},
    "reconnect": {"ReconnectCall"},
    "retrieve": {"RetrieveCall"},
    "send_digits": {"GenerateDigits"},
    "set_agent_state": {"SetAgentState"},
    "set_display": {"SetDisplay"},
    "set_do_not_disturb": {"SetDoNotDisturb"},
    "set_forwarding": {"SetForwarding"},
    "set_message_waiting": {"SetMessageWaitingIndicator"},
    "set_phone": {
        *("SetMicrophoneMute", "SetSpeakerMute"),
        *("SetSpeakerVolume", "SetRingerStatus", "SetLampMode"),
    },
    "switch_call": {"AlternateCall"},
    "transfer": {"SingleStepTransferCall"},
    "unpark": {"DirectedPickupCall"},
}
"""What each command of a phone system sends."""
WITHOUT_DOOR: Final[set[str]] = set()
"""Commands that nobody can give: only the client's library offers them."""


# What there is


def found_commands(
    systems: Iterable[type[PhoneSystem]] = (PhoneSystem, CstaSystem, TelestraSystem),
) -> set[str]:
    """Return the commands of all kinds of phone systems."""
    return {
        name
        for system in systems
        for name, _ in inspect.getmembers(system, inspect.iscoroutinefunction)
        if not name.startswith("_") and name not in LIFE
    }


async def async_found_doors(hass: HomeAssistant) -> set[str]:
    """Return everything by which somebody could reach a command."""
    return {
        *found_actions(hass),
        *found_entities(hass),
        *found_intents(hass),
        *await async_found_tools(hass),
        *found_websocket_commands(hass),
        *found_notification_buttons(),
        *(f"blueprint {name}: {action}" for name, action in found_buttons()),
    }


def found_actions(hass: HomeAssistant) -> Iterator[str]:
    """Return our actions."""
    for name in hass.services.async_services_for_domain("telephony"):
        yield f"action {name}"


def found_entities(hass: HomeAssistant) -> Iterator[str]:
    """Return what Home Assistant's actions can do with our entities, also the disabled ones."""
    for entity in er.async_get(hass).entities.values():
        if entity.platform == "telephony":
            for service in hass.services.async_services_for_domain(entity.domain):
                yield f"{entity.domain}.{service} {entity.translation_key}"


def found_intents(hass: HomeAssistant) -> Iterator[str]:
    """Return what people can say."""
    for handler in intent.async_get(hass):
        if "telephony" in (handler.platforms or ()):
            yield f"intent {handler.intent_type}"


async def async_found_tools(hass: HomeAssistant) -> list[str]:
    """Return what language models are given."""
    api = await llm.async_get_api(hass, llm.LLM_API_ASSIST, model_context(Context()))
    return [
        f"tool {tool.name}"
        for tool in api.tools
        if type(tool).__module__.startswith(telephony.__name__)
        or tool.name.startswith("telephony")
    ]


def found_websocket_commands(hass: HomeAssistant) -> Iterator[str]:
    """Return what browsers and apps can ask for."""
    for command in hass.data["websocket_api"]:
        if command.startswith("telephony/"):
            yield f"websocket {command}"


def found_notification_buttons() -> Iterator[str]:
    """Return what can be tapped in the notifications that a line sends."""
    for name in BUTTONS:
        yield f"notification {name}"


def found_buttons() -> Iterator[tuple[str, str]]:
    """Return our actions in blueprints that hear of events, which any app can make up."""
    for path in sorted(BLUEPRINTS.glob("*.yaml")):
        blueprint = load_yaml_dict(path)
        kinds = {trigger["trigger"] for trigger in blueprint["triggers"]}
        if "event" in kinds:
            for action in sorted(set(_actions_in(blueprint))):
                yield path.stem, action


def _actions_in(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        action = part.get("action")
        if isinstance(action, str) and action.startswith("telephony."):
            yield action.removeprefix("telephony.")
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _actions_in(each)


def model_context(context: Context) -> llm.LLMContext:
    """Return whom a model works for."""
    return llm.LLMContext("test", context, "en", conversation.DOMAIN, None)


# Who may pass

NOBODY: Final = frozenset[str]()
ADMIN: Final = frozenset({"admin", "no user"})
CONTROL: Final = ADMIN | {"control"}
READ: Final = CONTROL | {"read"}
RIGHTS: Final = ("none", "read", "control", "admin", "no user")
"""No user stands behind an automation, nor behind a voice in a room."""


@dataclass(frozen=True, slots=True)
class Try:
    """Somebody who tries a door."""

    hass: HomeAssistant
    context: Context
    ask: Callable[[dict[str, Any]], Awaitable[str]]
    """Sends a websocket command and returns all that is answered."""
    route_id: str = ""
    """Names a call that asks where to go."""

    async def act(self, domain: str, service: str, entity_id: str, **data: Any) -> str:
        """Call an action and return what it answers."""
        has_answer = service in {"get_calls", "get_call_log", "get_items"}
        answer = await self.hass.services.async_call(
            domain,
            service,
            {"entity_id": entity_id, **data},
            blocking=True,
            context=self.context,
            return_response=has_answer,
        )
        return str(answer)


@dataclass(frozen=True, slots=True)
class Door:
    """A way to a command, or to something that only tells or keeps."""

    rights: frozenset[str]
    knock: Callable[[Try], Awaitable[str]]
    """Tries it; what it returns is what somebody learned."""
    command: str | None = None
    ready: str = "idle"
    """What line 700 does before."""
    tells: str | None = None
    """What who may pass learns, where it only tells."""


def _action(
    name: str,
    command: str | None,
    ready: str = "idle",
    rights: frozenset[str] = CONTROL,
    tells: str | None = None,
    line: str = "sensor.line_700_state",
    **data: Any,
) -> dict[str, Door]:
    async def knock(by: Try) -> str:
        return await by.act("telephony", name, line, **data)

    return {f"action {name}": Door(rights, knock, command, ready, tells)}


def _route_call() -> dict[str, Door]:
    """The action that names a call and no line."""

    async def knock(by: Try) -> str:
        await by.hass.services.async_call(
            "telephony",
            "route_call",
            {"route_id": by.route_id, "number": "702"},
            blocking=True,
            context=by.context,
        )
        return ""

    return {"action route_call": Door(ADMIN, knock, ready="asking")}


def _entity(
    service: str,
    key: str,
    command: str | None,
    ready: str = "idle",
    rights: frozenset[str] = CONTROL,
    line: str = "700",
    **data: Any,
) -> dict[str, Door]:
    domain, _, name = service.partition(".")

    async def knock(by: Try) -> str:
        [entity_id] = [
            entity.entity_id
            for entity in er.async_get(by.hass).entities.values()
            if entity.domain == domain and entity.unique_id.endswith(f"_{line}_{key}")
        ]
        return await by.act(domain, name, entity_id, **data)

    return {f"{service} {key}": Door(rights, knock, command, ready)}


def _voice(
    name: str,
    command: str | None,
    ready: str = "idle",
    rights: frozenset[str] = CONTROL,
    tells: str | None = None,
    **slots: str,
) -> dict[str, Door]:
    async def knock(by: Try) -> str:
        response = await intent.async_handle(
            by.hass,
            conversation.DOMAIN,
            name,
            {key: {"value": value} for key, value in slots.items()},
            context=by.context,
            assistant=conversation.DOMAIN,
        )
        return str(response.as_dict() | {"slots": response.speech_slots})

    return {f"intent {name}": Door(rights, knock, command, ready, tells)}


def _tool(
    name: str,
    command: str | None,
    ready: str = "idle",
    rights: frozenset[str] = CONTROL,
    tells: str | None = None,
    **arguments: str,
) -> dict[str, Door]:
    async def knock(by: Try) -> str:
        context = model_context(by.context)
        api = await llm.async_get_api(by.hass, llm.LLM_API_ASSIST, context)
        return str(await api.async_call_tool(llm.ToolInput(name, arguments)))

    return {f"tool {name}": Door(rights, knock, command, ready, tells)}


def _websocket(
    name: str,
    /,
    ready: str = "idle",
    tells: str = "'700'",
    rights: frozenset[str] = READ,
    **fields: Any,
) -> dict[str, Door]:
    """A command of the websocket; whoever sends one is a user."""

    async def knock(by: Try) -> str:
        return await by.ask({"type": f"telephony/{name}", **fields})

    return {
        f"websocket telephony/{name}": Door(
            rights - {"no user"}, knock, None, ready, tells
        )
    }


def _note_of_last_call() -> dict[str, Door]:
    """The command that names a call."""

    async def knock(by: Try) -> str:
        last = by.hass.states.get("sensor.line_700_last_call")
        assert last
        return await by.ask(
            {
                "type": "telephony/set_note",
                "device_id": "DEVICE",
                "call_id": last.attributes["call_id"],
                "note": "asked for Ada",
            }
        )

    name = "websocket telephony/set_note"
    return {name: Door(CONTROL - {"no user"}, knock, tells="asked for Ada")}


def _favorites() -> dict[str, Door]:
    """Whatever numbers somebody has written among their favorites, names are only for who may read."""

    async def knock(by: Try) -> str:
        assert by.context.user_id
        store = await async_user_store(by.hass, by.context.user_id)
        entries = by.hass.config_entries.async_entries("telephony")
        written = {entry.entry_id: ["702"] for entry in entries}
        await store.async_set_item("telephony_favorites", written)
        return await by.ask({"type": "telephony/subscribe_favorites"})

    name = "websocket telephony/subscribe_favorites"
    return {name: Door(READ - {"no user"}, knock, tells="Ada Lovelace")}


def _tapped(button: str, command: str, ready: str) -> dict[str, Door]:
    """A button of a line's notification, tapped by an app or made up: its user's right counts."""

    async def knock(by: Try) -> str:
        kind = "remote_party" if ready == "ringing" else "last_call"
        state = by.hass.states.get(f"sensor.line_700_{kind}")
        assert state
        by.hass.bus.async_fire(
            "mobile_app_notification_action",
            {"action": f"telephony_{button}_{state.attributes['call_id']}"},
            context=by.context,
        )
        await by.hass.async_block_till_done()
        return ""

    rights = CONTROL - {"no user"}
    return {f"notification {button}": Door(rights, knock, command, ready)}


def _made_up(blueprint: str, action: str) -> dict[str, Door]:
    """A button of a notification, pressed by an app that was offered none."""

    async def knock(by: Try) -> str:
        for what in (
            *(f"{action}|", "answer|", "decline|", "call_back|", "open|", ""),
        ):
            for rest in ("700|+4989555999", "+4989555999|700", "c0|700", "|", ""):
                by.hass.bus.async_fire(
                    "mobile_app_notification_action",
                    {"action": f"telephony automation.{blueprint}|{what}{rest}"},
                    context=by.context,
                )
                await by.hass.async_block_till_done()
        return ""

    command = None if action.startswith("get_") else action
    door = Door(NOBODY, knock, command, ready="ringing", tells="700")
    return {f"blueprint {blueprint}: {action}": door}


DOORS: Final[dict[str, Door]] = {
    # Actions, which the card and apps call too
    **_action("add_to_conference", "add_to_conference", "connected", number="702"),
    **_action("answer", "answer", "ringing"),
    **_action("call_back", "call_back", "dialing"),
    **_action("camp_on", "camp_on", "dialing"),
    **_action("cancel_call_back", "cancel_call_back", "called back"),
    **_action("complete_transfer", "complete_transfer", "held and connected"),
    **_action("conference", "conference", "held and connected"),
    **_action("consult", "consult", "connected", number="702"),
    **_action("deflect", "deflect", "ringing", number="702"),
    **_action("group_pick_up", "group_pick_up", "ringing at 701"),
    **_action("hangup", "hangup", "ringing"),
    **_action("hold", "hold", "connected"),
    **_action("login", "login", rights=ADMIN, line="sensor.705_state"),
    **_action("logout", "logout", rights=ADMIN, line="sensor.705_state"),
    **_action("make_call", "make_call", number="702"),
    **_action("mark_missed_read", None),
    **_action("park", "park", "connected", number="701"),
    **_action("pick_up", "pick_up", "ringing at 701", number="701"),
    **_action("reconnect", "reconnect", "held and connected"),
    **_action("retrieve", "retrieve", "held"),
    **_route_call(),
    **_action("send_digits", "send_digits", "connected", digits="1"),
    **_action("set_display", "set_display", text="back soon"),
    **_action(
        "set_forwarding", "set_forwarding", rights=ADMIN, type="all", number="702"
    ),
    **_action("set_message_waiting", "set_message_waiting"),
    **_action("set_lamp", "set_phone", lamp="2", mode="steady"),
    **_action("set_mute", "set_phone"),
    **_action("set_note", None, "ringing", note="a note"),
    **_action("switch_call", "switch_call", "held and connected"),
    **_action("transfer", "transfer", "connected", number="702"),
    **_action("unpark", "unpark", "parked at 701", number="701"),
    **_action("get_calls", None, "ringing", rights=READ, tells="ringing"),
    **_action("get_call_log", None, rights=READ, tells="'700'"),
    # Entities
    **_entity("button.press", "answer", "answer", "ringing"),
    **_entity("button.press", "dial", "make_call"),
    **_entity("button.press", "hangup", "hangup", "ringing"),
    **_entity("button.press", "hold", "hold", "connected"),
    **_entity("button.press", "mark_missed_read", None),
    **_entity("button.press", "redial", "make_call"),
    **_entity("button.press", "retrieve", "retrieve", "held"),
    **_entity("todo.add_item", "missed_calls", None, rights=NOBODY, item="Ada"),
    **_entity("todo.get_items", "missed_calls", None, "missed"),
    **_entity("todo.remove_completed_items", "missed_calls", None, rights=NOBODY),
    **_entity(
        "todo.remove_item",
        "missed_calls",
        None,
        "missed",
        rights=NOBODY,
        item=[OUTSIDE],
    ),
    **_entity(
        "todo.update_item",
        "missed_calls",
        None,
        "missed",
        item=OUTSIDE,
        status="completed",
    ),
    **_entity("number.set_value", "ringer_volume", "set_phone", value=20),
    **_entity("number.set_value", "speaker_volume", "set_phone", value=20),
    **_entity("select.select_first", "agent_state", "set_agent_state"),
    **_entity("select.select_last", "agent_state", "set_agent_state"),
    **_entity("select.select_next", "agent_state", "set_agent_state", cycle=True),
    **_entity(
        "select.select_option", "agent_state", "set_agent_state", option="not_ready"
    ),
    **_entity("select.select_previous", "agent_state", "set_agent_state", cycle=True),
    **_entity("switch.toggle", "do_not_disturb", "set_do_not_disturb"),
    **_entity("switch.turn_off", "do_not_disturb", "set_do_not_disturb"),
    **_entity("switch.turn_on", "do_not_disturb", "set_do_not_disturb"),
    **_entity("switch.toggle", "microphone_mute", "set_phone"),
    **_entity("switch.turn_off", "microphone_mute", "set_phone"),
    **_entity("switch.turn_on", "microphone_mute", "set_phone"),
    **_entity("switch.toggle", "ringer", "set_phone"),
    **_entity("switch.turn_off", "ringer", "set_phone"),
    **_entity("switch.turn_on", "ringer", "set_phone", "silent"),
    **_entity("switch.toggle", "speaker_mute", "set_phone"),
    **_entity("switch.turn_off", "speaker_mute", "set_phone"),
    **_entity("switch.turn_on", "speaker_mute", "set_phone"),
    **_entity(
        "switch.toggle", "registered", "logout", "registered", rights=ADMIN, line="705"
    ),
    **_entity(
        "switch.turn_off",
        "registered",
        "logout",
        "registered",
        rights=ADMIN,
        line="705",
    ),
    **_entity(
        "switch.turn_on", "registered", "login", "registered", rights=ADMIN, line="705"
    ),
    **_entity("text.set_value", "dial_number", None, value="702"),
    # Voices and models
    **_voice("TelephonyAnswer", "answer", "ringing"),
    **_voice("TelephonyHangUp", "hangup", "ringing"),
    **_voice("TelephonyMakeCall", "make_call", recipient="702"),
    **_voice("TelephonyWhoCalled", None, rights=READ, tells="callers"),
    **_tool("telephony__TelephonyAnswer", "answer", "ringing"),
    **_tool("telephony__TelephonyHangUp", "hangup", "ringing"),
    **_tool("telephony__TelephonyMakeCall", "make_call", recipient="702"),
    **_tool("telephony__get_calls", None, "ringing", rights=READ, tells="ringing"),
    # Browsers and apps
    **_websocket("call_log", device_id="DEVICE"),
    **_websocket(
        "check_number",
        rights=CONTROL,
        tells="PL",
        device_id="DEVICE",
        number="+48221234567",
    ),
    **_websocket("lines"),
    **_websocket(
        "save_contact",
        rights=ADMIN,
        tells="+4930999",
        device_id="DEVICE",
        name="Grace",
        number="+4930999",
    ),
    **_websocket("search", tells="Ada Lovelace", device_id="DEVICE", query="ada"),
    **_websocket(
        "set_favorite",
        tells="+4930999",
        device_id="DEVICE",
        number="+4930999",
        favorite=True,
    ),
    **_note_of_last_call(),
    **_websocket("subscribe"),
    **_favorites(),
    **_websocket("subscribe_incoming", "ringing"),
    # Buttons of notifications
    **_tapped("answer", "answer", "ringing"),
    **_tapped("decline", "hangup", "ringing"),
    **_tapped("call_back", "make_call", "missed"),
    **_made_up("door_phone", "answer"),
    **_made_up("door_phone", "get_calls"),
    **_made_up("incoming_call_notification", "answer"),
    **_made_up("incoming_call_notification", "get_call_log"),
    **_made_up("incoming_call_notification", "hangup"),
    **_made_up("incoming_call_notification", "make_call"),
    **_made_up("missed_call_notice", "get_call_log"),
    **_made_up("missed_call_notice", "make_call"),
}
