"""Each row of the table of flows in docs/entities.md is what the client does."""

from contextlib import suppress
from pathlib import Path
import re

import pytest

from custom_components.telephony.cti.errors import TelephonyError
from custom_components.telephony.cti.model import CallEventType, DialedNumber, Outcome

from ..dress import ELTEX
from ..scripted_world import ScriptedWorld
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
    joins,
    leaves,
    lifts,
    offers,
    party,
    presses,
    queues,
    retrieves,
    rings,
    see,
    silently,
)

PAGE = Path(__file__).parents[4] / "docs" / "entities.md"
COLLEAGUE, GROUP, VOICE_MAIL, OUTSIDE = "702", "790", "799", "+4930111"
STATES = ("idle", "dialing", "ringing", "connected", "held")
TALK = (rings(), answers())
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


FLOWS: dict[str, tuple[Step, ...]] = {
    "it rings and somebody answers": (*TALK, clears()),
    "two phones of the line ring, one answers": (
        *(rings(DESK), rings(MOBILE), answers(DESK), clears(MOBILE), clears(DESK)),
    ),
    "the talk moves from one phone of the line to another": (
        *(rings(DESK), answers(DESK), rings(MOBILE), answers(MOBILE)),
        *(clears(DESK), clears(MOBILE)),
    ),
    "a call is offered, and rings then": (offers(), *TALK, clears()),
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


def _rows() -> dict[str, tuple[list[str], list[str], list[str]]]:
    """Return what the page says: states, events and outcomes of each flow."""
    _, _, rest = PAGE.read_text().partition("### What a phone does, and what you see")
    table, _, _ = rest.partition("\n## ")
    rows = {}
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and not cells[0].startswith(("what happens", "---")):
            name, states, events, outcomes = cells
            shown = [word for word in re.findall(r"\w+", states) if word in STATES]
            rows[name] = (shown, _marked(events), _marked(outcomes))
    return rows


def _marked(cell: str) -> list[str]:
    """Return the events and outcomes in a cell."""
    known = {*map(str, CallEventType), *map(str, Outcome)}
    return [word for word in re.findall(r"`(\w+)`", cell) if word in known]


def test_every_row_is_driven() -> None:
    assert list(_rows()) == list(FLOWS)


@pytest.mark.parametrize("name", FLOWS)
def test_a_row_is_what_the_client_does(name: str) -> None:
    seen = see(*FLOWS[name])
    shown = [state for each in seen.states[1:] for state in each.split("+")]
    while shown and shown[-1] == "idle":
        shown.pop()
    assert (shown, seen.types, seen.outcomes) == _rows()[name]
