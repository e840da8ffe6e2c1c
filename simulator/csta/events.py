"""What happens in the exchange, as the event messages of ECMA-269 clause 17."""

from simulator.calls import EventKind, ExchangeEvent, Moved
from simulator.habits import Releasing

from .associated_events import ASSOCIATED_EVENTS, charging_info, correlator_data
from .context import Context
from .feature_events import FEATURE_EVENTS
from .messages import Element
from .monitors import Monitor
from .views import Body, View


def _about(connection: str, device: str, *, parties: bool = False) -> Body:
    """Describe an event by its connection and device, and the parties if so said."""

    def body(view: View) -> list[Element]:
        return [*view.subject(connection, device), *(view.usual() if parties else ())]

    return body


def _service_initiated(view: View) -> list[Element]:
    head = view.subject("initiatedConnection", "initiatingDevice")
    return [*head, view.unknown("calledDevice")] if view.options.oddities else head


def _originated(view: View) -> list[Element]:
    called = None if view.options.oddities else view.event.called
    head = view.subject("originatedConnection", "callingDevice")
    return [*head, view.party("calledDevice", called)]


def _established(view: View) -> list[Element]:
    head = view.subject("establishedConnection", "answeringDevice")
    if view.options.oddities:
        head += [view.device("callingDevice"), view.unknown("calledDevice")]
    return [*head, *view.usual()[2 if view.options.oddities else 0 :], *view.way_out()]


def _diverted(view: View) -> list[Element]:
    head = view.subject("connection", "divertingDevice")
    head.append(view.number("newDestination", view.event.destination))
    return [*head, *view.usual()[2 if view.options.oddities else 0 :]]


def _failed(view: View) -> list[Element]:
    connection = view.connection("failedConnection")
    if view.options.oddities and view.leg.hidden:
        write = view.parties.devices.connection
        connection = write("failedConnection", view.call.id, None)
    return [connection, view.device("failingDevice"), *view.usual()]


def _connection_cleared(view: View) -> list[Element]:
    releasing = view.event.releasing
    told = view.context.exchange.options.habits.releasing
    if told is Releasing.NOBODY:
        return [view.connection("droppedConnection"), view.unknown("releasingDevice")]
    if releasing == view.leg.device or told is Releasing.THE_DROPPED:
        return view.subject("droppedConnection", "releasingDevice")
    device = view.number("releasingDevice", releasing)
    return [view.connection("droppedConnection"), device]


def _delivered(view: View) -> list[Element]:
    head = view.subject("connection", "alertingDevice")
    return [*head, *view.usual(), *view.way_out()]


def _queued(view: View) -> list[Element]:
    head = [*view.subject("queuedConnection", "queue"), *view.usual()]
    waiting = view.event.waiting
    if not view.options.tells_queues or view.call.id not in waiting:
        return head
    numbers = {
        "numberQueued": len(waiting),
        "callsInFront": waiting.index(view.call.id),
    }
    return [*head, *(view.make(name, str(each)) for name, each in numbers.items())]


def _call_cleared(view: View) -> list[Element]:
    return [view.parties.devices.connection("clearedCall", view.call.id, None)]


def _network_reached(view: View) -> list[Element]:
    trunk = view.number("networkInterfaceUsed", f"T{view.leg.leg_id}")
    return [view.connection("outboundConnection"), trunk, *view.usual()]


def _network_capability(view: View) -> list[Element]:
    """What NetworkReached tells of the events that will still come, after localConnectionInfo."""
    provided_there, make = view.options.network_events, view.make
    if provided_there is None or view.event.kind is not EventKind.NETWORK_REACHED:
        return []
    events = [
        make(name, "true" if provided else "false")
        for name, provided in provided_there.items()
    ]
    kind = make("networkType", "nonISDNPublic")
    return [make("networkCapability", kind, make("eventsProvided", *events))]


def _digits_dialed(view: View) -> list[Element]:
    sequence = view.make("dialingSequence", view.event.digits)
    return [*view.subject("dialingConnection", "dialingDevice"), sequence]


def _joined(acting: str, added: str, connections: str) -> Body:
    """Describe the old calls, who joined them with whom, and every connection's new name."""

    def body(view: View) -> list[Element]:
        items = [_item(view, moved) for moved in view.event.moved]
        return [
            *_old_calls(view),
            view.device(acting),
            view.number(added, view.event.destination),
            view.make(connections, *items),
        ]

    return body


def _item(view: View, moved: Moved) -> Element:
    """One connection's new name and its old one; a trunk has its own for whoever is outside."""
    leg, old = moved.leg, (moved.old_call_id, moved.old_leg_id)
    if (trunk := view.trunk_of(leg)) is not None:
        write = view.parties.devices.connection
        return view.make(
            "connectionListItem",
            write("newConnection", leg.call.id, trunk),
            write("oldConnection", moved.old_call_id, trunk),
            view.number("associatedNID", trunk),
        )
    return view.make(
        "connectionListItem",
        view.parties.connection("newConnection", leg, view.viewer),
        view.parties.old_connection("oldConnection", leg, old, view.viewer),
    )


def _old_calls(view: View) -> list[Element]:
    """The acting device's connections as they were."""
    event, tags = view.event, ("primaryOldCall", "secondaryOldCall")
    leg_ids = {
        moved.old_call_id: moved.old_leg_id
        for moved in event.moved
        if moved.leg.device == view.leg.device
    } | {leg.call.id: leg.leg_id for leg in event.dropped}
    return [
        view.parties.old_connection(tag, view.leg, (call, leg_ids[call]), view.viewer)
        for tag, call in zip(tags, event.old_call_ids, strict=False)
    ]


CALL_EVENTS: dict[EventKind, tuple[str, Body]] = {
    EventKind.SERVICE_INITIATED: ("ServiceInitiatedEvent", _service_initiated),
    EventKind.DIGITS_DIALED: ("DigitsDialedEvent", _digits_dialed),
    EventKind.ORIGINATED: ("OriginatedEvent", _originated),
    EventKind.NETWORK_REACHED: ("NetworkReachedEvent", _network_reached),
    EventKind.OFFERED: (
        "OfferedEvent",
        _about("offeredConnection", "offeredDevice", parties=True),
    ),
    EventKind.DELIVERED: ("DeliveredEvent", _delivered),
    EventKind.ESTABLISHED: ("EstablishedEvent", _established),
    EventKind.HELD: ("HeldEvent", _about("heldConnection", "holdingDevice")),
    EventKind.RETRIEVED: (
        "RetrievedEvent",
        _about("retrievedConnection", "retrievingDevice"),
    ),
    EventKind.QUEUED: ("QueuedEvent", _queued),
    EventKind.DIVERTED: ("DivertedEvent", _diverted),
    EventKind.FAILED: ("FailedEvent", _failed),
    EventKind.CONNECTION_CLEARED: ("ConnectionClearedEvent", _connection_cleared),
    EventKind.TRANSFERRED: (
        "TransferedEvent",
        _joined("transferringDevice", "transferredToDevice", "transferredConnections"),
    ),
    EventKind.CONFERENCED: (
        "ConferencedEvent",
        _joined("conferencingDevice", "addedParty", "conferenceConnections"),
    ),
    EventKind.CALL_CLEARED: ("CallClearedEvent", _call_cleared),
    EventKind.BRIDGED: (
        "BridgedEvent",
        _about("bridgedConnection", "bridgedAppearance"),
    ),
    **ASSOCIATED_EVENTS,
}


def _linkage(event: ExchangeEvent, context: Context) -> list[Element]:
    """Return what tells that calls of several phone systems are one (12.2.8), where it's told."""
    make, kind = context.make, context.options.call_linkage
    if kind is None or event.call is None:
        return []

    def data(tag: str, call: int) -> Element:
        linkage = make("globalCallLinkageID", make(kind, f"{call * 0x9E3779B1:016X}"))
        return make(tag, make("globalCallData", linkage))

    if event.kind in (EventKind.TRANSFERRED, EventKind.CONFERENCED):
        old = next(iter(event.old_call_ids), event.call.id)
        new = data("newCallLinkageData", event.call.id)
        return [make("callLinkageDataList", new, data("oldCallLinkageData", old))]
    return [data("callLinkageData", event.call.id)]


def event_name(kind: EventKind) -> str:
    """Return the message's name."""
    return (CALL_EVENTS.get(kind) or FEATURE_EVENTS[kind])[0]


def write_event(event: ExchangeEvent, monitor: Monitor, context: Context) -> Element:
    """Return an event as the message for one monitor."""
    make, parties, viewer = context.make, context.parties, monitor.line
    head = make("monitorCrossRefID", monitor.reference)
    if event.call is None or event.leg is None:
        name, device, about = FEATURE_EVENTS[event.kind]
        line = parties.devices.device(device, parties.devices.identifier(viewer))
        return make(name, head, line, *about(event, context))
    odd = context.options.oddities
    view = View(event, event.call, event.leg, viewer, context)
    name, body = CALL_EVENTS[event.kind]
    message = make(name, head, *body(view))
    if event.kind in ASSOCIATED_EVENTS:  # without state and cause
        return message
    tells_state = not odd or event.kind is EventKind.ORIGINATED
    if tells_state and event.kind is not EventKind.CALL_CLEARED:
        state = event.states.get(viewer, "null")
        if event.leg.device == viewer and not event.old_call_ids:
            # Of several connections of the device, the one that the event is about (17.2).
            stays = event.call.legs.get(event.leg.phone) is event.leg
            state = event.leg.state if stays else "null"
        message.append(make("localConnectionInfo", state))
    message.extend(correlator_data(view))
    if event.kind in (EventKind.CONNECTION_CLEARED, EventKind.TRANSFERRED):
        message.extend(charging_info(view))
    message.extend(_network_capability(view))
    message.append(make("cause", event.cause))
    message.extend(_linkage(event, context))
    if odd and event.kind is EventKind.CONNECTION_CLEARED:
        initiator = "user" if event.releasing else "system"
        note = make("string", f"release_initiator={initiator};")
        message.append(make("extensions", make("privateData", note)))
    return message
