"""What a phone system can do: as it says itself (ECMA-269, 13.1), else as its answers show."""

from collections.abc import Mapping
from typing import Final

from ..capability import Capability
from .phone_parts import SERVICES as PHONE_SERVICES
from .services import Services
from .wire.xml import Element, local, own_text

ALL: Final = frozenset(Capability) - {Capability.LOGIN}
_SERVICES: Final[Mapping[Capability, str]] = {
    Capability.MAKE_CALL: "MakeCall",
    Capability.ANSWER: "AnswerCall",
    Capability.HANGUP: "ClearConnection",
    Capability.HANGUP_EVERYONE: "ClearCall",
    Capability.HOLD: "HoldCall",
    Capability.RETRIEVE: "RetrieveCall",
    Capability.TRANSFER: "SingleStepTransferCall",
    Capability.CONSULT: "ConsultationCall",
    Capability.COMPLETE_TRANSFER: "TransferCall",
    Capability.CONFERENCE: "ConferenceCall",
    Capability.RECONNECT: "ReconnectCall",
    Capability.ADD_TO_CONFERENCE: "SingleStepConferenceCall",
    Capability.DEFLECT: "DeflectCall",
    Capability.PICK_UP: "DirectedPickupCall",
    Capability.GROUP_PICK_UP: "GroupPickupCall",
    Capability.PARK: "ParkCall",
    Capability.UNPARK: "DirectedPickupCall",
    Capability.CAMP_ON: "CamponCall",
    Capability.CALL_BACK: "CallBack",
    Capability.CANCEL_CALL_BACK: "CancelCallBack",
    Capability.SEND_DIGITS: "GenerateDigits",
    Capability.SET_FORWARDING: "SetForwarding",
    Capability.DO_NOT_DISTURB: "SetDoNotDisturb",
    Capability.MESSAGE_WAITING: "SetMessageWaitingIndicator",
    Capability.SET_AGENT_STATE: "SetAgentState",
    Capability.SET_DISPLAY: "SetDisplay",
    **{Capability(each): service.sets for each, service in PHONE_SERVICES.items()},
}
_FEATURES: Final = (
    "CancelCallBack",
    *("GetDoNotDisturb", "SetDoNotDisturb"),
    *("GetForwarding", "SetForwarding"),
    *("GetAgentState", "SetAgentState"),
)
_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "callControlServList": (
        "AlternateCall",
        "CallBack",
        *(each for each in _SERVICES.values() if each.startswith("Clear")),
        *(each for each in _SERVICES.values() if each.endswith("Call")),
    ),
    "callAssociatedServList": ("GenerateDigits",),
    "logicalServList": _FEATURES,
    "physDevServList": (
        *("SetMessageWaitingIndicator", "SetDisplay"),
        *(each.reads for each in PHONE_SERVICES.values()),
        *(each.sets for each in PHONE_SERVICES.values()),
    ),
    "routeingServList": ("RouteRegister",),
}
"""The services of ours that belong into each list of supportedServices."""


def left_out(reply: Element) -> frozenset[str] | None:
    """Return the services that GetCSTAFeatures or the like leaves out; None where it tells none.

    A list that is empty or missing tells nothing. The standard's words are short for some services
    (singleStepTransfer), makers write them in other cases, and say false where others say nothing.
    """
    told = [each for each in reply.iter() if local(each) in _LISTS and len(each)]
    if not told:
        return None
    missing = set[str]()
    for each in told:
        words = [local(e).lower() for e in each if own_text(e) not in ("false", "0")]
        for service in _LISTS[local(each)]:
            if not any(service.lower().startswith(word) for word in words):
                missing.add(service)
    return frozenset(missing)


def offered(services: Services) -> frozenset[Capability]:
    """Return what can be asked for."""
    lacking = {each for each, name in _SERVICES.items() if services.lacks(name)}
    if services.lacks("AlternateCall"):  # hold and retrieve do as much
        swap = {Capability.HOLD, Capability.RETRIEVE}
        lacking |= {Capability.SWITCH_CALL} if swap & lacking else set()
    return ALL - lacking
