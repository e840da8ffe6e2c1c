"""What a newer version of ours wrote, after somebody has gone back to this one: it stays, and people are told."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import UnsupportedStorageVersionError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store

from .const import DOMAIN

ENTRY_VERSION: Final = 1
"""Of what an entry and its subentries hold. Raise it only where an older version of ours would go
wrong with what is new; `async_migrate_entry` brings older entries up to it."""

ISSUE_NEWER_ENTRY: Final = "newer_entry"
ISSUE_NEWER_PHONE_BOOK: Final = "newer_phone_book"


@callback
def async_check_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Tell what to do where Home Assistant won't set an entry up, since a newer version wrote it."""
    if entry.version > ENTRY_VERSION:
        _create_issue(hass, entry, ISSUE_NEWER_ENTRY)


async def async_load_phone_book(
    hass: HomeAssistant, entry: ConfigEntry, store: Store[dict[str, Any]]
) -> dict[str, Any] | None:
    """Return what is stored; nothing, and the file stays as it is, where that is newer."""
    try:
        data = await store.async_load()
    except UnsupportedStorageVersionError:
        _create_issue(hass, entry, ISSUE_NEWER_PHONE_BOOK)
        return None
    except AttributeError, KeyError, TypeError, ValueError:  # somebody has edited it
        return {}
    ir.async_delete_issue(hass, DOMAIN, _id(entry, ISSUE_NEWER_PHONE_BOOK))
    return data


@callback
def async_delete_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget about a connection that is removed."""
    for key in (ISSUE_NEWER_ENTRY, ISSUE_NEWER_PHONE_BOOK):
        ir.async_delete_issue(hass, DOMAIN, _id(entry, key))


def _create_issue(hass: HomeAssistant, entry: ConfigEntry, key: str) -> None:
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id(entry, key),
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR,
        translation_key=key,
        translation_placeholders={"connection": entry.title},
    )


def _id(entry: ConfigEntry, key: str) -> str:
    return f"{key}_{entry.entry_id}"
