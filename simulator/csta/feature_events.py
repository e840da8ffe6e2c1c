"""What a line is set to, and what its phone does: the events of ECMA-269 clauses 17.7, 21.2 and 22.2."""

from collections.abc import Callable

from simulator.calls import EventKind, ExchangeEvent, ForwardingType

from .agents import AGENT_EVENTS
from .context import Context
from .messages import Element

FORWARDING_TYPES = {
    ForwardingType.ALL: "forwardImmediate",
    ForwardingType.BUSY: "forwardBusy",
    ForwardingType.NO_ANSWER: "forwardNoAns",
}


type FeatureBody = Callable[[ExchangeEvent, Context], list[Element]]


def _forwarding(event: ExchangeEvent, context: Context) -> list[Element]:
    body = [context.flag("forwardStatus", on=event.enabled)]
    if event.forwarding_type is not None:
        kind = FORWARDING_TYPES[event.forwarding_type]
        body.insert(0, context.make("forwardingType", kind))
    if event.number:
        devices = context.parties.devices
        number = devices.identifier(event.number)
        body.append(devices.device_id("forwardTo", number))
    return body


def _call_back(event: ExchangeEvent, context: Context) -> list[Element]:
    devices = context.parties.devices
    target = devices.identifier(event.number or "")
    set_or_not = context.flag("callBackSetCanceled", on=event.enabled)
    return [devices.device("targetDevice", target), set_or_not]


FEATURE_EVENTS: dict[EventKind, tuple[str, str, FeatureBody]] = {
    EventKind.DO_NOT_DISTURB: (
        "DoNotDisturbEvent",
        "device",
        lambda event, context: [context.flag("doNotDisturbOn", on=event.enabled)],
    ),
    EventKind.FORWARDING: ("ForwardingEvent", "device", _forwarding),
    EventKind.OUT_OF_SERVICE: ("OutOfServiceEvent", "device", lambda *_: []),
    EventKind.BACK_IN_SERVICE: ("BackInServiceEvent", "device", lambda *_: []),
    EventKind.CALL_BACK: ("CallBackEvent", "originatingDevice", _call_back),
    EventKind.MESSAGE_WAITING: (
        "MessageWaitingEvent",
        "targetDevice",
        lambda event, context: [context.flag("messageWaitingOn", on=event.enabled)],
    ),
    **AGENT_EVENTS,
}
