"""What fuzzing starts from: good messages, and words that bad ones may be made of."""

import struct

from custom_components.telephony.cti.csta.wire.call_events import CALL_EVENTS

_OWN = b"<deviceIdentifier>700</deviceIdentifier>"
_OTHER = b"<deviceIdentifier>N&lt;701&gt;Martha;x</deviceIdentifier>"


def _frame(xml: bytes) -> bytes:
    return struct.pack(">HH4s", 0, len(xml) + 8, b"9999") + xml


def _event(name: str, connection: str, device: str) -> bytes:
    """Return an event with everything that any event has."""
    ids = b"<deviceID>700</deviceID><callID>1</callID>"
    moved = (
        b"<connectionListItem><newConnection>%s</newConnection><oldConnection>%s</oldConnection>"
        b"<endpoint>%s</endpoint></connectionListItem>" % (ids, ids, _OTHER)
    )
    return (
        f"<{name}><monitorCrossRefID>m</monitorCrossRefID><{connection}>".encode()
        + ids
        + f"</{connection}>".encode()
        + (f"<{device}>".encode() + _OWN + f"</{device}>".encode() if device else b"")
        + b"<secondaryOldCall>%s</secondaryOldCall>" % ids
        + b"<callingDevice>%s</callingDevice><calledDevice>%s</calledDevice>"
        % (_OTHER, _OWN)
        + b"<transferredToDevice>%s</transferredToDevice>" % _OTHER
        + b"<transferredConnections>%s</transferredConnections>" % moved
        + b"<conferenceConnections>%s</conferenceConnections>" % moved
        + b"<localConnectionInfo>connected</localConnectionInfo><cause>normal</cause>"
        + f"</{name}>".encode()
    )


CSTA_MESSAGES = [
    _event(name, kind.connection, kind.device) for name, kind in CALL_EVENTS.items()
] + [
    b"<DeliveredEvent><connection><callID>7</callID></connection>"
    b"<alertingDevice>%s</alertingDevice><callingDevice><deviceIdentifier>4930555"
    b"</deviceIdentifier></callingDevice><cause>newCall</cause></DeliveredEvent>"
    % _OWN,
    b"<ForwardingEvent><device>%s</device><forwardingType>forwardImmediate</forwardingType>"
    b"<forwardStatus>true</forwardStatus><forwardTo>701</forwardTo></ForwardingEvent>"
    % _OWN,
    b"<DoNotDisturbEvent><doNotDisturbOn>true</doNotDisturbOn></DoNotDisturbEvent>",
    b"<CSTAErrorCode><operation>invalidDeviceID</operation></CSTAErrorCode>",
]
_STATUS = (
    b'{"event":"status","account":"705","calls":[0,{"id":1,"state":"held","caller":"205"},'
    b'{"call_id":"2","state":"on-hold","direction":"outgoing","num":205}],"account_status":200}\0'
)
TELESTRA_MESSAGES = [
    _STATUS,
    b'{"event":"call-incoming","account":"705","call_id":0,"caller":"sip:205@x;y","caller_name":"M"}\0',
    b'{"event":"call-answered","account":"705","call_id":0}\0 \n',
    b'{"event":"call-return","account":"705","call_id":1}\0',
    b'{"event":"call-ended","account":"705","call_id":0}\0',
    b'{"event":"fail","account":"705","error":"no"}\0',
]
CALLERS = [
    *(
        "Martha",
        "N<9>",
        '"M" <sip:9@h>;x',
        'M\\"\\',
        "\u202eM\u200d",
        "Zo\xeb",
        "Марта 😀",
    ),
    *(
        "&#1;&amp;&",
        "<b>]]></b>",
        "M\t\x01\x00 \ufffe",
        "anonymous",
        "%20*31#",
        "ن\u200cم",
    ),
]
SEEDS = {
    "csta": [_frame(xml) for xml in CSTA_MESSAGES]
    + [b"".join(_frame(xml) for xml in CSTA_MESSAGES[:6])],
    "csta_message": CSTA_MESSAGES,
    "csta_caller": [
        *(text.encode() for text in CALLERS),
        *("Марта".encode("cp1251"), "Zoë".encode("cp1252"), "😀".encode()[:-1]),
    ],
    "telestra": [*TELESTRA_MESSAGES, b"".join(TELESTRA_MESSAGES)],
}
WORDS = {
    "csta": [
        *(b"<", b">", b"</", b"/>", b"<a>", b"&lt;", b"&#0;", b"&#xD800;", b"<!DOCTYPE a>"),
        *(b"<![CDATA[", b"]]>", b"<?xml version='1.0' encoding='utf-16'?>", b"<!--", b"xmlns='"),
        *(b"700", b"701", b"700:::x", b"N<", b"tel:", b"sip:@", b"anonymous", b"<notKnown/>"),
        *(b"<restricted/>", b"<callID>2</callID>", b"<callID/>", b"makeCall", b"busy", b"\0\0"),
        *(b"connected", b"hold", b"fail", b"queued", b"enteringDistribution", b"callPickup"),
        *(b"<deviceID>700</deviceID>", b"<deviceID><notKnown/></deviceID>", b"\0\x08", b"9999"),
    ],
    "telestra": [
        *(b"{", b"}", b"[", b"]", b"null", b"true", b"-1", b"1e400", b'"', b"\\ud800", b"\0"),
        *(b'"call_id":', b'"calls":[', b'"state":"ringing"', b'"direction":"incoming"', b"sip:"),
        *(b'"event":"status"', b'"event":"call-incoming"', b"99999999999999999999", b"705"),
    ],
}  # fmt: skip
SEEDS["telestra_caller"] = SEEDS["csta_caller"]
WORDS["csta_message"] = WORDS["csta"]
_ODD_LETTERS = '\u202e \u200d \u2028 \ufeff \ufffe \x85 é &#1; &#xD800; \\ud83d \\ \\" ]]> < >; <sip:9@h>'
WORDS["csta_caller"] = WORDS["telestra_caller"] = [
    *_ODD_LETTERS.encode().split(b" "),
    *(
        b"\xf0\x9f\x98",
        b"\xed\xa0\xbd",
        b"\xc0\x80",
        b"\xcf\xf0\xee",
        b"\xff",
        b"\0",
        b"}\n{",
    ),
]
