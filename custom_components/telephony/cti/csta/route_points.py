"""The routeing services (ECMA-269, clause 20): calls that ask us where to go.

We register for each route point. A call there is a dialogue of its own: RouteRequest from the
switching function, then RouteSelect or RouteEnd from us; ReRoute where it can't go there; RouteEnd
where it waits no more. None of them has a response (ECMA-285: they never respond with a result), and
the time that we have is ours: when it is over the call goes the switching function's own way.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Coroutine
from contextlib import suppress
from functools import partial
from itertools import count
import logging
from typing import Any, Final, Protocol, override

from ..errors import (
    LinkError,
    NotConnected,
    OutcomeUnknown,
    RequestError,
    RequestRefused,
    TelephonyError,
)
from ..model import DialedNumber
from ..routes import RouteRequest, Routing
from .requests import REQUEST_TIMEOUT
from .wire.identifiers import party
from .wire.messages import Messages, Value
from .wire.route_requests import caller_of, dialogue_of, key_of, time_of
from .wire.xml import Element, child, exact_text

_LOGGER = logging.getLogger(__name__)

MOST_OPEN: Final = 50
"""Calls that wait at a time, and that begin to within a second. More go the switching function's own
way at once: they would be late, and make the others late.
"""
ANSWERS_WITHIN: Final = 2.0
"""Seconds in which the switching function may object to what it was answered."""
_RETRY: Final = 60.0
"""Seconds until a route point is asked for again that was refused or got no answer."""
_IDS: Final = count(1)


class _Session(Protocol):
    """What is needed of the session."""

    messages: Messages

    async def request(
        self, service: str, timeout: float = ..., /, **values: Value | None
    ) -> Element:
        """Ask for a service and return the reply."""

    async def learn_device(self, number: str) -> None:
        """Ask how the phone system names a device, where it wants to be asked."""

    def send(
        self, service: str, root: Element, timeout: float = ...
    ) -> asyncio.Future[Element]:
        """Send a request."""


class _Route(RouteRequest):
    """One dialogue."""

    def __init__(
        self, points: RoutePoints, device: str, seconds: float, root: Element
    ) -> None:
        super().__init__(
            str(next(_IDS)),
            device,
            caller_of(root),
            party(child(root, "currentRoute")).number,
            seconds,
            exact_text(root, "routedCall", "callID"),
        )
        self.dialogue = dialogue_of(root)
        self.timer: asyncio.TimerHandle | None = None
        self._points = points

    @override
    def _close(self) -> None:
        super()._close()
        self._points.forget(self)

    @override
    async def _send_to(self, number: DialedNumber) -> None:
        await self._points.select(self, number)

    @override
    def _let_go(self) -> None:
        self._points.end(self.dialogue)


class RoutePoints:
    """The route points of one session, and the calls that wait at them."""

    def __init__(self, session: _Session) -> None:
        """Ask for nothing yet."""
        self._session = session
        self._loop = asyncio.get_running_loop()
        self._routing: Routing | None = None
        self._registered: dict[str, str] = {}
        """Route points by routeRegisterReqID."""
        self._refused: dict[str, TelephonyError] = {}
        self._open: dict[str, _Route] = {}
        self._sent = deque[_Route](maxlen=MOST_OPEN)
        """The latest that were sent somewhere, which they may yet not reach."""
        self._began = deque[float](maxlen=MOST_OPEN)
        """When the latest calls began to wait, on the loop's clock."""
        self._task: asyncio.Task[None] | None = None
        self._asking = set[asyncio.Task[None]]()
        self.handlers: dict[str, Callable[[int, Element], None]] = {
            "ReRoute": self._on_re_route,
            "RouteEnd": self._on_route_end,
            "RouteRegisterAbort": self._on_abort,
            "RouteRequest": self._on_request,
            "RouteUsed": self._on_used,
        }
        """What takes each message."""

    def follow(self, routing: Routing | None) -> None:
        """Ask to be asked about these route points and no others, while the session lasts."""
        self.stop()
        if routing:
            self._routing = routing
            if not routing.points:
                routing.router.route_points_changed({})
            self._register_soon(self._register(routing, routing.points))

    def stop(self) -> None:
        """Hand every call back, and ask to be asked no more (20.1.3)."""
        self._cancel()
        for route in tuple(self._open.values()):
            route.proceed()
        for reference in self._registered:
            self._cancel_registration(reference)
        self._registered.clear()
        self._refused.clear()
        self._routing = None

    def close(self) -> None:
        """Forget every call: the session is gone."""
        self._cancel()
        for route in tuple(self._open.values()):
            route.close()

    def registered_late(self, reference: str | None) -> None:
        """Give back a registration whose answer nobody waits for anymore: it's asked for again."""
        if reference and reference not in self._registered:
            self._cancel_registration(reference)

    def _cancel(self) -> None:
        if self._task:
            self._task.cancel()

    def _cancel_registration(self, reference: str) -> None:
        with suppress(TelephonyError):
            request = self._session.messages.service(
                "RouteRegisterCancel", routeRegisterReqID=reference
            )
            _ = self._session.send("RouteRegisterCancel", request, ANSWERS_WITHIN)

    def _register_soon(self, work: Coroutine[Any, Any, None]) -> None:
        self._cancel()
        self._task = self._loop.create_task(work, name="telephony route points")

    async def _register(self, routing: Routing, devices: Collection[str]) -> None:
        """Register for each route point (20.1.1); what is refused is tried again and again."""
        while devices:
            for device in devices:
                # What is on its way is taken also where nobody waits for it anymore.
                asking = self._loop.create_task(self._register_one(routing, device))
                self._asking.add(asking)
                asking.add_done_callback(self._asked)
                try:
                    await asyncio.shield(asking)
                except LinkError, NotConnected:
                    return
                except RequestError as error:
                    _LOGGER.debug("A route point is not left to us: %s", error)
                    self._refused[device] = error
                else:
                    self._refused.pop(device, None)
            routing.router.route_points_changed(dict(self._refused))
            if devices := tuple(self._refused):
                await asyncio.sleep(_RETRY)

    def _asked(self, asking: asyncio.Task[None]) -> None:
        self._asking.discard(asking)
        if not asking.cancelled():
            asking.exception()  # retrieved: whoever asked may have stopped waiting

    async def _register_one(self, routing: Routing, device: str) -> None:
        """Register for one route point; where that isn't wanted anymore, give it back."""
        reply = await self._session.request(
            "RouteRegister", REQUEST_TIMEOUT, routeingDevice=device
        )
        reference = exact_text(reply, "routeRegisterReqID") or ""
        if self._routing is routing and device not in self._registered.values():
            self._registered[reference] = device
        else:
            self._cancel_registration(reference)

    # What the switching function says

    def _on_request(self, _invoke_id: int, root: Element) -> None:
        """Take a question (20.2.4), which may have come together with the answer to RouteRegister."""
        if self._asking and self._device(root) is None:
            self._loop.call_soon(self._take, root)  # after whoever waits for that
        else:
            self._take(root)

    def _take(self, root: Element) -> None:
        """Hand a call over, or back at once where nobody can decide about it."""
        dialogue = dialogue_of(root)
        key = key_of(dialogue)
        if key in self._open:
            return
        device, routing = self._device(root), self._routing
        if device is None or routing is None or self._is_crowded():
            _LOGGER.debug("A call at a route point is left to the phone system")
            self.end(dialogue)
            return
        route = _Route(self, device, time_of(root, routing.seconds), root)
        route.timer = self._loop.call_later(route.seconds, route.proceed)
        self._open[key] = route
        self._began.append(self._loop.time())
        routing.router.route_requested(route)

    def _on_re_route(self, _invoke_id: int, root: Element) -> None:
        """Let a call go its own way that can't go where it was sent (20.2.1)."""
        _LOGGER.info("A call can't go where it was routed: it goes the usual way")
        dialogue = dialogue_of(root)
        sent = (each for each in reversed(self._sent) if each.dialogue == dialogue)
        if route := next(sent, None):  # of several the latest: their names come again
            route.undo()
        self.end(dialogue)

    def _on_route_end(self, _invoke_id: int, root: Element) -> None:
        """Learn that a call waits no more (20.2.2)."""
        if route := self._open.get(key_of(dialogue_of(root))):
            route.close()

    def _on_used(self, _invoke_id: int, _root: Element) -> None:
        """Take no notice of where a call has gone (20.2.6): its line's events tell as well."""

    def _on_abort(self, _invoke_id: int, root: Element) -> None:
        """Learn that a route point is not left to us any more (20.1.2), and ask for it again."""
        reference = exact_text(root, "routeRegisterReqID") or ""
        device, routing = self._registered.pop(reference, None), self._routing
        if device is None or routing is None:
            return
        for route in tuple(self._open.values()):
            if route.device == device:
                route.close()
        self._refused[device] = RequestError("RouteRegister", "aborted")
        self._register_soon(self._register_again(routing))

    async def _register_again(self, routing: Routing) -> None:
        routing.router.route_points_changed(dict(self._refused))
        await asyncio.sleep(_RETRY)
        taken = self._registered.values()
        missing = [each for each in routing.points if each not in taken]
        await self._register(routing, missing)

    # What we say

    async def select(self, route: _Route, number: DialedNumber) -> None:
        """Send a call to a number (20.2.5); raises what the phone system says against it.

        A call that can't be sent there goes the switching function's own way.
        """
        try:
            await asyncio.wait_for(self._session.learn_device(number), route.seconds)
        except BaseException as error:
            self.end(route.dialogue)
            if isinstance(error, TimeoutError):
                raise OutcomeUnknown("RouteSelect", "no device in time") from error
            raise
        messages, service = self._session.messages, "RouteSelect"
        request = messages.service(service, **route.dialogue, routeSelected=number)
        reply = self._session.send(service, request, ANSWERS_WITHIN)
        reply.add_done_callback(partial(_take_objection, route))
        self._sent.append(route)

    def end(self, dialogue: dict[str, str]) -> None:
        """Let a call go the switching function's own way (20.2.2)."""
        service = "RouteEnd"
        with suppress(TelephonyError, ValueError):  # gone, and the call with it
            request = self._session.messages.service(service, **dialogue)
            _ = self._session.send(service, request, ANSWERS_WITHIN)

    # Calls that wait

    def _is_crowded(self) -> bool:
        """Whether one more call would be too much for those who decide."""
        if len(self._open) >= MOST_OPEN:
            return True
        is_full = len(self._began) == MOST_OPEN
        return is_full and self._began[0] > self._loop.time() - 1.0

    def forget(self, route: _Route) -> None:
        """Take it that a call waits no more."""
        if route.timer:
            route.timer.cancel()
        self._open.pop(key_of(route.dialogue), None)

    def _device(self, root: Element) -> str | None:
        """Return the route point that a request is about; None where it isn't ours."""
        if (reference := exact_text(root, "routeRegisterReqID")) is not None:
            return self._registered.get(reference)
        told = party(child(root, "routeingDevice")).number
        told = told or party(child(root, "currentRoute")).number
        return told if told in self._registered.values() else None


def _take_objection(route: _Route, reply: asyncio.Future[Element]) -> None:
    """Take it that a call doesn't go where it was sent; that nothing comes back is as it should be."""
    if not reply.cancelled() and isinstance(error := reply.exception(), RequestRefused):
        _LOGGER.info("The phone system did not take the route of a call: %s", error)
        route.undo()
