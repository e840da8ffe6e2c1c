"""Intents: call somebody, answer, hang up, who has called; only with lines exposed to Assist."""

from abc import abstractmethod
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv, intent
from homeassistant.helpers.translation import async_get_translations

from .call_log.missed import unread_missed
from .const import DOMAIN
from .cti.model import CallState
from .lines import commands
from .lines.assist import (
    AssistLine,
    assist_error,
    async_assist_lines,
    choose_line,
    find_number,
)
from .lines.permissions import async_check_permission
from .numbers.dial_plan import clean_number

INTENT_ANSWER: Final = "TelephonyAnswer"
INTENT_HANG_UP: Final = "TelephonyHangUp"
INTENT_MAKE_CALL: Final = "TelephonyMakeCall"
INTENT_WHO_CALLED: Final = "TelephonyWhoCalled"

SLOT_LINE: Final = "line"
SLOT_RECIPIENT: Final = "recipient"


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
                await _async_say(intent_obj, error),
            )
        return response


class MakeCallIntent(TelephonyIntent):
    """Calls somebody by name or number."""

    intent_type = INTENT_MAKE_CALL
    description = (
        "Calls a person from the phone book, a line of the house, or a telephone number"
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
        number = clean_number(recipient) or find_number(line, recipient)
        await _async_check(intent_obj, [line], POLICY_CONTROL)
        await commands.async_make_call(line.coordinator, line.number, number)
        return {SLOT_RECIPIENT: recipient, SLOT_LINE: line.name}


class AnswerIntent(TelephonyIntent):
    """Answers what rings."""

    intent_type = INTENT_ANSWER
    description = "Answers the telephone that rings"

    @override
    async def async_act(
        self, intent_obj: intent.Intent, slots: dict[str, str]
    ) -> dict[str, Any]:
        line = _line(intent_obj, slots, states=(CallState.RINGING,))
        await _async_check(intent_obj, [line], POLICY_CONTROL)
        await commands.async_answer(line.coordinator, line.number)
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
        await _async_check(intent_obj, [line], POLICY_CONTROL)
        await commands.async_hangup(line.coordinator, line.number)
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
        if not lines:
            raise assist_error("assist_no_line")
        await _async_check(intent_obj, lines, POLICY_READ)
        missed = unread_missed(line.key for line in lines)
        callers = dict.fromkeys(call.name or call.number or "?" for call in missed)
        return {"count": len(missed), "callers": ", ".join(callers)}


def _line(
    intent_obj: intent.Intent,
    slots: dict[str, str],
    *,
    dialing: bool = False,
    states: tuple[CallState, ...] = (),
) -> AssistLine:
    """Return the line that is meant; with `states` among those with such a call."""
    hass = intent_obj.hass
    lines = async_assist_lines(hass, intent_obj.assistant, dialing=dialing)
    if states and lines:
        lines = [line for line in lines if _has_call(line, states)]
        if not lines:
            raise assist_error("assist_no_call")
    return choose_line(hass, lines, slots.get(SLOT_LINE), intent_obj.device_id)


def _has_call(line: AssistLine, states: tuple[CallState, ...]) -> bool:
    known = line.coordinator.line(line.number)
    return known is not None and any(call.state in states for call in known.calls)


async def _async_check(
    intent_obj: intent.Intent, lines: list[AssistLine], policy: str
) -> None:
    keys = [line.key for line in lines]
    await async_check_permission(intent_obj.hass, intent_obj.context, keys, policy)


async def _async_say(intent_obj: intent.Intent, error: HomeAssistantError) -> str:
    """Return what went wrong, in the speaker's language."""
    texts = await async_get_translations(
        intent_obj.hass, intent_obj.language, "exceptions", {DOMAIN}
    )
    text = texts.get(f"component.{DOMAIN}.exceptions.{error.translation_key}.message")
    if text is None or error.translation_domain != DOMAIN:
        return str(error) or type(error).__name__
    return text.format(**(error.translation_placeholders or {}))
