"""A switch that speaks CSTA phase III XML over TCP for an exchange."""

from collections import deque
from copy import deepcopy
from itertools import count

from simulator.calls import EventKind, ExchangeError, ExchangeEvent
from simulator.clock import Clock
from simulator.exchange import Exchange

from .agents import AgentServices
from .connection import CstaConnection
from .context import Context, Handler
from .device_ids import DeviceIds
from .errors import CstaError, operation
from .events import event_name, write_event
from .features import Features
from .identifiers import CallIds, DeviceWriter, References
from .messages import Element, Writer, local_name
from .monitor_services import MonitorServices
from .monitors import Monitor, Monitors
from .options import CstaOptions
from .parties import Parties
from .phone_services import PhoneServices
from .profiles import Start
from .route_services import RouteServices
from .schema import SESSION_SERVICES, Malformed, check, malformed_error
from .service_lists import supported_services
from .services import CallControl, csta_error
from .sessions import Session, Sessions
from .snapshots import Snapshots

LOG_LENGTH = 1000


class CstaFrontEnd:
    """Serves many clients; what it may do to them on purpose stands in the options and below."""

    def __init__(
        self, exchange: Exchange, loop: Clock, options: CstaOptions | None = None
    ) -> None:
        """Listens to the exchange from now on; the profile must not change afterwards."""
        self.exchange = exchange
        self.loop = loop
        self.options = options or CstaOptions()
        self.writer = Writer(self.options)
        self.connections: list[CstaConnection] = []
        self.requests: deque[tuple[str, Element]] = deque(maxlen=LOG_LENGTH)
        self.faults: deque[str] = deque(maxlen=LOG_LENGTH)
        self.deaf = False
        """While set, events are lost on their way to the clients."""
        self.frozen = False
        """While set, what comes is thrown away, nothing is sent, connections stay open."""
        calls = CallIds(self.options.profile)
        devices = DeviceWriter(self.options, self.writer, calls)
        self._context = Context(
            exchange,
            self.options,
            Parties(exchange, devices, calls, exact=self.options.exact_connections),
            References(numeric=self.options.profile.numeric_references),
            self.writer.csta,
        )
        self._sessions = Sessions(self, self._context.references)
        self._monitors = Monitors()
        self._routes = RouteServices(self._context)
        self._register_ids = count(1)
        self._handlers: dict[str, Handler] = {
            **AgentServices(self._context).handlers(),
            **CallControl(self._context).handlers(),
            **DeviceIds(self._context, self.writer).handlers(),
            **Features(self._context).handlers(),
            **Snapshots(self._context).handlers(),
            **PhoneServices(self._context, self.tell).handlers(),
            **MonitorServices(self._context, self._monitors, loop).handlers(),
            **self._routes.handlers(),
            "GetCSTAFeatures": self._get_csta_features,
            "RequestSystemStatus": self._request_system_status,
            "SystemRegister": self._system_register,
            "SystemStatus": self._system_status,
        }
        if self.options.profile.grants_sessions:
            serve = self._sessions.serve
            self._handlers |= dict.fromkeys(SESSION_SERVICES, serve)
        self._unsubscribe = exchange.subscribe(self._publish)

    # What tests and the command line do

    def connection(self) -> CstaConnection:
        """A protocol for one new client: the factory for create_server."""
        return CstaConnection(self)

    @property
    def sessions(self) -> dict[str, Session]:
        """The sessions that are open, by sessionID."""
        return self._sessions.active

    @property
    def monitors(self) -> tuple[Monitor, ...]:
        """The monitors of all clients."""
        return self._monitors.all()

    def drop_connections(self) -> None:
        """Cut every client off."""
        for connection in tuple(self.connections):
            connection.abort()

    def restart(self) -> None:
        """Cut every client off and forget all sessions and monitors."""
        self._sessions.clear()
        self.drop_connections()

    def close(self) -> None:
        """Stop for good."""
        self.restart()
        self._unsubscribe()

    def expire_sessions(self, reason: str = "sessionTimerExpired") -> None:
        """End every session and tell its client."""
        for session in tuple(self.sessions.values()):
            self._sessions.expire(session, reason)

    def stop_monitors(self, line: str | None = None) -> None:
        """End the monitors of one line, or all, and tell the clients by MonitorStop."""
        make = self.writer.csta
        for monitor in (
            self._monitors.all() if line is None else self._monitors.of_line(line)
        ):
            self._monitors.remove(monitor)
            monitor.connection.request(
                make("MonitorStop", make("monitorCrossRefID", monitor.reference))
            )

    def tell(self, line: str, name: str, *content: Element) -> None:
        """Send the monitors of a line an event of any name, if their filters let it."""
        make = self.writer.csta
        if self.deaf:
            return
        for monitor in self._monitors.of_line(line):
            if monitor.wants(name):
                # An element has one parent, and every monitor gets a message of its own.
                copies = [deepcopy(each) for each in content]
                head = make("monitorCrossRefID", monitor.reference)
                monitor.connection.send_event(make(name, head, *copies))

    def messages_lost(self) -> None:
        """Tell every client that events were lost."""
        self.system_status("messagesLost")

    def system_status(self, status: str) -> None:
        """Tell every client how the switch is."""
        for connection in self.connections:
            connection.request(connection.system_status(status))

    def ask(self, name: str, *content: Element) -> None:
        """Send every client a request of any name, RequestSystemStatus say."""
        for connection in self.connections:
            copies = [deepcopy(each) for each in content]
            connection.request(self.writer.csta(name, *copies))

    def say(self, name: str, *content: Element) -> None:
        """Send every client a message of any name that nobody answers, RouteRequest say."""
        for connection in self.connections:
            copies = [deepcopy(each) for each in content]
            connection.say(self.writer.csta(name, *copies))

    @property
    def route_registrations(self) -> tuple[str, ...]:
        """What names those who decide about route points."""
        return tuple(each.reference for each in self._routes.registrations)

    def abort_routing(self) -> None:
        """Decide about every route point again, and tell the clients."""
        self._routes.abort()

    def send_raw(self, data: bytes) -> None:
        """Send every client any bytes at all."""
        for connection in self.connections:
            connection.send_raw(data)

    # What connections and sessions ask of the switch

    def joined(self, connection: CstaConnection) -> None:
        """A client has connected."""
        self.connections.append(connection)
        start = self.options.profile.start
        connection.registered = start is Start.NONE
        if start is Start.SYSTEM_REGISTER:
            connection.request(connection.system_status("normal"))

    def left(self, connection: CstaConnection) -> None:
        """A client's connection is gone, and with it its session and monitors."""
        self.connections.remove(connection)
        self._sessions.leave(connection)
        self.stop_monitors_of(connection)

    def stop_monitors_of(self, connection: CstaConnection) -> None:
        """Drop every monitor and route registration of a client that may no longer ask."""
        for monitor in self._monitors.of_connection(connection):
            self._monitors.remove(monitor)
        self._routes.leave(connection)

    def blame(self, fault: str) -> None:
        """Write down what a client did wrong."""
        self.faults.append(fault)

    def heard(self, request: Element) -> None:
        """Write down a request, also one that is never answered."""
        self.requests.append((local_name(request), request))

    def serve(self, connection: CstaConnection, request: Element) -> Element | None:
        """Carry a request out and give the reply, if it has one; CstaError where it is refused."""
        name = local_name(request)
        try:
            check(request, self.options.profile)
        except Malformed as error:
            self.blame(f"{name}: {error}")
            raise malformed_error() from error
        if name in self.options.unsupported_services or name not in self._handlers:
            raise operation("serviceNotSupported")
        if name in self.options.refusals:
            raise CstaError(*self.options.refusals[name])
        self._check_registered(connection, name)
        try:
            return self._handlers[name](connection, request)
        except ExchangeError as error:
            raise csta_error(error) from error

    def _check_registered(self, connection: CstaConnection, name: str) -> None:
        """Refuse what comes before the session or the registration."""
        opens = SESSION_SERVICES | {
            "SystemRegister",
            "SystemStatus",
            "RequestSystemStatus",
        }
        if not connection.registered and name not in opens:
            raise CstaError("operation", "securityViolation")

    def _publish(self, event: ExchangeEvent) -> None:
        """Tell the monitors of every line concerned."""
        name = event_name(event.kind)
        if self.deaf:
            return
        for line in self._listening(event):
            for monitor in self._monitors.of_line(line):
                if monitor.wants(name):
                    message = write_event(event, monitor, self._context)
                    monitor.connection.send_event(message)

    def _listening(self, event: ExchangeEvent) -> tuple[str, ...]:
        """Return the lines whose monitors are told of an event."""
        if event.kind is not EventKind.CALL_CLEARED or event.leg is None:
            return event.devices
        # By the standard only monitors of calls are told; where it is wanted, who left last.
        return (event.leg.device,) if self.options.call_cleared else ()

    def _get_csta_features(
        self, _connection: CstaConnection, _request: Element
    ) -> Element:
        if not self.options.tells_services:
            raise operation("serviceNotSupported")
        return supported_services(self._handlers, self.options, self.writer.csta)

    def _request_system_status(
        self, _connection: CstaConnection, _request: Element
    ) -> Element:
        make = self.writer.csta
        return make("RequestSystemStatusResponse", make("systemStatus", "normal"))

    def _system_status(self, _connection: CstaConnection, _request: Element) -> Element:
        return self.writer.csta("SystemStatusResponse")

    def _system_register(
        self, connection: CstaConnection, _request: Element
    ) -> Element:
        make = self.writer.csta
        connection.registered = True
        return make(
            "SystemRegisterResponse",
            make("sysStatRegisterID", str(next(self._register_ids))),
        )
