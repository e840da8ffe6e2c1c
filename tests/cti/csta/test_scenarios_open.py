"""What events leave open, played by the exchange, in the standard's forms and in ECSS-10's."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest

from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    Outcome,
)
from simulator.calls import Cause, EventKind
from simulator.csta.options import CstaOptions
from simulator.habits import LOOKS_GIVEN_UP, Habits
from simulator.options import ExchangeOptions

from .exchange_world import OUTSIDE, ExchangeWorld, exchange_world

GROUP = "791"
ANSWERS = ["told", "refused", "silent"]
"""How a switch takes SnapshotCall, which ECSS-10's document does not show."""
UNTOLD = {
    "told": CstaOptions(),
    "refused": CstaOptions(unsupported_services=frozenset({"SnapshotCall"})),
    "silent": CstaOptions(silent_services=frozenset({"SnapshotCall"})),
}


@contextmanager
def world_of(answers: str, options: ExchangeOptions) -> Iterator[ExchangeWorld]:
    """Make an exchange with these options, behind a switch that answers SnapshotCall so."""
    csta = UNTOLD[answers]
    with exchange_world(
        exchange_options=options,
        unsupported_services=csta.unsupported_services,
        silent_services=csta.silent_services,
    ) as world:
        yield world


def outcome(world: ExchangeWorld, line: str) -> Outcome | None:
    """Return how the last call of a line ended."""
    return world.events(line)[-1].outcome


@pytest.mark.parametrize("answers", ANSWERS)
@pytest.mark.parametrize(("cause", "first"), product(LOOKS_GIVEN_UP, [True, False]))
def test_a_colleague_of_a_group_gets_the_call(
    cause: Cause, first: bool, answers: str
) -> None:
    habits = Habits(EventKind.CONNECTION_CLEARED, losers_first=first, race_cause=cause)
    with world_of(answers, ExchangeOptions(habits=habits)) as world:
        world.dial("700", GROUP)
        world.lift("703")
        world.settle(10)
        assert world.types("702") == [Type.INCOMING, Type.ENDED]
        assert outcome(world, "702") is Outcome.ANSWERED_ELSEWHERE
        assert world.types("703") == [Type.INCOMING, Type.ANSWERED]


@pytest.mark.parametrize("answers", ANSWERS)
@pytest.mark.parametrize("cause", LOOKS_GIVEN_UP)
def test_a_caller_of_a_group_gives_up(cause: Cause, answers: str) -> None:
    options = ExchangeOptions(habits=Habits(gave_up_cause=cause))
    with world_of(answers, options) as world:
        world.dial(OUTSIDE, GROUP)
        world.drop(OUTSIDE)
        world.settle(10)
        for line in ("702", "703"):
            assert world.types(line) == [Type.INCOMING, Type.MISSED, Type.ENDED]


@pytest.mark.parametrize("cause", LOOKS_GIVEN_UP)
def test_somebody_who_is_not_watched_gets_the_call(cause: Cause) -> None:
    options = ExchangeOptions(habits=Habits(race_cause=cause))
    with exchange_world(("702",), exchange_options=options) as world:
        world.dial(OUTSIDE, GROUP)
        world.lift("703")
        assert world.types("702") == [Type.INCOMING, Type.ENDED]
        assert outcome(world, "702") is Outcome.ANSWERED_ELSEWHERE


@pytest.mark.parametrize("phones", [1, 2])
@pytest.mark.parametrize("first", [True, False])
def test_a_shared_appearance_falls_silent(phones: int, first: bool) -> None:
    """The line's own other appearances leave its call alone, a colleague's ends theirs."""
    habits = Habits(EventKind.BRIDGED, losers_first=first)
    with world_of("told", ExchangeOptions(habits=habits)) as world:
        for line in ("702", "703"):
            world.exchange.lines[line].phones = phones
        call = world.dial(OUTSIDE, GROUP)
        world.exchange.answer("703", call)
        world.settle()
        assert world.types("702") == [Type.INCOMING, Type.ENDED]
        assert outcome(world, "702") is Outcome.ANSWERED_ELSEWHERE
        assert world.types("703") == [Type.INCOMING, Type.ANSWERED]


def test_a_held_call_rings_back() -> None:
    with exchange_world() as world:
        call = world.talk(OUTSIDE, "700")
        world.exchange.hold("700", call)
        world.settle()
        world.exchange.supplementary.remind("700", call)
        world.settle()
        assert world.call("700").state is CallState.RINGING
        world.lift("700")
        assert world.call("700").state is CallState.CONNECTED
        world.drop("700")
        assert world.types("700") == [
            Type.INCOMING, Type.ANSWERED, Type.HELD, Type.RETRIEVED, Type.ENDED,
        ]  # fmt: skip


@pytest.mark.parametrize("odd", [True, False])
def test_a_callers_name_comes_late(odd: bool) -> None:
    with exchange_world(odd_forms=odd, profile="openscape_voice") as world:
        call = world.dial(OUTSIDE, "700")
        assert world.call("700").party.name is None
        world.exchange.supplementary.tell_name("700", call, "Martha")
        world.settle()
        caller = world.call("700").party
        assert (caller.number, caller.name, caller.known_by) == (
            OUTSIDE,
            "Martha",
            None,
        )
        assert world.types("700") == [Type.INCOMING]


def test_a_trunk_answers_for_somebody_outside() -> None:
    with exchange_world(trunks_answer=True) as world:
        world.dial("700", OUTSIDE)
        assert world.call("700").party.number == OUTSIDE
        world.lift(OUTSIDE)
        call = world.call("700")
        assert (call.state, call.party.number) == (CallState.CONNECTED, OUTSIDE)
        assert call.external is True
        world.drop("700")
        assert outcome(world, "700") is Outcome.ANSWERED


@pytest.mark.parametrize("keys", ["701", "7", ""])
def test_a_number_that_is_dialed_by_hand_is_told(keys: str) -> None:
    """ECSS-10 names nobody when a phone is lifted and has dialed; DigitsDialed does."""
    with world_of("told", ExchangeOptions(digits_dialed=True)) as world:
        world.exchange.lift("700")
        world.settle()
        assert world.types("700") == []
        for key in keys[:-1]:
            world.exchange.press("700", key)
        world.dial("700", "701")
        assert world.types("700") == [Type.OUTGOING, Type.REMOTE_RINGING]
        call = world.call("700")
        assert (call.party.number, call.called_number) == ("701", "701")
        assert world.events("700")[0].call.party.number == "701"


def test_a_number_that_is_dialed_by_hand_is_asked_for() -> None:
    """Where no digits are told, SnapshotCall names the called device."""
    options = ExchangeOptions(service_initiated=True, silent_network=True)
    with exchange_world(
        exchange_options=options, snapshots_name_called=True, odd_forms=True
    ) as world:
        world.dial("700", "791")
        assert world.events("700")[0].type is Type.OUTGOING
        assert world.call("700").called_number == "791"
        asked = [name for name, _ in world.front_end.requests].count("SnapshotCall")
        assert asked <= 1


@pytest.mark.parametrize("tells", [None, {"established": False}])
@pytest.mark.parametrize("answered", [True, False])
def test_a_network_that_tells_nothing(
    answered: bool, tells: dict[str, bool] | None
) -> None:
    options = ExchangeOptions(silent_network=True, ring_caller_first=False)
    with exchange_world(exchange_options=options, network_events=tells) as world:
        world.dial("700", OUTSIDE)
        if answered:
            world.lift(OUTSIDE)
        world.settle(20)
        world.drop("700")
        ended = world.events("700")[-1]
        assert (ended.type, ended.outcome) == (Type.ENDED, Outcome.UNKNOWN)
        assert ended.talk_seconds == pytest.approx(20, abs=1)


def test_a_network_that_tells_answers_is_believed() -> None:
    with exchange_world(network_events={"established": True}) as world:
        world.dial("700", OUTSIDE)
        world.settle(10)
        world.drop("700")
        assert outcome(world, "700") is Outcome.UNANSWERED
