"""The one door for text: whatever a phone system sends passes here before anything else sees it.

Anybody who calls writes the text that users read, so it holds nothing that is not seen.
"""

from typing import Final
import unicodedata

TEXT_LIMIT: Final = 256
"""Characters kept of a number, a name or any other text."""
_DROPPED: Final = frozenset({"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"})
"""Controls, formats, unassigned and non-characters, surrogates, separators of lines (Unicode 4.5)."""
_JOINERS: Final = "\u200c\u200d"
_AS_WESTERN: Final = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "replace")
    for byte in range(0x80, 0x100)
}
"""What bytes that are no UTF-8 mean to systems that write in a Western code page."""


def decode_text(data: bytes) -> str:
    """Return UTF-8 as text; whatever is none is taken for a Western code page, byte by byte.

    That runs at the speed of C, however many letters are wrong: a handler of ours for each would
    hold the loop.
    """
    return data.decode("utf-8-sig", "surrogateescape").translate(_AS_WESTERN)


def clean_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return a text without what is not seen, white space as single spaces, of bounded length."""
    if text.isascii() and text.isprintable():
        if "  " in text or text[:1] == " " or text[-1:] == " ":
            text = " ".join(text.split())
        return text[:limit].rstrip()
    kept = []
    for place, letter in enumerate(text[: 4 * limit]):
        if letter.isspace():
            kept.append(" ")
        elif unicodedata.category(letter) not in _DROPPED or (
            letter in _JOINERS and _stands_between_letters(text, place)
        ):
            kept.append(letter)
    return " ".join("".join(kept).split())[:limit].rstrip()


def _stands_between_letters(text: str, place: int) -> bool:
    """Tell whether a joiner does what it is for, in Persian or Hindi say."""
    around = (text[place - 1 : place], text[place + 1 : place + 2])
    return all(each and unicodedata.category(each)[0] in "LM" for each in around)
