"""One monitor for each line: started within a window, refused, stopped, and started again."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
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
from .calls.device_calls import DeviceCalls
from .features import EVENTS as FEATURE_EVENTS, Features
from .segments import Segments
from .session import CstaSession, SessionListener
from .settings import CstaSettings
from .snapshot import Found, reconcile, take
from .wire.events import read_event
from .wire.xml import Element, children, own_text, size, text

_LOGGER = logging.getLogger(__name__)

RETRY_FIRST: Final = 60.0
RETRY_LAST: Final = 900.0
"""Seconds until a line is tried again: the first after silence, doubling after refusals."""
STOPPED_TOO_SOON: Final = 60.0
"""Seconds that a monitor must have lasted to be started again at once, always."""
RESYNC_PAUSE: Final = 10.0
"""Seconds between two snapshots of everything, and before a line in doubt is compared again."""
_EARLY_KEPT: Final = 1 << 20
"""Bytes of events that have overtaken the answer to their MonitorStart; a snapshot follows anyway."""
_STOPS_KEPT: Final = 256
COMPARISONS: Final = 3
"""Snapshots of a line in a row, while events contradict them."""
_FOR_NOW: Final = (
    OutcomeUnknown,
    PerformanceLimited,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
)
"""Why there may be no snapshot now though there will be one later."""


@dataclass(slots=True, eq=False)
class _Watch:
    """One line that is wanted, and how its monitor fares."""

    calls: DeviceCalls
    reference: str | None = None
    """The monitorCrossRefID while the monitor runs."""
    started_at: float = 0.0
    failures: int = 0
    """How often in a row the line was refused."""
    stops: int = 0
    """How often in a row the switch has stopped the monitor too soon."""
    retry: asyncio.TimerHandle | None = None
    is_untold: bool = False
    """Whether the switch tells no snapshot of the line."""

    @property
    def number(self) -> str:
        """The line's number."""
        return self.calls.line.number


class Monitors(SessionListener):
    """The monitors of one session; each line's calls outlive it."""

    def __init__(
        self,
        session: CstaSession,
        settings: CstaSettings,
        on_changed: Callable[[DeviceCalls], None],
        on_watched: Callable[[DeviceCalls, RequestError | None], None],
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
        self._watches: dict[str, _Watch] = {}
        self._by_reference: dict[str, _Watch] = {}
        self._due: dict[str, None] = {}
        self._busy: set[str] = set()
        self._workers: set[asyncio.Task[None]] = set()
        self._early: dict[str, list[tuple[str, Element]]] = {}
        self._early_size = 0
        self._early_stops: set[str] = set()
        """The monitors that the switch stopped before it answered their start."""
        self._starting = 0
        self._unanswered = 0
        """How many starts were given up; a late answer means a monitor that nobody knows."""
        self.segments = Segments()
        self._features = Features(session, self._on_features)

    # What the switch of ours asks

    def add(self, calls: DeviceCalls) -> None:
        """Watch a line as soon as the window allows."""
        self._watches[calls.line.number] = _Watch(calls)
        self._take_up(calls.line.number)

    def remove(self, number: str) -> None:
        """Watch a line no more."""
        if (watch := self._watches.pop(number, None)) is None:
            return
        self._due.pop(number, None)
        self._features.forget(watch.calls.line)
        if watch.retry:
            watch.retry.cancel()
        if watch.reference is not None:
            self._stop(watch.reference)
            self._forget(watch)

    def close(self) -> None:
        """End all work; whatever the session still hears is nobody's any more."""
        self._session.listener = None
        self._features.close()
        for task in self._workers:
            task.cancel()
        for watch in self._watches.values():
            if watch.retry:
                watch.retry.cancel()
        if self._resync:
            self._resync.cancel()
        self._due.clear()

    # What the session tells

    @override
    def on_event(self, name: str, root: Element) -> None:
        fields = children(root)
        reference = own_text(fields.get("monitorCrossRefID"))
        if (watch := self._by_reference.get(reference)) is None:
            self._keep_early(reference, name, root)
        else:
            self._apply(watch, name, root, fields)

    @override
    def on_data(self, root: Element) -> None:
        self.segments.add(root)

    @override
    def on_monitor_stopped(self, reference: str | None) -> None:
        if (watch := self._by_reference.get(reference or "")) is None:
            if self._starting and reference and len(self._early_stops) < _STOPS_KEPT:
                self._early_stops.add(reference)
            return
        self._forget(watch)
        lasted = self._loop.time() - watch.started_at
        stops = 0 if lasted >= STOPPED_TOO_SOON else watch.stops
        watch.stops = stops + 1
        if stops:
            error = OperationRefused("MonitorStart", "stopped by the switch")
            self._give_up(watch, error, stops - 1)
        else:
            self._take_up(watch.number)

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
        self, watch: _Watch, name: str, root: Element, fields: dict[str, Element]
    ) -> None:
        calls = watch.calls
        if event := read_event(name, fields):
            calls.apply(event)
        elif take_feature := FEATURE_EVENTS.get(name):
            take_feature(calls.line, root)
            self._features.told(calls.line)
        else:
            self._session.log_once(name, "an event that is not known, or not complete")
            return
        self._on_changed(calls)
        if (
            calls.legs.incomplete
        ):  # picked up, say: only the switch knows whose call it is
            calls.legs.incomplete = False
            if not watch.is_untold:
                self._take_up(watch.number)

    def _on_features(self, line: Line) -> None:
        """Tell of a line's features, unless it was removed while they were asked for."""
        watch = self._watches.get(line.number)
        if watch and watch.calls.line is line:
            self._on_changed(watch.calls)

    def _keep_early(self, reference: str, name: str, root: Element) -> None:
        """Keep an event that has overtaken the answer to its MonitorStart."""
        if not self._starting:
            return
        if self._early_size + size(root) > _EARLY_KEPT:
            return
        self._early_size += size(root)
        self._early.setdefault(reference, []).append((name, root))

    def _replay_early(self, watch: _Watch, reference: str) -> None:
        for name, root in self._early.pop(reference, []):
            self._early_size -= size(root)
            self._apply(watch, name, root, children(root))

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
                await self._watch(self._watches[number])
            except LinkError, NotConnected:
                return  # the session is gone, and with it everything here
            except Exception:  # a fault with one line must not cost those that wait
                _LOGGER.exception("Could not take up a line")
            finally:
                self._busy.discard(number)

    async def _watch(self, watch: _Watch) -> None:
        """Start a line's monitor unless it runs; then compare the calls."""
        try:
            if watch.reference is None:
                await self._start(watch)
            if self._runs(watch):
                await self._compare(watch)
        except RequestError as error:
            if self._is_wanted(watch):
                self._give_up(watch, error, watch.failures)
                watch.failures += not isinstance(error, OutcomeUnknown)
            return
        if not self._runs(watch):
            return
        watch.failures = 0
        self._on_watched(watch.calls, None)
        self._features.read(watch.calls.line)

    async def _compare(self, watch: _Watch) -> None:
        """Compare a line's calls with the switch's, anew where events came in between."""
        calls = watch.calls
        calls.comparing = True
        try:
            for _ in range(COMPARISONS):
                found = await self._snapshot(watch)
                if not self._runs(watch):
                    return
                settled = reconcile(calls, found)
                if any(each.silent for each in found):
                    break
                if settled:
                    return
            self._take_up_later(watch, RESYNC_PAUSE)
        finally:
            calls.comparing = False

    def _is_wanted(self, watch: _Watch) -> bool:
        """Whether a line was not removed meanwhile."""
        return self._watches.get(watch.number) is watch

    def _runs(self, watch: _Watch) -> bool:
        """Whether a line is still wanted and its monitor runs."""
        return watch.reference is not None and self._is_wanted(watch)

    async def _start(self, watch: _Watch) -> None:
        await self._wait_for_turn()
        request = self._session.messages.monitor_start(watch.number)
        self._starting += 1
        try:
            reply = await self._session.send("MonitorStart", request)
            self._claim(watch, text(reply, "monitorCrossRefID"))
        except OutcomeUnknown:
            self._unanswered += 1
            raise
        finally:
            self._starting -= 1
            if not self._starting:
                self._early.clear()
                self._early_size = 0
                self._early_stops.clear()

    def _claim(self, watch: _Watch, reference: str | None) -> None:
        """Take a monitor for a line's, with what it has told already."""
        if reference is None:
            raise OperationRefused("MonitorStart", "no monitorCrossRefID")
        if not self._is_wanted(watch):
            self._stop(reference)
            return
        watch.reference = reference
        watch.started_at = self._loop.time()
        self._by_reference[reference] = watch
        self._replay_early(watch, reference)
        if reference in self._early_stops:
            self.on_monitor_stopped(reference)

    async def _wait_for_turn(self) -> None:
        """Keep the pause between two MonitorStart that some switches need."""
        if self._pause:
            now = self._loop.time()
            turn = max(now, self._next_start)
            self._next_start = turn + self._pause
            await asyncio.sleep(turn - now)

    async def _snapshot(self, watch: _Watch) -> list[Found]:
        """Ask which calls there are; a switch that does not tell leaves none that we could trust."""
        watch.calls.legs.touched.clear()
        try:
            found = await take(self._session, self.segments, watch.number)
        except _FOR_NOW:
            raise
        except RequestError as error:
            _LOGGER.debug("The switch tells no snapshot: %s", error)
            watch.is_untold = True
            return []
        watch.is_untold = False
        return found

    def _give_up(self, watch: _Watch, error: RequestError, failures: int) -> None:
        """Leave a line that is refused; try it again slowly."""
        self._on_watched(watch.calls, error)
        delay = min(RETRY_FIRST * 2 ** min(failures, 10), RETRY_LAST)
        self._take_up_later(watch, delay)

    def _take_up_later(self, watch: _Watch, delay: float) -> None:
        if watch.retry:
            watch.retry.cancel()
        watch.retry = self._loop.call_later(delay, self._take_up, watch.number)

    def _forget(self, watch: _Watch) -> None:
        """Drop the reference of a line's monitor."""
        if watch.reference is not None:
            self._by_reference.pop(watch.reference, None)
            watch.reference = None

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
        for watch in self._watches.values():
            if watch.reference is not None:
                self._take_up(watch.number)
