"""Servers with many contacts, in a process of their own: an LDAP directory, a FRITZ!Box, a CardDAV account."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
import re
import sys
from typing import Any, override
from xml.sax.saxutils import escape

from aiohttp import web
from sansldap import (
    BindRequest,
    LDAPServer,
    PagedResultControl,
    ProtocolError,
    SearchRequest,
)

_SERVICE = "urn:dslforum-org:service:X_AVM-DE_OnTel:1"
_DESCRIPTION = f"""<root xmlns="urn:dslforum-org:device-1-0"><device>
<deviceType>urn:dslforum-org:device:InternetGatewayDevice:1</deviceType>
<friendlyName>Box</friendlyName><manufacturer>AVM</manufacturer><modelName>Box</modelName>
<serviceList><service><serviceType>{_SERVICE}</serviceType>
<serviceId>urn:X_AVM-DE_OnTel-com:serviceId:X_AVM-DE_OnTel1</serviceId>
<controlURL>/control</controlURL><eventSubURL>/control</eventSubURL><SCPDURL>/scpd.xml</SCPDURL>
</service></serviceList></device></root>"""
_ACTIONS = {
    "GetPhonebookList": ("PhonebookList",),
    "GetPhonebook": (
        "PhonebookID",
        "PhonebookName",
        "PhonebookExtraID",
        "PhonebookURL",
    ),
}
_DAV = (
    '<D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav">{}'
    "<D:sync-token>urn:{}</D:sync-token></D:multistatus>"
)
BOOK = "/people/"
"""Where the CardDAV account's address book is."""


def name_of(number: int, version: int) -> str:
    """Return somebody's name; with each version that of a fiftieth is another."""
    changed = f" {version}" if number % 50 == 0 else ""
    return f"Contact{number % 400} Family{number}{changed}"


def phone_of(number: int) -> str:
    """Return somebody's number."""
    return f"+4930{number:07}"


class Source:
    """A server, what it has, and how often that has changed."""

    def __init__(self, contacts: int) -> None:
        """Have so many contacts."""
        self.contacts = contacts
        self.version = 0

    def make(self) -> None:
        """Make ready what will be asked for."""


class Directory(Source):
    """An LDAP directory that tells of people by pages (RFC 4511, RFC 2696)."""

    async def start(self) -> int:
        """Listen, and return the port."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        ldap = LDAPServer()
        with suppress(ProtocolError):  # by which the library says that a client leaves
            while data := await reader.read(65536):
                for message in ldap.receive(data):
                    match message:
                        case BindRequest():
                            ldap.bind_response(message.message_id)
                        case SearchRequest():
                            writer.write(self._page(ldap, message))
                    writer.write(ldap.data_to_send())
                await writer.drain()
        writer.close()

    def _page(self, ldap: LDAPServer, request: SearchRequest) -> bytes:
        """Return the entries of a page, and let its end be sent."""
        page = next(x for x in request.controls if isinstance(x, PagedResultControl))
        is_people = "sn" in request.attributes
        begin = int(page.cookie or b"0")
        end = min(begin + page.size, self.contacts) if is_people else 0
        more = str(end).encode() if is_people and end < self.contacts else b""
        ldap.search_result_done(
            request.message_id,
            controls=[PagedResultControl(critical=False, size=0, cookie=more)],
        )
        return b"".join(
            _element(0x30, _number(request.message_id) + self._entry(number))
            for number in range(begin, end)
        )

    def _entry(self, number: int) -> bytes:
        name, phone = name_of(number, self.version), phone_of(number)
        attributes = {"cn": name, "sn": name.split()[1], "telephoneNumber": phone}
        listed = b"".join(
            _element(0x30, _text(each) + _element(0x31, _text(value)))
            for each, value in attributes.items()
        )
        return _element(0x64, _text(f"uid={number},dc=house") + _element(0x30, listed))


def _element(tag: int, content: bytes) -> bytes:
    """Return an element in BER, its length in three bytes (X.690, 8.1)."""
    return bytes((tag, 0x82)) + len(content).to_bytes(2) + content


def _text(text: str) -> bytes:
    return _element(0x04, text.encode())


def _number(number: int) -> bytes:
    return _element(0x02, number.to_bytes(4))


class WebSource(Source, ABC):
    """A server by HTTP."""

    async def start(self) -> int:
        """Listen, and return the port."""
        application = web.Application(client_max_size=2**26)
        application.router.add_route("*", "/{path:.*}", self.handle)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        addresses: Any = runner.addresses
        port: int = addresses[0][1]
        self.port = port
        return port

    @abstractmethod
    async def handle(self, request: web.Request) -> web.Response:
        """Answer a request."""


class Box(WebSource):
    """A FRITZ!Box that asks nobody who they are (AVM's TR-064)."""

    @override
    def make(self) -> None:
        contacts = "".join(
            f"<contact><category>0</category><person><realName>{name_of(n, self.version)}</realName>"
            f'</person><telephony nid="1"><number type="home" prio="1" id="0">{phone_of(n)}</number>'
            f"</telephony><services/><setup/><mod_time>1764229200</mod_time><uniqueid>{n}</uniqueid></contact>"
            for n in range(self.contacts)
        )
        self._book = f'<?xml version="1.0" encoding="utf-8"?><phonebooks><phonebook name="People">{contacts}</phonebook></phonebooks>'

    @override
    async def handle(self, request: web.Request) -> web.Response:
        match request.path:
            case "/tr64desc.xml":
                text = _DESCRIPTION
            case "/scpd.xml":
                text = _scpd()
            case "/book":
                text = self._book
            case _:
                action = request.headers["SOAPAction"].strip('"').rpartition("#")[2]
                values = {
                    "PhonebookList": "0",
                    "PhonebookName": "People",
                    "PhonebookExtraID": "",
                    "PhonebookURL": f"http://127.0.0.1:{self.port}/book?pbid=0",
                }
                out = "".join(
                    f"<New{each}>{escape(values[each])}</New{each}>"
                    for each in _ACTIONS[action]
                    if each in values
                )
                text = (
                    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
                    f'<u:{action}Response xmlns:u="{_SERVICE}">{out}</u:{action}Response></s:Body></s:Envelope>'
                )
        return web.Response(text=text, content_type="text/xml")


def _scpd() -> str:
    """Return which actions the service of phone books has."""
    actions = "".join(
        f"<action><name>{action}</name><argumentList>"
        + "".join(
            f"<argument><name>New{each}</name><direction>{'in' if each == 'PhonebookID' else 'out'}</direction>"
            f"<relatedStateVariable>{each}</relatedStateVariable></argument>"
            for each in arguments
        )
        + "</argumentList></action>"
        for action, arguments in _ACTIONS.items()
    )
    variables = "".join(
        f"<stateVariable><name>{each}</name><dataType>{'ui2' if each == 'PhonebookID' else 'string'}"
        "</dataType></stateVariable>"
        for arguments in _ACTIONS.values()
        for each in arguments
    )
    return (
        '<scpd xmlns="urn:dslforum-org:service-1-0">'
        f"<actionList>{actions}</actionList><serviceStateTable>{variables}</serviceStateTable></scpd>"
    )


class Account(WebSource):
    """A CardDAV account of one address book (RFC 6352, RFC 6578)."""

    @override
    async def handle(self, request: web.Request) -> web.Response:
        body = await request.text()
        if request.method == "PROPFIND":
            found = (
                self._all(range(self.contacts))
                if request.headers["Depth"] == "1"
                else _found(
                    BOOK,
                    f"<D:sync-token>urn:{self.version}</D:sync-token>"
                    "<D:resourcetype><D:collection/><C:addressbook/></D:resourcetype>",
                )
            )
        elif "sync-collection" in body:
            is_new = f"urn:{self.version}" not in body
            found = self._all(range(0, self.contacts, 50)) if is_new else ""
        else:
            asked = map(int, re.findall(rf"{BOOK}(\d+)\.vcf", body))
            found = "".join(map(self._card, asked))
        return web.Response(
            status=207,
            text=_DAV.format(found, self.version),
            content_type="application/xml",
        )

    def _all(self, numbers: Iterable[int]) -> str:
        return "".join(_found(f"{BOOK}{n}.vcf", self._etag(n)) for n in numbers)

    def _card(self, number: int) -> str:
        name, phone = name_of(number, self.version), phone_of(number)
        card = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL:{phone}\nEND:VCARD\n"
        return _found(
            f"{BOOK}{number}.vcf",
            f"{self._etag(number)}<C:address-data>{card}</C:address-data>",
        )

    def _etag(self, number: int) -> str:
        version = self.version if number % 50 == 0 else 0
        return f'<D:getetag>"{version}"</D:getetag>'


def _found(path: str, properties: str) -> str:
    return (
        f"<D:response><D:href>{path}</D:href><D:propstat><D:prop>{properties}</D:prop>"
        "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
    )


_SOURCES: dict[str, type[Directory | Box | Account]] = {
    "ldap": Directory,
    "fritzbox": Box,
    "carddav": Account,
}


@asynccontextmanager
async def open_source(
    kind: str, contacts: int
) -> AsyncIterator[tuple[int, Callable[[], Awaitable[None]]]]:
    """Start a server; hand out its port, and what lets some of its contacts change."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.sources", kind, str(contacts)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    stdin, stdout = process.stdin, process.stdout

    async def change() -> None:
        stdin.write(b"\n")
        await stdout.readline()

    try:
        yield int(await stdout.readline()), change
    finally:
        process.kill()
        await process.wait()


async def _main(kind: str, contacts: int) -> None:
    source = _SOURCES[kind](contacts)
    source.make()
    print(await source.start(), flush=True)
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        source.version += 1
        source.make()
        print(source.version, flush=True)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], int(sys.argv[2])))
