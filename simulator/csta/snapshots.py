"""What goes on at this moment: SnapshotDevice and SnapshotCall (ECMA-269 clause 16)."""

from itertools import batched

from simulator.calls import ExchangeCall, Leg, LegState

from .connection import CstaConnection
from .context import Context, Handler
from .errors import operation
from .messages import Element, child, required, text

CALLS_IN_ONE_FRAME = 50
# The own state and the other party's (ECMA-269's simple call states).
_SIMPLE: dict[tuple[LegState, LegState | None], str] = {
    (LegState.INITIATED, None): "callPending",
    (LegState.CONNECTED, None): "callOriginated",
    (LegState.CONNECTED, LegState.ALERTING): "callDelivered",
    (LegState.HELD, LegState.ALERTING): "callDeliveredHeld",
    (LegState.ALERTING, LegState.CONNECTED): "callReceived",
    (LegState.ALERTING, LegState.HELD): "callReceivedOnHold",
    (LegState.CONNECTED, LegState.CONNECTED): "callEstablished",
    (LegState.HELD, LegState.CONNECTED): "callEstablishedHeld",
    (LegState.CONNECTED, LegState.HELD): "callEstablishedOnHold",
    (LegState.CONNECTED, LegState.QUEUED): "callQueued",
    (LegState.HELD, LegState.QUEUED): "callQueuedHeld",
    (LegState.CONNECTED, LegState.FAILED): "callFailed",
    (LegState.HELD, LegState.FAILED): "callFailedHeld",
}


class Snapshots:
    """Answers what calls a device has, and who is in a call."""

    def __init__(self, context: Context) -> None:
        """Belong to one switch."""
        self._context = context
        self._make = context.make
        self._parties = context.parties

    def handlers(self) -> dict[str, Handler]:
        """Each service's name and what carries it out."""
        return {"SnapshotDevice": self._device, "SnapshotCall": self._call}

    def _device(self, connection: CstaConnection, request: Element) -> Element:
        line, options = (
            self._context.line(request, "snapshotObject"),
            self._context.options,
        )
        infos = [
            self._device_info(leg) for leg in self._context.exchange.calls_of(line)
        ]
        if options.segmented_snapshots or len(infos) > CALLS_IN_ONE_FRAME:
            content = self._context.send_segments(
                connection,
                "SnapshotDeviceData",
                "snapshotData",
                batched(infos, options.segment_size, strict=False),
            )
        else:
            content = self._make("snapshotData", *infos)
        return self._make(
            "SnapshotDeviceResponse", self._make("crossRefIDorSnapshotData", content)
        )

    def _device_info(self, leg: Leg) -> Element:
        make, viewer = self._make, leg.device
        parts = [self._parties.connection("connectionIdentifier", leg, viewer)]
        others = [each for each in leg.call.legs.values() if each is not leg]
        if self._context.options.endpoints_in_snapshots and len(others) == 1:
            parts.append(self._parties.of_leg("endpointDevice", others[0], viewer))
        state = self._simple(leg, others)
        if state is None:
            state = self._compound(leg, others)
        return make("snapshotDeviceResponseInfo", *parts, make("localCallState", state))

    def _simple(self, leg: Leg, others: list[Leg]) -> Element | None:
        """The one word for both sides' states, where it is wanted and there is one."""
        if not self._context.options.simple_call_states or len(others) > 1:
            return None
        word = _SIMPLE.get((leg.state, others[0].state if others else None))
        return self._make("simpleCallState", word) if word else None

    def _compound(self, leg: Leg, others: list[Leg]) -> Element:
        """The own state first, then everybody else's."""
        states = [leg.state, *(each.state for each in others)]
        rings = {LegState.CONNECTED, LegState.ALERTING}
        if self._context.options.oddities and len(states) == 2 and set(states) == rings:
            states = [LegState.ALERTING] * 2  # as ECSS-10's example has it
        make = self._make
        return make(
            "compoundCallState",
            *(make("localConnectionState", each) for each in states),
        )

    def _call(self, _connection: CstaConnection, request: Element) -> Element:
        asked, viewer = required(request, "snapshotObject"), ""
        if child(asked, "deviceID") is not None:
            leg = self._parties.leg(asked)
            call, viewer = leg.call, leg.device
        elif text(asked, "callID") is not None:
            call = self._parties.call(asked)
        else:
            raise operation("invalidCallID")
        infos = [self._call_info(leg, viewer) for leg in call.legs.values()]
        data = self._make("snapshotData", *infos)
        return self._make(
            "SnapshotCallResponse",
            self._make("crossRefIDorSnapshotData", data),
            *(
                self._ends(call, viewer)
                if self._context.options.snapshots_name_called
                else ()
            ),
        )

    def _ends(self, call: ExchangeCall, viewer: str) -> list[Element]:
        """Who called, and who was called."""
        write, party = self._parties.party, self._context.exchange.party
        ends = {"callingDevice": call.caller, "calledDevice": call.called}
        return [
            write(tag, party(call, device), call.leg_of(device), viewer)
            for tag, device in ends.items()
        ]

    def _call_info(self, leg: Leg, viewer: str) -> Element:
        return self._make(
            "snapshotCallResponseInfo",
            self._parties.of_leg("deviceOnCall", leg, viewer),
            self._parties.connection("callIdentifier", leg, viewer),
            self._make("localConnectionInfo", leg.state),
        )
