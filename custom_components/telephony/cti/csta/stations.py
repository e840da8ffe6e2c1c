"""Which phones a phone system has, where it lists them (ECMA-269, 13.1: switching function devices)."""

from ..errors import LinkError, NotConnected, RequestError
from .segments import Segments
from .session import CstaSession
from .wire.identifiers import party
from .wire.xml import Element, child, descendants, exact_text, text


async def list_stations(session: CstaSession, segments: Segments) -> tuple[str, ...]:
    """Return the numbers of all listed phones, each once; empty where none are told."""
    service = "GetSwitchingFunctionDevices"
    try:
        reply = await session.request(service)
        if (reference := exact_text(reply, "serviceCrossRefID")) is None:
            return ()
        lists = await segments.collect(service, reference)
    except RequestError, NotConnected, LinkError:
        return ()
    devices = (device for root in lists for device in descendants(root, "device"))
    return tuple(dict.fromkeys(filter(None, map(_station, devices))))


def _station(device: Element) -> str | None:
    """Return the number of a listed device that is a phone."""
    if text(device, "deviceCategory") not in (None, "station"):
        return None
    return party(child(device, "deviceID")).number
