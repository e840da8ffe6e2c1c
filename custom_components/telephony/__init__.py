"""Telephony: lines and calls of a phone system in Home Assistant."""

from typing import Final, cast

from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.importlib import async_import_module
from homeassistant.helpers.start import async_at_started
from homeassistant.helpers.typing import ConfigType

from .call_log.log import async_remove_call_log
from .card.pictures import async_register_pictures
from .card.registration import async_register_commands
from .card.resource import async_register_card
from .connection.changes import LINK, OPTIONS
from .connection.issues import async_delete_connection_issues, async_link_down
from .connection.settings import EVERY_LINE, Options
from .const import CONF_STORE, DOMAIN
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .cti.errors import AuthenticationRefused, TelephonyError
from .entries import is_phone_book
from .errors import reason_key, reason_placeholders
from .installation import async_install, async_setup_installations
from .lines.blocking import BlockedCallers
from .lines.notifications import CallNotifications
from .numbers.library import load_library
from .phone_book.book import PhoneBookEntry, async_phone_books
from .phone_book.moving import async_move_phone_books, is_stored_for
from .phone_book.pictures import PictureFolder
from .phone_book.sources import async_create_phone_book
from .phone_book.store import contact_store
from .services import async_setup_services
from .versions import async_check_entry, async_delete_issues

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)
PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TEXT,
    Platform.TODO,
]

PHONE_BOOK_PLATFORMS = [Platform.BUTTON, Platform.SENSOR]
LATER: Final = (
    "card.websocket",
    "flows.options",
    "flows.phone_books",
    "flows.subentries",
)
"""What nobody waits for while Home Assistant starts; who asks before it's there, imports it."""

type AnyEntry = TelephonyConfigEntry | PhoneBookEntry


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Set up what all connections share."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        async_check_entry(hass, entry)
    async_setup_services(hass)
    async_register_commands(hass)
    async_setup_installations(hass)
    async_register_pictures(hass)
    await async_register_card(hass)
    async_at_started(hass, _async_import_later)
    return True


async def _async_import_later(hass: HomeAssistant) -> None:
    """Import, in a thread, what people ask for once Home Assistant runs."""
    for name in LATER:
        _ = await async_import_module(hass, f"{__package__}.{name}")


async def async_setup_entry(hass: HomeAssistant, entry: AnyEntry) -> bool:
    """Set up a connection or a phone book."""
    if is_phone_book(entry):
        return await _async_set_up_phone_book(hass, cast("PhoneBookEntry", entry))
    return await _async_set_up_connection(hass, cast("TelephonyConfigEntry", entry))


async def _async_set_up_phone_book(hass: HomeAssistant, entry: PhoneBookEntry) -> bool:
    """Set up a phone book, whose contacts come while Home Assistant goes on."""
    book = entry.runtime_data = await async_create_phone_book(hass, entry)
    entry.async_on_unload(async_phone_books(hass).async_add(book))
    name = f"telephony phone book {entry.entry_id}"
    _ = entry.async_create_background_task(hass, book.async_load(), name)
    await hass.config_entries.async_forward_entry_setups(entry, PHONE_BOOK_PLATFORMS)
    entry.async_on_unload(entry.add_update_listener(_async_phone_book_changed))
    return True


async def _async_set_up_connection(
    hass: HomeAssistant, entry: TelephonyConfigEntry
) -> bool:
    """Set up a connection."""
    async_move_phone_books(hass, entry)
    await hass.async_add_executor_job(load_library)
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
    devices, changes = coordinator.devices, coordinator.changes
    entry.async_on_unload(devices.async_follow_names())
    await devices.async_apply(
        coordinator.settings.lines.values(), coordinator.settings.groups.values()
    )
    changes.listen(LINK, EVERY_LINE, devices.async_show_connection)
    BlockedCallers(entry).async_start()
    CallNotifications(entry).async_start()
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

    changes.listen(OPTIONS, EVERY_LINE, options_changed)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: AnyEntry) -> bool:
    """Unload a connection or a phone book."""
    platforms = PHONE_BOOK_PLATFORMS if is_phone_book(entry) else PLATFORMS
    return await hass.config_entries.async_unload_platforms(entry, platforms)


async def async_remove_entry(hass: HomeAssistant, entry: AnyEntry) -> None:
    """Delete what is kept of a connection or a phone book."""
    async_delete_issues(hass, entry)
    store_id: str | None = entry.entry_id
    if is_phone_book(entry):
        store_id = entry.data.get(CONF_STORE)
    else:
        async_delete_connection_issues(hass, entry)
        await async_remove_call_log(hass, entry.entry_id)
    if store_id and not is_stored_for(hass, store_id):
        await contact_store(hass, store_id).async_remove()
        await hass.async_add_executor_job(PictureFolder(hass, store_id).remove)


async def _async_entry_changed(
    hass: HomeAssistant, entry: TelephonyConfigEntry
) -> None:
    """Take over changed data, options, lines and groups while everything else goes on."""
    async_move_phone_books(hass, entry)
    await entry.runtime_data.async_apply()


async def _async_phone_book_changed(hass: HomeAssistant, entry: PhoneBookEntry) -> None:
    """Take over a changed name, order or source."""
    dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={(DOMAIN, entry.entry_id)},
        name=entry.title,
    )
    entry.runtime_data.async_entry_changed()
