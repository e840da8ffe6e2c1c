"""The connection to the broker: made again when it's lost, and told to one listener."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from itertools import cycle
import logging
import random
import ssl
from typing import Any, Final, Protocol, override

from aiomqtt import Client, Message, MqttError, Will
from aiomqtt.exceptions import MqttConnectError
from paho.mqtt.reasoncodes import ReasonCode

from ..errors import (
    AuthenticationRefused,
    CannotConnect,
    CertificateRejected,
    ConnectionLost,
    ConnectionTimedOut,
    TelephonyError,
    TlsFailed,
)
from .settings import MqttSettings

_LOGGER = logging.getLogger(__name__)
_CLIENT_LOGGER = logging.getLogger(f"{__name__}.client")
_CLIENT_LOGGER.setLevel(logging.INFO)  # in detail it says topics, which have numbers

BACKOFF_FIRST: Final = 0.25
BACKOFF_LAST: Final = 5.0
"""Seconds: a broker that was restarted has all states within ten."""
STEADY: Final = 30.0
"""Seconds after which a connection was a good one: the same fault is then news again."""
MAX_TOLD: Final = 32
_REFUSED_LOGINS: Final = (4, 5, 134, 135)
"""Bad username or password, not authorized: as MQTT 3.1.1 (3.2.2.3) and 5 (3.2.2.2) number them."""
MAX_WAITING_MESSAGES: Final = 2000
CONNECT_TIMEOUT: Final = 2.5
"""Seconds; a node of a cluster that elects a leader lets others wait, and the next one may not."""
ANSWER_TIMEOUT: Final = 10.0


type OpenClient = Callable[..., Client]


class BrokerListener(Protocol):
    """Who lives on a connection to the broker."""

    async def connected(self) -> None:
        """Live on a new connection; it's cancelled when that is lost."""

    async def leaving(self) -> None:
        """Say the last words on a connection that is about to be closed."""

    def received(self, message: Message) -> None:
        """Take a message; called on the event loop, so it must not block."""

    def failed(self, error: TelephonyError) -> None:
        """Hear why there is no connection; what this raises ends `run`."""


class SubscriptionRefused(MqttError):
    """The broker doesn't let us subscribe to a topic."""


class BrokerClient(Client):
    """A client that doesn't complain of a broker that goes while something waits to be written."""

    @override
    def _on_socket_register_write(self, client: Any, userdata: Any, sock: Any) -> None:
        # aiomqtt 2.5 lets the loop watch the socket a moment later, when it may be closed.
        def watch() -> None:
            if sock.fileno() >= 0 and client.want_write():
                self._loop.add_writer(sock.fileno(), write)

        def write() -> None:
            with suppress(OSError):  # whoever reads notices that the connection is over
                client.loop_write()

        self._loop.call_soon_threadsafe(watch)


class Broker:
    """Keeps one connection to the broker for as long as `run` lasts."""

    def __init__(
        self,
        settings: MqttSettings,
        identifier: str,
        will: Will | None,
        open_client: OpenClient = BrokerClient,
        rng: random.Random | None = None,
    ) -> None:
        """Prepare; `will` is what the broker tells when this end is gone without a word."""
        self._settings = settings
        self._identifier = identifier
        self._will = will
        self._client: Client | None = None
        self._open_client = open_client
        self._random = rng or random.Random()

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection now."""
        return self._client is not None

    async def run(self, listener: BrokerListener) -> None:
        """Connect, and again whenever the connection is lost; ends by what the listener raises."""
        failures, told = 0, set[str]()
        time = asyncio.get_running_loop().time
        for host, port in cycle(self._settings.addresses):
            began = time()
            try:
                await self._live(listener, host, port)
            except (MqttError, OSError, ValueError) as error:
                # ValueError is what paho says of some addresses.
                was_connected, self._client = self.is_connected, None
                lasted = time() - began if was_connected else 0.0
                if lasted > BACKOFF_LAST:
                    failures = 0
                what = "Lost the broker" if was_connected else "Can't reach the broker"
                text = f"{what}: {_reason(error)}"
                if lasted > STEADY or len(told) > MAX_TOLD:
                    told.clear()
                if text not in told:
                    told.add(text)
                    _LOGGER.warning("MQTT: %s", text)
                listener.failed(
                    link_error(error, self._settings, was_connected=was_connected)
                )
            finally:
                self._client = None
            delay = min(BACKOFF_LAST, BACKOFF_FIRST * 2.0 ** min(failures, 10))
            failures += 1
            await asyncio.sleep(delay * self._random.uniform(0.5, 1.0))

    async def _live(self, listener: BrokerListener, host: str, port: int) -> None:
        """Live through one connection."""
        settings = self._settings
        waiting = asyncio.Queue[Message](MAX_WAITING_MESSAGES)
        client = self._open_client(
            host,
            port,
            username=settings.username,
            password=settings.password,
            tls_context=settings.tls,
            identifier=self._identifier,
            will=self._will,
            clean_session=True,
            keepalive=settings.keep_alive,
            timeout=CONNECT_TIMEOUT,
            max_inflight_messages=settings.window + 16,
            queue_type=lambda maxsize: waiting,  # one that can be emptied at once
            logger=_CLIENT_LOGGER,
        )
        client.pending_calls_threshold = settings.window * 4
        async with client:
            client.timeout = ANSWER_TIMEOUT
            self._client = client
            _LOGGER.info("Connected to the broker")
            try:
                await together(
                    listener.connected(), _receive(client, waiting, listener)
                )
            except asyncio.CancelledError:
                await listener.leaving()
                raise

    async def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        retain: bool = False,
        patience: float = ANSWER_TIMEOUT,
    ) -> None:
        """Publish at least once, and wait (`patience` seconds) until the broker has it; MqttError."""
        if self._client is None:
            raise MqttError("not connected")
        await self._client.publish(
            topic, payload, qos=1, retain=retain, timeout=patience
        )

    async def subscribe(self, *topics: str) -> None:
        """Subscribe to topics, with QoS 0; MqttError, also where the broker refuses one.

        For each subscription with QoS 1 a cluster's nodes elect who delivers it: NATS takes seconds
        for some, and refuses what takes longer. What is lost with a connection is told anew anyway.
        """
        if self._client is None:
            raise MqttError("not connected")
        granted = await self._client.subscribe([(topic, 0) for topic in topics])
        for topic, code in zip(topics, granted, strict=False):
            if isinstance(code, ReasonCode) and code.is_failure:
                raise SubscriptionRefused(f"it doesn't let us subscribe to {topic}")

    async def unsubscribe(self, *topics: str) -> None:
        """Take subscriptions back; MqttError."""
        if self._client is None:
            raise MqttError("not connected")
        await self._client.unsubscribe(list(topics))


async def together(*actions: Coroutine[Any, Any, None]) -> None:
    """Run actions side by side; when one fails the others end, and what it raised is raised."""
    tasks = [asyncio.create_task(action) for action in actions]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def quietly(action: Awaitable[None]) -> bool:
    """Await something on the broker; False where the connection is lost, which is told elsewhere."""
    try:
        await action
    except MqttError:
        return False
    return True


async def _receive(
    client: Client, waiting: asyncio.Queue[Message], listener: BrokerListener
) -> None:
    async for message in client.messages:
        listener.received(message)
        # One by one they would be taken more slowly than they come, and some be thrown away.
        while not waiting.empty():
            listener.received(waiting.get_nowait())


def link_error(
    error: Exception, settings: MqttSettings, *, was_connected: bool
) -> TelephonyError:
    """Return why there is no connection, as the phone systems' clients say it."""
    cause = error.__cause__ or error.__context__ or error
    text = _reason(error)
    if isinstance(error, MqttConnectError):
        code = getattr(error.rc, "value", error.rc)
        refused = code in _REFUSED_LOGINS
        return AuthenticationRefused(text) if refused else CannotConnect(text)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return CertificateRejected(text)
    if was_connected:
        return ConnectionLost(text)
    is_reset = settings.tls is not None and isinstance(cause, ConnectionResetError)
    if is_reset or isinstance(cause, ssl.SSLError):
        return TlsFailed(text)
    if isinstance(cause, TimeoutError):
        return ConnectionTimedOut(text)
    return CannotConnect(text)


def _reason(error: Exception) -> str:
    """Return why a connection failed, in one line."""
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate isn't trusted: {cause.verify_message}"
    return str(error) or type(error).__name__
