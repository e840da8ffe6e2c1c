"""What a hostile switch may say, as bytes; every attack is for a line with a monitor."""

from collections.abc import Callable
import struct

LARGEST = 65527
FLOOD = 10_000


def frame(xml: bytes, invoke_id: int = 9999) -> bytes:
    """Return one frame."""
    return struct.pack(">HH4s", 0, len(xml) + 8, b"%04d" % invoke_id) + xml


def event(reference: str, kind: str, call: str, caller: str = "+4930123456") -> bytes:
    """Return an event of an incoming call at line 700."""
    connection, device = {
        "Delivered": ("connection", "alertingDevice"),
        "Established": ("establishedConnection", "answeringDevice"),
        "ConnectionCleared": ("droppedConnection", "releasingDevice"),
    }[kind]
    own = "<deviceIdentifier>700:::A#B</deviceIdentifier>"
    xml = (
        f"<{kind}Event><monitorCrossRefID>{reference}</monitorCrossRefID>"
        f"<{connection}><deviceID>700:::A#B</deviceID><callID>{call}</callID></{connection}>"
        f"<{device}>{own}</{device}>"
        f"<callingDevice><deviceIdentifier>{caller}</deviceIdentifier></callingDevice>"
        f"<calledDevice>{own}</calledDevice><cause>newCall</cause></{kind}Event>"
    )
    return frame(xml.encode())


def flood(reference: str) -> bytes:
    """Call, answer and hang up as fast as bytes can be sent."""
    return b"".join(
        event(reference, kind, f"flood-{number}")
        for number in range(FLOOD // 3)
        for kind in ("Delivered", "Established", "ConnectionCleared")
    )


def calls_without_end(reference: str) -> bytes:
    """Let ever new calls ring."""
    return b"".join(
        event(reference, "Delivered", f"new-{number}") for number in range(3000)
    )


def strangers(reference: str) -> bytes:
    """Send events of monitors that nobody has, padded to the full."""
    filler = "x" * (LARGEST - 600)
    return b"".join(
        event(f"{reference}-{number}", "Delivered", filler) for number in range(300)
    )


def segments(reference: str) -> bytes:
    """Send parts of answers that nobody has asked for."""
    filler = b"<a/>" * 8000
    return b"".join(
        frame(
            b"<SnapshotDeviceData><serviceCrossRefID>%d</serviceCrossRefID>" % number
            + filler
            + b"</SnapshotDeviceData>"
        )
        for number in range(300)
    )


def made_up_names(reference: str) -> bytes:
    """Use names that no message has ever had."""
    return b"".join(
        frame(b"<" + b"n%d" % number + b"x" * 200 + b"Event/>")
        for number in range(20_000)
    )


def long_names(reference: str) -> bytes:
    """Use the longest names that fit."""
    return b"".join(
        frame(b"<n%d" % number + b"x" * 60_000 + b"/>") for number in range(200)
    )


def long_texts(reference: str) -> bytes:
    """Call with the longest number that fits, and hang up."""
    number = "7" * (LARGEST - 800)
    return event(reference, "Delivered", "long", number) + event(
        reference, "ConnectionCleared", "long"
    )


def requests(count: int) -> bytes:
    """Ask for many answers."""
    request = b"<RequestSystemStatus/>"
    return b"".join(frame(request, number % 9998 + 1) for number in range(count))


def bad(xml: bytes) -> Callable[[str], bytes]:
    """Return an attack by one message that is none."""
    return lambda reference: frame(xml) * 20


def stream(data: bytes) -> Callable[[str], bytes]:
    """Return an attack on the framing."""
    return lambda reference: data


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    + b"]><DeliveredEvent>&j;</DeliveredEvent>"
)
EXTERNAL = (
    b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    b"<DeliveredEvent>&f;</DeliveredEvent>"
)
ATTRIBUTES = (
    b"<DeliveredEvent "
    + b" ".join(b'a%d=""' % n for n in range(6000))
    + b"></DeliveredEvent>"
)
UNREADABLE: dict[str, Callable[[str], bytes]] = {
    "an entity bomb": bad(BOMB),
    "an entity bomb in UTF-16": bad(BOMB[21:].decode().encode("utf-16")),
    "an external entity": bad(EXTERNAL),
    "deep nesting": bad(b"<a>" * 20_000),
    "null bytes": bad(b"<DeliveredEvent>" + b"\0" * 65_000 + b"</DeliveredEvent>"),
    "invalid UTF-8": bad(b"<DeliveredEvent>" + b"\xff" * 65_000 + b"</DeliveredEvent>"),
    "long names": long_names,
}
"""What is passed over with one line in the log."""
FRAMING: dict[str, Callable[[str], bytes]] = {
    "a length of nothing": stream(b"\0\0\0\0" + b"9999<a/>"),
    "a length that is less than the header": stream(b"\0\0\0\7" + b"9999<a/>"),
    "bytes of another protocol": stream(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    "made-up names": made_up_names,
    "an invoke ID of letters": stream(b"\0\0\0\x0cabcd<a/>"),
}
"""What ends the connection."""
TAKEN: dict[str, Callable[[str], bytes]] = {
    "a flood of calls": flood,
    "calls without end": calls_without_end,
    "events of strangers": strangers,
    "segments of strangers": segments,
    "requests without end": lambda reference: requests(10_000),
    "texts of 65,527 bytes": long_texts,
    "6,000 attributes": lambda reference: frame(ATTRIBUTES) * 50,
    "8,000 elements": lambda reference: (
        frame(b"<DeliveredEvent>" + b"<a/>" * 8_000 + b"</DeliveredEvent>") * 50
    ),
}
"""What is well-formed and only too much."""
