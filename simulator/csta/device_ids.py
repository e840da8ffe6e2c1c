"""Avaya's way to name devices: a client asks for each, also for the numbers that it calls."""

from .connection import CstaConnection
from .context import Context, Handler
from .errors import operation
from .messages import Element, Writer, local_name, text
from .profiles import SWITCH_CONNECTION


class DeviceIds:
    """Tells and forgets device IDs, in a namespace of the maker's own."""

    def __init__(self, context: Context, writer: Writer) -> None:
        """Belong to one switch."""
        self._context = context
        self._make = writer.avaya

    def handlers(self) -> dict[str, Handler]:
        """Each service's name and what carries it out."""
        return {
            "GetDeviceId": self._get,
            "GetThirdPartyDeviceId": self._get,
            "ReleaseDeviceId": lambda *_: self._make("ReleaseDeviceIdResponse"),
        }

    def _get(self, _connection: CstaConnection, request: Element) -> Element:
        """The device of an extension; a first-party one must be a line."""
        name, number = local_name(request), text(request, "extension")
        known = text(request, "switchName") in (None, SWITCH_CONNECTION)
        if name == "GetDeviceId" and number not in self._context.exchange.lines:
            known = False
        if not (known and number):
            raise operation("invalidDeviceID")
        device = self._context.parties.devices.identifier(number)
        attributes = {
            "typeOfNumber": "other",
            "mediaClass": "voice",
            "bitRate": "constant",
        }
        told = self._make("device", device, **attributes)
        return self._make(f"{name}Response", told)
