"""What one card is told: everything at first, then only what changed."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Final, override

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import Context, HomeAssistant, callback

from ..call_log.entries import LineLog
from ..connection.changes import LOG, NAMES, STATE
from ..connection.line_state import LineState
from ..connection.settings import EVERY_LINE
from ..lines.following import async_following
from ..lines.permissions import async_may, async_rights
from ..lines.target_line import TargetLine
from ..lines.views import lamp_view
from .devices import ShownDevice, async_devices, fixed_view
from .feed import Feed, Send, shared_view
from .news import Told, View, differing, shared_news

MAX_LINES: Final = 100
"""Lines that one card shows at most."""
DEFAULT_LINES: Final = 12
DEFAULT_LAMPS: Final = 48

type _Shown = dict[TargetLine, Told]


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
        self._told: _Shown = {}
        self._told_lamps: _Shown = {}
        self._has_told = False
        self._news = shared_news(hass)

    @override
    @callback
    def update(self) -> None:
        self._stop_listening()
        before, lamps_before = self._told, self._told_lamps
        devices = tuple(async_devices(self._hass, self._line_ids))
        if self._line_ids is None:
            own_first = sorted(devices, key=lambda it: not it.async_is_own(self._user))
            devices = tuple(own_first)
            large: tuple[ShownDevice, ...] = ()
            lines = tuple(islice(self._readable(devices), DEFAULT_LINES))
        else:
            large = tuple(each for each in devices if each.is_large)
            lines = tuple(islice(self._readable(devices), MAX_LINES))
        self._singles = frozenset(lines)
        self._told = dict(map(self._shown, lines))
        for line in chain.from_iterable(map(self._busy_lines, large)):
            self._told[line] = self._shown(line)[1]
        self._told_lamps = dict(map(self._shown, self._lamps(devices, lines)))
        self._follow(lines, large)
        if (
            self._has_told
            and (changed := self._differences(before, lamps_before)) is not None
        ):
            if changed:
                self._tell(**changed)
            return
        self._has_told = True
        self._tell(
            snapshot=True,
            lines={each.key: self._whole(each) for each in self._told.values()},
            lamps={
                each.key: self._whole_lamp(each) for each in self._told_lamps.values()
            },
        )

    def _follow(
        self, lines: Iterable[TargetLine], large: Iterable[ShownDevice]
    ) -> None:
        """Listen to whatever changes what is shown."""
        listening = self._unlisten.append
        for line in lines:
            told, changes = self._told[line], line.coordinator.changes
            changed, logged = (
                partial(self._changed, told),
                partial(self._log_changed, told),
            )
            listening(changes.listen(STATE, line.number, changed))
            listening(changes.listen(LOG, line.number, logged))
        for coordinator in {line.coordinator for line in lines}:
            listening(
                coordinator.changes.listen(NAMES, EVERY_LINE, self._names_changed)
            )
        for device in large:
            if device.group is not None:
                group_id, changes = device.group.subentry_id, device.coordinator.changes
                in_group = partial(self._group_changed, device, group_id)
                listening(changes.listen(STATE, group_id, in_group))
        for lamp, told in self._told_lamps.items():
            changed_lamp = partial(self._lamp_changed, told)
            changes = lamp.coordinator.changes
            listening(changes.listen(STATE, lamp.number, changed_lamp))

    def _readable(
        self, devices: Iterable[ShownDevice], *, large: bool = False
    ) -> Iterator[TargetLine]:
        """Return the lines that the user may read, each once; those of large groups if wanted."""
        seen: set[TargetLine] = set()
        for device in devices:
            if device.is_large and not large:
                continue
            for line in device.async_readable_lines(self._user):
                if line not in seen:
                    seen.add(line)
                    yield line

    def _lamps(
        self, devices: Iterable[ShownDevice], lines: Iterable[TargetLine]
    ) -> Iterator[TargetLine]:
        """Return those asked for, or the other lines of the same connections."""
        if self._lamp_ids is not None:
            asked_for = async_devices(self._hass, self._lamp_ids)
            return islice(self._readable(asked_for, large=True), MAX_LINES)
        if self._line_ids is not None:
            devices = async_devices(self._hass)
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

    # What changes

    @callback
    def _changed(
        self, told: Told, state: LineState, context: Context | None = None
    ) -> None:
        if self._has_same_rights(told):
            self._send_json(self._news.take_state(told, state))

    @callback
    def _log_changed(
        self, told: Told, log: LineLog, context: Context | None = None
    ) -> None:
        if self._has_same_rights(told):
            self._send_json(self._news.take_log(told, log, self._log_limit))

    def _has_same_rights(self, told: Told) -> bool:
        """Tell whether the user may still do the same with a line; find out what there is to follow if not."""
        # Home Assistant tells of who becomes an administrator, or is none any more.
        if self._user.is_admin or told.rights == async_rights(self._user, told.line):
            return True
        self.update()
        return False

    @callback
    def _names_changed(self) -> None:
        """Tell of whole logs again, in turns with other cards."""
        for told in self._told.values():
            if told.log is not None and told.log.calls:
                told.log = None
        async_following(self._hass).async_update_soon(self)

    @callback
    def _group_changed(
        self,
        device: ShownDevice,
        group_id: str,
        state: LineState,
        context: Context | None,
    ) -> None:
        line = TargetLine(device.coordinator, state.number, group_id)
        if line in self._singles:
            return
        told = self._told.get(line)
        if not state.calls:
            if told is not None:
                del self._told[line]
                gone = [told.key]
                self._tell_shared(("removed", told.key), lambda: {"removed": gone})
        elif told is not None:
            self._changed(told, state)
            log = line.coordinator.call_log.line(line.number)
            if log is not told.log:
                self._log_changed(told, log)
        elif self._may_show(line):
            _, told = self._shown(line)
            self._told[line] = told
            told.view = view = shared_view(self._hass, state)
            told.log = log = line.coordinator.call_log.line(line.number)

            def whole() -> View:
                logged = self._news.log_changes(line, None, log, self._log_limit)
                return {"lines": {told.key: told.fixed | view | logged}}

            self._tell_shared((told.fixed, view, log, self._log_limit), whole)

    @callback
    def _lamp_changed(
        self, told: Told, state: LineState, context: Context | None
    ) -> None:
        view = lamp_view(state)
        if self._has_same_rights(told) and view != told.view:
            told.view = view
            of = told.key, view
            self._tell_shared(of, lambda: {"lamps": {told.key: view}})

    # What is told

    def _shown(self, line: TargetLine) -> tuple[TargetLine, Told]:
        fixed = fixed_view(line, self._user)
        return line, Told(line, async_rights(self._user, line), fixed)

    def _whole(self, told: Told) -> View:
        return told.fixed | self._news_of(told, {})

    def _whole_lamp(self, told: Told) -> View:
        told.view = lamp_view(told.line.state)
        return told.fixed | told.view

    def _news_of(self, told: Told, before: View) -> View:
        """Return what is different from what was told, and remember it as told."""
        line, log_before = told.line, told.log
        told.view = shared_view(self._hass, line.state)
        told.log = log = line.coordinator.call_log.line(line.number)
        changed = differing(before, told.view)
        if log is not log_before:
            changed |= self._news.log_changes(line, log_before, log, self._log_limit)
        return changed

    def _differences(self, before: _Shown, lamps_before: _Shown) -> View | None:
        """Return what differs from before; None where lines or lamps stand in another order."""
        lines = {each.key: each for each in before.values()}
        lamps = {each.key: each for each in lamps_before.values()}
        now = [each.key for each in self._told.values()]
        lamps_now = [each.key for each in self._told_lamps.values()]
        kept = [key for key in lines if key in set(now)]
        if now[: len(kept)] != kept or lamps_now[: len(lamps)] != [*lamps]:
            return None
        message: View = {}
        if removed := [key for key in lines if key not in set(now)]:
            message["removed"] = removed
        changed = {}
        for told in self._told.values():
            if (known := lines.get(told.key)) is None:
                changed[told.key] = self._whole(told)
                continue
            told.log = known.log
            news = differing(known.fixed, told.fixed) | self._news_of(told, known.view)
            if news:
                changed[told.key] = news
        if changed:
            message["lines"] = changed
        changed = {}
        for told in self._told_lamps.values():
            known = lamps.get(told.key)
            whole = self._whole_lamp(told)
            news = differing(known.fixed | known.view, whole) if known else whole
            if news:
                changed[told.key] = news
        if changed:
            message["lamps"] = changed
        return message
