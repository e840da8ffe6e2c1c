"""What happens in the exchange, as the event messages of ECMA-269 clause 17."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.calls import (
    EventKind,
    ExchangeCall,
    ExchangeEvent,
    ForwardingType,
    Leg,
    Party,
)

from .context import Context
from .messages import Element, Make
from .monitors import Monitor
from .parties import Parties

FORWARDING_TYPES = {
    ForwardingType.ALL: "forwardImmediate",
    ForwardingType.BUSY: "forwardBusy",
    ForwardingType.NO_ANSWER: "forwardNoAns",
}


@dataclass(slots=True)
class View:
    """One event as the monitor of one line is told of it."""

    event: ExchangeEvent
    call: ExchangeCall
    leg: Leg
    viewer: str
    parties: Parties
    make: Make
    odd: bool

    def connection(self, tag: str) -> Element:
        """The event's own connection."""
        return self.parties.connection(tag, self.leg, self.viewer)

    def device(self, tag: str) -> Element:
        """The device of the event's own connection."""
        return self.parties.of_leg(tag, self.leg, self.viewer)

    def party(self, tag: str, party: Party | None) -> Element:
        """Another party, with its leg where it has one in this call."""
        leg = None
        if party is not None:
            leg = (
                self.leg
                if party.device == self.leg.device
                else self.call.legs.get(party.device)
            )
        return self.parties.party(tag, party, leg, self.viewer)

    def number(self, tag: str, number: str | None) -> Element:
        """Return a party of which no more than the number is known here."""
        calling = self.event.calling
        if calling is not None and calling.device == number:
            return self.party(tag, calling)
        return self.party(tag, Party(number) if number else None)

    def unknown(self, tag: str) -> Element:
        """A party that is not told."""
        return self.parties.devices.device(tag, None)

    def usual(self) -> list[Element]:
        """callingDevice, calledDevice and lastRedirectionDevice."""
        return [
            self.party("callingDevice", self.event.calling),
            self.party("calledDevice", self.event.called),
            self.party("lastRedirectionDevice", self.event.last_redirection),
        ]

    def state(self) -> Element:
        """The monitored device's state after the event."""
        return self.make(
            "localConnectionInfo", self.event.states.get(self.viewer, "null")
        )


def _service_initiated(view: View) -> list[Element]:
    head = [view.connection("initiatedConnection"), view.device("initiatingDevice")]
    return [*head, view.unknown("calledDevice")] if view.odd else head


def _originated(view: View) -> list[Element]:
    called = (
        view.unknown("calledDevice")
        if view.odd
        else view.party("calledDevice", view.event.called)
    )
    return [
        view.connection("originatedConnection"),
        view.device("callingDevice"),
        called,
    ]


def _offered(view: View) -> list[Element]:
    return [
        view.connection("offeredConnection"),
        view.device("offeredDevice"),
        *view.usual(),
    ]


def _delivered(view: View) -> list[Element]:
    return [view.connection("connection"), view.device("alertingDevice"), *view.usual()]


def _established(view: View) -> list[Element]:
    head = [view.connection("establishedConnection"), view.device("answeringDevice")]
    if not view.odd:
        return [*head, *view.usual()]
    return [
        *head,
        view.device("callingDevice"),
        view.unknown("calledDevice"),
        view.usual()[-1],
    ]


def _held(view: View) -> list[Element]:
    return [view.connection("heldConnection"), view.device("holdingDevice")]


def _retrieved(view: View) -> list[Element]:
    return [view.connection("retrievedConnection"), view.device("retrievingDevice")]


def _queued(view: View) -> list[Element]:
    return [view.connection("queuedConnection"), view.device("queue"), *view.usual()]


def _diverted(view: View) -> list[Element]:
    head = [
        view.connection("connection"),
        view.device("divertingDevice"),
        view.number("newDestination", view.event.destination),
    ]
    return [*head, view.usual()[-1]] if view.odd else [*head, *view.usual()]


def _failed(view: View) -> list[Element]:
    connection = view.connection("failedConnection")
    if view.odd and view.leg.hidden:
        connection = view.parties.devices.connection(
            "failedConnection", view.call.id, None
        )
    return [connection, view.device("failingDevice"), *view.usual()]


def _connection_cleared(view: View) -> list[Element]:
    releasing = view.event.releasing
    if releasing == view.leg.device:
        device = view.device("releasingDevice")
    else:
        device = view.number("releasingDevice", releasing)
    return [view.connection("droppedConnection"), device]


def _call_cleared(view: View) -> list[Element]:
    return [view.parties.devices.connection("clearedCall", view.call.id, None)]


def _network_reached(view: View) -> list[Element]:
    trunk = view.number("networkInterfaceUsed", f"T{view.leg.leg_id}")
    return [view.connection("outboundConnection"), trunk, *view.usual()]


def _digits_dialed(view: View) -> list[Element]:
    sequence = view.make("dialingSequence", view.event.digits)
    return [
        view.connection("dialingConnection"),
        view.device("dialingDevice"),
        sequence,
    ]


def _bridged(view: View) -> list[Element]:
    return [view.connection("bridgedConnection"), view.device("bridgedAppearance")]


def _transferred(view: View) -> list[Element]:
    return _joined(
        view, "transferringDevice", "transferredToDevice", "transferredConnections"
    )


def _conferenced(view: View) -> list[Element]:
    return _joined(view, "conferencingDevice", "addedParty", "conferenceConnections")


def _joined(view: View, acting: str, added: str, connections: str) -> list[Element]:
    """The old calls, who joined them with whom, and every connection's new name."""
    return [
        *_old_calls(view),
        view.device(acting),
        view.number(added, view.event.destination),
        view.make(
            connections,
            *(
                _list_item(view, moved.leg, moved.old_call_id, moved.old_leg_id)
                for moved in view.event.moved
            ),
        ),
    ]


def _old_calls(view: View) -> list[Element]:
    """The acting device's connections as they were."""
    leg_ids = {
        moved.old_call_id: moved.old_leg_id
        for moved in view.event.moved
        if moved.leg.device == view.leg.device
    }
    leg_ids |= {
        leg.call.id: leg.leg_id
        for leg in view.event.dropped
        if leg.call.id in view.event.old_call_ids
    }
    write = view.parties.devices.connection
    return [
        write(
            tag,
            call_id,
            view.parties.identifier(view.leg, leg_ids[call_id], view.viewer),
        )
        for tag, call_id in zip(
            ("primaryOldCall", "secondaryOldCall"),
            view.event.old_call_ids,
            strict=False,
        )
    ]


def _list_item(view: View, leg: Leg, old_call_id: int, old_leg_id: int) -> Element:
    old = view.parties.devices.connection(
        "oldConnection",
        old_call_id,
        view.parties.identifier(leg, old_leg_id, view.viewer),
    )
    return view.make(
        "connectionListItem",
        view.parties.connection("newConnection", leg, view.viewer),
        old,
    )


def _do_not_disturb(event: ExchangeEvent, context: Context) -> list[Element]:
    return [_boolean("doNotDisturbOn", event, context)]


def _message_waiting(event: ExchangeEvent, context: Context) -> list[Element]:
    return [_boolean("messageWaitingOn", event, context)]


def _forwarding(event: ExchangeEvent, context: Context) -> list[Element]:
    body = [_boolean("forwardStatus", event, context)]
    if event.forwarding_type is not None:
        kind = FORWARDING_TYPES[event.forwarding_type]
        body.insert(0, context.make("forwardingType", kind))
    if event.number:
        devices = context.parties.devices
        body.append(devices.device("forwardTo", devices.identifier(event.number)))
    return body


def _boolean(tag: str, event: ExchangeEvent, context: Context) -> Element:
    return context.make(tag, "true" if event.enabled else "false")


type Body = Callable[[View], list[Element]]
type FeatureBody = Callable[[ExchangeEvent, Context], list[Element]]

CALL_EVENTS: dict[EventKind, tuple[str, Body]] = {
    EventKind.SERVICE_INITIATED: ("ServiceInitiatedEvent", _service_initiated),
    EventKind.DIGITS_DIALED: ("DigitsDialedEvent", _digits_dialed),
    EventKind.ORIGINATED: ("OriginatedEvent", _originated),
    EventKind.NETWORK_REACHED: ("NetworkReachedEvent", _network_reached),
    EventKind.OFFERED: ("OfferedEvent", _offered),
    EventKind.DELIVERED: ("DeliveredEvent", _delivered),
    EventKind.ESTABLISHED: ("EstablishedEvent", _established),
    EventKind.HELD: ("HeldEvent", _held),
    EventKind.RETRIEVED: ("RetrievedEvent", _retrieved),
    EventKind.QUEUED: ("QueuedEvent", _queued),
    EventKind.DIVERTED: ("DivertedEvent", _diverted),
    EventKind.FAILED: ("FailedEvent", _failed),
    EventKind.CONNECTION_CLEARED: ("ConnectionClearedEvent", _connection_cleared),
    EventKind.TRANSFERRED: ("TransferedEvent", _transferred),
    EventKind.CONFERENCED: ("ConferencedEvent", _conferenced),
    EventKind.CALL_CLEARED: ("CallClearedEvent", _call_cleared),
    EventKind.BRIDGED: ("BridgedEvent", _bridged),
}
FEATURE_EVENTS: dict[EventKind, tuple[str, str, FeatureBody]] = {
    EventKind.DO_NOT_DISTURB: ("DoNotDisturbEvent", "device", _do_not_disturb),
    EventKind.FORWARDING: ("ForwardingEvent", "device", _forwarding),
    EventKind.MESSAGE_WAITING: (
        "MessageWaitingEvent",
        "targetDevice",
        _message_waiting,
    ),
}


def event_name(kind: EventKind) -> str:
    """Return the message's name."""
    return (CALL_EVENTS.get(kind) or FEATURE_EVENTS[kind])[0]


def write_event(event: ExchangeEvent, monitor: Monitor, context: Context) -> Element:
    """Return an event as the message for one monitor."""
    head = context.make("monitorCrossRefID", monitor.reference)
    if event.call is None or event.leg is None:
        return _feature_event(event, head, monitor.line, context)
    odd = context.options.oddities
    view = View(
        event, event.call, event.leg, monitor.line, context.parties, context.make, odd
    )
    name, body = CALL_EVENTS[event.kind]
    message = context.make(name, head, *body(view))
    if not odd or event.kind is EventKind.ORIGINATED:
        message.append(view.state())
    message.append(context.make("cause", event.cause))
    if odd and event.kind is EventKind.CONNECTION_CLEARED:
        message.append(_release_note(view))
    return message


def _feature_event(
    event: ExchangeEvent, head: Element, line: str, context: Context
) -> Element:
    name, device, body = FEATURE_EVENTS[event.kind]
    devices = context.parties.devices
    about = devices.device(device, devices.identifier(line))
    return context.make(name, head, about, *body(event, context))


def _release_note(view: View) -> Element:
    initiator = "user" if view.event.releasing else "system"
    note = view.make("string", f"release_initiator={initiator};")
    return view.make("extensions", view.make("privateData", note))
