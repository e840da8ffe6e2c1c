"""A note that somebody writes about a call: it stays with the call, and comes up when the same number calls again."""

from collections.abc import Collection

from ..call_log.entries import LogQuery
from ..coordinator import TelephonyCoordinator
from ..errors import user_error
from .origin import Origin
from .target_line import TargetLine


async def async_set_note(
    target: TargetLine, _: Origin, note: str, call_id: str | None = None
) -> None:
    """Write a note about a call of a line; without an ID about the one in progress, else the last one.

    An empty note takes away what was written.
    """
    coordinator, line = target.coordinator, target.number
    if call_id is None:
        last = coordinator.call_log.line(line).last
        call = target.state.current or last
        call_id = call.call_id if call else None
    if call_id is None or not await async_write_note(
        coordinator, [line], call_id, note
    ):
        raise user_error("no_call_to_note", line=line)


async def async_write_note(
    coordinator: TelephonyCoordinator,
    numbers: Collection[str],
    call_id: str,
    note: str,
) -> bool:
    """Write a note about a call of one of some lines; False if they have no such call."""
    text, log = note.strip() or None, coordinator.call_log
    for number in filter(coordinator.states.busy.__contains__, numbers):
        if any(call.call_id == call_id for call in coordinator.states[number].calls):
            log.async_set_open_note(call_id, text)
            coordinator.async_show_people()
            return True
    page = await log.async_find(numbers, LogQuery(call_id=call_id, limit=1))
    for call in page.calls:
        log.async_set_note(call, text)
        coordinator.async_show_people()
        coordinator.states.async_log_changed(call.line, None)
    return bool(page.calls)
