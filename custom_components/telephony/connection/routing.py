"""Calls that ask where to go: handed to automations, which answer in time or not at all."""

from collections.abc import Mapping
from functools import partial
from typing import override

from homeassistant.core import callback

from ..cti.errors import TelephonyError
from ..cti.routes import Router, RouteRequest
from .bulkheads import Bulkheads
from .changes import ROUTE, Changes
from .issues import ConnectionIssues
from .settings import EVERY_LINE


class CallRouting(Router):
    """The calls of one connection that wait for an automation to say where they go.

    Nobody waits for nothing: where no automation wants a call it goes its own way at once.
    """

    def __init__(
        self, changes: Changes, bulkheads: Bulkheads, issues: ConnectionIssues
    ) -> None:
        """Begin with no call."""
        self.waiting: dict[str, RouteRequest] = {}
        """By route ID."""
        self._changes = changes
        self._bulkheads = bulkheads
        self._issues = issues
        self._wanted = False

    @callback
    def async_want(self) -> None:
        """Let the call that is being handed over wait for an answer."""
        self._wanted = True

    @override
    @callback
    def route_requested(self, request: RouteRequest) -> None:
        self.waiting[request.route_id] = request
        request.on_over = partial(self.waiting.pop, request.route_id, None)
        self._wanted = False
        self._changes.notify(ROUTE, EVERY_LINE, request)
        if not self._wanted and request.is_open:
            request.proceed()

    @override
    @callback
    def route_points_changed(self, refused: Mapping[str, TelephonyError]) -> None:
        tell = partial(self._issues.async_route_points, refused)
        self._bulkheads.run("issues", tell)
