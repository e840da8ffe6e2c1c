"""Every message that we send, declared: the children of each service in the schema's order."""

from collections.abc import Mapping
from enum import Enum, auto
import re
from typing import Final, assert_never

from lxml import etree

from ..profiles import ECMA_323, ECMA_354, FilterMode, Profile
from .identifiers import ConnectionId, DeviceId
from .xml import Element

SESSION_SECONDS: Final = 300
"""How long an application session is asked for."""


class Kind(Enum):
    """How a value becomes an element."""

    NUMBER = auto()
    """A number, written as the maker's device."""
    CONNECTION = auto()
    TEXT = auto()
    FLAG = auto()


type Value = str | bool | ConnectionId

_SERVICES: Final[Mapping[str, Mapping[str, Kind]]] = {
    "AlternateCall": {"heldCall": Kind.CONNECTION, "activeCall": Kind.CONNECTION},
    "AnswerCall": {"callToBeAnswered": Kind.CONNECTION},
    "ClearCall": {"callToBeCleared": Kind.CONNECTION},
    "ClearConnection": {"connectionToBeCleared": Kind.CONNECTION},
    "ConferenceCall": {"heldCall": Kind.CONNECTION, "activeCall": Kind.CONNECTION},
    "ConsultationCall": {
        "existingCall": Kind.CONNECTION,
        "consultedDevice": Kind.NUMBER,
    },
    "DeflectCall": {
        "callToBeDiverted": Kind.CONNECTION,
        "newDestination": Kind.NUMBER,
    },
    "DirectedPickupCall": {
        "callToBePickedUp": Kind.CONNECTION,
        "requestingDevice": Kind.NUMBER,
    },
    "GenerateDigits": {
        "connectionToSendDigits": Kind.CONNECTION,
        "charactersToSend": Kind.TEXT,
    },
    "GetDoNotDisturb": {"device": Kind.NUMBER},
    "GetForwarding": {"device": Kind.NUMBER},
    "GetSwitchingFunctionDevices": {},
    "HoldCall": {"callToBeHeld": Kind.CONNECTION, "connectionReservation": Kind.FLAG},
    "MakeCall": {"callingDevice": Kind.NUMBER, "calledDirectoryNumber": Kind.NUMBER},
    "MonitorStop": {"monitorCrossRefID": Kind.TEXT},
    "ReconnectCall": {"activeCall": Kind.CONNECTION, "heldCall": Kind.CONNECTION},
    "RequestSystemStatus": {},
    "RetrieveCall": {"callToBeRetrieved": Kind.CONNECTION},
    "SetDoNotDisturb": {"device": Kind.NUMBER, "doNotDisturbOn": Kind.FLAG},
    "SetForwarding": {
        "device": Kind.NUMBER,
        "forwardingType": Kind.TEXT,
        "activateForward": Kind.FLAG,
        "forwardDN": Kind.NUMBER,
    },
    "SetMessageWaitingIndicator": {
        "device": Kind.NUMBER,
        "messageWaitingOn": Kind.FLAG,
    },
    "SingleStepConferenceCall": {
        "activeCall": Kind.CONNECTION,
        "deviceToJoin": Kind.NUMBER,
        "participationType": Kind.TEXT,
    },
    "SingleStepTransferCall": {
        "activeCall": Kind.CONNECTION,
        "transferredTo": Kind.NUMBER,
    },
    "SnapshotCall": {"snapshotObject": Kind.CONNECTION},
    "SnapshotDevice": {"snapshotObject": Kind.NUMBER},
    "SystemRegister": {},
    "TransferCall": {"heldCall": Kind.CONNECTION, "activeCall": Kind.CONNECTION},
}

_OPTIONAL: Final = frozenset({"connectionReservation", "forwardDN"})
"""The children that a request may leave out; without another one it would ask for something else."""

DOCUMENTED: Final = frozenset(
    {
        "AnswerCall",
        "ClearCall",
        "ClearConnection",
        "HoldCall",
        "MakeCall",
        "MonitorStart",
        "RequestSystemStatus",
        "RetrieveCall",
        "SingleStepTransferCall",
        "SnapshotDevice",
        "SystemRegister",
    }
)
"""The services that every switch is known to answer; silence about others may mean that it cannot."""

FILTER: Final[Mapping[str, bool]] = {
    "bridged": False,
    "callCleared": False,
    "conferenced": False,
    "connectionCleared": False,
    "delivered": False,
    "digitsDialed": False,
    "diverted": False,
    "established": False,
    "failed": False,
    "held": False,
    "networkCapabilitiesChanged": True,
    "networkReached": False,
    "offered": False,
    "originated": False,
    "queued": False,
    "retrieved": False,
    "serviceInitiated": False,
    "transferred": False,
}
"""The call control events; true are those that nobody uses and that need not be sent."""
_DOCUMENTED_HIDES: Final = frozenset(
    {
        *("bridged", "digitsDialed", "diverted", "failed", "held", "offered"),
        *("networkCapabilitiesChanged", "networkReached", "queued", "retrieved"),
    }
)
DOCUMENTED_FILTER: Final[Mapping[str, bool]] = {
    event: event in _DOCUMENTED_HIDES for event in FILTER
}
"""That of the example in ECSS-10's document, which hides much that a line does."""
_EDITION: Final = re.compile(rf"{re.escape(ECMA_323)}ed\d+")
_FEATURES: Final[Mapping[str, tuple[str, ...]]] = {
    "physicalDeviceFeature": ("messageWaiting",),
    "logicalDeviceFeature": ("doNotDisturb", "forwarding"),
}
"""The other events in use, which come by themselves unless only what is named comes."""


class Messages:
    """Makes messages in a profile's namespaces and forms."""

    def __init__(self, profile: Profile) -> None:
        """Keep the profile."""
        self._profile = profile
        self._namespace = f"{{{profile.namespace}}}"
        self._prefixes: dict[str | None, str] = {profile.prefix: profile.namespace}
        self.filter = FILTER
        """Which events monitors hide; DOCUMENTED_FILTER where a phone system wants no other."""

    def keep_to(self, version: str) -> None:
        """Write in the edition of ECMA-323 that the phone system has chosen (ECMA-354, 8.1)."""
        if edition := _EDITION.match(version):
            self._namespace = f"{{{edition[0]}}}"
            self._prefixes = {self._profile.prefix: edition[0]}

    @property
    def may_write_documented_filter(self) -> bool:
        """Whether there is another filter to ask for than the one that monitors have now."""
        is_standard = self._profile.filter is FilterMode.STANDARD
        return is_standard and self.filter is not DOCUMENTED_FILTER

    def service(self, name: str, **values: Value | None) -> Element:
        """Return the request of a service; what is None is left out.

        Raises TypeError for a child that the service doesn't have, and for one that is missing:
        a SetForwarding that lost its type forwards every call.
        """
        children = _SERVICES[name]
        if unknown := values.keys() - children.keys():
            raise TypeError(f"{name} has no {', '.join(sorted(unknown))}")
        root = self._root(name)
        for tag, kind in children.items():
            if (value := values.get(tag)) is not None:
                root.append(self._element(tag, kind, value))
            elif tag not in _OPTIONAL:
                raise TypeError(f"{name} needs {tag}")
        return root

    def monitor_start(
        self, number: str, hidden: Mapping[str, bool] | None = None
    ) -> Element:
        """Return MonitorStart for a device, with the profile's filter or that of `hidden`."""
        root = self._root("MonitorStart")
        self._add(root, "monitorObject").append(self._device("deviceObject", number))
        mode = self._profile.filter
        if mode is not FilterMode.OMIT:
            self._add_filter(root, mode, hidden or self.filter)
        if mode is FilterMode.INVERTED:
            box = self._add(self._add(root, "extensions"), "privateData")
            namespace = self._profile.private_namespace
            _sub(self._add(box, "private"), namespace, "invertFilter", "true")
        return root

    def _add_filter(
        self, root: Element, mode: FilterMode, filter_: Mapping[str, bool]
    ) -> None:
        wanted = self._add(root, "requestedMonitorFilter")
        box = self._add(wanted, "callcontrol")
        for event, hidden in filter_.items():
            value = hidden if mode is FilterMode.STANDARD else not hidden
            self._add(box, event, _boolean(value))
        if mode is FilterMode.INVERTED:
            for group, events in _FEATURES.items():
                box = self._add(wanted, group)
                for event in events:
                    self._add(box, event, "true")

    def answer(self, request: str, **texts: str) -> Element:
        """Return the positive answer to a request of the switch's."""
        root = self._root(f"{request}Response")
        for tag, text in texts.items():
            self._add(root, tag, text)
        return root

    def refusal(self, category: str, code: str) -> Element:
        """Return CSTAErrorCode."""
        root = self._root("CSTAErrorCode")
        self._add(root, category, code)
        return root

    def _root(self, name: str) -> Element:
        return etree.Element(self._namespace + name, nsmap=self._prefixes)

    def _add(self, parent: Element, tag: str, text: str | None = None) -> Element:
        element = etree.SubElement(parent, self._namespace + tag)
        element.text = text
        return element

    def _element(self, tag: str, kind: Kind, value: Value) -> Element:
        match kind:
            case Kind.NUMBER:
                return self._device(tag, str(value))
            case Kind.CONNECTION:
                assert isinstance(value, ConnectionId)
                return self._connection(tag, value)
            case Kind.FLAG:
                text = _boolean(bool(value))
            case Kind.TEXT:
                text = str(value)
            case _:
                assert_never(kind)
        element = etree.Element(self._namespace + tag)
        element.text = text
        return element

    def device_id(self, number: str) -> DeviceId:
        """Return a number as the maker's device."""
        kind = self._profile.type_of_number
        attributes = (("typeOfNumber", kind),) if kind else ()
        return DeviceId(self._profile.device.format(number), attributes)

    def _device(self, tag: str, number: str) -> Element:
        return self._identifier(tag, self.device_id(number))

    def _identifier(self, tag: str, device: DeviceId) -> Element:
        element = etree.Element(self._namespace + tag, dict(device.attributes))
        element.text = device.text
        return element

    def _connection(self, tag: str, connection: ConnectionId) -> Element:
        element = etree.Element(self._namespace + tag)
        if connection.device:
            element.append(self._identifier("deviceID", connection.device))
        call_id = etree.Element(self._namespace + "callID")
        call_id.text = connection.call_id
        element.insert(0 if self._profile.call_id_first else len(element), call_id)
        return element


def start_session(
    profile: Profile, username: str | None, password: str | None
) -> Element:
    """Return StartApplicationSession with the maker's login."""
    root = _session_root("StartApplicationSession")
    info = _session(root, "applicationInfo")
    _session(info, "applicationID", profile.application)
    if profile.login:
        _log_in(_session(info, "applicationSpecificInfo"), profile, username, password)
    versions = _session(root, "requestedProtocolVersions")
    for version in profile.versions:
        _session(versions, "protocolVersion", version)
    _session(root, "requestedSessionDuration", str(SESSION_SECONDS))
    return root


def reset_session_timer(session_id: str) -> Element:
    """Return ResetApplicationSessionTimer."""
    root = _session_root("ResetApplicationSessionTimer")
    _session(root, "sessionID", session_id)
    _session(root, "requestedSessionDuration", str(SESSION_SECONDS))
    return root


def stop_session(session_id: str) -> Element:
    """Return StopApplicationSession."""
    root = _session_root("StopApplicationSession")
    _session(root, "sessionID", session_id)
    _session(_session(root, "sessionEndReason"), "definedEndReason", "normal")
    return root


def _log_in(
    box: Element, profile: Profile, username: str | None, password: str | None
) -> None:
    login = profile.login
    assert login
    namespace = login.namespace or ECMA_354
    if login.wrapper:
        box = _sub(box, login.namespace, login.wrapper)
    texts = ((login.username, username), (login.password, password), *login.more)
    for tag, text in texts:
        _sub(box, namespace, tag, text or "")


def _session_root(name: str) -> Element:
    return etree.Element(f"{{{ECMA_354}}}{name}", nsmap={None: ECMA_354})


def _session(parent: Element, tag: str, text: str | None = None) -> Element:
    return _sub(parent, ECMA_354, tag, text)


def _sub(
    parent: Element, namespace: str | None, tag: str, text: str | None = None
) -> Element:
    element = etree.SubElement(parent, f"{{{namespace}}}{tag}")
    element.text = text
    return element


def _boolean(value: bool) -> str:
    return "true" if value else "false"
