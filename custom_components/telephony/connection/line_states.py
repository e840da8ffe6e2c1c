"""What every line of a connection does now, and who is told when that changes: states come first."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Final

from homeassistant.core import Context, callback

from ..call_log.log import CallLog
from ..cti.capability import Capability
from ..cti.line import Line
from ..cti.model import CallEvent, Party
from .bulkheads import Bulkheads
from .changes import (
    AVAILABILITY,
    ENTITIES,
    EVENT,
    FEATURES,
    LOG,
    MISSED,
    NAMES,
    SERVICE,
    STATE,
    Changes,
)
from .groups import Group, count_calls
from .line_state import (
    NOTHING,
    FarEnd,
    Features,
    LineState,
    LineTally,
    read_features,
    read_state,
    with_people,
)
from .pacing import Backlog
from .settings import EVERY_LINE, ConnectionSettings

_NO_FEATURES: Final = Features()


class LineStates:
    """The states of lines by number; of a line that isn't available nothing living is known."""

    def __init__(
        self,
        settings: ConnectionSettings,
        changes: Changes,
        bulkheads: Bulkheads,
        call_log: CallLog,
        find_line: Callable[[str], Line | None],
    ) -> None:
        """Start with no line available."""
        self.find_line: Final = find_line
        """Returns a line of the phone system as it is now."""
        self.far_end: Callable[[Party], FarEnd] | None = None
        """Knows the people at the far ends, while anybody is known at all."""
        self._settings = settings
        self._changes = changes
        self._bulkheads = bulkheads
        self._call_log = call_log
        self._available: dict[str, LineState] = {}
        self._features: dict[str, Features] = {}
        self._shown: dict[str, frozenset[str]] = {}
        self._lost = Backlog(self._tell_lost)
        self._offers = Backlog(self._tell_offers)
        self._capabilities: frozenset[Capability] = frozenset()
        self._renamed = Backlog(partial(changes.notify, NAMES))
        self._shown_again = Backlog(self._show_again)
        self.busy: dict[str, None] = {}
        """The lines with calls."""
        self.totals: dict[str, Group] = {}
        """The numbers of each group and, once somebody wants them, under EVERY_LINE of all lines."""
        self._state_keys = changes.keys(STATE)
        self._event_keys = changes.keys(EVENT)
        self._unread: dict[str, Mapping[str, int]] = {}
        """The unread missed calls of lines as they were last told of."""

    def __getitem__(self, number: str) -> LineState:
        """Return how a line is now."""
        if (state := self._available.get(number)) is None:
            features = self._features.get(number, _NO_FEATURES)
            return LineState(number, features=features)
        return state

    @property
    def active_calls(self) -> int:
        """Calls on the lines; one that joins two of them counts once."""
        return count_calls(map(self.__getitem__, self.busy))

    def tally(self, owner: str) -> LineTally:
        """Return what the lines of a group, of the connection (EVERY_LINE) or one line do."""
        if owner == EVERY_LINE and owner not in self.totals:
            everybody = self.totals[owner] = self._new_group(owner)
            for number, state in self._available.items():
                everybody.async_line_changed(number, state.share, None)
        if (group := self.totals.get(owner)) is not None:
            return group.tally
        return LineTally._make(self[owner].share[:4])

    def busy_lines(self, owner: str) -> Collection[str]:
        """Return which lines of a group, of the connection (EVERY_LINE) or of one line have calls."""
        if owner == EVERY_LINE:
            return self.busy
        if (group := self.totals.get(owner)) is not None:
            return group.busy
        return (owner,) if owner in self.busy else ()

    def missed_lines(self, owner: str) -> Collection[str]:
        """Return which of the same lines have unread missed calls."""
        missed = self._call_log.missed_lines
        if owner == EVERY_LINE:
            return missed
        if (group := self.totals.get(owner)) is not None:
            return group.missed_lines
        return (owner,) if owner in missed else ()

    def has_feature(self, number: str, feature: str) -> bool:
        """Whether the phone system has shown a feature for a line."""
        return feature in self._shown.get(number, ())

    def with_names(self, events: tuple[CallEvent, ...]) -> tuple[CallEvent, ...]:
        """Return events with the names that the people at the far ends have here."""
        if (far_end := self.far_end) is None:
            return events
        return tuple(
            event._replace(call=with_people(event.call, far_end)[0]) for event in events
        )

    # What changes

    @callback
    def async_show(
        self, line: Line, capabilities: frozenset[Capability], context: Context | None
    ) -> None:
        """Let everybody see how a line is now."""
        number = line.number
        was_in_service: bool | None = None
        if line.features_changed:
            was_in_service = self._features.get(number, _NO_FEATURES).in_service
            self._features[number] = read_features(line)
        before = self._available.pop(number, None)
        if line.available:
            features = self._features.get(number, _NO_FEATURES)
            state = read_state(line, capabilities, features, self.far_end)
            if notes := self._call_log.notes.open:
                state = state._replace(notes=notes.copy())
            self._available[number] = state
        else:
            state = self[number]
        if line.available is (before is None):
            self._changes.notify(AVAILABILITY, number, state)
        self._notify(state, context)
        if line.features_changed:
            self._features_changed(state, was_in_service)

    def _notify(self, state: LineState, context: Context | None) -> None:
        number, notify = state.number, self._changes.notify
        if state.calls:
            self.busy[number] = None
        else:
            self.busy.pop(number, None)
        notify(STATE, number, state, context)
        for owner in self._settings.owners.get(number, ())[1:]:
            if (group := self.totals.get(owner)) is not None:
                try:
                    group.async_line_changed(number, state.share, context)
                except Exception as error:  # noqa: BLE001  # the events come all the same
                    self._bulkheads.failed("totals", Group.async_line_changed, error)
            if owner in self._state_keys:
                notify(STATE, owner, state, context)

    def _features_changed(self, state: LineState, was_in_service: bool | None) -> None:
        number = state.number
        shown = self._shown.get(number, frozenset())
        if new := state.features.shown - shown:
            self._shown[number] = shown | new
            if (settings := self._settings.lines.get(number)) is not None:
                self._changes.notify(ENTITIES, EVERY_LINE, settings)
            if "is_queue" in new:
                for group in self._settings.groups_of(number):
                    self._changes.notify(ENTITIES, EVERY_LINE, group)
        self._changes.notify(FEATURES, number, state, None)
        in_service = state.features.in_service
        if in_service is not None and in_service is not was_in_service:
            for owner in self._settings.owners.get(number, ()):
                self._changes.notify(SERVICE, (owner, in_service), number)

    @callback
    def async_event(self, event: CallEvent, context: Context) -> None:
        """Tell of something that happened to a call, after the states it has led to."""
        kind, keys = event.type, self._event_keys
        for owner in self._settings.owners.get(event.call.line, ()):
            for key in ((owner, None), (owner, kind)):
                if key in keys:
                    self._changes.notify(EVENT, key, event, context)

    @callback
    def async_log_changed(self, number: str, context: Context | None) -> None:
        """Tell that a line's log changed: finished calls, missed calls, counters."""
        log = self._call_log.line(number)
        owners = self._settings.owners.get(number, ())
        self._changes.notify(LOG, number, log, context)
        for owner in owners[2:]:
            add_up = self.totals[owner].async_log_changed
            self._bulkheads.run("missed calls", partial(add_up, number, context))
        if log.unread == self._unread.get(number):
            return
        self._unread[number] = log.unread
        for owner in owners:
            self._changes.notify(MISSED, owner, number, context)

    # The link

    @callback
    def async_lose_all(self) -> None:
        """Take it that nothing is known: at once, so that nobody sees a call that may be over."""
        self._lost.add(self._available)
        self._available.clear()

    @callback
    def async_follow_link(self, capabilities: frozenset[Capability]) -> None:
        """Tell of lost lines and of what can be asked of the others, in slices.

        A line that has had news meanwhile has told by itself.
        """
        self._lost.work()
        self._capabilities = capabilities
        known = self._available.items()
        self._offers.add(n for n, each in known if each.capabilities != capabilities)
        self._offers.work()

    def _tell_lost(self, number: str) -> None:
        if number in self._settings.numbers and number not in self._available:
            state = self[number]
            self._changes.notify(AVAILABILITY, number, state)
            self._notify(state, None)

    def _tell_offers(self, number: str) -> None:
        if (state := self._available.get(number)) is not None:
            state = state._replace(capabilities=self._capabilities)
            self._available[number] = state
            self._changes.notify(FEATURES, number, state, None)
            self._notify(state, None)

    @callback
    def async_show_people(self, far_end: Callable[[Party], FarEnd] | None) -> None:
        """Let calls in progress show who is there, as far as anybody is known now."""
        self.far_end = far_end
        self._shown_again.add(self.busy)
        self._shown_again.work()

    def _show_again(self, number: str) -> None:
        state, line = self._available.get(number), self.find_line(number)
        if state is not None and line is not None:
            self.async_show(line, state.capabilities, None)

    @callback
    def async_names_changed(self) -> None:
        """Tell that numbers may belong to others than before: who shows many lines, then each line."""
        self._changes.notify(NAMES, EVERY_LINE)
        self._renamed.add(self._settings.lines)
        self._renamed.work()

    @callback
    def async_stop(self) -> None:
        """Tell nobody any longer."""
        self._lost.stop()
        self._offers.stop()
        self._renamed.stop()
        self._shown_again.stop()

    # Which lines there are

    def _new_group(self, owner: str) -> Group:
        find_state = self.__getitem__
        return Group(owner, self._changes, self._bulkheads, self._call_log, find_state)

    async def async_apply_groups(self) -> None:
        """Let each group add up the lines that the settings say."""
        groups = self._settings.groups
        for owner in self.totals.keys() - groups.keys() - {EVERY_LINE}:
            del self.totals[owner]
        for owner in groups.keys() - self.totals.keys():
            self.totals[owner] = self._new_group(owner)
        for owner, group in tuple(groups.items()):
            await self.totals[owner].async_apply(group.numbers)

    @callback
    def async_forget(self, number: str) -> None:
        """Drop a line that is no longer watched, and has no log."""
        self._available.pop(number, None)
        self.busy.pop(number, None)
        if (everybody := self.totals.get(EVERY_LINE)) is not None:
            gone = partial(everybody.async_line_changed, number, NOTHING, None)
            self._bulkheads.run("totals", gone)
        self._features.pop(number, None)
        self._unread.pop(number, None)
        self._changes.notify(MISSED, EVERY_LINE, number, None)
        self._shown.pop(number, None)
