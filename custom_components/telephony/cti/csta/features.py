"""What a line is set to, call-backs and agents: events, and what the switch shows that it can tell."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import partial
import logging
from typing import Final

from ..errors import LinkError, NotConnected, NotSupported, OutcomeUnknown, RequestError
from ..line import Line
from ..model import Forwarding, ForwardingType
from .agents import EVENTS as AGENT_EVENTS, read_agent
from .phone_parts import EVENTS as PHONE_EVENTS, PROBES as PHONE_PROBES
from .session import CstaSession
from .snapshot import QUIET_TIMEOUT
from .wire.identifiers import identified_party, party
from .wire.xml import Element, child, descendants, flag, own_text, text

_LOGGER = logging.getLogger(__name__)

FORWARDING_TYPES: Final[Mapping[ForwardingType, str]] = {
    ForwardingType.ALL: "forwardImmediate",
    ForwardingType.BUSY: "forwardBusy",
    ForwardingType.NO_ANSWER: "forwardNoAns",
}
_TYPES_BY_WORD: Final = {word: type_ for type_, word in FORWARDING_TYPES.items()}


def set_forwarding(line: Line, forwarding: Forwarding) -> None:
    """Take over one forwarding of a line."""
    known = line.forwarding or {}
    if known.get(forwarding.type) != forwarding:
        line.forwarding = {**known, forwarding.type: forwarding}
        line.mark_changed()


def set_do_not_disturb(line: Line, on: bool | None) -> None:
    """Take over whether a line does not want to be disturbed."""
    if on is not None and line.do_not_disturb is not on:
        line.do_not_disturb = on
        line.mark_changed()


def set_message_waiting(line: Line, on: bool | None) -> None:
    """Take over whether messages wait for a line."""
    if on is not None and line.message_waiting is not on:
        line.message_waiting = on
        line.mark_changed()


def _do_not_disturb(line: Line, root: Element) -> None:
    set_do_not_disturb(line, flag(root, "doNotDisturbOn"))


def _message_waiting(line: Line, root: Element) -> None:
    set_message_waiting(line, flag(root, "messageWaitingOn"))


def _forwarding_event(line: Line, root: Element) -> None:
    number = party(child(root, "forwardTo")).number
    _forwarding(line, root, number)


def _forwarding_list(line: Line, root: Element) -> None:
    """Read GetForwardingResponse; a list without an entry means no forwarding of its type."""
    before = line.forwarding
    line.forwarding = {
        type_: Forwarding(type_, None, enabled=False) for type_ in ForwardingType
    }
    for item in descendants(root, "forwardListItem"):
        device = own_text(child(item, "forwardDN"))
        _forwarding(line, item, identified_party(device).number)
    if line.forwarding != before:
        line.mark_changed()


def _forwarding(line: Line, item: Element, number: str | None) -> None:
    word = text(item, "forwardingType") or FORWARDING_TYPES[ForwardingType.ALL]
    enabled = flag(item, "forwardStatus")
    if (type_ := _TYPES_BY_WORD.get(word)) is not None and enabled is not None:
        set_forwarding(line, Forwarding(type_, number if enabled else None, enabled))


def set_in_service(line: Line, _: Element | None = None, *, in_service: bool) -> None:
    """Take over whether the phone can be used."""
    if line.in_service is not in_service:
        line.in_service = in_service
        line.mark_changed()


def set_call_back(line: Line, target: str | None, *, wanted: bool) -> None:
    """Take over whether the line is called back when somebody is free."""
    if target is None:
        return
    others = tuple(each for each in line.call_backs if each != target)
    line.call_backs = (*others, target)[-MOST_CALL_BACKS:] if wanted else others


def _call_back(line: Line, root: Element) -> None:
    target = party(child(root, "targetDevice")).number
    set_call_back(line, target, wanted=flag(root, "callBackSetCanceled") is True)


EVENTS: Final[Mapping[str, Callable[[Line, Element], None]]] = {
    "CallBackEvent": _call_back,
    "DoNotDisturbEvent": _do_not_disturb,
    "ForwardingEvent": _forwarding_event,
    "MessageWaitingEvent": _message_waiting,
    "BackInServiceEvent": partial(set_in_service, in_service=True),
    "OutOfServiceEvent": partial(set_in_service, in_service=False),
    **AGENT_EVENTS,
    **PHONE_EVENTS,
}
"""The events of device features (ECMA-269, clauses 21.2 and 22.2), and of maintenance (17.7)."""
READ_AGAIN: Final = 30.0
"""Seconds until a line's features are asked for again where no answer came."""
MOST_CALL_BACKS: Final = 20
"""Call-backs of a line that are known."""
_REFUSALS: Final = 3
"""Lines that must be refused a feature before the others are not asked for it."""
_FEW_HAVE: Final = dict.fromkeys(("GetAgentState", *PHONE_PROBES), 30)
"""The same for what only some lines have."""
_PROBES: Final[Mapping[str, Callable[[Line, Element], None]]] = {
    "GetDoNotDisturb": _do_not_disturb,
    "GetForwarding": _forwarding_list,
    "GetAgentState": read_agent,
    **PHONE_PROBES,
}


class Features:
    """Asks for the features of lines, one after the other, until the switch says that it cannot."""

    def __init__(
        self, session: CstaSession, on_changed: Callable[[Line], None]
    ) -> None:
        """Ask for nothing yet."""
        self._session = session
        self._on_changed = on_changed
        self._able = dict(_PROBES)
        self._shown: set[str] = set()
        """The services that have worked: a refusal is about one line then."""
        self._refused: dict[str, set[str]] = {service: set() for service in _PROBES}
        """The lines that were refused a service which has not worked yet."""
        self._waiting: OrderedDict[Line, None] = OrderedDict()
        self._task: asyncio.Task[None] | None = None
        self._asked: Line | None = None
        self._overtaken = False
        """Whether an event told of the line's features since it was asked for them."""
        self._unanswered: set[Line] = set()
        self._retry: asyncio.TimerHandle | None = None

    def read(self, line: Line) -> None:
        """Ask for a line's features when its turn comes."""
        if self._able:
            self._waiting[line] = None
            if self._task is None:
                self._task = asyncio.create_task(
                    self._work(), name="telephony CSTA features"
                )

    def forget(self, line: Line) -> None:
        """Ask for a line's features no more."""
        self._waiting.pop(line, None)
        self._unanswered.discard(line)
        for refused in self._refused.values():
            refused.discard(line.number)
        if line is self._asked:
            self._asked, self._overtaken = None, False

    def told(self, line: Line) -> None:
        """Learn that an event has told of a line's features."""
        self._overtaken = self._overtaken or line is self._asked
        if line.phone.outdated:
            line.phone.outdated = False
            self.read(line)

    def close(self) -> None:
        """Ask no more."""
        self._waiting.clear()
        if self._task:
            self._task.cancel()
        if self._retry:
            self._retry.cancel()

    def _read_later(self, line: Line) -> None:
        """Ask again where an answer was lost, unless the line was removed meanwhile."""
        if line is not self._asked:
            return
        self._unanswered.add(line)
        if self._retry is None:
            loop = asyncio.get_running_loop()
            self._retry = loop.call_later(READ_AGAIN, self._read_again)

    def _read_again(self) -> None:
        self._retry = None
        lines, self._unanswered = self._unanswered, set()
        for line in sorted(lines, key=lambda each: each.number):
            self.read(line)

    async def _work(self) -> None:
        while self._waiting and self._able:
            line, _ = self._waiting.popitem(last=False)
            try:
                await self._read(line)
            except LinkError, NotConnected:
                _LOGGER.debug("The connection went while features were asked for")
                break
            except Exception:  # a fault with one line must not cost those that wait
                _LOGGER.exception("Could not take over the features of a line")
        self._waiting.clear()
        self._task = None

    async def _read(self, line: Line) -> None:
        self._asked = line
        for service, take in tuple(self._able.items()):
            if line is not self._asked:
                return
            if service not in self._shown and line.number in self._refused[service]:
                continue
            self._overtaken = False
            try:
                reply = await self._session.request(
                    service, QUIET_TIMEOUT, device=line.number
                )
            except NotSupported:  # which the session remembers, or takes back
                _LOGGER.debug("The switch does not do %s", service)
            except OutcomeUnknown as error:
                _LOGGER.debug("The switch does not tell yet: %s", str(error))
                self._read_later(line)
            except RequestError as error:
                _LOGGER.debug("The switch does not do %s: %s", service, str(error))
                self._note_refusal(service, line)
            else:
                self._shown.add(service)
                if self._overtaken:  # either may be older
                    self._waiting[line] = None
                    continue
                take(line, reply)
                self._on_changed(line)

    def _note_refusal(self, service: str, line: Line) -> None:
        """Ask for a service no more where the switch, and not one line, lacks it."""
        refused = self._refused[service]
        refused.add(line.number)
        if service not in self._shown and len(refused) >= _FEW_HAVE.get(
            service, _REFUSALS
        ):
            del self._able[service]
