"""A CardDAV server of our own that does what real ones seldom do, and counts what it is asked for."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
import ssl
from typing import Any
from xml.etree import ElementTree as ET  # our own client's requests
from xml.sax.saxutils import escape

from aiohttp import web

from .radicale import card

NAMESPACES = (
    'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"'
    ' xmlns:S="http://calendarserver.org/ns/"'
)
BOOK = "/dav/ada/people/"


class DavServer:
    """An account with one address book."""

    def __init__(self) -> None:
        """Start empty, with sync tokens, and tell everything at once."""
        self.url = ""
        self.cards: dict[str, str] = {}
        self.changes: list[str] = []
        """The cards that changed, in order; a token is a place in it."""
        self.has_tokens = True
        self.part = 1000
        """Changes that are told at once."""
        self.oldest_token = 0
        self.fetched: list[str] = []
        """The cards that were asked for since somebody looked."""
        self.requests: list[str] = []
        self.digest = False
        self.hostile: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = (
            None
        )

    def put(self, uid: str, name: str, *numbers: str) -> None:
        """Add or change a card."""
        self.cards[uid] = card(uid, name, *numbers)
        self.changes.append(uid)

    def delete(self, uid: str) -> None:
        """Delete a card."""
        del self.cards[uid]
        self.changes.append(uid)

    def take_fetched(self) -> list[str]:
        """Return which cards were asked for since the last time."""
        fetched, self.fetched = sorted(self.fetched), []
        return fetched

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        self.requests.append(request.method)
        if self.hostile is not None:
            return await self.hostile(request)
        authorization = request.headers.get("Authorization", "")
        if self.digest and not authorization.startswith("Digest"):
            challenge = 'Digest realm="dav", nonce="1", qop="auth", algorithm=MD5'
            return web.Response(status=401, headers={"WWW-Authenticate": challenge})
        if not authorization:
            return web.Response(status=401)
        body = await request.read()
        if request.method == "PROPFIND":
            return self._properties(request)
        asked = ET.fromstring(body)  # noqa: S314  # our own client's
        if asked.tag == "{DAV:}sync-collection":
            return self._changed(asked.findtext("{DAV:}sync-token") or "")
        wanted = [each.text or "" for each in asked.iter("{DAV:}href")]
        uids = [each.rpartition("/")[2].removesuffix(".vcf") for each in wanted]
        self.fetched += uids
        return _answer(
            "".join(
                _found(
                    f"{BOOK}{uid}.vcf",
                    f"{self._etag(uid)}<C:address-data>{escape(self.cards[uid])}</C:address-data>",
                )
                for uid in uids
                if uid in self.cards
            )
        )

    def _properties(self, request: web.Request) -> web.Response:
        if request.path == "/.well-known/carddav":
            return web.Response(status=301, headers={"Location": "/dav/"})
        if request.path == "/dav/":
            principal = (
                "<D:current-user-principal><D:href>/dav/ada/</D:href>"
                "</D:current-user-principal>"
            )
            return _answer(_found("/dav/", principal))
        home = "<C:addressbook-home-set><D:href>/dav/ada/</D:href></C:addressbook-home-set>"
        if request.path == "/dav/ada/" and request.headers["Depth"] == "0":
            return _answer(_found("/dav/ada/", home))
        if not request.path.startswith("/dav/"):
            return web.Response(status=404)
        token = f"<D:sync-token>urn:{len(self.changes)}</D:sync-token>"
        book = (
            "<D:resourcetype><D:collection/><C:addressbook/></D:resourcetype>"
            f"<D:displayname>People</D:displayname><S:getctag>{len(self.changes)}</S:getctag>"
            f"{token if self.has_tokens else ''}"
        )
        found = _found(BOOK, book)
        if request.path == BOOK and request.headers["Depth"] == "1":
            for uid in self.cards:
                found += _found(f"{BOOK}{uid}.vcf", self._etag(uid))
        return _answer(found)

    def _changed(self, token: str) -> web.Response:
        since = int(token.removeprefix("urn:"))
        if not self.has_tokens or since < self.oldest_token:
            error = f"<D:error {NAMESPACES}><D:valid-sync-token/></D:error>"
            return web.Response(status=403, text=error, content_type="application/xml")
        now = min(since + self.part, len(self.changes))
        found = "".join(
            _found(f"{BOOK}{uid}.vcf", self._etag(uid))
            if uid in self.cards
            else f"<D:response><D:href>{BOOK}{uid}.vcf</D:href>"
            "<D:status>HTTP/1.1 404 Not Found</D:status></D:response>"
            for uid in dict.fromkeys(self.changes[since:now])
        )
        if now < len(self.changes):
            found += (
                f"<D:response><D:href>{BOOK}</D:href>"
                "<D:status>HTTP/1.1 507 Insufficient Storage</D:status></D:response>"
            )
        return _answer(f"{found}<D:sync-token>urn:{now}</D:sync-token>")

    def _etag(self, uid: str) -> str:
        revision = self.changes.count(uid)
        return f'<D:getetag>"{revision}"</D:getetag>'


def _found(path: str, properties: str) -> str:
    return (
        f"<D:response><D:href>{path}</D:href><D:propstat><D:prop>{properties}</D:prop>"
        "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
    )


def _answer(content: str) -> web.Response:
    return web.Response(
        status=207,
        text=f"<D:multistatus {NAMESPACES}>{content}</D:multistatus>",
        content_type="application/xml",
    )


async def _close_afterwards(request: web.Request, response: web.StreamResponse) -> None:
    """Have each request see the certificate of its time."""
    response.force_close()


@asynccontextmanager
async def open_dav(context: ssl.SSLContext | None = None) -> AsyncIterator[DavServer]:
    """Run the server on 127.0.0.1."""
    server = DavServer()
    application = web.Application(client_max_size=2**26)
    application.router.add_route("*", "/{path:.*}", server.handle)
    if context is not None:
        application.on_response_prepare.append(_close_afterwards)
    runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    addresses: Any = runner.addresses
    scheme = "https" if context else "http"
    server.url = f"{scheme}://127.0.0.1:{addresses[0][1]}"
    try:
        yield server
    finally:
        await runner.cleanup()
