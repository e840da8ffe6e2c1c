"""What one pop-up is told: the calls that ring at any line that the user may read.

All of them at first, as `calls`; then only those that are new or different, with the IDs of those
that ring no longer as `removed`. `own` are the devices of the user's own lines, where they have
changed: the pop-up follows their calls beyond the ring.
"""

from collections.abc import Mapping
from functools import partial
from itertools import islice
from typing import Any, Final, override

from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant, callback

from ..connection.changes import STATE
from ..connection.line_state import LineState
from ..connection.settings import EVERY_LINE
from ..coordinator import TelephonyCoordinator
from ..cti.model import CallState
from ..entries import async_loaded_connections
from ..lines.owners import async_lines_of
from ..lines.target_line import TargetLine
from .devices import async_readable_line, fixed_view
from .feed import Feed, Send, shared_view

MAX_OWN: Final = 24
"""Own lines that a pop-up follows at most."""

type _Ringing = dict[str, dict[str, Any]]
"""Calls with their lines, by call ID."""


class PopupFeed(Feed):
    """One pop-up. It listens to every line, and looks at devices and permissions only of one that rings."""

    def __init__(self, hass: HomeAssistant, user: User, send: Send) -> None:
        """Show nothing before `async_start`."""
        super().__init__(hass, user, send)
        self._ringing: dict[TargetLine, _Ringing] = {}
        self._own: list[str] = []
        self._has_told = False

    @override
    @callback
    def update(self) -> None:
        self._stop_listening()
        before, self._ringing = _calls(self._ringing), {}
        for entry in async_loaded_connections(self._hass):
            coordinator: TelephonyCoordinator = entry.runtime_data
            changed = partial(self._line_changed, coordinator)
            self._unlisten.append(
                coordinator.changes.listen(STATE, EVERY_LINE, changed)
            )
            for number in coordinator.states.busy:
                line = TargetLine(coordinator, number)
                if ringing := self._ringing_at(line, line.state):
                    self._ringing[line] = ringing
        calls = _calls(self._ringing)
        own_before, self._own = self._own, self._own_devices()
        own = {"own": self._own} if self._own != own_before else {}
        if self._has_told:
            if own or calls != before:
                self._tell(**_news(before, calls), **own)
            return
        self._has_told = True
        oldest_first = sorted(
            calls.values(), key=lambda each: each["call"]["started_at"]
        )
        self._tell(calls=oldest_first, **own)

    @callback
    def _line_changed(
        self,
        coordinator: TelephonyCoordinator,
        state: LineState,
        context: Context | None,
    ) -> None:
        line = TargetLine(coordinator, state.number)
        before, ringing = self._ringing.get(line, {}), self._ringing_at(line, state)
        if ringing == before:
            return
        if ringing:
            self._ringing[line] = ringing
        else:
            del self._ringing[line]
        self._tell_shared((before, ringing), lambda: _news(before, ringing))

    def _own_devices(self) -> list[str]:
        """Return the devices by which a card addresses the user's own lines."""
        own = islice(async_lines_of(self._hass, self._user.id), MAX_OWN)
        shown = (async_readable_line(self._user, line) for line in own)
        return sorted({line.device_id or "" for line in shown if line is not None})

    def _ringing_at(self, line: TargetLine, state: LineState) -> _Ringing:
        """Return what the pop-up shows of a line's ringing calls."""
        if not state.has(CallState.RINGING):
            return {}
        if (shown := async_readable_line(self._user, line)) is None:
            return {}
        whole = fixed_view(shown, self._user)
        return {
            call["call_id"]: {"line": whole, "call": call}
            for call in shared_view(self._hass, state)["calls"]
            if call["state"] == CallState.RINGING and "blocked" not in call
        }


def _calls(ringing: Mapping[TargetLine, _Ringing]) -> _Ringing:
    """Return the calls of all lines."""
    return {key: call for calls in ringing.values() for key, call in calls.items()}


def _news(before: _Ringing, ringing: _Ringing) -> dict[str, Any]:
    """Return calls that are new or different, and those that ring no longer."""
    return {
        "calls": [each for key, each in ringing.items() if before.get(key) != each],
        "removed": [*(before.keys() - ringing.keys())],
    }
