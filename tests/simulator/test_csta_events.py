"""The events of every kind of call, as each line's monitor hears them."""

from xml.etree import ElementTree as ET

import pytest

from simulator.calls import ForwardingType, Group, LineSettings, OutsideNumber
from simulator.csta import CstaOptions
from simulator.habits import Habits, Releasing
from simulator.options import ExchangeOptions

from .csta_client import (
    Client,
    csta,
    desk,
    error_of,
    find,
    name_of,
    names,
    party,
    same_as,
    text,
)

STANDARD = CstaOptions(odd_forms=False)


def number(connection: ET.Element) -> str:
    """Return the number in a connection."""
    return text(connection, "deviceID").partition(":::")[0]


def call_id(event: ET.Element) -> str:
    """Return the callID of an event's own connection."""
    return text(event[1], "callID")


async def causes(client: Client, *expected: str) -> None:
    """Check the next events and their causes, written as Name:cause."""
    found = [await client.event() for _ in expected]
    told = [
        f"{name_of(each).removesuffix('Event')}:{text(each, 'cause')}" for each in found
    ]
    assert told == [*expected]


async def test_an_internal_call_from_both_sides() -> None:
    async with desk(STANDARD) as place:
        caller, called = await place.logged_in("725"), await place.logged_in("722")
        call = place.exchange.dial("725", "722")
        place.exchange.answer("722", call.id)
        place.exchange.clear_connection("725", call.id)
        mine = await caller.expect(
            "Originated", "Delivered", "Established", "ConnectionCleared"
        )
        theirs = await called.expect(
            "Delivered", "Established", "ConnectionCleared", "ConnectionCleared"
        )
        assert len({call_id(event) for event in mine + theirs}) == 1
        states = [text(event, "localConnectionInfo") for event in mine]
        assert states == ["connected", "connected", "connected", "null"]
        states = [text(event, "localConnectionInfo") for event in theirs]
        assert states == ["alerting", "connected", "connected", "null"]


async def test_delivered_names_all_parties() -> None:
    async with desk() as place:
        client = await place.logged_in("722")
        place.exchange.dial("725", "722")
        (delivered,) = await client.expect("Delivered")
        assert names(delivered) == [
            "monitorCrossRefID",
            "connection",
            "alertingDevice",
            "callingDevice",
            "calledDevice",
            "lastRedirectionDevice",
            "cause",
        ]
        assert party(delivered, "alertingDevice") == "722"
        assert party(delivered, "callingDevice") == "725"
        assert party(delivered, "calledDevice") == "722"
        assert party(delivered, "lastRedirectionDevice") == "notKnown"


async def test_a_device_in_a_call_has_an_opaque_name_of_its_own_in_each_call() -> None:
    async with desk() as place:
        client = await place.logged_in("722")
        for caller in ("725", "726"):
            place.exchange.dial(caller, "722")
        first, second = await client.expect("Delivered", "Delivered")
        ids = {text(event, "connection", "deviceID") for event in (first, second)}
        assert len(ids) == 2
        assert all(each.startswith("722:::") for each in ids)
        assert all(each.count("#") == 2 for each in ids)


async def test_the_odd_forms_of_real_events() -> None:
    options = ExchangeOptions(service_initiated=True)
    async with desk(exchange_options=options) as place:
        client = await place.logged_in("725")
        call = place.exchange.dial("725", "722")
        place.exchange.answer("722", call.id)
        place.exchange.clear_call(call.id)
        initiated, originated, delivered, established, cleared = await client.expect(
            "ServiceInitiated",
            "Originated",
            "Delivered",
            "Established",
            "ConnectionCleared",
        )
        assert party(initiated, "calledDevice") == "notKnown"
        assert party(originated, "calledDevice") == "notKnown"
        assert text(originated, "localConnectionInfo") == "connected"
        assert "localConnectionInfo" not in names(delivered)
        assert party(established, "callingDevice") == "722"
        assert party(established, "calledDevice") == "notKnown"
        note = text(cleared, "extensions", "privateData", "string")
        assert note == "release_initiator=system;"


async def test_the_standard_forms_of_the_same_events() -> None:
    options = ExchangeOptions(service_initiated=True)
    async with desk(STANDARD, exchange_options=options) as place:
        client = await place.logged_in("725")
        call = place.exchange.dial("725", "722")
        place.exchange.answer("722", call.id)
        initiated, originated, _, established = await client.expect(
            "ServiceInitiated", "Originated", "Delivered", "Established"
        )
        assert "calledDevice" not in names(initiated)
        assert text(initiated, "localConnectionInfo") == "initiated"
        assert party(originated, "calledDevice") == "722"
        assert party(established, "callingDevice") == "725"
        assert party(established, "calledDevice") == "722"


async def test_a_caller_who_hides_is_restricted_to_all_but_himself() -> None:
    async with desk(STANDARD) as place:
        called, caller = await place.logged_in("722"), await place.logged_in("725")
        call = place.exchange.dial("725", "722", restricted=True)
        (delivered,) = await called.expect("Delivered")
        assert party(delivered, "callingDevice") == "restricted"
        _, own = await caller.expect("Originated", "Delivered")
        assert party(own, "callingDevice") == "725"
        place.exchange.clear_connection("725", call.id)
        for event in await called.expect("ConnectionCleared", "ConnectionCleared"):
            assert "725" not in ET.tostring(event, encoding="unicode")
            assert party(event, "releasingDevice") == "restricted"


async def test_a_hidden_caller_stays_hidden_in_a_transfer_and_a_conference() -> None:
    async with desk(STANDARD) as place:
        client = await place.logged_in("723")
        first = place.exchange.dial("+79001234567", "722", restricted=True)
        place.exchange.answer("722", first.id)
        second = place.exchange.consult("722", first.id, "723")
        place.exchange.answer("723", second.id)
        third = place.exchange.conference("722", first.id, second.id)
        place.exchange.single_step_conference("723", third.id, "724")
        for event in await client.expect(
            *("Delivered", "Established", "Conferenced", "Conferenced", "Delivered")
        ):
            assert "79001234567" not in ET.tostring(event, encoding="unicode")


async def test_a_call_from_outside() -> None:
    async with desk() as place:
        client = await place.logged_in("722")
        call = place.exchange.dial("+79001234567", "722", name="Анна")
        place.exchange.answer("722", call.id)
        delivered, _ = await client.expect("Delivered", "Established")
        assert party(delivered, "callingDevice") == "+79001234567"


async def test_a_call_to_outside_reaches_the_network() -> None:
    outside = {"+79001234567": OutsideNumber(answer_after=2)}
    async with desk(STANDARD, outside=outside) as place:
        client = await place.logged_in("725")
        place.exchange.dial("725", "+79001234567")
        place.clock.advance(2)
        _, reached, _, established = await client.expect(
            "Originated", "NetworkReached", "Delivered", "Established"
        )
        assert names(reached)[1:3] == ["outboundConnection", "networkInterfaceUsed"]
        assert party(established, "answeringDevice") == "+79001234567"


@pytest.mark.parametrize(
    ("number_called", "settings", "cause"),
    [
        ("722", LineSettings(do_not_disturb=True), "doNotDisturb"),
        ("722", LineSettings(max_calls=0), "busy"),
        ("722", LineSettings(out_of_service=True), "destOutOfOrder"),
        ("999", LineSettings(), "numberUnallocated"),
        ("+7abc", LineSettings(), "invalidNumberFormat"),
    ],
)
async def test_a_call_that_fails(
    number_called: str, settings: LineSettings, cause: str
) -> None:
    async with desk(STANDARD, settings={"722": settings}) as place:
        client = await place.logged_in("725")
        place.exchange.dial("725", number_called)
        place.clock.advance(60)
        await causes(
            client,
            "Originated:newCall",
            f"Failed:{cause}",
            "ConnectionCleared:normalClearing",
            "ConnectionCleared:normalClearing",
        )


async def test_a_failed_connection_may_be_a_call_id_only() -> None:
    async with desk(settings={"722": LineSettings(do_not_disturb=True)}) as place:
        client = await place.logged_in("725")
        place.exchange.dial("725", "722")
        _, failed = await client.expect("Originated", "Failed")
        assert names(find(failed, "failedConnection")) == ["callID"]
        assert party(failed, "failingDevice") == "722"


async def test_a_call_that_nobody_answers() -> None:
    async with desk() as place:
        client = await place.logged_in("722")
        place.exchange.dial("725", "722")
        place.clock.advance(60)
        await causes(client, "Delivered:newCall", "ConnectionCleared:callNotAnswered")


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (ForwardingType.ALL, "callForwardImmediate"),
        (ForwardingType.NO_ANSWER, "callForwardNoAnswer"),
    ],
)
async def test_a_forwarded_call_is_diverted(kind: ForwardingType, cause: str) -> None:
    async with desk(STANDARD) as place:
        place.exchange.features.set_forwarding("722", kind, "723")
        diverting = await place.logged_in("722")
        target = await place.logged_in("723")
        place.exchange.dial("725", "722")
        place.clock.advance(30)
        (delivered,) = await target.expect("Delivered")
        assert party(delivered, "lastRedirectionDevice") == "722"
        assert party(delivered, "calledDevice") == "722"
        event = await diverting.event()
        if name_of(event) == "DeliveredEvent":
            event = await diverting.event()
        assert name_of(event) == "DivertedEvent"
        assert party(event, "divertingDevice") == "722"
        assert party(event, "newDestination") == "723"
        assert text(event, "localConnectionInfo") == "null"
        assert text(event, "cause") == cause


async def test_a_call_may_be_offered_before_it_rings() -> None:
    async with desk(settings={"722": LineSettings(offered_seconds=0)}) as place:
        client = await place.logged_in("722")
        place.exchange.dial("725", "722")
        offered, _ = await client.expect("Offered", "Delivered")
        assert names(offered)[1:3] == ["offeredConnection", "offeredDevice"]


async def test_hold_and_retrieve_are_heard_on_both_sides() -> None:
    async with desk(STANDARD) as place:
        client = await place.logged_in("725")
        call = place.exchange.dial("725", "722")
        place.exchange.answer("722", call.id)
        place.exchange.hold("722", call.id)
        place.exchange.retrieve("722", call.id)
        _, _, _, held, retrieved = await client.expect(
            "Originated", "Delivered", "Established", "Held", "Retrieved"
        )
        assert party(held, "holdingDevice") == "722"
        assert party(retrieved, "retrievingDevice") == "722"


async def test_a_call_waits_in_a_queue_and_is_handed_to_a_member() -> None:
    groups = {"600": Group(members=("722",))}
    async with desk(STANDARD, groups=groups) as place:
        caller, queue = await place.logged_in("725"), await place.logged_in("600")
        place.exchange.dial("725", "600")
        place.clock.advance(0)
        _, queued, diverted, delivered = await caller.expect(
            "Originated", "Queued", "Diverted", "Delivered"
        )
        assert text(queued, "cause") == "enteringDistribution"
        assert party(queued, "queue") == "600"
        assert party(diverted, "newDestination") == "722"
        assert party(delivered, "alertingDevice") == "722"
        await queue.expect("Queued", "Diverted")


async def test_a_picked_up_call_is_diverted_from_where_it_rang() -> None:
    async with desk(STANDARD) as place:
        rung, picker = await place.logged_in("722"), await place.logged_in("723")
        call = place.exchange.dial("725", "722")
        place.exchange.directed_pickup("723", "722", call.id)
        await causes(rung, "Delivered:newCall", "Diverted:callPickup")
        await causes(picker, "Established:callPickup")


async def test_an_attended_transfer_names_old_and_new_connections() -> None:
    async with desk(STANDARD) as place:
        clients = {line: await place.logged_in(line) for line in ("722", "723", "725")}
        first = place.exchange.dial("725", "722")
        place.exchange.answer("722", first.id)
        second = place.exchange.consult("722", first.id, "723")
        place.exchange.answer("723", second.id)
        place.exchange.transfer("722", first.id, second.id)
        seen = {}
        for line, client in clients.items():
            while name_of(event := await client.event()) != "TransferedEvent":
                seen[line] = call_id(event)
            seen[line + "'s transfer"] = text(event, "primaryOldCall", "callID")
            assert party(event, "transferringDevice") == "722"
            assert party(event, "transferredToDevice") == "723"
            connections = find(event, "transferredConnections")
            assert len(connections) == 2
            for item in connections:
                old, new = find(item, "oldConnection"), find(item, "newConnection")
                assert number(old) == number(new)
                assert text(old, "callID") != text(new, "callID")
                assert text(old, "deviceID") != text(new, "deviceID")
            state = "null" if line == "722" else "connected"
            assert text(event, "localConnectionInfo") == state
        assert seen["725"] == seen["725's transfer"] == seen["723's transfer"]


async def test_a_blind_transfer_rings_on_in_the_new_call() -> None:
    async with desk(STANDARD) as place:
        client = await place.logged_in("725")
        call = place.exchange.dial("725", "722")
        place.exchange.answer("722", call.id)
        place.exchange.single_step_transfer("722", call.id, "723")
        *_, transferred, delivered = await client.expect(
            "Originated", "Delivered", "Established", "Transfered", "Delivered"
        )
        assert "secondaryOldCall" not in names(transferred)
        (item,) = find(transferred, "transferredConnections")
        assert text(item, "newConnection", "callID") == call_id(delivered)
        assert party(delivered, "alertingDevice") == "723"
        assert text(delivered, "cause") == "singleStepTransfer"


async def test_a_conference_names_everybody() -> None:
    async with desk(STANDARD) as place:
        client = await place.logged_in("725")
        first = place.exchange.dial("725", "722")
        place.exchange.answer("722", first.id)
        second = place.exchange.consult("722", first.id, "723")
        place.exchange.answer("723", second.id)
        place.exchange.conference("722", first.id, second.id)
        *_, conferenced = await client.expect(
            "Originated", "Delivered", "Established", "Held", "Conferenced"
        )
        assert party(conferenced, "conferencingDevice") == "722"
        assert party(conferenced, "addedParty") == "723"
        connections = find(conferenced, "conferenceConnections")
        numbers = {number(find(item, "newConnection")) for item in connections}
        assert numbers == {"722", "723", "725"}
        old = {
            text(conferenced, name, "callID")
            for name in ("primaryOldCall", "secondaryOldCall")
        }
        assert len(old) == 2


async def test_digits_are_told_where_the_exchange_tells_them() -> None:
    options = ExchangeOptions(service_initiated=False, digits_dialed=True)
    async with desk(exchange_options=options) as place:
        client = await place.logged_in("725")
        place.exchange.dial("725", "722")
        dialed, *_ = await client.expect("DigitsDialed", "Originated", "Delivered")
        assert text(dialed, "dialingSequence") == "722"


async def test_a_network_says_which_events_it_provides() -> None:
    events = {"delivered": True, "established": False}
    async with desk(CstaOptions(network_events=events)) as place:
        client = await place.logged_in("725")
        place.exchange.dial("725", "+79001234567")
        _, reached = await client.expect("Originated", "NetworkReached")
        provided = find(reached, "networkCapability", "eventsProvided")
        assert {name_of(each): each.text for each in provided} == {
            "delivered": "true",
            "established": "false",
        }


async def test_features_are_told_to_the_line_that_they_belong_to() -> None:
    async with desk() as place:
        client = await place.logged_in("725")
        place.exchange.features.set_do_not_disturb("725", enabled=True)
        place.exchange.features.set_forwarding("725", ForwardingType.BUSY, "722")
        place.exchange.features.set_message_waiting("725", enabled=True)
        quiet, forwarding, waiting = await client.expect(
            "DoNotDisturb", "Forwarding", "MessageWaiting"
        )
        assert text(quiet, "doNotDisturbOn") == "true"
        assert text(forwarding, "forwardingType") == "forwardBusy"
        assert text(forwarding, "forwardStatus") == "true"
        assert text(forwarding, "forwardTo") == "722"
        assert party(waiting, "targetDevice") == "725"
        assert text(waiting, "messageWaitingOn") == "true"


async def test_a_blind_transfer_may_keep_its_call() -> None:
    options = ExchangeOptions(service_initiated=False, blind_transfer_keeps_call=True)
    async with desk(STANDARD, exchange_options=options) as place:
        clients = {line: await place.logged_in(line) for line in ("722", "725")}
        call = place.exchange.dial("725", "722")
        place.exchange.answer("722", call.id)
        place.exchange.single_step_transfer("722", call.id, "723")
        place.exchange.answer("723", call.id)
        *_, transferred = await clients["722"].expect(
            "Delivered", "Established", "Transfered"
        )
        assert text(transferred, "localConnectionInfo") == "null"
        (item,) = find(transferred, "transferredConnections")
        ids = {
            text(item, name, "callID") for name in ("oldConnection", "newConnection")
        }
        assert ids == {text(transferred, "primaryOldCall", "callID")}
        *_, established = await clients["725"].expect(
            *("Originated", "Delivered", "Established"),
            *("Transfered", "Delivered", "Established"),
        )
        assert {call_id(established)} == ids
        place.exchange.clear_call(call.id)
        assert not place.exchange.calls


async def test_call_cleared_is_told_only_where_it_is_wanted() -> None:
    async with desk(CstaOptions(call_cleared=True)) as place:
        client = await place.logged_in("722")
        call = place.exchange.dial("725", "722")
        place.exchange.clear_connection("725", call.id)
        *_, cleared = await client.expect(
            "Delivered", "ConnectionCleared", "ConnectionCleared", "CallCleared"
        )
        assert names(find(cleared, "clearedCall")) == ["callID"]


async def test_any_event_may_be_told_to_a_line() -> None:
    async with desk() as place:
        client = await place.logged_in("725", "725", "722")
        make = place.front_end.writer.csta
        place.front_end.tell("725", "LampModeEvent", make("lamp", "red"))
        for event in await client.expect("LampMode", "LampMode"):
            assert text(event, "lamp") == "red"
        await client.silence()


async def test_the_telephones_of_a_number_differ_behind_the_number() -> None:
    settings = {"722": LineSettings(phones=2)}
    for options in (CstaOptions(), STANDARD):
        async with desk(options, settings=settings) as place:
            client = await place.logged_in("722")
            call = place.exchange.dial("725", "722")
            place.exchange.answer("722&2", call.id)
            *rings, answered, lost = await client.expect(
                "Delivered", "Delivered", "Established", "ConnectionCleared"
            )
            assert {number(each[1]) for each in (*rings, answered, lost)} == {"722"}
            first, second = (text(each[1], "deviceID") for each in rings)
            assert first != second
            assert text(answered[1], "deviceID") == second
            assert text(lost[1], "deviceID") == first
            if options is STANDARD:
                states = [
                    text(each, "localConnectionInfo") for each in (answered, lost)
                ]
                assert states == ["connected", "null"]


async def test_a_request_names_one_telephone_of_a_number() -> None:
    async with desk(settings={"722": LineSettings(phones=2)}) as place:
        client = await place.logged_in("722")
        place.exchange.dial("725", "722")
        _, second = await client.expect("Delivered", "Delivered")
        answer = same_as(find(second, "connection"), "callToBeAnswered")
        await client.request(csta("AnswerCall", answer))
        answered, lost = await client.expect("Established", "ConnectionCleared")
        clear = same_as(find(lost, "droppedConnection"), "connectionToBeCleared")
        refused = await client.request(csta("ClearConnection", clear))
        assert error_of(refused) == ("operation", "invalidConnectionID")
        (leg,) = place.exchange.calls_of("722")
        assert leg.phone == "722&2"
        established = find(answered, "establishedConnection")
        clear = same_as(established, "connectionToBeCleared")
        await client.request(csta("ClearConnection", clear))
        assert not place.exchange.calls


@pytest.mark.parametrize(
    ("releasing", "named"),
    [
        (Releasing.WHO_LET_GO, "725"),
        (Releasing.THE_DROPPED, "722"),
        (Releasing.NOBODY, "notKnown"),
    ],
)
async def test_whom_a_cleared_connection_names(
    releasing: Releasing, named: str
) -> None:
    options = ExchangeOptions(
        habits=Habits(releasing=releasing), service_initiated=False
    )
    async with desk(exchange_options=options) as place:
        client = await place.logged_in("722")
        call = place.exchange.dial("725", "722")
        place.exchange.clear_connection("725", call.id)
        *_, cleared = await client.expect(
            "Delivered", "ConnectionCleared", "ConnectionCleared"
        )
        assert party(cleared, "releasingDevice") == named
        assert number(cleared[1]) == "722"
