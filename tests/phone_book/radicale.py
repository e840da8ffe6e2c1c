"""A real CardDAV server: Radicale, with one account, in a process of its own on 127.0.0.1."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
import socket
import sys
from typing import Any

import aiohttp

USERNAME = "ada"
PASSWORD = "analytical engine"
_MAKE = """<?xml version="1.0" encoding="utf-8"?>
<D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><D:set><D:prop>
<D:resourcetype><D:collection/><C:addressbook/></D:resourcetype>
<D:displayname>{}</D:displayname>
</D:prop></D:set></D:mkcol>"""


def card(
    uid: str, name: str, *numbers: str, groups: str = "", photo: bytes = b""
) -> str:
    """Return a vCard."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{uid}", f"FN:{name}", f"N:{name};;;;"]
    lines += [f"TEL:{number}" for number in numbers]
    lines += [f"CATEGORIES:{groups}"] if groups else []
    picture = base64.b64encode(photo).decode()
    lines += [f"PHOTO;ENCODING=b;TYPE=PNG:{picture}"] if photo else []
    return "\r\n".join([*lines, "END:VCARD", ""])


@dataclass(slots=True)
class Radicale:
    """The server, and what somebody does there with another program."""

    port: int
    folder: Path
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start, and wait until it listens."""
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "radicale", "--config", ""),
            *("--server-hosts", f"127.0.0.1:{self.port}"),
            *("--auth-type", "htpasswd", "--auth-delay", "0"),
            *("--auth-htpasswd-filename", str(self.folder / "users")),
            *("--auth-htpasswd-encryption", "plain"),
            *("--storage-filesystem-folder", str(self.folder / "data")),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(30):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    assert self.process.returncode is None
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    await writer.wait_closed()
                    return

    async def stop(self) -> None:
        """Stop; what it keeps stays."""
        if self.process is not None:
            self.process.terminate()
            await self.process.wait()
            self.process = None

    def set_password(self, password: str) -> None:
        """Give the account another password."""
        (self.folder / "users").write_text(f"{USERNAME}:{password}\n")

    async def make(self, book: str, name: str) -> None:
        """Make an address book."""
        await self._request("MKCOL", f"{book}/", _MAKE.format(name))

    async def put(
        self, book: str, uid: str, name: str, *numbers: str, **more: Any
    ) -> None:
        """Add or change a card."""
        content = card(uid, name, *numbers, **more)
        await self._request("PUT", f"{book}/{uid}.vcf", content)

    async def delete(self, book: str, uid: str) -> None:
        """Delete a card."""
        await self._request("DELETE", f"{book}/{uid}.vcf")

    async def _request(self, method: str, path: str, content: str = "") -> None:
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                method,
                f"{self.url}/{USERNAME}/{path}",
                data=content.encode(),
                headers={
                    "Authorization": aiohttp.encode_basic_auth(USERNAME, PASSWORD),
                    "Content-Type": "text/vcard; charset=utf-8",
                },
            ) as response,
        ):
            assert response.status < 300, await response.text()


@asynccontextmanager
async def open_radicale(folder: Path) -> AsyncIterator[Radicale]:
    """Run a server with an account that has one address book."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Radicale(free.getsockname()[1], folder)
    server.set_password(PASSWORD)
    await server.start()
    try:
        await server.make("people", "People")
        yield server
    finally:
        await server.stop()
