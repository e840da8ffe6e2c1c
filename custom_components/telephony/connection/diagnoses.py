"""Tries an entry's phone system step by step, and keeps the last report for the diagnostics."""

from collections.abc import Callable
import platform
from typing import Final

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_PROTOCOL, __version__
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration
from homeassistant.util.hass_dict import HassKey

from ..const import CONF_PROFILE, CONF_TLS, DOMAIN
from ..cti.diagnosis import Diagnosis, Listener, Step, diagnose
from ..cti.errors import SessionRefused
from ..cti.model import DialedNumber
from .protocols import async_create_trial

_REPORTS: Final[HassKey[dict[str, str]]] = HassKey(f"{DOMAIN}_reports")
"""The last report of each entry, by its ID."""


async def async_diagnose(
    hass: HomeAssistant,
    entry: ConfigEntry,
    line: str,
    number: DialedNumber | None,
    on_step: Callable[[Step], None],
) -> tuple[Diagnosis, str]:
    """Go through one session and return what was found out, and the report.

    Where the phone system has no session left, the entry's own one makes room.
    """
    found = await _async_try(hass, entry, line, number, on_step)
    is_loaded = entry.state is ConfigEntryState.LOADED
    is_full = isinstance(found.error, SessionRefused)
    if is_full and is_loaded and entry.runtime_data.connected:
        async with entry.runtime_data.async_make_room():
            found = await _async_try(hass, entry, line, number, on_step)
    integration = await async_get_integration(hass, DOMAIN)
    report = found.report(
        {
            "client": f"Telephony {integration.version}, Home Assistant {__version__},"
            f" Python {platform.python_version()}",
            "phone system": entry.data.get(CONF_PROFILE, entry.data[CONF_PROTOCOL]),
            "TLS": "yes" if entry.data.get(CONF_TLS) else "no",
        }
    )
    hass.data.setdefault(_REPORTS, {})[entry.entry_id] = report
    return found, report


def last_report(hass: HomeAssistant, entry: ConfigEntry) -> str | None:
    """Return what was found out last, since Home Assistant's start."""
    return hass.data.get(_REPORTS, {}).get(entry.entry_id)


async def _async_try(
    hass: HomeAssistant,
    entry: ConfigEntry,
    line: str,
    number: DialedNumber | None,
    on_step: Callable[[Step], None],
) -> Diagnosis:
    listener = Listener()
    trial = await async_create_trial(hass, entry.data, listener, line)
    uses_tls = bool(entry.data.get(CONF_TLS))
    return await diagnose(
        trial, listener, line, uses_tls=uses_tls, number=number, on_step=on_step
    )
