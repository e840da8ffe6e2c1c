"""What a user may do with a line: Home Assistant's own permissions on its `state` sensor."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from homeassistant.auth.models import User
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN

if TYPE_CHECKING:
    from ..coordinator import TelephonyCoordinator


@callback
def async_may(
    user: User, coordinator: TelephonyCoordinator, number: str, policy: str
) -> bool:
    """Tell whether a user may read or control (the policy) a line.

    A line without entities of its own counts as the groups that it is in.
    """
    return user.is_admin or any(
        user.permissions.check_entity(entity_id, policy)
        for entity_id in _entity_ids(coordinator, number)
    )


async def async_check_permission(
    hass: HomeAssistant,
    context: Context,
    lines: Iterable[tuple[TelephonyCoordinator, str]],
    policy: str,
) -> None:
    """Raise Unauthorized where the user who calls may not do it with every line."""
    if context.user_id is None:
        return
    user = await hass.auth.async_get_user(context.user_id)
    if user is None:
        raise UnknownUser(context=context, permission=policy)
    if not all(async_may(user, *line, policy) for line in lines):
        raise Unauthorized(context=context, permission=policy)


def _entity_ids(coordinator: TelephonyCoordinator, number: str) -> list[str]:
    """Return the entities whose permissions count for a line."""
    entry_id = coordinator.entry.entry_id
    if number in coordinator.lines:
        unique_ids = [f"{entry_id}_{number}_state"]
    else:
        unique_ids = [
            f"{entry_id}_{group.subentry_id}_active_calls"
            for group in coordinator.groups.values()
            if number in group.numbers
        ]
    registry = er.async_get(coordinator.hass)
    entity_ids = (
        registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, unique_id)
        for unique_id in unique_ids
    )
    return [entity_id for entity_id in entity_ids if entity_id]
