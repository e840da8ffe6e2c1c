"""Which lines triggers and conditions follow: what a target means now, and what it comes to mean."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, cast

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from .configured import configured_groups, configured_lines, watched_numbers
from .const import DOMAIN

if TYPE_CHECKING:
    from .coordinator import TelephonyConfigEntry, TelephonyCoordinator

SETTLE_SECONDS: Final = 0.5
"""How long changes of the registries gather: adding many lines makes thousands of them."""


@dataclass(frozen=True, slots=True)
class FollowedLine:
    """A line of a loaded connection."""

    coordinator: TelephonyCoordinator
    number: str


@callback
def async_followed_lines(
    hass: HomeAssistant, selection: TargetSelection
) -> dict[FollowedLine, None]:
    """Return the lines that a target means, each once; what is not ours is passed over.

    A group stands for its lines. So does a connection, but only where it is named itself.
    """
    selected = async_extract_referenced_entity_ids(
        hass, selection, expand_group=False, primary_entities_only=False
    )
    entities = er.async_get(hass).entities
    device_of = {
        entity_id: entry.device_id
        for entity_id in selected.referenced | selected.indirectly_referenced
        if (entry := entities.get(entity_id)) and entry.platform == DOMAIN
    }
    named = selection.device_ids | {device_of.get(each) for each in selected.referenced}
    found: dict[FollowedLine, None] = {}
    lookup = _Lookup(hass)
    for device_id in selected.referenced_devices.union(device_of.values()):
        if device_id is not None:
            lines = lookup.lines_of(device_id, named=device_id in named)
            found.update(dict.fromkeys(lines))
    return found


class _Lookup:
    """Finds the lines of devices; what entries say is read once for all of them."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._devices = dr.async_get(hass)
        self._entries: dict[str, dict[str, tuple[str, ...]]] = {}

    def lines_of(self, device_id: str, *, named: bool) -> Iterator[FollowedLine]:
        """Return the lines that a device stands for."""
        device = self._devices.async_get(device_id)
        if not isinstance(device, dr.DeviceEntry):
            return
        entry = self._hass.config_entries.async_get_entry(device.config_entry_id)
        if (
            entry is None
            or entry.domain != DOMAIN
            or entry.state is not ConfigEntryState.LOADED
        ):
            return
        coordinator = cast("TelephonyConfigEntry", entry).runtime_data
        for _, identifier in device.identifiers:
            if named or identifier != entry.entry_id:
                for number in self._numbers(entry).get(identifier, ()):
                    yield FollowedLine(coordinator, number)

    def _numbers(self, entry: ConfigEntry) -> dict[str, tuple[str, ...]]:
        """Return for each device, by its identifier, the lines that it stands for."""
        if (found := self._entries.get(entry.entry_id)) is None:
            lines, groups = configured_lines(entry), configured_groups(entry)
            own: dict[str, tuple[str, ...]] = {number: (number,) for number in lines}
            own |= {key: group.numbers for key, group in groups.items()}
            found = {f"{entry.entry_id}_{key}": each for key, each in own.items()}
            found[entry.entry_id] = tuple(watched_numbers(lines, groups.values()))
            self._entries[entry.entry_id] = found
        return found


class LineTracker:
    """Listens to the lines that a target means, also to those that it comes to mean."""

    def __init__(
        self,
        hass: HomeAssistant,
        target: dict[str, Any],
        listen: Callable[[FollowedLine], CALLBACK_TYPE],
        on_change: Callable[[], None] | None = None,
    ) -> None:
        """Call `listen` for each line, and `on_change` when there are others than before."""
        self._hass = hass
        self._selection = TargetSelection(target)
        self._listen = listen
        self._on_change = on_change
        self._unlisten: dict[FollowedLine, CALLBACK_TYPE] = {}
        self._coordinators: dict[str, TelephonyCoordinator] = {}
        self._settling: CALLBACK_TYPE | None = None
        self._registries: list[CALLBACK_TYPE] = []

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Begin, and return what ends it."""
        listen = self._hass.bus.async_listen
        self._registries = [
            listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._registry_changed),
            listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._registry_changed),
            listen(ar.EVENT_AREA_REGISTRY_UPDATED, self._registry_changed),
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed
            ),
        ]
        self._follow()
        return self._stop

    @callback
    def _registry_changed(self, event: Event[Any]) -> None:
        self._update_soon()

    @callback
    def _entry_changed(self, change: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Follow a connection at once when it is set up, so that no event is missed."""
        if entry.domain != DOMAIN:
            return
        known = self._coordinators.get(entry.entry_id)
        if entry.state is ConfigEntryState.LOADED and entry.runtime_data is not known:
            self._coordinators[entry.entry_id] = entry.runtime_data
            self._update()
        else:
            self._update_soon()

    def _update_soon(self) -> None:
        if self._settling is None:
            job = HassJob(self._settled, cancel_on_shutdown=True)
            self._settling = async_call_later(self._hass, SETTLE_SECONDS, job)

    @callback
    def _settled(self, now: datetime) -> None:
        self._settling = None
        self._update()

    def _update(self) -> None:
        if self._follow() and self._on_change:
            self._on_change()

    def _follow(self) -> bool:
        """Listen to what is new and no more to what is gone; False where nothing is different."""
        wanted = async_followed_lines(self._hass, self._selection)
        gone = self._unlisten.keys() - wanted.keys()
        new = wanted.keys() - self._unlisten.keys()
        for line in gone:
            self._unlisten.pop(line)()
        for line in new:
            self._unlisten[line] = self._listen(line)
        return bool(gone or new)

    @callback
    def _stop(self) -> None:
        if self._settling:
            self._settling()
        for unlisten in (*self._registries, *self._unlisten.values()):
            unlisten()
        self._unlisten.clear()
