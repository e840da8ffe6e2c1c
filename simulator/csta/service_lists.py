"""The lists in which a switch tells what it has (ECMA-269, 13.1.1; the words are ECMA-323's)."""

from collections.abc import Iterable

from .messages import Element, Make
from .options import CstaOptions

_LISTS = {
    "callControlServList": {
        "alternateCall": "AlternateCall",
        "answerCall": "AnswerCall",
        "callBack": "CallBack",
        "campOnCall": "CamponCall",
        "clearCall": "ClearCall",
        "clearConnection": "ClearConnection",
        "conferenceCall": "ConferenceCall",
        "consultationCall": "ConsultationCall",
        "deflectCall": "DeflectCall",
        "directedPickupCall": "DirectedPickupCall",
        "groupPickupCall": "GroupPickupCall",
        "holdCall": "HoldCall",
        "makeCall": "MakeCall",
        "parkCall": "ParkCall",
        "reconnectCall": "ReconnectCall",
        "retrieveCall": "RetrieveCall",
        "singleStepConference": "SingleStepConferenceCall",
        "singleStepTransfer": "SingleStepTransferCall",
        "transferCall": "TransferCall",
    },
    "callAssociatedServList": {"generateDigits": "GenerateDigits"},
    "routeingServList": {
        "reRoute": "RouteRegister",
        "routeEnd": "RouteEnd",
        "routeRegister": "RouteRegister",
        "routeRegisterCancel": "RouteRegisterCancel",
        "routeReject": "RouteReject",
        "routeRequest": "RouteRegister",
        "routeSelect": "RouteSelect",
        "routeUsed": "RouteRegister",
    },
    "physDevServList": {
        "getLampMode": "GetLampMode",
        "getMessageWaitingIndicator": "GetMessageWaitingIndicator",
        "getMicrophoneMute": "GetMicrophoneMute",
        "getRingerStatus": "GetRingerStatus",
        "getSpeakerMute": "GetSpeakerMute",
        "getSpeakerVolume": "GetSpeakerVolume",
        "setDisplay": "SetDisplay",
        "setLampMode": "SetLampMode",
        "setMessageWaitingIndicator": "SetMessageWaitingIndicator",
        "setMicrophoneMute": "SetMicrophoneMute",
        "setRingerStatus": "SetRingerStatus",
        "setSpeakerMute": "SetSpeakerMute",
        "setSpeakerVolume": "SetSpeakerVolume",
    },
    "logicalServList": {
        "cancelCallBack": "CancelCallBack",
        "getAgentState": "GetAgentState",
        "getDoNotDisturb": "GetDoNotDisturb",
        "getForwarding": "GetForwarding",
        "setAgentState": "SetAgentState",
        "setDoNotDisturb": "SetDoNotDisturb",
        "setForwarding": "SetForwarding",
    },
}


def supported_services(
    services: Iterable[str], options: CstaOptions, make: Make
) -> Element:
    """Return GetCSTAFeaturesResponse."""
    has = set(services) - options.unsupported_services
    lists = [
        make(name, *(make(word) for word, service in words.items() if service in has))
        for name, words in _LISTS.items()
    ]
    told = make("supportedServices", *lists)
    return make("GetCSTAFeaturesResponse", told, make("supportedEvents"))
