"""Flows of calls of line 725: what ECSS-10 tells, step by step, and for some what is seen of it."""

from contextlib import suppress

from custom_components.telephony.cti.errors import TelephonyError
from custom_components.telephony.cti.model import DialedNumber

from .dress import ELTEX
from .scripted_world import ScriptedWorld
from .telling import (
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
    event,
    fails,
    far_answers,
    far_fails,
    far_rings,
    holds,
    in_call,
    joins,
    leaves,
    lifts,
    offers,
    party,
    presses,
    queues,
    retrieves,
    rings,
    silently,
    waits,
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
OUT = (dials(), far_rings(FAR), far_answers(FAR))
JOINED = joins("Conferenced", CALLER, "701", CALLER, LINE, "701")
LISTENS = silently(joins("Conferenced", "799", "799", LINE, CALLER, "799"))


def _hangs_up(world: ScriptedWorld) -> None:
    (call,) = world.client.line(LINE).calls
    world.run(world.client.hangup(LINE, call.call_id))


def _hangs_up_too_late(world: ScriptedWorld) -> None:
    def answer(_: object) -> str:
        world.switch.send(clears(cause="callCancelled"))
        return ELTEX.error("stateIncompatibility", "noConnectionToClear")

    world.switch.answers["ClearConnection"] = answer
    with suppress(TelephonyError):
        _hangs_up(world)


def _transfers(world: ScriptedWorld) -> None:
    world.switch.answers["SingleStepTransferCall"] = ELTEX.message(
        "SingleStepTransferCallResponse",
        ELTEX.connection("transferredCall", None, "c1"),
    )
    (call,) = world.client.line(LINE).calls
    world.run(world.client.transfer(LINE, call.call_id, DialedNumber("701")))


TABLE: dict[str, tuple[Step, ...]] = {
    "it rings and somebody answers": (*TALK, clears()),
    "two phones of the line ring, one answers": (
        *(rings(DESK), rings(MOBILE), answers(DESK), clears(MOBILE), clears(DESK)),
    ),
    "the talk moves from one phone of the line to another": (
        *(rings(DESK), answers(DESK), rings(MOBILE), answers(MOBILE)),
        *(clears(DESK), clears(MOBILE)),
    ),
    "a call is offered, and rings then": (offers(), *TALK, clears()),
    "a call is offered, and the caller gives up before it rings": (
        *(offers(), 2, clears(cause="callCancelled")),
    ),
    "a call waits at the line's phone, parked there or until it's free, and rings then": (
        *(waits(cause="campOn"), *TALK, clears()),
    ),
    "it waits there, and a colleague takes it before it rings": (
        *(waits(cause="park"), 2, diverts(cause="callPickup")),
    ),
    "it waits there, and the caller gives up before it rings": (
        *(waits(cause="campOn"), 2, clears(cause="callCancelled")),
    ),
    "it rings, and the caller gives up": (rings(), clears(cause="callCancelled")),
    "it rings out": (rings(), clears(cause="alertTimeExpired")),
    "it rings out, and voice mail, a queue or a colleague gets the call": (
        rings(),
        diverts(cause="callForwardNoAnswer", newDestination=VOICE_MAIL),
    ),
    "it rings, and a colleague picks it up": (rings(), diverts(cause="callPickup")),
    "it rings, and another line of a group answers": (
        *(rings(called=GROUP), answers(COLLEAGUE, called=GROUP), clears()),
    ),
    "another appearance of a shared line answers (Bridged)": (rings(), bridges()),
    "it rings on several lines and stops, no cause says why, and the phone system"
    " says that somebody answered": (
        {"SnapshotCall": in_call({CALLER: "connected", COLLEAGUE: "connected"})},
        *(rings(called=GROUP), clears()),
    ),
    "the same, and the phone system says that nobody did": (
        {"SnapshotCall": in_call({CALLER: "connected", COLLEAGUE: "alerting"})},
        *(rings(called=GROUP), clears()),
    ),
    "it's forwarded at once": (
        diverts(cause="callForwardImmediate", newDestination=VOICE_MAIL),
    ),
    "it rings, and is sent on": (
        rings(),
        diverts(cause="redirected", newDestination=COLLEAGUE),
    ),
    "the line is busy or not to be disturbed": (fails(cause="doNotDisturb"),),
    "Home Assistant hangs up a ringing call": (rings(), _hangs_up, clears()),
    "Home Assistant hangs up a ringing call just after the caller did": (
        rings(),
        _hangs_up_too_late,
    ),
    "the phone refuses it, and the phone system says so": (
        rings(),
        clears(cause="callRejected"),
    ),
    "a second call rings while the line talks, and nobody takes it": (
        *(*TALK, rings(call="c2"), clears(call="c2", cause="timeout"), clears()),
    ),
    "the line holds, and takes the call back": (
        *(*TALK, holds(LINE), retrieves(LINE), clears()),
    ),
    "a call on hold rings back": (
        *(*TALK, holds(LINE), rings(cause="recall"), answers(), clears()),
    ),
    "the other side holds the call": (
        *(*TALK, holds(CALLER), retrieves(CALLER), clears()),
    ),
    "somebody presses keys during the call": (*TALK, presses("5"), clears()),
    "the call is made a conference of several": (*TALK, JOINED, clears()),
    "somebody listens or records": (*TALK, LISTENS, clears("799"), clears()),
    "the line is taken into somebody's call, as a supervisor for instance": (
        joins("Conferenced", LINE, LINE, "701", "702", LINE),
        clears(),
    ),
    "the other side transfers the call": (
        *TALK,
        joins("Transfered", CALLER, "701", LINE, "701", new="c2"),
        clears(call="c2"),
    ),
    "the caller transfers the call while it still rings here": (
        *(rings(), joins("Transfered", CALLER, "701", LINE, "701", new="c2")),
        *(answers(call="c2", calling="701"), clears(call="c2")),
    ),
    "the line transfers the call": (*TALK, _transfers, clears()),
    "the line parks the call": (*TALK, diverts(cause="park")),
    "only a tone is left: the other side has hung up and the line hasn't": (
        *(*TALK, clears(CALLER, own="fail"), 20, clears()),
    ),
    "a receiver is lifted and picks up a colleague's call": (
        *(lifts("c9"), answers(cause="callPickup", called=COLLEAGUE), clears()),
    ),
    "a call is placed and answered": (*OUT, clears()),
    "its own phone rings first, as for a call that Home Assistant places": (
        *(rings(cause="makeCall", calling=LINE, called=FAR), dials()),
        *(far_rings(FAR), far_answers(FAR), clears()),
    ),
    "a number is dialed by hand: it's told as soon as the phone system tells it": (
        *(lifts(), *map(presses, FAR), dials(None), far_rings(FAR)),
        *(far_answers(FAR), clears()),
    ),
    "a call waits in a queue": (
        *(dials(GROUP), queues(GROUP, called=GROUP)),
        far_rings(COLLEAGUE, "distributed", called=GROUP),
        *(far_answers(COLLEAGUE, called=GROUP), clears()),
    ),
    "the queue gives up, and voice mail answers": (
        *(dials(GROUP), queues(GROUP, called=GROUP)),
        diverts(GROUP, "overflow", calling=LINE, newDestination=VOICE_MAIL),
        *(far_answers(VOICE_MAIL, called=GROUP), clears()),
    ),
    "nobody answers a call that was placed": (
        *(dials(), far_rings(FAR), clears(cause="callNotAnswered")),
    ),
    "the other end is busy": (dials(), far_fails(FAR), clears()),
    "a call can't be put through": (
        *(dials(), far_fails(FAR, "numberUnallocated"), clears()),
    ),
    "a call goes outside, and the phone system doesn't tell what happens there": (
        *(dials(OUTSIDE), leaves(OUTSIDE), 60, clears()),
    ),
    "a receiver is lifted and put down": (lifts(), dials(None), clears()),
    "the phone system gives the call another `switch_call_id` when it's answered or held": (
        *(rings(), answers(call="c2"), holds(LINE, call="c3")),
        *(retrieves(LINE, call="c4"), clears(call="c4")),
    ),
    "the call goes on while the connection is down": (
        *TALK,
        {"SnapshotDevice": calls_are((LINE, "c1", "connected connected"))},
        *(breaks, clears()),
    ),
    "it ends while the connection is down": (
        *(*TALK, {"SnapshotDevice": calls_are()}, breaks),
    ),
    "the phone goes out of service, and comes back": (
        ELTEX.event("OutOfService", LINE, party("device", LINE)),
        ELTEX.event("BackInService", LINE, party("device", LINE)),
    ),
}
"""The rows of the table in docs/entities.md."""

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
    "the bare number answers, one of two phones": (
        (*BOTH_RING, answers(), clears(MOBILE, "multipleAlerting"), clears(DESK)),
        ANSWERED,
    ),
    "two appearances (clause 10)": (
        (
            *(rings("N725&1"), rings("N725&2"), answers("N725&2")),
            *(clears("N725&1"), clears("N725&2")),
        ),
        ANSWERED,
    ),
    "a talk that goes on at another appearance": ((*TALK, bridges()), ANSWERED),
    "the line dials its group, talks with itself, and takes that to a third phone": (
        (
            *(dials(GROUP, DESK), rings(MOBILE, calling=LINE, called=GROUP)),
            answers(MOBILE, calling=LINE, called=GROUP),
            answers("725/third", "callPickup", calling=LINE, called=GROUP),
            *(clears(DESK), clears("725/third"), clears(MOBILE)),
        ),
        REACHED,
    ),
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
    "a group's call overflows to voice mail before the ring is told to be over": (
        (
            *(rings(called=GROUP), rings(COLLEAGUE, called=GROUP)),
            rings(VOICE_MAIL, "overflow", called=GROUP, lastRedirectionDevice=GROUP),
            *(answers(VOICE_MAIL, called=GROUP), clears()),
        ),
        MISSED,
    ),
    "it overflows, and nothing says from whom": (
        (
            *(rings(), rings(VOICE_MAIL, "overflow"), answers(VOICE_MAIL)),
            clears(),
        ),
        MISSED,
    ),
    "a call is offered there, and they aren't to be had": (
        (
            dials(),
            event("Offered", FAR, callingDevice=LINE, calledDevice=FAR),
            *(clears(FAR, "callNotAnswered"), clears()),
        ),
        "idle dialing idle: outgoing ended: unanswered",
    ),
    "it rings outside before the call is said to have left": (
        (
            *(dials(OUTSIDE), far_rings(TRUNK, called=OUTSIDE), leaves(OUTSIDE)),
            *(clears(TRUNK), clears()),
        ),
        "idle dialing idle: outgoing remote_ringing ended: unanswered",
    ),
    "a receiver is lifted, and there is but a tone": (
        (
            *(lifts(), fails(cause="reorderTone", calling=LINE, called=None)),
            clears(),
        ),
        "idle dialing idle: : ",
    ),
    "a number is dialed by hand that there is not": (
        (
            *(lifts(), presses("9"), presses("9")),
            *(fails(cause="numberUnallocated", calling=LINE, called=None), clears()),
        ),
        "idle dialing idle: outgoing failed ended: failed",
    ),
    "a number that nothing tells can't be reached": (
        (
            *(dials(None), fails(cause="numberUnallocated", calling=LINE, called=None)),
            clears(),
        ),
        "idle dialing idle: outgoing failed ended: failed",
    ),
    "it rings outside, as its trunk tells, and nobody answers": (
        (
            *(dials(OUTSIDE), leaves(OUTSIDE), far_rings(TRUNK, called=OUTSIDE)),
            *(clears(TRUNK), clears()),
        ),
        "idle dialing idle: outgoing remote_ringing ended: unanswered",
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
    "offered, then taken back, and nothing says why": (
        (offers(), clears(cause="normal")),
        "idle: missed ended: missed",
    ),
    "offered, then refused by the phone itself": (
        (offers(), fails(cause="doNotDisturb"), clears()),
        "idle: missed ended: missed",
    ),
    "offered, then answered without a bell": (
        (offers(), answers(), clears()),
        "idle connected idle: incoming answered ended: answered",
    ),
    "offered, answered without a bell, and transferred by its caller": (
        (
            *(offers(), answers()),
            joins("Transfered", CALLER, "701", LINE, "701", new="c2"),
            clears(call="c2"),
        ),
        "idle connected idle: incoming answered transferred ended: answered",
    ),
    "offered to two phones, none of which rings": (
        (offers(DESK), offers(MOBILE), clears(DESK, "callCancelled"), clears(MOBILE)),
        "idle: missed ended: missed",
    ),
    "offered to two phones, one of which rings": (
        (
            *(offers(DESK), offers(MOBILE), rings(DESK), clears(MOBILE, "timeout")),
            *(answers(DESK), clears(DESK)),
        ),
        ANSWERED,
    ),
    "offered to one phone, which takes none, and then to another one": (
        (
            {"SnapshotCall": in_call({CALLER: "connected", DESK: "alerting"})},
            *(offers(MOBILE), clears(MOBILE, "destOutOfOrder")),
            *(offers(DESK), rings(DESK), answers(DESK), clears(DESK)),
        ),
        ANSWERED,
    ),
    "offered to a group, and a colleague takes it": (
        (offers(called=GROUP), answers(COLLEAGUE, called=GROUP), clears()),
        "idle: ended: answered_elsewhere",
    ),
    "the same, and only the phone system can tell": (
        (
            {"SnapshotCall": in_call({CALLER: "connected", COLLEAGUE: "connected"})},
            *(offers(called=GROUP), clears(cause="callCancelled")),
        ),
        "idle: ended: answered_elsewhere",
    ),
    "transferred by its caller before it rings": (
        (
            *(offers(), joins("Transfered", CALLER, "701", LINE, "701", new="c2")),
            *(rings(call="c2", calling="701"), clears(call="c2", cause="timeout")),
        ),
        MISSED,
    ),
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
    "the phone system rings all phones of the line first, one is lifted": (
        (
            rings(DESK, "makeCall", calling=LINE, called=FAR),
            rings(MOBILE, "makeCall", calling=LINE, called=FAR),
            answers(MOBILE, "makeCall", calling=LINE, called=FAR),
            *(clears(DESK, "multipleAlerting"), far_rings(FAR), far_answers(FAR)),
            clears(MOBILE),
        ),
        REACHED,
    ),
    "the phone system rings all phones of the line first, and none is lifted": (
        (
            rings(DESK, "makeCall", calling=LINE, called=FAR),
            rings(MOBILE, "makeCall", calling=LINE, called=FAR),
            *(clears(DESK, "callNotAnswered"), clears(MOBILE, "callNotAnswered")),
        ),
        "idle dialing idle: outgoing ended: unanswered",
    ),
    "its own phone can't be rung for a call that Home Assistant places": (
        (
            rings(cause="makeCall", calling=LINE, called=FAR),
            fails(cause="destOutOfOrder", calling=LINE, called=FAR),
            clears(),
        ),
        "idle dialing idle: outgoing failed ended: failed",
    ),
    "the trunk is dropped, and our own end has failed": (
        (*TALK, clears(TRUNK, own="fail"), clears()),
        "idle ringing connected dialing idle: incoming answered ended: answered",
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
    "outside, cleared since nobody has answered": (
        (dials(OUTSIDE), leaves(OUTSIDE), clears(TRUNK, "callNotAnswered"), clears()),
        "idle dialing idle: outgoing ended: unanswered",
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
"""What comes before the last line of each is what is seen of it: states, events, outcomes."""
