"""Frames are found wherever TCP split or merged them, and nonsense is no frame."""

from hypothesis import given, strategies as st
import pytest

from custom_components.telephony.cti.csta.wire.frame import (
    LARGEST_XML,
    FrameDecoder,
    FrameError,
    encode,
)

from ..peer import frame


def decoded(decoder: FrameDecoder) -> list[tuple[int, bytes]]:
    """Return every frame that is complete."""
    frames = []
    while found := decoder.next():
        frames.append(found)
    return frames


def test_the_length_counts_the_whole_frame_in_bytes() -> None:
    xml = "<имя/>".encode()
    assert encode(7, xml) == b"\x00\x00" + bytes([0, 8 + len(xml)]) + b"0007" + xml


@given(
    st.lists(st.tuples(st.integers(0, 9999), st.binary(min_size=1, max_size=300))),
    st.data(),
)
def test_frames_survive_every_way_of_cutting_the_stream(
    frames: list[tuple[int, bytes]], data: st.DataObject
) -> None:
    stream = b"".join(encode(invoke_id, xml) for invoke_id, xml in frames)
    decoder, found = FrameDecoder(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        decoder.feed(stream[:size])
        stream = stream[size:]
        found += decoded(decoder)
    assert found == frames


def test_the_largest_frame_goes_through_and_one_byte_more_does_not() -> None:
    decoder = FrameDecoder()
    decoder.feed(encode(1, b"x" * LARGEST_XML))
    assert decoded(decoder) == [(1, b"x" * LARGEST_XML)]
    with pytest.raises(FrameError):
        encode(1, b"x" * (LARGEST_XML + 1))


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 400 Bad Request\r\n",
        b"H",
        b"\x00\x01\x00\x10" + b"0001<a/>",
        b"\x00\x00\x00\x07" + b"0001<a/>",
        b"\x00\x00\x00\x08" + b"0001",
        b"\x00\x00\x00\x10" + b"00x1<a/>",
        b"\x16\x03\x01\x00\x05",
    ],
)
def test_what_is_no_header_is_an_error(data: bytes) -> None:
    decoder = FrameDecoder()
    decoder.feed(data)
    with pytest.raises(FrameError):
        decoder.next()


def test_a_length_without_the_header_can_be_read_again() -> None:
    decoder = FrameDecoder()
    xml = b"<answer>yes</answer>"
    stream = frame(1, xml, length_of_xml=True) + frame(2, xml, length_of_xml=True)
    decoder.feed(stream[:-1])
    assert decoder.next() == (1, xml[:-8])
    decoder.reread_without_header()
    assert decoder.next() == (1, xml)
    assert decoder.next() is None
    decoder.feed(stream[-1:])
    assert decoder.next() == (2, xml)
