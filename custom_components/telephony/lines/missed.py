"""Who called and was missed: the unread missed calls of lines by caller, across lines."""

from typing import NamedTuple

from ..call_log.entries import LoggedCall
from ..call_log.log import CallLog


class MissedFrom(NamedTuple):
    """One caller's unread missed calls on one line."""

    times: int
    calls: tuple[LoggedCall, ...]
    """Those that memory still has, newest first."""


class MissedCaller:
    """Somebody who was missed; "" is nobody in particular."""

    def __init__(self, caller: str) -> None:
        """Start without calls."""
        self.caller = caller
        self.by_line: dict[str, MissedFrom] = {}

    @property
    def last(self) -> LoggedCall | None:
        """The newest of the calls."""
        newest = [each.calls[0] for each in self.by_line.values() if each.calls]
        return max(newest, key=lambda call: call.ended_at, default=None)

    @property
    def count(self) -> int:
        """How many calls; one that rang on several lines counts once."""
        missed = self.by_line.values()
        known = {call.caller_key for each in missed for call in each.calls}
        return len(known) + sum(each.times - len(each.calls) for each in missed)


class MissedCallers:
    """The callers whom some lines have missed, kept by taking in what changed on one line."""

    def __init__(self, call_log: CallLog) -> None:
        """Start without lines."""
        self.callers: dict[str, MissedCaller] = {}
        """By caller; who called last is the last."""
        self._call_log = call_log
        self._by_line: dict[str, dict[str, MissedFrom]] = {}

    def update(self, line: str) -> None:
        """Take in what a line has missed now."""
        before, now = self._by_line.pop(line, {}), self._missed(line)
        if now:
            self._by_line[line] = now
        for caller, missed in now.items():
            known = before.get(caller)
            if missed == known:
                continue
            if known is None or missed.times > known.times:
                each = self.callers.pop(caller, None) or MissedCaller(caller)
                self.callers[caller] = each
            self.callers[caller].by_line[line] = missed
        for caller in before.keys() - now.keys():
            del self.callers[caller].by_line[line]
            if not self.callers[caller].by_line:
                del self.callers[caller]

    def sort(self) -> None:
        """Put them in order, after many lines that came in no order at all."""

        def when(caller: MissedCaller) -> float:
            return caller.last.ended_at.timestamp() if caller.last else 0

        in_order = sorted(self.callers.values(), key=when)
        self.callers = {each.caller: each for each in in_order}

    def _missed(self, line: str) -> dict[str, MissedFrom]:
        calls: dict[str, list[LoggedCall]] = {}
        for call in self._call_log.unread(line):
            calls.setdefault(self._call_log.caller(call.number), []).append(call)
        return {
            caller: MissedFrom(times, tuple(calls.get(caller, ())))
            for caller, times in self._call_log.line(line).unread.items()
        }
