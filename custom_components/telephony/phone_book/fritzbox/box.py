"""A FRITZ!Box that is asked for its phone books (AVM's TR-064, service X_AVM-DE_OnTel).

fritzconnection knows what is said; how it gets there is ours, so that the box, or whatever
answers in its place, is bounded in time and size, and never leads elsewhere.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree.ElementTree import ParseError

from fritzconnection import FritzConnection
from fritzconnection.core.devices import DeviceManager
from fritzconnection.core.exceptions import (
    FritzArrayIndexError,
    FritzAuthorizationError,
    FritzConnectionException,
    FritzSecurityError,
)
from fritzconnection.core.soaper import Soaper
from fritzconnection.lib.fritzphonebook import FritzPhonebook

from homeassistant.core import HomeAssistant

from ..errors import LoginRefused, SourceError
from ..http import AccountServer
from ..pictures import MAX_PICTURE
from .errors import AccessRefused, NoFritzBox, PhoneBookGone
from .settings import BoxSettings

MAX_BOOKS: Final = 100
_SERVICE: Final = "X_AVM-DE_OnTel1"
_DESCRIPTION: Final = "/tr64desc.xml"
_DOWNLOAD: Final = "/download.lua"
_UNREADABLE: Final = (
    AttributeError,
    IndexError,
    KeyError,
    ParseError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What fritzconnection raises where an answer isn't as AVM describes it."""


@dataclass(frozen=True, slots=True)
class _Response:
    """An answer, as fritzconnection reads it."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")


class _Session:
    """What fritzconnection, in a thread, takes for a session of requests."""

    def __init__(self, server: AccountServer) -> None:
        """Send what is to be sent from the event loop that this is made in."""
        self._server = server
        self._loop = asyncio.get_running_loop()

    @contextmanager
    def get(self, url: str, **_: object) -> Iterator[_Response]:
        """Fetch a description."""
        yield self._send("GET", url, None, {})

    @contextmanager
    def post(
        self, url: str, data: bytes, headers: Mapping[str, str], **_: object
    ) -> Iterator[_Response]:
        """Ask for an action."""
        yield self._send("POST", url, data, headers)

    def _send(
        self, method: str, url: str, data: bytes | None, headers: Mapping[str, str]
    ) -> _Response:
        """Return an answer; no description and no answer declares a document type, or is written in two bytes."""
        sent = self._server.async_send(method, url, data, headers)
        answer = asyncio.run_coroutine_threadsafe(sent, self._loop).result()
        if answer.status == 401:
            raise LoginRefused
        if b"<!DOCTYPE" in answer.content or b"\0" in answer.content:
            raise NoFritzBox
        return _Response(answer.status, answer.headers, answer.content)


class _PhoneBookConnection(FritzConnection):
    """A connection that knows the service of the phone books alone; the box has some forty others."""

    def __init__(self, address: str, port: int, session: _Session) -> None:
        """Read what the service can do; runs in a thread."""
        self.address, self.port, self.session, self.timeout = (
            address,
            port,
            session,
            None,
        )
        self.soaper = Soaper(address, port, "", "", session=session)
        self.device_manager = DeviceManager(session=session)
        self.device_manager.add_description(f"{address}:{port}{_DESCRIPTION}")
        self.device_manager.scan()
        self.services[_SERVICE].load_scpd(address, port, session=session)


class FritzBox:
    """A FRITZ!Box; used once, and closed then."""

    def __init__(self, hass: HomeAssistant, settings: BoxSettings) -> None:
        """Take what is needed to ask it."""
        self._hass = hass
        self._settings = settings
        self._server = AccountServer(
            hass,
            settings.host,
            settings.username,
            settings.password,
            encrypted=settings.tls,
            verify_certificate=settings.verify_certificate,
            digest_only=True,
        )
        self._books: FritzPhonebook | None = None
        self._session_id = ""
        """By which the box knows who asks for a phone book and what belongs to it."""

    def close(self) -> None:
        """Give the connection up."""
        self._server.close()

    async def async_names(self) -> dict[str, str]:
        """Return the names of the phone books by their IDs; raises SourceError."""
        session = _Session(self._server)

        def read() -> dict[str, str]:
            connection = _PhoneBookConnection(
                self._settings.address, self._settings.port, session
            )
            self._books = FritzPhonebook(fc=connection)
            if not (found := self._books.phonebook_ids[:MAX_BOOKS]):
                raise NoFritzBox
            return {str(n): self._info(n)["name"] or str(n) for n in found}

        return await self._async_ask(read)

    async def async_contacts(self, book: str) -> bytes:
        """Return a phone book as the box exports it, in XML; raises SourceError."""

        def locate() -> str:
            """Return where it is, whatever host is named: nobody else is asked for what the box has."""
            url = urlsplit(self._info(int(book))["url"])
            self._session_id = (parse_qs(url.query).get("sid") or [""])[0]
            return f"/{url.path.lstrip('/')}?{url.query}"

        path = await self._async_ask(locate)
        answer = await self._server.async_send(
            "GET", f"{self._settings.address}:{self._settings.port}{path}", None, {}
        )
        if answer.status == 401:
            raise LoginRefused
        if answer.status != 200 or b"<phonebook" not in answer.content[:4000]:
            raise NoFritzBox
        return answer.content

    async def async_picture(self, at: str) -> bytes | None:
        """Return a picture of the phone book that was read last; None where it isn't to be had.

        `at` is the contact's imageURL, a path of the box; another host is never asked.
        """
        query = urlencode({"sid": self._session_id})
        try:
            url = urlsplit(at)
            if url.path != _DOWNLOAD:
                return None
            place = f"{self._settings.address}:{self._settings.port}{_DOWNLOAD}"
            answer = await self._server.async_send(
                "GET", f"{place}?{url.query}&{query}", None, {}, MAX_PICTURE
            )
        except SourceError, ValueError:  # a link that is none
            return None
        return answer.content if answer.status == 200 else None

    def _info(self, book: int) -> dict[str, Any]:
        assert self._books
        info: dict[str, Any] = self._books.phonebook_info(book)
        return info

    async def _async_ask[T](self, question: Callable[[], T]) -> T:
        try:
            return await self._hass.async_add_executor_job(question)
        except FritzAuthorizationError as error:
            raise LoginRefused from error
        except FritzSecurityError as error:
            raise AccessRefused from error
        except FritzArrayIndexError as error:
            raise PhoneBookGone from error
        except (FritzConnectionException, *_UNREADABLE) as error:
            raise NoFritzBox from error
