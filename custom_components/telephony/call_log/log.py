"""Finished calls, missed calls and counters of every line, kept over restarts."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
import logging
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Self, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import Store

from ..const import DOMAIN
from ..cti.model import CallEvent, Direction, Outcome, Presentation
from .last_items import LastItems

_LOGGER = logging.getLogger(__name__)

VERSION: Final = 1
MINOR_VERSION: Final = 1
SAVE_DELAY: Final = 5.0
"""Seconds that a finished call waits to be written, and that a crash can cost."""
MAX_CALLS: Final = 20_000
"""Calls of all lines together; beyond it the line with a new call loses its oldest."""
MAX_MISSED_CALLERS: Final = 200


@dataclass(slots=True)  # frozen ones cost four times as much to make
class LoggedCall:
    """A finished call, never changed; times are UTC, durations seconds."""

    call_id: str
    line: str
    direction: Direction | None
    number: str | None
    name: str | None
    presentation: Presentation
    called_number: str | None
    outcome: Outcome
    cause: str | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    ring_seconds: float
    talk_seconds: float
    switch_call_id: str | None = None

    @property
    def caller_key(self) -> Hashable:
        """What is the same for a caller who rang on several lines at once."""
        if self.switch_call_id is None:
            return self.call_id
        return self.switch_call_id, self.number

    @classmethod
    def from_event(cls, event: CallEvent) -> Self:
        """Make the entry of a call from its `ended` event."""
        call = event.call
        number, name, presentation = call.party
        return cls(
            call_id=call.call_id,
            line=call.line,
            direction=call.direction,
            number=number,
            name=name,
            presentation=presentation,
            called_number=call.called_number,
            outcome=event.outcome or Outcome.UNKNOWN,
            cause=event.cause,
            started_at=call.started_at,
            answered_at=call.answered_at,
            ended_at=event.ended_at or call.started_at,
            ring_seconds=event.ring_seconds or 0.0,
            talk_seconds=event.talk_seconds or 0.0,
            switch_call_id=call.switch_call_id,
        )

    @classmethod
    def from_dict(cls, line: str, data: Mapping[str, Any]) -> Self:
        """Make the entry from what was stored."""
        direction, answered_at = data["direction"], data["answered_at"]
        return cls(
            call_id=data["call_id"],
            line=line,
            direction=Direction(direction) if direction else None,
            number=data["number"],
            name=data["name"],
            presentation=Presentation(data["presentation"]),
            called_number=data["called_number"],
            outcome=Outcome(data["outcome"]),
            cause=data["cause"],
            started_at=datetime.fromisoformat(data["started_at"]),
            answered_at=datetime.fromisoformat(answered_at) if answered_at else None,
            ended_at=datetime.fromisoformat(data["ended_at"]),
            ring_seconds=data["ring_seconds"],
            talk_seconds=data["talk_seconds"],
            switch_call_id=data.get("switch_call_id"),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return what Home Assistant can store and show."""
        return {
            "call_id": self.call_id,
            "line": self.line,
            "direction": self.direction and str(self.direction),
            "number": self.number,
            "name": self.name,
            "presentation": str(self.presentation),
            "called_number": self.called_number,
            "outcome": str(self.outcome),
            "cause": self.cause,
            "started_at": self.started_at.isoformat(),
            "answered_at": self.answered_at and self.answered_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
            "ring_seconds": self.ring_seconds,
            "talk_seconds": self.talk_seconds,
        }


class Counters(NamedTuple):
    """What has been counted since the line was added; talk time in seconds."""

    calls_in: int = 0
    calls_out: int = 0
    calls_answered: int = 0
    calls_missed: int = 0
    talk_time: float = 0.0

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Make the counters from what was stored, whatever else a newer version adds."""
        return cls(**{key: data[key] for key in cls._fields})

    def add(self, call: LoggedCall) -> Counters:
        """Return the counters with one more call."""
        incoming = call.direction is Direction.INCOMING
        return Counters(
            self.calls_in + incoming,
            self.calls_out + (call.direction is Direction.OUTGOING),
            self.calls_answered + (call.outcome is Outcome.ANSWERED),
            self.calls_missed + (call.outcome is Outcome.MISSED),
            round(self.talk_time + call.talk_seconds, 1),
        )


NO_CALLS: Final = LastItems[LoggedCall]()
NOBODY: Final[Mapping[str, int]] = MappingProxyType({})


class LineLog(NamedTuple):
    """One line's log: calls oldest first, unread missed calls by caller ("" is nobody in particular).

    It is replaced and never changed, so that another thread can write it to disk meanwhile.
    """

    calls: LastItems[LoggedCall] = NO_CALLS
    unread: Mapping[str, int] = NOBODY
    counters: Counters = Counters()

    @property
    def missed(self) -> int:
        """Missed calls since they were last marked as read."""
        return sum(self.unread.values())

    @property
    def last(self) -> LoggedCall | None:
        """The newest finished call."""
        return self.calls[-1] if self.calls else None

    def add(self, call: LoggedCall, size: int) -> LineLog:
        """Return the log with one more call, of at most `size`."""
        calls = self.calls.added(call, size)
        return LineLog(calls, self.unread, self.counters.add(call))

    def with_missed(self, caller: str) -> LineLog:
        """Return the log with one more unread missed call."""
        if caller not in self.unread and len(self.unread) >= MAX_MISSED_CALLERS:
            caller = ""
        unread = {**self.unread, caller: self.unread.get(caller, 0) + 1}
        return self._replace(unread=unread)

    def called_back(self, caller: str) -> LineLog:
        """Return the log with the missed calls of a caller read."""
        unread = {key: self.unread[key] for key in self.unread if key != caller}
        return self._replace(unread=unread)

    @classmethod
    def from_dict(cls, line: str, data: Mapping[str, Any]) -> Self:
        """Make the log from what was stored."""
        return cls(
            calls=LastItems(
                [LoggedCall.from_dict(line, call) for call in data["calls"]]
            ),
            unread=data["unread"],
            counters=Counters.from_dict(data["counters"]),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return what can be stored; calls as they are, which the encoder turns into text at once."""
        return {
            "calls": tuple(self.calls),
            "unread": dict(self.unread),
            "counters": self.counters._asdict(),
        }


EMPTY: Final = LineLog()


class _LogStore(Store[dict[str, Any]]):
    """The file; the one place for changes between versions of its form."""

    @override
    async def _async_migrate_func(
        self,
        old_major_version: int,
        old_minor_version: int,
        old_data: dict[str, Any],
    ) -> dict[str, Any]:
        """Bring an older form up to date; a newer minor version only added keys."""
        return old_data


class CallLog:
    """The logs of one connection's lines, in Home Assistant's storage."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry_id: str,
        size: int,
        canonical: Callable[[str], str],
    ) -> None:
        """Prepare; `size` bounds the calls per line, `canonical` makes spellings comparable."""
        self._hass = hass
        self._canonical = canonical
        self._store = _log_store(hass, entry_id)
        self._size = size
        self._lines: dict[str, LineLog] = {}
        self._totals = Counters()
        self._count = 0
        self._save_pending = False

    async def async_load(self) -> None:
        """Take up what was stored."""
        if (data := await self._store.async_load()) is not None:
            await self._hass.async_add_executor_job(self._take, data)

    async def async_save(self) -> None:
        """Write at once what still waits."""
        if self._save_pending:
            data = await self._hass.async_add_executor_job(self._data)
            await self._store.async_save(data)

    def _take(self, data: Mapping[str, Any]) -> None:
        """Read what was stored; so many calls take too long for the event loop."""
        try:
            totals = Counters.from_dict(data["totals"])
            lines = {
                line: LineLog.from_dict(line, log)
                for line, log in data["lines"].items()
            }
        except AttributeError, KeyError, TypeError, ValueError:
            _LOGGER.warning("The stored call log cannot be read, it begins anew")
            return
        self._totals, self._lines = totals, lines
        self._count = sum(len(log.calls) for log in lines.values())

    # What it knows

    def line(self, number: str) -> LineLog:
        """Return a line's log."""
        return self._lines.get(number, EMPTY)

    @property
    def totals(self) -> Counters:
        """The counters over all lines, also those that are gone."""
        return self._totals

    def calls(self, number: str) -> Sequence[LoggedCall]:
        """Return a line's finished calls, newest first."""
        return self.line(number).calls[::-1]

    def was_dialled(self, number: str) -> bool:
        """Tell whether a line dialled exactly this, as the switch told it, prefixes and all."""
        return any(
            call.number == number and call.direction is Direction.OUTGOING
            for log in self._lines.values()
            for call in log.calls
        )

    # What happens to it

    @callback
    def async_add(self, event: CallEvent) -> None:
        """Log a call by its `ended` event."""
        call = LoggedCall.from_event(event)
        log = self.line(call.line)
        full = self._count >= MAX_CALLS and log.calls
        size = min(len(log.calls), self._size) if full else self._size
        self._totals = self._totals.add(call)
        log = log.add(call, size)
        if call.outcome is Outcome.MISSED:
            log = log.with_missed(self.caller(call.number))
        self._put(call.line, log)

    @callback
    def async_called_back(self, line: str, number: str) -> bool:
        """Count missed calls from `number` as read, since somebody calls back; False without any."""
        log = self.line(line)
        if not log.unread or (caller := self.caller(number)) not in log.unread:
            return False
        self._put(line, log.called_back(caller))
        return True

    @callback
    def async_mark_read(self, line: str) -> None:
        """Count all missed calls of a line as read."""
        if (log := self.line(line)).unread:
            self._put(line, log._replace(unread=NOBODY))

    @callback
    def async_forget(self, line: str) -> None:
        """Drop a line's log."""
        if (log := self._lines.pop(line, None)) is not None:
            self._count -= len(log.calls)
            self._save_later()

    @callback
    def async_keep_only(self, lines: Collection[str]) -> None:
        """Drop the logs of lines that were removed while the connection was not loaded."""
        for line in self._lines.keys() - lines:
            self.async_forget(line)

    @callback
    def async_set_size(self, size: int) -> None:
        """Bound the calls per line anew."""
        if size == self._size:
            return
        self._size = size
        for line, log in self._lines.items():
            self._lines[line] = log._replace(calls=LastItems(log.calls[-size:]))
        self._count = sum(len(log.calls) for log in self._lines.values())
        self._save_later()

    def unread(self, number: str) -> list[LoggedCall]:
        """Return a line's unread missed calls, newest first; a caller's newest ones count."""
        log, found = self.line(number), list[LoggedCall]()
        unread = dict(log.unread)
        left = log.missed
        for call in log.calls[::-1]:
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
        return self._canonical(number) if number else ""

    def _put(self, line: str, log: LineLog) -> None:
        self._count += len(log.calls) - len(self.line(line).calls)
        self._lines[line] = log
        self._save_later()

    def _save_later(self) -> None:
        """Write soon; what comes meanwhile is written along and does not put it off."""
        if not self._save_pending:
            self._save_pending = True
            self._store.async_delay_save(self._data, SAVE_DELAY)

    def _data(self) -> dict[str, Any]:
        """Return what is stored; runs outside the event loop."""
        self._save_pending = False
        lines = self._lines.copy()
        return {
            "totals": self._totals._asdict(),
            "lines": {line: log.as_dict() for line, log in lines.items()},
        }


def unread_missed(lines: Iterable[tuple[CallLog, str]]) -> list[LoggedCall]:
    """Return the unread missed calls of lines, newest first; one that rang on several once."""
    found: dict[Hashable, LoggedCall] = {}
    for log, number in lines:
        for call in log.unread(number):
            found.setdefault(call.caller_key, call)
    return sorted(found.values(), key=lambda call: call.ended_at, reverse=True)


async def async_remove_call_log(hass: HomeAssistant, entry_id: str) -> None:
    """Delete the file of a connection that is removed."""
    await _log_store(hass, entry_id).async_remove()


def _log_store(hass: HomeAssistant, entry_id: str) -> _LogStore:
    return _LogStore(
        hass,
        VERSION,
        f"{DOMAIN}.{entry_id}",
        private=True,
        minor_version=MINOR_VERSION,
        serialize_in_event_loop=False,
    )
