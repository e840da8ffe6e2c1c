"""A phone book whose contacts are the people of an LDAP directory."""

from collections.abc import Iterable
from contextlib import aclosing, suppress
import re
from typing import Final, override

from homeassistant.core import HomeAssistant

from ..contacts import Contacts
from ..errors import ServerSendsTooMuch
from ..files import judge
from ..files.ldif import person
from ..refreshing import Fetched, WholeBook
from ..report import ImportReport, TooLarge
from .directory import Directory, Record, read_filter
from .errors import DirectoryRefuses, LimitReached, NobodyFound, PasswordNeeded
from .settings import DirectorySettings

_PERSON: Final = [
    *("cn", "displayName", "givenName", "sn", "o", "ou", "memberOf", "uid"),
    *("telephoneNumber", "mobile", "homePhone", "pager", "ipPhone"),
]
_GROUP: Final = ["cn", "member", "uniqueMember", "memberUid"]
_GROUPS: Final = "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))"
TRIAL_ENTRIES: Final = 3000
"""Entries that a trial looks at: the usual limits of directories lie below."""
MAX_MEMBERSHIPS: Final = 1_000_000
"""Members of all groups together."""
_SPACES: Final = re.compile(r"\s*([,=+])\s*")
_FIRST_VALUE: Final = re.compile(r"[^=]+=((?:\\.|[^,+\\])*)")
_ESCAPED: Final = re.compile(r"\\([0-9a-fA-F]{2})|\\(.)|([^\\]+)")

type Groups = dict[str, list[str]]
"""The names of groups by their members: a name (DN) or a user ID."""


class LdapBook(WholeBook):
    """People of a directory."""

    @override
    async def _async_fetch_all(self) -> Fetched:
        settings = DirectorySettings.of(self.entry.data)
        return await async_read_people(self._hass, settings)


async def async_try(hass: HomeAssistant, settings: DirectorySettings) -> None:
    """See that a directory can be read, and that there is somebody in it; raises SourceError."""
    if settings.username and not settings.password:
        raise PasswordNeeded
    found = await async_read_people(hass, settings, TRIAL_ENTRIES)
    if not found.contacts:
        raise NobodyFound


async def async_read_people(
    hass: HomeAssistant, settings: DirectorySettings, most: int | None = None
) -> Fetched:
    """Read the people of a directory, after `most` entries no more; raises SourceError."""
    query = read_filter(settings.filter)
    directory = await Directory.async_open(hass, settings)
    contacts = Contacts()
    report = ImportReport()
    entries = 0

    def take(records: Iterable[Record]) -> None:
        """Judge some entries; runs outside the event loop."""
        people = (
            person(n, {**each, "ou": _groups_of(each, groups)})
            for n, each in enumerate(records, entries + 1)
        )
        contacts.extend(judge(people, hass.config.country, report, {}))

    try:
        groups = await _async_groups(hass, directory, settings.base)
        search = directory.async_search(settings.base, query, _PERSON)
        async with aclosing(search) as pages:
            async for records in pages:
                await hass.async_add_executor_job(take, records)
                entries += len(records)
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

    def take(records: Iterable[Record]) -> int:
        """Note whom some groups name, and return how many they are; runs outside the event loop."""
        taken = 0
        for each in records:
            for member in (
                *map(_plain_dn, each.get("member", ())),
                *map(_plain_dn, each.get("uniquemember", ())),
                *each.get("memberuid", ()),
            ):
                groups.setdefault(member, []).extend(each.get("cn", ())[:1])
                taken += 1
        return taken

    with suppress(DirectoryRefuses, LimitReached):
        async for records in directory.async_search(base, read_filter(_GROUPS), _GROUP):
            memberships += await hass.async_add_executor_job(take, records)
            if memberships > MAX_MEMBERSHIPS:
                raise ServerSendsTooMuch
    return groups


def _groups_of(record: Record, groups: Groups) -> list[str]:
    """Return what somebody belongs to: departments, and groups whichever side names them."""
    return [
        *record.get("ou", ()),
        *map(_first_value, record.get("memberof", ())),
        *groups.get(_plain_dn(record["dn"][0]), ()),
        *(name for user in record.get("uid", ()) for name in groups.get(user, ())),
    ]


def _plain_dn(name: str) -> str:
    """Return a name (DN) as it is compared."""
    return _SPACES.sub(r"\1", name).casefold()


def _first_value(name: str) -> str:
    """Return what an entry is called, without where it is (RFC 4514)."""
    found = _FIRST_VALUE.match(name)
    return b"".join(
        bytes.fromhex(code) if code else (escaped or plain).encode()
        for code, escaped, plain in _ESCAPED.findall(found[1] if found else "")
    ).decode(errors="replace")
