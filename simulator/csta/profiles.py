"""How the switches of several makers differ, as data."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
import re

ECMA_323 = "http://www.ecma-international.org/standards/ecma-323/csta/"
SESSION_NAMESPACE = "http://www.ecma-international.org/standards/ecma-354/appl_session"
ELTEX_NAMESPACE = "http://www.eltex.org/csta"
AVAYA_NAMESPACE = "http://www.avaya.com/csta"
SWITCH_CONNECTION = "SIMULATED"
"""What the administrator of the Avaya server has named its connection to the phone system."""


class Start(StrEnum):
    """What a client does before it may ask for anything."""

    SESSION = "session"
    SYSTEM_REGISTER = "system-register"
    NONE = "none"


class FilterMode(StrEnum):
    """What `true` means in a monitor's filter: leave out (the standard), or send."""

    STANDARD = "standard"
    INVERTED_ON_REQUEST = "inverted-on-request"


@dataclass(frozen=True, slots=True)
class Login:
    """Where user name and password stand in applicationSpecificInfo; no wrapper, no namespace check."""

    user: str
    password: str
    wrapper: str | None = None
    namespace: str | None = None


@dataclass(frozen=True, slots=True)
class DeviceForm:
    """How a number is written as a device, and read out of one."""

    write: Callable[[str, str | None, int | None, bool], str]
    """By the number, the name, the leg, and whether the phone was called."""
    read: Callable[[str], str]


def _opaque(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _eltex(number: str, _name: str | None, leg: int | None, called: bool) -> str:
    if leg is None:
        return number
    parts = (
        f"1_{leg * 7919}@127.0.0.1",
        f"ecss{'O' if called else 'I'}{leg * 104729:020d}",
        str(leg * 15485863),
    )
    return f"{number}:::{'#'.join(map(_opaque, parts))}"


def _avaya(number: str, _name: str | None, _leg: int | None, _called: bool) -> str:
    return f"{number}:{SWITCH_CONNECTION}:127.0.0.1:0"


def _openscape(number: str, name: str | None, _leg: int | None, _called: bool) -> str:
    return f"N<{number}>{name or ''};displayNumber={number};noa=nk"


def _mitel(number: str, _name: str | None, _leg: int | None, _called: bool) -> str:
    return f"N<{number}!98>"


def _plain(number: str, _name: str | None, _leg: int | None, _called: bool) -> str:
    return number


def _before_colon(text: str) -> str:
    return text.partition(":")[0]


def _in_brackets(text: str) -> str:
    match = re.match(r"N<([^!>]*)", text)
    return (match[1] if match else text).partition("&")[0]


def _of_uri(text: str) -> str:
    return re.sub(r"^(tel|sips?):", "", text).partition("@")[0].partition(";")[0]


ELTEX_DEVICE = DeviceForm(_eltex, _before_colon)
AVAYA_DEVICE = DeviceForm(_avaya, _before_colon)
OPENSCAPE_DEVICE = DeviceForm(_openscape, _in_brackets)
MITEL_DEVICE = DeviceForm(_mitel, _in_brackets)
PLAIN_DEVICE = DeviceForm(_plain, _of_uri)
TEL_DEVICE = DeviceForm(lambda number, *_: f"tel:{number}", _of_uri)
SIP_DEVICE = DeviceForm(
    lambda number, *_: f"sip:{number}@pbx.example;user=phone", _of_uri
)


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything in which one maker's switch differs from another's."""

    name: str
    edition: str = "ed3"
    protocol_versions: re.Pattern[str] = field(
        default_factory=lambda: re.compile(re.escape(ECMA_323) + r"ed\d+$")
    )
    start: Start = Start.SESSION
    grants_sessions: bool = True
    """Whether it knows application sessions, be they needed or not."""
    login: Login | None = None
    actual_version: str | None = None
    """What it answers whatever was offered; None is the first offer that it takes (ECMA-354, 8.1)."""
    device: DeviceForm = PLAIN_DEVICE
    """How parties are written, and devices in whatever names no call."""
    line_form: re.Pattern[str] | None = None
    """How lines must be written where they are watched or act; numbers that are called need not."""
    plain_connections: bool = False
    """Whether connections name the number alone, however parties are written."""
    asks_for_devices: bool = False
    """Whether devices are named as it has told on request, and in no other way."""
    type_of_number: str | None = "dialingNumber"
    media_class: str | None = None
    """What parties say of their medium; with it comes bitRate."""
    hexadecimal_call_id: bool = False
    numeric_references: bool = False
    """Whether a monitorCrossRefID is digits."""
    call_id_first: bool = False
    not_redirected: str = "notKnown"
    """What lastRedirectionDevice says of a call that nobody has redirected."""
    other_namespaces: re.Pattern[str] | None = None
    """The namespaces of requests that it takes beside its own; a missing one is empty."""
    prefix: str | None = None
    filter_mode: FilterMode = FilterMode.STANDARD
    schema_location: bool = False
    oddities: bool = False
    sets_phones: bool = True
    """Whether it has the services of phones as devices (ECMA-269, 21.1), besides message waiting."""
    port: int = 4721
    tls_port: int | None = 4722

    @property
    def namespace(self) -> str:
        """The namespace of every message but the session's."""
        return ECMA_323 + self.edition


def _versions(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(ECMA_323) + pattern + "$")


_ANY_EDITION = (
    r"http://www\.ecma(-international\.org|\.ch)/standards/ecma-323/csta/ed\d"
)
_ANY_OR_NONE = re.compile(rf"({_ANY_EDITION})?$")


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "eltex_ecss10",
            protocol_versions=_versions("ed3"),
            login=Login("userName", "password", "SessionLoginInfo", ELTEX_NAMESPACE),
            device=ELTEX_DEVICE,
            media_class="notKnown",
            hexadecimal_call_id=True,
            schema_location=True,
            oddities=True,
            sets_phones=False,
        ),
        Profile(
            "avaya_aes",
            protocol_versions=_versions(r"ed3(/priv\w+)?"),
            login=Login("userName", "password", "SessionLoginInfo", AVAYA_NAMESPACE),
            device=AVAYA_DEVICE,
            asks_for_devices=True,
            type_of_number="other",
            media_class="voice",
            numeric_references=True,
            call_id_first=True,
            other_namespaces=re.compile(rf"{_ANY_EDITION}(/priv\w+)?$"),
            filter_mode=FilterMode.INVERTED_ON_REQUEST,
        ),
        Profile(
            "openscape_voice",
            edition="ed4",
            start=Start.SYSTEM_REGISTER,
            grants_sessions=False,
            device=OPENSCAPE_DEVICE,
            plain_connections=True,
            type_of_number=None,
            numeric_references=True,
            call_id_first=True,
            not_redirected="notRequired",
            other_namespaces=_ANY_OR_NONE,
            port=1040,
            tls_port=None,
        ),
        Profile(
            "openscape_business",
            edition="ed4",
            protocol_versions=_versions("ed4"),
            login=Login("user", "password"),
            numeric_references=True,
            other_namespaces=_ANY_OR_NONE,
            port=8800,
            tls_port=None,
        ),
        Profile(
            "mivoice_office_400",
            edition="ed5",
            protocol_versions=_versions("ed5"),
            start=Start.NONE,
            device=MITEL_DEVICE,
            prefix="csta",
            port=7001,
            tls_port=None,
        ),
        Profile("generic", start=Start.NONE, other_namespaces=_ANY_OR_NONE),
    )
}
