"""The guard of one connection: its options, its lines, and what was dialed on them."""

from collections.abc import Callable

from homeassistant.config_entries import ConfigEntry

from ..call_log.log import CallLog
from ..cti.model import Call, Direction
from ..numbers.guard import DialGuard
from ..numbers.limits import DialLimits
from .issues import ConnectionIssues
from .line_states import LineStates
from .settings import ConnectionSettings


def new_guard(
    entry: ConfigEntry,
    settings: ConnectionSettings,
    call_log: CallLog,
    states: LineStates,
    issues: ConnectionIssues,
    find_line: Callable[[str], object | None],
) -> DialGuard:
    """Return the guard of a connection; it counts the calls that its lines show."""

    def is_outside(call: Call) -> bool:
        """Tell whether a call leaves the phone system, for all that is known of it."""
        number = call.party.number or call.called_number
        if number is None or call.external:
            return call.external is not False
        return guard.is_outside(number)

    def outside_calls(line: str) -> int:
        if line not in states.busy:
            return 0
        return sum(
            call.direction is Direction.OUTGOING and is_outside(call)
            for call in states[line].calls
        )

    limits = DialLimits(lambda: entry.options, outside_calls, issues.async_limit)
    guard = DialGuard(
        lambda: settings.plan,
        lambda: entry.options,
        call_log.was_dialled,
        find_line,
        limits,
    )
    return guard
