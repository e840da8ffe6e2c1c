"""What cards and pop-ups are told: everything at first, then only what changed."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Final, override

from homeassistant.auth.models import User
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..call_log.log import LineLog
from ..const import DOMAIN
from ..coordinator import TelephonyCoordinator
from ..cti.model import CallState
from ..lines.views import call_view, line_view, log_view, state_view
from .devices import ShownLine, async_lines, async_readable_line

MAX_LINES: Final = 100
"""Lines that one card shows at most."""
DEFAULT_LINES: Final = 12
DEFAULT_LAMPS: Final = 48
REFRESH_SECONDS: Final = 0.5
"""How long changes of connections and devices are gathered before lines are looked up anew."""

type Send = Callable[[dict[str, Any]], None]


class LineSubscription(ABC):
    """Follows lines, and looks them up anew when connections or devices change."""

    def __init__(self, hass: HomeAssistant, user: User, send: Send) -> None:
        """Prepare; nothing is sent before `async_start`."""
        self._hass = hass
        self._user = user
        self._send = send
        self._unfollow: list[CALLBACK_TYPE] = []
        self._unlisten: list[CALLBACK_TYPE] = []
        self._device_ids: set[str] = set()
        self._refreshing: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> None:
        """Send how things stand and follow them."""
        self._unlisten = [
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed
            ),
            self._hass.bus.async_listen(
                dr.EVENT_DEVICE_REGISTRY_UPDATED, self._device_changed
            ),
        ]
        self._follow_all()

    @callback
    def async_stop(self) -> None:
        """Leave nothing behind."""
        self._stop_following()
        if self._refreshing:
            self._refreshing()
        for unlisten in self._unlisten:
            unlisten()

    @abstractmethod
    def _follow_all(self) -> None:
        """Look the lines up, follow them and send all that is to be known."""

    def _follow(self, shown: ShownLine, update: CALLBACK_TYPE) -> None:
        """Call `update` when something about a line changed."""
        coordinator = shown.coordinator
        self._device_ids.add(shown.device_id)
        self._unfollow += (
            coordinator.async_listen_line(shown.number, lambda _: update()),
            coordinator.async_listen_availability(shown.number, update),
        )

    def _stop_following(self) -> None:
        for unfollow in self._unfollow:
            unfollow()
        self._unfollow.clear()
        self._device_ids.clear()

    @callback
    def _entry_changed(self, change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN:
            self._refresh_soon()

    @callback
    def _device_changed(self, event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        device_id = event.data["device_id"]
        if device_id in self._device_ids or self._is_ours(device_id):
            self._refresh_soon()

    def _is_ours(self, device_id: str) -> bool:
        device = dr.async_get(self._hass).async_get(device_id)
        return device is not None and any(
            domain == DOMAIN for domain, _ in device.identifiers
        )

    def _refresh_soon(self) -> None:
        if self._refreshing is None:
            self._refreshing = async_call_later(
                self._hass, REFRESH_SECONDS, self._refresh
            )

    @callback
    def _refresh(self, now: datetime) -> None:
        self._refreshing = None
        self._stop_following()
        self._follow_all()


@dataclass(slots=True)
class _Told:
    """What was sent of a line last."""

    view: dict[str, Any]
    log: LineLog | None


class CardSubscription(LineSubscription):
    """One card: its lines with calls and log, and other lines as lamps."""

    def __init__(
        self,
        hass: HomeAssistant,
        user: User,
        send: Send,
        *,
        device_ids: Iterable[str] | None,
        lamp_device_ids: Iterable[str] | None,
        log_limit: int,
    ) -> None:
        """Prepare; without devices the first lines, and as lamps the others beside them."""
        super().__init__(hass, user, send)
        self._line_ids = device_ids
        self._lamp_ids = lamp_device_ids
        self._log_limit = log_limit
        self._told: dict[str, _Told] = {}
        self._told_lamps: dict[str, dict[str, Any]] = {}

    @override
    def _follow_all(self) -> None:
        self._told.clear()
        lines = tuple(self._lines())
        lamps = tuple(self._lamps(lines))
        for line in lines:
            self._follow(line, partial(self._line_changed, line))
        for lamp in lamps:
            self._follow(lamp, partial(self._lamp_changed, lamp))
        self._tell(
            snapshot=True,
            lines={
                line.key: self._whole_line(line)
                for line in lines
                if not self._is_hidden(line)
            },
            lamps={lamp.key: self._whole_lamp(lamp) for lamp in lamps},
        )

    def _lines(self) -> Iterator[ShownLine]:
        """Return those asked for, or the first; large groups do not count."""
        found = async_lines(self._hass, self._user, self._line_ids)
        if self._line_ids is None:
            single = (line for line in found if not line.in_large_group)
            yield from islice(single, DEFAULT_LINES)
            return
        left = MAX_LINES
        for line in found:
            left -= not line.in_large_group
            if left >= 0 or line.in_large_group:
                yield line

    def _lamps(self, lines: Iterable[ShownLine]) -> Iterator[ShownLine]:
        """Return those asked for, or the other lines of the same connections."""
        found = async_lines(self._hass, self._user, self._lamp_ids)
        if self._lamp_ids is not None:
            return islice(found, MAX_LINES)
        shown = {(line.coordinator, line.number) for line in lines}
        connections = {coordinator for coordinator, _ in shown}
        others = (
            lamp
            for lamp in found
            if lamp.coordinator in connections
            and not lamp.in_large_group
            and (lamp.coordinator, lamp.number) not in shown
        )
        return islice(others, DEFAULT_LAMPS)

    def _is_hidden(self, line: ShownLine) -> bool:
        """Whether a line of a large group has nothing to show, or no more room."""
        if not line.in_large_group:
            return False
        known = line.coordinator.line(line.number)
        full = len(self._told) >= MAX_LINES and line.key not in self._told
        return full or known is None or not known.calls

    @callback
    def _line_changed(self, line: ShownLine) -> None:
        told = self._told.get(line.key)
        if self._is_hidden(line):
            if self._told.pop(line.key, None):
                self._tell(removed=[line.key])
        elif told is None:
            self._tell(lines={line.key: self._whole_line(line)})
        elif changed := self._changes(line, told):
            self._tell(lines={line.key: changed})

    @callback
    def _lamp_changed(self, lamp: ShownLine) -> None:
        view = state_view(lamp.coordinator, lamp.number)
        if view != self._told_lamps[lamp.key]:
            self._told_lamps[lamp.key] = view
            self._tell(lamps={lamp.key: view})

    def _whole_line(self, line: ShownLine) -> dict[str, Any]:
        told = self._told[line.key] = _Told({}, None)
        return line.as_dict(self._user) | self._changes(line, told)

    def _whole_lamp(self, lamp: ShownLine) -> dict[str, Any]:
        view = state_view(lamp.coordinator, lamp.number)
        self._told_lamps[lamp.key] = view
        return lamp.as_dict(self._user) | view

    def _changes(self, line: ShownLine, told: _Told) -> dict[str, Any]:
        """Return what is different from what was told, and remember it as told."""
        view = line_view(line.coordinator, line.number)
        changed = {
            key: value
            for key, value in view.items()
            if key not in told.view or told.view[key] != value
        }
        log = line.coordinator.call_log.line(line.number)
        if log is not told.log:
            changed |= log_view(log, self._log_limit)
        told.view, told.log = view, log
        return changed

    def _tell(self, **message: Any) -> None:
        self._send({"now": dt_util.utcnow().isoformat(), **message})


class IncomingSubscription(LineSubscription):
    """One pop-up: the calls that ring at any line that the user may read.

    It listens to every line, so it looks at devices and permissions only when one rings.
    """

    def __init__(self, hass: HomeAssistant, user: User, send: Send) -> None:
        """Begin with silence."""
        super().__init__(hass, user, send)
        self._ringing: dict[tuple[TelephonyCoordinator, str], list[dict[str, Any]]] = {}

    @override
    def _follow_all(self) -> None:
        self._ringing.clear()
        for entry in self._hass.config_entries.async_loaded_entries(DOMAIN):
            coordinator: TelephonyCoordinator = entry.runtime_data
            self._unfollow.append(
                coordinator.async_listen_link(partial(self._link_changed, coordinator))
            )
            changed = partial(self._line_changed, coordinator)
            self._unfollow.append(coordinator.async_listen_any_line(changed))
            for number in coordinator.numbers:
                if ringing := self._ringing_at(coordinator, number):
                    self._ringing[coordinator, number] = ringing
        self._tell()

    @callback
    def _link_changed(self, coordinator: TelephonyCoordinator) -> None:
        for key in tuple(self._ringing):
            if key[0] is coordinator:
                self._line_changed(*key)

    @callback
    def _line_changed(self, coordinator: TelephonyCoordinator, number: str) -> None:
        key = (coordinator, number)
        ringing = self._ringing_at(coordinator, number)
        if ringing == self._ringing.get(key, []):
            return
        if ringing:
            self._ringing[key] = ringing
        else:
            del self._ringing[key]
        self._tell()

    def _ringing_at(
        self, coordinator: TelephonyCoordinator, number: str
    ) -> list[dict[str, Any]]:
        """Return what the pop-up shows of a line's ringing calls."""
        line = coordinator.line(number)
        if line is None or not any(
            call.state is CallState.RINGING for call in line.calls
        ):
            return []
        shown = async_readable_line(self._user, coordinator, number)
        if shown is None or not coordinator.is_available(number):
            return []
        whole = shown.as_dict(self._user) | line_view(coordinator, number)
        return [
            {"line": whole, "call": call_view(coordinator, line, call)}
            for call in line.calls
            if call.state is CallState.RINGING
        ]

    def _tell(self) -> None:
        calls = [call for calls in self._ringing.values() for call in calls]
        calls.sort(key=lambda each: each["call"]["started_at"])
        self._send({"now": dt_util.utcnow().isoformat(), "calls": calls})
