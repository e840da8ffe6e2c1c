"""What waits for the broker: each line's state, as it is when its turn comes, and its events in order.

A line's document goes before its events, and holds the newest of them: whoever finds a gap in the
sequence reads there what is missing, and a gateway that was killed in between tells them again.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
import logging
import math
from typing import Final

from custom_components.telephony.cti import CallEvent, CallEventType, KnownCall, Line
from custom_components.telephony.cti.gateway.broker import Broker, together
from custom_components.telephony.cti.gateway.calls import Document
from custom_components.telephony.cti.gateway.documents import (
    KnownLine,
    encode,
    event_data,
    line_data,
)
from custom_components.telephony.cti.gateway.topics import Topics

from .metrics import Metrics

_LOGGER = logging.getLogger(__name__)

RECENT_MS: Final = 30_000
MAX_RECENT: Final = 16
"""Events that a line's document holds: the newest of the last time, and all that are told after it."""
REPEATED_MS: Final = 3_600_000
"""How old an event may be that is told again after a restart."""
MAX_UNSENT_OF_LINE: Final = 256


class LineRecord:
    """One line as the broker knows it, and what it doesn't know yet."""

    def __init__(
        self, line: Line, gateway: str, system: str, now: Callable[[], datetime]
    ) -> None:
        """Begin without events."""
        self._now = now
        self.line = line
        self._gateway = gateway
        self._system = system
        self._sequence = 0
        self._recent: deque[Document] = deque()
        self._told: dict[str, KnownCall] = {}
        self.unsent: deque[tuple[int, bytes]] = deque()
        """The sequences and bytes of events that the broker doesn't have."""
        self.changed_at: float | None = None
        self.is_dirty = False
        self.is_publishing = False
        self.was_available = False
        self.calls = 0

    def resume(self, known: KnownLine) -> None:
        """Go on where the retained document ends; its newest events may not have gone out."""
        self._sequence = known.sequence
        self._recent.extend(known.events)
        self._told = {each.call.call_id: each for each in known.calls}
        self.line.resume(known.calls)
        since = self._milliseconds - REPEATED_MS
        for each in known.events:
            if each["sequence"] > since:
                self.unsent.append((each["sequence"], encode(each)))

    def tell(self, event: CallEvent) -> None:
        """Keep an event for the broker, with the next number of the sequence.

        The numbers are times (milliseconds), so that they go on where all else is lost; they
        never go back, also where the clock does.
        """
        self._sequence = max(self._sequence + 1, self._milliseconds)
        call = event.call
        if event.type is CallEventType.ENDED:
            self._told.pop(call.call_id, None)
        else:
            known = self._told.get(call.call_id) or KnownCall(call, None)
            self._told[call.call_id] = known._replace(
                call=call,
                told=known.told | {event.type},
                failure=event.outcome
                if event.type is CallEventType.FAILED
                else known.failure,
            )
        event_id = f"{self._system}/{self.line.number}/{self._sequence}"
        data = event_data(event, self.line.number, event_id, self._sequence)
        self._recent.append(data)
        payload = encode(data)
        self.unsent.append((self._sequence, payload))
        self._forget_old()

    def forget_digits(self) -> bool:
        """Let the document hold keys no longer, which may be a PIN; False where it holds none."""
        kept = [
            each
            for each in self._recent
            if "digits" not in each or each["sequence"] >= self._first_unsent
        ]
        if len(kept) == len(self._recent):
            return False
        self._recent.clear()
        self._recent.extend(kept)
        return True

    def document(self) -> bytes:
        """Return the line's document, as it is now."""
        self._forget_old()
        for call in self.line.calls:
            if known := self._told.get(call.call_id):
                reference = self.line.reference(call.call_id)
                self._told[call.call_id] = known._replace(
                    call=call, reference=reference
                )
        return encode(
            line_data(
                self.line, self._gateway, self._sequence, self._told, self._recent
            )
        )

    @property
    def _milliseconds(self) -> int:
        return int(self._now().timestamp() * 1000)

    @property
    def _first_unsent(self) -> float:
        return self.unsent[0][0] if self.unsent else math.inf

    def _forget_old(self) -> None:
        """Let the document hold no more than it needs; whoever reads it goes on behind its newest event."""
        since, recent = self._milliseconds - RECENT_MS, self._recent
        while len(recent) > 1 and recent[0]["sequence"] < self._first_unsent:
            if len(recent) <= MAX_RECENT and recent[0]["sequence"] >= since:
                return
            recent.popleft()


class Outbox:
    """All lines of one phone system, on their way to the broker."""

    def __init__(
        self,
        broker: Broker,
        topics: Topics,
        metrics: Metrics,
        system: str,
        max_unsent: int,
    ) -> None:
        """Begin with nothing to publish."""
        self._broker = broker
        self._topics = topics
        self._max_unsent = max_unsent
        self._records: dict[str, LineRecord] = {}
        self._dirty: asyncio.Queue[LineRecord] = asyncio.Queue()
        """Each line stands in it once at most."""
        self._time = asyncio.get_running_loop().time
        self._unsent = 0
        self._dropped = 0
        self._system = system
        self._metrics = metrics
        self._latency = metrics.latency.labels(system)
        self._calls = metrics.calls.labels(system)
        self._available = metrics.lines.labels(system, "true")
        self._unavailable = metrics.lines.labels(system, "false")

    def add(self, record: LineRecord) -> None:
        """Take a line; nothing is published of it before `mark`."""
        self._records[record.line.number] = record
        self._count_unsent(len(record.unsent))
        self._unavailable.inc()

    def mark(self, numbers: Iterable[str] | None = None) -> None:
        """Publish lines, all by default, as soon as there is a broker."""
        for number in self._records if numbers is None else numbers:
            self._mark(self._records[number])

    def changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Publish a line, and what happened on it."""
        record = self._records[line.number]
        for event in events:
            self._keep(record, event)
        if record.changed_at is None:
            record.changed_at = self._time()
        if record.was_available is not line.available:
            self._note_available(record)
        if calls := len(line.calls) - record.calls:
            record.calls += calls
            self._calls.inc(calls)
        self._mark(record)

    def lost(self) -> None:
        """Publish all lines, which are no longer known."""
        for record in self._records.values():
            if record.was_available is not record.line.available:
                self._note_available(record)
            self._mark(record)

    async def publish(self, workers: int) -> None:
        """Publish whatever changes, for as long as the connection lasts."""
        self._dirty = asyncio.Queue()
        for record in self._records.values():
            record.is_publishing = False
            if record.is_dirty:
                self._dirty.put_nowait(record)
        await together(*(self._work() for _ in range(workers)))

    # Inside

    def _note_available(self, record: LineRecord) -> None:
        record.was_available = record.line.available
        change = 1 if record.was_available else -1
        self._available.inc(change)
        self._unavailable.dec(change)

    def _keep(self, record: LineRecord, event: CallEvent) -> None:
        """Keep an event for the broker; the line's oldest goes where there is no more room."""
        record.tell(event)
        self._count_unsent(1)
        self._metrics.events.labels(self._system, event.type).inc()
        if event.type is CallEventType.ENDED:
            self._metrics.ended.labels(self._system, event.outcome).inc()
        is_full = self._unsent > self._max_unsent
        if is_full or len(record.unsent) > MAX_UNSENT_OF_LINE:
            if not self._dropped:
                _LOGGER.warning(
                    "Events of %s are dropped: the broker has been away for too long",
                    self._system,
                )
            self._dropped += 1
            self._metrics.dropped.labels(self._system).inc()
            record.unsent.popleft()
            self._count_unsent(-1)

    def _count_unsent(self, change: int) -> None:
        self._unsent += change
        self._metrics.unsent.inc(change)

    def _mark(self, record: LineRecord) -> None:
        if not record.is_dirty:
            record.is_dirty = True
            if not record.is_publishing:
                self._dirty.put_nowait(record)

    async def _work(self) -> None:
        """Publish one line after the other."""
        while True:
            record = await self._dirty.get()
            record.is_dirty, record.is_publishing = False, True
            done = False
            try:
                await self._publish(record)
                done = True
            finally:
                record.is_publishing = False
                record.is_dirty = record.is_dirty or not done
            if record.is_dirty:
                self._dirty.put_nowait(record)
            if self._dropped and not self._unsent:
                _LOGGER.warning(
                    "The broker is back; %s events of %s were dropped",
                    self._dropped,
                    self._system,
                )
                self._dropped = 0

    async def _publish(self, record: LineRecord) -> None:
        """Publish a line, then those of its events that the document knows: later ones have their own."""
        changed_at, record.changed_at = record.changed_at, None
        number = record.line.number
        document, events = record.document(), tuple(record.unsent)
        await self._send(self._topics.state(number), document, retain=True)
        topic = self._topics.event(number)
        for event in events:
            await self._send(topic, event[1], retain=False)
            if record.unsent and record.unsent[0] is event:
                record.unsent.popleft()
                self._count_unsent(-1)
        if record.forget_digits():
            self._mark(record)
        if changed_at is not None:
            self._latency.observe(self._time() - changed_at)

    async def _send(self, topic: str, payload: bytes, *, retain: bool) -> None:
        """Publish; a slow broker is waited for, and only one that is gone gives up."""
        await self._broker.publish(topic, payload, retain=retain, patience=math.inf)
