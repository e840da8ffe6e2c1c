"""What real exchanges tell in many ways, and the one truth behind each."""

from dataclasses import replace
from random import Random

import pytest

from simulator.calls import Cause, EventKind, ExchangeError, ForwardingType, LegState
from simulator.habits import (
    LOOKS_GIVEN_UP,
    NOBODY_CAME,
    SOMEBODY_ELSE_CAME,
    Habits,
    OwnNumber,
)
from simulator.options import ExchangeOptions
from simulator.stories import Fate, Story

from .world import MARTHA, PAUL, World

BOTH = (EventKind.CONNECTION_CLEARED, EventKind.DIVERTED)


def world_of(
    habits: Habits | None = None,
    phones: int = 1,
    *,
    ring_caller_first: bool = False,
    busy_line_sees_failure: bool = False,
) -> World:
    """Return a world whose exchange has these habits."""
    options = ExchangeOptions(
        habits=habits or Habits(),
        service_initiated=False,
        ring_caller_first=ring_caller_first,
        busy_line_sees_failure=busy_line_sees_failure,
        voice_mail="705",
    )
    return World(options, phones=phones)


def story(world: World, line: str) -> Story:
    """Return the only story of a line."""
    (found,) = [each for each in world.exchange.stories if each.line == line]
    return found


def fate(world: World, line: str) -> Fate | None:
    """Return how the only call of a line ended."""
    return story(world, line).fate


# One number, several telephones


def test_all_telephones_of_a_number_ring_and_one_is_answered() -> None:
    world = world_of(phones=3)
    call = world.exchange.dial(MARTHA, "701")
    assert world.state("701") == ["alerting"] * 3
    assert world.exchange.load_of("701") == 1
    world.exchange.answer("701&2", call.id)
    assert world.state("701") == ["connected"]
    assert world.told_to("701") == [
        *["delivered 701 newCall"] * 3,
        "established 701 normal",
        *["connectionCleared 701 callPickup"] * 2,
    ]
    assert story(world, "701").fate is None
    world.exchange.clear_connection("701", call.id)
    assert fate(world, "701") is Fate.TALKED


@pytest.mark.parametrize("event", BOTH)
@pytest.mark.parametrize("cause", [*SOMEBODY_ELSE_CAME, Cause.NORMAL_CLEARING])
@pytest.mark.parametrize("first", [True, False])
def test_the_losing_telephones_are_told_in_every_way(
    event: EventKind, cause: Cause, first: bool
) -> None:
    world = world_of(Habits(event, cause, losers_first=first), phones=2)
    call = world.exchange.dial(MARTHA, "701")
    seen = len(world.events)
    world.exchange.answer("701", call.id)
    told = ["established 701 normal", f"{event} 701 {cause}"]
    assert world.told(seen) == (told[::-1] if first else told)
    assert world.state("701") == ["connected"]
    world.exchange.clear_connection(MARTHA, call.id)
    assert fate(world, "701") is Fate.TALKED


def test_a_telephone_that_refuses_leaves_the_others_ringing() -> None:
    world = world_of(phones=2)
    call = world.exchange.dial(MARTHA, "701")
    world.exchange.clear_connection("701&2", call.id)
    assert world.state("701") == ["alerting"]
    world.exchange.clear_connection("701", call.id)
    assert world.exchange.calls == {}
    assert fate(world, "701") is Fate.REFUSED


def test_all_telephones_of_a_number_ring_out_together() -> None:
    world = world_of(phones=2)
    world.exchange.features.set_forwarding("701", ForwardingType.NO_ANSWER, "702")
    world.exchange.dial(MARTHA, "701")
    world.clock.advance(30)
    assert world.told_to("701")[-2:] == ["diverted 701 callForwardNoAnswer"] * 2
    assert world.state("702") == ["alerting"] * 2
    assert (fate(world, "701"), story(world, "701").diverted_to) == (
        Fate.RANG_OUT,
        "702",
    )


@pytest.mark.parametrize("event", BOTH)
def test_a_talk_moves_between_the_telephones_of_a_number(event: EventKind) -> None:
    world = world_of(Habits(event, renames_at_answer=True), phones=2)
    call = world.exchange.dial(MARTHA, "701")
    with pytest.raises(ExchangeError, match="no active call"):
        world.exchange.move_talk("701", call.id, "701&2")
    world.exchange.answer("701", call.id)
    (leg,) = world.exchange.calls_of("701")
    seen = len(world.events)
    world.exchange.move_talk("701", leg.call.id, "701&2")
    assert world.told(seen) == ["established 701 callPickup", f"{event} 701 callPickup"]
    (moved,) = world.exchange.calls_of("701")
    assert (moved.phone, moved.state) == ("701&2", LegState.CONNECTED)
    assert moved.call is leg.call
    assert story(world, "701").fate is None
    world.check_books()


def test_two_telephones_of_a_number_talk_at_the_same_time() -> None:
    world = world_of(phones=2)
    for caller, phone in ((MARTHA, "701"), (PAUL, "701&2")):
        call = world.exchange.dial(caller, "701")
        world.exchange.answer(phone, call.id)
    assert world.state("701") == ["connected", "connected"]


def test_a_call_from_the_second_telephone_is_the_lines_own() -> None:
    world = world_of(phones=2)
    call = world.exchange.dial("701&2", "702")
    (leg,) = world.exchange.calls_of("701")
    assert (call.caller, leg.phone) == ("701", "701&2")
    assert story(world, "701").outgoing


def test_a_line_that_calls_its_own_group_rings_at_its_other_telephones() -> None:
    world = world_of(phones=2)
    call = world.exchange.dial("703", "791")
    assert world.state("703") == ["connected", "alerting"]
    assert world.state("704") == ["alerting", "alerting"]
    world.exchange.answer("703&2", call.id)
    assert world.state("703") == ["connected", "connected"]
    assert (fate(world, "703"), fate(world, "704")) == (None, Fate.TAKEN)


def test_a_line_that_dials_its_own_number() -> None:
    refused = world_of()
    with pytest.raises(ExchangeError, match="invalid called"):
        refused.exchange.dial("701", "701")
    busy = world_of(Habits(own_number=OwnNumber.BUSY))
    busy.exchange.dial("701", "701")
    assert busy.told() == ["originated 701 newCall", "failed 701 busy"]
    assert busy.state("701") == ["connected"]
    busy.clock.advance(5)
    assert (busy.state("701"), fate(busy, "701")) == ([], Fate.FAR_BUSY)
    mail = world_of(Habits(own_number=OwnNumber.VOICE_MAIL))
    mail.exchange.dial("701", "701")
    assert mail.told()[1:] == ["delivered 705 newCall"]


@pytest.mark.parametrize("cause", LOOKS_GIVEN_UP)
def test_another_line_of_a_group_may_lose_a_call_without_a_word(cause: Cause) -> None:
    """The line's own other telephones are told as ever."""
    world = world_of(Habits(race_cause=cause), phones=2)
    call = world.exchange.dial(MARTHA, "791")
    world.exchange.answer("703", call.id)
    assert world.told_to("704")[-2:] == [f"connectionCleared 704 {cause}"] * 2
    assert world.told_to("703")[-3] == "connectionCleared 703 callPickup"
    assert (fate(world, "703"), fate(world, "704")) == (None, Fate.TAKEN)


def test_a_network_may_tell_nothing_of_what_happens_in_it() -> None:
    world = World(ExchangeOptions(silent_network=True, service_initiated=False))
    call = world.exchange.dial("701", PAUL)
    world.clock.advance(5)
    assert world.told() == ["originated 701 newCall", f"networkReached {PAUL} newCall"]
    world.exchange.clear_connection("701", call.id)
    assert fate(world, "701") is Fate.TALKED


def test_a_number_may_be_dialed_key_by_key() -> None:
    world = World(ExchangeOptions(digits_dialed=True))
    with pytest.raises(ExchangeError):
        world.exchange.press("701", "7")
    world.exchange.lift("701")
    for key in "70":
        world.exchange.press("701", key)
    world.exchange.dial("701", "702")
    digits = [each.digits for each in world.events if each.digits]
    assert digits == ["7", "0", "2"]
    assert world.state("702") == ["alerting"]


# Missed is missed


@pytest.mark.parametrize("event", BOTH)
@pytest.mark.parametrize("cause", NOBODY_CAME)
@pytest.mark.parametrize("target", ["702", "705", "790", None])
def test_a_ring_that_nobody_answered(
    event: EventKind, cause: Cause, target: str | None
) -> None:
    world = world_of(Habits(no_answer_cause=cause, no_answer_event=event))
    if target:
        world.exchange.features.set_forwarding("703", ForwardingType.NO_ANSWER, target)
    world.exchange.dial(MARTHA, "703")
    world.clock.advance(30)
    told = event if target else EventKind.CONNECTION_CLEARED
    assert f"{told} 703 {cause}" in world.told_to("703")
    assert fate(world, "703") is Fate.RANG_OUT
    assert (story(world, "703").rang, story(world, "703").diverted_to) == (True, target)
    assert bool(world.exchange.calls) is bool(target)


@pytest.mark.parametrize("cause", [Cause.CALL_CANCELLED, Cause.NORMAL_CLEARING])
def test_a_caller_who_gives_up(cause: Cause) -> None:
    world = world_of(Habits(gave_up_cause=cause))
    call = world.exchange.dial("702", "703")
    world.exchange.clear_connection("702", call.id)
    assert world.told_to("703")[-1] == f"connectionCleared 703 {cause}"
    assert (fate(world, "702"), fate(world, "703")) == (Fate.UNANSWERED, Fate.GAVE_UP)


@pytest.mark.parametrize("by_computer", [True, False])
def test_who_refuses_has_refused_and_a_computer_proves_it(by_computer: bool) -> None:
    world = world_of()
    call = world.exchange.dial(MARTHA, "703")
    world.exchange.clear_connection("703", call.id, by_computer=by_computer)
    assert fate(world, "703") is Fate.REFUSED
    assert story(world, "703").proven is by_computer


@pytest.mark.parametrize("seen", [True, False])
def test_a_caller_who_finds_a_line_busy_or_undisturbed(seen: bool) -> None:
    for quiet, told in ((True, Fate.DISTURBED), (False, Fate.BUSY)):
        world = world_of(busy_line_sees_failure=seen)
        world.exchange.line("703").max_calls = 0
        world.exchange.features.set_do_not_disturb("703", enabled=quiet)
        world.exchange.dial(MARTHA, "703")
        found = story(world, "703")
        assert (found.fate, found.rang, found.seen) == (told, False, seen)


def test_a_call_that_is_forwarded_at_once_rings_no_bell() -> None:
    world = world_of()
    world.exchange.features.set_forwarding("703", ForwardingType.ALL, "704")
    world.exchange.dial(MARTHA, "703")
    found = story(world, "703")
    assert (found.fate, found.rang) == (Fate.FORWARDED, False)
    assert found.diverted_to == "704"


def test_a_call_that_is_deflected_is_sent_on() -> None:
    world = world_of(phones=2)
    call = world.exchange.dial(MARTHA, "703")
    world.exchange.deflect("703", call.id, "704")
    assert (fate(world, "703"), world.state("703")) == (Fate.SENT_ON, [])


# Answered elsewhere, renamed, never begun


@pytest.mark.parametrize("event", [None, *BOTH])
@pytest.mark.parametrize("first", [None, True, False])
def test_a_call_that_is_picked_up_was_taken(
    event: EventKind | None, first: bool | None
) -> None:
    habits = Habits(event, Cause.REDIRECTED, losers_first=first)
    world = world_of(habits, phones=2)
    call = world.exchange.dial(MARTHA, "703")
    world.exchange.directed_pickup("704", "703", call.id)
    told = world.told()
    losing = f"{event or EventKind.DIVERTED} 703 redirected"
    assert told.count(losing) == 2
    answered = told.index("established 704 callPickup")
    assert (told.index(losing) < answered) is (first is not False)
    assert (fate(world, "703"), fate(world, "704")) == (Fate.TAKEN, None)
    assert not any("703" in line for line in world.told_to("704") if first is not False)


def test_a_call_that_is_picked_up_rings_nowhere_any_more() -> None:
    world = world_of(phones=2)
    call = world.exchange.dial(MARTHA, "791")
    world.exchange.directed_pickup("702", "703", call.id)
    assert [fate(world, line) for line in ("703", "704")] == [Fate.TAKEN] * 2
    assert [leg.device for leg in call.legs.values()] == [MARTHA, "702"]


@pytest.mark.parametrize("first", [True, False])
def test_a_call_may_be_renamed_when_it_is_answered(first: bool) -> None:
    world = world_of(Habits(renames_at_answer=True, losers_first=first), phones=2)
    call = world.exchange.dial("702", "703")
    leg = world.exchange.leg("703", call.id)
    leg_id = leg.leg_id
    world.exchange.answer("703", call.id)
    (renamed,) = world.exchange.calls.values()
    assert renamed.id != call.id
    assert (leg.call, leg.leg_id) == (renamed, leg_id)
    assert [fate(world, line) for line in ("702", "703")] == [None, None]
    world.check_books()
    world.exchange.clear_call(renamed.id)
    assert [fate(world, line) for line in ("702", "703")] == [Fate.TALKED] * 2


def test_a_phone_that_is_lifted_and_put_down_called_nobody() -> None:
    world = world_of()
    call = world.exchange.lift("703")
    world.exchange.clear_connection("703", call.id)
    assert fate(world, "703") is Fate.PUT_DOWN


@pytest.mark.parametrize(
    ("cause", "expected"),
    [(Cause.BUSY, Fate.FAR_BUSY), (Cause.ACD_BUSY, Fate.FAR_BUSY)],
)
def test_a_group_whose_members_are_all_busy(cause: Cause, expected: Fate) -> None:
    world = world_of(Habits(group_busy_cause=cause))
    for member in ("703", "704"):
        world.exchange.features.set_do_not_disturb(member, enabled=True)
    world.exchange.dial("702", "791")
    assert world.told()[-1] == f"failed 791 {cause}"
    world.clock.advance(5)
    assert fate(world, "702") is expected


def test_a_call_that_fails_at_the_callers_own_phone() -> None:
    world = world_of(ring_caller_first=True)
    world.exchange.line("702").phone_fails = True
    world.exchange.dial("702", "703", by_computer=True)
    assert world.told() == ["failed 702 destOutOfOrder"]
    assert world.state("702") == ["fail"]
    world.clock.advance(5)
    assert (world.state("702"), fate(world, "702")) == ([], Fate.FAILED)


def test_the_members_of_a_group_that_lose_a_call() -> None:
    world = world_of(Habits(EventKind.DIVERTED, Cause.DISTRIBUTED, losers_first=True))
    call = world.exchange.dial(MARTHA, "791")
    world.exchange.answer("704", call.id)
    assert world.told()[-2:] == [
        "diverted 703 distributed",
        "established 704 normal",
    ]
    assert fate(world, "703") is Fate.TAKEN


def test_a_renamed_call_leaves_its_losers_under_the_old_id() -> None:
    world = world_of(Habits(renames_at_answer=True))
    call = world.exchange.dial(MARTHA, "791")
    world.exchange.answer("704", call.id)
    cleared = world.events[-1]
    assert (cleared.leg and cleared.leg.device, cleared.call) == ("703", call)
    assert call.id not in world.exchange.calls


def test_habits_are_mixed_by_chance() -> None:
    drawn = {Habits.draw(Random(seed)) for seed in range(50)}
    assert len(drawn) > 40
    assert replace(Habits()) == Habits()
