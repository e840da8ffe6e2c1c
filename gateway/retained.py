"""What the broker has kept of an earlier run of this gateway, read once before anything is served."""

import asyncio
from collections.abc import Collection
from typing import Final

from aiomqtt import Message

from custom_components.telephony.cti.gateway.documents import (
    LONGEST_RETAINED,
    KnownLine,
    decode,
    read_line,
)
from custom_components.telephony.cti.gateway.topics import Topics
from custom_components.telephony.numbers.limits import Dialed

from .counted import read_limits

QUIET_SECONDS: Final = 0.3
"""What is retained comes at once: after a pause of this length that was all."""
READING_SECONDS: Final = 60.0


class Retained:
    """Collects retained documents of one phone system, as they come."""

    def __init__(self, topics: Topics, gateway: str, lines: Collection[str]) -> None:
        """Begin with nothing."""
        self._topics = topics
        self._gateway = gateway
        self._served = lines
        self._heard = asyncio.Event()
        self.lines: dict[str, KnownLine] = {}
        self.stale: set[str] = set()
        """Topics of lines that this gateway served once."""
        self.dialed: tuple[Dialed, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """What is to be subscribed to."""
        return self._topics.states, self._topics.limits

    async def wait_quiet(self) -> None:
        """Wait until nothing has come for a while."""
        loop = asyncio.get_running_loop()
        until = loop.time() + READING_SECONDS
        while loop.time() < until:
            self._heard.clear()
            try:
                async with asyncio.timeout(QUIET_SECONDS):
                    await self._heard.wait()
            except TimeoutError:
                return

    def received(self, message: Message) -> bool:
        """Take a document; False where it isn't one of these."""
        topic = message.topic.value
        if topic == self._topics.limits:
            document = decode(message.payload, LONGEST_RETAINED)
            self.dialed = (document and read_limits(document)) or ()
        elif topic.endswith("/state") and (line := self._topics.line(topic)):
            document = decode(message.payload, LONGEST_RETAINED)
            known = read_line(document, line) if document else None
            if known and line in self._served:
                self.lines[line] = known
            elif known and known.gateway == self._gateway:
                self.stale.add(topic)
            else:
                self.stale.discard(topic)
        else:
            return False
        if message.retain:  # other gateways go on publishing all the time
            self._heard.set()
        return True
