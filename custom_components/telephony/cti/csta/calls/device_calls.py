"""The model of one monitored device: what events say becomes what its line shows.

DeviceCalls are told apart by callID, parties by number; own connection and far end make the state:
a call of ours is dialing until the far end has answered, whatever our own phone does meanwhile.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar, Final

from ...line import Line
from ...model import (
    UNKNOWN_PARTY,
    Call,
    CallEventType,
    CallFacts,
    CallState,
    Direction,
    Outcome,
    Party,
    Presentation,
)
from ..wire.events import Event
from ..wire.identifiers import ConnectionId, own_device, same_number
from .causes import MAKES_RING, MOVED, PICK_UP, RECALLS, failure, ring_outcome
from .connections import Connection, Connections, leg_of
from .handlers import by_us, call_cleared, connection_cleared
from .joins import conferenced, transferred
from .placing import RINGING, Placing, is_outgoing, is_own

_DIALING: Final = frozenset(
    {
        "ServiceInitiatedEvent",
        "OriginatedEvent",
        "DigitsDialedEvent",
        "NetworkReachedEvent",
    }
)


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
        if own.device is not None:
            leg.put(own.device, leg.state)
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

    def _known_direction(self, call: Call, event: Event) -> Direction | None:
        """Return who began a call, for one that a snapshot showed first by the switch's word."""
        outgoing = call.direction is None and (
            event.cause == MAKES_RING or self.legs.is_own(event.calling.number)
        )
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
        called = self._dialed(event)
        return self.legs.begin(
            own,
            Direction.OUTGOING,
            CallState.DIALING,
            called if called != UNKNOWN_PARTY else None,
            called.number,
            cause=event.cause,
            facts=_facts(event),
        )

    def _begin_incoming(self, event: Event, *, silent: bool = False) -> Connection:
        return self.legs.begin(
            event.connection,
            Direction.INCOMING,
            CallState.RINGING,
            self._caller(event),
            event.called.number,
            cause=event.cause,
            silent=silent,
            facts=_facts(event),
        )

    def _caller(self, event: Event) -> Party | None:
        """Return who calls us; one that shows our own number is a caller like any other.

        Only while it rings: Eltex names the answering device as callingDevice once it answers.
        """
        calling = event.calling
        if event.name not in RINGING and self.legs.is_own(calling.number):
            return None
        return calling if calling != UNKNOWN_PARTY else None

    def _dialed(self, event: Event) -> Party:
        """Return whom a call of ours is for; our own number only while it is dialed.

        Where the phone system rings the caller first, that phone is the calledDevice of its ring.
        """
        called = event.called
        if self.legs.is_own(called.number) and event.name not in _DIALING:
            return UNKNOWN_PARTY
        return called

    def _initiated(self, event: Event) -> None:
        """Our phone was lifted, or has dialed."""
        if not self._is_own(event):
            return
        if (leg := self.legs.get(event.call_id)) is None:
            self._begin_outgoing(event.connection, event)
            return
        leg.put(event.connection.device, "connected")
        if self.legs.call(leg).direction is Direction.OUTGOING:
            self._learn_called(leg, None, event)

    def _learn_called(
        self, leg: Connection, reached: Party | None, event: Event
    ) -> None:
        """Take over whom our call has reached; what was dialed first stays the called number.

        Whoever rings or answers takes the place of who was dialed only where the cause says why;
        a trunk never does (17.2, networkInterfaceUsed), nor anybody once the call is outside.
        """
        called = self._dialed(event)
        if event.is_external:
            self.line.learn(leg.id, CallFacts(external=True))
        party: Party | None = None if leg.moved_to else called
        if reached and not event.is_trunk(reached) and not leg.reached_network:
            if (
                leg.joined
                or event.cause in MOVED
                or called == UNKNOWN_PARTY
                or same_number(reached.number, leg.moved_to)
            ):
                leg.moved_to = reached.number
                party = reached
            elif reached.name and same_number(reached.number, called.number):
                party = reached
        known = self.legs.call(leg).called_number
        self.legs.change(
            leg,
            party=None if party == UNKNOWN_PARTY else party,
            called_number=None if known else called.number,
            cause=event.cause,
        )

    def _delivered(self, event: Event) -> None:
        if event.cause == "enteringDistribution":
            self._queued(event)
        elif self._is_own(event):
            self._alerting(event)
        else:
            self._far_alerting(event)

    def _offered(self, event: Event) -> None:
        """A call is offered before any bell (17.2.17): nothing rings here yet."""
        if not self._is_own(event):
            self._far_alerting(event)
        elif self.legs.get(event.call_id) or is_outgoing(self.legs, event):
            self._alerting(event)

    def _alerting(self, event: Event) -> None:
        """Our own phone rings: for a caller, or for a call that we placed."""
        if (leg := self.legs.get(event.call_id)) is None:
            if is_outgoing(self.legs, event):
                self._begin_outgoing(event.connection, event)
            else:
                self._begin_incoming(event)
            return
        call = self.legs.call(leg)
        if call.direction is Direction.OUTGOING:
            self._ring_own_call(leg, event)
            return
        if call.answered_at is not None:
            if call.state is CallState.HELD and event.cause in RECALLS:
                self.line.ring_back(leg.id)
            else:
                leg.put(event.connection.device, "alerting", another=True)
            return
        leg.put(event.connection.device, "alerting", another=True)
        self.line.learn(leg.id, _facts(event))
        self.legs.change(
            leg,
            state=CallState.RINGING,
            direction=Direction.INCOMING,
            party=self._caller(event),
            called_number=event.called.number,
            cause=event.cause,
        )

    def _ring_own_call(self, leg: Connection, event: Event) -> None:
        """Ring for a call that we placed: the placing phone itself, or another one that was dialed."""
        another = leg.state == "connected" and leg.find(event.connection.device) is None
        leg.put(
            event.connection.device,
            leg.state if leg.find(event.connection.device) else "alerting",
            another=another,
        )
        self._learn_called(leg, None, event)
        if another and not leg.remote_ringing:
            leg.remote_ringing = True
            self.line.note(leg.id, CallEventType.REMOTE_RINGING, cause=event.cause)

    def _far_alerting(self, event: Event) -> None:
        """Somebody else's phone rings: for a call of ours that is the ring-back."""
        if (leg := self._outgoing_leg(event)) is None:
            return
        call = self.legs.call(leg)
        direction = self._known_direction(call, event)
        found_out = direction is not call.direction
        if call.direction is Direction.INCOMING or (call.answered_at and not found_out):
            return
        self.legs.change(leg, direction=direction)
        self._learn_called(leg, self.legs.other(event.device), event)
        if not leg.remote_ringing:
            leg.remote_ringing = True
            self.line.note(leg.id, CallEventType.REMOTE_RINGING, cause=event.cause)

    def _established(self, event: Event) -> None:
        if self._is_own(event):
            self._answered_here(event)
        else:
            self._answered_there(event)

    def _answered_here(self, event: Event) -> None:
        leg = self.legs.get(event.call_id) or self._renamed(event)
        if leg is None:
            leg = (  # the callingDevice may be who answered
                self._begin_outgoing(event.connection, event)
                if event.cause == MAKES_RING
                else self._begin_incoming(event)
            )
        call = self.legs.call(leg)
        if call.direction is Direction.OUTGOING:
            dialed_itself = leg.state == "connected" and (
                leg.phones.get(leg_of(event.connection.device), (None, ""))[1]
                == "alerting"
            )
            leg.put(event.connection.device, "connected", another=dialed_itself)
            if dialed_itself:
                self.line.answer(leg.id, cause=event.cause)
            return  # else our own phone was lifted; the far end is still to answer
        leg.settle(event.connection.device)
        self.line.learn(leg.id, _facts(event))
        self.legs.change(
            leg,
            state=CallState.CONNECTED,
            direction=Direction.INCOMING,
            party=None if leg.joined else self._caller(event),
            cause=event.cause,
        )
        picked_up = event.cause in PICK_UP
        if picked_up or self.legs.call(leg).party == UNKNOWN_PARTY:
            self.incomplete = True

    def _renamed(self, event: Event) -> Connection | None:
        """Return the ringing call that goes on under a new callID from its answer on, if one does."""
        leg_name = leg_of(event.connection.device)
        caller = event.calling.number
        alike = [
            leg
            for leg in self.legs.all()
            if self.legs.call(leg).state is CallState.RINGING
            and self.legs.call(leg).answered_at is None
            and (
                (leg_name and leg_name in leg.phones)
                or (caller and same_number(self.legs.call(leg).party.number, caller))
            )
        ]
        if len(alike) != 1 or self.legs.ended(event.call_id):
            return None
        self.legs.rename(alike[0], event.connection)
        return alike[0]

    def _answered_there(self, event: Event) -> None:
        if (leg := self._outgoing_leg(event)) is None:
            return
        call = self.legs.call(leg)
        answering = self.legs.other(event.device)
        if call.state is CallState.RINGING and call.answered_at is None:
            leg.answered_elsewhere = True
        elif call.answered_at is None:
            self.legs.change(leg, direction=self._known_direction(call, event))
            self._learn_called(leg, answering, event)
            self.line.answer(leg.id, cause=event.cause)
        elif leg.conference:
            self.legs.add_members(leg, [answering] if answering else [])
        elif answering is not None and not event.is_trunk(answering):
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
        leg.put(
            event.connection.device, "hold" if state is CallState.HELD else "connected"
        )
        self.legs.change(leg, state=state, cause=event.cause)

    def _queued(self, event: Event) -> None:
        """Wait in a queue: a call of ours at a group, or a caller at this line."""
        leg = self._outgoing_leg(event)
        if leg is None and self._is_own(event):
            leg = self._begin_incoming(event)
        if leg is None:
            return
        if self.legs.call(leg).direction is Direction.OUTGOING:
            self._learn_called(leg, None, event)
        if not leg.queued:
            leg.queued = True
            self.line.note(leg.id, CallEventType.QUEUED, cause=event.cause)

    def _bridged(self, event: Event) -> None:
        """Our appearance of a shared line falls silent while another one has the call (17.2.1)."""
        leg = self.legs.get(event.call_id)
        if leg and self._is_own(event) and self.legs.call(leg).answered_at is None:
            self.legs.end(leg, Outcome.ANSWERED_ELSEWHERE, cause=event.cause)

    def _diverted(self, event: Event) -> None:
        """A call leaves a device: ours stops ringing; others' show by where it rings next."""
        leg = self.legs.get(event.call_id)
        if not self._is_own(event):
            if leg and self.legs.drop_member(leg, event.device):
                self.incomplete = True  # somebody else rings in the conference instead
            return
        if leg is None:
            if self.legs.ended(event.call_id) or is_outgoing(self.legs, event):
                return
            leg = self._begin_incoming(event, silent=True)  # sent on before any bell
        elif not leg.drop(event.connection.device) or leg.phones:
            return
        destination = event.party("newDestination")
        self.line.learn(leg.id, CallFacts(diverted_to=destination.number))
        call = self.legs.call(leg)
        outcome = None
        if call.state is CallState.RINGING and call.answered_at is None:
            outcome = ring_outcome(
                event.cause,
                diverted=True,
                by_us=by_us(leg),
                answered_elsewhere=leg.answered_elsewhere,
            )
        self.legs.end(leg, outcome, cause=event.cause)

    def _failed(self, event: Event) -> None:
        """A call cannot go through: ours, whose tone may sound on, or a caller's who found us busy."""
        own = self._is_own(event)
        if (leg := self._outgoing_leg(event)) is None:
            if own and not self.legs.ended(event.call_id):
                leg = self._begin_incoming(event, silent=True)
                self.legs.end(leg, Outcome.MISSED, cause=event.cause)
            return
        call = self.legs.call(leg)
        if call.answered_at is not None:
            if own:
                self.line.leave_alone(leg.id)
            return
        if call.direction is Direction.INCOMING:
            return
        self._learn_called(leg, None, event)
        here = own and leg.state != "connected"
        if (outcome := failure(event.cause, here=here)) is None:
            leg.failure_cause = event.cause
        else:
            self.line.fail(leg.id, outcome, cause=event.cause)

    def _network_reached(self, event: Event) -> None:
        """Our call has left the switch: nobody tells of ring-back for certain from here on."""
        leg = self._outgoing_leg(event)
        if leg and self.legs.call(leg).direction is Direction.OUTGOING:
            leg.reached_network = True
            self.line.learn(leg.id, CallFacts(external=True))
            self._learn_called(leg, None, event)

    def _digits_dialed(self, event: Event) -> None:
        """A number is dialed by hand: it is known as soon as the switch tells it (17.2)."""
        leg = self.legs.get(event.call_id) if self._is_own(event) else None
        if leg and self.legs.call(leg).direction is Direction.OUTGOING:
            self._learn_called(leg, None, event)

    def _informed(self, event: Event) -> None:
        """More is known of the caller than when the phone began to ring (CallInformation)."""
        leg = self.legs.get(event.call_id)
        if leg and self.legs.call(leg).direction is Direction.INCOMING:
            self.legs.change(leg, party=self._caller(event))

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
        "BridgedEvent": _bridged,
        "CallClearedEvent": _call_cleared,
        "CallInformationEvent": _informed,
        "ConferencedEvent": _conferenced,
        "ConnectionClearedEvent": _connection_cleared,
        "DeliveredEvent": _delivered,
        "DigitsDialedEvent": _digits_dialed,
        "DivertedEvent": _diverted,
        "EstablishedEvent": _established,
        "FailedEvent": _failed,
        "HeldEvent": _held,
        "NetworkCapabilitiesChangedEvent": _nothing,
        "NetworkReachedEvent": _network_reached,
        "OfferedEvent": _offered,
        "OriginatedEvent": _initiated,
        "QueuedEvent": _queued,
        "RetrievedEvent": _retrieved,
        "ServiceInitiatedEvent": _initiated,
        "TransferedEvent": _transferred,
    }


def _facts(event: Event) -> CallFacts:
    """Return what an event tells of a call besides its parties."""
    by = event.redirected_by
    known = by if by != UNKNOWN_PARTY else None
    return CallFacts(
        redirected_by=known,
        redirect_reason=event.cause if known and event.cause in MOVED else None,
        external=True if event.is_external else None,
    )


def _dialled(number: str) -> Party:
    return Party(number, None, Presentation.ALLOWED)
