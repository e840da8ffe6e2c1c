"""Cuts the bytes of a Telestra server into messages: JSON objects, each ended by a null byte.

The document prints the terminator as "(10)", the code of a line feed, so a whole object that a
line feed ends is a message as well. Line feeds between the fields of one or in its texts end
nothing.
"""

import re
from typing import Final

TERMINATOR: Final = b"\0"
WHITE_SPACE: Final = b" \t\r\n"
_NOTHING: Final = re.compile(rb"(?:[\0 \t\r\n]|\xef\xbb\xbf)+")
_MARK: Final = re.compile(rb"[\"{}\n]")
_REST_OF_TEXT: Final = re.compile(rb"(?:[^\"\\]|\\.)*+", re.DOTALL)
_NEXT_MESSAGE: Final = re.compile(
    rb"\}[ \t\r]*(\n)\s*\{\s*\"(?:event|account|call_id)\""
)
"""No JSON has this inside, so it ends even a message that is broken."""
_LOOK_BACK: Final = 256
_MARKS_LIMIT: Final = 30_000
"""Brackets and lines in one message that only a null byte ends."""
MESSAGE_LIMIT: Final = 1 << 20
"""Bytes of one message; a phone's status has some hundred."""


class MessageTooLong(Exception):
    """A message passes the limit; it is skipped up to its terminator."""


class MessageStream:
    """Takes bytes split and merged anywhere, gives whole messages; keeps a bounded rest."""

    def __init__(self) -> None:
        """Begin between two messages."""
        self._buffer = bytearray()
        self._searched = 0
        self._scanned = 0
        self._depth = 0
        self._in_text = False
        self._marks = 0
        self._has_nulls = False
        self._skipping = False

    def feed(self, data: bytes) -> None:
        """Take received bytes."""
        self._buffer += data

    @property
    def rest(self) -> bytes:
        """What no message has been made of."""
        return bytes(self._buffer)

    def next(self) -> bytes | None:
        """Return the next message; None when none is complete.

        Raises MessageTooLong once for each message past the limit.
        """
        self._pass_over_nothing()
        while (end := self._end()) is not None:
            too_long = end > MESSAGE_LIMIT
            message = b"" if too_long else bytes(self._buffer[:end]).strip(WHITE_SPACE)
            self._cut(end + 1)
            skipped, self._skipping = self._skipping, False
            if skipped:
                continue
            if too_long:
                raise MessageTooLong
            if message:
                return message
        self._shorten()
        return None

    def _end(self) -> int | None:
        """Return where the message that has begun ends, if that has come."""
        null = self._buffer.find(TERMINATOR, self._searched)
        limit = null if null >= 0 else len(self._buffer)
        if (end := self._end_by_line_feed(limit)) is not None:
            return end
        if null < 0:
            return None
        self._has_nulls = True
        return null

    def _end_by_line_feed(self, limit: int) -> int | None:
        """Return the line feed that ends an object, if there is one up to a limit."""
        if (
            self._skipping
            or self._marks > _MARKS_LIMIT
            or self._buffer.find(b"\n", self._scanned, limit) < 0
        ):
            return None
        begin = max(0, self._scanned - _LOOK_BACK)
        end = self._end_of_object(limit)
        if self._has_nulls:
            return end
        following = _NEXT_MESSAGE.search(
            self._buffer, begin, limit if end is None else end
        )
        return following.start(1) if following else end

    def _end_of_object(self, limit: int) -> int | None:
        """Look on for the end of the object, and remember how far that came."""
        while self._scanned < limit and self._marks <= _MARKS_LIMIT:
            if self._in_text:
                rest = _REST_OF_TEXT.match(self._buffer, self._scanned, limit)
                assert rest
                self._scanned = rest.end()
                del rest
                if self._buffer[self._scanned : self._scanned + 1] != b'"':
                    return None
                self._in_text = False
                self._scanned += 1
                continue
            mark = _MARK.search(self._buffer, self._scanned, limit)
            place = mark.start() if mark else limit
            del mark
            self._scanned = min(place + 1, limit)
            if place < limit and self._is_end(self._buffer[place]):
                return place
        return None

    def _is_end(self, mark: int) -> bool:
        """Take note of a mark outside of texts; a line feed outside of the object ends it."""
        self._marks += 1
        match mark:
            case 0x22:  # a quotation mark
                self._in_text = True
            case 0x7B:
                self._depth += 1
            case 0x7D:
                self._depth -= 1
        return mark == 0x0A and self._depth <= 0

    def _cut(self, end: int) -> None:
        """Go on with what comes behind a message."""
        del self._buffer[:end]
        self._searched = self._scanned = self._depth = self._marks = 0
        self._in_text = False

    def _pass_over_nothing(self) -> None:
        """Forget all that may stand between messages at once, however much of it there is."""
        if not self._skipping and (nothing := _NOTHING.match(self._buffer)):
            end = nothing.end()
            del nothing  # it holds the buffer
            self._cut(end)

    def _shorten(self) -> None:
        """Forget what need not be looked at again."""
        if self._skipping:
            self._buffer.clear()
        elif len(self._buffer) > MESSAGE_LIMIT:
            self._cut(len(self._buffer))
            self._skipping = True
            raise MessageTooLong
        self._searched = len(self._buffer)
