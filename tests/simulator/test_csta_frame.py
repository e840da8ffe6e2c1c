"""Frames as the switch reads and writes them, and what it does with nonsense."""

import pytest

from simulator.csta import CstaOptions

from .csta_client import START_SESSION, csta, desk, error_of, name_of


async def test_a_frame_may_come_byte_by_byte() -> None:
    async with desk() as place:
        client = await place.connect()
        data = START_SESSION.encode()
        frame = b"\0\0" + (len(data) + 8).to_bytes(2) + b"0042" + data
        for byte in frame:
            client.send_bytes(bytes([byte]))
            await client.writer.drain()
        invoke_id, reply = await client.receive()
        assert invoke_id == 42
        assert name_of(reply) == "StartApplicationSessionPosResponse"


async def test_frames_may_come_all_at_once_and_are_answered_in_order() -> None:
    async with desk() as place:
        client = await place.logged_in()
        asked = [client.send(csta("RequestSystemStatus")) for _ in range(50)]
        assert [(await client.receive())[0] for _ in asked] == asked


async def test_a_length_field_counts_bytes_and_not_characters() -> None:
    async with desk() as place:
        client = await place.logged_in()
        comment = "<!-- номер занят -->"
        reply = await client.request(csta("RequestSystemStatus", comment))
        assert name_of(reply) == "RequestSystemStatusResponse"


@pytest.mark.parametrize(
    "nonsense",
    [b"\0\1\0\x0c0001<a/>", b"\0\0\0\x070001", b"\0\0\0\x0cabcd<a/>", b"GET / HTTP/1"],
    ids=["wrong first bytes", "length below eight", "no digits", "another protocol"],
)
async def test_what_is_no_frame_ends_the_connection(nonsense: bytes) -> None:
    async with desk() as place:
        client = await place.connect()
        client.send_bytes(nonsense)
        await client.closed()
        assert len(place.front_end.faults) == 1


@pytest.mark.parametrize(
    "xml",
    [
        "<MakeCall>",
        "",
        "\0",
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    ],
    ids=["not closed", "empty", "null byte", "document type"],
)
async def test_unreadable_xml_is_refused_and_the_connection_lives(xml: str) -> None:
    async with desk() as place:
        client = await place.logged_in()
        reply = await client.request(xml)
        assert error_of(reply) == ("operation", "generic")
        await client.silence()
        assert len(place.front_end.faults) == 1


@pytest.mark.parametrize("invoke_id", [0, 1, 9999])
async def test_any_four_digits_are_an_invoke_id(invoke_id: int) -> None:
    async with desk() as place:
        client = await place.connect()
        client.send(START_SESSION, invoke_id)
        answered, reply = await client.receive()
        assert answered == invoke_id
        assert name_of(reply) == "StartApplicationSessionPosResponse"


async def test_an_invoke_id_that_is_still_open_may_not_be_used_again() -> None:
    async with desk(CstaOptions(answer_delay=3)) as place:
        client = await place.connect()
        client.send(START_SESSION, 7)
        client.send(START_SESSION, 7)
        _, reply = await client.receive()
        assert error_of(reply) == ("operation", "generic")


async def test_a_quirky_switch_leaves_the_header_out_of_the_length() -> None:
    async with desk(CstaOptions(length_without_header=True)) as place:
        client = await place.connect()
        client.send(START_SESSION)
        header = await client.reader.readexactly(8)
        xml = await client.reader.readexactly(int.from_bytes(header[2:4]))
        assert xml.endswith(b"</StartApplicationSessionPosResponse>")


async def test_a_quirky_switch_reads_lengths_with_and_without_the_header() -> None:
    async with desk(CstaOptions(length_without_header=True)) as place:
        client = await place.connect()
        for invoke_id, counted in ((b"0001", 8), (b"0002", 0), (b"0003", 8)):
            data = csta("RequestSystemStatus").encode()
            length = (len(data) + counted).to_bytes(2)
            client.send_bytes(b"\0\0" + length + invoke_id + data)
            header = await client.reader.readexactly(8)
            assert header[4:] == invoke_id
            await client.reader.readexactly(int.from_bytes(header[2:4]))


async def test_a_switch_may_write_in_an_encoding_of_its_own() -> None:
    async with desk(CstaOptions(encoding="utf-16")) as place:
        client = await place.connect()
        reply = await client.request(START_SESSION)
        assert name_of(reply) == "StartApplicationSessionPosResponse"


async def test_raw_bytes_reach_every_client() -> None:
    async with desk() as place:
        clients = [await place.logged_in(), await place.logged_in()]
        place.front_end.send_raw(b"\xff\xff")
        for client in clients:
            assert await client.reader.readexactly(2) == b"\xff\xff"
