"""How the switches of several makers differ: one table, and no code that asks for names."""

from collections.abc import Mapping
from enum import StrEnum
import re
from types import MappingProxyType
from typing import Final, NamedTuple

from ..model import Product

ECMA_323: Final = "http://www.ecma-international.org/standards/ecma-323/csta/"
ECMA_354: Final = "http://www.ecma-international.org/standards/ecma-354/appl_session"
ELTEX: Final = "http://www.eltex.org/csta"
AVAYA: Final = "http://www.avaya.com/csta"
_EDITION: Final = re.compile(
    re.escape(ECMA_323) + r"(ed\d{1,2}(?:/priv\w{1,8})?)", re.ASCII
)


class StartMode(StrEnum):
    """What comes before the first monitor."""

    SESSION = "session"
    """StartApplicationSession (ECMA-354)."""
    SYSTEM_REGISTER = "system-register"
    """The switch tells its SystemStatus, then we ask for SystemRegister."""
    NONE = "none"
    """Nothing."""


class FilterMode(StrEnum):
    """What a monitor's filter says."""

    OMIT = "omit"
    """There is none: all events come."""
    STANDARD = "standard"
    """True means: not sent (ECMA-323)."""


class Login(NamedTuple):
    """The elements of applicationSpecificInfo; without a namespace they stand bare."""

    namespace: str | None = None
    wrapper: str | None = None
    username: str = "userName"
    password: str = "password"  # noqa: S105  # an element's name
    more: tuple[tuple[str, str], ...] = ()
    """Further elements after the password, with their texts."""


class Profile(NamedTuple):
    """What is particular to the switches of one maker.

    Numbers are read out of devices alike for all, see device.py: the forms exclude each other.
    """

    name: str
    title: str
    maker: str | None = None
    """Whose name the title begins with."""
    supported: bool = False
    """Whether it was made for a real switch's documents; all others are experimental."""
    edition: str = "ed3"
    protocol_versions: tuple[str, ...] = ()
    """What is offered for a session, best first; empty means the edition's."""
    start: StartMode = StartMode.SESSION
    login: Login | None = None
    application: str = "Telephony"
    filter: FilterMode = FilterMode.STANDARD
    monitor_type: str | None = None
    """What MonitorStart says that it watches, where the maker's own clients say so."""
    device: str = "{}"
    """How one of the phone system's own lines is written as a device."""
    called: str = "{}"
    """How a number is written that is called."""
    asks_for_devices: bool = False
    """Whether the phone system is asked how it names each device, also those that are called."""
    namespaces: Mapping[str, str] = MappingProxyType({})
    """Services whose requests stand in another namespace than the others."""
    type_of_number: str | None = "dialingNumber"
    call_id_first: bool = False
    device_ids_tell_direction: bool = False
    """Whether the ID of a device in a call says if the phone called or was called."""
    prefix: str | None = None
    port: int = 4721
    tls_port: int | None = 4722
    has_web_page: bool = False
    """Whether the maker's guides send people to https://HOST/ to manage it."""

    @property
    def namespace(self) -> str:
        """The namespace of all messages but the session's."""
        return ECMA_323 + self.edition

    @property
    def versions(self) -> tuple[str, ...]:
        """The protocol versions to offer."""
        return self.protocol_versions or (self.namespace,)

    def product(self, told_version: str | None = None) -> Product:
        """Return what it is; a session tells its actualProtocolVersion (ECMA-354, 8.1)."""
        told = _EDITION.fullmatch(told_version or "")
        return Product(
            maker=self.maker,
            model=self.title.removeprefix(f"{self.maker} "),
            version=f"CSTA {told[1] if told else self.edition}",
            has_web_page=self.has_web_page,
        )

    def default_port(self, *, tls: bool) -> int:
        """Return the usual port; the plain one where the maker has none for TLS."""
        return self.tls_port if tls and self.tls_port else self.port


PROFILES: Final = {
    profile.name: profile
    for profile in (
        Profile(
            "eltex_ecss10",
            "Eltex ECSS-10",
            maker="Eltex",
            supported=True,
            login=Login(ELTEX, "SessionLoginInfo"),
            application="Eltex ECSS-10 CSTA adapter",
            device_ids_tell_direction=True,
        ),
        Profile(
            "avaya_aes",
            "Avaya Application Enablement Services",
            maker="Avaya",
            has_web_page=True,
            protocol_versions=(
                f"{ECMA_323}ed3/priv9",
                f"{ECMA_323}ed3/priv5",
                f"{ECMA_323}ed3",
            ),
            login=Login(
                AVAYA, "SessionLoginInfo", more=(("sessionCleanupDelay", "60"),)
            ),
            device="{}:::0",
            called="{}:::0",
            asks_for_devices=True,
            namespaces={  # as the maker's samples have them
                "GetThirdPartyDeviceId": AVAYA,
                "MonitorStop": AVAYA,
                "StopApplicationSession": f"{ECMA_323}ed3",
            },
            type_of_number="other",
            call_id_first=True,
        ),
        Profile(
            "openscape_voice",
            "Unify OpenScape Voice",
            maker="Unify",
            edition="ed4",
            start=StartMode.SYSTEM_REGISTER,
            call_id_first=True,
            port=1040,
            tls_port=None,
        ),
        Profile(
            "openscape_business",
            "Unify OpenScape Business",
            maker="Unify",
            has_web_page=True,
            edition="ed4",
            login=Login(username="user"),
            port=8800,
            tls_port=None,
        ),
        Profile(
            "mivoice_office_400",
            "Mitel MiVoice Office 400",
            maker="Mitel",
            has_web_page=True,
            edition="ed5",
            start=StartMode.NONE,
            filter=FilterMode.OMIT,
            monitor_type="device",
            device="N<{}!98>",
            type_of_number=None,
            prefix="csta",
            port=7001,
            tls_port=None,
        ),
        Profile(
            "generic", "ECMA-323 over TCP", start=StartMode.NONE, filter=FilterMode.OMIT
        ),
    )
}
