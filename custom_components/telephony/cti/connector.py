"""How a connection to a phone system is opened: TCP or TLS, and which certificate will do."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
import socket
import ssl as tls
from typing import Final

from .errors import CannotConnect, CertificateRejected, ConnectionTimedOut, TlsFailed
from .happy_eyeballs import connect_socket

CONNECT_TIMEOUT: Final = 10.0
"""Seconds for the connection, TLS included, to stand."""

type Connector = Callable[
    [Callable[[], asyncio.Protocol]],
    Awaitable[tuple[asyncio.Transport, asyncio.Protocol]],
]


def tcp_connector(
    host: str,
    port: int,
    ssl: tls.SSLContext | None = None,
    pinned: Collection[bytes] = (),
) -> Connector:
    """Return what opens a TCP connection, with keep-alive; its errors are LinkErrors.

    A certificate in `pinned` (DER) is trusted as it is, also where its name or its dates don't
    fit: phone systems make theirs themselves, and seldom renew them.
    """

    async def connect(
        factory: Callable[[], asyncio.Protocol],
    ) -> tuple[asyncio.Transport, asyncio.Protocol]:
        if pinned:
            opened = await _connect(factory, host, port, unverified_context())
            if peer_certificate(opened[0]) in pinned:
                return opened
            opened[
                0
            ].abort()  # nothing was sent: it may still be what one of them has signed
        return await _connect(factory, host, port, ssl)

    return connect


async def fetch_certificate(host: str, port: int) -> tuple[bytes, str]:
    """Return the certificate (DER) that a TLS server shows, and the version of TLS it speaks.

    Nothing is verified and nothing sent; raises LinkErrors.
    """
    transport, _ = await _connect(asyncio.Protocol, host, port, unverified_context())
    try:
        version: str = transport.get_extra_info("ssl_object").version()
        return peer_certificate(transport), version
    finally:
        transport.abort()


def unverified_context() -> tls.SSLContext:
    """Return TLS settings that take any certificate; reads no files."""
    context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = tls.CERT_NONE
    return context


def peer_certificate(transport: asyncio.Transport) -> bytes:
    """Return the certificate (DER) that the other side has shown."""
    certificate: bytes = transport.get_extra_info("ssl_object").getpeercert(
        binary_form=True
    )
    return certificate


async def _connect(
    factory: Callable[[], asyncio.Protocol],
    host: str,
    port: int,
    ssl: tls.SSLContext | None,
) -> tuple[asyncio.Transport, asyncio.Protocol]:
    """Open a connection, TLS where it's wanted."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT):
            sock = await connect_socket(host, port)
            try:
                transport, protocol = await loop.create_connection(
                    factory,
                    sock=sock,
                    ssl=ssl,
                    server_hostname=host if ssl else None,
                )
            except BaseException:
                sock.close()
                raise
    except TimeoutError as error:
        raise ConnectionTimedOut(f"{host}:{port}") from error
    except tls.SSLCertVerificationError as error:
        raise CertificateRejected(error.verify_message) from error
    except (tls.SSLError, ConnectionResetError) as error:
        failed = TlsFailed if ssl else CannotConnect
        raise failed(str(error)) from error
    except (OSError, UnicodeError) as error:  # the latter: no name of a host
        raise CannotConnect(str(error)) from error
    _keep_alive(transport.get_extra_info("socket"))
    return transport, protocol


def _keep_alive(sock: socket.socket) -> None:
    """Let the kernel probe an idle peer as well, unless the peer has gone already."""
    with suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, seconds in (
            ("TCP_KEEPIDLE", 30),
            ("TCP_KEEPINTVL", 10),
            ("TCP_KEEPCNT", 3),
        ):
            if (option := getattr(socket, name, None)) is not None:
                sock.setsockopt(socket.IPPROTO_TCP, option, seconds)
