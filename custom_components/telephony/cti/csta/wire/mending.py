"""Messages in which single letters are wrong: mended, since a letter may be lost but no call.

Phone systems copy callers' names as they are. XML 1.0 forbids most control characters (2.2), however
they are written (4.1), and any byte that the declared encoding does not have (4.3.3).
"""

import re
from typing import Final

from ...text import decode_text

_DECLARATION: Final = re.compile(r"\s*<\?xml[^<>]*\?>")
_DECLARED: Final = re.compile(rb"""<\?xml[^<>]*?\bencoding\s*=\s*["']([\w.:-]+)["']""")
_FORBIDDEN: Final = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+"
)
"""All but the Char of XML 1.0 (2.2)."""
_REFERENCE: Final = re.compile(r"&(?:#([xX]?[0-9a-fA-F]*);|(?:amp|lt|gt|quot|apos);)?")
"""A reference to a character, by number or by name; else an ampersand that stands for itself."""
_MOST_DIGITS: Final = 7


def mend(data: bytes) -> bytes | None:
    """Return a message without what XML forbids, in UTF-8; None where nothing is to be mended."""
    text = _FORBIDDEN.sub("", _DECLARATION.sub("", _decoded(data), count=1))
    mended = _REFERENCE.sub(_mended_reference, text).encode()
    return None if mended == data else mended


def _decoded(data: bytes) -> str:
    """Return the text of a message in the encoding that it is in, whichever it declares."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _DECLARED.match(data.lstrip())
    encoding = declared[1].decode("ascii", "replace") if declared else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeError, LookupError:
        return decode_text(data)


def _mended_reference(reference: re.Match[str]) -> str:
    """Keep a reference to what XML allows, drop one to anything else, and let `&` be a letter."""
    if reference[0] == "&":
        return "&amp;"
    if (number := reference[1]) is None:
        return reference[0]
    is_hexadecimal = number.startswith("x")
    digits = number.removeprefix("x").lstrip("0")
    if len(digits) > _MOST_DIGITS:
        return ""
    try:
        letter = int(digits or "0", 16 if is_hexadecimal else 10)
    except ValueError:
        return ""
    is_allowed = letter <= 0x10FFFF and not _FORBIDDEN.match(chr(letter))
    return reference[0] if is_allowed else ""
