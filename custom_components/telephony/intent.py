"""Intents: call somebody, answer, hang up, who has called; only with lines exposed to Assist."""

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv, intent

from .call_log.entries import LoggedCall
from .call_log.log import unread_missed
from .call_log.trail import Way
from .connection.line_state import FarEnd
from .const import DOMAIN
from .cti.model import CallState, NameSource, Party
from .errors import async_render, user_error
from .lines import commands
from .lines.assist import async_assist_lines, choose_line, find_number
from .lines.origin import Origin
from .lines.owners import async_own_lines
from .lines.permissions import async_check_permission
from .lines.target_line import TargetLine
from .lines.views import logged_call_view
from .numbers.spelling import clean_number

INTENT_ANSWER: Final = "TelephonyAnswer"
INTENT_HANG_UP: Final = "TelephonyHangUp"
INTENT_MAKE_CALL: Final = "TelephonyMakeCall"
INTENT_WHO_CALLED: Final = "TelephonyWhoCalled"

MODEL_PLATFORM: Final = f"{DOMAIN}_llm"
"""As whom language models' tools call intents."""

SLOT_LINE: Final = "line"
SLOT_RECIPIENT: Final = "recipient"
_SPOKEN: Final = str.maketrans("<>&", "   ")
"""What a voice may take for markup (SSML) is not spoken."""


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Register the intents."""
    for handler in (
        AnswerIntent(),
        HangUpIntent(),
        MakeCallIntent(),
        WhoCalledIntent(),
    ):
        intent.async_register(hass, handler)


class TelephonyIntent(intent.IntentHandler):
    """What somebody says of calls; what goes wrong is said in the speaker's language."""

    platforms = {DOMAIN}  # noqa: RUF012  # as the base class has it

    @property
    @override
    def slot_schema(self) -> dict[Any, Any]:
        return {vol.Optional(SLOT_LINE): intent.non_empty_string}

    @abstractmethod
    async def async_act(
        self, intent_obj: intent.Intent, slots: dict[str, str]
    ) -> dict[str, Any]:
        """Do it, and return what can be said of it."""

    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        slots = self.async_validate_slots(intent_obj.slots)
        values = {key: str(slot["value"]) for key, slot in slots.items()}
        response = intent_obj.create_response()
        try:
            response.async_set_speech_slots(await self.async_act(intent_obj, values))
        except HomeAssistantError as error:
            response.async_set_error(
                intent.IntentResponseErrorCode.FAILED_TO_HANDLE,
                await async_render(intent_obj.hass, error, intent_obj.language),
            )
        return response


class MakeCallIntent(TelephonyIntent):
    """Calls somebody by name or number."""

    intent_type = INTENT_MAKE_CALL
    description = (
        "Calls a person from the phone book, a line of the house, or a phone number"
    )

    @property
    @override
    def slot_schema(self) -> dict[Any, Any]:
        return {
            vol.Required(SLOT_RECIPIENT): intent.non_empty_string,
            vol.Optional(SLOT_LINE): cv.string,
        }

    @override
    async def async_act(
        self, intent_obj: intent.Intent, slots: dict[str, str]
    ) -> dict[str, Any]:
        recipient = slots[SLOT_RECIPIENT].strip()
        line = _line(intent_obj, slots, dialing=True)
        number = clean_number(recipient)
        by_name = number is None or number.endswith("*")  # a pattern reaches nobody
        if number is None or by_name:
            number = find_number(line, recipient)
        origin = _origin(intent_obj)._replace(by_name=by_name)
        await commands.MAKE_CALL(line, origin, number)
        return {SLOT_RECIPIENT: recipient, SLOT_LINE: line.name}


class AnswerIntent(TelephonyIntent):
    """Answers what rings."""

    intent_type = INTENT_ANSWER
    description = "Answers the phone that rings"

    @override
    async def async_act(
        self, intent_obj: intent.Intent, slots: dict[str, str]
    ) -> dict[str, Any]:
        line = _line(intent_obj, slots, states=(CallState.RINGING,))
        await commands.ANSWER(line, _origin(intent_obj))
        return {SLOT_LINE: line.name}


class HangUpIntent(TelephonyIntent):
    """Ends a call, or declines what rings."""

    intent_type = INTENT_HANG_UP
    description = "Hangs up, or declines the call that rings"

    @override
    async def async_act(
        self, intent_obj: intent.Intent, slots: dict[str, str]
    ) -> dict[str, Any]:
        line = _line(intent_obj, slots, states=tuple(CallState))
        await commands.HANGUP(line, _origin(intent_obj))
        return {SLOT_LINE: line.name}


class WhoCalledIntent(TelephonyIntent):
    """Tells whose calls were missed."""

    intent_type = INTENT_WHO_CALLED
    description = "Tells whose calls were missed"

    @override
    async def async_act(
        self, intent_obj: intent.Intent, slots: dict[str, str]
    ) -> dict[str, Any]:
        lines = async_assist_lines(intent_obj.hass, intent_obj.assistant)
        if (name := slots.get(SLOT_LINE)) is not None:
            lines = [choose_line(intent_obj.hass, lines, name, None)]
        else:
            lines = async_own_lines(lines, intent_obj.context.user_id)
        if not lines:
            raise user_error("assist_no_line")
        await async_check_permission(
            intent_obj.hass, intent_obj.context, lines, POLICY_READ
        )
        missed = unread_missed(
            (line.coordinator.call_log, line.number) for line in lines
        )
        far_ends = {line.number: line.coordinator.far_end for line in lines}
        callers = dict.fromkeys(_spoken(call, far_ends[call.line]) for call in missed)
        return {"count": len(missed), "callers": ", ".join(callers)}


def _origin(intent_obj: intent.Intent) -> Origin:
    """Return who speaks, or for whom a model does."""
    is_model = intent_obj.platform == MODEL_PLATFORM
    return Origin(Way.MODEL if is_model else Way.VOICE, intent_obj.context)


def _spoken(call: LoggedCall, far_end: Callable[[Party], FarEnd]) -> str:
    """Return what to call a caller aloud.

    A name that only the caller has sent never goes without the number.
    """
    view = logged_call_view(call, far_end)
    name, number = view["name"], view["number"]
    if view["name_source"] == NameSource.NETWORK:
        name = number and f"{name} {number}"
    said = far_end(Party(number, presentation=call.presentation)).party.spoken_name
    return str(said or name or number or "?").translate(_SPOKEN)


def _line(
    intent_obj: intent.Intent,
    slots: dict[str, str],
    *,
    dialing: bool = False,
    states: tuple[CallState, ...] = (),
) -> TargetLine:
    """Return the line that is meant; with `states` among those with such a call."""
    hass = intent_obj.hass
    lines = async_assist_lines(hass, intent_obj.assistant, dialing=dialing)
    if states and lines:
        lines = [line for line in lines if any(map(line.state.has, states))]
        if not lines:
            raise user_error("assist_no_call")
    return choose_line(
        hass,
        lines,
        slots.get(SLOT_LINE),
        intent_obj.device_id,
        intent_obj.context.user_id,
    )
