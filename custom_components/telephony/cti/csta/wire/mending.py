"""Messages in which single letters are wrong: mended, since a letter may be lost but no call.

Phone systems copy callers' names as they are. XML 1.0 forbids most control characters (2.2), however
they are written (4.1), and any byte that the declared encoding does not have (4.3.3).
"""

import re
from typing import Final

from ...text import decode_text

_DECLARATION: Final = re.compile(r"[\s\ufeff]*(?:<\?xml\s[^<>]*\?>)?")
_DECLARED: Final = re.compile(rb"""<\?xml[^<>]*?\bencoding\s*=\s*["']([\w.:-]+)["']""")
_CODE_PAGE: Final = re.compile(
    r"(?:iso[-_]8859[-_]\d+|(?:windows-|cp)\d+|koi8-\w|gb\w+|big5|shift_jis|euc-\w+)",
    re.IGNORECASE,
)
"""Encodings with letters of their own, which are read in time in proportion."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_SPACE: Final = re.compile("[\x0b\x0c\x1c-\x1f]+")
# Both of these take longer to compile than all else here to import: `re` does it when one is needed.
_FORBIDDEN: Final = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+"
"""All but the Char of XML 1.0 (2.2)."""
_FORBIDDEN_REFERENCE: Final = r"""(?x)&\#(?:
        x0*+ (?: [1-8bcefBCEF] | 1[0-9a-fA-F]
               | [dD][89a-fA-F][0-9a-fA-F]{2} | [fF]{3}[efEF]
               | 11[0-9a-fA-F]{4} | 1[2-9a-fA-F][0-9a-fA-F]{4}
               | [2-9a-fA-F][0-9a-fA-F]{5} | [0-9a-fA-F]{7,}+ )?
      | 0*+ (?: [1-8] | 1[124-9] | 2[0-9] | 3[01]
              | 55(?:29[6-9]|[3-9][0-9]{2}) | 56[0-9]{3}
              | 57(?:[0-2][0-9]{2}|3[0-3][0-9]|34[0-3]) | 6553[45]
              | 11141(?:1[2-9]|[2-9][0-9]) | 1114[2-9][0-9]{2}
              | 111[5-9][0-9]{3} | 11[2-9][0-9]{4} | 1[2-9][0-9]{5}
              | [2-9][0-9]{6} | [0-9]{8,}+ )?
      | X[0-9a-fA-F]*+
    );"""
"""References by number to what is none of these."""
_LONE_AMPERSAND: Final = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]++|#x[0-9a-fA-F]++);)"
)
_LONE_BRACKET: Final = re.compile(r"<(?![A-Za-z_:/?!]|[^\x00-\x7f])")
"""One that begins no tag: `<3`, and `N<3021>` that was not escaped."""


def mend(data: bytes) -> bytes | None:
    """Return a message without what XML forbids, in UTF-8; None where nothing is to be mended."""
    text = re.sub(_FORBIDDEN, "", _SPACE.sub(" ", _decoded(data)))
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    text = re.sub(_FORBIDDEN_REFERENCE, "", text)
    text = _LONE_BRACKET.sub("&lt;", _LONE_AMPERSAND.sub("&amp;", text))
    if "<![CDATA[" not in text:
        text = text.replace("]]>", "]]&gt;")
    mended = text.encode()
    return None if mended == data else mended


def _decoded(data: bytes) -> str:
    """Return the text of a message in the encoding that it is in, whichever it declares."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace")
    declared = _DECLARED.match(data.lstrip())
    encoding = declared[1].decode("ascii", "replace") if declared else ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if not _CODE_PAGE.fullmatch(encoding):
            return decode_text(data)
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return decode_text(data)
