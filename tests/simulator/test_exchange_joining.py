"""What an exchange tells when calls are held, moved, joined, queued and picked up."""

import pytest

from simulator.calls import (
    ErrorCode,
    EventKind,
    ExchangeCall,
    ExchangeError,
    ForwardingType,
)
from simulator.options import ExchangeOptions

from .world import MARTHA, World


def talk(world: World, caller: str, called: str) -> ExchangeCall:
    """Let two talk."""
    call = world.exchange.dial(caller, called)
    world.exchange.answer(called, call.id)
    return call


def enquiry(world: World) -> tuple[ExchangeCall, ExchangeCall]:
    """Let 701 talk with Martha, hold her, and ask 702."""
    first = talk(world, MARTHA, "701")
    second = world.exchange.consult("701", first.id, "702")
    return first, second


def test_a_call_is_held_and_retrieved() -> None:
    world = World()
    call = talk(world, "700", "701")
    world.exchange.hold("700", call.id)
    assert (world.state("700"), world.state("701")) == (["hold"], ["connected"])
    world.exchange.retrieve("700", call.id)
    assert world.told()[-2:] == ["held 700 normal", "retrieved 700 normal"]


def test_both_sides_may_hold() -> None:
    world = World()
    call = talk(world, "700", "701")
    world.exchange.hold("700", call.id)
    world.exchange.hold("701", call.id)
    assert (world.state("700"), world.state("701")) == (["hold"], ["hold"])


def test_an_enquiry_holds_the_first_call_and_alternates() -> None:
    world = World()
    first, second = enquiry(world)
    world.exchange.answer("702", second.id)
    assert world.state("701") == ["hold", "connected"]
    world.exchange.alternate("701", first.id, second.id)
    assert world.state("701") == ["connected", "hold"]
    world.exchange.alternate("701", second.id, first.id)
    assert world.state("701") == ["hold", "connected"]


def test_a_held_call_is_not_retrieved_beside_an_active_one() -> None:
    world = World()
    first, _ = enquiry(world)
    with pytest.raises(ExchangeError, match="wrong state"):
        world.exchange.retrieve("701", first.id)


def test_an_enquiry_is_left_for_the_first_call() -> None:
    world = World()
    first, second = enquiry(world)
    world.exchange.reconnect("701", second.id, first.id)
    assert world.state("701") == ["connected"]
    assert world.state("702") == []


@pytest.mark.parametrize("answered", [True, False])
def test_an_attended_transfer_makes_a_new_call_without_the_middle_man(
    answered: bool,
) -> None:
    world = World()
    first, second = enquiry(world)
    if answered:
        world.exchange.answer("702", second.id)
    call = world.exchange.transfer("701", first.id, second.id)
    event = world.events[-1]
    assert event.kind is EventKind.TRANSFERRED
    assert event.old_call_ids == (first.id, second.id)
    assert {moved.leg.device: moved.old_call_id for moved in event.moved} == {
        MARTHA: first.id,
        "702": second.id,
    }
    assert all(moved.leg.leg_id > moved.old_leg_id for moved in event.moved)
    assert [leg.call.id for leg in event.dropped] == [first.id, second.id]
    assert set(event.devices) == {MARTHA, "701", "702"}
    assert world.state("701") == []
    assert (call.caller, call.called) == (MARTHA, "702")
    assert list(world.exchange.calls) == [call.id]
    world.check_books()


def test_a_phone_that_rang_before_a_transfer_can_be_answered_after_it() -> None:
    world = World()
    first, second = enquiry(world)
    call = world.exchange.transfer("701", first.id, second.id)
    world.exchange.answer("702", call.id)
    assert world.events[-1].calling is not None
    assert world.events[-1].calling.device == MARTHA
    assert world.state("702") == ["connected"]


def test_a_phone_that_rang_before_a_transfer_still_stops_by_itself() -> None:
    world = World()
    first, second = enquiry(world)
    world.clock.advance(20)
    world.exchange.transfer("701", first.id, second.id)
    world.clock.advance(10)
    assert world.exchange.calls == {}


def test_a_suppressed_caller_stays_suppressed_after_a_transfer() -> None:
    world = World()
    first = world.exchange.dial(MARTHA, "701", restricted=True)
    world.exchange.answer("701", first.id)
    second = world.exchange.consult("701", first.id, "702")
    call = world.exchange.transfer("701", first.id, second.id)
    world.exchange.answer("702", call.id)
    world.exchange.clear_connection(MARTHA, call.id)
    for event in world.events[-5:]:
        assert event.calling is not None
        assert event.calling.device != MARTHA or event.calling.restricted


@pytest.mark.parametrize("which", ["701", MARTHA])
def test_a_blind_transfer_rings_at_the_new_phone(which: str) -> None:
    world = World()
    first = talk(world, MARTHA, "701")
    call = world.exchange.single_step_transfer(which, first.id, "702")
    stays = MARTHA if which == "701" else "701"
    assert world.told()[-2:] == [
        f"transferred {which} transfer",
        "delivered 702 singleStepTransfer",
    ]
    assert set(call.legs) == {stays, "702"}
    assert world.state(which) == []
    world.check_books()


def test_a_blind_transfer_to_a_busy_line_leaves_the_other_with_a_tone() -> None:
    world = World()
    world.exchange.lines["702"].call_waiting = False
    talk(world, "702", "703")
    first = talk(world, MARTHA, "701")
    world.exchange.single_step_transfer("701", first.id, "702")
    assert world.told()[-1] == "failed 702 busy"
    world.clock.advance(5)
    assert len(world.exchange.calls) == 1
    world.check_books()


def test_a_ringing_call_cannot_be_transferred_blindly() -> None:
    world = World()
    call = world.exchange.dial("700", "701")
    with pytest.raises(ExchangeError, match="wrong state"):
        world.exchange.single_step_transfer("700", call.id, "702")


def test_two_calls_with_the_same_party_are_not_joined() -> None:
    world = World()
    first = talk(world, "700", "701")
    second = world.exchange.consult("701", first.id, "700")
    world.exchange.answer("700", second.id)
    with pytest.raises(ExchangeError, match="wrong state"):
        world.exchange.transfer("701", first.id, second.id)


def test_a_conference_has_three_and_goes_on_with_two() -> None:
    world = World()
    first, second = enquiry(world)
    world.exchange.answer("702", second.id)
    call = world.exchange.conference("701", first.id, second.id)
    assert set(call.legs) == {MARTHA, "701", "702"}
    assert {str(leg.state) for leg in call.legs.values()} == {"connected"}
    world.exchange.clear_connection("701", call.id)
    assert set(call.legs) == {MARTHA, "702"}
    world.exchange.clear_connection(MARTHA, call.id)
    assert world.exchange.calls == {}
    world.check_books()


def test_a_third_is_called_into_a_call() -> None:
    world = World()
    first = talk(world, MARTHA, "701")
    call = world.exchange.single_step_conference("701", first.id, "702")
    assert world.state("702") == ["alerting"]
    world.exchange.answer("702", call.id)
    assert set(call.legs) == {MARTHA, "701", "702"}


def test_a_third_who_does_not_come_leaves_the_two_talking() -> None:
    world = World()
    first = talk(world, MARTHA, "701")
    call = world.exchange.single_step_conference("701", first.id, "799")
    world.clock.advance(5)
    assert set(call.legs) == {MARTHA, "701"}


def test_a_call_ends_for_all_at_once() -> None:
    world = World()
    first, second = enquiry(world)
    world.exchange.answer("702", second.id)
    call = world.exchange.conference("701", first.id, second.id)
    world.exchange.clear_call(call.id, "701")
    assert world.exchange.calls == {}
    assert [event.releasing for event in world.events[-4:-1]] == ["701"] * 3


def test_a_ringing_call_is_deflected() -> None:
    world = World()
    call = world.exchange.dial(MARTHA, "701")
    world.exchange.deflect("701", call.id, "702")
    assert world.told()[-2:] == ["diverted 701 redirected", "delivered 702 redirected"]
    assert world.state("701") == []


def test_a_colleague_picks_a_ringing_call_up() -> None:
    world = World()
    call = world.exchange.dial(MARTHA, "701")
    world.exchange.directed_pickup("702", "701", call.id)
    assert world.told_to("701")[-1] == "diverted 701 callPickup"
    assert world.told_to("702")[-1] == "established 702 callPickup"
    assert world.state("702") == ["connected"]


def test_only_a_call_that_waits_can_be_picked_up() -> None:
    world = World()
    call = talk(world, "700", "701")
    with pytest.raises(ExchangeError) as error:
        world.exchange.directed_pickup("702", "701", call.id)
    assert error.value.code is ErrorCode.NO_CALL_TO_ANSWER


def test_a_parked_call_is_picked_up_elsewhere() -> None:
    world = World(ExchangeOptions(park_slots=frozenset({"710"})))
    call = talk(world, MARTHA, "701")
    world.exchange.park("701", call.id, "710")
    assert world.state("701") == []
    world.exchange.directed_pickup("702", "710", call.id)
    assert world.state("702") == ["connected"]
    world.check_books()


def test_a_call_to_a_queue_waits_until_a_member_is_free() -> None:
    world = World()
    one, two = talk(world, "703", "701"), talk(world, "704", "702")
    world.exchange.dial(MARTHA, "790")
    world.clock.advance()
    assert world.state("790") == ["queued"]
    world.exchange.clear_connection("702", two.id)
    world.clock.advance()
    assert world.state("702") == ["alerting"]
    assert world.events[-1].last_redirection is not None
    assert world.events[-1].last_redirection.device == "790"
    world.exchange.clear_connection("701", one.id)
    world.clock.advance()
    assert world.state("701") == []


def test_a_queue_tries_the_next_member_when_one_does_not_answer() -> None:
    world = World()
    world.exchange.dial(MARTHA, "790")
    world.clock.advance()
    assert (world.state("701"), world.state("702")) == (["alerting"], [])
    world.clock.advance(30)
    assert (world.state("701"), world.state("702")) == ([], ["alerting"])
    world.clock.advance(30)
    assert (world.state("701"), world.state("702")) == (["alerting"], [])


def test_a_queue_loses_its_patience() -> None:
    world = World()
    talk(world, "703", "701")
    talk(world, "704", "702")
    call = world.exchange.dial(MARTHA, "790")
    world.clock.advance(120)
    assert call.id not in world.exchange.calls
    assert world.told()[-1].endswith("overflow")


def test_a_group_rings_at_all_free_members_and_stops_when_one_answers() -> None:
    world = World()
    call = world.exchange.dial(MARTHA, "791")
    assert (world.state("703"), world.state("704")) == (["alerting"], ["alerting"])
    world.exchange.answer("704", call.id)
    assert (world.state("703"), world.state("704")) == ([], ["connected"])
    assert world.told_to("703")[-1] == "connectionCleared 703 callPickup"


def test_a_group_with_nobody_free_is_busy() -> None:
    world = World()
    talk(world, "703", "704")
    world.exchange.dial(MARTHA, "791")
    assert world.told()[-1] == "failed 791 busy"


def test_a_forwarded_call_rings_on_when_the_third_forwards_too() -> None:
    world = World()
    world.exchange.features.set_forwarding("701", ForwardingType.NO_ANSWER, "702")
    world.exchange.features.set_forwarding("702", ForwardingType.NO_ANSWER, "703")
    call = world.exchange.dial(MARTHA, "701")
    world.clock.advance(60)
    assert world.state("703") == ["alerting"]
    assert call.redirections == ["701", "702"]
