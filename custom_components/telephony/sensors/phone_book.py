"""The sensors of a phone book: how many contacts it has, and since when."""

from datetime import datetime
from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory

from ..entity import PhoneBookEntity
from ..phone_book.book import PhoneBook

CONTACTS: Final = SensorEntityDescription(
    key="contacts",
    state_class=SensorStateClass.MEASUREMENT,
    entity_category=EntityCategory.DIAGNOSTIC,
)
LAST_UPDATE: Final = SensorEntityDescription(
    key="last_update",
    device_class=SensorDeviceClass.TIMESTAMP,
    entity_category=EntityCategory.DIAGNOSTIC,
)


class ContactsSensor(PhoneBookEntity, SensorEntity):
    """How many contacts it has."""

    @property
    @override
    def native_value(self) -> int:
        return self.book.count


class LastUpdateSensor(PhoneBookEntity, SensorEntity):
    """Since when it has them."""

    @property
    @override
    def native_value(self) -> datetime | None:
        return self.book.updated


def phone_book_sensors(book: PhoneBook) -> list[SensorEntity]:
    """Make the sensors of a phone book."""
    return [ContactsSensor(book, CONTACTS), LastUpdateSensor(book, LAST_UPDATE)]
