"""Calls between phones of an exchange, as each side's line shows them."""

import asyncio
from collections.abc import Iterable, Iterator

import pytest

from custom_components.telephony.cti.errors import RequestRefused
from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    DialedNumber,
    Direction,
    Outcome,
    Presentation,
)
from simulator.calls import ForwardingType, OutsideNumber
from simulator.habits import Habits
from simulator.options import ExchangeOptions

from .exchange_world import OUTSIDE, ExchangeWorld, exchange_world


@pytest.fixture(params=[True, False], ids=["odd forms", "standard forms"])
def world(request: pytest.FixtureRequest) -> Iterator[ExchangeWorld]:
    """Return a world, once with events in ECSS-10's forms and once in the standard's."""
    with exchange_world(odd_forms=request.param) as made:
        yield made


def test_both_sides_of_an_internal_call_are_told(world: ExchangeWorld) -> None:
    world.talk("700", "701")
    out, back = world.call("700"), world.call("701")
    assert (out.direction, out.party.number, out.called_number) == (
        Direction.OUTGOING, "701", "701",
    )  # fmt: skip
    assert (back.direction, back.party.number, back.called_number) == (
        Direction.INCOMING, "700", "701",
    )  # fmt: skip
    world.drop("701")
    assert world.types("700") == [
        Type.OUTGOING, Type.REMOTE_RINGING, Type.ANSWERED, Type.ENDED,
    ]  # fmt: skip
    assert world.types("701") == [Type.INCOMING, Type.ANSWERED, Type.ENDED]
    assert world.events("701")[-1].outcome is Outcome.ANSWERED
    assert world.line("700").calls == world.line("701").calls == ()


def test_a_call_from_outside_has_the_callers_name_and_number() -> None:
    with exchange_world(profile="openscape_voice") as world:
        world.dial(OUTSIDE, "701", name="Ada")
        party = world.call("701").party
        assert (party.number, party.name) == (OUTSIDE, "Ada")


def test_a_busy_line_fails_the_call_once(world: ExchangeWorld) -> None:
    world.exchange.lines["701"].call_waiting = False
    world.talk("702", "701")
    world.dial("700", "701")
    call = world.call("700")
    assert call.state is CallState.DIALING
    world.settle(30)
    assert world.types("700") == [Type.OUTGOING, Type.FAILED, Type.ENDED]
    assert world.events("700")[-1].outcome is Outcome.BUSY
    assert world.call("701").party.number == "702"
    assert world.line("700").calls == ()


def test_nobody_answers(world: ExchangeWorld) -> None:
    world.dial("700", "701")
    world.settle(60)
    assert world.types("701") == [Type.INCOMING, Type.MISSED, Type.ENDED]
    assert world.types("700") == [Type.OUTGOING, Type.REMOTE_RINGING, Type.ENDED]
    assert world.events("700")[-1].outcome is Outcome.UNANSWERED
    assert world.events("701")[-1].ring_seconds == pytest.approx(30, abs=1)


def test_a_caller_who_gives_up_is_a_missed_call(world: ExchangeWorld) -> None:
    world.dial("700", "701")
    world.drop("700")
    assert world.events("701")[-1].outcome is Outcome.MISSED


def test_a_phone_that_falls_silent_proves_no_refusal(world: ExchangeWorld) -> None:
    """Who released the call is written alike for a caller who gave up (Eltex repeats the device)."""
    world.dial("700", "701")
    world.drop("701")
    assert world.types("701") == [Type.INCOMING, Type.MISSED, Type.ENDED]
    assert world.events("701")[-1].outcome is Outcome.MISSED


def test_a_call_that_two_of_us_refuse_at_once_is_rejected_once(
    world: ExchangeWorld,
) -> None:
    world.dial(OUTSIDE, "701")
    call_id = world.call("701").call_id

    async def refuse_twice() -> Iterable[BaseException | None]:
        refuse = world.client.hangup
        return await asyncio.gather(
            refuse("701", call_id), refuse("701", call_id), return_exceptions=True
        )

    errors = [each for each in world.run(refuse_twice()) if each is not None]
    assert len(errors) <= 1
    assert all(isinstance(each, RequestRefused) for each in errors)
    assert world.types("701") == [Type.INCOMING, Type.ENDED]
    assert world.events("701")[-1].outcome is Outcome.REJECTED


def test_a_call_that_we_refuse_is_rejected(world: ExchangeWorld) -> None:
    world.dial(OUTSIDE, "701")
    world.run(world.client.hangup("701", world.call("701").call_id))
    assert world.events("701")[-1].outcome is Outcome.REJECTED


@pytest.mark.parametrize("kind", list(ForwardingType))
def test_a_forwarded_call_names_who_was_called_and_who_was_reached(
    world: ExchangeWorld, kind: ForwardingType
) -> None:
    world.exchange.lines["701"].call_waiting = False
    world.exchange.features.set_forwarding("701", kind, "702")
    if kind is ForwardingType.BUSY:
        world.talk("703", "701")
    world.dial("700", "701")
    world.settle(35 if kind is ForwardingType.NO_ANSWER else 0.1)
    out, reached = world.call("700"), world.call("702")
    assert (out.called_number, out.party.number) == ("701", "702")
    assert (reached.called_number, reached.party.number) == ("701", "700")
    assert world.types("700").count(Type.REMOTE_RINGING) == 1
    if kind is ForwardingType.NO_ANSWER:
        assert world.types("701") == [Type.INCOMING, Type.MISSED, Type.ENDED]
        assert world.events("701")[-1].outcome is Outcome.MISSED
        assert world.events("701")[-1].call.diverted_to == "702"
    world.lift("702")
    assert world.call("700").party.number == "702"
    assert world.call("700").called_number == "701"


def test_a_chain_of_forwardings_is_followed(world: ExchangeWorld) -> None:
    world.exchange.features.set_forwarding("701", ForwardingType.ALL, "702")
    world.exchange.features.set_forwarding("702", ForwardingType.ALL, "703")
    world.dial("700", "701")
    assert world.call("700").party.number == "703"
    assert world.call("700").called_number == "701"
    assert world.call("703").party.number == "700"
    assert world.line("702").calls == ()


def test_a_second_call_does_not_hide_the_first(world: ExchangeWorld) -> None:
    world.talk("700", "701")
    world.dial(OUTSIDE, "701")
    first, second = world.line("701").calls
    assert (first.state, first.party.number) == (CallState.CONNECTED, "700")
    assert (second.state, second.party.number) == (CallState.RINGING, OUTSIDE)
    world.drop(OUTSIDE)
    assert world.call("701") == first


def test_do_not_disturb_fails_the_callers_call(world: ExchangeWorld) -> None:
    world.exchange.features.set_do_not_disturb("701", enabled=True)
    world.dial("700", "701")
    world.settle(30)
    assert world.events("700")[-1].outcome is Outcome.FAILED
    assert Type.FAILED in world.types("700")
    assert world.events("701") == []


def test_a_suppressed_caller_is_anonymous(world: ExchangeWorld) -> None:
    world.dial(OUTSIDE, "701", restricted=True)
    party = world.call("701").party
    assert party.presentation is Presentation.RESTRICTED
    assert party.number is None
    world.lift("701")
    assert world.call("701").party.presentation is Presentation.RESTRICTED
    world.drop(OUTSIDE)
    assert world.types("701") == [Type.INCOMING, Type.ANSWERED, Type.ENDED]


def test_a_suppressed_caller_who_gives_up_is_missed(world: ExchangeWorld) -> None:
    world.dial(OUTSIDE, "701", restricted=True)
    world.drop(OUTSIDE)
    assert world.events("701")[-1].outcome is Outcome.MISSED


def test_two_calls_that_cross_stay_two(world: ExchangeWorld) -> None:
    world.exchange.dial("700", "701")
    world.exchange.dial("701", "700")
    world.settle()
    for line, other in (("700", "701"), ("701", "700")):
        out, back = sorted(world.line(line).calls, key=lambda c: c.direction or "")[
            ::-1
        ]
        assert (out.direction, out.state) == (Direction.OUTGOING, CallState.DIALING)
        assert (back.direction, back.state) == (Direction.INCOMING, CallState.RINGING)
        assert out.party.number == back.party.number == other


def test_a_queue_is_told_to_who_waits_in_it(world: ExchangeWorld) -> None:
    world.talk("702", "703")
    world.exchange.lines["702"].call_waiting = False
    world.exchange.lines["703"].call_waiting = False
    world.dial("700", "790")
    assert world.types("700") == [Type.OUTGOING, Type.QUEUED]
    assert world.call("700").state is CallState.DIALING
    world.drop("702")
    world.settle()
    reached = next(n for n in ("702", "703") if world.line(n).calls)
    assert world.call(reached).party.number == "700"
    assert world.call("700").called_number == "790"
    assert world.call("700").party.number == reached


def test_a_colleague_picks_the_call_up(world: ExchangeWorld) -> None:
    world.dial("700", "701")
    world.run(world.client.pick_up("702", DialedNumber("701")))
    assert world.line("701").calls == ()
    assert world.events("701")[-1].outcome is Outcome.ANSWERED_ELSEWHERE
    assert Type.MISSED not in world.types("701")
    assert world.call("702").party.number == "700"
    assert world.types("702") == [Type.INCOMING, Type.ANSWERED]
    assert world.call("700").party.number == "702"
    assert world.call("700").state is CallState.CONNECTED


def test_a_line_that_is_not_watched_can_be_picked_up_from() -> None:
    with exchange_world(("702",)) as world:
        world.dial(OUTSIDE, "701")
        world.run(world.client.pick_up("702", DialedNumber("701")))
        assert world.call("702").party.number == OUTSIDE


@pytest.mark.parametrize("before", [False, True], ids=["after", "before"])
def test_a_call_that_we_place_rings_our_phone_and_is_outgoing(before: bool) -> None:
    with exchange_world(event_before_response=before) as world:
        call_id = world.run(world.client.make_call("700", DialedNumber("701")))
        call = world.call("700")
        assert call.call_id == call_id
        assert (call.state, call.direction) == (CallState.DIALING, Direction.OUTGOING)
        assert (call.party.number, call.called_number) == ("701", "701")
        assert world.line("701").calls == ()
        world.lift("700")
        assert world.call("700").state is CallState.DIALING
        assert world.call("701").state is CallState.RINGING
        world.lift("701")
        assert world.call("700").state is CallState.CONNECTED
        world.drop("700")
        assert world.types("700") == [
            Type.OUTGOING, Type.REMOTE_RINGING, Type.ANSWERED, Type.ENDED,
        ]  # fmt: skip


@pytest.mark.parametrize("before", [False, True], ids=["after", "before"])
def test_a_call_that_we_place_and_nobody_lifts_is_never_missed(before: bool) -> None:
    with exchange_world(event_before_response=before) as world:
        world.run(world.client.make_call("700", DialedNumber("701")))
        world.settle(120)
        assert world.line("700").calls == ()
        assert world.types("700") == [Type.OUTGOING, Type.ENDED]
        assert world.events("700")[-1].outcome is Outcome.UNANSWERED


def test_a_call_to_a_number_that_does_not_exist_fails(world: ExchangeWorld) -> None:
    world.dial("700", "799")
    world.settle(30)
    assert world.types("700") == [Type.OUTGOING, Type.FAILED, Type.ENDED]
    assert world.events("700")[-1].outcome is Outcome.FAILED


def test_a_call_to_the_outside_names_the_number(world: ExchangeWorld) -> None:
    world.exchange.outside["+4989777"] = OutsideNumber(answer_after=3.0)
    world.dial("700", "+4989777")
    assert world.call("700").state is CallState.DIALING
    world.settle(5)
    call = world.call("700")
    assert (call.state, call.party.number) == (CallState.CONNECTED, "+4989777")


def test_a_deflected_call_is_diverted(world: ExchangeWorld) -> None:
    world.dial("700", "701")
    world.run(
        world.client.deflect("701", world.call("701").call_id, DialedNumber("702"))
    )
    assert world.types("701") == [Type.INCOMING, Type.DIVERTED, Type.ENDED]
    assert world.call("702").party.number == "700"
    assert world.call("700").party.number == "702"


def test_a_lifted_phone_is_dialing_and_shows_nobody(world: ExchangeWorld) -> None:
    world.exchange.lift("700")
    world.settle()
    assert world.call("700").state is CallState.DIALING
    assert world.events("700") == []
    world.dial("700", "701")
    assert world.call("700").party.number == "701"
    assert world.types("700") == [Type.OUTGOING, Type.REMOTE_RINGING]


@pytest.mark.parametrize("odd", [True, False])
def test_a_call_that_gets_a_new_call_id_when_it_is_held_stays_one_call(
    odd: bool,
) -> None:
    options = ExchangeOptions(habits=Habits(renames_when_held=True))
    with exchange_world(odd_forms=odd, exchange_options=options) as world:
        world.talk("701", "700")
        before = {line: world.call(line) for line in ("700", "701")}
        world.run(world.client.hold("700", before["700"].call_id))
        world.settle(2)
        for line, shown in (("700", CallState.HELD), ("701", CallState.CONNECTED)):
            call = world.call(line)
            assert (call.call_id, call.state) == (before[line].call_id, shown)
            assert call.switch_call_id != before[line].switch_call_id
        assert world.call("701").held_by_far_end
        world.run(world.client.retrieve("700", before["700"].call_id))
        world.drop("701")
        assert [type_.value for type_ in world.types("700")] == [
            *("incoming", "answered", "held", "retrieved", "ended")
        ]
        assert world.events("700")[-1].outcome is Outcome.ANSWERED
