"""The names that the switch gives to calls, connections, monitors and sessions."""

import itertools

from .messages import Element, Writer
from .options import CstaOptions
from .profiles import Profile

_CALL_MASK = 0x5A3C_96E1_0F2D
_CALL_PREFIX = "f76e"


class CallIds:
    """The exchange's call numbers as this switch writes them, and back."""

    def __init__(self, profile: Profile) -> None:
        """Hexadecimal and opaque, or plain digits, as the profile says."""
        self._hexadecimal = profile.hexadecimal_call_id

    def write(self, call: int) -> str:
        """The callID of an exchange call."""
        return (
            f"{_CALL_PREFIX}{call ^ _CALL_MASK:012x}"
            if self._hexadecimal
            else str(call)
        )

    def read(self, call_id: str) -> int | None:
        """The exchange call of a callID, None where this switch never wrote it."""
        try:
            call = (
                int(call_id.removeprefix(_CALL_PREFIX), 16) ^ _CALL_MASK
                if self._hexadecimal
                else int(call_id)
            )
        except ValueError:
            return None
        return call if self.write(call) == call_id else None


class References:
    """Opaque names that are never given twice."""

    def __init__(self, *, numeric: bool = False) -> None:
        """They come from a counter, so that a run can be repeated; monitors' may be digits."""
        self._numbers = itertools.count(1)
        self._numeric = numeric

    def monitor(self) -> str:
        """A monitorCrossRefID."""
        if self._numeric:
            return str(next(self._numbers) * 0x9E3779B1 & 0x7FFF_FFFF)
        return f"DMON:{self._next()}"

    def session(self) -> str:
        """A sessionID."""
        return self._next()

    def service(self) -> str:
        """A serviceCrossRefID."""
        return f"SREF:{self._next()}"

    def _next(self) -> str:
        return f"f76e{next(self._numbers) * 0x9E3779B1 & 0xFFFF_FFFF_FFFF:012x}"


class DeviceWriter:
    """Writes devices and connections as the profile's switch does."""

    def __init__(self, options: CstaOptions, writer: Writer, calls: CallIds) -> None:
        """Shared by everything that one front-end says."""
        self._profile = options.profile
        self._make = writer.csta
        self._calls = calls
        self._number_type = (
            {"typeOfNumber": self._profile.type_of_number}
            if self._profile.type_of_number
            else {}
        )

    def identifier(
        self,
        number: str,
        name: str | None = None,
        leg: int | None = None,
        *,
        called: bool = False,
    ) -> str:
        """The text of a deviceID; with a leg it names this device in one call."""
        return self._profile.device.write(number, name, leg, called)

    def connection_identifier(
        self,
        number: str,
        name: str | None = None,
        leg: int | None = None,
        *,
        called: bool = False,
        phone: str | None = None,
    ) -> str:
        """The text of a connection's deviceID; a number alone where the maker writes no more."""
        if self._profile.plain_connections:
            return phone or number
        return self.identifier(number, name, leg, called=called)

    def number(self, identifier: str) -> str:
        """The number in a deviceID."""
        return self._profile.device.read(identifier)

    def device_id(self, tag: str, identifier: str) -> Element:
        """A bare device."""
        return self._make(tag, identifier, **self._number_type)

    def device(
        self, tag: str, identifier: str | None, *, restricted: bool = False
    ) -> Element:
        """A party: deviceIdentifier, restricted or notKnown."""
        if restricted:
            return self._make(tag, self._make("restricted"))
        if identifier is None:
            return self._make(tag, self._make("notKnown"))
        media = self._profile.media_class
        attributes = {"mediaClass": media, "bitRate": "constant"} if media else {}
        return self._make(
            tag,
            self._make(
                "deviceIdentifier", identifier, **self._number_type, **attributes
            ),
        )

    def redirection(
        self, tag: str, identifier: str | None, *, restricted: bool = False
    ) -> Element:
        """Who redirected a call: numberDialed, restricted, or the maker's word for nobody."""
        if restricted:
            return self._make(tag, self._make("restricted"))
        if identifier is None:
            return self._make(tag, self._make(self._profile.not_redirected))
        return self._make(tag, self.device_id("numberDialed", identifier))

    def connection(self, tag: str, call: int, identifier: str | None) -> Element:
        """A ConnectionID in the order of the profile."""
        parts = [self._make("callID", self._calls.write(call))]
        if identifier is not None:
            parts.insert(
                1 if self._profile.call_id_first else 0,
                self.device_id("deviceID", identifier),
            )
        return self._make(tag, *parts)

    def is_echoed(self, device: Element, identifier: str) -> bool:
        """Whether a request names this device exactly as it was told, attributes included."""
        kind = device.get("typeOfNumber")
        told = (device.text or "").strip()
        return told == identifier and kind == self._profile.type_of_number
