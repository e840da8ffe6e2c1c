"""Pictures of a directory's people: fetched once, and again where an entry has changed."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import aclosing, suppress
from typing import Final, NamedTuple

from sansldap import FilterAnd, LDAPFilter, SearchResultEntry, SearchScope

from homeassistant.core import HomeAssistant

from ..errors import ServerSendsTooMuch
from ..pictures import MAX_PICTURE, PictureFolder, key_of, media_type
from .directory import Directory, plain_dn, read_filter
from .errors import DirectoryRefuses, LimitReached, UnknownBase
from .settings import DirectorySettings

CHANGED_AT_ONCE: Final = 1000
"""Pictures that have changed and are fetched with one refresh."""
CHANGED_SECONDS: Final = 60.0
"""How long a refresh fetches them."""
_PICTURES: Final = ["thumbnailPhoto", "jpegPhoto"]
_HAS_PICTURE: Final = "(|(thumbnailPhoto=*)(jpegPhoto=*))"
_STATES: Final = ["entryCSN", "modifyTimestamp", "whenChanged"]
"""What is another once an entry has changed: OpenLDAP's, that of RFC 4512 (3.4), Active Directory's."""


class Known(NamedTuple):
    """What is known of somebody's picture."""

    state: str
    """That of the entry it was read from; empty where the directory tells none."""
    key: str | None
    """None where it's no picture that can be shown."""


class _Found(NamedTuple):
    """Somebody with a picture, which may not have been asked for."""

    name: str
    state: str
    picture: bytes | None


type KnownPictures = Mapping[str, Known]
"""By the people's names (DN), as they are compared."""


async def async_fetch_pictures(
    hass: HomeAssistant,
    settings: DirectorySettings,
    folder: PictureFolder,
    known: KnownPictures,
) -> dict[str, Known]:
    """Keep people's pictures, and return what is known of them now; raises SourceError.

    They come by a connection of their own: what doesn't fit is left out, and the people are read all the same.
    """
    query = FilterAnd([read_filter(settings.filter), read_filter(_HAS_PICTURE)])
    directory = await Directory.async_open(hass, settings)
    fetching = _Fetching(hass, directory, folder, query)
    try:
        with suppress(DirectoryRefuses, LimitReached, ServerSendsTooMuch):
            await fetching.async_fetch(settings.base, known)
    finally:
        directory.close()
    return fetching.known


class _Fetching:
    """One time that pictures are fetched."""

    def __init__(
        self,
        hass: HomeAssistant,
        directory: Directory,
        folder: PictureFolder,
        query: LDAPFilter,
    ) -> None:
        """Begin with none."""
        self.known: dict[str, Known] = {}
        self._hass = hass
        self._directory = directory
        self._folder = folder
        self._query = query

    async def async_fetch(self, base: str, known: KnownPictures) -> None:
        """Fetch what changed, where that can be told, else all."""
        there: list[_Found] = []
        if known:
            search = self._directory.async_search(base, self._query, _STATES, _found)
            async with aclosing(search) as pages:
                async for page in pages:
                    there += page
        if not all(each.state for each in there) or not there:
            await self._async_keep(base, SearchScope.SUBTREE)
            return
        changed: list[str] = []
        for each in there:
            before = known.get(name := plain_dn(each.name))
            if before is not None:
                self.known[name] = before
            if before is None or before.state != each.state:
                changed.append(each.name)
        with suppress(TimeoutError):
            async with asyncio.timeout(CHANGED_SECONDS):
                for name in changed[:CHANGED_AT_ONCE]:
                    await self._async_again(name)

    async def _async_again(self, name: str) -> None:
        """Fetch a picture; that of somebody who is gone, or is hidden now, goes."""
        before = self.known.pop(plain_dn(name), None)
        try:
            with suppress(DirectoryRefuses, UnknownBase):
                await self._async_keep(name, SearchScope.BASE)
        except BaseException:
            if before is not None:  # there was no time left
                self.known[plain_dn(name)] = before
            raise

    async def _async_keep(self, base: str, scope: SearchScope) -> None:
        """Keep the pictures of one or all; those that there is no room for are tried again."""
        attributes = [*_PICTURES, *_STATES]
        search = self._directory.async_search(
            base, self._query, attributes, _found, scope
        )
        async with aclosing(search) as pages:
            async for page in pages:
                await self._hass.async_add_executor_job(self._take, page)

    def _take(self, found: list[_Found]) -> None:
        """Write pictures; runs outside the event loop."""
        keys = {each.name: key_of(each.picture) for each in found if each.picture}
        kept = self._folder.keep(
            {keys[each.name]: each.picture for each in found if each.picture}
        )
        for each in found:
            key = keys.get(each.name)
            if key is None or key in kept:
                self.known[plain_dn(each.name)] = Known(each.state, key)


def _found(entries: list[SearchResultEntry]) -> list[_Found]:
    """Read entries; of each the first picture."""
    return [
        _Found(each.object_name, _state(each), next(_pictures(each), None))
        for each in entries
    ]


def _state(entry: SearchResultEntry) -> str:
    """Return the best of what tells that an entry has changed."""
    told = {
        each.name.lower(): each.values[0].decode(errors="replace")
        for each in entry.attributes
        if each.values
    }
    return next((told[each.lower()] for each in _STATES if each.lower() in told), "")


def _pictures(entry: SearchResultEntry) -> Iterator[bytes]:
    wanted = tuple(each.lower() for each in _PICTURES)
    for attribute in entry.attributes:
        if attribute.name.lower().startswith(wanted):
            for value in attribute.values:
                if len(value) <= MAX_PICTURE and media_type(value):
                    yield value
