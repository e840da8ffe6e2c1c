"""Events that are lost: what the client then knows, and what it does not pretend to know."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    DialedNumber,
    Direction,
    Outcome,
)
from simulator.calls import ForwardingType, GroupMode

from .exchange_world import OUTSIDE, ExchangeWorld, exchange_world


@pytest.fixture(params=[True, False], ids=["odd forms", "standard forms"])
def world(request: pytest.FixtureRequest) -> Iterator[ExchangeWorld]:
    """Return a world, once with events in ECSS-10's forms and once in the standard's."""
    with exchange_world(odd_forms=request.param) as made:
        yield made


def hear_again(world: ExchangeWorld) -> None:
    """Let the switch find its voice, and say that events were lost."""
    world.front_end.deaf = False
    world.front_end.messages_lost()
    world.settle()


def test_a_call_that_began_and_was_answered_unheard_is_there(
    world: ExchangeWorld,
) -> None:
    world.front_end.deaf = True
    world.talk("701", "700")
    hear_again(world)
    call = world.call("700")
    assert (call.state, call.party.number) == (CallState.CONNECTED, "701")
    assert call.direction is None
    assert world.types("700") == []


def test_who_was_put_through_unheard_has_not_called(world: ExchangeWorld) -> None:
    in_call = world.talk("701", "700")
    world.front_end.deaf = True
    world.exchange.single_step_transfer("701", in_call, OUTSIDE)
    world.settle()
    hear_again(world)
    call = world.call("700")
    assert (call.state, call.party.number) == (CallState.DIALING, OUTSIDE)
    assert call.direction is None
    (ended,) = (e for e in world.events("700") if e.type is Type.ENDED)
    assert ended.outcome is Outcome.UNKNOWN
    assert Type.OUTGOING not in world.types("700")


def test_a_phone_that_rings_unheard_is_called(world: ExchangeWorld) -> None:
    world.front_end.deaf = True
    world.dial("701", "700")
    hear_again(world)
    call = world.call("700")
    assert (call.state, call.direction) == (CallState.RINGING, Direction.INCOMING)
    assert world.types("700") == [Type.INCOMING]


def test_what_was_placed_unheard_is_known_once_the_switch_names_the_caller() -> None:
    with exchange_world(odd_forms=False) as world:
        world.front_end.deaf = True
        world.dial("700", "701")
        hear_again(world)
        assert world.call("700").direction is None
        world.lift("701")
        call = world.call("700")
        assert (call.state, call.direction) == (
            CallState.CONNECTED,
            Direction.OUTGOING,
        )
        assert world.types("700") == [Type.REMOTE_RINGING, Type.ANSWERED]


def put_through_and_back(world: ExchangeWorld) -> None:
    """Let 700 hand 701 on to 702, and 702 hand it back, all in one call and unheard."""
    in_call = world.talk("700", "701")
    world.front_end.deaf = True
    world.exchange.options.blind_transfer_keeps_call = True
    world.exchange.single_step_transfer("700", in_call, "702")
    world.lift("702")
    world.exchange.single_step_transfer("702", in_call, "700")
    world.settle()


def test_a_line_that_left_a_call_and_rings_in_it_is_called_anew(
    world: ExchangeWorld,
) -> None:
    put_through_and_back(world)
    hear_again(world)
    call = world.call("700")
    assert (call.state, call.direction) == (CallState.RINGING, Direction.INCOMING)
    assert call.party.number == "701"
    assert world.types("700")[-2:] == [Type.ENDED, Type.INCOMING]


def test_a_line_that_left_a_call_and_is_back_shows_as_if_it_had_stayed(
    world: ExchangeWorld,
) -> None:
    put_through_and_back(world)
    world.lift("700")
    before = world.call("700")
    hear_again(world)
    assert world.call("700") == before


def test_a_call_on_hold_of_which_nothing_was_heard_is_not_taken_for_answered(
    world: ExchangeWorld,
) -> None:
    world.front_end.deaf = True
    in_call = world.dial("700", "701")
    world.front_end.deaf = False  # and it does not say so
    world.exchange.hold("700", in_call)
    world.settle()
    held = world.call("700")
    assert (held.state, held.party.number) == (CallState.HELD, "701")
    assert held.answered_at is None
    world.lift("701")
    assert world.call("700").answered_at is not None


def test_a_hold_during_the_snapshot_does_not_hide_that_the_call_was_answered(
    world: ExchangeWorld,
) -> None:
    in_call = world.dial("700", "701")
    world.front_end.deaf = True
    world.lift("701")
    world.front_end.deaf = False
    world.front_end.messages_lost()
    world.exchange.hold("700", in_call)
    world.settle()
    call = world.call("700")
    assert call.state is CallState.HELD
    assert call.answered_at is not None


def forward_701_to_702(world: ExchangeWorld, kind: ForwardingType) -> None:
    world.exchange.features.set_forwarding("701", kind, "702", enabled=True)


@pytest.mark.parametrize("dialed", ["790", "701"])
@pytest.mark.parametrize("lifted_unheard", [True, False])
def test_who_was_found_in_a_call_stays_when_it_is_told_who_was_dialed(
    world: ExchangeWorld, dialed: str, lifted_unheard: bool
) -> None:
    """A snapshot names who is there, calledDevice who was dialed (16.1, 17.2)."""
    forward_701_to_702(world, ForwardingType.ALL)
    world.front_end.deaf = True
    in_call = world.dial("700", dialed)
    if lifted_unheard:
        world.lift("702")
    hear_again(world)
    if not lifted_unheard:
        world.lift("702")
    assert world.call("700").party.number == "702"
    world.exchange.hold("702", in_call)
    world.exchange.retrieve("702", in_call)
    world.settle()
    call = world.call("700")
    assert (call.state, call.party.number) == (CallState.CONNECTED, "702")


def test_whom_a_call_that_was_found_reaches_next_takes_the_place(
    world: ExchangeWorld,
) -> None:
    world.exchange.lines["703"].forwarding[ForwardingType.NO_ANSWER] = "701"
    world.exchange.lines["703"].ring_seconds = 5.0
    world.exchange.lines["702"].do_not_disturb = True
    world.front_end.deaf = True
    _ = world.dial("700", "790")
    hear_again(world)
    assert world.call("700").party.number == "703"
    world.settle(6.0)
    assert world.call("700").party.number == "701"


def test_a_call_that_comes_back_to_its_queue_waits_there(world: ExchangeWorld) -> None:
    world.exchange.lines["702"].do_not_disturb = True
    world.exchange.lines["703"].ring_seconds = 5.0
    _ = world.dial("700", "790")
    assert world.call("700").party.number == "703"
    world.exchange.lines["703"].do_not_disturb = True
    world.settle(6.0)
    call = world.call("700")
    assert (call.state, call.party.number) == (CallState.DIALING, "790")


def test_the_end_of_a_connection_that_got_a_new_name_unheard_is_the_call_s(
    world: ExchangeWorld,
) -> None:
    """A deviceID may change while the callID stays (12.3)."""
    world.exchange.options.blind_transfer_keeps_call = True
    in_call = world.talk("701", "700")
    world.front_end.deaf = True
    world.exchange.single_step_transfer("701", in_call, "702")
    world.settle()
    world.front_end.deaf = False
    world.front_end.messages_lost()
    world.exchange.answer("702", in_call)  # told while the snapshot is under way
    world.settle()
    assert world.call("700").party.number == "702"
    world.drop("700")
    assert not world.line("700").calls


@pytest.mark.parametrize("answers", ["700", "700&2"])
def test_every_phone_of_a_number_that_rings_unheard_counts(
    world: ExchangeWorld, answers: str
) -> None:
    world.exchange.lines["700"].phones = 2
    habits = replace(world.exchange.options.habits, losers_first=True)
    world.exchange.options.habits = habits
    world.front_end.deaf = True
    in_call = world.dial("701", "700")
    hear_again(world)
    world.exchange.answer(answers, in_call)
    world.settle()
    assert world.types("700") == [Type.INCOMING, Type.ANSWERED]
    world.drop("700")
    (ended,) = (e for e in world.events("700") if e.type is Type.ENDED)
    assert ended.outcome is Outcome.ANSWERED


def test_a_pick_up_is_not_the_answer_of_another_call_of_the_same_caller(
    world: ExchangeWorld,
) -> None:
    here = world.dial("+4989100", "700")
    there = world.dial("+4989100", "701")
    ringing = world.call("700")
    world.exchange.directed_pickup("700", "701", there)
    world.settle()
    assert [call.state for call in world.line("700").calls] == [
        CallState.RINGING,
        CallState.CONNECTED,
    ]
    world.exchange.answer("700", here)
    world.settle()
    assert world.types("700", ringing) == [Type.INCOMING, Type.ANSWERED]


@pytest.mark.parametrize("dialed", ["701", "790"])
def test_a_pick_up_is_not_the_answer_of_a_call_that_the_line_places(
    world: ExchangeWorld, dialed: str
) -> None:
    """Whatever its call has come to: its own phone rings first, it waits in a queue, it is busy."""
    for line in ("702", "703"):
        world.exchange.lines[line].do_not_disturb = True
    there = world.dial("+4989100", "701")
    world.exchange.lines["701"].do_not_disturb = True
    placed = world.run(world.client.make_call("700", DialedNumber(dialed)))
    if dialed == "790":
        world.lift("700")
    world.exchange.directed_pickup("700", "701", there)
    world.settle()
    calls = {call.call_id: call for call in world.line("700").calls}
    assert len(calls) == 2
    assert calls.pop(placed).state in (CallState.DIALING, CallState.HELD)
    (picked_up,) = calls.values()
    assert picked_up.party.number == "+4989100"
    assert picked_up.state is CallState.CONNECTED


def test_a_pick_up_on_a_busy_tone_is_another_call(world: ExchangeWorld) -> None:
    there = world.dial("+4989100", "701")
    world.exchange.lines["701"].do_not_disturb = True
    _ = world.dial("700", "701")
    world.exchange.directed_pickup("700", "701", there)
    world.settle(10.0)
    call = world.call("700")
    assert (call.state, call.party.number) == (CallState.CONNECTED, "+4989100")
    assert world.types("700", call) == [Type.INCOMING, Type.ANSWERED]


def test_a_second_call_of_the_same_caller_is_found_where_only_its_answer_is_heard(
    world: ExchangeWorld,
) -> None:
    first = world.dial("+4989100", "700")
    world.front_end.deaf = True
    second = world.dial("+4989100", "700")
    world.front_end.deaf = False  # and it does not say so
    world.exchange.answer("700", second)
    world.settle()
    world.exchange.answer("700", first)
    world.settle()
    states = sorted(call.state for call in world.line("700").calls)
    assert states == [CallState.CONNECTED, CallState.HELD]
    world.drop("700", second)
    world.drop("700", first)
    assert not world.line("700").calls


def test_a_group_that_rings_unheard_shows_who_comes(world: ExchangeWorld) -> None:
    group = world.exchange.groups["790"]
    world.exchange.groups = {"790": replace(group, mode=GroupMode.RING_ALL)}
    world.front_end.deaf = True
    _ = world.dial("700", "790")
    hear_again(world)
    world.lift("703")
    call = world.call("700")
    assert (call.state, call.party.number) == (CallState.CONNECTED, "703")
