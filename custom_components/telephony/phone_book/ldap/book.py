"""A phone book whose contacts are the people of an LDAP directory."""

from collections.abc import Iterable, Mapping
from contextlib import aclosing, suppress
from datetime import datetime
import re
from typing import Any, Final, override

from homeassistant.core import HomeAssistant

from ..book import PhoneBookEntry
from ..contacts import Contacts
from ..errors import ServerSendsTooMuch
from ..files import judge
from ..files.ldif import person
from ..refreshing import Fetched, WholeBook
from ..report import ImportReport, TooLarge
from ..store import Indexes
from .directory import Directory, Record, plain_dn, read_filter, records
from .errors import DirectoryRefuses, LimitReached, NobodyFound, PasswordNeeded
from .pictures import Known, KnownPictures, async_fetch_pictures
from .settings import DirectorySettings

_PERSON: Final = [
    *("cn", "displayName", "givenName", "sn", "o", "ou", "memberOf", "uid"),
    *("telephoneNumber", "mobile", "homePhone", "pager", "ipPhone"),
]
_GROUP: Final = ["cn", "member", "uniqueMember", "memberUid"]
_GROUPS: Final = "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))"
_PICTURES: Final = "pictures"
TRIAL_ENTRIES: Final = 3000
"""Entries that a trial looks at: the usual limits of directories lie below."""
MAX_MEMBERSHIPS: Final = 1_000_000
"""Members of all groups together."""
_FIRST_VALUE: Final = re.compile(r"[^=]+=((?:\\.|[^,+\\])*)")
_ESCAPED: Final = re.compile(r"\\([0-9a-fA-F]{2})|\\(.)|([^\\]+)")

type Groups = dict[str, list[str]]
"""The names of groups by their members: a name (DN) or a user ID."""


class LdapBook(WholeBook):
    """People of a directory."""

    def __init__(self, hass: HomeAssistant, entry: PhoneBookEntry) -> None:
        """Begin without contacts."""
        super().__init__(hass, entry)
        self._known: KnownPictures = {}

    @override
    def _restore(self, data: Mapping[str, Any]) -> Indexes:
        self._known = {
            name: Known(state, key)
            for name, (state, key) in data.get(_PICTURES, {}).items()
        }
        return super()._restore(data)

    @override
    def _to_store(self, updated: datetime) -> dict[str, Any]:
        return super()._to_store(updated) | {_PICTURES: self._known}

    @override
    def _pictures_wanted(self) -> set[str]:
        """Keep those of people without a number, too: they'd be fetched again."""
        known = {each.key for each in self._known.values() if each.key}
        return super()._pictures_wanted() | known

    @override
    async def _async_fetch_all(self) -> Fetched:
        settings = DirectorySettings.of(self.entry.data)
        if self.pictures is not None:
            self._known = await async_fetch_pictures(
                self._hass, settings, self.pictures, self._known
            )
        keys = {name: each.key for name, each in self._known.items() if each.key}
        return await async_read_people(self._hass, settings, keys)


async def async_try(hass: HomeAssistant, settings: DirectorySettings) -> None:
    """See that a directory can be read, and that there is somebody in it; raises SourceError."""
    if settings.username and not settings.password:
        raise PasswordNeeded
    found = await async_read_people(hass, settings, {}, TRIAL_ENTRIES)
    if not found.contacts:
        raise NobodyFound


async def async_read_people(
    hass: HomeAssistant,
    settings: DirectorySettings,
    keys: Mapping[str, str],
    most: int | None = None,
) -> Fetched:
    """Read the people of a directory, after `most` entries no more; raises SourceError.

    `keys` are those of their pictures, by their names (DN).
    """
    query = read_filter(settings.filter)
    directory = await Directory.async_open(hass, settings)
    contacts = Contacts()
    report = ImportReport()
    entries = 0

    def take(found: Iterable[Record]) -> None:
        """Judge some entries; runs outside the event loop."""
        for line, each in enumerate(found, entries + 1):
            entry = person(line, {**each, "ou": _groups_of(each, groups)})
            key = keys.get(plain_dn(each["dn"][0]))
            judged = judge([entry], hass.config.country, report, {})
            contacts.extend(it._replace(picture=key) for it in judged)

    try:
        groups = await _async_groups(hass, directory, settings.base)
        search = directory.async_search(settings.base, query, _PERSON, records)
        async with aclosing(search) as pages:
            async for page in pages:
                await hass.async_add_executor_job(take, page)
                entries += len(page)
                if most is not None and entries >= most:
                    break
    except TooLarge as error:
        raise ServerSendsTooMuch from error
    finally:
        directory.close()
    return Fetched(contacts, report)


async def _async_groups(hass: HomeAssistant, directory: Directory, base: str) -> Groups:
    """Find the groups of a directory; one that doesn't tell has none."""
    groups: Groups = {}
    memberships = 0

    def take(found: Iterable[Record]) -> int:
        """Note whom some groups name, and return how many they are; runs outside the event loop."""
        taken = 0
        for each in found:
            for member in (
                *map(plain_dn, each.get("member", ())),
                *map(plain_dn, each.get("uniquemember", ())),
                *each.get("memberuid", ()),
            ):
                groups.setdefault(member, []).extend(each.get("cn", ())[:1])
                taken += 1
        return taken

    search = directory.async_search(base, read_filter(_GROUPS), _GROUP, records)
    with suppress(DirectoryRefuses, LimitReached):
        async for page in search:
            memberships += await hass.async_add_executor_job(take, page)
            if memberships > MAX_MEMBERSHIPS:
                raise ServerSendsTooMuch
    return groups


def _groups_of(record: Record, groups: Groups) -> list[str]:
    """Return what somebody belongs to: departments, and groups whichever side names them."""
    return [
        *record.get("ou", ()),
        *map(_first_value, record.get("memberof", ())),
        *groups.get(plain_dn(record["dn"][0]), ()),
        *(name for user in record.get("uid", ()) for name in groups.get(user, ())),
    ]


def _first_value(name: str) -> str:
    """Return what an entry is called, without where it is (RFC 4514)."""
    found = _FIRST_VALUE.match(name)
    return b"".join(
        bytes.fromhex(code) if code else (escaped or plain).encode()
        for code, escaped, plain in _ESCAPED.findall(found[1] if found else "")
    ).decode(errors="replace")
