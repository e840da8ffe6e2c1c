"""XML in and out, by local names: nothing that comes in is validated or trusted."""

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from ...text import Remembered, clean_text
from .mending import mend
from .xml_names import PROCESS, Exhausted, Malformed, Names, Refused

type Element = etree._Element  # lxml has no public name for it

_PARSER: Final = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_blank_text=True,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)
TEXT_LIMIT: Final = 1 << 14
"""Characters kept of what is given back or read further; a name of 10,000 hides no number behind it."""
_FEW_NAMES: Final = 2048
_SMALL_MESSAGE: Final = 4096
"""How many names libxml2 may know, and bytes a message may have, before its names are looked at:
so few in so little cannot fill its table, and looking costs as much as parsing."""


_known_names: Final[Callable[[], int]] = getattr(
    getattr(etree, "memory_debugger", None), "dict_size", lambda: _FEW_NAMES + 1
)
"""Counts the names that libxml2 knows; without lxml's hook there are always too many."""


WORDS: Final = Remembered[str | None](
    lambda found: clean_text(found.strip()[:TEXT_LIMIT]) or None, longest=64, most=1024
)
"""What texts are, clean and bounded; None for those that are empty."""
_LOCAL_NAMES: Final = Remembered(
    lambda tag: clean_text(tag.rpartition("}")[2]), longest=TEXT_LIMIT, most=4096
)
"""The local name of each tag that was seen."""


class BadXml(Exception):
    """The bytes are not a message: malformed XML, one with a DOCTYPE, or with made-up names."""


class MadeUpNames(BadXml):
    """The other side has made up more names than can be kept: it cannot be listened to any more."""


def new_names() -> Names:
    """Return what a session may bring in names; libxml2 keeps them for all sessions alike."""
    return Names(pool=PROCESS)


def parse(data: bytes, names: Names, *, may_mend: bool = True) -> Element:
    """Return the root of a message; BadXml where there is none, or it goes past its session's `names`.

    Single letters that XML forbids are mended, wherever a system has copied them from.
    """
    if b"<!DOCTYPE" in data:
        raise BadXml("a DOCTYPE is refused")
    try:
        if _known_names() > _FEW_NAMES or len(data) > _SMALL_MESSAGE:
            names.check(data)
        root = etree.fromstring(data, _PARSER)
    except Exhausted as error:
        raise MadeUpNames(str(error)) from error
    except (etree.XMLSyntaxError, ValueError, LookupError, Malformed) as error:
        if may_mend and (mended := mend(data)) is not None:
            return parse(mended, names, may_mend=False)
        raise BadXml("malformed XML") from error
    except Refused as error:
        raise BadXml(str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:  # in another encoding
        raise BadXml("a DOCTYPE is refused")
    return root


def read_again(data: bytes) -> Element:
    """Return the root of a message in a form that `parse` has let pass before."""
    return etree.fromstring(data, _PARSER)


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return _LOCAL_NAMES[element.tag]  # type: ignore[index]  # what is parsed has plain tags


def children(element: Element) -> dict[str, Element]:
    """Return the children by local name; of several of one name the last."""
    return {_LOCAL_NAMES[child.tag]: child for child in element}  # type: ignore[index]


def child(element: Element | None, *path: str) -> Element | None:
    """Return the descendant along these local names; None where it is missing."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def text(element: Element | None, *path: str) -> str | None:
    """Return the text of a descendant, clean and bounded; None where it is missing or empty."""
    if path:
        element = child(element, *path)
    return None if element is None else WORDS[element.text or ""]


def exact_text(element: Element, *path: str) -> str | None:
    """Return the text of a descendant as it came, to be given back; None where there is none."""
    return own_text(child(element, *path)) or None


def own_text(element: Element | None) -> str:
    """Return the text of an element as it came, to be given back or read further; may be empty."""
    found = element.text if element is not None else None
    return found.strip()[:TEXT_LIMIT] if found else ""


def flag(element: Element | None, *path: str) -> bool | None:
    """Return a boolean of XML Schema; None where there is none."""
    return {"true": True, "1": True, "false": False, "0": False}.get(
        text(element, *path) or ""
    )


def descendants(element: Element, name: str) -> Iterator[Element]:
    """Return all descendants of a local name, in document order."""
    return (each for each in element.iterdescendants() if local(each) == name)


def size(root: Element) -> int:
    """Return how many bytes a message is long, to bound what is kept of them."""
    return len(etree.tostring(root))


DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def to_bytes(root: Element) -> bytes:
    """Return a message as it is sent: UTF-8, and saying so."""
    return DECLARATION + etree.tostring(root, encoding="UTF-8", xml_declaration=False)
