"""The 29 messages that an ECSS-10 shows, each through the socket."""

from typing import Any

from lxml import etree
import pytest

from custom_components.telephony.cti.csta import CstaSettings
from custom_components.telephony.cti.csta.profiles import PROFILES
from custom_components.telephony.cti.csta.wire.messages import Messages
from custom_components.telephony.cti.model import (
    CallEventType,
    CallState,
    DialedNumber,
    Direction,
    Outcome,
)

from ..conftest import Connect, Pair
from ..dress import ECMA_323, ECMA_354, session_message
from ..peer import Element, value

ED3 = f"{ECMA_323}ed3"
XSI = (
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xsi:schemaLocation="{ED3} some-message.xsd"'
)
LEG = "{}:::MV84ODFAMTI3LjAuMC4x#ZWNzc0kwMDAwMDAwMDAwMDAwMQ==#NDcxMQ=="
ATTRIBUTES = 'typeOfNumber="dialingNumber" mediaClass="notKnown" bitRate="constant"'


def canonical(xml: str | Element) -> bytes:
    """Return canonical XML, blanks between elements left out."""
    data = xml if isinstance(xml, str) else etree.tostring(xml).decode()
    root = etree.fromstring(data.encode(), etree.XMLParser(remove_blank_text=True))
    return etree.tostring(root, method="c14n")


def request(name: str, body: str) -> bytes:
    """Return the canonical form of a request that we should send."""
    return canonical(
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<{name} xmlns="{ED3}">{body}</{name}>'
    )


def device(number: str) -> str:
    """Return a deviceID as the switch tells it for one leg."""
    return f'<deviceID typeOfNumber="dialingNumber">{LEG.format(number)}</deviceID>'


def connection(tag: str, number: str, call_id: str = "f76e1") -> str:
    """Return a connection."""
    return f"<{tag}>{device(number)}<callID>{call_id}</callID></{tag}>"


def party(tag: str, number: str | None) -> str:
    """Return a party."""
    inner = (
        "<notKnown/>"
        if number is None
        else f"<deviceIdentifier {ATTRIBUTES}>{LEG.format(number)}</deviceIdentifier>"
    )
    return f"<{tag}>{inner}</{tag}>"


def from_switch(name: str, *body: str) -> str:
    """Return a message as the switch writes it."""
    return (
        f'<?xml version="1.0"?>\n<{name} xmlns="{ED3}" {XSI}>{"".join(body)}</{name}>'
    )


def event(name: str, *body: str, line: str = "725") -> str:
    """Return an event for a line's monitor."""
    reference = f"<monitorCrossRefID>DMON:{line}</monitorCrossRefID>"
    return from_switch(f"{name}Event", reference, *body)


def delivered(alerting: str, calling: str, line: str = "725") -> str:
    """Return Delivered, caller and called party known."""
    return event(
        "Delivered",
        connection("connection", alerting),
        party("alertingDevice", alerting),
        party("callingDevice", calling),
        party("calledDevice", alerting),
        party("lastRedirectionDevice", None),
        "<cause>newCall</cause>",
        line=line,
    )


def established(answering: str) -> str:
    """Return Established in the odd form: the answering party as the calling one."""
    return event(
        "Established",
        connection("establishedConnection", answering),
        party("answeringDevice", answering),
        party("callingDevice", answering),
        party("calledDevice", None),
        party("lastRedirectionDevice", None),
        "<cause>normal</cause>",
    )


async def ringing(pair: Pair) -> str:
    """Let 722 call line 725; return our id of the call."""
    await pair.tell(delivered("725", "722"))
    return pair.client.line("725").calls[0].call_id


async def talking(pair: Pair) -> str:
    """The same, answered."""
    call_id = await ringing(pair)
    await pair.tell(established("725"))
    return call_id


async def test_01_start_application_session(pair: Pair) -> None:
    _, root = await pair.switch.next("StartApplicationSession")
    eltex = "http://www.eltex.org/csta"
    assert [(e.tag, (e.text or "").strip()) for e in root.iter()] == [
        (f"{{{ECMA_354}}}StartApplicationSession", ""),
        (f"{{{ECMA_354}}}applicationInfo", ""),
        (f"{{{ECMA_354}}}applicationID", "Eltex ECSS-10 CSTA adapter"),
        (f"{{{ECMA_354}}}applicationSpecificInfo", ""),
        (f"{{{eltex}}}SessionLoginInfo", ""),
        (f"{{{eltex}}}userName", "city"),
        (f"{{{eltex}}}password", "s3cret"),
        (f"{{{ECMA_354}}}requestedProtocolVersions", ""),
        (f"{{{ECMA_354}}}protocolVersion", ED3),
        (f"{{{ECMA_354}}}requestedSessionDuration", "300"),
    ]


async def test_02_start_application_session_pos_response(pair: Pair) -> None:
    assert pair.client.status.connected
    await pair.client.stop()
    _, stop = await pair.switch.next("StopApplicationSession")
    assert value(stop, "sessionID") == "a1b2c3"


async def test_03_reset_application_session_timer(connect: Connect) -> None:
    pair = await connect()
    pair.switch.answers["StartApplicationSession"] = session_message(
        "StartApplicationSessionPosResponse",
        "<sessionID>a1b2c3</sessionID><actualSessionDuration>1</actualSessionDuration>",
    )
    await pair.watch()
    _, root = await pair.switch.next("ResetApplicationSessionTimer")
    assert [(e.tag, e.text) for e in root] == [
        (f"{{{ECMA_354}}}sessionID", "a1b2c3"),
        (f"{{{ECMA_354}}}requestedSessionDuration", "300"),
    ]


async def test_04_reset_application_session_timer_pos_response(
    connect: Connect,
) -> None:
    pair = await connect()
    for name, more in (
        ("StartApplicationSession", "<sessionID>a1b2c3</sessionID>"),
        ("ResetApplicationSessionTimer", ""),
    ):
        pair.switch.answers[name] = session_message(
            f"{name}PosResponse",
            f"{more}<actualSessionDuration>1</actualSessionDuration>",
        )
    await pair.watch()
    for _ in range(3):  # one second each: without the answers it would be over
        await pair.switch.next("ResetApplicationSessionTimer")
    assert pair.client.status.connected


async def test_05_stop_application_session(pair: Pair) -> None:
    await pair.client.stop()
    _, root = await pair.switch.next("StopApplicationSession")
    assert [(e.tag, (e.text or "").strip()) for e in root.iter()] == [
        (f"{{{ECMA_354}}}StopApplicationSession", ""),
        (f"{{{ECMA_354}}}sessionID", "a1b2c3"),
        (f"{{{ECMA_354}}}sessionEndReason", ""),
        (f"{{{ECMA_354}}}definedEndReason", "normal"),
    ]


async def test_06_stop_application_session_pos_response(pair: Pair) -> None:
    await pair.client.stop()
    assert not pair.client.status.connected
    assert pair.heard.links[-1].connected  # nobody is told of what one asked for


async def test_07_monitor_start(pair: Pair) -> None:
    _, root = await pair.switch.next("MonitorStart")
    monitored, filtered = root
    assert canonical(monitored) == canonical(
        f'<monitorObject xmlns="{ED3}"><deviceObject typeOfNumber="dialingNumber">'
        "725</deviceObject></monitorObject>"
    )
    members = filtered[0]
    assert [etree.QName(e).localname for e in members] == [
        "bridged", "callCleared", "conferenced", "connectionCleared", "delivered",
        "digitsDialed", "diverted", "established", "failed", "held",
        "networkCapabilitiesChanged", "networkReached", "offered", "originated",
        "queued", "retrieved", "serviceInitiated", "transferred",
    ]  # fmt: skip
    hidden = {etree.QName(e).localname for e in members if e.text == "true"}
    assert hidden == {"networkCapabilitiesChanged"}


async def test_08_monitor_start_response(pair: Pair) -> None:
    assert pair.client.line("725").available
    pair.client.remove_line("725")
    _, root = await pair.switch.next("MonitorStop")
    assert value(root, "monitorCrossRefID") == "DMON:725"


async def test_09_service_initiated_event(pair: Pair) -> None:
    await pair.tell(
        event(
            "ServiceInitiated",
            connection("initiatedConnection", "725"),
            party("initiatingDevice", "725"),
            party("calledDevice", None),
            "<cause>newCall</cause>",
        )
    )
    (call,) = pair.client.line("725").calls
    assert (call.state, call.direction) == (CallState.DIALING, Direction.OUTGOING)
    assert pair.heard.events == []  # nobody is called yet


async def test_10_delivered_event(pair: Pair) -> None:
    await ringing(pair)
    (call,) = pair.client.line("725").calls
    assert (call.state, call.direction) == (CallState.RINGING, Direction.INCOMING)
    assert (call.party.number, call.called_number) == ("722", "725")
    assert pair.heard.types() == [CallEventType.INCOMING]


async def test_10_delivered_event_seen_by_the_caller(pair: Pair) -> None:
    await pair.tell(delivered("722", "725"))
    (call,) = pair.client.line("725").calls
    assert (call.state, call.direction) == (CallState.DIALING, Direction.OUTGOING)
    assert (call.party.number, call.called_number) == ("722", "722")
    assert pair.heard.types() == [
        CallEventType.OUTGOING,
        CallEventType.REMOTE_RINGING,
    ]


async def test_11_established_event(pair: Pair) -> None:
    await talking(pair)
    (call,) = pair.client.line("725").calls
    assert call.state is CallState.CONNECTED
    assert (call.party.number, call.called_number) == ("722", "725")


async def test_12_originated_event(pair: Pair) -> None:
    await pair.tell(
        event(
            "Originated",
            connection("originatedConnection", "725"),
            party("callingDevice", "725"),
            party("calledDevice", None),
            "<localConnectionInfo>connected</localConnectionInfo>",
            "<cause>normal</cause>",
        )
    )
    (call,) = pair.client.line("725").calls
    assert (call.state, call.direction) == (CallState.DIALING, Direction.OUTGOING)


async def test_13_connection_cleared_event(pair: Pair) -> None:
    await ringing(pair)
    await pair.tell(
        event(
            "ConnectionCleared",
            connection("droppedConnection", "725"),
            party("releasingDevice", "725"),
            "<cause>normalClearing</cause>",
            "<extensions><privateData><string>release_initiator=system;</string>"
            "</privateData></extensions>",
        )
    )
    assert pair.client.line("725").calls == ()
    assert pair.heard.types() == [
        CallEventType.INCOMING,
        CallEventType.MISSED,
        CallEventType.ENDED,
    ]
    assert pair.heard.events[-1].cause == "normalClearing"


async def test_14_make_call(pair: Pair) -> None:
    pair.switch.answers["MakeCall"] = from_switch(
        "MakeCallResponse", connection("callingDevice", "725")
    )
    await pair.client.make_call("725", DialedNumber("722"))
    _, root = await pair.switch.next("MakeCall")
    assert canonical(root) == request(
        "MakeCall",
        '<callingDevice typeOfNumber="dialingNumber">725</callingDevice>'
        '<calledDirectoryNumber typeOfNumber="dialingNumber">722</calledDirectoryNumber>',
    )


async def test_15_make_call_response(pair: Pair) -> None:
    pair.switch.answers["MakeCall"] = from_switch(
        "MakeCallResponse", connection("callingDevice", "725")
    )
    call_id = await pair.client.make_call("725", DialedNumber("722"))
    call = pair.client.line("725").call(call_id)
    assert (call.state, call.direction) == (CallState.DIALING, Direction.OUTGOING)
    assert (call.party.number, call.called_number) == ("722", "722")
    await pair.tell(delivered("725", "725"))  # our own phone rings for it
    assert pair.client.line("725").calls == (call,)
    assert pair.heard.types() == [CallEventType.OUTGOING]


async def test_16_hold_call(pair: Pair) -> None:
    await pair.client.hold("725", await talking(pair))
    _, root = await pair.switch.next("HoldCall")
    assert canonical(root) == request(
        "HoldCall",
        f"{connection('callToBeHeld', '725')}"
        "<connectionReservation>false</connectionReservation>",
    )


async def test_17_hold_call_response(pair: Pair) -> None:
    pair.switch.answers["HoldCall"] = from_switch("HoldCallResponse")
    await pair.client.hold("725", await talking(pair))
    assert pair.client.line("725").calls[0].state is CallState.CONNECTED  # until Held


async def test_18_retrieve_call(pair: Pair) -> None:
    await pair.client.retrieve("725", await talking(pair))
    _, root = await pair.switch.next("RetrieveCall")
    assert canonical(root) == request(
        "RetrieveCall", connection("callToBeRetrieved", "725")
    )


async def test_19_retrieve_call_response(pair: Pair) -> None:
    pair.switch.answers["RetrieveCall"] = from_switch("RetrieveCallResponse")
    await pair.client.retrieve("725", await talking(pair))


async def test_20_clear_connection(pair: Pair) -> None:
    await pair.client.hangup("725", await talking(pair))
    _, root = await pair.switch.next("ClearConnection")
    assert canonical(root) == request(
        "ClearConnection", connection("connectionToBeCleared", "725")
    )


async def test_21_clear_connection_response(pair: Pair) -> None:
    pair.switch.answers["ClearConnection"] = from_switch("ClearConnectionResponse")
    await pair.client.hangup("725", await ringing(pair))
    await pair.tell(
        event(
            "ConnectionCleared",
            connection("droppedConnection", "725"),
            party("releasingDevice", "725"),
            "<cause>normalClearing</cause>",
        )
    )
    assert pair.heard.events[-1].outcome is Outcome.REJECTED


async def test_22_clear_call(pair: Pair) -> None:
    await pair.client.hangup("725", await talking(pair), everyone=True)
    _, root = await pair.switch.next("ClearCall")
    assert canonical(root) == request("ClearCall", connection("callToBeCleared", "725"))


async def test_23_clear_call_response(pair: Pair) -> None:
    pair.switch.answers["ClearCall"] = from_switch("ClearCallResponse")
    await pair.client.hangup("725", await talking(pair), everyone=True)


async def test_24_snapshot_device(pair: Pair) -> None:
    _, root = await pair.switch.next("SnapshotDevice")
    assert canonical(root) == request(
        "SnapshotDevice",
        '<snapshotObject typeOfNumber="dialingNumber">725</snapshotObject>',
    )


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("alerting", "alerting"), CallState.DIALING),
        (("alerting", "connected"), CallState.RINGING),
        (("connected", "alerting"), CallState.DIALING),
        (("connected", "connected"), CallState.CONNECTED),
        (("hold", "connected"), CallState.HELD),
        (("initiated",), CallState.DIALING),
    ],
)
async def test_25_snapshot_device_response(
    connect: Connect, states: tuple[str, ...], expected: CallState
) -> None:
    pair = await connect()
    pair.switch.answers["SnapshotDevice"] = from_switch(
        "SnapshotDeviceResponse",
        "<crossRefIDorSnapshotData><snapshotData><snapshotDeviceResponseInfo>",
        connection("connectionIdentifier", "725"),
        "<localCallState><compoundCallState>",
        *(f"<localConnectionState>{s}</localConnectionState>" for s in states),
        "</compoundCallState></localCallState></snapshotDeviceResponseInfo>",
        "</snapshotData></crossRefIDorSnapshotData>",
    )
    await pair.watch("725")
    (call,) = pair.client.line("725").calls
    assert call.state is expected


async def test_26_answer_call(pair: Pair) -> None:
    await pair.client.answer("725", await ringing(pair))
    _, root = await pair.switch.next("AnswerCall")
    assert canonical(root) == request(
        "AnswerCall", connection("callToBeAnswered", "725")
    )


async def test_27_answer_call_response(pair: Pair) -> None:
    pair.switch.answers["AnswerCall"] = from_switch("AnswerCallResponse")
    await pair.client.answer("725", await ringing(pair))
    assert pair.client.line("725").calls[0].state is CallState.RINGING  # until told


async def test_28_single_step_transfer_call(pair: Pair) -> None:
    await pair.client.transfer("725", await talking(pair), DialedNumber("723"))
    _, root = await pair.switch.next("SingleStepTransferCall")
    assert canonical(root) == request(
        "SingleStepTransferCall",
        f"{connection('activeCall', '725')}"
        '<transferredTo typeOfNumber="dialingNumber">723</transferredTo>',
    )


async def test_29_single_step_transfer_call_response(pair: Pair) -> None:
    pair.switch.answers["SingleStepTransferCall"] = from_switch(
        "SingleStepTransferCallResponse", connection("transferredCall", "723")
    )
    await pair.client.transfer("725", await talking(pair), DialedNumber("723"))
    assert (
        len(pair.client.line("725").calls) == 1
    )  # until the switch tells that we left


def test_settings_do_not_show_the_password() -> None:
    assert "s3cret" not in repr(CstaSettings(password="s3cret"))


@pytest.mark.parametrize(
    "values",
    [
        {"device": "725", "forwardingTyp": "forwardImmediate", "activateForward": True},
        {"device": "725", "activateForward": True, "forwardDN": "722"},
    ],
    ids=["a word that is misspelled", "a word that is missing"],
)
def test_a_request_that_would_ask_for_something_else_is_not_written(
    values: dict[str, Any],
) -> None:
    """SetForwarding without its type forwards all calls (ECMA-269)."""
    messages = Messages(PROFILES["eltex_ecss10"])
    with pytest.raises(TypeError, match="forwardingTyp"):
        messages.service("SetForwarding", **values)
