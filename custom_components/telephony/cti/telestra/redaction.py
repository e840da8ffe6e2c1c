"""Messages of Telestra with stand-ins: keys, events, states and call IDs stay, whatever else stands there goes.

It works on the text and not on what is read from it, so that odd and broken messages stay so.
"""

import json
import re
from typing import Final

from ..stand_ins import StandIns

_TOKEN: Final = re.compile(
    r"(?P<text>\"(?:[^\"\\]|\\.)*+\"?)|(?P<number>-?[0-9][0-9.eE+-]*)|(?P<mark>[{}\[\],])"
    r"|(?P<word>[^\s\"{}\[\],:0-9-][^\s\"{}\[\],:]*)",
    re.DOTALL,
)
_IS_KEY: Final = re.compile(r"\s*:")
_KEY: Final = re.compile(r"[A-Za-z][A-Za-z_-]*")
_WORDS: Final = re.compile(r"[A-Za-z]+(?:[-_ ][A-Za-z]+)*")
_CALL: Final = re.compile(r"\s*(\d{1,9})\b(.*)", re.DOTALL)
_KEPT: Final = frozenset({"cmd", "event", "state", "direction", "transport"})
_COUNTS: Final = frozenset({"call_id", "id", "account_status", "status", "code"})
_PASSWORDS: Final = frozenset({"pass", "password", "secret", "pin"})
_WORDS_OF_STATES: Final = """
    dialing dialling calling trying progress early connecting ringback outgoing ringing alerting
    incoming active answered confirmed connected established talking held hold on_hold onhold inactive
"""
_STATES: Final = frozenset(_WORDS_OF_STATES.split())


def redact_json(message: str, stand_ins: StandIns) -> str:
    """Return a message, whole or not, with stand-ins for all that names somebody or something."""
    return _TOKEN.sub(_Redaction(stand_ins).replace, message)


class _Redaction:
    """Goes through one message, and knows below which key it is."""

    def __init__(self, stand_ins: StandIns) -> None:
        """Begin outside of everything."""
        self._stand_ins = stand_ins
        self._key = ""
        self._around: list[str] = []

    def replace(self, found: re.Match[str]) -> str:
        """Return what stands for a token."""
        written = found[0]
        match found.lastgroup:
            case "mark":
                if written in "{[":
                    self._around.append(self._key)
                elif written in "}]" and self._around:
                    self._key = self._around.pop()
                return written
            case "text":
                return self._text(found)
            case "number":
                if self._key in _COUNTS or self._key == "calls":
                    return written
        if written in ("true", "false", "null"):
            return written
        return re.sub(r"[\w]+", lambda each: self._stand_ins.text(each[0]), written)

    def _text(self, found: re.Match[str]) -> str:
        text, is_whole = _read(found[0])
        if _IS_KEY.match(found.string, found.end()):
            if (
                text.isdecimal() and self._key == "calls"
            ):  # whose keys are the calls' IDs
                return found[0]
            self._key = text if _KEY.fullmatch(text) else ""
            if self._key:
                return found[0]
        value = _value(text, self._key, self._stand_ins)
        if value == text:
            return found[0]
        written = json.dumps(value, ensure_ascii="\\u" in found[0])
        return written if is_whole else written[:-1]


def _read(token: str) -> tuple[str, bool]:
    """Return what a text says, and whether it ends."""
    is_whole = len(token) > 1 and token.endswith('"')
    try:
        read = json.loads(token if is_whole else f'{token}"', strict=False)
    except ValueError:
        read = token.strip('"')
    return str(read), is_whole


def _value(text: str, key: str, stand_ins: StandIns) -> str:
    if key in _PASSWORDS:
        return stand_ins.password(text)
    if stand_ins.has_password(text):
        return stand_ins.text(text)
    if key in _KEPT and _WORDS.fullmatch(text):
        return text
    if key in _COUNTS and text.isdecimal():
        return text
    if key == "calls":
        call_id, rest = (
            found.groups() if (found := _CALL.fullmatch(text)) else ("", text)
        )
        state = rest.strip().lower().replace("-", "_").replace(" ", "_")
        return text if state in _STATES else call_id + stand_ins.text(rest)
    return stand_ins.text(text, message=key == "error")
