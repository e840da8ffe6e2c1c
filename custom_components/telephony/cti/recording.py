"""The bytes of a connection, kept for a while: what was sent, and what came."""

import asyncio
from enum import StrEnum
from typing import Final, NamedTuple

LONGEST: Final = 1800.0
"""Seconds after which a recording ends by itself."""
MOST_BYTES: Final = 1 << 20
MOST_PIECES: Final = 5000
"""How much is kept; then a recording ends by itself."""


class Way(StrEnum):
    """Where a piece of a recording went."""

    SENT = ">"
    CAME = "<"
    LINK = "="
    """The connection was made, or is over."""


class Piece(NamedTuple):
    """Bytes as they were written or received, seconds after the beginning."""

    at: float
    way: Way
    data: bytes


CONNECTED: Final = b"connected"
CLOSED: Final = b"closed"


class Recording:
    """Keeps what is sent and what comes until it is full, its time is over, or somebody ends it.

    It holds passwords and people's numbers: only `transcript` makes it fit for others.
    """

    def __init__(
        self,
        seconds: float = LONGEST,
        most_bytes: int = MOST_BYTES,
        most_pieces: int = MOST_PIECES,
    ) -> None:
        """Begin now."""
        loop = asyncio.get_running_loop()
        self._time = loop.time
        self._began = loop.time()
        self._most_pieces = most_pieces
        self._bytes_left = most_bytes
        self._timer = loop.call_later(seconds, self.end)
        self.ends_at = self._began + seconds
        self.pieces: list[Piece] = []
        self.is_on = True
        self.is_full = False

    @property
    def seconds_left(self) -> float:
        """How long it may still go on."""
        return max(0.0, self.ends_at - self._time()) if self.is_on else 0.0

    def sent(self, data: bytes) -> None:
        """Keep what is sent."""
        self._keep(Way.SENT, data)

    def came(self, data: bytes) -> None:
        """Keep what has come."""
        self._keep(Way.CAME, data)

    def connected(self) -> None:
        """Keep that a connection was made."""
        self._keep(Way.LINK, CONNECTED)

    def closed(self) -> None:
        """Keep that it is over."""
        self._keep(Way.LINK, CLOSED)

    def end(self) -> None:
        """Keep no more."""
        self.is_on = False
        self._timer.cancel()

    def _keep(self, way: Way, data: bytes) -> None:
        if not self.is_on:
            return
        self._bytes_left -= len(data)
        if self._bytes_left < 0 or len(self.pieces) >= self._most_pieces:
            self.is_full = True
            self.end()
            return
        self.pieces.append(Piece(self._time() - self._began, way, bytes(data)))
