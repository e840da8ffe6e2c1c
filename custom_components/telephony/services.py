"""The actions, for automations and people: each finds its lines and leaves the rest to commands."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

import voluptuous as vol

from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import VolDictType
from homeassistant.util.json import JsonValueType

from .call_log.notes import MAX_NOTE_LENGTH
from .const import CONF_SERVER, DOMAIN
from .cti.model import Credentials, Direction, ForwardingType, Outcome
from .errors import async_render, user_error
from .lines import commands, phone_settings, supplementary
from .lines.answers import (
    ATTR_CALLS,
    ATTR_DIRECTION,
    ATTR_LIMIT,
    ATTR_NOTE,
    ATTR_OUTCOME,
    ATTR_SINCE,
    async_get_call_log,
    async_get_calls,
    line_data,
)
from .lines.fields import action_schema, digits, display_text, fields_schema, number
from .lines.notes import async_set_note
from .lines.origin import Asked, Origin, async_authorize
from .lines.routing import CONTINUE, async_route_call
from .lines.target_line import TargetLine
from .lines.targets import async_target_lines

ATTR_CALL_ID: Final = "call_id"
ATTR_DIGITS: Final = "digits"
ATTR_ENABLED: Final = "enabled"
ATTR_EVERYONE: Final = "everyone"
ATTR_LAMP: Final = "lamp"
ATTR_MODE: Final = "mode"
ATTR_NUMBER: Final = "number"
ATTR_RING_TIMEOUT: Final = "ring_timeout"
ATTR_ROUTE_ID: Final = "route_id"
ATTR_TEXT: Final = "text"
ATTR_TYPE: Final = "type"


async def _async_set_forwarding(
    target: TargetLine, origin: Origin, **data: Any
) -> None:
    await commands.async_set_forwarding(
        target,
        origin,
        data[ATTR_TYPE],
        data.get(ATTR_NUMBER),
        enabled=data[ATTR_ENABLED],
    )


async def _async_mark_missed_read(target: TargetLine, _: Origin) -> None:
    target.coordinator.async_mark_missed_read(target.number)


class _Action(NamedTuple):
    """What an action does on a line, and its fields, which are the command's arguments."""

    run: Callable[..., Awaitable[str | None]]
    fields: VolDictType = {}  # noqa: RUF012  # nobody changes it
    one_line: bool = False
    admin: bool = False
    answers: SupportsResponse = SupportsResponse.NONE


_CALL: Final[VolDictType] = {vol.Optional(ATTR_CALL_ID): cv.string}
_NUMBER: Final[VolDictType] = {vol.Required(ATTR_NUMBER): number}
_ENABLED: Final[VolDictType] = {vol.Required(ATTR_ENABLED, default=True): cv.boolean}
_LAMP: Final[VolDictType] = {
    vol.Required(ATTR_LAMP): cv.string,
    vol.Required(ATTR_MODE): vol.In(phone_settings.LAMP_MODES),
}
_TEXT: Final[VolDictType] = {vol.Required(ATTR_TEXT): display_text}
_ACTIONS: Final[Mapping[str, _Action]] = {
    "add_to_conference": _Action(
        run=commands.ADD_TO_CONFERENCE, fields=_NUMBER | _CALL, one_line=True
    ),
    "answer": _Action(run=commands.ANSWER, fields=_CALL),
    "call_back": _Action(run=supplementary.CALL_BACK, fields=_CALL),
    "camp_on": _Action(run=supplementary.CAMP_ON, fields=_CALL),
    "cancel_call_back": _Action(run=supplementary.CANCEL_CALL_BACK),
    "complete_transfer": _Action(run=supplementary.COMPLETE_TRANSFER),
    "conference": _Action(run=supplementary.CONFERENCE),
    "consult": _Action(
        run=commands.CONSULT,
        fields=_NUMBER | _CALL,
        one_line=True,
        answers=SupportsResponse.OPTIONAL,
    ),
    "deflect": _Action(run=commands.DEFLECT, fields=_NUMBER | _CALL),
    "group_pick_up": _Action(run=supplementary.GROUP_PICK_UP, one_line=True),
    "hangup": _Action(
        run=commands.async_hangup,
        fields={**_CALL, vol.Optional(ATTR_EVERYONE): cv.boolean},
    ),
    "hold": _Action(run=commands.HOLD, fields=_CALL),
    "login": _Action(
        run=lambda target, origin, **data: commands.async_login(
            target, origin, Credentials(**data) if data else None
        ),
        fields={
            vol.Inclusive(CONF_USERNAME, "credentials"): cv.string,
            vol.Inclusive(CONF_PASSWORD, "credentials"): cv.string,
            vol.Inclusive(CONF_SERVER, "credentials"): cv.string,
        },
        admin=True,
    ),
    "logout": _Action(run=commands.LOGOUT, admin=True),
    "make_call": _Action(
        run=commands.async_make_call,
        fields={
            **_NUMBER,
            vol.Optional(ATTR_RING_TIMEOUT): vol.All(
                vol.Coerce(float), vol.Range(min=1, max=3600)
            ),
        },
        one_line=True,
        answers=SupportsResponse.OPTIONAL,
    ),
    "mark_missed_read": _Action(run=_async_mark_missed_read),
    "park": _Action(run=commands.PARK, fields=_NUMBER | _CALL, one_line=True),
    "pick_up": _Action(run=commands.PICK_UP, fields=_NUMBER, one_line=True),
    "reconnect": _Action(run=supplementary.RECONNECT),
    "retrieve": _Action(run=commands.RETRIEVE, fields=_CALL),
    "send_digits": _Action(
        run=commands.async_send_digits,
        fields={vol.Required(ATTR_DIGITS): digits, **_CALL},
    ),
    "set_display": _Action(run=phone_settings.async_set_display, fields=_TEXT),
    "set_forwarding": _Action(
        run=_async_set_forwarding,
        fields={
            vol.Required(ATTR_TYPE): vol.Coerce(ForwardingType),
            vol.Optional(ATTR_NUMBER): number,
            **_ENABLED,
        },
        admin=True,
    ),
    "set_lamp": _Action(run=phone_settings.async_set_lamp, fields=_LAMP),
    "set_message_waiting": _Action(
        run=commands.async_set_message_waiting, fields=_ENABLED
    ),
    "set_mute": _Action(run=phone_settings.async_set_mute, fields=_ENABLED),
    "set_note": _Action(
        run=async_set_note,
        fields={
            vol.Required(ATTR_NOTE): vol.All(
                cv.string, vol.Length(max=MAX_NOTE_LENGTH)
            ),
            **_CALL,
        },
        one_line=True,
    ),
    "switch_call": _Action(run=commands.SWITCH_CALL, fields=_CALL),
    "transfer": _Action(run=commands.TRANSFER, fields=_NUMBER | _CALL),
    "unpark": _Action(run=commands.UNPARK, fields=_NUMBER, one_line=True),
}
_ROUTE_FIELDS: Final[VolDictType] = {
    vol.Required(ATTR_ROUTE_ID): cv.string,
    vol.Optional(ATTR_NUMBER): number,
}
_CALL_LOG_FIELDS: Final[VolDictType] = {
    vol.Optional(ATTR_LIMIT): vol.All(vol.Coerce(int), vol.Range(min=1)),
    vol.Optional(ATTR_DIRECTION): vol.All(cv.ensure_list, [vol.Coerce(Direction)]),
    vol.Optional(ATTR_OUTCOME): vol.All(cv.ensure_list, [vol.Coerce(Outcome)]),
    vol.Optional(ATTR_SINCE): cv.datetime,
}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, action in _ACTIONS.items():
        hass.services.async_register(
            DOMAIN,
            name,
            partial(_async_act, action),
            schema=action_schema(action.fields),
            supports_response=action.answers,
        )
    hass.services.async_register(
        DOMAIN, "route_call", _async_route_call, schema=fields_schema(_ROUTE_FIELDS)
    )
    for name, answer, fields in (
        ("get_calls", async_get_calls, {}),
        ("get_call_log", async_get_call_log, _CALL_LOG_FIELDS),
    ):
        hass.services.async_register(
            DOMAIN,
            name,
            answer,
            schema=action_schema(fields),
            supports_response=SupportsResponse.ONLY,
        )


async def _async_act(action: _Action, call: ServiceCall) -> ServiceResponse:
    """Run a command on each targeted line, if the user may on all, and answer with its calls."""
    targets = async_target_lines(call.hass, call.data)
    origin = Origin.of_action(call.context)
    number = call.data.get(ATTR_NUMBER)
    asked = [Asked(each, origin, call.service, number) for each in targets]
    await async_authorize(asked, admin=action.admin)
    if action.one_line and len(targets) > 1:
        lines = ", ".join(each.number for each in targets)
        raise user_error("one_line_needed", lines=lines)
    names = {str(marker) for marker in action.fields}
    data = {key: value for key, value in call.data.items() if key in names}
    results = await asyncio.gather(
        *(action.run(each, origin, **data) for each in targets),
        return_exceptions=True,
    )
    await _async_raise_failures(call.hass, results)
    if not call.return_response:
        return None
    calls: list[JsonValueType] = [
        {**line_data(target), ATTR_CALL_ID: str(call_id)}
        for target, call_id in zip(targets, results, strict=True)
    ]
    return {ATTR_CALLS: calls}


async def _async_route_call(call: ServiceCall) -> None:
    """Say where a call goes that asked."""
    origin = Origin.of_action(call.context)
    route_id, to = call.data[ATTR_ROUTE_ID], call.data.get(ATTR_NUMBER, CONTINUE)
    await async_route_call(call.hass, origin, route_id, to)


async def _async_raise_failures(hass: HomeAssistant, results: Sequence[object]) -> None:
    """Raise what went wrong: one line's own error, or one with those of all, which name them."""
    failures = [each for each in results if isinstance(each, BaseException)]
    for error in failures:
        if len(results) == 1 or not isinstance(error, HomeAssistantError):
            raise error
    if not failures:
        return
    mendable = all(isinstance(each, ServiceValidationError) for each in failures)
    language = hass.config.language
    texts = [await async_render(hass, error, language) for error in failures]
    raise (ServiceValidationError if mendable else HomeAssistantError)(
        translation_domain=DOMAIN,
        translation_key="lines_failed",
        translation_placeholders={"failures": " ".join(texts)},
    )
