"""What every request must look like: the children that the schemas allow, in their order."""

from .errors import CstaError, operation
from .messages import Element, elements, local_name, namespace_of
from .profiles import SESSION_NAMESPACE

# A name alone is required; "?" marks what may be left out. `extensions` may end every CSTA request.
_CSTA = {
    "AlternateCall": "heldCall activeCall connectionReservation? consultOptions?",
    "AnswerCall": "callToBeAnswered correlatorData? userData? subjectOfCall?",
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
    "GetDoNotDisturb": "device",
    "GetForwarding": "device",
    "GetMessageWaitingIndicator": "device",
    "GetSwitchingFunctionDevices": "requestedDeviceID? requestedDeviceCategory? nameOfDevice?",
    "HoldCall": "callToBeHeld connectionReservation? subjectOfCall?",
    "MakeCall": (
        "callingDevice calledDirectoryNumber accountCode? authCode? autoOriginate? correlatorData? userData? "
        "callCharacteristics? mediaCallCharacteristics? callingConnectionInfo? subjectOfCall? reason?"
    ),
    "MonitorStart": "monitorObject requestedMonitorFilter? monitorType? requestedMonitorMediaClass?",
    "MonitorStop": "monitorCrossRefID",
    "ReconnectCall": "activeCall heldCall",
    "RequestSystemStatus": "sysStatRegisterID?",
    "RetrieveCall": "callToBeRetrieved subjectOfCall?",
    "SetDoNotDisturb": "device doNotDisturbOn callOrigination? callingDeviceList?",
    "SetForwarding": "device forwardingType? activateForward forwardDN? ringCount? ringDuration?",
    "SetMessageWaitingIndicator": "device messageWaitingOn deviceForMessage? lampIsPresent?",
    "SingleStepConferenceCall": "activeCall deviceToJoin participationType? accountCode? authCode? userData?",
    "SingleStepTransferCall": "activeCall transferredTo correlatorData? userData? subjectOfCall?",
    "SnapshotCall": "snapshotObject",
    "SnapshotDevice": "snapshotObject",
    "SystemRegister": "requestTypes? requestedStatusFilter?",
    "SystemStatus": "sysStatRegisterID? systemStatus",
    "TransferCall": "heldCall activeCall correlatorData? userData? subjectOfCall?",
}
_SESSION = {
    "ResetApplicationSessionTimer": "sessionID requestedSessionDuration?",
    "StartApplicationSession": "applicationInfo requestedProtocolVersions requestedSessionDuration?",
    "StopApplicationSession": "sessionID sessionEndReason",
}
_INSIDE = {
    "applicationInfo": "applicationID applicationSpecificInfo?",
    "sessionEndReason": "definedEndReason? appEndReason?",
}

_BOOLEANS = {
    "connectionReservation",
    "doNotDisturbOn",
    "activateForward",
    "messageWaitingOn",
}
_NUMBER_TYPES = {
    "dialingNumber", "deviceNumber", "subscriberNumber", "implicitPublic", "explicitPublic", "implicitPrivate",
    "explicitPrivate", "other",
}  # fmt: skip

SERVICES = frozenset(_CSTA)
SESSION_SERVICES = frozenset(_SESSION)


class Malformed(Exception):
    """The request is no valid instance of its schema; the text says where."""


def check(request: Element, namespace: str) -> None:
    """Malformed unless the request is in order; serviceNotSupported where there is no such service."""
    name = local_name(request)
    expected = SESSION_NAMESPACE if name in SESSION_SERVICES else namespace
    declared = _CSTA.get(name) or _SESSION.get(name)
    if declared is None:
        raise operation("serviceNotSupported")
    extensions = " extensions?" if name in SERVICES else ""
    _check_namespace(request, expected)
    _check_children(request, declared + extensions)
    for each in elements(request):
        _check_value(each)


def _check_namespace(element: Element, expected: str) -> None:
    """Everything is in the message's namespace but what makers put into their own boxes."""
    if namespace_of(element) != expected:
        raise Malformed(
            f"{local_name(element)} is in the namespace {namespace_of(element)}"
        )
    if local_name(element) in ("extensions", "applicationSpecificInfo"):
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


def _check_value(element: Element) -> None:
    name = local_name(element)
    if name in _INSIDE:
        _check_children(element, _INSIDE[name])
    if name in _BOOLEANS and (element.text or "").strip() not in (
        "true",
        "false",
        "1",
        "0",
    ):
        raise Malformed(f"{name} is no boolean")
    for each in (element, *element.iterdescendants()):
        kind = each.get("typeOfNumber")
        if kind is not None and kind not in _NUMBER_TYPES:
            raise Malformed(f"{name} has the typeOfNumber {kind}")


def malformed_error() -> CstaError:
    """What the switch answers to a malformed request."""
    return operation("generic")
