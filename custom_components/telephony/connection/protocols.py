"""From a config entry's data to a phone system: the one place that knows which protocols there are."""

from collections.abc import Callable, Mapping
from contextlib import suppress
import ssl
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates

from homeassistant.const import (
    CONF_HOST,
    CONF_PASSWORD,
    CONF_PORT,
    CONF_PROTOCOL,
    CONF_USERNAME,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.importlib import async_import_module

from .. import cti
from ..certificates import tls_context
from ..const import (
    CONF_CA_CERTIFICATE,
    CONF_PREFIX,
    CONF_PROFILE,
    CONF_SWITCH_CONNECTION,
    CONF_SYSTEM,
    CONF_TLS,
    CONF_VERIFY_CERTIFICATE,
)
from ..cti.connector import Connector, tcp_connector
from ..cti.errors import TelephonyError
from ..cti.routes import Router, Routing
from ..cti.system import PhoneSystem, SystemListener
from ..numbers.line_lists import LinesError, read_lines
from .settings import Options
from .shared_broker import SharedBroker

if TYPE_CHECKING:
    from ..cti.diagnosis import Trial
    from ..cti.gateway.connection import BrokerConnection

PROTOCOL_CSTA: Final = "csta"
PROTOCOL_GATEWAY: Final = "gateway"
PROTOCOL_TELESTRA: Final = "telestra"
DEFAULT_PROFILE: Final = "eltex_ecss10"
DEFAULT_TELESTRA_PORT: Final = 3550
GENERIC_PROFILE: Final = "generic"
DEFAULT_PREFIX: Final = "telephony"
MAX_SERVED_LINES: Final = 100_000
"""So many lines of one gateway are read, to offer them."""


class InvalidCertificate(TelephonyError):
    """The certificate that was given to check the phone system with is no certificate."""


class InvalidTopic(TelephonyError):
    """What was given can't be part of a topic; `field` says what."""

    def __init__(self, field: str) -> None:
        """Keep the field."""
        super().__init__(field)
        self.field = field


async def async_load_protocol(hass: HomeAssistant, protocol: str) -> None:
    """Import a protocol's client, which who only has the other protocol never needs."""
    await async_import_module(hass, f"{cti.__name__}.{protocol}")


async def async_create_system(
    hass: HomeAssistant,
    data: Mapping[str, Any],
    options: Options,
    listener: SystemListener,
    router: Router | None = None,
) -> PhoneSystem:
    """Make the phone system that an entry describes; InvalidCertificate or InvalidTopic for what isn't one."""
    protocol: str = data[CONF_PROTOCOL]
    await async_load_protocol(hass, protocol)
    if protocol == PROTOCOL_GATEWAY:
        system = await _async_gateway(hass, listener, data)
    else:
        connector = await async_connector(hass, data)
        system = _BUILDERS[protocol](connector, listener, data)
    apply_options(system, options, router)
    return system


def apply_options(system: PhoneSystem, options: Options, router: Router | None) -> None:
    """Set a phone system's pace, which counts from its next connect on, and who routes calls."""
    system.set_pace(options.monitor_window, options.monitor_pause_ms)
    if router:
        routing = Routing(router, options.route_devices, options.route_seconds)
        system.set_routing(routing)


def profile_names() -> list[str]:
    """Return what CSTA phone systems can be chosen from."""
    return list(cti.PROFILES)


def default_port(data: Mapping[str, Any]) -> int:
    """Return the port of a CSTA phone system where none was given."""
    return cti.PROFILES[data[CONF_PROFILE]].default_port(tls=data[CONF_TLS])


def needs_login(data: Mapping[str, Any]) -> bool:
    """Whether an entry's phone system wants a username and a password."""
    if CONF_PROFILE not in data:
        return False
    if is_of_any_maker(data):
        return read_dialect(data).login is not None
    profile = cti.PROFILES.get(data[CONF_PROFILE])
    return profile is not None and profile.login is not None


def is_of_any_maker(data: Mapping[str, Any]) -> bool:
    """Whether an entry itself says how its phone system speaks."""
    return data.get(CONF_PROFILE) == GENERIC_PROFILE


def read_dialect(data: Mapping[str, Any]) -> cti.Dialect:
    """Return how an entry's phone system speaks; ValueError, with the field, for what can't be read."""
    return cti.Dialect.read(data)


def dialect_choices() -> Mapping[str, tuple[str, ...]]:
    """Return what can be said of how a phone system speaks, by field; some take other words, too."""
    return cti.Dialect.CHOICES


def usual_ports() -> dict[int, str]:
    """Return where phone systems listen that there are clients for, with their names."""
    ports = {DEFAULT_TELESTRA_PORT: "Telestra"}
    for profile in cti.PROFILES.values():
        for tls in (True, False):
            ports.setdefault(profile.default_port(tls=tls), profile.title)
    return ports


def system_title(data: Mapping[str, Any]) -> str:
    """Return what an entry's kind of phone system is called."""
    if data[CONF_PROTOCOL] == PROTOCOL_TELESTRA:
        return "Telestra"
    if data[CONF_PROTOCOL] == PROTOCOL_GATEWAY:
        return str(data[CONF_SYSTEM])
    return cti.PROFILES[data[CONF_PROFILE]].title


def needs_switch_connection(data: Mapping[str, Any]) -> bool:
    """Whether an entry's phone system is asked for devices by the name of a switch connection."""
    return cti.PROFILES[data[CONF_PROFILE]].asks_for_devices


async def async_connector(hass: HomeAssistant, data: Mapping[str, Any]) -> Connector:
    """Return what connects to an entry's phone system; InvalidCertificate where that is unreadable."""
    context: ssl.SSLContext | None = None
    pinned: tuple[bytes, ...] = ()
    if data.get(CONF_TLS):
        context, pinned = await hass.async_add_executor_job(_tls_context, data)
    return tcp_connector(data[CONF_HOST], data[CONF_PORT], context, pinned)


def _tls_context(
    data: Mapping[str, Any],
) -> tuple[ssl.SSLContext, tuple[bytes, ...]]:
    """Make the TLS settings, with the certificates that are trusted as they are.

    Reads files, so it does not belong in the event loop.
    """
    certificate: str | None = data.get(CONF_CA_CERTIFICATE)
    pinned: tuple[bytes, ...] = ()
    try:
        context = tls_context(
            certificate, verify=data.get(CONF_VERIFY_CERTIFICATE, True)
        )
        if certificate:
            pinned = tuple(
                each.public_bytes(Encoding.DER)
                for each in load_pem_x509_certificates(certificate.encode())
            )
    except ValueError as error:
        raise InvalidCertificate from error
    return context, pinned


async def async_create_trial(
    hass: HomeAssistant, data: Mapping[str, Any], listener: SystemListener, line: str
) -> Trial:
    """Make what tries an entry's phone system step by step; raises as `async_create_system`."""
    connector = await async_connector(hass, data)
    protocol: str = data[CONF_PROTOCOL]
    await async_load_protocol(hass, protocol)
    name = f"{cti.__name__}.{protocol}.diagnosis"
    module = await async_import_module(hass, name)
    trial: Trial = module.new_trial(
        connector, listener, _SETTINGS[protocol](data), line
    )
    return trial


async def async_transcript(
    hass: HomeAssistant, data: Mapping[str, Any], system: PhoneSystem
) -> list[str] | None:
    """Return what was recorded of a phone system last, with stand-ins; None where nothing was."""
    if system.recording is None:
        return None
    protocol: str = data[CONF_PROTOCOL]
    name = f"{cti.__name__}.{protocol}.recorded"
    module = await async_import_module(hass, name)
    settings = _SETTINGS[protocol](data)
    lines: list[str] = await hass.async_add_executor_job(
        module.transcript, system.recording, settings, tuple(system.lines)
    )
    return lines


def _csta_settings(data: Mapping[str, Any]) -> cti.CstaSettings:
    return cti.CstaSettings(
        profile=data[CONF_PROFILE],
        username=data.get(CONF_USERNAME),
        password=data.get(CONF_PASSWORD),
        switch_connection=data.get(CONF_SWITCH_CONNECTION),
        dialect=read_dialect(data) if is_of_any_maker(data) else None,
    )


def _telestra_settings(data: Mapping[str, Any]) -> cti.TelestraSettings:
    return cti.TelestraSettings(data[CONF_HOST])


_SETTINGS: Final[Mapping[str, Callable[[Mapping[str, Any]], Any]]] = {
    PROTOCOL_CSTA: _csta_settings,
    PROTOCOL_TELESTRA: _telestra_settings,
}


def _csta(
    connector: Connector, listener: SystemListener, data: Mapping[str, Any]
) -> PhoneSystem:
    return cti.CstaSystem(connector, listener, _csta_settings(data))


def _telestra(
    connector: Connector, listener: SystemListener, data: Mapping[str, Any]
) -> PhoneSystem:
    return cti.TelestraSystem(connector, listener, _telestra_settings(data))


async def _async_gateway(
    hass: HomeAssistant, listener: SystemListener, data: Mapping[str, Any]
) -> PhoneSystem:
    """Make a phone system that gateways tell of: on Home Assistant's broker, or on another one."""
    try:
        settings = cti.GatewaySettings.read(data[CONF_PREFIX], data[CONF_SYSTEM])
    except ValueError as error:
        raise InvalidTopic(str(error)) from error
    connection: BrokerConnection = SharedBroker(hass)
    if CONF_HOST in data:
        name = f"{cti.__name__}.gateway.own_broker"
        module = await async_import_module(hass, name)
        context = None
        if data.get(CONF_TLS):
            context, _ = await hass.async_add_executor_job(_tls_context, data)
        connection = module.OwnBroker(
            module.MqttSettings(
                addresses=((data[CONF_HOST], data[CONF_PORT]),),
                username=data.get(CONF_USERNAME),
                password=data.get(CONF_PASSWORD),
                tls=context,
            )
        )
    return cti.GatewaySystem(connection, listener, settings, _lines_of_gateway)


def _lines_of_gateway(text: str) -> tuple[str, ...]:
    """Return the lines that a gateway says it serves."""
    with suppress(LinesError):
        return read_lines(text, MAX_SERVED_LINES)
    return ()


_BUILDERS: Final[
    Mapping[str, Callable[[Connector, SystemListener, Mapping[str, Any]], PhoneSystem]]
] = {PROTOCOL_CSTA: _csta, PROTOCOL_TELESTRA: _telestra}
