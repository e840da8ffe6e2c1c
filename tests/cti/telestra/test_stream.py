"""Bytes become messages however they are cut, and nothing that comes can fill the memory."""

import json

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.telephony.cti.telestra.events import (
    BadMessage,
    Event,
    UnknownEvent,
    decode,
)
from custom_components.telephony.cti.telestra.stream import (
    MESSAGE_LIMIT,
    MessageStream,
    MessageTooLong,
)

TWO = '{"event":"call-incoming","account":"hall","call_id":0,"caller":"Zoë 📞"}\0 \r\n{ }\0'


def messages(stream: MessageStream) -> list[bytes | str]:
    """Take everything that is complete; a message too long shows as a word."""
    taken: list[bytes | str] = []
    while True:
        try:
            message = stream.next()
        except MessageTooLong:
            taken.append("too long")
        else:
            if message is None:
                return taken
            taken.append(message)


def fed(*pieces: bytes) -> list[bytes | str]:
    stream = MessageStream()
    taken: list[bytes | str] = []
    for piece in pieces:
        stream.feed(piece)
        taken += messages(stream)
    return taken


@pytest.mark.parametrize("cut", range(len(TWO.encode()) + 1))
def test_a_cut_at_any_byte_changes_nothing(cut: int) -> None:
    data = TWO.encode()
    assert fed(data[:cut], data[cut:]) == fed(data)


def test_bytes_that_come_one_by_one_make_the_same_messages() -> None:
    data = TWO.encode()
    assert fed(*(bytes([each]) for each in data)) == fed(data)
    assert len(fed(data)) == 2


def test_white_space_and_empty_messages_between_are_nothing() -> None:
    assert fed(b" \n\0\0\r\n\t{}\n\0\n") == [b"{}"]


@pytest.mark.parametrize("pieces", [1, 3, 1000])
def test_a_message_past_the_limit_is_skipped_once(pieces: int) -> None:
    data = b"x" * (MESSAGE_LIMIT + 1000) + b"\0{}\0"
    step = len(data) // pieces + 1
    cut = [data[at : at + step] for at in range(0, len(data), step)]
    assert fed(*cut) == ["too long", b"{}"]


def test_an_endless_message_is_not_kept() -> None:
    stream = MessageStream()
    complaints = 0
    for _ in range(100):
        stream.feed(b"[" * 65536)
        complaints += len(messages(stream))
    assert complaints == 1
    stream.feed(b"\0{}\0")
    assert messages(stream) == [b"{}"]


def test_a_message_of_just_the_limit_is_taken() -> None:
    (message,) = fed(b"x" * MESSAGE_LIMIT + b"\0")
    assert len(message) == MESSAGE_LIMIT


@given(st.lists(st.binary(max_size=40)), st.data())
def test_any_bytes_cut_anywhere_make_the_same_messages(
    parts: list[bytes], data: st.DataObject
) -> None:
    whole = b"\0".join(parts)
    cut = data.draw(st.integers(0, len(whole)))
    assert fed(whole[:cut], whole[cut:]) == fed(whole)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["200", "anonymous", "sip:41@x", "ringing", "incoming", "٣"]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=8,
)
CALL_ITEMS = JSON_VALUES | st.fixed_dictionaries(
    {},
    optional={
        "call_id": JSON_VALUES,
        "id": JSON_VALUES,
        "state": JSON_VALUES,
        "direction": JSON_VALUES,
        "caller": JSON_VALUES,
        "caller_name": JSON_VALUES,
        "num": JSON_VALUES,
    },
)
EVENTS = st.sampled_from(
    ["call-return", "call-incoming", "call-answered", "call-ended", "status", "fail"]
)
EVENT_MESSAGES = st.fixed_dictionaries(
    {"event": EVENTS | JSON_VALUES},
    optional={
        "account": st.just("hall") | JSON_VALUES,
        "call_id": st.integers(0, 3) | JSON_VALUES,
        "caller": JSON_VALUES,
        "caller_name": JSON_VALUES,
        "calls": st.lists(CALL_ITEMS, max_size=6) | JSON_VALUES,
        "account_status": JSON_VALUES,
        "error": JSON_VALUES,
    },
)


@given(
    st.binary(max_size=200) | JSON_VALUES.map(lambda value: json.dumps(value).encode())
)
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b"\xff\xfe{}")
@example(b'{"event":"fail","account":"\\ud800"}')
@example(b'{"event":NaN}')
@example(b'{"event":"status","account":1e400}')
def test_what_is_no_message_is_a_bad_message_and_nothing_else(data: bytes) -> None:
    with pytest.raises(BadMessage):
        decode(data)


@settings(max_examples=300)
@given(EVENT_MESSAGES)
@example({"event": "status", "account": "hall", "account_status": "٣"})
@example({"event": "status", "account": "hall", "account_status": 1e300})
@example({"event": "call-ended", "account": "hall", "call_id": True})
@example({"event": "status", "account": "hall", "calls": [[0], {"id": 0.0}]})
def test_any_fields_make_an_event_or_a_bad_message(message: dict[str, object]) -> None:
    try:
        event = decode(json.dumps(message).encode())
    except BadMessage:
        return
    assert isinstance(event, Event)
    assert 0 < len(event.account) <= 256


def test_an_unknown_event_is_told_from_a_bad_message() -> None:
    with pytest.raises(UnknownEvent):
        decode(b'{"event":"call-parked","account":"hall"}')


def test_a_message_of_a_megabyte_is_read() -> None:
    status = {
        "event": "status",
        "account": "hall",
        "calls": [],
        "more": "x" * 1_000_000,
    }
    (message,) = fed(json.dumps(status).encode() + b"\0")
    assert isinstance(message, bytes)
    assert decode(message).account == "hall"


@pytest.mark.parametrize("item", [[], {}, {"id": []}, [[[[]]]]])
def test_a_message_of_very_many_parts_is_not_read(item: object) -> None:
    status = {"event": "status", "account": "hall", "calls": [item] * 20_000}
    with pytest.raises(BadMessage, match="too many"):
        decode(json.dumps(status).encode())
