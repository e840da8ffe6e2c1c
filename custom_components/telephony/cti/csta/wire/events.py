"""Events as they come, call control's above all (ECMA-269, clause 17.2), read no further than needed.

An event is its form, which says where in a message of its kind something stands, and the texts of
this message. So a form that has come before need not be looked for again (`forms.py`).
"""

from collections.abc import Sequence
import re
from typing import Final

from ...model import UNKNOWN_PARTY, Charge, Party, Presentation
from .associated_data import octets, read_charge
from .event_form import TRUNK, TRUNKS, Form
from .identifiers import (
    PARTIES,
    ConnectionId,
    DeviceId,
    may_be_same,
    with_name,
    with_plus,
)
from .xml import TEXT_LIMIT, WORDS, Element, children, flag, read_again, size

SILENT_KINDS: Final = ("silent", "none")
"""participationType of a recorder or a supervisor (ECMA-269, 17.1)."""
SILENT_CAUSES: Final = ("silentParticipation", "lawfulInterception")
_COUNT: Final = re.compile(r"[0-9]{1,6}")
_KEYS: Final = frozenset("0123456789*#+")
_TONES: Final = frozenset("0123456789*#ABCD")


class Event:
    """One event."""

    __slots__ = (
        "_calling",
        "_source",
        "_texts",
        "call_id",
        "cause",
        "device_id",
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
        self.device_id: DeviceId | None = None
        """The device of the connection that the event is about."""
        for call, device, attributes in form.connections:
            if call_id := texts[call].strip()[:TEXT_LIMIT]:
                self.call_id = call_id
                name = "" if device is None else texts[device].strip()[:TEXT_LIMIT]
                self.device_id = DeviceId(name, attributes) if name else None
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

    def count(self, tag: str) -> int | None:
        """Return the number in a field; None where it's missing or none that could be."""
        told = self.text(tag)
        return int(told) if told and _COUNT.fullmatch(told) else None

    @property
    def connection(self) -> ConnectionId:
        """The connection that the event is about, as requests name it."""
        return ConnectionId(self.call_id, self.device_id)

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
                network = self.party("networkCallingDevice")
                is_told = calling.number and network != UNKNOWN_PARTY
                if is_told and not may_be_same(network, calling):
                    calling = UNKNOWN_PARTY  # a trunk, whether it's called one or not
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
            self.party(TRUNK).number,
        ):
            known = told[0]
        return with_name(known, told)

    @property
    def trunk(self) -> str | None:
        """What the way in or out is called, where that is certain.

        Some write the caller himself as the associatedCallingDevice, so whom a trunk stands for
        must be told, too.
        """
        if used := self.party(TRUNK).number:
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
            self.party(tag).number == device.number for tag in TRUNKS
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
    def correlator_data(self) -> str | None:
        """What a program has attached to the call (12.2)."""
        place = self.form.correlator
        return None if place is None else octets(WORDS[self._texts[place]])

    @property
    def account_code(self) -> str | None:
        """To whose account the call goes (18.2.1)."""
        return octets(self.text("accountInfo"))

    @property
    def charge(self) -> Charge | None:
        """What the call costs by now (18.2.2, 17.2.4); whom, chargedDevice or the connection says."""
        if "chargingInfo" not in self.form.fields:
            return None
        return read_charge(self.fields["chargingInfo"])

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
