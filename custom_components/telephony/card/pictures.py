"""Pictures of contacts for browsers: to who may read a line that the phone book is for.

The browser asks for a picture by its address alone, so a token stands in it: who was told the address
could see the caller. Whoever logs in is asked for their rights, whatever address they have.
"""

from contextlib import suppress
from hmac import compare_digest

from aiohttp import web

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.http import (
    DOMAIN as HTTP_DOMAIN,
    KEY_HASS_USER,
    HomeAssistantView,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.setup import async_when_setup

from ..connection.pacing import in_slices
from ..entries import async_loaded_connections
from ..lines.permissions import async_may
from ..lines.target_line import TargetLine
from ..phone_book.book import PICTURES_URL, PhoneBook, async_phone_books
from ..phone_book.pictures import media_type

HEADERS = {
    "Cache-Control": "private, max-age=86400",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing in a picture is ever run, whatever a browser takes it for."""


@callback
def async_register_pictures(hass: HomeAssistant) -> None:
    """Serve the pictures, once this Home Assistant serves anything."""

    async def register(hass: HomeAssistant, component: str) -> None:
        with suppress(RuntimeError):  # a server that takes no more addresses
            hass.http.register_view(PictureView(hass))

    async_when_setup(hass, HTTP_DOMAIN, register)


class PictureView(HomeAssistantView):
    """One picture; what isn't there and what may not be seen is the same."""

    url = f"{PICTURES_URL}/{{store_id}}/{{key}}"
    name = "api:telephony:picture"
    requires_auth = False

    def __init__(self, hass: HomeAssistant) -> None:
        """Serve the phone books of a house."""
        self._hass = hass

    async def get(
        self, request: web.Request, store_id: str, key: str
    ) -> web.StreamResponse:
        """Return a picture."""
        book = async_phone_books(self._hass).with_store(store_id)
        if book is None or book.pictures is None:
            raise web.HTTPNotFound
        user: User | None = request.get(KEY_HASS_USER)
        if user is not None:
            may = await _async_may_see(self._hass, user, book)
        else:
            token = request.query.get("token", "")
            may = compare_digest(token.encode(), book.picture_token.encode())
        if not may:
            raise web.HTTPNotFound
        content = await self._hass.async_add_executor_job(book.pictures.read, key)
        if content is None or (kind := media_type(content)) is None:
            raise web.HTTPNotFound
        return web.Response(body=content, content_type=kind, headers=HEADERS)


async def _async_may_see(hass: HomeAssistant, user: User, book: PhoneBook) -> bool:
    """Tell whether a user may read any line whose callers are looked for in a phone book."""
    if user.is_admin:
        return True
    for entry in async_loaded_connections(hass):
        if book.is_for(entry.entry_id):
            numbers = tuple(entry.runtime_data.settings.numbers)
            async for number in in_slices(numbers):
                if async_may(user, TargetLine(entry.runtime_data, number), POLICY_READ):
                    return True
    return False
