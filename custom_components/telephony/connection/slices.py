"""Long work in slices, so that the event loop is never held."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Final

SLICE_SECONDS: Final = 0.005
"""How long is worked before others on the loop get their turn."""


async def in_slices[T](items: Iterable[T]) -> AsyncIterator[T]:
    """Hand out the items, with a rest whenever a slice is over."""
    loop = asyncio.get_running_loop()
    until = loop.time() + SLICE_SECONDS
    for item in items:
        yield item
        if loop.time() > until:
            await asyncio.sleep(0)
            until = loop.time() + SLICE_SECONDS
