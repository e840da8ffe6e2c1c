"""The model of one monitored device: what events say becomes what its line shows.

DeviceCalls are told apart by callID, parties by number; own connection and far end make the state:
a call of ours is dialing until the far end has answered, whatever our own phone does meanwhile.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar

from ...line import Line
from ...model import (
    UNKNOWN_PARTY,
    Call,
    CallEventType,
    CallState,
    Direction,
    Outcome,
    Party,
    Presentation,
)
from ..wire.events import Event
from ..wire.identifiers import ConnectionId, own_device
from .connections import Connection, Connections
from .handlers import PICK_UP_CAUSES, call_cleared, connection_cleared
from .joins import conferenced, transferred
from .placing import Placing, is_outgoing, is_own


class DeviceCalls:
    """Applies events to the legs of one line."""

    def __init__(self, line: Line) -> None:
        """Begin without calls."""
        self.line = line
        self.legs = Connections(line)
        self.comparing = False
        """Whether a snapshot is under way, which events may contradict."""
        self.touched: set[str] = set()
        """The callIDs that events have told of since the snapshot was asked for."""
        self.incomplete = False
        """Whether events do not tell all: a call's far end, or more calls than are kept."""
        self.placing = Placing(self.legs, self.apply, self._doubt)

    # DeviceCalls that we place

    def placed(self, own: ConnectionId, number: str) -> str:
        """Take the switch's answer to a call that we asked for; return our id of the call."""
        self.touched.add(own.call_id)
        if (leg := self.legs.get(own.call_id)) is None:
            if (ended := self.legs.ended(own.call_id)) is not None:
                return ended
            leg = self.legs.begin(
                own, Direction.OUTGOING, CallState.DIALING, _dialled(number), number
            )
            return leg.id
        call = self.legs.call(leg)
        leg.device = leg.device or own.device
        self.legs.change(
            leg,
            state=CallState.DIALING if call.state is CallState.RINGING else None,
            direction=Direction.OUTGOING,
            party=None if call.party.number else _dialled(number),
            called_number=call.called_number or number,
        )
        return leg.id

    def _doubt(self) -> None:
        self.incomplete = True

    # Events

    def apply(self, event: Event) -> None:
        """Apply one event."""
        if self.placing.keeps(event):
            return
        if self.legs.has_moved(event.call_id):
            return
        self.touched.add(event.call_id)
        self._HANDLERS[event.name](self, event)
        if not self.comparing:
            self.touched.clear()
        if self.legs.overflowed:
            self.legs.overflowed = False
            self.incomplete = True

    def _is_own(self, event: Event) -> bool:
        """Whether an event is about our own connection."""
        return is_own(self.legs, event)

    def _is_outgoing(self, event: Event) -> bool:
        """Whether an event's call was placed by this line."""
        return is_outgoing(self.legs, event)

    def _known_direction(self, call: Call, event: Event) -> Direction | None:
        """Return who began a call, for one that a snapshot showed first by the switch's word."""
        outgoing = call.direction is None and self._is_outgoing(event)
        return Direction.OUTGOING if outgoing else call.direction

    def _outgoing_leg(self, event: Event) -> Connection | None:
        """Return the leg of an event, begun now where it is an unknown call of this line's."""
        if leg := self.legs.get(event.call_id):
            return leg
        if self.legs.ended(event.call_id) or not self.legs.is_own(event.calling.number):
            return None
        device = own_device(event.fields.get("callingDevice"))
        own = ConnectionId(event.call_id, device)
        return self._begin_outgoing(own, event)

    def _begin_outgoing(self, own: ConnectionId, event: Event) -> Connection:
        called = self.legs.other(event.called)
        return self.legs.begin(
            own,
            Direction.OUTGOING,
            CallState.DIALING,
            called,
            called.number if called else None,
            cause=event.cause,
        )

    def _begin_incoming(self, event: Event) -> Connection:
        return self.legs.begin(
            event.connection,
            Direction.INCOMING,
            CallState.RINGING,
            self.legs.other(event.calling),
            event.called.number,
            cause=event.cause,
        )

    def _initiated(self, event: Event) -> None:
        """Our phone was lifted, or has dialled."""
        if not self._is_own(event):
            return
        if (leg := self.legs.get(event.call_id)) is None:
            self._begin_outgoing(event.connection, event)
            return
        leg.device = event.connection.device or leg.device
        called = self.legs.other(event.called)
        if called and self.legs.call(leg).direction is Direction.OUTGOING:
            self._learn_called(leg, called, called, event)

    def _learn_called(
        self, leg: Connection, party: Party | None, called: Party | None, event: Event
    ) -> None:
        """Take over whom our call has reached; what was dialled first stays the called number."""
        known = self.legs.call(leg).called_number
        number = None if known or called is None else called.number
        self.legs.change(leg, party=party, called_number=number, cause=event.cause)

    def _delivered(self, event: Event) -> None:
        if event.cause == "enteringDistribution":
            self._queued(event)
        elif self._is_own(event):
            self._alerting(event)
        else:
            self._far_alerting(event)

    def _alerting(self, event: Event) -> None:
        """Our own phone rings: for a caller, or for a call that we placed."""
        if (leg := self.legs.get(event.call_id)) is None:
            if self._is_outgoing(event):
                self._begin_outgoing(event.connection, event)
            else:
                self._begin_incoming(event)
            return
        leg.device = event.connection.device or leg.device
        call = self.legs.call(leg)
        if call.direction is Direction.OUTGOING:
            called = self.legs.other(event.called)
            self._learn_called(leg, called, called, event)
        elif call.answered_at is None:
            self.legs.change(
                leg,
                state=CallState.RINGING,
                direction=Direction.INCOMING,
                party=self.legs.other(event.calling),
                called_number=event.called.number,
                cause=event.cause,
            )

    def _far_alerting(self, event: Event) -> None:
        """Somebody else's phone rings: for a call of ours that is the ring-back."""
        if (leg := self._outgoing_leg(event)) is None:
            return
        call = self.legs.call(leg)
        direction = self._known_direction(call, event)
        found_out = direction is not call.direction
        if call.direction is Direction.INCOMING or (call.answered_at and not found_out):
            return
        called = self.legs.other(event.called)
        reached = self.legs.other(event.device) or called
        self.legs.change(leg, direction=direction)
        self._learn_called(leg, reached, called, event)
        if not leg.remote_ringing:
            leg.remote_ringing = True
            self.line.note(leg.id, CallEventType.REMOTE_RINGING, cause=event.cause)

    def _established(self, event: Event) -> None:
        if self._is_own(event):
            self._answered_here(event)
        else:
            self._answered_there(event)

    def _answered_here(self, event: Event) -> None:
        if (leg := self.legs.get(event.call_id)) is None:
            placed = event.cause == "makeCall"  # the callingDevice may be who answered
            leg = (
                self._begin_outgoing(event.connection, event)
                if placed
                else self._begin_incoming(event)
            )
        leg.device = event.connection.device or leg.device
        call = self.legs.call(leg)
        if call.direction is Direction.OUTGOING:
            return  # our own phone was lifted; the far end is still to answer
        self.legs.change(
            leg,
            state=CallState.CONNECTED,
            direction=Direction.INCOMING,
            party=None if leg.joined else self.legs.other(event.calling),
            cause=event.cause,
        )
        picked_up = event.cause in PICK_UP_CAUSES
        if picked_up or self.legs.call(leg).party == UNKNOWN_PARTY:
            self.incomplete = True

    def _answered_there(self, event: Event) -> None:
        if (leg := self._outgoing_leg(event)) is None:
            return
        call = self.legs.call(leg)
        answering = self.legs.other(event.device)
        if call.state is CallState.RINGING:
            leg.answered_elsewhere = True
        elif call.answered_at is None:
            self.legs.change(
                leg,
                direction=self._known_direction(call, event),
                party=answering,
                cause=event.cause,
            )
            self.line.answer(leg.id, cause=event.cause)
        elif leg.conference:
            self.legs.add_members(leg, [answering] if answering else [])
        else:
            self.legs.change(leg, party=answering, cause=event.cause)

    def _held(self, event: Event) -> None:
        leg = self.legs.get(event.call_id) if self._is_own(event) else None
        if leg and self.legs.call(leg).direction is Direction.INCOMING:
            self.line.answer(leg.id, cause=event.cause)  # in case that was not told
        self._set_own(event, CallState.HELD)

    def _retrieved(self, event: Event) -> None:
        leg = self.legs.get(event.call_id)
        answered = leg is None or self.legs.call(leg).answered_at is not None
        self._set_own(event, CallState.CONNECTED if answered else CallState.DIALING)

    def _set_own(self, event: Event, state: CallState) -> None:
        """Hold or retrieve our connection; what others do with theirs does not show."""
        if not self._is_own(event):
            return
        if (leg := self.legs.get(event.call_id)) is None:
            # Whether anybody has answered what is on hold, the switch must be asked.
            held = state is CallState.HELD
            first = CallState.DIALING if held else state
            leg = self.legs.begin(event.connection, None, first)
            self.incomplete = True
        leg.device = event.connection.device or leg.device
        self.legs.change(leg, state=state, cause=event.cause)

    def _queued(self, event: Event) -> None:
        """Wait in a queue: a call of ours at a group, or a caller at this line."""
        leg = self._outgoing_leg(event)
        if leg is None and self._is_own(event):
            leg = self._begin_incoming(event)
        if leg is None:
            return
        if self.legs.call(leg).direction is Direction.OUTGOING:
            called = self.legs.other(event.called)
            self._learn_called(leg, called, called, event)
        if not leg.queued:
            leg.queued = True
            self.line.note(leg.id, CallEventType.QUEUED, cause=event.cause)

    def _diverted(self, event: Event) -> None:
        """A call leaves a device: ours stops ringing; others' show by where it rings next."""
        if (leg := self.legs.get(event.call_id)) is None:
            return
        if not self._is_own(event):
            if self.legs.drop_member(leg, event.device):
                self.incomplete = True  # somebody else rings in the conference instead
            return
        outcome = None
        if self.legs.call(leg).state is CallState.RINGING:
            outcome = (
                Outcome.ANSWERED_ELSEWHERE
                if event.cause in PICK_UP_CAUSES
                else Outcome.DIVERTED
            )
        self.legs.end(leg, outcome, cause=event.cause)

    def _failed(self, event: Event) -> None:
        """A call of ours cannot go through; its tone may sound on for a while."""
        if (leg := self._outgoing_leg(event)) is None:
            return
        if self.legs.call(leg).direction is Direction.INCOMING:
            return
        called = self.legs.other(event.called)
        self._learn_called(leg, called, called, event)
        busy = event.cause == "busy"
        outcome = Outcome.BUSY if busy else Outcome.FAILED
        self.line.fail(leg.id, outcome, cause=event.cause)

    def _network_reached(self, event: Event) -> None:
        """Our call has left the switch: nobody tells of ring-back for certain from here on."""
        leg = self._outgoing_leg(event)
        if leg and self.legs.call(leg).direction is Direction.OUTGOING:
            called = self.legs.other(event.called)
            self._learn_called(leg, called, called, event)

    def _connection_cleared(self, event: Event) -> None:
        connection_cleared(self.legs, event)

    def _call_cleared(self, event: Event) -> None:
        call_cleared(self.legs, event)

    def _transferred(self, event: Event) -> None:
        transferred(self.legs, event, self.touched)

    def _conferenced(self, event: Event) -> None:
        conferenced(self.legs, event, self.touched)

    def _nothing(self, event: Event) -> None:
        """Leave everything as it is: the event changes no state."""

    _HANDLERS: ClassVar[Mapping[str, Callable[[DeviceCalls, Event], None]]] = {
        "BridgedEvent": _nothing,
        "CallClearedEvent": _call_cleared,
        "ConferencedEvent": _conferenced,
        "ConnectionClearedEvent": _connection_cleared,
        "DeliveredEvent": _delivered,
        "DigitsDialedEvent": _nothing,
        "DivertedEvent": _diverted,
        "EstablishedEvent": _established,
        "FailedEvent": _failed,
        "HeldEvent": _held,
        "NetworkCapabilitiesChangedEvent": _nothing,
        "NetworkReachedEvent": _network_reached,
        "OfferedEvent": _delivered,
        "OriginatedEvent": _initiated,
        "QueuedEvent": _queued,
        "RetrievedEvent": _retrieved,
        "ServiceInitiatedEvent": _initiated,
        "TransferedEvent": _transferred,
    }


def _dialled(number: str) -> Party:
    return Party(number, None, Presentation.ALLOWED)
