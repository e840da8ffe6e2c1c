"""Messages of CSTA with stand-ins: markup and the standard's words stay, whatever else stands there goes.

It works on the text and not on a tree, so that odd and broken messages stay as odd and broken.
"""

from html import unescape
import re
from typing import Final
from xml.sax.saxutils import escape

from ..stand_ins import StandIns
from .profiles import PROFILES

_MARKUP: Final = re.compile(
    r"<\?xml[^>]*\?>|<!--(?P<comment>.*?)(?:-->|\Z)"
    r"|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)"
    r"|<(?P<close>/)?(?P<tag>[\w.:-]+)"
    r"(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r"([\w.:-]+)(\s*=\s*)(\"[^\"]*\"|'[^']*')")
_DIGITS_IN_TAG: Final = re.compile(r"\d{4,}")
_KEY: Final = re.compile(r"\S")
_WORD: Final = re.compile(r"[A-Za-z]+(?::[A-Za-z]+)?")
_COUNT: Final = re.compile(r"[0-9]{1,6}")
_NAMESPACE: Final = re.compile(
    r"(?:https?://(?:www\.)?(?:ecma-international\.org|ecma\.ch|w3\.org|eltex\.org|eltex-co\.ru"
    r"|avaya\.com|mitel\.com|aastra\.com|siemens\.com|siemens-enterprise\.com|unify\.com"
    r"|atos\.net|alcatel-lucent\.com|nec\.com|panasonic\.com)(?:/[A-Za-z][\w.-]*|/\d{4})*/?"
    r"|urn:ecma[\w:.-]*|[\w-]+\.xsd|\s+)+"
)
_WITH_WORDS: Final = frozenset(
    {
        *("cause", "localConnectionInfo", "localConnectionState", "connectionState"),
        *("simpleCallState", "localCallState", "callState", "systemStatus", "state"),
        *("operation", "security", "stateIncompatibility", "unspecified", "errorCode"),
        *("systemResourceAvailibility", "systemResourceAvailability"),
        *("subscribedResourceAvailability", "performanceManagement", "digitMode"),
        *("privateErrorCode", "errorType", "definedError", "serverError", "appError"),
        *("definedEndReason", "appEndReason", "serverEndReason"),
        *("definedTermReason", "appTermReason", "serverTermReason"),
        *("monitorType", "forwardingType", "participationType", "deviceCategory"),
        *("typeOfNumber", "mediaClass", "connectionStatus", "agentState"),
        *("requestedAgentState", "pendingAgentState", "typeOfChargingInfo"),
        *("currencyMultiplier", "ringMode", "volInc", "characterSet"),
    }
)
"""The elements and attributes that hold one word of a list (ECMA-323; ECMA-354)."""
_WITH_COUNTS: Final = frozenset(
    {
        *("actualSessionDuration", "requestedSessionDuration", "sessionCleanupDelay"),
        *("actualHBT", "bitRate", "segmentID", "maxRetries"),
        *("callsInFront", "numberQueued", "ringPattern", "ringCount", "ringDuration"),
        *("volAbs", "ringVolAbs", "speakerVolAbs"),
    }
)
_MESSAGES: Final = ("error", "reason", "message", "description", "diagnostic")
"""What the names of elements with messages for people have in them."""
_QUOTES: Final = {'"': "&quot;", "'": "&apos;"}
_PASSWORDS: Final = (
    "passw",
    "passwd",
    "pwd",
    "secret",
    "credential",
    "token",
    "authcode",
)
_SHORT_PASSWORDS: Final = ("pass", "pin")
_KEYS: Final = ("characterstosend", "digitgeneratedlist", "digitsdetected")
"""What is pressed during a call, a PIN maybe: stand-ins that follow the digits would still tell it."""
_DIALED: Final = "dialingsequence"
"""The number that is dialed; some tell keys pressed during a call by it, one at a time."""
_APPLICATIONS: Final = frozenset(each.application for each in PROFILES.values())


def redact_xml(xml: str, stand_ins: StandIns) -> str:
    """Return a message, whole or not, with stand-ins for all that names somebody or something."""
    begin, pieces, inside = 0, [], [""]
    for found in _MARKUP.finditer(xml):
        pieces.append(_content(xml[begin : found.start()], inside[-1], stand_ins))
        begin = found.end()
        if tag := found["tag"]:
            pieces.append(_tag(found, stand_ins))
            name = tag.rpartition(":")[2]
            if found["close"]:
                if name in inside:
                    del inside[len(inside) - 1 - inside[::-1].index(name) :]
            elif not found["attributes"].endswith("/"):
                inside.append(name)
        elif (comment := found["comment"]) is not None:
            pieces.append(found[0].replace(comment, stand_ins.text(comment), 1))
        elif (data := found["data"]) is not None:
            pieces.append(found[0].replace(data, _value(data, inside[-1], stand_ins)))
        else:
            pieces.append(found[0])
    pieces.append(_content(xml[begin:], inside[-1], stand_ins))
    return "".join(pieces)


def _content(raw: str, name: str, stand_ins: StandIns) -> str:
    """Return the text between two tags; what stays is written as it was."""
    if not raw or raw.isspace():
        return raw
    text = unescape(raw)
    value = _value(text, name, stand_ins)
    if value == text:
        return raw
    return escape(value) if "&" in raw else value


def _tag(found: re.Match[str], stand_ins: StandIns) -> str:
    """Return a tag: names are the standard's or the maker's, unless they hold a number."""

    def attribute(each: re.Match[str]) -> str:
        name, equals, quoted = each.groups()
        text = unescape(quoted[1:-1])
        value = _value(text, name.rpartition(":")[2], stand_ins)
        if value == text:
            return each[0]
        mark = quoted[0]
        written = escape(value, {mark: _QUOTES[mark]}) if "&" in quoted else value
        return f"{name}{equals}{mark}{written}{mark}"

    def number(each: re.Match[str]) -> str:
        return stand_ins.text(each[0])

    attributes = found["attributes"]
    tag = _DIGITS_IN_TAG.sub(number, found["tag"])
    return f"<{found['close'] or ''}{tag}{_ATTRIBUTE.sub(attribute, attributes)}>"


def _value(text: str, name: str, stand_ins: StandIns) -> str:
    """Return what an element or attribute of this name says."""
    value = text.strip()
    small = name.lower()
    if small in _SHORT_PASSWORDS or any(each in small for each in _PASSWORDS):
        return text.replace(value, stand_ins.password(value)) if value else text
    if small in _KEYS or (small == _DIALED and len(value) == 1):
        return _KEY.sub("0", text)
    if (
        value in ("true", "false")
        or value in _APPLICATIONS
        or _NAMESPACE.fullmatch(value)
        or (name in _WITH_COUNTS and _COUNT.fullmatch(value))
    ):
        return text
    is_word = name in _WITH_WORDS and _WORD.fullmatch(value)
    if is_word and not stand_ins.has_password(value):
        return text
    return stand_ins.text(text, message=any(each in small for each in _MESSAGES))
