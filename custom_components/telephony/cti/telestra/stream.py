"""Cuts the bytes of a Telestra server into messages: JSON objects, each ended by a null byte."""

import re
from typing import Final

TERMINATOR: Final = b"\0"
WHITE_SPACE: Final = b" \t\r\n"
_NOTHING: Final = re.compile(rb"[\0 \t\r\n]+")
MESSAGE_LIMIT: Final = 1 << 20
"""Bytes of one message; a telephone's status has some hundred."""


class MessageTooLong(Exception):
    """A message passes the limit; it is skipped up to its terminator."""


class MessageStream:
    """Takes bytes split and merged anywhere, gives whole messages; keeps a bounded rest."""

    def __init__(self) -> None:
        """Begin between two messages."""
        self._buffer = bytearray()
        self._searched = 0
        self._skipping = False

    def feed(self, data: bytes) -> None:
        """Take received bytes."""
        self._buffer += data

    def next(self) -> bytes | None:
        """Return the next message; None when none is complete.

        Raises MessageTooLong once for each message past the limit.
        """
        self._pass_over_nothing()
        while (end := self._buffer.find(TERMINATOR, self._searched)) >= 0:
            too_long = end > MESSAGE_LIMIT
            message = b"" if too_long else bytes(self._buffer[:end]).strip(WHITE_SPACE)
            del self._buffer[: end + 1]
            self._searched = 0
            skipped, self._skipping = self._skipping, False
            if skipped:
                continue
            if too_long:
                raise MessageTooLong
            if message:
                return message
        self._shorten()
        return None

    @property
    def is_hopeless(self) -> bool:
        """Whether what has begun to arrive can never become a JSON object."""
        start = bytes(self._buffer[:64]).lstrip(WHITE_SPACE)[:1]
        return start not in (b"", b"{") and not self._skipping

    def _pass_over_nothing(self) -> None:
        """Forget all that may stand between messages at once, however much of it there is."""
        if not self._skipping and (nothing := _NOTHING.match(self._buffer)):
            end = nothing.end()
            del nothing  # it holds the buffer
            del self._buffer[:end]
            self._searched = 0

    def _shorten(self) -> None:
        """Forget what need not be looked at again."""
        if self._skipping:
            self._buffer.clear()
        elif len(self._buffer) > MESSAGE_LIMIT:
            self._buffer.clear()
            self._searched = 0
            self._skipping = True
            raise MessageTooLong
        self._searched = len(self._buffer)
