"""What happens to the calls of a line or a group."""

from typing import override

from homeassistant.components.event import (
    DOMAIN as EVENT_DOMAIN,
    EventEntity,
    EventEntityDescription,
)
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .connection.changes import EVENT
from .coordinator import TelephonyConfigEntry
from .cti.model import CallEvent, CallEventType
from .entity import EntityAdder, GroupEntity, LineEntity, TelephonyEntity
from .lines.views import event_view

PARALLEL_UPDATES = 0

CALL_EVENT = EventEntityDescription(
    key="call", event_types=[each.value for each in CallEventType]
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TelephonyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the event entities of lines and groups."""
    await EntityAdder(
        entry.runtime_data,
        EVENT_DOMAIN,
        async_add_entities,
        lambda coordinator, line: [
            LineCallEvent(coordinator, line.number, CALL_EVENT.key)
        ],
        lambda coordinator, group: [GroupCallEvent(coordinator, group, CALL_EVENT.key)],
    ).async_start()


class CallEventEntity(TelephonyEntity, EventEntity):
    """What happens to calls; each event has a write of its own.

    The database shares what is recorded of one call with all others of its kind: who it was is in
    the rows of `remote_party`.
    """

    entity_description = CALL_EVENT
    _unrecorded_attributes = frozenset(
        {
            "account_code",
            "blocked",
            "call_id",
            "call_linkage_id",
            "called_number",
            "cause",
            "charge",
            "charge_currency",
            "charge_units",
            "contact_groups",
            "correlator_data",
            "digits",
            "diverted_to",
            "external",
            "held_by_far_end",
            "last_note",
            "members",
            "name",
            "name_source",
            "number",
            "presentation",
            "pressed_by",
            "queue_length",
            "queue_position",
            "redirect_reason",
            "redirected_by",
            "redirected_by_name",
            "ring_seconds",
            "spoken_name",
            "switch_call_id",
            "talk_seconds",
        }
    )

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.listen(EVENT, (self.owner, None), self._on_event)

    @callback
    def _on_event(self, event: CallEvent, context: Context) -> None:
        attributes = event_view(event)
        if self.owner != event.call.line:
            attributes["line"] = event.call.line
        self._trigger_event(str(event.type), attributes)
        self.async_set_context(context)
        self.async_write_ha_state()


class LineCallEvent(CallEventEntity, LineEntity):
    """What happens to the calls of a line."""


class GroupCallEvent(CallEventEntity, GroupEntity):
    """What happens to the calls of a group's lines, each named in the attribute `line`."""
