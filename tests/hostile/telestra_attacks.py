"""What a hostile Telestra server may say, as bytes."""

import json

FLOOD = 10_000


def message(event: str, **fields: object) -> bytes:
    """Return one message about account 705."""
    return json.dumps({"event": event, "account": "705", **fields}).encode() + b"\0"


def heavy(item: bytes, size: int) -> bytes:
    """Return a status of a size with as many items as fit."""
    head = b'{"event":"status","account":"705","account_status":200,"calls":['
    count = (size - len(head) - 4) // (len(item) + 1)
    return head + b",".join([item] * count) + b"]}\0"


SKIPPED: dict[str, bytes] = {
    "JSON without end": b'{"event":"' + b"x" * (8 << 20) + b'"}\0',
    "deep nesting": b"[" * 200_000 + b"\0",
    "deep objects": b'{"a":' * 50_000 + b"\0",
    "invalid UTF-8": b'{"event":"' + b"\xff" * 200_000 + b'"}\0',
    "an event of a megabyte": message("call-ended", call_id="9" * (1 << 20)),
    "a status of many lists": heavy(b"[]", 1_000_000),
    "a status of many objects": heavy(b"{}", 1_000_000),
    "a list of many keys": b"{"
    + b",".join(b'"%x":0' % n for n in range(20_000))
    + b"}\0",
}
"""What is skipped with one line in the log."""
TAKEN: dict[str, bytes] = {
    "a flood of calls": b"".join(
        message("call-incoming", call_id=n % 7, caller="205", caller_name="x" * 1000)
        + message("call-answered", call_id=n % 7)
        + message("call-ended", call_id=n % 7)
        for n in range(FLOOD // 3)
    ),
    "calls without end": b"".join(
        message("call-incoming", call_id=n, caller="205") for n in range(5000)
    ),
    "calls of strangers": b"".join(
        message("call-ended", call_id=0).replace(b"705", b"stranger-%d" % n)
        for n in range(20_000)
    ),
    "null bytes without end": b"\0" * (4 << 20),
    "white space without end": b" \r\n" * (1 << 20) + b"\0",
    "statuses of many numbers": heavy(b"1", 1_000_000) * 5,
    "statuses of many objects": heavy(b'{"state":"odd in many words"}', 250_000) * 20,
    "a text of 200,000 letters": message(
        "call-incoming", call_id=1, caller="7" * 200_000, caller_name="x" * 20_000
    ),
}
"""What is well-formed and only too much."""
