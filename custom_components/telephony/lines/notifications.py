"""Calls on people's phones: who rings, with buttons for this one call, until it's over.

A button carries the call's ID alone. On which line it is and from which number is looked up when it's
tapped, and whoever taps it needs the right: any app can make up such an event.
"""

import asyncio
from collections.abc import Container, Iterable, Mapping
import logging
import re
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components.notify import (
    ATTR_DATA,
    ATTR_MESSAGE,
    ATTR_TITLE,
    DOMAIN as NOTIFY_DOMAIN,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Context, Event, callback
from homeassistant.exceptions import HomeAssistantError, Unauthorized

from ..call_log.trail import Way
from ..connection.changes import ENTITIES, EVENT
from ..connection.settings import EVERY_LINE, GroupSettings, LineSettings
from ..const import DOMAIN
from ..coordinator import TelephonyCoordinator
from ..cti.capability import Capability
from ..cti.model import CallEvent, CallEventType, Outcome, Presentation
from ..errors import async_render
from .commands import ANSWER, HANGUP, async_make_call
from .origin import Origin
from .permissions import async_may
from .phones import Phone, async_phones
from .sentences import party_name
from .target_line import TargetLine
from .views import event_view

_LOGGER = logging.getLogger(__name__)

EVENT_TAPPED: Final = "mobile_app_notification_action"
BUTTONS: Final = ("answer", "decline", "call_back")
_TAPPED: Final = re.compile(rf"telephony_({'|'.join(BUTTONS)})_(c[0-9a-f]{{32}})")
_MARKUP: Final = str.maketrans("<>", "‹›")
"""The app takes angle brackets for markup."""
STOP_SECONDS: Final = 5.0
"""How long a stop waits until phones have taken away what they show."""


class CallNotifications:
    """Notifies the phones that the lines of a connection name."""

    def __init__(self, entry: ConfigEntry[TelephonyCoordinator]) -> None:
        """Notify nobody before `async_start`."""
        self._entry = entry
        self._coordinator = entry.runtime_data
        self._hass = self._coordinator.hass
        self._phones: dict[str, tuple[str, ...]] = {}
        self._unlisten: list[CALLBACK_TYPE] = []
        self._ringing: dict[tuple[str, str], asyncio.Future[CallEvent | None]] = {}
        """What has become of calls, by line and call ID; None if nobody will tell."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._works = True
        """Whether the last notification went out: what goes wrong is logged once."""

    @callback
    def async_start(self) -> None:
        """Follow which lines notify whom."""
        self._coordinator.changes.listen(ENTITIES, EVERY_LINE, self._lines_changed)
        self._entry.async_on_unload(self._async_stop)
        self._entry.async_on_unload(
            self._hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self._async_stop)
        )
        self._lines_changed(None)

    async def _async_stop(self, _: Event | None = None) -> None:
        """Take away what phones show: nobody would know later when a call is over."""
        self._stop_listening()
        self._forget_all_but(())
        if self._tasks:
            waited = await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
            for each in waited[1]:
                each.cancel()

    def _forget_all_but(self, lines: Container[str]) -> None:
        for (number, _), over in self._ringing.items():
            if number not in lines and not over.done():
                over.set_result(None)

    @callback
    def _lines_changed(self, line: LineSettings | GroupSettings | None) -> None:
        if line is not None:  # it has more entities
            return
        lines = self._coordinator.settings.lines
        phones = {number: each.phones for number, each in lines.items() if each.phones}
        if phones == self._phones:
            return
        self._stop_listening()
        self._phones = phones
        self._forget_all_but(phones)
        for number in phones:
            for kind, heard in (
                (CallEventType.INCOMING, self._rings),
                (CallEventType.ANSWERED, self._over),
                (CallEventType.ENDED, self._over),
            ):
                self._unlisten.append(
                    self._coordinator.changes.listen(EVENT, (number, str(kind)), heard)
                )
        if phones:
            self._unlisten.append(
                self._hass.bus.async_listen(EVENT_TAPPED, self._tapped)
            )

    @callback
    def _stop_listening(self) -> None:
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten.clear()

    # A call

    @callback
    def _rings(self, event: CallEvent, context: Context) -> None:
        key = event.call.line, event.call.call_id
        if event.call.party.blocked or key in self._ringing:
            return
        self._ringing[key] = self._hass.loop.create_future()
        self._run(self._async_notify(event, context))

    @callback
    def _over(self, event: CallEvent, context: Context) -> None:
        over = self._ringing.get((event.call.line, event.call.call_id))
        if over and not over.done():
            over.set_result(event)

    async def _async_notify(self, rings: CallEvent, context: Context) -> None:
        """Show a call, and when it's answered or over take it away; a missed one leaves a notice."""
        line = TargetLine(self._coordinator, rings.call.line)
        key = line.number, rings.call.call_id
        try:
            phones = await async_phones(line, self._phones.get(line.number, ()))
            await self._async_send(
                [(each, self._ringing_message(line, rings, each)) for each in phones],
                context,
            )
            ended = await self._ringing[key]
        finally:
            del self._ringing[key]
        await self._async_send(
            [
                (
                    each,
                    self._missed_message(line, ended, each)
                    if ended
                    and ended.outcome is Outcome.MISSED
                    and not ended.call.party.blocked
                    else _cleared(rings.call.call_id),
                )
                for each in phones
            ],
            context,
        )

    def _ringing_message(
        self, line: TargetLine, event: CallEvent, phone: Phone
    ) -> dict[str, Any]:
        call_id, texts = event.call.call_id, phone.texts
        offers = (
            line.state.capabilities
            if async_may(phone.user, line, POLICY_CONTROL)
            else ()
        )
        buttons = []
        if Capability.ANSWER in offers:
            buttons.append(_button("answer", call_id, texts))
        if Capability.HANGUP in offers:
            buttons.append(_button("decline", call_id, texts) | {"destructive": True})
        message = self._message(line, event, "rings", texts)
        message[ATTR_DATA] |= {
            "channel": texts["notification_channel_calls"],
            "importance": "high",
            "priority": "high",
            "ttl": 0,
            "sticky": "true",
            "notification_icon": "mdi:phone-incoming",
            "actions": buttons,
            "push": {"interruption-level": "time-sensitive", "sound": "default"},
        }
        if picture := line.state.pictures.get(call_id):
            message[ATTR_DATA]["image"] = picture
        return message

    def _missed_message(
        self, line: TargetLine, event: CallEvent, phone: Phone
    ) -> dict[str, Any]:
        message = self._message(line, event, "missed", phone.texts)
        message[ATTR_DATA] |= {
            "channel": phone.texts["notification_channel_missed"],
            "notification_icon": "mdi:phone-missed",
        }
        if event.call.party.number and async_may(phone.user, line, POLICY_CONTROL):
            button = _button("call_back", event.call.call_id, phone.texts)
            message[ATTR_DATA]["actions"] = [button]
        return message

    def _message(
        self, line: TargetLine, event: CallEvent, what: str, texts: Mapping[str, str]
    ) -> dict[str, Any]:
        """Say who calls, at which line, and what was written about the last call."""
        party = event.call.party
        who = party_name(event_view(event), self._hass.config.country)
        hides = party.presentation is Presentation.RESTRICTED
        nobody = texts["notification_hidden" if hides else "notification_unknown"]
        message = texts[f"notification_{what}"].format(line=line.name)
        if party.last_note:
            message = f"{message}\n{party.last_note}"
        return {
            ATTR_TITLE: (who or nobody).translate(_MARKUP),
            ATTR_MESSAGE: message.translate(_MARKUP),
            ATTR_DATA: {"tag": _tag(event.call.call_id), "group": DOMAIN},
        }

    # Phones

    async def _async_send(
        self, messages: Iterable[tuple[Phone, dict[str, Any]]], context: Context
    ) -> None:
        """Send phones their messages; one that can't be reached keeps none from the others."""
        sent = await asyncio.gather(
            *(
                self._hass.services.async_call(
                    NOTIFY_DOMAIN,
                    phone.service,
                    message,
                    blocking=True,
                    context=context,
                )
                for phone, message in messages
            ),
            return_exceptions=True,
        )
        for error in sent:
            if isinstance(error, BaseException) and not isinstance(
                error, HomeAssistantError
            ):
                raise error
        failed = [each for each in sent if each is not None]
        if failed and self._works:
            _LOGGER.warning(
                "A phone of %s wasn't notified: %s", self._entry.title, failed[0]
            )
        self._works = not failed

    # A button

    @callback
    def _tapped(self, event: Event[Mapping[str, Any]]) -> None:
        found = _TAPPED.fullmatch(str(event.data.get("action")))
        if found and event.context.user_id:
            button, call_id = found.groups()
            self._run(self._async_act(button, call_id, event.context))

    async def _async_act(self, button: str, call_id: str, context: Context) -> None:
        """Do what a button says, if its call is one of a line that notifies, and whoever taps it may."""
        origin, log = Origin(Way.USER, context), self._coordinator.call_log
        for number in self._phones:
            line = TargetLine(self._coordinator, number)
            try:
                if button == "call_back":
                    for call in log.line(number).calls:
                        if (call.call_id, call.outcome) == (call_id, Outcome.MISSED):
                            await async_make_call(line, origin, call.number or "")
                elif any(call.call_id == call_id for call in line.state.calls):
                    await (ANSWER if button == "answer" else HANGUP)(
                        line, origin, call_id
                    )
            except Unauthorized:
                return  # it's noted, and the app made it up: nobody was offered this button
            except HomeAssistantError as error:
                await self._async_tell_why(line, call_id, error, context)

    async def _async_tell_why(
        self,
        line: TargetLine,
        call_id: str,
        error: HomeAssistantError,
        context: Context,
    ) -> None:
        """Tell whoever tapped a button why it did nothing."""
        for phone in await async_phones(line, self._phones.get(line.number, ())):
            if phone.user.id != context.user_id:
                continue
            reason = await async_render(self._hass, error, phone.language)
            message = {
                ATTR_TITLE: line.name.translate(_MARKUP),
                ATTR_MESSAGE: reason.translate(_MARKUP),
                ATTR_DATA: {"tag": f"{_tag(call_id)}_refused", "group": DOMAIN},
            }
            await self._async_send([(phone, message)], context)

    def _run(self, work: Any) -> None:
        task = self._hass.async_create_background_task(work, "telephony notification")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _tag(call_id: str) -> str:
    """Return what makes a call's notifications one, which the next takes the place of."""
    return f"telephony_{call_id}"


def _button(what: str, call_id: str, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "action": f"telephony_{what}_{call_id}",
        "title": texts[f"notification_{what}"],
    }


def _cleared(call_id: str) -> dict[str, Any]:
    """Take a call's notification away."""
    return {ATTR_MESSAGE: "clear_notification", ATTR_DATA: {"tag": _tag(call_id)}}
