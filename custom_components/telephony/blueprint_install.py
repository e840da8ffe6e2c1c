"""Copies our blueprints to Home Assistant's folder of them, and leaves alone what people changed."""

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from homeassistant.components.automation import DOMAIN as AUTOMATION_DOMAIN
from homeassistant.components.blueprint import DOMAIN as BLUEPRINT_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import SERVICE_RELOAD
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import Store
from homeassistant.setup import async_when_setup

from .const import CONF_INSTALL_BLUEPRINTS, DOMAIN

VERSION: Final = 1
SOURCE: Final = Path(__file__).parent / "blueprints"

type Hashes = dict[str, str]
"""What we wrote last, by the path below the folder of blueprints."""


@callback
def async_setup_blueprints(hass: HomeAssistant) -> None:
    """Install them once automations are there, for the connections that there are by then."""
    async_when_setup(hass, AUTOMATION_DOMAIN, _async_automations_ready)


@callback
def async_install_blueprints(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Install them, if the connection's options want it and there are automations."""
    if _wants(entry) and AUTOMATION_DOMAIN in hass.config.components:
        _ = hass.async_create_task(_async_install(hass), f"{DOMAIN} blueprints")


def _wants(entry: ConfigEntry) -> bool:
    wanted: bool = entry.options.get(CONF_INSTALL_BLUEPRINTS, True)
    return wanted


async def _async_automations_ready(hass: HomeAssistant, component: str) -> None:
    if any(map(_wants, hass.config_entries.async_loaded_entries(DOMAIN))):
        await _async_install(hass)


async def _async_install(hass: HomeAssistant) -> None:
    store: Store[Hashes] = Store(hass, VERSION, f"{DOMAIN}.blueprints")
    known = await store.async_load() or {}
    folder = Path(hass.config.path(BLUEPRINT_DOMAIN + "s"))
    written, replaced = await hass.async_add_executor_job(
        partial(copy_blueprints, SOURCE, folder, known)
    )
    if known | written != known:
        await store.async_save(known | written)
    if replaced:
        await hass.services.async_call(AUTOMATION_DOMAIN, SERVICE_RELOAD)


def copy_blueprints(source: Path, folder: Path, known: Hashes) -> tuple[Hashes, bool]:
    """Write what is new or still as we wrote it; return what is ours, and if any was replaced.

    What somebody changed, deleted or put there himself stays as it is.
    """
    written: Hashes = {}
    replaced = False
    for path, content in _blueprints(source):
        target = folder / path
        present = _hash(target.read_bytes()) if target.exists() else None
        ours = _hash(content)
        if present not in (known.get(path), ours):
            continue
        if present != ours:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            replaced |= present is not None
        written[path] = ours
    return written, replaced


def _blueprints(source: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(source.rglob("*.yaml")):
        yield file.relative_to(source).as_posix(), file.read_bytes()


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
