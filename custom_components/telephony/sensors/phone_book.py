"""The sensors of a phone book: how many contacts it has, and since when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
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


@dataclass(frozen=True, kw_only=True)
class PhoneBookSensorDescription(SensorEntityDescription):
    """A sensor, and what it shows of a phone book."""

    read: Callable[[PhoneBook], int | datetime | None]


SENSORS: Final = (
    PhoneBookSensorDescription(
        key="contacts",
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        read=attrgetter("count"),
    ),
    PhoneBookSensorDescription(
        key="last_update",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        read=attrgetter("updated"),
    ),
)


class PhoneBookSensor(PhoneBookEntity, SensorEntity):
    """Something of a phone book."""

    entity_description: PhoneBookSensorDescription

    @property
    @override
    def native_value(self) -> int | datetime | None:
        return self.entity_description.read(self.book)


def phone_book_sensors(book: PhoneBook) -> list[PhoneBookSensor]:
    """Make the sensors of a phone book."""
    return [PhoneBookSensor(book, each) for each in SENSORS]
