"""What every request must look like: the children that the schemas allow, in their order."""

from .errors import CstaError, operation
from .messages import Element, elements, local_name, namespace_of
from .profiles import AVAYA_NAMESPACE, SESSION_NAMESPACE, Profile

# A name alone is required; "?" marks what may be left out. `extensions` may end every CSTA request.
_CSTA = {
    "AlternateCall": "heldCall activeCall connectionReservation? consultOptions?",
    "AnswerCall": "callToBeAnswered correlatorData? userData? subjectOfCall?",
    "CallBack": "callbackConnection callCharacteristics? subjectOfCall? languagePreferences?",
    "CamponCall": "camponConnection",
    "CancelCallBack": "originatingDevice targetDevice",
    "ClearCall": "callToBeCleared correlatorData? userData? reason?",
    "ClearConnection": "connectionToBeCleared correlatorData? userData? reason?",
    "ConferenceCall": "heldCall activeCall correlatorData? userData? subjectOfCall?",
    "ConsultationCall": (
        "existingCall consultedDevice connectionReservation? accountCode? authCode? correlatorData? userData? "
        "callCharacteristics? consultOptions? subjectOfCall?"
    ),
    "DeflectCall": "callToBeDiverted newDestination correlatorData? userData? subjectOfCall? reason?",
    "DirectedPickupCall": "callToBePickedUp requestingDevice correlatorData? userData? autoOriginate?",
    "GenerateDigits": "connectionToSendDigits digitMode? charactersToSend toneDuration? pulseRate? pauseDuration?",
    "GetAgentState": "device acdGroup?",
    "GetCSTAFeatures": "extensions?",
    "GetDoNotDisturb": "device",
    "GetForwarding": "device",
    "GetLampMode": "device lamp?",
    "GetMessageWaitingIndicator": "device",
    "GetMicrophoneMute": "device auditoryApparatus?",
    "GetRingerStatus": "device ringer?",
    "GetSpeakerMute": "device auditoryApparatus?",
    "GetSpeakerVolume": "device auditoryApparatus?",
    "GetSwitchingFunctionDevices": "requestedDeviceID? requestedDeviceCategory? nameOfDevice?",
    "GroupPickupCall": "newDestination pickGroup? correlatorData? userData?",
    "HoldCall": "callToBeHeld connectionReservation? subjectOfCall?",
    "MakeCall": (
        "callingDevice calledDirectoryNumber accountCode? authCode? autoOriginate? correlatorData? userData? "
        "callCharacteristics? mediaCallCharacteristics? callingConnectionInfo? subjectOfCall? reason?"
    ),
    "MonitorStart": "monitorObject requestedMonitorFilter? monitorType? requestedMonitorMediaClass?",
    "MonitorStop": "monitorCrossRefID",
    "ParkCall": "parking parkTo correlatorData? subjectOfCall? languagePreferences?",
    "ReconnectCall": "activeCall heldCall",
    "RequestSystemStatus": "sysStatRegisterID?",
    "RetrieveCall": "callToBeRetrieved subjectOfCall?",
    "RouteEnd": "crossRefIdentifier routeRegisterReqID? errorValue? correlatorData?",
    "RouteRegister": "routeingDevice? requestedRouteingMediaClass?",
    "RouteRegisterCancel": "routeRegisterReqID",
    "RouteReject": "crossRefIdentifier routeRegisterReqID? rejectCause? correlatorData?",
    "RouteSelect": (
        "crossRefIdentifier routeRegisterReqID? routeSelected alternateRoutes? remainRetries? routeUsedReq? "
        "correlatorData?"
    ),
    "SetAgentState": "device requestedAgentState agentID? password? group?",
    "SetDisplay": (
        "device display? physicalBaseRowNumber? physicalBaseColumnNumber? contentsOfDisplay offset? characterSet?"
    ),
    "SetDoNotDisturb": "device doNotDisturbOn callOrigination? callingDeviceList?",
    "SetForwarding": "device forwardingType? activateForward forwardDN? ringCount? ringDuration?",
    "SetLampMode": "device lamp lampMode lampBrightness? lampColor?",
    "SetMessageWaitingIndicator": "device messageWaitingOn deviceForMessage? lampIsPresent?",
    "SetMicrophoneMute": "device auditoryApparatus microphoneMuteOn",
    "SetRingerStatus": "device ringer ringMode? ringPattern? ringVolume?",
    "SetSpeakerMute": "device auditoryApparatus speakerMuteOn",
    "SetSpeakerVolume": "device auditoryApparatus speakerVolume",
    "SingleStepConferenceCall": "activeCall deviceToJoin participationType accountCode? authCode? userData?",
    "SingleStepTransferCall": "activeCall transferredTo correlatorData? userData? subjectOfCall?",
    "SnapshotCall": "snapshotObject",
    "SnapshotDevice": "snapshotObject",
    "SystemRegister": "requestTypes requestedStatusFilter?",
    "SystemStatus": "sysStatRegisterID? systemStatus",
    "TransferCall": "heldCall activeCall correlatorData? userData? subjectOfCall?",
}
_EDITION_3 = {"SetLampMode": "device lamp LampMode lampBrightness? lampColor?"}
"""What the third edition spells otherwise."""
_SESSION = {
    "ResetApplicationSessionTimer": "sessionID requestedSessionDuration?",
    "StartApplicationSession": "applicationInfo requestedProtocolVersions requestedSessionDuration?",
    "StopApplicationSession": "sessionID sessionEndReason",
}
_INSIDE = {
    "applicationInfo": "applicationID applicationSpecificInfo?",
    "callcontrol": (
        "bridged? callCleared? conferenced? connectionCleared? delivered? digitsDialed? "
        "diverted? established? failed? held? networkCapabilitiesChanged? "
        "networkReached? offered? originated? queued? retrieved? serviceInitiated? "
        "transferred?"
    ),
    "monitorObject": "deviceObject? callObject?",
    "requestedMonitorFilter": (
        "callcontrol? callAssociated? mediaAttachment? physicalDeviceFeature? "
        "logicalDeviceFeature? maintenance? voice? private?"
    ),
    "requestTypes": (
        "systemStatus? requestSystemStatus? switchingFunctionCapsChanged? switchingFunctionDevicesChanged?"
    ),
    "requestedStatusFilter": (
        "initializing? enabled? normal? messageLost? disabled? partiallyDisabled? overloadImminent? "
        "overloadReached? overloadRelieved?"
    ),
    "ringVolume": "volAbs? volInc?",
    "sessionEndReason": "definedEndReason? appEndReason?",
    "speakerVolume": "volAbs? volInc?",
}
_OPEN = {"extensions", "applicationSpecificInfo"}
_CONNECTIONS = {
    "activeCall", "callToBeAnswered", "callToBeCleared", "callToBeDiverted", "callToBeHeld",
    "callToBePickedUp", "callToBeRetrieved", "callbackConnection", "camponConnection", "connectionToBeCleared", "connectionToSendDigits",
    "existingCall", "heldCall", "parking",
}  # fmt: skip

_BOOLEANS = {
    "activateForward", "connectionReservation", "doNotDisturbOn", "messageWaitingOn",
    "microphoneMuteOn", "routeUsedReq", "speakerMuteOn",
    *_INSIDE["callcontrol"].replace("?", "").split(),
}  # fmt: skip
_PUBLIC = ("unknown", "international", "national", "networkspecific", "subscriber", "abbreviated")  # fmt: skip
_PRIVATE = (
    "unknown", "level3RegionalNumber", "level2RegionalNumber", "level1RegionalNumber",
    "pTNSpecificNumber", "localNumber", "abbreviated",
)  # fmt: skip
_NUMBER_TYPES = {
    "dialingNumber", "deviceNumber", "implicitPublic", "implicitPrivate", "other",
    *(f"explicitPublic:{each}" for each in _PUBLIC),
    *(f"explicitPrivate:{each}" for each in _PRIVATE),
}  # fmt: skip

_CONNECTION_IDS = (["callID"], ["deviceID"], ["callID", "deviceID"])
_FLAGS = ("true", "false", "1", "0")

_AVAYA = {
    "GetDeviceId": (
        "switchName? switchIPInterface? extension deviceInstance? controllableByOtherSessions?"
    ),
    "GetThirdPartyDeviceId": "switchName? extension deviceInstance?",
    "ReleaseDeviceId": "device",
}
_AVAYA_TAKES = {*_AVAYA, "MonitorStop"}
"""What is taken in Avaya's namespace: its samples send MonitorStop so."""
_WORDS = {
    "digitMode": {"rotaryPulse", "dTMF"},
    "monitorType": {"call", "device"},
    "requestedAgentState": {
        "loggedOn", "loggedOff", "notReady", "ready", "workingAfterCall",
    },
    "characterSet": {"ascii", "unicode", "proprietary"},
    "participationType": {"active", "none", "silent"},
    "ringMode": {"ringing", "notRinging"},
    "volInc": {"increment", "decrement"},
}  # fmt: skip

SERVICES = frozenset(_CSTA)
SESSION_SERVICES = frozenset(_SESSION)


class Malformed(Exception):
    """The request is no valid instance of its schema; the text says where."""


def check(request: Element, profile: Profile) -> None:
    """Raise Malformed unless the request is in order, CstaError if it is unknown."""
    name, namespace = local_name(request), namespace_of(request)
    own = _AVAYA if profile.asks_for_devices else {}
    third = _EDITION_3.get(name) if profile.edition == "ed3" else None
    declared = third or _CSTA.get(name) or _SESSION.get(name) or own.get(name)
    if declared is None:
        raise operation("serviceNotSupported")
    if not _is_taken(name, namespace or "", profile):
        raise Malformed(f"{name} is in the namespace {namespace}")
    for each in elements(request):
        _check_namespace(each, namespace)
    extensions = " extensions?" if name in SERVICES else ""
    _check_children(request, declared + extensions)
    for each in elements(request):
        if local_name(each) not in _OPEN:
            _check_inside(each)


def _is_taken(name: str, namespace: str, profile: Profile) -> bool:
    """Whether the maker takes a request in a namespace."""
    if profile.asks_for_devices and name in _AVAYA_TAKES:
        if namespace == AVAYA_NAMESPACE:
            return True
        if name in _AVAYA:
            return False
    own = SESSION_NAMESPACE if name in SESSION_SERVICES else profile.namespace
    others = profile.other_namespaces
    return namespace == own or (others is not None and bool(others.match(namespace)))


def _check_namespace(element: Element, expected: str | None) -> None:
    """Want the message's namespace on all but what makers put into their own boxes."""
    if namespace_of(element) != expected:
        raise Malformed(
            f"{local_name(element)} is in the namespace {namespace_of(element)}"
        )
    if local_name(element) in _OPEN:
        return
    for each in elements(element):
        _check_namespace(each, expected)


def _check_children(parent: Element, declared: str) -> None:
    found = [local_name(each) for each in elements(parent)]
    for item in declared.split():
        name = item.rstrip("?")
        if found and found[0] == name:
            found.pop(0)
        elif not item.endswith("?"):
            raise Malformed(
                f"{local_name(parent)} lacks {name}, or has it in another place"
            )
    if found:
        raise Malformed(f"{local_name(parent)} has {found[0]} where it has no place")


def _check_inside(element: Element) -> None:
    """Check an element below the request, and everything in it."""
    name = local_name(element)
    children = elements(element)
    if name in _INSIDE:
        _check_children(element, _INSIDE[name])
    if (
        name in _CONNECTIONS
        and sorted(map(local_name, children)) not in _CONNECTION_IDS
    ):
        raise Malformed(f"{name} is no ConnectionID")
    if name in _BOOLEANS and (element.text or "").strip() not in _FLAGS:
        raise Malformed(f"{name} is no boolean")
    if name in _WORDS and (element.text or "").strip() not in _WORDS[name]:
        raise Malformed(f"{name} is {element.text}")
    if element.get("typeOfNumber", "other") not in _NUMBER_TYPES:
        raise Malformed(f"{name} has an unknown typeOfNumber")
    for each in children:
        if local_name(each) not in _OPEN:
            _check_inside(each)


def malformed_error() -> CstaError:
    """What the switch answers to a malformed request."""
    return operation("generic")
