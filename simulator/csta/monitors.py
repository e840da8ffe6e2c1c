"""Monitors: which client hears which events of which line (ECMA-269 clause 15)."""

from dataclasses import dataclass

from .connection import CstaConnection
from .messages import Element, boolean, child, elements, local_name
from .profiles import FilterMode

# The filter's members that are not the event's name with a small first letter.
_MEMBERS = {"transfered": "transferred"}


@dataclass(frozen=True, slots=True, eq=False)
class Monitor:
    """One client's wish to hear of one line."""

    reference: str
    line: str
    connection: CstaConnection
    filter: dict[str, bool]
    true_means_sent: bool

    def wants(self, event_name: str) -> bool:
        """Whether the filter lets an event of this name (ConnectionClearedEvent) through."""
        member = event_name.removesuffix("Event")
        member = member[0].lower() + member[1:]
        flag = self.filter.get(_MEMBERS.get(member, member), False)
        return flag if self.filter and self.true_means_sent else not flag


def read_filter(request: Element, mode: FilterMode) -> tuple[dict[str, bool], bool]:
    """The members of a MonitorStart's filter, and whether true means sent."""
    box = child(request, "requestedMonitorFilter")
    categories = elements(box) if box is not None else []
    members = {
        _MEMBERS.get(local_name(each), local_name(each)): boolean(each)
        for group in categories
        for each in elements(group)
    }
    return members, mode is FilterMode.INVERTED_ON_REQUEST and _asks_for_inverted(
        request
    )


def _asks_for_inverted(request: Element) -> bool:
    """Whether Avaya's flag stands in its one place; elsewhere it is not read."""
    place = ("extensions", "privateData", "private", "AvayaEvents", "invertFilter")
    return boolean(request, *place)


class Monitors:
    """All monitors of a switch, found by line and by reference."""

    def __init__(self) -> None:
        """Begins with none."""
        self._by_reference: dict[str, Monitor] = {}
        self._by_line: dict[str, dict[str, Monitor]] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._by_reference)

    def add(self, monitor: Monitor) -> None:
        """Begin one."""
        self._by_reference[monitor.reference] = monitor
        self._by_line.setdefault(monitor.line, {})[monitor.reference] = monitor

    def of_line(self, line: str) -> tuple[Monitor, ...]:
        """Those of one line, in the order in which they began."""
        return tuple(self._by_line.get(line, {}).values())

    def of_connection(self, connection: CstaConnection) -> tuple[Monitor, ...]:
        """Those of one client."""
        return tuple(
            each
            for each in self._by_reference.values()
            if each.connection is connection
        )

    def get(self, reference: str) -> Monitor | None:
        """The monitor of this reference."""
        return self._by_reference.get(reference)

    def all(self) -> tuple[Monitor, ...]:
        """Every one."""
        return tuple(self._by_reference.values())

    def remove(self, monitor: Monitor) -> None:
        """End one."""
        del self._by_reference[monitor.reference]
        of_line = self._by_line[monitor.line]
        del of_line[monitor.reference]
        if not of_line:
            del self._by_line[monitor.line]
