"""Which phones a phone system has, where it lists them (ECMA-269, 13.1: switching function devices).

Some write a name behind the number: `N<700>Kitchen` (10.1, switching function representation).
"""

from ..errors import LinkError, NotConnected, RequestError
from .segments import Segments
from .session import CstaSession
from .wire.identifiers import party
from .wire.xml import child, descendants, exact_text, text


async def list_stations(
    session: CstaSession, segments: Segments
) -> dict[str, str | None]:
    """Return the listed phones by number, with their names; empty where none are told."""
    service = "GetSwitchingFunctionDevices"
    try:
        reply = await session.request(service)
        if (reference := exact_text(reply, "serviceCrossRefID")) is None:
            return {}
        lists = await segments.collect(service, reference)
    except RequestError, NotConnected, LinkError:
        return {}
    devices = (device for root in lists for device in descendants(root, "device"))
    stations = [
        party(child(device, "deviceID"))
        for device in devices
        if text(device, "deviceCategory") in (None, "station")
    ]
    return {each.number: each.name for each in stations if each.number}
