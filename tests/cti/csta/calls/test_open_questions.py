"""What events leave open of a call, and what the phone system says when it is asked."""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    Outcome,
)

from ..dress import ELTEX
from ..peer import Answer
from ..scripted_world import ScriptedWorld, scripted_world

LINE, GROUP, COLLEAGUE, CALLER = "725", "799", "702", "+4930123456"
QUIET = ["normalClearing", "normal", "callCancelled", "ourOwnWord"]
NO_SUCH_CALL = ELTEX.error("operation", "invalidCallID")
NOT_SUPPORTED = ELTEX.error("operation", "serviceNotSupported")


@pytest.fixture
def world() -> Iterator[ScriptedWorld]:
    with scripted_world() as world:
        world.start(LINE, COLLEAGUE)
        yield world


def _rings(line: str = LINE, called: str = GROUP) -> str:
    return ELTEX.delivered(line, line, CALLER, called)


def _falls_silent(cause: str, line: str = LINE) -> str:
    return ELTEX.cleared(line, line, None, cause=cause)


def _outcome(world: ScriptedWorld, line: str = LINE) -> Outcome | None:
    return [e for e in world.heard.events if e.call.line == line][-1].outcome


def _asks(world: ScriptedWorld) -> int:
    return world.switch.history.count("SnapshotCall")


# A lost race for a call looks like a caller who gave up


@pytest.mark.parametrize("cause", QUIET)
@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({CALLER: "connected", "703": "connected"}, Outcome.ANSWERED_ELSEWHERE),
        ({CALLER: "hold", "703": "connected"}, Outcome.ANSWERED_ELSEWHERE),
        ({CALLER: "connected", "703": "alerting"}, Outcome.MISSED),
        ({CALLER: "connected", GROUP: "queued"}, Outcome.MISSED),
        ({CALLER: "connected"}, Outcome.MISSED),
        ({}, Outcome.MISSED),
    ],
)
def test_who_is_in_the_call_tells_who_got_it(
    world: ScriptedWorld, cause: str, members: dict[str, str], outcome: Outcome
) -> None:
    world.switch.answers["SnapshotCall"] = ELTEX.snapshot_call("c1", members)
    world.tell(_rings())
    world.tell(_falls_silent(cause))
    assert world.client.line(LINE).calls == ()
    assert _outcome(world) is outcome
    missed = [Type.MISSED] if outcome is Outcome.MISSED else []
    assert world.heard.types(LINE) == [Type.INCOMING, *missed, Type.ENDED]
    assert world.heard.events[-1].cause == cause
    assert _asks(world) == 1


@pytest.mark.parametrize("cause", QUIET)
def test_a_call_that_is_gone_was_given_up(world: ScriptedWorld, cause: str) -> None:
    world.switch.answers["SnapshotCall"] = NO_SUCH_CALL
    world.tell(_rings())
    world.tell(_falls_silent(cause))
    assert _outcome(world) is Outcome.MISSED
    assert "SnapshotDevice" not in world.switch.history[-1:]


@pytest.mark.parametrize("cause", ["callNotAnswered", "callPickup", "multipleAlerting"])
def test_a_cause_that_tells_needs_no_question(world: ScriptedWorld, cause: str) -> None:
    world.tell(_rings())
    world.tell(_falls_silent(cause))
    assert _asks(world) == 0


@pytest.mark.parametrize("cause", QUIET)
def test_a_call_that_rings_nowhere_else_needs_no_question(
    world: ScriptedWorld, cause: str
) -> None:
    world.tell(_rings(called=LINE))
    world.tell(_falls_silent(cause))
    assert (_outcome(world), _asks(world)) == (Outcome.MISSED, 0)


def test_what_we_refuse_is_refused_without_a_question(world: ScriptedWorld) -> None:
    world.tell(_rings())
    (call,) = world.client.line(LINE).calls
    world.run(world.client.hangup(LINE, call.call_id))
    world.tell(_falls_silent("normalClearing"))
    assert (_outcome(world), _asks(world)) == (Outcome.REJECTED, 0)


@pytest.mark.parametrize("other", ["phone", "colleague"])
def test_several_phones_make_a_race_of_it(world: ScriptedWorld, other: str) -> None:
    """The line's own second phone, or a colleague's, of the same call (12.3)."""
    members = {CALLER: "connected", "703": "connected"}
    world.switch.answers["SnapshotCall"] = ELTEX.snapshot_call("c1", members)
    world.tell(_rings(called=LINE))
    if other == "phone":
        second = _rings(called=LINE).replace("TEVH#Zm9v", "TEVH#c2Vjb25k")
        world.tell(second)
        world.tell(_falls_silent("normal").replace("TEVH#Zm9v", "TEVH#c2Vjb25k"))
    else:
        world.tell(ELTEX.delivered(LINE, "703", CALLER, LINE))
    assert _asks(world) == 0
    world.tell(_falls_silent("normal"))
    assert (_outcome(world), _asks(world)) == (Outcome.ANSWERED_ELSEWHERE, 1)


@pytest.mark.parametrize("answer", [NOT_SUPPORTED, None])
@pytest.mark.parametrize("late", [False, True])
def test_where_nobody_can_be_asked_a_colleagues_answer_tells(
    world: ScriptedWorld, answer: Answer, late: bool
) -> None:
    world.switch.answers["SnapshotCall"] = answer
    world.tell(_rings())
    world.tell(_rings(COLLEAGUE))
    messages = [
        ELTEX.established(COLLEAGUE, COLLEAGUE, CALLER, GROUP),
        _falls_silent("normalClearing"),
    ]
    for message in messages[::-1] if late else messages:
        world.switch.send(message)
    world.settle(20)
    assert _outcome(world) is Outcome.ANSWERED_ELSEWHERE
    assert world.heard.types(LINE) == [Type.INCOMING, Type.ENDED]


@pytest.mark.parametrize("answer", [NOT_SUPPORTED, None])
def test_where_nobody_can_be_asked_and_nobody_answers_it_is_missed(
    world: ScriptedWorld, answer: Answer
) -> None:
    world.switch.answers["SnapshotCall"] = answer
    world.tell(_rings())
    world.tell(_falls_silent("normalClearing"))
    world.settle(20)
    assert world.heard.types(LINE) == [Type.INCOMING, Type.MISSED, Type.ENDED]


def test_the_bell_is_silent_at_once_and_the_ring_ends_then(
    world: ScriptedWorld,
) -> None:
    world.switch.answers["SnapshotCall"] = None
    world.tell(_rings())
    world.settle(5)
    world.tell(_falls_silent("normalClearing"))
    assert world.client.line(LINE).calls == ()
    assert world.heard.types(LINE) == [Type.INCOMING]
    world.settle(20)
    assert world.heard.events[-1].ring_seconds == pytest.approx(5.2, abs=0.2)


def test_a_connection_that_is_lost_meanwhile_leaves_a_missed_call(
    world: ScriptedWorld,
) -> None:
    world.switch.answers["SnapshotCall"] = None
    world.tell(_rings())
    world.tell(_falls_silent("normalClearing"))
    world.switch.connections[-1].transport.abort()
    world.settle()
    assert world.heard.types(LINE) == [Type.INCOMING, Type.MISSED, Type.ENDED]


# A call that is dialed by hand


def _lifts() -> str:
    return ELTEX.event(
        "ServiceInitiated",
        LINE,
        ELTEX.connection("initiatedConnection", LINE, "c1"),
        ELTEX.device("initiatingDevice", LINE),
        ELTEX.device("calledDevice", None),
        cause="newCall",
    )


def _presses(digits: str) -> str:
    return ELTEX.event(
        "DigitsDialed",
        LINE,
        ELTEX.connection("dialingConnection", LINE, "c1"),
        ELTEX.device("dialingDevice", LINE),
        ELTEX.element("dialingSequence", digits),
    )


def _number(world: ScriptedWorld) -> tuple[str | None, str | None]:
    (call,) = world.client.line(LINE).calls
    return call.party.number, call.called_number


def test_a_number_that_is_dialed_at_once_is_told_at_once(world: ScriptedWorld) -> None:
    world.tell(_lifts())
    assert world.heard.types() == []
    world.tell(_presses("703"))
    assert world.heard.types() == [Type.OUTGOING]
    assert world.heard.events[-1].call.party.number == "703"
    world.tell(ELTEX.originated(LINE, LINE, None))
    assert (_number(world), _asks(world)) == (("703", "703"), 0)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("number", ["703", "77", "0", "+4930123456", "*21#"])
def test_a_number_that_is_dialed_key_by_key(
    world: ScriptedWorld, number: str, whole: bool
) -> None:
    """Each event tells the new key, or all keys so far; Originated says that it is whole."""
    world.tell(_lifts())
    for end in range(1, len(number) + 1):
        world.tell(_presses(number[:end] if whole else number[end - 1 : end]))
    world.tell(ELTEX.originated(LINE, LINE, None))
    assert _number(world) == (number, number)
    assert world.heard.types() == [Type.OUTGOING]
    world.tell(ELTEX.delivered(LINE, "703", LINE, None))
    world.tell(ELTEX.cleared(LINE, LINE, None))
    assert world.heard.types() == [Type.OUTGOING, Type.REMOTE_RINGING, Type.ENDED]


@pytest.mark.parametrize("by", ["member", "called"])
def test_a_number_that_only_a_question_tells(world: ScriptedWorld, by: str) -> None:
    """The seed's samples 9 and 12 name nobody; SnapshotCall may (16.1.1: calledDevice)."""
    answer = ELTEX.snapshot_call("c1", {LINE: "connected", "703": "alerting"})
    if by == "called":
        called = ELTEX.device("calledDevice", "703")
        answer = ELTEX.snapshot_call("c1", {LINE: "connected"}).replace(
            "</SnapshotCallResponse>", f"{called}</SnapshotCallResponse>"
        )
    world.switch.answers["SnapshotCall"] = answer
    world.tell(_lifts())
    assert _asks(world) == 0
    world.tell(ELTEX.originated(LINE, LINE, None))
    assert world.heard.types() == [Type.OUTGOING]
    assert _number(world) == ("703", "703")
    world.tell(ELTEX.originated(LINE, LINE, None))
    assert _asks(world) == 1


@pytest.mark.parametrize("answer", [NOT_SUPPORTED, NO_SUCH_CALL, None])
def test_a_number_that_nobody_tells_comes_with_the_ring(
    world: ScriptedWorld, answer: Answer
) -> None:
    world.switch.answers["SnapshotCall"] = answer
    world.tell(_lifts())
    world.tell(ELTEX.originated(LINE, LINE, None))
    world.settle(20)
    assert world.heard.types() == []
    assert world.client.line(LINE).calls[0].state is CallState.DIALING
    world.tell(ELTEX.delivered(LINE, "703", LINE, None))
    assert world.heard.types() == [Type.OUTGOING, Type.REMOTE_RINGING]
    assert _number(world)[0] == "703"
    assert _asks(world) == 1


# What happens outside is not always told


def _leaves(*more: str) -> str:
    return ELTEX.event(
        "NetworkReached",
        LINE,
        ELTEX.connection("outboundConnection", "9001", "c1"),
        ELTEX.device("networkInterfaceUsed", "9001"),
        ELTEX.device("callingDevice", LINE),
        ELTEX.device("calledDevice", CALLER),
        *more,
    )


def _provides(*, established: bool) -> str:
    flag = "true" if established else "false"
    return ELTEX.element(
        "networkCapability",
        ELTEX.element("networkType", "nonISDNPublic"),
        ELTEX.element("eventsProvided", ELTEX.element("established", flag)),
    )


def _last(world: ScriptedWorld) -> tuple[Outcome | None, float | None]:
    event = world.heard.events[-1]
    return event.outcome, event.talk_seconds


@pytest.mark.parametrize("cause", ["normalClearing", "normal", "ourOwnWord"])
def test_a_talk_outside_that_nobody_tells_of_is_not_unanswered(
    world: ScriptedWorld, cause: str
) -> None:
    """It may have been a talk, from when the call has left on."""
    world.tell(ELTEX.originated(LINE, LINE, CALLER))
    world.settle(2)
    world.tell(_leaves())
    world.settle(60)
    world.tell(_falls_silent(cause))
    assert world.heard.types() == [Type.OUTGOING, Type.ENDED]
    outcome, seconds = _last(world)
    assert outcome is Outcome.UNKNOWN
    assert seconds == pytest.approx(60, abs=0.5)
    assert world.heard.events[-1].ring_seconds == pytest.approx(2, abs=0.5)


@pytest.mark.parametrize("cause", ["callNotAnswered", "callCancelled", "timeout"])
def test_a_cause_says_that_nobody_answered_outside(
    world: ScriptedWorld, cause: str
) -> None:
    world.tell(ELTEX.originated(LINE, LINE, CALLER))
    world.tell(_leaves())
    world.settle(10)
    world.tell(_falls_silent(cause))
    assert _last(world) == (Outcome.UNANSWERED, 0)


@pytest.mark.parametrize("tells", ["ring", "trunk", "capability", "earlier call"])
def test_nobody_answered_where_an_answer_would_have_been_told(
    world: ScriptedWorld, tells: str
) -> None:
    if tells == "earlier call":  # on another line of the same phone system
        for message in (
            ELTEX.originated(COLLEAGUE, COLLEAGUE, CALLER),
            _leaves().replace(LINE, COLLEAGUE),
            ELTEX.established(COLLEAGUE, "9001", COLLEAGUE, CALLER),
            _falls_silent("normalClearing", COLLEAGUE),
        ):
            world.tell(message)
        assert _outcome(world, COLLEAGUE) is Outcome.ANSWERED
    world.tell(ELTEX.originated(LINE, LINE, CALLER))
    world.tell(_leaves(*[_provides(established=True)] * (tells == "capability")))
    if tells in ("ring", "trunk"):
        rings = "9001" if tells == "trunk" else CALLER
        world.tell(ELTEX.delivered(LINE, rings, LINE, CALLER))
    world.settle(10)
    world.tell(_falls_silent("normalClearing"))
    assert _last(world) == (Outcome.UNANSWERED, 0)


def test_a_network_that_provides_no_answers_is_believed(world: ScriptedWorld) -> None:
    world.tell(ELTEX.originated(LINE, LINE, CALLER))
    world.tell(_leaves(_provides(established=False)))
    world.tell(ELTEX.delivered(LINE, CALLER, LINE, CALLER))
    world.settle(10)
    world.tell(_falls_silent("normalClearing"))
    outcome, seconds = _last(world)
    assert outcome is Outcome.UNKNOWN
    assert seconds == pytest.approx(10, abs=0.5)


def test_a_call_that_failed_outside_has_failed(world: ScriptedWorld) -> None:
    world.tell(ELTEX.originated(LINE, LINE, CALLER))
    world.tell(_leaves())
    world.tell(
        ELTEX.event(
            "Failed",
            LINE,
            ELTEX.connection("failedConnection", "9001", "c1"),
            ELTEX.device("failingDevice", "9001"),
            ELTEX.device("callingDevice", LINE),
            ELTEX.device("calledDevice", CALLER),
            cause="busy",
        )
    )
    world.tell(_falls_silent("normalClearing"))
    assert _last(world) == (Outcome.BUSY, 0)
