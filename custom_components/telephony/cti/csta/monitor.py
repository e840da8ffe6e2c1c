"""The monitor of one line (ECMA-269, 15.1): started, compared, refused, stopped, and started again."""

import asyncio
from collections.abc import Awaitable, Callable
import logging
from typing import Final

from ..errors import (
    OperationRefused,
    OutcomeUnknown,
    PerformanceLimited,
    RequestError,
    RequestRefused,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
)
from .calls.device_calls import DeviceCalls
from .found_calls import Found
from .pace import Pace
from .segments import Segments
from .session import CstaSession
from .snapshot import reconcile, take
from .wire.errors import may_be_filter
from .wire.messages import DOCUMENTED_FILTER
from .wire.xml import Element

_LOGGER = logging.getLogger(__name__)

RETRY_BUSY: Final = 1.0
"""Seconds until a line is tried again that an overloaded phone system has turned away, doubling."""
BUSY_TRIES: Final = 6
"""How often in a row it may say so before the line counts as refused."""
RETRY_FIRST: Final = 60.0
RETRY_LAST: Final = 900.0
"""Seconds until a line is tried again: the first after silence, doubling after refusals."""
STOPPED_TOO_SOON: Final = 60.0
"""Seconds that a monitor must have lasted to be started again at once, always."""
COMPARE_AGAIN: Final = 10.0
"""Seconds before a line that events keep contradicting is compared again."""
COMPARISONS: Final = 3
"""Snapshots of a line in a row, while events contradict them."""
_FOR_NOW: Final = (
    OutcomeUnknown,
    PerformanceLimited,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
)
"""Why there may be no snapshot now though there will be one later."""


class LineMonitor:
    """Keeps one line monitored for as long as it is wanted.

    It is due (waits for a worker of the window), being taken up (MonitorStart, then a snapshot of the
    calls), running (`reference` is set), or waiting to be tried again (`_retry` is set).
    """

    def __init__(
        self,
        calls: DeviceCalls,
        session: CstaSession,
        segments: Segments,
        pace: Pace,
        loop: asyncio.AbstractEventLoop,
        *,
        start: Callable[[LineMonitor], Awaitable[None]],
        make_due: Callable[[LineMonitor], None],
        on_result: Callable[[DeviceCalls, RequestError | None], None],
    ) -> None:
        """Watch nothing yet.

        `start` asks for the monitor and sets its reference, `make_due` queues for a worker, and
        `on_result` hears whether the line is watched, or why it is not for now.
        """
        self.calls = calls
        self.number = calls.line.number
        self.is_wanted = True
        """False once the line was removed, whatever is still under way for it."""
        self.reference: str | None = None
        """The monitorCrossRefID while the monitor runs."""
        self._session = session
        self._segments = segments
        self._pace = pace
        self._start = start
        self._make_due = make_due
        self._on_result = on_result
        self._loop = loop
        self._started_at = 0.0
        self._refusals = 0
        """How often in a row the line was refused."""
        self._busy_refusals = 0
        """How often in a row the phone system was too busy for it."""
        self._stops = 0
        """How often in a row the phone system has stopped the monitor too soon."""
        self._retry: asyncio.TimerHandle | None = None
        self.has_no_snapshot = False
        """Whether the phone system tells no snapshot of the line."""

    @property
    def is_running(self) -> bool:
        """Whether the line is still wanted and its monitor runs."""
        return self.reference is not None and self.is_wanted

    # Taken up by a worker

    async def take_up(self) -> None:
        """Start the monitor unless it runs; then compare the calls."""
        try:
            if self.reference is None:
                await self._start(self)
                self.calls.began_anew = True
            if self.is_running:
                await self._compare()
        except RequestError as error:
            self._refused(error)
            return
        if self.is_running:
            self._refusals = self._busy_refusals = 0
            self._on_result(self.calls, None)

    async def _compare(self) -> None:
        """Compare the calls with the phone system's, once more where events came in between."""
        self.calls.comparing = True
        try:
            for _ in range(COMPARISONS):
                found = await self._snapshot()
                if not self.is_running:
                    return
                settled = reconcile(self.calls, found)
                if any(each.silent for each in found):
                    break
                if settled:
                    self.calls.began_anew = False
                    return
            self._retry_in(COMPARE_AGAIN)
        finally:
            self.calls.comparing = False

    async def _snapshot(self) -> list[Found]:
        """Ask which calls there are; one that tells none leaves no calls that we could trust."""
        self.calls.legs.touched.clear()
        asked = self._pace.ask()
        if self._busy_refusals:
            self._session.ask_for_life()
        try:
            found = await take(self._session, self._segments, self.number)
        except _FOR_NOW:
            raise
        except RequestError as error:
            _LOGGER.debug("The phone system tells no snapshot: %s", error)
            self.has_no_snapshot = True
            return []
        self.has_no_snapshot = False
        if not found:  # those who are in calls cost requests of their own
            self._pace.answered("SnapshotDevice", asked)
        return found

    async def ask(self) -> Element:
        """Ask for the monitor; where our filter is refused, once with the documented one."""
        messages = self._session.messages
        request = messages.monitor_start(self.number)
        try:
            return await self._session.send("MonitorStart", request)
        except RequestRefused as error:
            if not (messages.may_write_documented_filter and may_be_filter(error)):
                raise
        request = messages.monitor_start(self.number, DOCUMENTED_FILTER)
        reply = await self._session.send("MonitorStart", request)
        messages.filter = DOCUMENTED_FILTER
        self._session.log_once("a refusal of our filter", "holds are not told now")
        return reply

    # What happens to it

    def started(self, reference: str) -> None:
        """Run under this monitorCrossRefID from now on."""
        self.reference = reference
        self._started_at = self._loop.time()

    def stopped(self) -> None:
        """Start again after the phone system has ended the monitor: at once, or slowly if it insists."""
        self.reference = None
        lasted = self._loop.time() - self._started_at
        stops = 0 if lasted >= STOPPED_TOO_SOON else self._stops
        self._stops = stops + 1
        if stops:
            error = OperationRefused("MonitorStart", "stopped by the phone system")
            self._postpone(error, stops - 1)
        else:
            self._make_due(self)

    def doubt(self) -> None:
        """Compare the calls soon: events do not tell all, only the phone system knows."""
        if not self.has_no_snapshot:
            self._make_due(self)

    def close(self) -> None:
        """Cancel what waits."""
        self.is_wanted = False
        if self._retry:
            self._retry.cancel()

    def _refused(self, error: RequestError) -> None:
        is_silent = isinstance(error, OutcomeUnknown)
        # A snapshot may stay unanswered because the phone system doesn't have them.
        is_busy = isinstance(error, PerformanceLimited) or (
            is_silent and self.reference
        )
        if is_busy or is_silent:
            self._pace.overloaded()
        if not self.is_wanted:
            return
        if is_busy and self._busy_refusals < BUSY_TRIES:
            if self.calls.line.available:  # what it shows may be wrong meanwhile
                self._on_result(self.calls, error)
            self._retry_in(RETRY_BUSY * 2**self._busy_refusals)
            self._busy_refusals += 1
            return
        self._postpone(error, self._refusals)
        self._refusals += not is_silent

    def _postpone(self, error: RequestError, failures: int) -> None:
        """Leave a line that is refused; try it again slowly."""
        self._on_result(self.calls, error)
        self._retry_in(min(RETRY_FIRST * 2 ** min(failures, 10), RETRY_LAST))

    def _retry_in(self, delay: float) -> None:
        if self._retry:
            self._retry.cancel()
        self._retry = self._loop.call_later(delay, self._make_due, self)
