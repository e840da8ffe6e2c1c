"""What few phone systems offer: settings of a line, and supplementary services for its calls."""

from abc import abstractmethod
from collections import OrderedDict
from typing import Final, override

from ..capability import Capability
from ..errors import NotSupported, OperationRefused, RequestError
from ..line import Line
from ..linked_system import LinkedSystem
from ..model import AgentState, DialedNumber, Forwarding, ForwardingType, PhoneSetting
from ..system import LONGEST_DISPLAY_TEXT
from . import agents, features
from .phone_parts import SERVICES as PHONE_SERVICES, read_parts, set_part
from .session import CstaSession
from .wire.identifiers import ConnectionId, connection, identified_party
from .wire.messages import Value
from .wire.xml import Element, child, own_text

MOST_PARKED: Final = 100
"""Parking slots whose calls are known by what the switch said when they were parked."""
_PARKED: Final = ("queued", "hold", "alerting")


class LineServices(LinkedSystem[CstaSession]):
    """The services; how a call is named, CstaSystem knows."""

    _parked: OrderedDict[str, ConnectionId]
    """What was parked last in each slot."""

    @abstractmethod
    async def _ask(self, service: str, **values: Value | None) -> Element:
        """Ask for a service."""

    @abstractmethod
    def _own_connection(self, line: str, call_id: str, *states: str) -> ConnectionId:
        """Return the line's own connection in a call, in the first of these states that one has."""

    @abstractmethod
    async def _found(self, number: str, *states: str) -> ConnectionId:
        """Return the connection in one of these states at a device, by the switch's word."""

    # Supplementary services

    @override
    async def park(self, line: str, call_id: str, number: DialedNumber) -> None:
        own = self._own_connection(line, call_id)
        reply = await self._ask("ParkCall", parking=own, parkTo=number)
        if parked := connection(child(reply, "parkedTo")):
            self._parked[number] = parked
            self._parked.move_to_end(number)
            if len(self._parked) > MOST_PARKED:
                self._parked.popitem(last=False)

    @override
    async def unpark(self, line: str, number: DialedNumber) -> None:
        self._usable(line)
        try:
            parked = await self._found(number, *_PARKED)
        except RequestError:  # a slot may be no device that can be looked at
            if (known := self._parked.pop(number, None)) is None:
                raise
            parked = known
        service = "DirectedPickupCall"
        await self._ask(service, callToBePickedUp=parked, requestingDevice=line)

    @override
    async def group_pick_up(self, line: str) -> None:
        self._usable(line)
        await self._ask("GroupPickupCall", newDestination=line)

    @override
    async def camp_on(self, line: str, call_id: str) -> None:
        await self._ask(
            "CamponCall", camponConnection=self._own_connection(line, call_id)
        )

    @override
    async def call_back(self, line: str, call_id: str) -> None:
        known, own = self._usable(line), self._own_connection(line, call_id)
        called = known.call(call_id).called_number
        reply = await self._ask("CallBack", callbackConnection=own)
        told = identified_party(own_text(child(reply, "targetDevice"))).number
        features.set_call_back(known, told or called, wanted=True)

    @override
    async def cancel_call_back(self, line: str) -> None:
        known = self._usable(line)
        for target in known.call_backs:
            await self._ask(
                "CancelCallBack", originatingDevice=line, targetDevice=target
            )
            features.set_call_back(known, target, wanted=False)

    # Settings of a line

    @override
    async def set_forwarding(
        self,
        line: str,
        forwarding_type: ForwardingType,
        number: DialedNumber | None,
        enabled: bool,
    ) -> None:
        known = self._usable(line)
        await self._ask(
            "SetForwarding",
            device=line,
            forwardingType=features.FORWARDING_TYPES[forwarding_type],
            activateForward=enabled,
            forwardDN=number,
        )
        forwarding = Forwarding(forwarding_type, number if enabled else None, enabled)
        features.set_forwarding(known, forwarding)
        self._publish(known)

    @override
    async def set_do_not_disturb(self, line: str, enabled: bool) -> None:
        known = self._usable(line)
        await self._ask("SetDoNotDisturb", device=line, doNotDisturbOn=enabled)
        features.set_do_not_disturb(known, enabled)
        self._publish(known)

    @override
    async def set_message_waiting(self, line: str, enabled: bool) -> None:
        known = self._usable(line)
        service = "SetMessageWaitingIndicator"
        await self._ask(service, device=line, messageWaitingOn=enabled)
        features.set_message_waiting(known, enabled)
        self._publish(known)

    @override
    async def set_agent_state(self, line: str, state: AgentState) -> None:
        known = self._usable(line)
        if (wanted := agents.REQUESTED.get(state)) is None:
            raise NotSupported(Capability.SET_AGENT_STATE)
        is_logged_off = known.agent_state is AgentState.LOGGED_OFF
        if is_logged_off and state is not AgentState.LOGGED_OFF:
            await self._ask(
                "SetAgentState",
                device=line,
                requestedAgentState=agents.LOG_ON,
                agentID=known.agent_id,
            )
        reply = await self._ask(
            "SetAgentState", device=line, requestedAgentState=wanted
        )
        if child(reply, "pendingAgentState") is None:
            agents.set_agent_state(known, state)
            self._publish(known)

    @override
    async def set_phone(
        self, line: str, setting: PhoneSetting, value: int, part: str | None = None
    ) -> None:
        known, service = self._usable(line), PHONE_SERVICES[setting]
        if not known.phone.parts(setting):
            await self._read_phone(known, setting)
        wanted = bool(value) if service.is_flag else str(value)
        for each in (part,) if part else tuple(known.phone.parts(setting)):
            values = {service.part: each, service.value: wanted}
            await self._ask(service.sets, device=line, **values)
            set_part(known, setting, each, value)
            self._publish(known)

    async def _read_phone(self, line: Line, setting: PhoneSetting) -> None:
        """Ask which parts a phone has, whose turn among many lines may not have come yet."""
        try:
            reply = await self._ask(PHONE_SERVICES[setting].reads, device=line.number)
        except OperationRefused as refused:
            raise NotSupported(Capability(setting)) from refused
        read_parts(line, reply, setting=setting)
        self._publish(line)
        if not line.phone.parts(setting):
            raise NotSupported(Capability(setting))

    @override
    async def set_display(self, line: str, text: str) -> None:
        self._usable(line)
        text = "".join(filter(str.isprintable, text))[:LONGEST_DISPLAY_TEXT]
        characters = None if text.isascii() else "unicode"
        await self._ask(
            "SetDisplay", device=line, contentsOfDisplay=text, characterSet=characters
        )
