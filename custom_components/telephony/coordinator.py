"""One connection in Home Assistant: joins the phone system with who listens to its lines.

It is no DataUpdateCoordinator, which wakes every entity at every change: 35 ms of the event loop with
4,000 entities. Here a change costs only those who listen to its line: states first, then log, then events.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant, callback

from .call_log.log import CallLog
from .connection.activity import LOGBOOK, Activity
from .connection.bulkheads import Bulkheads
from .connection.changes import ENTITIES, LINK, OPTIONS, TOTALS, Changes
from .connection.devices import Devices
from .connection.dialing import new_guard
from .connection.far_ends import FarEnds
from .connection.issues import ConnectionIssues
from .connection.line_states import LineStates
from .connection.link_history import ConnectionHistory
from .connection.pacing import Throttle, in_slices
from .connection.protocols import apply_options, async_create_system
from .connection.records import Records
from .connection.routing import CallRouting
from .connection.settings import EVERY_LINE, ConnectionSettings
from .cti.errors import AuthenticationRefused, TelephonyError
from .cti.line import Line
from .cti.link import LinkStatus
from .cti.model import CallEvent
from .cti.system import PhoneSystem, SystemListener
from .phone_book.lookup import ContactLookup

SYNCHRONIZE_SECONDS: Final = 5.0
"""How long the start waits for the lines, so that their entities don't flap."""
SETTLE_SECONDS: Final = 0.5
"""How long changes gather: what sums up all lines must not cost a write with every event."""
EARLY_EVENTS_KEPT: Final = 1000

type TelephonyConfigEntry = ConfigEntry[TelephonyCoordinator]


class TelephonyCoordinator(SystemListener):
    """Stands between a phone system and the entities."""

    system: PhoneSystem

    def __init__(self, hass: HomeAssistant, entry: TelephonyConfigEntry) -> None:
        """Take what the entry says; nothing happens before `async_start`."""
        self.hass = hass
        self.entry = entry
        self.settings = ConnectionSettings(hass, entry)
        self.bulkheads = Bulkheads()
        self.changes = Changes(self.bulkheads)
        self.call_log = CallLog(
            hass,
            entry.entry_id,
            self.settings.options.call_log_size,
            self.settings.options.call_log_days,
            lambda: self.settings.plan.readings,
        )
        self.states = LineStates(
            self.settings,
            self.changes,
            self.bulkheads,
            self.call_log,
            lambda number: self.system.lines.get(number),  # noqa: PLW0108  # of any system
        )
        self.history = ConnectionHistory()
        self.issues = ConnectionIssues(hass, entry)
        self.routing = CallRouting(self.changes, self.bulkheads, self.issues)
        self.guard = new_guard(
            entry,
            self.settings,
            self.call_log,
            self.states,
            self.issues,
        )
        self.phone_book = ContactLookup(
            hass, entry, lambda: self.settings.plan, self._names_changed
        )
        self.devices = Devices(hass, entry, lambda: self.system, self._names_changed)
        self.far_end = FarEnds(
            hass,
            self.phone_book.recognize,
            self.settings,
            self.devices.line_names,
            self.call_log,
            self.bulkheads,
        )
        self.dial_numbers: dict[str, str] = {}
        self._records = Records(
            self.call_log, self.history, self.bulkheads, self.states.async_log_changed
        )
        self._activity = Activity(hass, entry.entry_id, self.settings)
        self._data, self._options = dict(entry.data), self.settings.options
        self._applying = asyncio.Lock()
        self._taking_over: asyncio.Task[None] | None = None
        self._apply_pending = self._stopped = False
        self._early_events: deque[CallEvent] | None = deque(maxlen=EARLY_EVENTS_KEPT)
        self._settled = Throttle(hass, SETTLE_SECONDS, self._totals_settled)

    # Life

    async def async_start(self) -> None:
        """Connect and find out how things stand; raises LinkError or AuthenticationRefused."""
        await self.call_log.async_load()
        self.guard.limits.resume(self.call_log.dialed_lately)
        self.entry.async_on_unload(self.phone_book.async_follow())
        _ = self.entry.async_create_background_task(
            self.hass, self.phone_book.async_load_regions(), "telephony regions"
        )
        try:
            await self._async_connect()
        except BaseException:  # a set-up that is cancelled leaves nothing either
            await self.call_log.async_unload()
            raise
        self.call_log.async_keep_only(self.settings.numbers)

    async def async_stop(self) -> None:
        """Disconnect; nothing is left behind."""
        self._stopped = True
        if self._taking_over:
            self._taking_over.cancel()
            await asyncio.wait([self._taking_over])
        await self.system.stop()
        self.states.async_stop()
        self._settled.async_stop()
        self.issues.async_stop()
        try:
            await self.call_log.async_unload()
        except Exception as error:  # noqa: BLE001  # it unloads all the same
            self.bulkheads.failed("call log", self.call_log.async_unload, error)

    async def async_reconnect(self) -> None:
        """Connect again, with what the entry says now; every entity stays."""
        await self._async_disconnect()
        await self._async_connect_again()

    @asynccontextmanager
    async def async_make_room(self) -> AsyncIterator[None]:
        """Leave the phone system while others try a session with it, then connect again."""
        async with self._applying:
            await self._async_disconnect()
            try:
                yield
            finally:
                if not self._stopped:
                    await self._async_take_over(self._async_connect_again())

    async def _async_disconnect(self) -> None:
        """Leave; calls in progress end as unknown, since a new connection finds them as new ones."""
        await self.system.stop()
        async for line in in_slices(tuple(self.system.lines.values())):
            self._forget_calls(line)
        self.changes.notify(LINK, EVERY_LINE)

    async def _async_connect_again(self) -> None:
        self._data = dict(self.entry.data)
        try:
            await self._async_connect()
        except AuthenticationRefused:
            self.entry.async_start_reauth(self.hass)
        except TelephonyError:
            # Set-up knows how to go on trying, and when to ask for credentials.
            self.hass.config_entries.async_schedule_reload(self.entry.entry_id)

    async def _async_connect(self) -> None:
        self.system = await async_create_system(
            self.hass, self._data, self.settings.options, self, self.routing
        )
        async for number in in_slices(tuple(self.settings.numbers)):
            self._add_line(number)
        await self.states.async_apply_groups()
        try:
            await self.system.start()
        except BaseException:  # a set-up that is cancelled leaves nothing either
            await self.system.stop()
            raise
        await self.async_synchronize()

    async def async_watch_again(self, numbers: Iterable[str]) -> None:
        """Ask the phone system once more for lines that it refused."""
        for number in numbers:
            if (line := self.system.lines.get(number)) is not None:
                self._forget_calls(line)
            self.system.remove_line(number)
            self._add_line(number)
        await self.async_synchronize()

    async def async_synchronize(self) -> None:
        """Wait until all lines have been compared with the phone system, but not forever."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.system.wait_synchronized(), SYNCHRONIZE_SECONDS)

    def _forget_calls(self, line: Line) -> None:
        """Assume that nothing is known of a line anymore."""
        line.forget_calls()
        self.line_changed(line, line.drain_events() or ())

    def _add_line(self, number: str) -> None:
        line = self.system.add_line(number)
        line.missed_min_ring_seconds = self.settings.options.missed_min_ring_seconds

    # What there is

    @property
    def connected(self) -> bool:
        """Whether the link is up."""
        return self.system.status.connected

    # SystemListener: an event's way, in one straight line

    @override
    @callback
    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        context = Context() if events else None
        if context is not None:
            if self.states.far_end is not None:
                events = self.states.with_names(events)
            if LOGBOOK in self.hass.config.components:
                tell = partial(self._activity.async_tell, events, context)
                self.bulkheads.run("activity", tell)
        self.states.async_show(line, self.system.capabilities, context)
        if line.features_changed:
            issue = partial(self.issues.async_line, line.number, line.problem)
            self.bulkheads.run("issues", issue)
        self._settled.async_changed()
        if context is None:
            return
        # Before the events: whoever hears of a missed call finds it counted.
        try:
            self._records.async_add(events, context)
        except Exception as error:  # noqa: BLE001  # the events come all the same
            self.bulkheads.failed("records", self._records.async_add, error)
        if self._early_events is not None:
            self._early_events.extend(events)
            return
        for event in events:
            self.states.async_event(event, context)

    @callback
    def async_release_early_events(self) -> None:
        """Tell what happened before there were entities and triggers to hear of it."""
        early, self._early_events = self._early_events, None
        for event in early or ():
            self.states.async_event(event, Context())

    @override
    @callback
    def link_changed(self, status: LinkStatus) -> None:
        if not status.connected:
            self.states.async_lose_all()
        self.bulkheads.run("history", partial(self.history.link, status))
        self.bulkheads.run("issues", partial(self.issues.async_link, status))
        if isinstance(status.reason, AuthenticationRefused):
            self.entry.async_start_reauth(self.hass)
        self.changes.notify(LINK, EVERY_LINE)
        self.states.async_follow_link(self.system.capabilities)
        self._settled.async_changed()

    # Beside the way

    @callback
    def async_mark_missed_read(self, number: str, caller: str | None = None) -> None:
        """Count a line's missed calls, or those of one caller, from zero again."""
        self.call_log.async_mark_read(number, caller)
        self.states.async_log_changed(number, None)
        self._settled.async_changed()

    def _totals_settled(self) -> None:
        self._records.async_retry()
        self.changes.notify(TOTALS, EVERY_LINE)

    @callback
    def _names_changed(self) -> None:
        """Let all that is shown, calls and logs, show what the phone book says now."""
        self.async_show_people()
        self.states.async_names_changed()

    @callback
    def async_show_people(self) -> None:
        """Let calls in progress show who is there, and what was written about them."""
        is_known = self.phone_book.knows_somebody or self.far_end.knows_somebody
        self.states.async_show_people(self.far_end if is_known else None)

    # What the entry says

    async def async_apply(self) -> None:
        """Take over what changed in the entry, and nothing else; many changes are taken at once."""
        if self._apply_pending:
            return
        self._apply_pending = True
        await asyncio.sleep(0)
        async with self._applying:
            self._apply_pending = False
            if self._stopped:
                return
            await self._async_take_over(self._async_apply_changes())

    async def _async_take_over(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what the entry asks for; it ends when the connection is stopped meanwhile."""
        self._taking_over = self.hass.async_create_task(work, "telephony take over")
        await asyncio.wait([self._taking_over])
        if not self._taking_over.cancelled():
            self._taking_over.result()

    async def _async_apply_changes(self) -> None:
        if (options := self.settings.options) != self._options:
            self._options = options
            apply_options(self.system, options, self.routing)
            self.call_log.async_set_limits(options.call_log_size, options.call_log_days)
            for line in self.system.lines.values():
                line.missed_min_ring_seconds = options.missed_min_ring_seconds
            self._names_changed()
            self.changes.notify(OPTIONS, EVERY_LINE, options)
        if self._data != self.entry.data:
            await self.async_reconnect()
        await self._async_apply_lines()

    async def _async_apply_lines(self) -> None:
        """Watch what is new, forget what is gone, and let the platforms add entities."""
        settings, before = self.settings, self.settings.numbers
        if settings.read_lines():
            await self.states.async_apply_groups()
            for number in before.keys() - settings.numbers.keys():
                self._forget_line(number)
            new = [number for number in settings.numbers if number not in before]
            async for number in in_slices(new):
                self._add_line(number)
        await self.devices.async_apply(
            settings.lines.values(), settings.groups.values()
        )
        self.changes.notify(ENTITIES, EVERY_LINE, None)

    def _forget_line(self, number: str) -> None:
        self.system.remove_line(number)
        self.call_log.async_forget(number)
        self.states.async_forget(number)
        self.dial_numbers.pop(number, None)
        self.issues.async_line(number, None)
        self._settled.async_changed()
