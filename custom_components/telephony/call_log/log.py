"""A connection's finished calls, missed calls and counters, as the rest of the house sees them."""

from collections import deque
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..cti.model import CallEvent, Direction, Outcome
from ..numbers.limits import MINUTE, Dialed
from ..numbers.readings import NumberReadings
from .database import CallDatabase, Change
from .entries import (
    EMPTY,
    MAX_RECENT,
    NOBODY,
    NOT_ROUTED,
    Counters,
    LineLog,
    LoggedCall,
    LogPage,
    LogQuery,
    Routed,
    StoredLog,
)
from .notes import Note, Notes
from .reading import MAX_LOADED, Limits
from .rows import microseconds, write_more
from .store import async_get_store
from .trail import Attempt

MAX_REFUSED_A_MINUTE: Final = 100
"""Refusals that are noted; a faulty automation must not wear out a disk."""
MAX_ROUTED: Final = 1000
"""Routed calls that are known until they end."""


class CallLog:
    """One connection's logs: the newest calls in memory, all of them in the file."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry_id: str,
        size: int,
        days: int,
        readings: Callable[[], NumberReadings],
    ) -> None:
        """Bound calls per line by `size` and, unless 0, `days`; `readings` compare numbers."""
        self._readings = readings
        self.connection = entry_id
        self.limits = Limits(
            size,
            days,
            lambda number: readings().canonical(number),
        )
        self.changes = 0
        self._store = async_get_store(hass)
        self._lines: dict[str, LineLog] = {}
        self.missed_lines: dict[str, None] = {}
        """The lines with unread missed calls."""
        self._totals = Counters()
        self._count = 0
        self._dialed: dict[str, None] = {}
        self._routed: dict[str | None, Routed] = {}
        """The latest calls that were routed, by what the phone system calls them."""
        self._refused: deque[float] = deque(maxlen=MAX_REFUSED_A_MINUTE)
        self.notes = Notes()
        self.dialed_lately: Sequence[Dialed] = ()
        """What was dialed in the day before it was loaded, as the limits count it."""

    async def async_load(self) -> None:
        """Take up what was stored."""
        await self._store.async_load(self)

    async def async_unload(self) -> None:
        """Write what still waits, and leave the file."""
        await self._store.async_unload(self)

    def take(self, stored: StoredLog) -> None:
        """Take over what is stored; what memory has is among it."""
        self._lines = dict(stored.lines)
        self.missed_lines = {
            line: None for line, log in self._lines.items() if log.unread
        }
        self._totals = stored.totals
        self._count = sum(len(log.calls) for log in self._lines.values())
        self._dialed = dict.fromkeys(stored.dialed)
        self.dialed_lately = stored.lately
        self.notes.load(stored.notes)

    def snapshot(self) -> StoredLog:
        """Return all that memory knows."""
        return StoredLog(self._lines.copy(), self._totals)

    # What it knows

    def line(self, number: str) -> LineLog:
        """Return what memory has of a line's log."""
        return self._lines.get(number, EMPTY)

    @property
    def totals(self) -> Counters:
        """The counters over all lines, also those that are gone."""
        return self._totals

    async def async_find(self, numbers: Iterable[str], query: LogQuery) -> LogPage:
        """Return the finished calls of lines that are wanted, newest first."""
        return await self._store.async_find(self.connection, numbers, query)

    async def async_attempts(
        self, numbers: Iterable[str], since: datetime | None, limit: int
    ) -> list[Attempt]:
        """Return what somebody asked these lines for, newest first."""
        return await self._store.async_attempts(self.connection, numbers, since, limit)

    def was_dialled(self, number: str) -> bool:
        """Tell whether a line dialled exactly this, as the switch told it, prefixes and all."""
        return number in self._dialed

    # What happens to it

    @callback
    def async_add(self, event: CallEvent) -> None:
        """Log a call by its `ended` event."""
        routed = self._routed.get(event.call.switch_call_id, NOT_ROUTED)
        call = LoggedCall.from_event(event, routed)
        if note := self.notes.open.pop(call.call_id, None):
            call = call._replace(note=note)
            self._know_note(call)
        before = self.line(call.line)
        size = min(self.limits.size, MAX_RECENT)
        if self._count >= MAX_LOADED and before.calls:
            size = min(len(before.calls), size)
        log = before.add(call, size)
        if missed := call.outcome is Outcome.MISSED:
            log = log.with_missed(self.caller(call.number))
            self.missed_lines[call.line] = None
        self._lines[call.line] = log
        self._count += len(log.calls) - len(before.calls)
        self._totals = self._totals.add(call)
        if call.direction is Direction.OUTGOING and call.number:
            self._dialed.pop(call.number, None)
            self._dialed[call.number] = None
            if len(self._dialed) > MAX_LOADED:
                del self._dialed[next(iter(self._dialed))]
        self._write(CallDatabase.add, call=call, unread=missed)

    @callback
    def async_route(self, switch_call_id: str, routed: Routed | None) -> None:
        """Learn that a call was sent somewhere; None where it doesn't go there after all."""
        self._routed.pop(switch_call_id, None)
        if routed:
            self._routed[switch_call_id] = routed
        if len(self._routed) > MAX_ROUTED:
            del self._routed[next(iter(self._routed))]

    @callback
    def async_note(self, attempt: Attempt) -> None:
        """Note what somebody asked for; of many refusals in a minute only the first."""
        if not attempt.admitted:
            at = attempt.at.timestamp()
            is_full = len(self._refused) == MAX_REFUSED_A_MINUTE
            if is_full and 0 <= at - self._refused[0] < MINUTE:
                return
            self._refused.append(at)
        self._write(CallDatabase.note, attempt=attempt)

    @callback
    def async_set_open_note(self, call_id: str, note: str | None) -> None:
        """Keep a note for a call in progress until it's finished, or take it away."""
        if note is None:
            self.notes.open.pop(call_id, None)
        else:
            self.notes.open[call_id] = note

    @callback
    def async_set_note(self, call: LoggedCall, note: str | None) -> None:
        """Keep a note with a finished call, or take it away."""
        log = self.line(call.line)
        noted = call._replace(note=note)
        if log.calls:
            calls = tuple(
                noted if each.call_id == call.call_id else each for each in log.calls
            )
            self._lines[call.line] = log._replace(calls=calls, edits=log.edits + 1)
        self._know_note(noted)
        self._write(
            CallDatabase.set_note,
            number=call.line,
            call_id=call.call_id,
            more=write_more(noted),
        )

    def last_note(self, number: str) -> str | None:
        """Return what was written about the newest call with a number that has a note."""
        note = self.notes.last(self.caller(number))
        is_kept = note and microseconds(note.ended_at) >= self.limits.oldest()
        return note.text if note and is_kept else None

    def _know_note(self, call: LoggedCall) -> None:
        """Know a finished call's note from now on, if it has one."""
        self.notes.drop(call.call_id)
        if call.note and call.number:
            caller = self.caller(call.number)
            self.notes.add(
                Note(caller, call.call_id, call.line, call.ended_at, call.note)
            )

    @callback
    def async_called_back(self, line: str, number: str) -> bool:
        """Count missed calls from `number` as read, since somebody calls back; False without any."""
        same = self._readings().same
        unread = self.line(line).unread
        callers = [each for each in unread if each and same(each, number)]
        for caller in callers:
            self.async_mark_read(line, caller)
        return bool(callers)

    @callback
    def async_mark_read(self, line: str, caller: str | None = None) -> None:
        """Count all missed calls of a line as read, or those of one of its `unread` callers."""
        if not (log := self.line(line)).unread:
            return
        if caller is None:
            log = log._replace(unread=NOBODY)
            self._write(CallDatabase.mark_read, number=line)
        else:
            log = log.called_back(caller)
            others = frozenset(log.unread)
            self._write(
                CallDatabase.mark_caller_read,
                number=line,
                caller=caller,
                others=others,
            )
        self._lines[line] = log
        if not log.unread:
            self.missed_lines.pop(line, None)

    @callback
    def async_forget(self, line: str) -> None:
        """Drop a line's log."""
        if (log := self._lines.pop(line, None)) is not None:
            self._count -= len(log.calls)
            self.missed_lines.pop(line, None)
            self.notes.drop_line(line)
            self._write(CallDatabase.forget_line, number=line)

    @callback
    def async_keep_only(self, lines: Collection[str]) -> None:
        """Drop the logs of lines that were removed while the connection was not loaded."""
        for line in self._lines.keys() - lines:
            self.async_forget(line)

    @callback
    def async_set_limits(self, size: int, days: int) -> None:
        """Bound the calls per line anew."""
        limits = Limits(size, days, self.limits.canonical)
        if limits == self.limits:
            return
        self.limits = limits
        size = min(size, MAX_RECENT)
        for line, log in self._lines.items():
            self._lines[line] = log._replace(calls=log.calls[-size:])
        self._count = sum(len(log.calls) for log in self._lines.values())
        self._write(CallDatabase.set_limits, limits=limits)

    def unread(self, number: str) -> list[LoggedCall]:
        """Return a line's unread missed calls, newest first; a caller's newest ones count."""
        log, found = self.line(number), list[LoggedCall]()
        unread = dict(log.unread)
        left = log.missed
        for call in reversed(log.calls):
            if not left:
                break
            caller = self.caller(call.number)
            if call.outcome is Outcome.MISSED and unread.get(caller, 0) > 0:
                unread[caller] -= 1
                left -= 1
                found.append(call)
        return found

    def caller(self, number: str | None) -> str:
        """Return what a caller is called among the unread missed calls."""
        return self.limits.canonical(number) if number else ""

    def _write(self, change: Callable[..., None], **values: object) -> None:
        self.changes += 1
        written: Change = partial(change, connection=self.connection, **values)
        self._store.change(written)


def unread_missed(lines: Iterable[tuple[CallLog, str]]) -> list[LoggedCall]:
    """Return the unread missed calls of lines, newest first; one that rang on several once."""
    found: dict[Hashable, LoggedCall] = {}
    for log, number in lines:
        for call in log.unread(number):
            found.setdefault(call.caller_key, call)
    return sorted(found.values(), key=lambda call: call.ended_at, reverse=True)


async def async_remove_call_log(hass: HomeAssistant, entry_id: str) -> None:
    """Delete what is stored of a connection that is removed."""
    await async_get_store(hass).async_remove(entry_id)
