"""Calls that are held, swapped, transferred and joined, from each side's view."""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.model import (
    RESTRICTED_PARTY,
    UNKNOWN_PARTY,
    CallEventType as Type,
    CallState,
    DialedNumber,
    Outcome,
)

from .exchange_world import OUTSIDE, ExchangeWorld, exchange_world


@pytest.fixture(params=[True, False], ids=["odd forms", "standard forms"])
def world(request: pytest.FixtureRequest) -> Iterator[ExchangeWorld]:
    """Return a world, once with events in ECSS-10's forms and once in the standard's."""
    with exchange_world(odd_forms=request.param) as made:
        yield made


def enquire(world: ExchangeWorld) -> tuple[str, str]:
    """Let 700 talk with 701 and ask 702; return our ids of the held and the new call."""
    world.talk("700", "701")
    first = world.call("700").call_id
    second = world.run(world.client.consult("700", first, DialedNumber("702")))
    return first, second


def test_hold_and_retrieve_show_on_our_side_alone(world: ExchangeWorld) -> None:
    world.talk("700", "701")
    call_id = world.call("700").call_id
    world.run(world.client.hold("700", call_id))
    assert world.call("700").state is CallState.HELD
    assert world.call("701").state is CallState.CONNECTED
    world.run(world.client.retrieve("700", call_id))
    assert world.call("700").state is CallState.CONNECTED
    assert world.types("700")[-2:] == [Type.HELD, Type.RETRIEVED]
    assert Type.HELD not in world.types("701")


@pytest.mark.parametrize("unsupported", [frozenset(), frozenset({"AlternateCall"})])
def test_two_calls_are_swapped(unsupported: frozenset[str]) -> None:
    with exchange_world(unsupported_services=unsupported) as world:
        first, second = enquire(world)
        world.lift("702")
        for active, held in ((first, second), (second, first)):
            world.run(world.client.switch_call("700", active))
            assert world.line("700").call(active).state is CallState.CONNECTED
            assert world.line("700").call(held).state is CallState.HELD


def test_the_only_held_call_is_simply_taken_back(world: ExchangeWorld) -> None:
    world.talk("700", "701")
    call_id = world.call("700").call_id
    world.run(world.client.hold("700", call_id))
    world.run(world.client.switch_call("700", call_id))
    assert world.call("700").state is CallState.CONNECTED


def test_an_enquiry_is_a_call_of_its_own(world: ExchangeWorld) -> None:
    first, second = enquire(world)
    line = world.line("700")
    assert line.call(first).state is CallState.HELD
    assert line.call(second).state is CallState.DIALING
    assert line.call(second).party.number == "702"
    world.lift("702")
    assert line.call(second).state is CallState.CONNECTED
    world.run(world.client.reconnect("700"))
    assert world.call("700").call_id == first
    assert world.call("700").state is CallState.CONNECTED
    assert world.call("700").party.number == "701"


def test_an_attended_transfer_from_each_side(world: ExchangeWorld) -> None:
    enquire(world)
    world.lift("702")
    before = world.call("701").call_id, world.call("702").call_id
    world.run(world.client.complete_transfer("700"))
    assert world.line("700").calls == ()
    assert world.types("700")[-3:] == [Type.TRANSFERRED, Type.ENDED, Type.ENDED]
    outcomes = {e.outcome for e in world.events("700") if e.type is Type.ENDED}
    assert outcomes == {Outcome.ANSWERED}
    assert (world.call("701").call_id, world.call("702").call_id) == before
    assert world.call("701").party.number == "702"
    assert world.call("702").party.number == "701"
    assert world.types("701")[-1] == world.types("702")[-1] == Type.TRANSFERRED
    world.drop("701")
    assert world.line("701").calls == world.line("702").calls == ()
    assert world.types("702").count(Type.ENDED) == 1


def test_a_transfer_before_the_answer_rings_on_for_the_other_party(
    world: ExchangeWorld,
) -> None:
    enquire(world)
    world.run(world.client.complete_transfer("700"))
    assert world.line("700").calls == ()
    assert world.call("702").state is CallState.RINGING
    assert world.call("702").party.number == "701"
    world.lift("702")
    assert world.call("702").state is CallState.CONNECTED
    assert world.call("701").party.number == "702"


@pytest.mark.parametrize("keeps", [False, True], ids=["new callID", "same callID"])
def test_a_blind_transfer_from_each_side(world: ExchangeWorld, keeps: bool) -> None:
    world.exchange.options.blind_transfer_keeps_call = keeps
    world.talk("700", "701")
    their_id = world.call("701").call_id
    world.run(
        world.client.transfer("700", world.call("700").call_id, DialedNumber("702"))
    )
    assert world.line("700").calls == ()
    assert world.events("700")[-1].outcome is Outcome.ANSWERED
    assert world.types("700")[-2:] == [Type.TRANSFERRED, Type.ENDED]
    assert world.call("702").state is CallState.RINGING
    assert world.call("702").party.number == "701"
    world.lift("702")
    assert world.call("701").call_id == their_id
    assert world.call("701").party.number == "702"
    world.drop("702")
    assert world.line("701").calls == world.line("702").calls == ()


def test_a_call_from_outside_is_transferred(world: ExchangeWorld) -> None:
    world.dial(OUTSIDE, "700")
    world.lift("700")
    world.run(
        world.client.transfer("700", world.call("700").call_id, DialedNumber("702"))
    )
    call = world.call("702")
    assert (call.party.number, call.state) == (OUTSIDE, CallState.RINGING)


def test_a_conference_of_three_from_each_side(world: ExchangeWorld) -> None:
    first, second = enquire(world)
    world.lift("702")
    world.run(world.client.conference("700"))
    call = world.call("700")
    assert (call.call_id, call.state) == (first, CallState.CONNECTED)
    ends = [e for e in world.events("700") if e.type is Type.ENDED]
    assert [(e.call.call_id, e.outcome) for e in ends] == [(second, Outcome.ANSWERED)]
    for line in ("700", "701", "702"):
        assert world.types(line)[-1] is Type.CONFERENCED
        assert world.call(line).state is CallState.CONNECTED
    world.drop("701")
    assert world.call("700").party.number == "702"
    assert world.call("702").party.number == "700"
    world.drop("702")
    assert world.line("700").calls == ()
    assert world.types("700").count(Type.ENDED) == 2


def test_who_opened_a_conference_leaves_it_to_the_others(world: ExchangeWorld) -> None:
    enquire(world)
    world.lift("702")
    world.run(world.client.conference("700"))
    world.drop("700")
    assert world.call("701").party.number == "702"
    assert world.call("702").party.number == "701"


def test_a_third_party_is_called_into_a_call(world: ExchangeWorld) -> None:
    world.talk("700", "701")
    call_id = world.call("700").call_id
    world.run(world.client.add_to_conference("700", call_id, DialedNumber("702")))
    assert world.call("702").state is CallState.RINGING
    world.lift("702")
    world.drop("701")
    assert world.call("700").call_id == call_id
    assert world.call("700").party.number == "702"


def test_ending_a_call_for_everyone_ends_it_for_everyone(world: ExchangeWorld) -> None:
    world.talk("700", "701")
    world.run(world.client.hangup("700", world.call("700").call_id, everyone=True))
    assert world.line("700").calls == world.line("701").calls == ()
    assert not world.exchange.calls


def test_digits_are_sent_into_the_call(world: ExchangeWorld) -> None:
    call = world.talk("700", "701")
    world.run(world.client.send_digits("700", world.call("700").call_id, "12#"))
    assert world.exchange.leg("700", call).digits == "12#"


def test_who_suppresses_his_number_is_one_in_a_conference_of_conferences(
    world: ExchangeWorld,
) -> None:
    first = world.talk("701", "702")
    hidden = world.dial(OUTSIDE, "702", restricted=True)
    world.exchange.answer("702", hidden)
    joined = world.exchange.conference("702", first, hidden)
    second = world.talk("701", "703")
    all_four = world.exchange.conference("701", joined.id, second)
    for leaving in ("701", "703"):
        world.exchange.clear_connection(leaving, all_four.id)
    world.settle()
    assert world.call("702").party == RESTRICTED_PARTY


def join_four(world: ExchangeWorld) -> int:
    """Let 700 talk with 701, 702 and 703 at once; return the exchange's call."""
    first = world.talk("701", "700")
    second = world.talk("701", "702")
    joined = world.exchange.conference("701", first, second)
    third = world.talk("701", "703")
    all_four = world.exchange.conference("701", joined.id, third)
    world.settle()
    return all_four.id


def test_a_conference_shows_nobody_who_has_left_it(world: ExchangeWorld) -> None:
    joined = join_four(world)
    there = {"701", "702", "703"}
    for leaving in ("701", "702"):
        assert world.call("700").party.number in there
        world.drop(leaving, joined)
        there.remove(leaving)
    assert world.call("700").party.number == "703"


def test_who_picks_up_a_phone_that_rings_in_a_conference_is_one_more(
    world: ExchangeWorld,
) -> None:
    first = world.talk(OUTSIDE, "701")
    second = world.talk("701", "700")
    joined = world.exchange.conference("701", first, second)
    ringing = world.dial("701", "702")
    moved = world.exchange.transfer("701", joined.id, ringing)
    world.settle()
    world.exchange.directed_pickup("703", "702", moved.id)
    world.settle()
    world.drop("703", moved.id)
    assert world.call("700").party.number == OUTSIDE


def test_a_caller_who_holds_has_not_been_answered(world: ExchangeWorld) -> None:
    ringing = world.dial("701", "700")
    world.exchange.hold("701", ringing)
    world.settle()
    assert world.call("700").state is CallState.RINGING
    assert world.types("700") == [Type.INCOMING]


def test_whoever_lifts_after_the_caller_has_left_talks_to_who_is_there(
    world: ExchangeWorld,
) -> None:
    talk = world.talk("701", "702")
    ringing = world.dial("701", "700")
    world.exchange.hold("701", ringing)
    world.exchange.retrieve("701", talk)
    joined = world.exchange.conference("701", ringing, talk)
    world.drop("701", joined.id)
    world.lift("700")
    call = world.call("700")
    assert (call.state, call.party.number) == (CallState.CONNECTED, "702")


def test_a_conference_tells_who_was_unknown_before() -> None:
    silent = frozenset({"SnapshotCall"})
    with exchange_world(odd_forms=True, unsupported_services=silent) as world:
        ringing = world.dial("701", "703")
        world.exchange.directed_pickup("700", "703", ringing)
        world.settle()
        assert world.call("700").party == UNKNOWN_PARTY
        second = world.talk("701", "702")
        world.exchange.conference("701", ringing, second)
        world.settle()
        assert world.call("700").party.number in {"701", "702"}


def test_a_trunk_in_a_list_is_whoever_is_outside() -> None:
    """Who called from outside and whom we asked are in it, and leave it, by their numbers."""
    with exchange_world(trunks_answer=True) as world:
        world.dial(OUTSIDE, "700")
        world.lift("700")
        first = world.call("700").call_id
        world.run(world.client.consult("700", first, DialedNumber("702")))
        world.lift("702")
        world.run(world.client.conference("700"))
        members = world.call("700").members or ()
        assert {each.party.number for each in members} == {OUTSIDE, "702"}
        assert world.call("702").party.number in ("700", OUTSIDE)
        world.drop(OUTSIDE)
        assert world.call("700").party.number == "702"


@pytest.mark.parametrize("attended", [True, False])
def test_somebody_transferred_to_a_number_outside_does_not_talk_with_a_trunk(
    attended: bool,
) -> None:
    with exchange_world(trunks_answer=True) as world:
        world.talk("701", "700")
        call = world.call("700").call_id
        if attended:
            world.run(world.client.consult("700", call, DialedNumber(OUTSIDE)))
            world.lift(OUTSIDE)
            world.run(world.client.complete_transfer("700"))
        else:
            world.run(world.client.transfer("700", call, DialedNumber(OUTSIDE)))
            world.lift(OUTSIDE)
        assert world.call("701").party.number == OUTSIDE
        world.drop(OUTSIDE)
        world.settle(3)
        assert not world.line("701").calls
