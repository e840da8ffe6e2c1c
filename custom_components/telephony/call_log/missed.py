"""The missed calls that nobody has looked at yet."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..cti.model import Outcome
from .log import LoggedCall

if TYPE_CHECKING:
    from ..coordinator import TelephonyCoordinator


def unread_missed(
    lines: Iterable[tuple[TelephonyCoordinator, str]],
) -> list[LoggedCall]:
    """Return the unread missed calls of lines, newest first; a caller's newest ones count."""
    found: list[LoggedCall] = []
    for coordinator, number in lines:
        log = coordinator.call_log
        unread = dict(log.line(number).unread)
        for call in log.calls(number):
            caller = log.caller(call.number)
            if call.outcome is Outcome.MISSED and unread.get(caller, 0) > 0:
                unread[caller] -= 1
                found.append(call)
    return sorted(found, key=lambda call: call.ended_at, reverse=True)
