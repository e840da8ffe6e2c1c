"""What one card is told: everything at first, then only what changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Any, Final, override

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import Context, HomeAssistant, callback

from ..call_log.entries import LineLog
from ..connection.changes import LOG, NAMES, STATE
from ..connection.line_state import LineState
from ..connection.settings import EVERY_LINE
from ..coordinator import TelephonyCoordinator
from ..lines.permissions import async_may, async_rights
from ..lines.target_line import TargetLine
from ..lines.views import lamp_view, log_view
from .devices import ShownDevice, async_devices, fixed_view, key_of
from .feed import Feed, Send, shared_view

MAX_LINES: Final = 100
"""Lines that one card shows at most."""
DEFAULT_LINES: Final = 12
DEFAULT_LAMPS: Final = 48


@dataclass(slots=True)
class _Told:
    """What was sent of a line last."""

    key: str
    view: dict[str, Any]
    rights: tuple[bool, bool]
    log: LineLog | None = None


class CardFeed(Feed):
    """One card: its lines with calls and log, and other lines as lamps.

    The lines of a large group are shown only while they have calls; the group is listened to as
    one.
    """

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
        """Without devices show the first lines, and as lamps the others beside them."""
        super().__init__(hass, user, send)
        self._line_ids = device_ids
        self._lamp_ids = lamp_device_ids
        self._log_limit = log_limit
        self._singles: frozenset[TargetLine] = frozenset()
        self._told: dict[TargetLine, _Told] = {}
        self._told_lamps: dict[TargetLine, _Told] = {}

    @override
    @callback
    def _look_up(self) -> None:
        """Look the lines up, listen to them, and send everything."""
        self._stop_listening()
        self._told.clear()
        self._told_lamps.clear()
        devices = tuple(async_devices(self._hass, self._line_ids))
        if self._line_ids is None:
            large: tuple[ShownDevice, ...] = ()
            lines = tuple(islice(self._readable(devices), DEFAULT_LINES))
        else:
            large = tuple(each for each in devices if each.is_large)
            lines = tuple(islice(self._readable(devices), MAX_LINES))
        self._singles = frozenset(lines)
        lamps = tuple(self._lamps(lines))
        for line in lines:
            self._listen(line.coordinator, line.number, partial(self._changed, line))
            self._unlisten.append(
                line.coordinator.changes.listen(
                    LOG, line.number, partial(self._log_changed, line)
                )
            )
        for coordinator in {line.coordinator for line in lines}:
            named = coordinator.changes.listen(NAMES, EVERY_LINE, self._look_up)
            self._unlisten.append(named)
        for device in large:
            if device.group is not None:
                in_group = partial(
                    self._group_changed, device, device.group.subentry_id
                )
                self._listen(device.coordinator, device.group.subentry_id, in_group)
        for lamp in lamps:
            changed = partial(self._lamp_changed, lamp)
            self._listen(lamp.coordinator, lamp.number, changed)
        busy = chain.from_iterable(map(self._busy_lines, large))
        self._tell(
            snapshot=True,
            lines=dict(map(self._whole_line, chain(lines, busy))),
            lamps=dict(map(self._whole_lamp, lamps)),
        )

    def _listen(
        self,
        coordinator: TelephonyCoordinator,
        owner: str,
        listener: Callable[[LineState, Context | None], None],
    ) -> None:
        self._unlisten.append(coordinator.changes.listen(STATE, owner, listener))

    def _readable(
        self, devices: Iterable[ShownDevice], *, large: bool = False
    ) -> Iterator[TargetLine]:
        """Return the lines that the user may read, each once; those of large groups if wanted."""
        seen: set[TargetLine] = set()
        for device in devices:
            for line in device.lines if large or not device.is_large else ():
                if line not in seen and async_may(self._user, line, POLICY_READ):
                    seen.add(line)
                    yield line

    def _lamps(self, lines: Iterable[TargetLine]) -> Iterator[TargetLine]:
        """Return those asked for, or the other lines of the same connections."""
        devices = async_devices(self._hass, self._lamp_ids)
        if self._lamp_ids is not None:
            return islice(self._readable(devices, large=True), MAX_LINES)
        connections = {line.coordinator for line in lines}
        beside = (each for each in devices if each.coordinator in connections)
        others = (each for each in self._readable(beside) if each not in self._singles)
        return islice(others, DEFAULT_LAMPS)

    def _busy_lines(self, device: ShownDevice) -> Iterator[TargetLine]:
        """Return the lines of a large group that have calls, as far as there is room."""
        if device.group is None:
            return
        group_id = device.group.subentry_id
        for number in device.coordinator.states.totals[group_id].busy:
            line = TargetLine(device.coordinator, number, group_id)
            if self._may_show(line):
                yield line

    def _may_show(self, line: TargetLine) -> bool:
        """Whether a line of a large group isn't shown yet, may be, and has room."""
        return (
            line not in self._singles
            and line not in self._told
            and len(self._told) < MAX_LINES
            and async_may(self._user, line, POLICY_READ)
        )

    @callback
    def _changed(
        self, line: TargetLine, state: LineState, context: Context | None
    ) -> None:
        told = self._told[line]
        if told.rights != async_rights(self._user, line):
            self._look_up()
        elif changed := self._changes(line, told, state):
            self._tell(lines={told.key: changed})

    @callback
    def _log_changed(
        self, line: TargetLine, log: LineLog, context: Context | None
    ) -> None:
        self._changed(line, line.state, context)

    @callback
    def _group_changed(
        self,
        device: ShownDevice,
        group_id: str,
        state: LineState,
        context: Context | None,
    ) -> None:
        line = TargetLine(device.coordinator, state.number, group_id)
        told = self._told.get(line)
        if line in self._singles:
            return
        if not state.calls:
            if told is not None:
                del self._told[line]
                self._tell(removed=[told.key])
        elif told is not None:
            self._changed(line, state, context)
        elif self._may_show(line):
            self._tell(lines=dict([self._whole_line(line)]))

    @callback
    def _lamp_changed(
        self, lamp: TargetLine, state: LineState, context: Context | None
    ) -> None:
        told, view = self._told_lamps[lamp], lamp_view(state)
        if told.rights != async_rights(self._user, lamp):
            self._look_up()
        elif view != told.view:
            told.view = view
            self._tell(lamps={told.key: view})

    def _whole_line(self, line: TargetLine) -> tuple[str, dict[str, Any]]:
        rights = async_rights(self._user, line)
        told = self._told[line] = _Told(key_of(line), {}, rights)
        changes = self._changes(line, told, line.state)
        return told.key, fixed_view(line, self._user) | changes

    def _whole_lamp(self, lamp: TargetLine) -> tuple[str, dict[str, Any]]:
        view = lamp_view(lamp.state)
        rights = async_rights(self._user, lamp)
        told = self._told_lamps[lamp] = _Told(key_of(lamp), view, rights)
        return told.key, fixed_view(lamp, self._user) | view

    def _changes(
        self, line: TargetLine, told: _Told, state: LineState
    ) -> dict[str, Any]:
        """Return what is different from what was told, and remember it as told."""
        view = shared_view(self._hass, state)
        changed = {
            key: value
            for key, value in view.items()
            if key not in told.view or told.view[key] != value
        }
        log = line.coordinator.call_log.line(line.number)
        if log is not told.log:
            changed |= self._log_changes(line, told.log, log)
        told.view, told.log = view, log
        return changed

    def _log_changes(
        self, line: TargetLine, before: LineLog | None, log: LineLog
    ) -> dict[str, Any]:
        """Return what is new in a log: entries to put before the others, and how many there are then."""
        limit, far_end = self._log_limit, line.coordinator.far_end
        new = None if before is None else log.since(before)
        country = self._hass.config.country
        if before is None or new is None:
            return log_view(log, limit, far_end, country)
        view = log_view(log, min(new, limit), far_end, country)
        changed: dict[str, Any] = {}
        if log.missed != before.missed:
            changed["missed"] = view["missed"]
        if view["log"]:
            changed["log_added"] = view["log"]
            changed["log_length"] = min(len(log.calls), limit)
        return changed
