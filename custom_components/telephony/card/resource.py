"""Brings the card to browsers: a file whose address changes with its content, and the languages beside it."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from homeassistant.components.frontend import (
    DOMAIN as FRONTEND_DOMAIN,
    add_extra_js_url,
)
from homeassistant.components.http import StaticPathConfig
from homeassistant.core import HomeAssistant

FOLDER: Final = Path(__file__).parent.parent / "www"
FOLDER_URL: Final = "/telephony_static"
CARD: Final = "telephony-card.js"


async def async_register_card(hass: HomeAssistant) -> None:
    """Serve the card and let every page load it, if this Home Assistant has pages."""
    if FRONTEND_DOMAIN not in hass.config.components:
        return
    content = await hass.async_add_executor_job((FOLDER / CARD).read_bytes)
    version = sha256(content).hexdigest()[:12]
    await hass.http.async_register_static_paths(
        [StaticPathConfig(FOLDER_URL, str(FOLDER))]
    )
    add_extra_js_url(hass, f"{FOLDER_URL}/{CARD}?v={version}")
