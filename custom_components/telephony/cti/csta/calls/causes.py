"""What each cause says of a ring that ended, and of a call that could not go through.

One table of all causes of ECMA-269 (EventCause, 12.2.15): whose doing something was. A
maker's own word that is not here says nothing.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from ...model import Outcome


class Why(Enum):
    """Whose doing it was that a phone stopped ringing."""

    NOBODY = auto()
    """It rang out: nobody answered, and the exchange took the call away."""
    ELSEWHERE = auto()
    """Somebody else got the call."""
    SENT_ON = auto()
    """It was sent on without having rung out."""
    TAKEN_AWAY = auto()
    """The exchange sent it on, for whatever reason: where it rang, it rang out."""
    CALLER = auto()
    """The caller gave up."""
    REFUSED = auto()
    """The called side said no."""
    UNAVAILABLE = auto()
    """The called side was busy or not to be disturbed."""
    FAULT = auto()
    """It could not be: a wrong number, a fault, nothing free."""
    NOTHING = auto()
    """It does not tell whose doing it was."""


_BY_WHOM: Final[Mapping[Why, str]] = {
    Why.NOBODY: """
        alertTimeExpired callForwardNoAnswer callInterceptionNoAnswer callNotAnswered
        durationExceeded forcedTransition interDigitTimeout maxTimeout
        queueTimeOverflow recallForwarded recallNoAnswer timeout
    """,
    Why.ELSEWHERE: """
        callPickup distributed joinCall multipleAlerting
    """,
    Why.SENT_ON: """
        callForwardBusy callForwardImmediate redirected singleStepTransfer transfer
    """,
    Why.TAKEN_AWAY: """
        aCDForward busyOverflow calendarOverflow callForward callInterception
        callInterceptionForwarded capacityOverflow overflow unknownOverflow
    """,
    Why.CALLER: """
        callCancelled networkSignal
    """,
    Why.REFUSED: "",
    Why.UNAVAILABLE: """
        aCDBusy activeParticipation busy callInterceptionBusy doNotDisturb lockout
        recallBusy reserved
    """,
    Why.FAULT: """
        aCDSaturated badAttribute badGrammar badUri badVoice blocked
        callInterceptionResourcesNotAvailable campOnTrunks destNotObtainable
        destOutOfOrder emptyQueue incompatibleDestination invalidAccountCode
        invalidConnection invalidConnectionState invalidNumberFormat
        maintenance networkCongestion networkNotObtainable networkOutOfOrder noQueue
        noRule notAvaliableBearerService notSupportedBearerService
        numberChanged numberUnallocated
        recallResourcesNotAvailable reorderTone resourcesNotAvailable selectedTrunkBusy
        suspend switchingFunctionTerminated trunksBusy unauthorisedBearerService
    """,
    Why.NOTHING: """
        activation alternate autoWork babble callBack campOn characterCountReached
        conference consultation destDetected distributionDelay dTMFDigitDetected
        duplicateDTMF earlyStop endOfMessageDetected enteringDistribution forcedPause
        intrude keyOperation keyOperationInUse lawfulInterception makeCall
        makeConnection makePredictiveCall messageDurationExceeded messageSizeExceeded
        multipleQueuing networkDialling newCall nextMessage noAudioSaved
        noAvailableAgents normal normalClearing noSpeechDetected outOfGrammar override
        park pathReplacement queueCleared recall remainsInQueue silentParticipation
        singleStepConference speechDetected terminationCharacterReceived
    """,
}
"""Every cause of the standard's table, by whose doing a ring's end with it was."""
_MAKERS_WORDS: Final[Mapping[Why, str]] = {
    Why.NOBODY: "duration interdigitTimeout noAnswer",
    Why.ELSEWHERE: "directedPickup groupCallPickup",
    Why.SENT_ON: "deflect",
    Why.CALLER: "terminated",
    Why.REFUSED: "callRejected reject rejected",
    Why.UNAVAILABLE: "outOfService",
    Why.FAULT: """
        badURI incompatibleBearerService notAvailableBearerService
        unauthorizedBearerService
    """,
    Why.NOTHING: "voiceUnitInitiator",
}
"""What makers write besides, and how the schema, or they, spell some (ECMA-323, 9.18)."""
RING_ENDED: Final[Mapping[str, Why]] = {
    cause: why
    for words in (_BY_WHOM, _MAKERS_WORDS)
    for why, causes in words.items()
    for cause in causes.split()
}
PICK_UP: Final = frozenset({"callPickup", "directedPickup", "groupCallPickup"})
MOVED: Final = (
    frozenset(
        cause
        for cause, why in RING_ENDED.items()
        if why in (Why.SENT_ON, Why.TAKEN_AWAY, Why.ELSEWHERE, Why.NOBODY)
    )
    | {"enteringDistribution", "park"}
    | {"conference", "consultation", "noAvailableAgents", "queueCleared", "recall"}
)
"""Why a call may be at another device than the one that was dialed."""
REDIRECTS: Final = frozenset(
    {cause for cause, why in RING_ENDED.items() if why in (Why.SENT_ON, Why.TAKEN_AWAY)}
    | {"callForwardNoAnswer", "distributed"}
)
"""Why a phone rings for a call that was sent to it, also where nobody is named who sent it."""
TRANSFERS: Final = frozenset({"singleStepTransfer", "transfer"})
"""Why a phone leaves a call that goes on without it."""
BUSY: Final = frozenset({"aCDBusy", "busy"})
FAILS: Final = (Why.REFUSED, Why.UNAVAILABLE, Why.FAULT)
"""Why a call of ours that has ended could not go through."""
UNANSWERED: Final = frozenset(
    cause for cause, why in RING_ENDED.items() if why is Why.NOBODY
)
RECALLS: Final = frozenset(
    {"recall", "recallBusy", "recallForwarded", "recallNoAnswer"}
)
WAITS_FOR_ONE: Final = frozenset({"callBack", "campOn", "campOnTrunks", "park"})
"""A call waits at a phone, which is no queue (17.2.15)."""
JOINS_IN: Final = frozenset(
    {"activeParticipation", "conference", "intrude", "joinCall", "override"}
    | {"singleStepConference"}
)
"""Why somebody is in a talk whom nobody has put through: both parties go on (12.2.15)."""
MAKES_RING: Final = "makeCall"
"""The phone rings for a call that was asked for on its behalf."""

CALLS_BACK: Final = frozenset({"callBack", "makeConnection", "makePredictiveCall"})
"""The phone rings for a call of the line's, where it is named as the caller."""


def why_gone(cause: str | None, *, rang: bool) -> Why | None:
    """Return whose doing it was that a call has gone on from a phone, which may not have rung."""
    why = RING_ENDED.get(cause or "")
    if why is Why.TAKEN_AWAY:
        return Why.NOBODY if rang else Why.SENT_ON
    return why


def ring_outcome(
    cause: str | None,
    *,
    rang: bool,
    diverted: bool,
    by_us: Outcome | None = None,
    answered_elsewhere: bool = False,
    gone_on: Why | None = None,
) -> Outcome | None:
    """Return how an incoming call that nobody answered here ended.

    `rang` says whether a bell did, `by_us` what the line itself asked for (rejected or diverted),
    `gone_on` why it went on from here while phones of the line still rang. None means that it rang,
    or would have, and stopped: missed, or too short to count. Nothing but a request of ours or the
    cause itself proves a refusal: who released the call is not told alike by all makers.
    """
    why = why_gone(cause, rang=rang)
    if by_us is not None:
        return by_us
    if gone_on is Why.NOBODY:
        return None
    if gone_on is Why.SENT_ON and why is not Why.REFUSED:
        return Outcome.DIVERTED
    if answered_elsewhere:
        return Outcome.ANSWERED_ELSEWHERE
    if why is Why.REFUSED:
        return Outcome.REJECTED
    if why is Why.ELSEWHERE or (why is Why.SENT_ON and not diverted):
        # Cleared, and not Diverted, with `redirected`: another leg of the call goes on.
        return (
            Outcome.ANSWERED_ELSEWHERE
            if why is Why.ELSEWHERE or cause == "redirected"
            else Outcome.DIVERTED
        )
    if why is Why.UNAVAILABLE:
        return Outcome.MISSED
    if diverted and why not in (Why.NOBODY, Why.CALLER):
        return Outcome.DIVERTED
    return None


def looks_given_up(cause: str | None) -> bool:
    """Whether a ring that ended with this cause may just as well have been lost to another phone."""
    return RING_ENDED.get(cause or "") in (None, Why.CALLER, Why.NOTHING)


def failure(cause: str | None, *, here: bool) -> Outcome | None:
    """Return what a failed call of ours is: busy, failed, or None where it was not answered.

    `here` says that it failed at our own device, before anybody else was reached.
    """
    if here:
        return Outcome.FAILED
    if cause in BUSY:
        return Outcome.BUSY
    return None if cause in UNANSWERED else Outcome.FAILED
