"""XML in and out: bytes to elements as strictly as a switch does it, elements to bytes in the profile's dress."""

import re
from typing import Protocol

from lxml import etree

from .options import CstaOptions
from .profiles import AVAYA_NAMESPACE, SESSION_NAMESPACE

SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"

type Element = etree._Element  # lxml has no public name for it


class Make(Protocol):
    """Makes one element of a namespace that is fixed beforehand."""

    def __call__(self, tag: str, *content: Element | str, **attributes: str) -> Element:
        """Text first, then children."""


class UnreadableXml(Exception):
    """The bytes are no XML that a switch would take."""


def parse(xml: bytes) -> Element:
    """The root element; UnreadableXml where there is none, or where a DOCTYPE stands before it."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableXml(str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableXml("a DOCTYPE stands before the message")
    return root


def is_xml(xml: bytes) -> bool:
    """Whether these bytes are one whole message."""
    try:
        parse(xml)
    except UnreadableXml:
        return False
    return True


def local_name(element: Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def namespace_of(element: Element) -> str | None:
    """The element's namespace."""
    return etree.QName(element).namespace


def elements(parent: Element) -> list[Element]:
    """The child elements; comments and processing instructions are no children."""
    return [child for child in parent if isinstance(child.tag, str)]


def child(parent: Element, *path: str) -> Element | None:
    """The first descendant along these local names."""
    found: Element | None = parent
    for name in path:
        if found is None:
            return None
        found = next(
            (each for each in elements(found) if local_name(each) == name), None
        )
    return found


def text(parent: Element, *path: str) -> str | None:
    """The text of the descendant along these names, None where it is missing."""
    found = child(parent, *path)
    return None if found is None else (found.text or "").strip()


def required(parent: Element, name: str) -> Element:
    """Return a child that the schema has made sure of."""
    found = child(parent, name)
    if found is None:
        raise LookupError(name)
    return found


def boolean(parent: Element, *path: str) -> bool:
    """Whether the descendant along these names says true."""
    return text(parent, *path) in ("true", "1")


def is_reply(name: str) -> bool:
    """Whether a message of this name answers a request."""
    return name.endswith("Response") or name == "CSTAErrorCode"


class Writer:
    """Makes elements of the profile's namespaces and turns them to bytes."""

    def __init__(self, options: CstaOptions) -> None:
        """The options are read anew for every message, so that they may change."""
        self._options = options
        profile = options.profile
        schema: dict[str | None, str] = (
            {"xsi": SCHEMA_INSTANCE} if profile.schema_location else {}
        )
        self.csta = _maker(
            profile.namespace, {profile.prefix: profile.namespace, **schema}
        )
        self.avaya = _maker(AVAYA_NAMESPACE, {None: AVAYA_NAMESPACE})
        prefix = "session" if profile.prefix else None
        self.session = _maker(SESSION_NAMESPACE, {prefix: SESSION_NAMESPACE, **schema})

    def to_bytes(self, root: Element) -> bytes:
        """The message as it goes into a frame."""
        if self._options.profile.schema_location:
            root.set(
                f"{{{SCHEMA_INSTANCE}}}schemaLocation",
                f"{namespace_of(root)} {schema_file(local_name(root))}",
            )
        if self._options.encoding is not None:
            return etree.tostring(
                root, encoding=self._options.encoding, xml_declaration=True
            )
        return b'<?xml version="1.0"?>\n' + etree.tostring(
            root, encoding="UTF-8", xml_declaration=False
        )


def _maker(namespace: str, prefixes: dict[str | None, str]) -> Make:
    def make(tag: str, *content: Element | str, **attributes: str) -> Element:
        element = etree.Element(f"{{{namespace}}}{tag}", attributes, nsmap=prefixes)
        for each in content:
            if isinstance(each, str):
                element.text = str(each)
            else:
                element.append(each)
        return element

    return make


def schema_file(name: str) -> str:
    """The schema's file name for a message: make-call.xsd for MakeCallResponse."""
    stem = re.sub(r"(Pos|Neg)?Response$", "", name)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", stem).lower() + ".xsd"
