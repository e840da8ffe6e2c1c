"""The eight bytes before every message (ECMA-323 Annex J.2, "TCP without SOAP")."""

from collections.abc import Callable, Iterator
import struct

HEADER = struct.Struct(">HH4s")
LARGEST_XML = 0xFFFF - HEADER.size
EVENT_INVOKE_ID = 9999


class FrameError(Exception):
    """The peer sent something that is no frame; the connection cannot go on."""


def encode_frame(invoke_id: int, xml: bytes, *, count_header: bool = True) -> bytes:
    """One frame; ValueError when the XML is too long for the length field."""
    if len(xml) > LARGEST_XML:
        raise ValueError(f"{len(xml)} bytes of XML do not fit into one frame")
    length = len(xml) + (HEADER.size if count_header else 0)
    return HEADER.pack(0, length, b"%04d" % invoke_id) + xml


class FrameReader:
    """Cuts a stream into frames, wherever TCP split or merged them."""

    def __init__(self, is_complete: Callable[[bytes], bool] | None = None) -> None:
        """With `is_complete`, lengths that leave the header out are read as well."""
        self._buffer = bytearray()
        self._is_complete = is_complete

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield every (invoke ID, XML) that is whole now; FrameError on nonsense."""
        self._buffer += data
        while len(self._buffer) >= HEADER.size:
            invoke_id, length = self._header()
            end = self._end(length)
            if end is None:
                return
            xml = bytes(self._buffer[HEADER.size : end])
            del self._buffer[:end]
            yield invoke_id, xml

    def _header(self) -> tuple[int, int]:
        zero, length, digits = HEADER.unpack_from(self._buffer)
        if zero != 0:
            raise FrameError(f"the frame begins with 0x{zero:04x}")
        if length < HEADER.size and self._is_complete is None:
            raise FrameError(f"the frame gives its own length as {length}")
        if not digits.isdigit():
            raise FrameError("the invoke ID is not four digits")
        return int(digits), length

    def _end(self, length: int) -> int | None:
        """Where the first frame ends, None when more bytes are needed."""
        if len(self._buffer) < length:
            return None
        if self._is_complete is None or self._is_complete(
            bytes(self._buffer[HEADER.size : length])
        ):
            return length
        longer = length + HEADER.size
        return longer if len(self._buffer) >= longer else None
