"""Park, pick up in a group, camp on and call back: scenarios with the simulated phone system."""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.capability import Capability
from custom_components.telephony.cti.errors import (
    CallNotFound,
    NotSupported,
    RequestRefused,
)
from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    DialedNumber,
    Direction,
    Outcome,
)
from simulator.options import ExchangeOptions

from .exchange_world import OUTSIDE, ExchangeWorld, exchange_world

SLOT = DialedNumber("71")


@pytest.fixture
def world() -> Iterator[ExchangeWorld]:
    """Return a world with two parking slots, in which a line has no call waiting and is told of it."""
    options = ExchangeOptions(
        park_slots=frozenset({"71", "72"}),
        park_seconds=90,
        busy_line_sees_failure=True,
    )
    with exchange_world(exchange_options=options) as made:
        made.exchange.line("702").call_waiting = False
        yield made


def last(world: ExchangeWorld, line: str) -> Outcome | None:
    """Return how a line's last call ended."""
    return next(e.outcome for e in reversed(world.events(line)) if e.type is Type.ENDED)


def dial_busy(world: ExchangeWorld) -> int:
    """Let line 700 call 702, which talks with somebody; return the call of those two."""
    busy = world.talk(OUTSIDE, "702")
    world.dial("700", "702")
    return busy


def test_a_parked_call_is_fetched_at_another_phone(world: ExchangeWorld) -> None:
    world.talk(OUTSIDE, "700")
    world.run(world.client.park("700", world.call("700").call_id, SLOT))
    assert world.line("700").calls == ()
    assert last(world, "700") is Outcome.ANSWERED
    ended = world.events("700")[-1]
    assert ended.call.diverted_to == SLOT
    world.run(world.client.unpark("701", SLOT))
    call = world.call("701")
    assert (call.state, call.direction) == (CallState.CONNECTED, Direction.INCOMING)
    assert call.party.number == OUTSIDE


def test_a_slot_that_can_not_be_looked_at_is_known_by_what_was_parked(
    world: ExchangeWorld,
) -> None:
    world.talk(OUTSIDE, "700")
    world.run(world.client.park("700", world.call("700").call_id, SLOT))
    world.options.refusals = {"SnapshotDevice": ("operation", "invalidDeviceID")}
    with pytest.raises(RequestRefused):
        world.run(world.client.unpark("701", DialedNumber("72")))
    world.run(world.client.unpark("701", SLOT))
    assert [leg.state for leg in world.exchange.calls_of("701")] == ["connected"]
    with pytest.raises(RequestRefused):
        world.run(world.client.unpark("701", SLOT))


def test_nothing_is_fetched_from_an_empty_slot(world: ExchangeWorld) -> None:
    with pytest.raises(CallNotFound):
        world.run(world.client.unpark("701", SLOT))
    assert world.line("701").calls == ()


def test_a_parked_call_that_nobody_fetches_rings_back(world: ExchangeWorld) -> None:
    world.talk(OUTSIDE, "700")
    world.run(world.client.park("700", world.call("700").call_id, SLOT))
    world.settle(91)
    assert world.call("700").state is CallState.RINGING
    assert world.call("700").party.number == OUTSIDE


def test_a_call_is_parked_at_no_number_outside(world: ExchangeWorld) -> None:
    world.talk("701", "700")
    call_id = world.call("700").call_id
    with pytest.raises(RequestRefused):
        world.run(world.client.park("700", call_id, DialedNumber("+4989123456")))
    assert world.call("700").call_id == call_id


def test_the_call_that_has_rung_longest_in_the_group_is_picked_up(
    world: ExchangeWorld,
) -> None:
    world.exchange.line("703").pickup_group = "others"
    world.dial(OUTSIDE, "703")
    with pytest.raises(RequestRefused):
        world.run(world.client.group_pick_up("700"))
    world.dial("+4989555001", "702")
    world.dial("+4989555002", "701")
    world.run(world.client.group_pick_up("700"))
    assert world.call("700").party.number == "+4989555001"
    assert last(world, "702") is Outcome.ANSWERED_ELSEWHERE
    assert world.call("701").state is CallState.RINGING


def test_a_call_waits_at_a_busy_phone_and_rings_there(world: ExchangeWorld) -> None:
    busy = dial_busy(world)
    call_id = world.call("700").call_id
    world.run(world.client.camp_on("700", call_id))
    world.settle(60)  # past the busy tone
    assert world.call("700").state is CallState.DIALING
    assert last(world, "702") is Outcome.MISSED  # it found the line busy
    world.exchange.clear_call(busy)
    world.settle()
    assert world.call("702").state is CallState.RINGING
    world.lift("702")
    assert world.call("700").call_id == call_id
    assert world.call("700").state is CallState.CONNECTED
    world.drop("700")
    assert last(world, "700") is last(world, "702") is Outcome.ANSWERED


def test_who_gives_up_waiting_rings_nowhere(world: ExchangeWorld) -> None:
    busy = dial_busy(world)
    world.run(world.client.camp_on("700", world.call("700").call_id))
    world.run(world.client.hangup("700", world.call("700").call_id))
    assert last(world, "700") is Outcome.BUSY
    world.exchange.clear_call(busy)
    world.settle(10)
    assert world.line("702").calls == ()


def test_a_call_that_rings_can_not_camp_on(world: ExchangeWorld) -> None:
    world.dial("700", "701")
    with pytest.raises(RequestRefused):
        world.run(world.client.camp_on("700", world.call("700").call_id))
    assert world.call("701").state is CallState.RINGING


def test_who_was_busy_is_called_once_free(world: ExchangeWorld) -> None:
    busy = dial_busy(world)
    world.run(world.client.call_back("700", world.call("700").call_id))
    assert world.line("700").calls == ()
    assert world.line("700").call_backs == ("702",)
    world.exchange.clear_call(busy)
    world.settle()
    call = world.call("700")
    assert (call.state, call.direction) == (CallState.DIALING, Direction.OUTGOING)
    assert world.line("700").call_backs == ()
    world.lift("700")
    world.lift("702")
    assert world.call("700").state is CallState.CONNECTED
    assert world.call("700").party.number == "702"
    assert world.call("702").direction is Direction.INCOMING


def test_a_phone_that_answers_by_itself_is_called_back_without_a_hand(
    world: ExchangeWorld,
) -> None:
    busy = dial_busy(world)
    world.run(world.client.call_back("700", world.call("700").call_id))
    world.exchange.line("700").answer_after = 1.0
    world.exchange.clear_call(busy)
    world.settle(2)
    assert world.call("702").state is CallState.RINGING
    world.lift("702")
    assert world.call("700").state is CallState.CONNECTED


def test_who_did_not_answer_is_called_after_the_next_call(world: ExchangeWorld) -> None:
    world.dial("700", "701")
    world.run(world.client.call_back("700", world.call("700").call_id))
    assert last(world, "701") is Outcome.MISSED
    world.settle(30)
    assert world.line("700").calls == ()
    world.exchange.clear_call(world.talk(OUTSIDE, "701"))
    world.settle()
    assert world.call("700").direction is Direction.OUTGOING


def test_a_call_back_is_taken_back(world: ExchangeWorld) -> None:
    busy = dial_busy(world)
    world.run(world.client.call_back("700", world.call("700").call_id))
    world.run(world.client.cancel_call_back("700"))
    assert world.line("700").call_backs == ()
    world.exchange.clear_call(busy)
    world.settle(10)
    assert world.line("700").calls == ()
    world.run(world.client.cancel_call_back("700"))  # there is none, and that's fine


def test_what_the_phone_system_lacks_is_not_offered(world: ExchangeWorld) -> None:
    services = {"ParkCall", "CamponCall", "CallBack", "CancelCallBack"}
    world.options.unsupported_services = frozenset({*services, "GroupPickupCall"})
    with pytest.raises(NotSupported):
        world.run(world.client.group_pick_up("700"))
    assert Capability.GROUP_PICK_UP not in world.client.capabilities
    assert Capability.PARK in world.client.capabilities  # until it says otherwise
    world.talk(OUTSIDE, "700")
    with pytest.raises(NotSupported):
        world.run(world.client.park("700", world.call("700").call_id, SLOT))
    assert Capability.PARK not in world.client.capabilities
    assert world.call("700").state is CallState.CONNECTED
