"""What an exchange tells of plain calls, from the first ring to the last tone."""

import pytest

from simulator.calls import (
    Cause,
    ErrorCode,
    EventKind,
    ExchangeError,
    ForwardingType,
    LegState,
)
from simulator.options import ExchangeOptions

from .world import MARTHA, PAUL, World


def refused(code: ErrorCode) -> pytest.RaisesExc[ExchangeError]:
    return pytest.RaisesExc(ExchangeError, check=lambda error: error.code is code)


def test_a_call_between_two_lines_is_told_from_beginning_to_end() -> None:
    world = World()
    call = world.exchange.dial("700", "701")
    assert world.state("700") == ["connected"]
    assert world.state("701") == ["alerting"]
    world.exchange.answer("701", call.id)
    world.exchange.clear_connection("701", call.id)
    assert world.told() == [
        "serviceInitiated 700 newCall",
        "originated 700 newCall",
        "delivered 701 newCall",
        "established 701 normal",
        "connectionCleared 701 normalClearing",
        "connectionCleared 700 normalClearing",
        "callCleared 700 normalClearing",
    ]
    assert world.exchange.calls == {}


def test_who_has_hung_up_hears_no_more_of_the_call() -> None:
    world = World()
    call = world.exchange.dial("700", "701")
    world.exchange.answer("701", call.id)
    world.exchange.clear_connection("701", call.id)
    assert world.told_to("701")[-1] == "connectionCleared 701 normalClearing"
    assert world.told_to("700")[-1] == "connectionCleared 700 normalClearing"


def test_an_event_tells_the_parties_and_everybodys_state() -> None:
    world = World()
    world.exchange.dial(MARTHA, "701", name="Martha", restricted=True)
    event = world.events[-1]
    assert event.calling is not None
    assert (event.calling.device, event.calling.name) == (MARTHA, "Martha")
    assert event.calling.restricted
    assert event.called is not None
    assert (event.called.device, event.called.name) == ("701", "Desk 1")
    assert event.states == {MARTHA: LegState.CONNECTED, "701": LegState.ALERTING}


def test_a_caller_who_gives_up_cancels_the_ring() -> None:
    world = World()
    call = world.exchange.dial(MARTHA, "701")
    world.exchange.clear_connection(MARTHA, call.id)
    assert world.told_to("701")[-1] == "connectionCleared 701 callCancelled"
    assert world.state("701") == []


def test_a_rejected_call_ends_for_the_caller_too() -> None:
    world = World()
    call = world.exchange.dial("700", "701")
    world.exchange.clear_connection("701", call.id)
    assert world.told_to("700")[-1] == "connectionCleared 700 normalClearing"
    assert world.events[-2].releasing == "701"


def test_a_phone_that_nobody_answers_rings_for_its_time_only() -> None:
    world = World()
    world.exchange.lines["701"].ring_seconds = 12
    world.exchange.dial("700", "701")
    world.clock.advance(11.9)
    assert world.state("701") == ["alerting"]
    world.clock.advance(0.2)
    assert world.told()[-3:] == [
        "connectionCleared 701 callNotAnswered",
        "connectionCleared 700 callNotAnswered",
        "callCleared 700 callNotAnswered",
    ]


def test_a_phone_may_answer_by_itself() -> None:
    world = World()
    world.exchange.lines["701"].answer_after = 3
    world.exchange.dial("700", "701")
    world.clock.advance(3)
    assert world.state("701") == ["connected"]
    world.clock.advance(100)
    assert world.state("701") == ["connected"]


def test_a_computers_call_rings_the_callers_own_phone_first() -> None:
    world = World()
    call = world.exchange.dial("700", "701", by_computer=True)
    assert world.told() == ["delivered 700 makeCall"]
    assert world.state("701") == []
    world.exchange.answer("700", call.id)
    assert world.told(1) == ["originated 700 makeCall", "delivered 701 newCall"]
    assert world.state("700") == ["connected"]


def test_a_computers_call_ends_if_its_own_phone_is_never_lifted() -> None:
    world = World()
    world.exchange.dial("700", "701", by_computer=True)
    world.clock.advance(30)
    assert world.told_to("701") == []
    assert world.told()[1:] == [
        "connectionCleared 700 callNotAnswered",
        "callCleared 700 callNotAnswered",
    ]


def test_a_computers_call_may_be_dialled_at_once() -> None:
    world = World(ExchangeOptions(ring_caller_first=False))
    world.exchange.dial("700", "701", by_computer=True)
    assert world.state("700") == ["connected"]
    assert world.state("701") == ["alerting"]


def test_a_lifted_phone_dials_in_the_same_call() -> None:
    world = World(ExchangeOptions(digits_dialed=True))
    lifted = world.exchange.lift("700")
    assert world.state("700") == ["initiated"]
    assert world.exchange.dial("700", "701") is lifted
    assert world.told() == [
        "serviceInitiated 700 newCall",
        "digitsDialed 700 newCall",
        "originated 700 newCall",
        "delivered 701 newCall",
    ]
    assert world.events[1].digits == "701"


def test_a_lifted_phone_that_is_put_down_leaves_nothing() -> None:
    world = World()
    call = world.exchange.lift("700")
    world.exchange.clear_connection("700", call.id)
    assert world.exchange.calls == {}
    world.check_books()


def test_a_number_outside_is_reached_over_the_network_and_answers() -> None:
    world = World()
    world.exchange.dial("700", PAUL)
    assert world.told(2) == [
        f"networkReached {PAUL} newCall",
        f"delivered {PAUL} newCall",
    ]
    world.clock.advance(4)
    assert world.told()[-1] == f"established {PAUL} normal"


@pytest.mark.parametrize(
    ("called", "cause"),
    [
        ("+12025550199", Cause.BUSY),
        ("799", Cause.NUMBER_UNALLOCATED),
        ("no number", Cause.INVALID_NUMBER_FORMAT),
    ],
)
def test_a_failed_call_gives_a_tone_and_then_ends(called: str, cause: Cause) -> None:
    world = World()
    world.exchange.dial("700", called)
    assert world.told()[-1] == f"failed {called} {cause}"
    assert world.state("700") == ["connected"]
    world.clock.advance(5)
    assert world.exchange.calls == {}
    world.check_books()


def test_a_caller_may_hang_up_while_the_tone_sounds() -> None:
    world = World()
    call = world.exchange.dial("700", "799")
    world.exchange.clear_connection("700", call.id)
    assert world.exchange.calls == {}
    before = len(world.events)
    world.clock.advance(10)
    assert len(world.events) == before


def test_a_busy_line_without_call_waiting_learns_nothing_of_the_second_call() -> None:
    world = World()
    world.exchange.lines["701"].call_waiting = False
    world.exchange.dial("700", "701")
    world.exchange.dial("702", "701")
    assert world.told_to("702")[-1] == "failed 701 busy"
    assert len(world.exchange.calls_of("701")) == 1
    assert "failed 701 busy" not in world.told_to("701")


def test_a_busy_line_may_be_told_of_the_second_call() -> None:
    world = World(ExchangeOptions(busy_line_sees_failure=True))
    world.exchange.lines["701"].call_waiting = False
    world.exchange.dial("700", "701")
    world.exchange.dial("702", "701")
    assert world.state("701") == ["alerting", "fail"]
    world.clock.advance(5)
    assert world.state("701") == ["alerting"]


def test_a_second_call_waits_and_the_first_is_held_when_it_is_answered() -> None:
    world = World()
    first = world.exchange.dial("700", "701")
    world.exchange.answer("701", first.id)
    second = world.exchange.dial(MARTHA, "701")
    assert world.state("701") == ["connected", "alerting"]
    world.exchange.answer("701", second.id)
    assert world.state("701") == ["hold", "connected"]
    assert world.told()[-2:] == ["held 701 normal", "established 701 normal"]


def test_two_calls_that_cross_ring_at_both_ends() -> None:
    world = World()
    world.exchange.dial("700", "701")
    world.exchange.dial("701", "700")
    assert world.state("700") == ["connected", "alerting"]
    assert world.state("701") == ["alerting", "connected"]


def test_trunks_can_run_out() -> None:
    world = World(ExchangeOptions(trunks=1))
    world.exchange.dial(MARTHA, "701")
    world.exchange.dial("700", PAUL)
    assert world.told()[-1] == f"failed {PAUL} trunksBusy"
    for call_id in tuple(world.exchange.calls):
        world.exchange.clear_call(call_id)
    world.exchange.dial("700", PAUL)
    assert world.told()[-1] == f"delivered {PAUL} newCall"


def test_a_line_that_wants_no_calls_gets_none() -> None:
    world = World()
    world.exchange.features.set_do_not_disturb("701", enabled=True)
    world.exchange.dial("700", "701")
    assert world.told()[-1] == "failed 701 doNotDisturb"
    assert world.told_to("701") == ["doNotDisturb 701 normal"]


def test_a_line_out_of_service_neither_calls_nor_is_called() -> None:
    world = World()
    world.exchange.lines["701"].out_of_service = True
    world.exchange.dial("700", "701")
    assert world.told()[-1] == "failed 701 destOutOfOrder"
    with refused(ErrorCode.OUT_OF_SERVICE):
        world.exchange.dial("701", "700")


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (ForwardingType.ALL, "callForwardImmediate"),
        (ForwardingType.BUSY, "callForwardBusy"),
        (ForwardingType.NO_ANSWER, "callForwardNoAnswer"),
    ],
)
def test_a_line_forwards_its_calls(kind: ForwardingType, cause: str) -> None:
    world = World()
    world.exchange.lines["701"].call_waiting = False
    if kind is ForwardingType.BUSY:
        world.exchange.dial("703", "701")
    world.exchange.features.set_forwarding("701", kind, "702")
    world.exchange.dial("700", "701")
    world.clock.advance(30 if kind is ForwardingType.NO_ANSWER else 0)
    assert world.told_to("700")[-1] == f"delivered 702 {cause}"
    assert f"diverted 701 {cause}" in world.told_to("701")
    last = world.events[-1]
    assert last.last_redirection is not None
    assert last.last_redirection.device == "701"
    assert last.called is not None
    assert last.called.device == "701"


def test_forwarding_goes_from_line_to_line() -> None:
    world = World()
    world.exchange.features.set_forwarding("701", ForwardingType.ALL, "702")
    world.exchange.features.set_forwarding("702", ForwardingType.ALL, "703")
    world.exchange.dial("700", "701")
    assert world.state("703") == ["alerting"]
    assert world.events[-1].call is not None
    assert world.events[-1].call.redirections == ["701", "702"]


def test_forwarding_in_a_circle_fails_instead_of_turning_for_ever() -> None:
    world = World()
    world.exchange.features.set_forwarding("701", ForwardingType.ALL, "702")
    world.exchange.features.set_forwarding("702", ForwardingType.ALL, "701")
    world.exchange.dial("700", "701")
    assert world.events[-1].kind is EventKind.FAILED
    world.clock.advance(5)
    assert world.exchange.calls == {}


def test_forwarding_back_to_the_caller_fails_at_the_caller() -> None:
    world = World()
    world.exchange.features.set_forwarding("701", ForwardingType.ALL, "700")
    world.exchange.dial("700", "701")
    assert world.state("700") == ["fail"]
    world.clock.advance(5)
    assert world.exchange.calls == {}
    world.check_books()


def test_features_are_told_to_the_line_they_concern() -> None:
    world = World()
    world.exchange.features.set_forwarding("701", ForwardingType.BUSY, "702")
    world.exchange.features.set_forwarding("701", ForwardingType.BUSY, enabled=False)
    world.exchange.features.set_message_waiting("701", enabled=True)
    assert world.exchange.lines["701"].message_waiting
    assert world.exchange.lines["701"].forwarding == {}
    assert [event.enabled for event in world.events] == [True, False, True]
    assert world.told_to("700") == []


def test_what_cannot_be_done_is_refused_with_its_reason() -> None:
    world = World()
    exchange = world.exchange
    call = exchange.dial("700", "701")
    with refused(ErrorCode.INVALID_CALLED):
        exchange.dial("702", "702")
    with refused(ErrorCode.INVALID_CALLER):
        exchange.dial("790", "702")
    with refused(ErrorCode.UNKNOWN_CALL):
        exchange.answer("701", 99)
    with refused(ErrorCode.NOT_IN_CALL):
        exchange.answer("702", call.id)
    with refused(ErrorCode.NO_CALL_TO_ANSWER):
        exchange.answer("700", call.id)
    with refused(ErrorCode.INVALID_STATE):
        exchange.hold("701", call.id)
    with refused(ErrorCode.UNKNOWN_DEVICE):
        exchange.features.set_do_not_disturb("799", enabled=True)


def test_a_line_has_no_more_calls_than_it_may() -> None:
    world = World()
    world.exchange.lines["700"].max_calls = 1
    world.exchange.dial("700", "701")
    with refused(ErrorCode.RESOURCE_BUSY):
        world.exchange.dial("700", "702")


def test_digits_are_remembered_by_the_leg_that_sent_them() -> None:
    world = World()
    call = world.exchange.dial("700", PAUL)
    world.clock.advance(4)
    world.exchange.send_digits("700", call.id, "12#")
    world.exchange.send_digits("700", call.id, "*")
    assert world.exchange.leg("700", call.id).digits == "12#*"
