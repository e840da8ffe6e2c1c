"""A phone system that gateways tell of on a broker, and that takes commands there."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
import logging
import time
from typing import Final, override
from urllib.parse import unquote

from ..errors import LineNotServed, NoGateway, NotSupported, TelephonyError
from ..line import Line
from ..link import LinkState, LinkStatus
from ..open_call import Clock
from ..recording import Recording
from ..system import SystemListener
from .calls import LONGEST_ID
from .commands import GatewayCommands
from .connection import BrokerConnection
from .documents import LONGEST, LONGEST_RETAINED, VERSION, decode, read_line
from .line import FollowedLine
from .settings import GatewaySettings
from .status import NO_PRODUCT, GatewayStatus, is_late_will, read_status
from .topics import Topics

_LOGGER = logging.getLogger(__name__)

TOLD_SECONDS: Final = 3.0
"""What is retained comes at once: after this time nothing more is to be expected."""
FIRST_SECONDS: Final = 8.0
"""The same at the start: whoever shares a connection may gather subscriptions for some seconds."""
MAX_GATEWAYS: Final = 1000
MAX_KNOWN_LINES: Final = 100_000
LOG_PAUSE: Final = 60.0
CLOCK_TOLERANCE: Final = 60.0
"""Seconds that a gateway's clock may differ from ours before that's worth a line in the log."""


class GatewaySystem(GatewayCommands):
    """A phone system whose lines gateways have put on a broker.

    A line's document counts while its gateway is there: what a run that was killed has left behind
    tells of no calls. Calls stay as they were until a document says what became of them, so nothing
    ends because a gateway or the broker has gone.
    """

    product = NO_PRODUCT

    def __init__(
        self,
        connection: BrokerConnection,
        listener: SystemListener,
        settings: GatewaySettings,
        read_lines: Callable[[str], Iterable[str]] = str.split,
        *,
        clock: Clock | None = None,
    ) -> None:
        """Prepare; nothing is sent before `start`. `read_lines` reads ranges such as "700-719"."""
        topics = Topics(settings.prefix, settings.system)
        super().__init__(connection, listener, topics, clock)
        self._name = settings.system
        self._read_lines = read_lines
        self._status = LinkStatus(LinkState.STOPPED)
        self._gateways: dict[str, GatewayStatus] = {}
        self._loop = asyncio.get_running_loop()
        self._all_told: asyncio.TimerHandle | None = None
        self._ready_at: float | None = None
        self._first_ready = asyncio.Event()
        self._logged: dict[str, float] = {}

    # Life

    @override
    async def start(self) -> None:
        self._status = LinkStatus(LinkState.CONNECTING)
        await self._connection.start(self)
        self._connection.subscribe(self._topics.statuses, self._reply_to)
        self._connection.subscribe(*self._topics_of(self._lines))
        with suppress(TimeoutError):
            async with asyncio.timeout(FIRST_SECONDS):
                await self._first_ready.wait()
        if not self._status.connected:
            raise self._status.reason or NoGateway(self._name)

    @override
    async def stop(self) -> None:
        self._status = LinkStatus(LinkState.STOPPED)
        if self._all_told:
            self._all_told.cancel()
        self._fail_commands()
        await self._connection.stop()
        self._lose_lines(None)

    @property
    @override
    def status(self) -> LinkStatus:
        return self._status

    @property
    @override
    def recording(self) -> Recording | None:
        return None

    @override
    def start_recording(self, recording: Recording) -> None:
        raise NotSupported("recording")

    # Lines

    @override
    def _new_line(self, number: str) -> Line:
        if self._status.state is not LinkState.STOPPED:
            self._connection.subscribe(*self._topics_of((number,)))
        return FollowedLine(number, self._clock, self._new_id)

    @override
    def _watch(self, line: Line) -> None:
        self._wait_told()

    @override
    def _unwatch(self, line: Line) -> None:
        if self._status.state is not LinkState.STOPPED:
            self._connection.unsubscribe(*self._topics_of((line.number,)))

    @override
    async def named_lines(self) -> Mapping[str, str | None]:
        numbers: dict[str, None] = {}
        for gateway in self._gateways.values():
            if gateway.is_ready and len(numbers) < MAX_KNOWN_LINES:
                numbers |= dict.fromkeys(self._read_lines(gateway.lines))
        return numbers

    def _topics_of(self, numbers: Iterable[str]) -> list[str]:
        topics = self._topics
        return [
            topic
            for number in numbers
            for topic in (topics.state(number), topics.event(number))
        ]

    def _followed(self) -> Iterable[FollowedLine]:
        return (e for e in self._lines.values() if isinstance(e, FollowedLine))

    # The broker

    def broker_changed(self, status: LinkStatus) -> None:
        """Take it that the broker is there, or that nothing can be heard until it's back."""
        if status.connected:
            self._wait_told()
            return
        self._gateways.clear()
        self._fail_commands()
        self._lose_lines(None)
        self._set_status(status)

    def received(self, topic: str, payload: bytes, *, retained: bool) -> None:
        """Take a message."""
        line = self._lines.get(self._topics.line(topic) or "")
        kind = topic.rpartition("/")[2]
        is_ours = line is not None or topic == self._reply_to or kind == "status"
        if not is_ours or self._status.state is LinkState.STOPPED:
            return  # of a line, or for a system, that isn't watched any longer
        document = decode(payload, LONGEST_RETAINED if kind == "state" else LONGEST)
        if document is None and payload:
            self._ignore("message", f"it isn't JSON with the version {VERSION}")
        elif topic == self._reply_to:
            if document and not self._take_answer(document):
                self._ignore("answer", "nobody waits for it any longer")
        elif kind == "status" and line is None:
            status = read_status(document) if document else None
            if document and status is None:
                self._ignore(
                    "status", "this status of a gateway isn't what the schema says"
                )
            else:
                self._take_status(topic, status)
        elif isinstance(line, FollowedLine):
            if kind == "state":
                self._take_state(line, document)
            elif document and not retained:
                self._take_event(line, document)

    def _take_state(
        self, line: FollowedLine, document: dict[str, object] | None
    ) -> None:
        if document is None:
            line.take_removal()
            self._settled(line)
        elif (told := read_line(document, line.number)) is None:
            self._ignore("state", "this state of a line isn't what the schema says")
        else:
            line.keep_document(told)
            self._show(line)

    def _take_event(self, line: FollowedLine, document: dict[str, object]) -> None:
        if (at := line.take_event(document)) is None:
            return
        self._compare_clocks(at)
        self._settled(line)

    def _compare_clocks(self, at: float) -> None:
        """Tell of a clock that differs; an event may be late by as long as the gateway was away."""
        ahead = at / 1000 - time.time()
        up_for = self._loop.time() - (self._ready_at or self._loop.time())
        if ahead > CLOCK_TOLERANCE or -ahead > max(CLOCK_TOLERANCE, up_for):
            self._log_now_and_then(
                "clock",
                "The clock of a gateway of %s differs from this one by %.0f seconds: the times of"
                " calls differ as well",
                self._name,
                abs(ahead),
            )

    # Gateways

    def _take_status(self, topic: str, status: GatewayStatus | None) -> None:
        """Take over how a gateway is; an empty message says that it won't come back."""
        name = unquote(topic.split("/")[-2])
        if len(name) > LONGEST_ID or (
            len(self._gateways) >= MAX_GATEWAYS and name not in self._gateways
        ):
            return
        before = self._gateways.get(name)
        if is_late_will(before, status):
            return
        self._gateways.pop(name, None)
        if status is not None:
            self._gateways[name] = status
        if before == status:
            return
        if before and not (status and status.instance == before.instance):
            # What an earlier run has told doesn't count for this one.
            self._lose_lines(name)
        elif before and before.is_ready and status and not status.is_ready:
            self._lose_lines(name, is_told=True)
        self._follow_gateways()
        if status and status.is_ready:
            for line in self._followed():
                if line.gateway == name and line.told:
                    self._show(line)

    def _follow_gateways(self) -> None:
        """Let the link be up while there is a gateway with a connection to its phone system."""
        ready = [each for each in self._gateways.values() if each.is_ready]
        if not ready:
            problems = [each.problem for each in self._gateways.values()]
            named = [e for e in problems if e and not isinstance(e, NoGateway)]
            reason: TelephonyError = NoGateway(self._name)
            self._set_status(
                LinkStatus(LinkState.WAITING, named[0] if named else reason)
            )
            return
        offered = frozenset().union(*(each.capabilities for each in ready))
        product = ready[0].product
        changed = (offered, product) != (self.capabilities, self.product)
        self.capabilities, self.product = offered, product
        if not self._status.connected:
            self._set_status(LinkStatus(LinkState.READY))
        elif changed:
            self._listener.link_changed(self._status)

    def _set_status(self, status: LinkStatus) -> None:
        if self._status.state is LinkState.STOPPED or (
            status.state is self._status.state
            and repr(status.reason) == repr(self._status.reason)
        ):
            return
        was_connected, self._status = self._status.connected, status
        if status.connected:
            self._ready_at = self._loop.time()
            for line in self._followed():
                if not line.available:
                    self._begin_synchronizing(line.number)
            self._wait_told()
            if self._first_ready.is_set():
                _LOGGER.info("Gateways tell of %s again", self._name)
            self._first_ready.set()
        elif was_connected:
            _LOGGER.info("No gateway tells of %s: %r", self._name, status.reason)
        self._listener.link_changed(status)

    # Lines and what they show

    def _show(self, line: FollowedLine) -> None:
        """Show a line as far as its gateway answers for it."""
        told = line.told
        gateway = self._gateways.get(line.gateway or "")
        if told and gateway and gateway.is_ready:
            line.take_document()
            if told.available or told.problem:
                line.set_watched(None if told.available else told.problem)
                self._end_synchronizing(line.number)
            elif line.available:
                line.lose()
                line.mark_changed()
        self._settled(line)

    def _settled(self, line: FollowedLine) -> None:
        self._publish(line)
        self._shown(line)

    def _lose_lines(self, gateway: str | None, *, is_told: bool = False) -> None:
        """Take it that nothing is known of lines until their gateway is back, or tells of them anew."""
        for line in tuple(self._followed()):
            if gateway is None or line.gateway == gateway:
                line.told = line.told if is_told else None
                was_available = line.available
                line.lose()
                if was_available and gateway is not None:
                    line.mark_changed()
                    self._publish(line)

    def _wait_told(self) -> None:
        """See, a moment after the last thing was asked for, if something was told of everything."""
        if self._all_told:
            self._all_told.cancel()
        later = self._loop.call_later
        self._all_told = later(TOLD_SECONDS, self._see_who_is_told_of)

    def _see_who_is_told_of(self) -> None:
        self._all_told = None
        if not self._status.connected:
            if not self._gateways and self._status.state is not LinkState.STOPPED:
                self._set_status(LinkStatus(LinkState.WAITING, NoGateway(self._name)))
            return
        for number in tuple(self._unsynchronized):
            line = self._lines[number]
            if isinstance(line, FollowedLine) and line.told is None:
                line.set_watched(LineNotServed(number))
                self._settled(line)
            self._end_synchronizing(number)

    def _ignore(self, kind: str, why: str) -> None:
        what = f"A message about {self._name} is ignored: {why}"
        self._log_now_and_then(kind, "%s", what)

    def _log_now_and_then(self, kind: str, text: str, *values: object) -> None:
        """Write one line a minute for each kind."""
        now = self._loop.time()
        if now - self._logged.get(kind, -LOG_PAUSE) >= LOG_PAUSE:
            self._logged[kind] = now
            _LOGGER.warning(text, *values)
