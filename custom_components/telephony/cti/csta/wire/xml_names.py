"""Guards the one table that libxml2 keeps for ever: every name that this process has ever read.

A name that is new is counted before libxml2 sees it. Who makes names up is refused in the end: first
the session that does, so that it harms no other, and only past a far limit everybody.
"""

import re
from typing import Final
from xml.parsers import expat

LONGEST_NAME: Final = 256
NAMES_LIMIT: Final = 1 << 18
"""Characters of new names in the messages of a session; the whole standard has a quarter of it."""
POOL_LIMIT: Final = 1 << 22
"""Characters of different names in all sessions together: what libxml2 may keep because of us."""
TAGS_LIMIT: Final = 8192
"""Tags of one message; even a full frame of the shortest real ones has fewer."""
_MARKS_KEPT: Final = 4096
_LONGEST_MARK: Final = 1024
_MARK: Final = re.compile(rb"<[^<>]*>")
_WHOLE_MARK: Final = re.compile(rb"""<(?:[^<>"']++|"[^"<>]*"|'[^'<>]*')*+>""")
_MULTI_BYTE: Final = frozenset(
    {"big5", "euc-jp", "euc-kr", "gb18030", "gb2312", "gbk", "shift_jis"}
)
"""Encodings that libxml2 reads and expat does not."""
_ENCODING: Final = re.compile(rb"""<\?xml[^<>]*?\bencoding\s*=\s*["']([\w.-]+)["']""")


class Refused(Exception):
    """A message is malformed, too much work, or brings more new names than can be kept."""


class Malformed(Refused):
    """A message is no XML."""


class Exhausted(Refused):
    """There is no room left for the new names of a message: its session cannot go on."""


class Pool:
    """The names that libxml2 has seen, in whatever session."""

    def __init__(self, limit: int = POOL_LIMIT) -> None:
        """Begin with none."""
        self.left = limit
        self.names: set[str] = set()


PROCESS: Final = Pool()


class Names:
    """What one session may still bring, and the tags that have no new names in them."""

    def __init__(self, limit: int = NAMES_LIMIT, pool: Pool | None = None) -> None:
        """Begin with none; without the process's `pool` nothing said elsewhere counts."""
        self._left = limit
        self._pool = pool or Pool()
        self._marks: set[bytes] = set()

    def check(self, xml: bytes) -> None:
        """Let a message pass, at once where all its tags have been seen before; or raise Refused."""
        marks = _MARK.findall(xml)
        if len(marks) > TAGS_LIMIT:
            raise Refused("too many tags")
        is_plain = (
            len(marks) == xml.count(b"<")
            and xml.startswith(b"<")
            and b"&" not in xml
            and b"\0" not in xml
        )
        if is_plain and self._marks.issuperset(marks):
            return
        is_ascii = self._learn(xml)
        if is_plain and is_ascii:
            self._remember(marks)

    def _learn(self, xml: bytes) -> bool:
        """Count new names; return whether the encoding leaves ASCII as it is."""
        try:
            names, is_ascii = _names(xml), True
        except expat.ExpatError, ValueError:
            names, is_ascii = _names_of_text(_decoded(xml)), False
        new = names - self._pool.names
        size = sum(map(len, new))
        if any(len(name) > LONGEST_NAME for name in new):
            raise Refused("names that are too long")
        if size > min(self._left, self._pool.left):
            raise Exhausted("too many names")
        self._left -= size
        self._pool.left -= size
        self._pool.names |= new
        return is_ascii

    def _remember(self, marks: list[bytes]) -> None:
        """Let tags pass from now on, if nothing can hide in them or behind them."""
        for mark in marks:
            if len(self._marks) >= _MARKS_KEPT:
                return
            if len(mark) <= _LONGEST_MARK and _WHOLE_MARK.fullmatch(mark):
                self._marks.add(mark)


def _decoded(xml: bytes) -> str:
    """Return a message in an encoding that expat does not know as text."""
    declared = _ENCODING.match(xml)
    encoding = declared[1].decode().lower() if declared else ""
    if encoding not in _MULTI_BYTE:
        raise Malformed("malformed XML")
    try:
        return xml.decode(encoding)
    except ValueError as error:
        raise Malformed("malformed XML") from error


def _names_of_text(text: str) -> set[str]:
    """Return the names in a message that was decoded."""
    try:
        return _names(text)
    except expat.ExpatError as error:
        raise Malformed("malformed XML") from error


def _names(xml: bytes | str) -> set[str]:
    """Return the names in a message; expat itself keeps none of them."""
    names: set[str] = set()

    def start(name: str, attributes: dict[str, str]) -> None:
        names.add(name)
        for attribute, value in attributes.items():
            names.add(attribute)
            if attribute.startswith("xmlns"):
                names.add(value)

    def doctype(*_: object) -> None:
        raise Refused("a DOCTYPE is refused")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    parser.ProcessingInstructionHandler = lambda target, _: names.add(target)
    parser.Parse(xml, True)  # noqa: FBT003  # it takes no keywords
    return names
