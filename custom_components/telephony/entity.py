"""What all entities have in common: to whom they belong, when they are available, when they write."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from operator import attrgetter
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .connection.changes import AVAILABILITY, ENTITIES, FEATURES, LINK, STATE, Topic
from .connection.devices import device_identifier
from .connection.line_state import LineState
from .connection.pacing import in_slices
from .connection.settings import EVERY_LINE, GroupSettings, LineSettings
from .const import DOMAIN
from .coordinator import TelephonyConfigEntry, TelephonyCoordinator
from .cti.capability import Capability
from .cti.model import PhoneSetting
from .phone_book.book import PhoneBook

type LineTopic = Topic[LineState, Context | None]
type LineEntities = Callable[
    [TelephonyCoordinator, LineSettings], Iterable[TelephonyEntity]
]
type GroupEntities = Callable[
    [TelephonyCoordinator, GroupSettings], Iterable[TelephonyEntity]
]
type SetUpPlatform = Callable[
    [HomeAssistant, TelephonyConfigEntry, AddConfigEntryEntitiesCallback],
    Coroutine[Any, Any, None],
]
_NOTHING_YET: Final = object()


class TelephonyEntity(Entity):
    """An entity that is told of changes."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, coordinator: TelephonyCoordinator, owner: str, key: str) -> None:
        """Belong to a line (its number), a group (its subentry ID) or, with "", the connection."""
        entry_id = coordinator.entry.entry_id
        self.coordinator = coordinator
        self.owner = owner
        self._attr_translation_key = key
        self._attr_unique_id = "_".join(filter(None, (entry_id, owner, key)))
        self._attr_device_info = DeviceInfo(
            identifiers={
                device_identifier(entry_id, owner) if owner else (DOMAIN, entry_id)
            }
        )

    def listen[*Ts](
        self, topic: Topic[*Ts], key: object, listener: Callable[[*Ts], None]
    ) -> None:
        """Listen for as long as the entity is there."""
        self.async_on_remove(self.coordinator.changes.listen(topic, key, listener))


class PhoneBookEntity(Entity):
    """An entity of a phone book; written when the book changes."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, book: PhoneBook, description: EntityDescription) -> None:
        """Belong to a phone book."""
        entry = book.entry
        self.book = book
        self.entity_description = description
        self._attr_translation_key = description.key
        self._attr_unique_id = f"{entry.entry_id}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, entry.entry_id)},
            entry_type=DeviceEntryType.SERVICE,
            manufacturer="Telephony",
            model="Phone book",
            name=entry.title,
        )

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(self.book.async_listen(self.async_write_ha_state))


class ValueEntity(TelephonyEntity):
    """An entity that shows one value of a source, and writes only when that is different."""

    _attr_available = True
    _read: Callable[[Any], Any]
    """Reads the value from what changed."""
    _show: Callable[[Any], tuple[Any, dict[str, Any]]] | None = None
    """Makes what is shown, and the attributes, of a value that isn't shown as it is."""
    _value: object = _NOTHING_YET

    def show(self, value: Any) -> None:
        """Take a new value over into the entity's attributes."""
        self._value = value
        if self._show is None:
            self._attr_native_value = value
        else:
            self._attr_native_value, self._attr_extra_state_attributes = self._show(
                value
            )

    @callback
    def async_source_changed(self, source: Any, context: Context | None) -> None:
        """Write what is new, in one context with whatever else the same event changed."""
        value = self._read(source)
        if value == self._value:
            return
        self.show(value)
        if not self._attr_available:
            return
        if context is not None:
            self.async_set_context(context)
        self.async_write_ha_state()

    def refresh(self, source: Any) -> None:
        """Take over what is new without writing it."""
        value = self._read(source)
        if value != self._value:
            self.show(value)


class LineEntity(TelephonyEntity):
    """An entity of a line; available while the line is watched."""

    @property
    def number(self) -> str:
        """The line."""
        return self.owner

    @override
    async def async_added_to_hass(self) -> None:
        self._attr_available = self.coordinator.states[self.owner].available
        self.listen(AVAILABILITY, self.owner, self._availability_changed)

    @callback
    def _availability_changed(self, state: LineState) -> None:
        self._attr_available = state.available
        self.async_write_ha_state()


class LineValueEntity(LineEntity, ValueEntity):
    """An entity that shows something of a line."""

    topic: LineTopic = STATE

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.refresh(self.coordinator.states[self.owner])
        self.listen(self.topic, self.owner, self.async_source_changed)

    @override
    @callback
    def _availability_changed(self, state: LineState) -> None:
        self.refresh(state)
        super()._availability_changed(state)


class LineToggleEntity(LineValueEntity):
    """An entity that shows something of a line that is on or off."""

    _attr_is_on: bool | None

    @override
    def show(self, value: bool | None) -> None:
        self._value = value
        self._attr_is_on = value


class FeatureEntity(LineToggleEntity):
    """An entity that shows a feature of a line by its name in `Features`."""

    topic = FEATURES

    def __init__(
        self, coordinator: TelephonyCoordinator, number: str, key: str
    ) -> None:
        """Belong to a line."""
        super().__init__(coordinator, number, key)
        self._read = attrgetter(f"features.{key}")


class GroupEntity(TelephonyEntity):
    """An entity of a group; available while the link is up."""

    def __init__(
        self, coordinator: TelephonyCoordinator, group: GroupSettings, key: str
    ) -> None:
        """Belong to a group."""
        super().__init__(coordinator, group.subentry_id, key)

    @override
    async def async_added_to_hass(self) -> None:
        self._attr_available = self.coordinator.connected
        self.listen(LINK, EVERY_LINE, self._link_changed)

    @callback
    def _link_changed(self) -> None:
        if self._attr_available is not self.coordinator.connected:
            self._attr_available = self.coordinator.connected
            self.async_write_ha_state()


def has_entity(
    coordinator: TelephonyCoordinator, domain: str, owner: str, key: str
) -> bool:
    """Whether an entity is there since an earlier start: what it comes for will be told again."""
    unique_id = f"{coordinator.entry.entry_id}_{owner}_{key}"
    registry = er.async_get(coordinator.hass)
    return registry.async_get_entity_id(domain, DOMAIN, unique_id) is not None


def can_set_phone(
    coordinator: TelephonyCoordinator, number: str, setting: PhoneSetting
) -> bool:
    """Whether a line's phone tells what it is set to, and the phone system can set it."""
    can_be_set = Capability(setting) in coordinator.system.capabilities
    return can_be_set and coordinator.states.has_feature(number, setting)


class EntityAdder:
    """Adds a platform's entities of lines and groups, at the start and whenever there are new ones."""

    def __init__(
        self,
        coordinator: TelephonyCoordinator,
        domain: str,
        async_add_entities: AddConfigEntryEntitiesCallback,
        for_line: LineEntities,
        for_group: GroupEntities = lambda coordinator, group: (),
    ) -> None:
        """Add to the platform of `domain` what `for_line` and `for_group` make."""
        self._coordinator = coordinator
        self._domain = domain
        self._async_add_entities = async_add_entities
        self._for_line = for_line
        self._for_group = for_group
        self._applying = asyncio.Lock()
        self._seen: dict[str, LineSettings | GroupSettings] = {}
        self._unique_ids: dict[str, set[str]] = {}

    async def async_start(self) -> None:
        """Add what there is, and from then on what is new."""
        changes, entry = self._coordinator.changes, self._coordinator.entry
        entry.async_on_unload(changes.listen(ENTITIES, EVERY_LINE, self._changed))
        await self._async_apply()

    @callback
    def _changed(self, settings: LineSettings | GroupSettings | None) -> None:
        if isinstance(settings, LineSettings):
            self._apply(settings, self._for_line(self._coordinator, settings))
            return
        if settings is not None:
            self._apply(settings, self._for_group(self._coordinator, settings))
            return
        _ = self._coordinator.entry.async_create_task(
            self._coordinator.hass, self._async_apply(), f"{self._domain} entities"
        )

    async def _async_apply(self) -> None:
        """Add what lines and groups have that wasn't there before, and drop what they lost."""
        coordinator = self._coordinator
        async with self._applying:
            subentries = coordinator.entry.subentries
            for subentry_id in self._seen.keys() - subentries.keys():
                del self._seen[subentry_id], self._unique_ids[subentry_id]
            async for line in in_slices(tuple(coordinator.settings.lines.values())):
                if self._seen.get(line.subentry_id) != line:
                    self._apply(line, self._for_line(coordinator, line))
            async for group in in_slices(tuple(coordinator.settings.groups.values())):
                if self._seen.get(group.subentry_id) != group:
                    self._apply(group, self._for_group(coordinator, group))

    def _apply(
        self,
        settings: LineSettings | GroupSettings,
        entities: Iterable[TelephonyEntity],
    ) -> None:
        entry, subentry_id = self._coordinator.entry, settings.subentry_id
        if entry.state is ConfigEntryState.UNLOAD_IN_PROGRESS:
            return  # the platform may be empty already: nobody would remove an entity
        if subentry_id not in entry.subentries:
            return
        wanted = {entity.unique_id or "": entity for entity in entities}
        there = self._unique_ids.get(subentry_id, set())
        self._seen[subentry_id] = settings
        self._unique_ids[subentry_id] = set(wanted)
        registry = er.async_get(self._coordinator.hass)
        for unique_id in there - wanted.keys():
            if entity_id := registry.async_get_entity_id(
                self._domain, DOMAIN, unique_id
            ):
                registry.async_remove(entity_id)
        self._async_add_entities(
            [entity for unique_id, entity in wanted.items() if unique_id not in there],
            config_subentry_id=subentry_id,
        )


def line_platform(domain: str, for_line: LineEntities) -> SetUpPlatform:
    """Return what sets up a platform that lines alone have entities of."""

    async def async_setup_entry(
        hass: HomeAssistant,
        entry: TelephonyConfigEntry,
        async_add_entities: AddConfigEntryEntitiesCallback,
    ) -> None:
        """Add the entities of the lines."""
        coordinator = entry.runtime_data
        adder = EntityAdder(coordinator, domain, async_add_entities, for_line)
        await adder.async_start()

    return async_setup_entry
