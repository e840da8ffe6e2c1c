"""Other gateways on the same broker: who serves which lines, so that no line has two.

Each retains a status with its lines and an instance of its own. A claim asks who is really there:
who serves any of the same lines answers with the status, fresh. Whoever hears of an elder one
stands down; so no two go on, also where both started at once.
"""

import asyncio
from collections.abc import Collection
from functools import lru_cache
import logging
from typing import Final, NamedTuple

from custom_components.telephony.cti.gateway.calls import Document
from custom_components.telephony.numbers.line_lists import LinesError, read_lines

from .settings import MAX_LINES

_LOGGER = logging.getLogger(__name__)

ANSWER_SECONDS: Final = 2.0
"""How long a gateway that its status calls online may take to say so."""
_MAX_KNOWN: Final = 1000


class StoodDown(Exception):
    """Another gateway serves the same lines."""


class Identity(NamedTuple):
    """Which run of which gateway this is; the one that sorts first began first."""

    since: str
    instance: str
    gateway: str
    lines: str

    def data(self) -> Document:
        """Return what every status and claim says of it."""
        return {
            "version": 1,
            "gateway": self.gateway,
            "instance": self.instance,
            "since": self.since,
            "lines": self.lines,
        }

    @classmethod
    def read(cls, document: Document) -> Identity | None:
        """Return whose status or claim it is; None where that can't be read."""
        values = [document.get(field) for field in cls._fields]
        texts = [each for each in values if isinstance(each, str)]
        return cls(*texts) if len(texts) == len(values) else None


class Rivals:
    """What is known of the others."""

    def __init__(self, own: Identity, lines: Collection[str]) -> None:
        """Know nobody yet."""
        self._own = own
        own_lines = frozenset(lines)
        self._shares = lru_cache(64)(
            lambda others: not own_lines.isdisjoint(_read(others))
        )
        self._online: dict[str, Identity] = {}
        """By the topic of the status."""
        self._elder: asyncio.Future[Identity] = (
            asyncio.get_running_loop().create_future()
        )
        self.is_serving = False

    def status(self, topic: str, document: Document, *, fresh: bool) -> None:
        """Take a status; a fresh one is said just now, and not only retained."""
        who = Identity.read(document)
        if who is None or who.instance == self._own.instance:
            return
        if document.get("online") is not True:
            self._online.pop(topic, None)
            return
        if len(self._online) < _MAX_KNOWN or topic in self._online:
            self._online[topic] = who
        if not fresh or not self.competes(who) or self._elder.done():
            return
        if not self.is_serving or who < self._own:
            self._elder.set_result(who)

    def competes(self, who: Identity) -> bool:
        """Tell whether there can only be one: it has our name, or serves any of our lines."""
        return who.gateway == self._own.gateway or self._shares(who.lines)

    async def make_sure(self) -> None:
        """Wait until it's clear that nobody serves our lines; StoodDown where somebody does."""
        known = any(self.competes(who) for who in self._online.values())
        if known or self._elder.done():
            done, _ = await asyncio.wait([self._elder], timeout=ANSWER_SECONDS)
            if done:
                self._stand_down()

    async def wait_elder(self) -> None:
        """Wait for ever, or raise StoodDown once an elder one is heard of."""
        await asyncio.wait([self._elder])
        self._stand_down()

    def _stand_down(self) -> None:
        who = self._elder.result()
        why = "serves some of the same lines"
        if not self._shares(who.lines):
            why = "has the same name"
        raise StoodDown(
            f"the gateway {who.gateway}, which runs since {who.since}, {why}"
        )


def _read(lines: str) -> tuple[str, ...]:
    try:
        return read_lines(lines, MAX_LINES)
    except LinesError:
        return ()
