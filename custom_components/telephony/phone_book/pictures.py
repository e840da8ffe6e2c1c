"""Pictures of contacts: files beside the contacts of a phone book, so that memory holds their keys alone."""

from collections.abc import Collection, Mapping
from hashlib import sha256
import logging
from pathlib import Path
import re
import shutil
import struct
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import STORAGE_DIR

from ..const import DOMAIN

_LOGGER = logging.getLogger(__name__)

MAX_PICTURE: Final = 256 * 1024
"""Bytes of one picture."""
MAX_PIXELS: Final = 20_000_000
"""A browser unfolds a picture to four bytes for each of them."""
MAX_PICTURES: Final = 50_000
MAX_BYTES: Final = 256 * 1024 * 1024
"""Bytes of all pictures of a phone book."""
_KEY: Final = re.compile(r"[0-9a-f]{32}")
_START_OF_FRAME: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG that tell its size (ITU-T T.81, table B.1)."""


def media_type(content: bytes) -> str | None:
    """Return what a picture is, by its own bytes; None for anything else.

    SVG is none of them: it can hold a program.
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        kind, size = "png", struct.unpack_from(">II", content.ljust(24, b"\0"), 16)
    elif content.startswith((b"GIF87a", b"GIF89a")):
        kind, size = "gif", struct.unpack_from("<HH", content.ljust(10, b"\0"), 6)
    elif content.startswith(b"\xff\xd8\xff"):
        kind, size = "jpeg", _size_of_jpeg(content)
    elif content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        kind, size = "webp", _size_of_webp(content.ljust(30, b"\0"))
    else:
        return None
    width, height = size
    return f"image/{kind}" if 0 < width * height <= MAX_PIXELS else None


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker in _START_OF_FRAME:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 1 if marker == 0xFF else 2 + length
    return 0, 0


def _size_of_webp(content: bytes) -> tuple[int, int]:
    """Return the size that the first chunk tells (RFC 9649, section 2)."""
    match content[12:16]:
        case b"VP8X":
            return (
                1 + int.from_bytes(content[24:27], "little"),
                1 + int.from_bytes(content[27:30], "little"),
            )
        case b"VP8L":
            bits = int.from_bytes(content[21:25], "little")
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", content, 26)
            return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def key_of(content: bytes) -> str:
    """Return what a picture is kept by: the same picture is kept once."""
    return sha256(content).hexdigest()[:32]


class PictureFolder:
    """The pictures of a phone book; everything but making it runs outside the event loop."""

    def __init__(self, hass: HomeAssistant, store_id: str) -> None:
        """Take the place beside the file of the contacts."""
        name = f"{DOMAIN}.{store_id}.pictures"
        self._folder = Path(hass.config.path(STORAGE_DIR, name))
        self._sizes: dict[str, int] | None = None
        """Of the pictures that are there, while some are added."""
        self._used = 0
        """Bytes of all of them."""

    def keep(self, pictures: Mapping[str, bytes]) -> frozenset[str]:
        """Write pictures by their keys, as far as there is room, and return which are there."""
        if not pictures:
            return frozenset()
        kept: list[str] = []
        try:
            if self._sizes is None:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._sizes = {
                    each.name: each.stat().st_size for each in self._folder.iterdir()
                }
                self._used = sum(self._sizes.values())
            for key, content in pictures.items():
                if self._sizes.get(key) != len(content):
                    used = self._used + len(content)
                    if len(self._sizes) >= MAX_PICTURES or used > MAX_BYTES:
                        continue
                    (self._folder / key).write_bytes(content)
                    self._sizes[key], self._used = len(content), used
                kept.append(key)
        except OSError as error:
            _LOGGER.warning("Pictures of contacts can't be kept: %s", error.strerror)
        return frozenset(kept)

    def drop_others(self, keys: Collection[str]) -> None:
        """Delete all pictures but these."""
        self._sizes = None
        try:
            for each in self._folder.iterdir():
                if each.name not in keys:
                    each.unlink(missing_ok=True)
        except FileNotFoundError:  # there never were any
            return
        except OSError as error:
            _LOGGER.warning("Old pictures can't be deleted: %s", error.strerror)

    def read(self, key: str) -> bytes | None:
        """Return a picture, if it's there and whole."""
        if not _KEY.fullmatch(key):
            return None
        try:
            content = (self._folder / key).read_bytes()
        except OSError:
            return None
        return content if key_of(content) == key else None

    def remove(self) -> None:
        """Delete them all."""
        shutil.rmtree(self._folder, ignore_errors=True)
