"""What is asked of a WebDAV server, and its answers (RFC 4918, 6352 and 6578).

Answers are read outside the event loop. Nothing of them reaches files or other hosts, and no entity
is replaced: an answer that declares a document type is none.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urljoin

from lxml import etree

from ..xml_parts import InParts

DAV: Final = "DAV:"
CARDDAV: Final = "urn:ietf:params:xml:ns:carddav"
CALENDARSERVER: Final = "http://calendarserver.org/ns/"

ADDRESS_BOOK: Final = f"{{{CARDDAV}}}addressbook"
ADDRESS_DATA: Final = f"{{{CARDDAV}}}address-data"
HOME_SET: Final = f"{{{CARDDAV}}}addressbook-home-set"
COLLECTION: Final = f"{{{DAV}}}collection"
CTAG: Final = f"{{{CALENDARSERVER}}}getctag"
DISPLAY_NAME: Final = f"{{{DAV}}}displayname"
ETAG: Final = f"{{{DAV}}}getetag"
PRINCIPAL: Final = f"{{{DAV}}}current-user-principal"
RESOURCE_TYPE: Final = f"{{{DAV}}}resourcetype"
SYNC_TOKEN: Final = f"{{{DAV}}}sync-token"

_HREF: Final = f"{{{DAV}}}href"
_RESPONSE: Final = f"{{{DAV}}}response"


class NoMultistatus(ValueError):
    """What is no answer of a WebDAV server."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of an answer."""

    url: str
    status: int
    """Of the resource as a whole; 200 where only its properties have one."""
    texts: dict[str, str] = field(default_factory=dict)
    """Properties that are texts."""
    links: dict[str, str] = field(default_factory=dict)
    """Properties that name another resource, by its URL."""
    types: frozenset[str] = frozenset()


def propfind(*properties: str) -> bytes:
    """Ask for properties."""
    root = etree.Element(f"{{{DAV}}}propfind")
    _properties(root, properties)
    return etree.tostring(root)


def sync_collection(token: str) -> bytes:
    """Ask what changed since a token (RFC 6578, 3.2)."""
    root = etree.Element(f"{{{DAV}}}sync-collection")
    etree.SubElement(root, SYNC_TOKEN).text = token
    etree.SubElement(root, f"{{{DAV}}}sync-level").text = "1"
    _properties(root, [ETAG])
    return etree.tostring(root)


def multiget(paths: Iterable[str]) -> bytes:
    """Ask for cards (RFC 6352, 8.7)."""
    root = etree.Element(f"{{{CARDDAV}}}addressbook-multiget")
    _properties(root, [ETAG, ADDRESS_DATA])
    for path in paths:
        etree.SubElement(root, _HREF).text = path
    return etree.tostring(root)


def read_multistatus(
    content: bytes, base: str, take: Callable[[Resource], None]
) -> str | None:
    """Read an answer whose links are relative to `base`, and return its sync token; raises NoMultistatus.

    Each resource is handed to `take`: nobody keeps more of it than is needed.
    """
    token: str | None = None
    elements = etree.iterparse(
        InParts(content),
        events=("start", "end"),
        tag=(f"{{{DAV}}}multistatus", _RESPONSE, SYNC_TOKEN),
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    is_multistatus = False
    try:
        for event, element in elements:
            if element.getroottree().docinfo.doctype:
                raise NoMultistatus
            if event == "start":
                is_multistatus |= element.tag == f"{{{DAV}}}multistatus"
            elif element.tag == _RESPONSE:
                if (resource := _resource(element, base)) is not None:
                    take(resource)
                element.clear()
            elif element.tag == SYNC_TOKEN and _tag(element.getparent()) != (
                f"{{{DAV}}}prop"
            ):
                token = element.text
    except (
        etree.XMLSyntaxError,
        ValueError,
    ) as error:  # a link, or a status, that is none
        raise NoMultistatus from error
    if not is_multistatus:
        raise NoMultistatus
    return token


def absolute(base: str, link: str) -> str:
    """Return a link's URL, spelled in one way whoever wrote it."""
    url = urljoin(base, link.strip())
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return (
        f"{scheme}{separator}{host}{slash}{quote(unquote(path), safe='/@:+,;=!$&()*~')}"
    )


def _properties(root: etree._Element, properties: Sequence[str]) -> None:
    prop = etree.SubElement(root, f"{{{DAV}}}prop")
    for each in properties:
        etree.SubElement(prop, each)


def _resource(response: etree._Element, base: str) -> Resource | None:
    """Read what is told of one resource; None where it has no place."""
    link = response.findtext(_HREF)
    if not link:
        return None
    texts: dict[str, str] = {}
    links: dict[str, str] = {}
    types = frozenset[str]()
    for propstat in response.iterfind(f"{{{DAV}}}propstat"):
        if _status(propstat) != 200:
            continue
        for each in propstat.iterfind(f"{{{DAV}}}prop/*"):
            tag = _tag(each)
            if tag == RESOURCE_TYPE:
                types = frozenset(map(_tag, each))
            elif (target := each.findtext(_HREF)) is not None:
                links[tag] = absolute(base, target)
            elif each.text:
                texts[tag] = each.text
    return Resource(absolute(base, link), _status(response), texts, links, types)


def _status(element: etree._Element) -> int:
    """Return the status of an element, `HTTP/1.1 404 Not Found` for instance; 200 without one."""
    words = (element.findtext(f"{{{DAV}}}status") or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else 200


def _tag(element: etree._Element | None) -> str:
    return element.tag if element is not None and isinstance(element.tag, str) else ""
