"""Pictures that are small and real enough: their heads are whole, and tell a size."""

import base64
import struct
import zlib


def png(width: int = 8, height: int = 8, color: int = 0) -> bytes:
    """Return a PNG of one color."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = bytes((0, *(color,) * width)) * height if width * height < 1 << 16 else b""
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        )
    )


def gif(width: int = 8, height: int = 8) -> bytes:
    """Return a GIF."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x00\x00\x00;"


def jpeg(width: int = 8, height: int = 8, extra: int = 0) -> bytes:
    """Return a JPEG with an application's data of some length before its size."""
    app = b"\xff\xe1" + struct.pack(">H", extra + 2) + bytes(extra)
    frame = (
        b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    )
    return b"\xff\xd8" + app + frame + b"\xff\xd9"


def webp(width: int = 8, height: int = 8) -> bytes:
    """Return a WebP with an extended header."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def card(
    name: str, number: str, picture: bytes | None = None, *more: str, type_: str = "PNG"
) -> str:
    """Return a vCard of version 3, maybe with a picture."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"TEL:{number}", *more]
    if picture is not None:
        text = base64.b64encode(picture).decode()
        folded = "\r\n ".join(text[i : i + 70] for i in range(0, len(text), 70))
        lines.append(f"PHOTO;ENCODING=b;TYPE={type_}:{folded}")
    return "\r\n".join((*lines, "END:VCARD", ""))
