"""Whether every call that ended was told with the outcome that it truly had."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from custom_components.telephony.cti.model import (
    CallEvent,
    CallEventType as Type,
    Direction,
    Outcome,
)
from simulator.calls import Cause, EventKind
from simulator.habits import Habits
from simulator.stories import Fate, Story

ALLOWED = {
    Fate.TALKED: {Outcome.ANSWERED},
    Fate.UNANSWERED: {Outcome.UNANSWERED},
    Fate.FAR_BUSY: {Outcome.BUSY},
    Fate.FAILED: {Outcome.FAILED},
    Fate.GAVE_UP: {Outcome.MISSED},
    Fate.RANG_OUT: {Outcome.MISSED},
    # Another client may have asked for it; without a proof it is missed.
    Fate.REFUSED: {Outcome.MISSED, Outcome.REJECTED},
    Fate.SENT_ON: {Outcome.DIVERTED},
    Fate.FORWARDED: {Outcome.DIVERTED},
    Fate.TAKEN: {Outcome.ANSWERED_ELSEWHERE},
    Fate.BUSY: {Outcome.MISSED},
    Fate.DISTURBED: {Outcome.MISSED},
}
JOINED = {Outcome.ANSWERED, Outcome.UNANSWERED}
LATE = 1.0
"""Seconds after which an end must have been told."""


@dataclass(slots=True)
class Told:
    """One call of a line as a client told it to its end."""

    events: list[CallEvent]
    ended: float

    @property
    def outcome(self) -> Outcome | None:
        """How it ended."""
        return self.events[-1].outcome

    def allows(self, story: Story) -> bool:
        """Tell whether this may be that story, whatever outcome was told."""
        assert story.ended is not None
        outgoing = self.events[-1].call.direction is Direction.OUTGOING
        # Two calls that the line made one: which of them lives on is the client's choice.
        same = story.joined or outgoing is story.outgoing
        near = story.ended - LATE <= self.ended <= story.ended + LATE
        return near and same


def distance(story: Story, told: Told) -> tuple[bool, float]:
    """Return how far apart a story and a call are: who was at the other end, and when it ended."""
    is_other = told.events[-1].call.party.number not in story.others
    return is_other, abs(told.ended - (story.ended or 0.0))


def allowed_outcomes(story: Story, habits: Habits) -> set[Outcome]:
    """Return what may be told of a story, by what the exchange lets anybody know."""
    assert story.fate is not None
    if story.joined:
        return JOINED
    allowed = ALLOWED[story.fate]
    ended = story.ended or 0.0
    taken = story.taken is not None and story.taken - ended <= LATE
    renamed = story.renamed is not None and story.renamed - ended <= LATE
    if story.fate is Fate.REFUSED and taken:
        # Before the client could ask: whoever came may have come first.
        return allowed | {Outcome.ANSWERED_ELSEWHERE}
    if story.fate is not Fate.TAKEN:
        return allowed
    quietly = habits.race_cause is not None
    if quietly and renamed:
        allowed = allowed | {Outcome.MISSED}  # nobody can tell: the call is gone
    if (
        quietly and habits.loser_event is EventKind.DIVERTED
    ) or habits.loser_cause is Cause.REDIRECTED:
        # Diverted before anybody has answered: as if it had been sent on from here.
        allowed = allowed | {Outcome.DIVERTED}
    return allowed


def differences(
    told: Iterable[Told],
    stories: Iterable[Story],
    habits: Habits,
) -> list[str]:
    """Return how what was told of a line differs from what truly happened."""
    calls = list(told)
    found: list[str] = []
    for story in stories:
        fitting = [call for call in calls if call.allows(story)]
        fate = story.fate
        assert fate is not None
        if fate is Fate.PUT_DOWN:
            continue  # one that is told is left over
        if not fitting and story.again and not (story.rang or story.answered):
            continue  # it came back, and went on at once: it's the call that was told
        if not fitting:
            found.append(f"a call that {fate} was never told: {story}")
            continue
        allowed = allowed_outcomes(story, habits)
        right = [call for call in fitting if call.outcome in allowed]
        call = min(right or fitting, key=partial(distance, story))
        calls.remove(call)
        types = [event.type.value for event in call.events]
        if not right:
            found.append(f"a call that {fate} was told as {call.outcome}: {types}")
        announced = Type.INCOMING in types
        wrong = story.rang and not announced
        # What is picked up is announced when it is answered, though no bell rang here.
        wrong |= announced and not (story.rang or story.answered)
        if wrong and not (story.outgoing or story.joined):
            found.append(f"a call that {fate} (rang: {story.rang}) was told: {types}")
    found += [
        f"no such call: {[event.type.value for event in call.events]} {call.outcome}"
        for call in calls
    ]
    return found
