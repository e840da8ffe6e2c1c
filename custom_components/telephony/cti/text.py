"""The one door for text: whatever a phone system sends passes here before anything else sees it.

Anybody who calls writes the text that users read, so it holds nothing that is not seen. All of it
runs at the speed of C, however many letters are wrong: a step of ours for each would hold the loop.
"""

from collections.abc import Callable
import re
from typing import Final
import unicodedata

TEXT_LIMIT: Final = 256
"""Characters kept of a number, a name or any other text."""
LONGEST_READ: Final = 1 << 16
"""Characters of a text that are looked at: a whole CSTA message."""
_DROPPED: Final = frozenset({"Cc", "Cf", "Cn", "Cs"})
"""Controls, formats, unassigned and non-characters, surrogates (Unicode 4.5); separators become spaces."""
_JOINERS: Final = "\u200c\u200d"
_JOINER: Final = re.compile(f"[{_JOINERS}]")
_WITHOUT_JOINERS: Final = str.maketrans("", "", _JOINERS)
_MOST_JOINERS: Final = 128
_LETTERS_KEPT: Final = 4096


class Remembered[T](dict[str, T]):
    """What short texts were read as: a call's events say the same few again and again.

    Looking one up is one step of C; bounded against senders who never say anything twice.
    """

    def __init__(self, read: Callable[[str], T], longest: int, most: int) -> None:
        """Keep what `read` makes of up to `most` texts of up to `longest` characters."""
        self._read = read
        self._longest = longest
        self._most = most

    def __missing__(self, text: str) -> T:
        """Read a text that is new."""
        found = self._read(text)
        if len(text) <= self._longest:
            if len(self) >= self._most:
                self.clear()
            self[text] = found
        return found


class _Letters(dict[int, int | str | None]):
    """What becomes of each character, bounded against senders of all that there are."""

    def __missing__(self, code: int) -> int | str | None:
        """Look a character up in the database of Unicode, once."""
        if len(self) >= _LETTERS_KEPT:
            self.clear()
        letter = chr(code)
        kept: int | str | None = code
        if letter.isspace():
            kept = " "
        elif unicodedata.category(letter) in _DROPPED and letter not in _JOINERS:
            kept = None
        self[code] = kept
        return kept


_LETTERS: Final = _Letters()


def clean_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return a text without what is not seen, white space as single spaces, of bounded length."""
    if text.isprintable() and " " not in text:
        return text[:limit]
    if not text.isprintable():
        text = text[:LONGEST_READ].translate(_LETTERS)
        joiners = sum(map(text.count, _JOINERS))
        if joiners > _MOST_JOINERS:
            text = text.translate(_WITHOUT_JOINERS)
        elif joiners:
            text = _JOINER.sub(_stray_joiner, text)
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    return text[:limit].rstrip() if len(text) > limit else text


def _stray_joiner(joiner: re.Match[str]) -> str:
    """Keep a joiner that does what it is for, between letters of Persian or Hindi say."""
    text, place = joiner.string, joiner.start()
    around = (text[place - 1 : place], text[place + 1 : place + 2])
    joins = all(each and unicodedata.category(each)[0] in "LM" for each in around)
    return joiner[0] if joins else ""


def _code_page(name: str) -> dict[int, str]:
    """Return what bytes that are no UTF-8, as surrogateescape keeps them, mean in a code page."""
    return {
        0xDC00 + byte: bytes([byte]).decode(name, "replace")
        for byte in range(0x80, 0x100)
    }


_WESTERN: Final = _code_page("cp1252")
_CYRILLIC: Final = _code_page("cp1251")
_CYRILLIC_WORD: Final = re.compile("[\udcc0-\udcff\udca8\udcb8]{3}")
"""Letters in a row that Western languages have between others only."""
_CUT_OFF: Final = re.compile(
    "[\udce0-\udcef][\udc80-\udcbf]{2}|[\udcf0-\udcf4][\udc80-\udcbf]{2,3}"
    "|[\udcc2-\udcf4](?<=[^\x00-\x7f\udc80-\udcff].)[\udc80-\udcbf]{0,2}"
)
"""Letters of UTF-8 that lack a byte, as a name that was cut to so many bytes ends with, or halves."""


def decode_text(data: bytes) -> str:
    """Return UTF-8 as text; what is none was cut off, or is of a Cyrillic or Western code page."""
    text = data.decode("utf-8-sig", "surrogateescape")
    if _CYRILLIC_WORD.search(text):
        whole = len(data.decode("utf-8-sig", "ignore"))
        others = whole - len(text.encode("ascii", "ignore"))
        # Those others are such letters as well, that look like UTF-8.
        if len(text) - whole > others:
            return data.decode("cp1251", "replace")
        return text.translate(_CYRILLIC)
    return _CUT_OFF.sub("", text).translate(_WESTERN)
