"""Route points: numbers at which a call asks a computer where to go (ECMA-269, clause 20)."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from .calls import (
    Cause,
    ErrorCode,
    EventKind,
    ExchangeCall,
    ExchangeError,
    ExchangeEvent,
)
from .clock import Timer
from .switchboard import Switchboard


@dataclass(slots=True, eq=False)
class Route:
    """One call that waits for its destination."""

    number: int
    call: ExchangeCall
    device: str
    cause: Cause
    asks: Asker
    timer: Timer | None = None
    selected: str | None = None
    """Where a computer has sent it."""


class Asker(Protocol):
    """Who asks a computer on the exchange's behalf."""

    def ask(self, route: Route, *, again: bool = False) -> None:
        """Ask where a call goes, or once more because it can't go there."""

    def used(self, route: Route) -> None:
        """Tell where a call has gone."""

    def over(self, route: Route) -> None:
        """Tell that the call goes the exchange's own way, or is gone."""


class RoutePoints:
    """Keeps calls waiting for a computer's choice, and lets them go their own way in time."""

    def __init__(
        self, board: Switchboard, send: Callable[[ExchangeCall, str, Cause], None]
    ) -> None:
        """Send calls on by `send`."""
        self._board = board
        self._send = send
        self._askers: dict[str, Asker] = {}
        self._numbers = count(1)
        self.open: dict[int, Route] = {}
        board.subscribe(self._on_event)

    def register(self, device: str, asker: Asker) -> None:
        """Let somebody decide about the calls to a route point; one for each."""
        if device not in self._board.options.route_points:
            raise ExchangeError(ErrorCode.UNKNOWN_DEVICE)
        if device in self._askers:
            raise ExchangeError(ErrorCode.RESOURCE_BUSY)
        self._askers[device] = asker

    def cancel(self, device: str) -> None:
        """Decide again about the calls to a route point, and about those that wait."""
        asker = self._askers.pop(device)
        for route in tuple(self.open.values()):
            if route.asks is asker and route.device == device:
                self._go_own_way(route)

    def enter(self, call: ExchangeCall, device: str, cause: Cause) -> None:
        """Ask about a call that has come to a route point, or let it go its own way."""
        asker = self._askers.get(device)
        if asker is None:
            self._send_own_way(call, device, cause)
            return
        route = Route(next(self._numbers), call, device, cause, asker)
        self.open[route.number] = route
        self._wait(route)
        asker.ask(route)

    def select(self, number: int, destination: str) -> None:
        """Send a waiting call where a computer wants it; one that can't go there asks once more."""
        route = self._waiting(number)
        if not self._can_reach(destination):
            self._wait(route)
            route.asks.ask(route, again=True)
            return
        self._close(route)
        route.selected = destination
        route.call.redirections.append(route.device)
        self._send(route.call, destination, Cause.REDIRECTED)
        route.asks.used(route)

    def end(self, number: int) -> None:
        """Let a waiting call go its own way, as a computer wants it."""
        route = self._waiting(number)
        self._close(route)
        self._send_own_way(route.call, route.device, route.cause)

    def _waiting(self, number: int) -> Route:
        if (route := self.open.get(number)) is None:
            raise ExchangeError(ErrorCode.UNKNOWN_CALL)
        return route

    def _can_reach(self, destination: str) -> bool:
        board = self._board
        inside = board.is_inside(destination) or destination in board.outside
        return inside or (len(destination) > 4 and destination.lstrip("+").isdecimal())

    def _wait(self, route: Route) -> None:
        if route.timer is not None:
            route.timer.cancel()
        seconds = self._board.options.route_seconds
        route.timer = self._board.loop.call_later(seconds, self._go_own_way, route)

    def _close(self, route: Route) -> None:
        del self.open[route.number]
        if route.timer is not None:
            route.timer.cancel()

    def _go_own_way(self, route: Route) -> None:
        """Wait no longer."""
        self._close(route)
        route.asks.over(route)
        self._send_own_way(route.call, route.device, route.cause)

    def _send_own_way(self, call: ExchangeCall, device: str, cause: Cause) -> None:
        destination = self._board.options.route_points[device]
        call.redirections.append(device)
        self._send(call, destination, cause)

    def _on_event(self, event: ExchangeEvent) -> None:
        """Forget a call whose caller has given up."""
        if event.kind is not EventKind.CALL_CLEARED:
            return
        for route in tuple(self.open.values()):
            if route.call is event.call:
                self._close(route)
                route.asks.over(route)
