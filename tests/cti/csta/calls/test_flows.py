"""Flows of calls as ECMA-269 lets exchanges tell them: states, events and outcome of each.

The table in docs/entities.md says the same of what is common; here is every cause and order.
"""

from contextlib import suppress

import pytest

from custom_components.telephony.cti.errors import TelephonyError
from custom_components.telephony.cti.model import DialedNumber, Outcome

from ..dress import ELTEX
from ..flows import (
    ANSWERED,
    BOTH_RING,
    GROUP,
    MISSED,
    OUTSIDE,
    PHONES,
    REACHED,
    RINGS,
    TALK,
    TRUNK,
)
from ..joined_flows import JOINED, JOINING, RENAMED, SENT_ON
from ..scripted_world import ScriptedWorld
from ..telling import (
    CALLER,
    DESK,
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
    far_rings,
    holds,
    in_call,
    informs,
    leaves,
    offers,
    party,
    queues,
    retrieves,
    rings,
    see,
    waits,
)

UNTOLD = JOINED | JOINING | SENT_ON | RENAMED
EVERY_KIND = (
    *("normal", "normalClearing", "multipleAlerting", "callPickup", "redirected"),
    *("callCancelled", "callNotAnswered", "transfer", "busy", "destOutOfOrder"),
)


def _flow(steps: tuple[Step, ...], *, snapshots: bool = False) -> str:
    """Return in one line what is seen of the line."""
    seen = see(*steps, snapshots=snapshots)
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


@pytest.mark.parametrize("name", PHONES)
def test_several_phones_of_one_number(name: str) -> None:
    steps, told = PHONES[name]
    assert _flow(steps) == told


@pytest.mark.parametrize("name", RINGS)
def test_why_a_ring_or_a_call_is_over(name: str) -> None:
    steps, told = RINGS[name]
    assert _flow(steps) == told


@pytest.mark.parametrize("name", UNTOLD)
def test_calls_that_become_one_go_on_elsewhere_or_get_new_names(name: str) -> None:
    steps, told, parties = UNTOLD[name]
    assert _flow(steps) == told
    assert list(dict.fromkeys(see(*steps).parties)) == parties


LATE = (answers(), holds(LINE), retrieves(LINE), answers(cause="newCall"))


@pytest.mark.parametrize("late", LATE)
@pytest.mark.parametrize("snapshots", [True, False])
def test_what_comes_late_of_a_call_that_is_over_begins_none(
    late: str, *, snapshots: bool
) -> None:
    over = {"SnapshotDevice": calls_are()}
    tells = (over,) if snapshots else ()
    assert _flow((*tells, rings(), clears(), late), snapshots=snapshots) == MISSED
    assert _flow((*tells, *TALK, clears(), late), snapshots=snapshots) == ANSWERED
    missed = "idle ringing idle: incoming ended: unknown"
    assert _flow((rings(), over, breaks, late)) == missed


def test_a_call_that_goes_on_though_it_was_told_as_over_is_shown() -> None:
    lives = {
        "SnapshotDevice": calls_are((LINE, "c1", "connected connected")),
        "SnapshotCall": in_call({LINE: "connected", CALLER: "connected"}),
    }
    seen = see(*TALK, clears(), lives, answers(), clears(), snapshots=True)
    assert seen.states == ["idle", "ringing", "connected", "idle", "connected", "idle"]
    assert seen.outcomes == ["answered", "answered"]


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
            [TRUNK, OUTSIDE],
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
        (
            (
                {"SnapshotCall": in_call({LINE: "connected", TRUNK: "connected"})},
                *(dials(None), leaves(OUTSIDE, TRUNK)),
            ),
            [TRUNK, OUTSIDE],
        ),
        (
            (
                {
                    "SnapshotDevice": calls_are((LINE, "c1", "connected connected")),
                    "SnapshotCall": in_call({LINE: "connected", TRUNK: "connected"}),
                },
                breaks,
                answers(
                    TRUNK,
                    "normal",
                    "c1",
                    _trunk("networkInterfaceUsed"),
                    calling=OUTSIDE,
                ),
            ),
            [TRUNK, OUTSIDE],
        ),
        *(
            (
                (
                    rings(
                        LINE,
                        "newCall",
                        "c1",
                        party("networkCallingDevice", network),
                        calling=calling,
                    ),
                    answers(calling=calling),
                    clears(),
                ),
                [number],
            )
            for network, calling, number in (
                (OUTSIDE, TRUNK, OUTSIDE),
                ("restricted", TRUNK, None),
                (OUTSIDE, "030111", "030111"),
                (OUTSIDE, "restricted", None),
            )
        ),
    ],
    ids=[
        "an answer that names the trunk as the caller",
        "a trunk that is all there is, and then the caller",
        "a trunk that answers",
        "of those whom a group rang the first one answers",
        "somebody answers, and nothing says why",
        "whom a call that was dialed by hand is for, a snapshot takes the trunk",
        "a snapshot shows a trunk, and then it's told who is behind it",
        "a trunk calls, which nothing names as one, and the network tells who it is",
        "the network tells that the caller hides",
        "the network writes the caller in another form",
        "a caller who hides, whom the network would tell",
    ],
)
def test_who_is_on_the_other_side(
    steps: tuple[Step, ...], numbers: list[str | None]
) -> None:
    assert see(*steps).parties == numbers


def test_the_time_before_the_bell_is_no_time_of_ringing() -> None:
    ended = see(offers(), 5, rings(), 3, clears(cause="callCancelled")).events[-1]
    assert ended.ring_seconds == pytest.approx(3.2, abs=0.2)
    assert ended.ended_at is not None
    rang = ended.ended_at - ended.call.started_at
    assert rang.total_seconds() == pytest.approx(ended.ring_seconds, abs=0.1)
    assert see(offers(), 5, clears(cause="callCancelled")).events[-1].ring_seconds == 0


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
    "it rings here and at others of a group": (
        (
            {
                "SnapshotDevice": calls_are(
                    (LINE, "c1", "alerting alerting connected")
                ),
                "SnapshotCall": in_call(
                    {LINE: "alerting", "702": "alerting", CALLER: "connected"}
                ),
            },
            *(breaks, clears(cause="callCancelled")),
        ),
        MISSED,
    ),
    "a caller waits at the line": (
        (
            {
                "SnapshotDevice": calls_are((LINE, "c1", "queued connected")),
                "SnapshotCall": in_call({LINE: "queued", CALLER: "connected"}),
            },
            *(breaks, rings(), answers(), clears()),
        ),
        ANSWERED,
    ),
    "a call waits at the phone until it is free, and goes on waiting": (
        (
            waits(),
            {
                "SnapshotDevice": calls_are((LINE, "c1", "queued connected")),
                "SnapshotCall": in_call({LINE: "queued", CALLER: "connected"}),
            },
            *(breaks, clears(cause="callCancelled")),
        ),
        "idle: missed ended: missed",
    ),
    "a receiver is off the hook, and hears a tone": (
        (
            {
                "SnapshotDevice": calls_are((LINE, "c1", "fail")),
                "SnapshotCall": in_call({LINE: "fail"}),
            },
            *(breaks, clears()),
        ),
        "idle dialing idle: : ",
    ),
    "a call is offered, and rings": (
        (
            offers(),
            {
                "SnapshotDevice": calls_are((LINE, "c1", "alerting connected")),
                "SnapshotCall": in_call({LINE: "alerting", CALLER: "connected"}),
            },
            *(breaks, clears(cause="callCancelled")),
        ),
        MISSED,
    ),
    "a call is offered, and gone": (
        (offers(), {"SnapshotDevice": calls_are()}, breaks),
        "idle: ended: unknown",
    ),
    "a caller who found the line busy still hears the tone": (
        (
            {
                "SnapshotDevice": calls_are((LINE, "c1", "fail connected")),
                "SnapshotCall": in_call({LINE: "fail", CALLER: "connected"}),
            },
            breaks,
        ),
        "idle: : ",
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


# What we ask for


def _rejects(world: ScriptedWorld) -> None:
    (call,) = world.client.line(LINE).calls
    world.run(world.client.hangup(LINE, call.call_id))


def _deflects(world: ScriptedWorld) -> None:
    world.switch.answers["DeflectCall"] = ELTEX.message("DeflectCallResponse")
    (call,) = world.client.line(LINE).calls
    world.run(world.client.deflect(LINE, call.call_id, DialedNumber("704")))


@pytest.mark.parametrize(
    ("is_done", "outcome", "went_to"),
    [(True, Outcome.DIVERTED, "704"), (False, Outcome.MISSED, None)],
)
def test_a_ring_that_ends_while_we_ask_to_send_it_on_ends_as_the_answer_says(
    *, is_done: bool, outcome: Outcome, went_to: str | None
) -> None:
    def deflects(world: ScriptedWorld) -> None:
        def answer(_: object) -> str:
            world.switch.send(clears(cause="callForwardNoAnswer"))
            if is_done:
                return ELTEX.message("DeflectCallResponse")
            return ELTEX.error("operation", "invalidConnectionID")

        world.switch.answers["DeflectCall"] = answer
        (call,) = world.client.line(LINE).calls
        with suppress(TelephonyError):
            world.run(world.client.deflect(LINE, call.call_id, DialedNumber("704")))

    seen = see(rings(), deflects)
    ended = seen.events[-1]
    assert (ended.outcome, ended.call.diverted_to) == (outcome, went_to)
    assert seen.states[-1] == "idle"


@pytest.mark.parametrize("told", [clears(), diverts(newDestination="704")])
@pytest.mark.parametrize("rang", [(rings(),), BOTH_RING])
def test_where_we_have_sent_a_call_is_told_however_it_ends(
    rang: tuple[Step, ...], told: str
) -> None:
    ended = see(*rang, _deflects, told).events[-1]
    assert (ended.outcome, ended.call.diverted_to) == (Outcome.DIVERTED, "704")


def test_whoever_refuses_what_a_colleague_has_taken_has_refused_nothing() -> None:
    taken = answers("702", "callPickup")
    assert see(rings(), taken, _rejects, clears()).outcomes == ["answered_elsewhere"]
    assert see(rings(), _rejects, taken, clears()).outcomes == ["rejected"]
