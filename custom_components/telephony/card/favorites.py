"""The numbers that a user calls often: each user has favorites of their own, on each connection.

Home Assistant's frontend keeps them where it keeps what else users choose, so that they are the
same in every browser and app. Only numbers are kept: who that is, the phone book and the lines say
whenever they are shown.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components import websocket_api
from homeassistant.components.frontend.storage import UserStore, async_user_store
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.core import HomeAssistant, callback

from ..connection.changes import NAMES
from ..connection.settings import EVERY_LINE
from ..const import DOMAIN
from ..coordinator import TelephonyCoordinator
from ..cti.model import Party, Presentation
from ..entries import async_loaded_connections
from ..errors import user_error
from ..lines.following import async_following
from ..lines.target_line import TargetLine
from ..numbers.readings import readable
from ..numbers.spelling import MAX_NUMBER_LENGTH, clean_number
from .devices import async_devices, async_may_read_any, async_readable_line
from .feed import Feed, Send, sender, start

KEY: Final = f"{DOMAIN}_favorites"
MAX_FAVORITES: Final = 50
"""Of a user on a connection."""


class FavoritesFeed(Feed):
    """A user's favorites, now and when they, their names or the user's rights change."""

    def __init__(
        self, hass: HomeAssistant, user: User, send: Send, store: UserStore
    ) -> None:
        """Tell nothing before `async_start`."""
        super().__init__(hass, user, send)
        self._store = store
        self._unfollow.append(store.async_subscribe(KEY, self.update))
        self._told: list[dict[str, Any]] | None = None

    @override
    @callback
    def update(self) -> None:
        self._stop_listening()
        soon = partial(async_following(self._hass).async_update_soon, self)
        favorites: list[dict[str, Any]] = []
        for entry in async_loaded_connections(self._hass):
            coordinator = entry.runtime_data
            self._unlisten.append(coordinator.changes.listen(NAMES, EVERY_LINE, soon))
            if async_may_read_any(self._user, coordinator):
                favorites += _views(coordinator, self._user, self._store)
        if favorites != self._told:
            self._told = favorites
            self._tell(favorites=favorites)


def _numbers(store: UserStore, entry_id: str) -> list[str]:
    """Return a connection's favorites, whatever else somebody has written there."""
    kept = store.data.get(KEY)
    numbers = kept.get(entry_id) if isinstance(kept, dict) else None
    if not isinstance(numbers, list):
        return []
    cleaned = (clean_number(each) for each in numbers if isinstance(each, str))
    return list(filter(None, cleaned))[:MAX_FAVORITES]


def _views(
    coordinator: TelephonyCoordinator, user: User, store: UserStore
) -> Iterator[dict[str, Any]]:
    """Return favorites by the names that they have now; one that is a line here, with its device."""
    country = coordinator.hass.config.country
    for number in _numbers(store, coordinator.entry.entry_id):
        party, picture = coordinator.far_end(
            Party(number, presentation=Presentation.ALLOWED)
        )
        is_line = number in coordinator.settings.numbers
        line = (
            async_readable_line(user, TargetLine(coordinator, number))
            if is_line
            else None
        )
        yield {
            "connection": coordinator.entry.entry_id,
            "number": number,
            "formatted_number": readable(number, country),
            "name": party.name or (line.name if line and not line.group else None),
            "name_source": party.name_source and str(party.name_source),
            "last_note": party.last_note,
            "picture": picture,
            "device_id": line.device_id if line else None,
        }


@websocket_api.websocket_command(
    {vol.Required("type"): "telephony/subscribe_favorites"}
)
@websocket_api.async_response
async def subscribe_favorites(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Tell a user their favorites, now and when they change."""
    store = await async_user_store(hass, connection.user.id)
    send = sender(connection, msg["id"])
    start(connection, msg["id"], FavoritesFeed(hass, connection.user, send, store))


@websocket_api.websocket_command(
    {
        vol.Required("type"): "telephony/set_favorite",
        vol.Required("device_id"): str,
        vol.Required("number"): vol.All(str, vol.Length(max=MAX_NUMBER_LENGTH * 2)),
        vol.Required("favorite"): bool,
    }
)
@websocket_api.async_response
async def set_favorite(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Put a number to the user's favorites on a line's connection, or take it away."""
    user = connection.user
    shown = next(async_devices(hass, [msg["device_id"]]), None)
    if shown is None or not shown.async_permitted(user, POLICY_READ):
        connection.send_error(
            msg["id"], websocket_api.ERR_NOT_FOUND, "There is no such line now."
        )
        return
    if (number := clean_number(msg["number"])) is None:
        limit = str(MAX_NUMBER_LENGTH)
        raise user_error("invalid_number", line=shown.name, limit=limit)
    store = await async_user_store(hass, user.id)
    coordinator = shown.coordinator
    entry_id, is_same = (
        coordinator.entry.entry_id,
        coordinator.settings.plan.readings.share,
    )
    others = [each for each in _numbers(store, entry_id) if not is_same(each, number)]
    if msg["favorite"] and len(others) >= MAX_FAVORITES:
        raise user_error("too_many_favorites", limit=str(MAX_FAVORITES))
    kept = store.data.get(KEY)
    kept = kept if isinstance(kept, dict) else {}
    numbers = [*others, number] if msg["favorite"] else others
    await store.async_set_item(KEY, {**kept, entry_id: numbers})
    connection.send_result(
        msg["id"], {"favorites": [*_views(coordinator, user, store)]}
    )
