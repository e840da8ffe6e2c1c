"""What real exchanges do differently, each a choice; a simulated one plays any mixture.

The causes are ECMA-269's (12.2.3 lists all; the tables of 17.2 tell which event may carry which).
What truly happened does not depend on any of this: `stories` tells it.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any

from .calls import Cause, EventKind

# Causes that a ring's end may be told with, by what really ended it.
NOBODY_CAME = (
    Cause.CALL_NOT_ANSWERED,
    Cause.FORWARD_NO_ANSWER,
    Cause.ALERT_TIME_EXPIRED,
    Cause.TIMEOUT,
    Cause.NO_ANSWER,  # not in the standard's list; seen as private text
)
# The exchange sends it on, whatever the reason: it may do so before any bell as well.
TAKES_AWAY = (Cause.OVERFLOW, Cause.CALL_FORWARD, Cause.ACD_FORWARD)
SOMEBODY_ELSE_CAME = (
    Cause.CALL_PICKUP,
    Cause.MULTIPLE_ALERTING,
    Cause.DISTRIBUTED,
    Cause.REDIRECTED,
)
SAYS_NOTHING = (Cause.NORMAL, Cause.NORMAL_CLEARING)
# What a phone that lost a call to another line may be told as if the caller had given up.
LOOKS_GIVEN_UP = (*SAYS_NOTHING, Cause.CALL_CANCELLED)


class OwnNumber(StrEnum):
    """What becomes of a line that dials its own number."""

    REFUSED = "refused"
    BUSY = "busy"
    VOICE_MAIL = "voice mail"


class Releasing(StrEnum):
    """Whom ConnectionCleared names as releasingDevice (17.2)."""

    WHO_LET_GO = "who let go"
    THE_DROPPED = "the dropped"
    """Always the dropped device, as the only sample of ECSS-10 does: it proves no refusal."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Habits:
    """One exchange's ways; the defaults are the plainest reading of the standard."""

    loser_event: EventKind | None = None
    """A phone that rang while another was answered: ConnectionCleared, Diverted or, for a shared
    appearance, Bridged (17.2); None: Diverted where it was picked up from there (17.1), else ConnectionCleared."""
    loser_cause: Cause = Cause.CALL_PICKUP
    """SOMEBODY_ELSE_CAME, or a word that says nothing."""
    race_cause: Cause | None = None
    """What another line of a group is told instead that rang in vain: one of LOOKS_GIVEN_UP."""
    losers_first: bool | None = None
    """Whether that is told before the answer; None: as the phone that took it rings on or not."""
    renames_at_answer: bool = False
    """The call that is answered where it rang gets a new callID (12.3: an ID may change while the
    call lives); the connections keep their device IDs."""
    renames_when_held: bool = False
    """The same of a call that is put on hold: of two ringing calls of one caller only a snapshot
    tells which it is."""
    no_answer_cause: Cause | None = None
    """One of NOBODY_CAME or TAKES_AWAY; None: callForwardNoAnswer where it goes on, else callNotAnswered."""
    no_answer_event: EventKind = EventKind.DIVERTED
    """How a phone is told that its unanswered call goes elsewhere: Diverted, or ConnectionCleared."""
    gave_up_cause: Cause = Cause.CALL_CANCELLED
    """What the called phone is told when the caller gives up."""
    refused_cause: Cause = Cause.NORMAL_CLEARING
    """What a phone is told that was told to refuse."""
    releasing: Releasing = Releasing.WHO_LET_GO
    own_number: OwnNumber = OwnNumber.REFUSED
    group_busy_cause: Cause = Cause.BUSY
    """busy, or aCDBusy where all members of a group are (12.2.3)."""

    @classmethod
    def draw(cls, random: Random, *, more: bool = False) -> Habits:
        """Mix what an exchange may do; with `more` what was found out later as well."""
        either: dict[str, tuple[Any, ...]] = {
            "loser_event": (None, EventKind.CONNECTION_CLEARED, EventKind.DIVERTED),
            "loser_cause": SOMEBODY_ELSE_CAME,
            "losers_first": (None, True, False),
            "renames_at_answer": (False, False, True),
            "no_answer_cause": (None, *NOBODY_CAME),
            "no_answer_event": (EventKind.DIVERTED, EventKind.CONNECTION_CLEARED),
            "gave_up_cause": (Cause.CALL_CANCELLED, *SAYS_NOTHING),
            "releasing": tuple(Releasing),
            "own_number": tuple(OwnNumber),
            "group_busy_cause": (Cause.BUSY, Cause.ACD_BUSY),
            "race_cause": (None, None, *LOOKS_GIVEN_UP),
        }
        drawn = {name: random.choice(ways) for name, ways in either.items()}
        if more:
            drawn["no_answer_cause"] = random.choice((None, *NOBODY_CAME, *TAKES_AWAY))
            drawn["renames_when_held"] = random.choice((False, False, True))
        return cls(**drawn)
