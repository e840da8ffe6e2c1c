"""Devices and connections as switches write them (ECMA-269, clause 12.3)."""

from functools import lru_cache
from typing import Final, NamedTuple

from ...model import RESTRICTED_PARTY, UNKNOWN_PARTY, Party, Presentation
from .xml import TEXT_LIMIT, Element, child, local, own_text

PARTY_LIMIT: Final = 256
"""Characters kept of a number or a name."""
_SCHEMES: Final = ("tel:", "sip:", "sips:")
_IDENTIFIERS: Final = ("deviceIdentifier", "deviceID", "numberDialed")


class DeviceId(NamedTuple):
    """A deviceID exactly as the switch wrote it, to be given back unchanged."""

    text: str
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def number(self) -> str | None:
        """The number in it."""
        return identified_party(self.text).number


class ConnectionId(NamedTuple):
    """One device in one call; the switch makes these, we only repeat them."""

    call_id: str
    device: DeviceId | None = None


def number_and_name(identifier: str) -> tuple[str, str | None]:
    """Return the number in a deviceID, and the name where the form carries one.

    Known forms: `725`, `725:::A#B#C`, `725:switch:ip:0`, `N<3021>Name;...`, `N<123!98>`,
    `tel:+7...;...` and `sip:725@host;...`, with the name before brackets if there is one.
    """
    if identifier.startswith("N<"):
        number, _, rest = identifier[2:].partition(">")
        return number.partition("!")[0], rest.partition(";")[0].strip() or None
    name = None
    if identifier.endswith(">") or "<" in identifier:
        before, _, rest = identifier.partition("<")
        identifier, name = rest.partition(">")[0], before.strip(' "') or None
    if identifier.startswith(_SCHEMES):
        address = identifier.partition(":")[2]
        return address.partition("@")[0].partition(";")[0], name
    return identifier.partition(":")[0], name


def same_number(one: str | None, other: str | None) -> bool:
    """Whether two numbers are one line's, with or without the plus of a full number."""
    if one is None or other is None:
        return False
    return one == other or one.lstrip("+") == other.lstrip("+")


def device_id(element: Element) -> DeviceId:
    """Return a deviceID as it stands, attributes included."""
    attributes = [(key, value[:TEXT_LIMIT]) for key, value in element.items()[:8]]
    return DeviceId(own_text(element), tuple(attributes))


def party(element: Element | None) -> Party:
    """Return who a callingDevice, calledDevice or the like is."""
    if element is None:
        return UNKNOWN_PARTY
    for each in element:
        kind = local(each)
        if kind in _IDENTIFIERS:
            return identified_party(own_text(each))
        if kind == "restricted":
            return RESTRICTED_PARTY
        if kind == "notKnown":
            return UNKNOWN_PARTY
    return identified_party(own_text(element))


def device_party(device: DeviceId | None) -> Party:
    """Return who a connection's device is."""
    return UNKNOWN_PARTY if device is None else identified_party(device.text)


def own_device(element: Element | None) -> DeviceId | None:
    """Return the deviceID in a party, as it would stand in a connection."""
    found = child(element, "deviceIdentifier")
    if found is None or not found.text:
        return None
    kind = found.get("typeOfNumber")
    attributes = (("typeOfNumber", kind),) if kind else ()
    return DeviceId(own_text(found), attributes)


def connection(element: Element | None) -> ConnectionId | None:
    """Return a ConnectionID, whichever of its parts comes first; None without a callID."""
    if element is None:
        return None
    device = call_id = None
    for each in element:
        kind = local(each)
        if kind == "callID":
            call_id = own_text(each)
        elif kind == "deviceID":
            device = _identified(each)
    return ConnectionId(call_id, device) if call_id else None


def _identified(element: Element) -> DeviceId | None:
    """Return a connection's device; None where it is notKnown or restricted."""
    if len(element):
        element = element[0]
    found = device_id(element)
    return found if found.text else None


@lru_cache(maxsize=1024)  # a call's events name the same few devices again and again
def identified_party(identifier: str) -> Party:
    """Return who a deviceID means."""
    number, name = number_and_name(identifier)
    if not number:
        return UNKNOWN_PARTY
    if number.lower() == "anonymous":
        return RESTRICTED_PARTY
    name = name and name[:PARTY_LIMIT]
    return Party(number[:PARTY_LIMIT], name, Presentation.ALLOWED)
