"""What a CardDAV account's server is asked, and how its answers are taken."""

from collections.abc import Callable
from typing import Final

from ..errors import LoginRefused, NoAddressBook, ServerSendsTooMuch, SyncTokenRefused
from ..http import AccountServer
from .multistatus import NoMultistatus, Resource, read_multistatus

MAX_TEXT: Final = 9_000_000
"""Bytes from which on the XML library takes some texts for attacks."""


class DavServer(AccountServer):
    """The server of an account."""

    async def async_request(
        self,
        method: str,
        url: str,
        body: bytes,
        depth: str,
        take: Callable[[Resource], None],
    ) -> str | None:
        """Hand an answer's resources over, outside the event loop, and return its sync token; raises SourceError."""
        headers = {"Content-Type": "application/xml; charset=utf-8", "Depth": depth}
        answer = await self.async_send(method, url, body, headers)
        if answer.status == 401:
            raise LoginRefused
        if (
            answer.status in (400, 403, 409, 410, 412)
            and b"sync-token" in answer.content
        ):
            raise SyncTokenRefused
        if answer.status != 207:
            raise NoAddressBook
        try:
            return await self._hass.async_add_executor_job(
                read_multistatus, answer.content, answer.url, take
            )
        except NoMultistatus as error:
            too_much = len(answer.content) > MAX_TEXT
            raise (ServerSendsTooMuch if too_much else NoAddressBook) from error
