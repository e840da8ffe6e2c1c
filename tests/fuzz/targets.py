"""What is fuzzed: everything between received bytes and what a line shows, of both protocols.

A good call before and after each input must show, and so must a call in it where there is one.
"""

from collections.abc import Callable
import re
from xml.parsers import expat
from zlib import crc32

from custom_components.telephony.cti.csta.calls.device_calls import DeviceCalls
from custom_components.telephony.cti.csta.features import EVENTS as FEATURE_EVENTS
from custom_components.telephony.cti.csta.wire.call_events import CALL_EVENTS
from custom_components.telephony.cti.csta.wire.errors import refusal, session_refusal
from custom_components.telephony.cti.csta.wire.events import read_event
from custom_components.telephony.cti.csta.wire.frame import FrameDecoder, FrameError
from custom_components.telephony.cti.csta.wire.xml import BadXml, local, parse
from custom_components.telephony.cti.csta.wire.xml_names import Names
from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.model import CallState
from custom_components.telephony.cti.telestra.account import Account, CallIndex
from custom_components.telephony.cti.telestra.events import (
    BadMessage,
    CallAnswered,
    CallEnded,
    CallIncoming,
    CallReturn,
    Event,
    Status,
    decode,
)
from custom_components.telephony.cti.telestra.stream import (
    MessageStream,
    MessageTooLong,
)

CALLS_LIMIT = 64
TEXT_LIMIT = 256
SMALL = 4096
PIECE = 61
"""Bytes that arrive at a time; a prime, so that every cut happens."""


def csta(data: bytes) -> None:
    """Receive bytes as a CSTA client of line 700 does; only what is bad is refused."""
    decoder = FrameDecoder()
    calls = DeviceCalls(Line("700"))
    _ring(calls, "before", _delivered("before"))
    for begin in range(0, len(data), PIECE):
        decoder.feed(data[begin : begin + PIECE])
        try:
            while frame := decoder.next():
                _csta_message(calls, frame[1])
                _see_the_call_in(frame[1])
        except FrameError:
            break
    _check(calls.line)
    after = f"after {crc32(data)}"
    _ring(calls, after, _delivered(after))


def csta_message(data: bytes) -> None:
    """Take bytes as one message after a call has come and was answered."""
    calls = DeviceCalls(Line("700"))
    _ring(calls, "1", _delivered("1"))
    _csta_message(calls, _ANSWERED)
    _csta_message(calls, data)
    _see_the_call_in(data)
    _check(calls.line)
    after = f"after {crc32(data)}"
    _ring(calls, after, _delivered(after))


def csta_caller(data: bytes) -> None:
    """Take bytes as the name of a caller, which the phone system writes as it got it."""
    text = data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    quoted = text.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    calls = DeviceCalls(Line("700"))
    for call, written in enumerate(
        (
            b"N&lt;701&gt;" + text,
            b'"%s" &lt;sip:701@pbx.example&gt;;tag=1' % quoted,
        )
    ):
        _ring(calls, str(call), _delivered(str(call), written))
    _check(calls.line)


def telestra(data: bytes) -> None:
    """Receive bytes as a Telestra client of account 705 does."""
    stream = MessageStream()
    account = Account(Line("705"), CallIndex())
    before, after = 1 << 40, (1 << 40) + 1 + crc32(data)
    _ring_account(account, stream, before, _incoming(before))
    for begin in range(0, len(data), PIECE):
        stream.feed(data[begin : begin + PIECE])
        while _telestra_message(account, stream):
            pass
    _check(account.line)
    _ring_account(account, stream, after, b"\0" + _incoming(after))


def telestra_caller(data: bytes) -> None:
    """Take bytes as the name of a caller, which the server writes as it got it."""
    text = data.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\0", b"\\u0000")
    quoted = text.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    stream = MessageStream()
    account = Account(Line("705"), CallIndex())
    address = b'\\"%s\\" <sip:701@h>' % quoted.replace(b"\\\\u0000", b"\\u0000")
    for call, message in enumerate(
        (_incoming(0, name=text), _incoming(1, address), _incoming(2))
    ):
        _ring_account(account, stream, call, message)
    _check(account.line)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "csta": csta,
    "csta_message": csta_message,
    "csta_caller": csta_caller,
    "telestra": telestra,
    "telestra_caller": telestra_caller,
}


def _ring(calls: DeviceCalls, call_id: str, xml: bytes) -> None:
    """Let a good call come in: it must show, whatever came before it."""
    before = {call.call_id for call in calls.line.calls}
    _csta_message(calls, xml)
    shown = [call for call in calls.line.calls if call.call_id not in before]
    assert [call.switch_call_id for call in shown] == [call_id], xml
    assert shown[0].state is CallState.RINGING, xml
    assert shown[0].party.number == "701", xml


def _ring_account(
    account: Account, stream: MessageStream, call_id: int, message: bytes
) -> None:
    """Let a good call come in: it must show, whatever came before it."""
    stream.feed(message)
    while _telestra_message(account, stream):
        pass
    assert account.holds(call_id), message
    call = account.line.calls[-1]
    assert call.state is CallState.RINGING, message
    assert call.party.number == "701", message


def _csta_message(calls: DeviceCalls, xml: bytes) -> None:
    try:
        root = parse(xml, Names())
    except BadXml:
        return
    name = local(root)
    if name in CALL_EVENTS and (event := read_event(root)).call_id:
        calls.apply(event)
    elif take := FEATURE_EVENTS.get(name):
        take(calls.line, root)
    elif name.endswith("NegResponse") or name == "CSTAErrorCode":
        session_refusal(refusal("Fuzzed", root), "secret")


def _telestra_message(account: Account, stream: MessageStream) -> bool:
    try:
        if (message := stream.next()) is None:
            return False
        _telestra_event(account, decode(message))
    except BadMessage, MessageTooLong:
        return True
    return True


def _telestra_event(account: Account, event: Event) -> None:
    match event:
        case Status():
            account.take_status(event)
        case CallIncoming():
            account.incoming(event)
        case CallReturn():
            account.placed(event.call_id, None)
        case CallAnswered() if account.holds(event.call_id):
            account.answered(event.call_id)
        case CallEnded() if account.holds(event.call_id):
            account.ended(event.call_id)


def _check(line: Line) -> None:
    """See that what a line shows can be shown."""
    events = line.drain_events() or ()
    assert len(line.calls) <= CALLS_LIMIT
    for call in (*line.calls, *(event.call for event in events)):
        for text in (call.party.number, call.party.name, call.called_number):
            assert text is None or 0 < len(text) <= TEXT_LIMIT, text
            assert text is None or text.encode()
    for event in events:
        assert event.cause is None or event.cause.encode()


def _see_the_call_in(xml: bytes) -> None:
    """See that a message that plainly says who calls shows it."""
    if (caller := _plain_caller(xml)) is None:
        return
    calls = DeviceCalls(Line("700"))
    _csta_message(calls, xml)
    (call,) = calls.line.calls
    assert call.state is CallState.RINGING, xml
    assert call.party.number == caller, xml


def _plain_caller(xml: bytes) -> str | None:
    """Return who calls the line by a good message with nothing odd in it, as expat reads it."""
    path: list[str] = []
    texts: dict[str, str] = {}

    def start(name: str, _: dict[str, str]) -> None:
        path.append(name.rpartition(" ")[2])
        place = "/".join(path)
        texts[place] = "twice" if place in texts else ""

    def data(text: str) -> None:
        texts["/".join(path)] += text

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = data
    try:
        parser.Parse(xml, True)  # noqa: FBT003  # it takes no keywords
    except expat.ExpatError, ValueError, LookupError:
        return None
    caller = texts.get("DeliveredEvent/callingDevice/deviceIdentifier", "")
    plain = (
        len(xml) < SMALL
        and not any("DeliveredEvent/network" in place for place in texts)
        and b"<!DOCTYPE" not in xml
        and texts.get("DeliveredEvent/alertingDevice/deviceIdentifier") == "700"
        and texts.get("DeliveredEvent/connection/callID", "").isalnum()
        and texts.get("DeliveredEvent/cause", "newCall") == "newCall"
        and re.fullmatch("[1-69][0-9]{2,20}", caller)
    )
    return caller if plain else None


def _delivered(call_id: str, caller: bytes = b"701") -> bytes:
    return (
        b"<DeliveredEvent><connection><deviceID>700</deviceID><callID>%s</callID>"
        b"</connection><alertingDevice><deviceIdentifier>700</deviceIdentifier>"
        b"</alertingDevice><callingDevice><deviceIdentifier>%s</deviceIdentifier>"
        b"</callingDevice></DeliveredEvent>" % (call_id.encode(), caller)
    )


def _incoming(call_id: int, caller: bytes = b"701", name: bytes = b"") -> bytes:
    return (
        b'{"event":"call-incoming","account":"705","call_id":%d,"caller":"%s",'
        b'"caller_name":"%s"}\0' % (call_id, caller, name)
    )


_ANSWERED = (
    b"<EstablishedEvent><establishedConnection><deviceID>700</deviceID><callID>1</callID>"
    b"</establishedConnection><answeringDevice><deviceIdentifier>700</deviceIdentifier>"
    b"</answeringDevice></EstablishedEvent>"
)
