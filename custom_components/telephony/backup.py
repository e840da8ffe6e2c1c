"""Backups: the call log is one whole file while Home Assistant copies it."""

from homeassistant.core import HomeAssistant

from .call_log.store import async_get_store


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Write everything down, and nothing more until the backup is over."""
    await async_get_store(hass).async_pause()


async def async_post_backup(hass: HomeAssistant) -> None:
    """Write again."""
    async_get_store(hass).async_go_on()
