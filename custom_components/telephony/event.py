"""What happens to the calls of a line or a group."""

from typing import override

from homeassistant.components.event import (
    DOMAIN as EVENT_DOMAIN,
    EventEntity,
    EventEntityDescription,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .connection.settings import GroupSettings, LineSettings
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .cti.model import CallEvent, CallEventType
from .entity import GroupEntity, LineEntity
from .entity_adder import async_add_lines_and_groups
from .lines.call_data import event_attributes

PARALLEL_UPDATES = 0

CALL_EVENT = EventEntityDescription(
    key="call", event_types=[each.value for each in CallEventType]
)
UNRECORDED = frozenset(
    {
        "call_id",
        "called_number",
        "cause",
        "presentation",
        "ring_seconds",
        "talk_seconds",
    }
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TelephonyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the event entities of lines and groups."""
    await async_add_lines_and_groups(
        entry.runtime_data, EVENT_DOMAIN, async_add_entities, _for_line, _for_group
    )


def _for_line(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[LineCallEvent]:
    return [LineCallEvent(coordinator, line.number, CALL_EVENT.key)]


def _for_group(
    coordinator: TelephonyCoordinator, group: GroupSettings
) -> list[GroupCallEvent]:
    return [GroupCallEvent(coordinator, group, CALL_EVENT.key)]


class LineCallEvent(LineEntity, EventEntity):
    """What happens to the calls of a line; each event has a write of its own."""

    entity_description = CALL_EVENT
    _unrecorded_attributes = UNRECORDED

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(
            self.coordinator.async_listen_events(self.number, self._on_event)
        )

    @callback
    def _on_event(self, event: CallEvent) -> None:
        self._trigger_event(str(event.type), event_attributes(event))
        self.async_write_change()


class GroupCallEvent(GroupEntity, EventEntity):
    """What happens to the calls of a group's lines."""

    entity_description = CALL_EVENT
    _unrecorded_attributes = UNRECORDED

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.watch.async_listen_events(self._on_event))

    @callback
    def _on_event(self, event: CallEvent) -> None:
        attributes = event_attributes(event)
        attributes["line"] = event.call.line
        self._trigger_event(str(event.type), attributes)
        self.async_write_change()
