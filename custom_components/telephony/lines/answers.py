"""What actions answer with: the calls of lines, in progress and finished, and who dialed what."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonValueType

from ..call_log.entries import LogQuery
from ..call_log.trail import Attempt
from ..connection.pacing import in_slices
from ..coordinator import TelephonyCoordinator
from .permissions import async_check_permission_of_many, async_is_admin
from .target_line import TargetLine
from .targets import ATTR_LINE, async_target_numbers
from .views import attempt_view, call_view, logged_call_view

ATTR_CALLS: Final = "calls"
ATTR_DIALED: Final = "dialed"
ATTR_DIRECTION: Final = "direction"
ATTR_LIMIT: Final = "limit"
ATTR_NOTE: Final = "note"
ATTR_OUTCOME: Final = "outcome"
ATTR_SINCE: Final = "since"

DIALED_SHOWN: Final = 100
"""How much of what was dialed is shown to who doesn't say how much."""


async def async_get_calls(call: ServiceCall) -> ServiceResponse:
    """Answer with the calls in progress."""
    calls: list[JsonValueType] = []
    for coordinator, numbers in (await _async_targets(call)).items():
        for line in filter(coordinator.states.busy.__contains__, numbers):
            data = line_data(TargetLine(coordinator, line))
            states = coordinator.states[line]
            calls += [
                {**data, **call_view(each), ATTR_NOTE: states.notes.get(each.call_id)}
                for each in states.calls
            ]
    return {ATTR_CALLS: calls}


async def async_get_call_log(call: ServiceCall) -> ServiceResponse:
    """Answer with the finished calls, newest first."""
    limit: int | None = call.data.get(ATTR_LIMIT)
    since: datetime | None = call.data.get(ATTR_SINCE)
    query = LogQuery(
        directions=call.data.get(ATTR_DIRECTION, ()),
        outcomes=call.data.get(ATTR_OUTCOME, ()),
        since=since and dt_util.as_utc(since),
        limit=limit,
    )
    targets = await _async_targets(call)
    found = [
        (each, TargetLine(coordinator, each.line))
        for coordinator, numbers in targets.items()
        for each in (await coordinator.call_log.async_find(numbers, query)).calls
    ]
    found.sort(key=lambda pair: pair[0].ended_at, reverse=True)
    calls: list[JsonValueType] = []
    async for each, target in in_slices(found[:limit]):
        view = logged_call_view(each, target.coordinator.far_end)
        calls.append({**view, **line_data(target)})
    answer: dict[str, JsonValueType] = {ATTR_CALLS: calls}
    if await async_is_admin(call.hass, call.context):
        answer[ATTR_DIALED] = await _async_dialed(
            call.hass, targets, query.since, limit or DIALED_SHOWN
        )
    return answer


async def _async_dialed(
    hass: HomeAssistant,
    targets: Mapping[TelephonyCoordinator, Collection[str]],
    since: datetime | None,
    limit: int,
) -> list[JsonValueType]:
    """Return who dialed what on these lines or routed calls, and what was refused, newest first."""
    found: list[tuple[Attempt, TargetLine]] = []
    for coordinator, numbers in targets.items():
        known = {*numbers, *coordinator.settings.options.route_devices}
        attempts = await coordinator.call_log.async_attempts(known, since, limit)
        found += [(each, TargetLine(coordinator, each.line)) for each in attempts]
    found.sort(key=lambda pair: pair[0].at, reverse=True)
    users = {user.id: user.name for user in await hass.auth.async_get_users()}
    return [
        {
            **attempt_view(each),
            **line_data(target),
            "user": users.get(each.user_id) if each.user_id else None,
        }
        for each, target in found[:limit]
    ]


async def _async_targets(
    call: ServiceCall,
) -> Mapping[TelephonyCoordinator, Collection[str]]:
    """Return the lines that are meant, if the user may read each of them."""
    targets = async_target_numbers(call.hass, call.data)
    await async_check_permission_of_many(call.hass, call.context, targets, POLICY_READ)
    return targets


def line_data(target: TargetLine) -> dict[str, Any]:
    """Return what says whose call it is."""
    return {ATTR_LINE: target.number, "device_id": target.device_id}
