"""What single words of events decide, told by a scripted switch."""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.errors import OutcomeUnknown
from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    DialedNumber,
    Direction,
    Outcome,
)

from ..dress import DRESSES, ELTEX
from ..peer import Element, value
from ..scripted_world import ScriptedWorld, scripted_world

LINE = "725"
SYSTEM = "release_initiator=system;"


@pytest.fixture
def world() -> Iterator[ScriptedWorld]:
    """Return a world that watches line 725."""
    with scripted_world() as made:
        made.start(LINE)
        yield made


def ring(world: ScriptedWorld) -> str:
    """Let 722 call; return our id of the call."""
    world.tell(ELTEX.delivered(LINE, LINE, "722", LINE))
    return world.client.line(LINE).calls[0].call_id


def outcome(world: ScriptedWorld) -> Outcome | None:
    """Return how the only call ended."""
    assert world.client.line(LINE).calls == ()
    (ended,) = (e for e in world.heard.events if e.type is Type.ENDED)
    return ended.outcome


def test_who_is_named_as_releasing_proves_no_refusal(world: ScriptedWorld) -> None:
    """Eltex names the dropped device there, whoever let go."""
    ring(world)
    world.tell(ELTEX.cleared(LINE, LINE, LINE))
    assert outcome(world) is Outcome.MISSED


def test_a_phone_released_by_the_system_has_not(world: ScriptedWorld) -> None:
    ring(world)
    world.tell(ELTEX.cleared(LINE, LINE, LINE, note=SYSTEM))
    assert outcome(world) is Outcome.MISSED


def test_a_phone_that_falls_silent_after_the_caller_left_has_not(
    world: ScriptedWorld,
) -> None:
    ring(world)
    world.tell(ELTEX.cleared(LINE, "722", "722"))
    world.tell(ELTEX.cleared(LINE, LINE, LINE))
    assert outcome(world) is Outcome.MISSED


def test_what_we_refuse_is_rejected_whoever_is_named_for_it(
    world: ScriptedWorld,
) -> None:
    call_id = ring(world)
    world.run(world.client.hangup(LINE, call_id))
    world.tell(ELTEX.cleared(LINE, LINE, None, note=SYSTEM))
    assert outcome(world) is Outcome.REJECTED


def test_a_refusal_that_the_switch_does_not_carry_out_rejects_nothing(
    world: ScriptedWorld,
) -> None:
    call_id = ring(world)
    error = ELTEX.error("stateIncompatibility", "invalidConnectionState")
    world.switch.answers["ClearConnection"] = error
    with pytest.raises(Exception, match="invalidConnectionState"):
        world.run(world.client.hangup(LINE, call_id))
    world.tell(ELTEX.cleared(LINE, LINE, "722"))
    assert outcome(world) is Outcome.MISSED


def test_what_we_deflect_is_diverted_also_where_it_is_only_cleared(
    world: ScriptedWorld,
) -> None:
    call_id = ring(world)
    world.run(world.client.deflect(LINE, call_id, DialedNumber("723")))
    world.tell(ELTEX.cleared(LINE, LINE, None))
    assert outcome(world) is Outcome.DIVERTED


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        ("normalClearing", Outcome.MISSED),
        ("callPickup", Outcome.ANSWERED_ELSEWHERE),
        ("callCancelled", Outcome.MISSED),
        ("callForwardNoAnswer", Outcome.MISSED),
        ("callNotAnswered", Outcome.MISSED),
        ("alertTimeExpired", Outcome.MISSED),
        ("timeout", Outcome.MISSED),
        ("callForwardImmediate", Outcome.DIVERTED),
        ("redirected", Outcome.ANSWERED_ELSEWHERE),
        ("multipleAlerting", Outcome.ANSWERED_ELSEWHERE),
        ("distributed", Outcome.ANSWERED_ELSEWHERE),
        ("callRejected", Outcome.REJECTED),
        ("a maker's own word", Outcome.MISSED),
    ],
)
def test_the_cause_tells_why_the_ringing_stopped(
    world: ScriptedWorld, cause: str, expected: Outcome
) -> None:
    ring(world)
    world.tell(ELTEX.cleared(LINE, LINE, "722", cause=cause))
    assert outcome(world) is expected
    assert world.heard.events[-1].cause == cause


def test_somebody_else_who_answers_has_answered_elsewhere(world: ScriptedWorld) -> None:
    ring(world)
    world.tell(ELTEX.established(LINE, "723", "722", LINE))
    world.tell(ELTEX.cleared(LINE, LINE, None))
    assert outcome(world) is Outcome.ANSWERED_ELSEWHERE


def test_a_caller_who_holds_while_our_phone_rings_is_not_answered(
    world: ScriptedWorld,
) -> None:
    ring(world)
    held = ELTEX.connection("heldConnection", "722", "c1")
    world.tell(ELTEX.event("Held", LINE, held, ELTEX.device("holdingDevice", "722")))
    assert world.client.line(LINE).calls[0].state is CallState.RINGING
    world.tell(ELTEX.cleared(LINE, "722", "722"))
    world.tell(ELTEX.cleared(LINE, LINE, LINE))
    assert outcome(world) is Outcome.MISSED


def test_a_call_that_another_client_places_is_known_by_its_cause(
    world: ScriptedWorld,
) -> None:
    world.tell(ELTEX.delivered(LINE, LINE, None, "722", cause="makeCall"))
    (call,) = world.client.line(LINE).calls
    assert (call.state, call.direction) == (CallState.DIALING, Direction.OUTGOING)
    world.tell(ELTEX.established(LINE, LINE, LINE, None))
    assert world.client.line(LINE).calls[0].state is CallState.DIALING
    world.tell(ELTEX.established(LINE, "722", "722", None))
    (call,) = world.client.line(LINE).calls
    assert (call.state, call.party.number) == (CallState.CONNECTED, "722")
    assert world.heard.types() == [Type.OUTGOING, Type.ANSWERED]


def test_a_call_that_is_over_before_it_is_confirmed_is_not_begun_again(
    world: ScriptedWorld,
) -> None:
    def early(_request: Element) -> str:
        world.switch.send(ELTEX.delivered(LINE, LINE, LINE, "722", "c3"))
        world.switch.send(ELTEX.cleared(LINE, LINE, LINE, "c3"))
        return ELTEX.message(
            "MakeCallResponse", ELTEX.connection("callingDevice", LINE, "c3")
        )

    world.switch.answers["MakeCall"] = early
    call_id = world.run(world.client.make_call(LINE, DialedNumber("722")))
    assert world.client.line(LINE).calls == ()
    assert {e.call.call_id for e in world.heard.events} == {call_id}
    assert world.heard.types() == [Type.OUTGOING, Type.ENDED]


def test_who_transferred_us_is_not_the_other_party_also_where_he_is_listed(
    world: ScriptedWorld,
) -> None:
    ring(world)
    world.tell(ELTEX.established(LINE, LINE, "722", LINE))
    members = {"722": "c1", LINE: "c1", "723": "c8"}
    world.tell(
        ELTEX.joined("Transfered", LINE, "722", "723", ("c1", "c8"), "c9", members)
    )
    assert world.client.line(LINE).calls[0].party.number == "723"


def test_a_transfer_under_the_same_call_id_names_the_new_party(
    world: ScriptedWorld,
) -> None:
    call_id = ring(world)
    world.tell(ELTEX.established(LINE, LINE, "722", LINE))
    world.tell(ELTEX.joined("Transfered", LINE, "722", "723", ("c1",), "c1", {}))
    (call,) = world.client.line(LINE).calls
    assert (call.call_id, call.party.number) == (call_id, "723")


def test_the_own_connection_is_repeated_exactly_as_it_was_told_last(
    world: ScriptedWorld,
) -> None:
    call_id = ring(world)
    event = ELTEX.established(LINE, LINE, LINE, None)
    odd = event.replace('typeOfNumber="dialingNumber"', 'typeOfNumber="other"', 1)
    world.tell(odd.replace("#Zm9v#", "#YmF6#", 1))
    world.run(world.client.hold(LINE, call_id))
    _, root = world.loop.run(world.switch.next("HoldCall"))
    device = root[0][0]
    assert device.text == f"{LINE}:::TEVH#YmF6#YmFy"
    assert dict(device.attrib) == {"typeOfNumber": "other"}


def test_a_failure_without_a_device_fails_our_own_call_alone(
    world: ScriptedWorld,
) -> None:
    ring(world)
    world.tell(ELTEX.originated(LINE, LINE, "799", "c2"))
    failed = ELTEX.event(
        "Failed",
        LINE,
        ELTEX.connection("failedConnection", None, "c2"),
        cause="numberUnallocated",
    )
    world.tell(failed)
    world.tell(failed)
    kinds = [(e.type, e.outcome) for e in world.heard.events if e.outcome]
    assert kinds == [(Type.FAILED, Outcome.FAILED)]
    assert len(world.client.line(LINE).calls) == 2


def test_a_name_that_was_told_once_is_kept() -> None:
    dress = next(d for d in DRESSES if d.profile == "openscape_voice")
    with scripted_world(dress) as world:
        world.start(LINE)
        world.tell(dress.delivered(LINE, LINE, "722", LINE))
        nameless = dress.established(LINE, LINE, "722", LINE).replace("Somebody", "")
        world.tell(nameless)
        (call,) = world.client.line(LINE).calls
        assert call.state is CallState.CONNECTED
        assert (call.party.number, call.party.name) == ("722", "Somebody")


def test_a_switch_that_refuses_a_feature_is_not_asked_for_each_line() -> None:
    with scripted_world() as world:
        error = ELTEX.error("security", "privilegeViolationSpecifiedDevice")
        world.switch.answers["GetDoNotDisturb"] = error
        world.start("700", "701", "702", "703", "704")
        world.settle(1)
        assert world.switch.history.count("GetDoNotDisturb") == 3


def test_a_line_that_was_refused_a_feature_is_not_asked_again() -> None:
    with scripted_world() as world:
        world.switch.answers["GetDoNotDisturb"] = ELTEX.error("operation", "generic")
        world.start("700")
        status = ELTEX.element("systemStatus", "messagesLost")
        world.tell(ELTEX.message("SystemStatus", status), 1)
        world.settle(20)
        assert world.switch.history.count("SnapshotDevice") == 2
        assert world.switch.history.count("GetDoNotDisturb") == 1


@pytest.mark.parametrize("refused", [0, 1, 2])
def test_a_line_that_is_refused_a_feature_does_not_take_it_from_the_others(
    refused: int,
) -> None:
    numbers = ("700", "701", "702")

    def answer(request: Element) -> str:
        if value(request, "device") == numbers[refused]:
            return ELTEX.error("operation", "invalidDeviceID")
        on = ELTEX.element("doNotDisturbOn", "true")
        return ELTEX.message("GetDoNotDisturbResponse", on)

    with scripted_world() as world:
        world.switch.answers["GetDoNotDisturb"] = answer
        world.start(*numbers)
        world.settle(1)
        for number in numbers:
            expected = None if number == numbers[refused] else True
            assert world.client.line(number).do_not_disturb is expected


def test_a_line_removed_while_its_features_are_asked_for_does_no_harm() -> None:
    with scripted_world() as made:

        def answer(request: Element) -> str:
            if value(request, "device") == "701":
                made.client.remove_line("701")
            on = ELTEX.element("doNotDisturbOn", "true")
            return ELTEX.message("GetDoNotDisturbResponse", on)

        made.switch.answers["GetDoNotDisturb"] = answer
        made.start("700", "701", "702")
        made.settle(1)
        assert made.client.line("702").do_not_disturb is True


@pytest.mark.parametrize("code", ["serviceNotSupported", "invalidDeviceID"])
def test_an_unnamed_caller_stays_where_the_switch_tells_no_snapshot(code: str) -> None:
    with scripted_world() as world:
        world.switch.answers["SnapshotDevice"] = ELTEX.error("operation", code)
        world.start(LINE)
        world.tell(ELTEX.delivered(LINE, LINE, None, LINE))
        world.tell(ELTEX.established(LINE, LINE, None, LINE))
        (call,) = world.client.line(LINE).calls
        assert call.state is CallState.CONNECTED


@pytest.mark.parametrize(
    ("category", "code"),
    [
        ("performanceManagement", "performanceLimitExceeded"),
        ("systemResourceAvailibility", "resourceBusy"),
    ],
)
def test_a_switch_that_is_too_busy_for_a_snapshot_ends_no_call(
    category: str, code: str
) -> None:
    with scripted_world() as world:
        world.start(LINE)
        world.tell(ELTEX.delivered(LINE, LINE, "722", LINE))
        usual = world.switch.answers["SnapshotDevice"]
        world.switch.answers["SnapshotDevice"] = ELTEX.error(category, code)
        status = ELTEX.element("systemStatus", "messagesLost")
        world.tell(ELTEX.message("SystemStatus", status), 1)
        line = world.client.line(LINE)
        assert (line.available, len(line.calls)) == (False, 1)
        world.switch.answers["SnapshotDevice"] = usual
        world.settle(61)
        assert (line.available, len(line.calls)) == (True, 0)
        assert world.heard.events[-1].outcome is Outcome.UNKNOWN


def test_a_call_that_we_place_while_a_snapshot_comes_is_not_ended_by_it() -> None:
    with scripted_world() as world:
        world.start(LINE)
        world.switch.answers["SnapshotDevice"] = None
        status = ELTEX.element("systemStatus", "messagesLost")
        world.tell(ELTEX.message("SystemStatus", status), 1)
        world.loop.run(world.switch.next("SnapshotDevice"))  # that of the start
        invoke_id, _ = world.loop.run(world.switch.next("SnapshotDevice"))
        placed = ELTEX.connection("callingDevice", LINE, "c3")
        world.switch.answers["MakeCall"] = ELTEX.message("MakeCallResponse", placed)
        world.switch.answers["SnapshotDevice"] = ELTEX.snapshot(
            (LINE, "c3", ("connected", "alerting"))
        )
        call_id = world.run(world.client.make_call(LINE, DialedNumber("722")))
        world.tell(ELTEX.snapshot(), invoke_id)
        assert [call.call_id for call in world.client.line(LINE).calls] == [call_id]


def test_a_call_that_we_place_is_not_taken_for_a_callers_by_a_snapshot(
    world: ScriptedWorld,
) -> None:
    """The switch rings our phone, and shows that it rings, before it says for what call."""
    world.switch.answers["MakeCall"] = None
    rings = ELTEX.snapshot((LINE, "c3", ("alerting",)))
    world.switch.answers["SnapshotDevice"] = rings
    placing = world.loop.create_task(world.client.make_call(LINE, DialedNumber("722")))
    invoke_id, _ = world.loop.run(world.switch.next("MakeCall"))
    world.tell(ELTEX.delivered(LINE, LINE, None, None, "c3"))
    status = ELTEX.element("systemStatus", "messagesLost")
    world.tell(ELTEX.message("SystemStatus", status), 1)
    world.settle(1)
    assert world.heard.events == []
    placed = ELTEX.connection("callingDevice", LINE, "c3")
    world.tell(ELTEX.message("MakeCallResponse", placed), invoke_id)
    world.settle(20)
    assert [call.call_id for call in world.client.line(LINE).calls] == [
        placing.result()
    ]
    assert world.heard.types() == [Type.OUTGOING]


def unanswered_call(world: ScriptedWorld, *events: str) -> None:
    """Place a call that the switch never answers; meanwhile it tells these events."""

    def answer(_request: Element) -> None:
        for event in events:
            world.switch.send(event)

    world.switch.answers["MakeCall"] = answer
    with pytest.raises(OutcomeUnknown):
        world.run(world.client.make_call(LINE, DialedNumber("722")))


def test_a_phone_that_rings_for_our_unanswered_call_shows_no_caller(
    world: ScriptedWorld,
) -> None:
    unanswered_call(world, ELTEX.delivered(LINE, LINE, None, None, "c3"))
    assert world.heard.events == []
    world.switch.answers["SnapshotDevice"] = ELTEX.snapshot(
        (LINE, "c3", ("connected", "alerting"))
    )
    world.tell(ELTEX.originated(LINE, LINE, "722", "c3"))
    assert world.heard.types() == [Type.OUTGOING, Type.REMOTE_RINGING]


@pytest.mark.parametrize("caller", ["722", "restricted"])
def test_who_calls_while_our_call_is_not_answered_is_shown_in_the_end(
    world: ScriptedWorld, caller: str
) -> None:
    unanswered_call(world, ELTEX.delivered(LINE, LINE, caller, LINE, "c8"))
    assert world.heard.types() == [Type.INCOMING]


@pytest.mark.parametrize("late", ["delivered", "established", "held"])
def test_what_still_comes_of_a_call_that_goes_on_under_another_name_is_no_call(
    world: ScriptedWorld, late: str
) -> None:
    our_id = ring(world)
    world.tell(ELTEX.established(LINE, LINE, "722", LINE))
    members = {LINE: "c1", "723": "c2"}
    olds = ("c1", "c2")
    world.tell(ELTEX.joined("Transfered", LINE, "722", "723", olds, "c9", members))
    events = {
        "delivered": ELTEX.delivered(LINE, LINE, "722", LINE),
        "established": ELTEX.established(LINE, LINE, "722", LINE),
        "held": ELTEX.event(
            "Held",
            LINE,
            ELTEX.connection("heldConnection", LINE, "c1"),
            ELTEX.device("holdingDevice", LINE),
        ),
    }
    world.tell(events[late])
    (call,) = world.client.line(LINE).calls
    assert (call.call_id, call.party.number) == (our_id, "723")
    assert call.state is CallState.CONNECTED
    world.tell(ELTEX.cleared(LINE, LINE, "723", "c9"))
    assert world.client.line(LINE).calls == ()
