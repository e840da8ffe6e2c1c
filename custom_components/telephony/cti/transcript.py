"""A recording as lines that people read, and that a test plays again: a head, then a message a line.

    telephony recording 1
    protocol: csta
    profile: generic
    lines: 381, 384

         0.000 = connected
         0.004 > 0001 <RequestSystemStatus/>
         0.031 < 0001 <RequestSystemStatusResponse>...

`>` is what the client sent, `<` what came; behind it stands the invoke ID (`-` where the protocol has
none, `raw` for bytes that are no message), perhaps with the encoding of the bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
import re
from typing import Final, NamedTuple

from .recording import Way

TITLE: Final = "telephony recording 1"
RAW: Final = "raw"
_HEAD: Final = re.compile(r"([a-z]+): (.*)")
_LINE: Final = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?) ([<>=]) ?(.*)")
_CONTROLS: Final = re.compile(r"[\\\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ESCAPES: Final = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED: Final = re.compile(r"\\(?:([\\nrt])|u([0-9a-f]{4}))")
_MEANT: Final = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


class Message(NamedTuple):
    """One message, or that the connection was made or ended, seconds after the beginning."""

    at: float
    way: Way
    label: str
    text: str
    encoding: str | None = None
    """How its bytes are told from text, where neither UTF-8 nor the message itself says so."""


class BadTranscript(ValueError):
    """What is read is no transcript; the text says where."""


@dataclass(slots=True)
class Transcript:
    """What a recording says of itself, and its messages."""

    head: dict[str, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the phone system that were watched."""
        names = self.head.get("lines", "").split(",")
        return tuple(name.strip() for name in names if name.strip())


def write(head: Mapping[str, str], messages: Iterable[Message]) -> Iterator[str]:
    """Return a recording's lines."""
    yield TITLE
    for name, value in head.items():
        yield f"{name}: {value}"
    yield ""
    for each in messages:
        encoding = f"/{each.encoding}" if each.encoding else ""
        yield (
            f"{each.at:10.3f} {each.way} {each.label}{encoding} {escape(each.text)}"
        ).rstrip(" ")


def read(lines: Iterable[str]) -> Transcript:
    """Return what was recorded; lines before the title, and a fence after it, aren't looked at."""
    found = Transcript()
    is_begun = False
    for number, line in enumerate(lines, 1):
        if not is_begun:
            is_begun = line.strip() == TITLE
        elif line.startswith("```"):
            break
        elif not line.strip() or line.startswith("#"):
            continue
        elif (message := _LINE.fullmatch(line)) is not None:
            found.messages.append(_message(message))
        elif (head := _HEAD.fullmatch(line)) and not found.messages:
            found.head[head[1]] = head[2]
        else:
            raise BadTranscript(f"line {number} is no message: {line[:60]!r}")
    if not is_begun:
        raise BadTranscript(f"it has no line {TITLE!r}")
    return found


def _message(found: re.Match[str]) -> Message:
    label, _, text = found[3].partition(" ")
    label, _, encoding = label.partition("/")
    return Message(
        float(found[1]), Way(found[2]), label, unescape(text), encoding or None
    )


def escape(text: str) -> str:
    """Return a text on one line."""
    return _CONTROLS.sub(
        lambda each: _ESCAPES.get(each[0]) or f"\\u{ord(each[0]):04x}", text
    )


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    return _ESCAPED.sub(
        lambda each: _MEANT[each[1]] if each[1] else chr(int(each[2], 16)), text
    )
