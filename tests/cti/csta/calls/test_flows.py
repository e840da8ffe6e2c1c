"""Flows of calls as ECMA-269 lets exchanges tell them: states, events and outcome of each.

The table in docs/entities.md says the same of what is common; here is every cause and order.
"""

import pytest

from ..telling import (
    CALLER,
    DESK,
    FAR,
    LINE,
    MOBILE,
    Step,
    answers,
    breaks,
    bridges,
    calls_are,
    clears,
    dials,
    diverts,
    fails,
    far_answers,
    far_fails,
    far_rings,
    holds,
    in_call,
    informs,
    joins,
    leaves,
    offers,
    party,
    queues,
    retrieves,
    rings,
    see,
)

TALK = (rings(), answers())
BOTH_RING = (rings(DESK), rings(MOBILE))
ONE, TWO = "703/one", "703/two"
OUTSIDE, TRUNK, COLLEAGUE, VOICE_MAIL, GROUP = "+4930111", "9001", "702", "799", "790"
ANSWERED = "idle ringing connected idle: incoming answered ended: answered"
MISSED = "idle ringing idle: incoming missed ended: missed"
LOST = "idle ringing idle: incoming ended: answered_elsewhere"
REACHED = (
    "idle dialing connected idle: outgoing remote_ringing answered ended: answered"
)
EVERY_KIND = (
    *("normal", "normalClearing", "multipleAlerting", "callPickup", "redirected"),
    *("callCancelled", "callNotAnswered", "transfer", "busy", "destOutOfOrder"),
)


def _flow(steps: tuple[Step, ...]) -> str:
    """Return in one line what is seen of the line."""
    seen = see(*steps)
    shown = (seen.states, seen.types, seen.outcomes)
    return ": ".join(" ".join(each) for each in shown)


# A connection is one device in one call (12.3)


@pytest.mark.parametrize("cause", EVERY_KIND)
@pytest.mark.parametrize(
    "lost",
    [
        lambda cause: clears(MOBILE, cause),
        lambda cause: diverts(MOBILE, cause),
        lambda cause: fails(MOBILE, cause),
        lambda cause: bridges(MOBILE, cause=cause),
    ],
    ids=["cleared", "diverted", "failed", "bridged"],
)
@pytest.mark.parametrize("late", [False, True])
def test_whatever_the_losing_phone_is_told_and_when(
    lost: object, cause: str, late: bool
) -> None:
    assert callable(lost)
    order = (answers(DESK), lost(cause)) if late else (lost(cause), answers(DESK))
    assert _flow((*BOTH_RING, *order, clears(DESK))) == ANSWERED


PHONES: dict[str, tuple[tuple[Step, ...], str]] = {
    "one phone is busy before another one rings": (
        (
            {"SnapshotCall": in_call({CALLER: "connected", DESK: "alerting"})},
            *(fails(MOBILE), rings(DESK), answers(DESK), clears(DESK)),
        ),
        ANSWERED,
    ),
    "one phone is forwarded before another one rings": (
        (
            {"SnapshotCall": in_call({CALLER: "connected", DESK: "alerting"})},
            *(diverts(MOBILE, "callForwardImmediate"), rings(DESK)),
            clears(DESK, "callNotAnswered"),
        ),
        MISSED,
    ),
    "all phones are busy": (
        (fails(MOBILE), fails(DESK), 5),
        "idle: missed ended: missed",
    ),
    "one phone refuses and nobody comes to the other": (
        (*BOTH_RING, clears(DESK, "callRejected"), clears(MOBILE, "timeout")),
        MISSED,
    ),
    "every phone refuses": (
        (*BOTH_RING, clears(DESK, "callRejected"), clears(MOBILE, "callRejected")),
        "idle ringing idle: incoming ended: rejected",
    ),
    "the number itself is cleared": ((*BOTH_RING, clears(cause="timeout")), MISSED),
    "the number itself is diverted": (
        (*BOTH_RING, diverts(cause="callForwardNoAnswer")),
        MISSED,
    ),
    "a talk moves to another phone": (
        (
            *(*BOTH_RING, answers(DESK), clears(MOBILE), rings(MOBILE)),
            *(answers(MOBILE), clears(DESK), clears(MOBILE)),
        ),
        ANSWERED,
    ),
    "two phones talk, one of them leaves, and the other one is still there": (
        (
            *(rings(DESK), answers(DESK), rings(MOBILE), answers(MOBILE)),
            *(clears(MOBILE), holds(DESK), retrieves(DESK), clears(DESK)),
        ),
        (
            "idle ringing connected held connected idle"
            ": incoming answered held retrieved ended: answered"
        ),
    ),
    "one phone holds while another one talks": (
        (
            *(rings(DESK), answers(DESK), rings(MOBILE), answers(MOBILE)),
            *(holds(DESK), clears(MOBILE), clears(DESK)),
        ),
        "idle ringing connected held idle: incoming answered held ended: answered",
    ),
    "what one phone holds another one takes": (
        (
            *(rings(DESK), answers(DESK), holds(DESK), rings(MOBILE)),
            *(answers(MOBILE, "callPickup"), clears(DESK), clears(MOBILE)),
        ),
        (
            "idle ringing connected held connected idle"
            ": incoming answered held retrieved ended: answered"
        ),
    ),
    "two appearances (clause 10)": (
        (
            *(rings("N725&1"), rings("N725&2"), answers("N725&2")),
            *(clears("N725&1"), clears("N725&2")),
        ),
        ANSWERED,
    ),
    "a talk that goes on at another appearance": ((*TALK, bridges()), ANSWERED),
    "each phone talks for itself": (
        (
            *(dials("701", DESK), dials("702", MOBILE, "c2")),
            *(far_answers("702", call="c2", called="702"), clears(DESK)),
            clears(MOBILE, call="c2"),
        ),
        (
            "idle dialing dialing+dialing dialing+connected connected idle"
            ": outgoing outgoing answered ended ended: unanswered answered"
        ),
    ),
    "the line dials its own number and is busy": (
        (dials(LINE), fails(calling=LINE), clears()),
        "idle dialing idle: outgoing failed ended: busy",
    ),
    "the line dials its group and takes the call at its other phone, on hold": (
        (
            *(dials(GROUP, DESK), rings(MOBILE, calling=LINE, called=GROUP)),
            *(holds(DESK), answers(MOBILE, calling=LINE, called=GROUP)),
            *(clears(MOBILE), clears(DESK)),
        ),
        (
            "idle dialing held connected held idle"
            ": outgoing remote_ringing held answered held ended: answered"
        ),
    ),
    "another phone of the line fails that its group rang": (
        (
            *(dials(GROUP, DESK), rings(MOBILE, calling=LINE, called=GROUP)),
            *(fails(MOBILE, calling=LINE, called=GROUP),),
            *(far_answers(COLLEAGUE, called=GROUP), clears(DESK)),
        ),
        REACHED,
    ),
    "their phone that loses the call ends no talk": (
        (
            *(dials(), far_rings(ONE), far_rings(TWO), far_answers(TWO)),
            *(clears(ONE), 3, clears(TWO), clears()),
        ),
        REACHED,
    ),
    "one of their phones is busy, another one answers": (
        (
            *(dials(), far_rings(ONE), far_rings(TWO), far_fails(ONE)),
            *(far_answers(TWO), clears(TWO), clears()),
        ),
        REACHED,
    ),
    "one of their phones is cleared as busy, another one answers": (
        (
            *(dials(), far_rings(ONE), far_rings(TWO), clears(ONE, "busy")),
            *(far_answers(TWO), clears()),
        ),
        REACHED,
    ),
    "they go on talking at another phone": (
        (
            *(dials(), far_rings(ONE), far_answers(ONE), far_answers(TWO)),
            *(clears(ONE), 3, clears()),
        ),
        REACHED,
    ),
    "the caller goes on talking at another phone": (
        (*TALK, answers("722/two", "callPickup"), clears("722/one"), 3, clears()),
        ANSWERED,
    ),
    "two calls of one caller, and one gets a new callID at its answer": (
        (
            *(rings(DESK), rings(MOBILE, call="c2"), answers(MOBILE, call="c3")),
            *(clears(DESK), clears(MOBILE, call="c3")),
        ),
        (
            "idle ringing ringing+ringing ringing+connected connected idle"
            ": incoming incoming answered missed ended ended: missed answered"
        ),
    ),
    "its other phone answers under a new callID": (
        (
            *(dials(GROUP, DESK), rings(MOBILE, calling=LINE, called=GROUP)),
            answers(MOBILE, call="c2", calling=LINE, called=GROUP),
            *(clears(MOBILE, call="c2"), clears(DESK, call="c2")),
        ),
        REACHED,
    ),
}
RINGS: dict[str, tuple[tuple[Step, ...], str]] = {
    "voice mail answers before the ring is told to be over": (
        (
            *(rings(), answers(VOICE_MAIL, "callForwardNoAnswer")),
            diverts(cause="callForwardNoAnswer", newDestination=VOICE_MAIL),
        ),
        MISSED,
    ),
    "voice mail has the call, and the cause says nothing": (
        (
            *(rings(), rings(VOICE_MAIL, "alertTimeExpired"), answers(VOICE_MAIL)),
            clears(),
        ),
        MISSED,
    ),
    "a colleague's ring goes on to another one, who answers": (
        (
            rings(called=GROUP),
            rings(COLLEAGUE, called=GROUP),
            rings(
                "704",
                "callForwardNoAnswer",
                called=GROUP,
                lastRedirectionDevice=COLLEAGUE,
            ),
            *(answers("704", called=GROUP), clears()),
        ),
        LOST,
    ),
    "a phone that fails while it rings": (
        (rings(), fails(cause="destOutOfOrder"), clears()),
        MISSED,
    ),
    "a caller who finds the line busy, told by the callID alone": (
        (fails(None),),
        "idle: missed ended: missed",
    ),
    "a queue's call that rang out here is not to be had again": (
        (
            rings(called=GROUP),
            diverts(cause="callNotAnswered"),
            *(fails(cause="doNotDisturb"), fails(cause="doNotDisturb")),
        ),
        "idle ringing idle: incoming missed ended missed ended: missed missed",
    ),
    "offered, then forwarded": (
        (offers(), diverts(cause="callForwardImmediate")),
        "idle: diverted ended: diverted",
    ),
    "offered, then rings": ((offers(), *TALK, clears()), ANSWERED),
    "under another name, forwarded at once": (
        (diverts("alice", "callForwardImmediate", own="null"),),
        "idle: diverted ended: diverted",
    ),
    "under another name, busy": (
        (fails("alice", own="fail"),),
        "idle: missed ended: missed",
    ),
    "the exchange calls back for the line": (
        (
            *(rings(cause="callBack", calling=LINE, called=FAR), answers(calling=LINE)),
            *(far_rings(FAR), far_answers(FAR), clears()),
        ),
        REACHED,
    ),
    "the hold reminder of a call that the line placed": (
        (
            *(dials(), far_answers(FAR), holds(LINE), rings(cause="recall")),
            *(answers(), clears()),
        ),
        (
            "idle dialing connected held ringing connected idle"
            ": outgoing answered held retrieved ended: answered"
        ),
    ),
    "the hold reminder, whatever it is told with": (
        (*TALK, holds(LINE), rings(cause="timeout"), retrieves(LINE), clears()),
        (
            "idle ringing connected held ringing connected idle"
            ": incoming answered held retrieved ended: answered"
        ),
    ),
    "dialed, cleared as busy, and no Failed": (
        (dials(), far_rings(FAR), clears(FAR, "busy"), clears()),
        "idle dialing idle: outgoing remote_ringing failed ended: busy",
    ),
    "outside, cleared as busy": (
        (dials(OUTSIDE), leaves(OUTSIDE), clears(TRUNK, "busy"), clears()),
        "idle dialing idle: outgoing failed ended: busy",
    ),
    "dialed, and only our own end says why": (
        (dials(), clears(cause="destNotObtainable")),
        "idle dialing idle: outgoing failed ended: failed",
    ),
    "a transfer that we make by hand to somebody who rings": (
        (
            *(*TALK, holds(LINE), dials("701", call="c2")),
            far_rings("701", call="c2", called="701"),
            joins("Transfered", LINE, "701", CALLER, "701", old=("c1", "c2"), new="c3"),
        ),
        (
            "idle ringing connected held held+dialing idle: incoming answered held outgoing"
            " remote_ringing transferred ended ended: answered unanswered"
        ),
    ),
    "a call that we have transferred comes back": (
        (
            *(*TALK, joins("Transfered", LINE, "701", CALLER, "701", new="c2")),
            rings(cause="recallNoAnswer", call="c2"),
            *(answers(call="c2"), clears(call="c2")),
        ),
        (
            "idle ringing connected idle ringing connected idle"
            ": incoming answered transferred ended incoming answered ended"
            ": answered answered"
        ),
    ),
    "parked, and nobody fetched it": (
        (*TALK, diverts(cause="park"), rings(cause="recall"), answers(), clears()),
        (
            "idle ringing connected idle ringing connected idle"
            ": incoming answered ended incoming answered ended: answered answered"
        ),
    ),
}


@pytest.mark.parametrize("name", PHONES)
def test_several_phones_of_one_number(name: str) -> None:
    steps, told = PHONES[name]
    assert _flow(steps) == told


@pytest.mark.parametrize("name", RINGS)
def test_why_a_ring_or_a_call_is_over(name: str) -> None:
    steps, told = RINGS[name]
    assert _flow(steps) == told


# Who it is


def _trunk(tag: str) -> str:
    return party(tag, TRUNK)


@pytest.mark.parametrize(
    ("steps", "numbers"),
    [
        (
            (
                rings(
                    LINE,
                    "newCall",
                    "c1",
                    party("networkCallingDevice", OUTSIDE),
                    _trunk("networkInterfaceUsed"),
                    calling=TRUNK,
                ),
                answers(
                    LINE,
                    "normal",
                    "c1",
                    _trunk("networkInterfaceUsed"),
                    calling=TRUNK,
                ),
            ),
            [OUTSIDE],
        ),
        (
            (
                rings(
                    LINE,
                    "newCall",
                    "c1",
                    _trunk("associatedCallingDevice"),
                    calling=None,
                ),
                informs(calling=OUTSIDE),
            ),
            [None, OUTSIDE],
        ),
        (
            (
                dials(OUTSIDE),
                far_answers(
                    TRUNK,
                    "normal",
                    "c1",
                    _trunk("associatedCalledDevice"),
                    called=OUTSIDE,
                ),
            ),
            [OUTSIDE],
        ),
        (
            (
                *(dials(GROUP), queues(GROUP, called=GROUP)),
                far_rings("701", "distributed", called=GROUP),
                far_rings("702", "distributed", called=GROUP),
                far_answers("701", called=GROUP),
            ),
            [GROUP, "701", "702", "701"],
        ),
        (
            (
                *(dials("701"), far_rings("701", called="701")),
                far_answers("702", called="701"),
            ),
            ["701"],
        ),
    ],
    ids=[
        "an answer that names the trunk as the caller",
        "a trunk that is all there is, and then the caller",
        "a trunk that answers",
        "of those whom a group rang the first one answers",
        "somebody answers, and nothing says why",
    ],
)
def test_who_is_on_the_other_side(
    steps: tuple[Step, ...], numbers: list[str | None]
) -> None:
    assert see(*steps).parties == numbers


# A snapshot in the middle


BREAKS: dict[str, tuple[tuple[Step, ...], str]] = {
    "a second phone rings while the first one talks": (
        (
            *(*BOTH_RING, answers(DESK)),
            {
                "SnapshotDevice": calls_are(
                    (MOBILE, "c1", "alerting connected connected"),
                    (DESK, "c1", "connected connected alerting"),
                ),
                "SnapshotCall": in_call(
                    {DESK: "connected", MOBILE: "alerting", CALLER: "connected"}
                ),
            },
            *(breaks, clears(MOBILE), clears(DESK)),
        ),
        ANSWERED,
    ),
    "of two phones that rang one is left": (
        (
            *BOTH_RING,
            {
                "SnapshotDevice": calls_are((MOBILE, "c1", "alerting connected")),
                "SnapshotCall": in_call({MOBILE: "alerting", CALLER: "connected"}),
            },
            *(breaks, clears(MOBILE, "callNotAnswered")),
        ),
        MISSED,
    ),
    "the talk goes on at another phone": (
        (
            *(*BOTH_RING, answers(DESK), clears(MOBILE)),
            {
                "SnapshotDevice": calls_are((MOBILE, "c1", "connected connected")),
                "SnapshotCall": in_call({MOBILE: "connected", CALLER: "connected"}),
            },
            *(breaks, clears(MOBILE)),
        ),
        ANSWERED,
    ),
    "the line's phones talk with each other": (
        (
            *(dials(GROUP, DESK), rings(MOBILE, calling=LINE, called=GROUP)),
            answers(MOBILE, calling=LINE, called=GROUP),
            {
                "SnapshotDevice": calls_are(
                    (DESK, "c1", "connected connected"),
                    (MOBILE, "c1", "connected connected"),
                ),
                "SnapshotCall": in_call({DESK: "connected", MOBILE: "connected"}),
            },
            *(breaks, clears(MOBILE), clears(DESK)),
        ),
        REACHED,
    ),
    "it is over": (
        (*TALK, {"SnapshotDevice": calls_are()}, breaks),
        "idle ringing connected idle: incoming answered ended: unknown",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_connection_breaks_in_the_middle(name: str) -> None:
    steps, told = BREAKS[name]
    assert _flow(steps) == told
