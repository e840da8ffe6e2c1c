"""Events as they come, call control's above all (ECMA-269, clause 17.2), read no further than needed.

An event is its form, which says where in a message of its kind something stands, and the texts of
this message. So a form that has come before need not be looked for again (`forms.py`).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ...model import UNKNOWN_PARTY, Party, Presentation
from .call_events import CALL_EVENTS
from .identifiers import (
    PARTIES,
    ConnectionId,
    DeviceId,
    connection_elements,
    device_attributes,
    device_element,
    with_name,
    with_plus,
)
from .xml import TEXT_LIMIT, WORDS, Element, children, flag, local, read_again, size

SILENT_KINDS: Final = ("silent", "none")
"""participationType of a recorder or a supervisor (ECMA-269, 17.1)."""
SILENT_CAUSES: Final = ("silentParticipation", "lawfulInterception")
_INSTEAD: Final = {"primaryOldCall": "secondaryOldCall"}
"""What an event is about where its own connection is missing."""
_NO_CONNECTION: Final = ConnectionId("")
_KEYS: Final = frozenset("0123456789*#+")
_TONES: Final = frozenset("0123456789*#ABCD")
_TRUNK: Final = "networkInterfaceUsed"
_TRUNKS: Final = (_TRUNK, "associatedCalledDevice", "associatedCallingDevice")
_OUTSIDE: Final = frozenset({*_TRUNKS, "networkCallingDevice", "networkCalledDevice"})


_LINKAGES: Final = ("callLinkageData", "callLinkageDataList", "extensions")


class _Device(NamedTuple):
    """Where a message names a device, and how; or who it is without a name."""

    place: int
    is_international: bool
    party: Party | None


class _Connection(NamedTuple):
    """Where a message names a connection."""

    call: int
    device: int | None
    attributes: tuple[tuple[str, str], ...]


class Form:
    """Where everything stands in the messages that differ in nothing but their texts.

    A place is that of an element among all elements of a message, in document order.
    """

    def __init__(self, root: Element, elements: Sequence[Element]) -> None:
        """Look where it stands in one of them, of which all elements are given."""
        self.name = local(root)
        places = {each: place for place, each in enumerate(elements)}
        fields = children(root)
        self._places, self._elements = places, fields
        self.fields = {name: places[each] for name, each in fields.items()}
        self.reference = self.fields.get("monitorCrossRefID")
        self.cause = self.fields.get("cause")
        self.is_external = not _OUTSIDE.isdisjoint(fields)
        self.devices: dict[str, _Device] = {}
        """Those that were asked for; of a form that is kept all there are."""
        kind = CALL_EVENTS.get(self.name)
        connection, self.device = (kind.connection, kind.device) if kind else ("", "")
        self.linkage = next(
            (
                places[found]
                for name in _LINKAGES
                if name in fields and (found := _linkage_id(fields[name])) is not None
            ),
            None,
        )
        self.connections: list[_Connection] = []
        for name in (connection, _INSTEAD.get(connection, "")):
            call, device = connection_elements(fields.get(name))
            if call is not None:
                self.connections.append(
                    _Connection(
                        places[call],
                        None if device is None else places[device],
                        () if device is None else device_attributes(device),
                    )
                )

    def find_device(self, tag: str) -> _Device | None:
        """Look where a device stands, if there is one of this name."""
        if (element := self._elements.get(tag)) is None:
            return None
        found, is_international, who = device_element(element)
        device = _Device(self._places[found], is_international, who)
        self.devices[tag] = device
        return device

    def keep(self) -> None:
        """Find all there is, and keep nothing of the message itself."""
        for tag in self._elements:
            self.find_device(tag)
        self._places, self._elements = {}, {}


def _linkage_id(box: Element) -> Element | None:
    """Return what names a call for everybody, or else for its own domain only.

    Where a call is made of others their names don't count. Some makers have it among private data.
    """
    found: Element | None = None
    waiting = [box]
    while waiting:
        each = waiting.pop()
        name = local(each)
        if name == "globallyUniqueCallLinkageID":
            return each
        if name == "subDomainCallLinkageID":
            found = each
        elif name != "oldCallLinkageData":
            waiting.extend(reversed(each))
    return found


class Event:
    """One event."""

    __slots__ = (
        "_calling",
        "_source",
        "_texts",
        "call_id",
        "cause",
        "connection",
        "form",
        "is_external",
        "name",
        "reference",
    )

    def __init__(
        self, form: Form, texts: Sequence[str], source: bytes | Element
    ) -> None:
        """Take the texts of a message in a form; `source` is the message itself."""
        self.name = form.name
        self.form = form
        self._texts = texts
        self._source = source
        self._calling: Party | None = None
        self.is_external = form.is_external
        """Whether the event says that the call came from outside, or has left the system."""
        place = form.reference
        self.reference = "" if place is None else texts[place].strip()[:TEXT_LIMIT]
        """The monitorCrossRefID, exactly; empty where it is missing."""
        place = form.cause
        self.cause = None if place is None else WORDS[texts[place]]
        """Why, in the standard's words or the maker's own."""
        self.call_id = ""
        """The switch's name of the call; empty where the event is about none."""
        self.connection = _NO_CONNECTION
        for call, device, attributes in form.connections:
            if call_id := texts[call].strip()[:TEXT_LIMIT]:
                name = "" if device is None else texts[device].strip()[:TEXT_LIMIT]
                own = DeviceId(name, attributes) if name else None
                self.call_id = call_id
                self.connection = ConnectionId(call_id, own)
                break

    def text(self, tag: str) -> str | None:
        """Return the text of a field, clean and bounded; None where it is missing or empty."""
        place = self.form.fields.get(tag)
        return None if place is None else WORDS[self._texts[place]]

    @property
    def root(self) -> Element:
        """The whole message."""
        if isinstance(self._source, bytes):
            self._source = read_again(self._source)
        return self._source

    @property
    def fields(self) -> dict[str, Element]:
        """What the message has, by name; of several of one name the last."""
        return children(self.root)

    @property
    def size(self) -> int:
        """Bytes of the message, to bound what is kept of them."""
        source = self._source
        return len(source) if isinstance(source, bytes) else size(source)

    @property
    def device(self) -> Party:
        """The device that the event is about."""
        return self.party(self.form.device)

    def party(self, tag: str) -> Party:
        """Return the device of this name."""
        device = self.form.devices.get(tag) or self.form.find_device(tag)
        if device is None:
            return UNKNOWN_PARTY
        if device.party is not None:
            return device.party
        who = PARTIES[self._texts[device.place]]
        return with_plus(who) if device.is_international else who

    @property
    def calling(self) -> Party:
        """Who called, from outside where only the network knows (ECMA-269, 17.2).

        There the callingDevice is not known, or is the trunk that the call came in by.
        """
        if self._calling is None:
            calling = self.party("callingDevice")
            if "networkCallingDevice" in self.form.fields or (
                "associatedCallingDevice" in self.form.fields
                and (
                    calling.number is None or self.party("associatedCallingDevice").name
                )
            ):
                calling = self._beyond_trunk(
                    calling, "networkCallingDevice", "associatedCallingDevice"
                )
            self._calling = calling
        return self._calling

    @property
    def called(self) -> Party:
        """Who was called at first."""
        called = self.party("calledDevice")
        if "networkCalledDevice" in self.form.fields:
            called = self._beyond_trunk(
                called, "networkCalledDevice", "associatedCalledDevice"
            )
        return called

    def _beyond_trunk(self, known: Party, network: str, associated: str) -> Party:
        """Return a party, or whom the network names where it is unknown or the trunk itself.

        Of several places that name one number, one with a name wins.
        """
        if known.presentation is Presentation.RESTRICTED:
            return known
        told = [self.party(network), self.party(associated)]
        if known.number is None:
            known = next((each for each in told if each != UNKNOWN_PARTY), known)
        elif told[0] != UNKNOWN_PARTY and known.number in (
            told[1].number,
            self.party(_TRUNK).number,
        ):
            known = told[0]
        return with_name(known, told)

    @property
    def trunk(self) -> str | None:
        """What the way in or out is called, where that is certain.

        Some write the caller himself as the associatedCallingDevice, so whom a trunk stands for
        must be told, too.
        """
        if used := self.party(_TRUNK).number:
            return used
        for who, beyond, tag in (
            (self.device, self.called, "associatedCalledDevice"),
            (self.party("callingDevice"), self.calling, "associatedCallingDevice"),
        ):
            number = who.number
            if number == self.party(tag).number and beyond.number not in (None, number):
                return number
        return None

    def is_trunk(self, device: Party) -> bool:
        """Whether a device is nobody but the way out."""
        return device.number is not None and any(
            self.party(tag).number == device.number for tag in _TRUNKS
        )

    @property
    def dialed(self) -> str:
        """What DigitsDialed says was dialed, without pauses and the like (17.2)."""
        return "".join(filter(_KEYS.__contains__, self.text("dialingSequence") or ""))

    @property
    def pressed(self) -> str:
        """The keys that were pressed during a call (18.2.3, of some makers Digits Dialed)."""
        told = self.text("digitGeneratedList") or self.text("dialingSequence") or ""
        return "".join(filter(_TONES.__contains__, told.upper()))

    @property
    def tells_answers(self) -> bool | None:
        """Whether Established comes from where the call has gone; None where that isn't told.

        NetworkReached says what the other network provides (17.2, networkCapability).
        """
        capability = self.fields.get("networkCapability")
        return flag(capability, "eventsProvided", "established")

    @property
    def call_linkage_id(self) -> str | None:
        """What the call is called in all phone systems that it goes through (12.2.8)."""
        place = self.form.linkage
        return None if place is None else WORDS[self._texts[place]]

    @property
    def is_silent(self) -> bool:
        """Whether who comes in only listens or records (participationType, causes)."""
        kind = self.text("participationType")
        return self.cause in SILENT_CAUSES or kind in SILENT_KINDS

    @property
    def own_state(self) -> str | None:
        """The state of the monitored device's own connection, where the switch tells it."""
        return self.text("localConnectionInfo")


def read_event(root: Element) -> Event:
    """Return the event that a message is."""
    elements = list(root.iter("*"))
    return Event(Form(root, elements), [each.text or "" for each in elements], root)
