"""A CardDAV account: its address books are found by RFC 6764, and only what changed is fetched."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import batched
import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from homeassistant.core import HomeAssistant

from ..errors import (
    LoginRefused,
    NoAddressBook,
    RedirectRefused,
    ServerCertificateRejected,
    ServerSendsTooMuch,
    ServerTimeout,
    SourceError,
)
from .dns import WELL_KNOWN, async_look_up
from .multistatus import (
    ADDRESS_BOOK,
    ADDRESS_DATA,
    COLLECTION,
    CTAG,
    DISPLAY_NAME,
    ETAG,
    HOME_SET,
    PRINCIPAL,
    RESOURCE_TYPE,
    SYNC_TOKEN,
    Resource,
    multiget,
    propfind,
    sync_collection,
)
from .server import DavServer

BATCH: Final = 50
"""Cards that are fetched at once."""
MAX_CARDS: Final = 500_000
_FINAL: Final = (
    LoginRefused,
    RedirectRefused,
    ServerCertificateRejected,
    ServerTimeout,
)
"""Answers after which nothing else is tried: a person has to do something."""
_HAS_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)


class AddressBook(NamedTuple):
    """One of an account's address books."""

    url: str
    name: str


@dataclass(slots=True)
class Collection[CardT]:
    """What is known of an address book."""

    token: str | None = None
    """Its state, by which a server tells what changed since (RFC 6578)."""
    ctag: str | None = None
    """Its state, where a server only tells whether anything changed."""
    cards: dict[str, tuple[str, CardT]] = field(default_factory=dict)
    """By URL: the state of a card (its ETag), and what was read of it."""


class Account:
    """An account that somebody entered."""

    def __init__(
        self,
        hass: HomeAssistant,
        address: str,
        username: str,
        password: str,
        *,
        verify_certificate: bool,
    ) -> None:
        """Take a server's address: a URL, a host, or a mail address of its domain."""
        if not _HAS_SCHEME.match(address):
            address = f"https://{address.rpartition('@')[2]}"
        try:
            parts = urlsplit(address)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise NoAddressBook from None
        if not host:
            raise NoAddressBook
        encrypted = parts.scheme.lower() == "https"
        self._hass = hass
        self._host = host
        self._is_domain = encrypted and port is None
        self._root = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._path = parts.path
        self._server = DavServer(
            hass,
            host,
            username,
            password,
            encrypted=encrypted,
            verify_certificate=verify_certificate,
        )

    def close(self) -> None:
        """Give the account up."""
        self._server.close()

    # Finding the address books

    async def async_find_address_books(self) -> list[AddressBook]:
        """Return the address books; raises SourceError where there are none."""
        problem: SourceError = NoAddressBook()
        async for url in self._starts():
            try:
                if books := await self._async_books_from(url):
                    return books
            except _FINAL:
                raise
            except SourceError as error:
                if isinstance(problem, NoAddressBook):
                    problem = error
        raise problem

    async def _starts(self) -> AsyncIterator[str]:
        """Return where an account may begin, the likeliest first (RFC 6764, 6)."""
        if self._path.strip("/"):
            yield self._root + self._path
        elif self._is_domain and (service := await async_look_up(self._host)):
            yield service
        yield self._root + WELL_KNOWN
        yield f"{self._root}/"

    async def _async_books_from(self, url: str) -> list[AddressBook]:
        """Go from a URL to the person, to the person's address books."""
        here = await self._async_properties(
            url, "0", PRINCIPAL, HOME_SET, RESOURCE_TYPE, DISPLAY_NAME
        )
        for each in here:
            if ADDRESS_BOOK in each.types:
                return [_address_book(each)]
        homes = _links(here, HOME_SET)
        for principal in _links(here, PRINCIPAL):
            homes += _links(
                await self._async_properties(principal, "0", HOME_SET), HOME_SET
            )
        return [
            _address_book(each)
            for home in dict.fromkeys(homes)
            for each in await self._async_properties(
                home, "1", RESOURCE_TYPE, DISPLAY_NAME
            )
            if ADDRESS_BOOK in each.types
        ]

    async def _async_properties(
        self, url: str, depth: str, *properties: str
    ) -> list[Resource]:
        body = propfind(*properties)
        found: list[Resource] = []
        await self._server.async_request("PROPFIND", url, body, depth, found.append)
        return found

    # Fetching what changed

    async def async_update[CardT](
        self,
        url: str,
        known: Collection[CardT],
        read: Callable[[Mapping[str, str]], Mapping[str, CardT]],
    ) -> Collection[CardT]:
        """Return an address book as it is now; the same object where nothing changed.

        `read` makes of cards, by URL, what is kept of each; it runs outside the event loop.
        """
        if known.token is not None:
            try:
                return await self._async_changes(url, known, read)
            except NoAddressBook:  # it has forgotten the token, so all is compared
                known = Collection(cards=known.cards)
        here = await self._async_properties(url, "0", SYNC_TOKEN, CTAG)
        if not here:
            raise NoAddressBook
        ctag, token = here[0].texts.get(CTAG), here[0].texts.get(SYNC_TOKEN)
        if ctag is not None and ctag == known.ctag and token == known.token:
            return known
        found: dict[str, str] = {}

        def take(each: Resource) -> None:
            if COLLECTION not in each.types and each.status == 200:
                found[each.url] = each.texts.get(ETAG, "")

        await self._server.async_request(
            "PROPFIND", url, propfind(ETAG, RESOURCE_TYPE), "1", take
        )
        cards = {each: card for each, card in known.cards.items() if each in found}
        return await self._async_fetch(url, Collection(token, ctag, cards), found, read)

    async def _async_changes[CardT](
        self,
        url: str,
        known: Collection[CardT],
        read: Callable[[Mapping[str, str]], Mapping[str, CardT]],
    ) -> Collection[CardT]:
        """Ask what changed since the token, in as many parts as the server likes."""
        token, cards = known.token, dict(known.cards)
        found: dict[str, str] = {}
        is_whole = False

        def take(each: Resource) -> None:
            nonlocal is_whole
            if each.status == 404:
                cards.pop(each.url, None)
                found.pop(each.url, None)
            elif each.status == 200 and each.url.rstrip("/") != url.rstrip("/"):
                found[each.url] = each.texts.get(ETAG, "")
            elif each.status == 507:
                is_whole = False

        while token is not None and not is_whole and len(found) <= MAX_CARDS:
            before, is_whole = token, True
            token = await self._server.async_request(
                "REPORT", url, sync_collection(token), "0", take
            )
            if token == before:
                break
        if token == known.token and not found and len(cards) == len(known.cards):
            return known
        return await self._async_fetch(
            url, Collection(token, known.ctag, cards), found, read
        )

    async def _async_fetch[CardT](
        self,
        url: str,
        collection: Collection[CardT],
        found: Mapping[str, str],
        read: Callable[[Mapping[str, str]], Mapping[str, CardT]],
    ) -> Collection[CardT]:
        """Fetch those of the cards whose state is another than before."""
        if len(found) > MAX_CARDS:
            raise ServerSendsTooMuch
        cards = collection.cards

        def compare() -> list[str]:
            return [
                each
                for each, etag in found.items()
                if not etag or each not in cards or cards[each][0] != etag
            ]

        wanted = await self._hass.async_add_executor_job(compare)
        for batch in batched(wanted, BATCH, strict=False):
            async for part in self._async_cards(url, batch):
                texts = {each.url: each.texts.get(ADDRESS_DATA, "") for each in part}
                kept = await self._hass.async_add_executor_job(read, texts)
                for each in part:
                    etag = each.texts.get(ETAG, found.get(each.url, ""))
                    cards[each.url] = etag, kept[each.url]
        return replace(collection, cards=cards)

    async def _async_cards(
        self, url: str, urls: tuple[str, ...]
    ) -> AsyncIterator[list[Resource]]:
        """Fetch cards; where they are too large together, fewer at once, and never one that is by itself."""
        body = multiget(urlsplit(each).path for each in urls)
        found: list[Resource] = []
        try:
            await self._server.async_request("REPORT", url, body, "1", found.append)
        except ServerSendsTooMuch:
            half = len(urls) // 2
            for part in filter(None, (urls[:half], urls[half:])) if half else ():
                async for each in self._async_cards(url, part):
                    yield each
        else:
            yield [
                each
                for each in found
                if each.url in urls and ADDRESS_DATA in each.texts
            ]


def _links(resources: list[Resource], name: str) -> list[str]:
    return [each.links[name] for each in resources if name in each.links]


def _address_book(resource: Resource) -> AddressBook:
    name = resource.texts.get(DISPLAY_NAME, "").strip()
    return AddressBook(
        resource.url, name or resource.url.rstrip("/").rpartition("/")[2]
    )
