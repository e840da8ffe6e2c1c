"""Faults in what stands beside calls: each raises where a part does its work.

Calls must go on, states and events stay right, and one line of the log tell of each part that fails.
"""

from typing import NamedTuple


class FaultBeside(NamedTuple):
    """An exception before a line of a file, and the parts that fail by it."""

    what: str
    file: str
    before: str
    parts: tuple[str, ...]

    @property
    def wrong(self) -> str:
        """The line with the exception before it."""
        indent = self.before[: len(self.before) - len(self.before.lstrip())]
        return f'{indent}raise RuntimeError("a fault beside calls")\n{self.before}'


FAULTS_BESIDE = (
    FaultBeside(
        "the log of finished calls fails",
        "call_log/log.py",
        "        call = LoggedCall.from_event(event, routed)\n",
        ("call log",),
    ),
    FaultBeside(
        "the counters fail",
        "call_log/entries.py",
        "        return Counters(\n            self.calls_in + (call.direction",
        ("call log",),
    ),
    FaultBeside(
        "the phone book fails",
        "phone_book/lookup.py",
        "        if self._plan is not (plan := self._get_plan()):",
        ("phone book",),
    ),
    FaultBeside(
        "the missed calls of groups fail",
        "connection/groups.py",
        "        log = self._call_log.line(number)",
        ("missed calls",),
    ),
    FaultBeside(
        "the numbers of groups fail",
        "connection/groups.py",
        "        before = self._shares.get(number, NOTHING)",
        ("totals",),
    ),
    FaultBeside(
        "the history of calls fails",
        "connection/records.py",
        "            self._history.call_events[event.type] += 1",
        ("records",),
    ),
    FaultBeside(
        "the history of the link fails",
        "connection/link_history.py",
        "        now = dt_util.utcnow()",
        ("history",),
    ),
    FaultBeside(
        "the issues of the link fail",
        "connection/issues.py",
        "        if status.connected:\n            async_delete_link_issues",
        ("issues",),
    ),
    FaultBeside(
        "the card fails",
        "card/card_feed.py",
        "        if self._user.is_admin or told.rights == async_rights(",
        ("log", "state"),
    ),
    FaultBeside(
        "the pop-up fails",
        "card/popup_feed.py",
        "        before, ringing = self._ringing.get(line, {}), self._ringing_at(line, state)\n",
        ("state",),
    ),
    FaultBeside(
        "a trigger fails",
        "trigger.py",
        "        number, coordinator = event.call.line, watched.coordinator\n",
        ("event",),
    ),
    FaultBeside(
        "the to-do list of missed calls fails",
        "todo.py",
        "        self._unwritten = True",
        ("missed",),
    ),
    FaultBeside(
        "a sensor fails",
        "sensors/shown.py",
        "    party = remote.party\n    attributes = party_view",
        ("state",),
    ),
    FaultBeside(
        "the events of a group fail",
        "event.py",
        '            attributes["line"] = event.call.line',
        ("event",),
    ),
)
