"""Every message that we send, declared: the children of each service in the schema's order."""

from collections.abc import Mapping
from enum import Enum, auto
import re
from typing import Final, assert_never

from lxml import etree

from ..profiles import ECMA_323, FilterMode, Profile
from .call_events import CALL_EVENTS
from .identifiers import ConnectionId, DeviceId
from .xml import Element, local


class Kind(Enum):
    """How a value becomes an element."""

    LINE = auto()
    """The number of a line, written as the maker's device."""
    CALLED = auto()
    """A number that is called, or may be."""
    CONNECTION = auto()
    TEXT = auto()
    FLAG = auto()
    VOLUME = auto()
    """From 0 to 100, as such and not as a step (21.1.23)."""
    CHOICES = auto()
    """Words, each of which becomes an element that says true."""


type Value = str | bool | ConnectionId

_SERVICES: Final[Mapping[str, Mapping[str, Kind]]] = {
    "AlternateCall": {"heldCall": Kind.CONNECTION, "activeCall": Kind.CONNECTION},
    "AnswerCall": {"callToBeAnswered": Kind.CONNECTION},
    "CallBack": {"callbackConnection": Kind.CONNECTION},
    "CamponCall": {"camponConnection": Kind.CONNECTION},
    "CancelCallBack": {"originatingDevice": Kind.LINE, "targetDevice": Kind.CALLED},
    "ClearCall": {"callToBeCleared": Kind.CONNECTION},
    "ClearConnection": {"connectionToBeCleared": Kind.CONNECTION},
    "ConferenceCall": {"heldCall": Kind.CONNECTION, "activeCall": Kind.CONNECTION},
    "ConsultationCall": {
        "existingCall": Kind.CONNECTION,
        "consultedDevice": Kind.CALLED,
    },
    "DeflectCall": {
        "callToBeDiverted": Kind.CONNECTION,
        "newDestination": Kind.CALLED,
    },
    "DirectedPickupCall": {
        "callToBePickedUp": Kind.CONNECTION,
        "requestingDevice": Kind.LINE,
    },
    "GenerateDigits": {
        "connectionToSendDigits": Kind.CONNECTION,
        "charactersToSend": Kind.TEXT,
    },
    "GetAgentState": {"device": Kind.LINE},
    "GetCSTAFeatures": {},
    "GetDoNotDisturb": {"device": Kind.LINE},
    "GetForwarding": {"device": Kind.LINE},
    "GetLampMode": {"device": Kind.LINE},
    "GetMicrophoneMute": {"device": Kind.LINE},
    "GetRingerStatus": {"device": Kind.LINE},
    "GetSpeakerMute": {"device": Kind.LINE},
    "GetSpeakerVolume": {"device": Kind.LINE},
    "GetSwitchingFunctionCaps": {},
    "GetSwitchingFunctionDevices": {},
    "GetThirdPartyDeviceId": {"switchName": Kind.TEXT, "extension": Kind.TEXT},
    "GroupPickupCall": {"newDestination": Kind.LINE},
    "HoldCall": {"callToBeHeld": Kind.CONNECTION, "connectionReservation": Kind.FLAG},
    "MakeCall": {"callingDevice": Kind.LINE, "calledDirectoryNumber": Kind.CALLED},
    "MonitorStop": {"monitorCrossRefID": Kind.TEXT},
    "ParkCall": {"parking": Kind.CONNECTION, "parkTo": Kind.CALLED},
    "ReconnectCall": {"activeCall": Kind.CONNECTION, "heldCall": Kind.CONNECTION},
    "RequestSystemStatus": {},
    "RetrieveCall": {"callToBeRetrieved": Kind.CONNECTION},
    "RouteEnd": {
        "crossRefIdentifier": Kind.TEXT,
        "routeRegisterReqID": Kind.TEXT,
    },
    "RouteRegister": {"routeingDevice": Kind.LINE},
    "RouteRegisterCancel": {"routeRegisterReqID": Kind.TEXT},
    "RouteSelect": {
        "crossRefIdentifier": Kind.TEXT,
        "routeRegisterReqID": Kind.TEXT,
        "routeSelected": Kind.CALLED,
    },
    "SetAgentState": {
        "device": Kind.LINE,
        "requestedAgentState": Kind.TEXT,
        "agentID": Kind.TEXT,
    },
    "SetDisplay": {
        "device": Kind.LINE,
        "contentsOfDisplay": Kind.TEXT,
        "characterSet": Kind.TEXT,
    },
    "SetDoNotDisturb": {"device": Kind.LINE, "doNotDisturbOn": Kind.FLAG},
    "SetForwarding": {
        "device": Kind.LINE,
        "forwardingType": Kind.TEXT,
        "activateForward": Kind.FLAG,
        "forwardDN": Kind.CALLED,
    },
    "SetLampMode": {"device": Kind.LINE, "lamp": Kind.TEXT, "lampMode": Kind.TEXT},
    "SetMessageWaitingIndicator": {
        "device": Kind.LINE,
        "messageWaitingOn": Kind.FLAG,
    },
    "SetMicrophoneMute": {
        "device": Kind.LINE,
        "auditoryApparatus": Kind.TEXT,
        "microphoneMuteOn": Kind.FLAG,
    },
    "SetRingerStatus": {
        "device": Kind.LINE,
        "ringer": Kind.TEXT,
        "ringVolume": Kind.VOLUME,
    },
    "SetSpeakerMute": {
        "device": Kind.LINE,
        "auditoryApparatus": Kind.TEXT,
        "speakerMuteOn": Kind.FLAG,
    },
    "SetSpeakerVolume": {
        "device": Kind.LINE,
        "auditoryApparatus": Kind.TEXT,
        "speakerVolume": Kind.VOLUME,
    },
    "SingleStepConferenceCall": {
        "activeCall": Kind.CONNECTION,
        "deviceToJoin": Kind.CALLED,
        "participationType": Kind.TEXT,
    },
    "SingleStepTransferCall": {
        "activeCall": Kind.CONNECTION,
        "transferredTo": Kind.CALLED,
    },
    "SnapshotCall": {"snapshotObject": Kind.CONNECTION},
    "SnapshotDevice": {"snapshotObject": Kind.LINE},
    "SystemRegister": {"requestTypes": Kind.CHOICES},
    "SystemStatus": {"systemStatus": Kind.TEXT},
    "TransferCall": {"heldCall": Kind.CONNECTION, "activeCall": Kind.CONNECTION},
}

_OPTIONAL: Final = frozenset(
    {
        "agentID",
        "characterSet",
        "connectionReservation",
        "forwardDN",
        "routeRegisterReqID",
        "switchName",
    }
)
"""The children that a request may leave out; without another one it would ask for something else."""

SEGMENTS: Final = frozenset(
    {"SnapshotDeviceData", "SnapshotCallData", "SwitchingFunctionDevices"}
)
"""Parts of answers, which come one way (16.1.3, 16.1.4, 13.1.6)."""
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
    each.filter: not each.is_used for each in CALL_EVENTS.values() if each.filter
}
"""The call control events; true are those that nobody uses and that need not be sent."""
DOCUMENTED_FILTER: Final[Mapping[str, bool]] = {
    each.filter: not each.is_in_example for each in CALL_EVENTS.values() if each.filter
}
"""That of the example in ECSS-10's document, which hides much that a line does."""
_SPELLING: Final = {"SetLampMode": {"lampMode": "LampMode"}}
"""What the third edition of ECMA-323 spells otherwise than the sixth."""
_EDITION: Final = re.compile(rf"{re.escape(ECMA_323)}ed\d+")


class Messages:
    """Makes messages in a profile's namespaces and forms."""

    def __init__(self, profile: Profile) -> None:
        """Keep the profile."""
        self._profile = profile
        self._namespace = f"{{{profile.namespace}}}"
        self._prefixes: dict[str | None, str] = {profile.prefix: profile.namespace}
        self._spelling = _SPELLING if profile.namespace.endswith("ed3") else {}
        self.devices: dict[str, DeviceId] = {}
        """What the phone system calls the devices of numbers, where it has been asked."""
        self.filter = FILTER
        """Which events monitors hide; DOCUMENTED_FILTER where a phone system wants no other."""

    def keep_to(self, version: str) -> None:
        """Write in the edition of ECMA-323 that the phone system has chosen (ECMA-354, 8.1)."""
        if edition := _EDITION.match(version):
            self._namespace = f"{{{edition[0]}}}"
            self._prefixes = {self._profile.prefix: edition[0]}
            self._spelling = _SPELLING if edition[0].endswith("ed3") else {}

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
        root, spelled = self._root(name), self._spelling.get(name, {})
        for tag, kind in children.items():
            if (value := values.get(tag)) is not None:
                root.append(self._element(spelled.get(tag, tag), kind, value))
            elif tag not in _OPTIONAL:
                raise TypeError(f"{name} needs {tag}")
        if namespace := self._profile.namespaces.get(name):
            return in_namespace(root, namespace)
        return root

    def unnamed(self, name: str, values: Mapping[str, Value | None]) -> list[str]:
        """Return the numbers in a service's values whose devices nobody has asked for."""
        return [
            str(value)
            for tag, kind in _SERVICES[name].items()
            if kind in (Kind.LINE, Kind.CALLED)
            and (value := values.get(tag)) is not None
            and value not in self.devices
        ]

    def monitor_start(
        self, number: str, hidden: Mapping[str, bool] | None = None
    ) -> Element:
        """Return MonitorStart for a device, with the profile's filter or that of `hidden`."""
        root = self._root("MonitorStart")
        device = self._identifier("deviceObject", self.device_id(number))
        self._add(root, "monitorObject").append(device)
        if self._profile.filter is FilterMode.STANDARD:
            wanted = self._add(self._add(root, "requestedMonitorFilter"), "callcontrol")
            for event, is_hidden in (hidden or self.filter).items():
                self._add(wanted, event, _boolean(is_hidden))
        if self._profile.monitor_type:
            self._add(root, "monitorType", self._profile.monitor_type)
        return root

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
            case Kind.LINE:
                return self._identifier(tag, self.device_id(str(value)))
            case Kind.CALLED:
                form = self._profile.called
                return self._identifier(tag, self.device_id(str(value), form))
            case Kind.CONNECTION:
                assert isinstance(value, ConnectionId)
                return self._connection(tag, value)
            case Kind.FLAG:
                text = _boolean(bool(value))
            case Kind.TEXT:
                text = str(value)
            case Kind.VOLUME:
                box = etree.Element(self._namespace + tag)
                self._add(box, "volAbs", str(value))
                return box
            case Kind.CHOICES:
                box = etree.Element(self._namespace + tag)
                for word in str(value).split():
                    self._add(box, word, "true")
                return box
            case _:
                assert_never(kind)
        element = etree.Element(self._namespace + tag)
        element.text = text
        return element

    def device_id(self, number: str, form: str | None = None) -> DeviceId:
        """Return a number as the phone system names its device: as it told, else in the maker's form."""
        if (told := self.devices.get(number)) is not None:
            return told
        kind = self._profile.type_of_number
        attributes = (("typeOfNumber", kind),) if kind else ()
        text = (form or self._profile.device).format(number)
        return DeviceId(text, attributes)

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


def in_namespace(message: Element, namespace: str) -> Element:
    """Return a message in another namespace."""
    moved = etree.Element(f"{{{namespace}}}{local(message)}", nsmap={None: namespace})
    moved.text = message.text
    moved.extend(in_namespace(each, namespace) for each in message)
    return moved


def _boolean(value: bool) -> str:
    return "true" if value else "false"
