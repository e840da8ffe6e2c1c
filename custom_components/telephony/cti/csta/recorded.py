"""A recording of CSTA as messages: cut into frames, with stand-ins."""

import codecs
from collections.abc import Iterable, Iterator
import re
from typing import Final

from ..recording import Piece, Recording, Way
from ..stand_ins import StandIns
from ..transcript import RAW, Message, write
from .redaction import redact_xml
from .settings import CstaSettings
from .wire.frame import FrameDecoder, FrameError

_DECLARED: Final = re.compile(
    rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']"
)


def transcript(
    recording: Recording,
    settings: CstaSettings,
    lines: Iterable[str],
    stand_ins: StandIns | None = None,
) -> list[str]:
    """Return a recording as lines for others to read; takes a second for a full one."""
    stand_ins = stand_ins or StandIns()
    if settings.password:
        stand_ins.password(settings.password)
    cut = _Frames(stand_ins)
    messages = list(cut.messages(recording.pieces))
    head = {
        "protocol": "csta",
        "profile": settings.profile,
        "lines": ", ".join(map(stand_ins.text, lines)),
    }
    if not cut.counts_header:
        head["lengths"] = "without header"
    return list(write(head, messages))


def encoding_of(xml: bytes) -> str:
    """Return the encoding that a message declares, UTF-8 where it's none that there is."""
    if declared := _DECLARED.match(xml):
        name = declared[1].decode()
        try:
            codecs.lookup(name)
        except LookupError:
            return "utf-8"
        return name
    return "utf-8"


class _Frames:
    """Cuts the pieces of a recording, and tells whether the phone system's lengths count the header."""

    def __init__(self, stand_ins: StandIns) -> None:
        self._stand_ins = stand_ins
        self._decoders: dict[Way, FrameDecoder] = {}
        self._broken: set[Way] = set()
        self.counts_header = True

    def messages(self, pieces: Iterable[Piece]) -> Iterator[Message]:
        """Return the messages in the order of their ends, and bytes that are none as they are."""
        self._connect()
        at = 0.0
        for piece in pieces:
            at = piece.at
            if piece.way is Way.LINK:
                yield from self._left(at)
                self._connect()
                yield Message(at, piece.way, piece.data.decode(), "")
            elif piece.way in self._broken:
                yield self._raw(at, piece.way, piece.data)
            else:
                yield from self._cut(piece)
        yield from self._left(at)

    def _connect(self) -> None:
        self._decoders = {way: FrameDecoder() for way in (Way.SENT, Way.CAME)}
        self._broken.clear()

    def _cut(self, piece: Piece) -> Iterator[Message]:
        decoder = self._decoders[piece.way]
        decoder.counts_header = piece.way is Way.SENT or self.counts_header
        decoder.feed(piece.data)
        try:
            while (frame := decoder.next()) is not None:
                xml = frame[1].strip()
                is_cut_short = xml[:1] == b"<" and not xml.endswith(b">")
                if piece.way is Way.CAME and decoder.counts_header and is_cut_short:
                    decoder.reread_without_header()
                    self.counts_header = False
                else:
                    yield self._message(piece, *frame)
        except FrameError:
            self._broken.add(piece.way)
            yield self._raw(piece.at, piece.way, decoder.rest)

    def _left(self, at: float) -> Iterator[Message]:
        """Return what no frame has been made of, as of something else that answers."""
        for way, decoder in self._decoders.items():
            if decoder.rest and way not in self._broken:
                yield self._raw(at, way, decoder.rest)

    def _message(self, piece: Piece, invoke_id: int, xml: bytes) -> Message:
        encoding = None
        try:
            text = xml.decode(encoding_of(xml))
            text.encode()  # what Unicode can't carry isn't text
        except UnicodeError, LookupError:
            encoding = "latin-1"
            text = xml.decode(encoding)
        text = redact_xml(text, self._stand_ins)
        return Message(piece.at, piece.way, f"{invoke_id:04d}", text, encoding)

    def _raw(self, at: float, way: Way, data: bytes) -> Message:
        text = self._stand_ins.text(data.decode("latin-1"), message=True)
        return Message(at, way, RAW, text)
