"""Reads XML phone books of routers and phones: FRITZ!Box, Yealink, Grandstream, Cisco, Snom and their kin.

They differ in the names of their elements alone, so one table of names reads them all.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
import re
from typing import Final

from lxml import etree

from ..xml_parts import InParts
from .entry import Entry, join_name
from .numbers import is_surely_phone
from .titles import Column, columns_of
from .xcards import CARD, read_card

_RECORDS: Final = frozenset(
    {
        "contact",
        "directoryentry",
        "entry",
        "item",
        "person",
        "pbentry",
        "unit",
        "personnel",
        "record",
        "menuitem",
        CARD,
    }
)
_FULL_NAMES: Final = frozenset(
    {"realname", "name", "displayname", "display_name", "fullname"}
)
_LABELS: Final = frozenset({"label", "title", "prompt"})
"""Names where there are no others."""
_GIVEN: Final = frozenset({"firstname", "first_name", "fn", "givenname", "given_name"})
_FAMILY: Final = frozenset(
    {"lastname", "last_name", "ln", "familyname", "family_name", "surname", "sn"}
)
_NUMBER: Final = re.compile(
    r"(?:number|telephone|phone|tel|phonenum|ct|ext|extension|dial"
    r"|(?:home|hm|work|business|office|mobile|mob|mb|cell|other)(?:_?(?:telephone|phone|tel|number|num|no|nr))?"
    r"|(?:private|company|main|direct|internal|external|tele)?_?(?:telephone|phone|tel)_?(?:number|num|no|nr)?"
    r"|(?:sip|voip|internal|direct|main|private|personal|professional|primary|secondary)_?(?:number|num|no|nr))_?\d*"
)
"""What elements and attributes with numbers are called, of which there may be several."""
_NUMBER_ATTRIBUTES: Final = ("value", "number", "num", "no")
"""What of such an element holds the number, if not its text; the first of them, the rest only count."""
_GROUPS: Final = frozenset({"group", "groupname", "category"})
_PICTURE: Final = frozenset({"imageurl"})
_SHORT: Final = 3
_WHOLE: Final = 6
_LONG: Final = 65536
_LONG_TAG: Final = re.compile(rb"<[^!<>][^<>]{%d}" % _LONG)
"""A tag with so many attributes that the library compares them for minutes."""
_SEARCHED_AT_ONCE: Final = 1024 * 1024
"""While a pattern is looked for, all other threads wait."""
_SMALL: Final = 100
"""Elements of a contact, where nobody knows what its own element is called."""
_VIP: Final = "1"
"""FRITZ!Box's category of important people."""


type _Texts = Mapping[str, Sequence[str]]


class NoPhoneBook(ValueError):
    """XML that is broken at a line, or no phone book."""

    def __init__(self, line: int | None = None) -> None:
        """Keep where it is broken."""
        super().__init__()
        self.line = line


def read_xml(content: bytes) -> Iterator[Entry]:
    """Return the contacts; raises NoPhoneBook for what is broken or declares a document type."""
    if _has_long_tag(content):
        raise NoPhoneBook
    number = 0
    for number, record in enumerate(_records(content, _RECORDS), 1):
        if (entry := _entry(number, record)) is not None:
            yield entry
    if not number:
        names = _names_of_people(content)
        for number, record in enumerate(_records(content, names), 1):
            if (entry := _entry(number, record)) is not None:
                yield entry


def _records(content: bytes, names: Container[str]) -> Iterator[etree._Element]:
    """Return the elements of people, whichever of the names they have."""
    depth = 0
    for event, element in _events(content):
        is_record = _kind(element) in names
        if is_record:
            depth += 1 if event == "start" else -1
        if event == "start" or depth:
            continue
        if is_record:
            yield from _single(element, names)
        _forget(element)


def _names_of_people(content: bytes) -> set[str]:
    """Return what elements are called that are somebody, and no part of somebody."""
    names: set[str] = set()
    sizes = [0]
    for event, element in _events(content):
        if event == "start":
            sizes.append(0)
            continue
        size = sizes.pop() + 1
        if size > _SMALL:
            _forget(element)
        elif _is_somebody(element):
            names.add(_kind(element))
            _forget(element)
            size = _SMALL + 1
        sizes[-1] += size
    return names


def _events(content: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Return where elements begin and end."""
    events = etree.iterparse(
        InParts(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        recover=False,
        huge_tree=False,
    )
    try:
        for event, element in events:
            if element.getroottree().docinfo.doctype:
                raise NoPhoneBook
            yield event, element
    except etree.XMLSyntaxError as error:
        raise NoPhoneBook(error.lineno) from error


def _forget(element: etree._Element) -> None:
    """Give back the memory of an element that was read, and of those before it."""
    element.clear()
    while (before := element.getprevious()) is not None and (
        parent := element.getparent()
    ) is not None:
        parent.remove(before)


def _has_long_tag(content: bytes) -> bool:
    """Look for it in parts that overlap by as much as it takes to tell."""
    return any(
        _LONG_TAG.search(content, at, at + _SEARCHED_AT_ONCE + _LONG + 2)
        for at in range(0, len(content), _SEARCHED_AT_ONCE)
    )


def _name(element: etree._Element) -> str:
    return _local_name(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(10_000)
def _local_name(tag: str) -> str:
    return etree.QName(tag).localname.lower()


@lru_cache(10_000)
def _has_number(name: str) -> bool:
    """Tell whether elements and attributes of a name hold numbers."""
    return _NUMBER.fullmatch(name) is not None


def _kind(element: etree._Element) -> str:
    """Return an element's name without the count that some put behind it."""
    return _name(element).rstrip("0123456789")


def _entry(number: int, record: etree._Element) -> Entry | None:
    """Read one record; None where it has neither a name nor a number."""
    if _name(record) == CARD:
        entry = read_card(number, record)
    else:
        texts = _texts(record)
        entry = Entry(number, _name_of(texts))
        entry.picture_url = _first(texts, _PICTURE)
        names = _number_names(texts)
        entry.numbers = [*_numbers(texts, names)]
        # A flag has one digit, and what counts has two.
        least = _SHORT if entry.numbers else 2
        entry.numbers += _other_numbers(texts, names, least)
        for name in _GROUPS.intersection(texts):
            groups = ("VIP" if each == _VIP else each for each in texts[name])
            entry.groups += [each for each in groups if each and not each.isdecimal()]
    return entry if entry.name or entry.numbers else None


def _single(record: etree._Element, names: Container[str]) -> list[etree._Element]:
    """Return the contacts in a record, which may be a group of them."""
    inner = (each for each in record.iterdescendants() if _kind(each) in names)
    people = [each for each in inner if _is_somebody(each)]
    groups = {parent for each in people for parent in each.iterancestors()}
    return [each for each in people if each not in groups] or [record]


def _is_somebody(record: etree._Element) -> bool:
    """Tell whether a record has a number and a name of its own, which isn't that of a place."""
    texts = _texts(record)
    names = [*_number_names(texts), *_titled(texts, Column.NUMBER)]
    if not any(_numbers(texts, names)):
        return False
    name = _name_of(texts)
    places = (Column.PLACE, Column.NUMBER, Column.NUMBERING)
    return bool(name) and columns_of([name])[0] not in places


def _texts(record: etree._Element) -> dict[str, list[str]]:
    """Return the texts of elements and attributes by their names, those of the record itself first."""
    texts: dict[str, list[str]] = {}
    for element in _by_depth(record):
        if element is not record or not len(record):
            texts.setdefault(_name(element), []).append((element.text or "").strip())
        values: Mapping[str, str] = {
            str(key).lower(): str(value).strip()
            for key, value in element.attrib.items()
        }
        if element is not record and _has_number(_name(element)):
            values = _of_number(element, values)
        for name, value in values.items():
            texts.setdefault(name, []).append(value)
    return texts


def _by_depth(record: etree._Element) -> Iterator[etree._Element]:
    level = [record]
    while level:
        yield from level
        level = [child for each in level for child in each]


def _of_number(element: etree._Element, values: Mapping[str, str]) -> Mapping[str, str]:
    """Return a number element's attributes, with one number at most and none beside its text."""
    kept = {name: text for name, text in values.items() if not _holds_number(name)}
    if not (element.text or "").strip() and not len(element):
        named = (each for each in _NUMBER_ATTRIBUTES if values.get(each))
        others = (each for each in values if each not in kept)
        if name := next(chain(named, others), None):
            kept["number"] = values[name]
    return kept


def _holds_number(name: str) -> bool:
    return name in _NUMBER_ATTRIBUTES or _has_number(name)


def _name_of(texts: _Texts) -> str:
    given, family = _first(texts, _GIVEN), _first(texts, _FAMILY)
    full = _first(texts, _FULL_NAMES)
    if not (given or family or full):
        full = _first(texts, _LABELS)
    if not (given or family or full):
        given = _first(texts, _titled(texts, Column.GIVEN_NAME))
        family = _first(texts, _titled(texts, Column.FAMILY_NAME))
        full = _first(texts, _titled(texts, Column.FULL_NAME, Column.COMPANY))
    if family and not given and family not in full:
        given = full
    return join_name(join_name(given, family), "", full)


def _first(texts: _Texts, names: Container[str]) -> str:
    """Return the first text that has one of the names."""
    found = (text for each in texts if each in names for text in texts[each])
    return next(filter(None, found), "")


def _number_names(texts: _Texts) -> list[str]:
    """Return what has numbers; one or two digits beside whole phones only count the contacts."""
    names = list(filter(_has_number, texts))
    others = [each for each in names if each != "number"]
    counts = all(len(text) < _SHORT for text in texts.get("number", ()))
    if counts and any(len(text) >= _WHOLE for text in _numbers(texts, others)):
        return others
    return names


def _numbers(texts: _Texts, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (each for each in texts[name] if any(map(str.isdecimal, each)))


def _other_numbers(texts: _Texts, known: Container[str], least: int) -> Iterator[str]:
    """Return numbers in what is called as somebody's language has it, or is sure to be a number."""
    names = [each for each in texts if each not in known and not _has_number(each)]
    for name, column in zip(names, columns_of(names), strict=True):
        for text in texts[name]:
            digits = sum(map(str.isdecimal, text))
            if column is Column.NUMBER:
                counts = digits >= least
            elif column in (Column.PLACE, Column.NUMBERING):
                counts = digits >= _WHOLE and not _holds_number(name)
            else:
                counts = (
                    column is None and digits >= _WHOLE and is_surely_phone(text, None)
                )
            if counts:
                yield text


def _titled(texts: _Texts, *columns: Column) -> list[str]:
    """Return the names that are titles of columns in somebody's language."""
    names = list(texts)
    found = zip(names, columns_of(names), strict=True)
    return [each for each, column in found if column in columns]
