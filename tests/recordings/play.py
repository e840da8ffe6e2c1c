"""Plays a recording's phone system to the real client, on a clock that jumps, and writes down what it shows."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
import json
from pathlib import Path
import random
import re
import struct
from typing import Any, Final, override

from custom_components.telephony.cti.csta import CstaSettings, CstaSystem
from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.link import LinkStatus
from custom_components.telephony.cti.model import CallEvent, CallEventType
from custom_components.telephony.cti.recording import Way
from custom_components.telephony.cti.system import PhoneSystem
from custom_components.telephony.cti.telestra import TelestraSettings, TelestraSystem
from custom_components.telephony.cti.transcript import (
    RAW,
    BadTranscript,
    Message,
    Transcript,
    read,
)
from tests.simulation.network import Network
from tests.simulation.virtual_loop import VirtualLoop

PATIENCE: Final = 2.0
"""Seconds that the client may be late with a request that it made when it was recorded."""
AFTER: Final = 1.0
_NAME: Final = re.compile(r"<(?:[\w.-]+:)?([A-Z]\w*)")
_DECLARED: Final = re.compile(r"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_PEOPLES: Final = frozenset(
    {
        *("AlternateCall", "AnswerCall", "ClearCall", "ClearConnection"),
        *("ConferenceCall", "ConsultationCall", "DeflectCall", "DirectedPickupCall"),
        *("GenerateDigits", "HoldCall", "MakeCall", "ReconnectCall", "RetrieveCall"),
        *("SetDoNotDisturb", "SetForwarding", "SetMessageWaitingIndicator"),
        *("SingleStepConferenceCall", "SingleStepTransferCall", "TransferCall"),
        *("login", "logout", "make-call", "answer-call", "switch-call", "hangup-call"),
    }
)
"""What people ordered then: nobody orders it now, and what came of it is told anyway."""


def load(path: Path) -> Transcript:
    """Return the recording in a file: its lines, a report, or the diagnostics that were downloaded."""
    text = path.read_text(encoding="utf-8")
    if not text.lstrip().startswith("{"):
        return read(text.split("\n"))
    data: dict[str, Any] = json.loads(text).get("data", {})
    if (lines := data.get("recording") or data.get("trial")) is None:
        raise BadTranscript("these diagnostics hold no recording")
    return read(lines)


def name_of(message: str) -> str:
    """Return what kind of message it is: an element's name, or a command or event with its account."""
    if found := _NAME.search(message):
        return found[1]
    try:
        fields = json.loads(message)
        word = fields.get("cmd") or fields.get("event")
        return f"{word} {fields.get('account')}"
    except ValueError, AttributeError:
        return ""


@dataclass(frozen=True, slots=True)
class Wire:
    """How a protocol's messages become bytes, and bytes messages."""

    is_csta: bool
    counts_header: bool = True

    def encode(self, label: str, message: Message) -> bytes:
        """Return the bytes of a message under another label."""
        declared = _DECLARED.match(message.text)
        encoding = message.encoding or (declared[1] if declared else "utf-8")
        data = message.text.encode(encoding, "xmlcharrefreplace")
        if message.label == RAW:
            return message.text.encode("latin-1", "replace")
        if not self.is_csta:
            return data + b"\0"
        length = len(data) + (8 if self.counts_header else 0)
        return struct.pack(">HH4s", 0, length, label.encode()) + data

    def cut(self, data: bytes) -> tuple[list[tuple[str, str]], bytes]:
        """Return whole messages of the client's with their labels, and what is left."""
        found: list[tuple[str, str]] = []
        while data:
            if self.is_csta:
                size = struct.unpack_from(">H", data, 2)[0] if len(data) >= 8 else 0
                if not size or len(data) < size:
                    break
                found.append((data[4:8].decode(), data[8:size].decode()))
                data = data[size:]
            else:
                message, end, rest = data.partition(b"\0")
                if not end:
                    break
                found.append(("-", message.decode()))
                data = rest
        return found, data


class RecordedSystem(asyncio.Protocol):
    """One connection of a recording, from the phone system's side.

    It says everything in its order: what was an answer once the client has asked for it, under the
    number of that request, and nothing before its time.
    """

    def __init__(
        self, messages: list[Message], wire: Wire, on_end: Callable[[], None]
    ) -> None:
        """Play these messages, then call `on_end`."""
        self._loop = asyncio.get_running_loop()
        self._left = deque(messages)
        self._wire = wire
        self._on_end = on_end
        self._asked: list[tuple[str, str]] = []
        self._labels: dict[str, str | None] = {}
        self._rest = b""
        self._timer: asyncio.TimerHandle | None = None
        self._transport: asyncio.WriteTransport
        self._began = 0.0

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        first = self._left[0].at if self._left else 0.0
        self._began = self._loop.time() - first
        self._go_on()

    @override
    def data_received(self, data: bytes) -> None:
        found, self._rest = self._wire.cut(self._rest + data)
        self._asked += found
        self._go_on()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer:
            self._timer.cancel()
        if self._left:
            self._left.clear()
            self._on_end()

    def _go_on(self) -> None:
        """Say what is due, and come back when the next is."""
        if self._timer:
            self._timer.cancel()
        while self._left:
            message = self._left[0]
            due = self._began + message.at
            if message.way is Way.SENT and not self._was_asked(message):
                due += PATIENCE
                if self._loop.time() < due and not self._is_peoples(message):
                    self._timer = self._loop.call_at(due, self._go_on)
                    return
                self._labels[message.label] = None
            elif message.way is not Way.SENT and self._loop.time() < due:
                self._timer = self._loop.call_at(due, self._go_on)
                return
            self._left.popleft()
            if message.way is Way.CAME:
                self._say(message)
            elif message.way is Way.LINK and message.label == "closed":
                self._transport.close()
                break
        self._left.clear()
        self._on_end()

    def _was_asked(self, message: Message) -> bool:
        """Whether the client has asked the same now, and under which number."""
        name = name_of(message.text)
        same = [each for each in self._asked if name_of(each[1]) == name]
        if not same:
            return False
        found = next((each for each in same if each[1] == message.text), same[0])
        self._asked.remove(found)
        self._labels[message.label] = found[0]
        return True

    def _is_peoples(self, message: Message) -> bool:
        return name_of(message.text).partition(" ")[0] in _PEOPLES

    def _say(self, message: Message) -> None:
        name, label = name_of(message.text), message.label
        if name.endswith("Response") or name == "CSTAErrorCode":
            answered = self._labels.get(message.label)
            if answered is None:
                return
            label = answered
        self._transport.write(self._wire.encode(label, message))


@dataclass
class Table:
    """Hears the client, and writes a row for each change that people see."""

    loop: VirtualLoop
    rows: list[str] = field(default_factory=list)
    _shown: dict[str, str] = field(default_factory=dict)
    _calls: dict[str, int] = field(default_factory=dict)

    def link_changed(self, status: LinkStatus) -> None:
        """Write down a link that comes or goes."""
        why = type(status.reason).__name__ if status.reason else ""
        self._row("", "link", status.state, why)

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Write down what happened to a line's calls, and how the line is then."""
        calls = ", ".join(each.state for each in line.calls) or "idle"
        shown = calls if line.available else "unavailable"
        for event in events:
            self._row(line.number, event.type, self._of(event), shown)
        if not events and self._shown.get(line.number) != shown:
            self._row(line.number, "", "", shown)
        self._shown[line.number] = shown

    def _of(self, event: CallEvent) -> str:
        call = event.call
        number = self._calls.setdefault(call.call_id, len(self._calls) + 1)
        party = call.party.number or call.party.presentation
        arrow = "from" if call.direction == "incoming" else "to"
        told = f"call {number} {arrow} {party}"
        if event.type is CallEventType.ENDED:
            told += f": {event.outcome or 'unknown'}"
        return told

    def _row(self, line: str, what: str, who: str, state: str) -> None:
        seconds = f"{self.loop.time():9.1f}"
        row = f"{seconds}  {line:8}  {what:14}  {who:44}  {state}"
        self.rows.append(row.rstrip())


def play(recording: Transcript) -> list[str]:
    """Return what the client shows while it is told what was recorded, as rows of a table."""
    loop = VirtualLoop()
    asyncio.set_event_loop(loop)
    try:
        return loop.run(_play(loop, recording))
    finally:
        loop.close()
        asyncio.set_event_loop(None)


async def _play(loop: VirtualLoop, recording: Transcript) -> list[str]:
    links: list[list[Message]] = []
    for message in recording.messages:
        if message.way is Way.LINK and message.label == "connected":
            links.append([])
        if links:
            links[-1].append(message)
    is_csta = recording.head.get("protocol") == "csta"
    wire = Wire(is_csta, "lengths" not in recording.head)
    left = deque(links)
    over = asyncio.Event()

    def connection() -> RecordedSystem:
        messages = left.popleft() if left else []
        return RecordedSystem(messages, wire, over.set if not left else lambda: None)

    table = Table(loop)
    connector = Network(loop, random.Random(1)).connector(connection)
    clock, rng = loop.clock(), random.Random(1)
    system: PhoneSystem
    if is_csta:
        profile = recording.head.get("profile", "generic")
        settings = CstaSettings(profile, "user", "password")
        system = CstaSystem(connector, table, settings, clock=clock, rng=rng)
    else:
        telestra = TelestraSettings()
        system = TelestraSystem(connector, table, telestra, clock=clock, rng=rng)
    for line in recording.lines:
        system.add_line(line)
    head = f"{'seconds':>9}  {'line':8}  {'event':14}  {'call':44}  state"
    try:
        await system.start()
        await over.wait()
        await asyncio.sleep(AFTER)
    finally:
        rows = list(table.rows)
        await system.stop()
    return [head, *rows]
