"""A connection on trial: where a phone system listens, if it lets us in, and which lines it knows."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import batched
import re
import ssl
from typing import Any, Final, NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Name, load_der_x509_certificate

from homeassistant.const import (
    CONF_HOST,
    CONF_PASSWORD,
    CONF_PORT,
    CONF_PROTOCOL,
    CONF_USERNAME,
)
from homeassistant.core import HomeAssistant

from .. import cti
from ..const import CONF_PROFILE, CONF_TLS
from ..cti.connector import fetch_certificate, tcp_connector
from ..cti.errors import (
    CertificateRejected,
    ConnectionTimedOut,
    LinkError,
    RequestRefused,
    TelephonyError,
)
from ..cti.line import Line
from ..cti.link import LinkStatus
from ..cti.model import CallEvent
from ..cti.system import PhoneSystem
from .protocols import (
    PROTOCOL_TELESTRA,
    async_connector,
    async_create_system,
    default_port,
    usual_ports,
)
from .settings import Options

LOOK_SECONDS: Final = 5.0
"""How long a port may take to show what listens there."""
KNOWN_LINES_SECONDS: Final = 3.0
LINES_SECONDS: Final = 20.0
"""How long lines are tried; what nobody has refused by then may work."""


class ShownCertificate(NamedTuple):
    """A certificate as people compare it with the one that they expect."""

    pem: str
    subject: str
    issuer: str
    until: str
    """The day on which it ends (ISO 8601)."""
    fingerprint: str
    """SHA-256 as OpenSSL writes it, in groups of eight bytes."""


class Door(NamedTuple):
    """Where a phone system listens."""

    port: int
    transport: str
    """TCP, or the version of TLS."""
    certificate: ShownCertificate | None = None
    """The one that it shows, if that isn't trusted."""

    @property
    def is_encrypted(self) -> bool:
        """Whether it speaks TLS."""
        return self.transport != "TCP"


class _Silence:
    """Listens to a phone system that is only tried out."""

    def link_changed(self, status: LinkStatus) -> None:
        """Nobody needs to know."""

    def line_changed(self, line: Line, events: tuple[CallEvent, ...]) -> None:
        """Nobody needs to know."""


async def async_find_door(
    hass: HomeAssistant, data: Mapping[str, Any], *, may_be_encrypted: bool = True
) -> Door:
    """Return where a phone system listens, encrypted if it can; raises the first try's LinkError."""
    host = data[CONF_HOST]
    if data[CONF_PROTOCOL] == PROTOCOL_TELESTRA:
        return await _async_look_plain(host, data[CONF_PORT])
    encrypted, plain = (
        data.get(CONF_PORT)
        or default_port({CONF_PROFILE: data[CONF_PROFILE], CONF_TLS: tls})
        for tls in (True, False)
    )
    if not may_be_encrypted:
        return await _async_look_plain(host, plain)
    # On one port one after the other: who waits for TLS may not like to be left before it.
    looking = None
    if plain != encrypted:
        looking = asyncio.ensure_future(_async_look_plain(host, plain))
    try:
        return await _async_look_encrypted(hass, host, encrypted)
    except LinkError:
        try:
            return await (looking or _async_look_plain(host, plain))
        except LinkError:
            pass
        raise
    finally:
        if looking:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)


async def async_other_doors(host: str) -> dict[int, str]:
    """Return the ports of a host that phone systems use and where something listens, with their names."""
    ports = usual_ports()
    looks = (_async_look_plain(host, port) for port in ports)
    found = await asyncio.gather(*looks, return_exceptions=True)
    return {each.port: ports[each.port] for each in found if isinstance(each, Door)}


async def async_check_certificate(hass: HomeAssistant, data: Mapping[str, Any]) -> None:
    """Connect with the certificate that was chosen, and leave; raises what went wrong."""
    connect = await async_connector(hass, data)
    transport, _ = await connect(asyncio.Protocol)
    transport.abort()


async def async_find_dialect(
    hass: HomeAssistant, data: Mapping[str, Any], line: str
) -> cti.Discovery:
    """Find out how a phone system of any maker speaks, by watching a line for a moment.

    Raises what went wrong where nobody answers in CSTA at all.
    """
    connector = await async_connector(hass, data)
    login = data.get(CONF_USERNAME), data.get(CONF_PASSWORD)
    return await cti.find_dialect(connector, line, *login)


async def async_try_login(
    hass: HomeAssistant, data: Mapping[str, Any]
) -> Mapping[str, str | None]:
    """Connect, log in and leave again; returns the lines that the phone system tells of, with names.

    Raises what went wrong.
    """
    system = await async_create_system(hass, data, Options.read({}), _Silence())
    try:
        await system.start()
        return await _async_named_lines(system)
    finally:
        await system.stop()


async def _async_named_lines(system: PhoneSystem) -> Mapping[str, str | None]:
    """Return the lines that a phone system tells of, with their names; it needn't answer."""
    with suppress(TimeoutError):
        async with asyncio.timeout(KNOWN_LINES_SECONDS):
            return await system.named_lines()
    return {}


class TriedLines(NamedTuple):
    """What a phone system says of lines."""

    refused: Mapping[str, str]
    """Why it refuses some of them."""
    named: Mapping[str, str | None]
    """What it calls lines."""


async def async_try_lines(
    hass: HomeAssistant, data: Mapping[str, Any], lines: Sequence[str]
) -> TriedLines:
    """Connect, log in, watch the lines and leave again.

    Raises what went wrong. A protocol without a login is proven by what it answers about lines.
    """
    system = await async_create_system(hass, data, Options.read({}), _Silence())
    watched = [system.add_line(number) for number in lines]
    try:
        await system.start()
        with suppress(TimeoutError):
            async with asyncio.timeout(LINES_SECONDS):
                await system.wait_synchronized()
        refused = {
            line.number: _reason(line.problem)
            for line in watched
            if line.problem is not None
        }
        return TriedLines(refused, await _async_named_lines(system))
    finally:
        await system.stop()


async def _async_look_encrypted(hass: HomeAssistant, host: str, port: int) -> Door:
    """Look for TLS behind a port, and if its certificate is trusted."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            certificate, version = await fetch_certificate(host, port)
            shown = _shown(certificate)
            if shown.subject == shown.issuer:
                return Door(port, version, shown)
            context = await hass.async_add_executor_job(ssl.create_default_context)
            try:
                connect = tcp_connector(host, port, context)
                transport, _ = await connect(asyncio.Protocol)
            except CertificateRejected:
                return Door(port, version, shown)
            transport.abort()
            return Door(port, version)
    except TimeoutError as error:
        raise ConnectionTimedOut(f"{host}:{port}") from error


async def _async_look_plain(host: str, port: int) -> Door:
    """Look for anybody behind a port."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            transport, _ = await tcp_connector(host, port)(asyncio.Protocol)
    except TimeoutError as error:
        raise ConnectionTimedOut(f"{host}:{port}") from error
    transport.abort()
    return Door(port, "TCP")


def _shown(certificate: bytes) -> ShownCertificate:
    """Read a certificate (DER) of somebody who isn't trusted; CertificateRejected if that can't be done."""
    try:
        read = load_der_x509_certificate(certificate)
        return ShownCertificate(
            pem=read.public_bytes(Encoding.PEM).decode().strip(),
            subject=_plain(read.subject),
            issuer=_plain(read.issuer),
            until=read.not_valid_after_utc.date().isoformat(),
            fingerprint=" ".join(
                bytes(group).hex(":").upper()
                for group in batched(read.fingerprint(SHA256()), 8, strict=True)
            ),
        )
    except ValueError as error:
        raise CertificateRejected(str(error)) from error


def _plain(name: Name) -> str:
    """Return a name without anything that a form would take for markup."""
    return re.sub(r"[^\w .,=+@/-]", "", name.rfc4514_string())[:200]


def _reason(problem: TelephonyError) -> str:
    """Return a phone system's own word for why it refuses a line."""
    return problem.code if isinstance(problem, RequestRefused) else ""
