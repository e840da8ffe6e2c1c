"""Flows of line 725 in which calls become one, go on elsewhere, or get other names: what is seen of each.

A row ends with what is shown, and with the numbers of the other side as they come.
"""

from .flows import (
    ANSWERED,
    BOTH_RING,
    COLLEAGUE,
    GROUP,
    LISTENS,
    LOST,
    MISSED,
    OUTSIDE,
    REACHED,
    TALK,
    TRUNK,
    VOICE_MAIL,
)
from .telling import (
    CALLER,
    DESK,
    FAR,
    LINE,
    MOBILE,
    NOT_SUPPORTED,
    Step,
    answers,
    breaks,
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
    offers,
    party,
    queues,
    retrieves,
    rings,
)

type Flow = tuple[tuple[Step, ...], str, list[str | None]]

USED = party("networkInterfaceUsed", TRUNK)
FROM_OUTSIDE = (
    rings(
        LINE,
        "newCall",
        "c1",
        party("networkCallingDevice", OUTSIDE),
        USED,
        calling=TRUNK,
    ),
    answers(LINE, "normal", "c1", USED, calling=TRUNK),
)
CONSULTS = (
    holds(LINE),
    dials("701", call="c2"),
    far_rings("701", call="c2", called="701"),
    far_answers("701", call="c2", called="701"),
)
TRANSFERRED = (
    "idle ringing connected idle: incoming answered transferred ended: answered"
)
CONFERENCED = (
    "idle ringing connected idle: incoming answered conferenced ended: answered"
)
RANG_ON = "idle ringing connected idle: incoming transferred answered ended: answered"


def _by(message: str, more: str) -> str:
    """Let an event say more."""
    return message.replace("<cause>", f"{more}<cause>")


JOINED: dict[str, Flow] = {
    "a caller from outside, whom we join with a colleague, leaves by his trunk": (
        (
            *(*FROM_OUTSIDE, joins("Conferenced", LINE, "701", LINE, TRUNK, "701")),
            *(clears(TRUNK), clears("701"), clears()),
        ),
        CONFERENCED,
        [OUTSIDE, "701"],
    ),
    "the caller from outside hangs up, as his trunk tells": (
        (*FROM_OUTSIDE, clears(TRUNK), 5, clears()),
        "idle ringing connected dialing idle: incoming answered ended: answered",
        [OUTSIDE],
    ),
    "the colleague leaves, and then the caller from outside": (
        (
            *(*FROM_OUTSIDE, joins("Conferenced", LINE, "701", LINE, TRUNK, "701")),
            *(clears("701"), clears(TRUNK, own="fail"), 5, clears()),
        ),
        (
            "idle ringing connected dialing idle"
            ": incoming answered conferenced ended: answered"
        ),
        [OUTSIDE],
    ),
    "transferred to a number outside, and the list has its trunk": (
        (
            *TALK,
            _by(joins("Transfered", CALLER, OUTSIDE, LINE, TRUNK, new="c2"), USED),
            clears(call="c2"),
        ),
        TRANSFERRED,
        [CALLER, OUTSIDE],
    ),
    "transferred to a trunk, and nobody says who is behind it": (
        (
            *TALK,
            _by(joins("Transfered", CALLER, TRUNK, LINE, TRUNK, new="c2"), USED),
            clears(call="c2"),
        ),
        TRANSFERRED,
        [CALLER, None],
    ),
    "the caller takes somebody from outside in, who leaves by his trunk": (
        (
            *TALK,
            _by(joins("Conferenced", CALLER, OUTSIDE, CALLER, LINE, TRUNK), USED),
            *(clears(CALLER), clears(TRUNK), clears()),
        ),
        CONFERENCED,
        [CALLER, OUTSIDE],
    ),
    "a call on hold is joined with one to outside, and held again": (
        (
            *(*TALK, holds(LINE), dials(OUTSIDE, call="c2")),
            leaves(OUTSIDE).replace(">c1<", ">c2<"),
            far_answers(TRUNK, "normal", "c2", USED, called=OUTSIDE),
            joins(
                "Conferenced",
                LINE,
                OUTSIDE,
                *(CALLER, LINE, TRUNK),
                old=("c1", "c2"),
                new="c3",
            ),
            *(holds(LINE, call="c3"), retrieves(LINE, call="c3")),
            *(clears(CALLER, call="c3"), clears(call="c3")),
        ),
        (
            "idle ringing connected held held+dialing held+connected connected held"
            " connected idle: incoming answered held outgoing answered ended retrieved"
            " conferenced held retrieved ended: answered answered"
        ),
        [CALLER, OUTSIDE],
    ),
    "somebody outside, behind a trunk, transfers us": (
        (
            *(dials(OUTSIDE), leaves(OUTSIDE)),
            far_answers(
                TRUNK,
                "normal",
                "c1",
                party("associatedCalledDevice", TRUNK),
                called=OUTSIDE,
            ),
            joins("Transfered", TRUNK, "701", LINE, "701", new="c2"),
            clears(call="c2"),
        ),
        "idle dialing connected idle: outgoing answered transferred ended: answered",
        [OUTSIDE, "701"],
    ),
    "the caller sends us to a colleague, who lets it ring until it goes on": (
        (
            *(*TALK, joins("Transfered", CALLER, "701", LINE, "701", new="c2")),
            far_rings("701", "singleStepTransfer", "c2", calling=LINE, called="701"),
            diverts("701", "callForwardNoAnswer", "c2", newDestination="702"),
            far_rings("702", "callForwardNoAnswer", "c2", calling=LINE, called="701"),
            clears(call="c2"),
        ),
        TRANSFERRED,
        [CALLER, "701", "702"],
    ),
    "the same, and only the next ring tells where it has gone": (
        (
            *(*TALK, joins("Transfered", CALLER, "701", LINE, "701", new="c2")),
            far_rings("701", "singleStepTransfer", "c2", calling=LINE, called="701"),
            far_rings(
                "702",
                "callForwardNoAnswer",
                "c2",
                calling=LINE,
                called="701",
                lastRedirectionDevice="701",
            ),
            clears(call="c2"),
        ),
        TRANSFERRED,
        [CALLER, "701", "702"],
    ),
    "two phones ring while the caller is transferred, and the other one is lifted": (
        (
            *BOTH_RING,
            joins("Transfered", CALLER, "701", DESK, "701", new="c2"),
            answers(MOBILE, call="c2", calling="701"),
            *(clears(DESK, call="c2"), clears(MOBILE, call="c2")),
        ),
        RANG_ON,
        [CALLER, "701"],
    ),
    "two phones ring, one answers, the call is transferred, the loser is told late": (
        (
            *(*BOTH_RING, answers(DESK)),
            joins("Transfered", CALLER, "701", DESK, "701", new="c2"),
            *(clears(MOBILE), clears(DESK, call="c2")),
        ),
        TRANSFERRED,
        [CALLER, "701"],
    ),
    "both ends of a transfer ring, and the other one is lifted first, as a new call": (
        (
            rings(),
            joins("Transfered", CALLER, "701", LINE, "701", new="c2"),
            answers("701", call="c3", calling="701"),
            *(answers(call="c3", calling="701"), clears(call="c3")),
        ),
        RANG_ON,
        [CALLER, "701"],
    ),
    "both ends of a transfer ring, the other one is lifted, and nobody comes here": (
        (
            rings(),
            joins("Transfered", CALLER, "706", LINE, "706", new="c2"),
            answers("706", call="c2", calling="706"),
            clears(call="c2", cause="callNotAnswered"),
        ),
        "idle ringing idle: incoming transferred missed ended: missed",
        [CALLER, "706"],
    ),
    "transferred to somebody who rings, and answers as a new call": (
        (
            *(*TALK, joins("Transfered", CALLER, "701", LINE, "701", new="c2")),
            far_rings("701", call="c2", called="701"),
            *(answers("701", call="c3", calling=LINE, called="701"), clears(call="c3")),
        ),
        TRANSFERRED,
        [CALLER, "701"],
    ),
    "a conference of which nobody is named but the one who makes it": (
        (*TALK, joins("Conferenced", CALLER, None), clears(CALLER), clears()),
        CONFERENCED,
        [CALLER, None],
    ),
    "a listener stays one in a transfer that lists him": (
        (
            *(*TALK, LISTENS),
            joins("Transfered", CALLER, "701", LINE, "701", "799", new="c2"),
            *(clears("799", call="c2"), clears(call="c2")),
        ),
        (
            "idle ringing connected idle"
            ": incoming answered conferenced transferred ended: answered"
        ),
        [CALLER, "701"],
    ),
    "both calls of an attended transfer are only cleared": (
        (
            *(*TALK, *CONSULTS),
            *(clears(cause="transfer"), clears(call="c2", cause="transfer")),
        ),
        (
            "idle ringing connected held held+dialing held+connected connected idle"
            ": incoming answered held outgoing remote_ringing answered"
            " transferred ended transferred ended: answered answered"
        ),
        [CALLER, "701"],
    ),
}
"""Transfers and conferences: who is in it, whatever a list has."""

SENT_ON: dict[str, Flow] = {
    "two phones are sent on, and the second one is only cleared": (
        (
            *(*BOTH_RING, diverts(DESK, "redirected", newDestination="704")),
            rings("704", "redirected", lastRedirectionDevice=LINE),
            clears(MOBILE),
        ),
        "idle ringing idle: incoming diverted ended: diverted",
        [CALLER],
    ),
    "two phones ring out, voice mail rings, and the second one is only cleared": (
        (
            *(*BOTH_RING, clears(DESK, "callNotAnswered")),
            rings(VOICE_MAIL, "callForwardNoAnswer", lastRedirectionDevice=LINE),
            *(answers(VOICE_MAIL), clears(MOBILE)),
        ),
        MISSED,
        [CALLER],
    ),
    "the phone transfers a call that it has not answered": (
        (rings(), joins("Transfered", LINE, "704", CALLER, "704", new="c2")),
        "idle ringing idle: incoming transferred diverted ended: diverted",
        [CALLER],
    ),
    "a call that was forwarded here is picked up by a colleague": (
        (
            rings(
                LINE,
                "callForwardNoAnswer",
                called=COLLEAGUE,
                lastRedirectionDevice=COLLEAGUE,
            ),
            answers("704", "callPickup", called=COLLEAGUE),
            diverts(cause="callPickup", newDestination="704"),
        ),
        LOST,
        [CALLER],
    ),
    "whom we dialed is forwarded, and the phone that is reached says nothing of it": (
        (
            dials(),
            diverts(
                FAR,
                "callForwardImmediate",
                calling=LINE,
                called=FAR,
                newDestination="704",
            ),
            *(far_rings("704"), far_answers("704"), clears()),
        ),
        REACHED,
        [FAR, "704"],
    ),
    "the call that we dialed is forwarded, and picked up from there": (
        (
            *(dials(), far_rings(FAR)),
            diverts(
                FAR,
                "callForwardNoAnswer",
                calling=LINE,
                called=FAR,
                newDestination="704",
            ),
            far_rings("704", "callForwardNoAnswer"),
            *(far_answers("705", "callPickup"), clears("704"), clears()),
        ),
        REACHED,
        [FAR, "704", "705"],
    ),
    "a queue overflows to voice mail, which answers at once": (
        (
            *(dials(GROUP), queues(GROUP, called=GROUP)),
            diverts(
                GROUP,
                "queueTimeOverflow",
                calling=LINE,
                called=GROUP,
                newDestination=VOICE_MAIL,
            ),
            *(far_answers(VOICE_MAIL, called=GROUP), clears()),
        ),
        "idle dialing connected idle: outgoing queued answered ended: answered",
        [GROUP, VOICE_MAIL],
    ),
    "our call is forwarded to outside, where only a trunk is told of": (
        (
            dials(),
            diverts(
                FAR,
                "callForwardImmediate",
                calling=LINE,
                called=FAR,
                newDestination=OUTSIDE,
            ),
            *(leaves(OUTSIDE), far_rings(TRUNK, called=OUTSIDE)),
            *(far_answers(TRUNK, called=OUTSIDE), clears()),
        ),
        REACHED,
        [FAR, OUTSIDE],
    ),
    "the same, where the number dialed goes on being told": (
        (
            dials(),
            diverts(
                FAR,
                "callForwardImmediate",
                calling=LINE,
                called=FAR,
                newDestination=OUTSIDE,
            ),
            *(leaves(FAR), far_rings(TRUNK), far_answers(TRUNK), clears()),
        ),
        REACHED,
        [FAR, OUTSIDE],
    ),
    "the caller puts us through to somebody who is busy, and comes back": (
        (
            *(*TALK, joins("Transfered", CALLER, "701", LINE, new="c2")),
            fails("701", "busy", "c2", calling=LINE, called="701"),
            rings(CALLER, "recallBusy", "c2", calling=LINE, called="701"),
            answers(CALLER, "recallBusy", "c2", calling=LINE, called="701"),
            *(5, clears(call="c2")),
        ),
        (
            "idle ringing connected dialing connected idle"
            ": incoming answered transferred ended: answered"
        ),
        [CALLER, "701"],
    ),
    "a trunk that an earlier call has told of rings, and nothing tells for whom": (
        (
            *(dials(OUTSIDE), leaves(OUTSIDE), clears(cause="callCancelled")),
            *(dials(None, call="c2"), far_rings(TRUNK, call="c2", called=None)),
            *(far_answers(TRUNK, call="c2", called=None), clears(call="c2")),
        ),
        (
            "idle dialing idle dialing connected idle: outgoing ended"
            " outgoing remote_ringing answered ended: unanswered answered"
        ),
        [OUTSIDE, None],
    ),
    "busy at first, and answered when it's tried again": (
        (dials(), far_fails(FAR), far_rings(FAR), far_answers(FAR), clears()),
        (
            "idle dialing connected idle"
            ": outgoing failed remote_ringing answered ended: answered"
        ),
        [FAR],
    ),
}
"""Calls that go on elsewhere."""

JOINING = {
    f"somebody comes in with {cause}, and leaves again": (
        (*TALK, answers("701", cause), clears("701"), 5, clears()),
        ANSWERED,
        [CALLER],
    )
    for cause in ("intrude", "override", "activeParticipation", "joinCall")
}
"""Talks that somebody joins whom nobody has put through (12.2.15)."""

RENAMED: dict[str, Flow] = {
    "a caller's call gets a new callID at its answer, its hold and its retrieval": (
        (
            *(rings(), answers(call="c2"), holds(LINE, call="c3")),
            *(retrieves(LINE, call="c4"), clears(call="c4")),
        ),
        (
            "idle ringing connected held connected idle"
            ": incoming answered held retrieved ended: answered"
        ),
        [CALLER],
    ),
    "the same of one phone of several": (
        (
            *(*BOTH_RING, answers(DESK, call="c2"), holds(DESK, call="c3")),
            *(clears(MOBILE), retrieves(DESK, call="c4"), clears(DESK, call="c4")),
        ),
        (
            "idle ringing connected held connected idle"
            ": incoming answered held retrieved ended: answered"
        ),
        [CALLER],
    ),
    "our call gets a new callID at its ring-back and at its answer": (
        (
            *(dials(), far_rings("703/one", call="c2")),
            *(far_answers("703/one", call="c3"), clears(call="c3")),
        ),
        REACHED,
        [FAR],
    ),
    "the other side holds under a new callID": (
        (
            *TALK,
            holds(CALLER, call="c2"),
            retrieves(CALLER, call="c3"),
            clears(call="c3"),
        ),
        ANSWERED,
        [CALLER],
    ),
    "after a transfer our phone, whose answer names nobody, has a new callID": (
        (
            *(rings(), joins("Transfered", CALLER, "701", LINE, "701", new="c2")),
            *(answers(call="c3", calling=LINE, called=None), clears(call="c3")),
        ),
        RANG_ON,
        [CALLER, "701"],
    ),
    "nothing tells which of two calls is answered under a new callID, and none is taken for it": (
        (
            *(rings(), rings(call="c2"), answers(call="c3"), clears(call="c3")),
            *(clears(), clears(call="c2")),
        ),
        (
            "idle ringing ringing+ringing ringing+ringing+connected ringing+ringing"
            " ringing idle: incoming incoming incoming answered ended missed ended"
            " missed ended: answered missed missed"
        ),
        [CALLER],
    ),
    "a caller calls two phones, and holds one call under a new callID": (
        (
            *(rings(DESK), rings(MOBILE, call="c2"), holds(CALLER, call="c3")),
            *(clears(DESK, "callCancelled", "c3"), clears(MOBILE, call="c2")),
        ),
        (
            "idle ringing ringing+ringing ringing idle"
            ": incoming incoming missed ended missed ended: missed missed"
        ),
        [CALLER],
    ),
    "the same, and the phone system tells which one": (
        (
            *(rings(DESK), rings(MOBILE, call="c2")),
            {
                "SnapshotDevice": calls_are(
                    (DESK, "c3", "alerting hold"), (MOBILE, "c2", "alerting connected")
                ),
                "SnapshotCall": NOT_SUPPORTED,
            },
            *(
                holds(CALLER, call="c3"),
                answers(DESK, call="c3"),
                clears(DESK, call="c3"),
            ),
            clears(MOBILE, call="c2"),
        ),
        (
            "idle ringing ringing+ringing connected+ringing ringing idle"
            ": incoming incoming answered ended missed ended: answered missed"
        ),
        [CALLER],
    ),
    "a second call is held of which nothing else was heard": (
        (
            *TALK,
            {
                "SnapshotDevice": calls_are(
                    (LINE, "c1", "hold connected"), (LINE, "c2", "hold connected")
                ),
                "SnapshotCall": NOT_SUPPORTED,
            },
            *(holds(LINE, call="c2"), breaks, retrieves(LINE), clears()),
            clears(call="c2"),
        ),
        (
            "idle ringing connected held held+held connected+held held idle"
            ": incoming answered held retrieved ended ended: answered answered"
        ),
        [CALLER, None],
    ),
    "it gets a new callID while the connection is down": (
        (
            *(rings(DESK), answers(DESK)),
            {
                "SnapshotDevice": calls_are((DESK, "c3", "connected connected")),
                "SnapshotCall": NOT_SUPPORTED,
            },
            *(breaks, clears(DESK, call="c3")),
        ),
        ANSWERED,
        [CALLER],
    ),
    "our conference gets a new callID at its hold": (
        (
            *(*TALK, holds(LINE), dials("701", LINE, "c2")),
            far_answers("701", call="c2", called="701"),
            joins(
                *("Conferenced", LINE, "701", LINE, CALLER, "701"),
                old=("c1", "c2"),
                new="c3",
            ),
            *(holds(LINE, call="c4"), clears(call="c4")),
        ),
        (
            "idle ringing connected held held+dialing held+connected connected held"
            " idle: incoming answered held outgoing answered ended retrieved"
            " conferenced held ended: answered answered"
        ),
        [CALLER, "701"],
    ),
    "a call is only offered while a hold makes us ask for all calls": (
        (
            *(*TALK, offers(call="c2")),
            {
                "SnapshotDevice": calls_are(
                    (LINE, "c3", "hold connected"), (LINE, "c2", "alerting connected")
                ),
                "SnapshotCall": NOT_SUPPORTED,
            },
            *(holds(LINE, call="c3"), diverts(call="c2", cause="callForwardImmediate")),
            clears(call="c3"),
        ),
        (
            "idle ringing connected held idle"
            ": incoming answered held diverted ended ended: diverted answered"
        ),
        [CALLER],
    ),
    "we ask while several phones ring for our call, which fails in the end": (
        (
            *(dials(), far_rings("703/one"), far_rings("703/two")),
            {
                "SnapshotDevice": calls_are((LINE, "c2", "hold alerting alerting")),
                "SnapshotCall": in_call(
                    {LINE: "hold", "703/one": "alerting", "703/two": "alerting"}, "c2"
                ),
            },
            *(holds(LINE, call="c2"), clears("703/one", "noAnswer", "c2")),
            *(
                clears("703/two", "noAnswer", "c2"),
                far_fails("700", "doNotDisturb", "c2"),
            ),
            clears(call="c2"),
        ),
        "idle dialing held idle: outgoing remote_ringing held failed ended: failed",
        [FAR],
    ),
    "the connection was down when a call that was offered may have begun to ring": (
        (
            offers(),
            {
                "SnapshotDevice": calls_are((LINE, "c1", "alerting connected")),
                "SnapshotCall": NOT_SUPPORTED,
            },
            *(breaks, answers(), clears()),
        ),
        ANSWERED,
        [CALLER],
    ),
    "two calls to one number, each from a phone of its own": (
        (
            *(dials(FAR, DESK), dials(FAR, MOBILE, "c2")),
            event(
                "Delivered",
                FAR,
                "c2",
                cause="newCall",
                callingDevice=MOBILE,
                calledDevice=FAR,
            ),
            *(clears(MOBILE, call="c2"), clears(DESK)),
        ),
        (
            "idle dialing dialing+dialing dialing idle"
            ": outgoing outgoing remote_ringing ended ended: unanswered unanswered"
        ),
        [FAR],
    ),
}
"""Calls that get a new callID (12.3), and nothing tells that but what comes next."""
