"""The gateway's settings: one TOML file, checked before anything is connected."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
import re
import ssl
import tomllib
from typing import Any, Final

from custom_components.telephony.cti import (
    PROFILES,
    Connector,
    CstaSettings,
    Dialect,
    TelestraSettings,
    tcp_connector,
)
from custom_components.telephony.cti.gateway.settings import NAME, PREFIX, MqttSettings
from custom_components.telephony.numbers.cost import DEFAULT_ALLOWED, CostClass
from custom_components.telephony.numbers.dial_plan import DialPlan
from custom_components.telephony.numbers.guard import read_patterns
from custom_components.telephony.numbers.library import load_library, phonenumbers
from custom_components.telephony.numbers.limits import DEFAULTS
from custom_components.telephony.numbers.line_lists import (
    LinesError,
    TooManyLines,
    read_lines,
)

from .tables import SettingsError, Table

MAX_LINES: Final = 100_000
"""Lines of one phone system."""
TELESTRA_PORT: Final = 3550

_ADDRESS: Final = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.%]+)\]|(?P<host>[^\s:\[\]]+))(?::(?P<port>\d{1,5}))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerSettings(MqttSettings):
    """How the broker is reached, and what goes there."""

    prefix: str
    max_unsent_events: int
    """How many events wait for a broker that is away."""


@dataclass(frozen=True, slots=True)
class SystemSettings:
    """One phone system, and those of its lines that this gateway serves."""

    name: str
    connector: Connector
    protocol: CstaSettings | TelestraSettings
    lines: tuple[str, ...]
    commands: bool
    """Whether commands are taken, and not only told what happens."""
    plan: DialPlan
    options: Mapping[str, Any]
    """What the guard wants to know, by the names of the integration's options."""
    missed_min_ring_seconds: float


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it."""

    name: str
    broker: BrokerSettings
    metrics: tuple[str, int] | None
    """The address and the port where metrics are told."""
    systems: tuple[SystemSettings, ...]


def read_settings(path: Path) -> Settings:
    """Read and check the settings; SettingsError says what can't be used."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} isn't UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} isn't TOML: {error}") from None
    load_library()
    root = Table(content, "", path.parent)
    gateway = root.table("gateway")
    name = _name(gateway, "name")
    gateway.finish()
    broker = _broker(root.table("broker"))
    metrics = _metrics(root.table("metrics"))
    systems = tuple(_system(each) for each in root.tables("systems"))
    root.finish()
    names = [each.name for each in systems]
    if twice := next((each for each in names if names.count(each) > 1), None):
        raise SettingsError(f"systems: two have the name {twice}")
    return Settings(name, broker, metrics, systems)


def _name(table: Table, key: str) -> str:
    name = table.text(key)
    if not NAME.fullmatch(name):
        raise table.wrong(key, "may have letters, digits, _ and - only, at most 64")
    return name


def _metrics(table: Table) -> tuple[str, int] | None:
    host, port = table.text("host", "127.0.0.1"), table.number("port", 0, 0, 65535)
    table.finish()
    return (host, port) if port else None


def _broker(table: Table) -> BrokerSettings:
    tls = table.flag("tls", default=True)
    context = _tls(table, "client_certificate", "client_key") if tls else None
    prefix = table.text("prefix", "telephony")
    if not PREFIX.fullmatch(prefix):
        raise table.wrong(
            "prefix", "may have letters, digits, _ and -, in parts between single /"
        )
    username, password = table.maybe("username"), table.secret("password")
    if password is not None and username is None:
        raise table.wrong("username", "is missing, but there is a password")
    settings = BrokerSettings(
        addresses=_addresses(table, 8883 if tls else 1883),
        prefix=prefix,
        username=username,
        password=password,
        tls=context,
        keep_alive=table.number("keep_alive", 5, 1, 3600),
        max_unsent_events=table.number("max_unsent_events", 10_000, 1, 1_000_000),
        window=table.number("window", 32, 1, 1000),
    )
    table.finish()
    return settings


def _addresses(table: Table, usual_port: int) -> tuple[tuple[str, int], ...]:
    """Return where the broker is: one host, or a list of a cluster's nodes."""
    given = table.get("host")
    texts = table.texts("host") if isinstance(given, list) else (table.text("host"),)
    port = table.number("port", usual_port, 1, 65535)
    addresses = []
    for text in texts:
        found = _ADDRESS.fullmatch(text)
        own_port = int(found["port"] or port) if found else port
        if (found is None and text.count(":") < 2) or not 0 < own_port < 65536:
            raise table.wrong("host", f"has no host, or host:port: “{text}”")
        host = (found["six"] or found["host"]) if found else text
        addresses.append((host, own_port))
    if not addresses:
        raise table.wrong("host", "is missing")
    return tuple(addresses)


def _tls(table: Table, certificate_key: str = "", key_key: str = "") -> ssl.SSLContext:
    """Return the TLS settings of a table: who is trusted, and our own certificate."""
    authority = table.file("ca_certificate")
    try:
        context = ssl.create_default_context(cafile=authority)
    except ssl.SSLError, ValueError:
        raise table.wrong("ca_certificate", "isn't a certificate in PEM") from None
    if authority:
        # What a phone system or a broker makes for itself seldom keeps to every rule of RFC 5280.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if not table.flag("verify_certificate", default=True):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if certificate_key and (certificate := table.file(certificate_key)):
        key = table.file(key_key)
        try:
            context.load_cert_chain(certificate, key)
        except ssl.SSLError, ValueError:
            raise table.wrong(
                certificate_key, f"and {key_key} don't belong together, or aren't PEM"
            ) from None
    return context


def _system(table: Table) -> SystemSettings:
    name = _name(table, "name")
    kind = table.one_of("protocol", ("csta", "telestra"), "csta")
    host = table.text("host")
    tls = table.flag("tls", default=kind == "csta")
    protocol: CstaSettings | TelestraSettings
    if kind == "csta":
        protocol = _csta(table)
        port = protocol.speech.default_port(tls=tls)
    else:
        protocol, port = TelestraSettings(host), TELESTRA_PORT
    context = _tls(table) if tls else None
    pinned = _pinned(table) if tls else ()
    connector = tcp_connector(
        host, table.number("port", port, 1, 65535), context, pinned
    )
    lines = _lines(table, only_numbers=kind == "csta")
    commands = table.flag("commands", default=True)
    missed = table.seconds("missed_min_ring_seconds", 0.0, 0.0, 60.0)
    plan, options = _dialing(table.table("dialing"))
    table.finish()
    return SystemSettings(
        name, connector, protocol, lines, commands, plan, options, missed
    )


def _pinned(table: Table) -> tuple[bytes, ...]:
    """Return the certificates that are trusted as they are."""
    if (path := table.file("ca_certificate")) is None:
        return ()
    found = re.findall(
        "-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----",
        path.read_text(encoding="ascii", errors="replace"),
        re.DOTALL,
    )
    return tuple(ssl.PEM_cert_to_DER_cert(each) for each in found)


def _csta(table: Table) -> CstaSettings:
    profile = table.one_of("profile", tuple(PROFILES), "eltex_ecss10")
    dialect = None
    if profile == "generic":
        try:
            dialect = Dialect.read(table.get("dialect") or {})
        except (TypeError, ValueError, AttributeError) as error:
            raise table.wrong("dialect", f"can't be read: {error}") from None
    settings = CstaSettings(
        profile,
        table.maybe("username"),
        table.secret("password"),
        table.maybe("switch_connection"),
        table.number("monitor_window", 32, 1, 1000),
        table.number("monitor_pause_ms", 0, 0, 1000),
        dialect,
    )
    if settings.speech.login is not None and not (
        settings.username and settings.password
    ):
        raise table.wrong(
            "username", f"and a password are needed by {settings.speech.title}"
        )
    return settings


def _lines(table: Table, *, only_numbers: bool) -> tuple[str, ...]:
    text = table.text("lines")
    try:
        return read_lines(text, MAX_LINES, only_numbers=only_numbers)
    except TooManyLines:
        raise table.wrong("lines", f"are more than {MAX_LINES}") from None
    except LinesError as error:
        raise table.wrong("lines", f"can't be read: {error}") from None


def _dialing(table: Table) -> tuple[DialPlan, Mapping[str, Any]]:
    """Return how numbers are dialed and what may be dialed."""
    country = table.maybe("country")
    if country and country not in phonenumbers.SUPPORTED_REGIONS:
        raise table.wrong("country", 'must be two capital letters: "DE", "US"')
    classes = tuple(each.value for each in CostClass)
    allowed = table.texts("cost_classes_allowed", tuple(DEFAULT_ALLOWED))
    if unknown := [each for each in allowed if each not in classes]:
        raise table.wrong(
            "cost_classes_allowed",
            f"has {', '.join(unknown)}; it may have: {', '.join(classes)}",
        )
    options: dict[str, Any] = {
        "outside_prefix": table.text("outside_prefix", ""),
        "international_prefix": table.text("international_prefix", ""),
        "area_code": table.text("area_code", ""),
        "short_number_length": table.number("short_number_length", 4, 1, 8),
        "emergency_numbers_allowed": table.flag(
            "emergency_numbers_allowed", default=False
        ),
        "cost_classes_allowed": list(allowed),
    }
    for key in ("allowed_numbers", "blocked_numbers"):
        options[key] = "\n".join(table.texts(key))
        try:
            read_patterns(options[key])
        except ValueError:
            raise table.wrong(
                key, "may have digits, +, * and # only, and * at the end for the rest"
            ) from None
    for limit, default in DEFAULTS.items():
        options[str(limit)] = table.number(str(limit), default, 0, 10_000)
    table.finish()
    try:
        return DialPlan(options, country), options
    except ValueError as error:
        raise SettingsError(f"{table.place('')}: {error}") from None
