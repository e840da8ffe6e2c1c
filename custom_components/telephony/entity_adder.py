"""Adds the entities of lines and groups to a platform, at the start and whenever there are new ones."""

from collections.abc import Callable, Iterable

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .connection.settings import GroupSettings, LineSettings
from .connection.slices import in_slices
from .coordinator import TelephonyCoordinator
from .entity import TelephonyEntity

type LineEntities = Callable[
    [TelephonyCoordinator, LineSettings], Iterable[TelephonyEntity]
]
type GroupEntities = Callable[
    [TelephonyCoordinator, GroupSettings], Iterable[TelephonyEntity]
]


class EntityAdder:
    """One platform's entities: which there are, and who makes them."""

    def __init__(
        self,
        coordinator: TelephonyCoordinator,
        domain: str,
        async_add_entities: AddConfigEntryEntitiesCallback,
        for_line: LineEntities,
        for_group: GroupEntities,
    ) -> None:
        """Prepare for the platform of `domain`."""
        self._coordinator = coordinator
        self._domain = domain
        self._async_add_entities = async_add_entities
        self._for_line = for_line
        self._for_group = for_group
        self._seen: dict[str, LineSettings | GroupSettings] = {}
        self._unique_ids: dict[str, set[str]] = {}

    async def async_apply(self) -> None:
        """Add what lines and groups have that was not there before, and drop what they lost."""
        coordinator = self._coordinator
        subentries = coordinator.entry.subentries
        for subentry_id in self._seen.keys() - subentries.keys():
            del self._seen[subentry_id], self._unique_ids[subentry_id]
        async for line in in_slices(tuple(coordinator.lines.values())):
            if self._seen.get(line.subentry_id) != line:
                self.async_apply_line(line)
        async for group in in_slices(tuple(coordinator.groups.values())):
            if self._seen.get(group.subentry_id) != group:
                self._apply(group, self._for_group(coordinator, group))

    @callback
    def async_apply_line(self, line: LineSettings) -> None:
        """Add what one line has that was not there before."""
        self._apply(line, self._for_line(self._coordinator, line))

    def _apply(
        self,
        configured: LineSettings | GroupSettings,
        entities: Iterable[TelephonyEntity],
    ) -> None:
        entry, subentry_id = self._coordinator.entry, configured.subentry_id
        if entry.state is ConfigEntryState.UNLOAD_IN_PROGRESS:
            return  # the platform may be empty already: nobody would remove an entity
        if subentry_id not in entry.subentries:
            return
        wanted = {entity.unique_id or "": entity for entity in entities}
        there = self._unique_ids.get(subentry_id, set())
        self._seen[subentry_id] = configured
        self._unique_ids[subentry_id] = set(wanted)
        for unique_id in there - wanted.keys():
            self._remove(unique_id)
        self._async_add_entities(
            [entity for unique_id, entity in wanted.items() if unique_id not in there],
            config_subentry_id=subentry_id,
        )

    def _remove(self, unique_id: str) -> None:
        registry = er.async_get(self._coordinator.hass)
        platform = self._coordinator.entry.domain
        if entity_id := registry.async_get_entity_id(self._domain, platform, unique_id):
            registry.async_remove(entity_id)


async def async_add_lines_and_groups(
    coordinator: TelephonyCoordinator,
    domain: str,
    async_add_entities: AddConfigEntryEntitiesCallback,
    for_line: LineEntities,
    for_group: GroupEntities = lambda coordinator, group: (),
) -> None:
    """Give a platform the entities of all lines and groups, now and later."""
    adder = EntityAdder(coordinator, domain, async_add_entities, for_line, for_group)
    coordinator.adders.append(adder)
    await adder.async_apply()
