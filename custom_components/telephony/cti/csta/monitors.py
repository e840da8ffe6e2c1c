"""One monitor for each line: started within a window, refused, stopped, and started again."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
import logging
from typing import Final, override

from ..errors import (
    LinkError,
    NotConnected,
    OperationRefused,
    OutcomeUnknown,
    PerformanceLimited,
    RequestError,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
    TelephonyError,
)
from ..line import Line
from .calls import Calls
from .events import read_event
from .features import EVENTS as FEATURE_EVENTS, Features
from .segments import Segments
from .session import CstaSession, SessionListener
from .settings import CstaSettings
from .snapshot import Found, reconcile, take
from .xml import Element, children, size, text

_LOGGER = logging.getLogger(__name__)

RETRY_FIRST: Final = 60.0
RETRY_LAST: Final = 900.0
"""Seconds until a refused line is tried again: doubling from first to last."""
STOPPED_TOO_SOON: Final = 60.0
"""Seconds that a monitor must have lasted to be started again at once, always."""
RESYNC_PAUSE: Final = 10.0
"""Seconds between two snapshots of everything, and before a line in doubt is compared again."""
_EARLY_KEPT: Final = 1 << 20
"""Bytes of events that have overtaken the answer to their MonitorStart; a snapshot follows anyway."""
COMPARISONS: Final = 3
"""Snapshots of a line in a row, while events contradict them."""
_FOR_NOW: Final = (
    OutcomeUnknown,
    PerformanceLimited,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
)
"""Why there may be no snapshot now though there will be one later."""


class Monitors(SessionListener):
    """The monitors of one session; each line's calls outlive it."""

    def __init__(
        self,
        session: CstaSession,
        settings: CstaSettings,
        on_changed: Callable[[Calls], None],
        on_watched: Callable[[Calls, RequestError | None], None],
    ) -> None:
        """Watch nothing yet.

        `on_watched` hears of each line when it is watched, or why it is not for now.
        """
        self._session = session
        self._window = max(1, settings.monitor_window)
        self._pause = settings.monitor_pause_ms / 1000
        self._on_changed = on_changed
        self._on_watched = on_watched
        self._loop = asyncio.get_running_loop()
        self._next_start = self._loop.time()
        self._last_resync = -RESYNC_PAUSE
        self._resync: asyncio.TimerHandle | None = None
        self._watched: dict[str, Calls] = {}
        self._by_reference: dict[str, Calls] = {}
        self._references: dict[str, str] = {}
        self._started_at: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._stops: dict[str, int] = {}
        self._retries: dict[str, asyncio.TimerHandle] = {}
        self._due: dict[str, None] = {}
        self._busy: set[str] = set()
        self._untold: set[str] = set()
        """The lines of which the switch tells no snapshot."""
        self._workers: set[asyncio.Task[None]] = set()
        self._early: dict[str, list[tuple[str, Element]]] = {}
        self._early_size = 0
        self._starting = 0
        self._unanswered = 0
        """How many starts were given up; a late answer means a monitor that nobody knows."""
        self.segments = Segments()
        self._features = Features(session, self._on_features)

    # What the switch of ours asks

    def add(self, calls: Calls) -> None:
        """Watch a line as soon as the window allows."""
        self._watched[calls.line.number] = calls
        self._take_up(calls.line.number)

    def remove(self, number: str) -> None:
        """Watch a line no more."""
        if self._watched.pop(number, None) is None:
            return
        self._due.pop(number, None)
        self._failures.pop(number, None)
        self._stops.pop(number, None)
        if timer := self._retries.pop(number, None):
            timer.cancel()
        if (reference := self._forget(number)) is not None:
            self._stop(reference)

    def close(self) -> None:
        """End all work; whatever the session still hears is nobody's any more."""
        self._session.listener = None
        self._features.close()
        for task in self._workers:
            task.cancel()
        for timer in self._retries.values():
            timer.cancel()
        if self._resync:
            self._resync.cancel()
        self._due.clear()

    # What the session tells

    @override
    def on_event(self, name: str, root: Element) -> None:
        fields = children(root)
        reference = text(fields.get("monitorCrossRefID")) or ""
        if (calls := self._by_reference.get(reference)) is None:
            self._keep_early(reference, name, root)
        else:
            self._apply(calls, name, root, fields)

    @override
    def on_data(self, root: Element) -> None:
        self.segments.add(root)

    @override
    def on_monitor_stopped(self, reference: str | None) -> None:
        if (calls := self._by_reference.get(reference or "")) is None:
            return
        number = calls.line.number
        self._forget(number)
        lasted = self._loop.time() - self._started_at.get(number, 0.0)
        stops = 0 if lasted >= STOPPED_TOO_SOON else self._stops.get(number, 0)
        self._stops[number] = stops + 1
        if stops:
            error = OperationRefused("MonitorStart", "stopped by the switch")
            self._give_up(calls, error, stops - 1)
        else:
            self._take_up(number)

    @override
    def on_monitor_late(self, reference: str | None) -> None:
        if self._unanswered and reference and reference not in self._by_reference:
            self._unanswered -= 1
            self._stop(reference)

    @override
    def on_messages_lost(self) -> None:
        if self._resync is None:
            due = max(self._last_resync + RESYNC_PAUSE, self._loop.time())
            self._resync = self._loop.call_at(due, self._resynchronise)

    # Events

    def _apply(
        self, calls: Calls, name: str, root: Element, fields: dict[str, Element]
    ) -> None:
        if event := read_event(name, fields):
            calls.apply(event)
        elif take_feature := FEATURE_EVENTS.get(name):
            take_feature(calls.line, root)
        else:
            self._session.log_once(name, "an event that is not known, or not complete")
            return
        self._on_changed(calls)
        if calls.incomplete:  # picked up, say: only the switch knows whose call it is
            calls.incomplete = False
            if calls.line.number not in self._untold:
                self._take_up(calls.line.number)

    def _on_features(self, line: Line) -> None:
        """Tell of a line's features, unless it was removed while they were asked for."""
        calls = self._watched.get(line.number)
        if calls and calls.line is line:
            self._on_changed(calls)

    def _keep_early(self, reference: str, name: str, root: Element) -> None:
        """Keep an event that has overtaken the answer to its MonitorStart."""
        if not self._starting:
            return
        if self._early_size + size(root) > _EARLY_KEPT:
            return
        self._early_size += size(root)
        self._early.setdefault(reference, []).append((name, root))

    def _replay_early(self, calls: Calls, reference: str) -> None:
        for name, root in self._early.pop(reference, []):
            self._early_size -= size(root)
            self._apply(calls, name, root, children(root))

    # Work, line by line

    def _take_up(self, number: str) -> None:
        """Start or compare a line's monitor when a worker is free."""
        self._due[number] = None
        if len(self._workers) < self._window:
            task = self._loop.create_task(self._work(), name="telephony CSTA monitors")
            self._workers.add(task)
            task.add_done_callback(self._workers.discard)

    async def _work(self) -> None:
        while number := next((n for n in self._due if n not in self._busy), None):
            del self._due[number]
            self._busy.add(number)
            try:
                await self._watch(self._watched[number])
            except LinkError, NotConnected:
                return  # the session is gone, and with it everything here
            except Exception:  # a fault with one line must not cost those that wait
                _LOGGER.exception("Could not take up a line")
            finally:
                self._busy.discard(number)

    async def _watch(self, calls: Calls) -> None:
        """Start a line's monitor unless it runs; then compare the calls."""
        number = calls.line.number
        try:
            if number not in self._references:
                await self._start(calls)
            if self._is_watched(calls):
                await self._compare(calls)
        except RequestError as error:
            if self._watched.get(number) is calls:
                failures = self._failures.get(number, 0)
                self._failures[number] = failures + 1
                self._give_up(calls, error, failures)
            return
        if not self._is_watched(calls):
            return
        self._failures.pop(number, None)
        self._on_watched(calls, None)
        self._features.read(calls.line)

    async def _compare(self, calls: Calls) -> None:
        """Compare a line's calls with the switch's, anew where events came in between."""
        calls.comparing = True
        try:
            for _ in range(COMPARISONS):
                found = await self._snapshot(calls)
                if not self._is_watched(calls) or reconcile(calls, found):
                    return
            self._take_up_later(calls.line.number, RESYNC_PAUSE)
        finally:
            calls.comparing = False

    def _is_watched(self, calls: Calls) -> bool:
        """Whether a line is still wanted and its monitor runs."""
        number = calls.line.number
        return self._watched.get(number) is calls and number in self._references

    async def _start(self, calls: Calls) -> None:
        await self._wait_for_turn()
        request = self._session.messages.monitor_start(calls.line.number)
        self._starting += 1
        try:
            reply = await self._session.send("MonitorStart", request)
            self._claim(calls, text(reply, "monitorCrossRefID"))
        except OutcomeUnknown:
            self._unanswered += 1
            raise
        finally:
            self._starting -= 1
            if not self._starting:
                self._early.clear()
                self._early_size = 0

    def _claim(self, calls: Calls, reference: str | None) -> None:
        """Take a monitor for a line's, with what it has told already."""
        number = calls.line.number
        if reference is None:
            raise OperationRefused("MonitorStart", "no monitorCrossRefID")
        if self._watched.get(number) is not calls:
            self._stop(reference)
            return
        self._references[number] = reference
        self._by_reference[reference] = calls
        self._started_at[number] = self._loop.time()
        self._replay_early(calls, reference)

    async def _wait_for_turn(self) -> None:
        """Keep the pause between two MonitorStart that some switches need."""
        if self._pause:
            now = self._loop.time()
            turn = max(now, self._next_start)
            self._next_start = turn + self._pause
            await asyncio.sleep(turn - now)

    async def _snapshot(self, calls: Calls) -> list[Found]:
        """Ask which calls there are; a switch that does not tell leaves none that we could trust."""
        number = calls.line.number
        calls.touched.clear()
        try:
            found = await take(self._session, self.segments, number)
        except _FOR_NOW:
            raise
        except RequestError as error:
            _LOGGER.debug("The switch tells no snapshot: %s", error)
            self._untold.add(number)
            return []
        self._untold.discard(number)
        return found

    def _give_up(self, calls: Calls, error: RequestError, failures: int) -> None:
        """Leave a line that is refused; try it again slowly."""
        number = calls.line.number
        self._on_watched(calls, error)
        delay = min(RETRY_FIRST * 2 ** min(failures, 10), RETRY_LAST)
        self._take_up_later(number, delay)

    def _take_up_later(self, number: str, delay: float) -> None:
        if timer := self._retries.pop(number, None):
            timer.cancel()
        self._retries[number] = self._loop.call_later(delay, self._retry, number)

    def _retry(self, number: str) -> None:
        self._retries.pop(number, None)
        self._take_up(number)

    def _forget(self, number: str) -> str | None:
        """Drop the reference of a line's monitor and return it."""
        reference = self._references.pop(number, None)
        if reference is not None:
            self._by_reference.pop(reference, None)
        return reference

    def _stop(self, reference: str) -> None:
        with suppress(TelephonyError):  # a session that ends stops its monitors, too
            request = self._session.messages.service(
                "MonitorStop", monitorCrossRefID=reference
            )
            _ = self._session.send("MonitorStop", request)

    def _resynchronise(self) -> None:
        """Compare every line with the switch."""
        self._resync = None
        self._last_resync = self._loop.time()
        for number in self._references:
            self._take_up(number)
