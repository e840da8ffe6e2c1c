"""Each event, in the dress of each maker's switch, through a socket."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from custom_components.telephony.cti.csta.calls.handlers import HANDLERS
from custom_components.telephony.cti.csta.wire.call_events import CALL_EVENTS
from custom_components.telephony.cti.model import (
    CallEventType as Type,
    CallState,
    Direction,
    Forwarding,
    ForwardingType,
    Outcome,
)

from ..conftest import Connect, Pair
from ..dress import DRESSES, Dress

LINE = "725"
Messages = Callable[[Dress], list[str]]


@dataclass(frozen=True)
class Case:
    """Messages to send, and what the line shows afterwards."""

    messages: Messages
    state: CallState | None
    events: list[Type]
    number: str | None = "722"
    outcome: Outcome | None = None


def ringing(d: Dress) -> list[str]:
    """722 calls us."""
    return [d.delivered(LINE, LINE, "722", LINE)]


def talking(d: Dress) -> list[str]:
    """And we answer."""
    return [*ringing(d), d.established(LINE, LINE, "722", LINE)]


def ring_back(d: Dress) -> list[str]:
    """We call 722."""
    return [d.originated(LINE, LINE, "722"), d.delivered(LINE, "722", LINE, "722")]


def own(d: Dress, name: str, connection: str, device: str) -> str:
    """Return an event about our own connection."""
    return d.event(
        name, LINE, d.connection(connection, LINE, "c1"), d.device(device, LINE)
    )


def second(d: Dress) -> list[str]:
    """We hold 722 and talk with 723."""
    return [
        *talking(d),
        own(d, "Held", "heldConnection", "holdingDevice"),
        d.originated(LINE, LINE, "723", "c2"),
        d.established(LINE, "723", LINE, "723", "c2"),
    ]


RINGS = [Type.INCOMING]
TALKS = [Type.INCOMING, Type.ANSWERED]
CALLS = [Type.OUTGOING, Type.REMOTE_RINGING]
CASES: dict[str, Case] = {
    "serviceInitiated": Case(
        lambda d: [own(d, "ServiceInitiated", "initiatedConnection", "initiatingDevice")],
        CallState.DIALING, [], None,
    ),
    "originated": Case(
        lambda d: [d.originated(LINE, LINE, "722")], CallState.DIALING, [Type.OUTGOING]
    ),
    "delivered here": Case(ringing, CallState.RINGING, RINGS),
    "delivered there": Case(ring_back, CallState.DIALING, CALLS),
    "delivered into a queue": Case(
        lambda d: [
            d.originated(LINE, LINE, "790"),
            d.delivered(LINE, "790", LINE, "790", cause="enteringDistribution"),
        ],
        CallState.DIALING, [Type.OUTGOING, Type.QUEUED], "790",
    ),
    "offered": Case(
        lambda d: [
            d.event(
                "Offered", LINE, d.connection("offeredConnection", LINE, "c1"),
                d.device("offeredDevice", LINE), d.device("callingDevice", "722"),
                d.device("calledDevice", LINE),
            )
        ],
        None, [],
    ),
    "established here": Case(talking, CallState.CONNECTED, TALKS),
    "established there": Case(
        lambda d: [*ring_back(d), d.established(LINE, "722", LINE, "722")],
        CallState.CONNECTED, [*CALLS, Type.ANSWERED],
    ),
    "held": Case(
        lambda d: [*talking(d), own(d, "Held", "heldConnection", "holdingDevice")],
        CallState.HELD, [*TALKS, Type.HELD],
    ),
    "retrieved": Case(
        lambda d: [
            *talking(d),
            own(d, "Held", "heldConnection", "holdingDevice"),
            own(d, "Retrieved", "retrievedConnection", "retrievingDevice"),
        ],
        CallState.CONNECTED, [*TALKS, Type.HELD, Type.RETRIEVED],
    ),
    "queued": Case(
        lambda d: [
            d.originated(LINE, LINE, "790"),
            d.event(
                "Queued", LINE, d.connection("queuedConnection", "790", "c1"),
                d.device("queue", "790"), d.device("callingDevice", LINE),
                d.device("calledDevice", "790"),
            ),
        ],
        CallState.DIALING, [Type.OUTGOING, Type.QUEUED], "790",
    ),
    "diverted": Case(
        lambda d: [*ringing(d), own(d, "Diverted", "connection", "divertingDevice")],
        None, [*RINGS, Type.DIVERTED, Type.ENDED], outcome=Outcome.DIVERTED,
    ),
    "failed": Case(
        lambda d: [
            *ring_back(d),
            d.event(
                "Failed", LINE, d.connection("failedConnection", None, "c1"),
                d.device("failingDevice", "722"), d.device("callingDevice", LINE),
                d.device("calledDevice", "722"), cause="busy",
            ),
        ],
        CallState.DIALING, [*CALLS, Type.FAILED],
    ),
    "connectionCleared": Case(
        lambda d: [*talking(d), d.cleared(LINE, LINE, "722")],
        None, [*TALKS, Type.ENDED], outcome=Outcome.ANSWERED,
    ),
    "connectionCleared of somebody else": Case(
        lambda d: [*talking(d), d.cleared(LINE, "722", "722")],
        CallState.CONNECTED, TALKS,
    ),
    "callCleared": Case(
        lambda d: [
            *talking(d),
            d.event("CallCleared", LINE, d.connection("clearedCall", None, "c1")),
        ],
        None, [*TALKS, Type.ENDED], outcome=Outcome.ANSWERED,
    ),
    "transfered by the other party": Case(
        lambda d: [
            *talking(d),
            d.joined(
                "Transfered", LINE, "722", "723", ("c1", "c8"), "c9",
                {LINE: "c1", "723": "c8"},
            ),
            d.event("Held", LINE, d.connection("heldConnection", LINE, "c9"),
                    d.device("holdingDevice", LINE)),
        ],
        CallState.HELD, [*TALKS, Type.TRANSFERRED, Type.HELD], "723",
    ),
    "transfered by us": Case(
        lambda d: [
            *second(d),
            d.joined(
                "Transfered", LINE, LINE, "723", ("c1", "c2"), "c3",
                {"722": "c1", "723": "c2"},
            ),
        ],
        None,
        [*TALKS, Type.HELD, Type.OUTGOING, Type.ANSWERED,
         Type.TRANSFERRED, Type.ENDED, Type.ENDED],
        outcome=Outcome.ANSWERED,
    ),
    "conferenced": Case(
        lambda d: [
            *second(d),
            d.joined(
                "Conferenced", LINE, LINE, "723", ("c1", "c2"), "c3",
                {LINE: "c1", "722": "c1", "723": "c2"},
            ),
        ],
        CallState.CONNECTED,
        [*TALKS, Type.HELD, Type.OUTGOING, Type.ANSWERED,
         Type.ENDED, Type.RETRIEVED, Type.CONFERENCED],
    ),
    "networkReached": Case(
        lambda d: [
            d.event("Originated", LINE, d.connection("originatedConnection", LINE, "c1"),
                    d.device("callingDevice", LINE), d.device("calledDevice", None)),
            d.event(
                "NetworkReached", LINE, d.connection("outboundConnection", "T1", "c1"),
                d.device("networkInterfaceUsed", "T1"), d.device("callingDevice", LINE),
                d.device("calledDevice", "722"),
            ),
        ],
        CallState.DIALING, [Type.OUTGOING],
    ),
    "networkCapabilitiesChanged": Case(
        lambda d: [
            *ringing(d),
            d.event(
                "NetworkCapabilitiesChanged", LINE,
                d.connection("outboundConnection", "T1", "c1"),
                d.device("networkInterfaceUsed", "T1"),
            ),
        ],
        CallState.RINGING, RINGS,
    ),
    "digitsDialed": Case(
        lambda d: [
            *ringing(d),
            d.event(
                "DigitsDialed", LINE, d.connection("dialingConnection", "722", "c1"),
                d.device("dialingDevice", "722"), d.element("dialingSequence", "7"),
            ),
        ],
        CallState.RINGING, RINGS,
    ),
    "bridged": Case(
        lambda d: [
            *ringing(d),
            own(d, "Bridged", "bridgedConnection", "bridgedAppearance"),
        ],
        None, [*RINGS, Type.ENDED],
    ),
}  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES, ids=lambda d: d.profile)
@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
async def test_an_event_is_understood(
    connect: Connect, dress: Dress, case: Case
) -> None:
    pair = await watched(connect, dress)
    for message in case.messages(dress):
        await pair.tell(message)
    assert pair.heard.types() == case.events
    calls = pair.client.line(LINE).calls
    assert [c.state for c in calls] == ([case.state] if case.state else [])
    if calls:
        assert calls[0].party.number == case.number
    if case.outcome:
        assert pair.heard.events[-1].outcome is case.outcome


async def watched(connect: Connect, dress: Dress) -> Pair:
    """Return a pair that watches the line."""
    pair = await connect(dress)
    await pair.watch(LINE)
    return pair


@pytest.mark.parametrize("dress", DRESSES, ids=lambda d: d.profile)
async def test_features_are_told_by_events(connect: Connect, dress: Dress) -> None:
    pair = await watched(connect, dress)
    line = pair.client.line(LINE)
    before = (line.do_not_disturb, line.message_waiting, line.forwarding)
    assert before == (None, None, None)
    about = dress.device("device", LINE)
    on = dress.element("doNotDisturbOn", "true")
    await pair.tell(dress.event("DoNotDisturb", LINE, about, on))
    waiting = dress.element("messageWaitingOn", "true")
    target = dress.device("targetDevice", LINE)
    await pair.tell(dress.event("MessageWaiting", LINE, target, waiting))
    await pair.tell(
        dress.event(
            "Forwarding",
            LINE,
            about,
            dress.element("forwardingType", "forwardBusy"),
            dress.element("forwardStatus", "true"),
            dress.device("forwardTo", "723"),
        )
    )
    busy = Forwarding(ForwardingType.BUSY, "723", enabled=True)
    after = (line.do_not_disturb, line.message_waiting, line.forwarding)
    assert after == (True, True, {ForwardingType.BUSY: busy})


@pytest.mark.parametrize("dress", DRESSES, ids=lambda d: d.profile)
async def test_an_unknown_event_is_passed_over(
    connect: Connect, dress: Dress, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    pair = await watched(connect, dress)
    for _ in range(3):
        await pair.tell(dress.event("Wonderful", LINE, dress.element("strange")))
    for message in ringing(dress):
        await pair.tell(message)
    assert pair.heard.types() == RINGS
    assert sum("WonderfulEvent" in r.message for r in caplog.records) == 1


async def test_events_before_the_answer_to_monitor_start_are_kept(
    connect: Connect,
) -> None:
    pair = await connect()
    answer = pair.switch.answers["MonitorStart"]
    assert callable(answer)

    def late(request: object) -> str | None:
        pair.switch.send(pair.switch.dress.delivered(LINE, LINE, "722", LINE))
        return answer(request)  # type: ignore[arg-type]

    pair.switch.answers["MonitorStart"] = late
    pair.switch.answers["SnapshotDevice"] = pair.switch.dress.snapshot(
        (LINE, "c1", ("alerting", "connected"))
    )
    await pair.watch(LINE)
    assert pair.heard.types() == RINGS
    assert pair.client.line(LINE).calls[0].direction is Direction.INCOMING
    assert pair.client.line(LINE).calls[0].party.number == "722"


def test_every_call_control_event_has_a_handler() -> None:
    assert HANDLERS.keys() == CALL_EVENTS.keys()
