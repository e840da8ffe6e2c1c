"""What a user may do with a line: Home Assistant's own permissions on its `state` sensor."""

from collections.abc import Iterable

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import Unauthorized, UnknownUser

from .target_line import TargetLine


@callback
def async_may(user: User, line: TargetLine, policy: str) -> bool:
    """Tell whether a user may read or control (the policy) a line."""
    return user.is_admin or any(
        user.permissions.check_entity(entity_id, policy)
        for entity_id in line.entity_ids
    )


@callback
def async_rights(user: User, line: TargetLine) -> tuple[bool, bool]:
    """Tell whether a user may read, and whether control, a line."""
    return async_may(user, line, POLICY_READ), async_may(user, line, POLICY_CONTROL)


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
    if context.user_id is None:
        return
    user = await hass.auth.async_get_user(context.user_id)
    if user is None:
        raise UnknownUser(context=context, permission=policy)
    may = user.is_admin or not admin
    if not may or not all(async_may(user, line, policy) for line in lines):
        raise Unauthorized(context=context, permission=policy)


async def async_is_admin(hass: HomeAssistant, context: Context) -> bool:
    """Tell whether it's an administrator who calls, or an automation, which only they make."""
    if context.user_id is None:
        return True
    user = await hass.auth.async_get_user(context.user_id)
    return user is not None and user.is_admin
