"""One client's TCP connection: JSON objects, each ended by a null byte."""

import asyncio
from collections.abc import Callable
import json
import re
from typing import override

from .options import TelestraOptions

type Message = dict[str, object]


class TelestraConnection(asyncio.Protocol):
    """Splits what comes into messages, and writes messages."""

    def __init__(
        self,
        options: TelestraOptions,
        received: Callable[[TelestraConnection, Message | None], None],
        joined: Callable[[TelestraConnection], None],
        left: Callable[[TelestraConnection], None],
    ) -> None:
        """Serve one client; a message that is no JSON object is received as None."""
        self._options = options
        self._received = received
        self._joined = joined
        self._left = left
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Join the other clients."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a Telestra client needs a stream")
        self._transport = transport
        transport.set_write_buffer_limits(high=self._options.write_limit)
        self._joined(self)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Leave the other clients."""
        self._transport = None
        self._left(self)

    @override
    def data_received(self, data: bytes) -> None:
        """Hand on each message that is complete."""
        self._buffer += data
        *messages, rest = self._buffer.split(b"\0")
        self._buffer = rest
        for message in messages:
            if message.strip():
                self._received(self, parse(bytes(message)))
        if len(self._buffer) > self._options.maximum_message:
            self.drop()

    @override
    def pause_writing(self) -> None:
        """Drop a client that does not read."""
        self.drop()

    @property
    def unsent(self) -> int:
        """Bytes that wait for the client to read."""
        return self._transport.get_write_buffer_size() if self._transport else 0

    def send(self, message: Message) -> None:
        """Write one message."""
        indent = 2 if self._options.pretty else None
        separators = None if self._options.pretty else (",", ":")
        text = json.dumps(
            message, indent=indent, separators=separators, ensure_ascii=False
        )
        if self._options.raw_controls:
            text = re.sub(r"\\(?:u00([01][0-9a-f])|([tnrbf]))", _as_it_is, text)
        ended = f"{text}{self._options.terminator}{self._options.white_space_between}"
        self.send_raw(ended.encode(self._options.encoding, errors="replace"))

    def send_raw(self, data: bytes) -> None:
        """Write bytes as they are."""
        if self._transport is not None:
            self._transport.write(data)

    def drop(self) -> None:
        """Break the connection off."""
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.abort()


def _as_it_is(escape: re.Match[str]) -> str:
    """Return the control that an escape stands for."""
    code, letter = escape.groups()
    return chr(int(code, 16)) if code else "\t\n\r\b\f"["tnrbf".index(letter)]


def parse(data: bytes) -> Message | None:
    """Return the JSON object in a message, or None if there is none."""
    try:
        message = json.loads(data)
    except ValueError, RecursionError:
        return None
    return message if isinstance(message, dict) else None
