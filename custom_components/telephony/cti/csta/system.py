"""A CSTA switch as every kind of switch is seen: lines that are watched, and commands."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
import random
from typing import Final, override

from ..connector import Connector
from ..errors import (
    CallNotFound,
    LinkError,
    NotConnected,
    NotSupported,
    OutcomeUnknown,
    RequestError,
)
from ..line import Line
from ..model import CallState, DialedNumber
from ..open_call import Clock
from ..routes import Routing
from ..system import UNREPORTED_LIMIT, SystemListener
from .calls.device_calls import DeviceCalls
from .calls.endings import deflecting, refusing
from .calls.joins import transferring
from .calls.untold import Outside
from .capabilities import ALL
from .line_services import LineServices
from .monitors import Monitors
from .session import CstaSession
from .settings import CstaSettings
from .snapshot import find
from .stations import list_stations
from .wire.identifiers import ConnectionId, connection
from .wire.messages import Value
from .wire.xml import Element, child

_ACTIVE: Final = (CallState.CONNECTED, CallState.DIALING)


class CstaSystem(LineServices):
    """One connection to a switch that speaks CSTA."""

    capabilities = ALL

    def __init__(
        self,
        connector: Connector,
        listener: SystemListener,
        settings: CstaSettings,
        *,
        clock: Clock | None = None,
        rng: random.Random | None = None,
    ) -> None:
        """Prepare; nothing is sent before `start`."""
        super().__init__(
            connector,
            listener,
            lambda: CstaSession(self._settings, next(iter(self._lines), None)),
            name=settings.speech.title,
            clock=clock,
            rng=rng,
        )
        self._settings = settings
        self.product = settings.speech.product()
        self._calls: dict[str, DeviceCalls] = {}
        self._monitors: Monitors | None = None
        self._outside = Outside()
        self._parked = OrderedDict()

    # Life

    @override
    def _session_ready(self, session: CstaSession) -> None:
        self.product = session.profile.product(session.application.version)
        self.capabilities = session.capabilities
        session.services.on_refused = lambda: self._offer(session.capabilities)
        self._monitors = session.listener = Monitors(
            session, self._settings, self._on_changed, self._on_watched
        )
        session.route_points.follow(self._routing)

    @override
    def _session_over(self) -> None:
        if self._monitors:
            self._monitors.close()
            self._monitors = None

    @override
    def set_routing(self, routing: Routing) -> None:
        if routing == self._routing:
            return
        super().set_routing(routing)
        if self._link.session:
            self._link.session.route_points.follow(routing)

    @override
    def set_pace(self, window: int, pause_ms: int) -> None:
        self._settings = replace(
            self._settings, monitor_window=window, monitor_pause_ms=pause_ms
        )

    # Lines

    @override
    def _watch(self, line: Line) -> None:
        if (calls := self._calls.get(line.number)) is None:
            calls = self._calls[line.number] = DeviceCalls(line, self._outside)
        if self._monitors:
            self._monitors.add(calls)

    @override
    def _unwatch(self, line: Line) -> None:
        self._calls.pop(line.number, None)
        if self._monitors:
            self._monitors.remove(line.number)

    def _on_changed(self, calls: DeviceCalls) -> None:
        """Tell what changed; of a line that is not compared yet later, once it is available."""
        line = calls.line
        is_compared = line.available or line.problem is not None
        if is_compared or line.pending_events > UNREPORTED_LIMIT:
            self._publish(line)

    def _on_watched(self, calls: DeviceCalls, problem: RequestError | None) -> None:
        """Take over whether a line is watched, and if not, why."""
        line = calls.line
        line.set_watched(problem)
        self._end_synchronizing(line.number)
        self._publish(line)

    @override
    async def named_lines(self) -> Mapping[str, str | None]:
        if (session := self._link.session) is None or self._monitors is None:
            return {}
        return await list_stations(session, self._monitors.segments)

    @override
    async def _ask(self, service: str, **values: Value | None) -> Element:
        """Ask for a service; what becomes of it is unknown when the link goes meanwhile."""
        if (session := self._link.session) is None:
            raise NotConnected(service)
        try:
            return await session.request(service, **values)
        except LinkError as error:
            raise OutcomeUnknown(service, "the connection was lost") from error

    def _watched(self, number: str) -> DeviceCalls:
        self._usable(number)
        return self._calls[number]

    def _whole(self, calls: DeviceCalls, own: ConnectionId) -> ConnectionId:
        """Return a connection; one that was never told whole gets the line's device."""
        if own.device or (session := self._link.session) is None:
            return own
        return ConnectionId(own.call_id, session.messages.device_id(calls.line.number))

    @override
    def _own_connection(self, line: str, call_id: str, *states: str) -> ConnectionId:
        """Return the line's own connection in a call, in the first of these states that one has."""
        calls = self._watched(line)
        return self._whole(calls, calls.legs.of(call_id).connection(*states))

    def _held_and_active(self, line: str) -> tuple[ConnectionId, ConnectionId]:
        """Return the line's held and its active connection."""
        held = self._usable(line).choose(None, (CallState.HELD,))
        active = self._usable(line).choose(None, _ACTIVE)
        return self._own_connection(line, held.call_id), self._own_connection(
            line, active.call_id
        )

    async def _request_call(
        self,
        calls: DeviceCalls,
        service: str,
        number: str,
        answer: str,
        **values: Value,
    ) -> str:
        """Ask for a new call and return our id of it, which an event may have brought already."""
        try:
            with calls.placing.asking(number):
                reply = await self._ask(service, **values)
                if (own := connection(child(reply, answer))) is None:
                    raise OutcomeUnknown(service, "the answer names no call")
                return calls.placed(own, number)
        finally:
            self._publish(calls.line)
            if self._monitors:
                self._monitors.look_after(calls)

    async def _ringing(self, number: str) -> ConnectionId:
        """Return the connection that rings at a device, watched or not."""
        if calls := self._calls.get(number):
            for leg in calls.legs.all():
                if calls.legs.call(leg).state is CallState.RINGING:
                    return self._whole(calls, leg.connection("alerting"))
        return await self._found(number, "alerting")

    @override
    async def _found(self, number: str, *states: str) -> ConnectionId:
        """Return the connection in one of these states at a device, by the switch's word."""
        if (session := self._link.session) is None or self._monitors is None:
            raise NotConnected(number)
        try:
            found = await find(session, self._monitors.segments, number)
        except LinkError as error:
            raise NotConnected(number) from error
        for each in found:
            if each.own in states:
                return each.connection
        raise CallNotFound(number)

    @override
    async def make_call(self, line: str, number: DialedNumber) -> str:
        return await self._request_call(
            self._watched(line),
            "MakeCall",
            number,
            "callingDevice",
            callingDevice=line,
            calledDirectoryNumber=number,
        )

    @override
    async def answer(self, line: str, call_id: str) -> None:
        own = self._own_connection(line, call_id, "alerting")
        await self._ask("AnswerCall", callToBeAnswered=own)

    @override
    async def hangup(self, line: str, call_id: str, *, everyone: bool = False) -> None:
        own, calls = self._own_connection(line, call_id), self._calls[line]
        leg = calls.legs.of(call_id)
        try:
            with refusing(calls.legs, leg):
                if everyone:
                    await self._ask("ClearCall", callToBeCleared=own)
                    return
                for each in leg.ringing():  # every phone that rings, or what talks
                    whole = self._whole(calls, each)
                    await self._ask("ClearConnection", connectionToBeCleared=whole)
        finally:
            self._publish(calls.line)

    @override
    async def hold(self, line: str, call_id: str) -> None:
        own = self._own_connection(line, call_id)
        await self._ask("HoldCall", callToBeHeld=own, connectionReservation=False)

    @override
    async def retrieve(self, line: str, call_id: str) -> None:
        await self._ask(
            "RetrieveCall", callToBeRetrieved=self._own_connection(line, call_id)
        )

    @override
    async def switch_call(self, line: str, call_id: str) -> None:
        held = self._own_connection(line, call_id)
        others = [each for each in self._lines[line].calls if each.call_id != call_id]
        active = next((each for each in others if each.state in _ACTIVE), None)
        if active is None:
            await self.retrieve(line, call_id)
            return
        try:
            own = self._own_connection(line, active.call_id)
            await self._ask("AlternateCall", heldCall=held, activeCall=own)
        except NotSupported:
            await self.hold(line, active.call_id)
            await self.retrieve(line, call_id)

    @override
    async def transfer(self, line: str, call_id: str, number: DialedNumber) -> None:
        own = self._own_connection(line, call_id)
        with transferring(self._calls[line].legs, own):
            await self._ask(
                "SingleStepTransferCall", activeCall=own, transferredTo=number
            )

    @override
    async def consult(self, line: str, call_id: str, number: DialedNumber) -> str:
        return await self._request_call(
            self._watched(line),
            "ConsultationCall",
            number,
            "initiatedCall",
            existingCall=self._own_connection(line, call_id),
            consultedDevice=number,
        )

    @override
    async def complete_transfer(self, line: str) -> None:
        held, active = self._held_and_active(line)
        with transferring(self._calls[line].legs, held, active):
            await self._ask("TransferCall", heldCall=held, activeCall=active)

    @override
    async def conference(self, line: str) -> None:
        held, active = self._held_and_active(line)
        await self._ask("ConferenceCall", heldCall=held, activeCall=active)

    @override
    async def reconnect(self, line: str) -> None:
        held, active = self._held_and_active(line)
        await self._ask("ReconnectCall", activeCall=active, heldCall=held)

    @override
    async def add_to_conference(
        self, line: str, call_id: str, number: DialedNumber
    ) -> None:
        await self._ask(
            "SingleStepConferenceCall",
            activeCall=self._own_connection(line, call_id),
            deviceToJoin=number,
            participationType="active",
        )

    @override
    async def deflect(self, line: str, call_id: str, number: DialedNumber) -> None:
        own = self._own_connection(line, call_id)
        calls = self._calls[line]
        try:
            with deflecting(calls.legs, calls.legs.of(call_id), number):
                service = "DeflectCall"
                await self._ask(service, callToBeDiverted=own, newDestination=number)
        finally:
            self._publish(calls.line)

    @override
    async def pick_up(self, line: str, number: DialedNumber) -> None:
        self._usable(line)
        await self._ask(
            "DirectedPickupCall",
            callToBePickedUp=await self._ringing(number),
            requestingDevice=line,
        )

    @override
    async def send_digits(self, line: str, call_id: str, digits: str) -> None:
        own = self._own_connection(line, call_id)
        await self._ask(
            "GenerateDigits", connectionToSendDigits=own, charactersToSend=digits
        )
