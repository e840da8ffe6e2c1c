"""Events that are lost: what the client then knows, and what it does not pretend to know."""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    Direction,
    Outcome,
)

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
