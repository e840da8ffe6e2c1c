"""Home Assistant's own connection to an MQTT broker, lent to a phone system that gateways tell of."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from homeassistant.const import CONF_PORT
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.importlib import async_import_module

from ..cti.errors import ConnectionLost, NoBroker, NotConnected, OutcomeUnknown
from ..cti.link import LinkState, LinkStatus

if TYPE_CHECKING:
    from ..cti.gateway.connection import ConnectionListener

SET_UP_SECONDS: Final = 5.0
"""How long the MQTT integration may take to connect; it's tried again later."""
MQTT: Final = "homeassistant.components.mqtt"


@callback
def async_address(hass: HomeAssistant) -> tuple[str, int]:
    """Return the host and the port of Home Assistant's broker, as far as they are known."""
    for entry in hass.config_entries.async_entries("mqtt"):
        return entry.data.get("broker", "MQTT"), entry.data.get(CONF_PORT, 1883)
    return "MQTT", 1883


class SharedBroker:
    """Subscribes and publishes through the MQTT integration, which connects again by itself."""

    _mqtt: ModuleType
    _listener: ConnectionListener

    def __init__(self, hass: HomeAssistant) -> None:
        """Prepare; nothing is asked for before `start`."""
        self._hass = hass
        self._wanted: dict[str, None] = {}
        self._subscribed: dict[str, Callable[[], None]] = {}
        self._changed = asyncio.Event()
        self._connected = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._unlisten: Callable[[], None] | None = None

    async def start(self, listener: ConnectionListener) -> None:
        """Begin to subscribe; NoBroker where the MQTT integration has no connection."""
        if not self._hass.config_entries.async_loaded_entries("mqtt"):
            raise NoBroker("mqtt")
        mqtt = self._mqtt = await async_import_module(self._hass, MQTT)
        self._listener = listener
        self._unlisten = mqtt.async_subscribe_connection_status(
            self._hass, self._connection_changed
        )
        if not mqtt.is_connected(self._hass):
            try:
                async with asyncio.timeout(SET_UP_SECONDS):
                    await self._connected.wait()
            except TimeoutError:
                raise NoBroker("mqtt") from None
        listener.broker_changed(LinkStatus(LinkState.READY))
        self._task = self._hass.async_create_background_task(
            self._async_subscribe(), "telephony subscriptions"
        )

    async def stop(self) -> None:
        """Take every subscription back."""
        if self._unlisten:
            self._unlisten()
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])
        self._wanted.clear()
        self._forget_unwanted()

    def subscribe(self, *topics: str) -> None:
        """Receive what is told on topics; what is retained comes again."""
        self._wanted |= dict.fromkeys(topics)
        for topic in self._subscribed.keys() & set(topics):
            self._subscribed.pop(topic)()
        self._changed.set()

    def unsubscribe(self, *topics: str) -> None:
        """Receive it no longer."""
        for topic in topics:
            self._wanted.pop(topic, None)
        self._changed.set()

    async def publish(self, topic: str, payload: bytes) -> None:
        """Publish, and wait until the broker has it."""
        if not self._mqtt.is_connected(self._hass):
            raise NotConnected("broker")
        try:
            await self._mqtt.async_publish(self._hass, topic, payload, 1)
        except HomeAssistantError as error:
            raise OutcomeUnknown("publish", str(error)) from error

    async def _async_subscribe(self) -> None:
        """Let there be the subscriptions that are wanted, for ever."""
        while True:
            self._changed.clear()
            self._forget_unwanted()
            with suppress(HomeAssistantError):  # it was removed; when it's back, go on
                for topic in [e for e in self._wanted if e not in self._subscribed]:
                    self._subscribed[topic] = await self._mqtt.async_subscribe(
                        self._hass, topic, self._received, 0, None
                    )
            await self._changed.wait()

    def _forget_unwanted(self) -> None:
        for topic in self._subscribed.keys() - self._wanted.keys():
            self._subscribed.pop(topic)()

    @callback
    def _received(self, message: Any) -> None:
        self._listener.received(message.topic, message.payload, retained=message.retain)

    @callback
    def _connection_changed(self, is_connected: bool) -> None:
        self._changed.set()
        if is_connected:
            self._connected.set()
        lost = LinkStatus(LinkState.WAITING, ConnectionLost("broker"))
        self._listener.broker_changed(
            LinkStatus(LinkState.READY) if is_connected else lost
        )
