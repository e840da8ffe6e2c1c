"""Telephony: lines and calls of a phone system in Home Assistant."""

from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType

from .call_log.log import async_remove_call_log
from .card.resource import async_register_card
from .card.websocket import async_register_commands
from .connection.changes import OPTIONS
from .connection.issues import async_delete_connection_issues, async_link_down
from .connection.settings import EVERY_LINE, Options
from .const import DOMAIN
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .cti.errors import AuthenticationRefused, TelephonyError
from .errors import reason_key, reason_placeholders
from .installation import async_install, async_setup_installations
from .phone_book.book import async_remove_phone_book
from .services import async_setup_services
from .versions import async_check_entry, async_delete_issues

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)
PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TEXT,
]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what all connections share."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        async_check_entry(hass, entry)
    async_setup_services(hass)
    async_register_commands(hass)
    async_setup_installations(hass)
    await async_register_card(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: TelephonyConfigEntry) -> bool:
    """Set up a connection."""
    coordinator = TelephonyCoordinator(hass, entry)
    try:
        await coordinator.async_start()
    except TelephonyError as error:
        async_link_down(hass, entry, error)
        refused = isinstance(error, AuthenticationRefused)
        raise (ConfigEntryAuthFailed if refused else ConfigEntryNotReady)(
            translation_domain=DOMAIN,
            translation_key=reason_key(error),
            translation_placeholders=reason_placeholders(error),
        ) from error
    entry.runtime_data = coordinator
    entry.async_on_unload(coordinator.async_stop)

    async def stop(event: Event) -> None:
        await coordinator.async_stop()

    entry.async_on_unload(hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, stop))
    entry.async_on_unload(coordinator.devices.async_follow_names())
    await coordinator.devices.async_apply(
        coordinator.settings.lines.values(), coordinator.settings.groups.values()
    )
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    entry.async_on_unload(entry.add_update_listener(_async_entry_changed))
    await coordinator.async_apply()
    # Once this has returned the entry is loaded: then triggers listen, and automations that are
    # set up later find it.
    hass.loop.call_soon(coordinator.async_release_early_events)
    hass.loop.call_soon(async_install, hass, entry)

    @callback
    def options_changed(options: Options) -> None:
        async_install(hass, entry)

    coordinator.changes.listen(OPTIONS, EVERY_LINE, options_changed)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: TelephonyConfigEntry) -> bool:
    """Unload a connection."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: TelephonyConfigEntry) -> None:
    """Delete what is kept of a connection."""
    async_delete_connection_issues(hass, entry)
    async_delete_issues(hass, entry)
    await async_remove_call_log(hass, entry.entry_id)
    await async_remove_phone_book(hass, entry.entry_id)


async def _async_entry_changed(
    hass: HomeAssistant, entry: TelephonyConfigEntry
) -> None:
    """Take over changed data, options, lines and groups while everything else goes on."""
    await entry.runtime_data.async_apply()
