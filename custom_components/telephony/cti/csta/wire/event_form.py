"""The forms of events: where in a message of a kind everything stands."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ...model import Party
from .call_events import CALL_EVENTS
from .identifiers import connection_elements, device_attributes, device_element
from .xml import Element, child, children, local

TRUNK: Final = "networkInterfaceUsed"
TRUNKS: Final = (TRUNK, "associatedCalledDevice", "associatedCallingDevice")
_INSTEAD: Final = {"primaryOldCall": "secondaryOldCall"}
"""What an event is about where its own connection is missing."""
_OUTSIDE: Final = frozenset({*TRUNKS, "networkCallingDevice", "networkCalledDevice"})
_DATA: Final = frozenset({"accountInfo", "chargingInfo"})
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
        correlator = child(fields.get("correlatorData"), "string")
        self.correlator = None if correlator is None else places[correlator]
        self.has_data = (
            self.linkage is not None
            or self.correlator is not None
            or not _DATA.isdisjoint(fields)
        )
        """Whether there is more of the call than its parties."""
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
