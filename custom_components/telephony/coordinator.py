"""One connection in Home Assistant: hands out each change to those who listen for its line."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Final, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, callback

from .blueprint_install import async_install_blueprints
from .call_log.log import CallLog
from .connection.active_calls import count_calls
from .connection.availability import Availability
from .connection.changes import Listeners
from .connection.devices import Devices
from .connection.groups import GroupWatch
from .connection.issues import ConnectionIssues
from .connection.link_history import ConnectionHistory
from .connection.pacing import Throttle
from .connection.protocols import apply_options, async_create_system
from .connection.settings import configured_groups, configured_lines, watched_numbers
from .connection.shown_features import ShownFeatures
from .connection.slices import in_slices
from .const import (
    CONF_CALL_LOG_SIZE,
    CONF_MISSED_MIN_RING_SECONDS,
    DEFAULT_CALL_LOG_SIZE,
    DEFAULT_MISSED_MIN_RING_SECONDS,
)
from .cti.errors import AuthenticationRefused, TelephonyError
from .cti.line import Line
from .cti.link import LinkStatus
from .cti.model import Call, CallEvent, CallEventType, Outcome, Party
from .cti.system import PhoneSystem, SystemListener
from .numbers.dial_plan import DialPlan
from .numbers.guard import DialGuard
from .phone_book.book import PhoneBook

if TYPE_CHECKING:
    from .entity_adder import EntityAdder

SYNCHRONISE_SECONDS: Final = 5.0
"""How long the start waits for the lines, so that their entities do not flap."""
SETTLE_SECONDS: Final = 0.5
"""How long changes gather: what sums up all lines must not cost a write with every event."""
EARLY_EVENTS_KEPT: Final = 1000
_LINK: Final = "link"


class Concern(StrEnum):
    """What of a line somebody wants to hear of."""

    CALLS = "calls"
    """Its calls; all else that people see of a line as well."""
    LOG = "log"
    """Its finished calls, and what is counted of them."""
    FEATURES = "features"
    """What it offers besides calls, and its registration."""


type TelephonyConfigEntry = ConfigEntry[TelephonyCoordinator]


class TelephonyCoordinator(SystemListener):
    """Stands between a switch and the entities; an event costs only what its own line needs."""

    system: PhoneSystem

    def __init__(self, hass: HomeAssistant, entry: TelephonyConfigEntry) -> None:
        """Prepare; nothing happens before `async_start`."""
        self.hass = hass
        self.entry = entry
        self.call_log = CallLog(
            hass, entry.entry_id, self._option_log_size(), self._canonical
        )
        self.guard = DialGuard(hass, entry)
        self.history = ConnectionHistory()
        self.issues = ConnectionIssues(hass, entry)
        self.phone_book = PhoneBook(hass, entry, self._names_changed)
        self.lines = configured_lines(entry)
        self.groups = configured_groups(entry)
        self.numbers = watched_numbers(self.lines, self.groups.values())
        self.group_watches: dict[str, GroupWatch] = {}
        self.devices = Devices(self)
        self.adders: list[EntityAdder] = []
        self.dial_numbers: dict[str, str] = {}
        self.context: Context | None = None
        self._data = dict(entry.data)
        self._options = entry.options
        self._applying = asyncio.Lock()
        self._taking_over: asyncio.Task[None] | None = None
        self._apply_pending = False
        self._stopped = False
        self._busy: dict[str, Line] = {}
        """The lines with calls."""
        self._early_events: deque[CallEvent] | None = deque(maxlen=EARLY_EVENTS_KEPT)
        self._availability = Availability(self.is_available)
        self._features = ShownFeatures()
        self._line_listeners = {each: Listeners[Line]() for each in Concern}
        self._any_line_listeners = Listeners[str]()
        self._event_listeners = Listeners[CallEvent]()
        self._link_listeners = Listeners[()]()
        self._totals_listeners = Listeners[()]()
        self._totals = Throttle(
            hass, SETTLE_SECONDS, partial(self._totals_listeners.async_tell, _LINK)
        )

    # Life

    async def async_start(self) -> None:
        """Connect and find out how things stand; raises LinkError or AuthenticationRefused."""
        await self.call_log.async_load()
        _ = self.entry.async_create_background_task(
            self.hass, self.phone_book.async_load(), "telephony phone book"
        )
        await self._async_connect()
        self.call_log.async_keep_only(self.numbers)

    async def async_stop(self) -> None:
        """Disconnect; nothing is left behind."""
        self._stopped = True
        if self._taking_over:
            self._taking_over.cancel()
            await asyncio.wait([self._taking_over])
        await self.system.stop()
        self._availability.async_stop()
        self._totals.async_stop()
        self.issues.async_stop()
        await self.call_log.async_save()

    async def async_reconnect(self) -> None:
        """Connect anew, with what the entry says now; every entity stays.

        Calls in progress end as unknown, since the new connection finds them as new ones.
        """
        await self.system.stop()
        async for line in in_slices(tuple(self.system.lines.values())):
            self._lose(line)
        self._link_listeners.async_tell(_LINK)
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
            self.hass, self._data, self.entry.options, self
        )
        async for number in in_slices(tuple(self.numbers)):
            self._add_line(number)
        await self._async_apply_groups()
        try:
            await self.system.start()
        except BaseException:
            await self.system.stop()
            raise
        await self.async_synchronise()

    async def async_watch_again(self, numbers: Iterable[str]) -> None:
        """Ask the switch once more for lines that it refused."""
        for number in numbers:
            if (line := self.line(number)) is not None:
                self._lose(line)
            self.system.remove_line(number)
            self._add_line(number)
        await self.async_synchronise()

    async def async_synchronise(self) -> None:
        """Wait until all lines have been compared with what the switch tells, but not for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SYNCHRONISE_SECONDS):
                await self.system.wait_synchronised()

    def _lose(self, line: Line) -> None:
        """Take it that nothing is known of a line any more."""
        line.available = False
        line.touch()
        for call in line.calls:
            line.end(call.call_id, Outcome.UNKNOWN)
        self.line_changed(line, line.take() or ())

    def _add_line(self, number: str) -> None:
        line = self.system.add_line(number)
        line.missed_min_ring_seconds = self._option_missed_min_ring_seconds()

    # What there is

    @property
    def connected(self) -> bool:
        """Whether the link is up."""
        return self.system.status.connected

    @property
    def active_calls(self) -> int:
        """Calls on the lines; one that joins two of them counts once."""
        return count_calls(self._busy.values())

    def line(self, number: str) -> Line | None:
        """Return a line, if it is watched."""
        return self.system.lines.get(number)

    def is_available(self, number: str) -> bool:
        """Whether what is known of a line is true now."""
        line = self.system.lines.get(number)
        return line is not None and line.available and self.system.status.connected

    def has_feature(self, number: str, feature: str) -> bool:
        """Whether the switch has shown a feature for a line."""
        return self._features.has(number, feature)

    def party(self, call: Call) -> Party:
        """Return the far end of a call, with the phone book's name where it has one."""
        return self.party_and_picture(call)[0]

    def party_and_picture(self, call: Call) -> tuple[Party, str | None]:
        """Return the same and the picture of the person that the phone book knows it to be."""
        party = call.party
        book = self.phone_book
        if not book.knows_somebody or (contact := book.find(party)) is None:
            return party, None
        return party._replace(name=contact.name), book.picture(contact)

    # Who listens

    @callback
    def async_listen_line(
        self,
        number: str,
        update: Callable[[Line], None],
        concern: Concern = Concern.CALLS,
    ) -> CALLBACK_TYPE:
        """Call `update` with the line when something changed that is of concern."""
        return self._line_listeners[concern].async_add(number, update)

    @callback
    def async_listen_any_line(self, update: Callable[[str], None]) -> CALLBACK_TYPE:
        """Call `update` with the number of each line that changed; it must be quick."""
        return self._any_line_listeners.async_add(_LINK, update)

    @callback
    def async_listen_availability(
        self, number: str, update: Callable[[], None]
    ) -> CALLBACK_TYPE:
        """Call `update` when a line became available or unavailable, before all else."""
        return self._availability.async_listen(number, update)

    @callback
    def async_listen_events(
        self, number: str, on_event: Callable[[CallEvent], None]
    ) -> CALLBACK_TYPE:
        """Call `on_event` with each event of a line, after the line's states are written."""
        return self._event_listeners.async_add(number, on_event)

    @callback
    def async_listen_link(self, update: Callable[[], None]) -> CALLBACK_TYPE:
        """Call `update` when the link came, went, or found a new reason for being down."""
        return self._link_listeners.async_add(_LINK, update)

    @callback
    def async_listen_totals(self, update: Callable[[], None]) -> CALLBACK_TYPE:
        """Call `update` when `active_calls` or the log's totals may have changed and settled."""
        return self._totals_listeners.async_add(_LINK, update)

    # SystemListener: an event's way, one straight line

    @override
    @callback
    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        number = line.number
        if line.touched:
            self._take_over_touched(line)
        self.context = Context() if events else None
        if self.phone_book.knows_somebody:
            events = tuple([self._with_name(event) for event in events])
        logged = False
        for event in events:
            logged |= self._log(event)
        if line.calls:
            self._busy[number] = line
        else:
            self._busy.pop(number, None)
        self._totals.async_changed()
        self._tell_line(line, logged=logged)
        if self._early_events is None:
            for event in events:
                self._event_listeners.async_tell(number, event)
        else:
            self._early_events.extend(events)
        self.context = None

    def _take_over_touched(self, line: Line) -> None:
        """Take over what of a line is not its calls; availability goes before all else."""
        number = line.number
        self._availability.async_update(number)
        self.issues.async_line(number, line.problem)
        configured = self.lines.get(number)
        if self._features.update(line) and configured is not None:
            for adder in self.adders:
                adder.async_apply_line(configured)
        self._line_listeners[Concern.FEATURES].async_tell(number, line)

    @callback
    def async_tell_early_events(self) -> None:
        """Tell what happened before there were entities and triggers to hear of it."""
        early, self._early_events = self._early_events, None
        for event in early or ():
            self._event_listeners.async_tell(event.call.line, event)

    @override
    @callback
    def link_changed(self, status: LinkStatus) -> None:
        self.history.link(status)
        self.issues.async_link(status)
        if isinstance(status.reason, AuthenticationRefused):
            self.entry.async_start_reauth(self.hass)
        self._link_listeners.async_tell(_LINK)
        self._availability.async_update_all(self.numbers)

    def _with_name(self, event: CallEvent) -> CallEvent:
        call = event.call
        if self.phone_book.find(call.party) is None:
            return event
        return event._replace(call=call._replace(party=self.party(call)))

    def _log(self, event: CallEvent) -> bool:
        """Count, and keep what the call log needs; True where the log of the line changed."""
        self.history.call_events[event.type] += 1
        if event.type is CallEventType.ENDED:
            self.call_log.async_add(event)
            return True
        call = event.call
        if event.type is CallEventType.OUTGOING and call.party.number:
            return self.call_log.async_called_back(call.line, call.party.number)
        return False

    @callback
    def async_mark_missed_read(self, number: str) -> None:
        """Count a line's missed calls from zero again."""
        self.call_log.async_mark_read(number)
        if (line := self.line(number)) is not None:
            self._tell_line(line, logged=True)

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
        if self._options != self.entry.options:
            self._options = self.entry.options
            self._apply_options()
        if self._data != self.entry.data:
            await self.async_reconnect()
        await self._async_apply_lines()

    def _tell_line(self, line: Line, *, logged: bool = False) -> None:
        self._line_listeners[Concern.CALLS].async_tell(line.number, line)
        if logged:
            self._line_listeners[Concern.LOG].async_tell(line.number, line)
        self._any_line_listeners.async_tell(_LINK, line.number)

    @callback
    def _names_changed(self) -> None:
        """Let calls that are shown now show what the phone book says now."""
        for line in tuple(self._busy.values()):
            self._tell_line(line)

    def _apply_options(self) -> None:
        async_install_blueprints(self.hass, self.entry)
        apply_options(self.system, self._options)
        self.phone_book.async_apply_options()
        self.call_log.async_set_size(self._option_log_size())
        seconds = self._option_missed_min_ring_seconds()
        for line in self.system.lines.values():
            line.missed_min_ring_seconds = seconds

    async def _async_apply_lines(self) -> None:
        """Watch what is new, forget what is gone, and let the platforms add entities."""
        before = self.numbers
        self.lines = configured_lines(self.entry)
        self.groups = configured_groups(self.entry)
        self.numbers = watched_numbers(self.lines, self.groups.values())
        for number in before.keys() - self.numbers.keys():
            self._forget_line(number)
        new = [number for number in self.numbers if number not in before]
        async for number in in_slices(new):
            self._add_line(number)
        await self._async_apply_groups()
        await self.devices.async_apply()
        for adder in self.adders:
            await adder.async_apply()

    async def _async_apply_groups(self) -> None:
        """Let each group follow its lines."""
        for subentry_id in self.group_watches.keys() - self.groups.keys():
            await self.group_watches.pop(subentry_id).async_apply(())
        for subentry_id, group in self.groups.items():
            watch = self.group_watches.setdefault(subentry_id, GroupWatch(self))
            await watch.async_apply(group.numbers)

    def _forget_line(self, number: str) -> None:
        self.system.remove_line(number)
        if self._busy.pop(number, None):
            self._totals.async_changed()
        self._availability.async_forget(number)
        self._features.forget(number)
        self.dial_numbers.pop(number, None)
        self.issues.async_line(number, None)
        self.call_log.async_forget(number)

    def _canonical(self, number: str) -> str:
        return DialPlan(self.entry.options, self.hass.config.country).canonical(number)

    def _option_log_size(self) -> int:
        size: int = self._option(CONF_CALL_LOG_SIZE, DEFAULT_CALL_LOG_SIZE)
        return int(size)

    def _option_missed_min_ring_seconds(self) -> float:
        seconds: float = self._option(
            CONF_MISSED_MIN_RING_SECONDS, DEFAULT_MISSED_MIN_RING_SECONDS
        )
        return seconds

    def _option(self, key: str, default: Any) -> Any:
        return self.entry.options.get(key, default)
