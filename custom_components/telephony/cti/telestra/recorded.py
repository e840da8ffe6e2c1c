"""A recording of Telestra as messages, with stand-ins."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from ..recording import Piece, Recording, Way
from ..stand_ins import StandIns
from ..transcript import RAW, Message, write
from .redaction import redact_json
from .settings import TelestraSettings
from .stream import MessageStream, MessageTooLong


def transcript(
    recording: Recording,
    settings: TelestraSettings,
    lines: Iterable[str],
    stand_ins: StandIns | None = None,
) -> list[str]:
    """Return a recording as lines for others to read; takes a second for a full one."""
    stand_ins = stand_ins or StandIns()
    messages = list(_messages(recording.pieces, stand_ins))
    head = {"protocol": "telestra", "lines": ", ".join(map(stand_ins.text, lines))}
    return list(write(head, messages))


def _messages(pieces: Iterable[Piece], stand_ins: StandIns) -> Iterator[Message]:
    """Return the messages in the order of their ends, and what is left as it is."""
    streams = {way: MessageStream() for way in (Way.SENT, Way.CAME)}
    at = 0.0
    for piece in pieces:
        at = piece.at
        if piece.way is Way.LINK:
            yield from _left(at, streams, stand_ins)
            streams = {way: MessageStream() for way in (Way.SENT, Way.CAME)}
            yield Message(at, piece.way, piece.data.decode(), "")
            continue
        stream = streams[piece.way]
        stream.feed(piece.data)
        while (data := _next(stream)) is not None:
            if not data.startswith((b"{", b"\xef\xbb\xbf{")):
                yield _raw(at, piece.way, data, stand_ins)
                continue
            encoding = None
            try:
                text = data.decode()
            except UnicodeDecodeError:
                encoding = "latin-1"
                text = data.decode(encoding)
            yield Message(at, piece.way, "-", redact_json(text, stand_ins), encoding)
    yield from _left(at, streams, stand_ins)


def _left(
    at: float, streams: Mapping[Way, MessageStream], stand_ins: StandIns
) -> Iterator[Message]:
    """Return bytes that are no message, as of something else that answers."""
    for way, stream in streams.items():
        if rest := stream.rest.strip():
            yield _raw(at, way, rest, stand_ins)


def _raw(at: float, way: Way, data: bytes, stand_ins: StandIns) -> Message:
    return Message(at, way, RAW, stand_ins.text(data.decode("latin-1"), message=True))


def _next(stream: MessageStream) -> bytes | None:
    """Return the next message; one that is too long to be one is left out."""
    while True:
        with suppress(MessageTooLong):
            return stream.next()
