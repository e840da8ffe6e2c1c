"""The life of a connection: connect, log in, ready, lost, back off, and again for ever."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
import logging
import random
from typing import Final, NamedTuple, Protocol, cast, override

from .connector import Connector
from .errors import AuthenticationRefused, ConnectionLost, LinkError, TelephonyError
from .recording import Recording

_LOGGER = logging.getLogger(__name__)

BACKOFF_FIRST: Final = 1.0
BACKOFF_LAST: Final = 60.0
STEADY_AFTER: Final = 30.0
"""Seconds a session must have lasted before the back-off starts from the beginning again."""
CLOSE_TIMEOUT: Final = 2.0
SLICE: Final = 50
SLICE_SECONDS: Final = 0.0025
"""Received messages that are handled, and for how long, before others on the loop get their turn.

What listens to one message may take some milliseconds more: automations begin at once.
"""
WRITE_LIMIT: Final = 1 << 20
"""Bytes a peer that does not read may make us keep; past that the connection is dropped."""


class LinkState(StrEnum):
    """Where a link is in its life."""

    STOPPED = "stopped"
    CONNECTING = "connecting"
    READY = "ready"
    WAITING = "waiting"
    REFUSED = "refused"


class LinkStatus(NamedTuple):
    """Whether the link is up, and if not, why; refused means that a person must act."""

    state: LinkState
    reason: TelephonyError | None = None

    @property
    def connected(self) -> bool:
        """Whether the other side is there and has let us in."""
        return self.state is LinkState.READY


class Decoder(Protocol):
    """Cuts messages out of received bytes."""

    def feed(self, data: bytes) -> None:
        """Keep received bytes until a session takes the messages in them."""


class Session(asyncio.Protocol, ABC):
    """One connection from its first byte to its last; never used twice.

    Subclasses handle the messages that a decoder cuts out of the bytes (`step`), and log in
    (`open`). Whatever goes wrong ends in `fail`, which settles `lost` once and lets all waiters
    know (`on_lost`).
    """

    def __init__(self, decoder: Decoder) -> None:
        """Prepare; the transport comes with connection_made."""
        self._keep_bytes = decoder.feed
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._resume: asyncio.Handle | None = None
        self._recording: Recording | None = None
        self.lost: asyncio.Future[None] = self._loop.create_future()
        self.last_received = self._loop.time()

    # For subclasses

    @abstractmethod
    async def open(self) -> None:
        """Log in and get ready; raises LinkError or AuthenticationRefused."""

    @abstractmethod
    async def goodbye(self) -> None:
        """Take leave politely; time-bound by the caller."""

    @abstractmethod
    def step(self) -> bool:
        """Handle one message; False when no other is complete."""

    @abstractmethod
    def on_lost(self, error: TelephonyError) -> None:
        """Fail all waiters and cancel all timers."""

    def write(self, data: bytes) -> None:
        """Send bytes; a lost connection raises ConnectionLost."""
        if self._transport is None or self.lost.done():
            raise ConnectionLost("not connected")
        if self._recording:
            self._recording.sent(data)
        self._transport.write(data)
        if self._transport.get_write_buffer_size() > WRITE_LIMIT:
            self.fail(ConnectionLost("the other side does not read"))
            raise ConnectionLost("the other side does not read")

    def fail(self, error: TelephonyError) -> None:
        """End the connection because of `error`; only the first call counts."""
        if self.lost.done():
            return
        self.lost.set_exception(error)
        self.lost.exception()  # retrieved: nobody has to await it
        if self._recording:
            self._recording.closed()
        if self._resume:
            self._resume.cancel()
        if self._transport:
            self._transport.abort()
        self.on_lost(error)

    def record(self, recording: Recording) -> None:
        """Let somebody keep all bytes; asked for before the connection is made."""
        self._recording = recording
        keep_bytes = self._keep_bytes

        def keep_and_record(data: bytes) -> None:
            recording.came(data)
            keep_bytes(data)

        self._keep_bytes = keep_and_record

    async def close(self) -> None:
        """Say goodbye, if that is possible, and close."""
        if not self.lost.done():
            with suppress(TelephonyError, TimeoutError):
                async with asyncio.timeout(CLOSE_TIMEOUT):
                    await self.goodbye()
        self.fail(ConnectionLost("closed"))

    # asyncio.Protocol

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        if self._recording:
            self._recording.connected()

    @override
    def data_received(self, data: bytes) -> None:
        self.last_received = self._loop.time()
        self._keep_bytes(data)
        if self._resume is None and not self.lost.done() and self.step():
            self._work(self.last_received + SLICE_SECONDS)

    @override
    def eof_received(self) -> None:
        self.fail(ConnectionLost("the other side closed the connection"))

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.fail(ConnectionLost(str(exc) if exc else "the connection was closed"))

    def _work(self, until: float) -> None:
        """Handle what else has arrived; a flood is taken in slices, while reading rests."""
        self._resume = None
        for _ in range(SLICE):
            if self._loop.time() > until:
                break
            if self.lost.done() or not self.step():
                return
        if self.lost.done():
            return
        if self._transport:
            self._transport.pause_reading()
        self._resume = self._loop.call_soon(self._continue)

    def _continue(self) -> None:
        self._work(self._loop.time() + SLICE_SECONDS)
        if self._resume is None and self._transport and not self.lost.done():
            self._transport.resume_reading()


class Link[S: Session]:
    """Keeps a session alive: connects, waits for its loss, backs off, and connects again."""

    def __init__(
        self,
        connector: Connector,
        session_factory: Callable[[], S],
        on_status: Callable[[LinkStatus, S | None], None],
        *,
        name: str,
        rng: random.Random | None = None,
    ) -> None:
        """Prepare; nothing happens before `start`. `name` is for the log."""
        self._connector = connector
        self._session_factory = session_factory
        self._on_status = on_status
        self._name = name
        self._random = rng or random.Random()
        self._task: asyncio.Task[None] | None = None
        self._time = asyncio.get_running_loop().time
        self._leaving: asyncio.Task[None] | None = None
        self.recording: Recording | None = None
        self.session: S | None = None
        self.status = LinkStatus(LinkState.STOPPED)

    async def start(self) -> None:
        """Make the first connection, then keep it; raises what the first try raised."""
        session = await self._open()
        self._ready(session)
        self._task = asyncio.create_task(
            self._keep(session), name=f"telephony {self._name}"
        )

    def start_recording(self, recording: Recording) -> None:
        """Record from a new connection on; one that is up takes its leave for that."""
        if self.recording:
            self.recording.end()
        self.recording = recording
        if self.session:
            self._leaving = asyncio.create_task(self.session.close())

    async def stop(self) -> None:
        """Close for good."""
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None
        if self.session:
            await self.session.close()
            self.session = None
        if self._leaving:
            await self._leaving
        if self.recording:
            self.recording.end()
        self.status = LinkStatus(LinkState.STOPPED)

    async def _open(self) -> S:
        """Connect and log in once."""

        def new_session() -> S:
            session = self._session_factory()
            if self.recording and self.recording.is_on:
                session.record(self.recording)
            return session

        transport, protocol = await self._connector(new_session)
        session: S = protocol  # type: ignore[assignment]  # what our factory made
        try:
            await session.open()
        except BaseException as error:
            session.fail(
                error
                if isinstance(error, TelephonyError)
                else ConnectionLost("cancelled")
            )
            transport.abort()
            raise
        return session

    def _ready(self, session: S) -> None:
        self.session = session
        self._set(LinkStatus(LinkState.READY), session)

    def _set(self, status: LinkStatus, session: S | None) -> None:
        self.status = status
        try:
            self._on_status(status, session)
        except Exception:  # a listener's fault must not end the link for ever
            _LOGGER.exception("Telling of the connection to %s failed", self._name)

    async def _keep(self, session: S) -> None:
        """Live through losses; ends only when refused or cancelled."""
        failures = 0
        while True:
            since = self._time()
            await asyncio.wait([session.lost])  # cancelling leaves the session alone
            lost = session.lost.exception()
            reason = (
                lost if isinstance(lost, TelephonyError) else ConnectionLost(str(lost))
            )
            self.session = None
            if self._time() - since >= STEADY_AFTER:
                failures = 0
            _LOGGER.info(
                "Connection to %s lost: %s",
                self._name,
                str(reason) or type(reason).__name__,
            )
            self._set(LinkStatus(LinkState.WAITING, reason), None)
            try:
                session, failures = await self._reconnect(failures)
            except AuthenticationRefused as error:
                _LOGGER.info(
                    "Connection to %s refused: the credentials are wrong", self._name
                )
                self._set(LinkStatus(LinkState.REFUSED, error), None)
                return
            _LOGGER.info("Connection to %s is back", self._name)
            self._ready(session)

    async def _reconnect(self, failures: int) -> tuple[S, int]:
        """Try until a session is open; return it and how often it has failed."""
        while True:
            delay = min(BACKOFF_LAST, BACKOFF_FIRST * 2.0 ** min(failures, 10))
            # Many clients spread out.
            await asyncio.sleep(delay * self._random.uniform(0.5, 1.0))
            failures += 1
            try:
                return await self._open(), failures
            except LinkError as error:
                _LOGGER.debug("Connection to %s not back yet: %r", self._name, error)
                self._set(LinkStatus(LinkState.WAITING, error), None)
            except AuthenticationRefused:
                raise
            except Exception:  # whatever it is, it must not end the tries for ever
                _LOGGER.exception("Connecting to %s failed", self._name)
