"""What the card's and the pop-up's messages have in common: they begin, follow, and leave nothing behind."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from homeassistant.auth import EVENT_USER_REMOVED, EVENT_USER_UPDATED
from homeassistant.auth.models import User
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.messages import construct_event_message
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.json import json_bytes
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..connection.line_state import LineState
from ..const import DOMAIN
from ..lines.following import async_following
from ..lines.views import line_view

type Send = Callable[[bytes], None]

MAX_SHARED: Final = 256
"""Views that are kept for those who are told of the same change, and for the one after it."""
_VIEWS: Final[HassKey[dict[str, tuple[LineState, dict[str, Any]]]]] = HassKey(
    f"{DOMAIN}_views"
)


_MESSAGES: Final[HassKey[_Messages]] = HassKey(f"{DOMAIN}_messages")
FRESH_SECONDS: Final = 0.05
"""How long a message is the same for others: it tells what time it is."""


class _Messages:
    """The message that was made last, in JSON: most who listen are told the same in the same turn."""

    def __init__(self) -> None:
        """Begin with no message."""
        self._of: tuple[object, ...] = ()
        self._until = 0.0
        self._message = b""

    def get(
        self,
        loop_time: float,
        of: tuple[object, ...],
        make: Callable[[], dict[str, Any]],
    ) -> bytes:
        """Return the message that follows from `of`."""
        if self._of != of or loop_time > self._until:
            message = make()
            self._message = message_json(**message) if message else b""
            self._of, self._until = of, loop_time + FRESH_SECONDS
        return self._message


@callback
def shared_view(hass: HomeAssistant, state: LineState) -> dict[str, Any]:
    """Return what cards and pop-ups show of a line, made once for all of them; nobody changes it."""
    views = hass.data.setdefault(_VIEWS, {})
    if (known := views.pop(state.number, None)) is None or known[0] is not state:
        known = state, line_view(state, hass.config.country)
    views[state.number] = known
    if len(views) > MAX_SHARED:
        del views[next(iter(views))]
    return known[1]


def sender(connection: ActiveConnection, message_id: int) -> Send:
    """Return what sends an event of a subscription."""

    @callback
    def send(event: bytes) -> None:
        connection.send_message(construct_event_message(message_id, event))

    return send


def start(connection: ActiveConnection, message_id: int, feed: Feed) -> None:
    """Answer a subscription and begin to tell, until whoever asked goes."""
    connection.subscriptions[message_id] = feed.async_stop
    connection.send_result(message_id)
    feed.async_start()


class Feed(ABC):
    """Sends a user how things stand, and follows them and his rights until it is stopped."""

    def __init__(self, hass: HomeAssistant, user: User, send: Send) -> None:
        """Follow nothing before `async_start`."""
        self._hass = hass
        self._user = user
        self._send = send
        self._unlisten: list[CALLBACK_TYPE] = []
        self._unfollow: list[CALLBACK_TYPE] = []
        self._messages = hass.data.setdefault(_MESSAGES, _Messages())

    @callback
    def async_start(self) -> None:
        """Send how things stand, and follow them."""
        following = async_following(self._hass)
        following.async_add_viewer(self)
        self._unfollow.append(partial(following.async_remove_viewer, self))
        for event_type in (EVENT_USER_UPDATED, EVENT_USER_REMOVED):
            self._unfollow.append(
                self._hass.bus.async_listen(
                    event_type, self._user_changed, self._is_our_user
                )
            )
        self.update()

    @callback
    def async_stop(self) -> None:
        """Leave nothing behind."""
        for unfollow in self._unfollow:
            unfollow()
        self._unfollow.clear()
        self._stop_listening()

    def _stop_listening(self) -> None:
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten.clear()

    @callback
    def _is_our_user(self, data: Mapping[str, Any]) -> bool:
        return data.get("user_id") == self._user.id

    @callback
    def _user_changed(self, event: Event[Mapping[str, Any]]) -> None:
        if event.event_type == EVENT_USER_REMOVED or not self._user.is_active:
            self.async_stop()
        else:
            self.update()

    def _tell(self, **message: Any) -> None:
        """Send a message, unless its user may not be there anymore."""
        self._send_json(message_json(**message))

    def _tell_shared(
        self, of: tuple[object, ...], make: Callable[[], dict[str, Any]]
    ) -> None:
        """Send a message that follows from `of` alone, the same for all who are told it now.

        Where `make` returns nothing, nothing is sent.
        """
        self._send_json(self._messages.get(self._hass.loop.time(), of, make))

    def _send_json(self, message: bytes) -> None:
        if not message:
            return
        if self._user.is_active:
            self._send(message)
        else:
            self.async_stop()

    @abstractmethod
    def update(self) -> None:
        """Find out what there is to follow, listen to it, and send what differs."""


def message_json(**message: Any) -> bytes:
    """Return a message with the time by which browsers set theirs."""
    return json_bytes({"now": dt_util.utcnow().isoformat(), **message})
