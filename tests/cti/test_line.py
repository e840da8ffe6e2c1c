"""A line turns states into events: each once, in order, with the outcome that follows."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.telephony.cti.errors import CallAmbiguous, CallNotFound
from custom_components.telephony.cti.line import HANGUP_ORDER, Line
from custom_components.telephony.cti.model import (
    CallEvent,
    CallEventType,
    CallFacts,
    CallState,
    Direction,
    Outcome,
    Party,
    Presentation,
)
from custom_components.telephony.cti.open_call import Clock, new_call_id

ALICE = Party("+498912345", "Alice", Presentation.ALLOWED)
BOB = Party("702", None, Presentation.ALLOWED)


class Hands:
    """Both hands of a clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return datetime(2026, 5, 4, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def line(hands: Hands) -> Line:
    return Line("701", Clock(hands.now, hands.monotonic))


def types(line: Line) -> list[str]:
    """Return the types of the events since the last time."""
    return [event.type.value for event in line.drain_events() or ()]


def ringing(line: Line, party: Party = ALICE) -> str:
    return line.begin(Direction.INCOMING, CallState.RINGING, party, "701")


def dialing(line: Line, party: Party = BOB) -> str:
    return line.begin(Direction.OUTGOING, CallState.DIALING, party, party.number)


def last(line: Line) -> CallEvent:
    events = line.drain_events()
    assert events
    return events[-1]


def test_an_answered_call_tells_how_long_it_rang_and_was_talked_in(
    line: Line, hands: Hands
) -> None:
    call_id = ringing(line)
    hands.seconds = 4
    line.change(call_id, state=CallState.CONNECTED)
    assert types(line) == ["incoming", "answered"]
    hands.seconds = 64.26
    line.end(call_id, cause="normalClearing")
    ended = last(line)
    assert (ended.type, ended.outcome) == (CallEventType.ENDED, Outcome.ANSWERED)
    assert (ended.ring_seconds, ended.talk_seconds) == (4, 60.3)
    assert ended.cause == "normalClearing"
    assert line.calls == ()


def test_an_unanswered_incoming_call_is_missed_and_then_ends(line: Line) -> None:
    call_id = ringing(line)
    line.end(call_id)
    assert types(line) == ["incoming", "missed", "ended"]


def test_a_ring_shorter_than_the_option_is_not_missed(line: Line, hands: Hands) -> None:
    line.missed_min_ring_seconds = 3
    call_id = ringing(line)
    hands.seconds = 2
    line.end(call_id)
    assert types(line) == ["incoming", "ended"]


def test_a_call_that_we_rejected_is_not_missed(line: Line) -> None:
    call_id = ringing(line)
    line.reject(call_id)
    line.end(call_id)
    events = line.drain_events() or ()
    assert [e.type.value for e in events] == ["incoming", "ended"]
    assert events[-1].outcome is Outcome.REJECTED


def test_a_call_that_we_placed_is_never_missed(line: Line) -> None:
    call_id = dialing(line)
    line.end(call_id)
    events = line.drain_events() or ()
    assert [e.type.value for e in events] == ["outgoing", "ended"]
    assert events[-1].outcome is Outcome.UNANSWERED


def test_a_busy_far_end_fails_the_call_once_and_ends_it_as_busy(line: Line) -> None:
    call_id = dialing(line)
    line.fail(call_id, Outcome.BUSY, cause="busy")
    line.fail(call_id, Outcome.FAILED, cause="again")
    line.end(call_id)
    events = line.drain_events() or ()
    assert [e.type.value for e in events] == ["outgoing", "failed", "ended"]
    assert [e.outcome for e in events[1:]] == [Outcome.BUSY, Outcome.BUSY]
    assert events[-1].cause == "busy"


def test_a_diverted_call_says_so_before_it_ends(line: Line) -> None:
    call_id = ringing(line)
    line.end(call_id, Outcome.DIVERTED)
    assert types(line) == ["incoming", "diverted", "ended"]


def test_an_outgoing_call_is_announced_when_its_number_is_known(line: Line) -> None:
    call_id = line.begin(Direction.OUTGOING, CallState.DIALING)
    assert types(line) == []
    line.change(call_id, party=BOB, called_number="702")
    events = line.drain_events() or ()
    assert [e.type.value for e in events] == ["outgoing"]
    assert events[0].call.party == BOB


def test_an_outgoing_call_whose_number_never_shows_is_still_announced(
    line: Line,
) -> None:
    call_id = line.begin(Direction.OUTGOING, CallState.DIALING)
    line.change(call_id, state=CallState.CONNECTED)
    line.end(call_id)
    assert types(line) == ["outgoing", "answered", "ended"]


def test_a_call_found_in_progress_only_ends(line: Line) -> None:
    call_id = line.begin(None, CallState.CONNECTED)
    assert types(line) == []
    line.end(call_id, Outcome.UNKNOWN)
    assert types(line) == ["ended"]


def test_hold_and_retrieve_are_told_each_once(line: Line) -> None:
    call_id = ringing(line)
    for state in (CallState.CONNECTED, CallState.HELD, CallState.HELD):
        line.change(call_id, state=state)
    line.change(call_id, state=CallState.CONNECTED)
    assert types(line) == ["incoming", "answered", "held", "retrieved"]


def test_a_second_call_does_not_hide_the_first(line: Line) -> None:
    first = ringing(line)
    line.change(first, state=CallState.CONNECTED)
    second = ringing(line, BOB)
    assert line.current == line.call(second)
    line.end(second)
    assert line.current == line.call(first)


def test_nothing_new_is_nothing_to_tell(line: Line) -> None:
    call_id = ringing(line)
    line.drain_events()
    line.change(call_id, state=CallState.RINGING, party=ALICE)
    assert line.drain_events() is None


def test_a_command_without_an_id_takes_the_call_that_rang_longest(line: Line) -> None:
    first = ringing(line)
    ringing(line, BOB)
    assert line.choose(None, [CallState.RINGING], longest=True).call_id == first


def test_a_tie_lists_the_calls(line: Line) -> None:
    calls = {ringing(line), ringing(line, BOB)}
    with pytest.raises(CallAmbiguous) as caught:
        line.choose(None, HANGUP_ORDER)
    assert {call.call_id for call in caught.value.calls} == calls


def test_hangup_prefers_the_call_that_is_talked_in(line: Line) -> None:
    ringing(line)
    talking = dialing(line)
    line.change(talking, state=CallState.CONNECTED)
    assert line.choose(None, HANGUP_ORDER).call_id == talking


def test_the_id_of_a_call_that_is_over_is_refused(line: Line) -> None:
    call_id = ringing(line)
    line.end(call_id)
    ringing(line, BOB)
    with pytest.raises(CallNotFound):
        line.choose(call_id, HANGUP_ORDER)


def test_an_idle_line_has_nothing_to_hang_up(line: Line) -> None:
    with pytest.raises(CallNotFound):
        line.choose(None, HANGUP_ORDER)
    assert line.current is None


def test_a_call_shows_every_fact_under_its_name(line: Line) -> None:
    told = CallFacts._make(CallFacts._fields)
    begun = line.begin(Direction.INCOMING, CallState.RINGING, ALICE, "701", facts=told)
    learned = ringing(line, BOB)
    line.learn(learned, told)
    for call_id in (begun, learned):
        call = line.call(call_id)
        shown = [getattr(call, name) for name in CallFacts._fields]
        assert shown == list(CallFacts._fields)


def test_no_template_takes_a_call_id_for_a_number() -> None:
    ids = {new_call_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(call_id.startswith("c") for call_id in ids)
