"""Follows the lines that a trigger's or condition's target means, also those that it comes to mean."""

from collections.abc import Callable
from typing import Any, Final

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

from ..connection.pacing import Throttle
from ..const import DOMAIN
from .targets import TargetLine, async_followed_lines

SETTLE_SECONDS: Final = 0.5
"""How long changes of the registries gather: adding many lines makes thousands of them."""


class LineFollower:
    """Listens to the lines that a target means, also to those that it comes to mean."""

    def __init__(
        self,
        hass: HomeAssistant,
        target: dict[str, Any],
        listen: Callable[[TargetLine], CALLBACK_TYPE],
        on_change: Callable[[], None] | None = None,
    ) -> None:
        """Call `listen` for each line, and `on_change` when there are others than before."""
        self._hass = hass
        self._selection = TargetSelection(target)
        self._listen = listen
        self._on_change = on_change
        self._unlisten: dict[TargetLine, CALLBACK_TYPE] = {}
        self._loaded: set[str] = set()
        self._settling = Throttle(hass, SETTLE_SECONDS, self._update)
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
        self._settling.async_changed()

    @callback
    def _entry_changed(self, change: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Follow a connection at once when it is set up, so that no event is missed."""
        if entry.domain != DOMAIN:
            return
        if entry.state is not ConfigEntryState.LOADED:
            self._loaded.discard(entry.entry_id)
        elif entry.entry_id not in self._loaded:
            self._loaded.add(entry.entry_id)
            self._update()
            return
        self._settling.async_changed()

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
        self._settling.async_stop()
        for unlisten in (*self._registries, *self._unlisten.values()):
            unlisten()
        self._unlisten.clear()
