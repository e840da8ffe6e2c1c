"""The guard of one connection: its options, its lines, and what was dialed on them."""

from homeassistant.config_entries import ConfigEntry

from ..call_log.log import CallLog
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
) -> DialGuard:
    """Return the guard of a connection; it counts the calls that its lines show."""

    def outside_calls(line: str) -> int:
        if line not in states.busy:
            return 0
        return guard.calls_outside(states[line].calls)

    limits = DialLimits(lambda: entry.options, outside_calls, issues.async_limit)
    guard = DialGuard(
        lambda: settings.plan,
        lambda: entry.options,
        call_log.was_dialled,
        states.find_line,
        limits,
    )
    return guard
