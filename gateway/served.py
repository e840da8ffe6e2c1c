"""One phone system that this gateway serves, between its client and the broker."""

import asyncio
from contextlib import suppress
import logging
import random
from typing import Final, NamedTuple

from aiomqtt import Message, MqttError, Will

from custom_components.telephony.cti import (
    AuthenticationRefused,
    CallEvent,
    CstaSettings,
    CstaSystem,
    Line,
    LinkError,
    LinkState,
    LinkStatus,
    PhoneSystem,
    TelephonyError,
    TelestraSystem,
)
from custom_components.telephony.cti.gateway.broker import (
    Broker,
    BrokerClient,
    OpenClient,
    quietly,
    together,
)
from custom_components.telephony.cti.gateway.documents import decode, encode
from custom_components.telephony.cti.gateway.topics import Topics
from custom_components.telephony.cti.open_call import Clock
from custom_components.telephony.numbers.guard import DialGuard
from custom_components.telephony.numbers.limits import DialLimits
from custom_components.telephony.numbers.line_lists import write_lines

from .counted import limits_data
from .desk import CommandDesk
from .metrics import Metrics
from .names import CallNames
from .outbox import LineRecord, Outbox
from .retained import Retained
from .rivals import Identity, Rivals, StoodDown
from .settings import BrokerSettings, SystemSettings

_LOGGER = logging.getLogger(__name__)

FIRST_RETRY: Final = 1.0
LAST_RETRY: Final = 30.0
GOODBYE_SECONDS: Final = 3.0
CLAIM_SECONDS: Final = 10.0


class Surroundings(NamedTuple):
    """What a gateway lives in; a simulation has others."""

    open_client: OpenClient = BrokerClient
    clock: Clock = Clock()  # it has no state
    rng: random.Random = random.Random()


SURROUNDINGS: Final = Surroundings()


class ServedSystem:
    """Publishes the lines of one phone system, and lets commands for them be carried out."""

    def __init__(
        self,
        gateway: str,
        settings: SystemSettings,
        broker: BrokerSettings,
        metrics: Metrics,
        *,
        instance: str,
        since: str,
        surroundings: Surroundings = SURROUNDINGS,
    ) -> None:
        """Prepare; nothing is connected before `run`."""
        name = settings.name
        self.settings = settings
        self._gateway = gateway
        self._window = broker.window
        self._metrics = metrics
        self._link = LinkStatus(LinkState.CONNECTING)
        self._topics = topics = Topics(broker.prefix, name, gateway)
        self._own = Identity(
            since, f"{instance}-{name}", gateway, write_lines(settings.lines)
        )
        will = Will(topics.status, encode(self._status(online=False)), 1, retain=True)
        open_client, self._clock, rng = surroundings
        self._broker = Broker(broker, self._own.instance, will, open_client, rng)
        self._outbox = Outbox(
            self._broker, topics, metrics, name, broker.max_unsent_events
        )
        self._rivals = Rivals(self._own, settings.lines)
        self._system = system = _new_system(settings, self, surroundings)
        telestra = not isinstance(settings.protocol, CstaSettings)
        self._names = CallNames(name, short_lived=telestra, now=self._clock.now)
        system.name_calls(self._names.new_id)

        def find_line(number: str) -> object | None:
            return system.lines.get(number)

        def calls_outside(line: str) -> int:
            known = system.lines.get(line)
            return self._guard.calls_outside(known.calls) if known else 0

        self._guard = DialGuard(
            lambda: settings.plan,
            lambda: settings.options,
            lambda number: False,
            find_line,
            DialLimits(lambda: settings.options, calls_outside),
        )
        self._desk = CommandDesk(
            *(system, self._guard, self._broker, topics, metrics, name),
            system.lines.__contains__,
        )
        self._retained: Retained | None = None
        self._stale: list[str] = []
        """Topics of lines that this gateway served once, and that are to be cleared."""
        self._claimed = asyncio.Event()
        self._received = 0
        self._status_changed = asyncio.Event()
        self._phones: asyncio.Task[None] | None = None
        metrics.begin(name)

    @property
    def phone_system(self) -> PhoneSystem:
        """The client that is connected to it."""
        return self._system

    # Life

    async def run(self) -> None:
        """Serve until cancelled; raises StoodDown where another gateway serves the lines."""
        try:
            await self._broker.run(self)
        finally:
            if self._phones:
                self._phones.cancel()
                await asyncio.wait([self._phones])
            with suppress(TimeoutError):
                async with asyncio.timeout(GOODBYE_SECONDS):
                    await self._system.stop()
            await self._desk.stop()

    async def connected(self) -> None:
        """Make sure that nobody else serves the lines, tell that we do, and publish."""
        is_up = self._metrics.broker.labels(self.settings.name)
        is_up.set(1)
        try:
            await self._serve()
        except StoodDown:
            await self.leaving()
            raise
        finally:
            is_up.set(0)

    async def _serve(self) -> None:
        topics = self._topics
        self._rivals.is_serving = False
        if self._phones is None:
            self._retained = Retained(topics, self._gateway, self.settings.lines)
            await self._broker.subscribe(*self._retained.topics)
        await self._broker.subscribe(topics.statuses, topics.claims)
        # What is retained comes before what is published after that.
        self._claimed.clear()
        claim = encode(self._own.data())
        await self._broker.publish(topics.claims, claim)
        await self._wait_claimed()
        if self._retained:
            await self._retained.wait_quiet()
        await self._rivals.make_sure()
        self._rivals.is_serving = True
        if self._retained:
            await self._broker.unsubscribe(*self._retained.topics)
            self._go_on(self._retained)
            self._retained = None
        else:
            self._outbox.mark()
        while self._stale:
            await self._broker.publish(self._stale[-1], b"", retain=True)
            self._stale.pop()
        if dialed := self._guard.limits.counted:
            payload = encode(limits_data(dialed))  # the broker may have forgotten it
            await self._broker.publish(topics.limits, payload, retain=True)
        if self.settings.commands:
            await self._broker.subscribe(topics.commands)
        await together(
            self._publish_status(),
            self._outbox.publish(self._window),
            self._rivals.wait_elder(),
        )

    async def _wait_claimed(self) -> None:
        """Wait until our claim comes back, behind all that is retained; MqttError where it never does."""
        while not self._claimed.is_set():
            received = self._received
            try:
                async with asyncio.timeout(CLAIM_SECONDS):
                    await self._claimed.wait()
            except TimeoutError:
                if self._received == received:
                    raise MqttError(
                        f"its user must be let read and write {self._topics.claims}"
                    ) from None

    def _go_on(self, retained: Retained) -> None:
        """Go on where an earlier run has ended, and connect to the phone system."""
        self._guard.limits.resume(retained.dialed)
        for number in self.settings.lines:
            line = self._system.add_line(number)
            line.missed_min_ring_seconds = self.settings.missed_min_ring_seconds
            record = LineRecord(
                line, self._gateway, self.settings.name, self._clock.now
            )
            if known := retained.lines.get(number):
                record.resume(known)
                self._names.resume(number, known.sequence)
            self._outbox.add(record)
        if retained.stale:
            self._stale = sorted(retained.stale)
            _LOGGER.info(
                "%s: %s lines are no longer served here, so what is retained of them is cleared",
                self.settings.name,
                len(retained.stale),
            )
        self._phones = asyncio.create_task(self._keep_phones())

    async def _keep_phones(self) -> None:
        """Make the first connection to the phone system; from then on its client keeps it."""
        delay = FIRST_RETRY
        while True:
            try:
                await self._system.start()
            except LinkError as error:
                self._phones_failed(LinkStatus(LinkState.WAITING, error))
                await asyncio.sleep(delay)
                delay = min(delay * 2, LAST_RETRY)
            except AuthenticationRefused as error:
                self._phones_failed(LinkStatus(LinkState.REFUSED, error))
                return
            else:
                return

    def _phones_failed(self, status: LinkStatus) -> None:
        if status != self._link:
            reason = type(status.reason).__name__
            _LOGGER.warning(
                "%s can't be connected: %s: %s",
                self.settings.name,
                reason,
                status.reason,
            )
        self._link = status
        self._outbox.lost()
        self._status_changed.set()

    # The broker

    def received(self, message: Message) -> None:
        """Take a message to whom it's for."""
        topic = message.topic.value
        self._received += 1
        if self._retained and self._retained.received(message):
            return
        if topic.endswith("/command"):
            self._desk.received(message)
            return
        if (document := decode(message.payload)) is None:
            return
        if topic != self._topics.claims:
            self._rivals.status(topic, document, fresh=not message.retain)
            is_ours = document.get("instance") == self._own.instance
            is_so = is_ours and document.get("online") is True
            if topic == self._topics.status and not is_so:
                # The will of an earlier run or of an earlier connection came late.
                self._status_changed.set()
        elif (who := Identity.read(document)) == self._own:
            self._claimed.set()
        elif who and self._rivals.is_serving and self._rivals.competes(who):
            self._status_changed.set()  # an answer

    def failed(self, error: TelephonyError) -> None:
        """Wait for the broker, which the log tells of: it's tried again."""

    async def _publish_status(self) -> None:
        """Retain how this gateway and its phone system are, now and whenever that changes."""
        while True:
            self._status_changed.clear()
            payload = encode(self._status(online=True))
            await self._broker.publish(self._topics.status, payload, retain=True)
            await self._status_changed.wait()

    async def leaving(self) -> None:
        """Tell that this gateway ends, unless another one serves the lines by now."""
        if not self._rivals.is_serving:
            return
        payload = encode(self._status(online=False))
        _ = await quietly(
            self._broker.publish(
                self._topics.status, payload, retain=True, patience=GOODBYE_SECONDS
            )
        )

    def _status(self, *, online: bool) -> dict[str, object]:
        """Return how this gateway and its phone system are."""
        status: dict[str, object] = {**self._own.data(), "online": online}
        if online:
            link, product = self._link, self._system.product
            status |= {
                "link": link.state,
                "reason": link.reason and type(link.reason).__name__,
                "maker": product.maker,
                "model": product.model,
                "product_version": product.version,
                "capabilities": sorted(self._system.capabilities),
                "commands": self.settings.commands,
            }
        return status

    # The phone system

    def link_changed(self, status: LinkStatus) -> None:
        """Publish that the connection to the phone system came or went."""
        if self._link.state is not status.state:
            reason = f": {type(status.reason).__name__}" if status.reason else ""
            _LOGGER.info("%s is %s%s", self.settings.name, status.state, reason)
        self._link = status
        self._metrics.link.labels(self.settings.name).set(int(status.connected))
        if not status.connected:
            self._outbox.lost()
        self._status_changed.set()

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Publish what changed on a line."""
        self._outbox.changed(line, events)


def _new_system(
    settings: SystemSettings, listener: ServedSystem, surroundings: Surroundings
) -> PhoneSystem:
    _, clock, rng = surroundings
    protocol, connector = settings.protocol, settings.connector
    if isinstance(protocol, CstaSettings):
        return CstaSystem(connector, listener, protocol, clock=clock, rng=rng)
    return TelestraSystem(connector, listener, protocol, clock=clock, rng=rng)
