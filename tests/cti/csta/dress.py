"""Messages as the switches of several makers write them: test data, not the client's tables."""

from collections.abc import Mapping
from dataclasses import dataclass

ECMA_323 = "http://www.ecma-international.org/standards/ecma-323/csta/"
ECMA_354 = "http://www.ecma-international.org/standards/ecma-354/appl_session"
AVAYA = "http://www.avaya.com/csta"
REFERENCE = "DMON:{}"


@dataclass(frozen=True)
class Dress:
    """One maker's way to write."""

    profile: str
    edition: str = "ed3"
    prefix: str = ""
    type_of_number: str = "dialingNumber"
    asked_type: str | None = "dialingNumber"
    """The typeOfNumber that we are expected to write."""
    device_form: str = "{}"
    """How we are expected to write a line."""
    called_form: str = "{}"
    """How we are expected to write a number that is called."""
    leg_form: str = "{}"
    """How the switch names a device in a call."""
    connection_form: str | None = None
    """How it names one in a connection, where that is different."""
    call_id_first: bool = False
    session: bool = False

    @property
    def namespace(self) -> str:
        """The namespace of all but the session's messages."""
        return ECMA_323 + self.edition

    def message(self, name: str, *content: str) -> str:
        """Return a whole message."""
        prefix = self.prefix.rstrip(":")
        declared = f"xmlns:{prefix}" if prefix else "xmlns"
        tag = self.prefix + name
        return (
            f'<?xml version="1.0"?>\n<{tag} {declared}="{self.namespace}">'
            f"{''.join(content)}</{tag}>"
        )

    def element(self, name: str, *content: str) -> str:
        """Return one element."""
        tag = self.prefix + name
        return f"<{tag}>{''.join(content)}</{tag}>"

    def in_connection(self, number: str) -> str:
        """Return how a connection names a device."""
        return (self.connection_form or self.leg_form).format(number)

    def device_id(self, tag: str, number: str, form: str | None = None) -> str:
        """Return a device of a call, with the maker's attributes."""
        kind = f' typeOfNumber="{self.type_of_number}"' if self.type_of_number else ""
        text = (form or self.leg_form).format(number)
        text = text.replace("<", "&lt;").replace(">", "&gt;")
        tag = self.prefix + tag
        return f"<{tag}{kind}>{text}</{tag}>"

    def device(self, tag: str, number: str | None) -> str:
        """Return a party: a number, `restricted`, or None for one that is not known."""
        if number is None:
            return self.element(tag, self.element("notKnown"))
        if number == "restricted":
            return self.element(tag, self.element("restricted"))
        return self.element(tag, self.device_id("deviceIdentifier", number))

    def connection(self, tag: str, number: str | None, call_id: str) -> str:
        """Return a ConnectionID in the maker's order."""
        parts = [self.element("callID", call_id)]
        if number is not None:
            device = self.device_id("deviceID", number, self.connection_form)
            parts.insert(1 if self.call_id_first else 0, device)
        return self.element(tag, *parts)

    def event(self, name: str, line: str, *content: str, cause: str = "normal") -> str:
        """Return an event for the monitor of a line."""
        reference = self.element("monitorCrossRefID", REFERENCE.format(line))
        return self.message(
            f"{name}Event", reference, *content, self.element("cause", cause)
        )

    def delivered(
        self,
        line: str,
        alerting: str,
        calling: str | None,
        called: str | None,
        call_id: str = "c1",
        *,
        cause: str = "newCall",
        last: str | None = None,
    ) -> str:
        """Return Delivered."""
        return self.event(
            "Delivered",
            line,
            self.connection("connection", alerting, call_id),
            self.device("alertingDevice", alerting),
            self.device("callingDevice", calling),
            self.device("calledDevice", called),
            self.device("lastRedirectionDevice", last),
            cause=cause,
        )

    def established(
        self,
        line: str,
        answering: str,
        calling: str | None,
        called: str | None,
        call_id: str = "c1",
        *,
        cause: str = "normal",
    ) -> str:
        """Return Established."""
        return self.event(
            "Established",
            line,
            self.connection("establishedConnection", answering, call_id),
            self.device("answeringDevice", answering),
            self.device("callingDevice", calling),
            self.device("calledDevice", called),
            self.device("lastRedirectionDevice", None),
            cause=cause,
        )

    def originated(
        self, line: str, calling: str, called: str | None, call_id: str = "c1"
    ) -> str:
        """Return Originated."""
        return self.event(
            "Originated",
            line,
            self.connection("originatedConnection", calling, call_id),
            self.device("callingDevice", calling),
            self.device("calledDevice", called),
            self.element("localConnectionInfo", "connected"),
        )

    def cleared(
        self,
        line: str,
        dropped: str,
        releasing: str | None = None,
        call_id: str = "c1",
        *,
        cause: str = "normalClearing",
        note: str = "",
    ) -> str:
        """Return ConnectionCleared; the note is plain text in private data."""
        private = self.element(
            "extensions", self.element("privateData", self.element("string", note))
        )
        return self.event(
            "ConnectionCleared",
            line,
            self.connection("droppedConnection", dropped, call_id),
            self.device("releasingDevice", releasing),
            cause=cause,
        ).replace(
            f"</{self.prefix}ConnectionClearedEvent>",
            f"{private if note else ''}</{self.prefix}ConnectionClearedEvent>",
        )

    def joined(
        self,
        name: str,
        line: str,
        acting: str,
        added: str | None,
        olds: tuple[str, ...],
        new: str,
        members: Mapping[str, str],
    ) -> str:
        """Return Transfered or Conferenced; members are numbers with their old callIDs."""
        transfer = name == "Transfered"
        tags = ("primaryOldCall", "secondaryOldCall")
        items = (
            self.element(
                "connectionListItem",
                self.connection("newConnection", number, new),
                self.connection("oldConnection", number, old),
            )
            for number, old in members.items()
        )
        return self.event(
            name,
            line,
            *(
                self.connection(tag, acting, old)
                for tag, old in zip(tags, olds, strict=False)
            ),
            self.device(
                "transferringDevice" if transfer else "conferencingDevice", acting
            ),
            self.device("transferredToDevice" if transfer else "addedParty", added),
            self.element(
                "transferredConnections" if transfer else "conferenceConnections",
                *items,
            ),
        )

    def snapshot(self, *calls: tuple[str, str, tuple[str, ...]]) -> str:
        """Return SnapshotDeviceResponse: for each call the own device, callID and states."""
        infos = (
            self.element(
                "snapshotDeviceResponseInfo",
                self.connection("connectionIdentifier", number, call_id),
                self.element(
                    "localCallState",
                    self.element(
                        "compoundCallState",
                        *(self.element("localConnectionState", s) for s in states),
                    ),
                ),
            )
            for number, call_id, states in calls
        )
        return self.message(
            "SnapshotDeviceResponse",
            self.element(
                "crossRefIDorSnapshotData", self.element("snapshotData", *infos)
            ),
        )

    def snapshot_call(self, call_id: str, members: Mapping[str, str]) -> str:
        """Return SnapshotCallResponse: each number with its state."""
        infos = (
            self.element(
                "snapshotCallResponseInfo",
                self.device("deviceOnCall", number),
                self.connection("callIdentifier", number, call_id),
                self.element("localConnectionInfo", state),
            )
            for number, state in members.items()
        )
        return self.message(
            "SnapshotCallResponse",
            self.element(
                "crossRefIDorSnapshotData", self.element("snapshotData", *infos)
            ),
        )

    def error(self, category: str, code: str) -> str:
        """Return CSTAErrorCode."""
        return self.message("CSTAErrorCode", self.element(category, code))

    def usual_answers(self) -> dict[str, str]:
        """Return what every script answers to begin with: no calls, no features."""
        unknown = self.error("operation", "serviceNotSupported")
        answers = dict.fromkeys(
            ("GetDoNotDisturb", "GetForwarding", "SnapshotCall"), unknown
        )
        answers |= session_answers(edition=self.edition)
        return answers | {"SnapshotDevice": self.snapshot()}

    def third_party_device(self, number: str) -> str:
        """Return Avaya's answer to who a number is."""
        kind = 'typeOfNumber="other" mediaClass="voice" bitRate="constant"'
        device = f"<device {kind}>{self.device_form.format(number)}</device>"
        name = "GetThirdPartyDeviceIdResponse"
        return f'<{name} xmlns="{AVAYA}">{device}</{name}>'


def session_message(name: str, content: str = "") -> str:
    """Return a message of ECMA-354."""
    return f'<?xml version="1.0"?>\n<{name} xmlns="{ECMA_354}">{content}</{name}>'


def session_answers(seconds: int | str = 300, edition: str = "ed3") -> dict[str, str]:
    """Return the positive answers about a session."""
    return {
        "StartApplicationSession": session_message(
            "StartApplicationSessionPosResponse",
            "<sessionID>a1b2c3</sessionID>"
            f"<actualProtocolVersion>{ECMA_323}{edition}</actualProtocolVersion>"
            f"<actualSessionDuration>{seconds}</actualSessionDuration>",
        ),
        "ResetApplicationSessionTimer": session_message(
            "ResetApplicationSessionTimerPosResponse",
            f"<actualSessionDuration>{seconds}</actualSessionDuration>",
        ),
        "StopApplicationSession": session_message("StopApplicationSessionPosResponse"),
    }


ELTEX = Dress("eltex_ecss10", leg_form="{}:::TEVH#Zm9v#YmFy", session=True)
DRESSES = (
    ELTEX,
    Dress(
        "avaya_aes",
        type_of_number="other",
        asked_type="other",
        device_form="{}:CM1:10.0.0.9:0",
        called_form="{}:CM1:10.0.0.9:0",
        leg_form="{}:CM1:10.0.0.9:0",
        call_id_first=True,
        session=True,
    ),
    Dress(
        "openscape_voice",
        "ed4",
        type_of_number="",
        leg_form="N<{0}>Somebody;displayNumber={0};noa=nk",
        connection_form="{}",
        call_id_first=True,
    ),
    Dress("openscape_business", "ed4", session=True),
    Dress(
        "mivoice_office_400",
        "ed5",
        "csta:",
        asked_type=None,
        device_form="N<{}!98>",
        leg_form="N<{}!98>",
    ),
    Dress("generic", leg_form="sip:{}@pbx.example;user=phone"),
)
