"""One connection in Home Assistant: joins the phone system with who listens to its lines.

It is no DataUpdateCoordinator: nothing is polled and there is no data of the whole connection to
replace. That class wakes every entity at every change, which costs 35 ms of the event loop with
4,000 entities. Here a change costs only those who listen to its line: one `LineState` is made of
it, then come the states, then the log, then the events, each listener behind a wall of its own.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant, callback

from .call_log.log import CallLog
from .connection.bulkheads import Bulkheads
from .connection.changes import (
    AVAILABILITY,
    ENTITIES,
    EVENT,
    EVERY_LINE,
    FEATURES,
    LINK,
    LOG,
    OPTIONS,
    STATE,
    TOTALS,
    Changes,
)
from .connection.devices import Devices
from .connection.groups import Group, LineTally, count_calls, share_of
from .connection.issues import ConnectionIssues
from .connection.line_state import (
    FarEnd,
    Features,
    LineState,
    read_features,
    read_state,
)
from .connection.link_history import ConnectionHistory
from .connection.pacing import SLICE_SECONDS, Throttle, in_slices
from .connection.protocols import apply_options, async_create_system
from .connection.records import Records
from .connection.settings import (
    GroupSettings,
    LineSettings,
    Options,
    group_settings,
    line_settings,
    watched_numbers,
)
from .cti.errors import AuthenticationRefused, TelephonyError
from .cti.line import Line
from .cti.link import LinkStatus
from .cti.model import CallEvent, Outcome, Party
from .cti.system import PhoneSystem, SystemListener
from .numbers.dial_plan import DialPlan
from .numbers.guard import DialGuard
from .phone_book.book import PhoneBook

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
        self._options = Options.read(entry.options)
        self._applied_options = self._options
        self.lines: dict[str, LineSettings] = {}
        self.groups: dict[str, GroupSettings] = {}
        self.numbers: dict[str, None] = {}
        self._owners: dict[str, tuple[str, ...]] = {}
        """The keys by which a line's changes are listened to: its own, EVERY_LINE, its groups'."""
        self._read_settings()
        self.bulkheads = Bulkheads()
        self.changes = Changes(self.bulkheads)
        self.call_log = CallLog(
            hass,
            entry.entry_id,
            self.options.call_log_size,
            self.options.call_log_days,
            self._canonical,
        )
        self.guard = DialGuard(hass, entry)
        self.history = ConnectionHistory()
        self.issues = ConnectionIssues(hass, entry)
        self.phone_book = PhoneBook(hass, entry, self._names_changed)
        self.devices = Devices(hass, entry)
        self.dial_numbers: dict[str, str] = {}
        self.totals: dict[str, Group] = {EVERY_LINE: self._new_group(EVERY_LINE)}
        """The numbers of each group and, under EVERY_LINE, of all lines."""
        self._records = Records(
            self.call_log, self.history, self.bulkheads, self._log_changed
        )
        self._plan: DialPlan | None = None
        self._plan_made_of: tuple[Mapping[str, Any], str | None] = ({}, None)
        self._data = dict(entry.data)
        self._applying = asyncio.Lock()
        self._taking_over: asyncio.Task[None] | None = None
        self._apply_pending = False
        self._stopped = False
        self._states: dict[str, LineState] = {}
        """The lines that are available."""
        self._features: dict[str, Features] = {}
        self._shown: dict[str, frozenset[str]] = {}
        self._to_lose: dict[str, None] = {}
        self._losing: asyncio.Handle | None = None
        self._early_events: deque[CallEvent] | None = deque(maxlen=EARLY_EVENTS_KEPT)
        self._settled = Throttle(hass, SETTLE_SECONDS, self._totals_settled)

    # Life

    async def async_start(self) -> None:
        """Connect and find out how things stand; raises LinkError or AuthenticationRefused."""
        await self.call_log.async_load()
        _ = self.entry.async_create_background_task(
            self.hass, self.phone_book.async_load(), "telephony phone book"
        )
        try:
            await self._async_connect()
        except BaseException:
            await self.call_log.async_unload()
            raise
        self.call_log.async_keep_only(self.numbers)

    async def async_stop(self) -> None:
        """Disconnect; nothing is left behind."""
        self._stopped = True
        if self._taking_over:
            self._taking_over.cancel()
            await asyncio.wait([self._taking_over])
        await self.system.stop()
        if self._losing:
            self._losing.cancel()
        self._settled.async_stop()
        self.issues.async_stop()
        await self.call_log.async_unload()

    async def async_reconnect(self) -> None:
        """Connect again, with what the entry says now; every entity stays.

        Calls in progress end as unknown, since the new connection finds them as new ones.
        """
        await self.system.stop()
        async for line in in_slices(tuple(self.system.lines.values())):
            self._forget_calls(line)
        self.changes.notify(LINK, EVERY_LINE)
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
            self.hass, self._data, self.options, self
        )
        async for number in in_slices(tuple(self.numbers)):
            self._add_line(number)
        await self._async_apply_groups()
        try:
            await self.system.start()
        except BaseException:
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
            async with asyncio.timeout(SYNCHRONIZE_SECONDS):
                await self.system.wait_synchronised()

    def _forget_calls(self, line: Line) -> None:
        """Assume that nothing is known of a line anymore."""
        line.available = False
        line.touch()
        for call in line.calls:
            line.end(call.call_id, Outcome.UNKNOWN)
        self.line_changed(line, line.take() or ())

    def _add_line(self, number: str) -> None:
        line = self.system.add_line(number)
        line.missed_min_ring_seconds = self.options.missed_min_ring_seconds

    # What there is

    @property
    def connected(self) -> bool:
        """Whether the link is up."""
        return self.system.status.connected

    @property
    def options(self) -> Options:
        """What the entry's options say now, read once."""
        if self._options.raw is not self.entry.options:
            self._options = Options.read(self.entry.options)
        return self._options

    @property
    def active_calls(self) -> int:
        """Calls on the lines; one that joins two of them counts once."""
        return count_calls(map(self.state, self.totals[EVERY_LINE].busy))

    def state(self, number: str) -> LineState:
        """Return how a line is now; one that isn't available is idle, whatever it was before."""
        if (state := self._states.get(number)) is None:
            features = self._features.get(number, Features())
            return LineState(number, features=features)
        return state

    def tally(self, owner: str) -> LineTally:
        """Return what the lines of a group, of the connection (EVERY_LINE) or one line do."""
        if (group := self.totals.get(owner)) is not None:
            return group.tally
        return share_of(self.state(owner)).tally

    def owners(self, number: str) -> tuple[str, ...]:
        """Return the keys of a line's changes: its number, EVERY_LINE, its groups' IDs."""
        return self._owners.get(number, ())

    def groups_of(self, number: str) -> Iterable[GroupSettings]:
        """Return the groups that a line is in."""
        return [self.groups[owner] for owner in self._owners.get(number, ())[2:]]

    def has_feature(self, number: str, feature: str) -> bool:
        """Whether the phone system has shown a feature for a line."""
        return feature in self._shown.get(number, ())

    @property
    def plan(self) -> DialPlan:
        """How numbers are written and dialed here."""
        made_of = (self.entry.options, self.hass.config.country)
        if self._plan is None or self._plan_made_of != made_of:
            self._plan_made_of = made_of
            self._plan = DialPlan(*made_of)
        return self._plan

    def far_end(self, party: Party) -> FarEnd:
        """Return the other side of a call, as the phone book knows it."""
        try:
            if (contact := self.phone_book.find(party)) is None:
                return FarEnd(party)
            picture = self.phone_book.picture(contact)
            return FarEnd(party._replace(name=contact.name), picture)
        except Exception as error:  # noqa: BLE001  # a call is shown also without a name
            self.bulkheads.failed("phone book", self.far_end, error)
            return FarEnd(party)

    # SystemListener: an event's way, in one straight line

    @override
    @callback
    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        context = Context() if events else None
        if line.touched:
            self._features[line.number] = read_features(line)
        self._show(line, context)
        if line.touched:
            self._features_changed(line)
        if context is None:
            return
        if self.phone_book.knows_somebody:
            events = tuple(map(self._with_name, events))
        # Before the events: whoever hears of a missed call finds it counted.
        self._records.async_add(events, context)
        if self._early_events is not None:
            self._early_events.extend(events)
            return
        for event in events:
            self._notify_event(event, context)

    def _show(self, line: Line, context: Context | None) -> None:
        """Let everybody see how a line is now."""
        number = line.number
        before = self._states.get(number)
        if line.available:
            state = self._states[number] = read_state(
                line,
                self.system.capabilities,
                self._features.get(number, Features()),
                self.far_end if self.phone_book.knows_somebody else None,
            )
        else:
            self._states.pop(number, None)
            state = self.state(number)
        if line.available is (before is None):
            self.changes.notify(AVAILABILITY, number, state)
        self._notify_state(state, context)

    def _notify_state(self, state: LineState, context: Context | None) -> None:
        number, notify = state.number, self.changes.notify
        share = share_of(state)
        notify(STATE, number, state, context)
        for owner in self._owners.get(number, ())[1:]:
            self.totals[owner].async_line_changed(number, share, context)
            notify(STATE, owner, state, context)
        self._settled.async_changed()

    def _notify_event(self, event: CallEvent, context: Context) -> None:
        notify, kind = self.changes.notify, event.type
        for owner in self._owners.get(event.call.line, ()):
            notify(EVENT, (owner, None), event, context)
            notify(EVENT, (owner, kind), event, context)

    @callback
    def async_release_early_events(self) -> None:
        """Tell what happened before there were entities and triggers to hear of it."""
        early, self._early_events = self._early_events, None
        for event in early or ():
            self._notify_event(event, Context())

    def _features_changed(self, line: Line) -> None:
        number = line.number
        self.issues.async_line(number, line.problem)
        state = self.state(number)
        shown = self._shown.get(number, frozenset())
        if new := state.features.shown - shown:
            self._shown[number] = shown | new
            if (settings := self.lines.get(number)) is not None:
                self.changes.notify(ENTITIES, EVERY_LINE, settings)
        self.changes.notify(FEATURES, number, state, None)

    @override
    @callback
    def link_changed(self, status: LinkStatus) -> None:
        if not status.connected:
            # At once, so that nobody sees a call that may be over; told in slices.
            self._to_lose.update(dict.fromkeys(self._states))
            self._states.clear()
        self.bulkheads.run("history", partial(self.history.link, status))
        self.bulkheads.run("issues", partial(self.issues.async_link, status))
        if isinstance(status.reason, AuthenticationRefused):
            self.entry.async_start_reauth(self.hass)
        self.changes.notify(LINK, EVERY_LINE)
        if self._losing is None:
            self._lose_lines()

    def _lose_lines(self) -> None:
        """Tell of the lines that went with the link; one with news meanwhile has told by itself."""
        loop = self.hass.loop
        self._losing = None
        until = loop.time() + SLICE_SECONDS
        while self._to_lose:
            number, _ = self._to_lose.popitem()
            if number in self.numbers and number not in self._states:
                state = self.state(number)
                self.changes.notify(AVAILABILITY, number, state)
                self._notify_state(state, None)
            if loop.time() > until:
                self._losing = loop.call_soon(self._lose_lines)
                return

    def _with_name(self, event: CallEvent) -> CallEvent:
        call = event.call
        party = self.far_end(call.party).party
        if party is call.party:
            return event
        return event._replace(call=call._replace(party=party))

    # Beside the way

    @callback
    def async_mark_missed_read(self, number: str) -> None:
        """Count a line's missed calls from zero again."""
        self.call_log.async_mark_read(number)
        self._log_changed(number, None)

    def _log_changed(self, number: str, context: Context | None) -> None:
        self.changes.notify(LOG, number, self.call_log.line(number), context)
        for owner in self._owners.get(number, ())[1:]:
            group = self.totals[owner]
            self.bulkheads.run(
                "missed calls", partial(group.async_log_changed, number, context)
            )
        self._settled.async_changed()

    def _totals_settled(self) -> None:
        self._records.async_retry()
        self.changes.notify(TOTALS, EVERY_LINE)

    @callback
    def _names_changed(self) -> None:
        """Let calls that are shown now show what the phone book says now."""
        for number in tuple(self.totals[EVERY_LINE].busy):
            if (line := self.system.lines.get(number)) is not None:
                self._show(line, None)

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
            self._taking_over = self.hass.async_create_task(
                self._async_take_over(), "telephony take over"
            )
            await asyncio.wait([self._taking_over])
            if not self._taking_over.cancelled():
                self._taking_over.result()

    async def _async_take_over(self) -> None:
        """Do what `async_apply` is for; ended when the connection is stopped meanwhile."""
        if self._applied_options != self.options:
            self._applied_options = self.options
            self._apply_options()
        if self._data != self.entry.data:
            await self.async_reconnect()
        await self._async_apply_lines()

    def _apply_options(self) -> None:
        apply_options(self.system, self.options)
        self.phone_book.async_apply_options()
        self.call_log.async_set_limits(
            self.options.call_log_size, self.options.call_log_days
        )
        for line in self.system.lines.values():
            line.missed_min_ring_seconds = self.options.missed_min_ring_seconds
        self.changes.notify(OPTIONS, EVERY_LINE, self.options)

    def _read_settings(self) -> None:
        self.lines = line_settings(self.entry)
        self.groups = group_settings(self.entry)
        self.numbers = watched_numbers(self.lines, self.groups.values())
        owners: dict[str, tuple[str, ...]]
        owners = {number: (number, EVERY_LINE) for number in self.numbers}
        for group in self.groups.values():
            for number in group.numbers:
                owners[number] += (group.subentry_id,)
        self._owners = owners

    async def _async_apply_lines(self) -> None:
        """Watch what is new, forget what is gone, and let the platforms add entities."""
        before = self.numbers
        self._read_settings()
        await self._async_apply_groups()
        for number in before.keys() - self.numbers.keys():
            self._forget_line(number)
        new = [number for number in self.numbers if number not in before]
        async for number in in_slices(new):
            self._add_line(number)
        await self.devices.async_apply(self.lines.values(), self.groups.values())
        self.changes.notify(ENTITIES, EVERY_LINE, None)

    def _new_group(self, owner: str) -> Group:
        return Group(owner, self.changes, self.call_log, self.state)

    async def _async_apply_groups(self) -> None:
        """Let each group add up its lines."""
        for owner in self.totals.keys() - self.groups.keys() - {EVERY_LINE}:
            del self.totals[owner]
        for owner in self.groups.keys() - self.totals.keys():
            self.totals[owner] = self._new_group(owner)
        for owner, group in self.groups.items():
            await self.totals[owner].async_apply(group.numbers)
        await self.totals[EVERY_LINE].async_apply(self.numbers)

    def _forget_line(self, number: str) -> None:
        self.system.remove_line(number)
        self._states.pop(number, None)
        self._features.pop(number, None)
        self._shown.pop(number, None)
        self.dial_numbers.pop(number, None)
        self.issues.async_line(number, None)
        self.call_log.async_forget(number)
        self._settled.async_changed()

    def _canonical(self, number: str) -> str:
        return self.plan.canonical(number)
