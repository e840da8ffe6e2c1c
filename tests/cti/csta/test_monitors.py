"""Lines are watched one by one: within a window, in spite of refusals, and again after stops."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from custom_components.telephony.cti.errors import (
    OperationRefused,
    SecurityRefused,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
)
from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.model import (
    UNKNOWN_PARTY,
    CallEvent,
    CallEventType as Type,
    CallState,
    Direction,
    Outcome,
)

from .dress import DRESSES, ELTEX, Dress
from .peer import Element, name_of, value
from .scripted_world import ScriptedWorld, scripted_world


@pytest.fixture
def world() -> Iterator[ScriptedWorld]:
    """Return a world, not connected yet."""
    with scripted_world() as made:
        yield made


def refuse_line(world: ScriptedWorld, number: str, error: str) -> None:
    """Let the switch refuse the monitor of one line."""
    usual = world.switch.answers["MonitorStart"]
    assert callable(usual)

    def answer(request: Element) -> str | None:
        device = value(request, "monitorObject/deviceObject")
        return error if device == number else usual(request)

    world.switch.answers["MonitorStart"] = answer


@pytest.mark.parametrize(
    ("category", "code", "expected"),
    [
        ("operation", "invalidMonitorObject", OperationRefused),
        ("security", "privilegeViolationSpecifiedDevice", SecurityRefused),
        (
            "systemResourceAvailibility",
            "overallMonitorLimitExceeded",
            SystemResourceUnavailable,
        ),
        (
            "subscribedResourceAvailability",
            "objectMonitorLimitExceeded",
            SubscribedResourceUnavailable,
        ),
    ],
)
def test_a_refused_line_says_why_and_leaves_the_others_working(
    world: ScriptedWorld, category: str, code: str, expected: type[OperationRefused]
) -> None:
    refuse_line(world, "701", ELTEX.error(category, code))
    world.start("700", "701", "702")
    world.run(world.client.wait_synchronized())
    refused = world.client.line("701")
    assert not refused.available
    assert isinstance(refused.problem, expected)
    assert (refused.problem.code, refused.problem.service) == (code, "MonitorStart")
    world.tell(ELTEX.delivered("702", "702", "799", "702"))
    assert world.client.line("702").calls[0].state is CallState.RINGING


def test_a_refused_line_is_tried_again_slowly_until_it_works(
    world: ScriptedWorld,
) -> None:
    usual = world.switch.answers["MonitorStart"]
    refuse_line(world, "701", ELTEX.error("operation", "invalidMonitorObject"))
    world.start("701")
    tries = []
    for _ in range(40):
        before = world.switch.history.count("MonitorStart")
        world.settle(60)
        tries.append(world.switch.history.count("MonitorStart") - before)
    assert sum(tries) == 5  # after 1, 2, 4, 8 minutes, and then always 15
    world.switch.answers["MonitorStart"] = usual
    world.settle(901)
    line = world.client.line("701")
    assert (line.available, line.problem) == (True, None)


@pytest.mark.parametrize("window", [1, 2, 5])
def test_no_more_monitors_are_in_flight_than_the_window_allows(window: int) -> None:
    with scripted_world(monitor_window=window) as world:
        world.switch.answers["MonitorStart"] = None
        world.start(*(str(700 + n) for n in range(9)))
        assert world.switch.history.count("MonitorStart") == window


def test_the_pause_between_monitors_is_kept() -> None:
    with scripted_world(monitor_pause_ms=500) as world:
        times: list[float] = []
        usual = world.switch.answers["MonitorStart"]
        assert callable(usual)

        def answer(request: Element) -> str | None:
            times.append(world.loop.time())
            return usual(request)

        world.switch.answers["MonitorStart"] = answer
        world.start("700", "701", "702", "703")
        world.settle(5)
        gaps = [b - a for a, b in pairwise(times)]
        assert len(gaps) == 3
        assert all(gap >= 0.499 for gap in gaps)


def test_two_lines_with_one_reference_are_told_apart_by_refusing_the_second(
    world: ScriptedWorld,
) -> None:
    """Whose an event is would be a guess."""
    world.switch.answers["MonitorStart"] = ELTEX.message(
        "MonitorStartResponse", ELTEX.element("monitorCrossRefID", "DMON:725")
    )
    world.start("725", "726")
    world.settle(1)
    first, second = (world.client.line(number) for number in ("725", "726"))
    assert first.available
    assert not second.available
    assert isinstance(second.problem, OperationRefused)
    world.tell(ELTEX.delivered("725", "725", "722", "725"))
    assert [len(line.calls) for line in (first, second)] == [1, 0]


def test_a_new_pace_holds_from_the_next_connect_on() -> None:
    with scripted_world(monitor_window=5) as world:
        world.start(*(str(700 + n) for n in range(5)))
        world.client.set_pace(2, 0)
        world.switch.answers["MonitorStart"] = None
        before = world.switch.history.count("MonitorStart")
        world.network.open_connections()[0].abort()
        world.settle(5)
        assert world.switch.history.count("MonitorStart") - before == 2


def stop_monitor(world: ScriptedWorld, number: str = "725") -> None:
    """Let the switch end a monitor."""
    reference = ELTEX.element("monitorCrossRefID", f"DMON:{number}")
    world.tell(ELTEX.message("MonitorStop", reference), 1)


def test_a_monitor_that_the_switch_stops_is_started_again(world: ScriptedWorld) -> None:
    world.start("725")
    world.tell(ELTEX.delivered("725", "725", "722", "725"))
    ringing = ELTEX.snapshot(("725", "c1", ("alerting", "connected")))
    world.switch.answers["SnapshotDevice"] = ringing
    stop_monitor(world)
    assert world.switch.history.count("MonitorStart") == 2
    assert "MonitorStopResponse" in world.switch.history
    assert world.client.line("725").available
    assert world.client.line("725").calls[0].state is CallState.RINGING
    assert [e.type for e in world.heard.events] == [Type.INCOMING]


def test_a_monitor_that_is_stopped_before_it_is_told_of_is_started_again(
    world: ScriptedWorld,
) -> None:
    usual = world.switch.answers["MonitorStart"]
    world.switch.answers["MonitorStart"] = None
    world.start("725")
    invoke_id, request = world.loop.run(world.switch.next("MonitorStart"))
    world.switch.answers["MonitorStart"] = usual
    stop_monitor(world)
    assert callable(usual)
    answer = usual(request)
    assert answer is not None
    world.tell(answer, invoke_id)
    assert world.switch.history.count("MonitorStart") == 2
    assert world.client.line("725").available


def test_a_switch_that_keeps_stopping_a_monitor_is_not_hurried(
    world: ScriptedWorld,
) -> None:
    world.start("725")
    stop_monitor(world)
    stop_monitor(world)
    assert world.switch.history.count("MonitorStart") == 2
    assert not world.client.line("725").available
    world.settle(61)
    assert world.switch.history.count("MonitorStart") == 3
    assert world.client.line("725").available


def test_a_line_can_be_added_and_removed_at_any_time(world: ScriptedWorld) -> None:
    world.start()
    line = world.client.add_line("725")
    assert world.client.add_line("725") is line
    world.run(world.client.wait_synchronized())
    assert line.available
    world.client.remove_line("725")
    world.settle()
    assert world.switch.history.count("MonitorStop") == 1
    changes = world.heard.changes
    world.tell(ELTEX.delivered("725", "725", "722", "725"))
    assert world.heard.changes == changes


def test_a_line_removed_before_its_monitor_answers_is_stopped(
    world: ScriptedWorld,
) -> None:
    usual = world.switch.answers["MonitorStart"]
    assert callable(usual)
    world.switch.answers["MonitorStart"] = None
    world.start("725")
    world.client.remove_line("725")
    invoke_id, request = world.loop.run(world.switch.next("MonitorStart"))
    answer = usual(request)
    assert answer
    world.tell(answer, invoke_id)
    assert world.switch.history[-1] == "MonitorStop"
    assert "SnapshotDevice" not in world.switch.history


def test_a_monitor_that_was_given_up_before_its_answer_is_stopped(
    world: ScriptedWorld,
) -> None:
    usual = world.switch.answers["MonitorStart"]
    assert callable(usual)
    world.switch.answers["MonitorStart"] = None
    world.start("725")
    invoke_id, _ = world.loop.run(world.switch.next("MonitorStart"))
    world.settle(11)
    reference = ELTEX.element("monitorCrossRefID", "DMON:late")
    late = ELTEX.message("MonitorStartResponse", reference)
    world.tell(late, invoke_id)
    _, stop = world.loop.run(world.switch.next("MonitorStop"))
    assert value(stop, "monitorCrossRefID") == "DMON:late"
    world.switch.answers["MonitorStart"] = usual
    world.settle(61)
    assert world.client.line("725").available
    world.tell(late, 4711)  # nobody has asked for this one
    assert world.switch.history.count("MonitorStop") == 1


def test_a_monitor_that_is_answered_twice_goes_on(world: ScriptedWorld) -> None:
    world.start("725")
    reference = ELTEX.element("monitorCrossRefID", "DMON:725")
    world.tell(ELTEX.message("MonitorStartResponse", reference), 4711)
    assert "MonitorStop" not in world.switch.history


def test_a_start_without_an_answer_does_not_lose_what_overtakes_the_others(
    world: ScriptedWorld,
) -> None:
    usual = world.switch.answers["MonitorStart"]
    assert callable(usual)

    def talkative(request: Element) -> str | None:
        number = value(request, "monitorObject/deviceObject") or ""
        if number == "799":
            return None
        event = ELTEX.delivered(number, number, "722", number)
        end = "</DeliveredEvent>"
        for _ in range(5):
            world.switch.send(event.replace(end, f"<x>{'x' * 30_000}</x>{end}"))
        return usual(request)

    world.switch.answers["MonitorStart"] = talkative
    world.switch.answers["SnapshotDevice"] = None
    numbers = [str(700 + n) for n in range(20)]
    world.start("799", *numbers)
    world.settle(1)
    rings = [len(world.client.line(number).calls) for number in numbers]
    assert rings == [1] * len(numbers)


def test_there_is_one_monitor_for_each_line(world: ScriptedWorld) -> None:
    world.start("700", "701")
    world.settle(500)
    assert world.switch.history.count("MonitorStart") == 2


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("eltex_ecss10", {"networkCapabilitiesChanged"}),
        ("avaya_aes", {"networkCapabilitiesChanged"}),
        ("generic", None),
        ("mivoice_office_400", None),
    ],
)
def test_only_what_nobody_uses_is_filtered_out(
    profile: str, expected: set[str] | None
) -> None:
    dress = next(d for d in DRESSES if d.profile == profile)
    with scripted_world(dress) as world:
        world.start("725")
        _, root = world.loop.run(world.switch.next("MonitorStart"))
        boxes = {name_of(e): e for e in root.iter()}
        if expected is None:
            assert "requestedMonitorFilter" not in boxes
            return
        assert {name_of(e) for e in boxes["requestedMonitorFilter"]} == {"callcontrol"}
        hidden = {name_of(e) for e in boxes["callcontrol"] if e.text == "true"}
        assert hidden == expected
        assert "invertFilter" not in boxes  # true means hidden, whoever the maker is


def test_a_monitor_of_mivoice_office_400_is_asked_for_as_its_published_log_shows() -> (
    None
):
    dress = next(d for d in DRESSES if d.profile == "mivoice_office_400")
    with scripted_world(dress) as world:
        world.start("123")
        _, root = world.loop.run(world.switch.next("MonitorStart"))
        told = [(name_of(e), e.text, dict(e.attrib)) for e in root.iter()]
        assert told == [
            ("MonitorStart", None, {}),
            ("monitorObject", None, {}),
            ("deviceObject", "N<123!98>", {}),
            ("monitorType", "device", {}),
        ]


def test_states_of_the_switch_are_followed_by_snapshots(world: ScriptedWorld) -> None:
    world.start("725")
    expected = 1
    for status, asks in (
        ("normal", 0), ("messagesLost", 1), ("overloadReached", 0), ("disabled", 0),
        ("enabled", 1), ("enabled", 0), ("initializing", 1), ("normal", 1),
    ):  # fmt: skip
        world.tell(
            ELTEX.message("SystemStatus", ELTEX.element("systemStatus", status)), 1
        )
        world.settle(11)
        expected += asks
        assert world.switch.history.count("SnapshotDevice") == expected, status


def test_a_storm_of_lost_messages_is_no_storm_of_snapshots(
    world: ScriptedWorld,
) -> None:
    world.start("725")
    lost = ELTEX.message("SystemStatus", ELTEX.element("systemStatus", "messagesLost"))
    for _ in range(120):
        world.tell(lost, 1)
    assert world.switch.history.count("SnapshotDevice") == 3  # in twelve seconds


def test_a_snapshot_does_not_undo_what_events_told_meanwhile(
    world: ScriptedWorld,
) -> None:
    world.switch.answers["SnapshotDevice"] = None
    world.start("725")
    invoke_id, _ = world.loop.run(world.switch.next("SnapshotDevice"))
    world.tell(ELTEX.delivered("725", "725", "722", "725", "c1"))
    world.tell(ELTEX.cleared("725", "725", "722", "c1"))
    world.tell(ELTEX.delivered("725", "725", "723", "725", "c2"))
    world.tell(ELTEX.established("725", "725", "723", "725", "c2"))
    old = ELTEX.snapshot(
        ("725", "c1", ("alerting", "connected")),
        ("725", "c2", ("alerting", "connected")),
    )
    world.tell(old, invoke_id)
    (call,) = world.client.line("725").calls
    assert (call.party.number, call.state) == ("723", CallState.CONNECTED)
    invoke_id, _ = world.loop.run(world.switch.next("SnapshotDevice"))
    new = ELTEX.snapshot(("725", "c2", ("connected", "connected")))
    world.tell(new, invoke_id)
    assert [e.type for e in world.heard.events].count(Type.ENDED) == 1


def test_events_before_the_first_comparison_are_told_when_the_line_is_available(
    world: ScriptedWorld,
) -> None:
    world.switch.answers["SnapshotDevice"] = None
    world.start("725")
    invoke_id, _ = world.loop.run(world.switch.next("SnapshotDevice"))
    world.tell(ELTEX.delivered("725", "725", "722", "725", "c1"))
    assert not world.heard.events
    world.tell(ELTEX.snapshot(("725", "c1", ("alerting", "connected"))), invoke_id)
    assert [e.type for e in world.heard.events] == [Type.INCOMING]
    assert world.client.line("725").available


def test_events_before_a_comparison_that_never_comes_are_told_when_the_link_goes(
    world: ScriptedWorld,
) -> None:
    world.switch.answers["SnapshotDevice"] = None
    world.start("725")
    world.loop.run(world.switch.next("SnapshotDevice"))
    world.tell(ELTEX.delivered("725", "725", "722", "725", "c1"))
    world.network.open_connections()[0].abort()
    world.settle(0.1)
    assert [e.type for e in world.heard.events] == [Type.INCOMING]


Answer = Callable[[Element], str | None]


def cut(world: ScriptedWorld, *calls: tuple[str, str, tuple[str, ...]]) -> None:
    """Cut the link, and let the switch tell these calls once it is back."""
    world.switch.answers["SnapshotDevice"] = ELTEX.snapshot(*calls)
    world.network.open_connections()[0].abort()
    world.settle(10)
    assert world.client.line("725").available


def test_a_call_that_ended_while_the_link_was_down_ends_as_unknown(
    world: ScriptedWorld,
) -> None:
    world.start("725")
    world.tell(ELTEX.delivered("725", "725", "722", "725"))
    cut(world)
    assert world.client.line("725").calls == ()
    assert [e.type for e in world.heard.events] == [Type.INCOMING, Type.ENDED]
    assert world.heard.events[-1].outcome is Outcome.UNKNOWN


def test_a_call_that_goes_on_keeps_its_id_party_and_direction(
    world: ScriptedWorld,
) -> None:
    world.start("725")
    world.tell(ELTEX.delivered("725", "725", "722", "725"))
    before = world.client.line("725").calls[0]
    cut(world, ("725", "c1", ("connected", "connected")))
    after = world.client.line("725").calls[0]
    assert (after.call_id, after.party) == (before.call_id, before.party)
    assert after.direction is before.direction
    assert after.state is CallState.CONNECTED
    assert [e.type for e in world.heard.events] == [Type.INCOMING, Type.ANSWERED]


def test_a_call_of_ours_that_rings_somewhere_stays_dialing(
    world: ScriptedWorld,
) -> None:
    world.start("725")
    world.tell(ELTEX.originated("725", "725", "722"))
    cut(world, ("725", "c1", ("alerting", "alerting")))
    assert world.client.line("725").calls[0].state is CallState.DIALING


@pytest.mark.parametrize("dress", DRESSES, ids=lambda d: d.profile)
def test_parties_are_asked_for_where_the_switch_can_tell(dress: Dress) -> None:
    with scripted_world(dress) as world:
        world.switch.answers["SnapshotDevice"] = dress.snapshot(
            ("725", "c1", ("alerting", "connected")),
            ("725", "c2", ("alerting", "alerting")),
        )
        members = {
            "c1": {"722": "connected", "725": "alerting"},
            "c2": {"725": "connected", "723": "alerting"},
        }

        def answer(request: Element) -> str:
            call_id = value(request, "snapshotObject/callID") or ""
            return dress.snapshot_call(call_id, members[call_id])

        world.switch.answers["SnapshotCall"] = answer
        world.start("725")
        ringing, dialing = world.client.line("725").calls
        assert (ringing.state, ringing.party.number) == (CallState.RINGING, "722")
        assert (dialing.state, dialing.party.number) == (CallState.DIALING, "723")
        assert dialing.direction is None  # it may have been put through to there


def test_a_phone_that_rings_with_nobody_else_in_the_call_rings_for_its_own_call(
    world: ScriptedWorld,
) -> None:
    world.switch.answers["SnapshotDevice"] = ELTEX.snapshot(
        ("725", "c1", ("alerting",))
    )
    world.switch.answers["SnapshotCall"] = ELTEX.snapshot_call(
        "c1", {"725": "alerting"}
    )
    world.start("725")
    (call,) = world.client.line("725").calls
    assert (call.state, call.direction) == (CallState.DIALING, Direction.OUTGOING)


def lose_messages(world: ScriptedWorld) -> None:
    """Let the switch say that events were lost."""
    lost = ELTEX.message("SystemStatus", ELTEX.element("systemStatus", "messagesLost"))
    world.tell(lost, 1)


def test_a_switch_that_never_tells_parties_is_not_asked_for_ever(
    world: ScriptedWorld,
) -> None:
    world.switch.answers["SnapshotCall"] = None
    world.switch.answers["SnapshotDevice"] = ELTEX.snapshot(
        ("725", "c1", ("connected", "connected"))
    )
    world.start("725")
    chatter(world, 5)
    assert world.client.line("725").available
    chatter(world, 60)
    assert world.switch.history.count("SnapshotCall") == 3
    lose_messages(world)
    chatter(world, 20)
    assert world.switch.history.count("SnapshotCall") == 3


def test_features_whose_answer_was_lost_are_asked_for_again(
    world: ScriptedWorld,
) -> None:
    world.switch.answers["GetDoNotDisturb"] = None
    world.start("725")
    chatter(world, 10)
    line = world.client.line("725")
    assert line.do_not_disturb is None
    world.switch.answers["GetDoNotDisturb"] = ELTEX.message(
        "GetDoNotDisturbResponse", ELTEX.element("doNotDisturbOn", "true")
    )
    chatter(world, 30)
    assert line.do_not_disturb is True


def test_features_of_a_line_that_was_removed_are_not_asked_for_again(
    world: ScriptedWorld,
) -> None:
    world.switch.answers["GetDoNotDisturb"] = None
    world.start("725")
    chatter(world, 10)
    world.client.remove_line("725")
    asked = world.switch.history.count("GetDoNotDisturb")
    chatter(world, 60)
    assert world.switch.history.count("GetDoNotDisturb") == asked


def test_a_line_that_waits_for_its_features_is_asked_once_or_not_at_all(
    world: ScriptedWorld,
) -> None:
    """Not again for each snapshot, and not when it was removed meanwhile."""
    no = ELTEX.message(
        "GetDoNotDisturbResponse", ELTEX.element("doNotDisturbOn", "false")
    )
    world.switch.answers["GetDoNotDisturb"] = None
    world.start("700", "701", "702")
    world.settle(1)
    for _ in range(3):
        status = ELTEX.element("systemStatus", "initializing")
        world.tell(ELTEX.message("SystemStatus", status), 1)
        world.settle(0.5)
    world.client.remove_line("702")
    world.switch.answers["GetDoNotDisturb"] = no
    world.settle(2)
    asked = [
        value(root, "device")
        for _, root in world.switch.asked
        if name_of(root) == "GetDoNotDisturb"
    ]
    assert asked == ["700", "701", "700"]


def test_a_fault_with_one_lines_features_does_not_cost_the_others(
    world: ScriptedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = world.heard.line_changed

    def fail(line: Line, events: tuple[CallEvent, ...]) -> None:
        if line.number == "700" and line.do_not_disturb:
            raise ValueError
        changed(line, events)

    monkeypatch.setattr(world.heard, "line_changed", fail)
    world.switch.answers["GetDoNotDisturb"] = ELTEX.message(
        "GetDoNotDisturbResponse", ELTEX.element("doNotDisturbOn", "true")
    )
    world.start("700", "701")
    world.settle(1)
    assert world.client.line("701").do_not_disturb is True


def test_an_event_that_overtakes_the_answer_about_features_is_believed(
    world: ScriptedWorld,
) -> None:
    off = ELTEX.message(
        "GetDoNotDisturbResponse", ELTEX.element("doNotDisturbOn", "false")
    )
    world.switch.answers["GetDoNotDisturb"] = None
    world.start("725")
    invoke_id, _ = world.loop.run(world.switch.next("GetDoNotDisturb"))
    reference = ELTEX.element("monitorCrossRefID", "DMON:725")
    on = ELTEX.element("doNotDisturbOn", "true")
    world.tell(ELTEX.message("DoNotDisturbEvent", reference + on))
    world.switch.answers["GetDoNotDisturb"] = ELTEX.message(
        "GetDoNotDisturbResponse", on
    )
    world.tell(off, invoke_id)
    assert world.client.line("725").do_not_disturb is True
    assert world.switch.history.count("GetDoNotDisturb") == 2


def chatter(world: ScriptedWorld, seconds: int) -> None:
    """Let time pass in which the switch speaks, though not about what it was asked."""
    for _ in range(seconds):
        world.tell(
            ELTEX.message("SystemStatus", ELTEX.element("systemStatus", "normal")), 1
        )
        world.settle(0.9)


@pytest.mark.parametrize("given_up", [False, True])
def test_parties_that_were_told_too_late_are_asked_for_again(
    world: ScriptedWorld, *, given_up: bool
) -> None:
    world.switch.answers["SnapshotCall"] = None
    world.switch.answers["SnapshotDevice"] = ELTEX.snapshot(
        ("725", "c1", ("connected", "connected"))
    )
    world.start("725")
    chatter(world, 60 if given_up else 5)
    (call,) = world.client.line("725").calls
    assert call.party == UNKNOWN_PARTY
    members = {"725": "connected", "722": "connected"}
    answer = ELTEX.snapshot_call("c1", members)
    world.switch.answers["SnapshotCall"] = answer
    world.tell(answer, 9990)
    chatter(world, 15)
    (call,) = world.client.line("725").calls
    assert call.party.number == "722"


def test_a_snapshot_may_come_in_segments(world: ScriptedWorld) -> None:
    def answer(_request: Element) -> str:
        for last, call_id in (("false", "c1"), ("true", "c2")):
            whole = ELTEX.snapshot(("725", call_id, ("connected", "connected")))
            data = whole[whole.index("<snapshotData>") :].partition("</crossRef")[0]
            world.switch.send(
                ELTEX.message(
                    "SnapshotDeviceData",
                    ELTEX.element("serviceCrossRefID", "S7"),
                    ELTEX.element("lastSegment", last),
                    data,
                )
            )
        reference = ELTEX.element("serviceCrossRefID", "S7")
        return ELTEX.message(
            "SnapshotDeviceResponse",
            ELTEX.element("crossRefIDorSnapshotData", reference),
        )

    world.switch.answers["SnapshotDevice"] = answer
    world.start("725")
    assert len(world.client.line("725").calls) == 2


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("callPending", CallState.DIALING),
        ("callOriginated", CallState.DIALING),
        ("callDelivered", CallState.DIALING),
        ("callReceived", CallState.RINGING),
        ("callEstablished", CallState.CONNECTED),
        ("callEstablishedHeld", CallState.HELD),
        ("callEstablishedOnHold", CallState.CONNECTED),
        ("callQueued", CallState.DIALING),
        ("callFailed", CallState.DIALING),
        ("callNull", None),
    ],
)
def test_a_state_in_one_word_is_understood(
    world: ScriptedWorld, word: str, state: CallState | None
) -> None:
    compound = ELTEX.snapshot(("725", "c1", ("x",)))
    before, _, rest = compound.partition("<compoundCallState>")
    after = rest.partition("</compoundCallState>")[2]
    simple = f"{before}<simpleCallState>{word}</simpleCallState>{after}"
    world.switch.answers["SnapshotDevice"] = simple
    world.start("725")
    states = [call.state for call in world.client.line("725").calls]
    assert states == ([state] if state else [])


def test_a_line_whose_snapshot_never_comes_is_tried_again(world: ScriptedWorld) -> None:
    usual = world.switch.answers["SnapshotDevice"]
    world.switch.answers["SnapshotDevice"] = None
    world.start("725")
    world.settle(11)
    assert not world.client.line("725").available
    world.settle(1800)
    world.switch.answers["SnapshotDevice"] = usual
    world.settle(71)
    assert world.client.line("725").available
    assert world.switch.history.count("MonitorStart") == 1


def test_availability_is_told_once_the_link_is_back(world: ScriptedWorld) -> None:
    world.start("725")
    cut(world)
    states = [status.state.value for status in world.heard.links]
    assert states == ["ready", "waiting", "ready"]
