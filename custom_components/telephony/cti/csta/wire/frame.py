"""The eight bytes before every message (ECMA-323, Annex J.2: TCP without SOAP)."""

import struct
from typing import Final

HEADER: Final = struct.Struct(">HH4s")
_HEADER_SIZE: Final = HEADER.size
_unpack: Final = HEADER.unpack_from
LARGEST_XML: Final = 0xFFFF - _HEADER_SIZE
"""Bytes of XML that fit into one frame."""
LAST_INVOKE_ID: Final = 9998
"""The last one of a request; 9999 is that of every event."""


class FrameError(Exception):
    """The bytes are no frame; after that the stream cannot be read any more."""


def encode(invoke_id: int, xml: bytes) -> bytes:
    """Return one frame; FrameError when the XML is too long for the length field."""
    if len(xml) > LARGEST_XML:
        raise FrameError(f"{len(xml)} bytes of XML do not fit into one frame")
    return HEADER.pack(0, HEADER.size + len(xml), b"%04d" % invoke_id) + xml


class FrameDecoder:
    """Cuts received bytes into frames, wherever TCP split or merged them."""

    def __init__(self) -> None:
        """Begin at the start of a stream."""
        self._buffer = b""
        self._begin = 0
        self._last_begin = 0
        self.has_more = False
        """Whether anything was received behind the last frame."""
        self.counts_header = True
        """Whether the peer's lengths include the header, as the standard wants."""

    def feed(self, data: bytes) -> None:
        """Keep received bytes."""
        self._buffer = self._buffer[self._begin :] + data
        self._begin = 0

    def next(self) -> tuple[int, bytes] | None:
        """Return invoke ID and XML of the next frame; None when it is not complete.

        Raises FrameError where the header is no header.
        """
        buffer, begin = self._buffer, self._begin
        received, body = len(buffer), begin + _HEADER_SIZE
        if received < body:
            if any(buffer[begin : begin + 2]):  # a greeting of another protocol
                raise FrameError("this is no header of a frame")
            return None
        zero, length, digits = _unpack(buffer, begin)
        if zero or not digits.isdigit():
            raise FrameError("this is no header of a frame")
        end = (begin if self.counts_header else body) + length
        if end <= body:
            raise FrameError(f"a frame gives its own length as {length}")
        if received < end:
            return None
        self._last_begin, self._begin = begin, end
        self.has_more = received > end
        return int(digits), buffer[body:end]

    @property
    def rest(self) -> bytes:
        """What no frame has been made of."""
        return self._buffer[self._begin :]

    def reread_without_header(self) -> None:
        """Give the last frame back, to be read as if lengths left the header out.

        Only right after `next`; some switches may count the XML alone.
        """
        self._begin = self._last_begin
        self.counts_header = False
