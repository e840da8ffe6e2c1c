"""A real Home Assistant core, as bare as it starts, and connections in it."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
import os
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from homeassistant import bootstrap, loader
from homeassistant.auth import auth_manager_from_config
from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntries,
    ConfigEntry,
    ConfigEntryState,
    ConfigSubentryDataWithId,
)
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.ulid import ulid_now

from .wire import line_numbers

DOMAIN = "telephony"
LINES_OF_A_GROUP = 1000


@asynccontextmanager
async def home_assistant() -> AsyncIterator[HomeAssistant]:
    """Start Home Assistant without integrations, in a folder that goes with it."""
    with TemporaryDirectory(
        prefix="telephony-benchmark-",
        ignore_cleanup_errors=True,  # what core writes last may still be under way
    ) as folder:
        os.mkdir(f"{folder}/.storage")  # noqa: PTH102
        hass = HomeAssistant(folder)
        hass.config.skip_pip = True
        loader.async_setup(hass)
        hass.config_entries = ConfigEntries(hass, {})
        await loader.async_get_custom_components(hass)
        await bootstrap.async_load_base_functionality(hass)
        hass.auth = await auth_manager_from_config(hass, [], [])  # `todo` needs `http`
        for domain in ("homeassistant", "sensor", "binary_sensor", "event", "button"):
            await async_setup_component(hass, domain, {})
        hass.set_state(CoreState.running)
        try:
            yield hass
        finally:
            await hass.async_stop(force=True)


def line_subentry(number: str) -> ConfigSubentryDataWithId:
    """Return a line as an entry keeps it."""
    return ConfigSubentryDataWithId(
        data={"number": number},
        subentry_id=ulid_now(),
        subentry_type="line",
        title=number,
        unique_id=number,
    )


def group_subentry(title: str, numbers: Sequence[str]) -> ConfigSubentryDataWithId:
    """Return a group as an entry keeps it."""
    return ConfigSubentryDataWithId(
        data={"lines": list(numbers)},
        subentry_id=ulid_now(),
        subentry_type="group",
        title=title,
        unique_id=None,
    )


def make_entry(
    domain: str,
    title: str,
    data: Mapping[str, Any],
    subentries: Iterable[ConfigSubentryDataWithId] = (),
    options: Mapping[str, Any] = MappingProxyType({}),
) -> ConfigEntry:
    """Return an entry as a config flow would make it."""
    return ConfigEntry(
        data=data,
        discovery_keys=MappingProxyType({}),
        domain=domain,
        entry_id=ulid_now(),
        minor_version=1,
        options=options,
        source=SOURCE_USER,
        subentries_data=list(subentries),
        title=title,
        unique_id=None,
        version=1,
    )


def csta_entry(
    port: int, lines: int = 0, lines_in_groups: int = 0, **options: Any
) -> ConfigEntry:
    """Return a connection to a peer, with lines of their own or in groups."""
    numbers = line_numbers(lines_in_groups)
    groups = [
        group_subentry(f"Group {begin}", numbers[begin : begin + LINES_OF_A_GROUP])
        for begin in range(0, lines_in_groups, LINES_OF_A_GROUP)
    ]
    return make_entry(
        DOMAIN,
        "demo.local at 127.0.0.1",
        {
            "protocol": "csta",
            "host": "127.0.0.1",
            "port": port,
            "tls": False,
            "verify_certificate": True,
            "profile": "eltex_ecss10",
            "username": "demo.local",
            "password": "demo",
        },
        [*map(line_subentry, line_numbers(lines)), *groups],
        options,
    )


def telestra_entry(port: int, lines: int) -> ConfigEntry:
    """Return a connection to a Telestra peer."""
    return make_entry(
        DOMAIN,
        "127.0.0.1",
        {"protocol": "telestra", "host": "127.0.0.1", "port": port},
        map(line_subentry, line_numbers(lines)),
    )


async def async_set_up(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Add an entry and wait until everything about it is quiet."""
    await hass.config_entries.async_add(entry)
    if entry.state is not ConfigEntryState.LOADED:
        raise RuntimeError(f"{entry.domain} is {entry.state}: {entry.reason}")
    await hass.async_block_till_done()


async def async_wait_watched(entry: ConfigEntry, seconds: float = 120.0) -> None:
    """Wait until every line is watched."""
    async with asyncio.timeout(seconds):
        await entry.runtime_data.system.wait_synchronized()
        lines = entry.runtime_data.system.lines.values()
        while not all(line.available for line in lines):  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(0.05)
