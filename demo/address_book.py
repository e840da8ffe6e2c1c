"""The demo's CardDAV server: a real one, with an account whose contacts call the office."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
import shutil
import sys

import aiohttp

from .processes import LOOPBACK, Processes, free_port

START_TIMEOUT = 30.0
_NAME = "carddav"
_MAKE = """<?xml version="1.0" encoding="utf-8"?>
<D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><D:set><D:prop>
<D:resourcetype><D:collection/><C:addressbook/></D:resourcetype>
<D:displayname>Outside</D:displayname></D:prop></D:set></D:mkcol>"""


class AddressBook:
    """An account with one address book."""

    username = "demo"
    password = "carddav-demo"

    def __init__(self, folder: Path, http: aiohttp.ClientSession) -> None:
        """Keep what it has below `folder`."""
        self._folder = folder / _NAME
        self._http = http
        self._port = free_port(5232)
        self.url = f"http://{LOOPBACK}:{self._port}"

    async def start(self, processes: Processes) -> None:
        """Start the server, and wait until it answers."""
        await asyncio.to_thread(self._prepare)
        command = [sys.executable, "-m", "radicale", "--config", ""]
        command += ["--server-hosts", f"{LOOPBACK}:{self._port}"]
        command += ["--auth-type", "htpasswd", "--auth-htpasswd-encryption", "plain"]
        command += ["--auth-htpasswd-filename", str(self._folder / "users")]
        command += ["--storage-filesystem-folder", str(self._folder / "data")]
        await processes.start(_NAME, command)
        async with asyncio.timeout(START_TIMEOUT):
            while True:
                processes.check(_NAME)
                try:
                    async with self._http.get(self.url):
                        return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.1)

    async def fill(
        self, people: Mapping[str, str], groups: Mapping[str, Iterable[str]]
    ) -> None:
        """Add people, names by their numbers, with groups by their names."""
        await self._send("MKCOL", "outside/", _MAKE)
        for n, (number, name) in enumerate(people.items()):
            card = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{n}", f"FN:{name}"]
            card += [f"N:{name};;;;", f"TEL:{number}"]
            if name in groups:
                card.append(f"CATEGORIES:{','.join(groups[name])}")
            text = "\r\n".join([*card, "END:VCARD", ""])
            await self._send("PUT", f"outside/{n}.vcf", text)

    def _prepare(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        users = self._folder / "users"
        users.touch(mode=0o600)
        users.write_text(f"{self.username}:{self.password}\n")

    async def _send(self, method: str, path: str, text: str) -> None:
        login = aiohttp.encode_basic_auth(self.username, self.password)
        headers = {
            "Authorization": login,
            "Content-Type": "text/vcard; charset=utf-8",
        }
        url = f"{self.url}/{self.username}/{path}"
        async with self._http.request(
            method, url, data=text.encode(), headers=headers
        ) as response:
            response.raise_for_status()
