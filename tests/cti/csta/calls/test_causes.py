"""Every cause of ECMA-269 says whose doing the end of a ring was, and what became of the call."""

from collections.abc import Iterator
from itertools import product

import pytest

from custom_components.telephony.cti.csta.calls.causes import RING_ENDED, Why
from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    Outcome,
)

from ..dress import ELTEX
from ..scripted_world import ScriptedWorld, scripted_world
from ..telling import offers

LINE, CALLER = "725", "+4930123456"

_WORDS = """
    activeParticipation alternate busy callBack callCancelled callForwardImmediate
    callForwardBusy callForwardNoAnswer callForward callNotAnswered callPickup campOn
    destNotObtainable doNotDisturb incompatibleDestination invalidAccountCode
    keyOperation lockout maintenance networkCongestion networkNotObtainable newCall
    noAvailableAgents override park overflow recall redirected reorderTone
    resourcesNotAvailable silentParticipation transfer trunksBusy - blocked
    characterCountReached consultation distributed dTMFDigitDetected durationExceeded
    endOfMessageDetected enteringDistribution forcedPause makeCall messageSizeExceeded
    networkSignal nextMessage normalClearing noSpeechDetected numberChanged
    singleStepConference singleStepTransfer speechDetected switchingFunctionTerminated
    terminationCharacterReceived timeout aCDBusy aCDForward aCDSaturated
    alertTimeExpired autoWork campOnTrunks conference destDetected destOutOfOrder
    distributionDelay forcedTransition intrude invalidNumberFormat joinCall
    keyOperationInUse makePredictiveCall messageDurationExceeded multipleAlerting
    multipleQueuing networkDialling networkOutOfOrder normal notAvaliableBearerService
    notSupportedBearerService numberUnallocated queueCleared remainsInQueue reserved
    selectedTrunkBusy suspend unauthorisedBearerService activation babble badAttribute
    badGrammar badVoice badUri busyOverflow calendarOverflow capacityOverflow
    duplicateDTMF earlyStop emptyQueue interDigitTimeout invalidConnection
    invalidConnectionState makeConnection maxTimeout noAudioSaved noQueue noRule
    outOfGrammar pathReplacement queueTimeOverflow recallBusy recallForwarded
    recallNoAnswer recallResourcesNotAvailable unknownOverflow callInterception
    callInterceptionBusy callInterceptionForwarded callInterceptionNoAnswer
    callInterceptionResourcesNotAvailable lawfulInterception
"""
"""EventCause (ECMA-269, 12.2.15) in the order of its numbers in ECMA-285, 9.18: 1 to 121.

The second phase's voiceUnitInitiator had number 34.
"""
EVENT_CAUSES = [word for word in _WORDS.split() if word != "-"]
OTHER_SPELLINGS = ("badURI", "interdigitTimeout")
"""Those of ECMA-323's schema, where they differ."""

NOBODY_CAME = (
    *("alertTimeExpired", "callForwardNoAnswer", "callNotAnswered", "timeout"),
    *("queueTimeOverflow", "recallNoAnswer", "noAnswer"),
)
SOMEBODY_ELSE_CAME = ("callPickup", "multipleAlerting", "distributed", "joinCall")
SENT_ON = ("callForwardImmediate", "callForwardBusy", "transfer")
TAKEN_AWAY = (
    *("overflow", "busyOverflow", "calendarOverflow", "capacityOverflow"),
    *("unknownOverflow", "aCDForward", "callForward", "callInterception"),
)
SAYS_NOTHING = ("normal", "normalClearing", "keyOperation", "ourOwnWord", "")
CALLER_GAVE_UP = ("callCancelled", "networkSignal")
REFUSED = ("callRejected",)


@pytest.fixture
def world() -> Iterator[ScriptedWorld]:
    with scripted_world() as world:
        world.start(LINE)
        yield world


def _cleared(cause: str) -> str:
    return ELTEX.cleared(LINE, LINE, None, cause=cause)


def _diverted(cause: str) -> str:
    return ELTEX.event(
        "Diverted",
        LINE,
        ELTEX.connection("connection", LINE, "c1"),
        ELTEX.device("divertingDevice", LINE),
        ELTEX.device("newDestination", "702"),
        cause=cause,
    )


def test_every_cause_of_the_standard_has_a_row() -> None:
    assert len(_WORDS.split()) == 121
    assert len(set(EVENT_CAUSES)) == 120
    assert {*EVENT_CAUSES, *OTHER_SPELLINGS} - RING_ENDED.keys() == set()


@pytest.mark.parametrize(
    ("cause", "why"),
    [
        *product(NOBODY_CAME, [Why.NOBODY]),
        *product(SOMEBODY_ELSE_CAME, [Why.ELSEWHERE]),
        *product(SENT_ON, [Why.SENT_ON]),
        *product(TAKEN_AWAY, [Why.TAKEN_AWAY]),
        *product(CALLER_GAVE_UP, [Why.CALLER]),
        *product(REFUSED, [Why.REFUSED]),
        *product(("busy", "doNotDisturb", "aCDBusy"), [Why.UNAVAILABLE]),
        *product(("blocked", "trunksBusy", "numberUnallocated"), [Why.FAULT]),
        *product(("normal", "newCall", "conference"), [Why.NOTHING]),
    ],
)
def test_a_cause_says_whose_doing_it_was(cause: str, why: Why) -> None:
    assert RING_ENDED[cause] is why


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        *product((*NOBODY_CAME, *TAKEN_AWAY), [Outcome.MISSED]),
        *product(CALLER_GAVE_UP, [Outcome.MISSED]),
        *product(SAYS_NOTHING, [Outcome.MISSED]),
        *product(("busy", "doNotDisturb"), [Outcome.MISSED]),
        *product(("blocked", "destOutOfOrder"), [Outcome.MISSED]),
        *product(SOMEBODY_ELSE_CAME, [Outcome.ANSWERED_ELSEWHERE]),
        *product(("redirected",), [Outcome.ANSWERED_ELSEWHERE]),
        *product(SENT_ON, [Outcome.DIVERTED]),
        *product(REFUSED, [Outcome.REJECTED]),
    ],
)
def test_what_became_of_a_ring_that_was_cleared(
    world: ScriptedWorld, cause: str, outcome: Outcome
) -> None:
    world.tell(ELTEX.delivered(LINE, LINE, CALLER, LINE))
    world.tell(_cleared(cause))
    assert world.heard.events[-1].outcome is outcome
    assert (Type.MISSED in world.heard.types()) is (outcome is Outcome.MISSED)


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        *product((*NOBODY_CAME, *TAKEN_AWAY), [Outcome.MISSED]),
        *product(("busy", "doNotDisturb"), [Outcome.MISSED]),
        *product(SOMEBODY_ELSE_CAME, [Outcome.ANSWERED_ELSEWHERE]),
        *product((*SENT_ON, "redirected", "deflect"), [Outcome.DIVERTED]),
        *product(("normal", "ourOwnWord"), [Outcome.DIVERTED]),
    ],
)
def test_what_became_of_a_ring_that_was_diverted(
    world: ScriptedWorld, cause: str, outcome: Outcome
) -> None:
    world.tell(ELTEX.delivered(LINE, LINE, CALLER, LINE))
    world.tell(_diverted(cause))
    ended = world.heard.events[-1]
    assert (ended.outcome, ended.call.diverted_to) == (outcome, "702")


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        *product((*SENT_ON, *TAKEN_AWAY, "normal"), [Outcome.DIVERTED]),
        *product(NOBODY_CAME, [Outcome.MISSED]),
        *product(("busy", "doNotDisturb"), [Outcome.MISSED]),
        *product(SOMEBODY_ELSE_CAME, [Outcome.ANSWERED_ELSEWHERE]),
    ],
)
@pytest.mark.parametrize("is_offered", [True, False])
def test_what_became_of_a_call_that_was_diverted_before_any_bell(
    world: ScriptedWorld, cause: str, outcome: Outcome, *, is_offered: bool
) -> None:
    if is_offered:
        world.tell(offers())
    world.tell(_diverted(cause))
    ended = world.heard.events[-1]
    assert (ended.outcome, ended.call.diverted_to) == (outcome, "702")
    assert Type.INCOMING not in world.heard.types()


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        *product(("busy", "aCDBusy"), [Outcome.BUSY]),
        *product(("callNotAnswered", "timeout", "noAnswer"), [Outcome.UNANSWERED]),
        *product(("trunksBusy", "numberUnallocated", "blocked"), [Outcome.FAILED]),
        *product(("doNotDisturb", "callRejected", "normal"), [Outcome.FAILED]),
    ],
)
def test_what_became_of_a_call_of_ours_that_failed(
    world: ScriptedWorld, cause: str, outcome: Outcome
) -> None:
    world.tell(ELTEX.originated(LINE, LINE, "702"))
    world.tell(
        ELTEX.event(
            "Failed",
            LINE,
            ELTEX.connection("failedConnection", "702", "c1"),
            ELTEX.device("failingDevice", "702"),
            ELTEX.device("callingDevice", LINE),
            ELTEX.device("calledDevice", "702"),
            cause=cause,
        )
    )
    world.tell(_cleared("normalClearing"))
    ended = world.heard.events[-1]
    assert (ended.type, ended.outcome, ended.cause) == (Type.ENDED, outcome, cause)


@pytest.mark.parametrize("cause", EVENT_CAUSES)
def test_whatever_the_cause_a_talk_was_a_talk(world: ScriptedWorld, cause: str) -> None:
    world.tell(ELTEX.delivered(LINE, LINE, CALLER, LINE))
    world.tell(ELTEX.established(LINE, LINE, CALLER, LINE))
    assert world.client.line(LINE).calls[0].state is CallState.CONNECTED
    world.tell(_cleared(cause))
    assert world.heard.events[-1].outcome is Outcome.ANSWERED
    assert Type.MISSED not in world.heard.types()
