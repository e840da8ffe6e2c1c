"""A connection to a broker that is ours alone."""

import asyncio
from contextlib import suppress
from itertools import batched
import logging
from secrets import token_hex
from typing import Final, override

from aiomqtt import Message, MqttError

from ..errors import AuthenticationRefused, NotConnected, OutcomeUnknown, TelephonyError
from ..link import LinkState, LinkStatus
from .broker import Broker, BrokerListener, SubscriptionRefused
from .connection import BrokerConnection, ConnectionListener
from .settings import MqttSettings

_LOGGER = logging.getLogger(__name__)

AT_ONCE: Final = 100
"""Topics in one message to the broker."""


class _Stopped(Exception):
    """Nobody wants the connection any longer, or nobody lets us in."""


class OwnBroker(BrokerConnection, BrokerListener):
    """Keeps a connection of its own to a broker; refused credentials end it, as they may lock us out."""

    def __init__(self, settings: MqttSettings) -> None:
        """Prepare; nothing is sent before `start`."""
        self._broker = Broker(settings, f"telephony-{token_hex(8)}", None)
        self._listener: ConnectionListener | None = None
        self._running: asyncio.Task[None] | None = None
        self._wanted: dict[str, None] = {}
        self._subscribed: set[str] = set()
        self._changed = asyncio.Event()
        self._first: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @override
    async def start(self, listener: ConnectionListener) -> None:
        self._listener = listener
        self._running = asyncio.create_task(self._run())
        await asyncio.shield(self._first)

    @override
    async def stop(self) -> None:
        if self._running:
            self._running.cancel()
            await asyncio.wait([self._running])

    @override
    def subscribe(self, *topics: str) -> None:
        self._wanted |= dict.fromkeys(topics)
        self._subscribed.difference_update(topics)  # what is retained is to come again
        self._changed.set()

    @override
    def unsubscribe(self, *topics: str) -> None:
        for topic in topics:
            self._wanted.pop(topic, None)
        self._changed.set()

    @override
    async def publish(self, topic: str, payload: bytes) -> None:
        if not self._broker.is_connected:
            raise NotConnected("broker")
        try:
            await self._broker.publish(topic, payload)
        except MqttError as error:
            raise OutcomeUnknown("publish", str(error)) from error

    async def _run(self) -> None:
        with suppress(_Stopped):
            await self._broker.run(self)

    # The broker's listener

    @override
    async def connected(self) -> None:
        assert self._listener
        self._subscribed.clear()
        if not self._first.done():
            self._first.set_result(None)
        self._listener.broker_changed(LinkStatus(LinkState.READY))
        while True:
            self._changed.clear()
            gone = tuple(self._subscribed - self._wanted.keys())
            for topics in batched(gone, AT_ONCE, strict=False):
                await self._broker.unsubscribe(*topics)
            self._subscribed.difference_update(gone)
            new = tuple(each for each in self._wanted if each not in self._subscribed)
            for topics in batched(new, AT_ONCE, strict=False):
                self._subscribed.update(topics)
                try:
                    await self._broker.subscribe(*topics)
                except SubscriptionRefused:  # which names a topic, and so a number
                    _LOGGER.warning(
                        "The broker doesn't let its user subscribe to all that is needed"
                    )
            await self._changed.wait()

    @override
    async def leaving(self) -> None:
        """Say nothing: nobody waits for a word."""

    @override
    def received(self, message: Message) -> None:
        payload = message.payload
        if self._listener and isinstance(payload, bytes):
            topic = message.topic.value
            self._listener.received(topic, payload, retained=message.retain)

    @override
    def failed(self, error: TelephonyError) -> None:
        assert self._listener
        if not self._first.done():
            self._first.set_exception(error)
            raise _Stopped
        is_refused = isinstance(error, AuthenticationRefused)
        state = LinkState.REFUSED if is_refused else LinkState.WAITING
        self._listener.broker_changed(LinkStatus(state, error))
        if is_refused:
            raise _Stopped
