"""Each service, in the dress of each maker's switch, through a socket."""

from collections.abc import Awaitable, Callable

from lxml import etree
import pytest

from custom_components.telephony.cti.errors import (
    CallNotFound,
    NotConnected,
    NotSupported,
    OutcomeUnknown,
    UnknownLine,
)
from custom_components.telephony.cti.model import (
    CallState,
    DialedNumber,
    Direction,
    Forwarding,
    ForwardingType,
)

from .conftest import Connect, Pair
from .dress import DRESSES, ELTEX, Dress
from .peer import Element, name_of, value

LINE = "725"
OWN = "own connection"
SECOND = "second connection"

type Command = Callable[[Pair, str, str], Awaitable[object]]
type Expected = list[tuple[str, str]]

SERVICES: dict[str, tuple[Command, Expected]] = {
    "MakeCall": (
        lambda p, a, b: p.client.make_call(LINE, DialedNumber("722")),
        [("callingDevice", LINE), ("calledDirectoryNumber", "722")],
    ),
    "AnswerCall": (
        lambda p, a, b: p.client.answer(LINE, a),
        [("callToBeAnswered", OWN)],
    ),
    "ClearConnection": (
        lambda p, a, b: p.client.hangup(LINE, a),
        [("connectionToBeCleared", OWN)],
    ),
    "ClearCall": (
        lambda p, a, b: p.client.hangup(LINE, a, everyone=True),
        [("callToBeCleared", OWN)],
    ),
    "HoldCall": (
        lambda p, a, b: p.client.hold(LINE, a),
        [("callToBeHeld", OWN), ("connectionReservation", "=false")],
    ),
    "RetrieveCall": (
        lambda p, a, b: p.client.retrieve(LINE, a),
        [("callToBeRetrieved", OWN)],
    ),
    "AlternateCall": (
        lambda p, a, b: p.client.switch_call(LINE, a),
        [("heldCall", OWN), ("activeCall", SECOND)],
    ),
    "ReconnectCall": (
        lambda p, a, b: p.client.reconnect(LINE),
        [("activeCall", SECOND), ("heldCall", OWN)],
    ),
    "SingleStepTransferCall": (
        lambda p, a, b: p.client.transfer(LINE, a, DialedNumber("723")),
        [("activeCall", OWN), ("transferredTo", "723")],
    ),
    "ConsultationCall": (
        lambda p, a, b: p.client.consult(LINE, a, DialedNumber("723")),
        [("existingCall", OWN), ("consultedDevice", "723")],
    ),
    "TransferCall": (
        lambda p, a, b: p.client.complete_transfer(LINE),
        [("heldCall", OWN), ("activeCall", SECOND)],
    ),
    "ConferenceCall": (
        lambda p, a, b: p.client.conference(LINE),
        [("heldCall", OWN), ("activeCall", SECOND)],
    ),
    "SingleStepConferenceCall": (
        lambda p, a, b: p.client.add_to_conference(LINE, a, DialedNumber("723")),
        [
            ("activeCall", OWN),
            ("deviceToJoin", "723"),
            ("participationType", "=active"),
        ],
    ),
    "DeflectCall": (
        lambda p, a, b: p.client.deflect(LINE, a, DialedNumber("723")),
        [("callToBeDiverted", OWN), ("newDestination", "723")],
    ),
    "ParkCall": (
        lambda p, a, b: p.client.park(LINE, a, DialedNumber("723")),
        [("parking", OWN), ("parkTo", "723")],
    ),
    "GroupPickupCall": (
        lambda p, a, b: p.client.group_pick_up(LINE),
        [("newDestination", LINE)],
    ),
    "CamponCall": (
        lambda p, a, b: p.client.camp_on(LINE, a),
        [("camponConnection", OWN)],
    ),
    "CallBack": (
        lambda p, a, b: p.client.call_back(LINE, a),
        [("callbackConnection", OWN)],
    ),
    "GenerateDigits": (
        lambda p, a, b: p.client.send_digits(LINE, a, "12#"),
        [("connectionToSendDigits", OWN), ("charactersToSend", "=12#")],
    ),
    "SetDoNotDisturb": (
        lambda p, a, b: p.client.set_do_not_disturb(LINE, enabled=True),
        [("device", LINE), ("doNotDisturbOn", "=true")],
    ),
    "SetForwarding": (
        lambda p, a, b: p.client.set_forwarding(
            LINE, ForwardingType.NO_ANSWER, DialedNumber("723"), enabled=True
        ),
        [
            ("device", LINE),
            ("forwardingType", "=forwardNoAns"),
            ("activateForward", "=true"),
            ("forwardDN", "723"),
        ],
    ),
    "SetMessageWaitingIndicator": (
        lambda p, a, b: p.client.set_message_waiting(LINE, enabled=False),
        [("device", LINE), ("messageWaitingOn", "=false")],
    ),
}


LINES = {"callingDevice", "device", "requestingDevice"}
CALLED = {
    "calledDirectoryNumber",
    "consultedDevice",
    "deviceToJoin",
    "forwardDN",
    "newDestination",
    "parkTo",
    "transferredTo",
}


def described(dress: Dress, element: Element) -> tuple[str, str]:
    """Return an element's name and what it names, in the words of the table."""
    name = name_of(element)
    if len(element):
        assert value(element, "deviceID") == dress.in_connection(LINE)
        order = [name_of(child) for child in element]
        assert order == (
            ["callID", "deviceID"] if dress.call_id_first else ["deviceID", "callID"]
        )
        return name, {"c1": OWN, "c2": SECOND}[value(element, "callID") or ""]
    text = element.text or ""
    parent = element.getparent()
    is_own = parent is not None and name_of(parent) == "GroupPickupCall"
    is_called = name in CALLED and not is_own
    form = dress.called_form if is_called else dress.device_form
    if name in CALLED | LINES:
        assert element.get("typeOfNumber") == dress.asked_type
        before, after = form.split("{}")
        assert text.startswith(before)
        assert text.endswith(after)
        return name, text.removeprefix(before).removesuffix(after)
    return name, f"={text}"


async def two_calls(connect: Connect, dress: Dress) -> tuple[Pair, str, str]:
    """Return a pair whose line holds a call and talks in another."""
    pair = await connect(dress)
    for service, tag in (
        ("MakeCall", "callingDevice"),
        ("ConsultationCall", "initiatedCall"),
    ):
        placed = dress.connection(tag, LINE, "c3")
        pair.switch.answers[service] = dress.message(f"{service}Response", placed)
    pair.switch.answers["SnapshotDevice"] = dress.snapshot(
        (LINE, "c1", ("hold", "connected")), (LINE, "c2", ("connected", "connected"))
    )
    await pair.watch(LINE)
    first, second = pair.client.line(LINE).calls
    return pair, first.call_id, second.call_id


@pytest.mark.parametrize("dress", DRESSES, ids=lambda d: d.profile)
@pytest.mark.parametrize("service", list(SERVICES))
async def test_a_service_is_asked_for_in_the_schemas_order(
    connect: Connect, dress: Dress, service: str
) -> None:
    pair, first, second = await two_calls(connect, dress)
    command, expected = SERVICES[service]
    await command(pair, first, second)
    _, root = await pair.switch.next(service)
    assert {etree.QName(e).namespace for e in root.iter()} == {dress.namespace}
    assert root.prefix == (dress.prefix.rstrip(":") or None)
    assert [described(dress, child) for child in root] == expected


@pytest.mark.parametrize("dress", DRESSES, ids=lambda d: d.profile)
async def test_a_call_is_picked_up_by_the_connection_that_rings(
    connect: Connect, dress: Dress
) -> None:
    pair = await connect(dress)
    await pair.watch(LINE)
    pair.switch.answers["SnapshotDevice"] = dress.snapshot(
        ("722", "c7", ("connected", "connected")),
        ("722", "c8", ("alerting", "connected")),
    )
    await pair.client.pick_up(LINE, DialedNumber("722"))
    _, root = await pair.switch.next("DirectedPickupCall")
    assert [name_of(e) for e in root] == ["callToBePickedUp", "requestingDevice"]
    assert value(root, "callToBePickedUp/callID") == "c8"
    assert value(root, "callToBePickedUp/deviceID") == dress.in_connection("722")


async def test_nothing_rings_where_we_pick_up(pair: Pair) -> None:
    with pytest.raises(CallNotFound):
        await pair.client.pick_up(LINE, DialedNumber("722"))
    assert "DirectedPickupCall" not in pair.switch.history


@pytest.mark.parametrize("dress", DRESSES, ids=lambda d: d.profile)
async def test_lines_are_listed_where_the_switch_can(
    connect: Connect, dress: Dress
) -> None:
    pair = await connect(dress)
    await pair.watch()

    def listed(_request: Element) -> str:
        for segment, numbers in ((1, ("700", "701")), (2, ("702", "703"))):
            devices = (
                dress.element(
                    "device",
                    dress.device_id("deviceID", number),
                    dress.element(
                        "deviceCategory", "station" if number < "703" else "acd"
                    ),
                )
                for number in numbers
            )
            pair.switch.send(
                dress.message(
                    "SwitchingFunctionDevices",
                    dress.element("serviceCrossRefID", "S1"),
                    dress.element("segmentID", str(segment)),
                    dress.element("lastSegment", "true" if segment == 2 else "false"),
                    dress.element("deviceList", *devices),
                )
            )
        return dress.message(
            "GetSwitchingFunctionDevicesResponse",
            dress.element("serviceCrossRefID", "S1"),
        )

    pair.switch.answers["GetSwitchingFunctionDevices"] = listed
    assert list(await pair.client.named_lines()) == ["700", "701", "702"]


async def test_listed_lines_have_the_names_that_stand_behind_their_numbers(
    connect: Connect,
) -> None:
    """ECMA-269, 10.1: `N<number>name`."""
    dress = next(each for each in DRESSES if each.profile == "openscape_voice")
    pair = await connect(dress)
    await pair.watch()

    def listed(_request: Element) -> str:
        devices = (
            dress.element("device", dress.element("deviceID", told))
            for told in ("N<700>Ada Lovelace;noa=nk", "N<701>", "702")
        )
        pair.switch.send(
            dress.message(
                "SwitchingFunctionDevices",
                dress.element("serviceCrossRefID", "S1"),
                dress.element("segmentID", "1"),
                dress.element("lastSegment", "true"),
                dress.element("deviceList", *devices),
            )
        )
        return dress.message(
            "GetSwitchingFunctionDevicesResponse",
            dress.element("serviceCrossRefID", "S1"),
        )

    pair.switch.answers["GetSwitchingFunctionDevices"] = listed
    assert await pair.client.named_lines() == {
        "700": "Ada Lovelace",
        "701": None,
        "702": None,
    }


async def test_no_lines_are_listed_where_the_switch_cannot(pair: Pair) -> None:
    unknown = ELTEX.error("operation", "serviceNotSupported")
    pair.switch.answers["GetSwitchingFunctionDevices"] = unknown
    assert await pair.client.named_lines() == {}


@pytest.mark.parametrize("dress", DRESSES, ids=lambda d: d.profile)
async def test_features_are_asked_for_where_the_switch_can(
    connect: Connect, dress: Dress
) -> None:
    pair = await connect(dress)
    pair.switch.answers["GetDoNotDisturb"] = dress.message(
        "GetDoNotDisturbResponse", dress.element("doNotDisturbOn", "true")
    )
    item = dress.element(
        "forwardListItem",
        dress.element("forwardingType", "forwardImmediate"),
        dress.element("forwardStatus", "true"),
        dress.device_id("forwardDN", "723"),
    )
    pair.switch.answers["GetForwarding"] = dress.message(
        "GetForwardingResponse", dress.element("forwardingList", item)
    )
    await pair.watch(LINE)
    line = pair.client.line(LINE)
    await pair.heard.until(lambda: line.forwarding is not None)
    assert line.do_not_disturb is True
    assert line.forwarding is not None
    assert line.forwarding[ForwardingType.ALL] == Forwarding(
        ForwardingType.ALL, "723", enabled=True
    )
    assert not line.forwarding[ForwardingType.BUSY].enabled


async def test_a_switch_without_features_is_asked_once(connect: Connect) -> None:
    pair = await connect()
    await pair.watch("700", "701", "702")
    await pair.switch.next("GetForwarding")
    pair.switch.send(ELTEX.message("RequestSystemStatus"), 5)
    await pair.switch.next("RequestSystemStatusResponse")
    assert pair.switch.history.count("GetDoNotDisturb") == 1
    assert pair.switch.history.count("GetForwarding") == 1
    assert pair.client.line("700").do_not_disturb is None


async def test_what_the_switch_cannot_do_is_remembered(connect: Connect) -> None:
    pair, first, _ = await two_calls(connect, ELTEX)
    unknown = ELTEX.error("operation", "serviceNotSupported")
    pair.switch.answers["GenerateDigits"] = unknown
    for _ in range(2):
        with pytest.raises(NotSupported) as caught:
            await pair.client.send_digits(LINE, first, "1")
        assert caught.value.service == "GenerateDigits"
    assert pair.switch.history.count("GenerateDigits") == 1


async def test_a_swap_without_alternate_call_is_hold_and_retrieve(
    connect: Connect,
) -> None:
    pair, first, second = await two_calls(connect, ELTEX)
    unknown = ELTEX.error("operation", "serviceNotSupported")
    pair.switch.answers["AlternateCall"] = unknown
    await pair.client.switch_call(LINE, first)
    asked = [name for name in pair.switch.history if name.endswith("Call")]
    assert asked[-3:] == ["AlternateCall", "HoldCall", "RetrieveCall"]
    assert pair.client.line(LINE).call(second).state is CallState.CONNECTED


async def test_a_call_whose_link_goes_before_the_answer_may_have_been_placed(
    pair: Pair,
) -> None:
    def hang(_request: Element) -> None:
        pair.switch.connections[-1].transport.close()

    pair.switch.answers["MakeCall"] = hang
    with pytest.raises(OutcomeUnknown):
        await pair.client.make_call(LINE, DialedNumber("722"))
    assert pair.switch.history.count("MakeCall") == 1
    with pytest.raises(NotConnected):
        await pair.client.make_call(LINE, DialedNumber("722"))


async def test_commands_name_lines_and_calls_that_there_are(pair: Pair) -> None:
    with pytest.raises(UnknownLine):
        await pair.client.make_call("799", DialedNumber("722"))
    with pytest.raises(CallNotFound):
        await pair.client.answer(LINE, "over")
    with pytest.raises(CallNotFound):
        await pair.client.complete_transfer(LINE)


async def test_nothing_is_told_of_a_line_that_goes_before_the_answer(
    pair: Pair,
) -> None:
    def answer(_request: Element) -> str:
        pair.client.remove_line(LINE)
        return ELTEX.message("SetDoNotDisturbResponse")

    pair.switch.answers["SetDoNotDisturb"] = answer
    changes = pair.heard.changes
    await pair.client.set_do_not_disturb(LINE, enabled=True)
    assert pair.heard.changes == changes


async def test_an_event_before_the_answer_belongs_to_the_call_that_we_place(
    pair: Pair,
) -> None:
    """The switch rings our phone first, and does not say who calls."""

    def early(_request: Element) -> str:
        pair.switch.send(ELTEX.delivered(LINE, LINE, None, None, "c3"))
        return ELTEX.message(
            "MakeCallResponse", ELTEX.connection("callingDevice", LINE, "c3")
        )

    pair.switch.answers["MakeCall"] = early
    call_id = await pair.client.make_call(LINE, DialedNumber("722"))
    (call,) = pair.client.line(LINE).calls
    assert call.call_id == call_id
    assert (call.state, call.direction) == (CallState.DIALING, Direction.OUTGOING)
    assert [e.type.value for e in pair.heard.events] == ["outgoing"]


async def test_somebody_else_may_call_while_we_place_a_call(pair: Pair) -> None:
    def early(_request: Element) -> str:
        pair.switch.send(ELTEX.delivered(LINE, LINE, "799", LINE, "c8"))
        return ELTEX.message(
            "MakeCallResponse", ELTEX.connection("callingDevice", LINE, "c3")
        )

    pair.switch.answers["MakeCall"] = early
    await pair.client.make_call(LINE, DialedNumber("722"))
    states = sorted(c.state for c in pair.client.line(LINE).calls)
    assert states == [CallState.DIALING, CallState.RINGING]


async def test_an_unnamed_caller_is_told_once_the_placed_call_is_refused(
    pair: Pair,
) -> None:
    def early(_request: Element) -> str:
        pair.switch.send(ELTEX.delivered(LINE, LINE, "restricted", LINE, "c8"))
        return ELTEX.error("operation", "invalidCalledDeviceID")

    pair.switch.answers["MakeCall"] = early
    with pytest.raises(Exception, match="invalidCalledDeviceID"):
        await pair.client.make_call(LINE, DialedNumber("722"))
    assert [e.type.value for e in pair.heard.events] == ["incoming"]
