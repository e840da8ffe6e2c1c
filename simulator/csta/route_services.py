"""The routeing services (ECMA-269 clause 20): who decides where calls go, and what they decide.

RouteRequest and what answers it are no pairs of request and response: each is a message of its own.
"""

from dataclasses import dataclass
from itertools import count

from simulator.calls import ExchangeError, Party
from simulator.routes import Route

from .connection import CstaConnection
from .context import Context, Handler
from .errors import operation
from .messages import Element, required, text


@dataclass(slots=True, eq=False)
class Registration:
    """A client that decides about the calls to one route point."""

    reference: str
    device: str
    connection: CstaConnection
    services: RouteServices

    def ask(self, route: Route, *, again: bool = False) -> None:
        """Send RouteRequest (20.2.4), or ReRoute (20.2.1)."""
        make = self.services.context.make
        if again:
            self.connection.say(make("ReRoute", *self._head(route)))
            return
        self.connection.say(self.services.request(route, *self._head(route)))

    def used(self, route: Route) -> None:
        """Send RouteUsed (20.2.6) where it is wanted."""
        if route.number in self.services.wants_used:
            self.services.wants_used.discard(route.number)
            context = self.services.context
            called = context.parties.party(
                "routeUsed", Party(route.selected or ""), None, ""
            )
            self.connection.say(context.make("RouteUsed", *self._head(route), called))

    def over(self, route: Route) -> None:
        """Send RouteEnd (20.2.2)."""
        self.services.wants_used.discard(route.number)
        make = self.services.context.make
        self.connection.say(make("RouteEnd", *self._head(route)))

    def _head(self, route: Route) -> list[Element]:
        make = self.services.context.make
        return [
            make("crossRefIdentifier", str(route.number)),
            make("routeRegisterReqID", self.reference),
        ]


class RouteServices:
    """Registers clients for route points, and carries out what they select."""

    def __init__(self, context: Context) -> None:
        """Serve one switch."""
        self.context = context
        self._references = count(1)
        self._registrations: dict[str, Registration] = {}
        self.wants_used = set[int]()

    @property
    def registrations(self) -> tuple[Registration, ...]:
        """Who decides about what now."""
        return tuple(self._registrations.values())

    def handlers(self) -> dict[str, Handler]:
        """Each service's name and what carries it out."""
        return {
            "RouteRegister": self._register,
            "RouteRegisterCancel": self._cancel,
            "RouteSelect": self._select,
            "RouteEnd": self._end,
            "RouteReject": self._end,
        }

    def leave(self, connection: CstaConnection) -> None:
        """Let nobody wait for a client that is gone."""
        for each in self.registrations:
            if each.connection is connection:
                self._drop(each)

    def abort(self) -> None:
        """Take the decision back from every client (20.1.2)."""
        for each in self.registrations:
            make = self.context.make
            each.connection.say(
                make("RouteRegisterAbort", make("routeRegisterReqID", each.reference))
            )
            self._drop(each)

    def request(self, route: Route, *head: Element) -> Element:
        """Return RouteRequest for a call."""
        context, call = self.context, route.call
        parties, board = context.parties, context.exchange
        caller = board.party(call, call.caller)
        leg = call.leg_of(call.caller)
        called = parties.party("currentRoute", Party(route.device), None, "")
        content = [called, parties.party("callingDevice", caller, leg, "")]
        content.append(parties.party("routeingDevice", Party(route.device), None, ""))
        if leg is not None:
            content.append(parties.connection("routedCall", leg, ""))
        timeout = round(board.options.route_seconds * 1000)
        content.append(context.make("replyTimeout", str(timeout)))
        return context.make("RouteRequest", *head, *content)

    def _register(self, connection: CstaConnection, request: Element) -> Element:
        device = self.context.number(request, "routeingDevice")
        registration = Registration(
            f"{next(self._references)}", device, connection, self
        )
        self.context.exchange.route_points.register(device, registration)
        self._registrations[registration.reference] = registration
        reference = self.context.make("routeRegisterReqID", registration.reference)
        return self.context.make("RouteRegisterResponse", reference)

    def _cancel(self, connection: CstaConnection, request: Element) -> Element:
        self._drop(self._registration(connection, request))
        return self.context.make("RouteRegisterCancelResponse")

    def _select(self, connection: CstaConnection, request: Element) -> None:
        self._registration(connection, request)
        number = self._dialogue(request)
        if text(request, "routeUsedReq") in ("true", "1"):
            self.wants_used.add(number)
        destination = self.context.number(request, "routeSelected")
        try:
            self.context.exchange.route_points.select(number, destination)
        except ExchangeError as error:
            self.wants_used.discard(number)
            raise operation("invalidRoutingCrossReference") from error

    def _end(self, connection: CstaConnection, request: Element) -> None:
        self._registration(connection, request)
        try:
            self.context.exchange.route_points.end(self._dialogue(request))
        except ExchangeError as error:
            raise operation("invalidRoutingCrossReference") from error

    def _dialogue(self, request: Element) -> int:
        told = (required(request, "crossRefIdentifier").text or "").strip()
        if not told.isdecimal():
            raise operation("invalidRoutingCrossReference")
        return int(told)

    def _registration(
        self, connection: CstaConnection, request: Element
    ) -> Registration:
        """Return the registration that a client names, and has."""
        found = self._registrations.get(text(request, "routeRegisterReqID") or "")
        if found is None or found.connection is not connection:
            raise operation("invalidRouteRegistrationID")
        return found

    def _drop(self, registration: Registration) -> None:
        del self._registrations[registration.reference]
        self.context.exchange.route_points.cancel(registration.device)
