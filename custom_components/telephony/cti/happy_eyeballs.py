"""Reaches a host at the first of its addresses that lives (RFC 8305, "Happy Eyeballs").

asyncio's own way loses a socket that has just been connected when it is cancelled in that moment
(Python 3.14), and a connection that nobody would ever close stays with the phone system.
"""

import asyncio
from itertools import chain, zip_longest
import socket
from typing import Any, Final

NEXT_ADDRESS_AFTER: Final = 0.25
"""Seconds until the next address is tried beside the one before (RFC 8305, 5)."""


async def connect_socket(host: str, port: int) -> socket.socket:
    """Return a connected TCP socket; OSError where no address takes the connection."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    tries: dict[asyncio.Task[None], socket.socket] = {}
    winner: socket.socket | None = None
    problem: BaseException = OSError("the host has no address")
    addresses = _interleaved(found)
    try:
        while winner is None and (addresses or tries):
            if addresses:
                family, kind, protocol, _, address = addresses.pop(0)
                try:
                    sock = socket.socket(family, kind, protocol)
                except OSError as error:  # a family that this machine doesn't have
                    problem = error
                    continue
                sock.setblocking(False)  # noqa: FBT003  # it takes no keywords
                tries[loop.create_task(loop.sock_connect(sock, address))] = sock
            done, _ = await asyncio.wait(
                tries,
                timeout=NEXT_ADDRESS_AFTER if addresses else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for each in done:
                if (failed := each.exception()) is not None:
                    problem = failed
                    tries.pop(each).close()
                elif winner is None:
                    winner = tries.pop(each)
    finally:
        for each in tries:
            each.cancel()
        await asyncio.gather(*tries, return_exceptions=True)
        for sock in tries.values():
            sock.close()
    if winner is None:
        raise problem
    return winner


def _interleaved(found: list[Any]) -> list[Any]:
    """Let the families of addresses take turns, the host's first one first (RFC 8305, 4)."""
    first = [each for each in found if each[0] == found[0][0]]
    others = [each for each in found if each[0] != found[0][0]]
    pairs = chain.from_iterable(zip_longest(first, others))
    return [each for each in pairs if each is not None]
