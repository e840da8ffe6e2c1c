"""What a user may do with a line: Home Assistant's own permissions on its `state` sensor."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import Unauthorized, UnknownUser

from ..coordinator import TelephonyCoordinator
from .target_line import TargetLine, group_entity_ids

_EVERYTHING: Final = (True, True)


@callback
def async_may(user: User, line: TargetLine, policy: str) -> bool:
    """Tell whether a user may read or control (the policy) a line."""
    return user.is_admin or _may_any(user, line.entity_ids, policy)


def _may_any(user: User, entity_ids: Iterable[str], policy: str) -> bool:
    check = user.permissions.check_entity
    return any(check(entity_id, policy) for entity_id in entity_ids)


@callback
def async_rights(user: User, line: TargetLine) -> tuple[bool, bool]:
    """Tell whether a user may read, and whether control, a line."""
    if user.is_admin:
        return _EVERYTHING
    return async_may(user, line, POLICY_READ), async_may(user, line, POLICY_CONTROL)


@callback
def async_permitted(
    user: User,
    coordinator: TelephonyCoordinator,
    numbers: Collection[str],
    policy: str,
) -> Collection[str]:
    """Return those of many lines that a user may read or control.

    Lines of large groups aren't looked at one by one: what decides about them is their group's.
    """
    if user.is_admin:
        return numbers
    settings, wanted = coordinator.settings, set(numbers)
    own = wanted & settings.lines.keys()
    may = {
        line for line in own if async_may(user, TargetLine(coordinator, line), policy)
    }
    others = wanted - own
    for group_id, group in settings.groups.items():
        if _may_any(user, group_entity_ids(coordinator, group_id), policy):
            may |= others & group.members
    if len(may) == len(wanted):
        return numbers
    return [number for number in numbers if number in may]


async def async_check_permission(
    hass: HomeAssistant,
    context: Context,
    lines: Iterable[TargetLine],
    policy: str,
    *,
    admin: bool = False,
) -> None:
    """Raise Unauthorized where the user who calls may not do it with every line.

    With `admin` only an administrator may, whatever the lines.
    """
    if (user := await _async_caller(hass, context, policy)) is None:
        return
    may = user.is_admin or not admin
    if not may or not all(async_may(user, line, policy) for line in lines):
        raise Unauthorized(context=context, permission=policy)


async def async_check_permission_of_many(
    hass: HomeAssistant,
    context: Context,
    lines: Mapping[TelephonyCoordinator, Collection[str]],
    policy: str,
) -> None:
    """Raise Unauthorized where the user who calls may not do it with each of many lines."""
    if (user := await _async_caller(hass, context, policy)) is None:
        return
    for coordinator, numbers in lines.items():
        if async_permitted(user, coordinator, numbers, policy) is not numbers:
            raise Unauthorized(context=context, permission=policy)


async def _async_caller(
    hass: HomeAssistant, context: Context, policy: str
) -> User | None:
    """Return the user who calls; nobody stands behind an automation."""
    if context.user_id is None:
        return None
    user = await hass.auth.async_get_user(context.user_id)
    if user is None:
        raise UnknownUser(context=context, permission=policy)
    return user


async def async_is_admin(hass: HomeAssistant, context: Context) -> bool:
    """Tell whether it's an administrator who calls, or an automation, which only they make."""
    if context.user_id is None:
        return True
    user = await hass.auth.async_get_user(context.user_id)
    return user is not None and user.is_admin
