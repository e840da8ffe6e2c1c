"""XML that is read a little at a time."""

from io import BytesIO
from typing import Final, override

_AT_ONCE: Final = 4096


class InParts(BytesIO):
    """Hands out few bytes at once.

    The parser makes objects of all that it's given before anybody takes one, and many that live
    for a while cost a garbage collection of the whole house.
    """

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        """Return what comes next."""
        return super().read(_AT_ONCE)
