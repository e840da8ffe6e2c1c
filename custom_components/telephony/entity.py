"""What all entities have in common: to whom they belong, when they are available, when they write."""

from abc import abstractmethod
from typing import override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity

from .connection.devices import group_identifier, line_identifier
from .connection.settings import GroupSettings
from .const import DOMAIN
from .coordinator import Concern, TelephonyCoordinator
from .cti.line import Line


class TelephonyEntity(Entity):
    """An entity that is told of changes."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, coordinator: TelephonyCoordinator, owner: str, key: str) -> None:
        """Belong to a line, a group ("" is the connection) of a coordinator."""
        entry_id = coordinator.entry.entry_id
        self.coordinator = coordinator
        self._attr_translation_key = key
        self._attr_unique_id = "_".join(filter(None, (entry_id, owner, key)))

    @callback
    def async_write_change(self) -> None:
        """Write what an event changed, in one context with whatever else it changed."""
        if self.coordinator.context is not None:
            self.async_set_context(self.coordinator.context)
        self.async_write_ha_state()


class ConnectionEntity(TelephonyEntity):
    """An entity of the connection."""

    def __init__(self, coordinator: TelephonyCoordinator, key: str) -> None:
        """Belong to the connection."""
        super().__init__(coordinator, "", key)
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, coordinator.entry.entry_id)}
        )


class GroupEntity(TelephonyEntity):
    """An entity of a group; available while the link is up."""

    def __init__(
        self, coordinator: TelephonyCoordinator, group: GroupSettings, key: str
    ) -> None:
        """Belong to a group."""
        super().__init__(coordinator, group.subentry_id, key)
        self.watch = coordinator.group_watches[group.subentry_id]
        self._attr_device_info = DeviceInfo(
            identifiers={
                group_identifier(coordinator.entry.entry_id, group.subentry_id)
            }
        )

    @override
    async def async_added_to_hass(self) -> None:
        self._attr_available = self.coordinator.connected
        self.async_on_remove(self.coordinator.async_listen_link(self._link_changed))

    @callback
    def _link_changed(self) -> None:
        self._attr_available = self.coordinator.connected
        self.async_write_ha_state()


class LineEntity(TelephonyEntity):
    """An entity of a line; available while the line is watched."""

    def __init__(
        self, coordinator: TelephonyCoordinator, number: str, key: str
    ) -> None:
        """Belong to a line."""
        super().__init__(coordinator, number, key)
        self.number = number
        self._attr_device_info = DeviceInfo(
            identifiers={line_identifier(coordinator.entry.entry_id, number)}
        )

    @override
    async def async_added_to_hass(self) -> None:
        self._attr_available = self.coordinator.is_available(self.number)
        self.async_on_remove(
            self.coordinator.async_listen_availability(
                self.number, self._availability_changed
            )
        )

    @callback
    def _availability_changed(self) -> None:
        self._attr_available = self.coordinator.is_available(self.number)
        self.async_write_ha_state()


class LineValueEntity(LineEntity):
    """An entity that shows something of a line, and writes only when that is different."""

    concern: Concern = Concern.CALLS

    @abstractmethod
    def _take(self, line: Line) -> bool:
        """Take over what the line shows; True where it is different."""

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(
            self.coordinator.async_listen_line(
                self.number, self._line_changed, self.concern
            )
        )
        self._refresh()

    @callback
    def _line_changed(self, line: Line) -> None:
        if self._take(line):
            self.async_write_change()

    @override
    @callback
    def _availability_changed(self) -> None:
        self._refresh()
        super()._availability_changed()

    def _refresh(self) -> None:
        if (line := self.coordinator.line(self.number)) is not None:
            self._take(line)


class LineToggleEntity(LineValueEntity):
    """An entity that shows something of a line that is on or off."""

    _attr_is_on: bool | None

    def _set(self, is_on: bool | None) -> bool:
        if is_on is self._attr_is_on:
            return False
        self._attr_is_on = is_on
        return True
