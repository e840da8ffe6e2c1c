"""What is kept of contacts that come from elsewhere: a file for each phone book, written as 0.1.0 wrote it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple, Self

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
import homeassistant.util.dt as dt_util

from ..const import DOMAIN
from .contacts import Contact, Contacts
from .index import ContactIndex
from .names import NameIndex
from .pictures import PictureFolder
from .report import ImportReport

VERSION: Final = 1
_ALIKE: Final = 1000

type ContactStore = Store[dict[str, Any]]
type Indexes = tuple[ContactIndex, NameIndex]


def contact_store(hass: HomeAssistant, store_id: str) -> ContactStore:
    """Return the file of a phone book; one that a connection had keeps the connection's ID."""
    return Store(
        hass,
        VERSION,
        f"{DOMAIN}.{store_id}.phone_book",
        private=True,
        serialize_in_event_loop=False,
    )


class Stored(NamedTuple):
    """Contacts as they are written."""

    contacts: Sequence[tuple[str, Sequence[str]]]
    details: Mapping[str, Any]
    """What 0.1.0 didn't know, by the contact's place: groups, picture, and how the name is spoken."""
    report: Mapping[str, Any] | None
    updated: datetime | None

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read what was written; raises what broken data raise."""
        return cls(
            contacts=data["contacts"],
            details=data.get("details", {}),
            report=data.get("report"),
            updated=dt_util.parse_datetime(data.get("updated") or ""),
        )


async def async_store_contacts(
    hass: HomeAssistant,
    store_id: str,
    contacts: Iterable[Contact],
    report: ImportReport,
    pictures: Mapping[str, bytes],
) -> Stored:
    """Keep contacts and their pictures instead of earlier ones."""
    folder = PictureFolder(hass, store_id)

    def keep() -> dict[str, Any]:
        folder.drop_others(pictures)
        kept = folder.keep(pictures)
        return to_store(
            [
                each
                if each.picture is None or each.picture in kept
                else each._replace(picture=None)
                for each in contacts
            ],
            report.summary(),
            dt_util.utcnow(),
        )

    data = await hass.async_add_executor_job(keep)
    await contact_store(hass, store_id).async_save(data)
    return Stored.of(data)


def to_store(
    contacts: Iterable[Contact], report: Mapping[str, Any] | None, updated: datetime
) -> dict[str, Any]:
    """Return contacts as they are written."""
    return {
        "contacts": [(each.name, each.numbers) for each in contacts],
        # Beside the contacts, so that 0.1.0 can still read what it knows.
        "details": {
            str(place): _details(each.groups, each.spoken, each.picture)
            for place, each in enumerate(contacts)
            if each.groups or each.spoken or each.picture
        },
        "report": report,
        "updated": updated.isoformat(),
    }


@lru_cache(_ALIKE)
def _details(
    groups: tuple[str, ...], spoken: str | None, picture: str | None
) -> Mapping[str, Any]:
    """Return what is written beside a contact; many have the same."""
    return {"groups": groups, "spoken": spoken, "picture": picture}


def index(stored: Stored) -> Indexes:
    """Index what was stored, by number and by name; runs outside the event loop."""
    contacts = Contacts(
        Contact(
            name,
            tuple(numbers),
            groups=tuple(more.get("groups", ())),
            spoken=more.get("spoken"),
            picture=more.get("picture"),
        )
        for place, (name, numbers) in enumerate(stored.contacts)
        for more in (stored.details.get(str(place), {}),)
    )
    return indexed(contacts)


def indexed(contacts: Contacts) -> Indexes:
    """Index contacts; runs outside the event loop."""
    return ContactIndex(contacts), NameIndex(contacts)
