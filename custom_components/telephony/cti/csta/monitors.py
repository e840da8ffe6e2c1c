"""The monitors of one session: who gets which event, and how many lines are taken up at a time."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
import logging
from typing import Final, override

from ..errors import (
    LinkError,
    NotConnected,
    OperationRefused,
    OutcomeUnknown,
    RequestError,
    TelephonyError,
)
from ..line import Line
from .calls.device_calls import DeviceCalls
from .calls.endings import leave_talks
from .early_events import EarlyEvents
from .features import EVENTS as FEATURE_EVENTS, Features, set_in_service
from .liveness import Question
from .monitor import LineMonitor
from .pace import Pace
from .questions import Questions
from .segments import Segments
from .session import CstaSession
from .session_listener import SessionListener
from .settings import CstaSettings
from .wire.call_events import CALL_EVENTS
from .wire.events import Event
from .wire.messages import DOCUMENTED_FILTER
from .wire.xml import Element, exact_text

_LOGGER = logging.getLogger(__name__)

AUDIT_AFTER: Final = 600.0
"""Seconds without an event after which a line that is in a call is compared once."""
AUDIT_EVERY: Final = 15.0
"""Seconds between two looks for them; where holds and diversions are hidden, all in a call are compared."""
ALONE_AFTER: Final = 1.0
"""Seconds in which a phone hangs up by itself once the far end has."""
USES_THE_PHONE: Final = frozenset({"ServiceInitiatedEvent", "OriginatedEvent"})
"""What a phone that is out of service cannot do: it is back, and nobody has told."""
RESYNC_PAUSE: Final = 10.0
"""Seconds between two snapshots of everything."""


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
        self._loop = asyncio.get_running_loop()
        self._pace = Pace(settings.monitor_window, self._loop.time)
        self._pause = settings.monitor_pause_ms / 1000
        self._on_changed = on_changed
        self._on_watched = on_watched
        self._next_start = self._loop.time()
        self._last_resync = -RESYNC_PAUSE
        self._resync: asyncio.TimerHandle | None = None
        self._monitors: dict[str, LineMonitor] = {}
        self._by_reference: dict[str, LineMonitor] = {}
        self._due: dict[LineMonitor, None] = {}
        self._busy: set[str] = set()
        """The lines that workers are at; two monitors of one line never start at once."""
        self._workers: set[asyncio.Task[None]] = set()
        self._at_work = 0  # without those that are leaving, or all would leave at once
        self._early = EarlyEvents()
        self._unanswered = 0
        """How many starts were given up; a late answer means a monitor that nobody knows."""
        self._alone: dict[LineMonitor, asyncio.TimerHandle] = {}
        """Those in a call whose far end has just left."""
        self._heard_at: dict[LineMonitor, float] = {}
        """When an event last came of a line that was in a call then."""
        self._auditing = self._loop.call_later(AUDIT_EVERY, self._audit)
        self.segments = Segments()
        self._features = Features(session, self._on_features)
        self._questions = Questions(session, self.segments, self._on_changed)

    # What the phone system of ours asks

    def add(self, calls: DeviceCalls) -> None:
        """Watch a line as soon as the window allows."""
        monitor = self._monitors[calls.line.number] = LineMonitor(
            calls,
            self._session,
            self.segments,
            self._pace,
            self._loop,
            start=self._start,
            make_due=self._make_due,
            on_result=self._on_result,
        )
        self._make_due(monitor)

    def remove(self, number: str) -> None:
        """Stop watching a line."""
        if (monitor := self._monitors.pop(number, None)) is None:
            return
        self._due.pop(monitor, None)
        self._heard_at.pop(monitor, None)
        self._features.forget(monitor.calls.line)
        monitor.close()
        if monitor.reference is not None:
            self._stop(monitor.reference)
            del self._by_reference[monitor.reference]

    def look_after(self, calls: DeviceCalls) -> None:
        """Ask what events leave open that were kept back while a call was placed."""
        if calls.legs.questions:
            self._questions.ask(calls)

    def close(self) -> None:
        """End all work; whatever the session still hears is nobody's any more."""
        self._session.listener = None
        self._features.close()
        self._questions.close()
        for task in self._workers:
            task.cancel()
        for monitor in self._monitors.values():
            monitor.close()
        if self._resync:
            self._resync.cancel()
        self._auditing.cancel()
        for timer in self._alone.values():
            timer.cancel()
        self._alone.clear()
        self._due.clear()

    # What the session tells

    @override
    def on_event(self, event: Event) -> None:
        if (monitor := self._by_reference.get(event.reference)) is None:
            if event.reference:
                self._early.keep(event)
            else:
                self._session.pass_over("an event of no monitor")
            return
        calls, line = monitor.calls, monitor.calls.line
        if event.call_id:
            calls.apply(event)
            if line.in_service is False and event.name in USES_THE_PHONE:
                set_in_service(line, in_service=True)
        elif not self._take_other(calls, event):
            self._session.log_once(event.name, "an event that is not known")
            return
        self._on_changed(calls)
        if line.calls or calls.legs.all():  # also what is hidden until it rings
            self._heard_at[monitor] = self._session.last_received
        if event.name == "EstablishedEvent":
            self._questions.note_answer(calls, event.call_id)
        legs = calls.legs
        if legs.incomplete or legs.left_alone or legs.questions:
            self._look_after(monitor)

    def _take_other(self, calls: DeviceCalls, event: Event) -> bool:
        """Take an event of no call; False where it is not known."""
        if take_feature := FEATURE_EVENTS.get(event.name):
            take_feature(calls.line, event.root)
            self._features.told(calls.line)
        elif event.name in CALL_EVENTS:
            self._session.log_once(event.name, "an event of no call")
            calls.legs.incomplete = True
        else:
            return False
        return True

    def _look_after(self, monitor: LineMonitor) -> None:
        """Find out what events have left open."""
        legs = monitor.calls.legs
        if legs.questions:
            self._questions.ask(monitor.calls)
        if legs.left_alone and monitor not in self._alone:
            timer = self._loop.call_later(ALONE_AFTER, self._leave_alone, monitor)
            self._alone[monitor] = timer
        if legs.incomplete:
            legs.incomplete = False
            monitor.doubt()

    @override
    def on_data(self, root: Element) -> None:
        self.segments.add(root)

    @override
    def on_monitor_stopped(self, reference: str | None) -> None:
        if (monitor := self._by_reference.pop(reference or "", None)) is None:
            self._early.keep_stop(reference)
        else:
            monitor.stopped()

    @override
    def on_monitor_late(self, reference: str | None) -> None:
        if self._unanswered and reference and reference not in self._by_reference:
            self._unanswered -= 1
            self._stop(reference)

    @override
    def on_messages_lost(self) -> None:
        if self._resync is None:
            due = max(self._last_resync + RESYNC_PAUSE, self._loop.time())
            self._resync = self._loop.call_at(due, self._resynchronize)

    def _resynchronize(self) -> None:
        """Compare every line with the phone system."""
        self._resync = None
        self._last_resync = self._loop.time()
        running = (each for each in self._monitors.values() if each.is_running)
        for monitor in sorted(running, key=lambda each: not each.calls.line.calls):
            self._make_due(monitor)  # those with calls first

    @override
    def questions(self) -> Iterator[Question]:
        if (monitor := next(iter(self._by_reference.values()), None)) is None:
            return
        number, messages = monitor.number, self._session.messages
        snapshot = messages.service("SnapshotDevice", snapshotObject=number)
        yield "SnapshotDevice", partial(self._session.send, "SnapshotDevice", snapshot)
        again = messages.monitor_start(number)
        yield "MonitorStart", partial(self._ask_by_monitor, again)

    def _ask_by_monitor(self, request: Element) -> None:
        """Start a monitor of a line that has one, and stop it at once."""
        self._session.send("MonitorStart", request).add_done_callback(self._asked)

    def _asked(self, started: asyncio.Future[Element]) -> None:
        if (error := started.exception()) is None:
            reference = exact_text(started.result(), "monitorCrossRefID")
            if reference and reference not in self._by_reference:
                self._stop(reference)
        elif isinstance(error, OutcomeUnknown):
            self._unanswered += 1  # its answer may still come, and be stopped then

    def _leave_alone(self, monitor: LineMonitor) -> None:
        """Tell that talks are over whose far end has left, where our own end did not follow."""
        del self._alone[monitor]
        if not monitor.is_running:
            return
        if leave_talks(monitor.calls.legs, sure=monitor.has_no_snapshot):
            self._on_changed(monitor.calls)
            monitor.doubt()

    def _audit(self) -> None:
        """Compare lines once whose calls have been quiet for long: an end may have been lost."""
        hides_much = self._session.messages.filter is DOCUMENTED_FILTER
        self._auditing = self._loop.call_later(AUDIT_EVERY, self._audit)
        long_ago = self._loop.time() - (0.0 if hides_much else AUDIT_AFTER)
        for monitor in [it for it, at in self._heard_at.items() if at <= long_ago]:
            legs = monitor.calls.legs.all()
            if not (hides_much and legs):
                del self._heard_at[monitor]
            if legs and monitor.is_running:
                monitor.doubt()

    def _on_features(self, line: Line) -> None:
        """Tell of a line's features, unless it was removed while they were asked for."""
        monitor = self._monitors.get(line.number)
        if monitor and monitor.calls.line is line:
            self._on_changed(monitor.calls)

    # Work, line by line

    def _make_due(self, monitor: LineMonitor) -> None:
        """Take a line up when the window allows."""
        self._due[monitor] = None
        self._employ()

    def _employ(self) -> None:
        """Let another worker begin where the window has room for one."""
        if self._at_work < min(self._pace.window, len(self._due) + len(self._busy)):
            self._at_work += 1
            task = self._loop.create_task(self._work(), name="telephony CSTA monitors")
            self._workers.add(task)
            task.add_done_callback(self._workers.discard)

    async def _work(self) -> None:
        """Take up one line after the other, until none is due or the window has closed."""
        while self._at_work <= self._pace.window:
            due = (each for each in self._due if each.number not in self._busy)
            if (monitor := next(due, None)) is None:
                break
            del self._due[monitor]
            self._busy.add(monitor.number)
            self._employ()
            try:
                await monitor.take_up()
            except LinkError, NotConnected:
                break  # the session is gone, and with it everything here
            except Exception:  # a fault with one line must not cost those that wait
                _LOGGER.exception("Could not take up a line")
            finally:
                self._busy.discard(monitor.number)
        self._at_work -= 1

    def _on_result(self, calls: DeviceCalls, problem: RequestError | None) -> None:
        self._on_watched(calls, problem)
        if problem is None:
            self._features.read(calls.line)

    async def _start(self, monitor: LineMonitor) -> None:
        """Ask for a line's monitor, and apply what it has told before the answer."""
        if self._pause:  # that some phone systems need between two MonitorStart
            now = self._loop.time()
            turn = max(now, self._next_start)
            self._next_start = turn + self._pause
            await asyncio.sleep(turn - now)
        await self._session.learn_device(monitor.number)
        with self._early:
            asked = self._pace.ask()
            try:
                reply = await monitor.ask()
            except OutcomeUnknown:
                self._unanswered += 1
                self._session.liveness.monitor_unanswered(asked.at)
                raise
            self._pace.answered("MonitorStart", asked)
            if (reference := exact_text(reply, "monitorCrossRefID")) is None:
                raise OperationRefused("MonitorStart", "no monitorCrossRefID")
            if reference in self._by_reference:
                raise OperationRefused(
                    "MonitorStart", "another line's monitorCrossRefID"
                )
            if not monitor.is_wanted:
                self._stop(reference)
                return
            monitor.started(reference)
            self._by_reference[reference] = monitor
            for event in self._early.replay(reference):
                self.on_event(event)
            if self._early.has_stopped(reference):
                self.on_monitor_stopped(reference)

    def _stop(self, reference: str) -> None:
        with suppress(TelephonyError):  # a session that ends stops its monitors, too
            request = self._session.messages.service(
                "MonitorStop", monitorCrossRefID=reference
            )
            _ = self._session.send("MonitorStop", request)
