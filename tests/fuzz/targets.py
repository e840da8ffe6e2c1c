"""What is fuzzed: everything between received bytes and what a line shows, of both protocols."""

from collections.abc import Callable

from custom_components.telephony.cti.csta.calls.device_calls import DeviceCalls
from custom_components.telephony.cti.csta.features import EVENTS as FEATURE_EVENTS
from custom_components.telephony.cti.csta.wire.errors import refusal, session_refusal
from custom_components.telephony.cti.csta.wire.events import read_event
from custom_components.telephony.cti.csta.wire.frame import FrameDecoder, FrameError
from custom_components.telephony.cti.csta.wire.xml import BadXml, children, local, parse
from custom_components.telephony.cti.csta.wire.xml_names import Names
from custom_components.telephony.cti.line import Line
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
PIECE = 61
"""Bytes that arrive at a time; a prime, so that every cut happens."""


def csta(data: bytes) -> None:
    """Receive bytes as a CSTA client of line 700 does; only what is bad is refused."""
    decoder = FrameDecoder()
    calls = DeviceCalls(Line("700"))
    for begin in range(0, len(data), PIECE):
        decoder.feed(data[begin : begin + PIECE])
        try:
            while frame := decoder.next():
                _csta_message(calls, frame[1])
        except FrameError:
            return
    _check(calls.line)


def csta_message(data: bytes) -> None:
    """Take bytes as one message after a call has come and was answered."""
    calls = DeviceCalls(Line("700"))
    for xml in (_ARRIVED, _ANSWERED):
        _csta_message(calls, xml)
    _csta_message(calls, data)
    _check(calls.line)


def telestra(data: bytes) -> None:
    """Receive bytes as a Telestra client of account 705 does."""
    stream = MessageStream()
    account = Account(Line("705"), CallIndex())
    for begin in range(0, len(data), PIECE):
        stream.feed(data[begin : begin + PIECE])
        while _telestra_message(account, stream):
            pass
    _check(account.line)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "csta": csta,
    "csta_message": csta_message,
    "telestra": telestra,
}


def _csta_message(calls: DeviceCalls, xml: bytes) -> None:
    try:
        root = parse(xml, Names())
    except BadXml:
        return
    name, fields = local(root), children(root)
    if event := read_event(name, fields):
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


_ARRIVED = (
    b"<DeliveredEvent><connection><deviceID>700</deviceID><callID>1</callID></connection>"
    b"<alertingDevice><deviceIdentifier>700</deviceIdentifier></alertingDevice>"
    b"<callingDevice><deviceIdentifier>701</deviceIdentifier></callingDevice></DeliveredEvent>"
)
_ANSWERED = (
    b"<EstablishedEvent><establishedConnection><deviceID>700</deviceID><callID>1</callID>"
    b"</establishedConnection><answeringDevice><deviceIdentifier>700</deviceIdentifier>"
    b"</answeringDevice></EstablishedEvent>"
)
