"""A domain names its CardDAV server in the DNS; a name server of our own answers on 127.0.0.1."""

import asyncio
from collections.abc import AsyncIterator
import struct
from typing import Any, override
from unittest.mock import patch

import aiodns
import pytest

from custom_components.telephony.phone_book.carddav.dns import async_look_up

SRV, TXT = 33, 16


def _name(text: str) -> bytes:
    labels = (bytes([len(each)]) + each.encode() for each in text.split("."))
    return b"".join(labels) + b"\0"


class NameServer(asyncio.DatagramProtocol):
    """Answers each question with the record of its type, or says that there is none."""

    def __init__(self) -> None:
        """Know nothing."""
        self.records: dict[int, bytes] = {}

    @override
    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    @override
    def datagram_received(self, data: bytes, addr: Any) -> None:
        end = data.index(b"\0", 12) + 5
        question = data[12:end]
        kind = struct.unpack(">H", question[-4:-2])[0]
        record = self.records.get(kind)
        answers = b""
        if record is not None:
            answers = (
                b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(record)) + record
            )
        code = 0x8180 if record is not None else 0x8183
        head = struct.pack(">HHHHH", code, 1, int(record is not None), 0, 0)
        self._transport.sendto(data[:2] + head + question + answers, addr)


@pytest.fixture
async def dns(socket_enabled: None) -> AsyncIterator[NameServer]:
    """Ask a name server of our own."""
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(
        NameServer, local_addr=("127.0.0.1", 0)
    )
    port = transport.get_extra_info("sockname")[1]
    resolver = aiodns.DNSResolver

    def ask_ours(**options: Any) -> aiodns.DNSResolver:
        return resolver(nameservers=["127.0.0.1"], udp_port=port, **options)

    with patch.object(aiodns, "DNSResolver", ask_ours):
        yield server
    transport.close()


def _service(port: int, target: str) -> bytes:
    return struct.pack(">HHH", 0, 1, port) + _name(target)


async def test_a_domain_names_host_port_and_path(dns: NameServer) -> None:
    dns.records[SRV] = _service(8443, "dav.house.example")
    assert await async_look_up("house.example") == (
        "https://dav.house.example:8443/.well-known/carddav"
    )
    dns.records[TXT] = b"\x09path=/dav"
    assert await async_look_up("house.example") == "https://dav.house.example:8443/dav"


async def test_a_domain_without_the_service_names_none(dns: NameServer) -> None:
    assert await async_look_up("house.example") is None
    dns.records[SRV] = _service(0, "")[:-1]
    assert await async_look_up("house.example") is None
