"""What a line does and with whom, what it did, and how much; the same for groups and connections."""

from typing import cast

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TelephonyConfigEntry
from .entity import EntityAdder
from .entries import is_phone_book
from .phone_book.book import PhoneBookEntry
from .sensors.line import line_sensors
from .sensors.phone_book import phone_book_sensors
from .sensors.totals import connection_sensors, group_sensors

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TelephonyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of a phone book, or of the connection, its lines and its groups."""
    if is_phone_book(entry):
        book = cast("PhoneBookEntry", entry).runtime_data
        async_add_entities(phone_book_sensors(book))
        return
    coordinator = entry.runtime_data
    async_add_entities(connection_sensors(coordinator))
    await EntityAdder(
        coordinator, SENSOR_DOMAIN, async_add_entities, line_sensors, group_sensors
    ).async_start()
