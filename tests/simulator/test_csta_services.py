"""Every call control service: what it does, its reply, and its refusals."""

from xml.etree import ElementTree as ET

import pytest

from simulator.calls import LegState
from simulator.csta import CstaOptions

from .csta_client import (
    Client,
    Desk,
    csta,
    desk,
    error_of,
    find,
    name_of,
    names,
    same_as,
    text,
)


def states(place: Desk, device: str) -> list[str]:
    """Return a line's states, oldest call first."""
    return [leg.state for leg in place.exchange.calls_of(device)]


async def connection(client: Client, device: str, index: int = -1) -> ET.Element:
    """Return a line's connection as the switch tells it in a snapshot."""
    body = f"<snapshotObject>{device}</snapshotObject>"
    reply = await client.request(csta("SnapshotDevice", body))
    infos = find(reply, "crossRefIDorSnapshotData", "snapshotData")
    return find(infos[index], "connectionIdentifier")


async def act(client: Client, service: str, **connections: ET.Element) -> ET.Element:
    """Ask for a service that takes nothing but connections."""
    body = "".join(same_as(each, name) for name, each in connections.items())
    return await client.request(csta(service, body))


def make_call(caller: str = "725", called: str = "722") -> str:
    """Return a MakeCall."""
    kind = 'typeOfNumber="dialingNumber"'
    return csta(
        "MakeCall",
        f"<callingDevice {kind}>{caller}</callingDevice>"
        f"<calledDirectoryNumber {kind}>{called}</calledDirectoryNumber>",
    )


async def talking(place: Desk, *lines: str) -> Client:
    """Let 725 talk with 722 and return a client."""
    call = place.exchange.dial("725", "722")
    place.exchange.answer("722", call.id)
    return await place.logged_in(*lines)


async def test_make_call_rings_the_callers_own_phone_first() -> None:
    async with desk() as place:
        client = await place.logged_in("725")
        reply = await client.request(make_call())
        assert name_of(reply) == "MakeCallResponse"
        (delivered,) = await client.expect("Delivered")
        told = [
            text(each, *path, name)
            for each, path in ((reply, ["callingDevice"]), (delivered, ["connection"]))
            for name in ("deviceID", "callID")
        ]
        assert told[:2] == told[2:]
        assert text(delivered, "cause") == "makeCall"
        assert states(place, "725") == [LegState.ALERTING]
        assert states(place, "722") == []


@pytest.mark.parametrize(
    ("caller", "called", "code"),
    [
        ("999", "722", "invalidCallingDeviceID"),
        ("725", "", "invalidCalledDeviceID"),
        ("725", "725", "invalidCalledDeviceID"),
        ("729", "722", "privilegeViolationSpecifiedDevice"),
    ],
)
async def test_make_call_is_refused(caller: str, called: str, code: str) -> None:
    async with desk(CstaOptions(forbidden_lines=frozenset({"729"}))) as place:
        client = await place.logged_in()
        reply = await client.request(make_call(caller, called))
        assert error_of(reply) == ("operation", code)
        assert not place.exchange.calls


async def test_answer_call_lifts_a_ringing_phone() -> None:
    async with desk() as place:
        client = await place.logged_in()
        place.exchange.dial("725", "722")
        ringing = await connection(client, "722")
        reply = await act(client, "AnswerCall", callToBeAnswered=ringing)
        assert name_of(reply) == "AnswerCallResponse"
        assert states(place, "722") == [LegState.CONNECTED]


async def test_a_call_is_not_answered_twice() -> None:
    async with desk() as place:
        client = await talking(place)
        mine = await connection(client, "722")
        reply = await act(client, "AnswerCall", callToBeAnswered=mine)
        assert error_of(reply) == ("stateIncompatibility", "noCallToAnswer")


async def test_the_response_comes_before_the_events_that_it_causes() -> None:
    async with desk() as place:
        client = await talking(place, "722")
        mine = await connection(client, "722")
        reply = await act(client, "ClearConnection", connectionToBeCleared=mine)
        assert name_of(reply) == "ClearConnectionResponse"
        assert not client.events
        await client.expect("ConnectionCleared")
        assert not place.exchange.calls


async def test_clear_call_ends_it_for_everybody() -> None:
    async with desk() as place:
        client = await talking(place)
        mine = await connection(client, "722")
        reply = await act(client, "ClearCall", callToBeCleared=mine)
        assert name_of(reply) == "ClearCallResponse"
        assert not place.exchange.calls


async def test_hold_call_and_retrieve_call() -> None:
    async with desk() as place:
        client = await talking(place)
        mine = await connection(client, "722")
        reservation = "<connectionReservation>false</connectionReservation>"
        body = same_as(mine, "callToBeHeld") + reservation
        reply = await client.request(csta("HoldCall", body))
        assert name_of(reply) == "HoldCallResponse"
        assert states(place, "722") == [LegState.HELD]
        reply = await act(client, "RetrieveCall", callToBeRetrieved=mine)
        assert name_of(reply) == "RetrieveCallResponse"
        assert states(place, "722") == [LegState.CONNECTED]


async def test_what_is_not_held_is_not_retrieved() -> None:
    async with desk() as place:
        client = await talking(place)
        mine = await connection(client, "722")
        reply = await act(client, "RetrieveCall", callToBeRetrieved=mine)
        assert error_of(reply) == ("stateIncompatibility", "invalidConnectionState")


async def test_single_step_transfer_names_the_new_connection() -> None:
    async with desk() as place:
        client = await talking(place)
        mine = await connection(client, "722")
        body = same_as(mine, "activeCall") + "<transferredTo>723</transferredTo>"
        reply = await client.request(csta("SingleStepTransferCall", body))
        assert text(reply, "transferredCall", "deviceID").startswith("723:::")
        new = await connection(client, "723")
        assert text(reply, "transferredCall", "callID") == text(new, "callID")
        assert states(place, "722") == []
        assert states(place, "723") == [LegState.ALERTING]


async def consulting(place: Desk) -> tuple[Client, ET.Element, ET.Element]:
    """Let 722 hold 725 and talk with 723; return its held and active connection."""
    client = await talking(place)
    existing = await connection(client, "722")
    body = same_as(existing, "existingCall") + "<consultedDevice>723</consultedDevice>"
    reply = await client.request(csta("ConsultationCall", body))
    assert names(reply) == ["initiatedCall"]
    ringing = await connection(client, "723")
    await act(client, "AnswerCall", callToBeAnswered=ringing)
    return client, existing, find(reply, "initiatedCall")


async def test_consultation_call_holds_and_calls() -> None:
    async with desk() as place:
        await consulting(place)
        assert states(place, "722") == [LegState.HELD, LegState.CONNECTED]


async def test_alternate_call_swaps_the_two() -> None:
    async with desk() as place:
        client, held, active = await consulting(place)
        reply = await act(client, "AlternateCall", heldCall=held, activeCall=active)
        assert name_of(reply) == "AlternateCallResponse"
        assert states(place, "722") == [LegState.CONNECTED, LegState.HELD]


async def test_reconnect_call_leaves_the_active_one() -> None:
    async with desk() as place:
        client, held, active = await consulting(place)
        reply = await act(client, "ReconnectCall", activeCall=active, heldCall=held)
        assert name_of(reply) == "ReconnectCallResponse"
        assert states(place, "722") == [LegState.CONNECTED]
        assert states(place, "723") == []


async def test_transfer_call_joins_the_others() -> None:
    async with desk() as place:
        client, held, active = await consulting(place)
        reply = await act(client, "TransferCall", heldCall=held, activeCall=active)
        new = await connection(client, "723")
        transferred = find(reply, "transferredCall")
        assert text(transferred, "callID") == text(new, "callID")
        assert text(transferred, "deviceID") == text(new, "deviceID")
        assert states(place, "722") == []


async def test_conference_call_joins_all_three() -> None:
    async with desk() as place:
        client, held, active = await consulting(place)
        reply = await act(client, "ConferenceCall", heldCall=held, activeCall=active)
        new = await connection(client, "722")
        assert text(reply, "conferenceCall", "callID") == text(new, "callID")
        for line in ("722", "723", "725"):
            assert states(place, line) == [LegState.CONNECTED]


async def test_two_connections_of_different_devices_are_refused() -> None:
    async with desk() as place:
        client, held, _ = await consulting(place)
        other = await connection(client, "723")
        reply = await act(client, "TransferCall", heldCall=held, activeCall=other)
        assert error_of(reply) == ("operation", "invalidConnectionID")


async def test_held_and_active_may_not_change_places() -> None:
    async with desk() as place:
        client, held, active = await consulting(place)
        reply = await act(client, "TransferCall", heldCall=active, activeCall=held)
        assert error_of(reply) == ("stateIncompatibility", "noHeldCall")


async def test_single_step_conference_calls_somebody_in() -> None:
    async with desk() as place:
        client = await talking(place)
        mine = await connection(client, "722")
        body = same_as(mine, "activeCall") + "<deviceToJoin>723</deviceToJoin>"
        reply = await client.request(csta("SingleStepConferenceCall", body))
        assert error_of(reply) == ("operation", "generic")
        body += "<participationType>active</participationType>"  # mandatory (ECMA-269)
        reply = await client.request(csta("SingleStepConferenceCall", body))
        assert names(reply) == ["conferencedCall"]
        assert states(place, "723") == [LegState.ALERTING]


async def test_deflect_call_sends_a_ringing_call_elsewhere() -> None:
    async with desk() as place:
        client = await place.logged_in()
        place.exchange.dial("725", "722")
        mine = await connection(client, "722")
        where = "<newDestination>723</newDestination>"
        body = same_as(mine, "callToBeDiverted") + where
        reply = await client.request(csta("DeflectCall", body))
        assert name_of(reply) == "DeflectCallResponse"
        assert states(place, "722") == []
        assert states(place, "723") == [LegState.ALERTING]


async def test_directed_pickup_call_answers_for_a_colleague() -> None:
    async with desk() as place:
        client = await place.logged_in()
        place.exchange.dial("725", "722")
        theirs = await connection(client, "722")
        who = "<requestingDevice>723</requestingDevice>"
        body = same_as(theirs, "callToBePickedUp") + who
        reply = await client.request(csta("DirectedPickupCall", body))
        assert name_of(reply) == "DirectedPickupCallResponse"
        assert states(place, "723") == [LegState.CONNECTED]


@pytest.mark.parametrize("mode", ["", "<digitMode>dTMF</digitMode>"])
async def test_generate_digits(mode: str) -> None:
    async with desk() as place:
        client = await talking(place)
        mine = await connection(client, "722")
        digits = "<charactersToSend>12#</charactersToSend>"
        body = same_as(mine, "connectionToSendDigits") + mode + digits
        reply = await client.request(csta("GenerateDigits", body))
        assert name_of(reply) == "GenerateDigitsResponse"
        (leg,) = place.exchange.calls_of("722")
        assert leg.digits == "12#"


async def test_what_is_no_digit_is_refused() -> None:
    async with desk() as place:
        client = await talking(place)
        mine = await connection(client, "722")
        digits = "<charactersToSend>12x</charactersToSend>"
        body = same_as(mine, "connectionToSendDigits") + digits
        reply = await client.request(csta("GenerateDigits", body))
        assert error_of(reply) == ("operation", "valueOutOfRange")


@pytest.mark.parametrize(
    ("told", "written"),
    [
        (":::", ":::X"),
        (' typeOfNumber="dialingNumber"', ""),
        ("f76e", "f76f"),
    ],
    ids=["other leg", "attribute left out", "other call"],
)
async def test_a_connection_that_is_not_echoed_exactly_is_refused(
    told: str, written: str
) -> None:
    async with desk() as place:
        client = await talking(place)
        mine = same_as(await connection(client, "722"), "connectionToBeCleared")
        assert told in mine
        request = csta("ClearConnection", mine.replace(told, written))
        reply = await client.request(request)
        assert error_of(reply) == ("operation", "invalidConnectionID")
        assert place.exchange.calls


async def test_a_connection_that_is_over_is_refused() -> None:
    async with desk() as place:
        client = await talking(place)
        mine = await connection(client, "722")
        place.exchange.clear_call(1)
        reply = await act(client, "ClearConnection", connectionToBeCleared=mine)
        assert error_of(reply) == ("operation", "invalidConnectionID")


async def test_the_connection_of_a_forbidden_line_is_refused() -> None:
    options = CstaOptions()
    async with desk(options) as place:
        client = await talking(place)
        mine = await connection(client, "722")
        options.forbidden_lines = frozenset({"722"})
        reply = await act(client, "ClearConnection", connectionToBeCleared=mine)
        assert error_of(reply) == ("operation", "privilegeViolationSpecifiedDevice")


MALFORMED = {
    "wrong order": "<calledDirectoryNumber>722</calledDirectoryNumber>"
    "<callingDevice>725</callingDevice>",
    "missing child": "<callingDevice>725</callingDevice>",
    "unknown child": "<callingDevice>725</callingDevice>"
    "<calledDirectoryNumber>722</calledDirectoryNumber><colour>red</colour>",
    "child twice": "<callingDevice>725</callingDevice><callingDevice>725"
    "</callingDevice><calledDirectoryNumber>722</calledDirectoryNumber>",
    "child of another namespace": '<callingDevice xmlns="">725</callingDevice>'
    "<calledDirectoryNumber>722</calledDirectoryNumber>",
    "unknown type of number": '<callingDevice typeOfNumber="phone">725</callingDevice>'
    "<calledDirectoryNumber>722</calledDirectoryNumber>",
    "stem of a type": '<callingDevice typeOfNumber="explicitPublic">725</callingDevice>'
    "<calledDirectoryNumber>722</calledDirectoryNumber>",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_a_malformed_request_is_refused_and_written_down(body: str) -> None:
    async with desk() as place:
        client = await place.logged_in()
        reply = await client.request(csta("MakeCall", body))
        assert error_of(reply) == ("operation", "generic")
        assert len(place.front_end.faults) == 1
        assert not place.exchange.calls


async def test_a_connection_without_any_part_is_malformed() -> None:
    async with desk() as place:
        client = await talking(place)
        body = "<connectionToBeCleared/>"
        reply = await client.request(csta("ClearConnection", body))
        assert error_of(reply) == ("operation", "generic")


@pytest.mark.parametrize("exact", [False, True])
async def test_a_connection_may_be_named_by_the_plain_number(exact: bool) -> None:
    async with desk(CstaOptions(exact_connections=exact)) as place:
        client = await talking(place)
        call_id = text(await connection(client, "722"), "callID")
        named = f"<deviceID>722</deviceID><callID>{call_id}</callID>"
        body = f"<connectionToBeCleared>{named}</connectionToBeCleared>"
        reply = await client.request(csta("ClearConnection", body))
        if exact:
            assert error_of(reply) == ("operation", "invalidConnectionID")
        else:
            assert name_of(reply) == "ClearConnectionResponse"
        assert bool(place.exchange.calls) is exact


@pytest.mark.parametrize("part", ["deviceID", "callID"])
async def test_one_part_of_a_connection_is_enough_where_it_tells_which(
    part: str,
) -> None:
    async with desk() as place:
        client = await place.logged_in()
        call = place.exchange.dial("+12025550101", "722")
        place.exchange.answer("722", call.id)
        whole = await connection(client, "722")
        named = f"<{part}>{text(whole, part)}</{part}>"
        body = f"<connectionToBeCleared>{named}</connectionToBeCleared>"
        reply = await client.request(csta("ClearConnection", body))
        assert name_of(reply) == "ClearConnectionResponse"
        assert not place.exchange.calls


@pytest.mark.parametrize("part", ["deviceID", "callID"])
async def test_one_part_is_not_enough_where_it_may_mean_several(part: str) -> None:
    async with desk() as place:
        client = await talking(place)
        place.exchange.dial("723", "722")
        whole = await connection(client, "722", 0)
        named = f"<{part}>{text(whole, part)}</{part}>"
        body = f"<connectionToBeCleared>{named}</connectionToBeCleared>"
        reply = await client.request(csta("ClearConnection", body))
        assert error_of(reply) == ("operation", "invalidConnectionID")
        assert len(place.exchange.calls) == 2


async def test_a_request_in_the_wrong_namespace_is_refused() -> None:
    async with desk() as place:
        client = await place.logged_in()
        reply = await client.request(make_call().replace("/ed3", "/ed4"))
        assert error_of(reply) == ("operation", "generic")


@pytest.mark.parametrize(
    "kind",
    [
        "explicitPublic:subscriber",
        "explicitPublic:international",
        "explicitPrivate:localNumber",
        "implicitPublic",
        "deviceNumber",
        "other",
    ],
)
async def test_a_number_may_be_of_any_type_of_the_standard(kind: str) -> None:
    async with desk() as place:
        client = await place.logged_in()
        request = make_call().replace('"dialingNumber"', f'"{kind}"')
        assert kind in request
        assert name_of(await client.request(request)) == "MakeCallResponse"


async def test_an_unknown_request_is_not_supported() -> None:
    async with desk() as place:
        client = await place.logged_in()
        reply = await client.request(csta("MakeCoffee"))
        assert error_of(reply) == ("operation", "serviceNotSupported")


async def test_a_service_may_be_switched_off() -> None:
    options = CstaOptions(unsupported_services=frozenset({"MakeCall"}))
    async with desk(options) as place:
        client = await place.logged_in()
        reply = await client.request(make_call())
        assert error_of(reply) == ("operation", "serviceNotSupported")


async def test_a_service_may_never_answer() -> None:
    options = CstaOptions(silent_services=frozenset({"MakeCall"}))
    async with desk(options) as place:
        client = await place.logged_in()
        client.send(make_call())
        await client.silence()
        assert not place.exchange.calls
        assert place.front_end.requests[-2][0] == "MakeCall"


async def test_an_answer_may_come_late() -> None:
    async with desk(CstaOptions(answer_delays={"MakeCall": 5.0})) as place:
        client = await place.logged_in("725")
        asked = client.send(make_call())
        await client.silence()
        assert not place.exchange.calls
        place.clock.advance(5)
        answered, reply = await client.receive()
        assert (answered, name_of(reply)) == (asked, "MakeCallResponse")
        await client.expect("Delivered")


async def test_an_event_may_overtake_its_response() -> None:
    options = CstaOptions()
    async with desk(options) as place:
        client = await place.logged_in("725")
        options.event_before_response = True
        asked = client.send(make_call())
        await client.expect("Delivered")
        place.clock.advance(0)
        answered, reply = await client.receive()
        assert (answered, name_of(reply)) == (asked, "MakeCallResponse")


async def test_a_service_may_be_refused_with_any_code() -> None:
    refusals = {"MakeCall": ("privateErrorCode", "42")}
    async with desk(CstaOptions(refusals=refusals)) as place:
        client = await place.logged_in()
        reply = await client.request(make_call())
        assert error_of(reply) == ("privateErrorCode", "42")


async def test_one_request_too_many_at_a_time_is_refused() -> None:
    options = CstaOptions(answer_delays={"MakeCall": 5.0}, maximum_outstanding=2)
    async with desk(options) as place:
        client = await place.logged_in()
        client.send(make_call())
        client.send(make_call())
        reply = await client.request(make_call())
        expected = ("subscribedResourceAvailability", "outstandingReqLimitExceeded")
        assert error_of(reply) == expected


async def test_a_frozen_switch_neither_reads_nor_answers() -> None:
    async with desk() as place:
        client = await place.logged_in("725")
        place.front_end.frozen = True
        place.exchange.dial("722", "725")
        place.front_end.frozen = False
        await client.silence()
        assert len(place.front_end.connections) == 1
