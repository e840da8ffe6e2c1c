"""Devices and connections as phone systems write them (ECMA-269, clauses 10 and 12.3)."""

from base64 import b64decode
from collections.abc import Iterable
import re
from typing import Final, NamedTuple

from ...addresses import has_scheme, read_party
from ...model import RESTRICTED_PARTY, UNKNOWN_PARTY, Direction, Party, Presentation
from ...text import LONGEST_READ, Remembered, clean_text
from .xml import TEXT_LIMIT, Element, child, local, own_text

_FUNCTION_FORM: Final = re.compile(r"N(?:<|(?=[+*#\d]))")
"""How the switching function's representation of a device begins (ECMA-269, clause 10)."""
_PLAIN: Final = re.compile(r"\+?[0-9]{1,32}")
_DIRECTORY_NUMBER: Final = re.compile(
    r"(?:[*#]+\d+[*#])*+[*#]*[^*&/!%;]*+(?:\*{2}[^&/!%;]*)?"
)
"""Its number, behind codes, masked perhaps.

What follows is sub-address, appearance, extension, numbering plan, more.
"""
_DIALOGS: Final = {b"ecssI": Direction.OUTGOING, b"ecssO": Direction.INCOMING}
_INTERNATIONAL: Final = "explicitPublic:international"
_OPAQUE: Final = ":::"
"""What stands behind this in a deviceID of ECSS-10 tells the phones of one number apart."""
_APPEARANCE: Final = re.compile(r"(?:N<?)?[+*#\d]+&([^*/!%;<>:@]+)")
"""An appearance of a shared number (clause 10), which is a phone of its own."""
_IDENTIFIERS: Final = ("deviceIdentifier", "deviceID", "numberDialed")


class DeviceId(NamedTuple):
    """A deviceID exactly as the switch wrote it, to be given back unchanged."""

    text: str
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def number(self) -> str | None:
        """The number in it."""
        return PARTIES[self.text].number


class ConnectionId(NamedTuple):
    """One device in one call; the switch makes these, we only repeat them."""

    call_id: str
    device: DeviceId | None = None


def leg_of(device: DeviceId | None) -> str:
    """Return what tells a device's connection from others of the same number; empty where nothing does."""
    text = device.text if device else ""
    if "&" in text and (appearance := _APPEARANCE.match(text)):
        return appearance[1]
    return text.partition(_OPAQUE)[2]


def who_began(device: DeviceId | None) -> Direction | None:
    """Return who began a call, by the ID that ECSS-10 gives the device in it.

    Behind `:::` the dialog with the phone has a name in its second part: ecssI for one that came
    from the phone, ecssO for one that was sent to it.
    """
    _, _, parts = (device.text if device else "").partition(_OPAQUE)
    try:
        name = b64decode(parts.split("#")[1], validate=True)
    except IndexError, ValueError:
        return None
    return _DIALOGS.get(name[:5])


def same_number(one: str | None, other: str | None) -> bool:
    """Whether two numbers are one line's, with or without the plus of a full number."""
    if one is None or other is None:
        return False
    return one == other or one.lstrip("+") == other.lstrip("+")


def may_be_same(network: Party, calling: Party) -> bool:
    """Whether whom the network names may be the callingDevice, in another form of the number."""
    if calling.name is not None:
        return True
    told, known = network.number, calling.number
    return told is not None and known is not None and told[-4:] == known[-4:]


def with_name(who: Party, others: Iterable[Party]) -> Party:
    """Return a party, with the name that others of the same number have where it has none."""
    if who.number is None or who.name is not None:
        return who
    names = (each.name for each in others if same_number(each.number, who.number))
    return who._replace(name=next(filter(None, names), None))


def device_id(element: Element) -> DeviceId:
    """Return a deviceID as it stands, attributes included."""
    return DeviceId(own_text(element), device_attributes(element))


def device_attributes(element: Element) -> tuple[tuple[str, str], ...]:
    """Return what stands beside a deviceID, which belongs to it."""
    return tuple([(key, value[:TEXT_LIMIT]) for key, value in element.items()[:8]])


def device_element(element: Element) -> tuple[Element, bool, Party | None]:
    """Return where in a callingDevice or the like its identifier stands, and whether as a full number.

    Last comes who it is where there is no identifier to be read.
    """
    for each in element:
        kind = local(each)
        if kind in _IDENTIFIERS:
            return each, each.get("typeOfNumber") == _INTERNATIONAL, None
        if kind == "restricted":
            return each, False, RESTRICTED_PARTY
        if kind == "notKnown":
            return each, False, UNKNOWN_PARTY
    return element, False, None


def with_plus(who: Party) -> Party:
    """Return a party whose number is a full one, also where its plus wasn't written."""
    number = who.number
    if number and number.isdecimal() and number[0] != "0":
        return who._replace(number=f"+{number}")
    return who


def party(element: Element | None) -> Party:
    """Return who a callingDevice, calledDevice or the like is."""
    if element is None:
        return UNKNOWN_PARTY
    found, is_international, who = device_element(element)
    who = who or PARTIES[found.text or ""]
    return with_plus(who) if is_international else who


def device_party(device: DeviceId | None) -> Party:
    """Return who a connection's device is."""
    return UNKNOWN_PARTY if device is None else PARTIES[device.text]


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
    call, device = connection_elements(element)
    if not (call_id := own_text(call)):
        return None
    named = None if device is None else device_id(device)
    return ConnectionId(call_id, named if named and named.text else None)


def connection_elements(
    element: Element | None,
) -> tuple[Element | None, Element | None]:
    """Return where in a ConnectionID its call and its device stand.

    The device has no text where it is notKnown or restricted.
    """
    call = device = None
    for each in () if element is None else element:
        kind = local(each)
        if kind == "callID":
            call = each
        elif kind == "deviceID":
            device = each[0] if len(each) else each
    return call, device


def identified_party(identifier: str) -> Party:
    """Return who a deviceID means, in any of its forms (ECMA-269, clause 10)."""
    return PARTIES[identifier]


def _read_identifier(identifier: str) -> Party:
    """Read a deviceID.

    Known forms: `725`, `725:::A#B#C` (Eltex), `725:switch:ip:0` (Avaya), `N<3021>Name;...`,
    `N<123*sub&appearance/extension!plan;;attribute>Name`, and whatever an address may be.
    """
    plain = identifier.partition(":")[0]
    if _PLAIN.fullmatch(plain):  # as nearly all are
        return Party(plain, None, Presentation.ALLOWED)
    name = None
    identifier = clean_text(identifier, LONGEST_READ)
    if form := _FUNCTION_FORM.match(identifier):
        identifier, _, rest = identifier[form.end() :].partition(">")
        name = rest.partition(";")[0]
        if "@" not in identifier and not has_scheme(identifier):
            number = _DIRECTORY_NUMBER.match(identifier)
            identifier = number[0] if number else ""
    elif "<" not in identifier and not has_scheme(identifier):
        identifier = identifier.partition(_OPAQUE)[0]
        if "@" not in identifier:
            identifier = identifier.partition(":")[0]
    return read_party(identifier, name)


PARTIES: Final = Remembered(_read_identifier, longest=256, most=1024)
"""Who deviceIDs mean."""
