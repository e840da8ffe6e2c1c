"""Monitors: who hears what, limits, and the switch's own requests."""

import pytest

from simulator.calls import EventKind
from simulator.csta import CstaOptions
from simulator.options import ExchangeOptions

from .csta_client import START_SESSION, csta, desk, error_of, name_of, text


def start(device: str, rest: str = "") -> str:
    """Return a MonitorStart."""
    box = f"<monitorObject><deviceObject>{device}</deviceObject></monitorObject>"
    return csta("MonitorStart", box + rest)


def filter_of(**members: str) -> str:
    """Return a filter with these members."""
    inside = "".join(f"<{name}>{flag}</{name}>" for name, flag in members.items())
    return (
        "<requestedMonitorFilter><callcontrol>"
        f"{inside}</callcontrol></requestedMonitorFilter>"
    )


async def test_every_monitor_has_a_reference_of_its_own() -> None:
    async with desk() as place:
        client = await place.logged_in()
        first, second = await client.monitor("725"), await client.monitor("726")
        assert first != second
        assert {each.line for each in place.front_end.monitors} == {"725", "726"}


async def test_an_event_carries_the_reference_of_its_monitor() -> None:
    async with desk() as place:
        client = await place.logged_in()
        reference = await client.monitor("722")
        place.exchange.dial("725", "722")
        (delivered,) = await client.expect("Delivered")
        assert text(delivered, "monitorCrossRefID") == reference


async def test_two_monitors_of_one_line_hear_everything_twice() -> None:
    async with desk() as place:
        client = await place.logged_in("722", "722")
        place.exchange.dial("725", "722")
        await client.expect("Delivered", "Delivered")


async def test_every_client_hears_only_of_its_own_monitors() -> None:
    async with desk() as place:
        caller, called = await place.logged_in("725"), await place.logged_in("722")
        place.exchange.dial("725", "722")
        await caller.expect("Originated", "Delivered")
        await called.expect("Delivered")
        await caller.silence()
        await called.silence()


async def test_true_in_a_filter_means_that_the_event_is_not_sent() -> None:
    async with desk() as place:
        client = await place.logged_in()
        await client.monitor("725", filter_of(delivered="true", originated="false"))
        call = place.exchange.dial("725", "722")
        place.exchange.answer("722", call.id)
        await client.expect("Originated", "Established")


async def test_a_switch_may_take_the_documented_filter_only() -> None:
    hidden = {
        *("bridged", "digitsDialed", "diverted", "failed", "held", "offered"),
        *("networkCapabilitiesChanged", "networkReached", "queued", "retrieved"),
    }
    events = (
        "bridged callCleared conferenced connectionCleared delivered digitsDialed diverted "
        "established failed held networkCapabilitiesChanged networkReached offered originated "
        "queued retrieved serviceInitiated transferred"
    )
    options = CstaOptions(filter_refusal=("operation", "valueOutOfRange"))
    async with desk(options) as place:
        client = await place.logged_in()
        for rest in ("", filter_of(held="true")):
            reply = await client.request(start("725", rest))
            assert error_of(reply) == ("operation", "valueOutOfRange")
        documented = {
            name: "true" if name in hidden else "false" for name in events.split()
        }
        reply = await client.request(start("725", filter_of(**documented)))
        assert name_of(reply) == "MonitorStartResponse"


async def test_the_filter_calls_the_transfered_event_transferred() -> None:
    async with desk() as place:
        client = await place.logged_in()
        await client.monitor("725", filter_of(transferred="true"))
        call = place.exchange.dial("725", "722")
        place.exchange.answer("722", call.id)
        await client.expect("Originated", "Delivered", "Established")
        place.exchange.single_step_transfer("725", call.id, "723")
        await client.silence()


@pytest.mark.parametrize(
    "event_kind", [EventKind.ESTABLISHED, EventKind.ORIGINATED], ids=str
)
async def test_a_lifted_caller_is_told_in_either_way(event_kind: EventKind) -> None:
    options = ExchangeOptions(service_initiated=False, lift_event=event_kind)
    async with desk(exchange_options=options) as place:
        client = await place.logged_in("725")
        call = place.exchange.dial("725", "722", by_computer=True)
        place.exchange.answer("725", call.id)
        name = event_kind.capitalize()
        await client.expect("Delivered", name, "Delivered")


@pytest.mark.parametrize(
    "members",
    [
        {"originated": "true", "delivered": "true"},
        {"transfered": "true"},
        {"delivered": "yes"},
    ],
    ids=["wrong order", "unknown member", "no boolean"],
)
async def test_a_malformed_filter_is_refused(members: dict[str, str]) -> None:
    async with desk() as place:
        client = await place.logged_in()
        reply = await client.request(start("725", filter_of(**members)))
        assert error_of(reply) == ("operation", "generic")
        assert len(place.front_end.faults) == 1


async def test_a_line_that_does_not_exist_is_refused() -> None:
    async with desk() as place:
        client = await place.logged_in()
        reply = await client.request(start("999"))
        assert error_of(reply) == ("operation", "invalidMonitorObject")


async def test_a_line_without_the_permission_is_refused() -> None:
    async with desk(CstaOptions(forbidden_lines=frozenset({"725"}))) as place:
        client = await place.logged_in()
        reply = await client.request(start("725"))
        assert error_of(reply) == ("operation", "privilegeViolationSpecifiedDevice")
        assert await client.monitor("726")


async def test_a_monitor_of_a_call_is_refused() -> None:
    async with desk() as place:
        client = await place.logged_in()
        body = (
            "<monitorObject><callObject><callID>1</callID></callObject></monitorObject>"
        )
        reply = await client.request(csta("MonitorStart", body))
        assert error_of(reply) == ("operation", "invalidMonitorObject")


async def test_one_monitor_too_many_is_refused() -> None:
    async with desk(CstaOptions(maximum_monitors=1)) as place:
        client = await place.logged_in("725")
        reply = await client.request(start("726"))
        expected = ("systemResourceAvailibility", "overallMonitorLimitExceeded")
        assert error_of(reply) == expected


async def test_one_monitor_too_many_of_a_line_is_refused() -> None:
    async with desk(CstaOptions(maximum_monitors_per_line=1)) as place:
        client = await place.logged_in("725")
        reply = await client.request(start("725"))
        expected = ("subscribedResourceAvailability", "objectMonitorLimitExceeded")
        assert error_of(reply) == expected
        assert await client.monitor("726")


async def test_a_monitor_that_was_stopped_is_silent() -> None:
    async with desk() as place:
        client = await place.logged_in()
        reference = await client.monitor("722")
        body = f"<monitorCrossRefID>{reference}</monitorCrossRefID>"
        reply = await client.request(csta("MonitorStop", body))
        assert name_of(reply) == "MonitorStopResponse"
        place.exchange.dial("725", "722")
        await client.silence()


async def test_a_reference_that_nobody_has_is_refused() -> None:
    async with desk() as place:
        reference = await (await place.logged_in()).monitor("722")
        other = await place.logged_in()
        body = f"<monitorCrossRefID>{reference}</monitorCrossRefID>"
        reply = await other.request(csta("MonitorStop", body))
        assert error_of(reply) == ("operation", "invalidCrossRefID")


async def test_the_switch_stops_a_monitor_and_wants_an_answer() -> None:
    async with desk() as place:
        client = await place.logged_in()
        reference = await client.monitor("722")
        place.front_end.stop_monitors("722")
        invoke_id, request = await client.receive()
        assert name_of(request) == "MonitorStop"
        assert text(request, "monitorCrossRefID") == reference
        (connection,) = place.front_end.connections
        assert [*connection.unanswered] == ["MonitorStop"]
        client.send(csta("MonitorStopResponse"), invoke_id)
        await client.silence()
        assert [*connection.unanswered] == []
        assert not place.front_end.faults


async def test_the_switch_numbers_its_own_requests() -> None:
    async with desk() as place:
        client = await place.logged_in()
        place.front_end.messages_lost()
        place.front_end.ask("RequestSystemStatus")
        first, lost = await client.receive()
        second, asked = await client.receive()
        assert (first, second) == (1, 2)
        assert text(lost, "systemStatus") == "messagesLost"
        assert name_of(asked) == "RequestSystemStatus"


async def test_a_wrong_answer_to_the_switch_is_written_down() -> None:
    async with desk() as place:
        client = await place.logged_in()
        place.front_end.messages_lost()
        invoke_id, _ = await client.receive()
        client.send(csta("MonitorStopResponse"), invoke_id)
        client.send(csta("SystemStatusResponse"), 77)
        await client.silence()
        assert [*place.front_end.faults] == [
            "MonitorStopResponse answers SystemStatus",
            "SystemStatusResponse answers nothing that was asked",
        ]


async def test_a_heartbeat_comes_at_its_interval() -> None:
    async with desk(CstaOptions(heartbeat=20)) as place:
        client = await place.logged_in()
        for beat in range(1, 4):
            place.clock.advance(20)
            invoke_id, request = await client.receive()
            assert (invoke_id, name_of(request)) == (beat, "SystemStatus")
            client.send(csta("SystemStatusResponse"), invoke_id)
        await client.silence()
        assert not place.front_end.faults


async def test_who_is_told_of_a_heartbeat_must_keep_to_it() -> None:
    async with desk(CstaOptions(told_heartbeat=20)) as place:
        client = await place.connect()
        reply = await client.request(START_SESSION)
        assert text(reply, "extensions", "actualHBT") == "20"
        for _ in range(2):
            place.clock.advance(20)
            invoke_id, _ = await client.receive()
            client.send(csta("SystemStatusResponse"), invoke_id)
            await client.request(csta("RequestSystemStatus"))
        for _ in range(2):  # it answers, and says nothing of its own
            place.clock.advance(20)
            invoke_id, _ = await client.receive()
            client.send(csta("SystemStatusResponse"), invoke_id)
        place.clock.advance(20)
        with pytest.raises(ConnectionResetError):
            await client.closed()
        assert list(place.front_end.faults) == ["no sign of life"]


async def test_events_are_lost_while_the_switch_is_deaf() -> None:
    async with desk() as place:
        client = await place.logged_in("722")
        place.front_end.deaf = True
        call = place.exchange.dial("725", "722")
        place.front_end.deaf = False
        await client.silence()
        place.exchange.answer("722", call.id)
        await client.expect("Established")


async def test_events_for_a_client_that_does_not_read_are_dropped_and_told() -> None:
    async with desk(CstaOptions(write_limit=1)) as place:
        client = await place.logged_in("722")
        place.front_end.send_raw(b"\0" * 20_000_000)
        place.exchange.dial("725", "722")
        await client.reader.readexactly(20_000_000)
        _, request = await client.receive()
        assert name_of(request) == "SystemStatus"
        assert text(request, "systemStatus") == "messagesLost"


async def test_monitors_that_come_too_fast_are_refused() -> None:
    async with desk(CstaOptions(monitor_pause=0.2)) as place:
        client = await place.logged_in("725")
        reply = await client.request(start("726"))
        expected = ("performanceManagement", "performanceLimitExceeded")
        assert error_of(reply) == expected
        place.clock.advance(0.2)
        assert await client.monitor("726")
