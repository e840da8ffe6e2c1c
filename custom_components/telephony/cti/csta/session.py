"""One connection to a switch: the application session and everybody's requests on it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
import logging
from typing import Final, override

from ..capability import Capability
from ..errors import (
    ConnectionLost,
    ConnectionTimedOut,
    LinkError,
    NotConnected,
    NotCsta,
    NotSupported,
    OperationRefused,
    OutcomeUnknown,
    RequestError,
    RequestRefused,
    TelephonyError,
)
from ..link import Session
from .application_session import ApplicationSession
from .capabilities import offered
from .device_ids import DeviceIds
from .liveness import Liveness, Question
from .opening import learn_services, prove, register
from .profiles import StartMode
from .requests import REQUEST_TIMEOUT, Requests
from .route_points import RoutePoints
from .services import Services
from .session_listener import SessionListener
from .settings import CstaSettings
from .wire.errors import session_refusal
from .wire.events import Event
from .wire.forms import Forms
from .wire.frame import LARGEST_XML, FrameDecoder, FrameError, encode
from .wire.messages import DOCUMENTED, SEGMENTS, Messages, Value
from .wire.xml import (
    BadXml,
    Element,
    MadeUpNames,
    exact_text,
    local,
    new_names,
    parse,
    text,
    to_bytes,
)

_LOGGER = logging.getLogger(__name__)

_KINDS_LOGGED: Final = 50
_OUT_OF_ORDER: Final = frozenset({"disabled", "partiallyDisabled", "initializing"})
_IN_ORDER: Final = frozenset({"enabled", "normal"})


class CstaSession(Session):
    """Speaks with one switch over one connection, from the start to the loss."""

    def __init__(self, settings: CstaSettings, first_line: str | None = None) -> None:
        """Prepare; `listener` is set before the first monitor.

        `first_line` is asked for where nothing else proves that a phone system answers.
        """
        self._decoder = FrameDecoder()
        super().__init__(self._decoder)
        self._settings = settings
        self._first_line = first_line
        self.profile = settings.speech
        self.messages = Messages(self.profile)
        self.listener: SessionListener | None = None
        self._names = new_names()
        self._forms = Forms()
        self._requests = Requests(self._loop)
        self._proven = False
        self.application = ApplicationSession(
            self.profile, self.send, self._tell_status, self.fail, self.messages
        )
        ids = DeviceIds(self.messages.devices, self.request, settings.switch_connection)
        self._device_ids = ids if self.profile.asks_for_devices else None
        self._system_status = "normal"
        self._status_seen: asyncio.Future[None] = self._loop.create_future()
        self._logged: set[str] = set()
        self.services = Services()
        self._learning: asyncio.Task[None] | None = None
        self.route_points = RoutePoints(self)
        self.liveness = Liveness(self._loop, self.services, self._questions, self.fail)
        self._handlers: dict[str, Callable[[int, Element], None]] = {
            "SystemStatus": self._on_system_status,
            "RequestSystemStatus": self._on_request_system_status,
            "MonitorStop": self._on_monitor_stop,
            "ApplicationSessionTerminated": self.application.terminated,
            **self.route_points.handlers,
        }

    # Life

    @override
    async def open(self) -> None:
        try:
            match self.profile.start:
                case StartMode.SESSION:
                    await self.application.start(self._settings)
                    # Whoever keeps sessions renews them (ECMA-354, 8.2).
                    self.services.responded("ResetApplicationSessionTimer")
                case StartMode.SYSTEM_REGISTER:
                    await register(self, self._status_seen)
                case StartMode.NONE:
                    await prove(self, self._first_line)
        except OutcomeUnknown as error:
            if self._decoder.counts_header:
                raise ConnectionTimedOut(error.service) from error
            raise NotCsta("the first message cannot be read") from error
        except RequestError as error:
            raise session_refusal(error, self._settings.password) from None
        except NotConnected as error:
            raise ConnectionLost("closed during the start") from error
        self.liveness.start()
        if not self.profile.supported:  # whose documents say what there is
            learning = learn_services(self, self.services)
            self._learning = self._loop.create_task(learning, name="telephony services")

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the phone system can do, as far as it has shown."""
        return offered(self.services)

    def ask_status(self) -> asyncio.Future[Element]:
        """Ask how the phone system is; the reply settles what is returned."""
        service = "RequestSystemStatus"
        return self.send(service, self.messages.service(service))

    def _tell_status(self) -> None:
        """Let the phone system hear that we are there."""
        status = self.messages.service("SystemStatus", systemStatus="normal")
        _ = self.send("SystemStatus", status)

    @override
    async def goodbye(self) -> None:
        self.route_points.stop()
        await self.application.stop()

    @override
    def on_lost(self, error: TelephonyError) -> None:
        self.liveness.stop()
        if self._learning:
            self._learning.cancel()
        self.route_points.close()
        self.application.close()
        self._requests.fail(error)

    def ask_for_life(self) -> None:
        """Ask what is sure to be answered now, to tell a silent service from a silent system."""
        with suppress(TelephonyError):
            self.liveness.ask()

    def _questions(self) -> Iterator[Question]:
        """Return what can be asked for a sign of life, the best first."""
        if self.application.is_started:
            yield "ResetApplicationSessionTimer", self.application.renew
        if self.listener:
            yield from self.listener.questions()
        yield "RequestSystemStatus", self.ask_status

    # Requests of ours

    async def request(
        self,
        service: str,
        timeout: float = REQUEST_TIMEOUT,
        /,
        **values: Value | None,
    ) -> Element:
        """Ask for a service and return the reply; `timeout` is for one never answered yet.

        Raises RequestRefused and its kinds, NotSupported (remembered for the session; also after
        several silences), OutcomeUnknown when no reply came in time, NotConnected when nothing
        was sent, or the LinkError that ended the connection.
        """
        if self.services.is_missing(service):
            raise NotSupported(service)
        if self.services.has_answered(service):
            timeout = REQUEST_TIMEOUT
        if self._device_ids:
            await self._device_ids.learn(self.messages.unnamed(service, values))
        try:
            root = self.messages.service(service, **values)
        except ValueError as error:  # characters that XML cannot carry
            raise OperationRefused(service, "valueOutOfRange") from error
        asked = self._loop.time()
        try:
            reply = await self.send(service, root, timeout)
        except NotSupported:
            self.services.refused(service)
            raise
        except OutcomeUnknown:
            stalled = self.liveness.heard_at < asked
            is_sure = self.profile.supported and service in DOCUMENTED
            if not stalled and not is_sure:
                self.services.silent(service)
            raise
        except RequestRefused:
            self.services.answered(service)
            raise
        self.services.answered(service)
        return reply

    async def learn_device(self, number: str) -> None:
        """Ask how the phone system names a line, where it wants to be asked; raises as `request`."""
        if self._device_ids and number not in self.messages.devices:
            await self._device_ids.learn([number])

    def send(
        self, service: str, root: Element, timeout: float = REQUEST_TIMEOUT
    ) -> asyncio.Future[Element]:
        """Send a request; the reply settles what is returned."""
        if self.lost.done():
            raise NotConnected(service)
        xml = to_bytes(root)
        if len(xml) > LARGEST_XML:
            raise OperationRefused(service, "valueOutOfRange")
        invoke_id, future = self._requests.add(service, timeout)
        self.write(encode(invoke_id, xml))
        return future

    # What comes in

    @override
    def step(self) -> bool:
        try:
            frame = self._decoder.next()
        except FrameError as error:
            self.fail(self._fault(str(error)))
            return False
        if frame is None:
            return False
        invoke_id, xml = frame
        message = self._forms.read(xml) or self._parse(xml)
        if message is None:
            return True
        self._proven = True
        self.liveness.heard_at = self.last_received
        try:
            if not isinstance(message, Event):
                self._take(invoke_id, message)
            elif self.listener:
                self.listener.on_event(message)
        except LinkError as error:
            _LOGGER.debug("A message could not be answered: %r", error)
        except Exception:  # our fault in one message must not cost the others
            name = message.name if isinstance(message, Event) else local(message)
            _LOGGER.exception("Could not handle %s", name[:60])
            self._messages_lost()
        return self._decoder.has_more

    def _parse(self, xml: bytes) -> Event | Element | None:
        """Return a message of a form that is not known; None where it cannot be read."""
        try:
            root = parse(xml, self._names)
        except MadeUpNames as error:
            self.fail(self._fault(str(error)))
        except BadXml as error:
            self._bad_xml(xml, error)
        else:
            return (
                self._forms.take(xml, root) if local(root).endswith("Event") else root
            )
        return None

    def _take(self, invoke_id: int, root: Element) -> None:
        """Tell replies and requests apart, by name and not by invoke ID."""
        name = local(root)
        if name.endswith("Response") or name == "CSTAErrorCode":
            if service := self._requests.settle(invoke_id, name, root):
                self.services.responded(service)
            else:
                _LOGGER.debug("Nobody waits for %s %04d", name[:60], invoke_id)
                self._on_late_answer(name, root)
        elif name in SEGMENTS:
            if self.listener:
                self.listener.on_data(root)
        elif handler := self._handlers.get(name):
            handler(invoke_id, root)
        else:
            self.log_once(name, "refused a request that is not known")
            answer = self.messages.refusal("operation", "serviceNotSupported")
            self._reply(invoke_id, answer)

    def _on_late_answer(self, name: str, root: Element) -> None:
        if name == "MonitorStartResponse" and self.listener:
            self.listener.on_monitor_late(exact_text(root, "monitorCrossRefID"))
        if name == "RouteRegisterResponse":
            self.route_points.registered_late(exact_text(root, "routeRegisterReqID"))
        service = name.removesuffix("Response")
        if service in self._requests.given_up and self.services.answered_late(service):
            self._messages_lost()  # what it would have told meanwhile is made up for

    def log_once(self, kind: str, what: str) -> None:
        """Write one line for each kind of message and session."""
        if kind not in self._logged and len(self._logged) < _KINDS_LOGGED:
            self._logged.add(kind)
            _LOGGER.info("Received %s: %s", kind[:60], what)

    def pass_over(self, why: str) -> None:
        """Go on without a message that cannot be read; what it would have told is asked for."""
        self.log_once("a message that cannot be read", f"passed over ({why})")
        self._messages_lost()

    def _bad_xml(self, xml: bytes, error: BadXml) -> None:
        if self._proven:
            self.pass_over(str(error))
        elif self._decoder.counts_header and xml.lstrip()[:1] == b"<":
            self._decoder.reread_without_header()
        else:
            self.fail(self._fault(str(error)))

    def _fault(self, what: str) -> TelephonyError:
        """Return what a stream is that cannot be read (any more)."""
        return ConnectionLost(what) if self._proven else NotCsta(what)

    def _messages_lost(self) -> None:
        if self.listener:
            self.listener.on_messages_lost()

    # Requests of the switch

    def _reply(self, invoke_id: int, root: Element) -> None:
        self.write(encode(invoke_id, to_bytes(root)))

    def _on_system_status(self, invoke_id: int, root: Element) -> None:
        self._reply(invoke_id, self.messages.answer("SystemStatus"))
        if not self._status_seen.done():
            self._status_seen.set_result(None)
        before, status = self._system_status, text(root, "systemStatus") or "normal"
        self._system_status = status
        if status in ("messagesLost", "initializing") or (
            status in _IN_ORDER and before in _OUT_OF_ORDER
        ):
            self._messages_lost()

    def _on_request_system_status(self, invoke_id: int, _root: Element) -> None:
        answer = self.messages.answer("RequestSystemStatus", systemStatus="normal")
        self._reply(invoke_id, answer)

    def _on_monitor_stop(self, invoke_id: int, root: Element) -> None:
        self._reply(invoke_id, self.messages.answer("MonitorStop"))
        if self.listener:
            self.listener.on_monitor_stopped(exact_text(root, "monitorCrossRefID"))
