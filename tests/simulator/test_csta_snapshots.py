"""Snapshots, features and the list of lines."""

from xml.etree import ElementTree as ET

import pytest

from simulator.calls import ForwardingType, Group, LegState
from simulator.csta import CstaOptions

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


async def snapshot(client: Client, line: str) -> ET.Element:
    """Return the snapshotData of a line."""
    body = f'<snapshotObject typeOfNumber="dialingNumber">{line}</snapshotObject>'
    reply = await client.request(csta("SnapshotDevice", body))
    return find(reply, "crossRefIDorSnapshotData", "snapshotData")


def compound(info: ET.Element) -> list[str]:
    """Return a call's states, the line's own first."""
    states = find(info, "localCallState", "compoundCallState")
    return [each.text or "" for each in states]


async def test_an_idle_line_has_an_empty_snapshot() -> None:
    async with desk() as place:
        client = await place.logged_in()
        assert len(await snapshot(client, "725")) == 0


async def test_a_line_that_does_not_exist_has_no_snapshot() -> None:
    async with desk() as place:
        client = await place.logged_in()
        body = "<snapshotObject>999</snapshotObject>"
        reply = await client.request(csta("SnapshotDevice", body))
        assert error_of(reply) == ("operation", "invalidDeviceID")


async def test_a_snapshot_gives_the_own_state_first() -> None:
    async with desk(STANDARD) as place:
        client = await place.logged_in()
        place.exchange.dial("725", "722")
        (caller,) = await snapshot(client, "725")
        (called,) = await snapshot(client, "722")
        assert compound(caller) == ["connected", "alerting"]
        assert compound(called) == ["alerting", "connected"]
        assert names(caller) == ["connectionIdentifier", "localCallState"]


async def test_a_callers_own_leg_shows_as_alerting_where_the_far_end_rings() -> None:
    async with desk() as place:
        client = await place.logged_in()
        place.exchange.dial("725", "722")
        (caller,) = await snapshot(client, "725")
        assert compound(caller) == ["alerting", "alerting"]


async def test_a_snapshot_has_every_call_of_a_line() -> None:
    async with desk(STANDARD) as place:
        client = await place.logged_in()
        first = place.exchange.dial("725", "722")
        place.exchange.answer("722", first.id)
        place.exchange.consult("722", first.id, "723")
        held, active = await snapshot(client, "722")
        assert compound(held) == ["hold", "connected"]
        assert compound(active) == ["connected", "alerting"]


async def test_a_snapshot_may_name_the_other_end() -> None:
    async with desk(CstaOptions(endpoints_in_snapshots=True)) as place:
        client = await place.logged_in()
        place.exchange.dial("+79001234567", "722")
        (info,) = await snapshot(client, "722")
        assert party(info, "endpointDevice") == "+79001234567"


@pytest.mark.parametrize(
    ("line", "expected"), [("725", "callDelivered"), ("722", "callReceived")]
)
async def test_a_snapshot_may_say_it_in_one_word(line: str, expected: str) -> None:
    async with desk(CstaOptions(simple_call_states=True)) as place:
        client = await place.logged_in()
        place.exchange.dial("725", "722")
        (info,) = await snapshot(client, line)
        assert text(info, "localCallState", "simpleCallState") == expected


async def test_a_snapshot_may_come_in_segments() -> None:
    options = CstaOptions(segmented_snapshots=True, segment_size=1)
    async with desk(options) as place:
        client = await place.logged_in()
        for caller in ("723", "724", "725"):
            place.exchange.dial(caller, "722")
        body = "<snapshotObject>722</snapshotObject>"
        reply = await client.request(csta("SnapshotDevice", body))
        reference = text(reply, "crossRefIDorSnapshotData", "serviceCrossRefID")
        segments = [await client.event() for _ in range(3)]
        assert {name_of(each) for each in segments} == {"SnapshotDeviceData"}
        assert {text(each, "serviceCrossRefID") for each in segments} == {reference}
        last = [text(each, "lastSegment") for each in segments]
        assert last == ["false", "false", "true"]
        assert all(len(find(each, "snapshotData")) == 1 for each in segments)


async def test_a_snapshot_that_fits_no_frame_comes_in_segments_by_itself() -> None:
    groups = {"600": Group(members=())}
    async with desk(CstaOptions(segment_size=30), groups=groups) as place:
        client = await place.logged_in()
        for caller in range(51):
            place.exchange.dial(f"+790000000{caller:02}", "600")
        body = "<snapshotObject>600</snapshotObject>"
        await client.request(csta("SnapshotDevice", body))
        sizes = [len(find(await client.event(), "snapshotData")) for _ in range(2)]
        assert sizes == [30, 21]


async def test_the_segments_of_an_idle_line_are_one_that_is_empty() -> None:
    async with desk(CstaOptions(segmented_snapshots=True)) as place:
        client = await place.logged_in()
        body = "<snapshotObject>722</snapshotObject>"
        await client.request(csta("SnapshotDevice", body))
        segment = await client.event()
        assert text(segment, "lastSegment") == "true"
        assert len(find(segment, "snapshotData")) == 0


async def test_a_snapshot_of_a_call_names_everybody() -> None:
    async with desk() as place:
        client = await place.logged_in()
        place.exchange.dial("+79001234567", "722")
        (info,) = await snapshot(client, "722")
        call_id = text(info, "connectionIdentifier", "callID")
        for asked in (
            f"<snapshotObject><callID>{call_id}</callID></snapshotObject>",
            same_as(find(info, "connectionIdentifier"), "snapshotObject"),
        ):
            reply = await client.request(csta("SnapshotCall", asked))
            data = find(reply, "crossRefIDorSnapshotData", "snapshotData")
            told = {
                party(each, "deviceOnCall"): text(each, "localConnectionInfo")
                for each in data
            }
            assert told == {"+79001234567": "connected", "722": "alerting"}


async def test_a_snapshot_of_a_call_may_name_who_was_called() -> None:
    async with desk(CstaOptions(snapshots_name_called=True)) as place:
        client = await place.logged_in()
        place.exchange.dial("725", "722")
        (info,) = await snapshot(client, "725")
        asked = same_as(find(info, "connectionIdentifier"), "snapshotObject")
        reply = await client.request(csta("SnapshotCall", asked))
        assert party(reply, "callingDevice") == "725"
        assert party(reply, "calledDevice") == "722"


async def test_a_snapshot_of_a_call_keeps_the_callers_secret() -> None:
    async with desk() as place:
        client = await place.logged_in()
        place.exchange.dial("+79001234567", "722", restricted=True)
        (info,) = await snapshot(client, "722")
        asked = same_as(find(info, "connectionIdentifier"), "snapshotObject")
        reply = await client.request(csta("SnapshotCall", asked))
        assert "79001234567" not in ET.tostring(reply, encoding="unicode")


async def test_a_call_that_does_not_exist_has_no_snapshot() -> None:
    async with desk() as place:
        client = await place.logged_in()
        asked = "<snapshotObject><callID>f76e000000000000</callID></snapshotObject>"
        reply = await client.request(csta("SnapshotCall", asked))
        assert error_of(reply) == ("operation", "invalidConnectionID")


@pytest.mark.parametrize("on", [True, False])
async def test_do_not_disturb_is_set_and_told(on: bool) -> None:
    async with desk() as place:
        client = await place.logged_in()
        place.exchange.features.set_do_not_disturb("725", enabled=not on)
        word = str(on).lower()
        device = "<device>725</device>"
        body = f"{device}<doNotDisturbOn>{word}</doNotDisturbOn>"
        reply = await client.request(csta("SetDoNotDisturb", body))
        assert name_of(reply) == "SetDoNotDisturbResponse"
        reply = await client.request(csta("GetDoNotDisturb", device))
        assert text(reply, "doNotDisturbOn") == word


async def test_message_waiting_is_set_and_told() -> None:
    async with desk() as place:
        client = await place.logged_in("725")
        body = "<device>725</device><messageWaitingOn>true</messageWaitingOn>"
        reply = await client.request(csta("SetMessageWaitingIndicator", body))
        assert name_of(reply) == "SetMessageWaitingIndicatorResponse"
        await client.expect("MessageWaiting")
        body = "<device>725</device>"
        reply = await client.request(csta("GetMessageWaitingIndicator", body))
        assert text(reply, "messageWaitingOn") == "true"


def set_forwarding(kind: str, on: str, number: str = "") -> str:
    """Return a SetForwarding for 725."""
    target = f"<forwardDN>{number}</forwardDN>" if number else ""
    return csta(
        "SetForwarding",
        f"<device>725</device><forwardingType>{kind}</forwardingType>"
        f"<activateForward>{on}</activateForward>{target}",
    )


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("forwardImmediate", ForwardingType.ALL),
        ("forwardBusy", ForwardingType.BUSY),
        ("forwardNoAns", ForwardingType.NO_ANSWER),
    ],
)
async def test_forwarding_is_set_told_and_taken_back(
    word: str, kind: ForwardingType
) -> None:
    async with desk() as place:
        client = await place.logged_in()
        await client.request(set_forwarding(word, "true", "722"))
        assert place.exchange.line("725").forwarding == {kind: "722"}
        reply = await client.request(csta("GetForwarding", "<device>725</device>"))
        told = {
            text(item, "forwardingType"): text(item, "forwardDN")
            for item in find(reply, "forwardingList")
            if text(item, "forwardStatus") == "true"
        }
        assert told == {word: "722"}
        await client.request(set_forwarding(word, "false"))
        assert not place.exchange.line("725").forwarding


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("forwardImmediate", "", "invalidDestination"),
        ("forwardSometimes", "722", "valueOutOfRange"),
    ],
)
async def test_forwarding_is_refused(kind: str, number: str, code: str) -> None:
    async with desk() as place:
        client = await place.logged_in()
        reply = await client.request(set_forwarding(kind, "true", number))
        assert error_of(reply) == ("operation", code)


async def test_what_is_no_boolean_is_refused() -> None:
    async with desk() as place:
        client = await place.logged_in()
        reply = await client.request(set_forwarding("forwardBusy", "yes", "722"))
        assert error_of(reply) == ("operation", "generic")


async def test_the_switch_lists_its_lines_after_the_response() -> None:
    async with desk() as place:
        client = await place.logged_in()
        reply = await client.request(csta("GetSwitchingFunctionDevices"))
        listed = await client.event()
        assert name_of(listed) == "SwitchingFunctionDevices"
        reference = text(reply, "serviceCrossRefID")
        assert text(listed, "serviceCrossRefID") == reference
        assert text(listed, "lastSegment") == "true"
        lines = [text(each, "deviceID") for each in find(listed, "deviceList")]
        assert lines == list(place.exchange.lines)


async def test_the_truth_is_the_exchanges() -> None:
    async with desk(STANDARD) as place:
        client = await place.logged_in()
        call = place.exchange.dial("725", "722")
        place.exchange.answer("722", call.id)
        place.exchange.hold("722", call.id)
        truth = place.exchange.snapshot()["722"]
        (info,) = await snapshot(client, "722")
        assert compound(info)[0] == truth[call.id] == LegState.HELD
