"""The forms in which a session's events come: who has come before is known by sight.

A phone system writes the same few messages again and again, and only what stands between the tags is
new. Of such a form a pattern is kept: its markup letter by letter, and room for texts that hold no
markup. A message that fits has the very elements that the form has (XML 1.0, 2.4 and 3.1), so only its
texts are read. Everything else takes the long way through `xml.py`, as every form does at first.
"""

from html import unescape
import re
from typing import Final

from .event_form import Form
from .events import Event, read_event
from .xml import Element

LONGEST: Final = 4096
"""Bytes of a message of which a form is kept."""
MOST: Final = 64
MOST_OF_A_NAME: Final = 8
_SEEN_KEPT: Final = 256
_NAME: Final = b"Event"
_NAME_BEGINS: Final = 256
_SPACE: Final = " \t\r\n"
_MARKUP: Final = re.compile("(<[^<>]*>)")
_DECLARATION: Final = re.compile(
    r"""<\?xml\s+version\s*=\s*["']1\.0["'](?:\s+encoding\s*=\s*["']utf-8["'])?"""
    r"""(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>""",
    re.IGNORECASE,
)
_TAG: Final = re.compile(
    r"""</?[\w:.-]+(?:\s+[\w:.-]+\s*=\s*(?:"[^"&\x00-\x1f]*"|'[^'&\x00-\x1f]*'))*\s*/?>""",
    re.ASCII,
)
_LETTERS: Final = "[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
"""Characters of XML 1.0 (2.2) that are neither markup nor the end of a line of another system."""
_TEXTS: Final = re.compile(f"{_LETTERS}(?:&(?:amp|lt|gt|quot|apos);{_LETTERS})*+")
"""These, and the references that every XML knows (4.6)."""
_TEXT: Final = "([^<]*+)"
"""Where a text is in a pattern; what it may be is looked at for all together, or a pattern took four times as long to make."""


class Forms:
    """The forms that came at least twice in a session, by the beginning of their messages."""

    def __init__(self) -> None:
        """Know none."""
        self._known: dict[bytes, list[tuple[re.Pattern[str], Form]]] = {}
        self._count = 0
        self._seen: set[str] = set()

    def read(self, xml: bytes) -> Event | None:
        """Return the event that a message is, if it comes in a form that is known."""
        known = self._known.get(xml[: xml.find(_NAME, 0, _NAME_BEGINS) + 1])
        if known is None or len(xml) > LONGEST:
            return None
        try:
            text = xml.decode()
        except UnicodeDecodeError:
            return None
        for each in known:
            if fits := each[0].fullmatch(text):
                if each is not known[0]:
                    known.remove(each)
                    known.insert(0, each)
                texts = fits.groups()
                if not _TEXTS.fullmatch("\t".join(texts)):
                    return None
                if "&" in text:  # which no tag of a form has
                    texts = tuple(map(unescape, texts))
                return Event(each[1], texts, xml)
        return None

    def take(self, xml: bytes, root: Element) -> Event:
        """Return the event that a message is, and know its form from the second time on."""
        event = read_event(root)
        if self._count >= MOST or len(xml) > LONGEST:
            return event
        if (pattern := _pattern(xml)) is None:
            return event
        if pattern not in self._seen:
            if len(self._seen) >= _SEEN_KEPT:
                self._seen.clear()
            self._seen.add(pattern)
            return event
        beginning = xml[: xml.find(_NAME, 0, _NAME_BEGINS) + 1]
        known = self._known.setdefault(beginning, [])
        if len(known) < MOST_OF_A_NAME:
            self._seen.discard(pattern)
            event.form.keep()
            known.insert(0, (re.compile(pattern), event.form))
            self._count += 1
        return event


def _pattern(xml: bytes) -> str | None:
    """Return what all messages of a form look like; None where it isn't plain what they are."""
    try:
        pieces = _MARKUP.split(xml.decode())
    except UnicodeDecodeError:
        return None
    if pieces[0]:
        return None
    pattern = ""
    tags, texts = pieces[1::2], pieces[2::2]
    for tag, text, following in zip(tags, texts, [*tags[1:], ""], strict=True):
        is_start = tag[1] not in "/?"
        if not (_TAG.fullmatch(tag) or (not pattern and _DECLARATION.fullmatch(tag))):
            return None
        pattern += re.escape(tag)
        if is_start and following.startswith("</") and not tag.endswith("/>"):
            pattern += _TEXT
        elif text.strip(_SPACE):
            return None
        else:  # nothing is read of it, but it has the place of its element
            pattern += ("()" if is_start else "") + re.escape(text)
    return pattern
