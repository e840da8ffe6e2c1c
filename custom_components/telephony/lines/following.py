"""Follows the lines that targets mean, also those that they come to mean; the card follows them too.

Whoever waits for the same target shares what it resolves to, and all share one set of listeners to
the registries. A group is listened to as one, however many lines it has.
"""

from collections.abc import Callable, Hashable
from typing import Any, Final, Protocol

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.target import TargetSelection
from homeassistant.util.hass_dict import HassKey

from ..connection.pacing import Backlog, Throttle
from ..const import DOMAIN
from .targets import Watched, async_watched

SETTLE_SECONDS: Final = 0.5
"""How long changes of the registries gather: adding many lines makes thousands of them."""
_PLACES: Final = frozenset(
    {
        "area_id",
        "config_entry_id",
        "config_subentry_id",
        "device_id",
        "disabled_by",
        "entity_id",
        "hidden_by",
        "labels",
    }
)
"""What of an entity or device decides which targets mean it; what it is called doesn't."""
_FOLLOWING: Final[HassKey[Following]] = HassKey(f"{DOMAIN}_following")


class Viewer(Protocol):
    """Shows lines as they are called, and where they belong."""

    def update(self) -> None:
        """Look the lines up again."""


class Following:
    """What all followers share; it is there while there are any."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Listen to the registries."""
        self.targets: dict[Hashable, SharedTarget] = {}
        self._hass = hass
        self._loaded: set[str] = set()
        self._viewers: dict[Viewer, None] = {}
        self._targets_to_update = Backlog[Hashable](self._update_target)
        self._viewers_to_update = Backlog[Viewer](self._update_viewer)
        self._settling = Throttle(hass, SETTLE_SECONDS, self._update_targets)
        self._renamed = Throttle(hass, SETTLE_SECONDS, self._update_viewers)
        listen = hass.bus.async_listen
        self._unlisten = [
            listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._entity_changed),
            listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._device_changed),
            listen(ar.EVENT_AREA_REGISTRY_UPDATED, self._area_changed),
            async_dispatcher_connect(
                hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed
            ),
        ]

    @callback
    def async_add_viewer(self, viewer: Viewer) -> None:
        """Call the viewer's `update` after connections, or the devices of lines, changed."""
        self._viewers[viewer] = None

    @callback
    def async_update_soon(self, viewer: Viewer) -> None:
        """Call a viewer's `update` for what else has changed: at once, or after others' turn."""
        self._viewers_to_update.add((viewer,))
        self._viewers_to_update.work()

    @callback
    def async_remove_viewer(self, viewer: Viewer) -> None:
        """Call it no longer."""
        self._viewers.pop(viewer, None)
        self.release()

    def release(self) -> None:
        """Leave nothing behind once nobody follows any longer."""
        if self.targets or self._viewers:
            return
        for unlisten in self._unlisten:
            unlisten()
        self._settling.async_stop()
        self._renamed.async_stop()
        self._targets_to_update.stop()
        self._viewers_to_update.stop()
        self._hass.data.pop(_FOLLOWING, None)

    @callback
    def _entity_changed(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        data = event.data
        if data["action"] == "update" and not _PLACES & data["changes"].keys():
            return
        entity = er.async_get(self._hass).async_get(data["entity_id"])
        if entity is None or entity.platform == DOMAIN:
            self._settling.async_changed()

    @callback
    def _device_changed(self, event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        data = event.data
        if data["action"] != "remove":
            device = dr.async_get(self._hass).async_get(data["device_id"])
            if device is None or not any(
                domain == DOMAIN for domain, _ in device.identifiers
            ):
                return
        self._renamed.async_changed()
        if data["action"] != "update" or _PLACES & data["changes"].keys():
            self._settling.async_changed()

    @callback
    def _area_changed(self, event: Event[Any]) -> None:
        self._settling.async_changed()

    @callback
    def _entry_changed(self, change: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Follow a connection at once when it is set up, so that no event is missed."""
        if entry.domain != DOMAIN:
            return
        self._renamed.async_changed()
        if entry.state is not ConfigEntryState.LOADED:
            self._loaded.discard(entry.entry_id)
        elif entry.entry_id not in self._loaded:
            self._loaded.add(entry.entry_id)
            for target in tuple(self.targets.values()):
                target.update()
            return
        self._settling.async_changed()

    def _update_targets(self) -> None:
        self._targets_to_update.add(self.targets)
        self._targets_to_update.work()

    def _update_target(self, key: Hashable) -> None:
        if (target := self.targets.get(key)) is not None:
            target.update()

    def _update_viewers(self) -> None:
        self._viewers_to_update.add(self._viewers)
        self._viewers_to_update.work()

    def _update_viewer(self, viewer: Viewer) -> None:
        if viewer in self._viewers:
            viewer.update()


class SharedTarget:
    """What one target means, for all who follow it."""

    def __init__(self, hass: HomeAssistant, selection: TargetSelection) -> None:
        """Resolve it."""
        self.followers: dict[object, LineFollower] = {}
        self._hass = hass
        self._selection = selection
        self.watched = async_watched(hass, selection)

    def update(self) -> None:
        """Resolve it again, and tell those who follow it of what is new or gone."""
        watched = async_watched(self._hass, self._selection)
        if watched == self.watched:
            return
        self.watched = watched
        for follower in tuple(self.followers.values()):
            follower.apply(watched)
            follower.on_change()


class LineFollower:
    """Listens to what a target means."""

    def __init__(
        self,
        hass: HomeAssistant,
        target: dict[str, Any],
        listen: Callable[[Watched], CALLBACK_TYPE],
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        """Call `listen` for each thing to watch, and `on_change` when there are others."""
        self.on_change = on_change
        self._hass = hass
        self._selection = TargetSelection(target)
        self._listen = listen
        self._unlisten: dict[Watched, CALLBACK_TYPE] = {}

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Begin, and return what ends it."""
        following, selection = async_following(self._hass), self._selection
        key = _key(selection)
        if (target := following.targets.get(key)) is None:
            target = following.targets[key] = SharedTarget(self._hass, selection)
        token = object()
        target.followers[token] = self
        self.apply(target.watched)

        @callback
        def stop() -> None:
            del target.followers[token]
            if not target.followers:
                del following.targets[key]
                following.release()
            self.apply(())

        return stop

    def apply(self, watched: tuple[Watched, ...]) -> None:
        """Listen to what is new, and no longer to what is gone."""
        for gone in self._unlisten.keys() - set(watched):
            self._unlisten.pop(gone)()
        for each in watched:
            if each not in self._unlisten:
                self._unlisten[each] = self._listen(each)


def _key(selection: TargetSelection) -> Hashable:
    """Return what makes two targets the same; from 2026.11 on one may exclude another."""
    exclude: TargetSelection | None = getattr(selection, "exclude", None)
    return (
        frozenset(selection.area_ids),
        frozenset(selection.device_ids),
        frozenset(selection.entity_ids),
        frozenset(selection.floor_ids),
        frozenset(selection.label_ids),
        _key(exclude) if exclude else None,
    )


@callback
def async_following(hass: HomeAssistant) -> Following:
    """Return what all followers share, made with the first of them."""
    if (following := hass.data.get(_FOLLOWING)) is None:
        following = hass.data[_FOLLOWING] = Following(hass)
    return following
