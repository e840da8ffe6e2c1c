"""Reads a vCard in XML (RFC 6351)."""

import base64
import binascii
from collections.abc import Iterator

from lxml import etree

from ..pictures import MAX_PICTURE, media_type
from .entry import Entry, join_name

CARD = "vcard"


def read_card(number: int, card: etree._Element) -> Entry:
    """Return the contact of a card; `number` tells its place."""
    given = family = ""
    texts: dict[str, list[str]] = {}
    for element in _properties(card):
        name = _name(element)
        if name == "n":
            given = given or _text(element, "given")
            family = family or _text(element, "surname")
            continue
        values = (each for each in element if _name(each) != "parameters")
        texts.setdefault(name, []).extend((each.text or "").strip() for each in values)

    def first(name: str) -> str:
        return next(filter(None, texts.get(name, ())), "")

    whole = join_name(given, family)
    names = first("fn"), "", whole, first("nickname"), first("org")
    entry = Entry(number, join_name(*names))
    entry.numbers = list(filter(None, texts.get("tel", ())))
    entry.groups = list(filter(None, texts.get("categories", ())))
    entry.picture = embedded_picture(first("photo"))
    return entry


def _properties(card: etree._Element) -> Iterator[etree._Element]:
    """Return the properties of a card, those in groups among them (RFC 6351, 5)."""
    for each in card:
        if _name(each) == "group":
            yield from each
        else:
            yield each


def _text(element: etree._Element, name: str) -> str:
    parts = (each.text or "" for each in element if _name(each) == name)
    return " ".join(filter(None, map(str.strip, parts)))


def _name(element: etree._Element) -> str:
    return (
        etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
    )


def embedded_picture(link: str) -> bytes | None:
    """Return the picture in a data URI; one that is elsewhere isn't fetched."""
    head, _, text = link.partition("base64,")
    if not head.startswith("data:") or len(text) > MAX_PICTURE * 4 // 3 + 100:
        return None
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error, ValueError:
        return None
    return content if media_type(content) else None
