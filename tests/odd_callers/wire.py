"""How systems put callers into bytes: correctly, carelessly, or in another encoding than they say."""

import json
from random import Random

from tests.hostile.csta_attacks import frame

from .callers import BROKEN, Caller

HEADS = (
    "",
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<?xml version="1.0" encoding="US-ASCII"?>',
    '<?xml version="1.0" encoding="windows-1251"?>',
    '<?xml version="1.0" encoding="made-up"?>',
    '\n<?xml version="1.0" encoding="UTF-8"?>',
)
"""Declarations, half of them wrong."""
PLACES = (
    *("callingDevice",) * 4,
    "networkCallingDevice",
    "associatedCallingDevice",
)
"""Where an event names who calls (ECMA-269, 17.2)."""
BESIDE_NUMBER = ("", "", "*12", "&3", "/7", "!98", "*1&2/3!4", ";;line=4")
"""Sub-address, appearance, extension, numbering plan, attributes (ECMA-269, clause 10)."""


def is_allowed(letter: str) -> bool:
    """Whether XML 1.0 allows a letter (2.2)."""
    return letter in "\t\n\r" or (
        " " <= letter <= "\U0010ffff"
        and not "\ud800" <= letter <= "\udfff"
        and letter not in "\ufffe\uffff"
    )


def in_xml(text: str, random: Random) -> bytes:
    """Write a text into XML; what is markup is escaped, what is forbidden is copied or referred to."""
    written = []
    for letter in text:
        if letter in "<>" or (letter == "&" and random.random() < 0.9):
            written.append({"<": "&lt;", ">": "&gt;", "&": "&amp;"}[letter])
        elif not is_allowed(letter) and random.random() < 0.5:
            written.append(random.choice(("&#{};", "&#x{:x};")).format(ord(letter)))
        elif random.random() < 0.01:
            written.append(f"&#{ord(letter)};")
        else:
            written.append(letter)
    return encoded("".join(written), random)


def encoded(text: str, random: Random) -> bytes:
    """Encode a text; now and then in a code page although it is said to be UTF-8."""
    if random.random() < 0.1:
        try:
            return text.encode(random.choice(("cp1252", "cp1251")))
        except UnicodeError:
            pass
    return text.encode("utf-8", "surrogatepass")


def delivered(reference: str, call: str, caller: Caller, random: Random) -> bytes:
    """Return a frame with DeliveredEvent for line 700."""
    address = caller.address
    if caller.number == address and random.random() < 0.7:
        beside = random.choice(BESIDE_NUMBER)
        address = f"N<{address}{beside}>" + caller.name.replace(";", ",")
    identifier = in_xml(address, random)
    if address.startswith(("N<", '"')) and random.random() < 0.2:
        head, ada, rest = identifier.partition(b"Ada")
        if ada:  # bytes that are no letters, within the name
            identifier = head + random.choice(BROKEN) + b" " + ada + rest
    place = random.choice(PLACES).encode()
    own = b"<deviceIdentifier>700:::A#B</deviceIdentifier>"
    return frame(
        random.choice(HEADS).encode()
        + b"<DeliveredEvent><monitorCrossRefID>"
        + reference.encode()
        + b"</monitorCrossRefID><connection><deviceID>700:::A#B</deviceID><callID>"
        + call.encode()
        + b"</callID></connection><alertingDevice>"
        + own
        + b"</alertingDevice><%s><deviceIdentifier>" % place
        + identifier
        + b"</deviceIdentifier></%s><calledDevice>" % place
        + own
        + b"</calledDevice><cause>newCall</cause></DeliveredEvent>"
    )


def cleared(reference: str, call: str) -> bytes:
    """Return a frame with the end of that call."""
    return frame(
        (
            f"<ConnectionClearedEvent><monitorCrossRefID>{reference}</monitorCrossRefID>"
            f"<droppedConnection><deviceID>700:::A#B</deviceID><callID>{call}</callID>"
            "</droppedConnection><cause>callCancelled</cause></ConnectionClearedEvent>"
        ).encode()
    )


def in_json(text: str, random: Random) -> bytes:
    """Write a text into JSON, with or without escapes; controls stand as they are now and then."""
    whole = json.dumps(text, ensure_ascii=random.random() < 0.4)
    data = encoded(whole, random)
    for control in (1, 9, 27):
        if random.random() < 0.3:
            data = data.replace(b"\\u%04x" % control, bytes([control]))
    if random.random() < 0.1:
        data = data[:-1] + random.choice(BROKEN) + b'"'
    if random.random() < 0.1:
        data = data[:-1] + rb'\ud83d"'
    return data


def call_incoming(call: int, caller: Caller, random: Random) -> bytes:
    """Return the message of an incoming call at account 705."""
    # Bytes that are no letters never stand within an address: nobody could tell what it was.
    address = json.dumps(caller.address, ensure_ascii=random.random() < 0.4).encode()
    return (
        b'{"event":"call-incoming","account":"705","call_id":%d,"caller":' % call
        + address
        + b',"caller_name":'
        + in_json(caller.name, random)
        + b"}\0"
    )


def call_ended(call: int) -> bytes:
    """Return the message of that call's end."""
    return b'{"event":"call-ended","account":"705","call_id":%d}\0' % call
