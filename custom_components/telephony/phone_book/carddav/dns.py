"""Where a domain says that its address books are (RFC 6764, 6; RFC 2782)."""

from typing import Final

import aiodns
from pycares import SRVRecordData, TXTRecordData

LOOK_UP_SECONDS: Final = 5.0
WELL_KNOWN: Final = "/.well-known/carddav"


async def async_look_up(domain: str) -> str | None:
    """Return the URL of the service that a domain names; None where it names none."""
    service = f"_carddavs._tcp.{domain}"
    resolver = aiodns.DNSResolver(timeout=LOOK_UP_SECONDS, tries=1)
    try:
        answer = (await resolver.query_dns(service, "SRV")).answer
        servers = [each.data for each in answer if isinstance(each.data, SRVRecordData)]
        server = min(servers, key=lambda it: (it.priority, -it.weight), default=None)
        if server is None or server.target in ("", "."):
            return None
        path = WELL_KNOWN
        try:
            for each in (await resolver.query_dns(service, "TXT")).answer:
                if isinstance(each.data, TXTRecordData):
                    text = each.data.data.decode("ascii", "replace")
                    path = (
                        text.removeprefix("path=")
                        if text.startswith("path=/")
                        else path
                    )
        except aiodns.error.DNSError:
            pass  # a path is named by few
        return f"https://{server.target.rstrip('.')}:{server.port}{path}"
    except aiodns.error.DNSError:
        return None
    finally:
        await resolver.close()
