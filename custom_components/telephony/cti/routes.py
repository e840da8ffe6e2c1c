"""Calls that ask where to go: what a phone system hands over, and what may be answered."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from .errors import RouteOver, TelephonyError
from .model import DialedNumber, Party


class RouteRequest(ABC):
    """One call at a route point, until somebody says where it goes, or its time is over.

    Whoever takes none of it on need not answer: the call goes the phone system's own way then.
    """

    def __init__(
        self,
        route_id: str,
        device: str,
        party: Party,
        called_number: str | None,
        seconds: float,
        switch_call_id: str | None = None,
    ) -> None:
        """Tell of a call; `seconds` is how long it waits from now on."""
        self.route_id = route_id
        """Never given twice while the program runs."""
        self.device = device
        """The number of the route point."""
        self.party = party
        """Who calls."""
        self.called_number = called_number
        """Where the call is going now."""
        self.seconds = seconds
        self.switch_call_id = switch_call_id
        """What the phone system calls it, also where it goes then; None is not known."""
        self.on_over: Callable[[], object] | None = None
        """Called once, as soon as the call waits no more."""
        self.on_undone: Callable[[], object] | None = None
        """Called where the call turns out not to go where it was sent."""
        self._is_open = True

    @property
    def is_open(self) -> bool:
        """Whether the call still waits."""
        return self._is_open

    async def select(self, number: DialedNumber) -> None:
        """Send the call to a number; RouteOver where it waits no more, else as a command.

        It counts as decided as soon as this is called.
        """
        self._close()
        await self._send_to(number)

    def proceed(self) -> None:
        """Let the call go the phone system's own way; RouteOver where it waits no more."""
        self._close()
        self._let_go()

    def close(self) -> None:
        """Take it that the call waits no more, whoever said so; once is enough."""
        if self._is_open:
            self._close()

    def undo(self) -> None:
        """Take it that the call doesn't go where it was sent."""
        if self.on_undone:
            self.on_undone()

    def _close(self) -> None:
        if not self._is_open:
            raise RouteOver(self.route_id)
        self._is_open = False
        if self.on_over:
            self.on_over()

    @abstractmethod
    async def _send_to(self, number: DialedNumber) -> None:
        """Tell the phone system where the call goes."""

    @abstractmethod
    def _let_go(self) -> None:
        """Tell the phone system that it decides itself."""


class Router(Protocol):
    """Who decides where calls go; calls come on the event loop and must not block."""

    def route_requested(self, request: RouteRequest) -> None:
        """Decide, now or within `request.seconds`."""

    def route_points_changed(self, refused: Mapping[str, TelephonyError]) -> None:
        """Learn which route points the phone system doesn't leave to us, and why; all others it does."""


class Routing(NamedTuple):
    """Who decides about the calls to which route points, and how long such a call waits (seconds)."""

    router: Router
    points: tuple[str, ...]
    seconds: float
