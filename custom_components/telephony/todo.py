"""Missed calls as a to-do list: who called, when and how often; ticking one marks it as read."""

from itertools import islice
import re
from typing import Final, override

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components.todo import (
    DOMAIN as TODO_DOMAIN,
    TodoItem,
    TodoItemStatus,
    TodoListEntity,
    TodoListEntityFeature,
)
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.translation import async_get_cached_translations
from homeassistant.util import dt as dt_util

from .connection.changes import MISSED, NAMES, TOTALS
from .connection.pacing import in_slices
from .connection.settings import EVERY_LINE
from .const import DOMAIN
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .cti.model import NameSource, Presentation
from .entity import EntityAdder, LineEntity, TelephonyEntity
from .errors import user_error
from .lines.missed import MissedCaller, MissedCallers
from .lines.permissions import async_check_permission
from .lines.target_line import TargetLine
from .lines.views import logged_call_view

PARALLEL_UPDATES = 0
KEY: Final = "missed_calls"
MAX_ITEMS: Final = 200
"""Callers that a list shows; browsers are sent all of them with every change."""
_QUOTATION_MARKS: Final = str.maketrans(dict.fromkeys('"“”„‟', "’"))
_PLAIN_NUMBER: Final = re.compile(r"\+?[0-9]+")
"""What no list takes for markup: descriptions are shown as Markdown."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TelephonyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the list of the connection, and those of its lines."""
    coordinator = entry.runtime_data
    async_add_entities([ConnectionMissedCalls(coordinator, EVERY_LINE, KEY)])
    await EntityAdder(
        coordinator,
        TODO_DOMAIN,
        async_add_entities,
        lambda coordinator, line: [LineMissedCalls(coordinator, line.number, KEY)],
    ).async_start()


class MissedCallsList(TelephonyEntity, TodoListEntity):
    """A list of callers, the newest first."""

    _attr_supported_features = TodoListEntityFeature.UPDATE_TODO_ITEM

    def __init__(self, coordinator: TelephonyCoordinator, owner: str, key: str) -> None:
        """Belong to a line or, with "", the connection."""
        super().__init__(coordinator, owner, key)
        self.missed = MissedCallers(coordinator.call_log)

    def refresh(self) -> None:
        """Take over who is missed now, without writing it."""
        newest = reversed(self.missed.callers.values())
        self._attr_todo_items = [self._item(each) for each in islice(newest, MAX_ITEMS)]

    @callback
    def names_changed(self) -> None:
        """Show what callers are called now."""
        before = self._attr_todo_items
        self.refresh()
        if self._attr_todo_items != before:
            self.async_write_ha_state()

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        caller = (item.uid or "").partition(":")[2]
        if (missed := self.missed.callers.get(caller)) is None:
            return
        if item.summary != self._item(missed).summary:
            raise user_error("missed_call_not_renamed")
        if item.status != TodoItemStatus.COMPLETED:
            return
        numbers = tuple(missed.by_line)
        lines = [TargetLine(self.coordinator, number) for number in numbers]
        context = self._context or Context()
        await async_check_permission(self.hass, context, lines, POLICY_CONTROL)
        for number in numbers:
            self.coordinator.async_mark_missed_read(number, caller)
        self.refresh()
        self.async_write_ha_state()

    def _item(self, missed: MissedCaller) -> TodoItem:
        details: list[str] = []
        last = missed.last
        view = logged_call_view(last, self.coordinator.far_end) if last else {}
        name, number = view.get("name"), view.get("number") or missed.caller
        if name and view["name_source"] == NameSource.NETWORK:
            name = f"“{name.translate(_QUOTATION_MARKS)}” {number}".strip()
        elif name and _PLAIN_NUMBER.fullmatch(number):
            details.append(number)
        if missed.count > 1:
            details.append(f"{missed.count} ×")
        if last:
            at = dt_util.as_local(last.started_at)
            details.append(at.strftime("%Y-%m-%d %H:%M"))
        if self.owner == EVERY_LINE:
            details += [TargetLine(self.coordinator, n).name for n in missed.by_line]
        return TodoItem(
            uid=f"caller:{missed.caller}",
            summary=name or number or self._nobody(missed),
            status=TodoItemStatus.NEEDS_ACTION,
            description=", ".join(details) or None,
        )

    def _nobody(self, missed: MissedCaller) -> str:
        """Return what somebody without a number is called in Home Assistant's language."""
        last, state = missed.last, "event.call.state_attributes.outcome.state.unknown"
        if last and last.presentation is Presentation.RESTRICTED:
            state = "sensor.remote_party.state.anonymous"
        texts = async_get_cached_translations(
            self.hass, self.hass.config.language, "entity", DOMAIN
        )
        return texts.get(f"component.{DOMAIN}.entity.{state}", "?")


class LineMissedCalls(LineEntity, MissedCallsList):
    """The missed calls of a line."""

    _attr_entity_registry_enabled_default = False

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.missed.update(self.owner)
        self.refresh()
        self.listen(MISSED, self.owner, self._changed)
        self.listen(NAMES, self.owner, self.names_changed)

    @callback
    def _changed(self, line: str, context: Context | None) -> None:
        self.missed.update(line)
        self.refresh()
        if context is not None:
            self.async_set_context(context)
        self.async_write_ha_state()


class ConnectionMissedCalls(MissedCallsList):
    """The missed calls of all lines; written once changes have settled."""

    _unwritten = False

    @override
    async def async_added_to_hass(self) -> None:
        self.listen(MISSED, EVERY_LINE, self._changed)
        self.listen(TOTALS, EVERY_LINE, self._settled)
        async for line in in_slices(tuple(self.coordinator.call_log.missed_lines)):
            self.missed.update(line)
        self.missed.sort()
        self.refresh()
        self.listen(NAMES, EVERY_LINE, self.names_changed)

    @callback
    def _changed(self, line: str, context: Context | None) -> None:
        self.missed.update(line)
        self._unwritten = True

    @callback
    def _settled(self) -> None:
        if self._unwritten:
            self._unwritten = False
            self.refresh()
            self.async_write_ha_state()
