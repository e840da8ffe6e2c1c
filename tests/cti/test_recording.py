"""What is recorded, how it is bounded, and that it is told whole and without anybody's name."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
import re
import struct

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.telephony.cti.connector import tcp_connector
from custom_components.telephony.cti.csta import CstaSettings, CstaSystem
from custom_components.telephony.cti.csta.recorded import transcript as csta_transcript
from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.link import LinkState, LinkStatus
from custom_components.telephony.cti.model import CallEvent, CallEventType
from custom_components.telephony.cti.recording import Recording, Way
from custom_components.telephony.cti.telestra import TelestraSettings, TelestraSystem
from custom_components.telephony.cti.telestra.recorded import (
    transcript as telestra_transcript,
)
from custom_components.telephony.cti.transcript import (
    BadTranscript,
    Message,
    escape,
    read,
    unescape,
    write,
)
from simulator.csta import CstaFrontEnd
from simulator.exchange import Exchange
from simulator.server import Server, serve
from simulator.telestra import TelestraFrontEnd, TelestraOptions

CALLER, NAME = "+4989777001122", "Canaria Vogel"
SETTINGS = CstaSettings(username="demo.local", password="demo")


class Heard:
    """Hears a phone system, and waits for what it tells."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.types: list[CallEventType] = []
        self.states: list[LinkState] = []
        self._changed = asyncio.Event()

    def link_changed(self, status: LinkStatus) -> None:
        """Keep a state."""
        self.states.append(status.state)
        self._changed.set()

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Keep the events."""
        self.types += [each.type for each in events]
        self._changed.set()

    async def until(self, kind: CallEventType | LinkState) -> None:
        """Wait until something was heard."""
        async with asyncio.timeout(20):
            while kind not in (*self.types, *self.states):
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def csta(heard: Heard) -> AsyncIterator[tuple[CstaSystem, Exchange, Server]]:
    """Make a phone system and a client of it."""
    loop = asyncio.get_running_loop()
    exchange = Exchange(loop, ("700", "701"))
    async with serve(CstaFrontEnd(exchange, loop)) as server:
        system = CstaSystem(tcp_connector("127.0.0.1", server.port), heard, SETTINGS)
        system.add_line("700")
        try:
            yield system, exchange, server
        finally:
            await system.stop()


async def test_a_recording_of_a_call_names_nobody_and_is_whole() -> None:
    heard = Heard()
    async with csta(heard) as (system, exchange, _):
        system.start_recording(Recording())
        await system.start()
        await system.wait_synchronized()
        call = exchange.dial(CALLER, "700", name=NAME)
        await heard.until(CallEventType.INCOMING)
        exchange.clear_call(call.id)
        await heard.until(CallEventType.ENDED)
    assert system.recording is not None
    lines = csta_transcript(system.recording, SETTINGS, system.lines)
    told = "\n".join(lines)
    for private in (CALLER, CALLER[1:], "Canaria", "Vogel", "demo", "127.0.0.1"):
        assert private not in told.replace("demo.local", "")
    assert not re.search(r"(?<!\d)70[01](?!\d)", re.sub(r"(?m)^.{22}", "", told))
    found = read(lines)
    assert found.head["protocol"] == "csta"
    assert found.head["profile"] == "eltex_ecss10"
    assert len(found.lines) == 1
    names = [
        re.findall(r"<(?:\w+:)?([A-Z]\w+)", each.text)[:1] for each in found.messages
    ]
    assert names[0] == []
    assert found.messages[0].label == "connected"
    assert found.messages[-1].label == "closed"
    for name in ("StartApplicationSession", "MonitorStartResponse", "DeliveredEvent"):
        assert [name] in names


async def test_a_recording_begins_with_a_new_connection_and_outlives_its_loss() -> None:
    heard = Heard()
    async with csta(heard) as (system, _, server):
        await system.start()
        await system.wait_synchronized()
        heard.states.clear()
        system.start_recording(Recording())
        await heard.until(LinkState.READY)
        await system.wait_synchronized()
        heard.states.clear()
        server.drop_connections()
        await heard.until(LinkState.READY)
    assert system.recording is not None
    links = [each.data for each in system.recording.pieces if each.way is Way.LINK]
    assert links == [b"connected", b"closed", b"connected", b"closed"]
    assert not system.recording.is_on


@pytest.mark.parametrize(
    ("bounds", "is_full"),
    [
        ({"most_bytes": 1000}, True),
        ({"most_pieces": 4}, True),
        ({"seconds": 0.0}, False),
    ],
)
async def test_a_recording_ends_by_itself_and_the_connection_goes_on(
    bounds: dict[str, float], is_full: bool
) -> None:
    heard = Heard()
    async with csta(heard) as (system, exchange, _):
        recording = Recording(**bounds)  # type: ignore[arg-type]  # fields by name
        system.start_recording(recording)
        await system.start()
        await system.wait_synchronized()
        call = exchange.dial(CALLER, "700")
        await heard.until(CallEventType.INCOMING)
        exchange.clear_call(call.id)
        assert not recording.is_on
        assert recording.is_full is is_full
        assert recording.seconds_left == 0
        assert sum(len(each.data) for each in recording.pieces) <= 1000 or (
            len(recording.pieces) <= 4
        )


async def test_a_second_recording_ends_the_first_one() -> None:
    heard = Heard()
    async with csta(heard) as (system, _, _):
        first, second = Recording(), Recording()
        system.start_recording(first)
        await system.start()
        system.start_recording(second)
        assert not first.is_on
        assert second.is_on
        assert system.recording is second


async def test_telestra_is_recorded_alike() -> None:
    heard = Heard()
    loop = asyncio.get_running_loop()
    exchange = Exchange(loop, ("41",))
    options = TelestraOptions(accounts={"hall": "41"})
    async with serve(TelestraFrontEnd(exchange, loop, options)) as server:
        system = TelestraSystem(tcp_connector("127.0.0.1", server.port), heard)
        system.add_line("hall")
        system.start_recording(Recording())
        await system.start()
        await system.wait_synchronized()
        call = exchange.dial(CALLER, "41", name=NAME)
        await heard.until(CallEventType.INCOMING)
        exchange.clear_call(call.id)
        await system.stop()
    assert system.recording is not None
    lines = telestra_transcript(system.recording, TelestraSettings(), system.lines)
    told = "\n".join(lines)
    for private in (CALLER[1:], "Canaria", "Vogel", "hall"):
        assert private not in told
    events = re.findall(r'"event":"([\w-]+)"', told)
    assert {"status", "call-incoming"} <= set(events)
    assert read(lines).head["protocol"] == "telestra"


@contextmanager
def recorded(*pieces: tuple[str, bytes]) -> Iterator[Recording]:
    """Return a recording of these pieces."""
    recording = Recording()
    for way, data in pieces:
        (recording.sent if way == ">" else recording.came)(data)
    yield recording
    recording.end()


def frame(xml: bytes, length: int, invoke_id: int = 1) -> bytes:
    """Return a frame that gives this length."""
    return struct.pack(">HH4s", 0, length, b"%04d" % invoke_id) + xml


async def test_lengths_that_leave_the_header_out_are_seen_and_told() -> None:
    one, two = b"<AResponse><b>1</b></AResponse>", b"<CResponse/>"
    data = frame(one, len(one)) + frame(two, len(two), 2)
    with recorded(("<", data[:20]), ("<", data[20:])) as recording:
        found = read(csta_transcript(recording, SETTINGS, ()))
    assert found.head["lengths"] == "without header"
    assert [each.label for each in found.messages] == ["0001", "0002"]
    assert found.messages[1].text == "<CResponse/>"


async def test_something_else_that_answers_is_told_in_its_plain_words() -> None:
    said = b"HTTP/1.1 400 Bad Request\r\nServer: pbx.firma.de\r\n\r\n"
    with recorded((">", b'{"cmd":"get-status","account":"a1"}\0'), ("<", said)) as one:
        telestra = telestra_transcript(one, TelestraSettings(), ())
        csta_lines = csta_transcript(one, SETTINGS, ())
    for lines in (telestra, csta_lines):
        raw = [each.text for each in read(lines).messages if each.label == "raw"]
        told = "\n".join(raw)
        assert told.startswith("HTTP/") or told.partition("\n")[2].startswith("HTTP/")
        assert "Bad Request" in told
        assert "Server: " in told
        assert "firma" not in told


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-16", "iso-8859-1"])
async def test_messages_keep_their_encoding(encoding: str) -> None:
    name = "Иванов" if encoding != "iso-8859-1" else "Müller"
    xml = f'<?xml version="1.0" encoding="{encoding}"?><A><n>{name}</n></A>'
    data = xml.encode(encoding)
    with recorded(("<", frame(data, len(data) + 8))) as recording:
        [message] = read(csta_transcript(recording, SETTINGS, ())).messages
    assert name not in message.text
    if encoding != "utf-16":  # whose declaration can't be read as bytes
        assert message.encoding is None
        told = message.text.partition("<n>")[2].partition("</n>")[0]
        assert len(told) == len(name)
        assert told.isalpha()


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(
    st.lists(
        st.builds(
            Message,
            st.integers(0, 10**6).map(lambda n: n / 1000),
            st.sampled_from([Way.SENT, Way.CAME]),
            st.sampled_from(["0001", "9999", "-", "raw"]),
            TEXTS.map(lambda t: f"<{t}>"),
            st.sampled_from([None, "latin-1"]),
        ),
        max_size=5,
    )
)
@settings(deadline=None)
def test_what_is_written_is_read_again(messages: list[Message]) -> None:
    head = {"protocol": "csta", "lines": "381, 384"}
    text = "\n".join(["About it:", "```text", *write(head, messages), "```", "The end"])
    found = read(text.split("\n"))
    assert found.head == head
    assert found.lines == ("381", "384")
    assert found.messages == messages


@given(TEXTS)
@settings(deadline=None)
def test_a_text_on_one_line_is_the_same_text(text: str) -> None:
    line = escape(text)
    assert len(line.splitlines()) <= 1
    assert unescape(line) == text


@pytest.mark.parametrize("lines", [[], ["hello"], ["telephony recording 1", "a line"]])
def test_what_is_no_recording_is_said_to_be_none(lines: list[str]) -> None:
    with pytest.raises(BadTranscript):
        read(lines)
